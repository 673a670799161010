package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
)

var drawnAt = time.Date(2026, 9, 30, 4, 0, 0, 0, time.UTC)

// published is a draw as a hub leaves it behind, with everything to check it against.
type published struct {
	dir, file, hub, log, checkpoints string
	bytes                            []byte
}

func publish(t *testing.T) published {
	t.Helper()
	agency := ids.New[ids.Agency](drawnAt)
	terms := draw.Terms{
		Hub: "hub.example", Plan: ids.New[ids.Entry](drawnAt), Title: "联合检查", Initiator: agency, From: civil.DateOf(drawnAt), To: civil.DateOf(drawnAt), Round: ids.New[ids.Entry](drawnAt),
		Number: 1, Mode: draw.Open, FrozenAt: drawnAt, PerAgency: 2, Agencies: []draw.Agency{{ID: agency, Name: "部门"}},
		Items: []draw.Item{{Agency: agency, Code: "1", Version: 1, Title: "事项"}}, Strata: []draw.Stratum{{Name: "A", Numerator: 1, Denominator: 2}},
	}
	var officers draw.Officers
	for range 3 {
		officers.List = append(officers.List, draw.Officer{ID: ids.New[ids.Entry](drawnAt), Agency: agency})
	}
	f, err := draw.Freeze(terms, draw.Objects{List: []draw.Object{{ID: "1", Stratum: "A"}, {ID: "2", Stratum: "A"}}}, officers, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	nonce, err := draw.NewNonce(f.TermsHash, agency, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, core, err := f.Draw([]draw.Nonce{nonce}, "", drawnAt)
	if err != nil {
		t.Fatal(err)
	}
	seed := func(b string) ed25519.PrivateKey { return ed25519.NewKeyFromSeed([]byte(strings.Repeat(b, 32))) }
	p := published{dir: t.TempDir()}
	write := func(name, content string) string {
		path := filepath.Join(p.dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	anchor, msg := anchorOf(t, f.TermsHash, seed("l"))
	if p.bytes, err = f.File(core, draw.Seal{Hub: terms.Hub, SealedAt: drawnAt, Anchor: []draw.Anchor{anchor}}, seed("h")); err != nil {
		t.Fatal(err)
	}
	vkey, err := note.NewEd25519VerifierKey("hub.example", seed("l").Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	p.file, p.checkpoints, p.log = write("draw.json", string(p.bytes)), write("checkpoints", msg+"\n"), vkey
	p.hub = "hub.example ed25519:" + hex.EncodeToString(seed("h").Public().(ed25519.PublicKey))
	return p
}

// anchorOf puts the freeze as second of three leaves into a log.
func anchorOf(t *testing.T, terms draw.Hash, key ed25519.PrivateKey) (draw.Anchor, string) {
	t.Helper()
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) (out []tlog.Hash, err error) {
		for _, i := range indexes {
			out = append(out, stored[i])
		}
		return out, nil
	})
	event, openings, err := record.Seal(record.Draft{
		ID: ids.New[ids.Event](drawnAt), Subject: record.Subject{Kind: "draw", ID: "1"}, Kind: "draw.freeze", OccurredAt: drawnAt, RecordedAt: drawnAt,
		Fields: []record.Field{{Name: "terms_hash", Value: []byte(`"` + terms.String() + `"`)}},
	}, record.Hash{}, 1, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for i, chain := range []record.Hash{{1}, event.Hash, {3}} {
		more, err := tlog.StoredHashesForRecordHash(int64(i), record.LeafHash(chain), read)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, more...)
	}
	root, err := tlog.TreeHash(3, read)
	if err != nil {
		t.Fatal(err)
	}
	proof, err := record.ProveInclusion(3, 1, read)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := record.NoteSigner("hub.example", key)
	if err != nil {
		t.Fatal(err)
	}
	msg, err := record.Checkpoint{Origin: "hub.example", Size: 3, Root: root, Time: drawnAt}.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	header, err := event.Encode()
	if err != nil {
		t.Fatal(err)
	}
	a := draw.Anchor{Header: header, Salt: openings[0].Salt, Leaf: 1, Checkpoint: strings.ReplaceAll(string(msg), "\n", "|")}
	for _, h := range proof {
		a.Proof = append(a.Proof, draw.Hash(h))
	}
	return a, string(msg)
}

// run gives the report, the text of it and the exit code.
func (v drawVerifyCmd) run(t *testing.T) (drawReport, string, int) {
	t.Helper()
	var text, machine bytes.Buffer
	v.out = &text
	err := v.Run()
	v.out, v.JSON = &machine, true
	if again := v.Run(); (again == nil) != (err == nil) {
		t.Errorf("text says %v, JSON %v", err, again)
	}
	code := 0
	if e, ok := errors.AsType[exitError](err); ok {
		code = e.code
	} else if err != nil {
		t.Fatal(err)
	}
	var r drawReport
	if code != exitUnchecked {
		if err := json.Unmarshal(machine.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
	}
	return r, text.String(), code
}

func TestDrawVerify(t *testing.T) {
	t.Parallel()
	p := publish(t)
	key := func(lines ...string) string {
		path := filepath.Join(t.TempDir(), "keys")
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	r, text, code := drawVerifyCmd{File: p.file, Lang: "en"}.run(t)
	if code != 0 || !r.Consistent || r.Pinned || r.Anchored || r.Drawn != 1 || !strings.Contains(text, "consistent, issuer not pinned") {
		t.Errorf("without a key: exit %d, %+v, %s", code, r, text)
	}
	r, text, code = drawVerifyCmd{File: p.file, Key: key(p.hub, p.log), Checkpoint: p.checkpoints, Lang: "zh"}.run(t)
	if code != 0 || !r.Pinned || !r.Anchored || !r.AnchoredAt.Equal(drawnAt) || strings.Contains(text, "未指定") {
		t.Errorf("with everything: exit %d, %+v, %s", code, r, text)
	}
	stranger := "x ed25519:" + strings.Repeat("0a", 32)
	otherLog, err := note.NewEd25519VerifierKey("hub.example", ed25519.NewKeyFromSeed(make([]byte, 32)).Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		v    drawVerifyCmd
		exit int
		code string
	}{
		"another hub":        {drawVerifyCmd{File: p.file, Key: key(stranger)}, 1, "draw.issuer"},
		"another log":        {drawVerifyCmd{File: p.file, Key: key(otherLog)}, 1, "draw.anchor"},
		"another log's file": {drawVerifyCmd{File: p.file, Checkpoint: key("nothing")}, 1, "draw.anchor"},
		"no file":            {drawVerifyCmd{File: p.file + "x"}, exitUnchecked, ""},
		"no key":             {drawVerifyCmd{File: p.file, Key: key("")}, exitUnchecked, ""},
		"no hub key":         {drawVerifyCmd{File: p.file, Key: key("x ed25519:00")}, exitUnchecked, ""},
	} {
		r, _, exit := c.v.run(t)
		if exit != c.exit || r.Code != c.code {
			t.Errorf("%s: exit %d, %q; want %d, %q", name, exit, r.Code, c.exit, c.code)
		}
	}
	for i := range p.bytes {
		changed := bytes.Clone(p.bytes)
		changed[i] ^= 1
		if err := os.WriteFile(p.file, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := (drawVerifyCmd{File: p.file}).verify(); err == nil {
			t.Fatalf("byte %d changed from %q is accepted", i, p.bytes[i])
		}
	}
}

// A bundle that its own hub signed with a wrong proof is refused: the proof is checked.
func TestDrawVerifyAnchor(t *testing.T) {
	t.Parallel()
	a, msg := anchorOf(t, draw.Hash{1}, ed25519.NewKeyFromSeed(make([]byte, 32)))
	b, err := draw.Verify(publish(t).bytes)
	if err != nil {
		t.Fatal(err)
	}
	var r drawReport
	if err := r.anchor(b, nil, nil, false); err != nil {
		t.Errorf("its own proof: %v", err)
	}
	b.Seal.Anchor[0].Leaf++
	if err := r.anchor(b, nil, nil, false); err == nil {
		t.Error("another leaf is accepted")
	}
	b.Seal.Anchor = []draw.Anchor{a} // of other terms
	if err := r.anchor(b, nil, []byte(msg), true); err == nil {
		t.Error("the freeze of another draw is accepted")
	}
	b.Seal.Anchor = nil
	if err := r.anchor(b, nil, []byte(msg), true); err == nil {
		t.Error("no proof is accepted where one was asked for")
	}
}
