package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// The commands as an operator runs them: the next key lies in the folder and in the metadata,
// signs from its day on and not before, and a lost one is declared and replaced at once.
func TestSigningKeyCommands(t *testing.T) {
	t.Parallel()
	db := storetest.DB(t)
	if _, err := adminRun(t, db, initArgs("--issuer-url", "https://idp.example.test", "--role-map", "hub-operator=operator")...); err != nil {
		t.Fatal(err)
	}
	c := config{Name: "hub.example", DataDir: t.TempDir(), PublicURL: "http://127.0.0.1:8080", StepUp: 15 * time.Minute}
	now := time.Now()
	o, err := buildOffice(c, db.App, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	flags, year := peerFlags{out: &out}, 8760*time.Hour
	run := func(f func(context.Context, *casework.Office, config) error) error {
		out.Reset()
		return f(t.Context(), o, c)
	}
	if err := run(peerInitCmd{peerFlags: flags, Name: "演示枢纽", Valid: year}.run); err != nil {
		t.Fatal(err)
	}
	if i, err := o.OwnIdentity(t.Context()); err != nil || i.Metadata.Log == nil || !strings.HasPrefix(i.Metadata.Log.Verifier, "hub.example+") {
		t.Errorf("the metadata name the log %+v, %v", i.Metadata.Log, err)
	}
	signs := func() string {
		t.Helper()
		id, err := o.SigningKeyID(t.Context(), ids.Agency{})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := signs()
	soon := civil.DateOf(now).AddDays(10).String()
	if err := run(rotateSigningCmd{peerFlags: flags, Valid: year, Begins: soon}.run); err == nil || !strings.Contains(err.Error(), "30 days ahead") {
		t.Errorf("a key that begins in ten days: %v", err)
	}
	if err := run(rotateSigningCmd{peerFlags: flags, Valid: year, Organs: true}.run); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"hub.pem", "hub-2.pem"} {
		if _, err := os.Stat(filepath.Join(c.keysDir(), name)); err != nil {
			t.Error(err)
		}
	}
	i, err := o.OwnIdentity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	organs := 0
	for _, k := range i.Metadata.Keys {
		if !k.From.After(now) {
			continue
		}
		if k.From.Sub(now) < federation.NextAhead {
			t.Errorf("a next key begins %s", k.From)
		}
		if k.Role == federation.RoleAgency {
			organs++
		}
	}
	if organs != len(i.Metadata.Agencies) || signs() != first {
		t.Errorf("%d of %d organs have a next key; the first signs on: %v", organs, len(i.Metadata.Agencies), signs() == first)
	}
	if err := run(rotateSigningCmd{peerFlags: flags, Valid: year}.run); err == nil || !strings.Contains(err.Error(), "published already") {
		t.Errorf("rotated twice at once: %v", err)
	}
	now = now.Add(32 * 24 * time.Hour)
	second := signs()
	if second == first {
		t.Fatal("the next key does not sign on its day")
	}
	if err := run(compromisedCmd{peerFlags: flags, Valid: year}.run); err != nil || !strings.Contains(out.String(), second) {
		t.Fatalf("%s, %v", out.String(), err)
	}
	if third := signs(); third == second || third == first {
		t.Errorf("after the notice %s signs", third)
	}
	if i, err = o.OwnIdentity(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, k := range i.Metadata.Keys {
		if k.Compromised.IsZero() == (k.ID == second) {
			t.Errorf("key %s is compromised since %s", k.ID, k.Compromised)
		}
	}
}
