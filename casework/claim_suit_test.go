package casework_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents/mainvolume"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// TestFailedClaimGoesToCourt: a failure takes a ground of its own list, the claim is not
// closed on it, the packet holds its list, its papers and evidence and verifies, and the
// judgment is performed and enforceable.
func TestFailedClaimGoesToCourt(t *testing.T) {
	t.Parallel()
	h := house(t)
	env := h.Env.Handler
	id := damageAt(t, h, env, "演示河", "演示化工公司")
	h.Do(t, env, id, "compensation.report", referral.Input{})
	h.Do(t, h.Env.Head, id, "compensation.approve", referral.Input{})
	h.Do(t, env, id, "compensation.assess", referral.Input{Text: "评估", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: 8_000_000}, Method: claim.Appraisal}})
	h.Do(t, env, id, "compensation.serve_notice", referral.Input{})
	_, _, err := h.IssueDocument(t.Context(), env, id, "consult_notice", "")
	check(t, err)
	_, err = h.SuitPacket(t.Context(), env, id)
	wants(t, err, fault.Rule, "referral.nothing_to_sue")
	refused := func(action referral.Action, in referral.Input) error {
		_, err := h.Act(t.Context(), env, casework.Request{Case: id, Version: casework.AnyVersion, Key: officetest.NewKey(string(action)), Action: action, Input: in})
		return err
	}
	wants(t, refused("compensation.fail", referral.Input{Result: "performed", Reason: "拒绝", Claimed: &referral.Claimed{}}), fault.Invalid, "referral.claim_broken")
	h.Do(t, env, id, "compensation.fail", referral.Input{Result: "refused", Reason: "义务人书面拒绝磋商", Claimed: &referral.Claimed{}})
	wants(t, refused("close", referral.Input{}), fault.Rule, "referral.failed_unsettled")
	_, err = h.AddEvidence(t.Context(), env, id, "起诉状.txt", strings.NewReader("起诉状"), 1<<20)
	check(t, err)

	v, err := h.SuitPacket(t.Context(), env, id)
	check(t, err)
	var packet bytes.Buffer
	check(t, v.Write(&packet))
	m, problems, err := mainvolume.Check(bytes.NewReader(packet.Bytes()), int64(packet.Len()))
	check(t, err)
	kinds := []string{}
	for _, f := range m.Files {
		kinds = append(kinds, f.Kind)
	}
	if len(problems) > 0 || !slices.Contains(kinds, "contents") || !slices.Contains(kinds, "volume") || !slices.Contains(kinds, "consult_notice") || !slices.Contains(kinds, "evidence") {
		t.Errorf("the packet holds %v: %v", kinds, problems)
	}
	broken := bytes.Clone(packet.Bytes())
	broken[len(broken)/2] ^= 1
	if _, problems, err := mainvolume.Check(bytes.NewReader(broken), int64(len(broken))); err == nil && len(problems) == 0 {
		t.Error("a changed packet verifies")
	}

	h.Do(t, env, id, "compensation.sue", referral.Input{DocumentNo: "1号"})
	wants(t, refused("close", referral.Input{}), fault.Rule, "referral.suit_pending")
	h.Do(t, env, id, "compensation.judge", referral.Input{DocumentNo: "判1号", Text: "判令赔偿", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: 7_000_000}}})
	h.Do(t, env, id, "compensation.enforce", referral.Input{DocumentNo: "执1号"})
	h.Do(t, env, id, "compensation.pay", referral.Input{DocumentNo: "缴1号", Claimed: &referral.Claimed{Payment: claim.Payment{Fen: 7_000_000, Manner: claim.Treasury}}})
	h.Do(t, env, id, "compensation.perform", referral.Input{Text: "执行完毕"})
	h.Do(t, env, id, "close", referral.Input{})
	if c := claimOf(t, h, id); c.PaidFen() != 7_000_000 || !c.Judged || !c.Enforceable() {
		t.Errorf("%+v", c)
	}
}
