package casework

import (
	"context"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/frequency"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/schedule"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// AboveCap is why a visit is not scheduled: it would lie above the yearly cap, and no
// head has allowed that.
const AboveCap schedule.Code = "frequency"

// counts reports whether the visits of a plan use up the yearly cap.
func (p *Plan) counts() bool {
	return frequency.Visit{Type: p.CheckType, Ordered: p.OrderedBy != ""}.Counts()
}

// countVisits counts, for each visit of a plan, the other ones to its enterprise.
func (o *Office) countVisits(ctx context.Context, q *dbsqlc.Queries, p *Plan, list []Visit) error {
	codes, organs, years := []string{}, []ids.Agency{p.AgencyID}, map[int]map[string][]frequency.Visit{}
	for _, v := range list {
		codes = append(codes, v.Code)
		for _, x := range v.Parts {
			if !slices.Contains(organs, x.AgencyID) {
				organs = append(organs, x.AgencyID)
			}
		}
	}
	agencies, err := agenciesOf(ctx, q, organs)
	if err != nil {
		return err
	}
	for i := range list {
		v := &list[i]
		day := v.Day
		if day.IsZero() {
			day = p.FromOn
		}
		if years[day.Year] == nil {
			if years[day.Year], err = visitsTo(ctx, q, codes, day.Year); err != nil {
				return err
			}
		}
		f := o.frequencyOf(frequency.Without(years[day.Year][v.Code], v.ID), day, v.agencies(agencies))
		v.Frequency = &f
	}
	return nil
}

// agencies are those of a list that take part in a visit, in the order of the list.
func (v *Visit) agencies(list []Agency) (out []Agency) {
	for _, a := range list {
		if slices.ContainsFunc(v.Parts, func(x VisitPart) bool { return x.AgencyID == a.ID }) {
			out = append(out, a)
		}
	}
	return out
}

// leaveOutCapped takes visits without a time out of an instance that would lie above a
// cap, or keeps them to the years in which they do not.
func (o *Office) leaveOutCapped(ctx context.Context, q *dbsqlc.Queries, w *planning) error {
	if !w.p.counts() {
		return nil
	}
	first, last := w.in.Days[0], w.in.Days[len(w.in.Days)-1]
	kept := w.in.Visits[:0:0]
	for _, x := range w.in.Visits {
		v := w.visits[slices.IndexFunc(w.visits, func(v Visit) bool { return v.ID.String() == x.ID })]
		if x.Was != nil || v.OverCap != "" {
			kept = append(kept, x)
			continue
		}
		open, full, err := o.openYears(ctx, q, v, first.Year, last.Year)
		switch {
		case err != nil:
			return err
		case len(open) == 0:
			w.capped[x.ID] = *full
			continue
		case full != nil:
			x.From, _ = yearOf(open[0])
			_, x.To = yearOf(open[len(open)-1])
		}
		kept = append(kept, x)
	}
	w.in.Visits = kept
	return nil
}

// openYears are the years from first to last in which a visit lies below the caps, and
// how it stands in one where it does not. Almost always there is one year, counted already.
func (o *Office) openYears(ctx context.Context, q *dbsqlc.Queries, v Visit, first, last int) (open []int, full *Frequency, err error) {
	for year := first; year <= last; year++ {
		f := *v.Frequency
		if f.Year != year {
			on, _ := yearOf(year)
			list := make([]ids.Agency, len(f.Each))
			for i, x := range f.Each {
				list[i] = x.Agency
			}
			if f, err = o.frequencyAt(ctx, q, v.Code, on, list, v.ID); err != nil {
				return nil, nil, err
			}
		}
		if f.Full() {
			full = &f
		} else {
			open = append(open, year)
		}
	}
	return open, full, nil
}

// cappedReasons explain the visits that a cap keeps out, in the order of their numbers.
func (w *planning) cappedReasons() (list []schedule.Reason) {
	for _, v := range w.visits {
		if f, capped := w.capped[v.ID.String()]; capped {
			r := schedule.Reason{Visit: v.ID.String(), Code: AboveCap, Slots: 2 * len(w.in.Days)}
			for _, x := range f.Each {
				if r.Agency == "" && x.Full() {
					r.Agency = x.Agency.String()
				}
			}
			list = append(list, r)
		}
	}
	return list
}

// moveWithinCap refuses to give a visit a day by hand above a cap, unless a head allowed it.
func (o *Office) moveWithinCap(ctx context.Context, q *dbsqlc.Queries, w *planning, id ids.Entry, day civil.Date) error {
	i := slices.IndexFunc(w.visits, func(v Visit) bool { return v.ID == id })
	if i < 0 || !w.p.counts() || w.visits[i].OverCap != "" || w.visits[i].Day.Year == day.Year {
		return nil
	}
	_, full, err := o.openYears(ctx, q, w.visits[i], day.Year, day.Year)
	if err != nil || full == nil {
		return err
	}
	refusal, _ := full.over()
	return refusal
}

// AllowVisit lets a visit lie above the yearly cap (批准超频次检查): the initiator's head
// does, with a reason, unless the rule behind the cap is of high confidence.
func (o *Office) AllowVisit(ctx context.Context, a Actor, id ids.Entry, version int64, reason string) (s Schedule, err error) {
	var bad complaints
	bad.text("body.reason", &reason, 2, 300)
	wrong := bad.err()
	plan, err := o.planOfVisit(ctx, a, id)
	if err != nil {
		return s, err
	}
	_, err = o.changePlan(ctx, a, plan, "draw.decide", func(q *dbsqlc.Queries, p *Plan) error {
		if wrong != nil {
			return wrong
		}
		v, err := q.LockVisit(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		if v.Version != version {
			return gone()
		}
		f, err := o.capsOf(ctx, q, p, v)
		if err != nil {
			return err
		}
		refusal, final := f.over()
		switch {
		case v.State != "planned" && v.State != "announced", v.OverCap != "", refusal == nil || !p.counts():
			return fault.New(fault.Rule, "visit.not_above", fault.T("这次检查没有超过年度频次上限，不需要批准", "The visit is not above the yearly cap and needs no leave"))
		case final:
			return refusal
		}
		if _, err := q.AllowOverCap(ctx, dbsqlc.AllowOverCapParams{OverCap: reason, OverCapBy: a.User, ID: id, Version: version}); err != nil {
			return err
		}
		if err := o.enterPlan(ctx, q, a, plan, "visit.over_cap", map[string]any{"visit": id.String(), "reason": reason}); err != nil {
			return err
		}
		s, err = o.scheduleOf(ctx, q, a, p)
		return err
	})
	return s, err
}

// capsOf counts the other visits to the enterprise of a visit, for its agencies.
func (o *Office) capsOf(ctx context.Context, q *dbsqlc.Queries, p *Plan, v dbsqlc.InspectionVisit) (f Frequency, err error) {
	list, err := q.ListVisitAgencies(ctx, v.ID)
	if err != nil {
		return f, err
	}
	slices.SortStableFunc(list, func(x, _ ids.Agency) int { // the initiator's place first
		if x == p.AgencyID {
			return -1
		}
		return 0
	})
	day := v.Day
	if day.IsZero() {
		day = p.FromOn
	}
	return o.frequencyAt(ctx, q, v.Code, day, list, v.ID)
}
