package story

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
)

// exchange is what the story reads of how a case stands with the other hub.
type exchange struct {
	Shared   bool `json:"shared"`
	Settled  bool `json:"settled"`
	Digest   string
	Messages []struct {
		ID, Action, State                          string
		Outgoing                                   bool
		Received, Delivered, Acknowledged, Decided *string
	}
	Files []struct {
		Evidence       string
		Outgoing, Held bool
	}
}

// TakeBundle hands a courier's bundle to the person's hub.
func (p *Person) TakeBundle(ctx context.Context, bundle []byte) error {
	a, err := p.send(ctx, http.MethodPost, "/v1/exchange/bundles", bytes.NewReader(bundle), http.Header{"Content-Type": {"application/octet-stream"}})
	if err != nil {
		return err
	}
	var took struct {
		Messages []struct {
			Taken  bool
			Reason string
		}
		Refused int
	}
	if err := a.into("exchange/bundles", &took); err != nil {
		return err
	}
	for _, m := range took.Messages {
		if !m.Taken {
			return fmt.Errorf("a message of a bundle was refused: %s", m.Reason)
		}
	}
	if took.Refused > 0 {
		return fmt.Errorf("%d receipts of a bundle were refused", took.Refused)
	}
	return nil
}

func (p *Person) exchange(ctx context.Context, id string) (e exchange, err error) {
	a, err := p.Call(ctx, http.MethodGet, "/v1/referrals/"+id+"/exchange", nil, 0, "")
	if err != nil || a.Status == http.StatusNotFound { // not arrived yet
		return e, err
	}
	return e, a.into("exchange", &e)
}

func (e exchange) held() bool {
	for _, f := range e.Files {
		if !f.Held {
			return false
		}
	}
	return true
}

// both reads a case's exchange on both hubs.
func (b *border) both(ctx context.Context, id string) (west, east exchange, err error) {
	if west, err = b.west.exchange(ctx, id); err != nil {
		return west, east, err
	}
	east, err = b.east.exchange(ctx, id)
	return west, east, err
}

// together waits until both hubs show the same case and nothing is under way.
func (b *border) together(ctx context.Context, id string, messages int) error {
	err := wait(ctx, "the hubs do not come together", func() (bool, error) {
		w, e, err := b.both(ctx, id)
		return w.Settled && e.Settled && w.Digest != "" && w.Digest == e.Digest && len(w.Messages) == messages && len(e.Messages) == messages && w.held() && e.held(), err
	})
	if err != nil {
		return err
	}
	return b.look(ctx, id)
}

// arrived waits until a hub has carried out so many messages and holds their files.
func (b *border) arrived(ctx context.Context, at *Person, id string, messages int) error {
	return wait(ctx, "a bundle is not carried out", func() (bool, error) {
		e, err := at.exchange(ctx, id)
		for _, m := range e.Messages {
			if m.State == "stored" {
				return false, err
			}
		}
		return len(e.Messages) == messages && e.held(), err
	})
}

// holding is what the story reads of who holds a case.
type holding struct {
	State   string
	Custody struct{ Code string }
	Actions []struct {
		Action  string
		Allowed bool
	}
	SubStates struct {
		WithdrawalAsked bool `json:"withdrawal_asked"`
	} `json:"sub_states"`
}

// goesOn reports whether the organ with this code holds the case and may take a step in it.
func (h holding) goesOn(code string) bool {
	return h.Custody.Code == code && slices.ContainsFunc(h.Actions, func(a struct {
		Action  string
		Allowed bool
	}) bool {
		return a.Allowed
	})
}

// look counts a look at both hubs, and whether two organs could go on as holder.
func (b *border) look(ctx context.Context, id string) error {
	var west, east holding
	if err := b.west.Get(ctx, "/v1/referrals/"+id, &west); err != nil {
		return err
	}
	a, err := b.east.Call(ctx, http.MethodGet, "/v1/referrals/"+id, nil, 0, "")
	if err != nil {
		return err
	}
	if a.Status != http.StatusNotFound {
		if err := a.into(id, &east); err != nil {
			return err
		}
	}
	b.out.Looks++
	if west.goesOn(Zigong) && east.goesOn(Dazu) {
		b.out.SplitCustody++
	}
	return nil
}

// crossing says how the withdrawal that crossed the signing was settled, if both say so.
func (b *border) crossing(ctx context.Context, id string) (string, error) {
	var west, east holding
	if err := b.west.Get(ctx, "/v1/referrals/"+id, &west); err != nil {
		return "", err
	}
	if err := b.east.Get(ctx, "/v1/referrals/"+id, &east); err != nil {
		return "", err
	}
	if west.State != east.State || west.SubStates != east.SubStates {
		return "diverged", nil
	}
	if west.SubStates.WithdrawalAsked {
		return west.State + ", withdrawal asked", nil
	}
	return west.State, nil
}

// sum counts what both hubs hold of a case, and what one of them has and the other has not.
func (b *border) sum(ctx context.Context, f *file) (*Shared, error) {
	w, e, err := b.both(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	if err := b.west.Get(ctx, "/v1/referrals/"+f.ID, &f.Case); err != nil {
		return nil, err
	}
	s := &Shared{Case: f.ID, Number: f.Number, State: f.State, Acts: f.acts, Messages: len(w.Messages), Files: len(w.Files)}
	if w.Digest == e.Digest {
		s.Digest = w.Digest
	}
	b.out.Lost += missing(w, e) + missing(e, w)
	for _, x := range []exchange{w, e} {
		seen := map[string]int{}
		for _, m := range x.Messages {
			if seen[m.ID]++; seen[m.ID] > 1 {
				b.out.Doubled++
			}
			for _, r := range []*string{m.Received, m.Delivered, m.Acknowledged, m.Decided} {
				if r != nil && m.Outgoing {
					s.Receipts++
				}
			}
		}
	}
	if len(w.Messages) > 0 {
		first := w.Messages[0]
		for _, r := range []struct {
			name string
			at   *string
		}{{"received", first.Received}, {"delivered", first.Delivered}, {"acknowledged", first.Acknowledged}, {"decided", first.Decided}} {
			if r.at != nil {
				s.Ladder = append(s.Ladder, r.name)
			}
		}
	}
	b.out.Clocks = append(b.out.Clocks, f.Clocks...)
	return s, nil
}

// missing counts what one hub sent and the other does not hold: messages and files.
func missing(from, to exchange) (n int) {
	there := map[string]bool{}
	for _, m := range to.Messages {
		if !m.Outgoing && (m.State == "applied" || m.State == "crossed") {
			there[m.ID] = true
		}
	}
	for _, f := range to.Files {
		if !f.Outgoing && f.Held {
			there[f.Evidence] = true
		}
	}
	for _, m := range from.Messages {
		if m.Outgoing && !there[m.ID] {
			n++
		}
	}
	for _, f := range from.Files {
		if f.Outgoing && !there[f.Evidence] {
			n++
		}
	}
	return n
}

// twice counts cases and acts that are there more than once on either hub.
func (b *border) twice(ctx context.Context) error {
	for _, p := range []*Person{b.west, b.east} {
		titles := map[string]int{}
		for _, box := range []string{"sent", "received", "closed"} {
			var page struct{ Items []struct{ ID, Title string } }
			if err := p.Get(ctx, "/v1/referrals?box="+box+"&limit=100&q="+url.QueryEscape("废铅蓄电池"), &page); err != nil {
				return err
			}
			seen := map[string]bool{}
			for _, c := range page.Items {
				if !seen[c.ID] {
					seen[c.ID], titles[box+c.Title] = true, titles[box+c.Title]+1
				}
			}
		}
		for n := range maps.Values(titles) {
			b.out.Doubled += n - 1
		}
		for _, s := range []*Shared{b.out.Over, b.out.Courier} {
			if err := b.acts(ctx, p, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// acts compares the record of a case with what people did.
func (b *border) acts(ctx context.Context, p *Person, s *Shared) error {
	var line struct{ Events []struct{ Kind string } }
	a, err := p.Call(ctx, http.MethodGet, "/v1/referrals/"+s.Case+"/timeline", nil, 0, "")
	if err != nil {
		return err
	}
	if err := a.into("timeline", &line); err != nil {
		return err
	}
	have := map[string]int{}
	for _, i := range line.Events {
		have[i.Kind]++
	}
	for _, act := range s.Acts {
		have[act.Action]--
	}
	for _, act := range s.Acts {
		if n := have[act.Action]; n > 0 {
			b.out.Doubled += n
		} else if n < 0 {
			b.out.Lost -= n
		}
		delete(have, act.Action)
	}
	return nil
}
