package casework_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// TestItemUnderAnUnknownCode: an item of a list that this hub does not have is kept, and
// the paper says that it is unknown here; one of the list is named.
func TestItemUnderAnUnknownCode(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := open(t, h, h.Env.Handler, referral.Administrative, true, func(d *casework.DraftInput) {
		d.Content = referral.Content{Facts: "无照经营", Basis: "属市场监管职责"}
	})
	_, err := h.DB.Owner.Exec(t.Context(), `update cases set content = jsonb_set(content, '{item}', '"XX-999"') where id = $1`, id)
	check(t, err)
	got, err := h.Get(t.Context(), h.Env.Handler, id)
	check(t, err)
	if got.Snapshot.Content.Item != "XX-999" {
		t.Errorf("the code became %q", got.Snapshot.Content.Item)
	}
	if text := paperText(t, h, h.Env.Handler, id, documents.CaseTransferLetter); !strings.Contains(text, "XX-999（不在本平台执法事项清单中）") {
		t.Errorf("the letter says %s", text)
	}
}
