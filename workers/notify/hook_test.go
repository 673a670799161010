package notify_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/workers/notify"
)

const hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

var hookTime = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func hooks() notify.Hooks {
	return notify.Hooks{Now: func() time.Time { return hookTime }, Timeout: 5 * time.Second}
}

func hook() notify.Hook {
	return notify.Hook{ID: id, At: hookTime, Body: []byte(`{"type":"test"}`), Title: "【衔接】", Text: "【衔接】XJ-1"}
}

func endpoint(t *testing.T, kind string, h http.HandlerFunc) notify.Target {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return notify.Target{Kind: kind, URL: srv.URL + "/in", Keys: []string{hookSecret}, Allow: loopback}
}

func TestWebhookIsSignedAsASubscriberVerifiesIt(t *testing.T) {
	t.Parallel()
	verified := make(chan bool, 1)
	to := endpoint(t, notify.KindWebhook, func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(hookSecret, "whsec_"))
		if err != nil {
			t.Error(err)
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(r.Header.Get("webhook-id") + "." + r.Header.Get("webhook-timestamp") + "." + string(body)))
		want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
		verified <- r.Header.Get("webhook-signature") == want && r.Header.Get("webhook-id") == id && r.Header.Get("webhook-timestamp") == "1772442000"
	})
	if a, err := hooks().Send(t.Context(), to, hook()); err != nil || a.Status != 200 {
		t.Fatalf("%+v, %v", a, err)
	}
	if !<-verified {
		t.Error("the subscriber does not believe it")
	}
}

func TestWebhookAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status               int
		after                string
		taken, gone, refused bool
		wait                 time.Duration
	}{
		"taken":           {status: 204, taken: true},
		"gone":            {status: 410, gone: true},
		"does not want":   {status: 422, refused: true},
		"broken":          {status: 500},
		"too many":        {status: 429, after: "120", wait: 2 * time.Minute},
		"until a date":    {status: 503, after: hookTime.Add(time.Hour).Format(http.TimeFormat), wait: time.Hour},
		"asks for a year": {status: 503, after: "31536000", wait: 24 * time.Hour},
		"asks for less":   {status: 503, after: "-5"},
		"asks for words":  {status: 503, after: "soon"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := endpoint(t, notify.KindWebhook, func(w http.ResponseWriter, _ *http.Request) {
				if c.after != "" {
					w.Header().Set("Retry-After", c.after)
				}
				w.WriteHeader(c.status)
			})
			a, err := hooks().Send(t.Context(), to, hook())
			_, refused := errors.AsType[*notify.RefusedError](err)
			if (err == nil) != c.taken || errors.Is(err, notify.ErrGone) != c.gone || refused != c.refused || a.Status != c.status || a.After != c.wait {
				t.Errorf("%+v, %v", a, err)
			}
		})
	}
}

func TestEndpointThatHangsIsLeftInTime(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	to := endpoint(t, notify.KindWebhook, func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) }) // before the server closes
	h := hooks()
	h.Timeout = 200 * time.Millisecond
	if a, err := h.Send(t.Context(), to, hook()); err == nil || a.Status != 0 {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestEndpointWithAnEndlessAnswerIsCut(t *testing.T) {
	t.Parallel()
	written := make(chan int, 1)
	to := endpoint(t, notify.KindWebhook, func(w http.ResponseWriter, r *http.Request) {
		n, line := 0, []byte(strings.Repeat("x", 1<<16))
		for {
			k, err := w.Write(line)
			if n += k; err != nil || r.Context().Err() != nil {
				written <- n
				return
			}
		}
	})
	if a, err := hooks().Send(t.Context(), to, hook()); err != nil || len(a.Text) > 1000 {
		t.Errorf("%d bytes shown, %v", len(a.Text), err)
	}
	if n := <-written; n > 16<<20 { // what lay in the sockets' buffers
		t.Errorf("%d bytes were taken", n)
	}
}

func TestEndpointRedirectsNowhere(t *testing.T) {
	t.Parallel()
	reached := make(chan struct{}, 1)
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached <- struct{}{} }))
	t.Cleanup(inner.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		to := endpoint(t, notify.KindWebhook, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inner.URL, status) })
		if a, err := hooks().Send(t.Context(), to, hook()); err == nil || a.Status != status {
			t.Errorf("%d: %+v, %v", status, a, err)
		}
	}
	if len(reached) > 0 {
		t.Error("a redirect was followed")
	}
}

func TestEndpointInsideIsDialledOnlyWhereAllowed(t *testing.T) {
	t.Parallel()
	reached := make(chan struct{}, 1)
	to := endpoint(t, notify.KindWebhook, func(http.ResponseWriter, *http.Request) { reached <- struct{}{} })
	for _, allow := range [][]netip.Prefix{nil, {netip.MustParsePrefix("10.0.0.0/8")}} {
		to.Allow = allow
		for _, scheme := range []string{"http", "https"} {
			inside := to
			inside.URL = strings.Replace(to.URL, "http", scheme, 1)
			if _, err := hooks().Send(t.Context(), inside, hook()); err == nil {
				t.Errorf("%s with %v was dialled", scheme, allow)
			}
		}
	}
	if len(reached) > 0 {
		t.Error("the inner server was reached")
	}
}

func TestRobotTakesNothingWithoutErrcodeZero(t *testing.T) {
	t.Parallel()
	for answer, taken := range map[string]bool{
		`{"errcode":0,"errmsg":"ok"}`: true, `{"errcode":45009,"errmsg":"api freq out of limit"}`: false, `{"errmsg":"ok"}`: false, `<html>`: false, ``: false,
	} {
		for _, kind := range []string{notify.KindWeCom, notify.KindDingTalk} {
			to := endpoint(t, kind, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) })
			if a, err := hooks().Send(t.Context(), to, hook()); (err == nil) != taken || a.Status != 200 {
				t.Errorf("%s after %q: %+v, %v", kind, answer, a, err)
			}
		}
	}
}

func TestDingTalkIsSignedByTime(t *testing.T) {
	t.Parallel()
	type heard struct{ token, at, sign, kind, text string }
	got := make(chan heard, 1)
	to := endpoint(t, notify.KindDingTalk, func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Type     string `json:"msgtype"`
			Markdown struct{ Text string }
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		q := r.URL.Query()
		got <- heard{q.Get("access_token"), q.Get("timestamp"), q.Get("sign"), body.Type, body.Markdown.Text}
		_, _ = io.WriteString(w, `{"errcode":0}`)
	})
	to.Keys, to.Sign = []string{"schluessel"}, "SECgeheim"
	if _, err := hooks().Send(t.Context(), to, hook()); err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, []byte("SECgeheim"))
	mac.Write([]byte("1772442000000\nSECgeheim"))
	want := heard{"schluessel", "1772442000000", base64.StdEncoding.EncodeToString(mac.Sum(nil)), "markdown", hook().Text}
	if h := <-got; h != want {
		t.Errorf("heard %+v, want %+v", h, want)
	}
}

func TestKeyOfARobotStandsInNoReason(t *testing.T) {
	t.Parallel()
	to := endpoint(t, notify.KindWeCom, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	to.Keys = []string{"schluessel"}
	if _, err := hooks().Send(t.Context(), to, hook()); err == nil || strings.Contains(err.Error(), "schluessel") {
		t.Errorf("the reason is %v", err)
	}
}
