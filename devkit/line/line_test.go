package line_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/devkit/line"
)

func get(t *testing.T, client *http.Client, url string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}

// A line that is cut breaks what is under way and hangs up on whoever calls; joined, it
// carries again.
func TestCutAndJoin(t *testing.T) {
	t.Parallel()
	under := make(chan struct{})
	far := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			close(under)
			<-r.Context().Done() // the line is cut
			return
		}
		_, _ = io.WriteString(w, "there")
	}))
	t.Cleanup(far.Close)
	l, err := line.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Lead(strings.TrimPrefix(far.URL, "http://"))
	t.Cleanup(func() {
		if err := l.Stop(); err != nil {
			t.Error(err)
		}
	})
	client := &http.Client{Transport: &http.Transport{}}
	if got, err := get(t, client, l.URL()); got != "there" {
		t.Fatalf("through the line came %q, %v", got, err)
	}
	broken := make(chan error, 1)
	go func() {
		_, err := get(t, client, l.URL()+"/slow")
		broken <- err
	}()
	<-under
	page := httptest.NewServer(line.Switch{l})
	t.Cleanup(page.Close)
	throw := func(to string) {
		t.Helper()
		resp, err := http.PostForm(page.URL, url.Values{"line": {to}})
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	throw("cut")
	if err := <-broken; err == nil {
		t.Error("a call survived the cut")
	}
	if _, err := get(t, client, l.URL()); err == nil || !l.IsCut() {
		t.Error("a cut line let a call through")
	}
	if got, _ := get(t, http.DefaultClient, page.URL); !strings.Contains(got, "已断开") {
		t.Error("the page does not say that the line is cut")
	}
	throw("join")
	if got, err := get(t, client, l.URL()); got != "there" {
		t.Errorf("through the joined line came %q, %v", got, err)
	}
}
