package story

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/idp"
)

// Person is somebody logged in at a hub, who uses nothing but its public API.
type Person struct {
	hub, issuer, sub string
	http             *http.Client
}

// SignIn logs a person in the way a browser does.
func SignIn(ctx context.Context, hub, issuer, sub string) (*Person, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("make a cookie jar: %w", err)
	}
	p := &Person{hub: hub, issuer: issuer, sub: sub, http: &http.Client{Jar: jar, Timeout: 30 * time.Second}}
	if err := idp.Login(ctx, p.http, hub, issuer, sub); err != nil {
		return nil, fmt.Errorf("log in %s at %s: %w", sub, issuer, err)
	}
	return p, nil
}

// StepUp makes the person log in afresh, as acts of a head ask for.
func (p *Person) StepUp(ctx context.Context) error {
	return idp.StepUp(ctx, p.http, p.hub, p.issuer, p.sub)
}

// Answer is what the hub said.
type Answer struct {
	Status   int
	ETag     string
	Replayed bool
	Body     []byte
}

// Case is what the story reads of a referral.
type Case struct {
	ID      string `json:"id"`
	Number  string `json:"number"`
	State   string `json:"state"`
	Version int64  `json:"version"`
	Parties []struct {
		Charges []struct {
			ID    string `json:"id"`
			State string `json:"state"`
		} `json:"charges"`
	} `json:"parties"`
	Items []struct {
		ID string `json:"id"`
	} `json:"items"`
	Documents []struct {
		ID    string `json:"id"`
		Kind  string `json:"kind"`
		State string `json:"state"`
	} `json:"documents"`
	Clocks []Clock `json:"clocks"`
}

// Clock is what the story reads of a clock.
type Clock struct {
	Rule  string `json:"rule"`
	Title struct {
		ZH string `json:"zh"`
		EN string `json:"en"`
	} `json:"title"`
	State string     `json:"state"`
	Light string     `json:"light"`
	DueAt *time.Time `json:"due_at"`
	Basis []struct {
		Document string `json:"document"`
		Number   string `json:"number"`
		Article  string `json:"article"`
	} `json:"basis"`
}

// Charges are the ids of all charges of a case.
func (c Case) Charges() []string {
	var out []string
	for _, p := range c.Parties {
		for _, x := range p.Charges {
			out = append(out, x.ID)
		}
	}
	return out
}

// Document finds a document of a kind that is not void.
func (c Case) Document(kind string) string {
	for _, d := range c.Documents {
		if d.Kind == kind && d.State != "void" {
			return d.ID
		}
	}
	return ""
}

func (p *Person) send(ctx context.Context, method, path string, body io.Reader, header http.Header) (Answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, p.hub+path, body)
	if err != nil {
		return Answer{}, fmt.Errorf("ask for %s: %w", path, err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	res, err := p.http.Do(req)
	if err != nil {
		return Answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return Answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	return Answer{Status: res.StatusCode, ETag: res.Header.Get("ETag"), Replayed: res.Header.Get("Idempotent-Replayed") == "true", Body: raw}, nil
}

// Call sends JSON with the version seen and a key, and gives whatever comes back.
func (p *Person) Call(ctx context.Context, method, path string, body any, version int64, key string) (Answer, error) {
	header := http.Header{"Accept-Language": {"zh-CN"}}
	var r io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return Answer{}, fmt.Errorf("write a request: %w", err)
		}
		r = bytes.NewReader(raw)
		header.Set("Content-Type", "application/json")
	}
	if version > 0 {
		header.Set("If-Match", fmt.Sprintf(`"%d"`, version))
	}
	if key != "" {
		header.Set("Idempotency-Key", key)
	}
	return p.send(ctx, method, path, r, header)
}

// Get reads JSON into v.
func (p *Person) Get(ctx context.Context, path string, v any) error {
	a, err := p.Call(ctx, http.MethodGet, path, nil, 0, "")
	if err != nil {
		return err
	}
	return a.into(path, v)
}

// Post sends JSON and reads the answer into v.
func (p *Person) Post(ctx context.Context, path string, body any, version int64, key string, v any) error {
	a, err := p.Call(ctx, http.MethodPost, path, body, version, key)
	if err != nil {
		return err
	}
	return a.into(path, v)
}

func (a Answer) into(path string, v any) error {
	if a.Status >= 300 {
		return fmt.Errorf("%s: %d %s", path, a.Status, strings.TrimSpace(string(a.Body)))
	}
	if v == nil || len(a.Body) == 0 {
		return nil
	}
	if err := json.Unmarshal(a.Body, v); err != nil {
		return fmt.Errorf("read the answer of %s: %w", path, err)
	}
	return nil
}

// Upload puts a file into a case and gives its id.
func (p *Person) Upload(ctx context.Context, caseID, name string, content []byte) (string, error) {
	a, err := p.send(ctx, http.MethodPost, "/v1/referrals/"+caseID+"/evidence", bytes.NewReader(content), http.Header{"X-File-Name": {url.QueryEscape(name)}})
	if err != nil {
		return "", err
	}
	var e struct{ ID string }
	return e.ID, a.into("evidence", &e)
}

// Download gives the bytes behind a path.
func (p *Person) Download(ctx context.Context, path string) ([]byte, error) {
	a, err := p.send(ctx, http.MethodGet, path, nil, nil)
	if err != nil {
		return nil, err
	}
	return a.Body, a.into(path, nil)
}

// Agencies gives the ids of all organs by their codes.
func (p *Person) Agencies(ctx context.Context) (map[string]string, error) {
	var list struct {
		Items []struct{ ID, Code string }
	}
	if err := p.Get(ctx, "/v1/agencies", &list); err != nil {
		return nil, err
	}
	out := make(map[string]string, len(list.Items))
	for _, a := range list.Items {
		out[a.Code] = a.ID
	}
	return out, nil
}
