package casework

import (
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// decidedAfterReport is the duty whose time begins when the report reaches the head
// (310号第五条: three days from the report).
const decidedAfterReport = "fwd_decide_transfer"

// InsideTime is how long a referral stayed with the units that prepare it, before the
// report reached the head (报请前的内部用时). No law limits it: it is shown to the organ
// itself, and never counted as overdue.
type InsideTime struct {
	From, Until civil.Date // Until is today while nothing was reported
	Days        int
	Reported    bool
}

// insideTime is nil for other organs, for kinds without a report to a head, and where the
// report is older than the draft.
func insideTime(row dbsqlc.Case, relation string, clocks []dbsqlc.Clock, now time.Time) *InsideTime {
	if relation != string(referral.Sender) || row.Kind != string(referral.Criminal) {
		return nil
	}
	t := InsideTime{From: civil.DateOf(row.CreatedAt), Until: civil.DateOf(now)}
	if i := slices.IndexFunc(clocks, func(c dbsqlc.Clock) bool { return c.RuleID == decidedAfterReport }); i >= 0 {
		t.Until, t.Reported = civil.DateOf(clocks[i].StartedAt), true
	}
	if t.Until.Before(t.From) { // a report entered afterwards (补录): how long it had been prepared nobody knows
		return nil
	}
	t.Days = t.From.DaysUntil(t.Until)
	return &t
}

// duty is the time as a line of the record of duties done (履职留痕单).
func (t InsideTime) duty(by string) documents.Duty {
	d := documents.Duty{Asked: "报请负责人前的办理用时（内部时间，非法定）", By: by, From: t.From.Start(), Result: fmt.Sprintf("尚未报请，已历%d日", t.Days)}
	if t.Reported {
		d.Done, d.Result = t.Until.Start(), fmt.Sprintf("历时%d日", t.Days)
	}
	return d
}
