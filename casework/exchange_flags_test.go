package casework_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// alarms are what the operators of a hub were told of its partner.
func (s *side) alarms(t *testing.T) (texts []string) {
	t.Helper()
	rows, err := s.DB.Owner.Query(t.Context(), "select params ->> 'zh' from deliveries where topic = 'peer.alarm' and channel = 'inapp' order by created_at")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	return texts
}

// operated gives a hub somebody who operates it.
func operated(t *testing.T, s *side) {
	t.Helper()
	if _, err := s.DB.Owner.Exec(t.Context(), "update users set functions = functions || '{operator}' where agency_id = $1", s.Market.ID); err != nil {
		t.Fatal(err)
	}
}

func (s *side) alarmed(t *testing.T, what string) bool {
	t.Helper()
	return slices.ContainsFunc(s.alarms(t), func(text string) bool { return strings.Contains(text, what) })
}

// TestMessageForAClosedOrgan: the receiver was closed while the message was under way. It is
// received and receipted, the operators are told what to do, and once the organ works again
// its desk finds the case.
func TestMessageForAClosedOrgan(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	messages, _ := a.outbox(t)
	if len(messages) == 0 {
		t.Fatal("nothing waits")
	}
	if _, err := b.DB.Owner.Exec(t.Context(), "update agencies set closed_on = $1 where id = $2", civil.DateOf(b.Clock.Now()), b.Env.ID); err != nil {
		t.Fatal(err)
	}
	operated(t, b)
	carry(t, a, b)
	shared, err := a.SharedCase(t.Context(), a.Env.Handler, id)
	if err != nil || shared.Messages[0].Received == nil || shared.Messages[0].Delivered == nil {
		t.Fatalf("the sender has no receipts: %+v, %v", shared, err)
	}
	if !b.alarmed(t, "已经撤销的") || !b.alarmed(t, "改送") {
		t.Errorf("the operators were told %v", b.alarms(t))
	}
	var code string
	if err := b.DB.Owner.QueryRow(t.Context(), "select alarm from peers").Scan(&code); err != nil || code != "organ_closed" || casework.AlarmWords(code).EN == "" {
		t.Errorf("the page of partners says %q, %v", code, err)
	}
	if _, err := b.DB.Owner.Exec(t.Context(), "update agencies set closed_on = null where id = $1", b.Env.ID); err != nil {
		t.Fatal(err)
	}
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	same(t, a, b, id)
}

// TestMaterialUnderAnUnknownCode: the list of the other hub has a code that ours has not.
// The material is received and stands on a line of its own that says so.
func TestMaterialUnderAnUnknownCode(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := drafted(t, a)
	if _, err := a.AddMaterial(t.Context(), a.Env.Handler, id, casework.MaterialInput{Code: "doc_other", Title: "无人机影像", Form: "original", Pages: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.DB.Owner.Exec(t.Context(), "update materials set code = 'doc_drone_images' where case_id = $1", id); err != nil {
		t.Fatal(err)
	}
	ask(t, a, b, id)
	carry(t, a, b)
	_, got := same(t, a, b, id)
	i := slices.IndexFunc(got.Checklist, func(l casework.ChecklistLine) bool { return l.Entry.Code == "doc_drone_images" })
	if i < 0 {
		t.Fatalf("the material is on no line: %+v", got.Checklist)
	}
	if l := got.Checklist[i]; len(l.Materials) != 1 || l.Materials[0].Title != "无人机影像" || !strings.Contains(l.Entry.Title.ZH, "不在本枢纽的清单中") || l.Entry.Title.EN == "" {
		t.Errorf("it stands as %+v", l)
	}
}

// TestFileWithOtherBytes: what comes for a file is not what the signed message names. It is
// not taken, the desk and the operators are told once, the case says it, and the right bytes
// are taken afterwards.
func TestFileWithOtherBytes(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := drafted(t, a)
	photo := []byte("\xff\xd8\xff\xe0 photo of batteries")
	file, err := a.AddEvidence(t.Context(), a.Env.Handler, id, "现场照片.jpg", bytes.NewReader(photo), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	ask(t, a, b, id)
	carry(t, a, b)
	wanted, err := b.worker.WantedFiles(t.Context(), b.peer)
	if err != nil || len(wanted) != 1 {
		t.Fatalf("wanted: %+v, %v", wanted, err)
	}
	spoiled := func() casework.SharedFile {
		t.Helper()
		s, err := b.SharedCase(t.Context(), b.Env.Handler, id)
		if err != nil || len(s.Files) != 1 {
			t.Fatalf("%+v, %v", s, err)
		}
		return s.Files[0]
	}
	other := bytes.Clone(photo)
	other[len(other)-1] ^= 1
	operated(t, b)
	for range 2 {
		err = b.worker.KeepFile(t.Context(), b.peer, wanted[0], 0, bytes.NewReader(other))
		if err == nil {
			t.Fatal("other bytes were taken")
		}
		if err := b.worker.FileMissed(t.Context(), wanted[0], err.Error()); err != nil {
			t.Fatal(err)
		}
	}
	if f := spoiled(); !f.Spoiled || f.Held {
		t.Errorf("the case says %+v", f)
	}
	if !b.alarmed(t, "摘要不符") {
		t.Errorf("the operators were told %v", b.alarms(t))
	}
	var n int
	if err := b.DB.Owner.QueryRow(t.Context(), "select count(*) from deliveries where topic = 'exchange.file_digest' and channel = 'inapp' and case_id = $1 and agency_id = $2", id, b.Env.ID).Scan(&n); err != nil || n != 1 {
		t.Errorf("the desk was told %d times, %v", n, err)
	}
	if err := b.worker.KeepFile(t.Context(), b.peer, wanted[0], 0, bytes.NewReader(photo)); err != nil {
		t.Fatal(err)
	}
	if f := spoiled(); f.Spoiled || !f.Held {
		t.Errorf("afterwards the case says %+v", f)
	}
	opened, err := b.OpenEvidence(t.Context(), b.Env.Handler, id, ids.Evidence(file.ID))
	if err != nil {
		t.Fatal(err)
	}
	_ = opened.Content.Close()
}
