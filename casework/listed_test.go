package casework_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// listedAs is what one organ has to do with one case, as the tables hold it.
type listedAs struct {
	relation, level, stage, kind string
	turn                         bool
}

var (
	listedKinds = []string{
		"lead", "criminal", "detention", "administrative", "reverse", "consultation", "early_intervention", "assistance", "public_interest", "monitoring", "findings", "supervision", "compensation",
	}
	listedStages = []string{
		"draft", "reported", "refused", "approved", "sent", "received", "handling", "reviewing", "suspended", "disputed", "answered", "decided", "returned", "withdrawn", "void", "closed",
	}
	listedRelations = []string{"sender", "receiver", "procuratorate", "past_receiver", "superior", "granted"}
	listedFunctions = []string{"desk", "handler", "legal_reviewer", "head", "liaison", "procurator", "auditor", "coordinator", "admin", "operator"}
)

// inBox says in the words of the glossary what a box holds; the queries say it in SQL.
func (l listedAs) inBox(box casework.Box) bool {
	over := l.stage == "closed" || l.stage == "void"
	own := l.relation == "sender" || l.relation == "receiver"
	decided := slices.Contains([]string{"decided", "answered", "returned", "withdrawn"}, l.stage)
	switch box {
	case casework.Todo:
		return !over && l.turn
	case casework.Signing:
		return l.turn && l.stage == "reported"
	case casework.Waiting:
		return !over && !l.turn && own && !decided
	case casework.Done:
		return !over && !l.turn && (l.relation == "past_receiver" || own && decided)
	case casework.Over:
		return over
	case casework.Supervised:
		return l.relation == "superior" || l.kind == "supervision"
	case casework.Sending:
		return l.relation == "sender"
	case casework.Getting:
		return l.relation == "receiver" || l.relation == "past_receiver"
	case casework.Copied:
		return !own && l.relation != "past_receiver"
	}
	return false
}

// scatterAll writes cases of every kind and state with participations at random,
// with their index, past the verbs.
func scatterAll(t *testing.T, h *officetest.House, dice *rand.Rand, n int) map[ids.Agency]map[ids.Case]listedAs {
	t.Helper()
	agencies := []ids.Agency{h.Env.ID, h.Police.ID, h.Procuratorate.ID, h.Market.ID}
	out := map[ids.Agency]map[ids.Case]listedAs{}
	for _, a := range agencies {
		out[a] = map[ids.Case]listedAs{}
	}
	pick := func(list []string) string { return list[dice.IntN(len(list))] }
	content, err := json.Marshal(referral.Content{Facts: "夜间外排含铬废水"})
	ok(t, err)
	for done := 0; done < n; done += 500 {
		ok(t, store.Write(t.Context(), h.DB.Worker, ids.Agency{}, func(tx pgx.Tx) error {
			batch := &store.Batch{}
			q := batch.Queries()
			for i := done; i < min(done+500, n); i++ {
				at := officetest.Opening.Add(-time.Duration(dice.IntN(24*365*3)) * time.Hour)
				id, stage, kind := ids.New[ids.Case](at), pick(listedStages), pick(listedKinds)
				number := fmt.Sprintf("XJ-TEST-%05d", i)
				if err := q.InsertCase(t.Context(), dbsqlc.InsertCaseParams{
					ID: id, Kind: kind, Number: number, Title: "演示电镀案", Region: "310101", State: stage, Flags: json.RawMessage("{}"), Content: content,
					OwnerID: h.Env.ID, SenderID: h.Env.ID, CustodyID: h.Env.ID, CreatedBy: h.Env.Handler.User, CreatedAt: at,
				}); err != nil {
					return err
				}
				if err := q.InsertUnsearched(t.Context(), id); err != nil {
					return err
				}
				due := officetest.Opening.Add(-time.Hour) // of the police, on whom a procuratorate keeps an eye
				if err := q.InsertClock(t.Context(), dbsqlc.InsertClockParams{
					ID: ids.New[ids.Clock](at), CaseID: id, RuleID: "fwd_police_decide_3", Edition: "x", OwesID: h.Police.ID, StartedAt: at, DueAt: &due, Also: json.RawMessage("[]"), StartedBy: ids.New[ids.Event](at),
				}); err != nil {
					return err
				}
				for _, agency := range agencies {
					if agency != h.Env.ID && dice.IntN(2) == 0 { // the organ that opened a case takes part in it
						continue
					}
					l := listedAs{pick(listedRelations), pick([]string{"flow", "content"}), stage, kind, dice.IntN(3) == 0}
					p := dbsqlc.UpsertParticipationParams{CaseID: id, AgencyID: agency, Relation: l.relation, Level: l.level, Stage: stage, Turn: l.turn, TouchedAt: at, CaseKind: kind}
					if dice.IntN(3) > 0 { // others have no clock
						due := at.Add(time.Duration(dice.IntN(400)) * time.Hour)
						p.DueAt = &due
					}
					if err := q.UpsertParticipation(t.Context(), p); err != nil {
						return err
					}
					out[agency][id] = l
				}
			}
			return batch.Send(t.Context(), tx)
		}))
	}
	_, err = h.WithPool(h.DB.Worker).IndexOldCases(t.Context())
	ok(t, err)
	return out
}

// TestListsAreCedars: case by case, organ by organ, in every mix of functions,
// what the boxes, the search and the counts show is what the policies say. 25,000
// decisions, 1,000,000 with HUB_TEST_SCALE=soak: 0 differences.
func TestListsAreCedars(t *testing.T) {
	t.Parallel()
	cases, mixes := 312, 20
	if os.Getenv("HUB_TEST_SCALE") == "soak" {
		cases, mixes = 5000, 50
	}
	h := house(t)
	dice := rand.New(rand.NewPCG(20260815, 3))
	all := scatterAll(t, h, dice, cases)
	every := map[ids.Case]bool{}
	for _, parts := range all {
		for id := range parts {
			every[id] = true
		}
	}
	decisions, differences := 0, 0
	differ := func(format string, args ...any) {
		if differences++; differences < 20 {
			t.Errorf(format, args...)
		}
	}
	for _, organ := range []officetest.Organ{h.Env, h.Police, h.Procuratorate, h.Market} {
		for i := range mixes {
			who := organ.Desk
			who.Functions = []string{listedFunctions[i%len(listedFunctions)]}
			for len(who.Functions) < 1+i/len(listedFunctions) {
				who.Functions = append(who.Functions, listedFunctions[dice.IntN(len(listedFunctions))])
			}
			seen := look(t, h, who, all[organ.ID], differ)
			for id := range every {
				l, takes := all[organ.ID][id]
				if !takes {
					l.relation = "none"
				}
				decisions++
				if says := asks(h, who, "case.list", l); seen.boxes[id] != says || seen.title[id] != says {
					differ("%s %v as %s (%s %s): in the boxes %v, found by title %v, Cedar says %v", organ.Code, who.Functions, l.relation, l.kind, l.level, seen.boxes[id], seen.title[id], says)
				}
				if says := asks(h, who, "case.list", l) && l.supervisedBy(who); seen.leads[id] != says {
					differ("%s %v as %s (%s %s): a supervision lead %v, Cedar says %v", organ.Code, who.Functions, l.relation, l.kind, l.stage, seen.leads[id], says)
				}
				if says := asks(h, who, "case.content", l) && asks(h, who, "case.list", l); seen.facts[id] != says {
					differ("%s %v as %s (%s %s): found by its facts %v, Cedar says %v", organ.Code, who.Functions, l.relation, l.kind, l.level, seen.facts[id], says)
				}
			}
		}
	}
	t.Logf("%d list decisions over %d cases compared with Cedar, %d differences", decisions, len(every), differences)
}

// looked is what a person saw of which case.
type looked struct{ boxes, title, facts, leads map[ids.Case]bool }

// supervisedBy says in the words of the glossary what the table of supervision leads
// holds, where every case has an overdue decision of the police.
func (l listedAs) supervisedBy(who casework.Actor) bool {
	return who.Sector == "procuratorate" && l.relation == "procuratorate" && l.kind == "criminal" && l.stage != "closed" && l.stage != "void"
}

// look reads every box, the numbers and two searches to their ends.
func look(t *testing.T, h *officetest.House, who casework.Actor, parts map[ids.Case]listedAs, differ func(string, ...any)) looked {
	t.Helper()
	out := looked{map[ids.Case]bool{}, map[ids.Case]bool{}, map[ids.Case]bool{}, map[ids.Case]bool{}}
	for after := (*casework.LeadCursor)(nil); ; {
		page, err := h.SupervisionLeads(t.Context(), who, casework.LeadFilter{}, after, 100)
		if err != nil {
			break // refused, as the boxes below
		}
		for _, l := range page.Items {
			out.leads[l.CaseID] = true
		}
		if after = page.Next; after == nil {
			break
		}
	}
	counts, _, err := h.Count(t.Context(), who)
	ok(t, err)
	if _, err := h.Inbox(t.Context(), who, casework.Todo, casework.Filter{}, nil, 1); err != nil {
		if counts != (casework.Counts{}) {
			differ("%v may not list and counts %+v", who.Functions, counts)
		}
		return out // refused, in the boxes as in the search: TestOperatorSeesNothing
	}
	for box, counted := range map[casework.Box]int64{
		casework.Todo: counts.Todo, casework.Waiting: counts.Waiting, casework.Done: counts.Done, casework.Over: counts.Closed, casework.Supervised: counts.Supervised,
		casework.Copied: counts.Copied, casework.Signing: counts.Signing, casework.Sending: counts.Sent, casework.Getting: counts.Received,
	} {
		want := int64(0)
		for _, l := range parts {
			if l.inBox(box) {
				want++
			}
		}
		if counted != min(want, casework.MostCounted) {
			differ("%s: counted %d, there are %d", box, counted, want)
		}
		list := pages(t, h, who, box)
		if int64(len(list)) != want {
			differ("%s: lists %d, there are %d", box, len(list), want)
		}
		for _, id := range list {
			out.boxes[id] = true
			if !parts[id].inBox(box) {
				differ("%s lists a case that is %+v", box, parts[id])
			}
		}
	}
	for typed, into := range map[string]map[ids.Case]bool{"演示电镀": out.title, "含铬废水": out.facts} {
		for _, id := range finds(t, h, who, typed, casework.Filter{}, 100) {
			into[id] = true
		}
	}
	return out
}

func asks(h *officetest.House, a casework.Actor, action string, l listedAs) bool {
	return h.Access.Allows(access.Principal{User: a.User, Agency: a.Agency, Sector: a.Sector, Functions: a.Functions}, action,
		access.Resource{Kind: l.kind, Relation: l.relation, Level: l.level})
}
