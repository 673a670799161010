package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// noLogin stands at an operation that answers whoever asks.
var noLogin = []map[string][]string{{}}

func needsNoLogin(op *huma.Operation) bool {
	return len(op.Security) == 1 && len(op.Security[0]) == 0
}

// documentEdge puts into the contract what the edge itself answers, whatever the
// operation: a caller has to reckon with it everywhere.
func documentEdge(api huma.API) {
	eachOperation(api.OpenAPI(), func(method, _ string, op *huma.Operation) {
		for _, status := range edgeAnswers(method, op) {
			if op.Responses[strconv.Itoa(status)] == nil {
				op.Responses[strconv.Itoa(status)] = refusal()
			}
		}
	})
}

// edgeAnswers are the statuses with which a request can be refused before its
// operation is reached.
func edgeAnswers(method string, op *huma.Operation) []int {
	if needsNoLogin(op) {
		return nil
	}
	all := []int{http.StatusUnauthorized, http.StatusForbidden} // no login; another site, or a token without the scope
	if op.Responses["default"] == nil {                         // it reads its parameters by the contract
		all = append(all, http.StatusUnprocessableEntity)
	}
	if strings.Contains(op.Path, "{") {
		all = append(all, http.StatusNotFound)
	}
	if method != http.MethodGet {
		all = append(all, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	if op.RequestBody != nil {
		all = append(all, http.StatusBadRequest)
	}
	return all
}
