package story

import (
	"context"
	"fmt"
	"time"
)

// Cast is everybody of one criminal referral, logged in.
type Cast struct {
	Handler, Legal, Head      *Person
	Desk, Investigator        *Person
	Procurator, Outsider      *Person
	Market, Station           *Person
	Neighbour, City, CityHead *Person
	PoliceID, ProcuratorateID string
	OtherPoliceID             string

	organs map[string]string // ids by code
	now    func() time.Time  // the clock of the hub
}

// Assemble logs everybody in, headlessly.
func Assemble(ctx context.Context, hub string, now func() time.Time) (*Cast, error) {
	c := &Cast{now: now}
	for _, who := range []struct {
		to          **Person
		issuer, sub string
	}{
		{&c.Handler, Environment, "env-handler"}, {&c.Legal, Environment, "env-legal"}, {&c.Head, Environment, "env-head"},
		{&c.Desk, Police, "police-desk"}, {&c.Investigator, Police, "police-handler"},
		{&c.Procurator, Procuratorate, "procurator"}, {&c.Outsider, Outsider, "env-handler"},
		{&c.Market, Market, "market-handler"}, {&c.Station, Station, "station-handler"}, {&c.Neighbour, Neighbour, "env-handler"},
		{&c.City, City, "city-handler"}, {&c.CityHead, City, "city-head"},
	} {
		p, err := SignIn(ctx, hub, who.issuer, who.sub)
		if err != nil {
			return nil, err
		}
		*who.to = p
	}
	var err error
	c.organs, err = c.Handler.Agencies(ctx)
	c.PoliceID, c.ProcuratorateID, c.OtherPoliceID = c.organs[Police], c.organs[Procuratorate], c.organs[OtherPolice]
	return c, err
}

// file is one referral on its way, with the acts done so far.
type file struct {
	Case
	name string // distinguishes the idempotency keys of one story from another
	acts []Act
}

// Act is one step the story took.
type Act struct {
	Action string `json:"action"`
	By     string `json:"by"`
	State  string `json:"state"`
	Paper  bool   `json:"paper,omitempty"`
}

type body = map[string]any

// act takes one step as a person and keeps the case as it is afterwards.
func (f *file) act(ctx context.Context, p *Person, action, path string, b body) error {
	// Others may have moved the case on: look before acting, as a page does.
	if err := p.Get(ctx, "/v1/referrals/"+f.ID, &f.Case); err != nil {
		return err
	}
	if b == nil {
		b = body{}
	}
	key := fmt.Sprintf("%s-%d-%s", f.name, len(f.acts), action)
	if err := p.Post(ctx, "/v1/referrals/"+f.ID+"/"+path, b, f.Version, key, &f.Case); err != nil {
		return err
	}
	_, paper := b["paper"]
	f.acts = append(f.acts, Act{Action: action, By: p.issuer + "/" + p.sub, State: f.State, Paper: paper})
	return nil
}

// step is one act of a script.
type step struct {
	by     *Person
	action string
	path   string
	body   func(f *file) body
}

func (f *file) play(ctx context.Context, steps []step) error {
	for _, s := range steps {
		var b body
		if s.body != nil {
			b = s.body(f)
		}
		if err := f.act(ctx, s.by, s.action, s.path, b); err != nil {
			return fmt.Errorf("%s: %w", s.action, err)
		}
	}
	return nil
}

func with(b body) func(*file) body { return func(*file) body { return b } }

// charges adds all charges of the case to a body.
func charges(b body) func(*file) body {
	return func(f *file) body {
		out := body{"charges": f.Charges()}
		for k, v := range b {
			out[k] = v
		}
		return out
	}
}
