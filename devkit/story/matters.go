package story

import (
	"context"
	"fmt"
	"strings"
)

// matter is a case of another kind: its draft, and the steps that lead it to a
// state in which somebody waits.
type matter struct {
	name, kind string
	by         func(*Cast) *Person
	draft      body
	steps      func(*Cast) []turn
}

// turn is one step as a person takes it.
type turn struct {
	by     *Person
	action string
	body   body
	fresh  bool // logs in afresh first, as an act of a head asks for
	all    bool // names every charge of the case
}

func (m matter) tell(ctx context.Context, c *Cast) error {
	f := &file{name: m.name}
	who := m.by(c)
	if err := who.Post(ctx, "/v1/referrals/"+strings.ReplaceAll(m.kind, "_", "-"), m.draft, 0, m.name+"-create", &f.Case); err != nil {
		return err
	}
	for _, t := range m.steps(c) {
		if t.action == "seal_letter" {
			if err := c.sealLetter(ctx, f, who); err != nil {
				return err
			}
			continue
		}
		if t.fresh {
			if err := t.by.StepUp(ctx); err != nil {
				return err
			}
		}
		b := t.body
		if t.all {
			b = charges(t.body)(f)
		}
		if err := f.act(ctx, t.by, t.action, pathOf(t.action), b); err != nil {
			return fmt.Errorf("%s: %w", t.action, err)
		}
	}
	return nil
}

// pathOf is where an action is posted below a referral.
func pathOf(action string) string {
	return strings.ReplaceAll(strings.ReplaceAll(action, ".", "/"), "_", "-")
}

// sealLetter issues the transfer letter of a case and seals it.
func (c *Cast) sealLetter(ctx context.Context, f *file, who *Person) error {
	if err := who.Post(ctx, "/v1/referrals/"+f.ID+"/documents", body{"kind": "detention_letter"}, 0, "", &f.Case); err != nil {
		return err
	}
	letter := f.Document("detention_letter")
	pdf, err := who.Download(ctx, "/v1/referrals/"+f.ID+"/documents/"+letter+"/content")
	if err != nil {
		return err
	}
	sealed, err := who.Upload(ctx, f.ID, "行政拘留案件移送书（盖章）.pdf", pdf)
	if err != nil {
		return err
	}
	return who.Post(ctx, "/v1/referrals/"+f.ID+"/documents/"+letter+"/seal", body{"evidence_id": sealed}, 0, "", &f.Case)
}

func (c *Cast) sends(action, to string, more body) turn {
	b := body{"to": c.organs[to], "no_state_secret": true}
	for k, v := range more {
		b[k] = v
	}
	return turn{action: action, body: b}
}

func (t turn) as(p *Person) turn { t.by = p; return t }

func handler(c *Cast) *Person    { return c.Handler }
func market(c *Cast) *Person     { return c.Market }
func procurator(c *Cast) *Person { return c.Procurator }
func inspector(c *Cast) *Person  { return c.Investigator }
func station(c *Cast) *Person    { return c.Station }
func neighbour(c *Cast) *Person  { return c.Neighbour }

func enterprise(name string, units ...body) []body {
	p := body{"kind": "enterprise", "name": name}
	if len(units) > 0 {
		p["charges"] = units
	}
	return []body{p}
}

func unit(what, article string) body { return body{"offence": what, "article": article} }
