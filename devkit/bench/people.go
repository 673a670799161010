package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/idp"
)

// signIn logs a person in through the provider and gives the cookies of the
// session as a header: the load's own client is leaner than net/http's.
func signIn(ctx context.Context, hub, issuer, sub string) (string, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return "", fmt.Errorf("make a cookie jar: %w", err)
	}
	client := &http.Client{Jar: jar, Timeout: 30 * time.Second}
	if err := idp.Login(ctx, client, hub, issuer, sub); err != nil {
		return "", fmt.Errorf("log in %s at %s: %w", sub, issuer, err)
	}
	at, err := url.Parse(hub)
	if err != nil {
		return "", fmt.Errorf("read the hub's address: %w", err)
	}
	var list []string
	for _, c := range jar.Cookies(at) {
		list = append(list, c.Name+"="+c.Value)
	}
	if len(list) == 0 {
		return "", fmt.Errorf("log in %s at %s: no cookie", sub, issuer)
	}
	return strings.Join(list, "; "), nil
}
