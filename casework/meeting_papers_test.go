package casework_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// TestMeetingPapers issues notice, minutes and urging letter, each with a number of
// its series, and gives them to the agencies of the meeting alone.
func TestMeetingPapers(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	m := w.prepared(t)
	_, err := w.IssueMeetingPaper(t.Context(), w.env, m.ID, documents.MeetingNotice, ids.Entry{}, "")
	wants(t, err, fault.Rule, "meeting.not_now")
	m, err = w.CallMeeting(t.Context(), w.env, m.ID)
	ok(t, err)
	m, err = w.IssueMeetingPaper(t.Context(), w.env, m.ID, documents.MeetingNotice, ids.Entry{}, "")
	ok(t, err)
	if len(m.Documents) != 1 || m.Documents[0].Number != "演环会〔2026〕1号" {
		t.Fatalf("issued %+v", m.Documents)
	}
	_, err = w.IssueMeetingPaper(t.Context(), w.env, m.ID, documents.MeetingNotice, ids.Entry{}, "演环会〔2026〕1号")
	wants(t, err, fault.Clash, "document.number_taken")
	for format, begins := range map[casework.PaperFormat]string{casework.PDF: "%PDF-", casework.DOCX: "PK"} {
		p, err := w.OpenMeetingDocument(t.Context(), w.police, m.ID, m.Documents[0].ID, format)
		if err != nil || !bytes.HasPrefix(p.Content, []byte(begins)) || !strings.Contains(p.Name, "会议通知") {
			t.Errorf("%s: %v, %s", format, err, p.Name)
		}
		_, err = w.OpenMeetingDocument(t.Context(), w.Market.Head, m.ID, m.Documents[0].ID, format)
		wants(t, err, fault.Missing, "not_found")
	}
	_, err = w.AttachPaper(t.Context(), w.police, m.ID, "情况说明.txt", []byte("两件案件的情况"))
	ok(t, err)
	m, err = w.Meeting(t.Context(), w.procurator, m.ID)
	ok(t, err)
	p, err := w.OpenMeetingPaper(t.Context(), w.procurator, m.ID, m.Papers[0].ID)
	if err != nil || string(p.Content) != "两件案件的情况" {
		t.Errorf("attached as %q, %v", p.Content, err)
	}
	_, err = w.OpenMeetingPaper(t.Context(), w.Market.Head, m.ID, m.Papers[0].ID)
	wants(t, err, fault.Missing, "not_found")
	_, err = w.AttachPaper(t.Context(), w.police, m.ID, "../x", []byte("x"))
	wants(t, err, fault.Invalid, "invalid")
}

func TestUrgingLetter(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	m := w.minuted(t)
	r := m.Resolutions[0].ID
	_, err := w.IssueMeetingPaper(t.Context(), w.env, m.ID, documents.MeetingUrging, r, "")
	wants(t, err, fault.Rule, "resolution.not_late")
	w.Clock.Advance(12 * 24 * time.Hour)
	_, err = w.PreviewMeetingPaper(t.Context(), w.police, m.ID, documents.MeetingUrging, r, casework.PDF)
	wants(t, err, fault.Denied, "not_allowed")
	m, err = w.IssueMeetingPaper(t.Context(), w.env, m.ID, documents.MeetingUrging, r, "")
	ok(t, err)
	if d := m.Documents[0]; d.Number != "演环督〔2026〕1号" || d.ResolutionID != r {
		t.Errorf("issued %+v", d)
	}
}

func TestMemoranda(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	today := civil.DateOf(w.Clock.Now())
	in := casework.NewMemorandum{Number: "演环〔2026〕9号", Title: "行刑衔接工作备忘录", SignedOn: today.AddDays(-10), ToOn: today.AddDays(100), Parties: []ids.Agency{w.police.Agency}, Levels: []casework.ServiceLevel{{Text: "线索反馈", N: 5, Unit: "working_days"}}}
	_, err := w.EnterMemorandum(t.Context(), w.Env.Handler, in)
	wants(t, err, fault.Denied, "not_allowed")
	id, err := w.EnterMemorandum(t.Context(), w.env, in)
	ok(t, err)
	for a, n := range map[*casework.Actor]int{&w.env: 1, &w.police: 1, &w.procurator: 0} {
		list, err := w.Memoranda(t.Context(), *a)
		if err != nil || len(list) != n {
			t.Fatalf("%s: %d, %v", a.Name, len(list), err)
		}
		if n == 1 && (!list[0].InForce || list[0].Levels[0].N != 5) {
			t.Errorf("%+v", list[0])
		}
	}
	wants(t, w.EndMemorandum(t.Context(), w.procurator, id, today, "不再执行"), fault.Missing, "not_found")
	wants(t, w.EndMemorandum(t.Context(), w.police, id, today, "不再执行"), fault.Denied, "not_allowed")
	ok(t, w.EndMemorandum(t.Context(), w.env, id, today, "由新备忘录代替"))
	wants(t, w.EndMemorandum(t.Context(), w.env, id, today, "由新备忘录代替"), fault.Rule, "memorandum.ended")
	if list, err := w.Memoranda(t.Context(), w.police); err != nil || list[0].InForce {
		t.Errorf("ended, and in force: %v", err)
	}
}
