package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// PrecheckView is the file of a case laid beside its review sheets (移送前预审).
type PrecheckView struct {
	Sheets    []PrecheckSheetView `json:"sheets" doc:"None: no list is documented for this kind"`
	MayAnswer bool                `json:"may_answer" doc:"I may answer what a person has to judge"`
}

// PrecheckSheetView is one sheet with what was found.
type PrecheckSheetView struct {
	ID    string             `json:"id"`
	Title Words              `json:"title"`
	From  civil.Date         `json:"from" format:"date" doc:"First day of this edition"`
	Basis []BasisView        `json:"basis"`
	Lines []PrecheckLineView `json:"lines"`
}

// PrecheckLineView is one line of a sheet.
type PrecheckLineView struct {
	ID         string              `json:"id"`
	Title      Words               `json:"title"`
	State      string              `json:"state" enum:"met,missing,judge,not_applicable,later" doc:"judge: a person has to say; later: comes after sending"`
	Found      string              `json:"found" enum:"met,missing,judge,not_applicable,later" doc:"What the hub sees by itself"`
	Note       Words               `json:"note" doc:"What was seen"`
	Things     []PrecheckThing     `json:"things" doc:"What the note speaks of"`
	Todo       Words               `json:"todo" doc:"What to do where it is not met"`
	Basis      []BasisView         `json:"basis"`
	Confidence string              `json:"confidence" enum:"high,flagged,low,internal"`
	Gate       string              `json:"gate,omitempty" doc:"Rule under which a step of the procedure asks for it; the sheet itself refuses nothing"`
	Points     int                 `json:"points,omitempty" doc:"Points of the review sheet (分值)"`
	Bonus      bool                `json:"bonus" doc:"Points beyond the full score (加分项)"`
	Answer     *PrecheckAnswerView `json:"answer,omitempty"`
}

// PrecheckThing is a material, a party or an entry.
type PrecheckThing struct {
	Title string `json:"title,omitempty" doc:"As people gave it; absent for an entry of the draft"`
	Why   *Words `json:"why,omitempty" doc:"What is wrong with it, or what the entry is called"`
}

// PrecheckAnswerView is what a person said.
type PrecheckAnswerView struct {
	Verdict string    `json:"verdict,omitempty" enum:"met,missing,not_applicable" doc:"Counts only where the hub cannot tell"`
	Remark  string    `json:"remark,omitempty"`
	By      string    `json:"by,omitempty"`
	At      time.Time `json:"at"`
}

// PrecheckAnswerBody answers a line; without verdict and remark the answer is
// taken back.
type PrecheckAnswerBody struct {
	Verdict string `json:"verdict,omitempty" enum:"met,missing,not_applicable"`
	Remark  string `json:"remark,omitempty" maxLength:"1000"`
}

// AgreementDraftBody is an agreement on a claim as it is about to be signed.
type AgreementDraftBody struct {
	DamageFen    int64  `json:"damage_fen,omitempty" minimum:"0" maximum:"1000000000000" doc:"Assessed in the same sitting, in fen (分); absent: what the case holds"`
	AppraisalFen int64  `json:"appraisal_fen,omitempty" minimum:"0" maximum:"1000000000000"`
	EmergencyFen int64  `json:"emergency_fen,omitempty" minimum:"0" maximum:"1000000000000"`
	Assessed     string `json:"assessed,omitempty" maxLength:"8000" doc:"How the damage was assessed, in the same sitting"`
	Text         string `json:"text,omitempty" maxLength:"8000" doc:"Manner and time of performance, restoration, breach, disputes"`
	TermsBody
	DefaultTold bool `json:"default_told,omitempty" doc:"Whoever owes was told what default means without a court's confirmation"`
}

type agreementDraftInput struct {
	CasePath
	Body AgreementDraftBody
}
type precheckOutput struct{ Body PrecheckView }
type precheckAnswerInput struct {
	CasePath
	Sheet string `path:"sheet" maxLength:"60"`
	Line  string `path:"line" maxLength:"60"`
	Body  PrecheckAnswerBody
}

func (s *Server) registerPrecheck(api huma.API) {
	tags := []string{"Pre-check"}
	register(api, huma.Operation{OperationID: "getPrecheck", Method: http.MethodGet, Path: "/v1/referrals/{id}/precheck", Tags: tags, Summary: "The file laid beside the review sheets of its kind", Description: "What the law wants in the file and what the review of case files looks for, line by line: met, missing, or for a person to judge. Refuses nothing.", Errors: []int{401, 404}}, s.getPrecheck)
	huma.Register(api, huma.Operation{OperationID: "answerPrecheck", Method: http.MethodPut, Path: "/v1/referrals/{id}/precheck/{sheet}/{line}", Tags: tags, Summary: "Answer a line that a person has to judge, or leave a remark", Errors: []int{401, 403, 404, 409, 422}}, s.answerPrecheck)
	register(api, huma.Operation{OperationID: "checkAgreement", Method: http.MethodPost, Path: "/v1/referrals/{id}/precheck/agreement", Tags: tags, Summary: "Lay an agreement that is about to be signed beside the list of its content", Description: "赔偿协议内容核对: what the case and the terms show is answered, the rest is for a person. Writes nothing and refuses nothing: the list is common practice whose basis was not confirmed. Lines that stand open at the signing are kept in its entry of the record.", Errors: []int{401, 403, 404, 409, 422}}, s.checkAgreement)
}

func (s *Server) checkAgreement(ctx context.Context, in *agreementDraftInput) (*precheckOutput, error) {
	var bad fields
	b, c := in.Body, referral.Claimed{}
	b.TermsBody.into(&c, &bad)
	d := casework.Agreement{
		Costs:      claim.Costs{DamageFen: b.DamageFen, AppraisalFen: b.AppraisalFen, EmergencyFen: b.EmergencyFen},
		Assessment: b.Assessed, Text: b.Text, Terms: c.Terms, Works: c.Works, Told: b.DefaultTold,
	}
	p, err := s.Office.CheckAgreement(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), d)
	if err == nil {
		err = bad.err()
	}
	return precheckView(ctx, p, err)
}

func (s *Server) getPrecheck(ctx context.Context, in *CasePath) (*precheckOutput, error) {
	var bad fields
	p, err := s.Office.Precheck(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID))
	return precheckView(ctx, p, err)
}

func (s *Server) answerPrecheck(ctx context.Context, in *precheckAnswerInput) (*precheckOutput, error) {
	var bad fields
	p, err := s.Office.AnswerPrecheck(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), in.Sheet, in.Line, casework.CheckState(in.Body.Verdict), in.Body.Remark)
	return precheckView(ctx, p, err)
}

func precheckView(ctx context.Context, p casework.Precheck, err error) (*precheckOutput, error) {
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := PrecheckView{Sheets: []PrecheckSheetView{}, MayAnswer: p.MayAnswer}
	for _, s := range p.Sheets {
		v := PrecheckSheetView{ID: s.Sheet.ID, Title: words(s.Sheet.Title), From: s.Sheet.From, Lines: []PrecheckLineView{}}
		for i := range s.Sheet.Basis {
			v.Basis = append(v.Basis, *basisView(&s.Sheet.Basis[i]))
		}
		for _, l := range s.Lines {
			v.Lines = append(v.Lines, precheckLine(l))
		}
		out.Sheets = append(out.Sheets, v)
	}
	return &precheckOutput{out}, nil
}

func precheckLine(l casework.PrecheckLine) PrecheckLineView {
	v := PrecheckLineView{
		ID: l.Line.ID, Title: words(l.Line.Title), State: string(l.State), Found: string(l.Found.State), Note: words(l.Found.Note), Things: []PrecheckThing{}, Todo: words(l.Line.Todo),
		Confidence: string(l.Line.Confidence), Gate: l.Line.Gate, Points: l.Line.Points, Bonus: l.Line.Bonus,
	}
	for i := range l.Line.Basis {
		v.Basis = append(v.Basis, *basisView(&l.Line.Basis[i]))
	}
	for _, t := range l.Found.Seen {
		thing := PrecheckThing{Title: t.Title}
		if t.Why.ZH != "" {
			why := words(t.Why)
			thing.Why = &why
		}
		v.Things = append(v.Things, thing)
	}
	if a := l.Answer; a != nil {
		v.Answer = &PrecheckAnswerView{Verdict: string(a.Verdict), Remark: a.Remark, By: a.By, At: a.At}
	}
	return v
}
