package casework_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/meeting"
)

// TestBulletin counts a period: each figure is the number of its rows, rows are those
// of the reader's organ, and what falls on either side of the period is not counted.
func TestBulletin(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	first := civil.DateOf(w.Clock.Now())
	w.Received(t)
	w.Received(t)
	m := w.minuted(t) // a week later; the police owe a resolution in ten days
	w.Clock.Advance(15 * 24 * time.Hour)
	last := civil.DateOf(w.Clock.Now())
	read := func(a casework.Actor, from, to civil.Date) map[string]int {
		t.Helper()
		b, err := w.Bulletin(t.Context(), a, from, to)
		ok(t, err)
		n := map[string]int{}
		for _, f := range b.Figures {
			n[f.ID] = len(f.Rows)
			for _, r := range f.Rows {
				if r.On.Before(from) || to.Before(r.On) || r.Case.IsZero() == r.Meeting.IsZero() {
					t.Errorf("%s of %s–%s holds %+v", f.ID, from, to, r)
				}
			}
		}
		return n
	}
	n := read(w.env, first, last)
	if n["sent"] != 2 || n["meetings"] != 1 || n["resolved"] != 1 || n["unkept"] != 1 || n["kept"] != 0 || n["overdue"] < 2 || n["in_time"] < 2 {
		t.Errorf("the whole period: %v", n)
	}
	if n := read(w.env, first.AddDays(1), first.AddDays(2)); n["sent"] != 0 || n["meetings"] != 0 || n["unkept"] != 0 {
		t.Errorf("two quiet days: %v", n)
	}
	if n := read(w.Market.Head, first, last); n["sent"]+n["meetings"]+n["overdue"]+n["unkept"] != 0 {
		t.Errorf("an organ without a part in it: %v", n)
	}
	_, err := w.ActOnResolution(t.Context(), w.police, m.ID, m.Resolutions[0].ID, casework.TaskAct{Step: meeting.Report, Text: "两件均已立案"})
	ok(t, err)
	_, err = w.ActOnResolution(t.Context(), w.env, m.ID, m.Resolutions[0].ID, casework.TaskAct{Step: meeting.Accept})
	ok(t, err)
	b, err := w.Bulletin(t.Context(), w.police, first, last)
	ok(t, err)
	for _, f := range b.Figures {
		if f.ID == "kept_late" && len(f.Rows) != 1 || f.ID == "unkept" && len(f.Rows) != 0 {
			t.Errorf("after it was kept late: %s %d", f.ID, len(f.Rows))
		}
	}
	p, err := w.BulletinPaper(t.Context(), w.env, first, last, casework.DOCX)
	ok(t, err)
	if text := wordsOf(t, p.Content); !strings.Contains(text, "移送、通报案件2件") || !strings.Contains(text, "召开联席会议1次") || strings.Contains(text, "化工") {
		t.Errorf("drafted as %s", text)
	}
	if p, err = w.BulletinPaper(t.Context(), w.env, first, last, casework.PDF); err != nil || !bytes.HasPrefix(p.Content, []byte("%PDF-")) {
		t.Errorf("as PDF: %v", err)
	}
	for _, wrong := range [][2]civil.Date{{last, first}, {first, last.AddDays(1)}, {last.AddDays(-400), last}} {
		_, err := w.Bulletin(t.Context(), w.env, wrong[0], wrong[1])
		wants(t, err, fault.Invalid, "bad_period")
	}
	operator := w.env
	operator.Functions = []string{"operator"}
	_, err = w.Bulletin(t.Context(), operator, first, last)
	wants(t, err, fault.Denied, "not_allowed")
}
