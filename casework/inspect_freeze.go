package casework

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// How long the agencies of a manual round have to commit and reveal, and between what
// the initiator chooses. A courtesy of the hub, no legal number.
const (
	RevealWithin = 30 * time.Minute
	revealLeast  = 5 * time.Minute
	revealMost   = 3 * 24 * time.Hour
)

// FreezePlan fixes lists and terms for a round and publishes their hashes (冻结名单).
// Drawn on the spot, the hub makes the nonces of all agencies and commits to them at
// the same moment; else every agency is asked for its own, within a time (揭示截止时间)
// before which no agency is held to have let the round fail; zero: RevealWithin.
func (o *Office) FreezePlan(ctx context.Context, a Actor, id ids.Entry, mode draw.Mode, within time.Duration) (Plan, error) {
	if within == 0 {
		within = RevealWithin
	}
	if within < revealLeast || within > revealMost {
		return Plan{}, invalid("body.reveal_minutes", "揭示时间不少于5分钟、不超过3天", "From 5 minutes to 3 days")
	}
	return o.changePlan(ctx, a, id, "draw.hold", func(q *dbsqlc.Queries, p *Plan) error {
		if p.State != "open" {
			return p.notNow("draw.freeze")
		}
		if w := p.waiting(); len(w) > 0 {
			return fault.New(fault.Rule, "draw.not_joined", fault.T("还没有确认参加："+strings.Join(w, "、"), "Has not joined yet: "+strings.Join(w, ", ")))
		}
		now := o.Now()
		f, err := o.freeze(ctx, q, p, mode, now)
		if err != nil {
			return asRule(err)
		}
		var by *time.Time
		if mode == draw.Manual {
			at := now.Add(within).Truncate(time.Microsecond) // as the store keeps it
			by = &at
		}
		p.told = o.frozenNotices(p, f.Terms.Round.String(), f.Terms.Number, by)
		return o.keepRound(ctx, q, a, p, f, now, by)
	})
}

func (o *Office) freeze(ctx context.Context, q *dbsqlc.Queries, p *Plan, mode draw.Mode, now time.Time) (*draw.Frozen, error) {
	terms := draw.Terms{
		Hub: o.Hub, Plan: p.ID, Title: p.Title, Initiator: p.AgencyID, From: p.FromOn, To: p.ToOn, Round: ids.New[ids.Entry](now), Number: int64(len(p.Rounds) + 1),
		Mode: mode, FrozenAt: now, PerAgency: int64(p.PerAgency),
	}
	for _, x := range p.joined() {
		terms.Agencies = append(terms.Agencies, draw.Agency{ID: x.AgencyID, Name: x.Name})
	}
	today := civil.DateOf(now)
	for _, i := range p.Items {
		if !slices.ContainsFunc(terms.Agencies, func(x draw.Agency) bool { return x.ID == i.AgencyID }) {
			continue // of an agency that was left out
		}
		if !inForce(i.PublishedOn, i.WithdrawnOn, today) {
			rule, _ := o.Rules.Pick("insp_item_published", today, "", "")
			return nil, under(fault.New(fault.Rule, "plan.item_not_published", fault.T("方案中有抽查事项已经停用，不得实施", "A check item of the plan was withdrawn and may not be checked")), rule)
		}
		terms.Items = append(terms.Items, draw.Item{Agency: i.AgencyID, Code: i.Code, Version: int64(i.Version), Title: i.Title, Competence: i.Competence})
	}
	for _, s := range p.Strata {
		terms.Strata = append(terms.Strata, draw.Stratum(s))
	}
	var err error
	if terms.Earlier, err = p.earlier(); err != nil {
		return nil, err
	}
	busy, visited, err := elsewhere(ctx, q, p)
	if err != nil {
		return nil, err
	}
	objects, err := pool(ctx, q, p, visited)
	if err != nil {
		return nil, err
	}
	officers, err := staff(ctx, q, p, &terms, objects, busy)
	if err != nil {
		return nil, err
	}
	return draw.Freeze(terms, objects, officers, o.rand())
}

// earlier tells of the rounds that came to nothing.
func (p *Plan) earlier() (list []draw.Earlier, err error) {
	for _, r := range p.Rounds {
		h, err := hex.DecodeString(r.TermsHash)
		if err != nil {
			return nil, fmt.Errorf("read a terms hash: %w", err)
		}
		e := draw.Earlier{Round: r.ID, Number: int64(r.Number), Outcome: r.State, TermsHash: draw.Hash(h), Reason: r.Reason}
		for _, m := range r.Missing {
			e.Agencies = append(e.Agencies, ids.Agency(m))
		}
		list = append(list, e)
	}
	return list, nil
}

// elsewhere counts what is drawn under other plans of the same time.
func elsewhere(ctx context.Context, q *dbsqlc.Queries, p *Plan) (busy map[ids.Entry]int, visited map[string]bool, err error) {
	sections, err := q.DrawnElsewhere(ctx, p.ID, p.ToOn, p.FromOn)
	if err != nil {
		return nil, nil, err
	}
	busy, visited = map[ids.Entry]int{}, map[string]bool{}
	for _, s := range sections {
		d, err := draw.ReadDraw(s)
		if err != nil {
			return nil, nil, err
		}
		for _, v := range d.Result {
			visited[v.Object] = true
			for _, officer := range v.Team {
				busy[officer]++
			}
		}
	}
	return busy, visited, nil
}

// pool is the initiator's library as far as the plan reaches, and what is left out of it.
func pool(ctx context.Context, q *dbsqlc.Queries, p *Plan, visited map[string]bool) (o draw.Objects, err error) {
	rows, err := q.AllCheckObjects(ctx, p.AgencyID)
	if err != nil {
		return o, err
	}
	for _, x := range rows {
		tiers := slices.ContainsFunc(p.Strata, func(s Stratum) bool { return s.Name == x.Tier })
		if !tiers || !within(p.Districts, x.District) || !within(p.Tags, x.Tags...) {
			continue
		}
		object := draw.Object{ID: x.Code, Name: x.Name, Stratum: x.Tier}
		var reason draw.Reason
		switch {
		case x.Closed:
			reason = draw.Closed
		case !x.PositiveFrom.IsZero() && !x.PositiveFrom.After(p.ToOn) && !x.PositiveTo.Before(p.FromOn):
			reason = draw.PositiveList
		case visited[x.Code]:
			reason = draw.OtherPlan
		default:
			o.List = append(o.List, object)
			continue
		}
		o.Excluded = append(o.Excluded, draw.ExcludedObject{Object: object, Reason: reason})
	}
	return o, nil
}

// within reports whether one of what an object has is asked for; nothing asked for: all.
func within(asked []string, has ...string) bool {
	return len(asked) == 0 || slices.ContainsFunc(has, func(x string) bool { return slices.Contains(asked, x) })
}

// staff are the officers of all agencies with what keeps them away.
func staff(ctx context.Context, q *dbsqlc.Queries, p *Plan, terms *draw.Terms, objects draw.Objects, busy map[ids.Entry]int) (draw.Officers, error) {
	rows, err := q.PlanCandidates(ctx, p.ID)
	if err != nil {
		return draw.Officers{}, err
	}
	drawable := map[string]bool{}
	for _, x := range objects.List {
		drawable[x.ID] = true
	}
	var candidates []draw.Candidate
	recused := map[ids.Entry][]string{}
	for _, r := range rows {
		c := draw.Candidate{ID: r.ID, Agency: r.AgencyID, Certified: r.Certified, Until: r.CertificateUntil, Competences: r.Competences, Visits: busy[r.ID]}
		var leaves []Away
		if err := json.Unmarshal(r.Leaves, &leaves); err != nil {
			return draw.Officers{}, fmt.Errorf("read leaves: %w", err)
		}
		for _, l := range leaves {
			c.Leaves = append(c.Leaves, draw.Leave(l))
		}
		candidates, recused[r.ID] = append(candidates, c), r.RecusedFrom
	}
	officers := terms.Staff(candidates, int(p.MaxVisits))
	for _, x := range officers.List {
		for _, code := range recused[x.ID] {
			if drawable[code] {
				officers.Recusals = append(officers.Recusals, draw.Recusal{Officer: x.ID, Object: code})
			}
		}
	}
	return officers, nil
}

// keepRound stores a freeze: hashes in the open, lists and nonces sealed.
func (o *Office) keepRound(ctx context.Context, q *dbsqlc.Queries, a Actor, p *Plan, f *draw.Frozen, now time.Time, by *time.Time) error {
	t := f.Terms
	commitments := map[string]string{}
	var nonces []draw.Nonce
	if t.Mode == draw.Open {
		for _, x := range t.Agencies {
			n, err := draw.NewNonce(f.TermsHash, x.ID, o.rand())
			if err != nil {
				return err
			}
			nonces, commitments[x.ID.String()] = append(nonces, n), n.Commitment.String()
		}
	}
	fields := map[string]any{
		"round": t.Round.String(), "number": t.Number, "mode": t.Mode, "terms_hash": f.TermsHash.String(), "objects_hash": t.ObjectsHash.String(), "officers_hash": t.OfficersHash.String(),
		"commitments": commitments,
	}
	if by != nil {
		fields["reveal_by"] = by.Format(time.RFC3339)
	}
	ev, err := o.planEvent(ctx, q, a, p.ID, "draw.freeze", fields)
	if err != nil {
		return err
	}
	if err := q.InsertRound(ctx, dbsqlc.InsertRoundParams{
		ID: t.Round, PlanID: p.ID, Number: int32(t.Number), Mode: string(t.Mode), Objects: int32(len(f.Objects.List)), ObjectsOut: int32(len(f.Objects.Excluded)),
		Officers: int32(len(f.Officers.List)), OfficersOut: int32(len(f.Officers.Excluded)), ObjectsHash: t.ObjectsHash.String(), OfficersHash: t.OfficersHash.String(),
		TermsHash: f.TermsHash.String(), FrozenAt: now, FrozenEvent: ev.ID, RevealBy: by,
	}); err != nil {
		return err
	}
	if err := q.InsertSealed(ctx, dbsqlc.InsertSealedParams{RoundID: t.Round, Terms: f.Sections.Terms, Objects: f.Sections.Objects, Officers: f.Sections.Officers}); err != nil {
		return err
	}
	for _, n := range nonces {
		if err := q.InsertCommitment(ctx, dbsqlc.InsertCommitmentParams{RoundID: t.Round, AgencyID: n.Agency, Commitment: n.Commitment.String(), CommittedAt: now}); err != nil {
			return err
		}
		if _, err := q.RevealNonce(ctx, dbsqlc.RevealNonceParams{RoundID: t.Round, AgencyID: n.Agency, Nonce: hex.EncodeToString(n.Value[:]), RevealedAt: now}); err != nil {
			return err
		}
	}
	return q.SetPlanState(ctx, "frozen", p.ID)
}
