package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/webhook"
)

// Kinds of endpoints.
const (
	KindWebhook  = "webhook"
	KindWeCom    = "wecom"
	KindDingTalk = "dingtalk"
)

// Target is an endpoint as it is called.
type Target struct {
	Kind  string
	URL   string
	Keys  []string // a webhook signs with each, the current first; a robot's first opens it
	Sign  string   // DingTalk's signing secret; empty: the robot asks for none
	Allow []netip.Prefix
}

// Hook is one message for an endpoint.
type Hook struct {
	ID    string // stable: a repetition carries the same
	At    time.Time
	Body  []byte // what a webhook gets
	Title string // what a robot says
	Text  string // Markdown
}

// Answer is what an endpoint said. It is also given beside an error, with what is
// known of it.
type Answer struct {
	Status int           // 0: nothing came
	Text   string        // its first words, fit to be shown
	After  time.Duration // how long it asked to be left alone; zero: it did not
}

// Hooks calls endpoints. It holds no connection between calls: an endpoint that
// hangs keeps nothing of the hub but the one call.
type Hooks struct {
	Now     func() time.Time
	Timeout time.Duration // of one call; zero: 15 s
}

// ErrGone says that the endpoint wants no more messages, ever (410).
var ErrGone = errors.New("the endpoint is gone: HTTP 410")

// RefusedError says that the endpoint lives and did not take this message.
type RefusedError struct{ reason string }

func (e *RefusedError) Error() string { return e.reason }

// Send calls the endpoint once. An error means that the message was not taken.
func (h Hooks) Send(ctx context.Context, t Target, m Hook) (Answer, error) {
	call, err := h.call(t, m)
	if err != nil {
		return Answer{}, err
	}
	client, err := outbound(call.url, t.Allow, h.Timeout)
	if err != nil {
		return Answer{}, err
	}
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, call.url, bytes.NewReader(call.body))
	if err != nil {
		return Answer{}, errors.New("the address cannot be called") // the error would repeat the key in it
	}
	req.Header = call.header
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "xianjie-hub")
	res, err := client.Do(req)
	if err != nil {
		return Answer{}, callError(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	a := Answer{Status: res.StatusCode, Text: shown(string(raw)), After: after(res.Header.Get("Retry-After"), h.Now())}
	switch {
	case res.StatusCode == http.StatusGone && t.Kind == KindWebhook:
		return a, ErrGone
	case res.StatusCode/100 != 2:
		return a, statusError(res.StatusCode)
	case t.Kind == KindWebhook:
		return a, nil // taken is taken, whatever became of its words
	case err != nil:
		return a, fmt.Errorf("the robot's answer: %w", callError(err))
	}
	return a, robotError(raw)
}

// statusError tells an endpoint that cannot take anything now from one that does
// not want this message.
func statusError(status int) error {
	reason := "HTTP " + strconv.Itoa(status)
	switch {
	case status/100 == 3:
		return errors.New(reason + ": redirects are not followed")
	case status/100 == 4 && status != http.StatusRequestTimeout && status != http.StatusTooManyRequests:
		return &RefusedError{reason}
	}
	return errors.New(reason)
}

// longestWait bounds what Retry-After may ask for.
const longestWait = 24 * time.Hour

// after reads Retry-After: seconds, or a date.
func after(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	var wait time.Duration
	if seconds, err := strconv.ParseInt(header, 10, 32); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(header); err == nil {
		wait = at.Sub(now)
	}
	return max(0, min(wait, longestWait))
}

// outgoing is a call before it is made.
type outgoing struct {
	url    string
	header http.Header
	body   []byte
}

func (h Hooks) call(t Target, m Hook) (outgoing, error) {
	if t.Kind != KindWebhook {
		return robotCall(t, m, h.Now())
	}
	at := h.Now()
	signed, err := webhook.Sign(t.Keys, m.ID, at, m.Body)
	if err != nil {
		return outgoing{}, err
	}
	header := http.Header{}
	header.Set("webhook-id", m.ID)
	header.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	header.Set("webhook-signature", signed)
	return outgoing{url: t.URL, header: header, body: m.Body}, nil
}
