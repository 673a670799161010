package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// adminSecret stands for every client secret of these tests; no answer may hold it.
const adminSecret = "s3cret-that-must-not-be-seen"

// adminWorld is a hub over HTTP with the development identity provider: an
// environment bureau, a market bureau and the hub's operators.
type adminWorld struct {
	*testing.T
	hub    *httptest.Server
	office *casework.Office
	clock  *officetest.Clock
	people map[string]*http.Client // "env admin" → a browser that is logged in
	seen   bytes.Buffer            // every answer's body, to look for secrets
	knock  casework.Knock          // answers tests of endpoints; nil: 204
}

var adminOrgans = []struct {
	code, sector string
	functions    []string
}{
	{"env", "environment", []string{"handler", "head", "admin"}},
	{"market", "market", []string{"admin"}},
	{"ops", "other", []string{"operator", "auditor"}},
}

func newAdminWorld(t *testing.T) *adminWorld {
	t.Helper()
	w := &adminWorld{T: t, office: officetest.Build(t, storetest.DB(t)), clock: &officetest.Clock{}, people: map[string]*http.Client{}}
	w.clock.Set(officetest.Opening)
	w.office.Now = w.clock.Now
	mux := http.NewServeMux()
	w.hub = httptest.NewServer(mux)
	t.Cleanup(w.hub.Close)
	w.office.PublicURL = w.hub.URL
	w.install()
	server := &api.Server{Office: w.office, Pages: http.NotFoundHandler(), MaxUpload: 1 << 20}
	server.Knock = func(ctx context.Context, id ids.Delivery, at time.Time, to casework.Target) casework.Posted {
		if w.knock == nil {
			return casework.Posted{Status: http.StatusNoContent}
		}
		return w.knock(ctx, id, at, to)
	}
	var err error
	server.Login, err = login.New(login.Config{PublicURL: w.hub.URL, Store: api.LoginStore{Office: w.office}, Now: w.clock.Now, Fail: api.LoginFailed})
	w.ok(err)
	provider, err := idp.New(idp.Options{Base: w.hub.URL, Issuers: w.issuers(server.Login), Now: w.clock.Now})
	w.ok(err)
	mux.Handle("/idp/", provider)
	mux.Handle("/", server.Handler())
	return w
}

func (w *adminWorld) install() {
	var in casework.Installation
	for _, o := range adminOrgans {
		n := casework.NewOrgan{
			Code: o.code, Name: "演示区" + o.code + "局", ShortName: o.code, Sector: o.sector, Level: "county", Region: "310101", Synthetic: true,
			IssuerURL: w.hub.URL + idp.Path(o.code), ClientID: "hub", RoleMap: map[string]string{},
		}
		for _, f := range o.functions {
			n.RoleMap[f] = f
		}
		in.Organs = append(in.Organs, n)
	}
	w.ok(w.office.Install(w.Context(), in))
}

func (w *adminWorld) issuers(l *login.Login) (out []idp.Issuer) {
	for _, o := range adminOrgans {
		i := idp.Issuer{Code: o.code, Name: o.code, Clients: []idp.Client{
			{ID: "hub", RedirectURIs: []string{l.RedirectURI(o.code)}},
			{ID: "system", Secret: adminSecret, Scopes: []string{"referrals.read", "referrals.write"}, Audience: w.hub.URL},
		}}
		for _, f := range o.functions {
			i.Users = append(i.Users, idp.User{Sub: f, Name: o.code + " " + f, Title: "科员", Roles: []string{f}})
		}
		i.Users = append(i.Users, idp.User{Sub: "second", Name: o.code + " second", Title: "科员", Roles: []string{o.functions[0]}})
		i.Users = append(i.Users, idp.User{Sub: "leader", Name: o.code + " leader", Roles: []string{"leader"}})
		out = append(out, i)
	}
	return out
}

func (w *adminWorld) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// as gives the browser of a person, logged in; "" is nobody.
func (w *adminWorld) as(who string) *http.Client {
	w.Helper()
	if c := w.people[who]; c != nil {
		return c
	}
	jar, err := cookiejar.New(nil)
	w.ok(err)
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if issuer, sub, ok := strings.Cut(who, " "); ok {
		w.ok(idp.Login(w.Context(), c, w.hub.URL, issuer, sub))
	}
	w.people[who] = c
	return c
}

// adminAnswer is an answer of the hub.
type adminAnswer struct {
	status int
	etag   string
	body   map[string]any
	text   string
}

func (a adminAnswer) str(name string) string { s, _ := a.body[name].(string); return s }

// call sends a request; body nil sends none, version "" no If-Match.
func (w *adminWorld) call(who, method, path, version string, body any) adminAnswer {
	w.Helper()
	var reader io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		w.ok(err)
		reader = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(w.Context(), method, w.hub.URL+path, reader)
	w.ok(err)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if version != "" {
		r.Header.Set("If-Match", version)
	}
	res, err := w.as(who).Do(r)
	w.ok(err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	w.ok(err)
	w.seen.Write(text)
	a := adminAnswer{status: res.StatusCode, etag: res.Header.Get("ETag"), text: string(text)}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &a.body); err != nil {
			w.Errorf("%s %s: %d is no JSON: %v", method, path, a.status, err)
		}
	}
	if a.status >= 500 {
		w.Errorf("%s %s: %d %s", method, path, a.status, text)
	}
	return a
}

// must is call for a request that has to succeed with this status.
func (w *adminWorld) must(status int, who, method, path, version string, body any) adminAnswer {
	w.Helper()
	a := w.call(who, method, path, version, body)
	if a.status != status {
		w.Fatalf("%s: %s %s: %d %s, want %d", who, method, path, a.status, a.text, status)
	}
	return a
}

// agency gives the path of an organ below /v1/admin.
func (w *adminWorld) agency(code string) string {
	w.Helper()
	row, err := w.office.OrganByCode(w.Context(), casework.CommandLine(), code)
	w.ok(err)
	return "/v1/admin/agencies/" + row.ID.String()
}

// person gives the id of somebody who has logged in.
func (w *adminWorld) person(who string) string {
	w.Helper()
	me := w.must(200, who, "GET", "/v1/me", "", nil)
	return me.str("id")
}

var errNoItems = errors.New("no items")

// items gives the list of an answer.
func (a adminAnswer) items(t *adminWorld) []map[string]any {
	t.Helper()
	list, ok := a.body["items"].([]any)
	if !ok {
		t.Fatal(errNoItems, a.text)
	}
	out := make([]map[string]any, len(list))
	for i, each := range list {
		out[i], _ = each.(map[string]any)
	}
	return out
}

func (w *adminWorld) in(d time.Duration) string { return w.clock.Now().Add(d).Format(time.RFC3339) }
