package casework_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// lateDesk is a desk whose police owe something since the 9th; it is the 12th.
func lateDesk(t *testing.T, rule string) (*desk, ids.Clock) {
	t.Helper()
	d := newDesk(t)
	k := d.clock(t, kind{rule: rule, owes: d.Police.ID}, at(2, 9, 0), endOf(9))
	d.Clock.Set(at(12, 9, 0))
	return d, k
}

// TestLetterIsSentByTheHeadAlone: a handler drafts, the head sends, the other side
// gets a paper with a number; and nobody but the organ that waits sees a draft.
func TestLetterIsSentByTheHeadAlone(t *testing.T) {
	t.Parallel()
	d, k := lateDesk(t, "fwd_reconsideration_decide")
	ctx := t.Context()
	seen, err := d.ReadSilence(ctx, d.Env.Handler, d.id)
	if err != nil {
		t.Fatal(err)
	}
	if len(seen.Overdue) != 1 || !seen.Overdue[0].Mine || seen.Overdue[0].Days != 3 || seen.Overdue[0].Open.Letter != "urging_letter" || !seen.MayWrite || seen.MaySend {
		t.Fatalf("the handler sees %+v", seen.Overdue)
	}
	seen, err = d.WriteLetter(ctx, d.Env.Handler, d.id, k, "本案涉案物品需要尽快处置。")
	if err != nil {
		t.Fatal(err)
	}
	draft := seen.Overdue[0].Draft()
	if draft == nil || draft.Text != "本案涉案物品需要尽快处置。" || draft.Version != 1 {
		t.Fatalf("the draft is %+v", draft)
	}
	for who, a := range map[string]casework.Actor{"procuratorate": d.Procuratorate.Procurator, "police": d.Police.Head} {
		other, err := d.ReadSilence(ctx, a, d.id)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range other.Overdue {
			if x.Mine || len(x.Letters) > 0 {
				t.Errorf("the %s sees %+v", who, x)
			}
		}
	}
	paper, err := d.PreviewLetter(ctx, d.Env.Head, d.id, k, casework.PDF)
	if err != nil || !bytes.HasPrefix(paper.Content, []byte("%PDF")) {
		t.Fatalf("preview: %v", err)
	}

	_, err = d.SendLetter(ctx, justNow(d.House, d.Env.Handler), d.id, k, 1, "")
	wants(t, err, fault.Denied, "not_allowed")
	_, err = d.SendLetter(ctx, d.Env.Head, d.id, k, 1, "")
	wants(t, err, fault.Denied, "step_up_required")
	_, err = d.SendLetter(ctx, justNow(d.House, d.Procuratorate.Head), d.id, k, 0, "")
	wants(t, err, fault.Rule, "silence.not_waiting")
	head := justNow(d.House, d.Env.Head)
	_, err = d.SendLetter(ctx, head, d.id, k, 0, "")
	wants(t, err, fault.Stale, "stale")
	_, err = d.SendLetter(ctx, head, d.id, ids.New[ids.Clock](at(2, 9, 0)), 1, "")
	wants(t, err, fault.Rule, "silence.not_overdue")
	if n := count(t, d.House, "documents where kind = 'urging_letter'"); n != 0 {
		t.Fatalf("%d letters were left behind by refusals", n)
	}

	seen, err = d.SendLetter(ctx, head, d.id, k, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	if x := seen.Overdue[0]; x.Draft() != nil || len(x.Letters) != 1 || x.Letters[0].State != "sent" {
		t.Errorf("afterwards %+v", x.Letters)
	}
	_, err = d.SendLetter(ctx, head, d.id, k, 0, "")
	wants(t, err, fault.Rule, "silence.sent_today")
	detail, err := d.Get(ctx, d.Police.Desk, d.id)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(detail.Documents, func(x casework.Document) bool { return x.Kind == "urging_letter" })
	if i < 0 || detail.Documents[i].Number != "演环催〔2026〕1号" {
		t.Fatalf("the police see %+v", detail.Documents)
	}
	if got := d.shown(t); got != "remark.letter warn email police; remark.letter warn inapp police" {
		t.Errorf("told %s", got)
	}
	var view documents.Case
	d.input(t, "urging_letter", &view)
	if view.Urging.Duty == "" || view.Urging.Days != 3 || view.Paper.Deadline.Basis.Article == "" || view.Paper.To.Name != "演示区公安局" || !slices.Contains(view.Urging.Annexes, "期限计算说明") {
		t.Errorf("the letter says %+v %+v", view.Urging, view.Paper)
	}
	if c := loaded(t, d.House, d.id).Case; c.State != string(referral.Sent) {
		t.Errorf("the letter moved the case to %s", c.State)
	}
}

// TestProofOfDelay: what goes with the letter says how the time was counted, what reached
// the organ that owes the act, and how often it was asked.
func TestProofOfDelay(t *testing.T) {
	t.Parallel()
	d, _ := lateDesk(t, "fwd_reconsideration_decide")
	ctx := t.Context()
	var err error
	for kind, text := range map[casework.RemarkKind]string{casework.Reminder: "请尽快答复", casework.Call: "接案民警答复正在审查"} {
		_, err = d.Remark(ctx, d.Env.Handler, d.id, kind, d.Police.ID, text)
		check(t, err)
	}
	check(t, d.MarkRead(ctx, d.Police.Desk, nil))
	proof := paperText(t, d.House, d.Env.Head, d.id, documents.DelayProof)
	for _, want := range []string{"期限计算说明", "已逾期3日", "环环监〔2017〕17号", "区公安局", "站内查阅", "接案民警答复正在审查"} {
		if !strings.Contains(proof, want) {
			t.Errorf("the proof of delay lacks %q: %s", want, proof)
		}
	}
}

func (d *desk) input(t *testing.T, kind string, into any) {
	t.Helper()
	var raw []byte
	if err := d.DB.Owner.QueryRow(t.Context(), "select input from documents where kind = $1", kind).Scan(&raw); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

// TestLetterThatAStepCarries: where the police are late to decide the law gives the
// suggestion of supervision; its draft is filled in and kept, the step sends it.
func TestLetterThatAStepCarries(t *testing.T) {
	t.Parallel()
	d, k := lateDesk(t, "fwd_police_decide_7")
	seen, err := d.ReadSilence(t.Context(), d.Env.Head, d.id)
	if err != nil {
		t.Fatal(err)
	}
	x := seen.Overdue[0]
	if x.Open.Action != "criminal.suggest_supervision" || !strings.Contains(x.Text, "逾期3日") || len(x.Basis) == 0 || x.Basis[0].Number != "环环监〔2017〕17号" {
		t.Fatalf("offered %+v %q %v", x.Open, x.Text, x.Basis)
	}
	_, err = d.SendLetter(t.Context(), justNow(d.House, d.Env.Head), d.id, k, 0, "")
	if f := wants(t, err, fault.Rule, "silence.by_step"); !slices.Equal(f.Allowed, []string{"criminal.suggest_supervision"}) {
		t.Errorf("allowed instead: %v", f.Allowed)
	}
	if _, err := d.WriteLetter(t.Context(), d.Env.Handler, d.id, k, "逾期未决定，请依法监督。"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.IssueDocument(t.Context(), d.Env.Handler, d.id, documents.SupervisionSuggestion, ""); err != nil {
		t.Fatal(err)
	}
	var view documents.Case
	d.input(t, "supervision_suggestion", &view)
	if s := view.Supervision; s.Ground != documents.Overdue || s.OverdueFrom.String() != "2026-03-10" || s.Reasons != "逾期未决定，请依法监督。" || s.Annexes[0] != "案件材料" || !slices.Contains(s.Annexes, "期限计算说明") {
		t.Errorf("the suggestion says %+v", s)
	}
}

// TestTableOfSilence holds the data to the rooms it names.
func TestTableOfSilence(t *testing.T) {
	t.Parallel()
	h := house(t)
	table := h.Rules.Book().Silences()
	if len(table) == 0 {
		t.Fatal("the table is empty")
	}
	for rule, x := range table {
		if _, ok := documents.InfoOf(documents.Kind(x.Letter)); !ok {
			t.Errorf("%s: no kind of document %s", rule, x.Letter)
		}
		if x.Action != "" {
			if _, ok := referral.Procedures[referral.Criminal].Step(referral.Action(x.Action)); !ok {
				t.Errorf("%s: no step %s", rule, x.Action)
			}
		}
		if !slices.Contains([]string{"", "sender", "receiver", "procuratorate"}, x.Waits) {
			t.Errorf("%s: nobody is called %s", rule, x.Waits)
		}
	}
}

// TestSilenceShowsNoRights: neither rights nor internal limits nor one's own
// lateness are silence of others, and a case that is over has none.
func TestSilenceShowsNoRights(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clock(t, kind{rule: "fwd_reconsideration_request", owes: d.Police.ID, option: true}, at(2, 9, 0), endOf(9))
	d.clock(t, kind{rule: "lead_feedback", owes: d.Police.ID}, at(2, 9, 0), endOf(9))
	d.exec(t, "update clocks set internal = true where rule_id = 'lead_feedback'")
	d.clock(t, kind{rule: "clk_penalty_decide", owes: d.Police.ID}, at(2, 9, 0), endOf(9))
	d.clock(t, kind{rule: "fwd_handover_items", owes: d.Env.ID}, at(2, 9, 0), endOf(9))
	d.Clock.Set(at(12, 9, 0))
	of := func(a casework.Actor) []casework.Silent {
		seen, err := d.ReadSilence(t.Context(), a, d.id)
		if err != nil {
			t.Fatal(err)
		}
		return seen.Overdue
	}
	if got := of(d.Env.Handler); len(got) != 0 {
		t.Errorf("the sender sees %d", len(got))
	}
	if got := of(d.Police.Handler); len(got) != 1 || got[0].Clock.Row.RuleID != "fwd_handover_items" {
		t.Errorf("the police see %+v", got)
	}
	d.exec(t, "update cases set state = 'closed'")
	if got := of(d.Police.Handler); len(got) != 0 {
		t.Errorf("after the end the police see %d", len(got))
	}
	_, err := d.ReadSilence(t.Context(), d.Market.Handler, d.id)
	wants(t, err, fault.Missing, "not_found")
}

func TestMeetingMarks(t *testing.T) {
	t.Parallel()
	d, k := lateDesk(t, "fwd_reconsideration_decide")
	ctx := t.Context()
	seen, err := d.MarkForMeeting(ctx, d.Env.Handler, d.id, ids.Clock{}, "两次催办未答复")
	if err != nil {
		t.Fatal(err)
	}
	if len(seen.Marks) != 1 || seen.Marks[0].ClockID != k || seen.Marks[0].AgencyID != d.Env.ID {
		t.Fatalf("marked %+v", seen.Marks)
	}
	_, err = d.MarkForMeeting(ctx, d.Env.Head, d.id, ids.Clock{}, "再次列入")
	wants(t, err, fault.Rule, "meeting.marked")
	if _, err := d.MarkForMeeting(ctx, d.Procuratorate.Procurator, d.id, ids.Clock{}, "监督需要"); err != nil {
		t.Fatalf("another organ may mark the same case: %v", err)
	}
	if got := d.shown(t); !strings.Contains(got, "remark.meeting info inapp police") || !strings.Contains(got, "remark.meeting info inapp env") {
		t.Errorf("told %s", got)
	}
	mark := seen.Marks[0].ID
	_, err = d.TakeOffMeeting(ctx, d.Police.Handler, d.id, mark, "已答复")
	wants(t, err, fault.Rule, "meeting.not_yours")
	_, err = d.TakeOffMeeting(ctx, d.Env.Handler, d.id, mark, "")
	wants(t, err, fault.Invalid, "invalid")
	_, err = d.TakeOffMeeting(ctx, d.Market.Handler, d.id, mark, "已答复")
	wants(t, err, fault.Missing, "not_found")

	list := func(a casework.Actor, open bool, after *casework.MarkCursor, size int) casework.MeetingMarks {
		page, err := d.MeetingMarks(ctx, a, open, after, size)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	if page := list(d.Police.Handler, true, nil, 10); len(page.Items) != 2 || page.Items[0].Days != 3 || page.Items[0].Rule.ID != "fwd_reconsideration_decide" {
		t.Errorf("the other side sees %+v", page.Items)
	}
	if page := list(d.Market.Handler, false, nil, 10); len(page.Items) != 0 {
		t.Errorf("an outsider sees %d", len(page.Items))
	}
	d.Clock.Advance(1)
	if _, err := d.TakeOffMeeting(ctx, d.Env.Handler, d.id, mark, "已书面答复"); err != nil {
		t.Fatal(err)
	}
	_, err = d.TakeOffMeeting(ctx, d.Env.Handler, d.id, mark, "已书面答复")
	wants(t, err, fault.Rule, "meeting.off_already")
	first := list(d.Env.Handler, false, nil, 1)
	if len(first.Items) != 1 || first.Items[0].Off || first.Next == nil {
		t.Fatalf("first page %+v", first)
	}
	second := list(d.Env.Handler, false, first.Next, 1)
	if len(second.Items) != 1 || second.Items[0].ID != mark || second.Items[0].OffReason != "已书面答复" || second.Next != nil {
		t.Errorf("second page %+v", second)
	}
	if _, err := d.MarkForMeeting(ctx, d.Env.Handler, d.id, k, "又起争议"); err != nil {
		t.Errorf("once off, it can be put on again: %v", err)
	}
	draft := d.Opened(t)
	_, err = d.MarkForMeeting(ctx, d.Env.Handler, draft, ids.Clock{}, "草稿")
	wants(t, err, fault.Rule, "meeting.not_open")
}
