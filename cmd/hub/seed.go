package main

import (
	"errors"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/story"
	"github.com/xianjie-hub/xianjie/store"
)

// seedCmd installs the organs of the demo story into a hub, to try an
// installation before its own organs are known. A real one uses `hub admin`.
type seedCmd struct {
	Issuers string `help:"Address of the issuers; {code} stands for an organ's code." required:"" placeholder:"https://id.example/realms/{code}"`
	Client  string `help:"Client id of this hub at the issuers." default:"xianjie-hub"`
}

// Run installs what is not there yet.
func (s seedCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	c, err := readConfig()
	if err != nil {
		return err
	}
	if c.DatabaseURL == "" {
		return errors.New("DATABASE_URL is not set")
	}
	pool, err := store.Open(ctx, c.DatabaseURL)
	if err != nil {
		return err
	}
	defer pool.Close()
	office, err := buildOffice(c, pool, time.Now)
	if err != nil {
		return err
	}
	return office.Install(ctx, story.Yiyang.Installation(issuersAt(s.Issuers), s.Client))
}

// issuersAt gives the issuer of an organ by a pattern with {code}.
func issuersAt(pattern string) func(code string) string {
	return func(code string) string { return strings.ReplaceAll(pattern, "{code}", code) }
}
