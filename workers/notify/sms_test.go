package notify_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/workers/notify"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func text() notify.Message {
	return notify.Message{ID: id, To: "+86 138-0000-0000", Text: "【衔接】移送涉嫌犯罪案件 XJ-1：期限即将届满"}
}

func gateway(t *testing.T, h http.HandlerFunc) (*httptest.Server, *notify.SMS) {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv, toward(t, notify.SMSConfig{URL: srv.URL + "/send", Token: "geheim", Allow: loopback})
}

func toward(t *testing.T, c notify.SMSConfig) *notify.SMS {
	t.Helper()
	s, err := notify.NewSMS(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSMSArrives(t *testing.T) {
	t.Parallel()
	type heard struct {
		method, path, auth, key, kind string
		body                          map[string]string
	}
	got := make(chan heard, 1)
	_, s := gateway(t, func(w http.ResponseWriter, r *http.Request) {
		h := heard{method: r.Method, path: r.URL.Path, auth: r.Header.Get("Authorization"), key: r.Header.Get("Idempotency-Key"), kind: r.Header.Get("Content-Type")}
		if err := json.NewDecoder(r.Body).Decode(&h.body); err != nil {
			t.Error(err)
		}
		got <- h
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, `{"id":"gw-17"}`)
	})
	proof, err := s.Send(t.Context(), text())
	if err != nil {
		t.Fatal(err)
	}
	if proof != "HTTP 202 gw-17" {
		t.Errorf("proof %q", proof)
	}
	h := <-got
	if h.method != "POST" || h.path != "/send" || h.auth != "Bearer geheim" || h.key != id || h.kind != "application/json" {
		t.Errorf("asked as %+v", h)
	}
	if h.body["to"] != "+8613800000000" || h.body["text"] != text().Text || h.body["id"] != id || len(h.body) != 3 {
		t.Errorf("said %v", h.body)
	}
}

func TestSMSAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer    http.HandlerFunc
		sent      bool
		permanent bool
		proof     string
	}{
		"no body":            {answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, sent: true, proof: "HTTP 204"},
		"id of many lines":   {answer: func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"id":"a\r\nb\u202ec"}`) }, sent: true, proof: "HTTP 200 a b c"},
		"id of another sort": {answer: func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"id":7}`) }, sent: true, proof: "HTTP 200"},
		"overloaded":         {answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }},
		"too many":           {answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(429) }},
		"wrong token":        {answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401) }},
		"no such number":     {answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(422) }, permanent: true},
		"hangs up":           {answer: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, s := gateway(t, c.answer)
			proof, err := s.Send(t.Context(), text())
			if (err == nil) != c.sent || notify.Permanent(err) != c.permanent || proof != c.proof {
				t.Fatalf("proof %q, %v", proof, err)
			}
			if err != nil && (strings.Contains(err.Error(), "127.0.0.1") && name != "hangs up" || strings.Contains(err.Error(), "138")) {
				t.Errorf("the reason says too much: %v", err)
			}
		})
	}
}

func TestSMSEndlessAnswerIsCut(t *testing.T) {
	t.Parallel()
	written := make(chan int, 1)
	_, s := gateway(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "10737418240")
		n, line := 0, []byte(strings.Repeat("x", 1<<16))
		for {
			k, err := w.Write(line)
			if n += k; err != nil || r.Context().Err() != nil {
				written <- n
				return
			}
		}
	})
	proof, err := s.Send(t.Context(), text())
	if err != nil || proof != "HTTP 200" {
		t.Fatalf("proof %q, %v", proof, err)
	}
	if n := <-written; n > 16<<20 { // what lay in the sockets' buffers
		t.Errorf("%d bytes were taken", n)
	}
}

func TestSMSGatewayThatHangs(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(func() { close(release); srv.Close() })
	s := toward(t, notify.SMSConfig{URL: srv.URL, Allow: loopback, Timeout: 200 * time.Millisecond})
	if _, err := s.Send(t.Context(), text()); err == nil || notify.Permanent(err) {
		t.Fatalf("a hanging gateway gave %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Send(ctx, text()); err == nil {
		t.Fatal("sent under an ended context")
	}
}

func TestSMSFollowsNoRedirect(t *testing.T) {
	t.Parallel()
	reached := make(chan struct{}, 1)
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached <- struct{}{} }))
	t.Cleanup(inner.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		_, s := gateway(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inner.URL, status) })
		if _, err := s.Send(t.Context(), text()); err == nil || notify.Permanent(err) {
			t.Errorf("%d gave %v", status, err)
		}
	}
	select {
	case <-reached:
		t.Fatal("a redirect was followed")
	default:
	}
}

func TestSMSDialsNoInnerAddress(t *testing.T) {
	t.Parallel()
	reached := make(chan struct{}, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached <- struct{}{} }))
	t.Cleanup(srv.Close)
	u, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(u.Host)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16")}
	for _, c := range []notify.SMSConfig{
		{URL: "https://127.0.0.1/"}, {URL: "https://localhost/"}, {URL: "https://[::1]/"}, {URL: "https://[::ffff:127.0.0.1]/"},
		{URL: "https://10.20.0.1/"}, {URL: "https://169.254.169.254/"}, {URL: "https://0x7f000001/"}, {URL: "https://127.0.0.1:" + port + "/"},
		{URL: srv.URL, Allow: elsewhere}, {URL: "http://localhost:" + port, Allow: elsewhere},
		{URL: "http://[::ffff:127.0.0.1]:" + port, Allow: elsewhere},
	} {
		c.Timeout = 2 * time.Second
		if _, err := toward(t, c).Send(t.Context(), text()); err == nil {
			t.Errorf("%s was asked", c.URL)
		}
	}
	select {
	case <-reached:
		t.Fatal("an inner address was dialled")
	default:
	}
}

func TestSMSIgnoresTheProxyOfTheEnvironment(t *testing.T) {
	reached := make(chan struct{}, 1)
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached <- struct{}{} }))
	t.Cleanup(proxy.Close)
	t.Setenv("HTTP_PROXY", proxy.URL)
	s := toward(t, notify.SMSConfig{URL: "http://gateway.invalid:" + proxy.URL[strings.LastIndexByte(proxy.URL, ':')+1:], Allow: loopback, Timeout: 2 * time.Second})
	if _, err := s.Send(t.Context(), text()); err == nil || len(reached) > 0 {
		t.Fatal("the proxy was used")
	}
}

func TestSMSConfiguration(t *testing.T) {
	t.Parallel()
	for _, c := range []notify.SMSConfig{
		{URL: "gateway"}, {URL: "http://gateway.example.test/"}, {URL: "https://user:word@gateway.example.test/"}, {URL: "ftp://gateway.example.test/", Allow: loopback},
	} {
		if _, err := notify.NewSMS(c); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
}

func TestSMSNumbers(t *testing.T) {
	t.Parallel()
	_, s := gateway(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200) })
	for number, fine := range map[string]bool{"13800000000": true, "+86 21-0000 0000": true, "": false, "12": false, "138\r\n000000": false, "alarm": false, "++123456": false, strings.Repeat("1", 30): false} {
		m := text()
		m.To = number
		if _, err := s.Send(t.Context(), m); (err == nil) != fine || !fine && !notify.Permanent(err) {
			t.Errorf("%q: %v", number, err)
		}
	}
	if notify.Permanent(errors.New("x")) {
		t.Error("any error is permanent")
	}
}
