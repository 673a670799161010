package api_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// TestPublicIsBoundedAndCacheable: nobody needs a login, an answer may be kept a minute,
// and whoever hammers it is told to wait while the office goes on.
func TestPublicIsBoundedAndCacheable(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	got := h.send(t, nobody, get("/v1/public/plans"))
	if got.status != 200 || got.header.Get("Cache-Control") != "public, max-age=60" || got.header.Get("ETag") == "" {
		t.Fatalf("%d %v", got.status, got.header)
	}
	if again := h.send(t, nobody, get("/v1/public/plans").with("If-None-Match", got.header.Get("ETag"))); again.status != http.StatusNotModified {
		t.Errorf("the same list again: %d", again.status)
	}
	for path, status := range map[string]int{
		"/v1/public/plans/" + ids.New[ids.Entry](h.Clock.Now()).String(): 404, "/v1/public/plans/none": 404, "/v1/public/feeds/none.ics": 404, "/v1/public/plans?year=26": 422, "/v1/public/results?plan=x": 422,
		"/v1/public/results": 200, "/v1/public/results.csv": 200, "/v1/public/plans.csv": 200, "/v1/public/draws.csv": 200, "/v1/public/draws.csv?year=26": 422, "/v1/public/key": 200, "/v1/public/voucher?text=XJV1.a.b": 200,
	} {
		if got := h.send(t, nobody, get(path)); got.status != status {
			t.Errorf("%s: %d, want %d: %s", path, got.status, status, got.text)
		}
	}
	var mu sync.Mutex
	tally := map[int]int{}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				got := h.send(t, nobody, get("/v1/public/key"))
				mu.Lock()
				tally[got.status]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if tally[429] == 0 || tally[200] < 400 || tally[200]+tally[429] != 800 {
		t.Errorf("answered %v", tally)
	}
	if got := h.send(t, envHandler, get("/v1/me")); got.status != 200 {
		t.Errorf("the office: %d", got.status)
	}
}
