package casework

import (
	"context"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Shift is a turn of duty (值班): who hears of what can't wait until the morning.
type Shift struct {
	ID       ids.Entry
	User     ids.User
	From, To time.Time
	Phone    string
}

// Gap is a time for which nobody is on duty.
type Gap struct{ From, To time.Time }

// rosterAhead is how far the roster is looked through for gaps; no legal number.
const rosterAhead = 14 * 24 * time.Hour

// DutyRoster lists the shifts that are not over, and the gaps of the next two weeks.
func (o *Office) DutyRoster(ctx context.Context, a Actor, organ ids.Agency) (list []Shift, gaps []Gap, err error) {
	now := o.Now()
	err = o.readOrgan(ctx, a, organ, "shift.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		list, err = shiftsOf(ctx, q, organ, now)
		return err
	})
	return list, dutyGaps(list, now, now.Add(rosterAhead)), err
}

func shiftsOf(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency, after time.Time) ([]Shift, error) {
	rows, err := q.ListShifts(ctx, organ, after)
	list := make([]Shift, len(rows))
	for i, r := range rows {
		list[i] = Shift{ID: r.ID, User: r.UserID, From: r.FromAt, To: r.ToAt, Phone: r.Phone}
	}
	return list, err
}

// dutyGaps gives what shifts leave open between two instants.
func dutyGaps(list []Shift, from, to time.Time) (gaps []Gap) {
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b Shift) int { return a.From.Compare(b.From) })
	covered := from
	for _, s := range sorted {
		if !s.From.Before(to) {
			break
		}
		if s.From.After(covered) {
			gaps = append(gaps, Gap{covered, s.From})
		}
		if s.To.After(covered) {
			covered = s.To
		}
	}
	if covered.Before(to) {
		gaps = append(gaps, Gap{covered, to})
	}
	return gaps
}

// AddShift puts somebody on duty. Without a number of its own the shift takes
// the person's.
func (o *Office) AddShift(ctx context.Context, a Actor, organ ids.Agency, in Shift) (s Shift, err error) {
	err = o.changeOrgan(ctx, a, organ, "shift.edit", func(c organChange) error {
		var bad complaints
		bad.phone("body.phone", &in.Phone)
		switch {
		case !in.To.After(in.From):
			bad.add("body.to", "结束时间应晚于开始时间", "The end must lie after the beginning")
		case !in.To.After(c.now):
			bad.add("body.to", "不能登记已经过去的值班", "The shift is over already")
		case in.To.Sub(in.From) > longestShift:
			bad.add("body.to", "一次值班不超过三十一天", "One shift is 31 days at most")
		}
		if err := bad.err(); err != nil {
			return err
		}
		u, err := c.person(ctx, in.User, "body.user")
		if err != nil {
			return err
		}
		if in.Phone == "" {
			in.Phone = u.Phone
		}
		if in.Phone == "" {
			return invalid("body.phone", "此人没有登记电话，请填写值班电话", "The person has no number on file; give one")
		}
		in.ID = ids.New[ids.Entry](c.now)
		if err := c.q.InsertShift(ctx, dbsqlc.InsertShiftParams{
			ID: in.ID, AgencyID: organ, UserID: in.User, FromAt: in.From, ToAt: in.To, Phone: in.Phone, CreatedAt: c.now,
		}); err != nil {
			return err
		}
		s = in
		_, err = c.enter(ctx, "shift.add", map[string]any{
			"shift": in.ID.String(), "user": in.User.String(), "from": in.From.UTC(), "to": in.To.UTC(), "phone": in.Phone,
		})
		return err
	})
	return s, err
}

// longestShift keeps a mistyped month out; no legal number.
const longestShift = 31 * 24 * time.Hour

// RemoveShift takes somebody off duty: a shift that has begun ends now.
func (o *Office) RemoveShift(ctx context.Context, a Actor, organ ids.Agency, id ids.Entry) error {
	return o.changeOrgan(ctx, a, organ, "shift.edit", func(c organChange) error {
		list, err := shiftsOf(ctx, c.q, organ, time.Time{})
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(s Shift) bool { return s.ID == id })
		if i < 0 {
			return missing()
		}
		fields := map[string]any{"shift": id.String()}
		switch s := list[i]; {
		case !s.To.After(c.now):
			return fault.New(fault.Rule, "shift.over", fault.T("已经结束的值班不能删除", "A shift that is over stays on record"))
		case s.From.Before(c.now):
			fields["to"] = c.now.UTC()
			_, err = c.q.EndShift(ctx, id, c.now)
		default:
			_, err = c.q.DeleteShift(ctx, id, organ)
		}
		if err != nil {
			return err
		}
		_, err = c.enter(ctx, "shift.remove", fields)
		return err
	})
}
