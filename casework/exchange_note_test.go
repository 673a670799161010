package casework_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// heardOf counts the notices of a topic that an organ has in its inbox about a case.
func (s *side) heardOf(t *testing.T, id ids.Case, organ ids.Agency, topic string) (n int) {
	t.Helper()
	if err := s.DB.Owner.QueryRow(t.Context(), "select count(*) from deliveries where topic = $1 and channel = 'inapp' and case_id = $2 and agency_id = $3", topic, id, organ).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// remarks are what was said beside the procedure, as somebody of a hub sees it.
func (s *side) remarks(t *testing.T, who casework.Actor, id ids.Case) casework.Timeline {
	t.Helper()
	line, err := s.ReadTimeline(t.Context(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// A reminder (催办) to an organ of another hub arrives there as a remark and a notice. It
// moves nothing, and an act that crosses it crosses nothing.
func TestReminderAcrossHubs(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	carry(t, a, b)
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	if _, err := a.Remark(t.Context(), a.Env.Handler, id, casework.Reminder, b.Env.ID, "请告知找人进展"); err != nil {
		t.Fatal(err)
	}
	b.Do(t, b.Env.Handler, id, "assistance.agree", referral.Input{Officer: "经办人甲"}) // had not seen the reminder
	carry(t, a, b)
	carry(t, a, b)
	same(t, a, b, id)
	for _, s := range []*side{a, b} {
		who := s.Env.Handler
		shared, err := s.SharedCase(t.Context(), who, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range shared.Messages {
			if m.State == "crossed" {
				t.Errorf("%s: %s has no effect: %s", s.Hub, m.Action, m.Error)
			}
		}
		line := s.remarks(t, who, id)
		if len(line.Remarks) != 1 || line.Remarks[0].Text != "请告知找人进展" || line.Remarks[0].Kind != "reminder" || line.Remarks[0].AgencyID != a.Env.ID || line.Remarks[0].ToID != b.Env.ID {
			t.Errorf("%s has the remarks %+v", s.Hub, line.Remarks)
		}
		if !slices.ContainsFunc(line.Events, func(e casework.TimelineEvent) bool { return e.Event.Kind == "remark.reminder" }) {
			t.Errorf("%s: the record does not hold it", s.Hub)
		}
	}
	if n := b.heardOf(t, id, b.Env.ID, "remark.reminder"); n != 1 {
		t.Errorf("the organ was told %d times", n)
	}
	got, err := b.Get(t.Context(), b.Env.Handler, id)
	if err != nil || got.Snapshot.State != referral.Handling {
		t.Errorf("state %s, %v", got.Snapshot.State, err)
	}
	if _, err := b.SharedCase(t.Context(), b.Env.Handler, id); err != nil {
		t.Fatal(err)
	}
	if _, err := a.DB.Owner.Exec(t.Context(), "update peers set state = 'suspended'"); err != nil {
		t.Fatal(err)
	}
	_, err = a.Remark(t.Context(), a.Env.Handler, id, casework.Reminder, b.Env.ID, "再催")
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Code != "exchange.suspended" {
		t.Errorf("a reminder that cannot go anywhere is taken: %v", err)
	}
}

// What is said to be in transit (已决定，文书在途) reaches whoever waits at another hub, and
// keeps its ladder quiet for as long as the rule there says.
func TestInTransitAcrossHubs(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	carry(t, a, b)
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	if _, err := b.InTransit(t.Context(), b.Env.Handler, id, casework.Transit{DecidedOn: civil.DateOf(b.Clock.Now()), DocumentNo: "渝演函〔2026〕1号", Text: "复函已寄出"}); err != nil {
		t.Fatal(err)
	}
	carry(t, a, b)
	same(t, a, b, id)
	line := a.remarks(t, a.Env.Handler, id)
	if len(line.Remarks) != 1 {
		t.Fatalf("remarks %+v", line.Remarks)
	}
	if r := line.Remarks[0]; r.Kind != "in_transit" || r.DocumentNo != "渝演函〔2026〕1号" || r.QuietUntil == nil || r.AgencyID != b.Env.ID {
		t.Errorf("noted %+v", r)
	}
	if n := a.heardOf(t, id, a.Env.ID, "remark.in_transit"); n != 1 {
		t.Errorf("who waits was told %d times", n)
	}
	var quiet int
	if err := a.DB.Owner.QueryRow(t.Context(), "select count(*) from clocks where case_id = $1 and owes_id = $2 and quiet_until is not null", id, b.Env.ID).Scan(&quiet); err != nil || quiet == 0 {
		t.Errorf("%d clocks are quiet here, %v", quiet, err)
	}
}

// What an organ has issued goes with its message and stands in the receiver's case under its
// number, byte for byte, though nobody has uploaded a scan; the receiver's own series may hold
// the same number.
func TestIssuedPapersTravel(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := drafted(t, a)
	issued, doc, err := a.IssueDocument(t.Context(), a.Env.Handler, id, documents.AssistanceLetter, "")
	if err != nil {
		t.Fatal(err)
	}
	number := issued.Documents[0].Number
	original, err := a.OpenDocument(t.Context(), a.Env.Handler, id, doc, casework.PDF)
	if err != nil || number == "" {
		t.Fatalf("%q, %v", number, err)
	}
	ask(t, a, b, id)
	carry(t, a, b)
	_, got := same(t, a, b, id)
	if len(got.Documents) != 1 || got.Documents[0].ID != doc || got.Documents[0].Number != number || got.Documents[0].Hub != a.Hub || got.Documents[0].AgencyID != a.Env.ID {
		t.Fatalf("the receiver's case holds %+v", got.Documents)
	}
	_, err = b.OpenDocument(t.Context(), b.Env.Handler, id, doc, casework.PDF)
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Code != "exchange.paper_under_way" {
		t.Errorf("before its bytes are here: %v", err)
	}
	fetch(t, b, a)
	paper, err := b.OpenDocument(t.Context(), b.Env.Handler, id, doc, casework.PDF)
	if err != nil || !bytes.Equal(paper.Content, original.Content) || !strings.Contains(paper.Name, number) {
		t.Errorf("%s of %d bytes, %v", paper.Name, len(paper.Content), err)
	}
	if _, err := b.OpenDocument(t.Context(), b.Env.Handler, id, doc, casework.DOCX); err == nil {
		t.Error("another hub's paper can be had as a copy to edit")
	}
	if _, _, err := b.IssueDocument(t.Context(), b.Env.Handler, drafted(t, b), documents.AssistanceLetter, number); err != nil {
		t.Errorf("the number is its own series' as well: %v", err)
	}
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	same(t, a, b, id)
	shared, err := a.SharedCase(t.Context(), a.Env.Handler, id)
	if err != nil || len(shared.Files) != 1 || !shared.Files[0].Outgoing {
		t.Errorf("it was told once: %+v, %v", shared.Files, err)
	}
}

// fetch takes over every file that s wants of the other side.
func fetch(t *testing.T, s, from *side) {
	t.Helper()
	wanted, err := s.worker.WantedFiles(t.Context(), s.peer)
	if err != nil || len(wanted) == 0 {
		t.Fatalf("wanted %+v, %v", wanted, err)
	}
	for _, w := range wanted {
		f, err := from.Attachment(t.Context(), from.peer, w.Digest, w.Message)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.worker.KeepFile(t.Context(), s.peer, w, 0, f); err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
	}
}
