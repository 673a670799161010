package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/story"
)

// TestStoriesOfClaimAndMeeting: `hub demo --story compensation --json` and `--story meeting
// --json` on one hub: each prints one object with what it promises, and its own claims hold.
func TestStoriesOfClaimAndMeeting(t *testing.T) {
	t.Parallel()
	h, err := startHub(t.Context(), hubOptions{Listen: "127.0.0.1:0", Unsafe: true, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.stop(); err != nil {
			t.Error(err)
		}
	})
	var printed bytes.Buffer
	if err := (demoCmd{JSON: true}).compensate(t.Context(), h, &printed); err != nil {
		t.Fatal(err)
	}
	claim := object(t, &printed)
	for key, want := range map[string]any{"total_fen": 4_809_000.0, "paid_fen": 4_809_000.0, "open_fen": 0.0, "state": "closed", "record_verified": true} {
		if claim[key] != want {
			t.Errorf("the claim prints %s as %v, want %v", key, claim[key], want)
		}
	}
	if rules, ok := claim["rules"].([]any); !ok || slices.Contains(rules, any("dmg_notify_procuratorate")) || claim["statement"] == "" {
		t.Errorf("the claim ran under %v, its statement is %v", claim["rules"], claim["statement"])
	}
	if err := (demoCmd{JSON: true}).meet(t.Context(), h, &printed); err != nil {
		t.Fatal(err)
	}
	met := object(t, &printed)
	for key, want := range map[string]any{"agencies": 4.0, "replies": 4.0, "countersigned": 4.0, "unkept_heads": true, "outsider_status": float64(http.StatusNotFound), "reply_cancelled": float64(http.StatusConflict), "record_verified": true} {
		if met[key] != want {
			t.Errorf("the meetings print %s as %v, want %v", key, met[key], want)
		}
	}
	if n, ok := met["invitations"].(float64); !ok || n < invitations {
		t.Errorf("%v mails with a calendar, want %d", met["invitations"], invitations)
	}
	if days, ok := met["overdue_days"].(float64); !ok || days < 1 {
		t.Errorf("what heads the next agenda is overdue by %v days", met["overdue_days"])
	}
}

// object reads the one JSON object that a demo has printed, and that nothing follows it.
func object(t *testing.T, printed *bytes.Buffer) (out map[string]any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(printed.Bytes()))
	if err := d.Decode(&out); err != nil {
		t.Fatalf("printed %s: %v", printed, err)
	}
	if d.More() {
		t.Errorf("something follows the object: %s", printed)
	}
	printed.Reset()
	return out
}

// TestClaimThatDoesNotHold: whatever is not as it was published makes the demo fail.
func TestClaimThatDoesNotHold(t *testing.T) {
	t.Parallel()
	good := func() compensated {
		return compensated{RecordVerified: true, Compensated: &story.Compensated{
			State: "closed", TotalFen: 4_809_000, PaidFen: 4_809_000, Rules: []string{"lead_feedback"}, Statement: "宣林〔2026〕4号", Words: "依照《中华人民共和国行政处罚法》第三十二条考虑",
		}}
	}
	if err := claimHolds(good()); err != nil {
		t.Fatal(err)
	}
	for what, spoil := range map[string]func(*compensated){
		"not closed":           func(c *compensated) { c.State = "answered" },
		"another amount":       func(c *compensated) { c.TotalFen = 4_808_900 },
		"something is owed":    func(c *compensated) { c.OpenFen = 1 },
		"a clock of 2024":      func(c *compensated) { c.Rules = append(c.Rules, "dmg_notify_procuratorate") },
		"no statement":         func(c *compensated) { c.Statement = "" },
		"the law not named":    func(c *compensated) { c.Words = "依照有关法律规定考虑" },
		"a law of 2026":        func(c *compensated) { c.Words += "，《生态环境法典》第一千零五十六条第二款" },
		"a record that is not": func(c *compensated) { c.RecordVerified = false },
	} {
		c := good()
		spoil(&c)
		if claimHolds(c) == nil {
			t.Errorf("%s, and the demo is content", what)
		}
	}
}
