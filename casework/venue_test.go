package casework_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// transmits sends an approved criminal referral to police.
func transmits(t *testing.T, s *side, id ids.Case, to ids.Agency, reason string) (casework.Detail, error) {
	t.Helper()
	return s.Act(t.Context(), s.Env.Handler, casework.Request{
		Case: id, Action: "criminal.transmit", Version: casework.AnyVersion, Key: officetest.NewKey("transmit"), To: to, Copy: s.Procuratorate.ID,
		Input: referral.Input{NoSecret: true, Reason: reason},
	})
}

// A suspected crime for the police of another place, at another hub: the refusal names the
// article and what may be done instead, nothing is sent, and with a reason it goes, is kept
// with the doubt in the record, and arrives there.
func TestCrimeOfAnotherPlace(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	if _, err := a.DB.Owner.Exec(t.Context(), "update agencies set region = '500111' where peer <> ''"); err != nil {
		t.Fatal(err)
	}
	id := a.Approved(t)
	a.SealLetter(t, id)
	_, err := transmits(t, a, id, b.Police.ID, "")
	f, ok := err.(*fault.Error)
	if !ok || f.Code != "referral.not_own_level" || f.RuleID != "fwd_transmit_to_police" || f.Basis == nil || f.Basis.Article != "第六条" {
		t.Fatalf("the refusal is %v, %+v", err, f)
	}
	if !strings.Contains(f.Detail.ZH, "通报线索") || !strings.Contains(f.Detail.ZH, "移送有管辖权的公安机关") || !strings.Contains(f.Detail.EN, "pass a lead") {
		t.Errorf("it says %s / %s", f.Detail.ZH, f.Detail.EN)
	}
	if waiting, _ := a.outbox(t); len(waiting) != 0 {
		t.Errorf("%d messages were written all the same", len(waiting))
	}
	r, err := a.Routing(t.Context(), a.Env.Handler, casework.RouteQuestion{Kind: referral.Criminal, To: b.Police.ID})
	if err != nil || r.Doubt == nil || len(r.Doubt.Instead) != 2 || r.Doubt.Instead[0].Kind != string(referral.Lead) || len(r.Doubt.Instead[1].Basis) == 0 {
		t.Errorf("routing answers %+v, %v", r.Doubt, err)
	}
	if r, err = a.Routing(t.Context(), a.Env.Handler, casework.RouteQuestion{Kind: referral.Criminal, To: a.Police.ID}); err != nil || r.Doubt != nil {
		t.Errorf("the own police are in doubt: %+v, %v", r.Doubt, err)
	}
	if _, err := transmits(t, a, id, b.Police.ID, "主要犯罪地在对方辖区，两地公安机关已商定（演示虚构）"); err != nil {
		t.Fatal(err)
	}
	kept := 0
	if err := a.DB.Owner.QueryRow(t.Context(), "select count(*) from event_values v join events e on e.id = v.event_id where e.case_id = $1 and v.name = 'not_competent'", id).Scan(&kept); err != nil || kept != 1 {
		t.Errorf("the record keeps the doubt %d times, %v", kept, err)
	}
	carry(t, a, b)
	if d, err := b.Get(t.Context(), b.Police.Desk, id); err != nil || d.Snapshot.State != referral.Sent {
		t.Errorf("there it is %s, %v", d.Snapshot.State, err)
	}
}

// Police of another level of the same place have words of their own, and no other ways.
func TestPoliceOfAnotherLevel(t *testing.T) {
	t.Parallel()
	a, _ := twoHubs(t)
	city := a.Another(t, "city-police", "演示市公安局", "police")
	if _, err := a.DB.Owner.Exec(t.Context(), "update agencies set level = 'city', region = '310100' where id = $1", city.ID); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []referral.Kind{referral.Criminal, referral.Detention} {
		r, err := a.Routing(t.Context(), a.Env.Handler, casework.RouteQuestion{Kind: kind, To: city.ID})
		if err != nil || r.Doubt == nil || len(r.Doubt.Instead) != 0 || !strings.Contains(r.Doubt.Says.ZH, "不是同级") || len(r.Doubt.Basis) == 0 {
			t.Errorf("%s: %+v, %v", kind, r.Doubt, err)
		}
	}
	if _, known := a.Rules.Venue(string(referral.Lead)); known {
		t.Error("a lead may go anywhere")
	}
	for _, kind := range []referral.Kind{referral.Criminal, referral.Detention} {
		v, ok := a.Rules.Venue(string(kind))
		if !ok {
			t.Errorf("%s goes to the police and the table knows nothing of it", kind)
		}
		for _, w := range v.Instead {
			if _, err := referral.For(referral.Kind(w.Kind)); w.Kind != "" && err != nil {
				t.Errorf("%s: the table names %s, which is no kind", kind, w.Kind)
			}
		}
	}
}
