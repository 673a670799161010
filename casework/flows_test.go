package casework_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// sent gives a referral of any organ that its police have not signed for.
func sent(t *testing.T, h *officetest.House, from officetest.Organ, d casework.DraftInput) ids.Case {
	t.Helper()
	got, err := h.OpenReferral(t.Context(), from.Handler, officetest.NewKey("open"), referral.Criminal, d, nil)
	ok(t, err)
	id := got.Case.ID
	h.Do(t, from.Handler, id, "criminal.give_enforcement_opinion", referral.Input{Text: "同意移送"})
	h.Do(t, from.Legal, id, "criminal.give_legal_opinion", referral.Input{Text: "同意移送"})
	h.Do(t, from.Handler, id, "criminal.report", referral.Input{})
	h.Do(t, from.Head, id, "criminal.approve", referral.Input{})
	seal(t, h, from.Handler, id)
	transmit(t, h, from.Handler, id, h.Police.ID, h.Procuratorate.ID)
	return id
}

// seal issues the transfer letter and attaches a sealed version.
func seal(t *testing.T, h *officetest.House, a casework.Actor, id ids.Case) {
	t.Helper()
	_, letter, err := h.IssueDocument(t.Context(), a, id, documents.TransferLetter, "")
	ok(t, err)
	scan, err := h.AddEvidence(t.Context(), a, id, "移送书盖章件.pdf", strings.NewReader("%PDF-1.4\n%%EOF\n"), 1<<20)
	ok(t, err)
	_, err = h.SealDocument(t.Context(), a, id, letter, scan.ID, "")
	ok(t, err)
}

func transmit(t *testing.T, h *officetest.House, a casework.Actor, id ids.Case, to, copyTo ids.Agency) {
	t.Helper()
	h.Request(t, a, casework.Request{
		Case: id, Action: "criminal.transmit", To: to, Copy: copyTo, Input: referral.Input{NoSecret: true, Reason: "材料随后补充"},
	})
}

// another adds an organ with one person of every function given.
func another(t *testing.T, h *officetest.House, code, sector string) officetest.Organ {
	t.Helper()
	o := officetest.Organ{ID: ids.New[ids.Agency](h.Clock.Now()), Code: code}
	err := store.Write(t.Context(), h.DB.App, ids.Agency{}, func(tx pgx.Tx) error {
		return dbsqlc.New(tx).InsertAgency(t.Context(), dbsqlc.InsertAgencyParams{
			ID: o.ID, Code: code, Name: "演示区另一机关" + code, ShortName: code, Sector: sector, Level: "county", Region: "310102",
			DocPrefix: "演另", Synthetic: true, CreatedAt: h.Clock.Now(),
		})
	})
	ok(t, err)
	actor := func(function string) casework.Actor {
		return casework.Actor{User: ids.New[ids.User](h.Clock.Now()), Agency: o.ID, Sector: sector, Name: function, Functions: []string{function}, StepUpAt: h.Clock.Now(), Lang: "zh-CN"}
	}
	o.Desk, o.Handler, o.Legal, o.Head, o.Procurator = actor("desk"), actor("handler"), actor("legal_reviewer"), actor("head"), actor("procurator")
	return o
}

// move is one step of a course, by whom and with what.
type move struct {
	by     casework.Actor
	action referral.Action
	in     referral.Input
}

func play(t *testing.T, h *officetest.House, id ids.Case, moves []move) {
	t.Helper()
	for _, m := range moves {
		advance(h, 1)
		h.Do(t, m.by, id, m.action, m.in)
	}
}

func states(s referral.Snapshot) (out []referral.ChargeState) {
	for _, c := range s.Charges {
		out = append(out, c.State)
	}
	return out
}
