package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

func day(s string) civil.Date {
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

const paper = "演环党组〔2026〕3号"

func TestPresiding(t *testing.T) {
	t.Parallel()
	h := newOrgans(t) // it is 2026-03-02
	ctx := t.Context()
	add := func(a casework.Actor, p casework.Presiding) (casework.Presiding, error) {
		p.Document = paper
		return h.AddPresiding(ctx, a, h.Env.ID, p)
	}
	handler, legal := h.Env.Handler.User, h.Env.Legal.User
	_, err := add(h.admin, casework.Presiding{User: h.admin.User, From: day("2026-03-02")})
	wants(t, err, fault.Rule, "presiding.oneself")
	_, err = add(h.admin, casework.Presiding{User: handler, From: day("2026-03-09"), To: day("2026-03-02")})
	wants(t, err, fault.Invalid, "invalid")
	_, err = add(h.admin, casework.Presiding{User: h.Police.Head.User, From: day("2026-03-02")})
	wants(t, err, fault.Invalid, "invalid")
	_, err = add(h.Env.Head, casework.Presiding{User: handler, From: day("2026-03-02")})
	wants(t, err, fault.Denied, "not_allowed")
	p, err := add(h.admin, casework.Presiding{User: handler, From: day("2026-03-02")})
	ok(t, err)
	later, err := add(h.admin, casework.Presiding{User: legal, From: day("2026-03-20")})
	ok(t, err)

	wants(t, h.RemovePresiding(ctx, h.admin, h.Env.ID, p.ID), fault.Rule, "presiding.begun")
	wants(t, h.RemovePresiding(ctx, h.foreign, h.Market.ID, later.ID), fault.Missing, "not_found")
	_, err = h.EndPresiding(ctx, h.admin, h.Env.ID, p.ID, p.Version, day("2026-03-01"))
	wants(t, err, fault.Invalid, "invalid")
	ended, err := h.EndPresiding(ctx, h.admin, h.Env.ID, p.ID, p.Version, day("2026-03-10"))
	ok(t, err)
	_, err = h.EndPresiding(ctx, h.admin, h.Env.ID, p.ID, p.Version, day("2026-03-11"))
	wants(t, err, fault.Stale, "stale")
	if ended.To != day("2026-03-10") {
		t.Errorf("ended %+v", ended)
	}
	list, warnings, err := h.Presidings(ctx, h.admin, h.Env.ID)
	ok(t, err)
	if len(list) != 2 || len(warnings) != 1 || warnings[0].From != day("2026-03-11") || warnings[0].To != day("2026-03-19") {
		t.Errorf("list %+v, warnings %+v", list, warnings)
	}
	ok(t, h.RemovePresiding(ctx, h.admin, h.Env.ID, later.ID))
	if got := h.history(t, h.admin, h.Env.ID); !slices.Equal(got, []string{"presiding.add", "presiding.add", "presiding.end", "presiding.remove"}) {
		t.Errorf("recorded %v", got)
	}

	// Nobody prolongs their own, even when another administrator began it.
	second := h.someone(t, h.Env, "管理员丙", "admin")
	mine, err := add(second, casework.Presiding{User: h.admin.User, From: day("2026-03-02"), To: day("2026-03-03")})
	ok(t, err)
	_, err = h.EndPresiding(ctx, h.admin, h.Env.ID, mine.ID, mine.Version, day("2026-12-31"))
	wants(t, err, fault.Rule, "presiding.oneself")
	_, err = h.EndPresiding(ctx, h.admin, h.Env.ID, mine.ID, mine.Version, day("2026-03-02"))
	ok(t, err)
}

func TestLeave(t *testing.T) {
	t.Parallel()
	h := newOrgans(t) // it is 2026-03-02
	ctx := t.Context()
	head, handler, legal := h.Env.Head.User, h.Env.Handler.User, h.Env.Legal.User
	_, err := h.AddLeave(ctx, h.admin, h.Env.ID, casework.Leave{User: handler, Deputy: h.Police.Handler.User, From: day("2026-03-02"), To: day("2026-03-06")})
	if f := wants(t, err, fault.Invalid, "invalid"); f.Fields[0].Path != "body.deputy" {
		t.Errorf("a deputy of another organ: %+v", f.Fields)
	}
	_, err = h.AddLeave(ctx, h.admin, h.Env.ID, casework.Leave{User: handler, Deputy: handler, From: day("2026-03-06"), To: day("2026-03-02")})
	if f := wants(t, err, fault.Invalid, "invalid"); len(f.Fields) != 2 {
		t.Errorf("complains about %+v", f.Fields)
	}
	_, err = h.AddLeave(ctx, h.admin, h.Env.ID, casework.Leave{User: handler, Deputy: legal, From: day("2026-03-02"), To: day("2126-03-02")})
	wants(t, err, fault.Invalid, "invalid")
	_, err = h.AddLeave(ctx, h.admin, h.Env.ID, casework.Leave{User: handler, Deputy: h.admin.User, From: day("2026-03-02"), To: day("2026-03-06")})
	wants(t, err, fault.Rule, "leave.oneself")
	past, err := h.AddLeave(ctx, h.admin, h.Env.ID, casework.Leave{User: handler, Deputy: legal, From: day("2026-02-02"), To: day("2026-02-06")})
	ok(t, err)
	running, err := h.AddLeave(ctx, h.admin, h.Env.ID, casework.Leave{User: handler, Deputy: legal, From: day("2026-02-25"), To: day("2026-03-06")})
	ok(t, err)
	future, err := h.AddLeave(ctx, h.admin, h.Env.ID, casework.Leave{User: head, Deputy: handler, From: day("2026-03-05"), To: day("2026-03-12")})
	ok(t, err)
	if len(future.Warnings) != 2 || !strings.Contains(future.Warnings[0].ZH, "代办人同期也请假") || !strings.Contains(future.Warnings[1].EN, "From 2026-03-05") {
		t.Errorf("warnings %+v", future.Warnings)
	}
	_, err = h.AddPresiding(ctx, h.admin, h.Env.ID, casework.Presiding{User: legal, Document: paper, From: day("2026-03-05"), To: day("2026-03-12")})
	ok(t, err)
	wants(t, h.RemoveLeave(ctx, h.admin, h.Env.ID, past.ID), fault.Rule, "leave.over")
	wants(t, h.RemoveLeave(ctx, h.foreign, h.Market.ID, running.ID), fault.Missing, "not_found")
	ok(t, h.RemoveLeave(ctx, h.admin, h.Env.ID, running.ID))
	list, err := h.Leaves(ctx, h.admin, h.Env.ID)
	ok(t, err)
	if len(list) != 3 || list[1].To != day("2026-03-01") || len(list[0].Warnings) != 0 {
		t.Errorf("leaves %+v", list)
	}
	ok(t, h.RemoveLeave(ctx, h.admin, h.Env.ID, future.ID))
	if list, err = h.Leaves(ctx, h.admin, h.Env.ID); err != nil || len(list) != 2 {
		t.Errorf("leaves %+v (%v)", list, err)
	}
}

func TestDutyRoster(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	ctx, now := t.Context(), h.Clock.Now()
	hours := func(n int) time.Time { return now.Add(time.Duration(n) * time.Hour) }
	add := func(from, to time.Time, phone string) (casework.Shift, error) {
		return h.AddShift(ctx, h.admin, h.Env.ID, casework.Shift{User: h.Env.Handler.User, From: from, To: to, Phone: phone})
	}
	for _, c := range []struct {
		from, to time.Time
		phone    string
	}{{hours(2), hours(1), ""}, {hours(-5), hours(-1), ""}, {hours(1), hours(24 * 40), ""}, {hours(1), hours(2), "none"}} {
		_, err := add(c.from, c.to, c.phone)
		wants(t, err, fault.Invalid, "invalid")
	}
	_, err := h.AddShift(ctx, h.admin, h.Env.ID, casework.Shift{User: h.admin.User, From: now, To: hours(1)})
	if f := wants(t, err, fault.Invalid, "invalid"); f.Fields[0].Path != "body.phone" {
		t.Errorf("a shift that no phone reaches: %+v", f.Fields)
	}
	first, err := add(now, hours(24), "")
	ok(t, err)
	if first.Phone == "" {
		t.Error("the person's own number is not taken")
	}
	_, err = add(hours(30), hours(24*14+5), "010-12345678")
	ok(t, err)
	list, gaps, err := h.DutyRoster(ctx, h.admin, h.Env.ID)
	ok(t, err)
	if len(list) != 2 || len(gaps) != 1 || !gaps[0].From.Equal(hours(24)) || !gaps[0].To.Equal(hours(30)) {
		t.Errorf("roster %+v, gaps %+v", list, gaps)
	}
	h.Clock.Advance(time.Hour)
	wants(t, h.RemoveShift(ctx, h.foreign, h.Market.ID, first.ID), fault.Missing, "not_found")
	ok(t, h.RemoveShift(ctx, h.admin, h.Env.ID, first.ID))
	ok(t, h.RemoveShift(ctx, h.admin, h.Env.ID, list[1].ID))
	h.Clock.Advance(time.Hour)
	wants(t, h.RemoveShift(ctx, h.admin, h.Env.ID, first.ID), fault.Rule, "shift.over")
	if list, gaps, err = h.DutyRoster(ctx, h.admin, h.Env.ID); err != nil || len(list) != 0 || len(gaps) != 1 {
		t.Errorf("roster %+v, gaps %+v (%v)", list, gaps, err)
	}
}
