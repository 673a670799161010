package casework_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

const secret = "s3cret-that-must-not-be-seen"

func envIssuer() casework.NewIssuer {
	return casework.NewIssuer{Code: "env-2", Secret: secret, IssuerSettings: casework.IssuerSettings{
		URL: "https://login.env.example.test/realms/env", ClientID: "hub", RoleMap: map[string]string{"leader": "head", "clerk": "handler"}, Enabled: true,
	}}
}

func TestIssuerNeedsASecondPerson(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	i, s, err := h.RegisterIssuer(ctx, h.operator, h.Env.ID, envIssuer())
	ok(t, err)
	if !s.Pending || s.SingleHanded || i.Enabled || i.Pending == nil || i.RoleClaim != "roles" || !i.HasSecret {
		t.Fatalf("registered %+v, %+v", i, s)
	}
	if _, err := h.IssuerByCode(ctx, "env-2"); fault.KindOf(err) != fault.Missing {
		t.Errorf("an unconfirmed issuer lets people log in: %v", err)
	}
	p := i.Pending
	wants(t, h.DecideProposal(ctx, h.operator, h.Env.ID, p.ID, true, ""), fault.Rule, "two_person.same_person")
	wants(t, h.DecideProposal(ctx, h.foreign, h.Env.ID, p.ID, true, ""), fault.Missing, "not_found")
	wants(t, h.DecideProposal(ctx, h.Env.Head, h.Env.ID, p.ID, true, ""), fault.Denied, "not_allowed")
	ok(t, h.DecideProposal(ctx, h.admin, h.Env.ID, p.ID, true, ""))
	wants(t, h.DecideProposal(ctx, h.admin, h.Env.ID, p.ID, true, ""), fault.Missing, "not_found")
	row, err := h.IssuerByCode(ctx, "env-2")
	ok(t, err)
	if row.RoleMap["leader"] != "head" || row.ClientSecret != secret || row.AgencyID != h.Env.ID {
		t.Errorf("in effect: %+v", row)
	}
	if got := h.history(t, h.admin, h.Env.ID); !slices.Equal(got, []string{"issuer.register", "issuer.propose", "issuer.confirm"}) {
		t.Errorf("recorded %v", got)
	}
	events, err := h.OrganHistory(ctx, h.admin, h.Env.ID, 0, 3)
	ok(t, err)
	for i, enabled := range []bool{true, true, false} { // newest first: registered as what it was, disabled
		if got := string(events[i].Fields["change"]); strings.Contains(got, `"enabled":true`) != enabled {
			t.Errorf("%s records %s", events[i].Kind, got)
		}
	}
}

func TestEditOfAnIssuerWaitsAndDisablingDoesNot(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	have := func() casework.Issuer {
		list, err := h.OrganIssuers(ctx, h.operator, h.Env.ID)
		ok(t, err)
		return list[0]
	}
	i := have()
	in := i.IssuerSettings
	in.RoleMap = map[string]string{"anybody": "head"}
	after, s, err := h.EditIssuer(ctx, h.operator, h.Env.ID, i.ID, i.Version, in)
	ok(t, err)
	if !s.Pending || len(after.RoleMap) != 0 || after.Version != i.Version || after.Pending.Issuer.RoleMap["anybody"] != "head" || after.Pending.ByName != "运维人员甲" {
		t.Fatalf("proposed %+v %+v", after, s)
	}
	_, _, err = h.EditIssuer(ctx, h.operator, h.Env.ID, i.ID, i.Version, in)
	wants(t, err, fault.Rule, "two_person.already_proposed")
	_, err = h.SetIssuerSecret(ctx, h.operator, h.Env.ID, i.ID, i.Version, "x")
	wants(t, err, fault.Rule, "two_person.already_proposed")
	wants(t, h.DecideProposal(ctx, h.operator, h.Env.ID, after.Pending.ID, false, ""), fault.Invalid, "invalid")
	ok(t, h.DecideProposal(ctx, h.operator, h.Env.ID, after.Pending.ID, false, "写错了"))
	if have().Pending != nil {
		t.Error("a withdrawn proposal is still open")
	}

	// The kill switch works at once, ends sessions and voids what waits.
	_, _, err = h.EditIssuer(ctx, h.operator, h.Env.ID, i.ID, i.Version, in)
	ok(t, err)
	waiting := *have().Pending
	h.openSession(t, h.Env.Handler, h.Env.Issuer)
	off := i.IssuerSettings
	off.Enabled = false
	after, s, err = h.EditIssuer(ctx, h.operator, h.Env.ID, i.ID, i.Version, off)
	ok(t, err)
	if s.Pending || s.SingleHanded || after.Enabled || after.Pending != nil {
		t.Errorf("disabled %+v %+v", after, s)
	}
	if n := h.count(t, "select count(*) from sessions"); n != 0 {
		t.Errorf("%d sessions outlived their issuer", n)
	}
	wants(t, h.DecideProposal(ctx, h.admin, h.Env.ID, waiting.ID, true, ""), fault.Missing, "not_found")

	// To be on again it needs the second person, who sees all of it.
	_, s, err = h.EditIssuer(ctx, h.operator, h.Env.ID, i.ID, after.Version, in)
	ok(t, err)
	if p := have().Pending; !s.Pending || p == nil || p.Issuer.RoleMap["anybody"] != "head" {
		t.Errorf("re-enabling: %+v %+v", s, p)
	}
}

func TestSingleHandedIsRecordedAsSuch(t *testing.T) {
	t.Parallel()
	h := &organsHouse{House: officetest.New(t, storetest.DB(t))}
	ctx := t.Context()
	h.operator = h.someone(t, h.Market, "运维人员甲", "operator")
	list, err := h.OrganIssuers(ctx, h.operator, h.Env.ID)
	ok(t, err)
	in := list[0].IssuerSettings
	in.RoleMap = map[string]string{"clerk": "handler"}
	i, s, err := h.EditIssuer(ctx, h.operator, h.Env.ID, list[0].ID, list[0].Version, in)
	ok(t, err)
	if s.Pending || !s.SingleHanded || i.RoleMap["clerk"] != "handler" {
		t.Fatalf("alone: %+v %+v", i, s)
	}
	events, err := h.OrganHistory(ctx, h.operator, h.Env.ID, 0, 1)
	ok(t, err)
	if e := events[0]; e.Kind != "issuer.edit" || string(e.Fields["single_handed"]) != "true" {
		t.Errorf("recorded %+v", e)
	}

	// Shutting the only other person out does not make one alone, waiting for years does.
	h.someone(t, h.Env, "管理员甲", "admin")
	off := i.IssuerSettings
	off.Enabled = false
	i, _, err = h.EditIssuer(ctx, h.operator, h.Env.ID, i.ID, i.Version, off)
	ok(t, err)
	i, s, err = h.EditIssuer(ctx, h.operator, h.Env.ID, i.ID, i.Version, in)
	ok(t, err)
	if !s.Pending {
		t.Fatal("an operator who disabled the issuer of the only other person acts alone")
	}
	ok(t, h.DecideProposal(ctx, h.operator, h.Env.ID, i.Pending.ID, false, "撤回"))
	h.Clock.Advance(200 * 24 * time.Hour)
	if _, s, err = h.EditIssuer(ctx, h.operator, h.Env.ID, i.ID, i.Version, in); err != nil || !s.SingleHanded {
		t.Errorf("somebody who left long ago still blocks: %+v %v", s, err)
	}
}

func TestOthersMayConfirm(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	second := h.someone(t, h.Police, "运维人员乙", "operator")
	i, _, err := h.RegisterIssuer(ctx, h.operator, h.Env.ID, envIssuer())
	ok(t, err)
	ok(t, h.DecideProposal(ctx, second, h.Env.ID, i.Pending.ID, true, ""))

	// The command line proposes like everybody else and confirms nothing.
	in := envIssuer()
	in.Code, in.URL = "env-3", in.URL+"/3"
	i, s, err := h.RegisterIssuer(ctx, casework.CommandLine(), h.Env.ID, in)
	ok(t, err)
	if !s.Pending {
		t.Fatal("the command line acts alone")
	}
	wants(t, h.DecideProposal(ctx, casework.CommandLine(), h.Env.ID, i.Pending.ID, true, ""), fault.Rule, "two_person.same_person")
	ok(t, h.DecideProposal(ctx, h.operator, h.Env.ID, i.Pending.ID, true, ""))
}

func TestSecretNeverEntersTheRecord(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	i, _, err := h.RegisterIssuer(t.Context(), h.operator, h.Env.ID, envIssuer())
	ok(t, err)
	ok(t, h.DecideProposal(t.Context(), h.admin, h.Env.ID, i.Pending.ID, true, ""))
	_, err = h.SetIssuerSecret(t.Context(), h.operator, h.Env.ID, i.ID, i.Version, "old")
	wants(t, err, fault.Stale, "stale")
	i, err = h.SetIssuerSecret(t.Context(), h.operator, h.Env.ID, i.ID, i.Version+1, secret+"-2")
	ok(t, err)
	if !i.HasSecret {
		t.Error("no secret kept")
	}
	if n := h.count(t, "select count(*) from event_values where position('s3cret' in encode(value, 'escape')) > 0"); n != 0 {
		t.Errorf("%d values of the record hold the secret", n)
	}
	text, err := json.Marshal(i)
	ok(t, err)
	if strings.Contains(string(text), "s3cret") {
		t.Error("the answer holds the secret")
	}
}

func TestIssuerRefusesBadWords(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	for name, c := range map[string]struct {
		change func(*casework.NewIssuer)
		path   string
	}{
		"http":             {func(i *casework.NewIssuer) { i.URL = "http://login.example.test" }, "body.url"},
		"loopback":         {func(i *casework.NewIssuer) { i.URL = "http://127.0.0.1:9000" }, "body.url"}, // this hub's address is https
		"query":            {func(i *casework.NewIssuer) { i.URL += "?a=b" }, "body.url"},
		"user":             {func(i *casework.NewIssuer) { i.URL = "https://a:b@login.example.test" }, "body.url"},
		"client id":        {func(i *casework.NewIssuer) { i.ClientID = " " }, "body.client_id"},
		"code":             {func(i *casework.NewIssuer) { i.Code = "A b" }, "body.code"},
		"unknown function": {func(i *casework.NewIssuer) { i.RoleMap["x"] = "superuser" }, "body.role_map"},
		"empty role":       {func(i *casework.NewIssuer) { i.RoleMap[""] = "head" }, "body.role_map"},
	} {
		in := envIssuer()
		c.change(&in)
		_, _, err := h.RegisterIssuer(t.Context(), h.operator, h.Env.ID, in)
		if f := wants(t, err, fault.Invalid, "invalid"); len(f.Fields) != 1 || f.Fields[0].Path != c.path {
			t.Errorf("%s: complains about %+v", name, f.Fields)
		}
	}
	in := envIssuer()
	in.URL = "https://login.env.example.test"
	_, _, err := h.RegisterIssuer(t.Context(), h.operator, h.Market.ID, in)
	wants(t, err, fault.Clash, "issuer.taken")
	_, _, err = h.RegisterIssuer(t.Context(), h.admin, h.Env.ID, envIssuer())
	wants(t, err, fault.Denied, "not_allowed")
}

func TestClients(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	c, s, err := h.RegisterClient(ctx, h.operator, h.Env.ID, h.Env.Issuer, "platform", casework.ClientSettings{Scopes: []string{"referrals.write", "referrals.read", "referrals.read"}, Enabled: true})
	ok(t, err)
	if !s.Pending || c.Enabled || c.Pending == nil {
		t.Fatalf("registered %+v %+v", c, s)
	}
	if _, _, err := h.ClientOf(ctx, h.Env.Issuer, "platform"); fault.KindOf(err) != fault.Missing {
		t.Errorf("an unconfirmed partner system is let in: %v", err)
	}
	ok(t, h.DecideProposal(ctx, h.admin, h.Env.ID, c.Pending.ID, true, ""))
	row, _, err := h.ClientOf(ctx, h.Env.Issuer, "platform")
	ok(t, err)
	if !slices.Equal(row.Scopes, []string{"referrals.read", "referrals.write"}) {
		t.Errorf("scopes %v", row.Scopes)
	}
	_, _, err = h.EditClient(ctx, h.operator, h.Env.ID, c.ID, c.Version, casework.ClientSettings{})
	wants(t, err, fault.Stale, "stale")
	list, err := h.OrganClients(ctx, h.admin, h.Env.ID)
	ok(t, err)
	off, s, err := h.EditClient(ctx, h.operator, h.Env.ID, c.ID, list[0].Version, casework.ClientSettings{Scopes: list[0].Scopes})
	ok(t, err)
	if s.Pending || off.Enabled {
		t.Errorf("shut out: %+v %+v", off, s)
	}
	_, _, err = h.RegisterClient(ctx, h.operator, h.Env.ID, h.Env.Issuer, "platform", casework.ClientSettings{})
	wants(t, err, fault.Clash, "client.taken")
	_, _, err = h.RegisterClient(ctx, h.operator, h.Env.ID, ids.New[ids.Issuer](h.Clock.Now()), "other", casework.ClientSettings{})
	wants(t, err, fault.Invalid, "invalid")
	_, _, err = h.EditClient(ctx, h.operator, h.Police.ID, c.ID, off.Version, casework.ClientSettings{})
	wants(t, err, fault.Missing, "not_found")
}

func (h *organsHouse) count(t *testing.T, sql string) (n int64) {
	t.Helper()
	ok(t, h.DB.Owner.QueryRow(t.Context(), sql).Scan(&n))
	return n
}

func (h *organsHouse) openSession(t *testing.T, a casework.Actor, issuer ids.Issuer) {
	t.Helper()
	now := h.Clock.Now()
	ok(t, store.Write(t.Context(), h.DB.App, ids.Agency{}, func(tx pgx.Tx) error {
		return dbsqlc.New(tx).InsertSession(t.Context(), dbsqlc.InsertSessionParams{Hash: []byte(a.Name), UserID: a.User, AgencyID: a.Agency, IssuerID: issuer, Functions: a.Functions, CreatedAt: now})
	}))
}
