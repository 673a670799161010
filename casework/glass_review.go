package casework

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// ReviewGlass decides whether a break-glass look was right (复核): another person
// does, of the organ that sent the case, once, with a remark. It stands in the record
// of the case, and the organ whose person looked is told.
func (o *Office) ReviewGlass(ctx context.Context, a Actor, id ids.Case, glass ids.Entry, justified bool, remark string) error {
	if err := cleanText("body.remark", &remark); err != nil {
		return err
	}
	if remark = strings.TrimSpace(remark); remark == "" {
		return invalid("body.remark", "请写明复核意见", "Say what you found")
	}
	now := o.Now()
	return o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "glass.review", AnyVersion)
		if err != nil {
			return err
		}
		g, err := q.ReadGlass(ctx, glass, id)
		if err != nil {
			return orMissing(err)
		}
		if g.UserID == a.User { // of one's organ now, of another when looking
			return fault.New(fault.Rule, "glass.own_look", fault.T("不能复核自己的紧急查阅，请由其他人员复核", "Nobody reviews their own look; somebody else does"))
		}
		verdict, title := "justified", fault.T("紧急查阅经复核，认为有正当理由", "A break-glass look was found justified")
		if !justified {
			verdict, title = "not_justified", fault.T("紧急查阅经复核，认为理由不成立", "A break-glass look was found not justified")
		}
		n, err := q.JudgeGlass(ctx, dbsqlc.JudgeGlassParams{ID: g.ID, Verdict: verdict, Remark: remark, ReviewedBy: ids.Entry(a.User), ReviewedAt: now})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Rule, "glass.reviewed", fault.T("这次紧急查阅已经复核，不再更改", "This look has been reviewed already"))
		}
		batch := &store.Batch{}
		b := batch.Queries()
		ev, err := o.enter(ctx, q, b, entry{
			Case: id, Kind: "glass.review", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
			Fields: map[string]any{"glass": g.ID.String(), "verdict": verdict, "text": remark},
		})
		if err != nil {
			return err
		}
		told := []ids.Agency{g.AgencyID}
		for _, p := range s.Parts {
			if p.AgencyID != a.Agency && p.AgencyID != g.AgencyID {
				told = append(told, p.AgencyID)
			}
		}
		for _, to := range told {
			if err := o.tellGlass(ctx, q, b, s.Case, to, ev.ID, "glass.review", title, now, nil); err != nil {
				return err
			}
		}
		if err := o.wake(ctx, tx); err != nil {
			return err
		}
		return batch.Send(ctx, tx)
	})
}

// GlassLook is a line of the list of break-glass looks.
type GlassLook struct {
	dbsqlc.ListGlassRow
	Mine   bool // of the asking person
	Review bool // the asking person may decide it now
}

// GlassLooks is a page of break-glass looks, newest first.
type GlassLooks struct {
	Rows     []GlassLook
	Agencies map[ids.Agency]Agency
	Breaks   bool // the asking person may ask for one
	Reviews  bool // the asking person decides those at its organ's cases
	Next     *LookCursor
}

// ListGlass lists the actor's own break-glass looks; head, administrator and auditor
// see those of their organ's people, head and auditor those at cases that their organ
// sent, and the auditor of the organ that runs the hub all. waiting leaves only those
// that nobody has decided.
func (o *Office) ListGlass(ctx context.Context, a Actor, waiting bool, after *LookCursor, size int) (page GlassLooks, err error) {
	may := func(action string) bool { return o.Access.AllowsOrgan(a.principal(), action, ownOrgan(a)) }
	if !may("glass.list") {
		return page, denied("glass.list")
	}
	page.Breaks, page.Reviews = may("glass.break"), may("glass.judge")
	p := dbsqlc.ListGlassParams{UserID: a.User, AgencyID: a.Agency, Watches: may("glass.watch"), Reviews: page.Reviews, Waiting: waiting, PageSize: pageSize(size)}
	if after != nil {
		p.BeforeAt, p.BeforeID = &after.At, after.ID
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if may("reads.audit") {
			if p.Hub, err = q.RunsHub(ctx, a.Agency); err != nil {
				return err
			}
		}
		rows, err := q.ListGlass(ctx, p)
		if err != nil {
			return err
		}
		var named []ids.Entry
		for _, r := range rows {
			page.Rows = append(page.Rows, GlassLook{
				ListGlassRow: r, Mine: r.UserID == a.User, Review: page.Reviews && r.SenderID == a.Agency && r.UserID != a.User && r.Verdict == "",
			})
			named = append(named, ids.Entry(r.AgencyID), ids.Entry(r.SenderID))
		}
		page.Agencies, err = namedOrgans(ctx, q, named)
		return err
	})
	if n := len(page.Rows); n > 0 && n == int(p.PageSize) {
		page.Next = &LookCursor{At: page.Rows[n-1].OpenedAt, ID: page.Rows[n-1].ID}
	}
	return page, err
}

// waitingGlass counts the break-glass looks that the actor's organ still has to
// decide, for whoever may.
func (o *Office) waitingGlass(ctx context.Context, q *dbsqlc.Queries, a Actor) (int64, error) {
	if !o.Access.AllowsOrgan(a.principal(), "glass.judge", ownOrgan(a)) {
		return 0, nil
	}
	return q.CountGlassWaiting(ctx, a.Agency)
}
