package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// StratumBody is a risk tier with its ratio (分层比例).
type StratumBody struct {
	Name        string `json:"name" enum:"A,B,C,D"`
	Numerator   int64  `json:"numerator" minimum:"0" maximum:"1000000" doc:"At least this part, rounded up"`
	Denominator int64  `json:"denominator" minimum:"1" maximum:"1000000"`
	Minimum     int64  `json:"minimum" minimum:"0" maximum:"1000000" doc:"And at least so many"`
}

// PlanBody is a joint plan (联合抽查方案).
type PlanBody struct {
	Title     string        `json:"title" minLength:"2" maxLength:"120"`
	CheckType string        `json:"check_type" enum:"daily,special"`
	From      string        `json:"from" format:"date" doc:"First day of the visits"`
	To        string        `json:"to" format:"date"`
	Districts []string      `json:"districts,omitempty" maxItems:"50" doc:"Of the pool; absent: all"`
	Tags      []string      `json:"tags,omitempty" maxItems:"50" doc:"Objects with one of these; absent: all"`
	Strata    []StratumBody `json:"strata" minItems:"1" maxItems:"4"`
	PerAgency int           `json:"per_agency" minimum:"1" maximum:"20" doc:"Officers of each agency in a team"`
	MaxVisits int           `json:"max_visits,omitempty" minimum:"0" maximum:"1000" doc:"Who has so many in the period is not drawn; absent: no limit"`
	Agencies  []string      `json:"agencies,omitempty" maxItems:"20" doc:"Others that are invited"`
	Items     []string      `json:"items" minItems:"1" maxItems:"200" doc:"My agency's check items, published ones"`
	Programme string        `json:"programme,omitempty" format:"uuid" doc:"The approved programme it rests on; a special check needs one, or the head's reason"`
	OrderedBy string        `json:"ordered_by,omitempty" maxLength:"120" doc:"Document by which an organ above ordered a special check: it does not count towards the yearly cap then"`
	Without   string        `json:"no_programme,omitempty" maxLength:"300" doc:"Why a special check goes without a programme"`
}

// JoinBody brings check items of one's own agency.
type JoinBody struct {
	Items []string `json:"items" minItems:"1" maxItems:"200"`
}

// FreezeBody says who makes the nonces.
type FreezeBody struct {
	Mode          string `json:"mode" enum:"open,manual" default:"open" doc:"open: drawn on the spot, the hub makes them for the agencies present; manual: each agency commits and reveals"`
	RevealMinutes int    `json:"reveal_minutes,omitempty" minimum:"5" maximum:"4320" doc:"Of a manual round: how long the agencies have to commit and reveal, before which it cannot be declared void; absent: 30"`
}

// CommitBody is a commitment to a nonce.
type CommitBody struct {
	Commitment string `json:"commitment" pattern:"^[0-9a-f]{64}$"`
}

// RevealBody is the nonce that was committed to.
type RevealBody struct {
	Nonce string `json:"nonce" pattern:"^[0-9a-f]{64}$"`
}

// RoomBody are words said in the room after the commitments were shown.
type RoomBody struct {
	Room string `json:"room,omitempty" maxLength:"60"`
}

// DrawReasonBody says why.
type DrawReasonBody struct {
	Reason string `json:"reason" minLength:"2" maxLength:"300"`
}

// ExcludeBody names the agency that is left out.
type ExcludeBody struct {
	Agency string `json:"agency" format:"uuid"`
	Reason string `json:"reason" minLength:"2" maxLength:"300"`
}

// HandOverPlanBody names who plans from now on (移交计划人员).
type HandOverPlanBody struct {
	User   string `json:"user" format:"uuid" doc:"Of my agency: an officer, head or coordinator"`
	Reason string `json:"reason" minLength:"2" maxLength:"300"`
}

// PublishBody confirms that the visits are done, if the period has not ended.
type PublishBody struct {
	VisitsDone bool `json:"visits_done,omitempty"`
}

// PlanSummary is a plan in a list.
type PlanSummary struct {
	ID        string    `json:"id" format:"uuid"`
	Title     string    `json:"title"`
	Initiator string    `json:"initiator" format:"uuid"`
	CheckType string    `json:"check_type"`
	From      string    `json:"from" format:"date"`
	To        string    `json:"to" format:"date"`
	State     string    `json:"state" enum:"open,frozen,drawn,published,cancelled"`
	Mine      string    `json:"mine" enum:"invited,joined,declined,recalled,excluded" doc:"My agency's part"`
	CreatedAt time.Time `json:"created_at"`
}

// PlanList lists plans, latest first.
type PlanList struct {
	Items []PlanSummary `json:"items"`
}

// PlanPart is an agency of a plan.
type PlanPart struct {
	Agency    string `json:"agency" format:"uuid"`
	Name      string `json:"name"`
	ShortName string `json:"short_name"`
	State     string `json:"state" enum:"invited,joined,declined,recalled,excluded"`
	Reason    string `json:"reason,omitempty" doc:"Why it declined, was recalled or excluded"`
	Misses    int    `json:"misses" doc:"Rounds that it let fail"`
	Committed string `json:"committed,omitempty" doc:"Its commitment in the current round"`
	Revealed  bool   `json:"revealed"`
}

// RoundView is what was published of a round at once: counts and hashes, no name.
type RoundView struct {
	ID           string     `json:"id" format:"uuid"`
	Number       int        `json:"number"`
	Mode         string     `json:"mode" enum:"open,manual"`
	State        string     `json:"state" enum:"frozen,drawn,published,void,redrawn"`
	Objects      int        `json:"objects" doc:"That can be drawn"`
	ObjectsOut   int        `json:"objects_out" doc:"Left out before the draw, each with its reason in the file"`
	Officers     int        `json:"officers"`
	OfficersOut  int        `json:"officers_out"`
	Drawn        *int       `json:"drawn,omitempty"`
	ObjectsHash  string     `json:"objects_hash"`
	OfficersHash string     `json:"officers_hash"`
	TermsHash    string     `json:"terms_hash"`
	Core         string     `json:"core,omitempty" doc:"Hash of the result"`
	Digest       string     `json:"digest,omitempty" doc:"Of the published file"`
	FrozenAt     time.Time  `json:"frozen_at"`
	RevealBy     *time.Time `json:"reveal_by,omitempty" doc:"揭示截止时间 of a manual round: before it the round cannot be declared void"`
	DrawnAt      *time.Time `json:"drawn_at,omitempty"`
	EndedAt      *time.Time `json:"ended_at,omitempty"`
	Missing      []string   `json:"missing" doc:"Agencies that made it void"`
	Reason       string     `json:"reason,omitempty"`
}

// PlanView is a joint plan. Nothing in it tells what was drawn.
type PlanView struct {
	ID        string          `json:"id" format:"uuid"`
	Title     string          `json:"title"`
	Initiator string          `json:"initiator" format:"uuid"`
	CheckType string          `json:"check_type" enum:"daily,special"`
	From      string          `json:"from" format:"date"`
	To        string          `json:"to" format:"date"`
	Districts []string        `json:"districts"`
	Tags      []string        `json:"tags"`
	Strata    []StratumBody   `json:"strata"`
	PerAgency int             `json:"per_agency"`
	MaxVisits int             `json:"max_visits"`
	Programme string          `json:"programme,omitempty" format:"uuid" doc:"The programme of the initiator that it rests on"`
	OrderedBy string          `json:"ordered_by,omitempty" doc:"Document by which an organ above ordered it; it does not count towards the yearly cap then"`
	Without   string          `json:"no_programme,omitempty" doc:"Why a special check goes without one"`
	State     string          `json:"state" enum:"open,frozen,drawn,published,cancelled"`
	Agencies  []PlanPart      `json:"agencies"`
	Items     []CheckItemView `json:"items"`
	Rounds    []RoundView     `json:"rounds"`
	Mine      string          `json:"mine" format:"uuid" doc:"My agency"`
	Planner   bool            `json:"planner" doc:"I may open what is sealed"`
	PlannerIs string          `json:"planner_name,omitempty" doc:"Who plans for my agency; of others it is not said"`
	Visits    int             `json:"visits" doc:"Planned from the current round"`
	Withdrawn *WithdrawnView  `json:"withdrawn,omitempty" doc:"Taken off the public page"`
	Cancelled *WithdrawnView  `json:"cancelled,omitempty" doc:"Called off before the draw (取消方案)"`
	Actions   []string        `json:"actions" doc:"Of join, decline, recall, cancel, hand_over, freeze, commit, reveal, draw, void, exclude, redraw, open, publish, withdraw and plan_visits, what I may do now"`
}

// WithdrawnView says when and why something left the public page (撤下公示).
type WithdrawnView struct {
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// DrawnView is what was drawn.
type DrawnView struct {
	Visits   []DrawnVisitView `json:"visits"`
	Excluded []ExcludedView   `json:"excluded"`
	Sealed   int              `json:"sealed" doc:"Left out because another plan has drawn them; named once this draw is published"`
}

// DrawnVisitView is an enterprise with the team that goes there.
type DrawnVisitView struct {
	Code    string           `json:"code"`
	Name    string           `json:"name"`
	Stratum string           `json:"stratum"`
	Team    []TeamMemberView `json:"team"`
}

// TeamMemberView is an officer of a team.
type TeamMemberView struct {
	Agency string `json:"agency" format:"uuid"`
	Number string `json:"number"`
	Name   string `json:"name"`
}

// ExcludedView is an object left out before the draw.
type ExcludedView struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Reason string `json:"reason" enum:"positive_list,closed,other_plan,no_team"`
}

type planInput struct{ Body PlanBody }

// PlanWith is an act on a plan with its body.
type PlanWith[T any] struct {
	InspectionPath
	Body T
}

func (s *Server) registerPlans(api huma.API) {
	const plan = "/plans/{id}"
	register(api, inspectionOp(http.MethodGet, "/plans", "listPlans", "Plans that my agency takes part in"), s.listPlans)
	create := inspectionOp(http.MethodPost, "/plans", "makePlan", "Open a joint plan and invite agencies", 409, 422)
	create.DefaultStatus = http.StatusCreated
	register(api, create, s.makePlan)
	register(api, inspectionOp(http.MethodGet, plan, "getPlan", "A plan with its rounds and their hashes", 404, 422), func(ctx context.Context, in *InspectionPath) (*adminList[PlanView], error) {
		return s.onPlan(ctx, in.ID, s.Office.Plan)
	})
	planAct(s, api, "join", "joinPlan", "Take part with items of my agency", func(ctx context.Context, a casework.Actor, p ids.Entry, b JoinBody, bad *fields) (casework.Plan, error) {
		return heard(bad, func(items []ids.Entry) (casework.Plan, error) { return s.Office.JoinPlan(ctx, a, p, items) }, idList[ids.Entry](bad, "body.items", b.Items))
	})
	planAct(s, api, "decline", "declinePlan", "Take no part, and say why", func(ctx context.Context, a casework.Actor, p ids.Entry, b DrawReasonBody, _ *fields) (casework.Plan, error) {
		return s.Office.DeclinePlan(ctx, a, p, b.Reason)
	})
	planAct(s, api, "recall", "recallInvitation", "Take the invitation of an agency back that has not answered", func(ctx context.Context, a casework.Actor, p ids.Entry, b ExcludeBody, bad *fields) (casework.Plan, error) {
		return heard(bad, func(agency ids.Agency) (casework.Plan, error) {
			return s.Office.RecallInvitation(ctx, a, p, agency, b.Reason)
		}, id[ids.Agency](bad, "body.agency", b.Agency))
	})
	planAct(s, api, "cancel", "cancelPlan", "Call a plan off before its draw", func(ctx context.Context, a casework.Actor, p ids.Entry, b DrawReasonBody, _ *fields) (casework.Plan, error) {
		return s.Office.CancelPlan(ctx, a, p, b.Reason)
	})
	planAct(s, api, "planner", "handOverPlan", "Name who of my agency plans from now on", func(ctx context.Context, a casework.Actor, p ids.Entry, b HandOverPlanBody, bad *fields) (casework.Plan, error) {
		return heard(bad, func(to ids.User) (casework.Plan, error) { return s.Office.HandOverPlan(ctx, a, p, to, b.Reason) }, id[ids.User](bad, "body.user", b.User))
	})
	planAct(s, api, "freeze", "freezePlan", "Fix lists and terms and publish their hashes", func(ctx context.Context, a casework.Actor, p ids.Entry, b FreezeBody, _ *fields) (casework.Plan, error) {
		return s.Office.FreezePlan(ctx, a, p, draw.Mode(b.Mode), time.Duration(b.RevealMinutes)*time.Minute)
	})
	planAct(s, api, "commit", "commitNonce", "Commit my agency to a nonce", func(ctx context.Context, a casework.Actor, p ids.Entry, b CommitBody, _ *fields) (casework.Plan, error) {
		return s.Office.CommitNonce(ctx, a, p, b.Commitment)
	})
	planAct(s, api, "reveal", "revealNonce", "Reveal my agency's nonce; it stays sealed", func(ctx context.Context, a casework.Actor, p ids.Entry, b RevealBody, _ *fields) (casework.Plan, error) {
		return s.Office.RevealNonce(ctx, a, p, b.Nonce)
	})
	planAct(s, api, "draw", "drawPlan", "Draw; the result is sealed until the visits are done", func(ctx context.Context, a casework.Actor, p ids.Entry, b RoomBody, _ *fields) (casework.Plan, error) {
		return s.Office.DrawPlan(ctx, a, p, b.Room)
	})
	planAct(s, api, "void", "voidRound", "End a round in which an agency did not commit or reveal", func(ctx context.Context, a casework.Actor, p ids.Entry, b DrawReasonBody, _ *fields) (casework.Plan, error) {
		return s.Office.VoidRound(ctx, a, p, b.Reason)
	})
	planAct(s, api, "exclude", "excludeAgency", "Go on without an agency that let two rounds fail", func(ctx context.Context, a casework.Actor, p ids.Entry, b ExcludeBody, bad *fields) (casework.Plan, error) {
		return heard(bad, func(agency ids.Agency) (casework.Plan, error) {
			return s.Office.ExcludeAgency(ctx, a, p, agency, b.Reason)
		}, id[ids.Agency](bad, "body.agency", b.Agency))
	})
	planAct(s, api, "redraw", "redrawPlan", "Set a draw aside", func(ctx context.Context, a casework.Actor, p ids.Entry, b DrawReasonBody, _ *fields) (casework.Plan, error) {
		return s.Office.Redraw(ctx, a, p, b.Reason)
	})
	planAct(s, api, "publish", "publishDraw", "Make the file that everybody can verify", func(ctx context.Context, a casework.Actor, p ids.Entry, b PublishBody, _ *fields) (casework.Plan, error) {
		return s.Office.PublishDraw(ctx, a, p, b.VisitsDone)
	})
	planAct(s, api, "withdraw", "withdrawPlan", "Take a published draw and its results off the public page", func(ctx context.Context, a casework.Actor, p ids.Entry, b DrawReasonBody, _ *fields) (casework.Plan, error) {
		return s.Office.WithdrawPlan(ctx, a, p, b.Reason)
	})
	register(api, inspectionOp(http.MethodPost, plan+"/open", "openDraw", "See what was drawn before the visits, as a named planner; it is recorded", 404, 409, 422), s.openDraw)
	register(api, inspectionOp(http.MethodGet, plan+"/result", "publishedDraw", "A published result", 404, 409, 422), s.publishedDraw)
	file := inspectionOp(http.MethodGet, plan+"/draw.json", "drawFile", "The published file, for hub draw verify", 404, 409)
	file.Parameters = []*huma.Param{{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}}
	document(api, file, "application/octet-stream")
}

// planAct registers one act on a plan.
func planAct[T any](s *Server, api huma.API, name, operation, summary string, f func(context.Context, casework.Actor, ids.Entry, T, *fields) (casework.Plan, error)) {
	register(api, inspectionOp(http.MethodPost, "/plans/{id}/"+name, operation, summary, 404, 409, 422), func(ctx context.Context, in *PlanWith[T]) (*adminList[PlanView], error) {
		return s.onPlan(ctx, in.ID, func(ctx context.Context, a casework.Actor, p ids.Entry) (casework.Plan, error) {
			var bad fields
			return f(ctx, a, p, in.Body, &bad)
		})
	})
}

// heard goes on only if what was read of the body made sense.
func heard[T any](bad *fields, f func(T) (casework.Plan, error), v T) (casework.Plan, error) {
	if err := bad.err(); err != nil {
		return casework.Plan{}, err
	}
	return f(v)
}

func (s *Server) onPlan(ctx context.Context, path string, f func(context.Context, casework.Actor, ids.Entry) (casework.Plan, error)) (*adminList[PlanView], error) {
	var bad fields
	plan := id[ids.Entry](&bad, "path.id", path)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	p, err := f(ctx, actorOf(ctx), plan)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &adminList[PlanView]{planView(p)}, nil
}

func (s *Server) listPlans(ctx context.Context, _ *struct{}) (*adminList[PlanList], error) {
	rows, err := s.Office.Plans(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := PlanList{Items: make([]PlanSummary, len(rows))}
	for i, r := range rows {
		out.Items[i] = PlanSummary{
			ID: r.ID.String(), Title: r.Title, Initiator: r.AgencyID.String(), CheckType: r.CheckType, From: r.FromOn.String(), To: r.ToOn.String(),
			State: r.State, Mine: r.MyState, CreatedAt: r.CreatedAt,
		}
	}
	return &adminList[PlanList]{out}, nil
}

func (s *Server) makePlan(ctx context.Context, in *planInput) (*adminList[PlanView], error) {
	var bad fields
	b := in.Body
	plan := casework.NewPlan{
		Title: b.Title, CheckType: b.CheckType, From: date(&bad, "body.from", b.From), To: date(&bad, "body.to", b.To), Districts: b.Districts, Tags: b.Tags,
		PerAgency: b.PerAgency, MaxVisits: b.MaxVisits, Agencies: idList[ids.Agency](&bad, "body.agencies", b.Agencies), Items: idList[ids.Entry](&bad, "body.items", b.Items), NoProgramme: b.Without, OrderedBy: b.OrderedBy,
	}
	if b.Programme != "" {
		plan.Programme = id[ids.Entry](&bad, "body.programme", b.Programme)
	}
	for _, x := range b.Strata {
		plan.Strata = append(plan.Strata, casework.Stratum(x))
	}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	p, err := s.Office.MakePlan(ctx, actorOf(ctx), plan)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &adminList[PlanView]{planView(p)}, nil
}

func (s *Server) openDraw(ctx context.Context, in *PlanWith[DrawReasonBody]) (*adminList[DrawnView], error) {
	return s.shown(ctx, in.ID, func(a casework.Actor, p ids.Entry) (casework.Drawn, error) {
		return s.Office.OpenDraw(ctx, a, p, in.Body.Reason)
	})
}

func (s *Server) publishedDraw(ctx context.Context, in *InspectionPath) (*adminList[DrawnView], error) {
	return s.shown(ctx, in.ID, func(a casework.Actor, p ids.Entry) (casework.Drawn, error) { return s.Office.PublishedDraw(ctx, a, p) })
}

func (s *Server) shown(ctx context.Context, path string, f func(casework.Actor, ids.Entry) (casework.Drawn, error)) (*adminList[DrawnView], error) {
	var bad fields
	plan := id[ids.Entry](&bad, "path.id", path)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	d, err := f(actorOf(ctx), plan)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := DrawnView{Visits: make([]DrawnVisitView, len(d.Visits)), Excluded: make([]ExcludedView, len(d.Out)), Sealed: d.Sealed}
	for i, v := range d.Visits {
		out.Visits[i] = DrawnVisitView{Code: v.Code, Name: v.Name, Stratum: v.Stratum, Team: make([]TeamMemberView, len(v.Team))}
		for j, m := range v.Team {
			out.Visits[i].Team[j] = TeamMemberView{m.Agency.String(), m.Number, m.Name}
		}
	}
	for i, x := range d.Out {
		out.Excluded[i] = ExcludedView{x.ID, x.Name, string(x.Reason)}
	}
	return &adminList[DrawnView]{out}, nil
}

func (s *Server) drawFile(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	plan := id[ids.Entry](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	file, err := s.Office.DrawFile(r.Context(), actorOf(r.Context()), plan)
	if err != nil {
		return err
	}
	attachment(w, "draw.json", "application/octet-stream")
	_, _ = w.Write(file) // the reader has gone away if this fails
	return nil
}
