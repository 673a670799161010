package casework_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// TestBranchActsInTheNameOfItsBureau: papers of a branch bear the bureau's name, and its
// number where the branch has none of its own; its own head approves (docs/readings.md).
func TestBranchActsInTheNameOfItsBureau(t *testing.T) {
	t.Parallel()
	h := house(t)
	bureau := h.Another(t, "city-env", "演示市生态环境局", "environment")
	_, err := h.DB.Owner.Exec(t.Context(), "update agencies set acts_for_id = $1, doc_prefix = '' where id = $2", bureau.ID, h.Env.ID)
	check(t, err)
	id := h.Approved(t)
	text := paperText(t, h, h.Env.Handler, id, documents.TransferLetter)
	if !strings.Contains(text, "演示市生态环境局") {
		t.Errorf("the letter does not bear the bureau's name: %.300s", text)
	}
	got, letter, err := h.IssueDocument(t.Context(), h.Env.Handler, id, documents.TransferLetter, "")
	check(t, err)
	number := ""
	for _, d := range got.Documents {
		if d.ID == letter {
			number = d.Number
		}
	}
	if !strings.HasPrefix(number, "演city-env") {
		t.Errorf("numbered %q", number)
	}
	if got.Snapshot.State != referral.Approved {
		t.Errorf("approved by its own head: %s", got.Snapshot.State)
	}
}
