package login_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

const independentDir = "testdata/oidc-provider"

// independent is a world with an issuer that others wrote. It goes by the
// machine's clock, so the hub has to as well.
type independent struct {
	*world
	issuer string
}

func newIndependent(t *testing.T) *independent {
	t.Helper()
	if _, err := os.Stat(filepath.Join(independentDir, "node_modules", "oidc-provider")); err != nil {
		t.Fatalf("the independent provider is not installed: run `scripts/setup.sh test` (make test does), or `npm ci --ignore-scripts` in api/login/%s", independentDir)
	}
	i := &independent{world: newWorld(t)}
	i.clock.Store(time.Now().Unix())
	// Ends with its standard input, which ends with this process at the latest.
	node := exec.Command("node", "server.mjs", i.hub.URL)
	node.Dir = independentDir
	in, err := node.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var complaints strings.Builder
	node.Stderr = &complaints
	if err := node.Start(); err != nil {
		t.Fatalf("start the independent provider (it needs node 20 or newer): %v", err)
	}
	t.Cleanup(func() {
		in.Close()
		_ = node.Wait() // by signal or not, it is gone
		if t.Failed() {
			t.Logf("the provider said:\n%s", complaints.String())
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the independent provider did not start: %v", err)
	}
	i.issuer = strings.TrimSpace(line)
	i.store.issuers = append(i.store.issuers, login.Issuer{
		ID: ids.New[ids.Issuer](start), Agency: ids.New[ids.Agency](start), AgencyCode: "npm", Code: "npm", URL: i.issuer,
		ClientID: "hub", Secret: "a secret of the test only", RoleMap: roleMap,
	})
	i.store.clients[i.self().ID.String()+" system"] = login.Client{
		ID: ids.New[ids.Client](start), Agency: i.self().Agency, Name: "平台", Scopes: []string{"referrals:read"},
	}
	return i
}

func (i *independent) self() *login.Issuer { return &i.store.issuers[2] }

// follow walks redirects like a browser, up to the hub's own pages.
func (i *independent) follow(b *http.Client, method, address string, form url.Values) (at *url.URL, body string) {
	i.Helper()
	for range 12 {
		r, err := http.NewRequestWithContext(i.Context(), method, address, strings.NewReader(form.Encode()))
		if err != nil {
			i.Fatal(err)
		}
		if form != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		answer, err := b.Do(r)
		if err != nil {
			i.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			i.Fatal(err)
		}
		to, err := answer.Location()
		if err != nil {
			return answer.Request.URL, string(text)
		}
		if to.String() == i.hub.URL+"/" {
			return to, ""
		}
		method, address, form = http.MethodGet, to.String(), nil
	}
	i.Fatal("redirected without end")
	return nil, ""
}

// signIn logs in at the provider's own pages: a form for the login, one for consent.
func (i *independent) signIn(b *http.Client, more string) {
	i.Helper()
	at, page := i.follow(b, http.MethodGet, i.hub.URL+"/login/start?issuer=npm&return_to=/"+more, nil)
	for range 3 {
		if at.String() == i.hub.URL+"/" {
			return
		}
		form := url.Values{"prompt": {"login"}, "login": {"n1"}, "password": {"any"}}
		if strings.Contains(page, `value="consent"`) {
			form = url.Values{"prompt": {"consent"}}
		}
		at, page = i.follow(b, http.MethodPost, at.String(), form)
	}
	i.Fatalf("ended at %s (%v):\n%.500s", at.Path, i.lastError(), page)
}

func (i *independent) openBrowser() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		i.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func TestIndependentProvider(t *testing.T) {
	t.Parallel()
	i := newIndependent(t)
	b := i.openBrowser()
	i.signIn(b, "")
	p, err := i.who(b)
	if err != nil || p.Name != "独立甲" || p.Subject != "n1" || !p.Has(login.Handler) || len(p.Functions) != 1 || p.SteppedUp(i.now()) {
		t.Fatalf("principal %+v (%v)", p, err)
	}

	i.signIn(b, "&step_up=1")
	if p, err = i.who(b); err != nil || !p.SteppedUp(i.now()) {
		t.Errorf("after the step-up: %+v (%v)", p, err)
	}

	// The provider's own sign-out reaches the hub by the back channel.
	at, page := i.follow(b, http.MethodGet, i.issuer+"/session/end", nil)
	xsrf := regexp.MustCompile(`name="xsrf" value="([^"]+)"`).FindStringSubmatch(page)
	if xsrf == nil {
		t.Fatalf("no sign-out form at %s:\n%.500s", at.Path, page)
	}
	i.follow(b, http.MethodPost, i.issuer+"/session/end/confirm", url.Values{"xsrf": {xsrf[1]}, "logout": {"yes"}})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := i.who(b); err != nil {
			break
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal("the session outlived the sign-out at the provider")
		}
	}
}

func TestIndependentAccessToken(t *testing.T) {
	t.Parallel()
	i := newIndependent(t)
	ask := func(resource string) string {
		answer, err := http.PostForm(i.issuer+"/token", url.Values{
			"grant_type": {"client_credentials"}, "client_id": {"system"}, "client_secret": {"machine"},
			"scope": {"referrals:read"}, "resource": {resource},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		var body struct {
			AccessToken string `json:"access_token"`
		}
		if err := json.NewDecoder(answer.Body).Decode(&body); err != nil || body.AccessToken == "" {
			t.Fatalf("%s (%v)", answer.Status, err)
		}
		return body.AccessToken
	}
	p, err := i.present("Bearer " + ask(i.hub.URL))
	if err != nil || !p.Machine || !p.May("referrals:read") || p.Agency != i.self().Agency {
		t.Errorf("principal %+v (%v)", p, err)
	}
	if _, err := i.present("Bearer " + ask("https://elsewhere.example")); err == nil {
		t.Error("a token for another resource was accepted")
	}
}
