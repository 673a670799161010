package casework

import (
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/draw"
)

// planActions are what the asking person may do now.
func (o *Office) planActions(a Actor, p *Plan) []string {
	list := []string{}
	add := func(possible bool, name, action string) {
		if possible && o.mayPlan(a, p, action) {
			list = append(list, name)
		}
	}
	r := p.current()
	in := p.Mine.State == "joined"
	committed := r != nil && slices.ContainsFunc(p.Nonces, func(n Nonce) bool { return n.AgencyID == a.Agency })
	revealed := r != nil && slices.ContainsFunc(p.Nonces, func(n Nonce) bool { return n.AgencyID == a.Agency && n.Nonce != nil })
	manual := r != nil && r.Mode == string(draw.Manual) && r.State == "frozen"
	all := len(p.Nonces) == len(p.joined())
	add(p.State == "open" && p.Mine.State == "invited", "join", "plan.join")
	add(p.State == "open" && p.Mine.State == "invited", "decline", "plan.join")
	add(p.State == "open" && len(p.waiting()) == 0, "freeze", "draw.hold")
	add(p.State == "open" && len(p.waiting()) > 0, "recall", "draw.hold")
	add(manual && in && !committed, "commit", "draw.share")
	add(manual && in && all && committed && !revealed, "reveal", "draw.share")
	add(r != nil && r.State == "frozen" && len(p.silent()) == 0, "draw", "draw.hold")
	add(manual && len(p.silent()) > 0 && !early(r, o.Now()), "void", "draw.hold")
	add(p.State == "open" && len(p.defaulting()) > 0, "exclude", "draw.decide")
	add(p.State == "drawn", "redraw", "draw.decide")
	add(p.State == "drawn" && p.Planner, "open", "draw.open")
	add(p.State == "drawn", "publish", "draw.hold")
	add(p.State == "published" && p.Withdrawn == nil, "withdraw", "draw.decide")
	add((p.State == "drawn" || p.State == "published") && p.Planner && p.VisitCount == 0, "plan_visits", "draw.hold")
	replaces := "plan.replace" // of whoever is away
	if p.Mine.PlannerID == a.User {
		replaces = "plan.join"
	}
	add(in && p.State != "cancelled", "hand_over", replaces)
	calls := "draw.hold"
	if len(p.Rounds) > 0 { // it stands on the public page
		calls = "draw.decide"
	}
	add(p.State == "open" || p.State == "frozen", "cancel", calls)
	return list
}

// waiting are the agencies that were invited and have not joined.
func (p *Plan) waiting() (names []string) {
	for _, a := range p.Agencies {
		if a.State == "invited" {
			names = append(names, a.ShortName)
		}
	}
	return names
}

// silent are the agencies that have not revealed a nonce in the current round.
func (p *Plan) silent() (list []PlanAgency) {
	for _, a := range p.joined() {
		if !slices.ContainsFunc(p.Nonces, func(n Nonce) bool { return n.AgencyID == a.AgencyID && n.Nonce != nil }) {
			list = append(list, a)
		}
	}
	return list
}

// holdingUp are the agencies that the round waits for: those that have not
// committed, and when all have, those that have not revealed.
func (p *Plan) holdingUp() (list []PlanAgency) {
	if len(p.Nonces) == len(p.joined()) {
		return p.silent()
	}
	for _, a := range p.joined() {
		if !slices.ContainsFunc(p.Nonces, func(n Nonce) bool { return n.AgencyID == a.AgencyID }) {
			list = append(list, a)
		}
	}
	return list
}

// secondDefault is from which missed round on an agency can be left out.
const secondDefault = 2

// defaulting are the agencies, not the initiator, that let two rounds fail.
func (p *Plan) defaulting() (list []PlanAgency) {
	for _, a := range p.joined() {
		if a.AgencyID != p.AgencyID && a.Misses >= secondDefault {
			list = append(list, a)
		}
	}
	return list
}

func names(list []PlanAgency) string {
	var all []string
	for _, a := range list {
		all = append(all, a.ShortName)
	}
	return strings.Join(all, "、")
}
