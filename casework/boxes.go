package casework

import (
	"bytes"
	"context"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Box is a part of the inbox. Todo, Waiting, Done and Over share out the cases in
// which the organ is sender or receiver; the others look at the same cases from
// another side.
type Box string

// Boxes of the inbox.
const (
	Todo       Box = "todo"       // 待办: my organ's turn
	Waiting    Box = "waiting"    // 在办: another organ's turn, nothing decided yet
	Done       Box = "done"       // 已办: my organ has done its part, the case goes on
	Over       Box = "closed"     // 办结
	Supervised Box = "supervised" // 督办
	Copied     Box = "copied"     // 抄送
	Watched    Box = "watched"    // 关注
	Signing    Box = "signing"    // 今天要签的: what waits for the head
	Sending    Box = "sent"       // 我发出的
	Getting    Box = "received"   // 发给我的
	Mine       Box = "mine"       // 我承办的: what was given to me in person
)

// Filter narrows a box or a search. What is empty narrows nothing.
type Filter struct {
	Kinds, States []string
	Light         string // red, amber, green: how the organ's own duty stands
	Side          string // sent, received, copied; in a search
	Turn          string // mine, theirs; in a search
	From, To      civil.Date
	Officer       ids.User // 承办人 of the own organ; Unassigned: of whom there is none
}

// Unassigned stands for the person of a case that was given to nobody. No id of a
// person looks like it, and the queries say the same.
var Unassigned = ids.User(bytes.Repeat([]byte{0xff}, 16))

// conditions are a filter in the words of the queries. Days are those since when
// the organ takes part in the case, the last one included.
func (f Filter) conditions(a Actor, now time.Time) dbsqlc.ListOverParams {
	p := dbsqlc.ListOverParams{AgencyID: a.Agency, Kinds: f.Kinds, States: f.States, Officer: ids.Entry(f.Officer)}
	if p.Kinds == nil {
		p.Kinds = []string{}
	}
	if p.States == nil {
		p.States = []string{}
	}
	soon := now.Add(LastDay)
	switch f.Light {
	case "red":
		p.DueBefore = &now
	case "amber":
		p.DueFrom, p.DueBefore = &now, &soon
	case "green":
		p.DueFrom = &soon
	}
	if !f.From.IsZero() {
		at := f.From.Start()
		p.Since = &at
	}
	if !f.To.IsZero() {
		at := f.To.End()
		p.Until = &at
	}
	return p
}

// LastDay is how long before its end a duty is shown amber in a list, which is
// when a reader has to act; the detail shows each clock's own amber.
const LastDay = 24 * time.Hour

// place is where a case stands in a list.
type place = dbsqlc.ListOverRow

func listBox(ctx context.Context, q *dbsqlc.Queries, a Actor, box Box, p dbsqlc.ListOverParams, after *Cursor, size int) ([]place, error) {
	p.PageSize = int32(size)
	if after != nil {
		p.Before, p.BeforeID = &after.At, ids.Entry(after.Case)
	}
	switch box {
	case Todo, Signing:
		if box == Signing {
			p.States = []string{string(referral.Reported)}
		}
		return places(q.ListTurn(ctx, dbsqlc.ListTurnParams{
			AgencyID: p.AgencyID, Kinds: p.Kinds, States: p.States, Officer: p.Officer, Since: p.Since, Until: p.Until, DueFrom: p.DueFrom, DueBefore: p.DueBefore,
			After: p.Before, AfterID: p.BeforeID, PageSize: p.PageSize,
		}))
	case Waiting:
		return places(q.ListWaiting(ctx, dbsqlc.ListWaitingParams(p)))
	case Done:
		return places(q.ListDone(ctx, dbsqlc.ListDoneParams(p)))
	case Over:
		return q.ListOver(ctx, p)
	case Supervised:
		return places(q.ListSupervised(ctx, dbsqlc.ListSupervisedParams(p)))
	case Sending, Getting, Copied:
		return places(q.ListSide(ctx, dbsqlc.ListSideParams{
			AgencyID: p.AgencyID, Side: string(box), Kinds: p.Kinds, States: p.States, Officer: p.Officer, Since: p.Since, Until: p.Until, DueFrom: p.DueFrom, DueBefore: p.DueBefore,
			Before: p.Before, BeforeID: p.BeforeID, PageSize: p.PageSize,
		}))
	case Mine:
		return places(q.ListMine(ctx, dbsqlc.ListMineParams{
			UserID: a.User, AgencyID: p.AgencyID, Kinds: p.Kinds, States: p.States, Officer: p.Officer, Since: p.Since, Until: p.Until, DueFrom: p.DueFrom, DueBefore: p.DueBefore,
			Before: p.Before, BeforeID: p.BeforeID, PageSize: p.PageSize,
		}))
	case Watched:
		return places(q.ListWatched(ctx, dbsqlc.ListWatchedParams{
			UserID: a.User, AgencyID: p.AgencyID, Kinds: p.Kinds, States: p.States, Officer: p.Officer, Since: p.Since, Until: p.Until, DueFrom: p.DueFrom, DueBefore: p.DueBefore,
			Before: p.Before, BeforeID: p.BeforeID, PageSize: p.PageSize,
		}))
	}
	return nil, invalid("query.box", "没有这个分类", "There is no such box")
}

// places gives the rows of every list the same type; their fields are the same.
func places[R ~struct {
	CaseID ids.Case
	At     time.Time
}](rows []R, err error) ([]place, error) {
	out := make([]place, len(rows))
	for i, r := range rows {
		out[i] = place(r)
	}
	return out, err
}
