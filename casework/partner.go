package casework

import (
	"slices"
	"sync"

	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/access"
)

// PartnerFunctions are those as which a partner system works (接口客户端): its
// organ's desk, handler and liaison, never its head.
var PartnerFunctions = []string{"desk", "handler", "liaison"}

// sectors of organs, as the policies tell them apart.
var sectors = []string{"environment", "police", "procuratorate", "market", "court", "water", "urban", "forestry", "township", "station", "other"}

var builtIn = sync.OnceValues(access.Load)

// PartnerMayEver reports whether the policies let a partner system take a step in
// any case of any organ. The contract says of every operation whether it can be
// called with a token, and must not promise what a policy will refuse.
func PartnerMayEver(action referral.Action) (bool, error) {
	policies, err := builtIn()
	if err != nil {
		return false, err
	}
	for kind, proc := range referral.Procedures {
		step, ok := proc.Step(action)
		if !ok {
			continue
		}
		for _, party := range step.By {
			on := access.Resource{Kind: string(kind), Relation: string(party), Level: "content"}
			if slices.ContainsFunc(sectors, func(sector string) bool {
				return policies.Allows(access.Principal{Sector: sector, Functions: PartnerFunctions, Machine: true}, string(action), on)
			}) {
				return true, nil
			}
		}
	}
	return false, nil
}
