package casework

import (
	"context"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// settleMarks takes the marks (列入联席会议) of a case off the list, because the meeting
// under way settled it: agreed beforehand, or discussed and minuted. Only the convener
// does this, and it takes part in the case: it put the case on the agenda. The act
// stands in the case's own record.
func (o *Office) settleMarks(ctx context.Context, c *meetingChange, cases ...ids.Case) error {
	slices.SortFunc(cases, func(x, y ids.Case) int { return strings.Compare(x.String(), y.String()) }) // one order of locks
	for _, id := range slices.Compact(cases) {
		if _, err := c.q.LockCase(ctx, id); noRows(err) {
			continue // the convener has left the case meanwhile
		} else if err != nil {
			return err
		}
		off, err := c.q.SettleMarks(ctx, dbsqlc.SettleMarksParams{OffAt: &c.now, OffReason: c.Number + "联席会议已议定", MeetingID: c.ID, CaseID: id})
		if err != nil {
			return err
		}
		if len(off) == 0 {
			continue
		}
		marks := make([]string, len(off))
		for i, m := range off {
			marks[i] = m.String()
		}
		if _, err := o.enter(ctx, c.q, c.q, entry{
			Case: id, Kind: "meeting.off", OccurredAt: c.now, RecordedAt: c.now, Agency: c.actor.Agency, Actor: c.actor,
			Fields: map[string]any{"meeting": c.Number, "marks": marks},
		}); err != nil {
			return err
		}
	}
	return nil
}

// caseOf is the case of an item; zero where it has none.
func (c *meetingChange) caseOf(item ids.Entry) ids.Case {
	for _, x := range c.Agenda {
		if x.ID == item {
			return x.CaseID
		}
	}
	return ids.Case{}
}

// discussed are the cases that the meeting has settled by talking about them.
func (c *meetingChange) discussed() (list []ids.Case) {
	for _, x := range c.Agenda {
		if x.State == "discussed" && !x.CaseID.IsZero() {
			list = append(list, x.CaseID)
		}
	}
	return list
}
