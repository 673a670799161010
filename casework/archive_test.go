package casework_test

import (
	"bytes"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/documents/mainvolume"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/archives"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// closed gives a case with an internal approval form that went its way to the end.
func closed(t *testing.T, h *officetest.House) ids.Case {
	t.Helper()
	id := h.Received(t)
	_, _, err := h.IssueDocument(t.Context(), h.Env.Handler, id, documents.ApprovalForm, "")
	check(t, err)
	_, err = h.AddEvidence(t.Context(), h.Env.Handler, id, "现场照片.txt", strings.NewReader("照片"), 1<<20)
	check(t, err)
	finish(t, h, id)
	return id
}

// finish leads a received case its way to the end.
func finish(t *testing.T, h *officetest.House, id ids.Case) {
	t.Helper()
	play(t, h, id, []move{
		{h.Police.Handler, "criminal.decline", referral.Input{Reason: "证据不足", DocumentNo: "演公不立字〔2026〕1号"}},
		{h.Police.Handler, "criminal.notify_decision", referral.Input{DocumentNo: "演公告字〔2026〕1号"}},
		{h.Police.Desk, "criminal.return_file", referral.Input{Pages: 3}},
		{h.Env.Handler, "criminal.sign_for_file", referral.Input{Pages: 3, Officer: "经办人甲"}},
		{h.Env.Handler, "criminal.resume_penalty", referral.Input{}},
		{h.Env.Handler, "close", referral.Input{}},
	})
}

func plan(a casework.Archive, number string) casework.ArchivePlan {
	return casework.ArchivePlan{Version: a.Version, Number: number, Retention: "years_30", Basis: "本机关保管期限表第3条"}
}

func exported(t *testing.T, h *officetest.House, a casework.Actor, id ids.Case) []byte {
	t.Helper()
	v, err := h.ExportArchive(t.Context(), a, id)
	check(t, err)
	var b bytes.Buffer
	check(t, v.Write(&b))
	return b.Bytes()
}

// TestArchive: a closed case is proposed, counted, handed over and added to, and the
// acts of it move no clock.
func TestArchive(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, env := t.Context(), h.Env.Handler
	open := h.Received(t)
	_, err := h.ProposeArchive(ctx, env, open, plan(casework.Archive{}, "档1"))
	wants(t, err, fault.Rule, "archive.case_open")

	id := closed(t, h)
	before := loaded(t, h, id)
	have, err := h.ReadArchive(ctx, env, id)
	check(t, err)
	if have.State != casework.ArchiveNone || !have.Closed || !have.May || !have.Period.Asks() || len(have.Pieces) < 4 {
		t.Fatalf("%+v", have)
	}
	bare := plan(have, "档1")
	bare.Basis = ""
	_, err = h.ProposeArchive(ctx, env, id, bare)
	wants(t, err, fault.Invalid, "invalid")
	moved := plan(have, "档1")
	for _, p := range have.Pieces {
		moved.Pieces = append(moved.Pieces, casework.PieceChoice{ID: p.ID, Volume: archives.Main})
	}
	_, err = h.ProposeArchive(ctx, env, id, moved)
	wants(t, err, fault.Invalid, "invalid")
	moved.Pieces = moved.Pieces[1:]
	moved.Moved = "当事人申请"
	_, err = h.ProposeArchive(ctx, env, id, moved)
	wants(t, err, fault.Stale, "stale")

	have, err = h.ProposeArchive(ctx, env, id, plan(have, "档1"))
	check(t, err)
	if have.State != casework.ArchiveProposed || have.Version != 1 || have.Pages(archives.Main) == 0 || have.Pages(archives.Side) == 0 {
		t.Fatalf("%+v", have)
	}
	_, err = h.ProposeArchive(ctx, env, closed(t, h), plan(casework.Archive{}, "档1"))
	wants(t, err, fault.Clash, "archive.number_taken")
	_, err = h.ProposeArchive(ctx, env, id, plan(casework.Archive{}, "档2"))
	wants(t, err, fault.Stale, "stale")

	count := casework.ArchiveCount{Version: 1, Main: len(have.Of(archives.Main)), Side: len(have.Of(archives.Side)) + 1, ReceivedBy: "档案员", On: today(h)}
	_, err = h.HandOverArchive(ctx, env, id, count)
	wants(t, err, fault.Rule, "archive.count_differs")
	count.Side--
	count.On = civil.Date{Year: 2099, Month: 1, Day: 1}
	_, err = h.HandOverArchive(ctx, env, id, count)
	wants(t, err, fault.Invalid, "invalid")
	count.On = today(h)
	have, err = h.HandOverArchive(ctx, env, id, count)
	check(t, err)
	if have.State != casework.ArchiveHandedOver || len(have.Handovers) != 1 || have.Handovers[0].ReceivedBy != "档案员" {
		t.Fatalf("%+v", have.Handovers)
	}
	_, err = h.ProposeArchive(ctx, env, id, plan(have, "档3"))
	wants(t, err, fault.Rule, "archive.handed_over")
	for _, d := range before.Documents {
		if d.Kind == string(documents.ApprovalForm) {
			_, err = h.VoidDocument(ctx, env, id, d.ID, "作废")
			wants(t, err, fault.Rule, "archive.handed_over")
		}
	}

	late, err := h.AddEvidence(ctx, env, id, "迟到的回函.txt", strings.NewReader("回函"), 1<<20)
	check(t, err)
	have, err = h.ReadArchive(ctx, env, id)
	check(t, err)
	if len(have.New) != 1 || have.New[0].ID != "file:"+late.ID.String() {
		t.Fatalf("new: %+v", have.New)
	}
	more := casework.ArchiveCount{Version: have.Version, Main: 1, ReceivedBy: "档案员", On: today(h), Reason: "归档后收到", Pieces: []casework.PieceChoice{{ID: have.New[0].ID, Volume: archives.Main}}}
	have, err = h.SupplementArchive(ctx, env, id, more)
	check(t, err)
	if len(have.New) != 0 || len(have.Handovers) != 2 || have.Pieces[len(have.Pieces)-1].Round != 1 {
		t.Errorf("after the supplement: %+v", have.Handovers)
	}
	_, err = h.SupplementArchive(ctx, env, id, more)
	wants(t, err, fault.Invalid, "invalid")

	after := loaded(t, h, id)
	if !maps.Equal(clockStates(before.Clocks), clockStates(after.Clocks)) || after.Case.State != before.Case.State {
		t.Error("archiving moved a clock or the case")
	}
	verify(t, h, id)
}

func clockStates(list []dbsqlc.Clock) map[ids.Clock]string {
	out := map[ids.Clock]string{}
	for _, c := range list {
		out[c.ID] = c.State
	}
	return out
}

// TestSideVolumeStaysHere: nothing of the side volume is in the export of the main one,
// and no other organ reads either. The same archive gives the same bytes.
func TestSideVolumeStaysHere(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, env := t.Context(), h.Env.Handler
	id := closed(t, h)
	have, err := h.ProposeArchive(ctx, env, id, plan(casework.Archive{}, "档1"))
	check(t, err)
	raw := exported(t, h, env, id)
	for range 3 {
		if !bytes.Equal(raw, exported(t, h, env, id)) {
			t.Error("the same archive gave other bytes")
		}
	}
	m, problems, err := mainvolume.Check(bytes.NewReader(raw), int64(len(raw)))
	check(t, err)
	if len(problems) != 0 || m.Number != "档1" || len(m.Files)+len(m.Papers) != len(have.Of(archives.Main))+2 {
		t.Fatalf("%v: %d files, %d papers", problems, len(m.Files), len(m.Papers))
	}
	var secrets []string
	for _, p := range have.Of(archives.Side) {
		_, of, _ := strings.Cut(p.ID, ":")
		secrets = append(secrets, of, hex.EncodeToString(p.SHA256), p.Title)
		f, err := h.OpenArchived(ctx, env, id, p.ID)
		check(t, err)
		check(t, f.Content.Close())
		_, err = h.OpenArchived(ctx, h.Police.Handler, id, p.ID)
		wants(t, err, fault.Missing, "not_found")
	}
	for _, a := range have.Acts {
		if a.Volume == archives.Side {
			secrets = append(secrets, a.ID.String(), hex.EncodeToString(a.Hash))
		}
	}
	if len(secrets) < 9 {
		t.Fatalf("the case has too little in its side volume to prove anything: %v", secrets)
	}
	for _, s := range secrets {
		if bytes.Contains(raw, []byte(s)) {
			t.Errorf("the main volume holds %q of the side volume", s)
		}
	}

	_, err = h.ExportArchive(ctx, h.Police.Handler, id)
	wants(t, err, fault.Rule, "archive.not_proposed")
	theirs, err := h.ReadArchive(ctx, h.Police.Handler, id)
	check(t, err)
	if theirs.State != casework.ArchiveNone || slices.ContainsFunc(theirs.Pieces, func(p casework.ArchivePiece) bool { return p.Kind == string(documents.ApprovalForm) }) {
		t.Errorf("the police see %+v", theirs.Pieces)
	}
	line, err := h.ReadTimeline(ctx, h.Police.Handler, id)
	check(t, err)
	for _, e := range line.Events {
		if strings.HasPrefix(e.Event.Kind, "archive.") && len(e.Values) > 0 {
			t.Errorf("the police read %v", e.Values)
		}
	}
	for organ, want := range map[ids.Agency]int{h.Env.ID: 1, h.Police.ID: 0, h.Procuratorate.ID: 0, h.Market.ID: 0} { // also of a query without any condition
		check(t, store.Read(ctx, h.DB.App, organ, func(tx pgx.Tx) error {
			var n int
			if err := tx.QueryRow(ctx, "select count(*) from archives").Scan(&n); err != nil || n != want {
				t.Errorf("organ %s reads %d archives, %v", organ, n, err)
			}
			return nil
		}))
	}
	_, err = h.ReadArchive(ctx, h.Market.Handler, id)
	wants(t, err, fault.Missing, "not_found")
	if n := count(t, h, "events where case_id = $1 and kind like 'archive.%'", id); n != 1 {
		t.Errorf("%d entries about the archive", n)
	}
}
