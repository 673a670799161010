package federation

import "errors"

// Holding is where a case lies, as one hub knows it (管辖持有).
type Holding string

// The holdings.
const (
	Theirs  Holding = ""        // the other side holds it, or may hold it
	Mine    Holding = "mine"    // we hold it and may edit it
	Offered Holding = "offered" // we held it and offered it: frozen, nobody edits it
)

// Custody is what one hub knows of who holds a case (会话、纪元、持有者). The zero
// Custody is that of a hub that has not heard of it. At no time, under any loss or
// delay, do both hubs hold it; for some time neither may. Expiry changes nothing.
type Custody struct {
	Epoch       int64   // rises with each acceptance; the first holder begins with 1
	Holding     Holding //
	Offer       Message // open: ours when Offered, theirs when Theirs
	Withdrawing Message // our Withdraw that awaits its answer
}

// FirstHolder is the custody of the hub where the case was opened.
func FirstHolder() Custody { return Custody{Epoch: 1, Holding: Mine} }

// ErrCustody says that who does not hold a case, or has offered it, may not do this.
var ErrCustody = errors.New("the holder of the case does not allow it")

// Effect is what an envelope that arrived did to custody.
type Effect string

// The effects.
const (
	NoEffect        Effect = ""                 // nothing of custody
	Opens           Effect = "opens"            // their offer awaits our decision
	Moves           Effect = "moves"            // 对方已接收: they hold it now
	Returns         Effect = "returns"          // 退回或同意撤回: we hold it again
	Closes          Effect = "closes"           // their withdrawal: answer with Withdrawn
	AsksBack        Effect = "asks_back"        // 商请撤回: we hold it; consent would be an offer of ours
	JoinsSupplement Effect = "joins_supplement" // an offer after we accepted: more material
)

// Send gives the custody after an act of ours: id is our envelope's, replyTo what it
// answers. ErrCustody if the case does not lie so that we may do this.
func (c Custody) Send(act Act, id, replyTo Message) (Custody, error) {
	switch act {
	case Offer:
		if c.Holding == Theirs || !c.Withdrawing.IsZero() {
			return c, ErrCustody
		}
		c.Holding, c.Offer = Offered, id
	case Withdraw:
		if c.Holding != Offered || !c.Withdrawing.IsZero() || replyTo != c.Offer {
			return c, ErrCustody
		}
		c.Withdrawing = id
	case Accept, Refuse, Reroute, AskSupplement:
		if c.Holding != Theirs || c.Offer.IsZero() || replyTo != c.Offer {
			return c, ErrCustody
		}
		switch act {
		case Accept:
			c.Epoch, c.Holding, c.Offer = c.Epoch+1, Mine, Message{}
		case Refuse, Reroute:
			c.Offer = Message{}
		}
	}
	return c, nil
}

// Receive gives the custody after an act of theirs, in the order they sent it: id is
// their envelope's, replyTo what it answers, epoch its custody epoch. It is total;
// what comes too late has no effect.
func (c Custody) Receive(act Act, id, replyTo Message, epoch int64) (Custody, Effect) {
	switch act {
	case Offer:
		switch {
		case c.Holding != Theirs && epoch < c.Epoch:
			return c, JoinsSupplement // they had not heard of our acceptance
		case c.Holding != Theirs || epoch < c.Epoch:
			return c, NoEffect
		}
		c.Epoch, c.Offer = epoch, id
		return c, Opens
	case Withdraw:
		switch {
		case c.Holding != Theirs:
			return c, AsksBack
		case c.Offer == replyTo:
			c.Offer = Message{}
		}
		return c, Closes
	case Accept:
		if c.Holding != Offered || epoch != c.Epoch+1 {
			return c, NoEffect
		}
		return Custody{Epoch: epoch}, Moves
	case Refuse, Reroute:
		if c.Holding != Offered || replyTo != c.Offer {
			return c, NoEffect
		}
		return Custody{Epoch: c.Epoch, Holding: Mine}, Returns
	case Withdrawn:
		if c.Holding != Offered || c.Withdrawing.IsZero() || replyTo != c.Withdrawing {
			return c, NoEffect
		}
		return Custody{Epoch: c.Epoch, Holding: Mine}, Returns
	}
	return c, NoEffect
}
