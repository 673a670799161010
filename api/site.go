package api

import (
	"context"
	"encoding/hex"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// SiteMakeBody arranges a visit. Under a plan, name, items and officers are those of the draw.
type SiteMakeBody struct {
	Plan      string          `json:"plan,omitempty" format:"uuid" doc:"Absent: a case-driven check of my agency"`
	Code      string          `json:"code" minLength:"1" maxLength:"60" doc:"Of the enterprise"`
	Name      string          `json:"name,omitempty" maxLength:"120"`
	Place     string          `json:"place,omitempty" maxLength:"120"`
	Day       string          `json:"day" format:"date"`
	Half      string          `json:"half" enum:"am,pm"`
	Purpose   string          `json:"purpose" minLength:"2" maxLength:"200"`
	Announced bool            `json:"announced,omitempty"`
	Urgent    string          `json:"urgent,omitempty" maxLength:"300" doc:"Why it cannot wait for approval, which follows"`
	Items     []string        `json:"items,omitempty" maxItems:"200"`
	Officers  []string        `json:"officers,omitempty" maxItems:"50"`
	District  string          `json:"district,omitempty" maxLength:"60" doc:"Of a case-driven check; absent: as my library has it"`
	OverCap   string          `json:"over_cap,omitempty" maxLength:"300" doc:"Why it is made above the yearly cap, where it is"`
	Letter    *AreaLetterBody `json:"letter,omitempty" doc:"Outside my area: the letter of the organ that assists"`

	Joint     string   `json:"joint,omitempty" format:"uuid" doc:"Joint action with an organ of another hub that the visit belongs to"`
	JointTeam []string `json:"joint_team,omitempty" maxItems:"50" doc:"Certificates of its members who come along; one at least where the enterprise lies in its area"`
	Region    string   `json:"region,omitempty" pattern:"^([0-9]{6})?$" doc:"Code of the place (GB/T 2260), where the district is a name"`
}

// AreaLetterBody is the letter by which an organ of the place assists (异地检查协助函).
type AreaLetterBody struct {
	Organ  string `json:"organ" minLength:"2" maxLength:"120"`
	Number string `json:"number" minLength:"2" maxLength:"60" doc:"Of the document"`
	On     string `json:"on" format:"date"`
	Case   string `json:"case,omitempty" format:"uuid" doc:"The assistance referral, where the hub has it"`
}

// SiteApproveBody approves a visit.
type SiteApproveBody struct {
	OverCap string          `json:"over_cap,omitempty" maxLength:"300" doc:"Why it is made above the yearly cap, where it is and nobody said so yet"`
	Letter  *AreaLetterBody `json:"letter,omitempty" doc:"Outside my area: the letter of the organ that assists"`
}

// SiteReplyBody answers an invitation.
type SiteReplyBody struct {
	Comes bool   `json:"comes"`
	Note  string `json:"note,omitempty" maxLength:"200" doc:"Why not"`
}

// SiteBeginBody begins a visit at the door.
type SiteBeginBody struct {
	Shown        bool   `json:"shown" doc:"The certificates were shown"`
	OfficialCode string `json:"official_code,omitempty" maxLength:"120" doc:"Official inspection code (检查码), where the region has one"`
}

// SiteRecordBody is what my agency wrote down; it replaces what it wrote before.
type SiteRecordBody struct {
	Seen       int                 `json:"seen" minimum:"0" maximum:"1000000" doc:"Edition that it was written on: 409 if another device was faster"`
	Summary    string              `json:"summary,omitempty" maxLength:"500"`
	Items      []SiteAnswerBody    `json:"items" maxItems:"500"`
	Findings   []SiteFindingBody   `json:"findings" maxItems:"100"`
	Signatures []SiteSignatureBody `json:"signatures" maxItems:"20"`
}

// SiteAnswerBody answers an item.
type SiteAnswerBody struct {
	Item   string `json:"item" format:"uuid"`
	Result string `json:"result" enum:"ok,problem,skipped,"`
	Note   string `json:"note,omitempty" maxLength:"300"`
}

// SiteFindingBody is a problem that was found.
type SiteFindingBody struct {
	Item  string `json:"item,omitempty" format:"uuid"`
	Text  string `json:"text" minLength:"2" maxLength:"200"`
	Owner string `json:"owner" minLength:"2" maxLength:"120" doc:"Who puts it right"`
	Due   string `json:"due" format:"date"`
}

// SiteSignatureBody is a signature: drawn, only named, or refused with a reason. An officer
// signs by hand and is named by the team.
type SiteSignatureBody struct {
	Party   string `json:"party" enum:"officer,enterprise,witness"`
	Name    string `json:"name" minLength:"1" maxLength:"60" doc:"Of an officer the name in the team stands"`
	Officer string `json:"officer,omitempty" format:"uuid" doc:"Who of the team, where an officer signs"`
	Drawn   string `json:"drawn,omitempty" maxLength:"20000" doc:"SVG path of moves and lines in whole numbers"`
	Refusal string `json:"refusal,omitempty" maxLength:"300"`
}

// SiteFinishBody ends a visit.
type SiteFinishBody struct {
	Conclusion string `json:"conclusion" enum:"clean,corrected,problems"`
	Summary    string `json:"summary,omitempty" maxLength:"500" doc:"Shown to the public with the result"`
}

// FindingsOverBody hands findings over.
type FindingsOverBody struct {
	Lines []FindingOverLine `json:"lines" minItems:"1" maxItems:"500"`
}

// FindingOverLine is one finding.
type FindingOverLine struct {
	Finding  string `json:"finding" format:"uuid"`
	Kind     string `json:"kind" enum:"findings,administrative,criminal,lead" doc:"findings is sent at once, the others begin as drafts"`
	Receiver string `json:"receiver,omitempty" format:"uuid" doc:"Of findings"`
}

// FindingsOverList says what became of every line, in their order.
type FindingsOverList struct {
	Items []HandedOverView `json:"items"`
}

// HandedOverView is what became of one line.
type HandedOverView struct {
	Finding string `json:"finding" format:"uuid"`
	Case    string `json:"case,omitempty" format:"uuid"`
	Number  string `json:"number,omitempty"`
	Again   bool   `json:"again" doc:"It was handed over before; nothing was done"`
	Code    string `json:"code,omitempty" doc:"Of the refusal"`
	Refused *Words `json:"refused,omitempty"`
}

// SiteStepBody says on which day and what.
type SiteStepBody struct {
	On    string `json:"on" format:"date"`
	Note  string `json:"note" minLength:"2" maxLength:"300"`
	Right bool   `json:"right,omitempty" doc:"Of a second look: it is put right"`
	Due   string `json:"due,omitempty" format:"date" doc:"Of a second look that finds it not right: the new deadline; absent: the one it has, where that lies ahead"`
}

type (
	siteListInput struct {
		Plan  string `query:"plan" format:"uuid" doc:"Of one plan; absent: all"`
		Show  string `query:"show" enum:"own,waits" doc:"own: I arranged it or go along; waits: for the approval of my agency; absent: all"`
		After string `query:"after" maxLength:"80" doc:"next of the page before"`
		Limit int    `query:"limit" minimum:"1" maximum:"200" default:"100"`
	}
	siteMakeInput     struct{ Body SiteMakeBody }
	findingsOverInput struct{ Body FindingsOverBody }
	siteOutput        = adminList[SiteCheckView]
)

func (s *Server) registerSite(api huma.API) {
	const at = "/checks/{id}"
	huma.Register(api, inspectionOp(http.MethodGet, "/checks", "listSiteChecks", "Visits of my agency; what is sealed has no name", 422), s.listSiteChecks)
	create := inspectionOp(http.MethodPost, "/checks", "makeSiteCheck", "Arrange a visit: under a plan as it was drawn, or case-driven", 404, 409, 422)
	create.DefaultStatus = http.StatusCreated
	register(api, create, s.makeSiteCheck)
	register(api, inspectionOp(http.MethodGet, at, "getSiteCheck", "A visit with its list, files, findings and signatures", 404, 422), func(ctx context.Context, in *InspectionPath) (*siteOutput, error) {
		return s.onSite(ctx, in.ID, s.Office.SiteCheck)
	})
	siteAct(s, api, at, "approve", "approveSiteCheck", "Approve the visit for my agency", func(ctx context.Context, a casework.Actor, id ids.Entry, b SiteApproveBody, bad *fields) (casework.SiteCheck, error) {
		in := casework.SiteApproval{OverCap: b.OverCap, Letter: siteLetter(bad, b.Letter)}
		return onTheSpot(bad, func() (casework.SiteCheck, error) { return s.Office.ApproveSiteCheck(ctx, a, id, in) })
	})
	siteAct(s, api, at, "reply", "replyToSiteCheck", "Whether I come, as an officer of the team", func(ctx context.Context, a casework.Actor, id ids.Entry, b SiteReplyBody, _ *fields) (casework.SiteCheck, error) {
		return s.Office.ReplyToSite(ctx, a, id, b.Comes, b.Note)
	})
	siteAct(s, api, at, "begin", "beginSiteCheck", "Begin at the door, certificates shown", func(ctx context.Context, a casework.Actor, id ids.Entry, b SiteBeginBody, _ *fields) (casework.SiteCheck, error) {
		return s.Office.BeginSiteCheck(ctx, a, id, b.Shown, b.OfficialCode)
	})
	siteAct(s, api, at, "record", "recordSiteCheck", "Keep what my agency wrote down, as a whole", func(ctx context.Context, a casework.Actor, id ids.Entry, b SiteRecordBody, bad *fields) (casework.SiteCheck, error) {
		r := siteRecord(bad, b)
		return onTheSpot(bad, func() (casework.SiteCheck, error) { return s.Office.RecordSiteCheck(ctx, a, id, r) })
	})
	siteAct(s, api, at, "files", "attachToSite", "Keep a photo or file; the same one twice stays once", func(ctx context.Context, a casework.Actor, id ids.Entry, b AttachBody, _ *fields) (casework.SiteCheck, error) {
		return s.Office.AttachToSite(ctx, a, id, b.Name, b.File)
	})
	siteAct(s, api, at, "finish", "finishSiteCheck", "End the visit with its conclusion", func(ctx context.Context, a casework.Actor, id ids.Entry, b SiteFinishBody, _ *fields) (casework.SiteCheck, error) {
		return s.Office.FinishSiteCheck(ctx, a, id, b.Conclusion, b.Summary)
	})
	siteAct(s, api, at, "cancel", "cancelSiteCheck", "Call a visit off before it has begun", func(ctx context.Context, a casework.Actor, id ids.Entry, b DrawReasonBody, _ *fields) (casework.SiteCheck, error) {
		return s.Office.CancelSiteCheck(ctx, a, id, b.Reason)
	})
	siteAct(s, api, at, "publish", "publishSiteCheck", "Put the result on the public page", func(ctx context.Context, a casework.Actor, id ids.Entry, _ NoBody, _ *fields) (casework.SiteCheck, error) {
		return s.Office.PublishSiteCheck(ctx, a, id)
	})
	siteAct(s, api, at, "withdraw", "withdrawSiteCheck", "Take the result off the public page", func(ctx context.Context, a casework.Actor, id ids.Entry, b DrawReasonBody, _ *fields) (casework.SiteCheck, error) {
		return s.Office.WithdrawSiteCheck(ctx, a, id, b.Reason)
	})
	siteAct(s, api, "/findings/{id}", "rectified", "rectifyFinding", "Note that a finding was put right", func(ctx context.Context, a casework.Actor, id ids.Entry, b SiteStepBody, bad *fields) (casework.SiteCheck, error) {
		on := date(bad, "body.on", b.On)
		return onTheSpot(bad, func() (casework.SiteCheck, error) { return s.Office.RectifyFinding(ctx, a, id, on, b.Note) })
	})
	siteAct(s, api, "/findings/{id}", "look", "lookAgain", "Look again whether it is put right", func(ctx context.Context, a casework.Actor, id ids.Entry, b SiteStepBody, bad *fields) (casework.SiteCheck, error) {
		on, due := date(bad, "body.on", b.On), date(bad, "body.due", b.Due)
		return onTheSpot(bad, func() (casework.SiteCheck, error) {
			return s.Office.LookAgain(ctx, a, id, casework.SecondLook{On: on, Note: b.Note, Right: b.Right, Due: due})
		})
	})
	register(api, inspectionOp(http.MethodPost, "/handovers", "handOverFindings", "Hand findings over as referrals, each by itself, once however often it is asked for", 409, 422), s.handOverFindings)
	uuid := func(name string) *huma.Param {
		return &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}
	}
	file := inspectionOp(http.MethodGet, at+"/files/{file}", "getSiteFile", "A file of the visit, as it was attached", 404)
	file.Parameters = []*huma.Param{uuid("id"), uuid("file")}
	document(api, file, "application/octet-stream")
	code := inspectionOp(http.MethodGet, at+"/voucher.svg", "getVoucherCode", "The voucher as a QR code", 404, 409)
	code.Parameters = []*huma.Param{uuid("id")}
	document(api, code, "image/svg+xml")
	register(api, inspectionOp(http.MethodGet, "/plans/{id}/report", "getSiteReport", "What was planned and what became of it", 404, 422), s.siteReport)
	sheet := inspectionOp(http.MethodGet, "/plans/{id}/report.xlsx", "getSiteReportSheet", "What was planned and what became of it, as XLSX", 404)
	sheet.Parameters = []*huma.Param{uuid("id")}
	document(api, sheet, workbookType)
	table := inspectionOp(http.MethodGet, "/plans/{id}/report.csv", "getSiteReportTable", "What was planned and what became of it, as CSV", 404)
	table.Parameters = []*huma.Param{uuid("id")}
	document(api, table, "text/csv")
	huma.Register(api, inspectionOp(http.MethodGet, "/figures", "getJointFigures", "How far visits were made together over a time, by district", 422), s.jointFigures)
}

// siteAct registers one step of a visit.
func siteAct[T any](s *Server, api huma.API, at, name, operation, summary string, f func(context.Context, casework.Actor, ids.Entry, T, *fields) (casework.SiteCheck, error)) {
	register(api, inspectionOp(http.MethodPost, at+"/"+name, operation, summary, 404, 409, 422), func(ctx context.Context, in *PlanWith[T]) (*siteOutput, error) {
		return s.onSite(ctx, in.ID, func(ctx context.Context, a casework.Actor, id ids.Entry) (casework.SiteCheck, error) {
			var bad fields
			return f(ctx, a, id, in.Body, &bad)
		})
	})
}

// onTheSpot goes on only if what was read of the body made sense.
func onTheSpot(bad *fields, f func() (casework.SiteCheck, error)) (casework.SiteCheck, error) {
	if err := bad.err(); err != nil {
		return casework.SiteCheck{}, err
	}
	return f()
}

func (s *Server) onSite(ctx context.Context, path string, f func(context.Context, casework.Actor, ids.Entry) (casework.SiteCheck, error)) (*siteOutput, error) {
	var bad fields
	check := id[ids.Entry](&bad, "path.id", path)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	c, err := f(ctx, actorOf(ctx), check)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &siteOutput{siteView(c)}, nil
}

func siteRecord(bad *fields, b SiteRecordBody) casework.SiteRecord {
	r := casework.SiteRecord{Seen: b.Seen, Summary: b.Summary}
	for _, x := range b.Items {
		r.Items = append(r.Items, casework.SiteAnswer{Item: id[ids.Entry](bad, "body.items.item", x.Item), Result: x.Result, Note: x.Note})
	}
	for _, x := range b.Findings {
		r.Findings = append(r.Findings, casework.NewFinding{Item: id[ids.Entry](bad, "body.findings.item", x.Item), Text: x.Text, Owner: x.Owner, Due: date(bad, "body.findings.due", x.Due)})
	}
	for _, x := range b.Signatures {
		s := casework.NewSignature{Party: x.Party, Name: x.Name, Drawn: x.Drawn, Refusal: x.Refusal}
		if x.Officer != "" {
			officer := id[ids.Entry](bad, "body.signatures.officer", x.Officer)
			s.Officer = &officer
		}
		r.Signatures = append(r.Signatures, s)
	}
	return r
}

func (s *Server) listSiteChecks(ctx context.Context, in *siteListInput) (*adminList[SiteCheckList], error) {
	var bad fields
	plan := id[ids.Entry](&bad, "query.plan", in.Plan)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	page, err := s.Office.SiteChecks(ctx, actorOf(ctx), casework.SiteQuery{Plan: plan, Show: in.Show, After: in.After, Size: in.Limit})
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := SiteCheckList{Items: make([]SiteCheckLine, len(page.Checks)), Waiting: page.Waiting, Next: page.Next}
	for i, r := range page.Checks {
		out.Items[i] = siteLine(r)
	}
	return &adminList[SiteCheckList]{out}, nil
}

func (s *Server) makeSiteCheck(ctx context.Context, in *siteMakeInput) (*siteOutput, error) {
	var bad fields
	b := in.Body
	n := casework.NewSiteCheck{
		Plan: id[ids.Entry](&bad, "body.plan", b.Plan), Code: b.Code, Name: b.Name, Place: b.Place, Day: date(&bad, "body.day", b.Day), Half: b.Half, Purpose: b.Purpose, Announced: b.Announced, Urgent: b.Urgent,
		Items: idList[ids.Entry](&bad, "body.items", b.Items), Officers: idList[ids.Entry](&bad, "body.officers", b.Officers), District: b.District, OverCap: b.OverCap, Letter: siteLetter(&bad, b.Letter),
		Joint: id[ids.Case](&bad, "body.joint", b.Joint), JointTeam: b.JointTeam, Region: b.Region,
	}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	c, err := s.Office.MakeSiteCheck(ctx, actorOf(ctx), n)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &siteOutput{siteView(c)}, nil
}

func siteLetter(bad *fields, b *AreaLetterBody) *casework.AssistanceLetter {
	if b == nil {
		return nil
	}
	return &casework.AssistanceLetter{Organ: b.Organ, Number: b.Number, On: date(bad, "body.letter.on", b.On), Case: id[ids.Case](bad, "body.letter.case", b.Case)}
}

func (s *Server) handOverFindings(ctx context.Context, in *findingsOverInput) (*adminList[FindingsOverList], error) {
	var bad fields
	var lines []casework.Handover
	for _, l := range in.Body.Lines {
		lines = append(lines, casework.Handover{Finding: id[ids.Entry](&bad, "body.lines.finding", l.Finding), Kind: referral.Kind(l.Kind), Receiver: id[ids.Agency](&bad, "body.lines.receiver", l.Receiver)})
	}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	rows, err := s.Office.HandOver(ctx, actorOf(ctx), lines)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := FindingsOverList{Items: make([]HandedOverView, len(rows))}
	for i, r := range rows {
		v := HandedOverView{Finding: r.Finding.String(), Case: textOf(r.Case), Number: r.Number, Again: r.Again}
		if r.Err != nil {
			w := words(r.Err.Detail)
			v.Code, v.Refused = r.Err.Code, &w
		}
		out.Items[i] = v
	}
	return &adminList[FindingsOverList]{out}, nil
}

func (s *Server) siteFile(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	check, file := id[ids.Entry](&bad, "path.id", r.PathValue("id")), id[ids.Entry](&bad, "path.file", r.PathValue("file"))
	if bad.err() != nil {
		return notFound()
	}
	p, err := s.Office.OpenSiteFile(r.Context(), actorOf(r.Context()), check, file)
	if err != nil {
		return err
	}
	attachment(w, p.Name, "application/octet-stream") // never shown under the hub's own origin
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	_, _ = w.Write(p.Content) // the reader has gone away if this fails
	return nil
}

func (s *Server) voucherCode(w http.ResponseWriter, r *http.Request) error {
	check, err := publicID(r)
	if err != nil {
		return err
	}
	svg, err := s.Office.VoucherCode(r.Context(), actorOf(r.Context()), check)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	_, _ = w.Write(svg) // the reader has gone away if this fails
	return nil
}

func (s *Server) siteReport(ctx context.Context, in *InspectionPath) (*adminList[SiteReportView], error) {
	var bad fields
	plan := id[ids.Entry](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	r, err := s.Office.SiteReport(ctx, actorOf(ctx), plan)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &adminList[SiteReportView]{siteReportView(r)}, nil
}

func fileView(f casework.SiteFile) SiteFileView {
	return SiteFileView{ID: f.ID.String(), Agency: f.AgencyID.String(), Name: f.Name, SHA256: hex.EncodeToString(f.Sha256), Size: f.Size, CreatedAt: f.CreatedAt}
}
