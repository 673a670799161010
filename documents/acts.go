package documents

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Usability says how evidence taken by an administrative agency may be used in
// the criminal case (刑事诉讼法第五十四条第二款 and what the organs made of it).
type Usability string

// The three answers of the list.
const (
	Usable      Usability = "usable"       // 可直接作为证据使用
	AfterReview Usability = "after_review" // 经审查可以作为证据使用
	TakenAnew   Usability = "taken_anew"   // 需由侦查机关重新收集
	NotAssessed Usability = ""             // 待判断
)

// Proof is one piece of evidence (证据).
type Proof struct {
	Name    string
	Kind    string // 证据种类: 书证, 鉴定意见, 证人证言 …
	TakenBy string // 提取单位或者人员
	TakenOn civil.Date
	Shows   string // 证明内容
	Use     Usability
	Basis   []Basis
	Note    string // what is left to do
}

// ItemState is the form in which an item is handed over.
type ItemState string

// The three forms of handing an item over, and none yet.
const (
	Moved    ItemState = "moved"    // 随案移交
	Kept     ItemState = "kept"     // 原地封存或者由有条件的单位保管，只办手续
	Disposed ItemState = "disposed" // 已先行处置
)

// Item is an object of the case (涉案物品).
type Item struct {
	Name     string
	Quantity string // with unit, for example 14 吨
	Features string // 特征
	Place    string // 存放地点
	State    ItemState
	Seal     string // 封条编号
	Keeper   string // 保管单位或者保管人
	CostFen  int64  // daily cost of keeping in fen; 0 is not printed
	Payer    string // 费用承担
	Measure  string // 强制措施 and the paper behind it
	Disposal Disposal
	Note     string
}

// Disposal tells how a dangerous item was disposed of before hand-over (先行处置).
type Disposal struct {
	On     civil.Date
	By     string // 处置单位
	Way    string
	Reason string
	Proofs []string // 样品, 照片, 过磅单, 转移联单, 合同, 发票
}

// Handover is the act of handing items over.
type Handover struct {
	At      time.Time
	Place   string
	GivenBy []Person
	TakenBy []Person
	Note    string
}

// Opinion is one field of the approval form (审批意见).
type Opinion struct {
	Label  string // 承办人意见, 执法机构意见, 法制审核意见, 主要负责人意见
	Text   string
	Person string
	On     civil.Date
}

// Duty is one line of the record of duties done (履职留痕).
type Duty struct {
	Asked  string // what the law asked
	By     string // who had to do it
	Basis  Basis
	From   time.Time // when the duty began
	Due    Deadline  // empty for a duty without a number (及时)
	Done   time.Time // empty: not done yet
	Proof  string    // number of the paper, receipt, event
	Result string    // 按期, 逾期 2 日, 办理中
}

// Review is a sheet that the file was laid beside (移送前预审).
type Review struct {
	Title string
	Lines []ReviewLine
}

// ReviewLine is one line of it.
type ReviewLine struct {
	Asked  string
	Points int // 分值; 0 is not printed
	Result string
	Note   string // what was seen
	Todo   string // what to do; empty where nothing is
	Remark string // what a person said
	Basis  []Basis
}

// Period is a stretch of days, both ends included.
type Period struct{ From, To civil.Date }

// Acceptance is the receiving organ's act of accepting a case (接受案件).
type Acceptance struct {
	PaperRef
	At    time.Time
	By    Person
	Pages int // pages received; 0 is not printed
	Note  string
}

// Supplement asks for what is missing (补正). It stops no clock.
type Supplement struct {
	PaperRef
	Missing []string
	By      Deadline
	Note    string
}

// Filing is the decision whether to file (立案或者不予立案); the decision per
// person and offence stands in the charges.
type Filing struct {
	PaperRef
	CaseNumber string // number of the criminal case
	Reasons    string
	Unit       string // 办案单位
	Returned   string // what of the file goes back
	Remedies   []Basis
}

// Reconsideration is the request against a refusal to file (复议).
type Reconsideration struct {
	PaperRef        // the answer to it, once there is one
	Request  string // 申请事项
	Reasons  string
	NewProof []string
	Result   string // 维持, 立案
	DecideBy Deadline
}

// SupervisionGround is why the procuratorate is asked to supervise (监督事由).
type SupervisionGround string

// The grounds of a suggestion.
const (
	Refused   SupervisionGround = "refused"   // 不予立案
	Overdue   SupervisionGround = "overdue"   // 逾期未作出决定
	Cancelled SupervisionGround = "cancelled" // 立案后撤销案件
)

// Supervision is the suggestion to the procuratorate (立案监督建议).
type Supervision struct {
	Ground      SupervisionGround
	Procurator  Organ // 同级人民检察院; empty: the first copied organ
	OverdueFrom civil.Date
	Reasons     string
	Annexes     []string // 随附材料
}

// Urging is what a letter urges (催办).
type Urging struct {
	Duty    string     // the act that is owed, in the words of its rule
	Days    int        // 逾期天数; 0 is not printed
	Decided civil.Date // the day of a decision that was said to be in transit
	Text    string
	Annexes []string
}

// Delay is what proves that acts are overdue and were asked for (逾期情况): how each line
// was counted, what was delivered, and who was reminded.
type Delay struct {
	Lines []DelayLine
	Told  []Told
	Asked []Told
}

// DelayLine is one overdue act.
type DelayLine struct {
	Duty  string
	By    string // who owes it
	Basis Basis
	Due   Deadline
	Days  int      // 逾期天数
	Steps []string // how the line was counted, in order
}

// Told is one notice that was delivered, or one reminder or call.
type Told struct {
	At    time.Time
	To    string
	Way   string
	What  string
	Proof string
}

// Service is one act of serving papers (送达).
type Service struct {
	Recipient  string // 受送达人
	Place      string
	Way        string // 送达方式
	Papers     []PaperRef
	ServedBy   []Person
	ReceivedBy string // 签收人; a deputy is named with the relation
	Relation   string // 代收人与受送达人的关系
	At         time.Time
	Refusal    string // 拒收事由
	Witnesses  []string
	Note       string
}
