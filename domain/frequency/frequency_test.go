package frequency

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

var (
	start       = time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)
	environment = ids.New[ids.Agency](start)
	market      = ids.New[ids.Agency](start)
)

func door() ids.Entry { return ids.New[ids.Entry](start) }

// TestJointVisitCountsOnceForEach: once for each agency, and once at the door.
func TestJointVisitCountsOnceForEach(t *testing.T) {
	t.Parallel()
	joint, alone := door(), door()
	each, total := Count([]Visit{
		{Agency: environment, Door: joint, Type: "daily", Done: true}, {Agency: market, Door: joint, Type: "daily", Done: true}, {Agency: market, Door: alone, Type: "daily"},
	}, environment, market)
	for _, x := range each {
		if want := map[ids.Agency]Tally{environment: {Agency: environment, Done: 1}, market: {Agency: market, Done: 1, Planned: 1}}[x.Agency]; x != want {
			t.Errorf("%+v, want %+v", x, want)
		}
	}
	if total.Done != 1 || total.Planned != 1 {
		t.Errorf("at the door %+v", total)
	}
}

// TestWhatDoesNotCount: case-driven checks, and special ones ordered from above.
func TestWhatDoesNotCount(t *testing.T) {
	t.Parallel()
	each, total := Count([]Visit{
		{Agency: environment, Door: door(), Type: "case", Done: true}, {Agency: environment, Door: door(), Type: "special", Ordered: true}, {Agency: environment, Door: door(), Type: "special"},
	})
	if each[0].Exempt != 2 || each[0].Planned != 1 || each[0].Done != 0 || total.Exempt != 2 || total.Planned != 1 {
		t.Errorf("%+v, in total %+v", each, total)
	}
}

// TestFull at the cap, not below; what a head allowed takes nobody's place while it is planned.
func TestFull(t *testing.T) {
	t.Parallel()
	for want, list := range map[bool][]Tally{
		true:  {{Done: 2, Cap: 2}, {Done: 1, Planned: 1, Cap: 2}, {Done: 3, Cap: 2}, {Done: 1, Planned: 2, Allowed: 1, Cap: 2}},
		false: {{Done: 9}, {Done: 1, Cap: 2}, {Planned: 2, Allowed: 1, Cap: 2}, {Exempt: 5, Cap: 1}},
	} {
		for _, x := range list {
			if x.Full() != want {
				t.Errorf("%+v is full: %v", x, !want)
			}
		}
	}
}

// TestTalliesAddUp: whatever the visits, each agency's parts are counted once, the total
// is never above the sum of the agencies' and never below the largest of them.
func TestTalliesAddUp(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 49))
	kinds := []string{"daily", "special", "case"}
	for range 2000 {
		var list []Visit
		for range r.IntN(6) {
			v := Visit{Door: door(), Type: kinds[r.IntN(3)], Ordered: r.IntN(2) == 0, Done: r.IntN(2) == 0, Allowed: r.IntN(4) == 0}
			for _, a := range []ids.Agency{environment, market}[r.IntN(2):] {
				v.Agency = a
				list = append(list, v)
			}
		}
		each, total := Count(list)
		sum, most, parts := 0, 0, 0
		for _, x := range each {
			n := x.Done + x.Planned
			sum, most, parts = sum+n, max(most, n), parts+n+x.Exempt
		}
		if n := total.Done + total.Planned; n > sum || n < most || parts != len(list) {
			t.Fatalf("%+v: each %+v, in total %+v", list, each, total)
		}
		for _, v := range list {
			if left := Without(list, v.Door); len(left) >= len(list) {
				t.Fatalf("%d of %d are left without one", len(left), len(list))
			}
		}
	}
}
