package api

import (
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// planView converts a plan by hand: a value of a nonce, and whatever else is
// sealed, has no place in it.
func planView(p casework.Plan) PlanView {
	v := PlanView{
		ID: p.ID.String(), Title: p.Title, Initiator: p.AgencyID.String(), CheckType: p.CheckType, From: p.FromOn.String(), To: p.ToOn.String(),
		Districts: list(p.Districts), Tags: list(p.Tags), Strata: make([]StratumBody, len(p.Strata)), PerAgency: int(p.PerAgency), MaxVisits: int(p.MaxVisits),
		State: p.State, Agencies: make([]PlanPart, len(p.Agencies)), Items: make([]CheckItemView, len(p.Items)), Rounds: make([]RoundView, len(p.Rounds)),
		Mine: p.Mine.AgencyID.String(), Planner: p.Planner, PlannerIs: p.PlannerIs, Visits: p.VisitCount, Actions: list(p.Actions),
	}
	if w := p.Withdrawn; w != nil {
		v.Withdrawn = &WithdrawnView{At: w.WithdrawnAt, Reason: w.Reason}
	}
	v.Cancelled = withdrawnView(p.CancelledAt, p.CancelledReason)
	v.OrderedBy = p.OrderedBy
	if v.Without = p.NoProgramme; p.ProgrammeID != (ids.Entry{}) {
		v.Programme = p.ProgrammeID.String()
	}
	for i, s := range p.Strata {
		v.Strata[i] = StratumBody(s)
	}
	for i, a := range p.Agencies {
		part := PlanPart{Agency: a.AgencyID.String(), Name: a.Name, ShortName: a.ShortName, State: a.State, Reason: a.Reason, Misses: int(a.Misses)}
		for _, n := range p.Nonces {
			if n.AgencyID == a.AgencyID {
				part.Committed, part.Revealed = n.Commitment, n.Nonce != nil
			}
		}
		v.Agencies[i] = part
	}
	for i, x := range p.Items {
		v.Items[i] = checkItemView(casework.CheckItem(x))
	}
	for i, r := range p.Rounds {
		v.Rounds[i] = roundView(r)
	}
	return v
}

func roundView(r casework.Round) RoundView {
	v := RoundView{
		ID: r.ID.String(), Number: int(r.Number), Mode: r.Mode, State: r.State, Objects: int(r.Objects), ObjectsOut: int(r.ObjectsOut), Officers: int(r.Officers),
		OfficersOut: int(r.OfficersOut), ObjectsHash: r.ObjectsHash, OfficersHash: r.OfficersHash, TermsHash: r.TermsHash, Core: r.Core, Digest: r.Digest,
		FrozenAt: r.FrozenAt, RevealBy: r.RevealBy, DrawnAt: r.DrawnAt, EndedAt: r.EndedAt, Missing: make([]string, len(r.Missing)), Reason: r.Reason,
	}
	if r.Drawn != nil {
		n := int(*r.Drawn)
		v.Drawn = &n
	}
	for i, m := range r.Missing {
		v.Missing[i] = m.String()
	}
	return v
}

func publicPlanView(p casework.PublicPlan) PublicPlanView {
	v := PublicPlanView{
		PublicPlanSummary: PublicPlanSummary{
			ID: p.ID.String(), Title: p.Title, Initiator: p.Initiator, CheckType: p.CheckType, From: p.FromOn.String(), To: p.ToOn.String(), State: p.State,
			Results: int(p.Results), Withdrawn: withdrawnView(p.WithdrawnAt, p.WithdrawnReason), Cancelled: withdrawnView(p.CancelledAt, p.CancelledReason),
		},
		PerAgency: int(p.PerAgency), Strata: make([]StratumBody, len(p.Strata)), Agencies: make([]PublicPartView, len(p.Parts)), Checks: make([]PublicItemView, len(p.Items)),
		Rounds: make([]PublicRoundView, len(p.Rounds)), File: p.HasFile,
	}
	for i, s := range p.Strata {
		v.Strata[i] = StratumBody(s)
	}
	for i, a := range p.Parts {
		v.Agencies[i] = PublicPartView{ID: a.AgencyID.String(), Name: a.Name, State: a.State}
	}
	for i, x := range p.Items {
		v.Checks[i] = PublicItemView{Agency: x.AgencyID.String(), Code: x.Code, Version: int(x.Version), Title: x.Title, Basis: x.Basis}
	}
	for i, r := range p.Rounds {
		v.Rounds[i] = PublicRoundView{
			Number: int(r.Number), Mode: r.Mode, State: r.State, Objects: int(r.Objects), ObjectsOut: int(r.ObjectsOut), Officers: int(r.Officers), OfficersOut: int(r.OfficersOut),
			ObjectsHash: r.ObjectsHash, OfficersHash: r.OfficersHash, TermsHash: r.TermsHash, Core: r.Core, Digest: r.Digest, FrozenAt: r.FrozenAt, RevealBy: r.RevealBy, DrawnAt: r.DrawnAt, EndedAt: r.EndedAt,
			Missing: list(r.MissingNames), Reason: r.Reason,
		}
		if r.Drawn != nil {
			n := int(*r.Drawn)
			v.Rounds[i].Drawn = &n
		}
	}
	return v
}
