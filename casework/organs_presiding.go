package casework

import (
	"context"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Presiding is who approves in place of the chief (主持工作), by which document
// and in which days. A transfer is approved by the chief or the person presiding
// (行政执法机关移送涉嫌犯罪案件的规定第五条), and by no deputy.
type Presiding struct {
	ID       ids.Entry
	User     ids.User
	Document string
	From, To civil.Date // To zero: open
	Version  int64      // by content
}

// PeriodWarning is something odd about a plan, in the days From to To.
type PeriodWarning struct {
	Text     fault.Text
	From, To civil.Date
}

func presidingOf(r dbsqlc.ListPresidingsRow) Presiding {
	return Presiding{ID: r.ID, User: r.UserID, Document: r.Document, From: r.FromDay, To: r.ToDay, Version: versionOf(r.ID, r.ToDay)}
}

// Presidings lists who presided and will, newest first, with overlaps and gaps.
func (o *Office) Presidings(ctx context.Context, a Actor, organ ids.Agency) (list []Presiding, warnings []PeriodWarning, err error) {
	err = o.readOrgan(ctx, a, organ, "presiding.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		list, err = presidingsOf(ctx, q, organ)
		return err
	})
	return list, presidingWarnings(list, civil.DateOf(o.Now())), err
}

func presidingsOf(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency) ([]Presiding, error) {
	rows, err := q.ListPresidings(ctx, organ)
	list := make([]Presiding, len(rows))
	for i, r := range rows {
		list[i] = presidingOf(r)
	}
	return list, err
}

// presidingWarnings finds days from today on for which two persons are recorded,
// and days between two recorded periods for which nobody is.
func presidingWarnings(list []Presiding, today civil.Date) (out []PeriodWarning) {
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b Presiding) int { return b.From.DaysUntil(a.From) })
	var until *Presiding // the one that reaches furthest so far
	for i := range sorted {
		p := &sorted[i]
		if until == nil {
			until = p
			continue
		}
		switch {
		case until.To.IsZero() || !p.From.After(until.To):
			w := PeriodWarning{Text: fault.T("同一天有两人主持工作，请核对文件", "Two persons preside on the same days; check the documents"), From: p.From, To: firstEnd(until.To, p.To)}
			if p.User != until.User && (w.To.IsZero() || !w.To.Before(today)) {
				out = append(out, w)
			}
		case until.To.AddDays(1).Before(p.From) && !p.From.Before(today):
			out = append(out, PeriodWarning{
				Text: fault.T("这几天无人主持工作：没有正职时，移送审批无人可签", "Nobody presides on these days: without a chief nobody can approve a transfer"),
				From: until.To.AddDays(1), To: p.From.AddDays(-1),
			})
		}
		if !until.To.IsZero() && (p.To.IsZero() || p.To.After(until.To)) {
			until = p
		}
	}
	return out
}

// firstEnd gives the first of two ends, of which a zero one is open.
func firstEnd(a, b civil.Date) civil.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// AddPresiding records who presides. Administrators cannot make themselves head.
func (o *Office) AddPresiding(ctx context.Context, a Actor, organ ids.Agency, in Presiding) (p Presiding, err error) {
	err = o.changeOrgan(ctx, a, organ, "presiding.edit", func(c organChange) error {
		if in.User == a.User {
			return fault.New(fault.Rule, "presiding.oneself", fault.T("主持工作使人成为审批人，不能由本人登记，请由另一名管理员办理", "Presiding makes somebody the approver: nobody records it for oneself; another administrator must"))
		}
		var bad complaints
		bad.text("body.document", &in.Document, 2, 200)
		if in.From.IsZero() || !in.To.IsZero() && in.To.Before(in.From) {
			bad.add("body.to", "结束日不能早于开始日", "The end cannot lie before the beginning")
		}
		if err := bad.err(); err != nil {
			return err
		}
		if _, err := c.person(ctx, in.User, "body.user"); err != nil {
			return err
		}
		id := ids.New[ids.Entry](c.now)
		if err := c.q.InsertPresiding(ctx, dbsqlc.InsertPresidingParams{
			ID: id, AgencyID: organ, UserID: in.User, Document: in.Document, FromDay: in.From, ToDay: in.To, CreatedAt: c.now,
		}); err != nil {
			return err
		}
		if _, err := c.enter(ctx, "presiding.add", map[string]any{
			"presiding": id.String(), "user": in.User.String(), "document": in.Document, "from": in.From.String(), "to": in.To.String(),
		}); err != nil {
			return err
		}
		p, err = presidingIn(ctx, c.q, organ, id)
		return err
	})
	return p, err
}

func presidingIn(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency, id ids.Entry) (Presiding, error) {
	list, err := presidingsOf(ctx, q, organ)
	for _, p := range list {
		if p.ID == id {
			return p, err
		}
	}
	if err == nil {
		err = missing()
	}
	return Presiding{}, err
}

// EndPresiding sets the last day of a presiding. What was approved meanwhile stands.
func (o *Office) EndPresiding(ctx context.Context, a Actor, organ ids.Agency, id ids.Entry, version int64, to civil.Date) (p Presiding, err error) {
	err = o.changeOrgan(ctx, a, organ, "presiding.edit", func(c organChange) error {
		if p, err = presidingIn(ctx, c.q, organ, id); err != nil {
			return err
		}
		if err := sameVersion(p.Version, version); err != nil {
			return err
		}
		if p.User == a.User && (to.IsZero() || !p.To.IsZero() && to.After(p.To)) {
			return fault.New(fault.Rule, "presiding.oneself", fault.T("不能延长本人的主持工作，请由另一名管理员办理", "Nobody prolongs their own presiding; another administrator must"))
		}
		if !to.IsZero() && to.Before(p.From) {
			return invalid("body.to", "结束日不能早于开始日", "The end cannot lie before the beginning")
		}
		if _, err := c.q.EndPresiding(ctx, id, to); err != nil {
			return err
		}
		if _, err := c.enter(ctx, "presiding.end", map[string]any{"presiding": id.String(), "to": to.String()}); err != nil {
			return err
		}
		p, err = presidingIn(ctx, c.q, organ, id)
		return err
	})
	return p, err
}

// RemovePresiding takes back what has not begun. What has begun is history.
func (o *Office) RemovePresiding(ctx context.Context, a Actor, organ ids.Agency, id ids.Entry) error {
	return o.changeOrgan(ctx, a, organ, "presiding.edit", func(c organChange) error {
		p, err := presidingIn(ctx, c.q, organ, id)
		if err != nil {
			return err
		}
		if !p.From.After(civil.DateOf(c.now)) {
			return fault.New(fault.Rule, "presiding.begun", fault.T("已经开始的主持工作不能删除，请填写结束日", "A presiding that has begun cannot be removed; set its last day"))
		}
		if _, err := c.q.DeletePresiding(ctx, id, organ); err != nil {
			return err
		}
		_, err = c.enter(ctx, "presiding.remove", map[string]any{"presiding": id.String()})
		return err
	})
}
