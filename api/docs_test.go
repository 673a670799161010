package api_test

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var outside = regexp.MustCompile(`(?i)<script|(?:src|href|action)="(?:https?:)?//|@import|url\(`)

// TestDocs: every operation has its page and every page can be read where there
// is no other network than the hub's; every link leads somewhere.
func TestDocs(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	read := func(path string) (int, string) {
		res, err := h.as(t, nobody).Get(h.url + path)
		check(t, err)
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		check(t, err)
		if found := outside.FindString(string(text)); found != "" {
			t.Errorf("%s reaches outside: %q", path, found)
		}
		return res.StatusCode, string(text)
	}
	_, zh := read("/docs")
	_, en := read("/docs?lang=en")
	if !strings.Contains(zh, "接口文档") || !strings.Contains(zh, "签收") || !strings.Contains(en, "Partner systems send") {
		t.Error("the list speaks neither language")
	}
	seen := map[string]bool{}
	var follow func(page string)
	follow = func(page string) {
		for _, m := range regexp.MustCompile(`href="(/docs/[^"]+)"`).FindAllStringSubmatch(page, -1) {
			if seen[m[1]] {
				continue
			}
			seen[m[1]] = true
			status, text := read(m[1])
			if status != http.StatusOK {
				t.Errorf("%s: %d", m[1], status)
			}
			follow(text)
		}
	}
	follow(en)
	if !seen["/docs/xhp.yaml"] {
		t.Error("the protocol between hubs is not there for who writes another implementation")
	}
	for _, op := range operations(described(t)) {
		if !strings.Contains(zh, "/docs/operations/"+op.OperationID+"?") || !seen["/docs/operations/"+op.OperationID+"?lang=en"] {
			t.Errorf("%s has no page", op.OperationID)
		}
	}
	for _, path := range []string{"/docs/operations/nothing", "/docs/schemas/Nothing", "/docs/operations/%00", "/docs/schemas/%3Cscript%3E"} {
		if status, _ := read(path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}
