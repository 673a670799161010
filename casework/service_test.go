package casework_test

import (
	"encoding/json"
	"testing"

	"github.com/xianjie-hub/xianjie/documents"
)

// TestProofOfService: a proof of service names the letter and the police, and
// after the notice to the party that notice and the party.
func TestProofOfService(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t)
	env := h.Env.Handler
	served := func() documents.Service {
		t.Helper()
		_, doc, err := h.IssueDocument(t.Context(), env, id, documents.ServiceReceipt, "")
		ok(t, err)
		var input []byte
		ok(t, h.DB.Owner.QueryRow(t.Context(), "select input from documents where id = $1", doc).Scan(&input))
		var view documents.Case
		ok(t, json.Unmarshal(input, &view))
		return view.Service
	}
	detail, err := h.Get(t.Context(), env, id)
	ok(t, err)
	to := served()
	if to.Recipient == "" || len(to.Papers) != 1 || to.Papers[0].Title != "涉嫌犯罪案件移送书" {
		t.Errorf("the letter is served by %+v", to)
	}
	advance(h, 1) // papers are told apart by when they were made
	_, _, err = h.IssueDocument(t.Context(), env, id, documents.PartyNotice, "")
	ok(t, err)
	party := served()
	if party.Recipient != detail.Snapshot.Parties[0].Name || len(party.Papers) != 1 || party.Papers[0].Title != "移送案件告知书" || party.Papers[0].Number == "" {
		t.Errorf("the notice is served by %+v", party)
	}
}
