package casework_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

func webhook(url string, allow ...string) casework.NewEndpoint {
	return casework.NewEndpoint{Kind: casework.KindWebhook, Scheme: "v1", EndpointSettings: casework.EndpointSettings{
		Name: "对接平台", URL: url, Topics: []string{"clock"}, Allow: allow, Active: true,
	}}
}

func (h *organsHouse) endpoint(t *testing.T, id ids.Endpoint) casework.Endpoint {
	t.Helper()
	e, err := h.Endpoint(t.Context(), h.admin, id)
	ok(t, err)
	return e
}

func TestEndpointOnTheInternetNeedsNobodyElse(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	e, secret, s, err := h.AddEndpoint(ctx, h.admin, webhook("https://hooks.example.test/in"))
	ok(t, err)
	if s.Pending || s.SingleHanded || e.State != casework.EndpointActive || !strings.HasPrefix(secret, "whsec_") {
		t.Fatalf("%+v %+v %q", e, s, secret)
	}
	in := e.EndpointSettings
	in.URL = "https://other.example.test/in"
	e, s, err = h.EditEndpoint(ctx, h.admin, e.ID, e.Version, in)
	ok(t, err)
	if s.Pending || e.URL != in.URL || e.Version != 2 {
		t.Errorf("moved: %+v %+v", e, s)
	}
	_, _, err = h.EditEndpoint(ctx, h.admin, e.ID, 1, in)
	wants(t, err, fault.Stale, "stale")
	wants(t, h.RemoveEndpoint(ctx, h.admin, e.ID, 1), fault.Stale, "stale")
	ok(t, h.RemoveEndpoint(ctx, h.admin, e.ID, 2))
	_, err = h.Endpoint(ctx, h.admin, e.ID)
	wants(t, err, fault.Missing, "not_found")
	if n := h.count(t, "select count(*) from endpoint_secrets where secret <> '' or sign <> '' or old_secret <> ''"); n != 0 {
		t.Error("a key outlived its endpoint")
	}
	if got := h.history(t, h.admin, h.Env.ID); !slices.Equal(got, []string{"endpoint.add", "endpoint.edit", "endpoint.remove"}) {
		t.Errorf("recorded %v", got)
	}
}

func TestEndpointInsideAnIntranetNeedsASecondPerson(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	e, _, s, err := h.AddEndpoint(ctx, h.admin, webhook("http://10.20.3.4:8080/in", "10.20.9.9/16"))
	ok(t, err)
	if !s.Pending || e.State != casework.EndpointWaiting || len(e.Allow) != 0 || e.Pending == nil || !slices.Equal(e.Pending.Endpoint.Allow, []string{"10.20.0.0/16"}) {
		t.Fatalf("%+v %+v", e, s)
	}
	_, err = h.TestEndpoint(ctx, h.admin, e.ID, func(context.Context, ids.Delivery, time.Time, casework.Target) casework.Posted {
		t.Error("called before anybody confirmed")
		return casework.Posted{}
	})
	wants(t, err, fault.Rule, "endpoint.waiting")
	list, err := h.Proposals(ctx, h.operator, h.Env.ID)
	ok(t, err)
	if len(list) != 1 || list[0].Kind != casework.ProposalEndpoint {
		t.Fatalf("the operator reads of %v", list)
	}
	wants(t, h.DecideProposal(ctx, h.admin, h.Env.ID, e.Pending.ID, true, ""), fault.Rule, "two_person.same_person")
	ok(t, h.DecideProposal(ctx, h.operator, h.Env.ID, e.Pending.ID, true, ""))
	e = h.endpoint(t, e.ID)
	if e.State != casework.EndpointActive || !slices.Equal(e.Allow, []string{"10.20.0.0/16"}) || e.Pending != nil {
		t.Fatalf("confirmed: %+v", e)
	}

	// Its name and topics are the administrator's; where it lies is two persons'.
	in := e.EndpointSettings
	in.Name, in.Topics = "新名称", []string{}
	e, s, err = h.EditEndpoint(ctx, h.admin, e.ID, e.Version, in)
	ok(t, err)
	if s.Pending || e.Name != "新名称" || len(e.Topics) != 0 {
		t.Errorf("renamed: %+v %+v", e, s)
	}
	in.URL = "http://10.20.3.5:8080/in"
	e, s, err = h.EditEndpoint(ctx, h.admin, e.ID, e.Version, in)
	ok(t, err)
	if !s.Pending || e.URL != "http://10.20.3.4:8080/in" || e.State != casework.EndpointActive || e.Pending == nil || e.Pending.Endpoint.URL != in.URL {
		t.Fatalf("the address alone: %+v %+v", e, s)
	}
	wants(t, h.DecideProposal(ctx, h.admin, h.Env.ID, e.Pending.ID, true, ""), fault.Rule, "two_person.same_person")
	ok(t, h.DecideProposal(ctx, h.operator, h.Env.ID, e.Pending.ID, false, "地址不对"))
	if after := h.endpoint(t, e.ID); after.URL != "http://10.20.3.4:8080/in" || after.Pending != nil {
		t.Errorf("refused: %+v", after)
	}

	// What waits says one version: another edit voids it.
	e, _, err = h.EditEndpoint(ctx, h.admin, e.ID, e.Version, in)
	ok(t, err)
	old := e.Pending.ID
	in.Allow = []string{"10.0.0.0/8"}
	e, _, err = h.EditEndpoint(ctx, h.admin, e.ID, e.Version, in)
	ok(t, err)
	wants(t, h.DecideProposal(ctx, h.operator, h.Env.ID, old, true, ""), fault.Missing, "not_found")
	ok(t, h.DecideProposal(ctx, h.operator, h.Env.ID, e.Pending.ID, true, ""))
	if after := h.endpoint(t, e.ID); after.URL != in.URL || !slices.Equal(after.Allow, in.Allow) {
		t.Errorf("moved: %+v", after)
	}

	// Out of the intranet again needs nobody.
	e = h.endpoint(t, e.ID)
	in.URL, in.Allow = "https://hooks.example.test/in", nil
	e, s, err = h.EditEndpoint(ctx, h.admin, e.ID, e.Version, in)
	ok(t, err)
	if s.Pending || e.URL != in.URL || len(e.Allow) != 0 {
		t.Errorf("left the intranet: %+v %+v", e, s)
	}
}

func TestAddressesThatNoEndpointMayHave(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	for _, c := range []struct {
		url   string
		allow string
		field string
	}{
		{"http://hooks.example.test/in", "", "body.url"},
		{"https://hooks.example.test:8443/in", "", "body.url"},
		{"https://me:word@hooks.example.test/in", "", "body.url"},
		{"https://hooks.example.test/in#part", "", "body.url"},
		{"https://:443/in", "", "body.url"},
		{"ftp://hooks.example.test/in", "", "body.url"},
		{"hooks.example.test/in", "", "body.url"},
		{"https://localhost/in", "", "body.url"},
		{"https://a.localhost./in", "10.0.0.0/8", "body.url"},
		{"https://127.0.0.1/in", "", "body.url"},
		{"https://127.9.9.9/in", "10.0.0.0/8", "body.url"},
		{"https://[::1]/in", "", "body.url"},
		{"https://[::ffff:127.0.0.1]/in", "", "body.url"},
		{"https://0.0.0.0/in", "", "body.url"},
		{"https://10.1.2.3/in", "", "body.url"},
		{"https://192.168.1.1/in", "10.0.0.0/8", "body.url"},
		{"https://100.64.0.1/in", "", "body.url"},
		{"https://[fd00::1]/in", "", "body.url"},
		{"https://169.254.169.254/latest/meta-data", "", "body.url"},
		{"https://169.254.169.254/latest/meta-data", "10.0.0.0/8", "body.url"},
		{"https://[fe80::1]/in", "", "body.url"},
		{"https://[::ffff:169.254.169.254]/in", "", "body.url"},
		{"https://hooks.example.test/in", "169.254.0.0/16", "body.allow[0]"},
		{"https://hooks.example.test/in", "127.0.0.0/8", "body.allow[0]"},
		{"https://hooks.example.test/in", "0.0.0.0/0", "body.allow[0]"},
		{"https://hooks.example.test/in", "8.8.8.0/24", "body.allow[0]"},
		{"https://hooks.example.test/in", "10.0.0.0/7", "body.allow[0]"},
		{"https://hooks.example.test/in", "ten", "body.allow[0]"},
	} {
		in := webhook(c.url)
		if c.allow != "" {
			in.Allow = []string{c.allow}
		}
		_, _, _, err := h.AddEndpoint(t.Context(), h.admin, in)
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s with %q: %v", c.url, c.allow, err)
			continue
		}
		f := wants(t, err, fault.Invalid, "invalid")
		if !slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Path == c.field && x.Text.ZH != "" && x.Text.EN != "" }) {
			t.Errorf("%s with %q: %+v", c.url, c.allow, f.Fields)
		}
	}
	if list, err := h.Endpoints(t.Context(), h.admin); err != nil || len(list) != 0 {
		t.Errorf("%d were registered, %v", len(list), err)
	}
}

func TestKeyOfAnEndpointIsShownOnce(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	e, first, _, err := h.AddEndpoint(ctx, h.admin, webhook("https://hooks.example.test/in"))
	ok(t, err)
	robot, shown, _, err := h.AddEndpoint(ctx, h.admin, casework.NewEndpoint{Kind: casework.KindDingTalk, Sign: "SEC-geheim", EndpointSettings: casework.EndpointSettings{
		Name: "值班群", URL: "https://oapi.dingtalk.com/robot/send?access_token=robot-geheim", Active: true,
	}})
	ok(t, err)
	if shown != "" || robot.URL != "https://oapi.dingtalk.com/robot/send" {
		t.Errorf("of a robot: %q, %s", shown, robot.URL)
	}
	in := webhook("https://hooks.example.test/v1a")
	in.Scheme = "v1a"
	signed, shown, _, err := h.AddEndpoint(ctx, h.admin, in)
	ok(t, err)
	if shown != "" || !strings.HasPrefix(signed.PublicKey, "whpk_") {
		t.Errorf("of a key pair: %q, %s", shown, signed.PublicKey)
	}
	e, second, err := h.RotateSecret(ctx, h.admin, e.ID, casework.NewKey{Overlap: 24 * time.Hour})
	ok(t, err)
	if second == first || !strings.HasPrefix(second, "whsec_") || e.Version != 2 {
		t.Errorf("rotated to %q at %d", second, e.Version)
	}
	_, _, err = h.RotateSecret(ctx, h.admin, e.ID, casework.NewKey{Overlap: 8 * 24 * time.Hour})
	wants(t, err, fault.Invalid, "invalid")
	_, _, err = h.RotateSecret(ctx, h.admin, robot.ID, casework.NewKey{})
	wants(t, err, fault.Invalid, "invalid")
	_, shown, err = h.RotateSecret(ctx, h.admin, robot.ID, casework.NewKey{Key: "robot-geheim-2"})
	ok(t, err)
	list, err := h.Endpoints(ctx, h.admin)
	ok(t, err)
	text, err := json.Marshal(list)
	ok(t, err)
	for _, key := range []string{first, second, "geheim", "whsec_", "whsk_"} {
		if strings.Contains(string(text)+shown, key) {
			t.Errorf("%q is shown again", key)
		}
		if n := h.count(t, "select count(*) from event_values where position('"+key+"' in encode(value, 'escape')) > 0"); n != 0 {
			t.Errorf("%d values of the record hold %q", n, key)
		}
	}
}

func TestWhoMayTouchEndpoints(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	e, _, _, err := h.AddEndpoint(ctx, h.admin, webhook("https://hooks.example.test/in"))
	ok(t, err)
	machine := casework.Actor{Client: ids.Client{15: 1}, Agency: h.Env.ID, Name: "系统", Machine: true, Functions: []string{"desk", "handler", "liaison"}, Scopes: []string{"referrals.read", "referrals.write"}}
	auditor := h.someone(t, h.Env, "审计员甲", "auditor")
	knock := func(context.Context, ids.Delivery, time.Time, casework.Target) casework.Posted {
		return casework.Posted{Status: 204}
	}
	verbs := map[string]func(casework.Actor) error{
		"add": func(a casework.Actor) error {
			_, _, _, err := h.AddEndpoint(ctx, a, webhook("https://x.example.test/"))
			return err
		},
		"edit": func(a casework.Actor) error {
			_, _, err := h.EditEndpoint(ctx, a, e.ID, 99, e.EndpointSettings)
			return err
		},
		"remove": func(a casework.Actor) error { return h.RemoveEndpoint(ctx, a, e.ID, 99) },
		"rotate": func(a casework.Actor) error { _, _, err := h.RotateSecret(ctx, a, e.ID, casework.NewKey{}); return err },
		"test":   func(a casework.Actor) error { _, err := h.TestEndpoint(ctx, a, e.ID, knock); return err },
		"replay": func(a casework.Actor) error { _, err := h.Replay(ctx, a, e.ID, casework.NoticeCursor{}); return err },
	}
	for name, verb := range verbs {
		for who, a := range map[string]casework.Actor{"head": h.Env.Head, "machine": machine, "auditor": auditor} {
			if err := verb(a); fault.KindOf(err) != fault.Denied {
				t.Errorf("%s by %s: %v", name, who, err)
			}
		}
	}
	for who, a := range map[string]casework.Actor{"machine": machine, "auditor": auditor} {
		if list, err := h.Endpoints(ctx, a); err != nil || len(list) != 1 || h.MayEditEndpoints(a) {
			t.Errorf("%s reads %v, %v", who, list, err)
		}
	}
	_, err = h.Endpoints(ctx, h.Env.Head)
	wants(t, err, fault.Denied, "not_allowed")
	for name, err := range map[string]error{ // another organ's administrator finds only its own
		"remove": h.RemoveEndpoint(ctx, h.foreign, e.ID, 1),
		"read":   func() error { _, err := h.Endpoint(ctx, h.foreign, e.ID); return err }(),
		"test":   func() error { _, err := h.TestEndpoint(ctx, h.foreign, e.ID, knock); return err }(),
		"rotate": func() error { _, _, err := h.RotateSecret(ctx, h.foreign, e.ID, casework.NewKey{}); return err }(),
	} {
		if fault.KindOf(err) != fault.Missing {
			t.Errorf("%s from outside: %v", name, err)
		}
	}
	if list, err := h.Endpoints(ctx, h.foreign); err != nil || len(list) != 0 {
		t.Errorf("another organ reads %v, %v", list, err)
	}
}

func TestTestsKeepTheirDistance(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx := t.Context()
	e, _, _, err := h.AddEndpoint(ctx, h.admin, webhook("https://hooks.example.test/in"))
	ok(t, err)
	called := 0
	knock := func(_ context.Context, _ ids.Delivery, _ time.Time, to casework.Target) casework.Posted {
		if called++; to.URL != e.URL || len(to.Keys) != 1 {
			t.Errorf("called %+v", to)
		}
		return casework.Posted{Status: 204, Took: 30 * time.Millisecond}
	}
	got, err := h.TestEndpoint(ctx, h.admin, e.ID, knock)
	ok(t, err)
	if got.Status != 204 {
		t.Errorf("answered %+v", got)
	}
	_, err = h.TestEndpoint(ctx, h.admin, e.ID, knock)
	wants(t, err, fault.Rule, "endpoint.test_too_soon")
	h.Clock.Advance(10 * time.Second)
	_, err = h.TestEndpoint(ctx, h.admin, e.ID, knock)
	ok(t, err)
	if called != 2 {
		t.Errorf("called %d times", called)
	}
	_, err = h.TestEndpoint(ctx, h.admin, e.ID, nil)
	wants(t, err, fault.Unavailable, "endpoint.no_test")
	if e := h.endpoint(t, e.ID); e.LastAt != nil || e.Version != 1 {
		t.Errorf("a test changed %+v", e)
	}
}

func TestAnOrganHasTwentyEndpoints(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	for range 20 {
		_, _, _, err := h.AddEndpoint(t.Context(), h.admin, webhook("https://hooks.example.test/in"))
		ok(t, err)
	}
	_, _, _, err := h.AddEndpoint(t.Context(), h.admin, webhook("https://hooks.example.test/in"))
	wants(t, err, fault.Rule, "endpoint.too_many")
}
