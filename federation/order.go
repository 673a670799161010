package federation

// Arrival is an opened envelope as far as order is concerned.
type Arrival struct {
	ID         Message
	Seq        int64
	Prev, Hash Hash
}

// Arrival gives what decides its place.
func (o *Opened) Arrival() Arrival { return Arrival{o.ID, o.Seq, o.Prev, o.Hash} }

// Known is what the receiver holds of a conversation and sender when an envelope
// arrives. Hashes are zero where nothing is held.
type Known struct {
	SameID   Hash  // of the envelope held under the arriving id, in any conversation of the sender
	SameSeq  Hash  // of the one held under the arriving number
	NextPrev Hash  // what the envelope held under the number after names as its Prev
	Before   Hash  // of the one held under the number before
	Last     Point // the last one that was delivered
}

// Verdict is what to do with an arriving envelope (顺序判定).
type Verdict string

// The verdicts.
const (
	Deliver      Verdict = "deliver"      // next in order: deliver it, then those held after it
	Hold         Verdict = "hold"         // earlier ones are missing: keep it, ask for them
	Duplicate    Verdict = "duplicate"    // the same bytes again: the same receipt, no effect
	Equivocation Verdict = "equivocation" // 一号两文: refuse, keep both, alarm both operators
)

// Judge places an arriving envelope. It is total: whatever arrives in whatever order
// has one verdict. Two stories of one sender are an Equivocation, whether told under
// one id, under one number, or by a Prev that is not what came before.
func Judge(k Known, a Arrival) Verdict {
	switch {
	case k.SameID == a.Hash && k.SameSeq == a.Hash:
		return Duplicate
	case !k.SameID.IsZero(), !k.SameSeq.IsZero():
		return Equivocation
	case a.Seq <= k.Last.Seq: // delivered under this number, and yet not held: a hub that lost its memory
		return Equivocation
	case !k.Before.IsZero() && k.Before != a.Prev, !k.NextPrev.IsZero() && k.NextPrev != a.Hash:
		return Equivocation
	case a.Seq == k.Last.Seq+1 && a.Prev == k.Last.Hash:
		return Deliver
	case a.Seq == k.Last.Seq+1:
		return Equivocation
	}
	return Hold
}

// View is what a partner's Observed says of my own envelopes.
type View string

// The views.
const (
	Agrees   View = "agrees"   // it saw what I sent
	Amnesia  View = "amnesia"  // it saw more than I remember: I was restored from an older copy
	Diverges View = "diverges" // it saw other bytes under a number of mine
)

// Compare judges Observed against what I sent: sent is the hash of my envelope under
// that number, zero if I have none.
func Compare(observed Point, sent Hash) View {
	switch {
	case observed.IsZero() || observed.Hash == sent:
		return Agrees
	case sent.IsZero():
		return Amnesia
	}
	return Diverges
}

// Ledger is the order of one conversation and sender in memory. A hub keeps the same
// in its database and asks Judge.
type Ledger struct {
	last Point
	byID map[Message]Hash
	held map[int64]Arrival
	seqs map[int64]Hash
}

// NewLedger begins before the first envelope.
func NewLedger() *Ledger {
	return &Ledger{byID: map[Message]Hash{}, held: map[int64]Arrival{}, seqs: map[int64]Hash{}}
}

// Last is the last delivered one.
func (l *Ledger) Last() Point { return l.last }

// Gap is the first missing number and whether anything is held behind it.
func (l *Ledger) Gap() (int64, bool) { return l.last.Seq + 1, len(l.held) > 0 }

// Take judges an arrival, remembers it, and gives all that can be delivered now, in
// order.
func (l *Ledger) Take(a Arrival) (Verdict, []Arrival) {
	known := Known{SameID: l.byID[a.ID], SameSeq: l.seqs[a.Seq], Before: l.seqs[a.Seq-1], Last: l.last}
	if next, ok := l.held[a.Seq+1]; ok {
		known.NextPrev = next.Prev
	}
	verdict := Judge(known, a)
	if verdict != Deliver && verdict != Hold {
		return verdict, nil
	}
	l.byID[a.ID], l.seqs[a.Seq], l.held[a.Seq] = a.Hash, a.Hash, a
	var ready []Arrival
	for {
		next, ok := l.held[l.last.Seq+1]
		if !ok {
			return verdict, ready
		}
		delete(l.held, next.Seq)
		l.last = Point{next.Seq, next.Hash}
		ready = append(ready, next)
	}
}
