package casework

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// topicLeads is the notice that a table of supervision leads has new lines.
const topicLeads = "leads.new"

// leadsSubject stands where a notice about a case names its kind.
const leadsSubject = "leads"

// leadOrgans bounds one transaction that looks at tables of leads.
const leadOrgans = 20

// TellLeads tells the desk of each procuratorate that its table of supervision leads
// (监督线索表) has new lines: on working days, once, with the first pass of the day, so
// that the mail travels in the digest of the morning. It says how many and nothing of any
// case; who may read the table reads it there. Each line is told once. It needs the rights
// of a worker and reports how many desks it told.
func (o *Office) TellLeads(ctx context.Context) (told int, err error) {
	now := o.Now()
	today := civil.DateOf(now)
	if !o.Rules.Calendar().IsWorkingDay(today) {
		return 0, nil
	}
	for {
		var organs []ids.Agency
		err := o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) (err error) {
			if organs, err = q.LeadWatchers(ctx, today, leadOrgans); err != nil || len(organs) == 0 {
				return err
			}
			batch := &store.Batch{}
			b := batch.Queries()
			for _, organ := range organs {
				n, err := o.newLeads(ctx, q, organ, now)
				if err != nil {
					return err
				}
				if err := b.LeadsToldOn(ctx, organ, today); err != nil {
					return err
				}
				if n == 0 {
					continue
				}
				told++
				text := fault.T(fmt.Sprintf("监督线索表有%d条新线索", n), fmt.Sprintf("New lines in the table of supervision leads: %d", n))
				if err := o.put(ctx, q, b, notice{
					Agency: organ, Topic: topicLeads, Level: LevelInfo, Dedup: fmt.Sprintf("leads:%s:%s", today, organ),
					Params: NoticeParams{Number: today.String(), CaseKind: leadsSubject, ZH: text.ZH, EN: text.EN, Link: o.PublicURL + "/supervision-leads"},
				}, now); err != nil {
					return err
				}
			}
			if err := o.wake(ctx, tx); err != nil {
				return err
			}
			return batch.Send(ctx, tx)
		})
		if err != nil {
			return told, fmt.Errorf("tell of supervision leads: %w", err)
		}
		if len(organs) < leadOrgans {
			return told, nil
		}
	}
}

// newLeads notes the lines that an organ was not told of, and counts them.
func (o *Office) newLeads(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency, now time.Time) (int64, error) {
	p := o.leadsQuestion(Actor{Agency: organ}, LeadFilter{}, now)
	return q.TakeNewLeads(ctx, dbsqlc.TakeNewLeadsParams{AgencyID: organ, Now: p.Now, Filing: p.Filing, Opinion: p.Opinion, Lapsed: p.Lapsed})
}
