package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2/clientcredentials"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/devkit/story"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// hub is a whole hub over HTTP with the organs of the demo story, who log in at
// the development identity provider. Its office is also at hand as a House, to
// lead cases to where a test begins.
type hub struct {
	*officetest.House
	url    string
	client func() *http.Client
	people map[string]*http.Client
	edge   *api.Server
}

// maxUpload is small, so that a test reaches it.
const maxUpload = 1 << 20

func newHub(t *testing.T) *hub { return newHubOn(t, httptest.NewServer) }

func newHubOn(t *testing.T, start func(http.Handler) *httptest.Server) *hub {
	t.Helper()
	db := storetest.DB(t)
	h := &hub{House: &officetest.House{Office: officetest.Build(t, db), DB: db, Clock: &officetest.Clock{}}, people: map[string]*http.Client{}}
	h.Clock.Set(officetest.Opening)
	h.Office.Now = h.Clock.Now
	mux := http.NewServeMux()
	server := start(mux)
	t.Cleanup(server.Close)
	h.url = server.URL
	h.client = func() *http.Client { return &http.Client{Transport: server.Client().Transport} }
	h.Office.PublicURL = h.url
	check(t, h.Install(t.Context(), story.Yiyang.Installation(func(code string) string { return h.url + idp.Path(code) }, "hub")))
	h.Env, h.Police = h.organ(t, story.Environment), h.organ(t, story.Police)
	h.Procuratorate, h.Market = h.organ(t, story.Procuratorate), h.organ(t, story.Market)

	bell := store.NewBell()
	ringing, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	go func() { _ = bell.Run(ringing, db.App) }()
	edge := &api.Server{Office: h.Office, Bell: bell, Pages: http.NotFoundHandler(), MaxUpload: maxUpload, PartnerRate: 1 << 20}
	edge.Knock = func(context.Context, ids.Delivery, time.Time, casework.Target) casework.Posted {
		return casework.Posted{Status: http.StatusNoContent}
	}
	var err error
	edge.Login, err = login.New(login.Config{
		PublicURL: h.url, Store: api.LoginStore{Office: h.Office}, Now: h.Clock.Now, Fail: api.LoginFailed, Transport: server.Client().Transport,
	})
	check(t, err)
	provider, err := idp.New(idp.Options{Base: h.url, Issuers: story.Yiyang.Issuers(h.url, "hub"), Now: h.Clock.Now})
	check(t, err)
	mux.Handle("/idp/", provider)
	mux.Handle("/", edge.Handler())
	h.edge = edge
	return h
}

// organ gives an organ of the story with an actor per function.
func (h *hub) organ(t *testing.T, code string) officetest.Organ {
	t.Helper()
	o := officetest.Organ{Code: code}
	var sector string
	check(t, h.DB.Owner.QueryRow(t.Context(), "select id, sector from agencies where code = $1", code).Scan(&o.ID, &sector))
	rows, err := h.DB.Owner.Query(t.Context(), "select id, name, functions from users where agency_id = $1 order by subject", o.ID)
	check(t, err)
	defer rows.Close()
	for rows.Next() {
		a := casework.Actor{Agency: o.ID, Sector: sector, StepUpAt: h.Clock.Now(), Lang: "zh-CN"}
		check(t, rows.Scan(&a.User, &a.Name, &a.Functions))
		for function, place := range map[string]*casework.Actor{
			"desk": &o.Desk, "handler": &o.Handler, "legal_reviewer": &o.Legal, "head": &o.Head, "procurator": &o.Procurator,
		} {
			if place.User.IsZero() && a.Has(function) {
				*place = a
			}
		}
	}
	check(t, rows.Err())
	return o
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// People of the story, as "issuer subject".
const (
	envHandler   = story.Environment + " env-handler"
	envLegal     = story.Environment + " env-legal"
	envHead      = story.Environment + " env-head"
	envAdmin     = story.Environment + " env-admin"
	policeDesk   = story.Police + " police-desk"
	policeMan    = story.Police + " police-handler"
	procurator   = story.Procuratorate + " procurator"
	marketMan    = story.Market + " market-handler"
	outsider     = story.Outsider + " env-handler"
	operator     = story.Operator + " operator"
	auditor      = story.Operator + " auditor"
	nobody       = ""
	partnerToken = "token " // followed by the code of an organ: its partner system
)

// as gives the browser of a person, logged in.
func (h *hub) as(t *testing.T, who string) *http.Client {
	t.Helper()
	if c := h.people[who]; c != nil {
		return c
	}
	c := h.client()
	switch code, machine := strings.CutPrefix(who, partnerToken); {
	case machine:
		c = h.partner(t, code, "referrals.read", "referrals.write")
	case who != nobody:
		jar, err := cookiejar.New(nil)
		check(t, err)
		c.Jar = jar
		issuer, sub, _ := strings.Cut(who, " ")
		check(t, idp.Login(t.Context(), c, h.url, issuer, sub))
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	h.people[who] = c
	return c
}

// partner gives the client of an organ's system, registered with these scopes.
func (h *hub) partner(t *testing.T, code string, scopes ...string) *http.Client {
	t.Helper()
	_, err := h.DB.Owner.Exec(t.Context(), `insert into clients (id, issuer_id, client_id, agency_id, scopes, created_at)
		select $1, i.id, $2, i.agency_id, $3, $4 from issuers i where i.code = $5
		on conflict (issuer_id, client_id) do update set scopes = excluded.scopes`,
		ids.New[ids.Client](h.Clock.Now()), code+"-system", scopes, h.Clock.Now(), code)
	check(t, err)
	config := clientcredentials.Config{
		ClientID: code + "-system", ClientSecret: story.DevPartnerSecret, TokenURL: h.url + idp.Path(code) + "/token", Scopes: []string{"referrals.read", "referrals.write", "endpoints.write"},
	}
	return config.Client(t.Context())
}

// answer is what the hub said.
type answer struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

func (a answer) str(name string) string { s, _ := a.body[name].(string); return s }

// fields gives the locations of the rejected fields.
func (a answer) fields() (out []string) {
	list, _ := a.body["errors"].([]any)
	for _, e := range list {
		out = append(out, e.(map[string]any)["location"].(string))
	}
	return out
}

// ask is a request under construction.
type ask struct {
	method, path string
	header       map[string]string
	body         any // JSON; []byte and io.Reader are sent as they are
}

// on sends the version that is asked for and a fresh key.
func (a ask) on(version int64) ask {
	return a.with("If-Match", `"`+strconv.FormatInt(version, 10)+`"`).with("Idempotency-Key", officetest.NewKey("").Value)
}

func (a ask) with(name, value string) ask {
	header := map[string]string{name: value}
	for k, v := range a.header {
		if _, set := header[k]; !set {
			header[k] = v
		}
	}
	a.header = header
	return a
}

func get(path string) ask            { return ask{method: http.MethodGet, path: path} }
func post(path string, body any) ask { return ask{method: http.MethodPost, path: path, body: body} }

// send asks as a person. An answer above 499, or a problem that is none, fails
// the test wherever it comes.
func (h *hub) send(t *testing.T, who string, a ask) answer {
	t.Helper()
	res, err := h.as(t, who).Do(h.request(t, a))
	check(t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	check(t, err)
	out := answer{status: res.StatusCode, header: res.Header, text: string(text)}
	if strings.Contains(res.Header.Get("Content-Type"), "json") {
		if err := json.Unmarshal(text, &out.body); err != nil {
			t.Errorf("%s %s: %d is no JSON object: %v", a.method, a.path, out.status, err)
		}
	}
	if out.status >= 400 && a.header["Range"] == "" {
		wantProblem(t, a, out)
	}
	return out
}

func (h *hub) request(t *testing.T, a ask) *http.Request {
	t.Helper()
	var body io.Reader
	kind := ""
	switch b := a.body.(type) {
	case nil:
	case []byte:
		body, kind = bytes.NewReader(b), "application/json"
	case io.Reader:
		body, kind = b, "application/json"
	default:
		text, err := json.Marshal(b)
		check(t, err)
		body, kind = bytes.NewReader(text), "application/json"
	}
	r, err := http.NewRequestWithContext(t.Context(), a.method, h.url+a.path, body)
	check(t, err)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for name, value := range a.header {
		if value == "" {
			r.Header.Del(name)
			continue
		}
		r.Header.Set(name, value)
	}
	return r
}

// wantProblem holds every refusal to RFC 9457 as the contract describes it.
func wantProblem(t *testing.T, a ask, got answer) {
	t.Helper()
	if got.status >= 500 {
		t.Errorf("%s %s: %d %s", a.method, a.path, got.status, got.text)
	}
	if kind := got.header.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("%s %s: %d comes as %q: %.200s", a.method, a.path, got.status, kind, got.text)
		return
	}
	status, _ := got.body["status"].(float64)
	if int(status) != got.status || got.str("code") == "" || got.str("title") == "" || !strings.HasPrefix(got.str("type"), "urn:xianjie:problem:") {
		t.Errorf("%s %s: %d is no good problem: %s", a.method, a.path, got.status, got.text)
	}
}

// want sends and wants a status, and a code unless it is empty.
func (h *hub) want(t *testing.T, status int, code, who string, a ask) answer {
	t.Helper()
	got := h.send(t, who, a)
	if got.status != status || code != "" && got.str("code") != code {
		t.Fatalf("%s: %s %s: %d %s, want %d %s", who, a.method, a.path, got.status, got.text, status, code)
	}
	return got
}

// version is the version of a case as it stands in the database.
func (h *hub) version(t *testing.T, id ids.Case) (v int64) {
	t.Helper()
	check(t, h.DB.Owner.QueryRow(t.Context(), "select version from cases where id = $1", id).Scan(&v))
	return v
}

// stepUp makes a person confirm who they are, and gives the version of a case.
func (h *hub) stepUp(t *testing.T, who string, id ids.Case) int64 {
	t.Helper()
	issuer, sub, _ := strings.Cut(who, " ")
	check(t, idp.StepUp(t.Context(), h.as(t, who), h.url, issuer, sub))
	return h.version(t, id)
}

// rows counts rows past row-level security.
func (h *hub) rows(t *testing.T, from string, args ...any) (n int) {
	t.Helper()
	check(t, h.DB.Owner.QueryRow(t.Context(), "select count(*) from "+from, args...).Scan(&n))
	return n
}

func at(id ids.Case, path string) string { return "/v1/referrals/" + id.String() + path }
