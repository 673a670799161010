package casework_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// as gives the person of an actor another function.
func as(a casework.Actor, functions ...string) casework.Actor {
	a.Functions = functions
	return a
}

func looksAt(t *testing.T, h *officetest.House, a casework.Actor, id ids.Case) []casework.Look {
	t.Helper()
	page, err := h.CaseReads(t.Context(), a, id, nil, 100)
	ok(t, err)
	return page.Rows
}

// by counts the looks of an organ's people.
func by(list []casework.Look, organ ids.Agency) (n int) {
	for _, l := range list {
		if l.AgencyID == organ {
			n++
		}
	}
	return n
}

// TestLooksAreNoted: opening a case, a document, a file and the volume is noted
// with the function; looking again within one sitting is one look.
func TestLooksAreNoted(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Received(t)
	advance(h, 48)
	d, err := h.Get(t.Context(), h.Police.Handler, id)
	ok(t, err)
	_, err = h.Get(t.Context(), h.Police.Handler, id)
	ok(t, err)
	_, err = h.OpenDocument(t.Context(), h.Police.Handler, id, d.Documents[0].ID, casework.PDF)
	ok(t, err)
	f, err := h.OpenEvidence(t.Context(), h.Police.Handler, id, d.Evidence[0].ID)
	ok(t, err)
	_ = f.Content.Close()
	_, err = h.Volume(t.Context(), h.Police.Handler, id)
	ok(t, err)
	now := h.Clock.Now()
	got := map[string]string{}
	n := 0
	for _, l := range looksAt(t, h, h.Police.Handler, id) {
		if l.At.Equal(now) && l.UserID == h.Police.Handler.User {
			got[l.What] = l.Title.ZH
			n++
			if l.Function != "handler" || l.Relation != "receiver" || l.Outside || l.Discreet {
				t.Errorf("noted as %+v", l)
			}
		}
	}
	want := map[string]string{
		"case": "", "volume": "", "document:" + d.Documents[0].ID.String(): "涉嫌犯罪案件移送书", "evidence:" + d.Evidence[0].ID.String(): d.Evidence[0].Name,
	}
	for what, title := range want {
		if at, noted := got[what]; !noted || title != at {
			t.Errorf("%s: noted %v as %q, want %q", what, noted, at, title)
		}
	}
	if n != len(want) {
		t.Errorf("%d looks noted, want %d: %v", n, len(want), got)
	}
	advance(h, 1)
	_, err = h.Get(t.Context(), h.Police.Handler, id)
	ok(t, err)
	if after := by(looksAt(t, h, h.Police.Handler, id), h.Police.ID); after <= n {
		t.Errorf("a look an hour later is not noted")
	}
}

// TestSupervisionLooksUnseen: the parties see each other's looks; those of the
// procuratorate and of an auditor are seen by their own organ and by auditors.
func TestSupervisionLooksUnseen(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Received(t)
	auditor := as(h.Police.Desk, "auditor")
	for _, a := range []casework.Actor{h.Env.Handler, h.Police.Handler, h.Procuratorate.Procurator, auditor} {
		_, err := h.Get(t.Context(), a, id)
		ok(t, err)
	}
	env := looksAt(t, h, h.Env.Handler, id)
	if by(env, h.Procuratorate.ID) != 0 {
		t.Errorf("the sender sees that the procuratorate looked")
	}
	for _, l := range env {
		if l.Function == "auditor" {
			t.Errorf("the sender sees the look of another organ's auditor")
		}
	}
	if by(env, h.Police.ID) == 0 || by(env, h.Env.ID) == 0 {
		t.Errorf("the sender misses the looks of the parties: %d", len(env))
	}
	if by(looksAt(t, h, h.Procuratorate.Desk, id), h.Procuratorate.ID) == 0 {
		t.Errorf("the procuratorate misses its own looks")
	}
	audit := looksAt(t, h, as(h.Env.Head, "auditor"), id)
	if by(audit, h.Procuratorate.ID) == 0 {
		t.Errorf("the auditor misses the looks of the procuratorate")
	}
	police := looksAt(t, h, h.Police.Desk, id)
	for _, l := range police {
		if l.AgencyID == h.Env.ID && l.At.Before(loaded(t, h, id).Case.SentAt.UTC()) {
			t.Errorf("the receiver sees who read the draft: %+v", l.At)
		}
	}
	_, err := h.CaseReads(t.Context(), h.Market.Desk, id, nil, 50)
	wants(t, err, fault.Missing, "not_found")
	_, err = h.CaseReads(t.Context(), as(h.Env.Head, "operator"), id, nil, 50)
	wants(t, err, fault.Missing, "not_found")
}

// TestReasonOnlyOutsideOwnTasks: who looks by a copy is asked why; the reason is
// kept with this and the next looks, and holds for as long as the data says.
func TestReasonOnlyOutsideOwnTasks(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Received(t)
	for _, a := range []casework.Actor{h.Env.Handler, h.Police.Handler} {
		d, err := h.Get(t.Context(), a, id)
		ok(t, err)
		if d.AskReason {
			t.Errorf("%s is asked for a reason in its own case", a.Sector)
		}
		wants(t, h.GiveReason(t.Context(), a, id, "看看"), fault.Rule, "reads.no_reason_asked")
	}
	p := h.Procuratorate.Procurator
	d, err := h.Get(t.Context(), p, id)
	ok(t, err)
	if !d.AskReason {
		t.Fatal("the copied procuratorate is not asked why it looks")
	}
	wants(t, h.GiveReason(t.Context(), p, id, "  "), fault.Invalid, "invalid")
	ok(t, h.GiveReason(t.Context(), p, id, "办理立案监督线索核查"))
	advance(h, 1)
	if d, err = h.Get(t.Context(), p, id); err != nil || d.AskReason {
		t.Errorf("asked again after an hour: %v %v", d.AskReason, err)
	}
	list := looksAt(t, h, p, id)
	if list[0].Reason != "办理立案监督线索核查" || !list[0].Outside || !list[0].Discreet {
		t.Errorf("the next look is noted as %+v", list[0])
	}
	if d, err = h.Get(t.Context(), as(h.Procuratorate.Desk, "desk"), id); err != nil || !d.AskReason {
		t.Errorf("a colleague is not asked: %v", err)
	}
	advance(h, 25)
	if d, err = h.Get(t.Context(), p, id); err != nil || !d.AskReason {
		t.Errorf("not asked again after a day: %v %v", d.AskReason, err)
	}
}

// TestReadLogOfAnOrgan: the administrator reads the log of the own people, the
// auditor also who looked at the organ's cases; nobody else reads it.
func TestReadLogOfAnOrgan(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Received(t)
	_, err := h.Get(t.Context(), h.Procuratorate.Procurator, id)
	ok(t, err)
	for _, a := range []casework.Actor{h.Env.Handler, h.Env.Head, as(h.Env.Head, "operator")} {
		_, err := h.Reads(t.Context(), a, casework.LookFilter{}, nil, 50)
		wants(t, err, fault.Denied, "not_allowed")
	}
	admin, err := h.Reads(t.Context(), as(h.Env.Head, "admin"), casework.LookFilter{}, nil, 100)
	ok(t, err)
	if len(admin.Rows) == 0 || by(admin.Rows, h.Env.ID) != len(admin.Rows) {
		t.Errorf("the administrator sees %d looks, %d of the own organ", len(admin.Rows), by(admin.Rows, h.Env.ID))
	}
	auditor := as(h.Env.Head, "auditor")
	audit, err := h.Reads(t.Context(), auditor, casework.LookFilter{}, nil, 100)
	ok(t, err)
	if by(audit.Rows, h.Police.ID) == 0 || by(audit.Rows, h.Procuratorate.ID) == 0 || audit.Rows[0].Number == "" {
		t.Errorf("the auditor sees %d looks", len(audit.Rows))
	}
	market, err := h.Reads(t.Context(), as(h.Market.Head, "auditor"), casework.LookFilter{}, nil, 100)
	ok(t, err)
	if len(market.Rows) != 0 {
		t.Errorf("a stranger's auditor sees %d looks", len(market.Rows))
	}
	_, err = h.DB.Owner.Exec(t.Context(), "UPDATE users SET functions = '{operator}' WHERE id = $1", h.Market.Desk.User)
	ok(t, err)
	hub, err := h.Reads(t.Context(), as(h.Market.Head, "auditor"), casework.LookFilter{}, nil, 100)
	ok(t, err)
	if len(hub.Rows) != len(audit.Rows) || hub.Rows[0].Number == "" {
		t.Errorf("the auditor of the organ that runs the hub sees %d looks of %d", len(hub.Rows), len(audit.Rows))
	}
	_, err = h.CaseReads(t.Context(), as(h.Market.Head, "auditor"), id, nil, 50)
	wants(t, err, fault.Missing, "not_found")
	silent, err := h.Reads(t.Context(), auditor, casework.LookFilter{Unexplained: true}, nil, 100)
	ok(t, err)
	if len(silent.Rows) == 0 || by(silent.Rows, h.Procuratorate.ID) != len(silent.Rows) {
		t.Errorf("%d unexplained looks", len(silent.Rows))
	}
	ok(t, h.GiveReason(t.Context(), h.Procuratorate.Procurator, id, "备案审查"))
	if silent, err = h.Reads(t.Context(), auditor, casework.LookFilter{Unexplained: true}, nil, 100); err != nil || len(silent.Rows) != 0 {
		t.Errorf("explained, but listed: %d, %v", len(silent.Rows), err)
	}
	// Page by page it is the same list.
	var after *casework.LookCursor
	var seen []ids.Entry
	whole, err := h.Reads(t.Context(), auditor, casework.LookFilter{Reader: h.Env.ID}, nil, 100)
	ok(t, err)
	for {
		page, err := h.Reads(t.Context(), auditor, casework.LookFilter{Reader: h.Env.ID}, after, 2)
		ok(t, err)
		for _, l := range page.Rows {
			seen = append(seen, l.ID)
		}
		if after = page.Next; after == nil {
			break
		}
	}
	if len(seen) != len(whole.Rows) {
		t.Fatalf("%d looks page by page, %d at once", len(seen), len(whole.Rows))
	}
	for i, l := range whole.Rows {
		if l.ID != seen[i] {
			t.Fatalf("page by page the order differs at %d", i)
		}
	}
}

// TestReadLogIsAppendOnly: no role of a running hub changes what was noted.
func TestReadLogIsAppendOnly(t *testing.T) {
	t.Parallel()
	h := house(t)
	h.Opened(t)
	for name, pool := range map[string]*pgxpool.Pool{"app": h.DB.App, "worker": h.DB.Worker} {
		for _, sql := range []string{"UPDATE reads SET reason = 'x'", "DELETE FROM reads"} {
			if _, err := pool.Exec(t.Context(), sql); err == nil {
				t.Errorf("%s may %s", name, sql)
			}
		}
	}
}
