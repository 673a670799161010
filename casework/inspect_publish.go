package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Drawn is what was drawn, with names: for the planners until it is published.
type Drawn struct {
	Visits []DrawnVisit
	Out    []draw.ExcludedObject
	Sealed int // left out for another plan's visits: named once the draw is published
}

// DrawnVisit is an enterprise with the team that goes there.
type DrawnVisit struct {
	Code, Name, Stratum string
	Team                []TeamMember
}

// TeamMember is an officer of a team.
type TeamMember struct {
	Agency       ids.Agency
	Number, Name string
}

// OpenDraw shows a named planner what was drawn before the visits (启封): with a
// reason, in the record. Nobody else, whatever the function, sees it before it is published.
func (o *Office) OpenDraw(ctx context.Context, a Actor, id ids.Entry, reason string) (d Drawn, err error) {
	var bad complaints
	if bad.text("body.reason", &reason, 2, 300); bad.err() != nil {
		return d, bad.err()
	}
	_, err = o.changePlan(ctx, a, id, "draw.open", func(q *dbsqlc.Queries, p *Plan) error {
		if p.State != "drawn" {
			return p.notNow("draw.open")
		}
		if !p.Planner {
			rule, _ := o.Rules.Pick("insp_draw_confidential", civil.DateOf(o.Now()), "", "")
			return under(fault.New(fault.Denied, "draw.sealed", fault.T("检查前抽查结果密封，只有各部门确认参加时登记的计划人员可以启封", "Before the visits the result is sealed; only the planner each agency named by joining may open it")), rule)
		}
		if d, err = o.drawn(ctx, q, p); err != nil {
			return err
		}
		if err := q.InsertOpening(ctx, p.current().ID, a.User, o.Now()); err != nil {
			return err
		}
		return o.enterPlan(ctx, q, a, id, "draw.open", map[string]any{"round": p.current().ID.String(), "reason": reason})
	})
	return d, err
}

// PublishedDraw gives a published result to everybody of the agencies that took part.
func (o *Office) PublishedDraw(ctx context.Context, a Actor, id ids.Entry) (d Drawn, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		p, err := o.planIn(ctx, q, a, id)
		if err != nil {
			return err
		}
		if p.State != "published" {
			return p.notNow("draw.result")
		}
		d, err = o.drawn(ctx, q, &p)
		return err
	})
	return d, err
}

func (o *Office) drawn(ctx context.Context, q *dbsqlc.Queries, p *Plan) (d Drawn, err error) {
	s, err := q.ReadSealed(ctx, p.current().ID)
	if err != nil {
		return d, err
	}
	section, err := draw.ReadDraw(s.Drawn)
	if err != nil {
		return d, err
	}
	f, err := draw.Thaw(draw.Sections{Terms: s.Terms, Objects: s.Objects, Officers: s.Officers})
	if err != nil {
		return d, err
	}
	names, people := map[string]string{}, map[ids.Entry]TeamMember{}
	for _, x := range f.Objects.List {
		names[x.ID] = x.Name
	}
	var all []ids.Entry
	for _, x := range f.Officers.List {
		all, people[x.ID] = append(all, x.ID), TeamMember{Agency: x.Agency}
	}
	rows, err := q.ListPlanPeople(ctx, all)
	if err != nil {
		return d, err
	}
	for _, r := range rows {
		people[r.ID] = TeamMember{r.AgencyID, r.Number, r.Name}
	}
	for _, v := range section.Result {
		visit := DrawnVisit{Code: v.Object, Name: names[v.Object], Stratum: v.Stratum}
		for _, officer := range v.Team {
			visit.Team = append(visit.Team, people[officer])
		}
		d.Visits = append(d.Visits, visit)
	}
	d.Out = f.Objects.Excluded
	if p.State != "published" { // what another plan has drawn is not for the planners of this one
		d.Out = slices.DeleteFunc(slices.Clone(d.Out), func(x draw.ExcludedObject) bool { return x.Reason == draw.OtherPlan })
		d.Sealed = len(f.Objects.Excluded) - len(d.Out)
	}
	return d, nil
}

// PublishDraw makes the file that everybody can verify (公布). Before the period has
// ended only a head may, who says that all visits are done, and they have to be.
func (o *Office) PublishDraw(ctx context.Context, a Actor, id ids.Entry, visitsDone bool) (Plan, error) {
	return o.changePlan(ctx, a, id, "draw.hold", func(q *dbsqlc.Queries, p *Plan) error {
		if !slices.Contains(p.Actions, "publish") {
			return p.notNow("draw.publish")
		}
		now := o.Now()
		r := p.current()
		f, err := thaw(ctx, q, r.ID)
		if err != nil {
			return err
		}
		if err := o.publishable(ctx, q, a, p, f, visitsDone); err != nil {
			return err
		}
		core, err := hash32("", r.Core)
		if err != nil {
			return err
		}
		anchor, err := anchorOf(ctx, q, r.FrozenEvent)
		if err != nil {
			return err
		}
		file, err := f.File(draw.Hash(core), draw.Seal{Hub: o.Hub, SealedAt: now, Anchor: anchor}, o.HubKey.Private)
		if err != nil {
			return err
		}
		b, err := draw.Verify(file) // nothing leaves the hub that it would not accept
		if err != nil {
			return fmt.Errorf("verify the bundle before it is published: %w", err)
		}
		if err := q.SealFile(ctx, file, r.ID); err != nil {
			return err
		}
		if err := q.EndRound(ctx, dbsqlc.EndRoundParams{ID: r.ID, State: "published", Digest: b.Digest.String(), EndedAt: now, Missing: []ids.Entry{}}); err != nil {
			return err
		}
		if err := q.SetPlanState(ctx, "published", id); err != nil {
			return err
		}
		return o.enterPlan(ctx, q, a, id, "draw.publish", map[string]any{"round": r.ID.String(), "digest": b.Digest.String(), "visits_done": visitsDone})
	})
}

// anchorOf proves that the event of a freeze stands in the log; none while it has
// no leaf under a checkpoint yet.
func anchorOf(ctx context.Context, q *dbsqlc.Queries, event ids.Event) ([]draw.Anchor, error) {
	row, err := q.ReadAnchor(ctx, event)
	if noRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	leaf := *row.Leaf
	over, err := q.FirstCheckpointOver(ctx, leaf)
	if noRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	proof, err := record.ProveInclusion(over.Size, leaf, tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		return store.LogHashes(ctx, q, indexes)
	}))
	if err != nil {
		return nil, fmt.Errorf("prove the freeze: %w", err)
	}
	a := draw.Anchor{Header: row.Encoded, Salt: row.Salt, Leaf: leaf, Checkpoint: strings.ReplaceAll(string(over.Note), "\n", "|")}
	for _, h := range proof {
		a.Proof = append(a.Proof, draw.Hash(h))
	}
	return []draw.Anchor{a}, nil
}

// DrawFile gives the published file (抽查包).
func (o *Office) DrawFile(ctx context.Context, a Actor, id ids.Entry) (file []byte, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		p, err := o.planIn(ctx, q, a, id)
		if err != nil {
			return err
		}
		if p.State != "published" {
			return p.notNow("draw.bundle")
		}
		s, err := q.ReadSealed(ctx, p.current().ID)
		file = s.File
		return err
	})
	return file, err
}
