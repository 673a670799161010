package casework_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/sealing"
)

// TestSecretsLieSealed: what signs webhooks and logs the hub in at an issuer is in no
// row of the database, also not after it lay there in clear, and opens after a rotation.
func TestSecretsLieSealed(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := t.Context()
	ring := h.Sealing.(*sealing.Ring)
	rows := func() (out string) {
		check(t, h.DB.Owner.QueryRow(ctx, `select coalesce(string_agg(x::text, ' '), '') from (select to_jsonb(i) x from issuers i union all select to_jsonb(s) from endpoint_secrets s union all select to_jsonb(e) from endpoints e) all_of_it`).Scan(&out))
		return out
	}
	var issuer, code string
	check(t, h.DB.Owner.QueryRow(ctx, "select id, code from issuers order by code limit 1").Scan(&issuer, &code))
	_, err := h.DB.Owner.Exec(ctx, "update issuers set client_secret = 'cl1ent-secret' where id = $1", issuer) // as an earlier release kept it
	check(t, err)
	_, err = h.DB.Owner.Exec(ctx, `insert into endpoints (id, agency_id, kind, name, url, state, created_by, created_at) values ('00000000-0000-7000-8000-000000000001', $1, 'webhook', 'x', 'https://x.example', 'active', 'x', now())`, h.Env.ID)
	check(t, err)
	_, err = h.DB.Owner.Exec(ctx, `insert into endpoint_secrets (endpoint_id, agency_id, secret, sign, old_secret) values ('00000000-0000-7000-8000-000000000001', $1, 'whsec-new', 'sign-it', 'whsec-old')`, h.Env.ID)
	check(t, err)

	clear := []string{"cl1ent-secret", "whsec-new", "sign-it", "whsec-old"}
	for _, s := range clear {
		if !strings.Contains(rows(), s) {
			t.Fatalf("%s is not there to be sealed", s)
		}
	}
	if n, err := h.SealSecrets(ctx); err != nil || n != 2 {
		t.Fatalf("sealed %d, %v", n, err)
	}
	if n, err := h.SealSecrets(ctx); err != nil || n != 0 {
		t.Errorf("sealed %d again, %v", n, err)
	}
	opens := func() {
		t.Helper()
		for _, s := range clear {
			if strings.Contains(rows(), s) {
				t.Errorf("%s lies in the database", s)
			}
		}
		row, err := h.IssuerByCode(ctx, code)
		check(t, err)
		if row.ClientSecret != "cl1ent-secret" {
			t.Errorf("the client secret reads as %q", row.ClientSecret)
		}
	}
	opens()

	next, err := ring.Rotated(rand.Reader)
	check(t, err)
	h.Sealing = next
	opens() // the old key still opens
	if n, err := h.SealSecrets(ctx); err != nil || n != 2 {
		t.Errorf("after a rotation %d were sealed anew, %v", n, err)
	}
	opens()
	h.Sealing = ring
	if _, err := h.IssuerByCode(ctx, code); err == nil {
		t.Error("the old ring opens what the new one sealed")
	}
}
