package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/identity"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// ReporterBody is who reported something (举报人信息). It is sealed: no answer about
// the case holds it, only that of opening it.
type ReporterBody struct {
	Name       string `json:"name,omitempty" maxLength:"100"`
	Phone      string `json:"phone,omitempty" maxLength:"100"`
	IdentityNo string `json:"identity_no,omitempty" maxLength:"40"`
	Account    string `json:"account,omitempty" maxLength:"200" doc:"微信、QQ、邮箱"`
	Note       string `json:"note,omitempty" maxLength:"2000"`
}

func (b *ReporterBody) domain() *casework.Reporter {
	if b == nil {
		return nil
	}
	r := casework.Reporter(*b)
	return &r
}

// ReporterSeal says whether my organ holds sealed data of a case.
type ReporterSeal struct {
	Sealed bool       `json:"sealed"`
	Since  *time.Time `json:"since,omitempty"`
}

// ReasonBody gives the reason of a look into sealed data.
type ReasonBody struct {
	Reason string `json:"reason" minLength:"1" maxLength:"2000"`
}

// PassReporterBody names who gets the sealed data.
type PassReporterBody struct {
	To     string `json:"to" format:"uuid" doc:"Another organ of the case"`
	Reason string `json:"reason" minLength:"1" maxLength:"2000"`
}

// ScanBody is a text that is about to become a lead.
type ScanBody struct {
	Text  string `json:"text" maxLength:"8000"`
	Place string `json:"place,omitempty" maxLength:"500"`
}

// ScanResult is what was found in it. Nothing of it is stored.
type ScanResult struct {
	Finds   []ScanFind      `json:"finds" doc:"What may betray who reported it"`
	Masked  string          `json:"masked" doc:"The text without the finds"`
	Title   string          `json:"title" doc:"A title made of its beginning"`
	Similar []SimilarCase   `json:"similar" doc:"Cases of my organ within seven days that name the same enterprise, code or place"`
	Items   []MentionedItem `json:"items" doc:"Enforcement items that the text speaks of: a guess to choose from"`
}

// MentionedItem is an item that a text may be about.
type MentionedItem struct {
	Code  string `json:"code"`
	Title Words  `json:"title"`
}

// ScanFind is one find; from and to count characters, as JavaScript's Array.from does.
type ScanFind struct {
	Kind string `json:"kind" enum:"name,phone,identity_no,account"`
	From int    `json:"from"`
	To   int    `json:"to"`
	Text string `json:"text"`
}

// SimilarCase may be about the same thing (疑似重复).
type SimilarCase struct {
	ID        string     `json:"id" format:"uuid"`
	Kind      string     `json:"kind"`
	Number    string     `json:"number"`
	Title     string     `json:"title"`
	State     string     `json:"state"`
	Sender    AgencyRef  `json:"sender"`
	Receiver  *AgencyRef `json:"receiver,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
	Reasons   []string   `json:"reasons" enum:"code,enterprise,place"`
	Mergeable bool       `json:"mergeable" doc:"A lead that my organ received: it can be merged with another"`
}

type (
	scanInput         struct{ Body ScanBody }
	sealReporterInput struct {
		CasePath
		Body ReporterBody
	}
	openReporterInput struct {
		CasePath
		Body ReasonBody
	}
	passReporterInput struct {
		CasePath
		Body PassReporterBody
	}
	scanOutput         struct{ Body ScanResult }
	reporterSealOutput struct{ Body ReporterSeal }
	reporterOutput     struct{ Body ReporterBody }
	similarOutput      struct {
		Body struct {
			Items []SimilarCase `json:"items"`
		}
	}
)

func (s *Server) registerReporters(api huma.API) {
	tags := []string{"Leads"}
	register(api, huma.Operation{OperationID: "scanLead", Method: http.MethodPost, Path: "/v1/leads/scan", Tags: tags, Summary: "Look through a text before it becomes a lead: personal data of a reporter, a title, suspected duplicates; nothing is stored", Errors: []int{401, 403, 422}}, s.scanLead)
	register(api, huma.Operation{OperationID: "findSimilar", Method: http.MethodGet, Path: "/v1/referrals/{id}/similar", Tags: tags, Summary: "Suspected duplicates of a case within seven days", Errors: []int{401, 403, 404}}, s.findSimilar)
	register(api, huma.Operation{OperationID: "getReporterSeal", Method: http.MethodGet, Path: "/v1/referrals/{id}/reporter", Tags: tags, Summary: "Whether my organ holds sealed data of who reported it", Errors: []int{401, 404}}, s.reporterSeal)
	register(api, huma.Operation{OperationID: "sealReporter", Method: http.MethodPut, Path: "/v1/referrals/{id}/reporter", Tags: tags, Summary: "Seal who reported it, or replace what is sealed", Errors: []int{401, 403, 404, 422}}, s.sealReporter)
	register(api, huma.Operation{OperationID: "openReporter", Method: http.MethodPost, Path: "/v1/referrals/{id}/reporter/openings", Tags: tags, Summary: "Open the sealed data for a reason, which is recorded; needs a fresh login", Errors: []int{401, 403, 404, 409, 422}}, s.openReporter)
	register(api, huma.Operation{OperationID: "passReporter", Method: http.MethodPost, Path: "/v1/referrals/{id}/reporter/transfers", Tags: tags, Summary: "Pass the sealed data on to another organ of the case, by decision of the head; needs a fresh login", DefaultStatus: http.StatusNoContent, Errors: []int{401, 403, 404, 409, 422}}, s.passReporter)
}

func (s *Server) scanLead(ctx context.Context, in *scanInput) (*scanOutput, error) {
	list, organs, err := s.Office.SimilarText(ctx, actorOf(ctx), in.Body.Text, in.Body.Place)
	if err != nil {
		return nil, problem(ctx, err)
	}
	spans := identity.FindTraces(in.Body.Text)
	out := ScanResult{Finds: make([]ScanFind, len(spans)), Masked: identity.SealTraces(in.Body.Text, spans), Similar: similarCases(actorOf(ctx), list, organs)}
	for i, f := range spans {
		out.Finds[i] = ScanFind{Kind: string(f.Kind), From: f.From, To: f.To, Text: f.Text}
	}
	out.Title = leadTitle(out.Masked)
	mentioned, err := s.Office.ItemsIn(ctx, actorOf(ctx), in.Body.Text)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out.Items = []MentionedItem{}
	for _, i := range mentioned {
		out.Items = append(out.Items, MentionedItem{i.Code, words(i.Title)})
	}
	return &scanOutput{out}, nil
}

// leadTitle is the first clause that says something, cut to what a list shows.
func leadTitle(text string) string {
	const shortest, longest = 6, 30
	best := ""
	for _, clause := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n\r，,。！？；!?;", r) }) {
		clause = strings.TrimSpace(clause)
		if strings.Contains(clause, identity.SealedMark) {
			continue
		}
		for _, opening := range []string{"现反映", "反映", "举报", "发现", "投诉", "来电称", "称"} {
			clause = strings.TrimPrefix(clause, opening)
		}
		if clause = strings.Trim(clause, " ：:、"); utf8.RuneCountInString(clause) > utf8.RuneCountInString(best) && utf8.RuneCountInString(best) < shortest {
			best = clause
		}
	}
	if r := []rune(best); len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return best
}

func (s *Server) findSimilar(ctx context.Context, in *CasePath) (*similarOutput, error) {
	var bad fields
	one := id[ids.Case](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	list, organs, err := s.Office.SimilarTo(ctx, actorOf(ctx), one)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := &similarOutput{}
	out.Body.Items = similarCases(actorOf(ctx), list, organs)
	return out, nil
}

func similarCases(a casework.Actor, list []casework.Similar, organs map[ids.Agency]casework.Agency) []SimilarCase {
	out := make([]SimilarCase, 0, len(list))
	for _, c := range list {
		out = append(out, SimilarCase{
			ID: c.ID.String(), Kind: c.Kind, Number: c.Number, Title: c.Title, State: c.State, Sender: agencyRef(organs, c.SenderID), Receiver: agencyPtr(organs, c.ReceiverID),
			CreatedAt: c.CreatedAt, Reasons: c.Reasons, Mergeable: c.Kind == "lead" && c.ReceiverID == a.Agency && slices.Contains([]string{"sent", "received"}, c.State),
		})
	}
	return out
}

func (s *Server) reporterSeal(ctx context.Context, in *CasePath) (*reporterSealOutput, error) {
	var bad fields
	one := id[ids.Case](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	since, err := s.Office.HoldsReporter(ctx, actorOf(ctx), one)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &reporterSealOutput{sealOf(since)}, nil
}

func sealOf(since time.Time) ReporterSeal {
	if since.IsZero() {
		return ReporterSeal{}
	}
	return ReporterSeal{Sealed: true, Since: &since}
}

func (s *Server) sealReporter(ctx context.Context, in *sealReporterInput) (*reporterSealOutput, error) {
	var bad fields
	one := id[ids.Case](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	if err := s.Office.SealReporter(ctx, actorOf(ctx), one, *in.Body.domain()); err != nil {
		return nil, problem(ctx, err)
	}
	return s.reporterSeal(ctx, &in.CasePath)
}

func (s *Server) openReporter(ctx context.Context, in *openReporterInput) (*reporterOutput, error) {
	var bad fields
	one := id[ids.Case](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	r, err := s.Office.OpenReporter(ctx, actorOf(ctx), one, in.Body.Reason)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &reporterOutput{ReporterBody(r)}, nil
}

func (s *Server) passReporter(ctx context.Context, in *passReporterInput) (*struct{}, error) {
	var bad fields
	one, to := id[ids.Case](&bad, "path.id", in.ID), id[ids.Agency](&bad, "body.to", in.Body.To)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	if err := s.Office.PassReporter(ctx, actorOf(ctx), one, to, in.Body.Reason); err != nil {
		return nil, problem(ctx, err)
	}
	return nil, nil
}
