package api_test

import (
	"net/http"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// The protocol's own document agrees with what the hub answers below /xhp: every path and
// method of it is there, no other method is, and a request without a token gets a status
// that the document names.
func TestExchangeKeepsItsContract(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	var doc struct {
		Paths map[string]map[string]struct {
			Responses map[string]any `yaml:"responses"`
		} `yaml:"paths"`
	}
	check(t, yaml.Unmarshal(federation.Contract, &doc))
	if len(doc.Paths) < 9 {
		t.Fatalf("%d paths in the document", len(doc.Paths))
	}
	fill := strings.NewReplacer("{hub}", "chongqing", "{case}", ids.New[ids.Case](h.Clock.Now()).String(), "{id}", ids.New[federation.Message](h.Clock.Now()).String(), "{sha256}", strings.Repeat("0", 64))
	for path, item := range doc.Paths {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			op, told := item[strings.ToLower(method)]
			req, err := http.NewRequestWithContext(t.Context(), method, h.url+fill.Replace(path), strings.NewReader("{}"))
			check(t, err)
			resp, err := http.DefaultClient.Do(req)
			check(t, err)
			_ = resp.Body.Close()
			served := resp.StatusCode != http.StatusMethodNotAllowed && resp.StatusCode != http.StatusNotFound || path == federation.PathMetadata && method == http.MethodGet
			if served != told {
				t.Errorf("%s %s: %d, in the document %v", method, path, resp.StatusCode, told)
				continue
			}
			if !told {
				continue
			}
			if resp.Header.Get(federation.HeaderTime) == "" {
				t.Errorf("%s %s says no time", method, path)
			}
			want := "401"
			if path == federation.PathMetadata {
				want = "404" // this hub's root has not signed
			}
			if got := resp.Status[:3]; got != want || op.Responses[got] == nil && path != federation.PathMetadata {
				t.Errorf("%s %s without a token: %s, in the document %v", method, path, got, op.Responses)
			}
		}
	}
	for _, path := range []string{"/xhp/v1/other", "/xhp/v2/envelopes", "/xhp/"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+path, nil)
		check(t, err)
		resp, err := http.DefaultClient.Do(req)
		check(t, err)
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s, which no document names: %d", path, resp.StatusCode)
		}
	}
}
