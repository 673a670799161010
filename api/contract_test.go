package api_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

// described gives the contract as the hub describes it.
func described(t *testing.T) *huma.OpenAPI {
	t.Helper()
	book, err := rules.Load()
	check(t, err)
	s := api.Server{Office: &casework.Office{Rules: rules.NewShelf(book)}}
	_, description := s.Contract()
	return description.OpenAPI()
}

// operation is one operation of the contract with its address.
type operation struct {
	*huma.Operation
	path, method string
	doc          *huma.OpenAPI
}

func operations(doc *huma.OpenAPI) (out []operation) {
	for path, item := range doc.Paths {
		for method, op := range map[string]*huma.Operation{
			"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete, "HEAD": item.Head, "OPTIONS": item.Options,
		} {
			if op != nil {
				out = append(out, operation{op, path, method, doc})
			}
		}
	}
	slices.SortFunc(out, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return out
}

// TestContractIsGolden: the contract changes only with the file that people
// review and that the pages' types are made from.
func TestContractIsGolden(t *testing.T) {
	t.Parallel()
	got, err := described(t).YAML()
	check(t, err)
	want, err := os.ReadFile("openapi.yaml")
	check(t, err)
	if string(got) != string(want) {
		t.Errorf("the operations describe another contract than api/openapi.yaml (first difference at line %d): run `make gen`, look at the difference, and commit both", firstDifference(string(got), string(want)))
	}
}

func firstDifference(a, b string) int {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return i + 1
		}
	}
	return min(len(x), len(y)) + 1
}

// TestTableIsOperations: every step of every procedure is exactly one operation,
// under the address and id that follow from its name, and no operation names a
// step that does not exist.
func TestTableIsOperations(t *testing.T) {
	t.Parallel()
	byAction, known := map[string]int{}, map[string]bool{}
	ids := map[string]bool{}
	for _, op := range operations(described(t)) {
		if op.OperationID == "" || ids[op.OperationID] {
			t.Errorf("%s %s has the id %q, which is empty or taken", op.method, op.path, op.OperationID)
		}
		ids[op.OperationID] = true
		action, _ := op.Extensions["x-action"].(string)
		if action == "" {
			continue
		}
		byAction[action]++
		if want := "/v1/referrals/{id}/" + strings.ReplaceAll(strings.ReplaceAll(action, ".", "/"), "_", "-"); op.path != want || op.method != "POST" {
			t.Errorf("%s is %s %s, want POST %s", action, op.method, op.path, want)
		}
	}
	for _, p := range referral.Procedures {
		for _, s := range p.Steps {
			if n := byAction[string(s.Action)]; n != 1 {
				t.Errorf("%s has %d operations", s.Action, n)
			}
			known[string(s.Action)] = true
		}
	}
	for action := range byAction {
		if known[action] {
			continue
		}
		t.Errorf("an operation takes the step %s, which no table has", action)
	}
	if n := len(ids); n < 30 {
		t.Errorf("only %d operations", n)
	}
}

// TestOperationsDocumentTheirRefusals: what every operation can answer stands in
// the contract, as a problem.
func TestOperationsDocumentTheirRefusals(t *testing.T) {
	t.Parallel()
	for _, op := range operations(described(t)) {
		var want []int
		if op.OperationID != "listIssuers" && !strings.HasPrefix(op.path, "/v1/public/") { // those need no login
			want = append(want, 401)
		}
		if strings.Contains(op.path, "{id}") {
			want = append(want, 404)
		}
		if op.RequestBody != nil {
			want = append(want, 422)
		}
		if op.Extensions["x-action"] != nil {
			want = append(want, 403, 409, 412, 428)
		}
		for _, status := range want {
			r := op.Responses[strconv.Itoa(status)]
			if r == nil {
				t.Errorf("%s does not say that it answers %d", op.OperationID, status)
				continue
			}
			if r.Content["application/problem+json"] == nil {
				t.Errorf("%s: %d is no problem+json", op.OperationID, status)
			}
		}
		if op.Summary == "" || len(op.Tags) == 0 {
			t.Errorf("%s says nothing of itself", op.OperationID)
		}
	}
}

// TestActsNameTheirLaw: an act with a rule behind it cites the article.
func TestActsNameTheirLaw(t *testing.T) {
	t.Parallel()
	for _, op := range operations(described(t)) {
		if rule, _ := op.Extensions["x-rule"].(string); rule != "" && !strings.Contains(op.Description, "Legal basis: ") {
			t.Errorf("%s stands on %s and cites no article", op.OperationID, rule)
		}
	}
}
