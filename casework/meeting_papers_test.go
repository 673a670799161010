package casework_test

import (
	"bytes"
	"crypto/sha256"
	"slices"
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

// TestMeetingPapersStayAsIssued: what was issued gives the very bytes of its digest after
// everything it was made from has changed; its sealed version stands beside it, compared,
// the latest counting and none lost; agencies of the meeting read both, nobody else either.
func TestMeetingPapersStayAsIssued(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	m := w.prepared(t)
	m, err := w.CallMeeting(t.Context(), w.env, m.ID)
	ok(t, err)
	m, err = w.IssueMeetingPaper(t.Context(), w.env, m.ID, documents.MeetingNotice, ids.Entry{}, "")
	ok(t, err)
	doc := m.Documents[0]
	issued := func() []byte {
		t.Helper()
		p, err := w.OpenMeetingDocument(t.Context(), w.police, m.ID, doc.ID, casework.PDF)
		ok(t, err)
		if sum := sha256.Sum256(p.Content); !bytes.Equal(sum[:], doc.Sha256) {
			t.Fatalf("the notice opens as %x, was issued as %x", sum, doc.Sha256)
		}
		return p.Content
	}
	first := issued()
	m, err = w.MoveMeeting(t.Context(), w.env, m.ID, casework.MovedTo{From: m.StartsAt.Add(24 * time.Hour), To: m.EndsAt.Add(24 * time.Hour), Place: "另一处", Reason: "会场另有安排"})
	ok(t, err)
	if !bytes.Equal(issued(), first) {
		t.Error("the notice changed with its meeting")
	}

	seal := func(a casework.Actor, name string, content []byte, reason string) error {
		t.Helper()
		got, err := w.SealMeetingPaper(t.Context(), a, m.ID, doc.ID, name, content, reason)
		if err == nil {
			m = got
		}
		return err
	}
	wants(t, seal(w.police, "x.pdf", []byte("x"), ""), fault.Denied, "not_allowed")
	wants(t, seal(w.env, "通知.pdf", first, ""), fault.Rule, "document.not_sealed")
	wants(t, seal(w.env, "../通知.pdf", []byte("x"), ""), fault.Invalid, "invalid")
	longer, err := w.Documents.Render(documents.MeetingMinutes, documents.Case{Title: "纪要", Meeting: documents.Meeting{Text: strings.Repeat("会议听取了各单位的情况。\n", 200)}})
	ok(t, err)
	wants(t, seal(w.env, "盖章件.pdf", longer, ""), fault.Rule, "document.seal_differs")
	ok(t, seal(w.env, "盖章件.pdf", longer, "附件一并扫描"))
	if c := casework.MeetingSealCheck(*m.SealOf(doc.ID)); c.State != "differs" || c.Reason != "附件一并扫描" {
		t.Errorf("compared as %+v", c)
	}
	ofd := []byte("PK\x03\x04 不能数页的电子签章件")
	w.Clock.Advance(time.Minute)
	ok(t, seal(w.env, "电子签章件.ofd", ofd, ""))
	p, err := w.OpenMeetingSeal(t.Context(), w.procurator, m.ID, doc.ID)
	if err != nil || !bytes.Equal(p.Content, ofd) || p.Name != "电子签章件.ofd" {
		t.Errorf("the sealed version opens as %q %s, %v", p.Content, p.Name, err)
	}
	_, err = w.OpenMeetingSeal(t.Context(), w.Market.Head, m.ID, doc.ID)
	wants(t, err, fault.Missing, "not_found")
	if !bytes.Equal(issued(), first) {
		t.Error("the notice changed with its sealed version")
	}
	var n int
	ok(t, w.DB.Owner.QueryRow(t.Context(), "select count(*) from meeting_seals where document_id = $1", doc.ID).Scan(&n))
	if n != 2 {
		t.Errorf("%d sealed versions are kept, not 2", n)
	}
	if _, err := w.DB.App.Exec(t.Context(), "update meeting_seals set name = 'x'"); err == nil {
		t.Error("the application may change a sealed version")
	}
}

// TestMinutesAreIssuedOnceAllHaveSigned: not before the last countersignature; with every
// signature and its day, and as they were then for ever.
func TestMinutesAreIssuedOnceAllHaveSigned(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	m := w.minuted(t)
	_, err := w.IssueMeetingPaper(t.Context(), w.env, m.ID, documents.MeetingMinutes, ids.Entry{}, "")
	wants(t, err, fault.Rule, "meeting.not_now")
	for _, a := range []casework.Actor{w.env, w.police, w.procurator} {
		if i := slices.IndexFunc(m.Agencies, func(x casework.MeetingAgency) bool { return x.AgencyID == a.Agency }); i < 0 || !m.Agencies[i].Present {
			continue
		}
		_, err := w.CountersignMinutes(t.Context(), a, m.ID, m.Signs())
		ok(t, err)
	}
	m, err = w.IssueMeetingPaper(t.Context(), w.env, m.ID, documents.MeetingMinutes, ids.Entry{}, "")
	ok(t, err)
	if d := m.Documents[0]; d.Number != "演环纪〔2026〕1号" {
		t.Errorf("issued %+v", d)
	}
	m, err = w.CloseMeeting(t.Context(), w.env, m.ID)
	ok(t, err)
	p, err := w.OpenMeetingDocument(t.Context(), w.police, m.ID, m.Documents[0].ID, casework.PDF)
	ok(t, err)
	if sum := sha256.Sum256(p.Content); !bytes.Equal(sum[:], m.Documents[0].Sha256) {
		t.Errorf("the minutes open as %x, were issued as %x", sum, m.Documents[0].Sha256)
	}
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
