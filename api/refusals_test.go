package api_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// TestVersions: every operation that changes what somebody looked at asks for
// the version (428) and refuses an old one (412), but tells so only to who may.
func TestVersions(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Sent(t)
	sign := post(at(id, "/sign-for"), map[string]any{"officer": "值班民警"}).on(h.version(t, id))
	h.want(t, 428, "precondition_required", policeDesk, sign.with("If-Match", ""))
	for _, old := range []string{`"1"`, `W/"1"`, `"0"`, `"no-version"`, `"-1"`, `*`} {
		h.want(t, 412, "stale", policeDesk, sign.with("If-Match", old))
	}
	h.want(t, 404, "not_found", outsider, sign.with("If-Match", `"1"`))
	h.want(t, 200, "", policeDesk, sign)

	draft := h.Opened(t)
	edit := ask{method: "PUT", path: at(draft, "/draft"), body: map[string]any{"title": "演示案件"}}
	h.want(t, 428, "precondition_required", envHandler, edit)
	h.want(t, 412, "stale", envHandler, edit.with("If-Match", `"9"`))
	got := h.want(t, 200, "", envHandler, edit.with("If-Match", `"1"`))
	if got.header.Get("ETag") != `"2"` {
		t.Errorf("the new version is %s", got.header.Get("ETag"))
	}
}

// TestIllegalStep answers what is allowed instead, and under which article.
func TestIllegalStep(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Sent(t)
	charges := map[string]any{"charges": []string{h.chargeOf(t, id)}, "text": "建议立案监督"}
	got := h.want(t, 409, "referral.not_overdue", envHead, post(at(id, "/criminal/suggest-supervision"), charges).on(h.stepUp(t, envHead, id)))
	basis, _ := got.body["basis"].(map[string]any)
	allowed, _ := got.body["allowed"].([]any)
	if got.str("rule") != "fwd_supervision_direct" || basis["article"] != "第十二条" || !slices.Contains(allowed, any("withdraw")) {
		t.Errorf("the refusal says %s", got.text)
	}
	got = h.want(t, 409, "referral.step_not_allowed", envHandler, post(at(id, "/criminal/report"), map[string]any{}).on(h.version(t, id)))
	if allowed, _ = got.body["allowed"].([]any); !slices.Contains(allowed, any("withdraw")) || slices.Contains(allowed, any("criminal.report")) {
		t.Errorf("allowed instead: %v", allowed)
	}
	got = h.want(t, 409, "referral.not_your_part", envHandler, post(at(id, "/sign-for"), map[string]any{"officer": "甲"}).on(h.version(t, id)))
	if !strings.Contains(got.str("detail"), "接收机关") {
		t.Errorf("it does not say whose step it is: %s", got.text)
	}
}

// TestRefusalsNameTheField: whoever sends something wrong reads, in the own language,
// which field it is and what it must be.
func TestRefusalsNameTheField(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	draft := func(body any) ask { return post("/v1/referrals/criminal", body) }
	for name, c := range map[string]struct {
		ask
		status   int
		location string
		zh, en   string
	}{
		"left out":        {draft(map[string]any{}), 422, "body.title", "缺少必填项", "required"},
		"left out inside": {draft(map[string]any{"title": "演示", "items": []any{map[string]any{}}}), 422, "body.items[0].name", "缺少必填项", "required"},
		"unknown":         {draft(map[string]any{"title": "演示", "nonsense": 1}), 422, "body.nonsense", "不认识的字段", "unexpected property"},
		"no text":         {draft(map[string]any{"title": 5}), 422, "body.title", "应为文字", "expected string"},
		"too long":        {draft(map[string]any{"title": strings.Repeat("长", 201)}), 422, "body.title", "至多 200 个字", "expected length <= 200"},
		"no such choice":  {draft(map[string]any{"title": "演示", "parties": []any{map[string]any{"kind": "ghost", "name": "某厂"}}}), 422, "body.parties[0].kind", `只能是 "enterprise, person, unknown"`, `expected value to be one of "enterprise, person, unknown"`},
		"no day":          {get("/v1/me/duty-record?from=heute&to=2026-01-01"), 422, "query.from", "请填写日期，例如 2026-09-30", "Give a day, such as 2026-09-30"},
		"query":           {get("/v1/referrals?nonsense=1"), 422, "query.nonsense", "不认识的查询参数", "unknown query parameter"},
		"id":              {get("/v1/referrals/nonsense"), 422, "path.id", "编号格式不对，应为 UUID", ""},
		"no JSON":         {draft([]byte(`{"title":`)).with("Content-Type", "application/json"), 400, "body", "不是有效的 JSON", "not valid JSON"},
	} {
		for lang, want := range map[string]string{"zh-CN": c.zh, "en": c.en} {
			got := h.want(t, c.status, "", envHandler, c.with("Accept-Language", lang))
			var said []string
			list, _ := got.body["errors"].([]any)
			for _, e := range list {
				field, _ := e.(map[string]any)
				said = append(said, field["location"].(string)+" "+field["message"].(string))
			}
			if want != "" && !slices.Contains(said, c.location+" "+want) {
				t.Errorf("%s, %s: %q, wanted %q at %s", name, lang, said, want, c.location)
			}
		}
	}
	for size, says := range map[int]string{2 << 20: "1 MB", 5 << 20: "4 MB"} { // the bound of an operation, and of every request
		big := draft(append([]byte(`{"title":"`), bytes.Repeat([]byte("x"), size)...)).with("Content-Type", "application/json")
		if got := h.want(t, 413, "too_large", envHandler, big); !strings.Contains(got.str("detail"), says) {
			t.Errorf("%d bytes are answered with %q", size, got.str("detail"))
		}
	}
}

// chargeOf gives the first charge of a case.
func (h *hub) chargeOf(t *testing.T, id ids.Case) (charge string) {
	t.Helper()
	check(t, h.DB.Owner.QueryRow(t.Context(), "select id::text from charges where case_id = $1 order by position limit 1", id).Scan(&charge))
	return charge
}

// TestUnreadableRequests: what is not well-formed is refused with its place,
// in the reader's language, and nothing is kept of it.
func TestUnreadableRequests(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Sent(t)
	cases, version := h.rows(t, "cases"), h.version(t, id)
	path := at(id, "/sign-for")
	sign := func(body any) ask { return post(path, body).on(version) }
	create := func(body any) ask { return post("/v1/referrals/criminal", body).on(0) }
	big := `{"title":"演示","content":{"facts":"` + strings.Repeat("长", 2<<20) + `"}}`
	for name, c := range map[string]struct {
		status int
		who    string
		ask    ask
		field  string
	}{
		"unknown field":            {422, policeDesk, sign(map[string]any{"officer": "甲", "colour": "red"}), "body.colour"},
		"unknown field inside":     {422, envHandler, create(map[string]any{"title": "演示", "content": map[string]any{"fact": "x"}}), "body.content.fact"},
		"missing field":            {422, policeDesk, sign(map[string]any{}), "body.officer"},
		"wrong type":               {422, policeDesk, sign(map[string]any{"officer": 7}), "body.officer"},
		"too long":                 {422, policeDesk, sign(map[string]any{"officer": strings.Repeat("甲", 101)}), "body.officer"},
		"not in the list":          {422, envHandler, create(map[string]any{"title": "演示", "parties": []any{map[string]any{"kind": "ghost", "name": "x"}}}), "body.parties[0].kind"},
		"no key":                   {422, policeDesk, sign(map[string]any{"officer": "甲"}).with("Idempotency-Key", ""), "header.Idempotency-Key"},
		"two mistakes, both named": {422, envHandler, create(map[string]any{"title": "", "content": map[string]any{"found_on": "2026-02-30"}}), "body.content.found_on"},
		"no JSON":                  {400, policeDesk, sign([]byte(`{"officer":`)), ""},
		"no body":                  {400, policeDesk, sign(nil), ""},
		"a list":                   {422, policeDesk, sign([]byte(`[]`)), ""},
		"no object":                {422, policeDesk, sign([]byte(`"甲"`)), ""},
		"a form":                   {415, policeDesk, sign([]byte("officer=x")).with("Content-Type", "application/x-www-form-urlencoded"), ""},
		"no content type":          {415, policeDesk, sign([]byte(`{"officer":"甲"}`)).with("Content-Type", ""), ""},
		"almost JSON":              {415, policeDesk, sign([]byte(`{"officer":"甲"}`)).with("Content-Type", "application/jsonp"), ""},
		"too large":                {413, envHandler, create([]byte(big)), ""},
		"too large, unannounced":   {413, envHandler, create(io.MultiReader(strings.NewReader(big))), ""},
		"unknown parameter":        {422, envHandler, get("/v1/referrals?bx=todo"), "query.bx"},
		"parameter out of range":   {422, envHandler, get("/v1/referrals?limit=1000"), "query.limit"},
		"no cursor of ours":        {422, envHandler, get("/v1/referrals?cursor=AAAA"), ""},
		"no such box":              {422, envHandler, get("/v1/referrals?box=attic"), "query.box"},
		"too short a search":       {422, envHandler, get("/v1/referrals?q=a"), "query.q"},
		"no such operation":        {404, envHandler, get("/v1/referalls"), ""},
		"no such method":           {405, envHandler, ask{method: "DELETE", path: "/v1/referrals"}, ""},
		"no id":                    {422, envHandler, get("/v1/referrals/abc"), "path.id"},
		"no start":                 {422, envHandler, get("/v1/rules/fwd_decide_transfer/explanation"), "query.start"},
		"bare day for hours":       {422, envHandler, get("/v1/rules/fwd_transmit_to_police/explanation?start=2026-03-02"), ""},
		"no such rule":             {404, envHandler, get("/v1/rules/no_such_rule/explanation?start=2026-03-02"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := h.send(t, c.who, c.ask)
			if got.status != c.status {
				t.Fatalf("%d %s, want %d", got.status, got.text, c.status)
			}
			if c.field != "" && !slices.Contains(got.fields(), c.field) {
				t.Errorf("rejected fields %v, want %s", got.fields(), c.field)
			}
			for _, e := range got.fields() {
				if e == "" {
					t.Errorf("a rejected field has no place: %s", got.text)
				}
			}
		})
	}
	if h.rows(t, "cases") != cases || h.version(t, id) != version || h.rows(t, "idempotency_keys where at > $1", h.Clock.Now().Add(-time.Hour)) != h.rows(t, "idempotency_keys") {
		t.Error("something of a refused request was kept")
	}
}

// TestBothLanguages: every refusal speaks the language that the reader asks for.
func TestBothLanguages(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Sent(t)
	for name, c := range map[string]struct{ ask ask }{
		"rule":    {post(at(id, "/criminal/report"), map[string]any{}).on(h.version(t, id))},
		"fields":  {post(at(id, "/criminal/report"), map[string]any{"colour": "red", "text": 7}).on(h.version(t, id))},
		"missing": {get(at(ids.New[ids.Case](h.Clock.Now()), ""))},
		"stale":   {post(at(id, "/criminal/report"), map[string]any{}).on(1)},
		"405":     {ask{method: "DELETE", path: "/v1/referrals"}},
		"415":     {post(at(id, "/criminal/report"), []byte("x")).on(1).with("Content-Type", "text/plain")},
		"large":   {post(at(id, "/criminal/report"), bytes.Repeat([]byte("x"), 5<<20)).on(1)},
	} {
		for lang, han := range map[string]bool{"zh-CN,zh;q=0.9": true, "en-GB,en;q=0.8": false, "": true, "fr": true} {
			for _, who := range []string{envHandler, nobody} {
				got := h.send(t, who, c.ask.with("Accept-Language", lang))
				words := got.str("title") + got.str("detail")
				list, _ := got.body["errors"].([]any)
				for _, e := range list {
					words += e.(map[string]any)["message"].(string)
				}
				if hasHan(words) != han {
					t.Errorf("%s in %q: %s", name, lang, got.text)
				}
			}
		}
	}
}

func isHan(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }

func hasHan(s string) bool { return strings.ContainsFunc(s, isHan) }
