package casework

import (
	"context"
	"fmt"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// publishable asks whether names may leave the seal (insp_draw_confidential): those that
// were drawn, and those that were left out because another plan has drawn them.
func (o *Office) publishable(ctx context.Context, q *dbsqlc.Queries, a Actor, p *Plan, f *draw.Frozen, visitsDone bool) error {
	today := civil.DateOf(o.Now())
	rule, _ := o.Rules.Pick("insp_draw_confidential", today, "", "")
	refuse := func(code, zh, en string) error { return under(fault.New(fault.Rule, code, fault.T(zh, en)), rule) }
	over := today.After(p.ToOn)
	if !over && (!visitsDone || !o.mayPlan(a, p, "draw.decide")) {
		return refuse("draw.visits_not_done", "检查期间还没有结束：须由负责人确认现场检查已经全部完成，才能公布名单", "The period has not ended: a head must confirm that all visits are done before names are published")
	}
	if n, err := q.UnfinishedSiteChecks(ctx, p.ID); err != nil || n > 0 {
		if err == nil {
			err = refuse("draw.visits_not_done", fmt.Sprintf("还有%d次检查没有完成；请完成或者取消后再公布名单", n), fmt.Sprintf("%d visits are not done: finish them or call them off before names are published", n))
		}
		return err
	}
	if !over {
		open, err := unvisited(ctx, q, p)
		if err != nil {
			return err
		}
		if n := len(open); n > 0 {
			return refuse("draw.unvisited", fmt.Sprintf("检查期间还没有结束，抽取的企业中还有%d家没有检查；请完成检查，或者安排后写明理由取消，也可以在检查期间结束后公布", n),
				fmt.Sprintf("The period has not ended and %d of the drawn enterprises were not visited: visit them, or call their visit off with its reason, or publish after the period", n))
		}
	}
	if n, err := q.MergedAndWaiting(ctx, p.ID, today, p.current().ID); err != nil || n > 0 {
		if err == nil {
			err = refuse("draw.merged_sealed", fmt.Sprintf("有%d次检查已合并到其他方案，那边还没有检查；现在公布会提前泄露名单，请等检查完成或者那个方案的检查期间结束", n),
				fmt.Sprintf("%d visits became part of another plan's and are not made yet: publishing would tell them beforehand; wait until they are made, or until that plan's period has ended", n))
		}
		return err
	}
	waits, err := sealedElsewhere(ctx, q, p, today, f)
	if err != nil {
		return err
	}
	if waits > 0 {
		return refuse("draw.other_sealed", fmt.Sprintf("名单中有%d家企业因另一方案抽取而排除，该方案的检查还没有完成，公布会泄露其名单；请等该方案完成检查或者公布后再公布", waits),
			fmt.Sprintf("%d enterprises were left out because another plan has drawn them; its visits are not done and its names would be told: publish after it", waits))
	}
	return nil
}

// unvisited are the drawn enterprises that no check was made at, nor was one called off
// with its reason. What became part of another plan's visit is looked for there.
func unvisited(ctx context.Context, q *dbsqlc.Queries, p *Plan) ([]string, error) {
	r := p.current()
	s, err := q.ReadSealed(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	d, err := draw.ReadDraw(s.Drawn)
	if err != nil {
		return nil, err
	}
	codes := make([]string, len(d.Result))
	for i, v := range d.Result {
		codes[i] = v.Object
	}
	return q.DrawnUnvisited(ctx, codes, r.ID, p.ID)
}

// sealedElsewhere counts the enterprises left out for the sake of a plan that is still
// sealed: drawn there, not visited yet, its period not over.
func sealedElsewhere(ctx context.Context, q *dbsqlc.Queries, p *Plan, today civil.Date, f *draw.Frozen) (n int, err error) {
	if !slices.ContainsFunc(f.Objects.Excluded, func(x draw.ExcludedObject) bool { return x.Reason == draw.OtherPlan }) {
		return 0, nil
	}
	rounds, err := q.SealedElsewhere(ctx, p.ID, today)
	if err != nil {
		return 0, err
	}
	sealed := map[string]bool{}
	for _, r := range rounds {
		d, err := draw.ReadDraw(r.Drawn)
		if err != nil {
			return 0, err
		}
		for _, v := range d.Result {
			sealed[v.Object] = sealed[v.Object] || !slices.Contains(r.Visited, v.Object)
		}
	}
	for _, x := range f.Objects.Excluded {
		if x.Reason == draw.OtherPlan && sealed[x.ID] {
			n++
		}
	}
	return n, nil
}
