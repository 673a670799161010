package casework_test

import (
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// table is an office whose environment bureau calls joint meetings of three agencies;
// the market supervision is not invited, unless it makes the fourth.
type table struct {
	*officetest.House
	env, police, procurator, market casework.Actor // coordinators; market is zero with three
	series                          ids.Entry
}

func newTable(t *testing.T) table { return seats(t, false) }

// seats is a table of three agencies or of four.
func seats(t *testing.T, four bool) table {
	t.Helper()
	h := officetest.New(t, storetest.DB(t))
	w := table{House: h, env: h.Env.Head, police: h.Police.Head, procurator: h.Procuratorate.Head}
	invited := []ids.Agency{w.police.Agency, w.procurator.Agency}
	if four {
		w.market, invited = h.Market.Head, append(invited, h.Market.ID)
	}
	for _, a := range []*casework.Actor{&w.env, &w.police, &w.procurator, &w.market} {
		a.Functions = []string{"coordinator"}
	}
	var err error
	w.series, err = w.FoundSeries(t.Context(), w.env, casework.NewSeries{Title: "行刑衔接联席会议", Place: "区生态环境局会议室", Agencies: invited})
	ok(t, err)
	return w
}

// prepared is a draft of the series, a week ahead.
func (w table) prepared(t *testing.T) casework.Meeting {
	t.Helper()
	from := w.Clock.Now().AddDate(0, 0, 7)
	m, err := w.MakeMeeting(t.Context(), w.env, casework.NewMeeting{Series: w.series, Title: "行刑衔接联席会议", Place: "会议室", From: from, To: from.Add(2 * time.Hour)})
	ok(t, err)
	return m
}

// held is a meeting that all agencies but the procuratorate came to.
func (w table) held(t *testing.T) casework.Meeting {
	t.Helper()
	m := w.prepared(t)
	_, err := w.CallMeeting(t.Context(), w.env, m.ID)
	ok(t, err)
	came := []casework.Attendance{{Agency: w.env.Agency, Present: true, Attendees: "分管负责人"}, {Agency: w.police.Agency, Present: true}, {Agency: w.procurator.Agency}}
	if !w.market.Agency.IsZero() {
		came = append(came, casework.Attendance{Agency: w.market.Agency, Present: true})
	}
	w.Clock.Set(m.StartsAt)
	m, err = w.HoldMeeting(t.Context(), w.env, m.ID, came)
	ok(t, err)
	return m
}

// minuted is a held meeting with one resolution of the police, sent for countersignature.
func (w table) minuted(t *testing.T) casework.Meeting {
	t.Helper()
	m := w.held(t)
	_, err := w.Resolve(t.Context(), w.env, m.ID, casework.NewResolution{Text: "对两件久拖未决的案件作出是否立案的决定", Owner: w.police.Agency, DueOn: civil.DateOf(m.StartsAt).AddDays(10)})
	ok(t, err)
	_, err = w.DraftMinutes(t.Context(), w.env, m.ID)
	ok(t, err)
	m, err = w.SubmitMinutes(t.Context(), w.env, m.ID)
	ok(t, err)
	return m
}

// TestMeetingCourse is the whole way of two meetings of four agencies: what was not kept of
// the first heads the agenda of the second, overdue, until it is done; what was kept is not
// on it.
func TestMeetingCourse(t *testing.T) {
	t.Parallel()
	w := seats(t, true)
	m := w.prepared(t)
	if _, err := w.Meeting(t.Context(), w.police, m.ID); fault.KindOf(err) != fault.Missing {
		t.Errorf("a draft is seen by others: %v", err)
	}
	m = w.minuted(t)
	if !strings.Contains(m.Minutes.Text, "参加会议的单位：区生态环境局（分管负责人）、区公安局、区市场监管局") || !strings.Contains(m.Minutes.Text, "缺席单位：区检察院") {
		t.Errorf("drafted as %s", m.Minutes.Text)
	}
	_, err := w.CountersignMinutes(t.Context(), w.procurator, m.ID, m.Signs())
	wants(t, err, fault.Rule, "minutes.absent")
	_, err = w.CountersignMinutes(t.Context(), w.police, m.ID, strings.Repeat("0", 64))
	wants(t, err, fault.Stale, "stale")
	m, err = w.CountersignMinutes(t.Context(), w.police, m.ID, m.Signs())
	ok(t, err)
	m, err = w.CountersignMinutes(t.Context(), w.env, m.ID, m.Signs())
	ok(t, err)
	if m.State != "minuted" {
		t.Errorf("%s although the fourth agency has not signed", m.State)
	}
	m, err = w.CountersignMinutes(t.Context(), w.market, m.ID, m.Signs())
	ok(t, err)
	if m.State != "countersigned" {
		t.Fatalf("%s after the last signature", m.State)
	}
	m, err = w.CloseMeeting(t.Context(), w.env, m.ID)
	ok(t, err)

	w.Clock.Advance(20 * 24 * time.Hour)
	next := w.prepared(t)
	next, err = w.AddItems(t.Context(), w.env, next.ID, []casework.NewItem{{Source: "own", Title: "通报本季度移送情况"}})
	ok(t, err)
	next, err = w.CallMeeting(t.Context(), w.env, next.ID)
	ok(t, err)
	list1, cursor, err := w.Meetings(t.Context(), w.env, nil, 1)
	if err != nil || len(list1) != 1 || list1[0].ID != next.ID || cursor == nil {
		t.Fatalf("the latest first: %+v, %v", list1, err)
	}
	list2, _, err := w.Meetings(t.Context(), w.env, cursor, 10)
	if err != nil || len(list2) != 2 || list2[0].ID != m.ID && list2[1].ID != m.ID {
		t.Errorf("the next page: %+v, %v", list2, err)
	}
	if tasks, _, err := w.Tasks(t.Context(), w.police, true, true, 1); err != nil || len(tasks) != 1 {
		t.Errorf("tasks of the police: %+v, %v", tasks, err)
	}
	if len(next.Carried) != 1 || next.Carried[0].ID != m.Resolutions[0].ID || meeting.Light(meeting.Open, next.Carried[0].DueOn, next.Today) != "red" || !next.Carried[0].DueOn.Before(next.Today) {
		t.Fatalf("the next agenda begins with %+v", next.Carried)
	}
	if seen, err := w.Meeting(t.Context(), w.market, next.ID); err != nil || len(seen.Carried) != 1 || len(seen.Agencies) != 4 {
		t.Errorf("the fourth agency reads %+v, %v", seen.Carried, err)
	}
	act := func(a casework.Actor, step meeting.TaskStep) error {
		_, err := w.ActOnResolution(t.Context(), a, m.ID, m.Resolutions[0].ID, casework.TaskAct{Step: step, Text: "两件均已立案"})
		return err
	}
	wants(t, act(w.env, meeting.Accept), fault.Rule, "resolution.not_now")
	ok(t, act(w.police, meeting.Report))
	if next, err = w.Meeting(t.Context(), w.env, next.ID); err != nil || len(next.Carried) != 1 {
		t.Errorf("a report alone takes it off the agenda: %v", err)
	}
	wants(t, act(w.police, meeting.Accept), fault.Denied, "not_allowed")
	ok(t, act(w.env, meeting.Accept))
	if next, err = w.Meeting(t.Context(), w.env, next.ID); err != nil || len(next.Carried) != 0 {
		t.Errorf("done, and still on the agenda: %v, %v", next.Carried, err)
	}
	list, err := w.PromisesKept(t.Context(), w.env)
	if err != nil || len(list) != 1 || list[0].Late != 1 || list[0].Total != 1 || list[0].InTime != 0 {
		t.Errorf("promises: %+v, %v", list, err)
	}
}

// TestMeetingOutsiders: who is not invited gets 404 from every act, and row-level
// security shows nothing.
func TestMeetingOutsiders(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	m := w.minuted(t)
	out := w.Market.Head
	_, err := w.Meeting(t.Context(), out, m.ID)
	wants(t, err, fault.Missing, "not_found")
	_, err = w.ReplyToMeeting(t.Context(), out, m.ID, "x", "")
	wants(t, err, fault.Missing, "not_found")
	_, err = w.SaveMinutes(t.Context(), out, m.ID, 0, "x")
	wants(t, err, fault.Missing, "not_found")
	_, err = w.ActOnResolution(t.Context(), out, m.ID, m.Resolutions[0].ID, casework.TaskAct{Step: "report", Text: "xx"})
	wants(t, err, fault.Missing, "not_found")
	if list, _, err := w.Meetings(t.Context(), out, nil, 10); err != nil || len(list) != 0 {
		t.Errorf("listed to an outsider: %v, %v", list, err)
	}
	if list, _, err := w.Tasks(t.Context(), out, false, false, 10); err != nil || len(list) != 0 {
		t.Errorf("tasks of an outsider: %v, %v", list, err)
	}
	if list, err := w.AllSeries(t.Context(), out); err != nil || len(list) != 0 {
		t.Errorf("series of an outsider: %v, %v", list, err)
	}
	// A participant sees no minutes while they are written, and may not convene.
	_, err = w.ObjectToMinutes(t.Context(), w.police, m.ID, "第二项应由两家共同办理")
	ok(t, err)
	if seen, err := w.Meeting(t.Context(), w.police, m.ID); err != nil || seen.Minutes != nil {
		t.Errorf("minutes are read while they are written: %v", err)
	}
	_, err = w.SaveMinutes(t.Context(), w.police, m.ID, 1, "改写")
	wants(t, err, fault.Denied, "not_allowed")
	_, err = w.CancelMeeting(t.Context(), w.Env.Handler, m.ID, "不开了")
	wants(t, err, fault.Denied, "not_allowed")
}

// TestTwoCoordinators edit the minutes of one meeting: the second is refused and
// nothing is lost.
func TestTwoCoordinators(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	m := w.held(t)
	m, err := w.DraftMinutes(t.Context(), w.env, m.ID)
	ok(t, err)
	other := w.Env.Legal
	other.Functions = []string{"coordinator"}
	_, err = w.SaveMinutes(t.Context(), other, m.ID, m.Minutes.Version, "乙的文字")
	ok(t, err)
	_, err = w.SaveMinutes(t.Context(), w.env, m.ID, m.Minutes.Version, "甲的文字")
	wants(t, err, fault.Stale, "stale")
	m, err = w.Meeting(t.Context(), w.env, m.ID)
	if err != nil || m.Minutes.Text != "乙的文字" || m.Minutes.Version != 2 {
		t.Errorf("kept %+v, %v", m.Minutes, err)
	}
	_, err = w.DraftMinutes(t.Context(), w.env, m.ID)
	wants(t, err, fault.Clash, "minutes.there")
}

// TestMeetingTimes: the past, a holiday, a cancelled meeting, one that has not begun.
func TestMeetingTimes(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	m := w.prepared(t)
	_, err := w.HoldMeeting(t.Context(), w.env, m.ID, nil)
	wants(t, err, fault.Rule, "meeting.not_now")
	m, err = w.CallMeeting(t.Context(), w.env, m.ID)
	ok(t, err)
	_, err = w.HoldMeeting(t.Context(), w.env, m.ID, nil)
	wants(t, err, fault.Rule, "meeting.not_begun")
	_, err = w.ReplyToMeeting(t.Context(), w.police, m.ID, "accepted", "")
	ok(t, err)
	holiday := time.Date(2026, 10, 1, 9, 30, 0, 0, civil.Office)
	m, err = w.MoveMeeting(t.Context(), w.env, m.ID, casework.MovedTo{From: holiday, To: holiday.Add(time.Hour), Place: "会议室", Reason: "主持人出差"})
	ok(t, err)
	if len(m.Warnings) != 1 || !strings.Contains(m.Warnings[0].ZH, "法定节假日") || m.Sequence != 1 || m.Agencies[1].Reply != "none" {
		t.Errorf("moved to a holiday: %v, %+v", m.Warnings, m.Agencies)
	}
	_, err = w.MoveMeeting(t.Context(), w.env, m.ID, casework.MovedTo{From: w.Clock.Now().Add(-time.Hour), To: w.Clock.Now(), Place: "会议室", Reason: "主持人出差"})
	wants(t, err, fault.Rule, "meeting.past")
	_, err = w.CancelMeeting(t.Context(), w.env, m.ID, "并入下月会议")
	ok(t, err)
	_, err = w.ReplyToMeeting(t.Context(), w.police, m.ID, "accepted", "")
	if f := wants(t, err, fault.Rule, "meeting.not_now"); !strings.Contains(f.Detail.ZH, "取消") {
		t.Errorf("a reply to a cancelled meeting: %s", f.Detail.ZH)
	}
	past := w.Clock.Now().AddDate(0, -1, 0)
	m, err = w.MakeMeeting(t.Context(), w.env, casework.NewMeeting{Series: w.series, Title: "上月联席会议", From: past, To: past.Add(time.Hour)})
	ok(t, err)
	_, err = w.CallMeeting(t.Context(), w.env, m.ID)
	if f := wants(t, err, fault.Rule, "meeting.past"); len(f.Allowed) != 1 || f.Allowed[0] != "record_late" {
		t.Errorf("instead is allowed %v", f.Allowed)
	}
	m, err = w.RecordMeeting(t.Context(), w.env, m.ID, "平台上线前召开", []casework.Attendance{{Agency: w.police.Agency, Present: true}})
	ok(t, err)
	if m.State != "held" || !m.HeldAt.Equal(past) {
		t.Errorf("recorded as %s at %s", m.State, m.HeldAt)
	}
}

// TestAgenda: what is proposed, and what others read of a case they take no part in.
func TestAgenda(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	id := w.Sent(t)
	_, err := w.MarkForMeeting(t.Context(), w.Env.Handler, id, ids.Clock{}, "协商取样时间")
	ok(t, err)
	m := w.prepared(t)
	list, err := w.ProposeAgenda(t.Context(), w.env, m.ID)
	ok(t, err)
	if len(list) != 1 || list[0].Case != id || list[0].Source != "marked" || strings.Contains(list[0].Title.ZH, "化工") {
		t.Fatalf("proposed %+v", list)
	}
	items := []casework.NewItem{{Source: "marked", Case: id, Title: list[0].Title.ZH}, {Source: "own", Title: "明年联合检查计划"}}
	m, err = w.AddItems(t.Context(), w.env, m.ID, items)
	ok(t, err)
	_, err = w.AddItems(t.Context(), w.env, m.ID, items[:1])
	wants(t, err, fault.Invalid, "invalid") // twice
	m, err = w.OrderAgenda(t.Context(), w.env, m.ID, []ids.Entry{m.Agenda[1].ID, m.Agenda[0].ID})
	ok(t, err)
	if m.Agenda[0].Source != "own" {
		t.Errorf("ordered as %+v", m.Agenda)
	}
	_, err = w.CallMeeting(t.Context(), w.env, m.ID)
	ok(t, err)
	seen, err := w.Meeting(t.Context(), w.police, m.ID)
	ok(t, err)
	if !seen.Opened[id] {
		t.Error("the police take part in the case and are not led to it")
	}
	_, err = w.TakePosition(t.Context(), w.police, m.ID, m.Agenda[1].ID, "disagree", "须先补充监测")
	ok(t, err)
	_, err = w.SettleItem(t.Context(), w.env, m.ID, m.Agenda[1].ID, "agreed", "按期取样")
	wants(t, err, fault.Rule, "meeting.disputed")
	_, err = w.TakePosition(t.Context(), w.police, m.ID, m.Agenda[1].ID, "agree", "")
	ok(t, err)
	m, err = w.SettleItem(t.Context(), w.env, m.ID, m.Agenda[1].ID, "agreed", "按期取样")
	ok(t, err)
	if m.Agenda[1].State != "agreed" {
		t.Errorf("settled as %+v", m.Agenda[1])
	}
	var told string
	ok(t, w.DB.Owner.QueryRow(t.Context(), "select string_agg(convert_from(v.value, 'UTF8'), ' ') from event_values v join events e on e.id = v.event_id where e.subject_kind = 'meeting'").Scan(&told))
	if strings.Contains(told, "取样") || strings.Contains(told, "监测") {
		t.Errorf("the record repeats what was said: %s", told)
	}
}

// TestPoll finds a time: the agencies see when, and nothing of what.
func TestPoll(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	m := w.prepared(t)
	_, err := w.AddItems(t.Context(), w.env, m.ID, []casework.NewItem{{Source: "own", Title: "未定议题"}})
	ok(t, err)
	at := w.Clock.Now().AddDate(0, 0, 3)
	m, err = w.PollMeeting(t.Context(), w.env, m.ID, []casework.Span{{From: at, To: at.Add(time.Hour)}, {From: at.AddDate(0, 0, 1), To: at.AddDate(0, 0, 1).Add(time.Hour)}})
	ok(t, err)
	seen, err := w.Meeting(t.Context(), w.police, m.ID)
	ok(t, err)
	if len(seen.Slots) != 2 || len(seen.Agenda) != 0 {
		t.Errorf("seen as %+v", seen)
	}
	_, err = w.AnswerPoll(t.Context(), w.police, m.ID, map[ids.Entry]string{m.Slots[1].ID: "yes", m.Slots[0].ID: "no"})
	ok(t, err)
	m, err = w.ChooseSlot(t.Context(), w.env, m.ID, m.Slots[1].ID)
	ok(t, err)
	if !m.StartsAt.Equal(at.AddDate(0, 0, 1)) || m.Slots[1].Answers[w.police.Agency] != "yes" {
		t.Errorf("chosen %s of %+v", m.StartsAt, m.Slots)
	}
}

// TestResolutionSweep tells owner once when the day is near and once when it passed.
func TestResolutionSweep(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	w.minuted(t)
	office := w.WithPool(w.DB.Worker)
	count := func() (n int) {
		t.Helper()
		ok(t, w.DB.Owner.QueryRow(t.Context(), "select count(*) from deliveries where topic in ('meeting.near', 'meeting.passed') and channel = 'inapp'").Scan(&n))
		return n
	}
	for _, step := range []struct {
		days, want int
	}{{0, 0}, {8, 1}, {0, 1}, {3, 3}, {5, 3}} { // the convener is told as well when it passed
		w.Clock.Advance(time.Duration(step.days) * 24 * time.Hour)
		if _, err := office.SweepResolutions(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := count(); got != step.want {
			t.Errorf("after %d more days %d notices, want %d", step.days, got, step.want)
		}
	}
}
