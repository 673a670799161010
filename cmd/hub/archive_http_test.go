package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/story"
	"github.com/xianjie-hub/xianjie/domain/civil"
)

// archivedCase leads a lead of the environment bureau to its end through the public
// interface, with one file, and has it archived. It gives the case's address.
func archivedCase(t *testing.T, hub string) (env *story.Person, at string) {
	t.Helper()
	ctx := t.Context()
	person := func(issuer, sub string) *story.Person {
		p, err := story.SignIn(ctx, hub, issuer, sub)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	env = person(story.Environment, "env-handler")
	market := person(story.Market, "market-handler")
	organs, err := env.Agencies(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var c story.Case
	if err := env.Post(ctx, "/v1/referrals/lead", map[string]any{"title": "排污口异味线索", "content": map[string]any{"facts": "巡查发现"}}, 0, "open", &c); err != nil {
		t.Fatal(err)
	}
	at = "/v1/referrals/" + c.ID
	if _, err := env.Upload(ctx, c.ID, "现场照片.txt", []byte("照片")); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		by   *story.Person
		name string
		body map[string]any
	}{
		{env, "lead/send", map[string]any{"to": organs[story.Market], "no_state_secret": true}},
		{market, "sign-for", map[string]any{"officer": "执法人员丙"}},
		{market, "lead/feedback", map[string]any{"result": "handled", "text": "已核实"}},
		{env, "close", map[string]any{}},
	} {
		if err := step.by.Get(ctx, at, &c); err != nil {
			t.Fatal(err)
		}
		if err := step.by.Post(ctx, at+"/"+step.name, step.body, c.Version, step.name, nil); err != nil {
			t.Fatal(err)
		}
	}
	answer, err := env.Call(ctx, "PUT", at+"/archive", map[string]any{"version": 0, "number": "2026-1", "retention": "years_30", "basis": "本机关保管期限表第3条"}, 0, "")
	if err != nil || answer.Status != 200 {
		t.Fatalf("propose: %v %d %s", err, answer.Status, answer.Body)
	}
	var archive struct {
		Version int64 `json:"version"`
		Pieces  []struct {
			Volume string `json:"volume"`
		} `json:"pieces"`
	}
	if err := env.Get(ctx, at+"/archive", &archive); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, p := range archive.Pieces {
		count[p.Volume]++
	}
	if err := env.Post(ctx, at+"/archive/hand-over", map[string]any{"version": archive.Version, "main": count["main"], "side": count["side"], "received_by": "档案员", "on": civil.DateOf(time.Now()).String()}, 0, "", nil); err != nil {
		t.Fatal(err)
	}
	return env, at
}

// TestArchiveOverHTTP: a case is opened, led to its end, archived and handed over through
// the public interface; its main volume comes down as one file, which the command holds
// for whole and the hub's, and no longer once a byte of it was changed.
func TestArchiveOverHTTP(t *testing.T) {
	h := throwAwayHub(t)
	env, at := archivedCase(t, h.url)
	content, err := env.Download(t.Context(), at+"/archive/main.zip")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var key bytes.Buffer
	if err := (drawKeyCmd{logKeyFlags: logKeyFlags{Keys: h.config.keysDir(), Name: h.config.Name}, out: &key}).Run(); err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(content, []byte("照片PK"), []byte("像片PK"), 1)
	if bytes.Equal(changed, content) {
		t.Fatal("the file is not in the volume")
	}
	for name, raw := range map[string][]byte{"keys": key.Bytes(), "main.zip": content, "changed.zip": changed} {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]int{"main.zip": 0, "changed.zip": 1} {
		var out bytes.Buffer
		got := exitOf(archiveVerifyCmd{File: filepath.Join(dir, name), Key: filepath.Join(dir, "keys"), Lang: "zh", out: &out}.Run())
		if got != want || want == 0 && !bytes.Contains(out.Bytes(), []byte("由您指定的平台密钥签署")) {
			t.Errorf("%s: exit %d\n%s", name, got, out.String())
		}
	}
	outsider, err := story.SignIn(t.Context(), h.url, story.Outsider, "env-handler")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := outsider.Call(t.Context(), "GET", at+"/archive/main.zip", nil, 0, ""); err != nil || got.Status != 404 {
		t.Errorf("an outsider: %v %d", err, got.Status)
	}
}
