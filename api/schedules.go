package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/schedule"
)

// ScheduleView is the last schedule of a plan (排期) with its visits.
type ScheduleView struct {
	Number      int                  `json:"number" doc:"0: never scheduled"`
	Kind        string               `json:"kind,omitempty" enum:"run,replan,move"`
	MadeAt      *time.Time           `json:"made_at,omitempty"`
	Objective   int64                `json:"objective"`
	Bound       int64                `json:"bound" doc:"No schedule is better than this"`
	GapPermille int64                `json:"gap_permille" doc:"How far the objective may at most be from the best, in thousandths of it"`
	Scheduled   int                  `json:"scheduled"`
	Unscheduled int                  `json:"unscheduled"`
	Terms       ScheduleTerms        `json:"terms" doc:"What the objective is made of, before the weights"`
	Reasons     []ScheduleReasonView `json:"reasons" doc:"Why a visit found no place, or was left as it is; only for whoever may know what was drawn"`
	Moves       []ScheduleMoveView   `json:"moves" doc:"What is elsewhere than before, and why; only for whoever may know what was drawn"`
	Figures     VisitFiguresView     `json:"figures"`
	Visits      []VisitView          `json:"visits"`
}

// ScheduleTerms are what the objective is made of.
type ScheduleTerms struct {
	Unscheduled int64 `json:"unscheduled"`
	Substitutes int64 `json:"substitutes" doc:"Officers in place of drawn ones"`
	Moved       int64 `json:"moved"`
	Exchanged   int64 `json:"exchanged"`
	Tours       int64 `json:"tours" doc:"Half days of a team"`
	Travel      int64 `json:"travel" doc:"Minutes"`
	Uneven      int64 `json:"uneven" doc:"Sum of squared loads above the most even one"`
}

// ScheduleReasonView explains a visit without a place, or one that is arranged (已安排) and
// whose team no longer stands.
type ScheduleReasonView struct {
	Visit       string            `json:"visit" format:"uuid"`
	Code        string            `json:"code" enum:"half_day,window,officers,competence,vehicle,taken,frequency,arranged" doc:"arranged: it keeps time and team, for its check is arranged, though officers cannot go or its day is past"`
	Agency      string            `json:"agency,omitempty"`
	Competences []string          `json:"competences" doc:"That nobody has who could go"`
	HalfDays    int               `json:"half_days" doc:"That this rule stands against"`
	Officers    []OfficerKeptView `json:"officers"`
}

// OfficerKeptView is what keeps an officer away most often.
type OfficerKeptView struct {
	Number   string `json:"number"`
	Name     string `json:"name"`
	Code     string `json:"code" enum:"away,certificate,recused,territory,busy"`
	HalfDays int    `json:"half_days"`
}

// ScheduleMoveView is a visit that is elsewhere than before, or with somebody else.
type ScheduleMoveView struct {
	Visit    string   `json:"visit" format:"uuid"`
	FromDay  string   `json:"from_day" format:"date"`
	FromHalf string   `json:"from_half" enum:"am,pm"`
	ToDay    string   `json:"to_day,omitempty" format:"date" doc:"Absent: it lost its place"`
	ToHalf   string   `json:"to_half,omitempty" enum:"am,pm"`
	Out      []string `json:"out" doc:"Officers that left its team, by number"`
	In       []string `json:"in"`
	Code     string   `json:"code" enum:"away,certificate,recused,territory,window,made_room" doc:"What the old place broke; made_room: nothing, another visit needed it"`
	Who      []string `json:"who" doc:"Officers that the code is about, by number"`
}

// VisitFiguresView counts how far checks are made together.
type VisitFiguresView struct {
	Visits       int `json:"visits"`
	Joint        int `json:"joint" doc:"Of several agencies"`
	RatePermille int `json:"rate_permille" doc:"Share of joint visits, in thousandths"`
	Saved        int `json:"saved" doc:"Visits that there would be if every agency came alone, less those there are"`
	Merged       int `json:"merged" doc:"Made in the course of another plan's visit"`
}

// MoveVisitBody moves a visit by hand.
type MoveVisitBody struct {
	Version  int64    `json:"version" minimum:"1" doc:"Of the visit as it was read"`
	Day      string   `json:"day" format:"date"`
	Half     string   `json:"half" enum:"am,pm"`
	Officers []string `json:"officers,omitempty" maxItems:"100" doc:"Inspectors that go; absent: its team"`
	Reason   string   `json:"reason,omitempty" maxLength:"300" doc:"Needed where the enterprise was told of another time"`
}

// AnnounceVisitBody says which visit it was, as it was read.
type AnnounceVisitBody struct {
	Version int64 `json:"version" minimum:"1" doc:"Of the visit as it was read"`
}

// OverCapBody says why a visit is made above the yearly cap.
type OverCapBody struct {
	Version int64  `json:"version" minimum:"1" doc:"Of the visit as it was read"`
	Reason  string `json:"reason" minLength:"2" maxLength:"300"`
}

func (s *Server) registerSchedules(api huma.API) {
	const at = "/plans/{id}/schedule"
	register(api, inspectionOp(http.MethodGet, at, "getSchedule", "The last schedule of a plan with its visits", 404, 422), s.onSchedule(s.Office.Schedule))
	register(api, inspectionOp(http.MethodPost, at, "makeSchedule", "Give the visits a half day and a team, or give them anew after something changed; what was announced stays", 404, 409, 422), s.onSchedule(s.Office.MakeSchedule))
	register(api, inspectionOp(http.MethodPost, "/visits/{id}/move", "moveVisit", "Move a visit by hand; every rule is asked", 404, 409, 412, 422), s.moveVisit)
	register(api, inspectionOp(http.MethodPost, "/visits/{id}/announce", "announceVisit", "Note that the enterprise was told: its half day stays from now on", 404, 409, 412, 422), func(ctx context.Context, in *PlanWith[AnnounceVisitBody]) (*adminList[ScheduleView], error) {
		return s.onSchedule(func(ctx context.Context, a casework.Actor, visit ids.Entry) (casework.Schedule, error) {
			return s.Office.AnnounceVisit(ctx, a, visit, in.Body.Version)
		})(ctx, &in.InspectionPath)
	})
	register(api, inspectionOp(http.MethodPost, "/visits/{id}/over-cap", "allowVisit", "Let a visit lie above the yearly cap, as the initiator's head, with a reason", 404, 409, 412, 422), func(ctx context.Context, in *PlanWith[OverCapBody]) (*adminList[ScheduleView], error) {
		return s.onSchedule(func(ctx context.Context, a casework.Actor, visit ids.Entry) (casework.Schedule, error) {
			return s.Office.AllowVisit(ctx, a, visit, in.Body.Version, in.Body.Reason)
		})(ctx, &in.InspectionPath)
	})
}

func (s *Server) onSchedule(f func(context.Context, casework.Actor, ids.Entry) (casework.Schedule, error)) func(context.Context, *InspectionPath) (*adminList[ScheduleView], error) {
	return func(ctx context.Context, in *InspectionPath) (*adminList[ScheduleView], error) {
		var bad fields
		plan := id[ids.Entry](&bad, "path.id", in.ID)
		if err := bad.err(); err != nil {
			return nil, problem(ctx, err)
		}
		out, err := f(ctx, actorOf(ctx), plan)
		if err != nil {
			return nil, problem(ctx, err)
		}
		return &adminList[ScheduleView]{scheduleView(out)}, nil
	}
}

func (s *Server) moveVisit(ctx context.Context, in *PlanWith[MoveVisitBody]) (*adminList[ScheduleView], error) {
	var bad fields
	visit, b := id[ids.Entry](&bad, "path.id", in.ID), in.Body
	to := casework.NewPlace{Version: b.Version, Day: date(&bad, "body.day", b.Day), Half: b.Half, Officers: idList[ids.Entry](&bad, "body.officers", b.Officers), Reason: b.Reason}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	out, err := s.Office.MoveVisit(ctx, actorOf(ctx), visit, to)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &adminList[ScheduleView]{scheduleView(out)}, nil
}

func scheduleView(s casework.Schedule) ScheduleView {
	gap := schedule.Schedule{Objective: s.Objective, Bound: s.Bound}
	f := casework.CountVisits(s.Visits)
	v := ScheduleView{
		Number: s.Number, Kind: s.Kind, Objective: s.Objective, Bound: s.Bound, GapPermille: gap.Gap(), Scheduled: s.Scheduled, Unscheduled: s.Unscheduled,
		Terms: ScheduleTerms(s.Terms), Reasons: make([]ScheduleReasonView, len(s.Reasons)), Moves: make([]ScheduleMoveView, len(s.Moves)),
		Figures: VisitFiguresView{f.Visits, f.Joint, f.Rate(), f.Saved, f.Merged}, Visits: make([]VisitView, len(s.Visits)),
	}
	if s.Number > 0 {
		v.MadeAt = &s.MadeAt
	}
	numbers := func(ids []string) []string {
		out := make([]string, len(ids))
		for i, id := range ids {
			out[i] = s.People[id].Number
		}
		return out
	}
	for i, r := range s.Reasons {
		v.Reasons[i] = ScheduleReasonView{Visit: r.Visit, Code: string(r.Code), Agency: r.Agency, Competences: list(r.Competences), HalfDays: r.Slots, Officers: make([]OfficerKeptView, len(r.Officers))}
		for j, k := range r.Officers {
			who := s.People[k.Officer]
			v.Reasons[i].Officers[j] = OfficerKeptView{who.Number, who.Name, string(k.Code), k.Slots}
		}
	}
	for i, m := range s.Moves {
		v.Moves[i] = ScheduleMoveView{
			Visit: m.Visit, FromDay: m.From.Day.String(), FromHalf: string(m.From.Half), Out: numbers(m.Out), In: numbers(m.In), Code: string(m.Code), Who: numbers(m.Who),
		}
		if m.To != nil {
			v.Moves[i].ToDay, v.Moves[i].ToHalf = m.To.Day.String(), string(m.To.Half)
		}
	}
	for i, x := range s.Visits {
		v.Visits[i] = visitView(x)
	}
	return v
}
