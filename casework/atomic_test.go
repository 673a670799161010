package casework_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// magic is the title on which the trigger below fails.
const magic = "演示·写入失败"

// failOnReceipt makes one statement deep in an act fail, without a hook in the
// code: the receipt of a case with the magic title.
const failOnReceipt = `
create function refuse_magic() returns trigger language plpgsql security definer as $$
begin
	if exists (select from cases where id = new.case_id and title = '` + magic + `') then
		raise exception 'the magic title';
	end if;
	return new;
end $$;
create trigger refuse_magic before insert on receipts for each row execute function refuse_magic();`

// everything counts the rows of every table that an act writes.
func everything(t *testing.T, h *officetest.House) map[string]int {
	t.Helper()
	out := map[string]int{"jobs": jobs(t, h)}
	for _, table := range []string{
		"cases", "charges", "participations", "handoffs", "clocks", "events", "event_values", "log_leaves", "receipts", "deliveries",
		"confirmations", "idempotency_keys", "documents", "document_numbers", "evidence", "materials", "remarks",
	} {
		out[table] = count(t, h, table)
	}
	return out
}

func sameRows(t *testing.T, before, after map[string]int) {
	t.Helper()
	for table, n := range before {
		if after[table] != n {
			t.Errorf("%s: %d rows, before %d", table, after[table], n)
		}
	}
}

// TestNothingIsHalfSaved: an act whose last write fails leaves no event, no
// delivery, no job and no idempotency key; it can be done again under the same key.
func TestNothingIsHalfSaved(t *testing.T) {
	t.Parallel()
	h := house(t)
	if _, err := h.DB.Owner.Exec(t.Context(), failOnReceipt); err != nil {
		t.Fatal(err)
	}
	d := officetest.Draft()
	d.Title = magic
	id := h.OpenedWith(t, d)
	play(t, h, id, []move{
		{h.Env.Handler, "criminal.give_enforcement_opinion", referral.Input{Text: "同意"}}, {h.Env.Legal, "criminal.give_legal_opinion", referral.Input{Text: "同意"}},
		{h.Env.Handler, "criminal.report", referral.Input{}}, {h.Env.Head, "criminal.approve", referral.Input{}},
	})
	seal(t, h, h.Env.Handler, id)
	was := loaded(t, h, id)
	before := everything(t, h)
	r := casework.Request{
		Case: id, Version: was.Case.Version, Key: officetest.NewKey("transmit"), Action: "criminal.transmit", To: h.Police.ID, Copy: h.Procuratorate.ID,
		Input: referral.Input{NoSecret: true, Reason: "材料随后补充"},
	}
	if _, err := h.Act(t.Context(), h.Env.Handler, r); fault.KindOf(err) != fault.Internal || err == nil {
		t.Fatalf("the trigger did not fail the act: %v", err)
	}
	sameRows(t, before, everything(t, h))
	if is := loaded(t, h, id); is.Case.Version != was.Case.Version || is.Snapshot.State != was.Snapshot.State {
		t.Errorf("version %d in %s, before %d in %s", is.Case.Version, is.Snapshot.State, was.Case.Version, was.Snapshot.State)
	}
	if _, err := h.DB.Owner.Exec(t.Context(), "drop trigger refuse_magic on receipts"); err != nil {
		t.Fatal(err)
	}
	after, err := h.Act(t.Context(), h.Env.Handler, r)
	ok(t, err)
	if after.Replayed || after.Snapshot.State != referral.Sent {
		t.Errorf("the second try: replayed %v, %s", after.Replayed, after.Snapshot.State)
	}
	if n := jobs(t, h); n != before["jobs"]+1 {
		t.Errorf("%d jobs for one act", n-before["jobs"])
	}
	verify(t, h, id)
}

// TestOneJobPerAct: an act that tells somebody wakes the deliveries once, one
// that tells nobody does not, and a refused one neither.
func TestOneJobPerAct(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t)
	n := jobs(t, h)
	h.Do(t, h.Police.Desk, id, "sign_for", referral.Input{Officer: "民警甲"})
	if got := jobs(t, h); got != n+1 {
		t.Errorf("%d jobs for an act that tells two organs", got-n)
	}
	h.Do(t, h.Env.Handler, id, "mark_entered", referral.Input{})
	if got := jobs(t, h); got != n+1 {
		t.Errorf("%d jobs for an act that tells nobody", got-n-1)
	}
	before := everything(t, h)
	refused(t, h, h.Police.Handler, casework.Request{Case: id, Action: "sign_for", Input: referral.Input{Officer: "民警甲"}}, fault.Rule, "referral.step_not_allowed")
	refused(t, h, h.Police.Handler, casework.Request{Case: id, Action: "criminal.file"}, fault.Invalid, "referral.input_incomplete")
	refused(t, h, h.Market.Handler, casework.Request{Case: id, Action: "criminal.file"}, fault.Missing, "not_found")
	sameRows(t, before, everything(t, h))
}

// TestSameKey: the same key with the same body is the same case; with another
// body, or for another operation, it is an error; another organ's key is its own.
func TestSameKey(t *testing.T) {
	t.Parallel()
	h := house(t)
	key := officetest.NewKey("open")
	first, err := h.OpenReferral(t.Context(), h.Env.Handler, key, referral.Criminal, officetest.Draft(), nil)
	ok(t, err)
	again, err := h.OpenReferral(t.Context(), h.Env.Handler, key, referral.Criminal, officetest.Draft(), nil)
	ok(t, err)
	if first.Replayed || !again.Replayed || again.Case.ID != first.Case.ID {
		t.Errorf("replayed %v and %v, same case %v", first.Replayed, again.Replayed, again.Case.ID == first.Case.ID)
	}
	other := key
	other.BodyHash = slices.Repeat([]byte{1}, 32)
	_, err = h.OpenReferral(t.Context(), h.Env.Handler, other, referral.Criminal, officetest.Draft(), nil)
	wants(t, err, fault.Invalid, "idempotency.other_body")
	key.Operation = "criminal.report"
	_, err = h.Act(t.Context(), h.Env.Handler, casework.Request{Case: first.Case.ID, Version: 1, Key: key, Action: "criminal.report"})
	wants(t, err, fault.Invalid, "idempotency.other_body")
	key.Operation = "open"
	mine, err := h.OpenReferral(t.Context(), h.Market.Handler, key, referral.Criminal, officetest.Draft(), nil)
	ok(t, err)
	if mine.Replayed || mine.Case.ID == first.Case.ID {
		t.Error("another organ's key found this organ's case")
	}
	if n := count(t, h, "cases"); n != 2 {
		t.Errorf("%d cases", n)
	}
}

// TestReplayOfAnAct answers with the case and changes nothing, even after others
// have moved it on.
func TestReplayOfAnAct(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t)
	r := casework.Request{Case: id, Version: loaded(t, h, id).Case.Version, Key: officetest.NewKey("sign_for"), Action: "sign_for", Input: referral.Input{Officer: "民警甲"}}
	_, err := h.Act(t.Context(), h.Police.Desk, r)
	ok(t, err)
	h.Do(t, h.Police.Handler, id, "ask_supplement", referral.Input{Missing: []string{"doc_site_records"}})
	before := everything(t, h)
	again, err := h.Act(t.Context(), h.Police.Desk, r)
	ok(t, err)
	if !again.Replayed || !again.Snapshot.Flags.SupplementAsked {
		t.Errorf("replayed %v, the case as it is now %v", again.Replayed, again.Snapshot.Flags.SupplementAsked)
	}
	sameRows(t, before, everything(t, h))
}

// atOnce runs f in n goroutines that start together.
func atOnce(n int, f func(i int)) {
	var ready, done sync.WaitGroup
	gate := make(chan struct{})
	for i := range n {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-gate
			f(i)
		})
	}
	ready.Wait()
	close(gate)
	done.Wait()
}

// TestFiftyTwins: fifty identical creates at once are one case.
func TestFiftyTwins(t *testing.T) {
	t.Parallel()
	h := house(t)
	key := officetest.NewKey("open")
	answers, errs := make([]casework.Detail, 50), make([]error, 50)
	atOnce(50, func(i int) {
		answers[i], errs[i] = h.OpenReferral(t.Context(), h.Env.Handler, key, referral.Criminal, officetest.Draft(), nil)
	})
	fresh, cases := 0, map[ids.Case]bool{}
	for i, err := range errs {
		if err != nil {
			t.Errorf("twin %d: %v", i, err)
			continue
		}
		cases[answers[i].Case.ID] = true
		if !answers[i].Replayed {
			fresh++
		}
	}
	if n := count(t, h, "cases"); n != 1 || len(cases) != 1 || fresh != 1 {
		t.Errorf("%d cases stored, %d answered, %d of the answers fresh", n, len(cases), fresh)
	}
}

// TestTwentyRivals: of twenty acts on the same version one wins, the others are
// told that the case has changed.
func TestTwentyRivals(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t)
	version := loaded(t, h, id).Case.Version
	errs := make([]error, 20)
	atOnce(20, func(i int) {
		_, errs[i] = h.Act(t.Context(), h.Police.Desk, casework.Request{
			Case: id, Version: version, Key: officetest.NewKey("sign_for"), Action: "sign_for", Input: referral.Input{Officer: "民警甲"},
		})
	})
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			wants(t, err, fault.Stale, "stale")
		}
	}
	if is := loaded(t, h, id); won != 1 || is.Case.Version != version+1 {
		t.Errorf("%d won, version %d after %d", won, is.Case.Version, version)
	}
	if n := count(t, h, "receipts where case_id = $1 and kind = 'acknowledged'", id); n != 1 {
		t.Errorf("%d receipts", n)
	}
	verify(t, h, id)
}

// TestStaleIsToldLast: who may not see or do it hears that, and not that the
// version is old; an old version is told to nobody else.
func TestStaleIsToldLast(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t)
	r := casework.Request{Case: id, Version: 1, Action: "sign_for", Input: referral.Input{Officer: "民警甲"}}
	refused(t, h, h.Market.Handler, r, fault.Missing, "not_found")
	refused(t, h, h.Procuratorate.Desk, r, fault.Stale, "stale") // it sees the case; that the step is not its part comes with a fresh version
	refused(t, h, h.Police.Desk, r, fault.Stale, "stale")
	r.Action = "criminal.file"
	refused(t, h, h.Police.Desk, r, fault.Denied, "not_allowed")
	verify(t, h, id)
}

// TestNumbersHaveNoGaps: twenty letters drawn at once are numbered 1 to 20, and
// a refused issue gives its number back.
func TestNumbersHaveNoGaps(t *testing.T) {
	t.Parallel()
	h := house(t)
	cases := make([]ids.Case, 20)
	for i := range cases {
		cases[i] = h.Opened(t)
	}
	numbers, errs := make([]string, len(cases)), make([]error, len(cases))
	atOnce(len(cases), func(i int) {
		d, doc, err := h.IssueDocument(t.Context(), h.Env.Handler, cases[i], documents.TransferLetter, "")
		errs[i] = err
		for _, x := range d.Documents {
			if x.ID == doc {
				numbers[i] = x.Number
			}
		}
	})
	seen := map[int]bool{}
	for i, text := range numbers {
		ok(t, errs[i])
		n, err := documents.ParseNumber(text)
		ok(t, err)
		if n.Prefix != "演环移" || n.Year != 2026 || seen[n.Seq] || n.Seq < 1 || n.Seq > len(cases) {
			t.Errorf("number %s", text)
		}
		seen[n.Seq] = true
	}
}

// TestOneNumberTwice: the same number entered by hand at two desks at once.
func TestOneNumberTwice(t *testing.T) {
	t.Parallel()
	h := house(t)
	errs := make([]error, 8)
	cases := make([]ids.Case, len(errs))
	for i := range cases {
		cases[i] = h.Opened(t)
	}
	atOnce(len(errs), func(i int) {
		_, _, errs[i] = h.IssueDocument(t.Context(), h.Env.Handler, cases[i], documents.TransferLetter, "演环移[2026]7号")
	})
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		wants(t, err, fault.Clash, "document.number_taken")
	}
	if won != 1 {
		t.Errorf("%d letters carry the same number", won)
	}
}
