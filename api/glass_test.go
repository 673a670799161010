package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

func glassBody(wanted string) map[string]any {
	return map[string]any{"case": wanted, "ground": "pollution", "reason": "下游取水口发现油污"}
}

// TestGlassOverHTTP: asked for, seen, listed, reviewed.
func TestGlassOverHTTP(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Received(t)
	h.want(t, 404, "not_found", outsider, get(at(id, "")))
	h.Clock.Advance(20 * time.Minute) // the login of the morning is not enough
	h.want(t, 403, "step_up_required", outsider, post("/v1/glass", glassBody(id.String())))
	h.stepUp(t, outsider, id)
	grant := h.want(t, 201, "", outsider, post("/v1/glass", glassBody(id.String())))
	if grant.str("case") != id.String() || grant.str("number") == "" {
		t.Errorf("granted %s", grant.text)
	}
	seen := h.want(t, 200, "", outsider, get(at(id, "")))
	glass, _ := seen.body["glass"].(map[string]any)
	if seen.str("relation") != "break_glass" || glass["until"] != grant.str("until") || glass["ground"] != "pollution" {
		t.Errorf("shown as %s through %v", seen.str("relation"), glass)
	}
	// Whatever else the contract offers on a case, to who holds a look it is not there.
	for _, op := range caseOperations(t) {
		if op.OperationID == "getReferral" {
			continue
		}
		held, absent := h.send(t, outsider, h.sampleOf(op, id, h.version(t, id))), h.send(t, outsider, h.sampleOf(op, ids.New[ids.Case](h.Clock.Now()), 1))
		if held.status != 404 || held.text != absent.text || !sameHeaders(held, absent) {
			t.Errorf("%s through a look: %d %s", op.OperationID, held.status, held.text)
		}
	}
	list := h.want(t, 200, "", envHead, get("/v1/glass?waiting=true"))
	items, _ := list.body["items"].([]any)
	if len(items) != 1 || list.body["reviews"] != true {
		t.Fatalf("the head of the sender sees %s", list.text)
	}
	look := items[0].(map[string]any)
	if counts := h.want(t, 200, "", envHead, get("/v1/referral-counts")); look["review"] != true || counts.body["glass"] != 1.0 {
		t.Errorf("waiting: %v, counted %v", look, counts.body["glass"])
	}
	review := post(at(id, "/glass/"+grant.str("id")+"/review"), map[string]any{"justified": true, "remark": "情况属实"})
	h.want(t, 403, "not_allowed", envHandler, review)
	h.want(t, 404, "not_found", outsider, review)
	h.want(t, 204, "", envHead, review)
	h.want(t, 409, "glass.reviewed", envHead, review)
	mine := h.want(t, 200, "", outsider, get("/v1/glass"))
	if items, _ = mine.body["items"].([]any); len(items) != 1 || items[0].(map[string]any)["verdict"] != "justified" {
		t.Errorf("who looked reads %s", mine.text)
	}
	for who, status := range map[string]int{envHandler: 403, operator: 403, partnerToken + "heshan-police": 403, auditor: 200} {
		h.want(t, status, "", who, get("/v1/glass"))
	}
}

// TestGlassTellsNothing: numbers of nothing, of a draft and no numbers at all are
// answered alike, down to the headers; what is refused repeats nothing; the last of
// too many is answered the same whether there is such a case or not.
func TestGlassTellsNothing(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	draft, id := h.Opened(t), h.Received(t)
	h.stepUp(t, outsider, id)
	var number string
	check(t, h.DB.Owner.QueryRow(t.Context(), "select number from cases where id = $1", draft).Scan(&number))
	var first answer
	for i, wanted := range []string{number, draft.String(), ids.New[ids.Case](h.Clock.Now()).String(), "' OR '1'='1", strings.Repeat("龘", 60)} {
		got := h.want(t, 404, "not_found", outsider, post("/v1/glass", glassBody(wanted)))
		if i == 0 {
			first = got
		} else if got.text != first.text || !sameHeaders(got, first) {
			t.Errorf("%q is answered\n%s\nand a draft\n%s", wanted, got.text, first.text)
		}
		if strings.Contains(got.text, wanted) {
			t.Errorf("the refusal repeats %q", wanted)
		}
	}
	there, absent := h.want(t, 429, "glass.too_often", outsider, post("/v1/glass", glassBody(id.String()))), h.want(t, 429, "glass.too_often", outsider, post("/v1/glass", glassBody("XJ-2026-000000-99999")))
	if there.text != absent.text || !sameHeaders(there, absent) {
		t.Errorf("beyond the limit\n%s\nand\n%s", there.text, absent.text)
	}
	for name, body := range map[string]any{
		"nothing": map[string]any{}, "a ground of nobody's": map[string]any{"case": "1", "ground": "curiosity", "reason": "理由"}, "too long": glassBody(strings.Repeat("9", 61)),
		"a hidden character": glassBody("XJ\u202e1"), "a null byte": glassBody("\x00"), "no UTF-8": []byte("{\"case\":\"\xff\",\"ground\":\"life\",\"reason\":\"理由\"}"),
	} {
		if got := h.send(t, outsider, post("/v1/glass", body)); got.status != http.StatusUnprocessableEntity && got.status != 429 {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
	}
	h.want(t, 422, "", envHead, get("/v1/glass?cursor=%00"))
}

// TestGroundsOfTheContract: the closed list is the same in the contract and in the office.
func TestGroundsOfTheContract(t *testing.T) {
	t.Parallel()
	enum := described(t).Components.Schemas.Map()["GlassBody"].Properties["ground"].Enum
	if len(enum) != len(casework.GlassGrounds) {
		t.Fatalf("%v in the contract", enum)
	}
	for i, g := range casework.GlassGrounds {
		if enum[i] != g.Code {
			t.Errorf("%v in the contract, %s in the office", enum[i], g.Code)
		}
	}
}
