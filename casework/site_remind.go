package casework

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// inspectionSoon is how many days before its end a limit is told of. A courtesy of the
// hub, no legal number.
const inspectionSoon = 3

// lookRule says in how many days somebody goes to see whether what was put right is (回头看).
// No text sets one: it is an internal limit.
const lookRule = "insp_second_look"

// never is a day that no sweep sees: where no rule says, a second look is not late.
const never = 100 * 365

func (o *Office) lookWithin(on civil.Date) int32 {
	rule, err := o.Rules.Pick(lookRule, on, "", "")
	if n := limitOf(rule, "look_within"); err == nil && !rule.Off() && n > 0 {
		return int32(n)
	}
	return never
}

// dueTexts say what is due, before and after the day.
var dueTexts = map[string]struct {
	soon, late fault.Text
	path       string
}{
	"result":    {fault.T("检查结果公示期限将至", "The result of a visit is to be published soon"), fault.T("检查结果逾期未公示", "The result of a visit is past its limit and not published"), "/inspection/checks/"},
	"finding":   {fault.T("检查发现问题整改期限将至", "A finding is to be put right soon"), fault.T("检查发现问题逾期未整改，也未移交", "A finding is past its limit, neither put right nor handed over"), "/inspection/checks/"},
	"look":      {fault.T("检查发现问题已整改，请安排回头看", "A finding was put right: go and see whether it is"), fault.T("已整改的问题逾期未回头看", "Nobody has been to see whether a finding is put right"), "/inspection/checks/"},
	"programme": {fault.T("检查计划公布期限将至", "A programme of inspections is to be public soon"), fault.T("检查计划逾期未公布", "A programme of inspections is past its limit and not public"), "/inspection/programmes/"},
}

// RemindInspections tells of limits of inspections (检查结果公示、问题整改、回头看、计划公布期限):
// the desk of the organ that owes the act, and of a finding its officers in the team, shortly
// before the day and once after it, then also those who answer for the organ. Of a second
// look they are told as soon as something was put right. Like the sweep of clocks it reads what is due and
// was not told. It reports how many it told.
func (o *Office) RemindInspections(ctx context.Context) (int, error) {
	return pageByPage(ctx, "remind of limits of inspections", o.remindInspections)
}

func (o *Office) remindInspections(ctx context.Context) (n int, err error) {
	now := o.Now()
	today := civil.DateOf(now)
	err = o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		rows, err := q.InspectionsDue(ctx, dbsqlc.InspectionsDueParams{Today: today, Soon: today.AddDays(inspectionSoon), Look: o.lookWithin(today), Most: sweepPage})
		if n = len(rows); err != nil || n == 0 {
			return err
		}
		batch := &store.Batch{}
		w := sweeper{Office: o, q: q, b: batch.Queries(), now: now, out: &Swept{Told: map[string]int{}}, heads: map[ids.Agency][]superior{}}
		for _, r := range rows {
			if err := w.b.MarkInspectionTold(ctx, dbsqlc.MarkInspectionToldParams{Subject: r.Subject, ID: r.ID, DueOn: r.DueOn, Late: r.Late, ToldAt: now}); err != nil {
				return err
			}
			if err := w.tellInspection(ctx, r); err != nil {
				return err
			}
		}
		if err := o.wake(ctx, tx); err != nil {
			return err
		}
		return batch.Send(ctx, tx)
	})
	return n, err
}

func (w *sweeper) tellInspection(ctx context.Context, r dbsqlc.InspectionsDueRow) error {
	due, texts := r.DueOn.End(), dueTexts[r.Subject]
	kind, says, rung := siteSubject, texts.soon, "soon"
	if r.Subject == "programme" {
		kind = programmeSubject
	}
	if r.Late {
		says, rung = texts.late, "late"
	}
	n := notice{
		Agency: ids.Agency(r.AgencyID), Topic: "inspection." + r.Subject + "_" + rung, Level: LevelWarn, Dedup: "inspection:" + r.Subject + ":" + r.ID.String() + ":" + r.DueOn.String() + ":" + rung,
		Params: NoticeParams{Number: r.Number, CaseKind: kind, ZH: says.ZH, EN: says.EN, Link: w.PublicURL + texts.path + r.Page.String(), DueAt: &due},
	}
	if err := w.put(ctx, w.q, w.b, n, w.now); err != nil {
		return err
	}
	for _, id := range r.Who {
		officer := n
		officer.User = ids.User(id)
		if err := w.put(ctx, w.q, w.b, officer, w.now); err != nil {
			return err
		}
	}
	if !r.Late {
		return nil
	}
	return w.tellHeads(ctx, n)
}
