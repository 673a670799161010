package api_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/client"
	"github.com/xianjie-hub/xianjie/client/hubapi"
	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// bound is a partner system in Go: it registers its key at the development
// provider, and the hub takes only bound tokens of it.
func (h *hub) bound(t *testing.T, code string) *client.Client {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	check(t, err)
	c, err := client.New(client.Config{
		Hub: h.url, TokenURL: h.url + idp.Path(code) + "/token", Issuer: h.url + idp.Path(code), Key: key, HTTP: h.client(), Now: h.Clock.Now,
	})
	check(t, err)
	metadata, err := json.Marshal(map[string]any{"jwks": jose.JSONWebKeySet{Keys: []jose.JSONWebKey{c.PublicKey()}}, "token_endpoint_auth_method": "private_key_jwt"})
	check(t, err)
	res, err := h.client().Post(h.url+idp.Path(code)+"/register", "application/json", bytes.NewReader(metadata))
	check(t, err)
	defer res.Body.Close()
	var made struct {
		ID string `json:"client_id"`
	}
	check(t, json.NewDecoder(res.Body).Decode(&made))
	c.ClientID = made.ID
	_, err = h.DB.Owner.Exec(t.Context(), `insert into clients (id, issuer_id, client_id, agency_id, scopes, bound, created_at)
		select $1, i.id, $2, i.agency_id, $3, true, $4 from issuers i where i.code = $5`,
		ids.New[ids.Client](h.Clock.Now()), made.ID, []string{api.ScopeRead, api.ScopeWrite}, h.Clock.Now(), code)
	check(t, err)
	return c
}

// TestGoClient walks send, act and receipt as two systems do.
func TestGoClient(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	ours, theirs := h.bound(t, "xuancheng-forestry"), h.bound(t, "heshan-env")
	type lead struct {
		ID, State string
		Evidence  []struct{ ID string }
	}
	do := func(c *client.Client, r client.Request, out any) string {
		t.Helper()
		tag, err := c.Do(t.Context(), r, out)
		check(t, err)
		return tag
	}
	var l lead
	do(ours, client.Request{Method: "POST", Path: "/v1/referrals/lead", Key: "open", Body: map[string]any{"title": "演示：倾倒的废物来自赫山", "content": map[string]any{"facts": "演示虚构", "source": "日常巡护"}}}, &l)
	path := "/v1/referrals/" + l.ID
	do(ours, client.Request{Method: "POST", Path: path + "/evidence", Key: "file", Body: strings.NewReader("内容"), Header: http.Header{"X-File-Name": {"a.txt"}}}, nil)
	tag := do(ours, client.Request{Method: "GET", Path: path}, &l)
	send := client.Request{Method: "POST", Path: path + "/lead/send", Key: "send", IfMatch: tag, Body: map[string]any{"to": h.Env.ID.String(), "no_state_secret": true}}
	tag = do(ours, send, &l)
	if again := do(ours, send, &l); again != tag {
		t.Errorf("sent twice: %s, then %s", tag, again)
	}
	do(theirs, client.Request{Method: "POST", Path: path + "/sign-for", Key: "sign", IfMatch: tag, Body: map[string]any{"officer": "执法人员甲"}}, &l)
	var file bytes.Buffer
	do(theirs, client.Request{Method: "GET", Path: path + "/evidence/" + l.Evidence[0].ID + "/content"}, &file)
	if l.State != "received" || file.String() != "内容" {
		t.Errorf("the other side has %q and %q", l.State, file.String())
	}
	var course struct {
		Receipts []struct{ Kind, JWS string }
	}
	do(ours, client.Request{Method: "GET", Path: path + "/timeline"}, &course)
	kinds := map[string]bool{}
	for _, r := range course.Receipts {
		kinds[r.Kind] = r.JWS != ""
	}
	if !kinds["received"] || !kinds["acknowledged"] {
		t.Errorf("receipts %v", kinds)
	}
	_, err := ours.Do(t.Context(), client.Request{Method: "POST", Path: path + "/void", Key: "void", IfMatch: tag, Body: map[string]any{"reason": "理由"}}, nil)
	if p, ok := err.(*client.Problem); !ok || p.Code != "not_offered" {
		t.Errorf("a step of a head: %v", err)
	}
	thief, err := client.New(ours.Config)
	check(t, err)
	_, thief.Key, err = ed25519.GenerateKey(rand.Reader)
	check(t, err)
	if _, err := thief.Do(t.Context(), client.Request{Method: "GET", Path: path}, nil); err == nil {
		t.Error("another key does as well")
	}
}

// TestGeneratedClient walks the same way with the types and calls that are generated from
// the contract.
func TestGeneratedClient(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	ours, theirs := hubapi.Client{Client: h.bound(t, "xuancheng-forestry")}, hubapi.Client{Client: h.bound(t, "heshan-env")}
	ctx := t.Context()
	facts := "演示虚构"
	made, _, err := ours.CreateLeadReferral(ctx, hubapi.LeadBody{Title: "演示：倾倒的废物来自赫山", Content: &hubapi.DraftContent{Facts: &facts}}, hubapi.Key("open"))
	check(t, err)
	file, _, err := ours.AddEvidence(ctx, made.Id, strings.NewReader("内容"), hubapi.Key("file"), hubapi.Header("X-File-Name", "a.txt"))
	check(t, err)
	_, tag, err := ours.GetReferral(ctx, made.Id)
	check(t, err)
	_, tag, err = ours.LeadSend(ctx, made.Id, hubapi.SendAct{To: h.Env.ID.String(), NoStateSecret: true}, hubapi.IfMatch(tag), hubapi.Key("send"))
	check(t, err)
	box := hubapi.ListReferralsParamsBox("received")
	page, _, err := theirs.ListReferrals(ctx, &hubapi.ListReferralsParams{Box: &box, Kind: &[]string{"lead", "criminal"}})
	check(t, err)
	if len(page.Items) != 1 || page.Items[0].Id != made.Id || string(page.Items[0].State) != "sent" {
		t.Errorf("the other side finds %+v", page.Items)
	}
	signed, _, err := theirs.SignFor(ctx, made.Id, hubapi.SignForAct{Officer: "执法人员甲"}, hubapi.IfMatch(tag), hubapi.Key("sign"))
	check(t, err)
	var content bytes.Buffer
	_, err = theirs.DownloadEvidence(ctx, made.Id, file.Id, &content)
	check(t, err)
	if string(signed.State) != "received" || content.String() != "内容" {
		t.Errorf("it is %s, with %q", signed.State, content.String())
	}
	course, _, err := ours.GetTimeline(ctx, made.Id)
	check(t, err)
	if len(course.Receipts) < 2 {
		t.Errorf("receipts %+v", course.Receipts)
	}
	_, _, err = ours.LeadSend(ctx, made.Id, hubapi.SendAct{To: h.Env.ID.String(), NoStateSecret: true}, hubapi.IfMatch(tag), hubapi.Key("again"))
	if p, ok := errors.AsType[*client.Problem](err); !ok || p.Status != http.StatusPreconditionFailed {
		t.Errorf("a step on a version that is no more: %v", err)
	}
}
