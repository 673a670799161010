package casework_test

import (
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// TestQuality: both sides count the same rows, an outsider none; a request to supplement
// stands to the sender, a return to who returned; an organ explains its own figures alone,
// and the newest words stand beside the row for everybody who counts it.
func TestQuality(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	first := civil.DateOf(w.Clock.Now())
	asked, back := w.Received(t), w.Received(t)
	w.Do(t, w.Police.Handler, asked, "ask_supplement", referral.Input{Text: "补充现场照片", Missing: []string{"photos"}})
	w.Do(t, w.Police.Handler, back, "return", referral.Input{Reason: "不属于本机关管辖"})
	w.Clock.Advance(15 * 24 * time.Hour)
	last := civil.DateOf(w.Clock.Now())
	rows := func(a casework.Actor, of ids.Agency, indicator string) []casework.QualityRow {
		t.Helper()
		got, err := w.Quality(t.Context(), a, first, last)
		ok(t, err)
		for _, organ := range got.Organs {
			for _, f := range organ.Figures {
				if organ.Agency == of && f.ID == indicator {
					return f.Rows
				}
			}
		}
		return nil
	}
	env, police := w.env.Agency, w.police.Agency
	for _, a := range []casework.Actor{w.env, w.police} {
		if got := rows(a, env, "supplements"); len(got) != 1 || got[0].Case != asked {
			t.Errorf("asked to supplement: %+v", got)
		}
		if got := rows(a, police, "hops"); len(got) != 1 || got[0].Case != back || len(rows(a, env, "hops")) != 0 {
			t.Errorf("sent back: %+v", got)
		}
		if got := rows(a, police, "overdue"); !slices.ContainsFunc(got, func(r casework.QualityRow) bool { return r.Case == asked && r.Days > 0 }) {
			t.Errorf("overdue with the police: %+v", got)
		}
	}
	if got, err := w.Quality(t.Context(), w.Market.Head, first, last); err != nil || len(got.Organs) != 0 {
		t.Errorf("an outsider counts %+v, %v", got.Organs, err)
	}

	wants(t, w.NoteQuality(t.Context(), w.Env.Handler, back, "hops", "填错了接收单位"), fault.Rule, "quality.not_yours")
	wants(t, w.NoteQuality(t.Context(), w.Market.Handler, back, "hops", "不是我们"), fault.Missing, "not_found")
	wants(t, w.NoteQuality(t.Context(), w.Police.Handler, back, "hops", ""), fault.Invalid, "invalid")
	for _, text := range []string{"管辖划分不清", "已商请指定管辖"} {
		ok(t, w.NoteQuality(t.Context(), w.Police.Handler, back, "hops", text))
	}
	for _, a := range []casework.Actor{w.env, w.police} {
		if got := rows(a, police, "hops"); got[0].Note != "已商请指定管辖" || got[0].NotedAt.IsZero() {
			t.Errorf("explained: %+v", got)
		}
	}
	w.Verify(t, back)
}
