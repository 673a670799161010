package casework

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// organSubject is the kind of the chains that hold the changes of organs and
// their people; the id is the organ's.
const organSubject = "agency"

// organChange is one change of an organ under way, its row locked.
type organChange struct {
	office *Office
	q      *dbsqlc.Queries
	actor  Actor
	organ  AgencyRow
	now    time.Time
}

// changeOrgan is the frame of every verb that changes an organ or its people:
// lock, see, ask; what f does is recorded by f, in the same transaction.
func (o *Office) changeOrgan(ctx context.Context, a Actor, id ids.Agency, action string, f func(organChange) error) error {
	return o.changeOrganTx(ctx, a, id, action, func(_ pgx.Tx, c organChange) error { return f(c) })
}

// changeOrganTx is changeOrgan for a verb that also enqueues.
func (o *Office) changeOrganTx(ctx context.Context, a Actor, id ids.Agency, action string, f func(pgx.Tx, organChange) error) error {
	now := o.Now()
	return o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		row, err := q.LockAgency(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		if err := o.mayOrgan(a, id, action); err != nil {
			return err
		}
		if row.Peer != "" {
			return fault.New(fault.Rule, "organ.of_another_hub", fault.T("该机关属于其他枢纽，由其所在枢纽维护", "That organ belongs to another hub, which looks after it"))
		}
		return f(tx, organChange{office: o, q: q, actor: a, organ: AgencyRow(row), now: now})
	})
}

// readOrgan is the frame of every verb that looks at an organ's settings.
func (o *Office) readOrgan(ctx context.Context, a Actor, id ids.Agency, action string, f func(*dbsqlc.Queries, AgencyRow) error) error {
	return o.read(ctx, a, func(q *dbsqlc.Queries) error {
		row, err := q.ReadAgency(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		if err := o.mayOrgan(a, id, action); err != nil {
			return err
		}
		return f(q, row)
	})
}

// mayOrgan says missing to whom the settings of the organ do not concern, and
// denied, with who may, to a colleague in another function.
func (o *Office) mayOrgan(a Actor, id ids.Agency, action string) error {
	on := access.Organ{Agency: id, Relation: relationTo(a, id)}
	if o.Access.AllowsOrgan(a.principal(), action, on) {
		return nil
	}
	// A partner system sees no settings, but the endpoints at which it listens.
	seen := o.Access.AllowsOrgan(a.principal(), "organ.see", on) || action == "endpoint.edit" && o.Access.AllowsOrgan(a.principal(), "endpoint.read", on)
	if !seen {
		return missing()
	}
	zh, en := "您的岗位不能办理这一事项", "Your function may not do this"
	on.Relation = "own"
	for _, who := range []struct{ function, zh, en string }{
		{"admin", "，由本机关管理员办理", "; the organ's administrator may"}, {"operator", "，由系统运维人员办理", "; an operator of the hub may"},
	} {
		if o.Access.AllowsOrgan(access.Principal{Functions: []string{who.function}}, action, on) {
			zh, en = zh+who.zh, en+who.en
			break
		}
	}
	return fault.New(fault.Denied, "not_allowed", fault.T(zh, en))
}

func relationTo(a Actor, id ids.Agency) string {
	if !id.IsZero() && a.Agency == id {
		return "own"
	}
	return "other"
}

// organActions are the actions on an organ that a page may offer.
var organActions = []string{
	"organ.create", "organ.edit", "organ.contact", "unit.edit", "user.edit", "presiding.edit", "leave.edit", "shift.edit", "desk.edit",
	"issuer.edit", "issuer.try", "client.edit", "proposal.decide",
}

func (o *Office) organActionsOf(a Actor, id ids.Agency) []string {
	on := access.Organ{Agency: id, Relation: relationTo(a, id)}
	return slices.DeleteFunc(slices.Clone(organActions), func(action string) bool { return !o.Access.AllowsOrgan(a.principal(), action, on) })
}

// enter writes what was changed into the organ's chain.
func (c organChange) enter(ctx context.Context, kind string, fields map[string]any) (ids.Event, error) {
	ev, err := c.office.enter(ctx, c.q, c.q, entry{
		Subject: record.Subject{Kind: organSubject, ID: c.organ.ID.String()}, Kind: kind, OccurredAt: c.now, RecordedAt: c.now,
		Agency: c.actor.Agency, Actor: c.actor, Fields: fields,
	})
	return ev.ID, err
}

// person finds somebody of the organ; path names the field that asked.
func (c organChange) person(ctx context.Context, id ids.User, path string) (UserRow, error) {
	u, err := c.q.ReadUser(ctx, id)
	if noRows(err) || err == nil && u.AgencyID != c.organ.ID {
		return u, invalid(path, "本机关没有这位人员（首次登录后才会出现在名单里）", "Nobody of this organ; people appear on the list after their first login")
	}
	return u, err
}

func sameVersion(have, seen int64) error {
	if have != seen {
		return fault.New(fault.Stale, "stale", fault.T("内容已被他人更新，请刷新后再办理", "Somebody changed this in the meantime; reload and try again"))
	}
	return nil
}

// versionOf numbers what has no version column by its content: the same content
// is the same version.
func versionOf(parts ...any) int64 {
	h := fnv.New64a()
	for _, p := range parts {
		fmt.Fprintf(h, "%v\x00", p)
	}
	return int64(h.Sum64() & (1<<53 - 1)) // JavaScript reads larger numbers inexactly
}

// taken turns a breach of a unique constraint into a clash.
func taken(err error, code, zh, en string) error {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "23505" { // unique_violation
		return fault.Wrap(fault.Clash, code, fault.T(zh, en), err)
	}
	return err
}
