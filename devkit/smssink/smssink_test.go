package smssink_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/smssink"
)

func TestSink(t *testing.T) {
	t.Parallel()
	s := smssink.New("secret", func() time.Time { return time.Unix(0, 0) })
	post := func(token, body string) int {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Code
	}
	for _, c := range []struct {
		token, body string
		want        int
	}{
		{"secret", `{"id":"1","to":"+8600000000001","text":"<b>一件</b>"}`, http.StatusOK},
		{"secret", `{"id":"1","to":"+8600000000001","text":"again"}`, http.StatusOK},
		{"wrong", `{"id":"2","to":"+8600000000001","text":"no"}`, http.StatusUnauthorized},
		{"secret", `{"id":"3"}`, http.StatusUnprocessableEntity},
		{"secret", `not json`, http.StatusUnprocessableEntity},
	} {
		if got := post(c.token, c.body); got != c.want {
			t.Errorf("%s: %d, want %d", c.body, got, c.want)
		}
	}
	if n := len(s.Messages()); n != 1 {
		t.Errorf("%d messages kept, want the one", n)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if body := w.Body.String(); !strings.Contains(body, "&lt;b&gt;一件") {
		t.Errorf("the page shows %q", body)
	}
}
