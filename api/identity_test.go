package api_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/devkit/story"
)

// TestStepUp: what only a head decides asks for a login of the last quarter of an
// hour; the login of the morning is not enough.
func TestStepUp(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Reported(t)
	approve := func() ask { return post(at(id, "/criminal/approve"), map[string]any{}).on(h.version(t, id)) }
	h.want(t, 403, "step_up_required", envHead, approve())
	h.stepUp(t, envHead, id)
	h.Clock.Advance(15*time.Minute + time.Second)
	h.want(t, 403, "step_up_required", envHead, approve())
	h.stepUp(t, envHead, id)
	h.want(t, 403, "not_allowed", envHandler, approve())
	if got := h.want(t, 200, "", envHead, approve()); got.str("state") != "approved" {
		t.Errorf("state %s", got.str("state"))
	}
}

// TestPaperIsNoWayAroundTheLogin: saying that one's own decision was on paper
// spares neither the login nor the ground of a late entry.
func TestPaperIsNoWayAroundTheLogin(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Reported(t)
	body := map[string]any{"paper": map[string]any{"date": "2026-03-02", "number": "1号"}}
	h.want(t, 422, "invalid", envHead, post(at(id, "/criminal/approve"), body).on(h.version(t, id)))
}

// TestSessionCookieOverHTTPS: out of reach of scripts, of sibling hosts and of
// plain http; named as the contract says.
func TestSessionCookieOverHTTPS(t *testing.T) {
	t.Parallel()
	h := newHubOn(t, httptest.NewTLSServer)
	c := h.client()
	inner, err := cookiejar.New(nil)
	check(t, err)
	jar := &recordingJar{CookieJar: inner}
	c.Jar = jar
	check(t, idp.Login(t.Context(), c, h.url, story.Environment, "env-handler"))
	var session *http.Cookie
	for _, k := range jar.set {
		if strings.HasSuffix(k.Name, "-session") {
			session = k
		}
	}
	want := described(t).Components.SecuritySchemes["session"].Name
	if session == nil || session.Name != want || !strings.HasPrefix(want, "__Host-") {
		t.Errorf("the session cookie is %v, the contract says %q", session, want)
	}
	for _, k := range jar.set {
		if !k.Secure || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.Domain != "" || !strings.HasPrefix(k.Name, "__Host-") {
			t.Errorf("cookie %+v", k)
		}
	}
	if got := h.send(t, envHandler, get("/v1/me")); got.header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS over https")
	}
}

// recordingJar keeps what the hub sets, with all its attributes.
type recordingJar struct {
	http.CookieJar
	set []*http.Cookie
}

// SetCookies implements http.CookieJar.
func (j *recordingJar) SetCookies(u *url.URL, list []*http.Cookie) {
	j.set = append(j.set, list...)
	j.CookieJar.SetCookies(u, list)
}

// TestLogoutAndIdleness end a session on the side of the hub.
func TestLogoutAndIdleness(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	h.want(t, 200, "", envHandler, get("/v1/me"))
	h.Clock.Advance(29 * time.Minute)
	h.want(t, 200, "", envHandler, get("/v1/me"))
	h.Clock.Advance(31 * time.Minute)
	h.want(t, 401, "login.required", envHandler, get("/v1/me"))
	delete(h.people, envHandler)
	for range 20 {
		h.want(t, 200, "", envHandler, get("/v1/me"))
		h.Clock.Advance(25 * time.Minute)
	}
	h.want(t, 401, "login.required", envHandler, get("/v1/me")) // eight hours, however busy

	h.want(t, 200, "", policeDesk, get("/v1/me"))
	old := h.as(t, policeDesk)
	home := h.request(t, get("/")).URL
	cookies := old.Jar.Cookies(home)
	if got := h.send(t, policeDesk, ask{method: "POST", path: "/logout"}); got.status != 204 {
		t.Errorf("logout: %d", got.status)
	}
	old.Jar.SetCookies(home, cookies) // somebody kept a copy
	h.want(t, 401, "login.required", policeDesk, get("/v1/me"))
}

// TestOtherOrigins: a page of another site changes nothing, whatever cookie the
// browser sends along.
func TestOtherOrigins(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	before := h.rows(t, "cases")
	a := post("/v1/referrals/criminal", map[string]any{"title": "演示"}).on(0)
	for _, origin := range []ask{a.with("Sec-Fetch-Site", "cross-site"), a.with("Origin", "https://evil.example"), a.with("Sec-Fetch-Site", "same-site")} {
		h.want(t, 403, "", envHandler, origin)
	}
	h.want(t, 403, "", envHandler, ask{method: "POST", path: "/logout", header: map[string]string{"Origin": "https://evil.example"}})
	if n := h.rows(t, "cases"); n != before {
		t.Error("a page of another site opened a case")
	}
	h.want(t, 201, "", envHandler, a.with("Sec-Fetch-Site", "same-origin"))
}

// TestPartnerSystem: an organ's system with a token does its desk's and handler's
// work as far as its scopes go, and never its head's.
func TestPartnerSystem(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	system := partnerToken + "heshan-env"
	made := h.want(t, 201, "", system, post("/v1/referrals/criminal", map[string]any{"title": "系统推送的案件", "content": map[string]any{"facts": "事实", "investigators": 2}}).on(0))
	path := "/v1/referrals/" + made.str("id")
	file := post(path+"/evidence", []byte("内容")).with("Content-Type", "application/octet-stream").with("X-File-Name", "a.txt")
	evidence := h.want(t, 201, "", system, file)
	upload := h.want(t, 201, "", system, post(path+"/uploads", map[string]any{"name": "b.txt", "size": 1}))
	h.want(t, 201, "", system, post(path+"/materials", map[string]any{"code": "doc_other", "title": "其他", "form": "copy", "evidence_id": evidence.str("id")}))
	h.want(t, 201, "", system, post(path+"/documents", map[string]any{"kind": "transfer_letter"}))
	h.want(t, 201, "", system, post(path+"/remarks", map[string]any{"kind": "call", "text": "已电话告知"}))
	h.want(t, 200, "", system, get(path))
	h.want(t, 200, "", system, get(path+"/timeline"))
	h.want(t, 200, "", system, get(path+"/evidence/"+evidence.str("id")+"/content"))
	h.want(t, 200, "", system, get("/v1/me"))
	if got := h.send(t, system, ask{method: "PUT", path: path + "/watch"}); got.status != 404 || got.str("code") != "not_offered" {
		t.Errorf("a system follows a case: %d %s", got.status, got.text)
	}

	reported := h.Reported(t)
	for _, step := range []string{"/criminal/approve", "/criminal/refuse", "/void"} {
		body := map[string]any{"reason": "理由"}
		if step == "/criminal/approve" {
			body = map[string]any{}
		}
		h.want(t, 404, "not_offered", system, post(at(reported, step), body).on(h.version(t, reported)))
	}
	var who string
	check(t, h.DB.Owner.QueryRow(t.Context(), "select v.value::text from event_values v join events e on e.id = v.event_id where e.case_id = $1 and v.name = 'actor.client' limit 1", made.str("id")).Scan(&who))
	if who == "" {
		t.Error("the record does not say which system it was")
	}

	h.people[system] = h.partner(t, "heshan-env", "referrals.read")
	for name, a := range map[string]ask{
		"create": post("/v1/referrals/criminal", map[string]any{"title": "演示"}).on(0), "file": file, "remark": post(path+"/remarks", map[string]any{"kind": "call", "text": "x"}),
		"append": {method: "PATCH", path: "/v1/uploads/" + upload.str("id"), body: []byte("x"), header: map[string]string{"Upload-Offset": "0", "Content-Type": "application/octet-stream"}},
	} {
		if got := h.send(t, system, a); got.status != 403 || got.str("code") != "scope_missing" {
			t.Errorf("%s with a token for reading: %d %s", name, got.status, got.text)
		}
	}
	h.want(t, 200, "", system, get(path))
	h.people[system] = h.partner(t, "heshan-env", "referrals.write")
	for _, p := range []string{path, path + "/timeline", path + "/evidence/" + evidence.str("id") + "/content", path + "/previews/transfer_letter", path + "/previews/transfer_letter?format=docx", path + "/volume", "/v1/stream"} {
		h.want(t, 403, "scope_missing", system, get(p))
	}
	h.people[system] = h.partner(t, "heshan-env", "something.else")
	h.want(t, 403, "scope_missing", system, get("/v1/referrals"))
}

// TestTokensOfOthers: a token for another audience, or of a client that nobody
// registered here, opens nothing.
func TestTokensOfOthers(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	h.want(t, 200, "", partnerToken+"heshan-env", get("/v1/me"))
	_, err := h.DB.Owner.Exec(t.Context(), "update clients set enabled = false")
	check(t, err)
	h.want(t, 401, "login.token_refused", partnerToken+"heshan-env", get("/v1/me"))
	h.want(t, 401, "login.token_refused", envHandler, get("/v1/me").with("Authorization", "Bearer "+strings.Repeat("a", 20000)))
	h.want(t, 401, "login.token_refused", envHandler, get("/v1/me").with("Authorization", "Basic aGk6aGk="))
}

// TestHeadersOfEveryAnswer: also of refusals and of files.
func TestHeadersOfEveryAnswer(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Sent(t)
	for _, a := range []ask{get("/v1/me"), get(at(id, "")), get("/v1/nothing"), get("/v1/issuers"), get(at(id, "/volume")), post("/v1/referrals/criminal", map[string]any{}), get("/healthz"), get("/")} {
		got := h.send(t, envHandler, a.with("Range", "bytes=0-1"))
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got.header.Get(name) != want {
				t.Errorf("%s: %s is %q", a.path, name, got.header.Get(name))
			}
		}
		csp := got.header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script-src 'unsafe") || !strings.Contains(csp, "frame-ancestors") {
			t.Errorf("%s: policy %q", a.path, csp)
		}
		if strings.HasPrefix(a.path, "/v1/") && got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be cached", a.path)
		}
	}
}
