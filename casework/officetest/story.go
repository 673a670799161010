package officetest

import (
	"crypto/sha256"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

var keys atomic.Int64

// NewKey gives an idempotency key that was never used.
func NewKey(operation string) casework.Key {
	n := strconv.FormatInt(keys.Add(1), 10)
	sum := sha256.Sum256([]byte(n))
	return casework.Key{Value: "officetest-" + n, Operation: operation, BodyHash: sum[:]}
}

// Draft is a complete draft: one enterprise, one offence. Change it freely.
func Draft() casework.DraftInput {
	return casework.DraftInput{
		Title: "演示化工公司涉嫌污染环境",
		Content: referral.Content{
			Facts: "通过暗管排放含铬废水，监测值超过排放标准十倍。", Source: "现场检查", Officer: "经办人甲", Investigators: 2,
			ItemsNone: true, PhotosNone: true, MonitoringNone: true,
		},
		Parties: []casework.PartyInput{{
			Person:  referral.Person{Kind: "enterprise", Name: "演示化工公司"},
			Charges: []casework.ChargeInput{{Offence: "污染环境罪", Article: "第三百三十八条"}},
		}},
	}
}

// Opened gives a new draft of the environment bureau.
func (h *House) Opened(t testing.TB) ids.Case { return h.OpenedWith(t, Draft()) }

// OpenedWith gives a new draft of the environment bureau with the given text.
func (h *House) OpenedWith(t testing.TB, d casework.DraftInput) ids.Case {
	t.Helper()
	got, err := h.OpenReferral(t.Context(), h.Env.Handler, NewKey("open"), referral.Criminal, d, nil)
	if err != nil {
		t.Fatalf("officetest: open: %v", err)
	}
	return got.Case.ID
}

// Reported gives a draft that waits for the head's decision.
func (h *House) Reported(t testing.TB) ids.Case { return h.ReportedFrom(t, h.Opened(t)) }

// ReportedFrom leads a draft to where it waits for the head's decision.
func (h *House) ReportedFrom(t testing.TB, id ids.Case) ids.Case {
	t.Helper()
	h.Do(t, h.Env.Handler, id, "criminal.give_enforcement_opinion", referral.Input{Text: "同意移送"})
	h.Do(t, h.Env.Legal, id, "criminal.give_legal_opinion", referral.Input{Text: "同意移送"})
	h.Do(t, h.Env.Handler, id, "criminal.report", referral.Input{})
	return id
}

// Approved gives a referral that its head has approved and nobody has sent yet.
func (h *House) Approved(t testing.TB) ids.Case {
	t.Helper()
	id := h.Reported(t)
	h.Do(t, h.Env.Head, id, "criminal.approve", referral.Input{})
	return id
}

// Sent gives a referral that was transmitted to the police with its sealed
// letter, a copy to the procuratorate, and not signed for.
func (h *House) Sent(t testing.TB) ids.Case { return h.SentWith(t, Draft()) }

// SentWith is Sent with the given draft.
func (h *House) SentWith(t testing.TB, d casework.DraftInput) ids.Case {
	t.Helper()
	id := h.ReportedFrom(t, h.OpenedWith(t, d))
	h.Do(t, h.Env.Head, id, "criminal.approve", referral.Input{})
	h.SealLetter(t, id)
	h.Request(t, h.Env.Handler, casework.Request{
		Case: id, Action: "criminal.transmit", To: h.Police.ID, Copy: h.Procuratorate.ID,
		Input: referral.Input{NoSecret: true, Reason: "材料随后补充"},
	})
	return id
}

// SealLetter issues the transfer letter and attaches a sealed version of it.
func (h *House) SealLetter(t testing.TB, id ids.Case) {
	t.Helper()
	ctx := t.Context()
	_, letter, err := h.IssueDocument(ctx, h.Env.Handler, id, documents.TransferLetter, "")
	if err != nil {
		t.Fatalf("officetest: issue the letter: %v", err)
	}
	scan, err := h.AddEvidence(ctx, h.Env.Handler, id, "移送书盖章件.pdf", strings.NewReader("%PDF-1.4\n%%EOF\n"), 1<<20)
	if err != nil {
		t.Fatalf("officetest: upload the sealed letter: %v", err)
	}
	if _, err := h.SealDocument(ctx, h.Env.Handler, id, letter, scan.ID, ""); err != nil {
		t.Fatalf("officetest: seal the letter: %v", err)
	}
}

// Received gives a referral that the police have signed for.
func (h *House) Received(t testing.TB) ids.Case {
	t.Helper()
	id := h.Sent(t)
	h.Do(t, h.Police.Handler, id, "sign_for", referral.Input{Officer: "民警甲"})
	return id
}

// Do runs one step on the newest version, under a fresh login, and fails the
// test if it is refused. Charges, where none are named, are all of the case.
func (h *House) Do(t testing.TB, a casework.Actor, id ids.Case, action referral.Action, in referral.Input) casework.Detail {
	t.Helper()
	return h.Request(t, a, casework.Request{Case: id, Action: action, Input: in})
}

// Request is Do for a step that names organs.
func (h *House) Request(t testing.TB, a casework.Actor, r casework.Request) casework.Detail {
	t.Helper()
	a.StepUpAt = h.Clock.Now()
	now, err := h.Get(t.Context(), a, r.Case)
	if err != nil {
		t.Fatalf("officetest: look at the case before %s: %v", r.Action, err)
	}
	r.Version = now.Case.Version
	if r.Key.Value == "" {
		r.Key = NewKey(string(r.Action))
	}
	if len(r.Input.Charges) == 0 {
		for _, c := range now.Snapshot.Charges {
			r.Input.Charges = append(r.Input.Charges, c.ID)
		}
	}
	after, err := h.Act(t.Context(), a, r)
	if err != nil {
		t.Fatalf("officetest: %s: %v", r.Action, err)
	}
	return after
}
