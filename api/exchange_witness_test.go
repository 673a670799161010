package api_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/federation/peersim"
)

// straight hands requests to a handler without a network.
type straight struct{ to http.Handler }

func (s straight) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	r.RequestURI = r.URL.RequestURI() // a server sees it so
	s.to.ServeHTTP(w, r)
	return w.Result(), nil
}

// witness looks at the simulator's log as the worker does, and gives the partner afterwards.
func (h *hub) witness(t *testing.T, sim *peersim.Hub) casework.Peer {
	t.Helper()
	o := h.WithPool(h.DB.Worker)
	check(t, o.Witness(t.Context(), h.partnerHub(t, sim.Name), &http.Client{Transport: straight{sim.Handler()}}))
	return h.partnerHub(t, sim.Name)
}

func (h *hub) partnerHub(t *testing.T, name string) casework.Peer {
	t.Helper()
	p, err := h.Peer(t.Context(), casework.CommandLine(), name)
	check(t, err)
	return p
}

// sends lets the simulator write n messages: its log grows.
func sends(t *testing.T, sim *peersim.Hub, to string, n int) {
	t.Helper()
	for range n {
		now := sim.Clock()
		_, err := sim.Seal(sim.Draft(federation.Address{Hub: to, Agency: ids.New[ids.Agency](now)}, federation.NewConversation(sim.Name, ids.New[ids.Case](now))))
		check(t, err)
	}
}

// A partner's log is witnessed: what continues is kept; a log that is shorter than before,
// has another root at one size, or grew out of another past alarms the operators, and the
// checkpoint that proves it stays. peersim plays the partner that shows two pasts.
func TestPartnersLogIsWitnessed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lie   func(*testing.T, *peersim.Hub)
		alarm string
		size  int64
	}{
		"it grows":                          {func(t *testing.T, s *peersim.Hub) { sends(t, s, "hub.example", 5) }, "", 12},
		"it stands still":                   {func(*testing.T, *peersim.Hub) {}, "", 7},
		"another root at the same size":     {func(t *testing.T, s *peersim.Hub) { check(t, s.Fork()) }, "split_view", 7},
		"shorter than before":               {func(t *testing.T, s *peersim.Hub) { s.Forget(2) }, "split_view", 7},
		"longer, out of another past":       {func(t *testing.T, s *peersim.Hub) { check(t, s.Fork()); sends(t, s, "hub.example", 3) }, "split_view", 7},
		"shortened, and grown out of there": {func(t *testing.T, s *peersim.Hub) { s.Forget(3); sends(t, s, "hub.example", 9) }, "split_view", 7},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, h := misbehaved(t)
			if p := h.witness(t, sim); p.Checkpoint != nil || p.Alarm != "" {
				t.Fatalf("of an empty log: %+v, alarm %q", p.Checkpoint, p.Alarm)
			}
			sends(t, sim, h.Hub, 7)
			p := h.witness(t, sim)
			if p.Checkpoint == nil || p.Checkpoint.Size != 7 || p.Alarm != "" || p.Unwitnessed(h.Clock.Now()) {
				t.Fatalf("at first: %+v, alarm %q", p.Checkpoint, p.Alarm)
			}
			h.Clock.Advance(2 * time.Hour)
			if !p.Unwitnessed(h.Clock.Now()) {
				t.Error("after two hours nobody looks again")
			}
			c.lie(t, sim)
			for range 2 {
				if p = h.witness(t, sim); p.Alarm != c.alarm || p.Checkpoint.Size != c.size {
					t.Errorf("alarm %q, want %q; size %d is held, want %d", p.Alarm, c.alarm, p.Checkpoint.Size, c.size)
				}
			}
			var events int
			check(t, h.DB.Owner.QueryRow(t.Context(), "select count(*) from events where kind = 'peer.split_view'").Scan(&events))
			if want := map[string]int{"": 0, "split_view": 1}[c.alarm]; events != want {
				t.Errorf("%d contradictions on record, want %d", events, want)
			}
		})
	}
}

// A checkpoint that the log key of the metadata did not sign is not taken.
func TestForeignCheckpointIsNotTaken(t *testing.T) {
	t.Parallel()
	sim, h := misbehaved(t)
	sends(t, sim, h.Hub, 3)
	o := h.WithPool(h.DB.Worker)
	altered := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := httptest.NewRecorder()
		sim.Handler().ServeHTTP(got, r)
		body := got.Body.Bytes()
		if len(body) > 10 {
			body[len(body)-10] ^= 1 // inside the signature
		}
		w.WriteHeader(got.Code)
		_, _ = w.Write(body)
	})
	check(t, o.Witness(t.Context(), h.partnerHub(t, sim.Name), &http.Client{Transport: straight{altered}}))
	if p := h.partnerHub(t, sim.Name); p.Checkpoint != nil || p.Alarm != "log_key" {
		t.Errorf("%+v is held, alarm %q", p.Checkpoint, p.Alarm)
	}
}
