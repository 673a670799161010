package main

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/devkit/postgres"
	"github.com/xianjie-hub/xianjie/devkit/story"
)

// TestRealIssuers: issuers of elsewhere take the place of the development provider, which
// then lets nobody in.
func TestRealIssuers(t *testing.T) {
	figures := prometheus.DefaultRegisterer
	t.Cleanup(func() { prometheus.DefaultRegisterer = figures })
	prometheus.DefaultRegisterer = prometheus.NewRegistry()
	var provider http.Handler // it knows the hub's address, the hub its own
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { provider.ServeHTTP(w, r) }))
	defer elsewhere.Close()
	h, err := startHub(t.Context(), hubOptions{Listen: "127.0.0.1:0", Unsafe: true, Log: slog.New(slog.DiscardHandler), Issuers: elsewhere.URL + idp.Path("{code}"), Client: "the-hub"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := h.stop(); err != nil {
			t.Error(err)
		}
	}()
	if provider, err = idp.New(idp.Options{Base: elsewhere.URL, Issuers: story.Yiyang.Issuers(h.url, "the-hub"), Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	person, err := story.SignIn(t.Context(), h.url, story.Environment, "env-handler")
	if err != nil {
		t.Fatal(err)
	}
	if err := person.Get(t.Context(), "/v1/me", nil); err != nil {
		t.Error(err)
	}
	own, err := http.Get(h.url + idp.Path(story.Environment) + "/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	defer own.Body.Close()
	if said, err := io.ReadAll(own.Body); err != nil || bytes.Contains(said, []byte(`"issuer"`)) {
		t.Errorf("the development provider still answers: %s, %v", said, err)
	}
	var words bytes.Buffer
	h.announce(&words)
	if bytes.Contains(words.Bytes(), []byte("无须密码")) {
		t.Errorf("announced: %s", words.String())
	}
}

// TestDevKeepsAndBeginsAgain: what a development hub holds outlives a restart on
// another port, login included, and goes with the folder: also where the server's user
// cannot reach the folder and the database lies elsewhere.
func TestDevKeepsAndBeginsAgain(t *testing.T) {
	figures := prometheus.DefaultRegisterer // one process has one hub, else: so this test runs alone
	t.Cleanup(func() { prometheus.DefaultRegisterer = figures })
	closed := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(closed, "hub")
	t.Cleanup(func() { // what lies elsewhere is not below the test's own directory
		place, err := postgres.Place(filepath.Join(dir, "postgres"))
		if err := errors.Join(err, postgres.Remove(place)); err != nil {
			t.Error(err)
		}
	})
	run := func(logins int, logIn bool) {
		t.Helper()
		prometheus.DefaultRegisterer = prometheus.NewRegistry()
		h, err := startHub(t.Context(), hubOptions{Listen: "127.0.0.1:0", Dir: dir, Unsafe: true, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := h.stop(); err != nil {
				t.Error(err)
			}
		}()
		db, err := pgx.Connect(t.Context(), h.config.OwnerURL)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close(t.Context())
		var n int
		if err := db.QueryRow(t.Context(), "select count(*) from sessions").Scan(&n); err != nil || n != logins {
			t.Errorf("%d logins are kept, want %d: %v", n, logins, err)
		}
		if !logIn {
			return
		}
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := idp.Login(t.Context(), &http.Client{Jar: jar}, h.url, story.Environment, "env-handler"); err != nil {
			t.Errorf("log in on %s: %v", h.url, err)
		}
	}
	run(0, true)
	run(1, true) // on another port
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	run(0, false)
}
