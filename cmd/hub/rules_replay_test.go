package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// TestRulesReplay: a holiday table moves the provisional clock of an open case;
// the command says so, to people and machines, and changes nothing.
func TestRulesReplay(t *testing.T) {
	t.Parallel()
	h := officetest.New(t, storetest.DB(t))
	h.Sent(t)
	before := time.Date(2027, time.February, 8, 23, 59, 59, 0, civil.Office)
	if _, err := h.DB.Owner.Exec(t.Context(), "update clocks set rule_id = 'fwd_decide_transfer', edition = '2017-01-25', state = 'running', started_at = '2027-02-05 09:00+08', due_at = $1, provisional = true where id = (select min(id::text)::uuid from clocks)", before); err != nil {
		t.Fatal(err)
	}
	unsafe := []store.Option{store.AllowUnsafe()}
	const table = "../../policies/rules/testdata/holidays/2027.yaml"
	var out bytes.Buffer
	if err := (rulesReplayCmd{options: unsafe, Pack: table, DatabaseURL: h.DB.AuditURL, Lang: "zh", out: &out}).Run(); err != nil {
		t.Fatal(err)
	}
	if s := out.String(); !strings.Contains(s, "移动\t") || !strings.Contains(s, "fwd_decide_transfer 2027-02-08T23:59:59+08:00 → 2027-02-12T23:59:59+08:00") || !strings.Contains(s, "1 个移动") {
		t.Errorf("said\n%s", s)
	}
	out.Reset()
	if err := (rulesReplayCmd{options: unsafe, Pack: table, DatabaseURL: h.DB.AuditURL, JSON: true, out: &out}).Run(); err != nil {
		t.Fatal(err)
	}
	var got replayed
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || len(got.Moved) != 1 || !got.Moved[0].Moves || got.Moved[0].Number == "" || got.Settled != 1 || got.Open < 1 {
		t.Errorf("%+v, %v", got, err)
	}
	var due time.Time
	if err := h.DB.Owner.QueryRow(t.Context(), "select due_at from clocks where provisional").Scan(&due); err != nil || !due.Equal(before) {
		t.Errorf("the replay changed the line: %s, %v", due, err)
	}
	out.Reset()
	err := rulesReplayCmd{options: unsafe, Pack: "../../policies/rules/testdata/bad/cycle.yaml", DatabaseURL: h.DB.AuditURL, out: &out}.Run()
	if e, ok := errors.AsType[exitError](err); !ok || e.code != 1 || !strings.Contains(out.String(), "cycle.yaml:8: loc_cycle_a: cycle") {
		t.Errorf("a bad pack: %v\n%s", err, out.String())
	}
}
