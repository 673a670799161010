package api_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/access"
)

// sample is a body that an operation takes, so that it is refused for who asks
// and not for what is asked.
func sample(h *hub, id string) any {
	draft := map[string]any{"title": "演示案件"}
	bodies := map[string]any{
		"openByOpinion": map[string]any{"sender": h.Env.ID.String(), "draft": draft, "text": "意见", "document_no": "1号"}, "editDraft": draft,
		"beginUpload": map[string]any{"name": "a.pdf", "size": 10}, "finishUpload": map[string]any{}, "addMaterial": map[string]any{"code": "doc_other", "title": "其他", "form": "copy"},
		"editMaterial": map[string]any{"code": "doc_other", "title": "其他", "form": "copy"}, "sortFiles": map[string]any{"names": []string{"移送书.pdf"}},
		"issueDocument": map[string]any{"kind": "transfer_letter"}, "sealDocument": map[string]any{"evidence_id": ids.New[ids.Evidence](h.Clock.Now()).String()}, "voidDocument": map[string]any{"reason": "理由"},
		"setOfficer": map[string]any{}, "addRemark": map[string]any{"kind": "call", "text": "电话"}, "answerRecord": map[string]any{"confirm": true}, "reviewGlass": map[string]any{"justified": true, "remark": "核实"}, "giveReason": map[string]any{"reason": "督办核查"}, "markNoticesRead": map[string]any{"ids": []string{}}, "proveByCall": map[string]any{"text": "电话"},
		"sayInTransit": map[string]any{}, "writeLetter": map[string]any{"text": "请办理"}, "sendLetter": map[string]any{"version": 0}, "markForMeeting": map[string]any{"reason": "久未答复"}, "takeOffMeeting": map[string]any{"reason": "已答复"}, "noteQuality": map[string]any{"indicator": "late", "text": "按期发出，对方系统故障"},
		"findPlaces": map[string]any{}, "orderRedaction": map[string]any{"reason": "误传", "places": []any{map[string]any{"kind": "text", "field": "facts"}}}, "refuseRedaction": map[string]any{"reason": "误判"}, "tickCopy": map[string]any{"number": 1, "note": "已销毁"},
		"sealReporter": map[string]any{"phone": "13800138000"}, "openReporter": map[string]any{"reason": "核实"}, "passReporter": map[string]any{"to": h.Police.ID.String(), "reason": "核实"}, "deriveReferral": map[string]any{"kind": "lead", "relation": "upgraded"}, "linkReferrals": map[string]any{"case": ids.New[ids.Case](h.Clock.Now()).String(), "relation": "related"},
		"proposeArchive": map[string]any{"version": 0, "number": "1", "retention": "years_30", "basis": "表1"}, "handOverArchive": map[string]any{"version": 1, "main": 0, "side": 0, "received_by": "档案员", "on": "2026-03-02"},
		"supplementArchive": map[string]any{"version": 1, "main": 0, "side": 0, "received_by": "档案员", "on": "2026-03-02", "reason": "补充", "pieces": []any{map[string]any{"id": "acts", "volume": "main"}}},
		"markSealed":        map[string]any{"sealed": true}, "openSealedFile": map[string]any{"reason": "核实"}, "giveFields": map[string]any{"group": "reporter", "reason": "核实"}, "askOnward": map[string]any{"to": h.Market.ID.String(), "reason": "移送"}, "publishMembers": map[string]any{"members": []string{h.Police.ID.String()}, "reason": "同意"},
		"recallMessage": map[string]any{"reason": "误发"}, "answerRecall": map[string]any{"answer": "complied"},
		"answerPrecheck": map[string]any{"verdict": "met"}, "checkAgreement": map[string]any{},
		"beginCaseSeries": map[string]any{"kind": "compensation"}, "actTogether": map[string]any{"action": "close", "cases": []string{ids.New[ids.Case](h.Clock.Now()).String()}},
	}
	if b, ok := bodies[id]; ok {
		return b
	}
	return draft
}

// actBody is a well-formed body of an act, made from what the contract says of it:
// every field an act of its own may carry, and nothing of paper or late entry.
func (op operation) actBody(h *hub) map[string]any {
	schema := op.RequestBody.Content["application/json"].Schema
	if schema.Ref != "" {
		schema = op.doc.Components.Schemas.SchemaFromRef(schema.Ref)
	}
	out := map[string]any{}
	for name, s := range schema.Properties {
		if slices.Contains([]string{"occurred_at", "ground", "paper"}, name) {
			continue
		}
		switch {
		case len(s.Enum) > 0:
			out[name] = s.Enum[0]
		case s.Type == "array":
			out[name] = map[string]any{"missing": []string{"doc_other"}, "items": []any{}, "shares": []any{}, "plan": []any{}, "present": []any{}, "denied": []any{}, "works": []any{map[string]any{"kind": "substitute", "what": "补植", "by": "2026-03-02"}}, "evidence": []any{}, "charges": []string{ids.New[ids.Charge](h.Clock.Now()).String()}, "members": []any{map[string]any{"name": "执法人员", "certificate": "DEMO-1"}}}[name]
		case name == "visit":
			out[name] = map[string]any{"number": "1", "name": "某企业（演示虚构）", "region": "000003", "day": "2026-03-02", "team": []string{"DEMO-1"}}
		case s.Type == "boolean":
			out[name] = name == "no_state_secret"
		case s.Type == "integer":
			out[name] = 1
		case s.Format == "uuid":
			out[name] = map[string]any{"to": h.Police.ID.String(), "copy_to": h.Procuratorate.ID.String()}[name]
		case s.Format == "date":
			out[name] = "2026-03-02"
		case name == "document_no":
			out[name] = "演字〔2026〕1号"
		default:
			out[name] = "说明"
		}
	}
	return out
}

// request makes a well-formed request of an operation on a case.
func (h *hub) sampleOf(op operation, id ids.Case, version int64) ask {
	path := op.path
	fill := map[string]string{"{id}": id.String(), "{kind}": "transfer_letter", "{rule}": "fwd_decide_transfer"}
	if strings.HasPrefix(path, "/v1/uploads/") || strings.HasPrefix(path, "/v1/deliveries/") {
		fill["{id}"] = ids.New[ids.Evidence](h.Clock.Now()).String()
	}
	for from, to := range fill {
		path = strings.ReplaceAll(path, from, to)
	}
	for strings.Contains(path, "{") { // any other name stands for a child that is not there
		before, rest, _ := strings.Cut(path, "{")
		_, after, _ := strings.Cut(rest, "}")
		path = before + ids.New[ids.Entry](h.Clock.Now()).String() + after
	}
	if op.OperationID == "explainRule" {
		path += "?start=2026-03-02"
	}
	a := ask{method: op.method, path: path}.on(version)
	switch op.OperationID {
	case "addEvidence":
		a.body = []byte("内容")
		a = a.with("X-File-Name", "a.txt").with("Content-Type", "application/octet-stream")
	case "appendUpload":
		a.body = []byte("内容")
		a = a.with("Upload-Offset", "0").with("Content-Type", "application/octet-stream")
	default:
		if op.RequestBody != nil {
			a.body = sample(h, op.OperationID)
			if op.Extensions["x-action"] != nil {
				a.body = op.actBody(h)
			}
		}
	}
	return a
}

// caseOperations are the operations below a referral, without the stream.
func caseOperations(t *testing.T) (out []operation) {
	for _, op := range operations(described(t)) {
		if strings.HasPrefix(op.path, "/v1/referrals/{id}") {
			out = append(out, op)
		}
	}
	return out
}

// TestWalkAsNobody: without a login every operation answers 401, whatever else
// is wrong with the request.
func TestWalkAsNobody(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Opened(t)
	n := 0
	for _, op := range operations(described(t)) {
		if op.OperationID == "listIssuers" || strings.HasPrefix(op.path, "/v1/public/") {
			if strings.Contains(op.path, "{") {
				continue // there is no plan yet
			}
			h.want(t, 200, "", nobody, get(op.path))
			continue
		}
		a := h.sampleOf(op, id, 1)
		for name, as := range map[string]ask{"nobody": a, "a made-up session": a.with("Cookie", "hub-dev-session-"+port(h)+"="+strings.Repeat("A", 43)), "a made-up token": a.with("Authorization", "Bearer e30.e30.e30")} {
			if got := h.send(t, nobody, as); got.status != 401 {
				t.Errorf("%s as %s: %d %s", op.OperationID, name, got.status, got.text)
			}
		}
		n++
	}
	if n < 90 {
		t.Errorf("only %d operations were walked", n)
	}
}

func port(h *hub) string { return h.url[strings.LastIndex(h.url, ":")+1:] }

// TestWalkAsAnotherOrgan: below a case that one has no part in every operation
// answers 404, in the very words in which it answers for a case that is not there.
func TestWalkAsAnotherOrgan(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id, absent := h.Received(t), ids.New[ids.Case](h.Clock.Now())
	for _, who := range []string{outsider, marketMan, operator, partnerToken + "ziyang-env"} {
		for _, op := range caseOperations(t) {
			hidden, missing := h.send(t, who, h.sampleOf(op, id, 1)), h.send(t, who, h.sampleOf(op, absent, 1))
			if hidden.status != 404 {
				t.Errorf("%s, %s: %d %s", who, op.OperationID, hidden.status, hidden.text)
			}
			if hidden.status != missing.status || hidden.text != missing.text || !sameHeaders(hidden, missing) {
				t.Errorf("%s, %s: a hidden case answers\n%s\nan absent one\n%s", who, op.OperationID, hidden.text, missing.text)
			}
		}
	}
	if n := h.rows(t, "events where case_id = $1 and recorder_id = $2", id, h.Market.ID); n != 0 {
		t.Errorf("an outsider left %d entries in the record", n)
	}
}

func sameHeaders(a, b answer) bool {
	x, y := a.header.Clone(), b.header.Clone()
	for _, changing := range []string{"Date", "RateLimit"} {
		x.Del(changing)
		y.Del(changing)
	}
	return maps.EqualFunc(x, y, slices.Equal)
}

// TestWalkAsWrongFunction: who sees the case and holds a function that may not
// take the step is told so: 403. The step is then possible for whoever may.
func TestWalkAsWrongFunction(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Received(t)
	version := h.version(t, id)
	proc := referral.Procedures[referral.Criminal]
	person := map[referral.Party]string{referral.Sender: envLegal, referral.Receiver: policeDesk, referral.Procuratorate: "heshan-proc proc-desk"}
	actor := map[referral.Party]officetest.Organ{referral.Sender: h.Env, referral.Receiver: h.Police, referral.Procuratorate: h.Procuratorate}
	refusals := 0
	for _, op := range caseOperations(t) {
		action, _ := op.Extensions["x-action"].(string)
		step, ok := proc.Step(referral.Action(action))
		if !ok || step.By[0] == referral.PastReceiver {
			continue
		}
		party := step.By[0]
		functions := actor[party].Legal.Functions
		switch party {
		case referral.Receiver:
			functions = actor[party].Desk.Functions
		case referral.Procuratorate:
			functions = []string{"desk"}
		}
		if h.mayTake(action, party, functions) {
			continue
		}
		refusals++
		if got := h.send(t, person[party], h.sampleOf(op, id, version)); got.status != 403 || got.str("code") != "not_allowed" {
			t.Errorf("%s as %s: %d %s", op.OperationID, person[party], got.status, got.text)
		}
		if got := h.send(t, person[party], h.sampleOf(op, id, 1)); got.status != 403 {
			t.Errorf("%s as %s on an old version: %d, a version is told only to who may act", op.OperationID, person[party], got.status)
		}
	}
	if refusals < 30 {
		t.Errorf("only %d steps were refused to the wrong function", refusals)
	}
	for who, list := range map[string][]string{
		"heshan-proc proc-desk": {"createCriminalReferral", "openByOpinion", "editDraft"}, operator: {"createCriminalReferral", "listReferrals"}, auditor: {"createCriminalReferral"},
	} {
		for _, op := range operations(described(t)) {
			if !slices.Contains(list, op.OperationID) {
				continue
			}
			if got := h.send(t, who, h.sampleOf(op, id, version)); got.status != 403 {
				t.Errorf("%s as %s: %d %s", op.OperationID, who, got.status, got.text)
			}
		}
	}
	if h.version(t, id) != version {
		t.Error("a refused request changed the case")
	}
}

// notByFunction are operations on a case that are refused, or not, for another reason
// before the function of a person counts: what they name does not exist, each case of a
// series is asked by itself, or whoever reads may do it.
var notByFunction = []string{"linkReferrals", "tickCopy", "checkAgreement", "answerPrecheck", "actTogether", "beginCaseSeries", "giveReason"}

// TestWalkAsReader: who only reads a case changes nothing in it: neither files nor papers,
// nor who handles it, nor what is noted on it.
func TestWalkAsReader(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Received(t)
	version, refusals := h.version(t, id), 0
	for _, op := range caseOperations(t) {
		if op.method == "GET" || op.Extensions["x-action"] != nil || slices.Contains(notByFunction, op.OperationID) {
			continue
		}
		refusals++
		if got := h.send(t, "heshan-env env-coordinator", h.sampleOf(op, id, version)); got.status != 403 {
			t.Errorf("%s as a coordinator: %d %s", op.OperationID, got.status, got.text)
		}
	}
	if refusals < 20 {
		t.Errorf("only %d operations were refused", refusals)
	}
	if h.version(t, id) != version {
		t.Error("a refused request changed the case")
	}
}

func (h *hub) mayTake(action string, party referral.Party, functions []string) bool {
	return h.Access.Allows(access.Principal{User: ids.User{1}, Agency: ids.Agency{1}, Functions: functions}, action, access.Resource{Kind: "criminal", Relation: string(party), Level: "content"})
}
