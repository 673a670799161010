package casework_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// part is what one organ has to do with one case.
type part struct{ relation, level string }

// scatter writes cases with participations at random, past the verbs: whatever
// stands in the table, lists and policies must agree on it.
func scatter(t *testing.T, h *officetest.House, dice *rand.Rand, n int) map[ids.Case]map[ids.Agency]part {
	t.Helper()
	agencies := []ids.Agency{h.Env.ID, h.Police.ID, h.Procuratorate.ID, h.Market.ID}
	relations := []string{"sender", "receiver", "procuratorate", "past_receiver", "superior", "granted"}
	stages := []string{"draft", "reported", "refused", "approved", "sent", "received", "decided", "returned", "withdrawn", "void", "closed"}
	out := map[ids.Case]map[ids.Agency]part{}
	err := store.Write(t.Context(), h.DB.Worker, ids.Agency{}, func(tx pgx.Tx) error {
		batch := &store.Batch{}
		q := batch.Queries()
		for i := range n {
			at := officetest.Opening.Add(time.Duration(dice.IntN(500)) * time.Hour)
			id, stage := ids.New[ids.Case](at), stages[dice.IntN(len(stages))]
			if err := q.InsertCase(t.Context(), dbsqlc.InsertCaseParams{
				ID: id, Kind: "criminal", Number: fmt.Sprintf("XJ-TEST-%05d", i), Title: "演示", Region: "310101", State: stage, Flags: json.RawMessage("{}"), Content: json.RawMessage("{}"),
				OwnerID: h.Env.ID, SenderID: h.Env.ID, CustodyID: h.Env.ID, CreatedBy: h.Env.Handler.User, CreatedAt: at,
			}); err != nil {
				return err
			}
			out[id] = map[ids.Agency]part{}
			for _, agency := range agencies {
				if agency != h.Env.ID && dice.IntN(2) == 0 { // the organ that opened a case takes part in it
					continue
				}
				p := part{relations[dice.IntN(len(relations))], []string{"flow", "content"}[dice.IntN(2)]}
				due := at.Add(time.Duration(dice.IntN(400)) * time.Hour)
				if err := q.UpsertParticipation(t.Context(), dbsqlc.UpsertParticipationParams{
					CaseID: id, AgencyID: agency, Relation: p.relation, Level: p.level, Stage: stage, Turn: dice.IntN(3) == 0, DueAt: &due, TouchedAt: at, CaseKind: "criminal",
				}); err != nil {
					return err
				}
				out[id][agency] = p
			}
		}
		return batch.Send(t.Context(), tx)
	})
	ok(t, err)
	return out
}

var boxes = []casework.Box{casework.Todo, casework.Waiting, casework.Done, casework.Over, casework.Supervised, casework.Copied, casework.Signing, casework.Sending, casework.Getting}

// TestListsAreWhatPoliciesAllow: over a thousand cases in which four organs take
// part at random, the boxes of each person hold exactly the cases that the
// policies let it list, and every single read says the same.
func TestListsAreWhatPoliciesAllow(t *testing.T) {
	t.Parallel()
	h := house(t)
	dice := rand.New(rand.NewPCG(20260302, 17))
	cases := scatter(t, h, dice, 1000)
	for _, organ := range []officetest.Organ{h.Env, h.Police, h.Procuratorate, h.Market} {
		person := organ.Desk
		listed := map[ids.Case]bool{}
		for _, box := range boxes {
			for _, id := range pages(t, h, person, box) {
				listed[id] = true
			}
		}
		for id, parts := range cases {
			p, takes := parts[organ.ID]
			if !takes {
				p.relation = "none"
			}
			allowed := may(h, person, "case.list", id, p)
			if listed[id] != allowed {
				t.Errorf("%s as %s (%s): listed %v, policies say %v", organ.Code, p.relation, p.level, listed[id], allowed)
			}
			if dice.IntN(20) > 0 {
				continue
			}
			_, err := h.Get(t.Context(), person, id)
			if readable := may(h, person, "case.read", id, p); readable != (err == nil) || !readable && fault.KindOf(err) != fault.Missing {
				t.Errorf("%s as %s (%s): read %v, policies say %v", organ.Code, p.relation, p.level, err, readable)
			}
		}
	}
}

func may(h *officetest.House, a casework.Actor, action string, id ids.Case, p part) bool {
	return h.Access.Allows(access.Principal{User: a.User, Agency: a.Agency, Sector: a.Sector, Functions: a.Functions}, action,
		access.Resource{Case: id, Kind: "criminal", Relation: p.relation, Level: p.level})
}

// pages reads a box to its end, and fails when a page shows a case again.
func pages(t *testing.T, h *officetest.House, a casework.Actor, box casework.Box) (out []ids.Case) {
	t.Helper()
	var after *casework.Cursor
	shown := map[ids.Case]bool{}
	for {
		page, err := h.Inbox(t.Context(), a, box, casework.Filter{}, after, 37)
		ok(t, err)
		for _, r := range page.Rows {
			if shown[r.ID] {
				t.Fatalf("%s shows %s twice", box, r.Number)
			}
			shown[r.ID] = true
			out = append(out, r.ID)
		}
		if page.Next == nil {
			return out
		}
		after = page.Next
	}
}

// TestOperatorSeesNothing: the person who runs the hub lists, counts, searches,
// reads and is told nothing, at whatever organ.
func TestOperatorSeesNothing(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Received(t)
	operator := h.Env.Desk
	operator.Functions = []string{"operator"}
	for _, box := range boxes {
		_, err := h.Inbox(t.Context(), operator, box, casework.Filter{}, nil, 10)
		wants(t, err, fault.Denied, "not_allowed")
	}
	_, err := h.Search(t.Context(), operator, "演示", casework.Filter{}, nil, 10)
	wants(t, err, fault.Denied, "not_allowed")
	_, err = h.Get(t.Context(), operator, id)
	wants(t, err, fault.Missing, "not_found")
	_, err = h.ReadTimeline(t.Context(), operator, id)
	wants(t, err, fault.Missing, "not_found")
	counts, beside, err := h.Count(t.Context(), operator)
	ok(t, err)
	if counts != (casework.Counts{}) || beside != (casework.Beside{}) {
		t.Errorf("an operator counts %+v, %+v beside", counts, beside)
	}
	told, err := h.Notices(t.Context(), operator, false, nil, 10)
	ok(t, err)
	if len(told) != 0 {
		t.Errorf("an operator reads %d notices", len(told))
	}
}

// TestDatabaseIsTheBackstop: even a query without any condition gives an organ
// nothing of cases in which it has no part, and nobody changes the record.
func TestDatabaseIsTheBackstop(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Received(t)
	tables := []string{"cases", "events", "event_values", "evidence"}
	for agency, sees := range map[ids.Agency]bool{h.Env.ID: true, h.Police.ID: true, h.Procuratorate.ID: true, h.Market.ID: false, {}: false} {
		ok(t, store.Read(t.Context(), h.DB.App, agency, func(tx pgx.Tx) error {
			for _, table := range tables {
				var n int
				if err := tx.QueryRow(t.Context(), "select count(*) from "+table).Scan(&n); err != nil {
					return err
				}
				if (n > 0) != sees {
					t.Errorf("organ %s sees %d rows of %s", agency, n, table)
				}
			}
			return nil
		}))
	}
	err := store.Write(t.Context(), h.DB.App, h.Market.ID, func(tx pgx.Tx) error {
		tag, err := tx.Exec(t.Context(), "update cases set title = 'x' where id = $1", id)
		if tag.RowsAffected() != 0 {
			t.Error("an outsider changed a case")
		}
		return err
	})
	ok(t, err)
	for _, sql := range []string{
		"update events set kind = 'x'", "delete from events", "delete from cases", "update event_values set value = null", "update receipts set jws = ''", "delete from receipts", "update checkpoints set size = 1",
	} {
		err := store.Write(t.Context(), h.DB.App, h.Env.ID, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), sql)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}
