package idp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Login signs a person in at a hub the way a browser does: it starts at the
// hub, clicks on the login page of the issuer, and follows back to the hub. The
// session stays in the client's cookie jar. Errors carry what the hub answered.
func Login(ctx context.Context, client *http.Client, hubURL, issuerCode, sub string) error {
	return walk(ctx, client, hubURL, url.Values{"issuer": {issuerCode}, "return_to": {"/"}}, sub)
}

// StepUp makes a signed-in person confirm who they are (再次认证).
func StepUp(ctx context.Context, client *http.Client, hubURL, issuerCode, sub string) error {
	return walk(ctx, client, hubURL, url.Values{"issuer": {issuerCode}, "return_to": {"/"}, "step_up": {"1"}}, sub)
}

func walk(ctx context.Context, client *http.Client, hubURL string, start url.Values, sub string) error {
	if client.Jar == nil {
		return errors.New("log in: the client has no cookie jar to keep the session in")
	}
	hub, err := url.Parse(hubURL)
	if err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	// Stop in front of the page that the hub finally sends to: by then the
	// session is there, and the page is not our business.
	arrived := func(u *url.URL) bool {
		return u.Host == hub.Host && !strings.HasPrefix(u.Path, "/login/") && !strings.HasPrefix(u.Path, "/idp/")
	}
	browser := *client
	browser.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		if arrived(r.URL) {
			return http.ErrUseLastResponse
		}
		if len(via) > 10 {
			return errors.New("redirected more than 10 times")
		}
		return nil
	}
	page, err := visit(ctx, &browser, http.MethodGet, hub.JoinPath("/login/start").String()+"?"+start.Encode(), nil)
	if err != nil {
		return fmt.Errorf("log in: reach the login page: %w", err)
	}
	if page.StatusCode != http.StatusOK || page.Request.URL.Query().Get("id") == "" {
		return fmt.Errorf("log in: no login page at %s: %s", page.Request.URL.Redacted(), page.Status)
	}
	form := url.Values{"id": page.Request.URL.Query()["id"], "sub": {sub}}
	end, err := visit(ctx, &browser, http.MethodPost, page.Request.URL.String(), form)
	if err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	to, err := end.Location()
	if err != nil || !arrived(to) {
		return fmt.Errorf("log in: ended at %s with %s", end.Request.URL.Path, end.Status)
	}
	return nil
}

// visit makes a request; an answer of 400 and above is an error with its text.
func visit(ctx context.Context, browser *http.Client, method, address string, form url.Values) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := browser.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 4<<10))
	if answer.StatusCode >= 400 {
		return nil, fmt.Errorf("%s answered %s: %s", answer.Request.URL.Path, answer.Status, strings.TrimSpace(string(text)))
	}
	return answer, err
}
