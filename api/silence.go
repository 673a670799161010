package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// SilenceView is what other organs owe in a case and are late with, and what is
// open to my organ (对方逾期).
type SilenceView struct {
	Overdue  []SilentView `json:"overdue" doc:"Longest first; none: nobody else is late"`
	Marks    []CaseMark   `json:"marks" doc:"On the list for the next joint meeting, open ones first"`
	MayMark  bool         `json:"may_mark"`
	MayWrite bool         `json:"may_write" doc:"I may write the draft of a letter"`
	MaySend  bool         `json:"may_send" doc:"I may send it: the head alone"`
	Now      time.Time    `json:"now"`
}

// SilentView is one act that another organ owes and that did not come in time. It
// changes no legal state.
type SilentView struct {
	Clock  ClockInfo    `json:"clock"`
	Days   int          `json:"days" doc:"Days since its last day"`
	Mine   bool         `json:"mine" doc:"My organ is who waits for it: the letter is mine to send"`
	Said   *TransitSaid `json:"said,omitempty" doc:"The organ said that it has decided and its papers are in transit"`
	Letter LetterView   `json:"letter"`
}

// TransitSaid is what an organ said of papers in transit.
type TransitSaid struct {
	DecidedOn  string    `json:"decided_on" format:"date"`
	DocumentNo string    `json:"document_no,omitempty"`
	At         time.Time `json:"at"`
}

// LetterView is the letter that the law gives on an overdue act.
type LetterView struct {
	Kind    string       `json:"kind" doc:"Kind of document"`
	Title   Words        `json:"title"`
	Action  string       `json:"action,omitempty" doc:"The step that carries it; absent: it is sent from here"`
	Says    Words        `json:"says" doc:"What to know beside it; may be empty"`
	Basis   []BasisView  `json:"basis"`
	Annexes []string     `json:"annexes" doc:"What goes with it"`
	Text    string       `json:"text" doc:"The draft, or a beginning for it"`
	Draft   bool         `json:"draft" doc:"A draft is kept"`
	Version int64        `json:"version" doc:"Of the draft; 0 without one"`
	Sent    []LetterSent `json:"sent"`
}

// LetterSent is a letter that was sent on this act before.
type LetterSent struct {
	At       time.Time `json:"at"`
	Document string    `json:"document" format:"uuid"`
}

// TransitBody says that my organ has decided and its papers are in transit
// (已决定，文书在途). Everything may be left out.
type TransitBody struct {
	DecidedOn  string `json:"decided_on,omitempty" format:"date" doc:"Day of the decision; today if left out"`
	DocumentNo string `json:"document_no,omitempty" maxLength:"100" doc:"Number of the decision"`
	Clock      string `json:"clock,omitempty" format:"uuid" doc:"The duty it answers; every one that my organ owes if left out"`
	Text       string `json:"text,omitempty" maxLength:"2000"`
}

// LetterBody is the free part of a letter; what it urges, its articles and annexes
// are filled in by the hub.
type LetterBody struct {
	Text string `json:"text" maxLength:"8000"`
}

// SendLetterBody sends the letter as it was read.
type SendLetterBody struct {
	Version int64  `json:"version" minimum:"0" doc:"Version of the draft that was read; 0 without one"`
	Number  string `json:"number,omitempty" maxLength:"100" doc:"Document number; drawn by the hub if left out"`
}

type transitInput struct {
	CasePath
	Body TransitBody
}

// LetterPath names the overdue clock of a letter. Exported, because Huma reads
// embedded parameters only then.
type LetterPath struct {
	CasePath
	Clock string `path:"clock" format:"uuid" doc:"The clock that is overdue"`
}
type letterInput struct {
	LetterPath
	Body LetterBody
}
type sendLetterInput struct {
	LetterPath
	Body SendLetterBody
}
type silenceOutput struct{ Body SilenceView }

func (s *Server) registerSilence(api huma.API) {
	tags := []string{"Silence"}
	errs := []int{401, 403, 404, 409, 422}
	register(api, huma.Operation{OperationID: "getSilence", Method: http.MethodGet, Path: "/v1/referrals/{id}/silence", Tags: tags, Summary: "What other organs are late with, and what is open to mine", Errors: []int{401, 404, 422}}, s.getSilence)
	register(api, huma.Operation{OperationID: "sayInTransit", Method: http.MethodPost, Path: "/v1/referrals/{id}/in-transit", Tags: tags, Summary: "Decided, papers in transit: stops no clock, keeps the alarm quiet for some days", DefaultStatus: 201, Errors: errs}, s.sayInTransit)
	register(api, huma.Operation{OperationID: "writeLetter", Method: http.MethodPut, Path: "/v1/referrals/{id}/silence/{clock}/letter", Tags: tags, Summary: "Keep the draft of the letter on an overdue act", Errors: errs}, s.writeLetter)
	register(api, huma.Operation{OperationID: "sendLetter", Method: http.MethodPost, Path: "/v1/referrals/{id}/silence/{clock}/letter/send", Tags: tags, Summary: "Send the letter on an overdue act: by the head, after a fresh login", Errors: []int{401, 403, 404, 409, 412, 422}}, s.sendLetter)
	s.registerMeetingMarks(api, tags, errs)
}

func (s *Server) getSilence(ctx context.Context, in *CasePath) (*silenceOutput, error) {
	var bad fields
	return silenceView(ctx)(s.Office.ReadSilence(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID)))
}

func (s *Server) sayInTransit(ctx context.Context, in *transitInput) (*timelineOutput, error) {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", in.ID)
	t := casework.Transit{DecidedOn: date(&bad, "body.decided_on", in.Body.DecidedOn), DocumentNo: in.Body.DocumentNo, Clock: id[ids.Clock](&bad, "body.clock", in.Body.Clock), Text: in.Body.Text}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	out, err := s.Office.InTransit(ctx, actorOf(ctx), caseID, t)
	return timelineView(ctx, out, err)
}

func (s *Server) writeLetter(ctx context.Context, in *letterInput) (*silenceOutput, error) {
	var bad fields
	return silenceView(ctx)(s.Office.WriteLetter(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), id[ids.Clock](&bad, "path.clock", in.Clock), in.Body.Text))
}

func (s *Server) sendLetter(ctx context.Context, in *sendLetterInput) (*silenceOutput, error) {
	var bad fields
	return silenceView(ctx)(s.Office.SendLetter(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), id[ids.Clock](&bad, "path.clock", in.Clock), in.Body.Version, in.Body.Number))
}

func (s *Server) letterContent(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID, clock := id[ids.Case](&bad, "path.id", r.PathValue("id")), id[ids.Clock](&bad, "path.clock", r.PathValue("clock"))
	if bad.err() != nil {
		return notFound()
	}
	format, err := paperFormat(r)
	if err != nil {
		return err
	}
	p, err := s.Office.PreviewLetter(r.Context(), actorOf(r.Context()), caseID, clock, format)
	return servePaper(w, r, p, err)
}

func silenceView(ctx context.Context) func(casework.Silence, error) (*silenceOutput, error) {
	return func(x casework.Silence, err error) (*silenceOutput, error) {
		if err != nil {
			return nil, problem(ctx, err)
		}
		out := SilenceView{Overdue: []SilentView{}, Marks: []CaseMark{}, MayMark: x.MayMark, MayWrite: x.MayWrite, MaySend: x.MaySend, Now: x.Now}
		for _, o := range x.Overdue {
			out.Overdue = append(out.Overdue, silentView(x.Agencies, o))
		}
		for _, m := range x.Marks {
			out.Marks = append(out.Marks, CaseMark{
				ID: m.ID.String(), Agency: agencyRef(x.Agencies, m.AgencyID), Clock: textOf(m.ClockID), Reason: m.Reason, MarkedAt: m.MarkedAt, OffAt: m.OffAt, OffReason: m.OffReason,
			})
		}
		return &silenceOutput{out}, nil
	}
}

func silentView(all organs, o casework.Silent) SilentView {
	v := SilentView{Clock: clockInfo(all, o.Clock), Days: o.Days, Mine: o.Mine}
	if o.Said != nil {
		v.Said = &TransitSaid{DecidedOn: o.Said.DecidedOn.String(), DocumentNo: o.Said.DocumentNo, At: o.Said.MadeAt}
	}
	v.Letter = LetterView{
		Kind: o.Open.Letter, Title: casework.PaperTitle(o.Open.Letter), Action: o.Open.Action, Says: words(o.Open.Says), Basis: []BasisView{}, Annexes: append([]string{}, o.Annexes...), Text: o.Text, Sent: []LetterSent{},
	}
	for i := range o.Basis {
		v.Letter.Basis = append(v.Letter.Basis, *basisView(&o.Basis[i]))
	}
	if d := o.Draft(); d != nil {
		v.Letter.Text, v.Letter.Draft, v.Letter.Version = d.Text, true, d.Version
	}
	for _, l := range o.Letters {
		if l.SentAt != nil {
			v.Letter.Sent = append(v.Letter.Sent, LetterSent{At: *l.SentAt, Document: l.DocumentID.String()})
		}
	}
	return v
}
