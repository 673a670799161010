package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// SMSConfig says where the text-message gateway is. An empty URL means that this
// installation sends none.
type SMSConfig struct {
	URL   string // https; http only inside an allowed prefix
	Token string // bearer token
	// Allow lists the intranet prefixes in which the gateway may live. Without any,
	// only public addresses on port 443 are dialled.
	Allow   []netip.Prefix
	Timeout time.Duration // zero: 15 s
}

// SMS sends text messages through a gateway: POST of {"id", "to", "text"} as JSON
// with a bearer token and the id as Idempotency-Key; any 2xx is taken as accepted.
type SMS struct {
	url    string
	token  string
	client *http.Client
}

// NewSMS checks the configuration. It connects to nobody.
func NewSMS(c SMSConfig) (*SMS, error) {
	client, err := outbound(c.URL, c.Allow, c.Timeout)
	if err != nil {
		return nil, fmt.Errorf("the gateway: %w", err)
	}
	return &SMS{url: c.URL, token: c.Token, client: client}, nil
}

type smsBody struct {
	ID   string `json:"id"`
	To   string `json:"to"`
	Text string `json:"text"`
}

// Send hands one message over and gives the gateway's own id for it, or else the
// status, as proof.
func (s *SMS) Send(ctx context.Context, msg Message) (proof string, err error) {
	to, ok := number(msg.To)
	if !ok {
		return "", permanent(errors.New("no usable phone number"))
	}
	body, err := json.Marshal(smsBody{msg.ID, to, msg.Text})
	if err != nil {
		return "", fmt.Errorf("write the message: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("ask the gateway: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", msg.ID)
	if s.token != "" {
		req.Header.Set("Authorization", "Bearer "+s.token)
	}
	res, err := s.client.Do(req)
	if err != nil {
		return "", fmt.Errorf("gateway: %w", callError(err))
	}
	defer res.Body.Close()
	switch {
	case res.StatusCode/100 == 2:
		return proofOf(res), nil
	case res.StatusCode == http.StatusUnprocessableEntity: // understood, and the number is no number
		return "", permanent(fmt.Errorf("gateway: HTTP %d", res.StatusCode))
	}
	return "", fmt.Errorf("gateway: HTTP %d", res.StatusCode)
}

// proofOf reads the gateway's id for the message, if its answer has one.
func proofOf(res *http.Response) string {
	status := "HTTP " + strconv.Itoa(res.StatusCode)
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return status // taken is taken; only the receipt is lost
	}
	var answer struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(raw, &answer) == nil && answer.ID != "" {
		return shown(status + " " + answer.ID)
	}
	return status
}

// number takes blanks and dashes out of a phone number and refuses what is none.
func number(s string) (string, bool) {
	s = strings.NewReplacer(" ", "", "-", "").Replace(s)
	digits := strings.TrimPrefix(s, "+")
	if len(digits) < 5 || len(digits) > 20 || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	return s, true
}
