package federation_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/xianjie-hub/xianjie/federation"
)

// chain writes n envelopes of one sender.
func chain(n int) []federation.Arrival {
	var all []federation.Arrival
	var last federation.Hash
	for i := range n {
		hash := federation.HashOf(fmt.Appendf(nil, "%d", i))
		all = append(all, federation.Arrival{ID: federation.Message(hash[:16]), Seq: int64(i + 1), Prev: last, Hash: hash})
		last = hash
	}
	return all
}

// In whatever order and however often they arrive: delivered once each, in order.
func TestDeliveredOnceInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := chain(rapid.IntRange(1, 20).Draw(t, "n"))
		arriving := rapid.Permutation(slices.Concat(all, all)).Draw(t, "order")
		l := federation.NewLedger()
		var delivered []federation.Arrival
		seen := map[int64]bool{}
		for _, a := range arriving {
			verdict, ready := l.Take(a)
			if (verdict == federation.Duplicate) != seen[a.Seq] || verdict == federation.Equivocation {
				t.Fatalf("%d is called %s", a.Seq, verdict)
			}
			seen[a.Seq] = true
			delivered = append(delivered, ready...)
		}
		if !slices.Equal(delivered, all) {
			t.Fatalf("delivered %v", delivered)
		}
		if _, gap := l.Gap(); gap || l.Last() != (federation.Point{Seq: int64(len(all)), Hash: all[len(all)-1].Hash}) {
			t.Fatal("something is still held")
		}
	})
}

// A sender that tells two stories is found, wherever in the order the second is told.
func TestTwoStoriesAreFound(t *testing.T) {
	t.Parallel()
	all, other := chain(4), federation.HashOf([]byte("other"))
	for name, c := range map[string]struct {
		before []federation.Arrival
		then   federation.Arrival
		want   federation.Verdict
	}{
		"the first":                   {nil, all[0], federation.Deliver},
		"again":                       {all[:1], all[0], federation.Duplicate},
		"after a gap":                 {all[:1], all[2], federation.Hold},
		"the gap is filled":           {[]federation.Arrival{all[0], all[2]}, all[1], federation.Deliver},
		"held again":                  {[]federation.Arrival{all[0], all[2]}, all[2], federation.Duplicate},
		"same id, other bytes":        {all[:1], federation.Arrival{ID: all[0].ID, Seq: 1, Hash: other}, federation.Equivocation},
		"same id under a new number":  {all[:1], federation.Arrival{ID: all[0].ID, Seq: 2, Prev: all[0].Hash, Hash: other}, federation.Equivocation},
		"same number, other id":       {all[:2], federation.Arrival{ID: federation.Message{1}, Seq: 1, Hash: other}, federation.Equivocation},
		"same number as one held":     {[]federation.Arrival{all[0], all[2]}, federation.Arrival{ID: federation.Message{1}, Seq: 3, Prev: all[1].Hash, Hash: other}, federation.Equivocation},
		"another past":                {all[:1], federation.Arrival{ID: federation.Message{1}, Seq: 2, Prev: other, Hash: other}, federation.Equivocation},
		"not what the held one names": {[]federation.Arrival{all[0], all[2]}, federation.Arrival{ID: federation.Message{1}, Seq: 2, Prev: all[0].Hash, Hash: other}, federation.Equivocation},
		"not what was held before it": {[]federation.Arrival{all[2]}, federation.Arrival{ID: federation.Message{1}, Seq: 4, Prev: other, Hash: other}, federation.Equivocation},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := federation.NewLedger()
			for _, a := range c.before {
				l.Take(a)
			}
			if got, _ := l.Take(c.then); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	mine, other := federation.HashOf([]byte("mine")), federation.HashOf([]byte("other"))
	for _, c := range []struct {
		observed federation.Point
		sent     federation.Hash
		want     federation.View
	}{
		{federation.Point{}, federation.Hash{}, federation.Agrees},
		{federation.Point{Seq: 3, Hash: mine}, mine, federation.Agrees},
		{federation.Point{Seq: 3, Hash: mine}, federation.Hash{}, federation.Amnesia},
		{federation.Point{Seq: 3, Hash: other}, mine, federation.Diverges},
	} {
		if got := federation.Compare(c.observed, c.sent); got != c.want {
			t.Errorf("%v against %v: %s, want %s", c.observed, c.sent, got, c.want)
		}
	}
}
