package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Replay is what a pack would do to the clocks that run now.
type Replay struct {
	Problems []rules.Problem // not empty: nothing was replayed
	Open     int             // clocks that were looked at
	Settled  int             // provisional lines that become certain, moved or not
	Moved    []MovedClock
}

// MovedClock is a clock with another line under the pack.
//
// Moves says that activation moves it: its own edition reaches another day
// under the new holiday table. Otherwise it keeps its line, for a clock keeps
// the edition it was started under; only one that starts anew would have New.
type MovedClock struct {
	Clock       ids.Clock
	Number      string
	CaseKind    string
	Owes        string
	Rule        string
	Title       fault.Text
	Edition     string
	NewEdition  string
	Old, New    time.Time // New is zero where the pack gives no line
	Moves       bool
	Provisional bool
	Why         fault.Text
}

// certain are the clocks that move although their line was thought final.
func (r Replay) certain() (list []ids.Entry) {
	list = []ids.Entry{}
	for _, m := range r.Moved {
		if m.Moves && !m.Provisional {
			list = append(list, ids.Entry(m.Clock))
		}
	}
	return list
}

// ReplayPack says which open clocks a pack would move. It changes nothing.
func (o *Office) ReplayPack(ctx context.Context, a Actor, in PackFile) (r Replay, err error) {
	if err := o.mayPack(a, "pack.replay"); err != nil {
		return r, err
	}
	if err := in.check(); err != nil {
		return r, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		layers, _, err := loadedLayers(ctx, q)
		if err != nil {
			return err
		}
		before, _ := rules.ComposeSound(layers...)
		after, problems := rules.Compose(onTop(layers, in)...)
		if len(problems) > 0 {
			r.Problems = problems
			return nil
		}
		r, err = replayOver(ctx, q, before, after)
		return err
	})
	return r, err
}

// replayOver computes every open clock under two books. It reads in pages and
// keeps only what moves.
func replayOver(ctx context.Context, q *dbsqlc.Queries, before, after *rules.Book) (Replay, error) {
	var r Replay
	var last ids.Entry
	for {
		page, err := q.ListOpenClocks(ctx, last, sweepPage)
		if err != nil {
			return r, fmt.Errorf("list open clocks: %w", err)
		}
		for _, k := range page {
			last = ids.Entry(k.ID)
			r.Open++
			r.take(k, before, after)
		}
		if len(page) < sweepPage {
			break
		}
	}
	slices.SortStableFunc(r.Moved, func(x, y MovedClock) int {
		if x.Moves != y.Moves {
			if x.Moves {
				return -1
			}
			return 1
		}
		return x.Old.Compare(y.Old)
	})
	return r, nil
}

func (r *Replay) take(k dbsqlc.OpenClock, before, after *rules.Book) {
	rule, ok := before.Edition(k.RuleID, k.Edition)
	if !ok {
		return
	}
	pauses, grants := pausesOf(rule, store.Pauses(k.Pauses)), grantsOf(store.Grants(k.Grants))
	m := MovedClock{
		Clock: k.ID, Number: k.Number, CaseKind: k.CaseKind, Owes: k.OwesName, Rule: rule.ID, Title: rule.Title, Edition: rule.Edition, NewEdition: rule.Edition,
		Old: *k.DueAt, Provisional: k.Provisional,
	}
	res, err := after.Again(rule.ID, rule.Edition, startOf(rule, k.StartedAt), pauses, grants)
	if err != nil || !res.Runs() {
		return // rests, or its edition has gone, which Compose refuses
	}
	if k.Provisional && !res.Provisional {
		r.Settled++
	}
	if !res.DueAt.Equal(*k.DueAt) {
		m.New, m.Moves = res.DueAt, true
		m.Why = fault.T("放假安排变化，按原规则重新计算", "The holidays change: computed again under its own rule")
		r.Moved = append(r.Moved, m)
		return
	}
	if m.anew(k, rule, before, after, pauses, grants) {
		r.Moved = append(r.Moved, m)
	}
}

// anew asks which edition a clock would get if it started today as it did then:
// of the organ that gave it its own edition.
func (m *MovedClock) anew(k dbsqlc.OpenClock, rule deadline.Rule, before, after *rules.Book, pauses []deadline.Pause, grants []deadline.Grant) bool {
	on := civil.DateOf(k.StartedAt)
	for _, organ := range [][2]string{{k.SenderRegion, k.SenderSector}, {k.ReceiverRegion, k.ReceiverSector}, {k.OwesRegion, k.OwesSector}} {
		if was, err := before.Pick(rule.ID, on, organ[0], organ[1]); err != nil || was.Edition != rule.Edition {
			continue
		}
		is, err := after.Pick(rule.ID, on, organ[0], organ[1])
		switch {
		case err != nil || is.Off():
			m.NewEdition, m.Why = "", fault.T("不再适用；在办期限保留原规则", "No longer applies; clocks that run keep their rule")
			return true
		case is.Edition == rule.Edition:
			return false
		}
		m.NewEdition = is.Edition
		m.Why = fault.T("有新版本；在办期限保留原规则，新起算的按新版本", "A new edition; clocks that run keep their rule, new ones follow the new edition")
		if res, err := deadline.Compute(is, startOf(is, k.StartedAt), after.Calendar(), pauses, grants); err == nil {
			m.New = res.DueAt
		}
		return !m.New.Equal(m.Old)
	}
	return false
}
