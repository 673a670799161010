package casework

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Colleague is somebody of one's own organ whom a case can be given to.
type Colleague struct {
	ID          ids.User
	Name, Title string
	Functions   []string
	Away        bool // on leave today
}

// Colleagues lists the people of the actor's organ who handle cases, by name.
func (o *Office) Colleagues(ctx context.Context, a Actor) (list []Colleague, err error) {
	if !o.mayList(a) {
		return nil, denied("case.list")
	}
	today := civil.DateOf(o.Now())
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.ListUsers(ctx, a.Agency)
		if err != nil {
			return err
		}
		leaves, err := q.LeavesOn(ctx, a.Agency, today)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if handles(r.Functions) {
				away := slices.ContainsFunc(leaves, func(l dbsqlc.LeavesOnRow) bool { return l.UserID == r.ID })
				list = append(list, Colleague{ID: r.ID, Name: r.Name, Title: r.Title, Functions: r.Functions, Away: away})
			}
		}
		return nil
	})
	return list, err
}

// officers are the functions of those who work on cases; auditors, administrators
// and operators do not.
var officers = []string{"desk", "handler", "legal_reviewer", "head", "liaison", "procurator"}

func handles(functions []string) bool {
	return slices.ContainsFunc(functions, func(f string) bool { return slices.Contains(officers, f) })
}

// PutInCharge names who of the actor's organ handles a case (承办人), or nobody.
// Every organ that takes part names its own, and no other learns whom. It moves no
// clock: the statutory steps that name an officer say so themselves.
func (o *Office) PutInCharge(ctx context.Context, a Actor, id ids.Case, officer ids.User) (d Detail, err error) {
	now := o.Now()
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "case.assign", AnyVersion)
		if err != nil {
			return err
		}
		name := ""
		if !officer.IsZero() {
			u, err := q.ReadUser(ctx, officer)
			if noRows(err) || err == nil && (u.AgencyID != a.Agency || !handles(u.Functions)) {
				return invalid("body.user", "本机关没有这名办案人员", "Nobody of your organ who handles cases has this id")
			}
			if err != nil {
				return err
			}
			name = u.Name
		}
		if s.officer(a.Agency) == officer {
			d, err = o.detail(ctx, q, a, id, now)
			return err
		}
		batch := &store.Batch{}
		b := batch.Queries()
		if err := b.SaveOfficer(ctx, officer, id, a.Agency); err != nil {
			return err
		}
		ev, err := o.enter(ctx, q, b, entry{
			Case: id, Kind: "case.assign", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
			Fields: map[string]any{"officer": name},
		})
		if err != nil {
			return err
		}
		if !officer.IsZero() && officer != a.User {
			if err := o.put(ctx, q, b, notice{
				Case: id, Event: ev.ID, Agency: a.Agency, User: officer, Topic: "case.assign", Level: LevelInfo, Dedup: ev.ID.String(),
				Params: NoticeParams{Number: s.Case.Number, CaseKind: s.Case.Kind, ZH: "交您承办", EN: "Given to you", Link: o.link(id)},
			}, now); err != nil {
				return err
			}
			if err := o.wake(ctx, tx); err != nil {
				return err
			}
		}
		if err := batch.Send(ctx, tx); err != nil {
			return err
		}
		d, err = o.detail(ctx, q, a, id, now)
		return err
	})
	return d, err
}

// officer is who handles the case for an organ; zero: nobody was named.
func (s *seen) officer(organ ids.Agency) ids.User {
	for _, p := range s.Parts {
		if p.AgencyID == organ {
			return p.OfficerID
		}
	}
	return ids.User{}
}
