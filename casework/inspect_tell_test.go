package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// toldPlan is that a topic was told to these agencies and no other, and gives its words.
func (w inspection) toldPlan(t *testing.T, topic string, want ...casework.Actor) (words string) {
	t.Helper()
	var agencies []ids.Agency
	for _, a := range want {
		agencies = append(agencies, a.Agency)
	}
	got := w.told(t, topic)
	for _, a := range agencies {
		if !slices.Contains(got, a) {
			t.Errorf("%s is not told to %s", topic, a)
		}
	}
	for _, a := range got {
		if !slices.Contains(agencies, a) {
			t.Errorf("%s is told to %s", topic, a)
		}
	}
	ok(t, w.DB.Owner.QueryRow(t.Context(), "SELECT coalesce(string_agg(DISTINCT params ->> 'zh', ' ' ), '') FROM deliveries WHERE topic = $1", topic).Scan(&words))
	return words
}

// TestJointPlanIsTold: who is invited, who has to commit or reveal, whose round is void
// and who is left out learns of it without looking; no title and no reason is sent.
func TestJointPlanIsTold(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	in := w.newPlan(t)
	in.Title = "演示虚构的标题"
	p, err := w.MakePlan(t.Context(), w.env, in)
	ok(t, err)
	w.toldPlan(t, "plan.invited", w.market)
	w.toldPlan(t, "plan.joined")
	p, err = w.JoinPlan(t.Context(), w.market, p.ID, []ids.Entry{w.item(t, w.market, "S-1")})
	ok(t, err)
	w.toldPlan(t, "plan.joined", w.env)
	for round := range 2 {
		w.toldPlan(t, "plan.exclude")
		p, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Manual, 0)
		ok(t, err)
		if round == 0 {
			w.toldPlan(t, "plan.reveal_due")
			if n := len(w.told(t, "plan.commit_due")); n != 4 { // desk and planner of each
				t.Errorf("told %d of a commitment that is due", n)
			}
		}
		w.toldPlan(t, "plan.commit_due", w.env, w.market)
		_, commitment := nonce(t, p, w.env)
		_, err = w.CommitNonce(t.Context(), w.env, p.ID, commitment)
		ok(t, err)
		if round == 1 {
			w.toldPlan(t, "plan.reveal_due")
			_, commitment = nonce(t, p, w.market)
			_, err = w.CommitNonce(t.Context(), w.market, p.ID, commitment)
			ok(t, err)
			w.toldPlan(t, "plan.reveal_due", w.env, w.market)
		}
		w.late()
		p, err = w.VoidRound(t.Context(), w.env, p.ID, "演示虚构的理由")
		ok(t, err)
		w.toldPlan(t, "plan.void", w.env, w.market)
	}
	words := w.toldPlan(t, "plan.void", w.env, w.market)
	name := p.Agencies[slices.IndexFunc(p.Agencies, func(x casework.PlanAgency) bool { return x.AgencyID == w.market.Agency })].ShortName
	for _, says := range []string{"第1轮作废：" + name + "未提交承诺值", "未揭示随机数"} {
		if !strings.Contains(words, says) {
			t.Errorf("%q is not in %q", says, words)
		}
	}
	_, err = w.ExcludeAgency(t.Context(), w.envHead, p.ID, w.market.Agency, "演示虚构的理由")
	ok(t, err)
	w.toldPlan(t, "plan.exclude", w.env, w.market)
	alone := w.joint(t)
	_, err = w.FreezePlan(t.Context(), w.env, alone.ID, draw.Open, 0)
	ok(t, err)
	w.toldPlan(t, "plan.frozen", w.market)
	_, err = w.DrawPlan(t.Context(), w.env, alone.ID, "")
	ok(t, err)
	_, err = w.Redraw(t.Context(), w.envHead, alone.ID, "演示虚构的理由")
	ok(t, err)
	w.toldPlan(t, "plan.redraw", w.env, w.market)
}
