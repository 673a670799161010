package api_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// shot is one made-up request.
type shot struct {
	ask
	op   operation
	who  string
	wild bool // its address may lead to another operation
}

// request makes up a request of an operation: a third as the contract asks,
// the others with something wrong in address, headers or body.
func (c *campaign) request(op operation) shot {
	unheard := c.heard[op.OperationID] == ""
	fair := c.chance(35) || unheard && c.chance(50)
	if fair && unheard { // everybody in turn, until somebody is heard
		c.tried[op.OperationID]++
		return c.requestOf(op, c.people[c.tried[op.OperationID]%len(c.people)], true)
	}
	return c.requestOf(op, c.person(op), fair)
}

func (c *campaign) requestOf(op operation, who string, fair bool) shot {
	s := shot{op: op, who: who}
	c.home = c.organ(who)
	s.method, s.header = op.method, map[string]string{"Accept-Language": pick(&c.values, "zh-CN", "en", "en-GB,zh;q=0.5", "")}
	c.within, c.kind = "", kindOf(op.path)
	s.path, s.wild = c.address(op, fair)
	c.headers(&s, fair)
	if op.RequestBody == nil {
		if !fair && c.chance(5) {
			s.body = []byte(`{"text":"` + echo + `"}`)
		}
		return s
	}
	media := op.RequestBody.Content["application/json"]
	if media == nil { // a stream of bytes
		s.body = []byte(strings.Repeat(echo, c.IntN(100)))
		s.header["Content-Type"] = "application/octet-stream"
		return s
	}
	body := c.right(media.Schema, "", 0)
	if !fair && c.chance(70) {
		body = c.spoil(body)
	}
	text, err := json.Marshal(body)
	if err != nil { // 1e300 and the like are JSON, so this cannot happen
		text = []byte("{}")
	}
	if !fair && c.chance(20) {
		text = c.garble(text)
	}
	s.body = text
	if !fair && c.chance(5) {
		s.header["Content-Type"] = pick(&c.values, "text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data", "application/json; charset=gbk", "", "application/jsonp", echo)
	}
	return s
}

// kindOf is the kind of referral whose steps stand below an address: /v1/referrals/{id}/lead/send.
func kindOf(path string) string {
	if below, ok := strings.CutPrefix(path, "/v1/referrals/{id}/"); ok {
		kind, _, _ := strings.Cut(below, "/")
		return strings.ReplaceAll(kind, "-", "_")
	}
	return ""
}

// organ is the id of the organ of whoever asks.
func (c *campaign) organ(who string) string {
	code, _, _ := strings.Cut(strings.TrimPrefix(who, partnerToken), " ")
	return c.organs[code]
}

var hole = regexp.MustCompile(`\{([^}]+)\}`)

// address fills the path and adds a query.
func (c *campaign) address(op operation, fair bool) (path string, wild bool) {
	before := ""
	for part := range strings.SplitSeq(strings.Trim(op.path, "/"), "/") {
		m := hole.FindStringSubmatch(part)
		if m == nil {
			path, before = path+"/"+part, part
			continue
		}
		value := c.pathValue(op, m[1], before)
		if before == "referrals" {
			c.within = value
		}
		if !fair && c.chance(8) {
			value = c.hostile()
		}
		escaped := url.PathEscape(value)
		if !fair && c.chance(2) {
			escaped = pick(&c.values, "..", "%2e%2e", "%2f", "a%2Fb", "%00", "%ff", "%C0%AF", ".", ";x=1", strings.Repeat("a", 5000))
		}
		if strings.Trim(escaped, ".") == "" || strings.Contains(escaped, "/") {
			wild = true
		}
		path += "/" + escaped
	}
	if q := c.query(op, fair); q != "" {
		path += "?" + q
	}
	return path, wild
}

func (c *campaign) pathValue(op operation, name, before string) string {
	for _, p := range op.Parameters {
		if p.In == "path" && p.Name == name && p.Schema != nil && c.resolve(p.Schema).Format != "uuid" {
			return c.text(c.resolve(p.Schema), name)
		}
	}
	if name == "id" {
		return c.ids(before)
	}
	return c.ids(name)
}

func (c *campaign) query(op operation, fair bool) string {
	var parts []string
	for _, p := range op.Parameters {
		if p.In != "query" || !p.Required && c.chance(50) {
			continue
		}
		value := jsonText(c.right(p.Schema, p.Name, 0))
		if example, ok := p.Example.(string); ok && c.chance(50) {
			value = example
		}
		if !fair && c.chance(40) {
			value = c.hostile()
		}
		parts = append(parts, url.QueryEscape(p.Name)+"="+url.QueryEscape(value))
		if !fair && c.chance(5) {
			parts = append(parts, p.Name+"="+pick(&c.values, "%zz", "%ff", "%00", "%C0%80", "1", ""))
		}
	}
	if !fair && c.chance(6) {
		parts = append(parts, pick(&c.values, "unknown="+echo, "a;b", "=", "%ff=1", "limit[]=1", "q=%ed%a0%80"))
	}
	return strings.Join(parts, "&")
}

func jsonText(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	text, _ := json.Marshal(v)
	return string(text)
}

// headers fills what the contract names, and sends a version with every change.
func (c *campaign) headers(s *shot, fair bool) {
	for _, p := range s.op.Parameters {
		if p.In != "header" || p.Name == "Accept-Language" {
			continue
		}
		value := jsonText(c.right(c.resolve(p.Schema), p.Name, 0))
		switch {
		case p.Name == "If-Match":
			value = c.version(s.path)
		case p.Name == "Idempotency-Key":
			value = ids.New[ids.Entry](c.hub.Clock.Now()).String()
		case strings.HasPrefix(p.Name, "X-"):
			value = url.QueryEscape(value)
		}
		if !fair && c.chance(12) {
			value = c.header()
		}
		if !fair && c.chance(4) {
			continue
		}
		s.header[p.Name] = value
	}
	if !fair && c.chance(5) {
		s.header["Accept"] = pick(&c.values, "text/html", "application/cbor", "*/*;q=0", echo)
	}
	if !fair && c.chance(3) {
		s.header["Accept-Language"] = pick(&c.values, strings.Repeat("en,", 3000), "zh-\xff", "*", "-", "EN")
	}
}

// header makes up a header value; what no client can send is left out.
func (c *campaign) header() string {
	value := pick(&c.values, c.hostile(), c.hostile(), "*", `W/"1"`, `"1", "2"`, `"-1"`, `"9223372036854775808"`, `""`, `"`, "\xff\xfe", "\xc3\x28", strings.Repeat("k", 201), strings.Repeat("k", 200), "%", "%zz", "%ff", "-5", "99999999999999999999")
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, value)
}

// person chooses who asks: half the time somebody who was heard before.
func (c *campaign) person(op operation) string {
	if heard := c.heard[op.OperationID]; heard != "" && c.chance(50) {
		return heard
	}
	return c.people[c.IntN(len(c.people))]
}

// advance looks at a case as somebody, and takes the step that is offered there
// and was taken least so far, as the contract asks.
func (c *campaign) advance(t *testing.T) {
	t.Helper()
	who := pick(&c.values, envHandler, envHandler, envLegal, envHead, envHead, policeDesk, policeMan, policeMan, procurator, procurator, marketMan, marketMan)
	c.home = c.organ(who)
	c.hints = map[string][]string{"referrals": {c.ids("referrals")}}
	defer func() { c.hints = nil }()
	look := slices.IndexFunc(c.operations, func(op operation) bool { return op.OperationID == "getReferral" })
	seen := c.fire(t, c.requestOf(c.operations[look], who, true))
	actions, _ := seen.body["actions"].([]any)
	var step map[string]any
	for _, each := range actions {
		a, _ := each.(map[string]any)
		if a["allowed"] == true && (step == nil || c.taken[a["action"]] < c.taken[step["action"]]) {
			step = a
		}
	}
	n := slices.IndexFunc(c.operations, func(op operation) bool { return step != nil && op.Extensions["x-action"] == step["action"] })
	if n < 0 {
		return
	}
	c.taken[step["action"]]++
	charges, _ := step["charges"].([]any)
	for _, charge := range charges {
		c.hints["charge"] = append(c.hints["charge"], charge.(string))
	}
	c.fire(t, c.requestOf(c.operations[n], who, true))
}

// learn keeps the short strings of an answer for later requests, the newest
// forty of each name. It sorts them and draws nothing, so that rows that come in
// another order (their ids are random) do not lead to another campaign.
func (c *campaign) learn(answer map[string]any) {
	var heard [][2]string
	var listen func(name string, v any)
	listen = func(name string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for n, each := range v {
				listen(n, each)
			}
		case []any:
			for _, each := range v {
				listen(name, each)
			}
		case string:
			if v != "" && len(v) <= 200 {
				heard = append(heard, [2]string{name, v})
			}
		}
	}
	listen("", answer)
	slices.SortFunc(heard, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	for _, each := range heard {
		name, v := each[0], each[1]
		if known := c.seen[name]; !slices.Contains(known, v) {
			c.seen[name] = append(known[max(0, len(known)-39):], v)
		}
	}
}

// documentedAs finds the media type that an operation documents for an answer.
func documentedAs(op operation, status, kind string) (*huma.MediaType, bool) {
	r := op.Responses[status]
	if r == nil {
		return nil, false
	}
	kind, _, _ = strings.Cut(kind, ";")
	m := r.Content[kind]
	return m, m != nil || kind == "" && len(r.Content) == 0
}
