package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/xianjie-hub/xianjie/client"
	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/devkit/story"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// TestLeadsOnTheCommandLine: a client of the procuratorate reads the table of a running hub,
// a client of another organ is refused and told why.
func TestLeadsOnTheCommandLine(t *testing.T) {
	figures := prometheus.DefaultRegisterer // one process has one hub, else: so this test runs alone
	t.Cleanup(func() { prometheus.DefaultRegisterer = figures })
	prometheus.DefaultRegisterer = prometheus.NewRegistry()
	h, err := startHub(t.Context(), hubOptions{Listen: "127.0.0.1:0", Unsafe: true, Story: true, Log: slog.New(slog.DiscardHandler)})
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
	command := func(code string) (leadsCmd, *bytes.Buffer) {
		t.Helper()
		out := &bytes.Buffer{}
		c := leadsCmd{Hub: h.url, Issuer: h.url + idp.Path(code), Key: filepath.Join(t.TempDir(), "key.pem"), out: out}
		c.Client = registered(t, c, db, code)
		return c, out
	}
	ours, out := command(story.Procuratorate)
	if err := ours.Run(); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); !strings.Contains(text, "filing_overdue") || !strings.Contains(text, "监督线索 Supervision leads: ") {
		t.Errorf("printed %s", text)
	}
	out.Reset()
	ours.JSON, ours.Ground = true, "filing_overdue"
	if err := ours.Run(); err != nil {
		t.Fatal(err)
	}
	var got struct{ Items []leadLine }
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || len(got.Items) == 0 || got.Items[0].Ground.ID != "filing_overdue" || got.Items[0].Number == "" {
		t.Errorf("printed %s, %v", out, err)
	}
	theirs, _ := command(story.Environment)
	if e, ok := errors.AsType[exitError](theirs.Run()); !ok || e.code != 1 || !strings.Contains(e.Error(), "检察机关") {
		t.Errorf("another organ's client: %v", e)
	}
}

// registered makes a key and has provider and hub know it.
func registered(t *testing.T, c leadsCmd, db *pgx.Conn, code string) string {
	t.Helper()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	check(err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	check(err)
	check(os.WriteFile(c.Key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600))
	system, err := client.New(client.Config{Hub: c.Hub, TokenURL: c.Issuer + "/token", Issuer: c.Issuer, Key: key, Now: time.Now})
	check(err)
	metadata, err := json.Marshal(map[string]any{"jwks": jose.JSONWebKeySet{Keys: []jose.JSONWebKey{system.PublicKey()}}, "token_endpoint_auth_method": "private_key_jwt"})
	check(err)
	res, err := http.Post(c.Issuer+"/register", "application/json", bytes.NewReader(metadata))
	check(err)
	defer res.Body.Close()
	var made struct {
		ID string `json:"client_id"`
	}
	check(json.NewDecoder(res.Body).Decode(&made))
	_, err = db.Exec(t.Context(), `insert into clients (id, issuer_id, client_id, agency_id, scopes, bound, created_at)
		select $1, i.id, $2, i.agency_id, '{referrals.read}', true, $3 from issuers i where i.code = $4`, ids.New[ids.Client](time.Now()), made.ID, time.Now(), code)
	check(err)
	return made.ID
}
