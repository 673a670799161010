package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// body fills every field of an act, so that only the case can object.
func (c *course) body(properties map[string]*huma.Schema, required []string, seen api.Referral, o api.ActionOption, charge, organ string) map[string]any {
	today := civil.DateOf(c.hub.Clock.Now()).String()
	known := map[string]any{
		"to": organ, "copy_to": c.hub.Procuratorate.ID.String(), "no_state_secret": true, "unable": true, "pages": 3, "missing": []string{"doc_items_list"},
		"text": "说明", "reason": "理由", "document_no": "赫公立字〔2026〕1号", "officer": "民警甲", "approver": "负责人甲", "approved_on": today,
		"track": "complex", "outcome": "exempted", "charges": []string{charge}, "items": c.items(seen),
	}
	if seen.Kind == string(referral.Compensation) {
		maps.Copy(known, claimValues(seen, o.Action, today))
	}
	if o.Action == "public_interest.answer_start" {
		known["result"] = "not_start"
	}
	out := map[string]any{}
	for name, schema := range properties {
		value, ok := known[name]
		switch {
		case name == "charges" && charge == "" || name == "paper" || name == "occurred_at" || name == "ground":
		case ok:
			out[name] = value
		case slices.Contains(required, name):
			out[name] = c.right(schema, name, 0)
		}
	}
	if o.Paper {
		out["paper"] = map[string]any{"number": "赫公立字〔2026〕1号", "date": today}
	}
	if slices.Contains(required, "charges") && charge == "" {
		out["charges"] = []string{}
	}
	return out
}

// claimValues are what the steps of a claim ask for: a small damage, of it what is open,
// and a work that the step may name.
func claimValues(seen api.Referral, action, today string) map[string]any {
	values := map[string]any{
		"result": "performed", "damage_fen": 100_000, "method": "comprehensive", "assessed": "综合认定", "agreed": "一次缴清", "default_told": true, "manner": "treasury", "until": today,
		"party": seen.Parties[0].ID, "fen": 1, "major": "incident", "work": 1, "works": []map[string]any{{"kind": "substitute", "what": "补植", "by": today, "party": seen.Parties[0].ID}},
	}
	switch action {
	case "compensation.fail":
		values["result"] = "refused"
	case "compensation.check":
		values["result"] = "damage"
	case "compensation.evaluate":
		values["result"] = "reached"
	case "compensation.suit_over":
		values["result"] = "dismissed"
	case "compensation.pay": // a slip counts once among all claims
		values["document_no"] = fmt.Sprintf("%s-%d", seen.Number, seen.Version)
	case "compensation.agree", "compensation.settle":
		delete(values, "works")
	}
	if seen.Claim == nil {
		return values
	}
	values["fen"] = max(1, seen.Claim.FreeFen)
	states := map[string][]string{"compensation.restore": {"planned", "returned"}, "compensation.accept_work": {"reported"}, "compensation.return_work": {"reported"}}[action]
	if states == nil {
		states = []string{"planned", "reported", "returned"}
	}
	i := slices.IndexFunc(seen.Claim.Works, func(w api.WorkView) bool { return slices.Contains(states, w.State) })
	if i >= 0 || action == "compensation.restore" { // which without a work is a note
		values["work"] = i + 1
	}
	if action == "compensation.restore" {
		if len(seen.Evidence) == 0 {
			values["work"] = 0
		} else {
			values["evidence"] = []string{seen.Evidence[0].ID}
		}
	}
	return values
}

func (c *course) items(seen api.Referral) []any {
	out := []any{}
	for _, i := range seen.Items {
		out = append(out, map[string]any{"id": i.ID, "form": "kept"})
	}
	return out
}

// paperwork issues and seals what steps wait for, as far as this person may.
func (c *course) paperwork(who string, seen api.Referral) {
	for _, p := range seen.Papers {
		sealed := slices.ContainsFunc(seen.Documents, func(d api.DocumentView) bool { return d.Kind == p.Kind && d.State == "sealed" })
		if !p.Issue || !p.Sealed || sealed {
			continue
		}
		issued := c.hub.send(c.test, who, post(at(c.id, "/documents"), map[string]any{"kind": p.Kind}))
		scan := c.hub.send(c.test, who, upload(c.id, "盖章件.pdf", "%PDF-1.4\n%%EOF\n"))
		documents, _ := issued.body["documents"].([]any)
		if issued.status != http.StatusCreated || scan.status != http.StatusCreated || len(documents) == 0 {
			continue
		}
		for _, each := range documents {
			d, _ := each.(map[string]any)
			if d["kind"] == p.Kind && d["state"] == "issued" {
				c.hub.send(c.test, who, post(at(c.id, "/documents/"+d["id"].(string)+"/seal"), map[string]any{"evidence_id": scan.str("id")}))
			}
		}
	}
}
