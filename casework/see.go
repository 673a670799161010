package casework

import (
	"context"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// seen is a case as one actor's organ sees it.
type seen struct {
	*store.Loaded
	actor    Actor
	resource access.Resource
	policies *access.Policies
	answered map[string]bool // a detail asks for some actions many times
	glass    *Glass          // the break-glass look through which it is seen; nil: the organ takes part
}

// may asks the policies for one action on this case.
func (s *seen) may(action string) bool {
	allowed, known := s.answered[action]
	if !known {
		if s.answered == nil {
			s.answered = map[string]bool{}
		}
		allowed = s.policies.Allows(s.actor.principal(), action, s.resource)
		s.answered[action] = allowed
	}
	return allowed
}

// open reads a case for looking at it. What the organ may not see is missing.
func (o *Office) open(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Case) (*seen, error) {
	c, err := q.ReadCase(ctx, id)
	if err != nil {
		return nil, orMissing(err)
	}
	return o.see(ctx, q, a, c)
}

// lock reads a case for changing it: first the lock, then who may see it, then
// whether this action is allowed, and only then the version. An earlier 412
// would tell a stranger that the case exists.
func (o *Office) lock(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Case, action string, version int64) (*seen, error) {
	s, err := o.lockUnchecked(ctx, q, a, id)
	if err != nil {
		return nil, err
	}
	if !s.may(action) {
		return nil, denied(action)
	}
	return s, s.fresh(version)
}

func (o *Office) lockUnchecked(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Case) (*seen, error) {
	c, err := q.LockCase(ctx, id)
	if err != nil {
		return nil, orMissing(err)
	}
	return o.see(ctx, q, a, c)
}

// AnyVersion is the version of a caller that adds to a case without looking at
// its state, for example an upload.
const AnyVersion int64 = -1

func (s *seen) fresh(version int64) error {
	if version != AnyVersion && version != s.Case.Version {
		return fault.New(fault.Stale, "stale", fault.T("案件已被他人更新，请刷新后再办理", "Somebody changed the case in the meantime; reload and try again"))
	}
	return nil
}

func (o *Office) see(ctx context.Context, q *dbsqlc.Queries, a Actor, c dbsqlc.Case) (*seen, error) {
	l, err := store.LoadCase(ctx, q, c)
	return o.view(a, l, err)
}

// opened gives a case that was asked for in a batch, once that was sent.
func (o *Office) opened(a Actor, opening *store.Opening) (*seen, error) {
	l, err := opening.Case()
	return o.view(a, l, err)
}

func (o *Office) view(a Actor, l *store.Loaded, err error) (*seen, error) {
	if err != nil {
		return nil, orMissing(err)
	}
	s := &seen{Loaded: l, actor: a, policies: o.Access, resource: access.Resource{Case: l.Case.ID, Kind: l.Case.Kind, Relation: "none"}}
	for _, p := range l.Parts {
		if p.AgencyID == a.Agency {
			s.resource.Relation, s.resource.Level = p.Relation, p.Level
		}
	}
	if !s.may("case.read") {
		return nil, missing()
	}
	return s, nil
}

func orMissing(err error) error {
	if noRows(err) {
		return missing()
	}
	return err
}
