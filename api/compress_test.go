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
