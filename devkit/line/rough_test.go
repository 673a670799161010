package line_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/xianjie-hub/xianjie/devkit/line"
)

// A rough line loses answers of requests that arrived, breaks others before, doubles some,
// and does nothing of it once it is mended.
func TestRough(t *testing.T) {
	t.Parallel()
	var arrived atomic.Int64
	far := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		arrived.Add(1)
		w.Header().Set("X-Far", "yes")
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(far.Close)
	rough := &line.Rough{To: far.URL, Cut: 0.4, Twice: 0.3, Dice: rand.NewPCG(1, 2)}
	near := httptest.NewServer(rough)
	t.Cleanup(near.Close)
	ask := func() bool {
		resp, err := http.Post(near.URL+"/x?y=1", "text/plain", nil)
		if err != nil {
			return false
		}
		_ = resp.Body.Close()
		return resp.StatusCode == http.StatusAccepted && resp.Header.Get("X-Far") == "yes"
	}
	answered := 0
	for range 200 {
		if ask() {
			answered++
		}
	}
	whole, broken, twice := rough.Counts()
	if answered != int(whole) || broken < 50 || twice < 20 || whole+broken != 200 {
		t.Errorf("%d answered, %d whole, %d broken, %d twice", answered, whole, broken, twice)
	}
	lost := arrived.Load() - int64(whole+twice)
	if lost < 20 || lost >= int64(broken) {
		t.Errorf("%d arrived without an answer, of %d broken", lost, broken)
	}
	rough.Mend()
	for range 20 {
		if !ask() {
			t.Fatal("a mended line loses a request")
		}
	}
}
