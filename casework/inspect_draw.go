package casework

import (
	"context"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// CommitNonce commits one's own agency to a nonce that it keeps (提交承诺值).
func (o *Office) CommitNonce(ctx context.Context, a Actor, id ids.Entry, commitment string) (Plan, error) {
	return o.changePlan(ctx, a, id, "draw.share", func(q *dbsqlc.Queries, p *Plan) error {
		if !slices.Contains(p.Actions, "commit") {
			return p.notNow("draw.commit")
		}
		if _, err := hash32("body.commitment", commitment); err != nil {
			return err
		}
		r := p.current()
		if err := q.InsertCommitment(ctx, dbsqlc.InsertCommitmentParams{RoundID: r.ID, AgencyID: a.Agency, Commitment: commitment, CommittedAt: o.Now()}); err != nil {
			return err
		}
		if len(p.Nonces)+1 == len(p.joined()) {
			p.told = o.revealNotices(p, r)
		}
		return o.enterPlan(ctx, q, a, id, "draw.commit", map[string]any{"round": r.ID.String(), "commitment": commitment})
	})
}

// RevealNonce hands in the nonce that was committed to (揭示随机数). It stays sealed in
// the hub; nobody, the initiator included, sees it before the draw is published.
func (o *Office) RevealNonce(ctx context.Context, a Actor, id ids.Entry, nonce string) (Plan, error) {
	return o.changePlan(ctx, a, id, "draw.share", func(q *dbsqlc.Queries, p *Plan) error {
		if !slices.Contains(p.Actions, "reveal") {
			return p.notNow("draw.reveal")
		}
		value, err := hash32("body.nonce", nonce)
		if err != nil {
			return err
		}
		r := p.current()
		terms, err := hash32("", r.TermsHash)
		if err != nil {
			return err
		}
		mine := p.Nonces[slices.IndexFunc(p.Nonces, func(n Nonce) bool { return n.AgencyID == a.Agency })]
		if draw.Commit(draw.Hash(terms), a.Agency, value).String() != mine.Commitment {
			return fault.New(fault.Rule, "draw.commitment", fault.T("随机数与本部门提交的承诺值不符", "The nonce does not match what your agency committed to"))
		}
		used, err := q.NonceUsed(ctx, p.ID, nonce)
		if err != nil {
			return err
		}
		if used {
			return fault.New(fault.Rule, "draw.nonce_used", fault.T("这个随机数在本方案中已经用过，新的一轮要用新的随机数", "This nonce was used in this plan; a new round needs a new one"))
		}
		if _, err := q.RevealNonce(ctx, dbsqlc.RevealNonceParams{RoundID: r.ID, AgencyID: a.Agency, Nonce: nonce, RevealedAt: o.Now()}); err != nil {
			return err
		}
		return o.enterPlan(ctx, q, a, id, "draw.reveal", map[string]any{"round": r.ID.String()})
	})
}

// hash32 reads 64 lower-case hexadecimal digits.
func hash32(path, s string) (h [32]byte, err error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(h) || s != strings.ToLower(s) {
		return h, invalid(path, "应为64位小写十六进制数", "64 lower-case hexadecimal digits")
	}
	return [32]byte(b), nil
}

// DrawPlan draws (开抽). room are words said in the room after the commitments were
// shown. The answer tells how many were drawn and the hash of the result, no name.
func (o *Office) DrawPlan(ctx context.Context, a Actor, id ids.Entry, room string) (Plan, error) {
	var bad complaints
	if bad.text("body.room", &room, 0, 60); bad.err() != nil {
		return Plan{}, bad.err()
	}
	return o.changePlan(ctx, a, id, "draw.hold", func(q *dbsqlc.Queries, p *Plan) error {
		if !slices.Contains(p.Actions, "draw") {
			if r := p.current(); r != nil && r.State == "frozen" {
				return fault.New(fault.Rule, "draw.nonce_missing", fault.T("还没有提交或者揭示随机数："+names(p.holdingUp()), "Has not committed to or revealed its nonce: "+names(p.holdingUp())))
			}
			return p.notNow("draw.draw")
		}
		r := p.current()
		f, err := thaw(ctx, q, r.ID)
		if err != nil {
			return err
		}
		nonces, err := p.nonces()
		if err != nil {
			return err
		}
		now := o.Now()
		d, core, err := f.Draw(nonces, room, now)
		if err != nil {
			return err
		}
		if err := q.SealDraw(ctx, f.Sections.Draw, r.ID); err != nil {
			return err
		}
		drawn := int32(len(d.Result))
		if err := q.DrawRound(ctx, dbsqlc.DrawRoundParams{ID: r.ID, Drawn: drawn, Core: core.String(), DrawnAt: now}); err != nil {
			return err
		}
		if err := q.SetPlanState(ctx, "drawn", id); err != nil {
			return err
		}
		return o.enterPlan(ctx, q, a, id, "draw.draw", map[string]any{"round": r.ID.String(), "drawn": drawn, "core": core.String()})
	})
}

func thaw(ctx context.Context, q *dbsqlc.Queries, round ids.Entry) (*draw.Frozen, error) {
	s, err := q.ReadSealed(ctx, round)
	if err != nil {
		return nil, err
	}
	return draw.Thaw(draw.Sections{Terms: s.Terms, Objects: s.Objects, Officers: s.Officers, Draw: s.Drawn})
}

func (p *Plan) nonces() (list []draw.Nonce, err error) {
	for _, n := range p.Nonces {
		c, err := hash32("", n.Commitment)
		if err != nil {
			return nil, err
		}
		v, err := hash32("", *n.Nonce) // nobody is silent
		if err != nil {
			return nil, err
		}
		list = append(list, draw.Nonce{Agency: n.AgencyID, Commitment: draw.Hash(c), Value: v})
	}
	return list, nil
}

// VoidRound ends a round in which an agency did not commit or reveal (本轮作废), with
// its name in the record; not before the time to reveal has run out. The next round begins anew, with new nonces of all.
func (o *Office) VoidRound(ctx context.Context, a Actor, id ids.Entry, reason string) (Plan, error) {
	return o.endRound(ctx, a, id, "draw.hold", "void", reason, func(q *dbsqlc.Queries, p *Plan) ([]ids.Entry, error) {
		var missing []ids.Entry
		for _, x := range p.holdingUp() {
			missing = append(missing, ids.Entry(x.AgencyID))
		}
		return missing, q.CountMiss(ctx, id, missing)
	})
}

// early reports whether the agencies of a round still have time to commit and reveal.
func early(r *Round, now time.Time) bool {
	return r != nil && r.State == "frozen" && r.RevealBy != nil && now.Before(*r.RevealBy)
}

// Redraw sets a drawn round aside (重新抽取): the head's act, with its reason, in the
// record and in the file of the next round. The draw that was set aside stays sealed.
func (o *Office) Redraw(ctx context.Context, a Actor, id ids.Entry, reason string) (Plan, error) {
	return o.endRound(ctx, a, id, "draw.decide", "redraw", reason, func(q *dbsqlc.Queries, p *Plan) ([]ids.Entry, error) {
		return nil, setAside(ctx, q, p, reason)
	})
}

func (o *Office) endRound(ctx context.Context, a Actor, id ids.Entry, action, name, reason string, missing func(*dbsqlc.Queries, *Plan) ([]ids.Entry, error)) (Plan, error) {
	var bad complaints
	if bad.text("body.reason", &reason, 2, 300); bad.err() != nil {
		return Plan{}, bad.err()
	}
	return o.changePlan(ctx, a, id, action, func(q *dbsqlc.Queries, p *Plan) error {
		if !slices.Contains(p.Actions, name) {
			if r := p.current(); name == "void" && early(r, o.Now()) {
				at := clockOf(*r.RevealBy)
				return fault.New(fault.Rule, "draw.void_early", fault.T("揭示截止时间是"+at+"，在此之前不能宣布本轮作废", "The agencies have until "+at+" to commit and reveal; before that the round cannot be declared void"))
			}
			return p.notNow("draw." + name)
		}
		r := p.current()
		p.told = o.endedRoundNotices(p, r, name)
		who, err := missing(q, p)
		if err != nil {
			return err
		}
		if who == nil {
			who = []ids.Entry{}
		}
		state := map[string]string{"void": "void", "redraw": "redrawn"}[name]
		if err := q.EndRound(ctx, dbsqlc.EndRoundParams{ID: r.ID, State: state, EndedAt: o.Now(), Missing: who, Reason: reason}); err != nil {
			return err
		}
		if err := q.SetPlanState(ctx, "open", id); err != nil {
			return err
		}
		return o.enterPlan(ctx, q, a, id, "draw."+name, map[string]any{"round": r.ID.String(), "missing": who, "reason": reason})
	})
}

// ExcludeAgency goes on without an agency that let two rounds fail: the head's act.
func (o *Office) ExcludeAgency(ctx context.Context, a Actor, id ids.Entry, agency ids.Agency, reason string) (Plan, error) {
	var bad complaints
	if bad.text("body.reason", &reason, 2, 300); bad.err() != nil {
		return Plan{}, bad.err()
	}
	return o.changePlan(ctx, a, id, "draw.decide", func(q *dbsqlc.Queries, p *Plan) error {
		if p.State != "open" || !slices.ContainsFunc(p.defaulting(), func(x PlanAgency) bool { return x.AgencyID == agency }) {
			return fault.New(fault.Rule, "draw.no_second_default", fault.T("只有两轮没有提交或者揭示随机数的部门可以不再参加", "Only an agency that let two rounds fail can be left out"))
		}
		if err := q.LeavePlan(ctx, dbsqlc.LeavePlanParams{PlanID: id, AgencyID: agency, State: "excluded", Reason: reason, EndedAt: o.Now()}); err != nil {
			return err
		}
		p.told = o.excludedNotices(p, agency)
		return o.enterPlan(ctx, q, a, id, "draw.exclude", map[string]any{"agency": agency.String(), "reason": reason})
	})
}
