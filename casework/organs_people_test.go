package casework_test

import (
	"slices"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

func TestUnits(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	u, err := h.AddUnit(ctx, h.admin, h.Env.ID, " 法制科 ", "legal")
	ok(t, err)
	if u.Name != "法制科" {
		t.Errorf("name %q", u.Name)
	}
	_, err = h.AddUnit(ctx, h.admin, h.Env.ID, "法制科", "other")
	wants(t, err, fault.Clash, "unit.taken")
	_, err = h.AddUnit(ctx, h.admin, h.Env.ID, "执法队", "army")
	wants(t, err, fault.Invalid, "invalid")
	after, err := h.EditUnit(ctx, h.admin, h.Env.ID, u.ID, u.Version, "政策法规科", "legal")
	ok(t, err)
	_, err = h.EditUnit(ctx, h.admin, h.Env.ID, u.ID, u.Version, "又一科", "legal")
	wants(t, err, fault.Stale, "stale")
	_, err = h.EditUnit(ctx, h.foreign, h.Market.ID, u.ID, after.Version, "别人的科", "legal")
	wants(t, err, fault.Missing, "not_found")
	list, err := h.Units(ctx, h.admin, h.Env.ID)
	ok(t, err)
	if len(list) != 1 || list[0] != after || after.Name != "政策法规科" {
		t.Errorf("units %+v", list)
	}
	if got := h.history(t, h.admin, h.Env.ID); !slices.Equal(got, []string{"unit.add", "unit.edit"}) {
		t.Errorf("recorded %v", got)
	}
}

func (h *organsHouse) find(t *testing.T, user ids.User) casework.OrganPerson {
	t.Helper()
	list, err := h.People(t.Context(), h.admin, h.Env.ID)
	ok(t, err)
	i := slices.IndexFunc(list, func(p casework.OrganPerson) bool { return p.ID == user })
	if i < 0 {
		t.Fatal("not on the list")
	}
	return list[i]
}

func TestPeople(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	unit, err := h.AddUnit(ctx, h.admin, h.Env.ID, "执法大队", "enforcement")
	ok(t, err)
	p := h.find(t, h.Env.Handler.User)
	after, err := h.EditPerson(ctx, h.admin, h.Env.ID, p.ID, p.Version, casework.PersonPatch{Unit: &unit.ID, Title: ptr("副大队长")})
	ok(t, err)
	if after.UnitID != unit.ID || after.Title != "副大队长" || after.Email != p.Email || after.Version != p.Version+1 {
		t.Errorf("edited %+v", after)
	}
	_, err = h.EditPerson(ctx, h.admin, h.Env.ID, p.ID, p.Version, casework.PersonPatch{Title: ptr("旧")})
	wants(t, err, fault.Stale, "stale")
	theirs, err := h.AddUnit(ctx, h.foreign, h.Market.ID, "外单位", "other")
	ok(t, err)
	for path, patch := range map[string]casework.PersonPatch{
		"body.unit": {Unit: &theirs.ID}, "body.email": {Email: ptr("not an address")}, "body.phone": {Phone: ptr("phone")}, "body.lang": {Lang: ptr("fr")},
	} {
		_, err := h.EditPerson(ctx, h.admin, h.Env.ID, p.ID, after.Version, patch)
		if f := wants(t, err, fault.Invalid, "invalid"); f.Fields[0].Path != path {
			t.Errorf("complains about %+v, want %s", f.Fields, path)
		}
	}
	// A person of another organ is not reached through one's own.
	_, err = h.EditPerson(ctx, h.foreign, h.Market.ID, p.ID, after.Version, casework.PersonPatch{Title: ptr("越权")})
	wants(t, err, fault.Missing, "not_found")
	_, err = h.People(ctx, h.operator, h.Env.ID)
	wants(t, err, fault.Denied, "not_allowed")
}

func TestWhereFunctionsComeFrom(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx, today := t.Context(), civil.DateOf(h.Clock.Now())
	i, err := h.OrganIssuers(ctx, h.operator, h.Env.ID)
	ok(t, err)
	in := i[0].IssuerSettings
	in.RoleMap = map[string]string{"clerk": "handler", "assistant": "handler", "leader": "head"}
	w, _, err := h.EditIssuer(ctx, h.operator, h.Env.ID, i[0].ID, i[0].Version, in)
	ok(t, err)
	ok(t, h.DecideProposal(ctx, h.admin, h.Env.ID, w.Pending.ID, true, ""))
	_, err = h.AddPresiding(ctx, h.admin, h.Env.ID, casework.Presiding{User: h.Env.Handler.User, Document: "演环党组〔2026〕3号", From: today, To: today.AddDays(9)})
	ok(t, err)
	got := h.find(t, h.Env.Handler.User).Sources
	if len(got) != 2 || got[0].Function != "handler" || got[0].Issuer != "env" || !slices.Equal(got[0].Roles, []string{"assistant", "clerk"}) ||
		got[1].Function != "head" || got[1].Document != "演环党组〔2026〕3号" || got[1].Until != today.AddDays(9) {
		t.Errorf("sources %+v", got)
	}
	_, err = h.AddLeave(ctx, h.admin, h.Env.ID, casework.Leave{User: h.Env.Legal.User, Deputy: h.Env.Handler.User, From: today, To: today.AddDays(1)})
	ok(t, err)
	got = h.find(t, h.Env.Handler.User).Sources
	if len(got) != 3 || got[2].Function != "legal_reviewer" || got[2].StandsInFor != h.Env.Legal.Name || got[2].Until != today.AddDays(1) {
		t.Errorf("standing in: %+v", got)
	}
	a, err := h.ActorFor(ctx, h.Env.Handler)
	ok(t, err)
	if !a.Has("head") {
		t.Error("who presides is no head")
	}
}

func TestSelf(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	before := h.find(t, h.Env.Handler.User)
	ok(t, h.EditSelf(ctx, h.Env.Handler, before.Version, casework.PersonPatch{Lang: ptr("en"), Email: ptr("new@env.example.test"), Title: ptr("局长")}))
	after := h.find(t, h.Env.Handler.User)
	if after.Lang != "en" || after.Email != "new@env.example.test" || after.Title != before.Title {
		t.Errorf("after %+v", after)
	}
	wants(t, h.EditSelf(ctx, h.Env.Handler, before.Version, casework.PersonPatch{Lang: ptr("en")}), fault.Stale, "stale")
	machine := h.Env.Handler
	machine.Machine = true
	if fault.KindOf(h.EditSelf(ctx, machine, after.Version, casework.PersonPatch{Lang: ptr("en")})) == fault.Internal {
		t.Error("a machine edits a person")
	}
	if got := h.history(t, h.admin, h.Env.ID); !slices.Equal(got, []string{"self.edit"}) {
		t.Errorf("recorded %v", got)
	}
}

func TestStatutoryWarningsKeepAChannel(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx, a := t.Context(), h.Env.Handler // has an address and a number
	set := func(version int64, c casework.Preferences) (int64, error) {
		_, after, err := h.SetPreferences(ctx, a, version, c)
		return after, err
	}
	p, version, err := h.MyPreferences(ctx, a)
	ok(t, err)
	if !p.Wants("clock.half", "sms") || !p.Wants("criminal.file", "email") {
		t.Error("what nobody chose is off")
	}
	_, err = set(version, casework.Preferences{"clock": {"inapp": false, "email": false, "sms": false}})
	wants(t, err, fault.Rule, "notices.statutory_muted")
	next, err := set(version, casework.Preferences{"clock": {"inapp": false, "sms": false}, "act": {"inapp": false, "email": false, "sms": false}})
	ok(t, err)
	_, err = set(version, casework.Preferences{"act": {"inapp": true}})
	wants(t, err, fault.Stale, "stale")
	p, _, err = h.MyPreferences(ctx, a)
	ok(t, err)
	if p.Wants("clock.expired", "sms") || !p.Wants("clock.expired", "email") || p.Wants("criminal.file", "email") || !p.Wants("remark.call", "email") {
		t.Errorf("preferences %+v", p)
	}
	_, err = set(next, casework.Preferences{"weather": {"email": true}})
	wants(t, err, fault.Invalid, "invalid")

	// Mail is the last way to reach this person: the address may not go, whoever takes it.
	u := h.find(t, a.User)
	wants(t, h.EditSelf(ctx, a, u.Version, casework.PersonPatch{Email: ptr("")}), fault.Rule, "notices.statutory_muted")
	_, err = h.EditPerson(ctx, h.admin, h.Env.ID, a.User, u.Version, casework.PersonPatch{Email: ptr("")})
	wants(t, err, fault.Rule, "notices.statutory_muted")

	// A channel without an address is none.
	ok(t, h.editPerson(t, a.User, casework.PersonPatch{Phone: ptr("")}))
	_, err = set(next, casework.Preferences{"clock": {"email": false, "sms": true}})
	wants(t, err, fault.Rule, "notices.statutory_muted")
}

// editPerson edits on the newest version.
func (h *organsHouse) editPerson(t *testing.T, user ids.User, p casework.PersonPatch) error {
	t.Helper()
	_, err := h.EditPerson(t.Context(), h.admin, h.Env.ID, user, h.find(t, user).Version, p)
	return err
}

func TestTopicOf(t *testing.T) {
	t.Parallel()
	for topic, want := range map[string]string{"clock.half": "clock", "remark.call": "remark", "record.confirmed": "record", "criminal.file": "act", "sign_for": "act", "plan.invited": "plan", "": "act"} {
		if got := casework.TopicOf(topic); got != want {
			t.Errorf("%s belongs to %s, want %s", topic, got, want)
		}
	}
}
