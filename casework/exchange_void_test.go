package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// withLetter sends a request with an issued letter to b, and gives the letter.
func withLetter(t *testing.T, a, b *side) (ids.Case, ids.Document) {
	t.Helper()
	id := drafted(t, a)
	_, doc, err := a.IssueDocument(t.Context(), a.Env.Handler, id, documents.AssistanceLetter, "")
	if err != nil {
		t.Fatal(err)
	}
	ask(t, a, b, id)
	carry(t, a, b)
	fetch(t, b, a)
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	return id, doc
}

// A paper that is void after it was sent is void at the partner: struck under its reason, told
// once, in the record of both; the one that takes its place comes along at once.
func TestVoidedPaperIsVoidThere(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id, doc := withLetter(t, a, b)
	if _, err := a.VoidDocument(t.Context(), a.Env.Handler, id, doc, "当事人名称有误"); err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(time.Minute) // papers stand in the order in which they were issued
	b.Clock.Advance(time.Minute)
	issued, again, err := a.IssueDocument(t.Context(), a.Env.Handler, id, documents.AssistanceLetter, "")
	if err != nil {
		t.Fatal(err)
	}
	carry(t, a, b)
	fetch(t, b, a)
	_, got := same(t, a, b, id)
	if len(got.Documents) != 2 || got.Documents[0].ID != doc || got.Documents[0].State != "void" || got.Documents[0].Reason != "当事人名称有误" {
		t.Fatalf("the receiver's case holds %+v", got.Documents)
	}
	if d := got.Documents[1]; d.ID != again || d.State != "issued" || d.Number != issued.Documents[1].Number {
		t.Errorf("in its place: %+v", d)
	}
	if _, err := b.OpenDocument(t.Context(), b.Env.Handler, id, again, casework.PDF); err != nil {
		t.Errorf("the corrected paper cannot be read: %v", err)
	}
	for topic, number := range map[string]string{"remark.voided": got.Documents[0].Number, "remark.corrected": got.Documents[1].Number} {
		if n := b.heardOf(t, id, b.Env.ID, topic); n != 1 {
			t.Errorf("%s was told %d times", topic, n)
		}
		line := b.remarks(t, b.Env.Handler, id)
		if !slices.ContainsFunc(line.Events, func(e casework.TimelineEvent) bool { return e.Event.Kind == topic }) {
			t.Errorf("%s does not stand in the record", topic)
		}
		if !slices.ContainsFunc(line.Remarks, func(r dbsqlc.Remark) bool { return "remark."+r.Kind == topic && r.DocumentNo == number }) {
			t.Errorf("%s of %s does not stand among what was said: %+v", topic, number, line.Remarks)
		}
	}
	for _, m := range a.messages(t, id) {
		if m.Outgoing && m.Received == nil {
			t.Errorf("%s stands as %s", m.Action, m.State)
		}
	}
}

// Only the organ that issued a paper takes it out of use, and only a paper of the case.
func TestPaperIsVoidedByItsOrganAlone(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	for what, change := range map[string]func(*federation.Envelope, map[string]any){
		"another organ of the hub": func(e *federation.Envelope, _ map[string]any) { e.From.Agency = a.Police.ID },
		"another paper": func(_ *federation.Envelope, said map[string]any) {
			said["note"].(map[string]any)["void"].(map[string]any)["document"] = ids.New[ids.Document](a.Clock.Now()).String()
		},
		"other bytes": func(_ *federation.Envelope, said map[string]any) {
			said["note"].(map[string]any)["void"].(map[string]any)["sha256"] = strings.Repeat("0", 64)
		},
	} {
		id, doc := withLetter(t, a, b)
		if _, err := a.VoidDocument(t.Context(), a.Env.Handler, id, doc, "有误"); err != nil {
			t.Fatal(err)
		}
		a.rewritten(t, id, change)
		carry(t, a, b)
		got, err := b.Get(t.Context(), b.Env.Handler, id)
		if err != nil || got.Documents[0].State != "issued" {
			t.Errorf("%s: %+v, %v", what, got.Documents, err)
		}
		messages := a.messages(t, id)
		at := slices.IndexFunc(messages, func(m casework.SharedMessage) bool { return m.Action == "remark.voided" })
		if at < 0 || messages[at].State != "crossed" {
			t.Errorf("%s: it is no message without effect (at %d of %d)", what, at, len(messages))
		}
	}
}

// A paper that was sent is not taken out of use on one side alone: while nothing can be
// written to the partner it stays, and the refusal says so.
func TestPaperStaysWhileNothingGoesOut(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id, doc := withLetter(t, a, b)
	if _, err := a.DB.Owner.Exec(t.Context(), "update peers set state = 'suspended'"); err != nil {
		t.Fatal(err)
	}
	_, err := a.VoidDocument(t.Context(), a.Env.Handler, id, doc, "有误")
	wants(t, err, fault.Rule, "exchange.suspended")
	got, err := a.Get(t.Context(), a.Env.Handler, id)
	if err != nil || got.Documents[0].State != "issued" {
		t.Errorf("%+v, %v", got.Documents, err)
	}
}
