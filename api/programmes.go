package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// ProgrammeBody is what a programme of inspections says (检查计划).
type ProgrammeBody struct {
	Kind       string `json:"kind" enum:"annual,monthly,special"`
	Title      string `json:"title" minLength:"2" maxLength:"120"`
	From       string `json:"from" format:"date"`
	To         string `json:"to" format:"date"`
	Subjects   string `json:"subjects,omitempty" maxLength:"2000" doc:"Who inspects (检查主体)"`
	Scope      string `json:"scope,omitempty" maxLength:"2000" doc:"Which objects (对象范围)"`
	Manner     string `json:"manner,omitempty" maxLength:"2000" doc:"How (检查方式)"`
	Items      string `json:"items,omitempty" maxLength:"2000" doc:"What is checked (检查项目)"`
	Share      string `json:"share,omitempty" maxLength:"2000" doc:"How many of them (检查比例)"`
	Households int    `json:"households,omitempty" minimum:"0" maximum:"1000000" doc:"Enterprises to be visited; absent: not said"`
	Urgent     bool   `json:"urgent,omitempty" doc:"Special ones only: filed first, approved afterwards"`
}

// ProgrammeChange writes a draft anew; version is the one that was read.
type ProgrammeChange struct {
	ProgrammeBody
	Version int64 `json:"version" minimum:"1"`
}

// ProgrammeApproval is the approval; a special one names who approved it.
type ProgrammeApproval struct {
	Authority string `json:"authority,omitempty" maxLength:"120" doc:"Government of county level or above, or the superior of a vertical system"`
	Document  string `json:"document,omitempty" maxLength:"60" doc:"Number of the approval"`
	On        string `json:"on,omitempty" format:"date" doc:"Absent: today"`
}

// ProgrammeFiling names the organ it is filed with.
type ProgrammeFiling struct {
	With string `json:"with,omitempty" format:"uuid" doc:"Absent: the own superior"`
}

// ProgrammeDay says since when it is public.
type ProgrammeDay struct {
	On string `json:"on,omitempty" format:"date" doc:"Absent: today"`
}

// ProgrammeSummary is a programme in a list.
type ProgrammeSummary struct {
	ID          string `json:"id" format:"uuid"`
	Agency      string `json:"agency" format:"uuid"`
	AgencyName  string `json:"agency_name"`
	Kind        string `json:"kind" enum:"annual,monthly,special"`
	Title       string `json:"title"`
	From        string `json:"from" format:"date"`
	To          string `json:"to" format:"date"`
	Households  int    `json:"households"`
	State       string `json:"state" enum:"draft,approved,withdrawn"`
	DueOn       string `json:"due_on,omitempty" format:"date" doc:"By when it has to be public"`
	Filed       bool   `json:"filed"`
	Received    bool   `json:"received" doc:"The organ it was filed with gave its receipt"`
	PublishedOn string `json:"published_on,omitempty" format:"date"`
}

// ProgrammeList lists programmes, the latest period first.
type ProgrammeList struct {
	Items []ProgrammeSummary `json:"items"`
}

// ProgrammeRule is a rule that asks something of a programme here.
type ProgrammeRule struct {
	Rule       string      `json:"rule"`
	Title      Words       `json:"title"`
	Says       Words       `json:"says"`
	Basis      []BasisView `json:"basis"`
	Confidence string      `json:"confidence" doc:"high, flagged or low: how sure the text is"`
}

// ProgrammeView is a programme with what may be done with it.
type ProgrammeView struct {
	ProgrammeSummary
	Subjects    string          `json:"subjects"`
	Scope       string          `json:"scope"`
	Manner      string          `json:"manner"`
	CheckItems  string          `json:"items"`
	Share       string          `json:"share"`
	Urgent      bool            `json:"urgent"`
	Authority   string          `json:"authority,omitempty"`
	Document    string          `json:"document,omitempty"`
	ApprovedOn  string          `json:"approved_on,omitempty" format:"date"`
	Receiver    string          `json:"receiver,omitempty" doc:"Name of the organ it was filed with"`
	FiledAt     *time.Time      `json:"filed_at,omitempty"`
	ReceivedAt  *time.Time      `json:"received_at,omitempty"`
	Late        bool            `json:"late" doc:"Not public, and the day has passed"`
	Visited     int             `json:"visited" doc:"家: enterprises visited so far, against households; for its own organ"`
	DueRule     string          `json:"due_rule,omitempty"`
	WithdrawnOn string          `json:"withdrawn_on,omitempty" format:"date"`
	Reason      string          `json:"reason,omitempty"`
	Rules       []ProgrammeRule `json:"rules"`
	Version     int64           `json:"version"`
	Actions     []string        `json:"actions" doc:"Of change, approve, file, receive, publish and withdraw, what I may do now"`
}

type programmeInput struct{ Body ProgrammeBody }

func (s *Server) registerProgrammes(api huma.API) {
	register(api, inspectionOp(http.MethodGet, "/programmes", "listProgrammes", "Programmes of my agency, and those filed with it"), s.listProgrammes)
	register(api, inspectionOp(http.MethodPost, "/programmes", "makeProgramme", "Draft an annual, monthly or special programme", 422), s.makeProgramme)
	register(api, inspectionOp(http.MethodGet, "/programmes/{id}", "readProgramme", "A programme of inspections", 404, 422), s.readProgramme)
	programmeAct(s, api, "change", "changeProgramme", "Write a draft anew", func(ctx context.Context, a casework.Actor, p ids.Entry, b ProgrammeChange, bad *fields) (casework.Programme, error) {
		in := programmeOf(bad, b.ProgrammeBody)
		if err := bad.err(); err != nil {
			return casework.Programme{}, err
		}
		return s.Office.ChangeProgramme(ctx, a, p, b.Version, in)
	})
	programmeAct(s, api, "approve", "approveProgramme", "Approve; a special one names the authority", func(ctx context.Context, a casework.Actor, p ids.Entry, b ProgrammeApproval, bad *fields) (casework.Programme, error) {
		in := casework.Approval{Authority: b.Authority, Document: b.Document, On: date(bad, "body.on", b.On)}
		if err := bad.err(); err != nil {
			return casework.Programme{}, err
		}
		return s.Office.ApproveProgramme(ctx, a, p, in)
	})
	programmeAct(s, api, "file", "fileProgramme", "File with the organ above", func(ctx context.Context, a casework.Actor, p ids.Entry, b ProgrammeFiling, bad *fields) (casework.Programme, error) {
		var with ids.Agency
		if b.With != "" {
			with = id[ids.Agency](bad, "body.with", b.With)
		}
		if err := bad.err(); err != nil {
			return casework.Programme{}, err
		}
		return s.Office.FileProgramme(ctx, a, p, with)
	})
	programmeAct(s, api, "receive", "receiveProgramme", "Give the receipt for a filing", func(ctx context.Context, a casework.Actor, p ids.Entry, _ NoBody, _ *fields) (casework.Programme, error) {
		return s.Office.ReceiveProgramme(ctx, a, p)
	})
	programmeAct(s, api, "publish", "publishProgramme", "Note that it is public", func(ctx context.Context, a casework.Actor, p ids.Entry, b ProgrammeDay, bad *fields) (casework.Programme, error) {
		on := date(bad, "body.on", b.On)
		if err := bad.err(); err != nil {
			return casework.Programme{}, err
		}
		return s.Office.PublishProgramme(ctx, a, p, on)
	})
	programmeAct(s, api, "withdraw", "withdrawProgramme", "Take it back", func(ctx context.Context, a casework.Actor, p ids.Entry, b DrawReasonBody, _ *fields) (casework.Programme, error) {
		return s.Office.WithdrawProgramme(ctx, a, p, b.Reason)
	})
}

// programmeAct registers one act on a programme.
func programmeAct[T any](s *Server, api huma.API, name, operation, summary string, f func(context.Context, casework.Actor, ids.Entry, T, *fields) (casework.Programme, error)) {
	register(api, inspectionOp(http.MethodPost, "/programmes/{id}/"+name, operation, summary, 404, 409, 412, 422), func(ctx context.Context, in *PlanWith[T]) (*adminList[ProgrammeView], error) {
		var bad fields
		programme := id[ids.Entry](&bad, "path.id", in.ID)
		if err := bad.err(); err != nil {
			return nil, problem(ctx, err)
		}
		p, err := f(ctx, actorOf(ctx), programme, in.Body, &bad)
		if err != nil {
			return nil, problem(ctx, err)
		}
		return &adminList[ProgrammeView]{programmeView(p)}, nil
	})
}

func programmeOf(bad *fields, b ProgrammeBody) casework.ProgrammeInput {
	return casework.ProgrammeInput{
		Kind: b.Kind, Title: b.Title, From: date(bad, "body.from", b.From), To: date(bad, "body.to", b.To), Subjects: b.Subjects, Scope: b.Scope,
		Manner: b.Manner, Items: b.Items, Share: b.Share, Households: b.Households, Urgent: b.Urgent,
	}
}

func (s *Server) listProgrammes(ctx context.Context, _ *struct{}) (*adminList[ProgrammeList], error) {
	rows, err := s.Office.Programmes(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := ProgrammeList{Items: make([]ProgrammeSummary, len(rows))}
	for i, r := range rows {
		out.Items[i] = ProgrammeSummary{
			ID: r.ID.String(), Agency: r.AgencyID.String(), AgencyName: r.AgencyName, Kind: r.Kind, Title: r.Title, From: r.FromOn.String(), To: r.ToOn.String(),
			Households: int(r.Households), State: r.State, DueOn: r.DueOn.String(), Filed: r.FiledAt != nil, Received: r.ReceivedAt != nil, PublishedOn: r.PublishedOn.String(),
		}
	}
	return &adminList[ProgrammeList]{out}, nil
}

func (s *Server) makeProgramme(ctx context.Context, in *programmeInput) (*adminList[ProgrammeView], error) {
	var bad fields
	programme := programmeOf(&bad, in.Body)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	p, err := s.Office.MakeProgramme(ctx, actorOf(ctx), programme)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &adminList[ProgrammeView]{programmeView(p)}, nil
}

func (s *Server) readProgramme(ctx context.Context, in *InspectionPath) (*adminList[ProgrammeView], error) {
	var bad fields
	programme := id[ids.Entry](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	p, err := s.Office.Programme(ctx, actorOf(ctx), programme)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &adminList[ProgrammeView]{programmeView(p)}, nil
}

func programmeView(p casework.Programme) ProgrammeView {
	v := ProgrammeView{
		ProgrammeSummary: ProgrammeSummary{
			ID: p.ID.String(), Agency: p.AgencyID.String(), AgencyName: p.Agency.ShortName, Kind: p.Kind, Title: p.Title, From: p.FromOn.String(), To: p.ToOn.String(),
			Households: int(p.Households), State: p.State, DueOn: p.DueOn.String(), Filed: p.FiledAt != nil, Received: p.ReceivedAt != nil, PublishedOn: p.PublishedOn.String(),
		},
		Subjects: p.Subjects, Scope: p.Scope, Manner: p.Manner, CheckItems: p.Items, Share: p.Share, Urgent: p.Urgent, Authority: p.Authority, Document: p.Document,
		ApprovedOn: p.ApprovedOn.String(), FiledAt: p.FiledAt, ReceivedAt: p.ReceivedAt, Late: p.Late, Visited: p.Visited, DueRule: p.DueRule, WithdrawnOn: p.WithdrawnOn.String(),
		Reason: p.Reason, Rules: make([]ProgrammeRule, len(p.Rules)), Version: p.Version, Actions: list(p.Actions),
	}
	if p.Receiver != nil {
		v.Receiver = p.Receiver.Name
	}
	for i, r := range p.Rules {
		v.Rules[i] = ProgrammeRule{Rule: r.ID, Title: words(r.Title), Says: words(r.Says), Basis: basisViews(r.Basis), Confidence: string(r.Confidence)}
	}
	return v
}
