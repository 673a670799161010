package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// adminRun runs `hub admin …` as a shell would, on a test's own database.
func adminRun(t *testing.T, db *storetest.Database, args ...string) (string, error) {
	t.Helper()
	var c struct {
		Admin adminCmd `cmd:""`
	}
	parser, err := kong.New(&c, kong.Exit(func(int) { t.Error("kong exits") }))
	if err != nil {
		t.Fatal(err)
	}
	k, err := parser.Parse(append([]string{"admin"}, append(args, "--database-url", db.AppURL, "--public-url", "https://hub.example.test")...))
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	for _, f := range []*adminFlags{&c.Admin.Init.adminFlags, &c.Admin.Agency.Add.adminFlags, &c.Admin.Issuer.Add.adminFlags} {
		f.out, f.options = &out, []store.Option{store.AllowUnsafe()}
	}
	err = k.Run()
	return out.String(), err
}

func initArgs(more ...string) []string {
	return append([]string{
		"init", "--agency-code", "ops", "--agency-name", "演示区大数据局", "--short-name", "区大数据局", "--sector", "other", "--level", "county",
		"--region", "310101", "--client-id", "hub",
	}, more...)
}

func TestAdminInit(t *testing.T) {
	t.Parallel()
	db := storetest.DB(t)
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	first := initArgs("--issuer-url", "https://idp.example.test", "--role-map", "hub-operator=operator,hub-admin=admin", "--client-secret-file", file)
	out, err := adminRun(t, db, first...)
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"https://hub.example.test/login/callback/ops", "https://hub.example.test/login/backchannel/ops", "ops 演示区大数据局  (新 new)", "角色 hub-operator", "the role hub-operator", "Next\n", "下一步\n"} {
		if !strings.Contains(out, words) {
			t.Errorf("lacks %q:\n%s", words, out)
		}
	}
	if strings.Contains(out, "s3cret") {
		t.Error("prints the secret")
	}
	if out, err = adminRun(t, db, first...); err != nil || strings.Contains(out, "新 new") || !strings.Contains(out, "there already") {
		t.Errorf("again: %v\n%s", err, out)
	}
	var organs, issuers int
	var secret string
	if err := db.App.QueryRow(context.Background(), "select (select count(*) from agencies), (select count(*) from issuers), (select client_secret from issuers)").Scan(&organs, &issuers, &secret); err != nil || organs != 1 || issuers != 1 || secret != "s3cret" {
		t.Errorf("%d organs, %d issuers, secret %q (%v)", organs, issuers, secret, err)
	}

	second := initArgs("--issuer-url", "https://other.example.test", "--issuer-code", "other", "--role-map", "x=operator")
	if _, err = adminRun(t, db, second...); !failedSaying(err, 1, "--force-add") {
		t.Errorf("a second operators' issuer: %v", err)
	}
	if out, err = adminRun(t, db, append(second, "--force-add")...); err != nil || !strings.Contains(out, "Note: operators can also log in through ops") {
		t.Errorf("forced: %v\n%s", err, out)
	}
	if _, err = adminRun(t, db, initArgs("--issuer-url", "http://idp.example.test", "--role-map", "x=operator")...); !failedSaying(err, 1, "url") {
		t.Errorf("http: %v", err)
	}
	if _, err = adminRun(t, db, initArgs("--issuer-url", "https://idp.example.test", "--role-map", "x=admin")...); !failedSaying(err, 1, "operator") {
		t.Errorf("nobody to operate: %v", err)
	}
}

func failedSaying(err error, code int, words string) bool {
	e, ok := errors.AsType[exitError](err)
	return ok && e.code == code && strings.Contains(err.Error(), words)
}

func TestAdminAdd(t *testing.T) {
	t.Parallel()
	db := storetest.DB(t)
	organ := func(code, name string, more ...string) []string {
		return append([]string{"agency", "add", code, "--name", name, "--short-name", name, "--sector", "environment", "--level", "county", "--region", "310101"}, more...)
	}
	for _, args := range [][]string{organ("city", "演示市局"), organ("env", "演示区分局", "--superior", "city", "--acts-for", "city")} {
		if out, err := adminRun(t, db, args...); err != nil || !strings.Contains(out, "新 new") {
			t.Fatalf("%v\n%s", err, out)
		}
		if out, err := adminRun(t, db, args...); err != nil || !strings.Contains(out, "there already") {
			t.Errorf("again: %v\n%s", err, out)
		}
	}
	if _, err := adminRun(t, db, organ("env", "另一个局")...); !failedSaying(err, 1, "taken") {
		t.Errorf("a code twice: %v", err)
	}
	if _, err := adminRun(t, db, organ("env-2", "演示二局", "--superior", "nobody")...); !failedSaying(err, 1, "nobody") {
		t.Errorf("an unknown superior: %v", err)
	}
	if _, err := adminRun(t, db, organ("env-2", "演示二局", "--sector", "army")...); err == nil {
		t.Error("an unknown sector passes")
	}
	issuer := []string{"issuer", "add", "--agency", "env", "--issuer-url", "https://idp.example.test", "--client-id", "hub", "--role-map", "clerk=handler"}
	out, err := adminRun(t, db, issuer...)
	if err != nil || !strings.Contains(out, "/login/callback/env\n") || !strings.Contains(out, "single-handed") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err = adminRun(t, db, issuer...); err != nil || !strings.Contains(out, "there already") {
		t.Errorf("again: %v\n%s", err, out)
	}
	if _, err = adminRun(t, db, append(issuer, "--client-secret-file", filepath.Join(t.TempDir(), "none"))...); err == nil {
		t.Error("a missing secret file passes")
	}
}
