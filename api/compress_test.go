package api_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"testing"
)

// TestAnswersAreCompressed: who takes gzip gets the same answer in a fraction of
// the bytes, and a cache is told; who does not gets it plain.
func TestAnswersAreCompressed(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	for range 6 {
		h.Sent(t)
	}
	fetch := func(coding string) (*http.Response, []byte) {
		t.Helper()
		req := h.request(t, get("/v1/referrals?box=waiting"))
		req.Header.Set("Accept-Encoding", coding) // the transport then leaves the answer as it came
		res, err := h.as(t, envHandler).Do(req)
		check(t, err)
		defer res.Body.Close()
		raw, err := io.ReadAll(res.Body)
		check(t, err)
		return res, raw
	}
	res, plain := fetch("identity")
	if got := res.Header.Get("Content-Encoding"); got != "" || !json.Valid(plain) {
		t.Fatalf("asked for no coding, got %q", got)
	}
	res, packed := fetch("gzip")
	if res.Header.Get("Content-Encoding") != "gzip" || res.Header.Get("Vary") == "" {
		t.Fatalf("asked for gzip, got %v", res.Header)
	}
	if len(packed)*2 > len(plain) {
		t.Errorf("%d bytes of %d", len(packed), len(plain))
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	check(t, err)
	var page struct {
		Items []json.RawMessage `json:"items"`
	}
	check(t, json.NewDecoder(unpacked).Decode(&page))
	if len(page.Items) != 6 {
		t.Errorf("%d lines", len(page.Items))
	}
}

// TestStrangeFiltersAreRefused: a value that no column holds is refused in words,
// also one that PostgreSQL could not even read.
func TestStrangeFiltersAreRefused(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	for _, query := range []string{"kind=a%00b", "state=xqzv-0", "kind=lead,%E4%B8%AD"} {
		h.want(t, 422, "invalid", envHandler, get("/v1/referrals?"+query))
		h.want(t, 422, "invalid", envHandler, get("/v1/referrals?q=%E6%B0%B4%E6%B1%A1&"+query))
	}
	h.want(t, 200, "", envHandler, get("/v1/referrals?kind=lead,criminal&state=sent"))
}
