package casework

import (
	"context"
	"net/netip"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Kinds of endpoints (接收端点).
const (
	KindWebhook  = "webhook"  // 网络回调
	KindWeCom    = "wecom"    // 企业微信群机器人
	KindDingTalk = "dingtalk" // 钉钉群机器人
)

// States of an endpoint.
const (
	EndpointWaiting = "waiting" // for a second person
	EndpointActive  = "active"
	EndpointPaused  = "paused"
)

// Why an endpoint is paused.
const (
	PausedByHand  = "hand"
	PausedFailing = "failing" // took nothing for as long as the ladder is
	PausedGone    = "gone"    // answered 410
)

// EndpointSettings are what is chosen about an endpoint.
type EndpointSettings struct {
	Name   string   `json:"name"`
	URL    string   `json:"url"`
	Topics []string `json:"topics"` // groups of notices; none: all
	Allow  []string `json:"allow"`  // intranet prefixes it may lie in; any needs two persons
	Active bool     `json:"active"`
}

// EndpointReach is where an endpoint lies, when it is inside an intranet.
type EndpointReach struct {
	URL   string   `json:"url"`
	Allow []string `json:"allow"`
}

// Endpoint is where the notices of an organ go beside mail and text message. Its
// key is never in here.
type Endpoint struct {
	EndpointSettings
	ID           ids.Endpoint
	Agency       ids.Agency
	Kind         string
	Scheme       string // v1, v1a; empty: a robot
	PublicKey    string // with v1a
	State        string
	Why          string
	CreatedBy    string
	CreatedAt    time.Time
	Version      int64
	HeldUntil    *time.Time
	Failures     int // in a row
	FailingSince *time.Time
	LastAt       *time.Time // of the last call
	LastTakenAt  *time.Time // of the last call that was taken
	LastResult   string
	Waiting      int // deliveries that were not taken yet
	Pending      *Proposal
}

// Target is an endpoint with all that is needed to call it.
type Target struct {
	Kind  string
	URL   string
	Keys  []string // the current first
	Sign  string
	Allow []netip.Prefix
}

func endpointOf(r dbsqlc.ListEndpointsRow) Endpoint {
	return Endpoint{
		EndpointSettings: EndpointSettings{Name: r.Name, URL: r.Url, Topics: r.Topics, Allow: r.Allow, Active: r.State == EndpointActive},
		ID:               r.ID, Agency: r.AgencyID, Kind: r.Kind, Scheme: r.Scheme, PublicKey: r.PublicKey, State: r.State, Why: r.Why,
		CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt, Version: r.Version, HeldUntil: r.HeldUntil, Failures: int(r.Failures), FailingSince: r.FailingSince,
		LastAt: r.LastAt, LastTakenAt: r.LastOkAt, LastResult: r.LastResult, Waiting: int(r.Waiting),
	}
}

// MayEditEndpoints reports whether the actor may change the endpoints of its organ.
func (o *Office) MayEditEndpoints(a Actor) bool {
	return o.mayOrgan(a, a.Agency, "endpoint.edit") == nil
}

// Endpoints lists the endpoints of the actor's organ, the oldest first.
func (o *Office) Endpoints(ctx context.Context, a Actor) (list []Endpoint, err error) {
	err = o.readOrgan(ctx, a, a.Agency, "endpoint.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		list, err = endpointsOf(ctx, q, a.Agency)
		return err
	})
	return list, err
}

// Endpoint gives one endpoint of the actor's organ.
func (o *Office) Endpoint(ctx context.Context, a Actor, id ids.Endpoint) (e Endpoint, err error) {
	err = o.readOrgan(ctx, a, a.Agency, "endpoint.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		e, err = endpointIn(ctx, q, a.Agency, id)
		return err
	})
	return e, err
}

func endpointsOf(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency) ([]Endpoint, error) {
	rows, err := q.ListEndpoints(ctx, organ)
	if err != nil {
		return nil, err
	}
	open, err := openProposals(ctx, q, ids.Entry(organ))
	if err != nil {
		return nil, err
	}
	list := make([]Endpoint, len(rows))
	for i, r := range rows {
		list[i] = endpointOf(r)
		for _, p := range open[organ] {
			if p.Target == ids.Entry(r.ID) {
				list[i].Pending = &p
			}
		}
	}
	return list, nil
}

func endpointIn(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency, id ids.Endpoint) (Endpoint, error) {
	list, err := endpointsOf(ctx, q, organ)
	for _, e := range list {
		if e.ID == id {
			return e, err
		}
	}
	if err == nil {
		err = missing()
	}
	return Endpoint{}, err
}

// targetOf puts an endpoint and its secrets together. An old key signs as well
// until its time is over.
func targetOf(kind, url string, allow []string, s dbsqlc.ReadEndpointSecretRow, now time.Time) (Target, error) {
	t := Target{Kind: kind, URL: url, Keys: []string{s.Secret}, Sign: s.Sign}
	if s.OldUntil != nil && s.OldUntil.After(now) {
		t.Keys = append(t.Keys, s.OldSecret)
	}
	for _, text := range allow {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return t, err
		}
		t.Allow = append(t.Allow, p)
	}
	return t, nil
}
