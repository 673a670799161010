package casework_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

// longer gives the decision on a transfer five days from a day on.
const longer = `name: longer
rules:
  - id: fwd_decide_transfer
    edition: five
    title: {zh: 决定是否移送, en: Decide on the transfer}
    says: {zh: 五日, en: five days}
    trigger: {zh: 负责人收到报告, en: the head receives the report}
    owes: sender
    n: 5
    unit: calendar_days
    counting: cal_17
    applies_to: [environment]
    ends: [2017-01-25]
    from: 2026-03-01
    basis: [{doc: "17", article: 第五条}]
    confidence: high
`

// keeper is an operator of the installation with a fresh login.
func keeper(t testing.TB, d *desk, name string) casework.Actor {
	t.Helper()
	a := d.Env.Handler
	a.User, a.Name, a.Functions, a.StepUpAt = ids.New[ids.User](d.Clock.Now()), name, []string{"operator"}, d.Clock.Now()
	d.exec(t, "insert into users (id, agency_id, issuer_id, subject, name, functions, created_at) select $1, agency_id, issuer_id, $2, $2, '{operator}', created_at from users where id = $3", a.User, name, d.Env.Handler.User)
	return a
}

func codeOf(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Code
	}
	return ""
}

func propose(t *testing.T, d *desk, a casework.Actor, file, text string) casework.Pack {
	t.Helper()
	p, err := d.ProposePack(t.Context(), a, casework.PackFile{File: file, Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// One proposes, another activates; every process sees it, new clocks follow it
// and those that run keep the edition they were started under.
func TestPackNeedsTwo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := keeper(t, d, "运维甲"), keeper(t, d, "运维乙")
	running := d.clock(t, kind{rule: "fwd_decide_transfer", owes: d.Env.ID}, onDay(t, "2026-03-02").Start().Add(9*time.Hour), onDay(t, "2026-03-05").End())
	file := casework.PackFile{File: "longer.yaml", Text: longer}
	replay, err := d.ReplayPack(t.Context(), one, file)
	if err != nil || len(replay.Problems) > 0 {
		t.Fatal(replay.Problems, err)
	}
	found := false
	for _, m := range replay.Moved {
		if m.Clock == running {
			found = true
			if m.Moves || m.Number == "" || m.Edition != "2017-01-25" || m.NewEdition != "five" || !m.New.Equal(onDay(t, "2026-03-09").End()) {
				t.Errorf("replayed as %+v", m)
			}
		}
	}
	if !found {
		t.Errorf("the running clock is not listed among %d", len(replay.Moved))
	}
	p := propose(t, d, one, file.File, file.Text)
	if _, err := d.ActivatePack(t.Context(), one, p.ID); codeOf(err) != "two_person.same_person" {
		t.Errorf("who proposed activates: %v", err)
	}
	stale := two
	stale.StepUpAt = d.Clock.Now().Add(-time.Hour)
	if _, err := d.ActivatePack(t.Context(), stale, p.ID); codeOf(err) != "step_up_required" {
		t.Errorf("activated without a fresh login: %v", err)
	}
	if _, err := d.ActivatePack(t.Context(), d.Env.Head, p.ID); codeOf(err) != "not_allowed" {
		t.Errorf("a head activates: %v", err)
	}
	other := officetest.Build(t, d.DB) // another process
	other.Now = d.Clock.Now
	if p, err = d.ActivatePack(t.Context(), two, p.ID); err != nil || p.State != "active" || p.Decider != "运维乙" {
		t.Fatalf("%+v, %v", p, err)
	}
	for _, o := range []*casework.Office{d.Office, other} {
		if _, err := o.RefreshRules(t.Context()); err != nil {
			t.Fatal(err)
		}
		if r, err := o.Rules.Pick("fwd_decide_transfer", onDay(t, "2026-03-02"), "310101", "environment"); err != nil || r.N != 5 {
			t.Errorf("not picked up: %+v, %v", r, err)
		}
		if r, ok := o.Rules.Edition("fwd_decide_transfer", "2017-01-25"); !ok || r.N != 3 {
			t.Error("running clocks have lost their edition")
		}
	}
	if changed, err := other.RefreshRules(t.Context()); err != nil || changed {
		t.Errorf("read again without a change: %v, %v", changed, err)
	}
	if got := d.packEvents(t); got != "pack.propose 运维甲; pack.activate 运维乙" {
		t.Errorf("recorded: %s", got)
	}
	if _, err := d.ActivatePack(t.Context(), two, p.ID); codeOf(err) != "pack.decided" {
		t.Errorf("activated twice: %v", err)
	}
}

func (d *desk) packEvents(t testing.TB) string {
	t.Helper()
	rows, err := d.DB.Owner.Query(t.Context(), "select e.kind, convert_from(v.value, 'UTF8') from events e join event_values v on v.event_id = e.id and v.name = 'actor.name' where e.subject_kind = 'packs' order by e.seq")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var kind, name string
		if err := rows.Scan(&kind, &name); err != nil {
			t.Fatal(err)
		}
		list = append(list, kind+" "+name)
	}
	return strings.Join(list, "; ")
}

// A later version takes the place of the earlier one, whose clocks keep their rule.
func TestPackIsReplaced(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := keeper(t, d, "运维甲"), keeper(t, d, "运维乙")
	for i, text := range []string{longer, strings.NewReplacer("n: 5", "n: 6", "edition: five", "edition: six").Replace(longer), "name: longer\nrules: []\n"} {
		p := propose(t, d, one, "longer.yaml", text)
		if _, err := d.ActivatePack(t.Context(), two, p.ID); err != nil || p.Version != i+1 {
			t.Fatalf("version %d: %v", p.Version, err)
		}
	}
	if r, err := d.Rules.Pick("fwd_decide_transfer", onDay(t, "2026-03-02"), "310101", "environment"); err != nil || r.N != 3 {
		t.Errorf("a withdrawn pack is still picked: %+v, %v", r, err)
	}
	for _, edition := range []string{"five", "six"} {
		if _, ok := d.Rules.Edition("fwd_decide_transfer", edition); !ok {
			t.Errorf("edition %s is lost", edition)
		}
	}
	changed := strings.Replace(longer, "n: 5", "n: 9", 1)
	if _, err := d.ProposePack(t.Context(), one, casework.PackFile{File: "x.yaml", Text: changed}); codeOf(err) != "pack.unsound" {
		t.Errorf("an edition that clocks run under was changed: %v", err)
	}
}

// An unsound pack is refused line by line, and nothing is kept.
func TestUnsoundPackIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one := keeper(t, d, "运维甲")
	_, err := d.ProposePack(t.Context(), one, casework.PackFile{File: "p.yaml", Text: strings.Replace(longer, "unit: calendar_days", "unit: fortnights", 1)})
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Code != "pack.unsound" || len(f.Fields) == 0 || f.Fields[0].Path != "body.text:10" || !strings.Contains(f.Fields[0].Text.ZH, "不认识的单位") {
		t.Fatalf("%+v", f)
	}
	if _, err := d.ProposePack(t.Context(), d.Env.Handler, casework.PackFile{File: "p.yaml", Text: longer}); codeOf(err) != "not_allowed" {
		t.Errorf("a handler proposes: %v", err)
	}
	if list, err := d.Packs(t.Context(), one); err != nil || len(list) != 0 {
		t.Errorf("kept %v, %v", list, err)
	}
	p := propose(t, d, one, "p.yaml", longer)
	if _, err := d.ProposePack(t.Context(), one, casework.PackFile{File: "p.yaml", Text: longer}); codeOf(err) != "pack.waiting" {
		t.Errorf("two versions of a name wait: %v", err)
	}
	if p, err = d.RefusePack(t.Context(), one, p.ID, "写错了"); err != nil || p.State != "refused" || d.Rules.Version() != 0 {
		t.Errorf("%+v, %v", p, err)
	}
}

// The table of a year needs one person, makes provisional lines certain and
// moves what it must; a corrected one moves certain lines too.
func TestHolidayTableIsLoaded(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one := keeper(t, d, "运维甲")
	text, err := os.ReadFile("../policies/rules/testdata/holidays/2027.yaml")
	if err != nil {
		t.Fatal(err)
	}
	moving := d.provisional(t, "fwd_decide_transfer", "2027-02-05", "2027-02-08") // Spring Festival in the table
	certain := d.provisional(t, "fwd_decide_transfer", "2027-03-01", "2027-03-04")
	p := propose(t, d, one, "2027.yaml", string(text))
	if p.Kind != rules.HolidayTable || p.Name != "2027" || p.SecondPersonNeeded {
		t.Errorf("%+v", p)
	}
	replay, err := d.ReplayPack(t.Context(), one, casework.PackFile{File: "2027.yaml", Text: string(text)})
	if err != nil || replay.Settled != 2 || len(replay.Moved) != 1 || replay.Moved[0].Clock != moving || !replay.Moved[0].Moves || !replay.Moved[0].New.Equal(onDay(t, "2027-02-12").End()) {
		t.Fatalf("%+v, %v", replay, err)
	}
	if _, err := d.ActivatePack(t.Context(), one, p.ID); err != nil {
		t.Fatal(err)
	}
	if n, err := d.worker.SettleClocks(t.Context()); err != nil || n != 2 {
		t.Fatalf("settled %d, %v", n, err)
	}
	d.stands(t, moving, "2027-02-12")
	d.stands(t, certain, "2027-03-04")
	p = propose(t, d, one, "2027.yaml", strings.Replace(string(text), "2027-02-11", "2027-02-12", 1))
	if _, err := d.ActivatePack(t.Context(), one, p.ID); err != nil {
		t.Fatal(err)
	}
	if n, err := d.worker.SettleClocks(t.Context()); err != nil || n != 1 {
		t.Fatalf("settled %d after the correction, %v", n, err)
	}
	d.stands(t, moving, "2027-02-14") // the make-up Sunday
}

func (d *desk) stands(t testing.TB, clock ids.Clock, day string) {
	t.Helper()
	var due time.Time
	var open bool
	if err := d.DB.Owner.QueryRow(t.Context(), "select due_at, provisional from clocks where id = $1", clock).Scan(&due, &open); err != nil {
		t.Fatal(err)
	}
	if !due.Equal(onDay(t, day).End()) || open {
		t.Errorf("due %s, provisional %v; want %s", due, open, day)
	}
}
