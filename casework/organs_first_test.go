package casework_test

import (
	"slices"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

func firstLogin() casework.FirstLogin {
	i := envIssuer()
	i.Code, i.RoleMap = "water", map[string]string{"hub-operator": "operator", "hub-admin": "admin"}
	return casework.FirstLogin{Organ: newOrgan, Issuer: i}
}

func TestFirstLogin(t *testing.T) {
	t.Parallel()
	db := storetest.DB(t)
	o := officetest.Build(t, db)
	clock := officetest.Clock{}
	clock.Set(officetest.Opening)
	o.Now = clock.Now
	ctx, cli := t.Context(), casework.CommandLine()

	none := firstLogin()
	none.Issuer.RoleMap = map[string]string{"hub-admin": "admin"}
	_, err := o.InstallFirstLogin(ctx, cli, none)
	wants(t, err, fault.Invalid, "invalid")

	done, err := o.InstallFirstLogin(ctx, cli, firstLogin())
	ok(t, err)
	if !done.NewAgency || !done.NewIssuer || !done.Issuer.Enabled || done.Issuer.RoleMap["hub-operator"] != "operator" {
		t.Fatalf("installed %+v", done)
	}
	events, err := o.OrganHistory(ctx, cli, done.Agency.ID, 0, 10)
	ok(t, err)
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, e.Kind)
		if !e.Agency.IsZero() || !e.User.IsZero() || e.ByName != "hub admin" {
			t.Errorf("%s is recorded as the act of %+v", e.Kind, e)
		}
	}
	if !slices.Equal(kinds, []string{"issuer.edit", "issuer.register", "agency.create"}) || string(events[0].Fields["single_handed"]) != "true" {
		t.Errorf("recorded %v", kinds)
	}

	again, err := o.InstallFirstLogin(ctx, cli, firstLogin())
	ok(t, err)
	if again.NewAgency || again.NewIssuer || again.NewSecret || again.Issuer.ID != done.Issuer.ID {
		t.Errorf("again: %+v", again)
	}
	rotated := firstLogin()
	rotated.Issuer.Secret = "another"
	if again, err = o.InstallFirstLogin(ctx, cli, rotated); err != nil || !again.NewSecret {
		t.Errorf("a new secret: %+v %v", again, err)
	}
	differs := firstLogin()
	differs.Issuer.RoleMap = map[string]string{"everybody": "operator"}
	_, err = o.InstallFirstLogin(ctx, cli, differs)
	wants(t, err, fault.Clash, "admin.issuer_differs")

	second := firstLogin()
	second.Issuer.URL, second.Issuer.Code = "https://other.example.test", "other"
	_, err = o.InstallFirstLogin(ctx, cli, second)
	wants(t, err, fault.Rule, "admin.operator_exists")
	second.Force = true
	forced, err := o.InstallFirstLogin(ctx, cli, second)
	ok(t, err)
	if !forced.NewIssuer || !slices.Equal(forced.OtherIssuers, []string{"water"}) {
		t.Errorf("forced: %+v", forced)
	}
	events, err = o.OrganHistory(ctx, cli, done.Agency.ID, 0, 1)
	ok(t, err)
	if string(events[0].Fields["forced"]) != "true" {
		t.Errorf("recorded %+v", events[0])
	}
}

func TestOrganByCode(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	row, err := h.OrganByCode(t.Context(), casework.CommandLine(), "env")
	ok(t, err)
	if row.ID != h.Env.ID {
		t.Errorf("found %+v", row)
	}
	_, err = h.OrganByCode(t.Context(), casework.CommandLine(), "nobody")
	wants(t, err, fault.Missing, "not_found")
}

// TestOrganChainsVerify reads the record as the verifier does: the chains of
// organs are chains like those of cases.
func TestOrganChainsVerify(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	i, _, err := h.RegisterIssuer(ctx, h.operator, h.Env.ID, envIssuer())
	ok(t, err)
	ok(t, h.DecideProposal(ctx, h.admin, h.Env.ID, i.Pending.ID, true, ""))
	_, err = h.AddUnit(ctx, h.admin, h.Env.ID, "法制科", "legal")
	ok(t, err)
	h.Opened(t) // a case's chain beside it
	verify := func() (report record.Report) {
		ok(t, store.ReadRecord(ctx, h.DB.Worker, func(src record.Source) (err error) {
			report, err = record.Verify(ctx, src, record.Options{})
			return err
		}))
		return report
	}
	if r := verify(); !r.OK() || r.Subjects != 2 || r.Events != 5 {
		t.Errorf("%s", r.Text("en"))
	}
	_, err = h.DB.Owner.Exec(ctx, `update event_values set value = '"执法科"' where name = 'name' and value = '"法制科"'`)
	ok(t, err)
	if r := verify(); r.OK() {
		t.Error("an edited change of an organ goes unnoticed")
	}
}
