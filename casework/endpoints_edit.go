package casework

import (
	"context"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/webhook"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// NewEndpoint is an endpoint to be registered.
type NewEndpoint struct {
	EndpointSettings
	Kind   string
	Scheme string // of a webhook: v1, v1a
	Sign   string // of DingTalk, when the robot wants signatures
}

// AddEndpoint registers an endpoint of the actor's organ. The secret of a shared
// scheme is given once, now, and never again. One that lies in an intranet waits
// for a second person.
func (o *Office) AddEndpoint(ctx context.Context, a Actor, in NewEndpoint) (e Endpoint, secret string, s Settled, err error) {
	err = o.changeOrgan(ctx, a, a.Agency, "endpoint.edit", func(c organChange) error {
		var bad complaints
		key := o.checkEndpoint(in.Kind, &in.EndpointSettings, &bad)
		robot := in.Kind != KindWebhook
		if robot {
			checkRobotKey("body.url", &key, &in.Sign, &bad)
			in.Scheme = ""
		} else {
			bad.oneOf("body.scheme", in.Scheme, []string{webhook.SchemeHMAC, webhook.SchemeEd25519})
			in.Sign = ""
		}
		if err := bad.err(); err != nil {
			return err
		}
		known, err := c.q.ListEndpoints(ctx, a.Agency)
		if err != nil {
			return err
		}
		if len(known) >= maxEndpoints {
			return tooManyEndpoints()
		}
		public := ""
		if !robot {
			if key, public, err = webhook.NewKeys(in.Scheme, o.rand()); err != nil {
				return err
			}
		}
		id := ids.New[ids.Endpoint](c.now)
		row := dbsqlc.InsertEndpointParams{
			ID: id, AgencyID: a.Agency, Kind: in.Kind, Name: in.Name, Url: in.URL, Topics: in.Topics, Scheme: in.Scheme, PublicKey: public,
			Allow: []string{}, State: stateOf(in.Active), CreatedBy: a.Name, CreatedAt: c.now,
		}
		if len(in.Allow) > 0 {
			row.State = EndpointWaiting
		}
		if err := c.q.InsertEndpoint(ctx, row); err != nil {
			return err
		}
		kept := dbsqlc.InsertEndpointSecretParams{EndpointID: id, AgencyID: a.Agency, Secret: key, Sign: in.Sign}
		if err := o.sealEndpoint(id, &kept.Secret, &kept.Sign, nil); err != nil {
			return err
		}
		if err := c.q.InsertEndpointSecret(ctx, kept); err != nil {
			return err
		}
		now := in.EndpointSettings // what it is until a second person has confirmed the rest
		now.Allow, now.Active = row.Allow, row.State == EndpointActive
		if _, err := c.enter(ctx, "endpoint.add", map[string]any{"endpoint": id.String(), "kind": in.Kind, "settings": now}); err != nil {
			return err
		}
		if s, err = c.reach(ctx, id, in.Name, 1, EndpointReach{in.URL, in.Allow}); err != nil {
			return err
		}
		if in.Scheme == webhook.SchemeHMAC {
			secret = key
		}
		e, err = endpointIn(ctx, c.q, a.Agency, id)
		return err
	})
	return e, secret, s, err
}

func stateOf(active bool) string {
	if active {
		return EndpointActive
	}
	return EndpointPaused
}

// reach lets an endpoint lie inside an intranet, or asks a second person. Without
// prefixes there is nothing to ask.
func (c organChange) reach(ctx context.Context, id ids.Endpoint, name string, version int64, r EndpointReach) (Settled, error) {
	if len(r.Allow) == 0 {
		return Settled{}, nil
	}
	p := proposedChange{Kind: ProposalEndpoint, Target: ids.Entry(id), Name: name, Version: version, Endpoint: &r}
	return c.settle(ctx, p, func() error { return c.saveReach(ctx, id, version, r) })
}

func (c organChange) saveReach(ctx context.Context, id ids.Endpoint, version int64, r EndpointReach) error {
	e, err := endpointIn(ctx, c.q, c.organ.ID, id)
	if err != nil {
		return err
	}
	if e.State == EndpointWaiting {
		e.State = EndpointActive
	}
	return c.saveEndpoint(ctx, e, version, r)
}

func (c organChange) saveEndpoint(ctx context.Context, e Endpoint, version int64, r EndpointReach) error {
	n, err := c.q.SaveEndpoint(ctx, dbsqlc.SaveEndpointParams{
		ID: e.ID, Version: version, Name: e.Name, Url: r.URL, Topics: e.Topics, Allow: r.Allow, State: e.State, Why: e.Why,
	})
	if err == nil && n == 0 {
		err = sameVersion(e.Version, version)
	}
	return err
}

// EditEndpoint changes an endpoint, pauses it or lets it go on. What waited while
// it was paused by hand goes out then. A new address inside an intranet takes
// effect when a second person has confirmed it; the old one is used until then.
func (o *Office) EditEndpoint(ctx context.Context, a Actor, id ids.Endpoint, version int64, in EndpointSettings) (e Endpoint, s Settled, err error) {
	err = o.changeOrgan(ctx, a, a.Agency, "endpoint.edit", func(c organChange) error {
		if e, err = endpointIn(ctx, c.q, a.Agency, id); err != nil {
			return err
		}
		if err := sameVersion(e.Version, version); err != nil {
			return err
		}
		var bad complaints
		if o.checkEndpoint(e.Kind, &in, &bad) != "" {
			bad.add("body.url", "地址里的密钥不在这里更换：请用“更换密钥”", "The key in the address is not changed here: rotate the secret")
		}
		if err := bad.err(); err != nil {
			return err
		}
		now, wanted := EndpointReach{e.URL, e.Allow}, EndpointReach{in.URL, in.Allow}
		two := len(in.Allow) > 0 && (e.State == EndpointWaiting || in.URL != e.URL || !slices.Equal(in.Allow, e.Allow))
		e.Name, e.Topics = in.Name, in.Topics
		switch {
		case two && e.State == EndpointWaiting:
		case in.Active:
			e.State, e.Why = EndpointActive, ""
		case e.State != EndpointPaused:
			e.State, e.Why = EndpointPaused, PausedByHand
		}
		if !two {
			now = wanted
		}
		if err := c.saveEndpoint(ctx, e, version, now); err != nil {
			return err
		}
		saved := EndpointSettings{Name: e.Name, URL: now.URL, Topics: e.Topics, Allow: now.Allow, Active: e.State == EndpointActive}
		if _, err := c.enter(ctx, "endpoint.edit", map[string]any{"endpoint": id.String(), "settings": saved}); err != nil {
			return err
		}
		if two {
			if s, err = c.reach(ctx, id, e.Name, version+1, wanted); err != nil {
				return err
			}
		}
		e, err = endpointIn(ctx, c.q, a.Agency, id)
		return err
	})
	return e, s, err
}

// RemoveEndpoint takes an endpoint away, with its keys. What waited for it is
// given up; the pages and the feed still have it.
func (o *Office) RemoveEndpoint(ctx context.Context, a Actor, id ids.Endpoint, version int64) error {
	return o.changeOrgan(ctx, a, a.Agency, "endpoint.edit", func(c organChange) error {
		e, err := endpointIn(ctx, c.q, a.Agency, id)
		if err != nil {
			return err
		}
		if err := sameVersion(e.Version, version); err != nil {
			return err
		}
		if _, err := c.q.RemoveEndpoint(ctx, id, version); err != nil {
			return err
		}
		if err := c.q.SaveEndpointSecret(ctx, dbsqlc.SaveEndpointSecretParams{EndpointID: id}); err != nil {
			return err
		}
		if _, err := c.q.GiveUpEndpoint(ctx, "failed", "the endpoint was removed", id); err != nil {
			return err
		}
		_, err = c.enter(ctx, "endpoint.remove", map[string]any{"endpoint": id.String(), "name": e.Name})
		return err
	})
}
