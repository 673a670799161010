package federation_test

import (
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/federation"
)

func TestRequestToken(t *testing.T) {
	t.Parallel()
	made := federation.Request{Hub: sichuan.name, Audience: yuzhong.name, Method: "POST", Path: federation.PathEnvelopes, Body: federation.HashOf([]byte("x")), IssuedAt: noon}
	header, err := made.Authorize(sichuan.hub)
	if err != nil {
		t.Fatal(err)
	}
	got, err := yuzhong.opener().CheckRequest(header, made, noon.Add(4*time.Minute))
	if err != nil || got.Hub != sichuan.name || got.Nonce.IsZero() {
		t.Fatalf("got %+v, %v", got, err)
	}
	for name, c := range map[string]struct {
		header string
		change func(*federation.Request)
		at     time.Time
		want   federation.Reason
	}{
		"too early":       {header, func(*federation.Request) {}, noon.Add(-6 * time.Minute), federation.ReasonClock},
		"too late":        {header, func(*federation.Request) {}, noon.Add(6 * time.Minute), federation.ReasonClock},
		"another hub":     {header, func(r *federation.Request) { r.Audience = "x.example" }, noon, federation.ReasonAudience},
		"another method":  {header, func(r *federation.Request) { r.Method = "GET" }, noon, federation.ReasonAudience},
		"another path":    {header, func(r *federation.Request) { r.Path += "?x" }, noon, federation.ReasonAudience},
		"another body":    {header, func(r *federation.Request) { r.Body = federation.HashOf(nil) }, noon, federation.ReasonAudience},
		"nothing":         {"", func(*federation.Request) {}, noon, federation.ReasonHeader},
		"another scheme":  {"Bearer x", func(*federation.Request) {}, noon, federation.ReasonHeader},
		"rubbish":         {"XHP x", func(*federation.Request) {}, noon, federation.ReasonMalformed},
		"not base64url":   {"XHP +/", func(*federation.Request) {}, noon, federation.ReasonMalformed},
		"half of a token": {header[:len(header)-40], func(*federation.Request) {}, noon, federation.ReasonMalformed},
	} {
		want := made
		c.change(&want)
		if _, err := yuzhong.opener().CheckRequest(c.header, want, c.at); reasonOf(t, err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := made.Authorize(sichuan.agencyKey); reasonOf(t, err) != federation.ReasonForeignSender {
		t.Errorf("an agency's key makes requests of the hub: %v", err)
	}
	stolen, err := federation.Request{Hub: yuzhong.name, Audience: yuzhong.name, IssuedAt: noon}.Authorize(sichuan.hub)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := yuzhong.opener().CheckRequest(stolen, made, noon); reasonOf(t, err) != federation.ReasonForeignSender {
		t.Errorf("one hub asks in the name of another: %v", err)
	}
}
