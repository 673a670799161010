package casework_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents/mainvolume"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/archives"
)

// spilledFile adds a file to a case whose name and content must not be there.
func spilledFile(t *testing.T, h *officetest.House, id ids.Case) ids.Evidence {
	t.Helper()
	f, err := h.AddEvidence(t.Context(), h.Env.Handler, id, spilled+".txt", strings.NewReader("坐标："+spilled), 1<<20)
	check(t, err)
	return f.ID
}

// destroyFile lets one person order that a file goes, and another carry it out.
func destroyFile(t *testing.T, h *officetest.House, id ids.Case, file ids.Evidence) {
	t.Helper()
	order, err := h.OrderRedaction(t.Context(), awake(h, h.Env.Legal), id, "误传", []casework.Place{{Kind: casework.PlaceEvidence, ID: file.String()}})
	check(t, err)
	_, err = h.CarryOutRedaction(t.Context(), awake(h, h.Env.Head), id, order.ID)
	check(t, err)
}

// checked gives the manifest of a main volume that has to be whole and signed by the hub.
func checked(t *testing.T, h *officetest.House, raw []byte) mainvolume.Manifest {
	t.Helper()
	m, problems, err := mainvolume.Check(bytes.NewReader(raw), int64(len(raw)))
	check(t, err)
	if len(problems) > 0 || !m.Signer.Equal(h.HubKey.Public()) {
		t.Fatalf("%v, signed by %x", problems, m.Signer)
	}
	return m.Manifest
}

func counted(h *officetest.House, a casework.Archive) casework.ArchiveCount {
	return casework.ArchiveCount{Version: a.Version, Main: len(a.Of(archives.Main)), Side: len(a.Of(archives.Side)), ReceivedBy: "档案员", On: today(h)}
}

// TestArchiveAfterRedaction: what was destroyed before a case is archived is no piece of
// it; the volume is whole without it.
func TestArchiveAfterRedaction(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, env := t.Context(), h.Env.Handler
	id := h.Received(t)
	file := spilledFile(t, h, id)
	finish(t, h, id)
	destroyFile(t, h, id, file)
	have, err := h.ProposeArchive(ctx, env, id, plan(casework.Archive{}, "档1"))
	check(t, err)
	for _, p := range have.Pieces {
		if strings.Contains(p.ID, file.String()) {
			t.Errorf("the destroyed file is a piece: %+v", p)
		}
	}
	_, err = h.HandOverArchive(ctx, env, id, counted(h, have))
	check(t, err)
	raw := exported(t, h, env, id)
	if m := checked(t, h, raw); len(m.Destroyed) != 0 || bytes.Contains(raw, []byte(spilled)) {
		t.Errorf("%d destroyed pieces; the content is in it: %v", len(m.Destroyed), bytes.Contains(raw, []byte(spilled)))
	}
	verify(t, h, id)
}

// TestRedactionAfterArchive: what is destroyed after the hand-over leaves a gap with its
// pages and without its name, in every contents; the volume exported from then on is
// whole and says so. The file of before is whole too, and a copy that has to follow.
func TestRedactionAfterArchive(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, env := t.Context(), h.Env.Handler
	id := h.Received(t)
	file := spilledFile(t, h, id)
	finish(t, h, id)
	for _, a := range []casework.Actor{env, h.Police.Handler} { // each organ has its own
		have, err := h.ProposeArchive(ctx, a, id, plan(casework.Archive{}, "档1"))
		check(t, err)
		_, err = h.HandOverArchive(ctx, a, id, counted(h, have))
		check(t, err)
	}
	before := exported(t, h, env, id)
	if m := checked(t, h, before); len(m.Destroyed) != 0 || !bytes.Contains(before, []byte("坐标："+spilled)) {
		t.Fatal("the file is not in the volume: the test tests nothing")
	}
	destroyFile(t, h, id, file)
	if in := standsIn(dump(t, h), spilled); len(in) > 0 {
		t.Errorf("it still stands in %v", in)
	}
	for _, a := range []casework.Actor{env, h.Police.Handler} {
		after := exported(t, h, a, id)
		m := checked(t, h, after)
		if len(m.Destroyed) != 1 || m.Destroyed[0].Title != casework.Redacted || m.State != casework.ArchiveHandedOver || bytes.Contains(after, []byte(spilled)) {
			t.Errorf("destroyed: %+v; the content is in it: %v", m.Destroyed, bytes.Contains(after, []byte(spilled)))
		}
		have, err := h.ReadArchive(ctx, a, id)
		check(t, err)
		if len(have.New) > 0 || len(have.Pieces) != len(m.Files)-2+len(m.Papers)+1+len(have.Of(archives.Side)) {
			t.Errorf("%d pieces, %d new ones, %d files", len(have.Pieces), len(have.New), len(m.Files))
		}
		_, err = h.OpenArchived(ctx, a, id, "file:"+file.String())
		wants(t, err, fault.Rule, "redaction.destroyed")
	}
	checked(t, h, before)
	verify(t, h, id)
}
