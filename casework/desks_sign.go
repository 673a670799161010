package casework

import (
	"context"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// AtDesk is by what right a person signs in another organ's name (受托签收).
type AtDesk struct {
	ID       ids.Entry // of the entrustment
	Home     ids.Agency
	Document string
}

// home is the organ whose person the actor is.
func (a Actor) home() ids.Agency {
	if a.Desk != nil {
		return a.Desk.Home
	}
	return a.Agency
}

// receives reports whether somebody works at a desk: what is entrusted to a window
// is entrusted to those of it who receive for their own organ too.
func (a Actor) receives() bool {
	return !a.Machine && a.Desk == nil && (a.Has("desk") || a.Has("liaison")) && !a.Has("operator")
}

// Window is what waits at the desk of one organ that was entrusted to the actor.
type Window struct {
	Entrusted dbsqlc.EntrustedToRow
	Lines     []dbsqlc.ListAtDeskRow
	Agencies  map[ids.Agency]Agency // senders
	More      bool                  // more is waiting than the lines
}

// atDesk is what a window asks about: what was sent to the organ.
var atDesk = access.Resource{Relation: string(referral.Receiver), Level: "content"}

// mostAtDesk bounds the lines of one window; what is signed for makes room.
const mostAtDesk = 50

// Windows lists what waits to be signed for at the desks that were entrusted to the
// actor (共用窗口), each organ with its own lines.
func (o *Office) Windows(ctx context.Context, a Actor) ([]Window, error) {
	given, err := o.entrusted(ctx, a)
	if err != nil {
		return nil, err
	}
	list := make([]Window, len(given))
	for i, e := range given {
		w := &list[i]
		w.Entrusted = e
		acting := a.at(e)
		if !(&seen{policies: o.Access, actor: acting, resource: atDesk}).may("case.list") {
			continue
		}
		err := o.read(ctx, acting, func(q *dbsqlc.Queries) error {
			w.Lines, err = q.ListAtDesk(ctx, e.AgencyID, mostAtDesk+1)
			if err != nil {
				return err
			}
			if w.More = len(w.Lines) > mostAtDesk; w.More {
				w.Lines = w.Lines[:mostAtDesk]
			}
			var senders []ids.Entry
			for _, l := range w.Lines {
				senders = append(senders, ids.Entry(l.SenderID))
			}
			w.Agencies, err = namedOrgans(ctx, q, senders)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// entrusted lists in whose name the actor may sign today, one entry per organ.
func (o *Office) entrusted(ctx context.Context, a Actor) (list []dbsqlc.EntrustedToRow, err error) {
	if !a.receives() {
		return nil, nil
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		list, err = q.EntrustedTo(ctx, a.Agency, civil.DateOf(o.Now()), a.User)
		return err
	})
	return slices.CompactFunc(list, func(x, y dbsqlc.EntrustedToRow) bool { return x.AgencyID == y.AgencyID }), err
}

// AtDeskOf gives the actor as whom somebody signs at the desk of another organ. Where
// nothing was entrusted, the organ's desk does not exist for the caller.
func (o *Office) AtDeskOf(ctx context.Context, a Actor, organ ids.Agency) (Actor, error) {
	list, err := o.entrusted(ctx, a)
	if err != nil {
		return Actor{}, err
	}
	i := slices.IndexFunc(list, func(e dbsqlc.EntrustedToRow) bool { return e.AgencyID == organ })
	if i < 0 {
		return Actor{}, fault.New(fault.Missing, "desk.not_entrusted", fault.T("该机关没有委托您代收，或者委托已经到期、撤回", "That organ did not entrust its desk to you, or the entrustment is over"))
	}
	return a.at(list[i]), nil
}

// at takes off whatever the person is at home: a head at the window is no head there.
func (a Actor) at(e dbsqlc.EntrustedToRow) Actor {
	return Actor{
		User: a.User, Agency: e.AgencyID, Sector: e.Sector, Name: a.Name, Functions: []string{EntrustedDesk}, Lang: a.Lang,
		Desk: &AtDesk{ID: e.ID, Home: a.Agency, Document: e.Document},
	}
}

// holdDesk makes sure, inside the act's own transaction, that the entrustment still
// stands; who takes it back waits for the act, or the act is refused.
func (a Actor) holdDesk(ctx context.Context, q *dbsqlc.Queries, now time.Time) error {
	if a.Desk == nil {
		return nil
	}
	_, err := q.HoldEntrustment(ctx, dbsqlc.HoldEntrustmentParams{ID: a.Desk.ID, AgencyID: a.Agency, Today: civil.DateOf(now), UserID: a.User})
	return orMissing(err)
}

// waitingAtDesks counts what waits at the desks that were entrusted to the actor; nil
// where no organ did.
func (o *Office) waitingAtDesks(ctx context.Context, a Actor) (*int64, error) {
	given, err := o.entrusted(ctx, a)
	if err != nil || len(given) == 0 {
		return nil, err
	}
	var sum int64
	for _, e := range given {
		err := o.read(ctx, a.at(e), func(q *dbsqlc.Queries) error {
			n, err := q.CountAtDesk(ctx, e.AgencyID, MostCounted)
			sum += n
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return &sum, nil
}
