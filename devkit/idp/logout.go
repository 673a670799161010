package idp

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// SignOut ends all of a person's sessions at every hub that registered a
// LogoutURI, by back-channel logout tokens. Any answer but 200 is an error.
func (p *Provider) SignOut(ctx context.Context, caller *http.Client, issuerCode, sub string) error {
	i := p.issuers[issuerCode]
	if i == nil {
		return fmt.Errorf("there is no issuer %s", issuerCode)
	}
	for _, c := range i.known.all() {
		if c.LogoutURI == "" {
			continue
		}
		token, err := i.logoutToken(c, sub)
		if err != nil {
			return err
		}
		body := strings.NewReader(url.Values{"logout_token": {token}}.Encode())
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.LogoutURI, body)
		if err != nil {
			return fmt.Errorf("tell %s of the logout: %w", c.ID, err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := caller.Do(r)
		if err != nil {
			return fmt.Errorf("tell %s of the logout: %w", c.ID, err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("tell %s of the logout: answered %s", c.ID, answer.Status)
		}
	}
	return nil
}
