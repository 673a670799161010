package casework_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// desk is an office whose clocks the test writes itself.
type desk struct {
	*officetest.House
	worker *casework.Office
	id     ids.Case
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	h := officetest.New(t, storetest.DB(t))
	d := &desk{House: h, worker: h.WithPool(h.DB.Worker), id: h.Sent(t)}
	d.exec(t, "update clocks set state = 'met'") // what the referral started itself is out of the way
	d.exec(t, "delete from deliveries")
	return d
}

func (d *desk) exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	if _, err := d.DB.Owner.Exec(context.Background(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// kind is a sort of clock.
type kind struct {
	rule            string
	owes            ids.Agency
	flagged, option bool
}

func (d *desk) clock(t testing.TB, k kind, started, due time.Time) ids.Clock {
	t.Helper()
	rule, err := d.Rules.Pick(k.rule, civil.DateOf(officetest.Opening), "310101", "environment")
	if err != nil {
		t.Fatal(err)
	}
	id := ids.New[ids.Clock](started)
	d.exec(t, `insert into clocks (id, case_id, rule_id, edition, owes_id, state, started_at, due_at, due_day, amber_at, flagged, option_right, started_by)
		values ($1, $2, $3, $4, $5, 'running', $6, $7, $8, $9, $10, $11, $12)`,
		id, d.id, rule.ID, rule.Edition, k.owes, started, due, civil.DateOf(due), started.Add(due.Sub(started)/2), k.flagged, k.option, ids.New[ids.Event](started))
	return id
}

// told is one notice as it was written.
type told struct {
	Topic, Level, Channel, State string
	Agency                       ids.Agency
	User                         ids.User
	Params                       casework.NoticeParams
	Dedup                        string
	At                           time.Time
}

func (d *desk) told(t testing.TB) []told {
	t.Helper()
	rows, err := d.DB.Owner.Query(t.Context(), "select topic, level, channel, state, agency_id, user_id, params, dedup, created_at from deliveries order by created_at, id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []told
	for rows.Next() {
		var n told
		var params json.RawMessage
		if err := rows.Scan(&n.Topic, &n.Level, &n.Channel, &n.State, &n.Agency, &n.User, &params, &n.Dedup, &n.At); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(params, &n.Params); err != nil {
			t.Fatal(err)
		}
		out = append(out, n)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func (d *desk) sweep(t testing.TB, at time.Time) casework.Swept {
	t.Helper()
	d.Clock.Set(at)
	swept, err := d.worker.SweepClocks(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return swept
}

// shown lists notices as "topic level channel of whom", for comparing.
func (d *desk) shown(t testing.TB) string {
	t.Helper()
	names := map[ids.Agency]string{d.Env.ID: "env", d.Police.ID: "police", d.Procuratorate.ID: "procuratorate"}
	people := map[ids.User]string{}
	for _, o := range []officetest.Organ{d.Env, d.Police, d.Procuratorate} {
		for _, a := range o.All() {
			people[a.User] = "/" + a.Functions[0]
		}
	}
	var list []string
	for _, n := range d.told(t) {
		list = append(list, fmt.Sprintf("%s %s %s %s%s", strings.TrimPrefix(n.Topic, "clock."), n.Level, n.Channel, names[n.Agency], people[n.User]))
	}
	slices.Sort(list) // rows of one instant have no order
	return strings.Join(list, "; ")
}

// at is an instant in March 2026, office time. The 2nd is a Monday.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, time.March, day, hour, minute, 0, 0, civil.Office)
}

func endOf(day int) time.Time { return civil.DateOf(at(day, 12, 0)).End() }

func TestLadderOfADuty(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.exec(t, `insert into duty_shifts (id, agency_id, user_id, from_at, to_at, created_at) values ($1, $2, $3, $4, $5, $4)`,
		ids.New[ids.Entry](at(2, 0, 0)), d.Police.ID, d.Police.Handler.User, at(2, 0, 0), at(30, 0, 0))
	d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID}, at(2, 9, 0), endOf(9)) // Monday to Monday
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{at(6, 4, 29), ""},
		{at(6, 4, 30), "half info email police; half info inapp police"},
		{at(6, 23, 59), ""}, // Friday: on Monday there is still a morning
		{at(9, 0, 0).Add(-2 * time.Second), ""},
		{at(9, 0, 0), "soon urgent email police; soon urgent email police/handler; soon urgent inapp police; soon urgent sms police/handler"},
		{endOf(9), ""},
		{endOf(9).Add(900 * time.Millisecond), ""}, // the last second of the day is still in time
		{endOf(9).Add(time.Second), "expired urgent email police; expired urgent email police/handler; expired urgent email police/head; " +
			"expired urgent inapp police; expired urgent inapp police/head; expired urgent sms police/handler; waiting info inapp env"},
		{at(20, 9, 0), ""},
	} {
		d.exec(t, "delete from deliveries")
		d.sweep(t, c.at)
		d.sweep(t, c.at)
		if got := d.shown(t); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.at, got, c.want)
		}
	}
}

func TestOnlyTheHighestRungIsTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID}, at(2, 9, 0), endOf(9))
	swept := d.sweep(t, at(12, 9, 0)) // nobody swept for ten days
	if got := d.shown(t); strings.Contains(got, "half") || strings.Contains(got, "soon") || !strings.Contains(got, "expired urgent inapp police;") {
		t.Errorf("told %s", got)
	}
	if want := at(12, 9, 0).Sub(endOf(9).Add(time.Second)); swept.Latest != want {
		t.Errorf("lateness %s, want %s", swept.Latest, want)
	}
	for _, n := range d.told(t) {
		if n.Params.LateSeconds != int(swept.Latest.Seconds()) {
			t.Errorf("%s to %s recorded as %d s late", n.Topic, n.Channel, n.Params.LateSeconds)
		}
	}
}

func TestSoonMeansBeforeTheNextMorning(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		kind   string
		start  time.Time
		due    time.Time
		before time.Time // still quiet
		from   time.Time // told
	}{
		{"ends on a Sunday: told on Friday morning", "fwd_police_decide_7", at(2, 9, 0), endOf(8), at(6, 8, 29), at(6, 8, 30)},
		{"ends on a Friday night: told a day ahead", "fwd_police_decide_7", at(2, 9, 0), endOf(6), at(5, 23, 59), at(6, 0, 0)},
		{"ends at night: told the morning before", "fwd_police_decide_7", at(2, 9, 0), at(6, 4, 0), at(5, 3, 59), at(5, 4, 0)},
		{"hours: the last quarter", "fwd_transmit_to_police", at(3, 9, 0), at(4, 9, 0), at(4, 2, 59), at(4, 3, 0)},
		{"seizure: within a day like any other", "clk_seizure_period", at(2, 9, 0), endOf(20), at(19, 23, 59), at(20, 0, 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.clock(t, kind{rule: c.kind, owes: d.Env.ID}, c.start, c.due)
			d.sweep(t, c.before)
			if got := d.shown(t); strings.Contains(got, "soon") {
				t.Errorf("early: %s", got)
			}
			d.sweep(t, c.from)
			if got := d.shown(t); !strings.Contains(got, "soon urgent inapp env") {
				t.Errorf("not told: %s", got)
			}
		})
	}
}

func TestBackgroundClocksWarnTenDaysAhead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clock(t, kind{rule: "clk_seizure_period", owes: d.Env.ID}, at(2, 9, 0), endOf(31))
	d.clock(t, kind{rule: "clk_evidence_registration", owes: d.Env.ID}, at(2, 9, 0), endOf(9)) // shorter than the warning
	d.exec(t, "update clocks set amber_at = null where state = 'running'")
	d.sweep(t, at(7, 9, 0))
	if got := d.shown(t); got != "" {
		t.Fatalf("early: %s", got)
	}
	d.sweep(t, endOf(21))
	got := d.shown(t)
	if !strings.Contains(got, "ahead warn email env; ahead warn inapp env") || strings.Count(got, "ahead") != 2 {
		t.Fatalf("told %s", got)
	}
	if strings.Contains(got, "waiting") {
		t.Errorf("a clock of the sender's own was told to the police: %s", got)
	}
}

func TestRightsOnlyRemind(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clock(t, kind{rule: "fwd_police_notify_incomplete", owes: d.Police.ID, option: true}, at(3, 9, 0), at(4, 9, 0))
	d.sweep(t, at(3, 21, 0))
	d.sweep(t, at(4, 3, 0))
	d.sweep(t, at(4, 9, 1))
	if got, want := d.shown(t), "half info email police; half info inapp police; soon warn email police; soon warn inapp police"; got != want {
		t.Errorf("told %s\nwant %s", got, want)
	}
	var fired int
	if err := d.DB.Owner.QueryRow(t.Context(), "select fired from clocks where state = 'running'").Scan(&fired); err != nil || fired&4 == 0 {
		t.Errorf("the lapsed right is swept for ever: %d, %v", fired, err)
	}
}

func TestFlaggedEndsWarn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID, flagged: true}, at(2, 9, 0), endOf(3))
	d.sweep(t, at(4, 9, 0))
	if got := d.shown(t); got != "expired warn email police; expired warn email police/head; expired warn inapp police; expired warn inapp police/head; waiting info inapp env" {
		t.Errorf("told %s", got)
	}
}

func TestEndedPausedAndVoidClocksAreSilent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, state := range []string{"met", "paused", "cancelled"} {
		id := d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID}, at(2, 9, 0), endOf(3))
		d.exec(t, "update clocks set state = $2 where id = $1", id, state)
	}
	d.sweep(t, at(10, 9, 0))
	if got := d.shown(t); got != "" {
		t.Errorf("told %s", got)
	}
	d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID}, at(2, 9, 0), endOf(3))
	d.exec(t, "update cases set state = 'void'")
	d.sweep(t, at(10, 9, 0))
	if got := d.shown(t); got != "" {
		t.Errorf("a void case was told: %s", got)
	}
}

func TestExpiredClockChangesNoState(t *testing.T) {
	t.Parallel()
	h := officetest.New(t, storetest.DB(t))
	id := h.Sent(t)
	before, err := h.Get(t.Context(), h.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	h.Clock.Set(at(30, 9, 0))
	if _, err := h.WithPool(h.DB.Worker).SweepClocks(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := h.Get(t.Context(), h.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	if after.Snapshot.State != before.Snapshot.State || after.Case.Version != before.Case.Version || len(after.Clocks) != len(before.Clocks) {
		t.Errorf("the sweep changed the case: %s v%d to %s v%d", before.Snapshot.State, before.Case.Version, after.Snapshot.State, after.Case.Version)
	}
	for i, k := range after.Clocks {
		if k.Row.State != before.Clocks[i].Row.State {
			t.Errorf("%s went from %s to %s", k.Row.RuleID, before.Clocks[i].Row.State, k.Row.State)
		}
	}
}

func TestDeputiesAndPresidingAnswerForTheHead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.exec(t, `insert into leaves (id, user_id, deputy_id, from_day, to_day, created_at) values ($1, $2, $3, '2026-03-01', '2026-03-31', $4)`,
		ids.New[ids.Entry](at(2, 0, 0)), d.Police.Head.User, d.Police.Desk.User, at(2, 0, 0))
	d.exec(t, `insert into presidings (id, agency_id, user_id, document, from_day, created_at) values ($1, $2, $3, '任命〔2026〕1号', '2026-03-01', $4)`,
		ids.New[ids.Entry](at(2, 0, 0)), d.Police.ID, d.Police.Handler.User, at(2, 0, 0))
	d.exec(t, `insert into preferences (user_id, topic, channel, on_off) values ($1, 'clock', 'email', false)`, d.Police.Handler.User) // a person chooses groups
	d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID, flagged: true}, at(2, 9, 0), endOf(3))
	d.sweep(t, at(4, 9, 0))
	got := d.shown(t)
	for _, want := range []string{"inapp police/head", "email police/head", "inapp police/desk", "email police/desk", "inapp police/handler"} {
		if !strings.Contains(got, "expired warn "+want) {
			t.Errorf("missing %s in %s", want, got)
		}
	}
	if strings.Contains(got, "email police/handler") {
		t.Error("a muted mail was written")
	}
}

// TestInternalLimitsDoNotClimb: what organs agreed among themselves is told as
// that, to those who agreed, and no superior answers for it.
func TestInternalLimitsDoNotClimb(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.clock(t, kind{rule: "lead_feedback", owes: d.Police.ID}, at(2, 9, 0), endOf(3))
	d.exec(t, "update clocks set internal = true where id = $1", id)
	d.sweep(t, at(4, 9, 0))
	all := d.told(t)
	if len(all) == 0 {
		t.Fatal("nobody was told")
	}
	for _, n := range all {
		if n.Level != casework.LevelInfo || !n.User.IsZero() {
			t.Errorf("%s %s went to %s", n.Topic, n.Level, n.User)
		}
		if !strings.Contains(n.Params.ZH, "内部时限，非法定") || !strings.Contains(n.Params.EN, "not statutory") {
			t.Errorf("it reads %q, %q", n.Params.ZH, n.Params.EN)
		}
	}
}

func TestUnknownEditionIsToldAllTheSame(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID}, at(2, 9, 0), endOf(3))
	d.exec(t, "update clocks set edition = 'of-tomorrow' where id = $1", id)
	d.sweep(t, at(4, 9, 0))
	if got := d.shown(t); !strings.Contains(got, "expired urgent inapp police;") {
		t.Errorf("told %s", got)
	}
}

func TestMovedLineIsToldAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.clock(t, kind{rule: "clk_penalty_decide", owes: d.Env.ID}, at(2, 9, 0), endOf(3))
	d.sweep(t, at(4, 9, 0))
	d.exec(t, "update clocks set due_at = $2, amber_at = null, fired = 0 where id = $1", id, endOf(10)) // as resuming after a pause does
	d.exec(t, "delete from deliveries where topic <> 'clock.expired'")
	d.sweep(t, at(11, 9, 0))
	n := 0
	for _, x := range d.told(t) {
		if x.Topic == "clock.expired" && x.Channel == "inapp" && x.User.IsZero() {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d notices of two ends", n)
	}
}

func TestSweepAsAppIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID}, at(2, 9, 0), endOf(3))
	d.Clock.Set(at(4, 9, 0))
	if _, err := d.SweepClocks(t.Context()); err == nil {
		t.Fatal("a sweep that sees no case reported success")
	}
}

func TestOneBrokenClockHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	broken := d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID}, at(2, 9, 0), endOf(3)) // the oldest, so it is always first
	for range 5 {
		d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID}, at(2, 9, 0), endOf(4))
	}
	d.exec(t, `create function broken() returns trigger language plpgsql as $$ begin
		if new.dedup like '%'||'`+broken.String()+`'||'%' then raise exception 'no'; end if; return new; end $$`)
	d.exec(t, `create trigger broken before insert on deliveries for each row execute function broken()`)
	d.Clock.Set(at(6, 9, 0))
	for pass := range 2 {
		_, err := d.worker.SweepClocks(t.Context())
		if err == nil || !strings.Contains(err.Error(), broken.String()) {
			t.Fatalf("pass %d: the broken clock is not named: %v", pass, err)
		}
		if got := strings.Count(d.shown(t), "expired urgent inapp police;"); got != 5 {
			t.Fatalf("pass %d told %d clocks, want 5", pass, got)
		}
	}
	d.exec(t, `drop trigger broken on deliveries`)
	d.sweep(t, at(6, 9, 1))
	if got := strings.Count(d.shown(t), "expired urgent inapp police;"); got != 6 {
		t.Errorf("told %d clocks in the end, want 6", got)
	}
}
