package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// RulePack is a rule pack or a holiday table that was proposed (规则包、放假安排).
type RulePack struct {
	ID         string        `json:"id" format:"uuid"`
	Kind       string        `json:"kind" enum:"rules,holidays"`
	Name       string        `json:"name" doc:"Of the pack; the year of a holiday table" example:"shanghai-2027"`
	Version    int           `json:"version" doc:"1, 2, … of one name; a later one takes the place of the earlier"`
	File       string        `json:"file"`
	SHA256     string        `json:"sha256"`
	State      string        `json:"state" enum:"proposed,active,replaced,refused"`
	Proposer   string        `json:"proposer"`
	ProposedAt time.Time     `json:"proposed_at"`
	Decider    string        `json:"decider,omitempty"`
	DecidedAt  *time.Time    `json:"decided_at,omitempty"`
	Reason     string        `json:"reason,omitempty"`
	TwoPersons bool          `json:"two_persons" doc:"Somebody else than the proposer must activate it; a holiday table needs one person"`
	Problems   []PackProblem `json:"problems" doc:"Why an active pack had to be left out, after a new release"`
	Actions    []string      `json:"actions" doc:"Of activate and refuse, what you may do; activating asks for a fresh login"`
	Text       string        `json:"text,omitempty" doc:"Only where one pack was asked for"`
}

// RulePackList lists packs, what waits first.
type RulePackList struct {
	Items []RulePack `json:"items"`
}

// PackProblem is one thing wrong with a pack.
type PackProblem struct {
	Line int    `json:"line" doc:"0: the file as a whole"`
	Rule string `json:"rule,omitempty"`
	Text Words  `json:"text"`
}

// PackBody is a rule pack or holiday table as it stands in its file.
type PackBody struct {
	File string `json:"file" minLength:"1" maxLength:"100" doc:"Name of the file; its stem names a pack that has no name" example:"shanghai-2027.yaml"`
	Text string `json:"text" minLength:"1" maxLength:"262144" doc:"YAML: a rule pack, or the holiday table of a year"`
}

// PackReplay is what a pack would do to the clocks that run now.
type PackReplay struct {
	Problems []PackProblem `json:"problems" doc:"Not empty: the pack would be refused, and nothing was replayed"`
	Open     int           `json:"open" doc:"Clocks that were looked at"`
	Settled  int           `json:"settled" doc:"Provisional lines that become certain"`
	Moved    []PackMove    `json:"moved"`
}

// PackMove is an open clock with another line under the pack.
type PackMove struct {
	Number     string     `json:"number" doc:"Of the case; empty for a draft"`
	Kind       string     `json:"kind"`
	Owes       string     `json:"owes"`
	Rule       string     `json:"rule"`
	Title      Words      `json:"title"`
	Edition    string     `json:"edition"`
	NewEdition string     `json:"new_edition" doc:"Empty: no edition would apply"`
	OldDue     time.Time  `json:"old_due"`
	NewDue     *time.Time `json:"new_due,omitempty"`
	Moves      bool       `json:"moves" doc:"False: the running clock keeps its edition and its line, only a new one would differ"`
	Why        Words      `json:"why"`
}

// PackPath names a pack. Huma reads embedded structs only where their type is exported.
type PackPath struct {
	ID string `path:"id" format:"uuid"`
}
type packInput struct{ Body PackBody }
type packRefusal struct {
	PackPath
	Body AdminRefusal
}
type packOutput struct{ Body RulePack }

func (s *Server) registerPacks(api huma.API) {
	const path = "/v1/rules/packs"
	op := func(method, at, id, summary string, status int, errs ...int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: at, Tags: []string{"Rules"}, Summary: summary, DefaultStatus: status, Errors: append([]int{401, 403}, errs...)}
	}
	register(api, op(http.MethodGet, path, "listRulePacks", "Rule packs and holiday tables of this installation", 200), s.listPacks)
	register(api, op(http.MethodGet, path+"/{id}/content", "readRulePack", "A pack with its text", 200, 404, 422), func(ctx context.Context, in *PackPath) (*packOutput, error) {
		return s.withPack(ctx, in.ID, s.Office.Pack)
	})
	register(api, op(http.MethodPost, path, "proposeRulePack", "Propose a pack; faults are named line by line", 201, 409, 422), func(ctx context.Context, in *packInput) (*packOutput, error) {
		p, err := s.Office.ProposePack(ctx, actorOf(ctx), casework.PackFile{File: in.Body.File, Text: in.Body.Text})
		if err != nil {
			return nil, problem(ctx, err)
		}
		return &packOutput{packView(p)}, nil
	})
	register(api, op(http.MethodPost, path+"/replay", "replayRulePack", "Which open clocks a pack would move; changes nothing", 200, 422), s.replayPack)
	register(api, op(http.MethodPost, path+"/{id}/activate", "activateRulePack", "Put a colleague's pack into force", 200, 404, 409, 422), func(ctx context.Context, in *PackPath) (*packOutput, error) {
		return s.withPack(ctx, in.ID, s.Office.ActivatePack)
	})
	register(api, op(http.MethodPost, path+"/{id}/refuse", "refuseRulePack", "Turn a pack down, or withdraw one's own", 200, 404, 409, 422), func(ctx context.Context, in *packRefusal) (*packOutput, error) {
		return s.withPack(ctx, in.ID, func(ctx context.Context, a casework.Actor, id ids.Entry) (casework.Pack, error) {
			return s.Office.RefusePack(ctx, a, id, in.Body.Reason)
		})
	})
}

func (s *Server) withPack(ctx context.Context, path string, f func(context.Context, casework.Actor, ids.Entry) (casework.Pack, error)) (*packOutput, error) {
	var bad fields
	pack := id[ids.Entry](&bad, "path.id", path)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	p, err := f(ctx, actorOf(ctx), pack)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &packOutput{packView(p)}, nil
}

func (s *Server) listPacks(ctx context.Context, _ *struct{}) (*adminList[RulePackList], error) {
	list, err := s.Office.Packs(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := RulePackList{Items: make([]RulePack, len(list))}
	for i, p := range list {
		out.Items[i] = packView(p)
	}
	return &adminList[RulePackList]{out}, nil
}

func (s *Server) replayPack(ctx context.Context, in *packInput) (*adminList[PackReplay], error) {
	r, err := s.Office.ReplayPack(ctx, actorOf(ctx), casework.PackFile{File: in.Body.File, Text: in.Body.Text})
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := PackReplay{Problems: packProblems(r.Problems), Open: r.Open, Settled: r.Settled, Moved: make([]PackMove, len(r.Moved))}
	for i, m := range r.Moved {
		out.Moved[i] = PackMove{
			Number: m.Number, Kind: m.CaseKind, Owes: m.Owes, Rule: m.Rule, Title: words(m.Title), Edition: m.Edition, NewEdition: m.NewEdition,
			OldDue: m.Old, Moves: m.Moves, Why: words(m.Why),
		}
		if !m.New.IsZero() {
			out.Moved[i].NewDue = &m.New
		}
	}
	return &adminList[PackReplay]{out}, nil
}

func packView(p casework.Pack) RulePack {
	return RulePack{
		ID: p.ID.String(), Kind: string(p.Kind), Name: p.Name, Version: p.Version, File: p.File, SHA256: p.SHA256, State: p.State, Proposer: p.Proposer,
		ProposedAt: p.ProposedAt, Decider: p.Decider, DecidedAt: p.DecidedAt, Reason: p.Reason, TwoPersons: p.SecondPersonNeeded,
		Problems: packProblems(p.Problems), Actions: list(p.Actions), Text: p.Text,
	}
}

func packProblems(all []casework.PackProblem) []PackProblem {
	out := make([]PackProblem, len(all))
	for i, p := range all {
		w := p.Words()
		out[i] = PackProblem{Line: p.Line, Rule: p.Rule, Text: words(fault.T(w.ZH, w.EN))}
	}
	return out
}
