package casework

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Break-glass looks (紧急查阅): in an emergency a person opens one case in which
// their organ takes no part, for a stated reason and for some hours, looks at it and
// does nothing else. The organs of the case are told at once, and somebody of the
// organ that sent it decides afterwards whether it was right. ADR 0015.

// Glass is one such look.
type Glass = dbsqlc.Glass

// GlassGround is a ground for opening a case of others in an emergency. The list is
// closed, and is the hub's own: no article names such looks.
type GlassGround struct {
	Code  string
	Title fault.Text
}

// GlassGrounds are all grounds.
var GlassGrounds = []GlassGround{
	{"life", fault.T("危及人身安全或者公共安全", "Life or public safety is at risk")},
	{"pollution", fault.T("环境污染、生态破坏正在发生或者即将扩大", "Pollution or ecological damage goes on or is about to spread")},
	{"evidence", fault.T("证据或者涉案财物可能灭失", "Evidence or property of the case may be lost")},
	{"response", fault.T("突发事件应急处置", "Response to an emergency event")},
}

// glassTries is the time within which the attempts of one person are counted.
const glassTries = time.Hour

// BreakGlass opens the case of that number or id to the actor. A case that is not
// there, a draft, and one that was taken back are all missing, and asking for them
// counts as much as a look: nobody tries numbers. Who still has a look at the case
// gets it again.
func (o *Office) BreakGlass(ctx context.Context, a Actor, wanted, ground, reason string) (Glass, error) {
	if !o.Access.AllowsOrgan(a.principal(), "glass.break", ownOrgan(a)) {
		return Glass{}, denied("glass.break")
	}
	now := o.Now()
	if err := checkGlass(&wanted, ground, &reason); err != nil {
		return Glass{}, err
	}
	if err := o.recentLogin(a, now); err != nil {
		return Glass{}, err
	}
	number := strings.ToUpper(wanted)
	id, _ := ids.Parse[ids.Entry](wanted) // zero: it is a number
	sender, err := o.glassSender(ctx, a, number, id, now)
	if err != nil {
		return Glass{}, err
	}
	var g Glass
	err = store.Write(ctx, o.Pool, sender, func(tx pgx.Tx) error {
		q := dbsqlc.New(tx)
		found, err := q.FindCase(ctx, number, id)
		if err != nil {
			return orMissing(err)
		}
		c, err := q.LockCase(ctx, found)
		if err != nil {
			return orMissing(err)
		}
		if still, err := q.GlassSender(ctx, c.Number, ids.Entry{}); err != nil || still.IsZero() { // taken back in the meantime
			return errors.Join(err, missing())
		}
		if g, err = q.OpenGlass(ctx, c.ID, a.User, now); !noRows(err) {
			return err
		}
		g = Glass{
			ID: ids.New[ids.Entry](now), CaseID: c.ID, Number: c.Number, AgencyID: a.Agency, UserID: a.User, Function: a.function(), SenderID: c.SenderID,
			Ground: ground, Reason: reason, OpenedAt: now, ExpiresAt: wholeSeconds(now.Add(o.Access.Reading.GlassLasts)), ReviewDueAt: wholeSeconds(now.Add(o.Access.Reading.GlassReview)),
		}
		return o.openGlass(ctx, tx, q, a, c, g)
	})
	return g, err
}

// wholeSeconds makes a limit that people, record and database write alike.
func wholeSeconds(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// checkGlass looks at what the caller wrote.
func checkGlass(wanted *string, ground string, reason *string) error {
	var t texts
	t.clean("body.case", wanted)
	t.clean("body.reason", reason)
	if err := t.err(); err != nil {
		return err
	}
	*wanted, *reason = strings.TrimSpace(*wanted), strings.TrimSpace(*reason)
	if *wanted == "" {
		return invalid("body.case", "请填写案件编号", "Give the number of the case")
	}
	if !slices.ContainsFunc(GlassGrounds, func(g GlassGround) bool { return g.Code == ground }) {
		return invalid("body.ground", "没有这种紧急情形", "There is no such ground")
	}
	if *reason == "" {
		return invalid("body.reason", "请写明紧急情况", "Say what the emergency is")
	}
	return nil
}

// glassSender notes the attempt and finds whose case is meant. The attempt stays
// noted whatever comes of it, and what is asked of the database is the same for a
// case that is there and for one that is not.
func (o *Office) glassSender(ctx context.Context, a Actor, number string, id ids.Entry, now time.Time) (sender ids.Agency, err error) {
	own := false
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if err := q.LockPerson(ctx, a.User); err != nil {
			return err
		}
		tries, err := q.CountGlassTries(ctx, a.User, now.Add(-glassTries))
		if err != nil {
			return err
		}
		if tries >= int64(o.Access.Reading.GlassTries) {
			return fault.New(fault.Rule, "glass.too_often", fault.T("一小时内提出的紧急查阅过多，请稍后再试；确有需要的，请直接联系案件承办机关", "Too many emergency looks were asked for within an hour; try again later, or call the organ that handles the case"))
		}
		if err := q.InsertGlassTry(ctx, dbsqlc.InsertGlassTryParams{ID: ids.New[ids.Entry](now), AgencyID: a.Agency, UserID: a.User, At: now}); err != nil {
			return err
		}
		_, err = q.FindCase(ctx, number, id)
		if own = err == nil; err != nil && !noRows(err) {
			return err
		}
		found, err := q.GlassSender(ctx, number, id)
		sender = ids.Agency(found)
		return err
	})
	switch {
	case err != nil:
	case own:
		err = fault.New(fault.Rule, "glass.own_case", fault.T("本机关参与办理本案，不需要紧急查阅；请由有权查看的人员直接打开", "Your organ takes part in this case: whoever may read it opens it as usual"))
	case sender.IsZero():
		err = missing()
	}
	return sender, err
}

// openGlass saves the look, enters it into the record of the case and the read log,
// and tells every organ of the case.
func (o *Office) openGlass(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, a Actor, c dbsqlc.Case, g Glass) error {
	parts, err := q.ListParticipations(ctx, c.ID)
	if err != nil {
		return err
	}
	batch := &store.Batch{}
	b := batch.Queries()
	if err := b.InsertGlass(ctx, dbsqlc.InsertGlassParams{
		ID: g.ID, CaseID: g.CaseID, Number: g.Number, AgencyID: g.AgencyID, UserID: g.UserID, Function: g.Function, SenderID: g.SenderID, Ground: g.Ground, Reason: g.Reason,
		OpenedAt: g.OpenedAt, ExpiresAt: g.ExpiresAt, ReviewDueAt: g.ReviewDueAt,
	}); err != nil {
		return err
	}
	if err := b.InsertRead(ctx, dbsqlc.InsertReadParams{
		ID: ids.New[ids.Entry](g.OpenedAt), CaseID: c.ID, AgencyID: a.Agency, UserID: a.User, What: "case", At: g.OpenedAt, Number: c.Number, Function: g.Function,
		Relation: access.BreakGlass, Reason: g.Reason, Outside: true, ReasonSince: g.OpenedAt, SittingSince: g.OpenedAt,
	}); err != nil {
		return err
	}
	ev, err := o.enter(ctx, q, b, entry{
		Case: c.ID, Kind: "glass.break", OccurredAt: g.OpenedAt, RecordedAt: g.OpenedAt, Agency: a.Agency, Actor: a,
		Fields: map[string]any{"glass": g.ID.String(), "emergency": g.Ground, "reason": g.Reason, "ends": g.ExpiresAt.Format(time.RFC3339)},
	})
	if err != nil {
		return err
	}
	title := fault.T("本案被紧急查阅，请核实并按时复核", "The case was opened by a break-glass look; see whether it was right")
	for _, p := range parts {
		if err := o.tellGlass(ctx, q, b, c, p.AgencyID, ev.ID, "glass.break", title, g.OpenedAt, &g.ReviewDueAt); err != nil {
			return err
		}
	}
	if err := o.wake(ctx, tx); err != nil {
		return err
	}
	return batch.Send(ctx, tx)
}

func (o *Office) tellGlass(ctx context.Context, q, b *dbsqlc.Queries, c dbsqlc.Case, to ids.Agency, event ids.Event, topic string, title fault.Text, now time.Time, due *time.Time) error {
	n := notice{
		Case: c.ID, Event: event, Agency: to, Topic: topic, Level: LevelWarn, Dedup: event.String() + ":" + to.String(),
		Params: NoticeParams{Number: c.Number, CaseKind: c.Kind, ZH: title.ZH, EN: title.EN, Link: o.link(c.ID)},
	}
	if to == c.SenderID { // it decides whether it was right
		n.Params.DueAt = due
	}
	return o.put(ctx, q, b, n, now)
}

// look reads a case for showing it to a person: as their organ takes part in it, or
// else through a break-glass look that has not run out.
func (o *Office) look(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Case) (*seen, error) {
	s, err := o.open(ctx, q, a, id)
	if fault.KindOf(err) == fault.Missing {
		return o.throughGlass(ctx, q, a, id)
	}
	return s, err
}

// throughGlass reads a case through the actor's break-glass look; without one it is
// missing. Row-level security shows this one case for the rest of the transaction.
func (o *Office) throughGlass(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Case) (*seen, error) {
	g, err := q.OpenGlass(ctx, id, a.User, o.Now())
	if err != nil {
		return nil, orMissing(err)
	}
	if err := q.LookThroughGlass(ctx, g.ID.String()); err != nil {
		return nil, err
	}
	c, err := q.ReadCase(ctx, id)
	if err != nil {
		return nil, orMissing(err)
	}
	l, err := store.LoadCase(ctx, q, c)
	if err != nil {
		return nil, orMissing(err)
	}
	s := &seen{Loaded: l, actor: a, policies: o.Access, glass: &g, resource: access.Resource{Case: id, Kind: c.Kind, Relation: access.BreakGlass, Level: "content"}}
	if !s.may("case.read") {
		return nil, missing()
	}
	return s, nil
}

func ownOrgan(a Actor) access.Organ { return access.Organ{Agency: a.Agency, Relation: "own"} }
