package api_test

import (
	"io"
	"strings"
	"testing"
)

// TestNothingIsReadAsTheNextRequest: what is left of a body that was refused
// half-read is never taken for the next request on the same connection.
func TestNothingIsReadAsTheNextRequest(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Opened(t)
	hidden := "\r\n\r\nDELETE " + at(id, "/watch") + " HTTP/1.1\r\nHost: x\r\n\r\n"
	long := `{"title":"演示","content":{"facts":"` + strings.Repeat("长", 1<<20)
	for name, body := range map[string]func() any{
		"3 MB, announced":  func() any { return []byte(long) },
		"3 MB, chunked":    func() any { return io.MultiReader(strings.NewReader(long)) },
		"6 MB, announced":  func() any { return []byte(long + long) },
		"6 MB, chunked":    func() any { return io.MultiReader(strings.NewReader(long + long)) },
		"hidden, chunked":  func() any { return io.MultiReader(strings.NewReader(strings.Repeat(long+hidden, 2))) },
		"little, refused":  func() any { return []byte(`{"colour":"red"}`) },
		"nobody reads it":  func() any { return io.MultiReader(strings.NewReader(long)) },
		"another medium":   func() any { return io.MultiReader(strings.NewReader(long)) },
		"no such address":  func() any { return io.MultiReader(strings.NewReader(long)) },
		"not a megabyte":   func() any { return io.MultiReader(strings.NewReader(long[:900_000])) },
		"a little too big": func() any { return io.MultiReader(strings.NewReader(long[:1_100_000])) },
	} {
		t.Run(name, func(t *testing.T) {
			for range 3 {
				a := post("/v1/referrals/criminal", body()).on(0)
				switch name {
				case "nobody reads it":
					a = a.with("Authorization", "Bearer x")
				case "another medium":
					a = a.with("Content-Type", "text/plain")
				case "no such address":
					a.path = "/v1/nothing"
				}
				if got := h.send(t, envHandler, a); got.status < 400 || got.status >= 500 {
					t.Errorf("%d %.200s", got.status, got.text)
				}
				h.want(t, 200, "", envHandler, get("/v1/me"))
			}
		})
	}
}
