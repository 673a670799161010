package federation

// Act is what an envelope does to a case between two hubs (行为): the part of its type
// that order, crossings and custody know. Types that are no Act change nothing of them.
type Act string

// The acts, as they stand in Envelope.Type.
const (
	Offer         Act = "referral.offer"          // 移送、商请: asks the other side to take it
	Supply        Act = "referral.supply"         // 补充材料: more to what was offered
	Withdraw      Act = "referral.withdraw"       // 撤回: wants the offer back; InReplyTo names it
	Accept        Act = "referral.accept"         // 接收: takes what InReplyTo offered
	Refuse        Act = "referral.refuse"         // 退回、不予接收
	Reroute       Act = "referral.reroute"        // 退回并告知有权机关: refuses and names who is competent
	AskSupplement Act = "referral.ask_supplement" // 要求补正: decides nothing yet
	Withdrawn     Act = "referral.withdrawn"      // 同意撤回: answers Withdraw; the offer is no longer open
	Report        Act = "referral.report"         // 反馈: findings, progress, results
	Note          Act = "referral.note"           // 函告、催办: says something and moves nothing
	Recall        Act = "disclosure.recall"       // 召回信息: must be answered
	Recalled      Act = "disclosure.recalled"     // 已按召回处理
	Give          Act = "disclosure.give"         // 后续披露: shows fields that an earlier envelope withholds
	AskOnward     Act = "onward.ask"              // 商请同意转发: asks the origin for leave to give on what it provided
	Members       Act = "onward.members"          // 知悉机关名单: the origin's complete list of who may hold it
)

// Acts lists them all.
var Acts = []Act{Offer, Supply, Withdraw, Accept, Refuse, Reroute, AskSupplement, Withdrawn, Report, Note, Recall, Recalled, Give, AskOnward, Members}
