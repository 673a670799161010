package casework_test

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

var tags = regexp.MustCompile(`<[^>]*>`)

// wordsOf are the words of an editable copy.
func wordsOf(t *testing.T, docx []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	ok(t, err)
	f, err := z.Open("word/document.xml")
	ok(t, err)
	raw, err := io.ReadAll(f)
	ok(t, err)
	return tags.ReplaceAllString(string(raw), "")
}

// TestMeetingSheets prints a page for each disputed case, with what its reader may
// read of it and no more, and notes that the case was read.
func TestMeetingSheets(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	outside := w.Received(t) // the market supervision takes no part in it
	m, err := w.MakeMeeting(t.Context(), w.env, casework.NewMeeting{Title: "个案会商", From: w.Clock.Now().AddDate(0, 0, 9), To: w.Clock.Now().AddDate(0, 0, 10), Agencies: []ids.Agency{w.police.Agency, w.Market.Head.Agency}})
	ok(t, err)
	_, err = w.MarkForMeeting(t.Context(), w.Env.Handler, outside, ids.Clock{}, "立案决定久拖未决")
	ok(t, err)
	m, err = w.AddItems(t.Context(), w.env, m.ID, []casework.NewItem{{Source: "marked", Case: outside, Title: "是否应当立案"}, {Source: "own", Title: "不是案件的议题"}})
	ok(t, err)
	_, err = w.CallMeeting(t.Context(), w.env, m.ID)
	ok(t, err)
	_, err = w.TakePosition(t.Context(), w.police, m.ID, m.Agenda[0].ID, "disagree", "证据还不够")
	ok(t, err)
	facts := ""
	{
		d, err := w.Get(t.Context(), w.Env.Handler, outside)
		ok(t, err)
		facts = d.Snapshot.Content.Facts[:30]
	}
	read := func(a casework.Actor, item ids.Entry) string {
		t.Helper()
		p, err := w.MeetingSheets(t.Context(), a, m.ID, item, casework.DOCX)
		ok(t, err)
		return wordsOf(t, p.Content)
	}
	all := read(w.env, ids.Entry{})
	for _, want := range []string{"是否应当立案", "立案决定久拖未决", "不同意", "证据还不够", "区生态环境局", "尚未表态", facts, "第九条"} {
		if !strings.Contains(all, want) {
			t.Errorf("the convener's sheet does not say %q: %s", want, all)
		}
	}
	if strings.Contains(all, "不是案件的议题") {
		t.Error("a topic without a case has a sheet")
	}
	theirs := read(w.Market.Head, m.Agenda[0].ID)
	if !strings.Contains(theirs, "是否应当立案") || !strings.Contains(theirs, "本单位不是该案的机关") || strings.Contains(theirs, facts) || strings.Contains(theirs, "久拖未决") {
		t.Errorf("who takes no part reads %s", theirs)
	}
	pdf, err := w.MeetingSheets(t.Context(), w.police, m.ID, ids.Entry{}, casework.PDF)
	if err != nil || !bytes.HasPrefix(pdf.Content, []byte("%PDF-")) {
		t.Errorf("as PDF: %v", err)
	}
	_, err = w.MeetingSheets(t.Context(), w.procurator, m.ID, ids.Entry{}, casework.PDF)
	wants(t, err, fault.Missing, "not_found")
	_, err = w.MeetingSheets(t.Context(), w.env, m.ID, m.ID, casework.PDF)
	wants(t, err, fault.Missing, "not_found")
	var noted int
	ok(t, w.DB.Owner.QueryRow(t.Context(), "select count(*) from reads where what = 'preview:meeting_sheet'").Scan(&noted))
	if noted != 2 { // convener and police; the market supervision read nothing of it
		t.Errorf("%d looks are noted", noted)
	}
}
