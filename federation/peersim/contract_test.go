package peersim_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/federation/peersim"
)

// What the contract offers is there, and asks who is speaking.
func TestRoutesAreThoseOfTheContract(t *testing.T) {
	t.Parallel()
	var c struct {
		Paths map[string]map[string]struct {
			Security *[]any `yaml:"security"`
		} `yaml:"paths"`
	}
	if err := yaml.Unmarshal(federation.Contract, &c); err != nil {
		t.Fatal(err)
	}
	h, err := peersim.New("a.example", "演示平台", "", rand.Reader, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	handler := h.Handler()
	for path, methods := range c.Paths {
		for method, operation := range methods {
			want := http.StatusUnauthorized
			if operation.Security != nil {
				want = http.StatusOK
			}
			concrete := strings.NewReplacer("{hub}", "a.example", "{case}", "x", "{id}", "x", "{sha256}", "x").Replace(path)
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest(strings.ToUpper(method), concrete, nil))
			if w.Code != want {
				t.Errorf("%s %s without a token: %d, want %d", method, path, w.Code, want)
			}
			w = httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest(http.MethodDelete, concrete, nil))
			if w.Code != http.StatusMethodNotAllowed {
				t.Errorf("DELETE %s: %d", path, w.Code)
			}
		}
	}
	if len(c.Paths) < 9 {
		t.Errorf("the contract has %d paths", len(c.Paths))
	}
}
