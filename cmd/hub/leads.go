package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/xianjie-hub/xianjie/client"
	"github.com/xianjie-hub/xianjie/record"
)

// leadsCmd prints the table of supervision leads (监督线索表) of a procuratorate. Whoever
// operates a hub reads no cases, so the command asks the running hub as a partner system of
// that procuratorate does, with its own key; the database is not opened.
type leadsCmd struct {
	Hub    string `help:"Public address of the hub." required:"" placeholder:"URL"`
	Client string `help:"Id of the client that the procuratorate registered, with the scope referrals.read." required:"" placeholder:"ID"`
	Key    string `help:"File with the client's Ed25519 key (PKCS #8, PEM)." required:"" type:"path" placeholder:"FILE"`
	Issuer string `help:"Address of the procuratorate's issuer." required:"" placeholder:"URL"`
	Token  string `help:"Token address of the issuer; default: the issuer's address with /token." placeholder:"URL"`
	Ground string `help:"One ground alone, as filing_overdue."`
	JSON   bool   `name:"json" help:"Print one JSON object."`

	out  io.Writer
	http *http.Client
}

// leadLine is what the command prints of a line.
type leadLine struct {
	Number string `json:"number"`
	Title  string `json:"title"`
	Party  string `json:"party,omitempty"`
	Ground struct {
		ID    string `json:"id"`
		Title struct {
			ZH string `json:"zh"`
			EN string `json:"en"`
		} `json:"title"`
		Advice bool `json:"advice"`
	} `json:"ground"`
	Since time.Time `json:"since"`
	Days  int       `json:"days"`
}

// Run prints every line, oldest first.
func (c leadsCmd) Run() error {
	file, err := os.Open(c.Key)
	if err != nil {
		return fmt.Errorf("read the key: %w", err)
	}
	defer file.Close()
	key, err := record.ReadKey(file, c.Key)
	if err != nil {
		return err
	}
	token := c.Token
	if token == "" {
		token = c.Issuer + "/token"
	}
	system, err := client.New(client.Config{Hub: c.Hub, TokenURL: token, Issuer: c.Issuer, ClientID: c.Client, Key: key.Private, Now: time.Now, HTTP: c.http})
	if err != nil {
		return err
	}
	lines := []leadLine{}
	q := url.Values{"limit": {"100"}}
	if c.Ground != "" {
		q.Set("ground", c.Ground)
	}
	for {
		var page struct {
			Items []leadLine `json:"items"`
			Next  string     `json:"next"`
		}
		if _, err := system.Do(context.Background(), client.Request{Method: http.MethodGet, Path: "/v1/supervision-leads?" + q.Encode()}, &page); err != nil {
			if p, ok := errors.AsType[*client.Problem](err); ok && p.Status == http.StatusForbidden {
				return exitError{1, errors.New("监督线索表由检察机关使用，请用检察机关的接口客户端\nthe table is for procuratorates: use a client of one")}
			}
			return fmt.Errorf("ask the hub: %w", err)
		}
		if lines = append(lines, page.Items...); page.Next == "" {
			break
		}
		q.Set("cursor", page.Next)
	}
	w := orStdout(c.out)
	if c.JSON {
		return printJSON(w, map[string]any{"items": lines})
	}
	for _, l := range lines {
		hint := ""
		if l.Ground.Advice {
			hint = "（提示 hint）"
		}
		fmt.Fprintf(w, "%s  %s %s%s  %d 天 days  %s %s\n", l.Number, l.Ground.Title.ZH, l.Ground.ID, hint, l.Days, l.Title, l.Party)
	}
	both(w, "监督线索", "Supervision leads", fmt.Sprint(len(lines)))
	return nil
}
