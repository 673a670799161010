package casework_test

import (
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// TestNewLeadsAreTold: the lines that the desk was told of are those of the table, each
// once; on working days alone, with the morning's digest, and without a word of a case.
func TestNewLeadsAreTold(t *testing.T) {
	t.Parallel()
	h := house(t)
	w := h.WithPool(h.DB.Worker)
	if _, err := h.DB.Owner.Exec(t.Context(), "update agencies set email = 'desk@example.test' where id = $1", h.Procuratorate.ID); err != nil {
		t.Fatal(err)
	}
	tells := func(want int) {
		t.Helper()
		n, err := w.TellLeads(t.Context())
		if ok(t, err); n != want {
			t.Errorf("%d desks were told on %s, want %d", n, h.Clock.Now(), want)
		}
	}
	table := func(want int) {
		t.Helper()
		page, err := h.SupervisionLeads(t.Context(), h.Procuratorate.Procurator, casework.LeadFilter{}, nil, 100)
		ok(t, err)
		for _, l := range page.Items {
			if count(t, h, "lead_lines where agency_id = $1 and ground = $2 and line_id = $3", h.Procuratorate.ID, l.Ground.ID, l.ID) != 1 {
				t.Errorf("%s of %s was not told", l.Ground.ID, l.Number)
			}
		}
		if n := count(t, h, "lead_lines"); n != want || len(page.Items) != want {
			t.Errorf("%d lines were told, the table has %d, want %d", n, len(page.Items), want)
		}
	}
	silent, declined, returned := h.Sent(t), h.Sent(t), h.Sent(t)
	play(t, h, declined, []move{
		{h.Police.Desk, "sign_for", referral.Input{Officer: "民警甲"}},
		{h.Police.Handler, "criminal.decline", referral.Input{Reason: "证据不足", DocumentNo: "演公不立字〔2026〕1号"}},
	})
	play(t, h, returned, []move{{h.Env.Head, "withdraw", referral.Input{Reason: "材料有误"}}})
	monday := civil.Date{Year: 2026, Month: time.March, Day: 16}
	h.Clock.Set(monday.AddDays(-1).Start().Add(10 * time.Hour))
	tells(0) // a Sunday
	h.Clock.Set(monday.Start().Add(time.Minute))
	tells(1)
	table(3)
	tells(0)
	if n := count(t, h, "deliveries where topic = 'leads.new' and agency_id = $1 and channel = 'inapp'", h.Procuratorate.ID); n != 1 {
		t.Errorf("%d notices", n)
	}
	var state, text string
	var at time.Time
	if err := h.DB.Owner.QueryRow(t.Context(), "select state, next_at, params::text from deliveries where topic = 'leads.new' and channel = 'email'").Scan(&state, &at, &text); err != nil {
		t.Fatal(err)
	}
	if state != "digest" || !at.Equal(monday.Start().Add(8*time.Hour+30*time.Minute)) {
		t.Errorf("the mail is %s at %s", state, at)
	}
	if !strings.Contains(text, "3条新线索") {
		t.Errorf("it says %s", text)
	}
	for _, word := range []string{"XJ-", "演示化工公司", silent.String(), "案号"} {
		if strings.Contains(text, word) {
			t.Errorf("it tells of a case: %s", text)
		}
	}
	if n := count(t, h, "deliveries where topic = 'leads.new' and agency_id <> $1", h.Procuratorate.ID); n != 0 {
		t.Errorf("%d notices to other organs", n)
	}
	h.Clock.Set(monday.AddDays(1).Start().Add(time.Minute))
	tells(0) // nothing new
	another := h.Sent(t)
	play(t, h, another, []move{{h.Env.Head, "withdraw", referral.Input{Reason: "材料有误"}}})
	tells(0) // looked at today already
	h.Clock.Set(monday.AddDays(2).Start().Add(time.Minute))
	tells(1)
	table(4)
}
