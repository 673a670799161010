package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/schedule"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// planning is a plan with everything its schedule is made from, read once.
type planning struct {
	p        *Plan
	settings ScheduleSettings
	visits   []Visit
	people   []dbsqlc.ListVisitCandidatesRow
	drawn    map[string][]ids.Entry // officers by lot, by code of the enterprise
	in       *schedule.Instance
	arranged map[ids.Entry]schedule.Slot // visits whose check is arranged, approved and invited to, with its half day: they keep it, and their team
	held     []schedule.Reason           // those of them whose team or day no longer stands
	capped   map[string]Frequency        // visits that lie above the yearly cap without leave, by id
}

// planning reads what a schedule of a plan is made from. Days that have passed are
// none of its days.
func (o *Office) planning(ctx context.Context, q *dbsqlc.Queries, a Actor, p *Plan) (w *planning, err error) {
	w = &planning{p: p, drawn: map[string][]ids.Entry{}, capped: map[string]Frequency{}}
	r := p.current()
	if w.settings, err = settingsOf(ctx, q, p.AgencyID); err != nil {
		return nil, err
	}
	if w.visits, err = o.visitsOf(ctx, q, a, p); err != nil {
		return nil, err
	}
	if w.people, err = q.ListVisitCandidates(ctx, r.ID); err != nil {
		return nil, err
	}
	if err := w.lock(ctx, q); err != nil {
		return nil, err
	}
	sealed, err := q.ReadSealed(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	d, err := draw.ReadDraw(sealed.Drawn)
	if err != nil {
		return nil, err
	}
	for _, v := range d.Result {
		w.drawn[v.Object] = v.Team
	}
	s := w.settings
	w.in = &schedule.Instance{Format: schedule.Format, Base: s.Base, HalfDay: s.HalfDay, PerHalf: s.PerHalf, Near: s.Near, Far: s.Far}
	for _, l := range s.Travel {
		w.in.Travel = append(w.in.Travel, schedule.Leg(l))
	}
	day := p.FromOn
	if today := civil.DateOf(o.Now()); today.After(day) {
		day = today
	}
	for ; !day.After(p.ToOn); day = day.AddDays(1) {
		if o.Rules.Calendar().IsWorkingDay(day) {
			w.in.Days = append(w.in.Days, day)
		}
	}
	if len(w.in.Days) == 0 {
		return nil, fault.New(fault.Rule, "schedule.no_days", fault.T("检查期间内已经没有工作日", "No working day is left in the period"))
	}
	if err := w.addVehicles(ctx, q); err != nil {
		return nil, err
	}
	if err := w.addOfficers(ctx, q); err != nil {
		return nil, err
	}
	arranged, err := q.ArrangedVisits(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	w.arranged = map[ids.Entry]schedule.Slot{}
	for _, r := range arranged {
		w.arranged[r.ID] = schedule.Slot{Day: r.Day, Half: schedule.Half(r.Half)}
	}
	if err := w.addVisits(ctx, q); err != nil {
		return nil, err
	}
	if err := o.leaveOutCapped(ctx, q, w); err != nil {
		return nil, err
	}
	return w, w.holdArranged()
}

// lock waits for whoever schedules another plan with people or vehicles of these agencies,
// or arranges a check: what they book is read after it.
func (w *planning) lock(ctx context.Context, q *dbsqlc.Queries) error {
	var agencies []ids.Agency
	for _, v := range w.visits {
		for _, p := range v.Parts {
			if !slices.Contains(agencies, p.AgencyID) {
				agencies = append(agencies, p.AgencyID)
			}
		}
	}
	return lockTeams(ctx, q, agencies)
}

// half is one half day as a time in which somebody is away.
func half(day civil.Date, h string) schedule.Span {
	return schedule.Span{From: day, To: day, Half: schedule.Half(h)}
}

func (w *planning) addVehicles(ctx context.Context, q *dbsqlc.Queries) error {
	rows, err := q.ListPlanVehicles(ctx, w.p.ID)
	if err != nil {
		return err
	}
	booked, err := q.ListVehicleBookings(ctx, w.p.ID, w.p.FromOn, w.p.ToOn)
	if err != nil {
		return err
	}
	for _, r := range rows {
		v := schedule.Vehicle{ID: r.ID.String(), Seats: int(r.Seats)}
		for _, b := range booked {
			if b.VehicleID == r.ID {
				v.Away = append(v.Away, half(b.Day, b.Half))
			}
		}
		w.in.Vehicles = append(w.in.Vehicles, v)
	}
	return nil
}

// addOfficers: who is on leave, on a visit of another plan or on one that is under way
// is away then.
func (w *planning) addOfficers(ctx context.Context, q *dbsqlc.Queries) error {
	booked, err := q.ListBookings(ctx, w.p.ID, w.p.FromOn, w.p.ToOn)
	if err != nil {
		return err
	}
	away := map[ids.Entry][]schedule.Span{}
	for _, b := range booked {
		away[b.InspectorID] = append(away[b.InspectorID], half(b.Day, b.Half))
	}
	for _, v := range w.visits {
		if v.State == "under_way" || v.State == "done" {
			for _, m := range v.Team {
				if !v.Day.IsZero() {
					away[m.InspectorID] = append(away[m.InspectorID], half(v.Day, v.Half))
				}
			}
		}
	}
	for _, r := range w.people {
		x := schedule.Officer{ID: r.ID.String(), Agency: r.AgencyID.String(), Competences: r.Competences, Territory: r.Territory, Away: away[r.ID]}
		if r.Certified {
			x.Until = r.CertificateUntil
		}
		var leaves []Away
		if err := json.Unmarshal(r.Leaves, &leaves); err != nil {
			return fmt.Errorf("read leaves: %w", err)
		}
		for _, l := range leaves {
			x.Away = append(x.Away, schedule.Span{From: l.From, To: l.To})
		}
		w.in.Officers = append(w.in.Officers, x)
	}
	return nil
}

func (w *planning) addVisits(ctx context.Context, q *dbsqlc.Queries) error {
	rows, err := q.ListVisitNeeds(ctx, w.p.current().ID)
	if err != nil {
		return err
	}
	knows := map[[2]string][]string{}
	for _, r := range rows {
		if k := [2]string{r.VisitID.String(), r.AgencyID.String()}; r.Competence != "" {
			knows[k] = append(knows[k], r.Competence)
		}
	}
	for _, v := range w.visits {
		if v.State != "planned" && v.State != "announced" {
			continue
		}
		x := schedule.Visit{ID: v.ID.String(), Object: v.Code, District: v.District, Minutes: w.settings.Visit, Fixed: v.State == "announced" && !v.Day.IsZero(), Was: placeOf(v)}
		if at, arranged := w.arranged[v.ID]; arranged {
			if x.Fixed = true; x.Was == nil { // arranged before it was scheduled: the half day is that of its check
				x.Was = &schedule.Place{Slot: at, Officers: teamIDs(v)}
			}
		}
		for _, n := range v.Parts {
			x.Needs = append(x.Needs, schedule.Need{Agency: n.AgencyID.String(), Officers: int(n.Officers), Competences: knows[[2]string{x.ID, n.AgencyID.String()}]})
		}
		for _, r := range w.people {
			if slices.Contains(r.RecusedFrom, v.Code) {
				x.Recused = append(x.Recused, r.ID.String())
			}
		}
		for _, id := range w.drawn[v.Code] {
			x.Drawn = append(x.Drawn, id.String())
		}
		for _, m := range v.Team { // and of a plan whose visit became part of this one
			if id := m.InspectorID.String(); m.Drawn && !slices.Contains(x.Drawn, id) {
				x.Drawn = append(x.Drawn, id)
			}
		}
		w.in.Visits = append(w.in.Visits, x)
	}
	return nil
}

// placeOf is where a visit is now, or nil.
func placeOf(v Visit) *schedule.Place {
	if v.Day.IsZero() {
		return nil
	}
	p := &schedule.Place{Slot: schedule.Slot{Day: v.Day, Half: schedule.Half(v.Half)}, Officers: teamIDs(v)}
	for _, id := range v.Vehicles {
		p.Vehicles = append(p.Vehicles, id.String())
	}
	return p
}

// teamIDs is the team of a visit as a place has it.
func teamIDs(v Visit) []string {
	list := []string{}
	for _, m := range v.Team {
		list = append(list, m.InspectorID.String())
	}
	slices.Sort(list)
	return list
}
