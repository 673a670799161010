package casework

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// HolidayItem is a clock of the own organ that ends in a holiday or on the first
// working day after it.
type HolidayItem struct {
	dbsqlc.ListOwedUntilRow
	Rule deadline.Rule
}

// HolidayList is what an organ must not forget before a holiday (节前清单).
type HolidayList struct {
	deadline.Break
	Active bool // it is the last working day, or the holiday itself
	Items  []HolidayItem
	Now    time.Time
}

// mostListed bounds a list; whoever owes more works through the inbox.
const mostListed = 500

// ReadHolidayList gives the list of the actor's organ for the holiday that runs, or
// the next one: hour clocks first.
func (o *Office) ReadHolidayList(ctx context.Context, a Actor) (HolidayList, error) {
	if !o.mayList(a) {
		return HolidayList{}, denied("case.list")
	}
	now := o.Now()
	out := HolidayList{Break: o.Rules.Calendar().NextBreak(civil.DateOf(now)), Now: now}
	out.Active = beforeHoliday(out.Break, now)
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		out.Items, err = o.owedOver(ctx, q, a.Agency, out.Break)
		return err
	})
	return out, err
}

// beforeHoliday reports whether the list of a holiday is due: from the opening of
// its last working day until the first one after it begins.
func beforeHoliday(b deadline.Break, now time.Time) bool {
	return !b.From.IsZero() && !now.Before(b.LastDay.Start().Add(opensAt)) && now.Before(b.FirstDay.Start())
}

func (o *Office) owedOver(ctx context.Context, q *dbsqlc.Queries, agency ids.Agency, b deadline.Break) ([]HolidayItem, error) {
	rows, err := q.ListOwedUntil(ctx, dbsqlc.ListOwedUntilParams{OwesID: agency, After: b.LastDay.End(), Before: b.FirstDay.AddDays(1).Start(), PageSize: mostListed})
	if err != nil {
		return nil, err
	}
	out := make([]HolidayItem, len(rows))
	for i, r := range rows {
		out[i].ListOwedUntilRow = r
		out[i].Rule, _ = o.Rules.Edition(r.RuleID, r.Edition)
	}
	slices.SortStableFunc(out, func(x, y HolidayItem) int {
		return cmp.Or(cmp.Compare(x.rank(), y.rank()), x.DueAt.Compare(*y.DueAt))
	})
	return out, nil
}

// rank puts hour clocks first.
func (x HolidayItem) rank() int {
	if x.Rule.Unit == deadline.Hours {
		return 0
	}
	return 1
}

// TellHolidays tells the people of every organ, once before each holiday, what ends
// in it or right after it. Like the sweep it is level-triggered: a hub that was down
// in the morning tells later, also in the holiday. It reports how many organs it told.
func (o *Office) TellHolidays(ctx context.Context) (int, error) {
	now := o.Now()
	b := o.Rules.Calendar().NextBreak(civil.DateOf(now))
	if !beforeHoliday(b, now) {
		return 0, nil
	}
	var organs []ids.Agency
	err := o.read(ctx, nobody, func(q *dbsqlc.Queries) (err error) {
		organs, err = q.OrgansToList(ctx, b.LastDay.End(), b.FirstDay.AddDays(1).Start(), b.LastDay)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("list organs before a holiday: %w", err)
	}
	told := 0
	var failed []error // one organ that can't be told holds up no other
	for _, agency := range organs {
		ok, err := o.tellHoliday(ctx, agency, b, now)
		if err != nil {
			failed = append(failed, fmt.Errorf("list for organ %s: %w", agency, err))
		}
		if ok {
			told++
		}
	}
	return told, errors.Join(failed...)
}

func (o *Office) tellHoliday(ctx context.Context, agency ids.Agency, b deadline.Break, now time.Time) (told bool, err error) {
	err = o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		told = false
		n, err := q.ClaimHolidayList(ctx, b.LastDay, agency, now)
		if err != nil || n == 0 {
			return err // another worker tells this organ
		}
		items, err := o.owedOver(ctx, q, agency, b)
		if err != nil || len(items) == 0 {
			return err
		}
		batch := &store.Batch{}
		w := holidayTeller{Office: o, q: q, b: batch.Queries(), at: b, agency: agency, items: items, now: now}
		if err := w.tell(ctx); err != nil {
			return err
		}
		if err := o.wake(ctx, tx); err != nil {
			return err
		}
		told = true
		return batch.Send(ctx, tx)
	})
	return told && err == nil, err
}

// holidayTeller writes the notices of one organ.
type holidayTeller struct {
	*Office
	q, b   *dbsqlc.Queries
	at     deadline.Break
	agency ids.Agency
	items  []HolidayItem
	now    time.Time
}

const topicHoliday = "clock.holiday"

// tell tells the shared desk, and everybody who handles cases by the channels that
// they chose: one line in the pages, one mail with a line for each clock; a text
// message only to whoever would hear of it by nothing else.
func (w holidayTeller) tell(ctx context.Context) error {
	desk, err := w.q.ReadAgency(ctx, w.agency)
	if err != nil {
		return err
	}
	if desk.Email != "" {
		if err := w.mail(ctx, ids.User{}); err != nil {
			return err
		}
	}
	people, err := w.q.ListWorkingPeople(ctx, w.agency)
	if err != nil {
		return err
	}
	for _, p := range people {
		rows, err := w.q.ListPreferences(ctx, p.ID)
		if err != nil {
			return err
		}
		wants := preferencesOf(rows)
		mail := p.Email != "" && wants.Wants(topicHoliday, "email")
		shown := wants.Wants(topicHoliday, "inapp")
		text := !mail && !shown && p.Phone != "" && wants.Wants(topicHoliday, "sms")
		if shown || !mail && !text { // a statutory warning reaches its person somehow
			if err := w.line(ctx, w.b, w.notice(), p.ID, w.now); err != nil {
				return err
			}
		}
		if mail {
			if err := w.mail(ctx, p.ID); err != nil {
				return err
			}
		}
		if text {
			if err := w.post(ctx, w.b, w.notice(), "sms", p.ID, w.now); err != nil {
				return err
			}
		}
	}
	return nil
}

// notice is the line in the pages: how many, and where the list stands.
func (w holidayTeller) notice() notice {
	name := w.at.Name
	zh := fmt.Sprintf("节前清单：%s假期内和节后首个工作日有%d项期限届满", name.ZH, len(w.items))
	en := fmt.Sprintf("Before the holiday (%s): %d periods end in it or on the first working day after", name.EN, len(w.items))
	if w.at.Provisional {
		zh, en = zh+"（放假安排尚未公布，暂按法定节日计算）", en+" (holidays not published yet, provisional)"
	}
	return notice{
		Agency: w.agency, Topic: topicHoliday, Level: LevelWarn, Dedup: w.dedup(),
		Params: NoticeParams{ZH: zh, EN: en, Link: w.PublicURL + "/notices#holiday", DueAt: w.items[0].DueAt},
	}
}

func (w holidayTeller) dedup() string {
	return "holiday:" + w.at.LastDay.String() + ":" + w.agency.String()
}

// mail writes a line for each clock; the digest gathers them into one mail.
func (w holidayTeller) mail(ctx context.Context, user ids.User) error {
	for i, x := range w.items {
		row, err := deliveryOf(notice{
			Case: x.CaseID, Agency: w.agency, Topic: topicHoliday, Level: LevelWarn, Dedup: w.dedup() + ":" + x.ID.String(),
			Params: NoticeParams{Number: x.Number, CaseKind: x.Kind, ZH: x.Rule.Title.ZH, EN: x.Rule.Title.EN, Link: w.link(x.CaseID), DueAt: x.DueAt, BasisZH: basisOf(x.Rule)},
		}, "email", user, w.now)
		if err != nil {
			return err
		}
		row.State = "digest"
		row.CreatedAt = w.now.Add(time.Duration(i) * time.Microsecond) // the mail lists them in this order
		if err := w.b.InsertDelivery(ctx, row); err != nil {
			return err
		}
	}
	return nil
}
