package casework_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

const emergency = "下游取水口发现油污，需要核对排放物质"

func numberOf(t *testing.T, h *officetest.House, id ids.Case) string {
	t.Helper()
	return loaded(t, h, id).Case.Number
}

// broken opens a case as the desk of the market supervision, which has no part in it.
func broken(t *testing.T, h *officetest.House, id ids.Case) casework.Glass {
	t.Helper()
	g, err := h.BreakGlass(t.Context(), h.Market.Desk, numberOf(t, h, id), "pollution", emergency)
	ok(t, err)
	return g
}

// TestGlassShowsOneCase: who breaks the glass reads case, papers and files of that
// one case as the parties do, until the look runs out; every look is noted with the
// reason, and everybody of the case is told.
func TestGlassShowsOneCase(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, id, other := t.Context(), h.Received(t), h.Received(t)
	h.Clock.Advance(5 * time.Minute)
	_, err := h.Get(ctx, h.Market.Desk, id)
	wants(t, err, fault.Missing, "not_found")
	g := broken(t, h, id)
	d, err := h.Get(ctx, h.Market.Desk, id)
	ok(t, err)
	if d.Relation != "break_glass" || d.Level != "content" || d.Glass == nil || d.Glass.ID != g.ID || d.Snapshot.Content.Facts == "" || d.AskReason {
		t.Errorf("shown as %s at %s through %v, asked %v", d.Relation, d.Level, d.Glass, d.AskReason)
	}
	if len(d.Evidence) == 0 || len(d.Documents) == 0 || len(d.Actions) != 0 || len(d.Papers) != 0 {
		t.Errorf("%d files, %d documents, %d actions, %d papers to make", len(d.Evidence), len(d.Documents), len(d.Actions), len(d.Papers))
	}
	_, err = h.OpenDocument(ctx, h.Market.Desk, id, d.Documents[0].ID, casework.PDF)
	ok(t, err)
	f, err := h.OpenEvidence(ctx, h.Market.Desk, id, d.Evidence[0].ID)
	ok(t, err)
	ok(t, f.Content.Close())

	noted := 0
	for _, l := range looksAt(t, h, h.Env.Handler, id) {
		if l.AgencyID == h.Market.ID {
			noted++
			if l.Relation != "break_glass" || l.Reason != emergency || !l.Outside || l.Discreet {
				t.Errorf("noted as %+v", l)
			}
		}
	}
	if noted != 3 {
		t.Errorf("%d looks noted, want case, document and file", noted)
	}
	for _, organ := range []officetest.Organ{h.Env, h.Police, h.Procuratorate} {
		told, err := h.Notices(ctx, organ.Desk, true, nil, 50)
		ok(t, err)
		if len(told) == 0 || told[0].Topic != "glass.break" || told[0].CaseID != id {
			t.Errorf("%s was not told", organ.Code)
		}
		if n := count(t, h, "deliveries WHERE topic = 'glass.break' AND channel = 'email' AND state = 'pending' AND agency_id = $1", organ.ID); n != 1 {
			t.Errorf("%d mails go to %s at once", n, organ.Code)
		}
	}
	line, err := h.ReadTimeline(ctx, h.Police.Handler, id)
	ok(t, err)
	last := line.Events[len(line.Events)-1]
	if last.Event.Kind != "glass.break" || string(last.Values["reason"]) != `"`+emergency+`"` || line.Agencies[last.Event.AgencyID].ID != h.Market.ID {
		t.Errorf("the record ends with %s %s by %s", last.Event.Kind, last.Values, line.Agencies[last.Event.AgencyID].Name)
	}
	h.Verify(t, id)

	// A colleague, the same person in another function, and as an operator.
	for _, a := range []casework.Actor{h.Market.Head, as(h.Market.Desk, "handler"), as(h.Market.Desk, "desk", "operator")} {
		_, err := h.Get(ctx, a, id)
		wants(t, err, fault.Missing, "not_found")
	}
	_, err = h.Get(ctx, h.Market.Desk, other)
	wants(t, err, fault.Missing, "not_found")

	h.Clock.Set(g.ExpiresAt.Add(-time.Second))
	_, err = h.Get(ctx, h.Market.Desk, id)
	ok(t, err)
	h.Clock.Set(g.ExpiresAt)
	_, err = h.Get(ctx, h.Market.Desk, id)
	wants(t, err, fault.Missing, "not_found")
	_, err = h.OpenDocument(ctx, h.Market.Desk, id, d.Documents[0].ID, casework.PDF)
	wants(t, err, fault.Missing, "not_found")
}

// TestGlassOnlyLooks: the look gives no act, nothing sealed, no list, not the record,
// and not who else looked; what it does not give answers as for a stranger.
func TestGlassOnlyLooks(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, id := t.Context(), h.Received(t)
	check(t, h.SealReporter(ctx, h.Env.Handler, id, canary))
	broken(t, h, id)
	a := h.Market.Desk
	kind := casework.PaperKind("transfer_letter")
	for name, try := range map[string]func() error{
		"an act": func() error {
			_, err := h.Act(ctx, a, casework.Request{Case: id, Version: casework.AnyVersion, Key: officetest.NewKey("sign_for"), Action: "sign_for", Input: referral.Input{Officer: "民警甲"}})
			return err
		},
		"a file":         func() error { _, err := h.AddEvidence(ctx, a, id, "a.txt", strings.NewReader("x"), 10); return err },
		"the seal":       func() error { _, err := h.HoldsReporter(ctx, a, id); return err },
		"the reporter":   func() error { _, err := h.OpenReporter(ctx, a, id, "核实"); return err },
		"the record":     func() error { _, err := h.ReadTimeline(ctx, a, id); return err },
		"the looks":      func() error { _, err := h.CaseReads(ctx, a, id, nil, 10); return err },
		"a reason":       func() error { return h.GiveReason(ctx, a, id, "看看") },
		"the volume":     func() error { _, err := h.Volume(ctx, a, id); return err },
		"a preview":      func() error { _, err := h.PreviewDocument(ctx, a, id, kind, casework.PDF); return err },
		"the notices":    func() error { _, _, err := h.Deliveries(ctx, a, id); return err },
		"a watch":        func() error { return h.SetWatch(ctx, a, id, true) },
		"its duplicates": func() error { _, _, err := h.SimilarTo(ctx, a, id); return err },
		"a review":       func() error { return h.ReviewGlass(ctx, a, id, ids.New[ids.Entry](h.Clock.Now()), true, "核实") },
	} {
		t.Run(name, func(t *testing.T) { wants(t, try(), fault.Missing, "not_found") })
	}
	counts, beside, err := h.Count(ctx, a)
	ok(t, err)
	if counts != (casework.Counts{}) || beside.Glass != 0 {
		t.Errorf("counts %+v %+v", counts, beside)
	}
}

// TestGlassBeneathThePolicies: the database itself shows a transaction that names a
// look nothing but this case and its files, locks nothing for it, and lets nobody
// make, lengthen or judge a look that is not theirs to make or judge.
func TestGlassBeneathThePolicies(t *testing.T) {
	t.Parallel()
	h := house(t)
	id, other := h.Received(t), h.Received(t)
	check(t, h.SealReporter(t.Context(), h.Env.Handler, id, canary))
	g := broken(t, h, id)
	// The organ that runs the hub sees that there are looks, and nothing through them.
	for _, sql := range []string{"DELETE FROM participations WHERE agency_id = $1", "UPDATE users SET functions = '{operator}' WHERE agency_id = $1"} {
		_, err := h.DB.Owner.Exec(t.Context(), sql, h.Procuratorate.ID)
		ok(t, err)
	}
	sees := func(organ ids.Agency, glass ids.Entry, sql string, args ...any) (n int, err error) {
		err = store.Write(t.Context(), h.DB.App, organ, func(tx pgx.Tx) error {
			if err := dbsqlc.New(tx).LookThroughGlass(t.Context(), glass.String()); err != nil {
				return err
			}
			return tx.QueryRow(t.Context(), "WITH x AS ("+sql+") SELECT count(*) FROM x", args...).Scan(&n)
		})
		return n, err
	}
	for _, c := range []struct {
		name  string
		organ ids.Agency
		sql   string
		args  []any
		want  int
	}{
		{"the case", h.Market.ID, "SELECT id FROM cases", nil, 1},
		{"another case", h.Market.ID, "SELECT id FROM cases WHERE id = $1", []any{other}, 0},
		{"its files", h.Market.ID, "SELECT id FROM evidence WHERE case_id <> $1", []any{id}, 0},
		{"its record", h.Market.ID, "SELECT id FROM events WHERE case_id IS NOT NULL", nil, 0},
		{"its reporter", h.Market.ID, "SELECT case_id FROM reporters", nil, 0},
		{"the look of another organ", h.Procuratorate.ID, "SELECT id FROM cases", nil, 0},
		{"that there is a look", h.Procuratorate.ID, "SELECT id FROM glass", nil, 1},
		{"looks of others", h.Police.ID, "SELECT id FROM glass", nil, 0},
		{"a lock", h.Market.ID, "SELECT id FROM cases WHERE id = $1 FOR UPDATE", []any{id}, 0},
		{"a change", h.Market.ID, "UPDATE cases SET title = 'x' WHERE id = $1 RETURNING id", []any{id}, 0},
		{"a verdict on oneself", h.Market.ID, "UPDATE glass SET verdict = 'justified' RETURNING id", nil, 0},
	} {
		if n, err := sees(c.organ, g.ID, c.sql, c.args...); err != nil || n != c.want {
			t.Errorf("%s: %d rows, want %d (%v)", c.name, n, c.want, err)
		}
	}
	for name, sql := range map[string]string{
		"longer": "UPDATE glass SET expires_at = expires_at + interval '1 day' RETURNING id", "another case": "UPDATE glass SET case_id = case_id RETURNING id", "deleted": "DELETE FROM glass RETURNING id",
		"tries forgotten": "DELETE FROM glass_tries RETURNING id",
		"a look of one's own": `INSERT INTO glass (id, case_id, number, agency_id, user_id, function, sender_id, ground, reason, opened_at, expires_at, review_due_at)
			SELECT gen_random_uuid(), case_id, number, agency_id, user_id, function, sender_id, ground, reason, opened_at, expires_at, review_due_at FROM glass RETURNING id`,
	} {
		if n, err := sees(h.Market.ID, g.ID, sql); err == nil {
			t.Errorf("%s: the app may, %d rows", name, n)
		}
	}
}

// TestGlassHidesWhatThereIs: a number of nothing, a draft's, that of a case taken
// back, and an id answer in the same words; all of them count, and no more than a few
// are taken within an hour, however many come at once.
func TestGlassHidesWhatThereIs(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := t.Context()
	draft, gone := h.Approved(t), h.Sent(t)
	h.Do(t, justNow(h, h.Env.Head), gone, "withdraw", referral.Input{Reason: "移送有误"})
	for _, wanted := range []string{"XJ-2026-310101-99999", numberOf(t, h, draft), numberOf(t, h, gone), draft.String(), strings.ToUpper(gone.String())} {
		_, err := h.BreakGlass(ctx, h.Market.Desk, wanted, "life", emergency)
		wants(t, err, fault.Missing, "not_found")
	}
	id := h.Received(t)
	for _, wanted := range []string{numberOf(t, h, id), "XJ-2026-310101-99999"} {
		_, err := h.BreakGlass(ctx, h.Market.Desk, wanted, "life", emergency)
		wants(t, err, fault.Rule, "glass.too_often")
	}
	h.Clock.Advance(59 * time.Minute)
	a := justNow(h, h.Market.Desk)
	_, err := h.BreakGlass(ctx, a, id.String(), "life", emergency)
	wants(t, err, fault.Rule, "glass.too_often")
	h.Clock.Advance(2 * time.Minute)
	var all sync.WaitGroup
	for range 4 * h.Access.Reading.GlassTries {
		all.Go(func() { _, _ = h.BreakGlass(ctx, a, "XJ-2026-310101-99999", "life", emergency) })
	}
	all.Wait()
	if n := count(t, h, "glass_tries WHERE user_id = $1", a.User); n != 2*h.Access.Reading.GlassTries {
		t.Errorf("%d attempts were taken, want %d", n, 2*h.Access.Reading.GlassTries)
	}
	g, err := h.BreakGlass(ctx, justNow(h, h.Market.Head), strings.ToLower(numberOf(t, h, id)), "life", emergency)
	ok(t, err)
	if g.CaseID != id {
		t.Error("a colleague has attempts of their own, and case does not matter")
	}
	if n := count(t, h, "events WHERE kind = 'glass.break'"); n != 1 {
		t.Errorf("%d looks stand in the record", n)
	}
}

// TestGlassRefuses: who may not ask, what has to be said, and the own organ's cases.
func TestGlassRefuses(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, id := t.Context(), h.Received(t)
	number := numberOf(t, h, id)
	stale, machine := h.Market.Desk, h.Market.Desk
	stale.StepUpAt = h.Clock.Now().Add(-time.Hour)
	machine.Machine, machine.User = true, ids.User{}
	for _, c := range []struct {
		a                      casework.Actor
		wanted, ground, reason string
		kind                   fault.Kind
		code                   string
	}{
		{h.Market.Handler, number, "life", emergency, fault.Denied, "not_allowed"},
		{as(h.Market.Desk, "auditor"), number, "life", emergency, fault.Denied, "not_allowed"},
		{as(h.Market.Desk, "desk", "operator"), number, "life", emergency, fault.Denied, "not_allowed"},
		{machine, number, "life", emergency, fault.Denied, "not_allowed"},
		{stale, number, "life", emergency, fault.Denied, "step_up_required"},
		{stale, "XJ-2026-310101-99999", "life", emergency, fault.Denied, "step_up_required"},
		{h.Market.Desk, number, "curiosity", emergency, fault.Invalid, "invalid"},
		{h.Market.Desk, number, "life", " \n ", fault.Invalid, "invalid"},
		{h.Market.Desk, "  ", "life", emergency, fault.Invalid, "invalid"},
		{h.Market.Desk, "XJ\x00", "life", emergency, fault.Invalid, "text.refused"},
		{h.Market.Desk, number, "life", "绝密★一年", fault.Invalid, "text.refused"},
		{h.Police.Desk, number, "life", emergency, fault.Rule, "glass.own_case"},
	} {
		_, err := h.BreakGlass(ctx, c.a, c.wanted, c.ground, c.reason)
		wants(t, err, c.kind, c.code)
	}
	if n := count(t, h, "glass_tries"); n != 1 {
		t.Errorf("%d attempts noted, want that of the police", n)
	}
	g := broken(t, h, id)
	h.Clock.Advance(time.Minute)
	if again := broken(t, h, id); again.ID != g.ID || !again.ExpiresAt.Equal(g.ExpiresAt) {
		t.Errorf("asked again, another look: %+v", again)
	}
	if n := count(t, h, "events WHERE kind = 'glass.break'"); n != 1 {
		t.Errorf("%d entries for one look", n)
	}
}

// TestGlassEndsWithTheCase: a case that is taken back closes the look with it, and
// the review stays due; an organ that comes to take part sees the case in its own right.
func TestGlassEndsWithTheCase(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, id := t.Context(), h.Sent(t)
	g := broken(t, h, id)
	_, err := h.Get(ctx, h.Market.Desk, id)
	ok(t, err)
	h.Do(t, justNow(h, h.Env.Head), id, "withdraw", referral.Input{Reason: "移送有误"})
	_, err = h.Get(ctx, h.Market.Desk, id)
	wants(t, err, fault.Missing, "not_found")
	if _, beside, err := h.Count(ctx, h.Env.Head); err != nil || beside.Glass != 1 {
		t.Errorf("%d reviews wait after the withdrawal (%v)", beside.Glass, err)
	}
	ok(t, h.ReviewGlass(ctx, h.Env.Head, id, g.ID, true, "情况属实"))
	h.Verify(t, id)
}

// TestGlassIsReviewedOnce: head or auditor of the sending organ decide, once, with a
// remark; until then it waits for them, later with a mark. The organ whose person
// looked is told.
func TestGlassIsReviewedOnce(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, id, other := t.Context(), h.Received(t), h.Received(t)
	g := broken(t, h, id)
	auditor := as(h.Env.Legal, "auditor")
	for _, a := range []casework.Actor{h.Env.Head, auditor} {
		if _, beside, err := h.Count(ctx, a); err != nil || beside.Glass != 1 {
			t.Errorf("%s: %d reviews wait (%v)", a.Functions, beside.Glass, err)
		}
	}
	for _, a := range []casework.Actor{h.Env.Handler, h.Police.Head} {
		wants(t, h.ReviewGlass(ctx, a, id, g.ID, true, "属实"), fault.Denied, "not_allowed")
	}
	wants(t, h.ReviewGlass(ctx, h.Market.Head, id, g.ID, true, "属实"), fault.Missing, "not_found")
	wants(t, h.ReviewGlass(ctx, h.Env.Head, other, g.ID, true, "属实"), fault.Missing, "not_found")
	wants(t, h.ReviewGlass(ctx, h.Env.Head, id, g.ID, true, "  "), fault.Invalid, "invalid")
	mover := h.Market.Desk // has come over to the sending organ in the meantime
	mover.Agency, mover.Functions = h.Env.ID, []string{"head"}
	wants(t, h.ReviewGlass(ctx, mover, id, g.ID, true, "属实"), fault.Rule, "glass.own_look")
	h.Clock.Set(g.ReviewDueAt.Add(time.Hour))
	ok(t, h.ReviewGlass(ctx, auditor, id, g.ID, false, "可以先电话联系承办机关"))
	wants(t, h.ReviewGlass(ctx, h.Env.Head, id, g.ID, true, "属实"), fault.Rule, "glass.reviewed")
	if _, beside, err := h.Count(ctx, h.Env.Head); err != nil || beside.Glass != 0 {
		t.Errorf("%d reviews still wait (%v)", beside.Glass, err)
	}
	told, err := h.Notices(ctx, h.Market.Desk, true, nil, 10)
	ok(t, err)
	if len(told) != 1 || told[0].Topic != "glass.review" {
		t.Errorf("the organ whose person looked is told %d notices", len(told))
	}
	list, err := h.ListGlass(ctx, h.Market.Desk, false, nil, 10)
	ok(t, err)
	if len(list.Rows) != 1 || list.Rows[0].Verdict != "not_justified" || list.Rows[0].Remark != "可以先电话联系承办机关" || list.Rows[0].Reviewer != h.Env.Legal.Name || !list.Rows[0].Mine {
		t.Errorf("who looked reads %+v", list.Rows)
	}
	h.Verify(t, id)
}

// TestGlassLists: everybody sees their own; head, administrator and auditor those of
// their organ's people; head and auditor of the sending organ those that they decide;
// the hub's auditor all; nobody else any.
func TestGlassLists(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, id := t.Context(), h.Received(t)
	broken(t, h, id)
	h.Clock.Advance(time.Minute)
	_, err := h.BreakGlass(ctx, h.Market.Head, id.String(), "response", emergency)
	ok(t, err)
	_, err = h.DB.Owner.Exec(ctx, "UPDATE users SET functions = '{operator}' WHERE id = $1", h.Procuratorate.Desk.User)
	ok(t, err)
	for _, c := range []struct {
		a       casework.Actor
		rows    int
		reviews int
	}{
		{h.Market.Desk, 1, 0}, {h.Market.Head, 2, 0}, {as(h.Market.Handler, "admin"), 2, 0}, {as(h.Market.Handler, "auditor"), 2, 0},
		{h.Env.Head, 2, 2}, {as(h.Env.Legal, "auditor"), 2, 2}, {h.Env.Desk, 0, 0}, {as(h.Env.Legal, "admin"), 0, 0},
		{h.Police.Head, 0, 0}, {as(h.Police.Handler, "auditor"), 0, 0}, {as(h.Procuratorate.Head, "auditor"), 2, 0},
	} {
		list, err := h.ListGlass(ctx, c.a, true, nil, 10)
		ok(t, err)
		reviews := 0
		for _, r := range list.Rows {
			if r.Review {
				reviews++
			}
		}
		if len(list.Rows) != c.rows || reviews != c.reviews {
			t.Errorf("%s of %s sees %d looks and decides %d, want %d and %d", c.a.Functions, c.a.Sector, len(list.Rows), reviews, c.rows, c.reviews)
		}
	}
	for _, a := range []casework.Actor{h.Env.Handler, as(h.Env.Head, "head", "operator"), h.Procuratorate.Procurator} {
		_, err := h.ListGlass(ctx, a, false, nil, 10)
		wants(t, err, fault.Denied, "not_allowed")
	}
	first, err := h.ListGlass(ctx, h.Env.Head, false, nil, 1)
	ok(t, err)
	second, err := h.ListGlass(ctx, h.Env.Head, false, first.Next, 1)
	ok(t, err)
	if first.Rows[0].UserID != h.Market.Head.User || second.Rows[0].UserID != h.Market.Desk.User {
		t.Error("page by page the order differs")
	}
}

// TestPreviewsAreNoted: looking at the draft of a paper is a look like any other.
func TestPreviewsAreNoted(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, id := t.Context(), h.Received(t)
	for _, f := range []casework.PaperFormat{casework.PDF, casework.DOCX} {
		_, err := h.PreviewDocument(ctx, h.Police.Desk, id, "intake_sheet", f)
		ok(t, err)
	}
	for _, kind := range []documents.Kind{"no_such_paper", documents.CompensationAgreement, documents.MeetingMinutes} {
		_, err := h.PreviewDocument(ctx, h.Police.Desk, id, kind, casework.PDF)
		wants(t, err, fault.Missing, "not_found")
		_, _, err = h.IssueDocument(ctx, h.Env.Handler, id, kind, "")
		wants(t, err, fault.Invalid, "invalid")
	}
	var noted []string
	for _, l := range looksAt(t, h, h.Police.Handler, id) {
		if l.UserID == h.Police.Desk.User && strings.HasPrefix(l.What, "preview:") {
			noted = append(noted, l.What+" "+l.Title.ZH)
		}
	}
	if len(noted) != 1 || noted[0] != "preview:intake_sheet 接案一张纸" {
		t.Errorf("noted %q", noted)
	}
}
