package peersim_test

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/federation/peersim"
)

// Each of the nine gets from a good hub the answers that it must get.
func TestNineBehaviours(t *testing.T) {
	t.Parallel()
	sim, good := pair(t)
	for _, b := range peersim.Behaviours {
		t.Run(b.Name, func(t *testing.T) {
			t.Parallel()
			checks, err := sim.Play(t.Context(), good.Name, b.Name)
			if err != nil || len(checks) == 0 {
				t.Fatalf("%d checks, %v", len(checks), err)
			}
			for _, c := range checks {
				if !c.OK {
					t.Errorf("%s: want %s, got %s", c.What, c.Want, c.Got)
				}
			}
		})
	}
	if len(peersim.Behaviours) != 9 {
		t.Errorf("%d behaviours", len(peersim.Behaviours))
	}
}

// A hub that says yes to everything fails in every behaviour that can tell.
func TestCarelessHubIsFound(t *testing.T) {
	t.Parallel()
	sim, good := pair(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		receipt(w, http.StatusAccepted, []byte("{}"))
	}))
	t.Cleanup(server.Close)
	careless, err := peersim.New("careless.example", "演示平台", server.URL, rand.Reader, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	raw, print := careless.Metadata()
	if err := sim.Pin(raw, print); err != nil {
		t.Fatal(err)
	}
	for _, b := range peersim.Behaviours {
		checks, err := sim.Play(t.Context(), careless.Name, b.Name)
		if err == nil && !slices.ContainsFunc(checks, func(c peersim.Check) bool { return !c.OK }) {
			t.Errorf("%s does not find a hub that answers anything", b.Name)
		}
	}
	if _, err := sim.Play(t.Context(), "nobody.example"); err == nil {
		t.Error("it plays against a hub that it does not know")
	}
	if _, err := sim.Play(t.Context(), good.Name, "polite"); err == nil {
		t.Error("it plays what is not in the list")
	}
}

func TestSimulatorIsKept(t *testing.T) {
	t.Parallel()
	sim, good := pair(t)
	var kept bytes.Buffer
	if err := sim.Save(&kept); err != nil {
		t.Fatal(err)
	}
	again, err := peersim.Load(bytes.NewReader(kept.Bytes()), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	raw, print := good.Metadata()
	if err := again.Pin(raw, print); err != nil {
		t.Fatal(err)
	}
	checks, err := again.Play(t.Context(), good.Name, "older")
	if err != nil || len(checks) != 2 || !checks[0].OK || !checks[1].OK {
		t.Errorf("played again: %+v, %v", checks, err)
	}
	if _, err := peersim.Load(strings.NewReader(`{"name":"x"}`), time.Now); err == nil {
		t.Error("half a simulator is loaded")
	}
	_, wrong := sim.Metadata()
	if err := again.Pin(raw, wrong); err == nil {
		t.Error("pinned under another fingerprint")
	}
	if _, _, err := federation.OpenMetadata(raw, print); err != nil {
		t.Fatal(err)
	}
}
