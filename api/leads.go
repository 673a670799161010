package api

import (
	"context"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// LeadView is one line of the table of supervision leads (监督线索表).
type LeadView struct {
	ID         string     `json:"id" format:"uuid" doc:"Of the clock, the charge or the case that it is about"`
	Case       string     `json:"case" format:"uuid"`
	Number     string     `json:"number"`
	Title      string     `json:"title" doc:"Of the case"`
	State      string     `json:"state" doc:"Of the case"`
	Synthetic  bool       `json:"synthetic" doc:"Made up for a demonstration (演示虚构)"`
	Sender     AgencyRef  `json:"sender"`
	Receiver   *AgencyRef `json:"receiver,omitempty"`
	Party      string     `json:"party,omitempty"`
	Offence    string     `json:"offence,omitempty"`
	Article    string     `json:"article,omitempty" doc:"Of the criminal law"`
	Charge     string     `json:"charge_state,omitempty" example:"declined"`
	Ground     LeadGround `json:"ground"`
	Since      time.Time  `json:"since" doc:"When the ground arose"`
	Days       int        `json:"days" doc:"Calendar days since then"`
	Presumed   bool       `json:"presumed" doc:"No receipt was issued: the period runs from the arrival (推定起算)"`
	Transit    bool       `json:"in_transit" doc:"The police said that it is decided and papers are in transit"`
	Rule       *LeadRule  `json:"rule,omitempty" doc:"Whose articles stand behind the ground"`
	NextPeriod *LeadRule  `json:"next,omitempty" doc:"Rule of the step that the law gives to the procuratorate"`
}

// LeadGround is a ground of the table.
type LeadGround struct {
	ID     string `json:"id" example:"filing_overdue"`
	Title  Words  `json:"title"`
	Says   Words  `json:"says" doc:"The lawful next step in words"`
	Advice bool   `json:"advice" doc:"A hint (提示), and no finding of a violation"`
}

// LeadRule is a rule with its articles, as far as the table needs it.
type LeadRule struct {
	ID         string      `json:"id" example:"fwd_pp_overdue_explain"`
	Title      Words       `json:"title"`
	Period     *Words      `json:"period,omitempty" doc:"Absent for a rule without a number"`
	Basis      []BasisView `json:"basis"`
	Confidence string      `json:"confidence" enum:"high,flagged,low,internal"`
}

// LeadPage is a page of the table, oldest first.
type LeadPage struct {
	Items   []LeadView   `json:"items"`
	Grounds []LeadGround `json:"grounds" doc:"All that there are"`
	Next    string       `json:"next,omitempty"`
	Now     time.Time    `json:"now"`
}

// LeadsFilter narrows the table. It is exported so that the contract holds its parameters.
type LeadsFilter struct {
	Ground string `query:"ground" enum:"filing_overdue,not_reconsidered,declined,upheld,cancelled,opinion_unanswered,not_referred"`
	Agency string `query:"agency" format:"uuid" doc:"Who transferred the case, or the police that have it"`
	From   string `query:"from" format:"date" doc:"First day on which the ground arose"`
	To     string `query:"to" format:"date" doc:"Last day, included"`
}
type leadsInput struct {
	LeadsFilter
	Cursor string `query:"cursor" maxLength:"200"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}
type leadsOutput struct{ Body LeadPage }

// fileOutput is a file to be saved.
type fileOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (s *Server) registerLeads(api huma.API) {
	tags := []string{"Supervision"}
	huma.Register(api, huma.Operation{
		OperationID: "listSupervisionLeads", Method: http.MethodGet, Path: "/v1/supervision-leads", Tags: tags, Errors: []int{401, 403, 422},
		Summary: "Criminal referrals copied to my procuratorate that it may look into, and why", Description: "Every case on the page is noted in the read log.",
	}, s.listLeads)
	huma.Register(api, huma.Operation{
		OperationID: "getSupervisionLeadsWorkbook", Method: http.MethodGet, Path: "/v1/supervision-leads.xlsx", Tags: tags, Errors: []int{401, 403, 422},
		Summary: "The table of supervision leads as XLSX, 2,000 lines at most", Responses: binaryAnswer(workbookType),
	}, s.leadsWorkbook)
}

// binaryAnswer documents an answer that is a file.
func binaryAnswer(contentType string) map[string]*huma.Response {
	return map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{contentType: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}}
}

func (f LeadsFilter) filter(bad *fields) casework.LeadFilter {
	return casework.LeadFilter{Ground: f.Ground, Agency: id[ids.Agency](bad, "query.agency", f.Agency), From: date(bad, "query.from", f.From), To: date(bad, "query.to", f.To)}
}

func (s *Server) listLeads(ctx context.Context, in *leadsInput) (*leadsOutput, error) {
	var bad fields
	f := in.filter(&bad)
	var after *casework.LeadCursor
	err := bad.err()
	if err == nil && in.Cursor != "" {
		after = &casework.LeadCursor{}
		after.At, after.ID, err = splitCursor[ids.Entry](in.Cursor)
	}
	if err != nil {
		return nil, problem(ctx, err)
	}
	page, err := s.Office.SupervisionLeads(ctx, actorOf(ctx), f, after, in.Limit)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := LeadPage{Items: make([]LeadView, len(page.Items)), Grounds: make([]LeadGround, len(page.Grounds)), Now: page.Now}
	for i, l := range page.Items {
		out.Items[i] = leadView(page.Agencies, l)
	}
	for i, g := range page.Grounds {
		out.Grounds[i] = leadGround(g)
	}
	if n := page.Next; n != nil {
		out.Next = joinCursor(n.At, n.ID.String())
	}
	return &leadsOutput{out}, nil
}

func (s *Server) leadsWorkbook(ctx context.Context, in *LeadsFilter) (*fileOutput, error) {
	var bad fields
	f := in.filter(&bad)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	content, err := s.Office.LeadsWorkbook(ctx, actorOf(ctx), f)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return workbook("监督线索表 "+civil.DateOf(s.Office.Now()).String()+".xlsx", content), nil
}

// workbook is an XLSX file to be saved under a name.
func workbook(name string, content []byte) *fileOutput {
	return &fileOutput{ContentType: workbookType, Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": name}), Body: content}
}

func leadGround(g casework.LeadGround) LeadGround {
	return LeadGround{ID: g.ID, Title: words(g.Title), Says: words(g.Says), Advice: g.Advice}
}

func leadView(all organs, l casework.Lead) LeadView {
	return LeadView{
		ID: l.ID.String(), Case: l.CaseID.String(), Number: l.Number, Title: l.Title, State: l.State, Synthetic: l.Synthetic, Sender: agencyRef(all, l.SenderID), Receiver: agencyPtr(all, l.ReceiverID),
		Party: l.Party, Offence: l.Offence, Article: l.Article, Charge: l.ChargeState, Ground: leadGround(l.Ground), Since: l.Since, Days: l.Days, Presumed: l.Presumed, Transit: l.Transit,
		Rule: leadRule(l.Rule), NextPeriod: leadRule(l.Next),
	}
}

func leadRule(r deadline.Rule) *LeadRule {
	if r.ID == "" {
		return nil
	}
	v := &LeadRule{ID: r.ID, Title: words(r.Title), Basis: basisViews(r.Basis), Confidence: string(r.Confidence)}
	if r.N > 0 {
		period := words(casework.PeriodOf(r))
		v.Period = &period
	}
	return v
}
