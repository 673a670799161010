package hooksink_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/hooksink"
)

func TestSink(t *testing.T) {
	t.Parallel()
	s := hooksink.New(func() time.Time { return time.Unix(0, 0) })
	for body, want := range map[string]int{
		`{"type":"test","data":{"link":"<b>"}}`: http.StatusOK,
		`no JSON`:                               http.StatusUnprocessableEntity,
		`"` + strings.Repeat("x", 1<<17) + `"`:  http.StatusUnprocessableEntity,
	} {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("webhook-id", "1")
		w := httptest.NewRecorder()
		if s.ServeHTTP(w, r); w.Code != want {
			t.Errorf("%.20s: %d, want %d", body, w.Code, want)
		}
	}
	if n := len(s.Calls()); n != 1 {
		t.Errorf("%d calls kept", n)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if page := w.Body.String(); strings.Contains(page, "<b>") || !strings.Contains(page, "&lt;b&gt;") {
		t.Errorf("shows %s", page)
	}
}
