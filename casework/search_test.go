package casework_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/domain/search"
)

// finds gives the cases that a person finds, page after page, and fails when a
// case is shown twice.
func finds(t *testing.T, h *officetest.House, a casework.Actor, typed string, f casework.Filter, size int) (out []ids.Case) {
	t.Helper()
	var after *casework.Cursor
	shown := map[ids.Case]bool{}
	for range 10_000 {
		page, err := h.Search(t.Context(), a, typed, f, after, size)
		ok(t, err)
		for _, r := range page.Rows {
			if shown[r.ID] {
				t.Fatalf("%q shows %s twice", typed, r.Number)
			}
			shown[r.ID] = true
			out = append(out, r.ID)
		}
		if page.Next == nil {
			return out
		}
		after = page.Next
	}
	t.Fatalf("%q never ends", typed)
	return nil
}

func found(t *testing.T, h *officetest.House, a casework.Actor, typed string) bool {
	t.Helper()
	return len(finds(t, h, a, typed, casework.Filter{}, 10)) == 1
}

func findableDraft() casework.DraftInput {
	d := officetest.Draft()
	d.Title = "某某电镀厂私设暗管案"
	d.Content.Facts = "夜间经暗管外排含铬废水，超标三倍以上"
	d.Content.PenaltyCase = "沪环罚〔2026〕17号"
	d.Parties[0].Name, d.Parties[0].CreditCode, d.Parties[0].Note, d.Parties[0].IDNumber = "某某电镀有限公司", "91310000MA1FL0000X", "备注不入索引", "11010519491231002X"
	return d
}

// TestWhatASearchMeets: every text that may be found is found from two
// characters on, in any form of bracket and width, and nothing else is.
func TestWhatASearchMeets(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.OpenedWith(t, findableDraft())
	number := loaded(t, h, id).Case.Number
	for _, typed := range []string{
		"暗管", "电镀厂", "含铬废水", "有限公司", "91310000MA1FL0000X", "91310000ma1fl", "ＭＡ１ＦＬ", number, strings.ToLower(number), number[5:], "沪环罚[2026]17号", "沪环罚（２０２６）17 号", "【2026】17",
		"电镀 废水", "超标三倍 私设",
	} {
		if !found(t, h, h.Env.Handler, typed) {
			t.Errorf("%q finds nothing", typed)
		}
	}
	for _, typed := range []string{"危险废物", "电镀 危险", "废水暗管", "备注不入索引", "11010519491231002X", "沪环罚〔2025〕17号", "沪环罚202617号"} {
		if found(t, h, h.Env.Handler, typed) {
			t.Errorf("%q finds the case", typed)
		}
	}
	for _, typed := range []string{"水", "电镀 水", " ", strings.Repeat("电镀 ", 9)} {
		_, err := h.Search(t.Context(), h.Env.Handler, typed, casework.Filter{}, nil, 10)
		wants(t, err, fault.Invalid, "invalid")
	}
	page, err := h.Search(t.Context(), h.Env.Handler, "含铬废水", casework.Filter{}, nil, 10)
	ok(t, err)
	hit := page.Hits[id]
	if hit.Field != "facts" || !slices.ContainsFunc(hit.Parts, func(p search.Part) bool { return p.Hit && p.Text == "含铬废水" }) {
		t.Errorf("the hit reads %+v", hit)
	}
}

// TestSearchFollowsTheCase: an edit takes old words away and brings new ones, a
// document brings its number, sending lets the receiver find the case; the copied
// procuratorate finds the letter and no facts, and an outsider nothing.
func TestSearchFollowsTheCase(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.OpenedWith(t, findableDraft())
	d := findableDraft()
	d.Title, d.Content.Facts, d.Parties[0].Name = "某某电镀厂渗坑案", "经渗坑排放", "更名后的公司"
	_, err := h.EditDraft(t.Context(), h.Env.Handler, id, loaded(t, h, id).Case.Version, d)
	ok(t, err)
	for typed, want := range map[string]bool{"暗管": false, "含铬": false, "有限公司": false, "渗坑": true, "更名后": true} {
		if got := found(t, h, h.Env.Handler, typed); got != want {
			t.Errorf("after the edit %q finds the case: %v", typed, got)
		}
	}
	sent := h.SentWith(t, findableDraft())
	var letter string
	for _, doc := range loaded(t, h, sent).Documents {
		if doc.Kind == string(documents.TransferLetter) {
			letter = doc.Number
		}
	}
	if letter == "" {
		t.Fatal("the letter has no number")
	}
	round := strings.NewReplacer("〔", "(", "〕", ")").Replace(letter)
	for _, c := range []struct {
		who   casework.Actor
		typed string
		want  bool
	}{
		{h.Env.Handler, round, true}, {h.Police.Desk, round, true}, {h.Procuratorate.Desk, round, true}, {h.Market.Desk, round, false},
		{h.Police.Desk, "含铬废水", true}, {h.Procuratorate.Desk, "含铬废水", false}, {h.Market.Desk, "含铬废水", false},
		{h.Procuratorate.Desk, "私设暗管", true}, {h.Procuratorate.Desk, "电镀有限公司", true}, {h.Procuratorate.Desk, "沪环罚〔2026〕17号", false}, {h.Market.Desk, "私设暗管", false},
	} {
		if got := found(t, h, c.who, c.typed); got != c.want {
			t.Errorf("%s finds by %q: %v", c.who.Name, c.typed, got)
		}
	}
	if h.Procuratorate.Desk.Agency.IsZero() || snapshot(t, h, sent).Copied == nil {
		t.Error("nobody is copied: the test shows nothing of the flow level")
	}
}

// TestExactNumberFirst: the case whose number was given stands before newer ones
// that merely mention it; it is not shown again, and pages of any size end.
func TestExactNumberFirst(t *testing.T) {
	t.Parallel()
	h := house(t)
	first := h.OpenedWith(t, findableDraft())
	number := loaded(t, h, first).Case.Number
	var newer []ids.Case
	for i := range 7 {
		advance(h, 24*11) // over more than one month
		d := officetest.Draft()
		d.Content.Facts = fmt.Sprintf("与%s有关，第%d件", number, i)
		newer = append(newer, h.OpenedWith(t, d))
	}
	slices.Reverse(newer)
	want := append([]ids.Case{first}, newer...)
	for _, size := range []int{1, 2, 3, 50} {
		if got := finds(t, h, h.Env.Handler, number, casework.Filter{}, size); !slices.Equal(got, want) {
			t.Errorf("pages of %d: %d cases in another order than exact first, then newest", size, len(got))
		}
	}
	for name, c := range map[string]struct {
		f    casework.Filter
		want int
	}{
		"kind": {casework.Filter{Kinds: []string{"lead"}}, 0}, "kinds": {casework.Filter{Kinds: []string{"lead", "criminal"}}, 8},
		"state": {casework.Filter{States: []string{"sent"}}, 0}, "draft": {casework.Filter{States: []string{"draft"}}, 8},
		"side": {casework.Filter{Side: "received"}, 0}, "turn": {casework.Filter{Turn: "mine"}, 8}, "theirs": {casework.Filter{Turn: "theirs"}, 0},
	} {
		if got := finds(t, h, h.Env.Handler, number, c.f, 3); len(got) != c.want {
			t.Errorf("%s: %d cases, not %d", name, len(got), c.want)
		}
	}
}

// TestOldCasesAreIndexed: a case that was there before search was is found once
// the worker has been at it, by the same words as others.
func TestOldCasesAreIndexed(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.SentWith(t, findableDraft())
	for _, sql := range []string{"DELETE FROM case_terms", "INSERT INTO unsearched SELECT id FROM cases"} {
		if _, err := h.DB.Owner.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	if found(t, h, h.Env.Handler, "暗管") {
		t.Fatal("found without an index")
	}
	n, err := h.WithPool(h.DB.Worker).IndexOldCases(t.Context())
	ok(t, err)
	if n != 1 || count(t, h, "unsearched") != 0 {
		t.Errorf("%d cases indexed, %d left", n, count(t, h, "unsearched"))
	}
	if !found(t, h, h.Env.Handler, "暗管") || !found(t, h, h.Police.Desk, "含铬") || found(t, h, h.Procuratorate.Desk, "含铬") {
		t.Error("an old case is found by other words than a new one")
	}
	if got := finds(t, h, h.Police.Desk, "暗管", casework.Filter{}, 5); len(got) != 1 || got[0] != id {
		t.Errorf("the police find %v", got)
	}
}

// TestStepsLeaveTheIndexAlone: an act that changes neither texts nor readers
// writes nothing into the index.
func TestStepsLeaveTheIndexAlone(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t)
	rows := func() (out string) {
		err := h.DB.Owner.QueryRow(t.Context(), "SELECT string_agg(xmin::text || ':' || ctid::text, ' ' ORDER BY agency_id) FROM case_terms WHERE case_id = $1", id).Scan(&out)
		ok(t, err)
		return out
	}
	before := rows()
	h.Do(t, h.Police.Desk, id, "sign_for", referral.Input{Officer: "执法人员甲"})
	if after := rows(); after != before {
		t.Errorf("signing rewrote the index: %s, then %s", before, after)
	}
}

// TestFalseCandidates: a case whose pairs of characters are those of the words, in
// another order, is no hit; what lies behind many of them is found all the same.
func TestFalseCandidates(t *testing.T) {
	t.Parallel()
	h := house(t)
	draft := func(facts string) casework.DraftInput {
		d := officetest.Draft()
		d.Content.Facts = facts
		return d
	}
	want := []ids.Case{h.OpenedWith(t, draft("外排电镀废水"))}
	for range 45 {
		h.OpenedWith(t, draft("外排电镀，又镀废，另有废水"))
	}
	for _, size := range []int{1, 10} {
		if got := finds(t, h, h.Env.Handler, "电镀废水", casework.Filter{}, size); !slices.Equal(got, want) {
			t.Errorf("pages of %d: %d cases, not the one behind those that only look like it", size, len(got))
		}
	}
}
