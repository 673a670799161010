package federation

import "github.com/xianjie-hub/xianjie/domain/fault"

// Fate is what becomes of one of two messages that crossed on the way.
type Fate string

// The fates.
const (
	Stands            Fate = "stands"             // 有效: as if there had been no other
	BecomesRequest    Fate = "becomes_request"    // 转为商请撤回: the holder may consent
	BecomesSupplement Fate = "becomes_supplement" // 转为补充材料
	Lapses            Fate = "lapses"             // 失效: there is nothing left for it to do
	Unseen            Fate = "unseen"             // 有效但未被对方看到: the other side confirms or reopens
)

// Settlement is how two messages that crossed are settled (交叉处理).
type Settlement struct {
	First, Second Fate
	// Confirm says that the receiver confirms its decision or reopens it within a
	// working day, having decided without what crossed it.
	Confirm bool
	Text    fault.Text // nothing for pairs that do not touch one another
}

type pair struct{ sender, receiver Act }

// crossings is the table. It asks neither clock nor transport: the same two messages
// are settled alike by both hubs, in whatever order they arrived.
var crossings = map[pair]Settlement{
	{Withdraw, Accept}: {BecomesRequest, Stands, false, fault.T(
		"接收在先成立，撤回转为商请撤回。", "The acceptance stands; the withdrawal becomes a request.")},
	{Withdraw, Refuse}: {Lapses, Stands, false, fault.T(
		"对方已退回，撤回无须再办。", "It was refused already; nothing is left to withdraw.")},
	{Withdraw, Reroute}: {Lapses, Stands, false, fault.T(
		"对方已退回并告知有权机关，撤回无须再办。", "It was refused, naming who is competent; nothing is left to withdraw.")},
	{Withdraw, AskSupplement}: {Stands, Lapses, false, fault.T(
		"尚未接收，撤回有效，补正要求失效。", "It was not accepted yet: the withdrawal stands, the request for a supplement lapses.")},

	{Supply, Accept}: {Stands, Stands, false, fault.T(
		"补充材料并入已接收的案件。", "The supplement joins the accepted case.")},
	{Supply, Refuse}: {Unseen, Stands, true, fault.T(
		"退回有效，但退回时未见补充材料：接收方一个工作日内确认或者重新受理。", "The refusal stands, made without the supplement: the receiver confirms or reopens within a working day.")},
	{Supply, Reroute}: {BecomesSupplement, Stands, false, fault.T(
		"对方已转有权机关，补充材料随案由新的接收机关审查。", "It was passed on; the supplement goes with the case to whoever decides now.")},
	{Supply, AskSupplement}: {Stands, Stands, false, fault.T(
		"补充材料先到，补正要求仍待答复。", "The supplement joins; the request still awaits its answer.")},

	{Offer, Accept}: {BecomesSupplement, Stands, false, fault.T(
		"对方已接收在前一次移送，本次移送转为补充材料。", "The earlier offer was accepted; the new one becomes a supplement.")},
	{Offer, Refuse}: {Stands, Lapses, false, fault.T(
		"退回只针对前一次移送，本次移送有效。", "The refusal is of the earlier offer; the new one stands.")},
	{Offer, Reroute}: {Stands, Lapses, false, fault.T(
		"退回只针对前一次移送，本次移送有效。", "The refusal is of the earlier offer; the new one stands.")},
	{Offer, AskSupplement}: {Stands, Stands, false, fault.T(
		"本次移送代替前一次，补正要求仍待答复。", "The new offer replaces the earlier one; the request still awaits its answer.")},
}

// Settle says what becomes of two messages of different hubs that crossed: neither had
// observed the other. It is total and does not depend on the order of its arguments;
// pairs that do not touch one another both stand.
func Settle(first, second Act) Settlement {
	if s, ok := crossings[pair{first, second}]; ok {
		return s
	}
	if s, ok := crossings[pair{second, first}]; ok {
		s.First, s.Second = s.Second, s.First
		return s
	}
	return Settlement{First: Stands, Second: Stands}
}

// Crossed says whether two envelopes of one conversation, of different hubs, crossed.
func Crossed(a, b *Envelope) bool {
	return a.From.Hub != b.From.Hub && a.Observed.Seq < b.Seq && b.Observed.Seq < a.Seq
}
