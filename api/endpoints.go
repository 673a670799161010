package api

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// EndpointSettings are what is chosen about an endpoint.
type EndpointSettings struct {
	Name   string   `json:"name" minLength:"1" maxLength:"100"`
	URL    string   `json:"url" minLength:"1" maxLength:"1000" example:"https://platform.example.gov.cn/hooks/xianjie" doc:"https on port 443; inside an intranet prefix also http and other ports. Of a robot: as it was copied from the group, the key is taken out of it and kept apart"`
	Topics []string `json:"topics" enum:"clock,act,record,remark,plan" maxItems:"10" doc:"Groups of notices; none: all"`
	Allow  []string `json:"allow" maxItems:"10" example:"[\"10.20.0.0/16\"]" doc:"Intranet prefixes that the endpoint may lie in; any needs a second person"`
	Active bool     `json:"active"`
}

// EndpointCreate is a new endpoint.
type EndpointCreate struct {
	EndpointSettings
	Kind   string `json:"kind" enum:"webhook,wecom,dingtalk"`
	Scheme string `json:"scheme,omitempty" enum:"v1,v1a" doc:"Signatures of a webhook, after Standard Webhooks: v1 is HMAC-SHA256 with a shared secret, v1a Ed25519 with a public key; v1 if absent"`
	Sign   string `json:"sign,omitempty" maxLength:"200" doc:"Signing secret of a DingTalk robot (加签), if it asks for signatures"`
}

// EndpointReach is where an endpoint would lie.
type EndpointReach struct {
	URL   string   `json:"url"`
	Allow []string `json:"allow"`
}

// Endpoint is where an organ's notices go beside mail and text message (接收端点).
type Endpoint struct {
	EndpointSettings
	ID           string         `json:"id" format:"uuid"`
	Kind         string         `json:"kind" enum:"webhook,wecom,dingtalk"`
	Scheme       string         `json:"scheme,omitempty" enum:"v1,v1a"`
	PublicKey    string         `json:"public_key,omitempty" doc:"With v1a: whpk_ and the key in base64"`
	Secret       string         `json:"secret,omitempty" doc:"With v1, only in the answer that made it, and never again: whsec_ and the secret in base64"`
	State        string         `json:"state" enum:"waiting,active,paused" doc:"waiting: for a second person"`
	Why          string         `json:"why,omitempty" enum:"hand,failing,gone" doc:"Why it is paused"`
	CreatedBy    string         `json:"created_by"`
	CreatedAt    time.Time      `json:"created_at"`
	HeldUntil    *time.Time     `json:"held_until,omitempty" doc:"Nothing is sent before; after failures, or because it asked (Retry-After)"`
	Failures     int            `json:"failures" doc:"Calls in a row that were not taken"`
	FailingSince *time.Time     `json:"failing_since,omitempty"`
	LastAt       *time.Time     `json:"last_at,omitempty" doc:"Last call"`
	LastTakenAt  *time.Time     `json:"last_taken_at,omitempty" doc:"Last call that was taken"`
	LastResult   string         `json:"last_result,omitempty" doc:"Why the last call was not taken; absent: it was"`
	Waiting      int            `json:"waiting" doc:"Notices that were not taken yet"`
	Version      int64          `json:"version"`
	Pending      *AdminProposal `json:"pending,omitempty" doc:"Address that waits for a second person"`
	SingleHanded bool           `json:"single_handed" doc:"This answer's change took effect without a second person"`
	Warnings     []Words        `json:"warnings"`
}

// EndpointList lists an organ's endpoints, the oldest first.
type EndpointList struct {
	Items   []Endpoint `json:"items"`
	CanEdit bool       `json:"can_edit" doc:"Whether the caller may change them: the organ's administrator may"`
}

// EndpointNewKey says how a key is changed.
type EndpointNewKey struct {
	OverlapHours int    `json:"overlap_hours,omitempty" minimum:"0" maximum:"168" doc:"How long the old key of a webhook signs as well, so that the subscriber can change it in its own time"`
	Key          string `json:"key,omitempty" maxLength:"200" doc:"Of a robot: the new key"`
	Sign         string `json:"sign,omitempty" maxLength:"200" doc:"Of a DingTalk robot: the new signing secret"`
}

// EndpointTested is what an endpoint answered to a test.
type EndpointTested struct {
	OK     bool   `json:"ok"`
	Status int    `json:"status" doc:"Status of HTTP; 0: no answer came"`
	TookMS int64  `json:"took_ms"`
	Answer string `json:"answer" doc:"Its first words"`
	Error  string `json:"error,omitempty" doc:"Why it counts as not taken"`
}

// EndpointReplay says from where notices are sent again.
type EndpointReplay struct {
	Cursor string     `json:"cursor,omitempty" maxLength:"200" doc:"Place in the feed of events after which to begin"`
	Since  *time.Time `json:"since,omitempty" doc:"Instead of a cursor: time after which to begin"`
}

// EndpointReplayed is what was put on the way.
type EndpointReplayed struct {
	Queued int    `json:"queued"`
	Next   string `json:"next,omitempty" doc:"There is more: call again with this cursor"`
}

// EndpointAttempt is one call of an endpoint.
type EndpointAttempt struct {
	At     time.Time `json:"at"`
	Status int       `json:"status" doc:"Status of HTTP; 0: no answer came"`
	TookMS int64     `json:"took_ms"`
	Answer string    `json:"answer"`
}

// EndpointDelivery is a notice on its way to an endpoint.
type EndpointDelivery struct {
	ID       string            `json:"id" format:"uuid"`
	Notice   string            `json:"notice" format:"uuid" doc:"Id that the endpoint was sent; the same in the feed of events"`
	Number   string            `json:"number,omitempty" doc:"Number of the case, for who may read cases"`
	Type     string            `json:"type" example:"clock.half"`
	State    string            `json:"state" enum:"pending,sending,sent,undeliverable,failed"`
	Error    string            `json:"error,omitempty"`
	At       time.Time         `json:"at"`
	NextAt   *time.Time        `json:"next_at,omitempty" doc:"Next attempt"`
	SentAt   *time.Time        `json:"sent_at,omitempty"`
	Attempts []EndpointAttempt `json:"attempts"`
}

// EndpointDeliveryList lists the last 50, the newest first.
type EndpointDeliveryList struct {
	Items []EndpointDelivery `json:"items"`
}

// EndpointPath names an endpoint of the caller's organ.
type EndpointPath struct {
	ID string `path:"id" format:"uuid" doc:"Endpoint"`
}

func (p EndpointPath) endpoint(bad *fields) ids.Endpoint {
	return id[ids.Endpoint](bad, "path.id", p.ID)
}

// endpointOp is adminOp for what lies outside /v1/admin: partner systems listen here.
func endpointOp(method, path, operation, summary string) huma.Operation {
	op := adminOp(method, "", operation, summary)
	op.Path, op.Tags = path, []string{"Endpoints"}
	if method == http.MethodDelete {
		op.Errors = append(op.Errors, 412, 428)
	}
	return op
}

func (s *Server) registerEndpoints(api huma.API) {
	const all, one = "/v1/endpoints", "/v1/endpoints/{id}"
	answer := reflect.TypeFor[Endpoint]()
	register(api, endpointOp(http.MethodGet, all, "listEndpoints", "Where my organ's notices go"), s.listEndpoints)
	register(api, maybeLater(api, endpointOp(http.MethodPost, all, "addEndpoint", "Register an endpoint; inside an intranet it waits for a second person"), answer), s.addEndpoint)
	huma.Register(api, maybeLater(api, endpointOp(http.MethodPut, one, "editEndpoint", "Change an endpoint, pause it or let it go on"), answer), s.editEndpoint)
	huma.Register(api, endpointOp(http.MethodDelete, one, "removeEndpoint", "Remove an endpoint and its keys; what waits for it is given up"), s.removeEndpoint)
	register(api, doing(endpointOp(http.MethodPost, one+"/secret", "rotateEndpointSecret", "Change the key of an endpoint; a new shared secret is shown once")), s.rotateEndpoint)
	test := doing(endpointOp(http.MethodPost, one+"/test", "testEndpoint", "Send a signed test and see the answer; once in ten seconds"))
	test.Errors = append(test.Errors, 503)
	register(api, test, s.testEndpoint)
	register(api, doing(endpointOp(http.MethodPost, one+"/replay", "replayEndpoint", "Send a webhook again what the organ was told, under the same ids; 500 at a time")), s.replayEndpoint)
	register(api, endpointOp(http.MethodGet, one+"/deliveries", "listEndpointDeliveries", "The last deliveries to an endpoint with every attempt"), s.endpointDeliveries)
	s.registerFeed(api)
}

// doing is for a POST that makes nothing.
func doing(op huma.Operation) huma.Operation {
	op.DefaultStatus = http.StatusOK
	return op
}

func (s *Server) listEndpoints(ctx context.Context, _ *struct{}) (*adminList[EndpointList], error) {
	return adminGet(ctx, &fields{}, func() (EndpointList, error) {
		list, err := s.Office.Endpoints(ctx, actorOf(ctx))
		out := EndpointList{Items: make([]Endpoint, len(list)), CanEdit: s.Office.MayEditEndpoints(actorOf(ctx))}
		for i, e := range list {
			out.Items[i] = endpointOutput(e, casework.Settled{}, 0).Body
		}
		return out, err
	})
}

func (s *Server) addEndpoint(ctx context.Context, in *struct{ Body EndpointCreate }) (*adminOutput[Endpoint], error) {
	b := in.Body
	if b.Kind == casework.KindWebhook && b.Scheme == "" {
		b.Scheme = "v1"
	}
	return adminAdd(ctx, &fields{}, func() (*adminOutput[Endpoint], error) {
		e, secret, settled, err := s.Office.AddEndpoint(ctx, actorOf(ctx), casework.NewEndpoint{EndpointSettings: b.settings(), Kind: b.Kind, Scheme: b.Scheme, Sign: b.Sign})
		out := endpointOutput(e, settled, http.StatusCreated)
		out.Body.Secret = secret
		return out, err
	})
}

func (s *Server) editEndpoint(ctx context.Context, in *struct {
	EndpointPath
	AdminVersion
	Body EndpointSettings
}) (*adminOutput[Endpoint], error) {
	var bad fields
	endpoint := in.endpoint(&bad)
	return adminChange(ctx, &bad, in.AdminVersion, func(version int64) (*adminOutput[Endpoint], error) {
		e, settled, err := s.Office.EditEndpoint(ctx, actorOf(ctx), endpoint, version, in.Body.settings())
		return endpointOutput(e, settled, http.StatusOK), err
	})
}

func (s *Server) removeEndpoint(ctx context.Context, in *struct {
	EndpointPath
	AdminVersion
}) (*struct{}, error) {
	var bad fields
	endpoint := in.endpoint(&bad)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	version, err := in.version()
	if err != nil {
		return nil, problem(ctx, err)
	}
	return done(ctx, s.Office.RemoveEndpoint(ctx, actorOf(ctx), endpoint, version))
}

func (s *Server) rotateEndpoint(ctx context.Context, in *struct {
	EndpointPath
	Body EndpointNewKey
}) (*adminOutput[Endpoint], error) {
	var bad fields
	endpoint := in.endpoint(&bad)
	return adminAdd(ctx, &bad, func() (*adminOutput[Endpoint], error) {
		e, secret, err := s.Office.RotateSecret(ctx, actorOf(ctx), endpoint, casework.NewKey{Overlap: time.Duration(in.Body.OverlapHours) * time.Hour, Key: in.Body.Key, Sign: in.Body.Sign})
		out := endpointOutput(e, casework.Settled{}, http.StatusOK)
		out.Body.Secret = secret
		return out, err
	})
}

func (s *Server) testEndpoint(ctx context.Context, in *EndpointPath) (*adminList[EndpointTested], error) {
	var bad fields
	endpoint := in.endpoint(&bad)
	return adminGet(ctx, &bad, func() (EndpointTested, error) {
		got, err := s.Office.TestEndpoint(ctx, actorOf(ctx), endpoint, s.Knock)
		return EndpointTested{OK: got.Err == "", Status: got.Status, TookMS: got.Took.Milliseconds(), Answer: got.Answer, Error: got.Err}, err
	})
}

func (s *Server) replayEndpoint(ctx context.Context, in *struct {
	EndpointPath
	Body EndpointReplay
}) (*adminList[EndpointReplayed], error) {
	var bad fields
	endpoint := in.endpoint(&bad)
	return adminGet(ctx, &bad, func() (EndpointReplayed, error) {
		after, err := feedPlace(in.Body.Cursor, in.Body.Since)
		if err != nil {
			return EndpointReplayed{}, err
		}
		got, err := s.Office.Replay(ctx, actorOf(ctx), endpoint, after)
		out := EndpointReplayed{Queued: got.Queued}
		if got.Next != nil {
			out.Next = joinCursor(got.Next.At, got.Next.ID.String())
		}
		return out, err
	})
}

func (s *Server) endpointDeliveries(ctx context.Context, in *EndpointPath) (*adminList[EndpointDeliveryList], error) {
	var bad fields
	endpoint := in.endpoint(&bad)
	return adminGet(ctx, &bad, func() (EndpointDeliveryList, error) {
		rows, err := s.Office.EndpointDeliveries(ctx, actorOf(ctx), endpoint)
		out := EndpointDeliveryList{Items: make([]EndpointDelivery, len(rows))}
		for i, d := range rows {
			v := EndpointDelivery{ID: d.ID.String(), Notice: d.Notice.String(), Number: d.Number, Type: d.Group, State: d.State, Error: d.Error, At: d.At, SentAt: d.SentAt, Attempts: []EndpointAttempt{}}
			if d.State == "pending" {
				v.NextAt = &d.NextAt
			}
			for _, a := range d.History {
				v.Attempts = append(v.Attempts, EndpointAttempt{At: a.At, Status: a.Status, TookMS: a.Took.Milliseconds(), Answer: a.Answer})
			}
			out.Items[i] = v
		}
		return out, err
	})
}

func (b EndpointSettings) settings() casework.EndpointSettings {
	return casework.EndpointSettings{Name: b.Name, URL: b.URL, Topics: b.Topics, Allow: b.Allow, Active: b.Active}
}

func endpointOutput(e casework.Endpoint, settled casework.Settled, status int) *adminOutput[Endpoint] {
	v := Endpoint{
		EndpointSettings: EndpointSettings{Name: e.Name, URL: e.URL, Topics: list(e.Topics), Allow: list(e.Allow), Active: e.Active}, ID: e.ID.String(), Kind: e.Kind,
		Scheme: e.Scheme, PublicKey: e.PublicKey, State: e.State, Why: e.Why, CreatedBy: e.CreatedBy, CreatedAt: e.CreatedAt, HeldUntil: e.HeldUntil,
		Failures: e.Failures, FailingSince: e.FailingSince, LastAt: e.LastAt, LastTakenAt: e.LastTakenAt, LastResult: e.LastResult, Waiting: e.Waiting,
		Version: e.Version, SingleHanded: settled.SingleHanded, Warnings: settledWarnings(settled),
	}
	if e.Pending != nil {
		p := adminProposalView(*e.Pending)
		v.Pending = &p
	}
	return &adminOutput[Endpoint]{Status: settledStatus(settled, status), ETag: etag(e.Version), Body: v}
}
