package api_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/devkit/story"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/federation/peersim"
	"github.com/xianjie-hub/xianjie/record"
)

// misbehaved is a hub over HTTP that pinned the simulator of a partner, and was pinned.
// What arrives is carried out before the answer, as its worker does soon after.
func misbehaved(t *testing.T) (*peersim.Hub, *hub) {
	t.Helper()
	var worker atomic.Pointer[casework.Office]
	h := newHubOn(t, func(mux http.Handler) *httptest.Server {
		return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if o := worker.Load(); o != nil && r.URL.Path == federation.PathHeads {
				if _, err := o.ApplyStored(r.Context()); err != nil {
					t.Errorf("carry out what arrived: %v", err)
				}
			}
			mux.ServeHTTP(w, r)
		}))
	})
	h.Hub = "hub.example"
	h.AgencyKeys = func(id ids.Agency) (record.Key, error) { return officetest.Key(id.String()), nil }
	worker.Store(h.WithPool(h.DB.Worker))
	_, root, err := ed25519.GenerateKey(rand.Reader)
	check(t, err)
	own, err := h.PublishIdentity(t.Context(), root, casework.NewIdentity{Name: "演示枢纽", Endpoints: []string{h.url}, Valid: 300 * 24 * time.Hour})
	check(t, err)
	sim, err := peersim.New("sim.example", "模拟平台", "http://127.0.0.1:1", rand.Reader, h.Clock.Now)
	check(t, err)
	check(t, sim.Pin(own.Sealed, own.Root))
	raw, print := sim.Metadata()
	operators := h.operators(t)
	organ := operators[0].Agency
	_, _, err = h.ProposePeer(t.Context(), operators[0], organ, casework.NewPeer{Metadata: raw, Fingerprint: print.String()})
	check(t, err)
	waiting, err := h.Proposals(t.Context(), operators[1], organ)
	if err != nil || len(waiting) != 1 {
		t.Fatalf("%d proposals, %v", len(waiting), err)
	}
	check(t, h.DecideProposal(t.Context(), operators[1], organ, waiting[0].ID, true, ""))
	return sim, h
}

// operators are the two who look after the hub; each confirms what the other proposed.
func (h *hub) operators(t *testing.T) []casework.Actor {
	t.Helper()
	rows, err := h.DB.Owner.Query(t.Context(), "select u.id, u.agency_id, u.name, u.functions, a.sector from users u join agencies a on a.id = u.agency_id where a.code = $1 and 'operator' = any(u.functions) order by u.subject", story.Operator)
	check(t, err)
	defer rows.Close()
	var all []casework.Actor
	for rows.Next() {
		a := casework.Actor{StepUpAt: h.Clock.Now(), Lang: "zh-CN"}
		check(t, rows.Scan(&a.User, &a.Agency, &a.Name, &a.Functions, &a.Sector))
		all = append(all, a)
	}
	if rows.Err() != nil || len(all) != 2 {
		t.Fatalf("%d operators, %v", len(all), rows.Err())
	}
	return all
}

// A real hub gives a partner that misbehaves, in each of the nine ways, the answers
// that it must get.
func TestHubAmongBadPartners(t *testing.T) {
	t.Parallel()
	sim, h := misbehaved(t)
	for _, b := range peersim.Behaviours {
		checks, err := sim.Play(t.Context(), h.Hub, b.Name)
		if err != nil || len(checks) == 0 {
			t.Errorf("%s: %d checks, %v", b.Name, len(checks), err)
		}
		for _, c := range checks {
			if !c.OK {
				t.Errorf("%s: %s: want %s, got %s", c.Behaviour, c.What, c.Want, c.Got)
			}
		}
	}
}
