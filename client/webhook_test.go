package client_test

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/client"
	"github.com/xianjie-hub/xianjie/domain/webhook"
)

func TestVerifyWebhook(t *testing.T) {
	t.Parallel()
	secret, _, err := webhook.NewKeys(webhook.SchemeHMAC, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	older, _, err := webhook.NewKeys(webhook.SchemeHMAC, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	body := []byte(`{"type":"act"}`)
	signature, err := webhook.Sign([]string{older, secret}, "id", at, body)
	if err != nil {
		t.Fatal(err)
	}
	header := func() http.Header {
		return http.Header{"Webhook-Id": {"id"}, "Webhook-Timestamp": {strconv.FormatInt(at.Unix(), 10)}, "Webhook-Signature": {signature}}
	}
	for _, key := range []string{secret, older} { // while the key is changed both sign
		if err := client.VerifyWebhook(key, header(), body, at.Add(time.Minute)); err != nil {
			t.Error(err)
		}
	}
	for name, change := range map[string]func(h http.Header, body *[]byte, now *time.Time, key *string){
		"another body": func(_ http.Header, b *[]byte, _ *time.Time, _ *string) { *b = []byte(`{}`) },
		"another id":   func(h http.Header, _ *[]byte, _ *time.Time, _ *string) { h.Set("webhook-id", "x") },
		"another time": func(h http.Header, _ *[]byte, _ *time.Time, _ *string) { h.Set("webhook-timestamp", "1") },
		"no time":      func(h http.Header, _ *[]byte, _ *time.Time, _ *string) { h.Del("webhook-timestamp") },
		"no signature": func(h http.Header, _ *[]byte, _ *time.Time, _ *string) { h.Del("webhook-signature") },
		"old":          func(_ http.Header, _ *[]byte, now *time.Time, _ *string) { *now = at.Add(time.Hour) },
		"another scheme": func(h http.Header, _ *[]byte, _ *time.Time, _ *string) {
			h.Set("webhook-signature", strings.ReplaceAll(signature, "v1,", "v2,"))
		},
		"another key": func(_ http.Header, _ *[]byte, _ *time.Time, key *string) { *key = "whsec_" + strings.Repeat("A", 44) },
		"no key":      func(_ http.Header, _ *[]byte, _ *time.Time, key *string) { *key = "?" },
	} {
		h, b, now, key := header(), body, at, secret
		change(h, &b, &now, &key)
		if client.VerifyWebhook(key, h, b, now) == nil {
			t.Errorf("%s passes", name)
		}
	}
}
