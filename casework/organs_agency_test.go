package casework_test

import (
	"slices"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

var newOrgan = casework.OrganInput{Code: "water", Name: "演示区水务局", ShortName: "区水务局", Sector: "water", Level: "county", Region: "310101"}

func TestCreateAndEditOrgan(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	d, err := h.CreateOrgan(ctx, h.operator, newOrgan)
	ok(t, err)
	if d.Version != 1 || d.Sector != "water" || len(d.Warnings) != 3 || d.Issuers != 0 {
		t.Errorf("created %+v", d)
	}
	after, err := h.EditOrgan(ctx, h.operator, d.ID, d.Version, casework.OrganPatch{Name: ptr("演示区水务管理局"), Email: ptr("desk@water.example.test"), Superior: &h.Env.ID})
	ok(t, err)
	if after.Version != 2 || after.Name != "演示区水务管理局" || after.SuperiorID != h.Env.ID || after.ShortName != newOrgan.ShortName {
		t.Errorf("edited %+v", after)
	}
	_, err = h.EditOrgan(ctx, h.operator, d.ID, d.Version, casework.OrganPatch{Name: ptr("旧版本")})
	wants(t, err, fault.Stale, "stale")
	if got := h.history(t, h.operator, d.ID); !slices.Equal(got, []string{"agency.create", "agency.edit"}) {
		t.Errorf("recorded %v", got)
	}
	list, err := h.OrganHistory(ctx, h.operator, d.ID, 0, 10)
	ok(t, err)
	if e := list[0]; e.ByName != "运维人员甲" || e.Function != "operator" || e.Agency != h.Market.ID || string(e.Fields["name"]) != `"演示区水务管理局"` || e.Fields["short_name"] != nil {
		t.Errorf("the change is recorded as %+v", e)
	}
}

func TestOrganRefusesBadWords(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	base, err := h.CreateOrgan(t.Context(), h.operator, newOrgan)
	ok(t, err)
	branch := newOrgan
	branch.Code, branch.ActsFor = "water-branch", base.ID
	acting, err := h.CreateOrgan(t.Context(), h.operator, branch)
	ok(t, err)
	for name, c := range map[string]struct {
		change func(*casework.OrganInput)
		path   string
	}{
		"code":                {func(in *casework.OrganInput) { in.Code = "Ü" }, "body.code"},
		"short name":          {func(in *casework.OrganInput) { in.Name = "局" }, "body.name"},
		"hidden character":    {func(in *casework.OrganInput) { in.Name = "水务\u202e局" }, "body.name"},
		"line break":          {func(in *casework.OrganInput) { in.Name = "水务\n局" }, "body.name"},
		"sector":              {func(in *casework.OrganInput) { in.Sector = "any" }, "body.sector"},
		"level":               {func(in *casework.OrganInput) { in.Level = "village" }, "body.level"},
		"region":              {func(in *casework.OrganInput) { in.Region = "31010" }, "body.region"},
		"address":             {func(in *casework.OrganInput) { in.Email = "甲 <a@example.test>" }, "body.email"},
		"two addresses":       {func(in *casework.OrganInput) { in.Email = "a@example.test, b@example.test" }, "body.email"},
		"phone":               {func(in *casework.OrganInput) { in.Phone = "call me" }, "body.phone"},
		"future closing":      {func(in *casework.OrganInput) { in.ClosedOn = civil.DateOf(h.Clock.Now()).AddDays(1) }, "body.closed_on"},
		"unknown superior":    {func(in *casework.OrganInput) { in.Superior[15]++ }, "body.superior"},
		"other sector's name": {func(in *casework.OrganInput) { in.ActsFor = h.Env.ID }, "body.acts_for"},
		"a branch's name":     {func(in *casework.OrganInput) { in.ActsFor = acting.ID }, "body.acts_for"},
	} {
		t.Run(name, func(t *testing.T) {
			in := newOrgan
			in.Code = "bad-" + "organ"
			c.change(&in)
			_, err := h.CreateOrgan(t.Context(), h.operator, in)
			f := wants(t, err, fault.Invalid, "invalid")
			if len(f.Fields) != 1 || f.Fields[0].Path != c.path {
				t.Errorf("complains about %+v, want %s", f.Fields, c.path)
			}
		})
	}
	_, err = h.CreateOrgan(t.Context(), h.operator, newOrgan)
	wants(t, err, fault.Clash, "agency.code_taken")
}

func TestSuperiorsFormNoCircle(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	a, err := h.CreateOrgan(t.Context(), h.operator, newOrgan)
	ok(t, err)
	below := newOrgan
	below.Code, below.Superior = "water-2", a.ID
	b, err := h.CreateOrgan(t.Context(), h.operator, below)
	ok(t, err)
	_, err = h.EditOrgan(t.Context(), h.operator, a.ID, a.Version, casework.OrganPatch{Superior: &b.ID})
	wants(t, err, fault.Invalid, "invalid")
	_, err = h.EditOrgan(t.Context(), h.operator, a.ID, a.Version, casework.OrganPatch{Superior: &a.ID})
	wants(t, err, fault.Invalid, "invalid")
}

func TestCloseOrgan(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx, today := t.Context(), civil.DateOf(h.Clock.Now())
	a, err := h.CreateOrgan(ctx, h.operator, newOrgan)
	ok(t, err)
	below := newOrgan
	below.Code, below.ActsFor = "water-2", a.ID
	b, err := h.CreateOrgan(ctx, h.operator, below)
	ok(t, err)
	_, err = h.EditOrgan(ctx, h.operator, a.ID, a.Version, casework.OrganPatch{ClosedOn: &today})
	wants(t, err, fault.Rule, "agency.still_named")
	b, err = h.EditOrgan(ctx, h.operator, b.ID, b.Version, casework.OrganPatch{ClosedOn: &today})
	ok(t, err)
	if b.ClosedOn != today || len(b.Warnings) != 0 {
		t.Errorf("closed: %+v", b)
	}
	_, err = h.EditOrgan(ctx, h.operator, a.ID, a.Version, casework.OrganPatch{ClosedOn: &today})
	ok(t, err)
}

func TestWhoLooksAfterAnOrgan(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	contact := casework.OrganPatch{Email: ptr("new@env.example.test")}
	name := casework.OrganPatch{Name: ptr("另一名称")}
	machine := h.admin
	machine.Machine = true
	for who, c := range map[string]struct {
		actor         casework.Actor
		contact, name fault.Kind // Internal: allowed
	}{
		"administrator":       {h.admin, fault.Internal, fault.Denied},
		"operator":            {h.operator, fault.Internal, fault.Internal},
		"colleague":           {h.Env.Handler, fault.Denied, fault.Denied},
		"head":                {h.Env.Head, fault.Denied, fault.Denied},
		"other administrator": {h.foreign, fault.Missing, fault.Missing},
		"machine":             {machine, fault.Missing, fault.Missing},
	} {
		for _, try := range []struct {
			kind  fault.Kind
			patch casework.OrganPatch
		}{{c.contact, contact}, {c.name, name}} {
			d, err := h.AdminOrgan(ctx, h.operator, h.Env.ID)
			ok(t, err)
			_, err = h.EditOrgan(ctx, c.actor, h.Env.ID, d.Version, try.patch)
			if try.kind == fault.Internal && err != nil || try.kind != fault.Internal && fault.KindOf(err) != try.kind {
				t.Errorf("%s: %v, want %s", who, err, try.kind)
			}
		}
	}
	all, err := h.AdminOrgans(ctx, h.operator)
	ok(t, err)
	mine, err := h.AdminOrgans(ctx, h.admin)
	ok(t, err)
	if len(all) != 4 || len(mine) != 1 || mine[0].ID != h.Env.ID || mine[0].Admins != 1 || slices.Contains(mine[0].Allowed, "issuer.edit") || !slices.Contains(mine[0].Allowed, "user.edit") {
		t.Errorf("operator sees %d, administrator %+v", len(all), mine)
	}
	_, err = h.AdminOrgans(ctx, h.Env.Handler)
	wants(t, err, fault.Denied, "not_allowed")
}
