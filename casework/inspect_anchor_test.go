package casework_test

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
)

// sequencer gives the events of a house their place in a log of its own.
func sequencer(t *testing.T, w inspection) *record.Sequencer {
	t.Helper()
	ring, err := record.OpenKeyring(filepath.Join(t.TempDir(), "keys"))
	ok(t, err)
	key, err := ring.LoadOrCreate(record.KeyLog)
	ok(t, err)
	signer, err := record.NoteSigner("hub", key.Private)
	ok(t, err)
	verifier, err := record.NoteVerifier("hub", key.Public())
	ok(t, err)
	file, err := record.OpenCheckpointFile(filepath.Join(t.TempDir(), "checkpoints"), verifier)
	ok(t, err)
	t.Cleanup(func() { _ = file.Close() })
	return &record.Sequencer{Log: store.NewLog(w.DB.Worker), Signer: signer, File: file, Clock: w.Clock.Now}
}

// TestPublishedDrawIsAnchored: a published draw carries the proof that its lists were
// frozen before a checkpoint that the log has signed; without one it says nothing.
func TestPublishedDrawIsAnchored(t *testing.T) {
	t.Parallel()
	for name, anchored := range map[string]bool{"sequenced after the freeze": true, "not sequenced": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newInspection(t)
			p, err := w.MakePlan(t.Context(), w.env, w.newPlan(t))
			ok(t, err)
			_, err = w.JoinPlan(t.Context(), w.market, p.ID, []ids.Entry{w.item(t, w.market, "S-1")})
			ok(t, err)
			_, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
			ok(t, err)
			if anchored {
				_, err = sequencer(t, w).RunOnce(t.Context())
				ok(t, err)
			}
			_, err = w.DrawPlan(t.Context(), w.env, p.ID, "")
			ok(t, err)
			w.after(p)
			_, err = w.PublishDraw(t.Context(), w.envHead, p.ID, true)
			ok(t, err)
			file, err := w.DrawFile(t.Context(), w.market, p.ID)
			ok(t, err)
			b, err := draw.Verify(file)
			ok(t, err)
			if got := len(b.Seal.Anchor) == 1; got != anchored {
				t.Fatalf("anchored: %v", got)
			}
			if !anchored {
				return
			}
			a := b.Seal.Anchor[0]
			terms, err := b.TermsHash()
			ok(t, err)
			proof := record.Anchored{Header: a.Header, Field: "terms_hash", Salt: a.Salt, Value: []byte(`"` + terms.String() + `"`), Leaf: a.Leaf, Checkpoint: []byte(strings.ReplaceAll(a.Checkpoint, "|", "\n"))}
			for _, h := range a.Proof {
				proof.Proof = append(proof.Proof, tlog.Hash(h))
			}
			if e, _, err := proof.Check(); err != nil || e.Kind != "draw.freeze" {
				t.Errorf("the proof is of %s: %v", e.Kind, err)
			}
			proof.Value = []byte(`"` + strings.Repeat("0", 64) + `"`)
			if _, _, err := proof.Check(); err == nil {
				t.Error("other lists pass as frozen")
			}
		})
	}
}
