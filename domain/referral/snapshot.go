package referral

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Snapshot is all that a transition may look at. It is read under the row lock.
type Snapshot struct {
	Kind       Kind
	State      State
	Flags      Flags
	Content    Content
	Sender     Organ
	Receiver   *Organ
	Copied     *Organ
	Past       *Organ // the unit that held the case before the present receiver
	Third      *Organ // the organ a step named beside them: the common superior
	Custody    ids.Agency
	Epoch      int
	Parties    []Person
	Charges    []Charge
	Materials  []Material
	Items      []Item
	Clocks     []RunningClock
	Accepted   time.Time // acceptance, or arrival when no receipt was issued; zero before
	LetterMade bool      // the transfer letter was issued
	LetterSeal bool      // its sealed version is attached
	FormMade   bool      // the approval form was issued
}

// Organ is what the rules need to know of an organ.
type Organ struct {
	ID     ids.Agency
	Hub    string // the other hub that it belongs to (枢纽); empty: this one
	Sector Sector
	Level  string
	Region string
}

// Person is a party of the case: an enterprise, a natural person, or unknown.
type Person struct {
	ID         ids.Party
	Kind       string // enterprise, person, unknown
	Name       string
	CreditCode string
	IDNumber   string
	Note       string
}

// Charge is one person with one offence.
type Charge struct {
	ID        ids.Charge
	Party     ids.Party
	Offence   string
	Article   string
	State     ChargeState
	Before    ChargeState
	Notified  bool
	Result    string
	DecidedOn civil.Date
}

// Material is one entry of the materials list (移送材料清单).
type Material struct {
	ID         ids.Material
	Code       string
	Title      string
	Form       string // original, copy
	Pages      int
	OriginalAt string
	Evidence   ids.Evidence
	Round      int
}

// Item is a physical thing of the case (涉案物品).
type Item struct {
	ID       ids.Item
	Name     string
	Quantity string
	Feature  string
	Place    string
	SeizedOn civil.Date
	Form     string // moved, kept, disposed; empty until handed over
	Keeper   string
	SealNo   string
	DailyFen int64
	Payer    string
}

// RunningClock is a clock that has not ended.
type RunningClock struct {
	ID       ids.Clock
	Rule     string
	Edition  string
	Owes     ids.Agency
	Charge   ids.Charge
	Paused   bool
	Started  time.Time
	DueAt    time.Time
	Option   bool
	Internal bool // 内部时限，非法定
	Pauses   []Pause
	Grants   []Grant
}

// Grant is more time that was granted to a running clock (延长).
type Grant struct {
	By string     `json:"by"`          // who granted it, in the rule's word
	N  int        `json:"n,omitempty"` // in the rule's unit; 0: what the rule gives
	On civil.Date `json:"on"`
}

// Pause is a stretch of days during which a clock stood still; To is zero while
// it lasts.
type Pause struct {
	From, To civil.Date
	Reason   string // as the rule names it
}

// Flags are the sub-states of a referral.
type Flags struct {
	Track                 Track       `json:"track,omitempty"`
	SupplementAsked       bool        `json:"supplement_asked,omitempty"`
	SupplementRounds      int         `json:"supplement_rounds,omitempty"`
	OpinionAsked          bool        `json:"opinion_asked,omitempty"` // 补充调查意见待反馈
	WithdrawalAsked       bool        `json:"withdrawal_asked,omitempty"`
	WithdrawalUnconfirmed bool        `json:"withdrawal_unconfirmed,omitempty"` // 撤回待对方枢纽确认
	ReturnUnseen          bool        `json:"return_unseen,omitempty"`          // 退回时未见在途的补充材料，待确认或者重新受理
	EnforcementOpinion    bool        `json:"enforcement_opinion,omitempty"`
	LegalOpinion          bool        `json:"legal_opinion,omitempty"`
	Presumed              bool        `json:"presumed,omitempty"`             // 未出具回执
	FileReturnDue         bool        `json:"file_return_due,omitempty"`      // 案卷应退未退
	FileReturnSent        bool        `json:"file_return_sent,omitempty"`     // 已退卷，待清点签收
	ItemsHandedOver       bool        `json:"items_handed_over,omitempty"`    // 已移交物品
	ItemsSigned           bool        `json:"items_signed,omitempty"`         // 接收方已清点
	PartyNotified         bool        `json:"party_notified,omitempty"`       // 已告知当事人
	SupervisionAccepted   bool        `json:"supervision_accepted,omitempty"` // 检察机关已受理
	OpinionToTransfer     bool        `json:"opinion_to_transfer,omitempty"`  // 检察意见要求移送
	SenderEntered         bool        `json:"sender_entered,omitempty"`       // 两法衔接平台已录入（移送机关）
	ReceiverEntered       bool        `json:"receiver_entered,omitempty"`
	SupervisedFiling      bool        `json:"supervised_filing,omitempty"` // 监督立案
	Assigned              bool        `json:"assigned,omitempty"`          // 已分派承办人
	ItemsReturned         bool        `json:"items_returned,omitempty"`    // 保管物品已交还
	HeardElsewhere        bool        `json:"heard_elsewhere,omitempty"`   // 正在征求异地检察院意见
	DesignationAsked      bool        `json:"designation_asked,omitempty"` // 已报请指定管辖
	Claim                 claim.Claim `json:"claim,omitzero"`              // 索赔数额与进展
	Announced             bool        `json:"announced,omitempty"`         // 是民事公益诉讼公告通报
	ClaimStarts           string      `json:"claim_starts,omitempty"`      // start, not_start, silent: 对公告的函告
	Joint                 Joint       `json:"joint,omitzero"`              // 联合执法行动的编组和检查
	Invited               Invited     `json:"invited,omitzero"`            // 联席会议邀请的议定事项
}

// Content is what the drafter writes; it becomes the letter and the forms.
type Content struct {
	Facts           string     `json:"facts,omitempty"`            // 主要事实
	Source          string     `json:"source,omitempty"`           // 案件来源
	Basis           string     `json:"basis,omitempty"`            // 移送依据
	Threshold       string     `json:"threshold,omitempty"`        // 达到的追诉标准及数值
	Disposal        string     `json:"disposal,omitempty"`         // 处理意见
	Officer         string     `json:"officer,omitempty"`          // 案件主办人
	OfficerPhone    string     `json:"officer_phone,omitempty"`    // 联系方式
	Investigators   int        `json:"investigators,omitempty"`    // 专案组人数，不少于二人
	ActOn           civil.Date `json:"act_on,omitzero"`            // 违法行为发生日
	FoundOn         civil.Date `json:"found_on,omitzero"`          // 发现日
	PenaltyCase     string     `json:"penalty_case,omitempty"`     // 行政处罚案号
	PenaltyFiledOn  civil.Date `json:"penalty_filed_on,omitzero"`  // 行政处罚立案日
	PenaltyDecided  bool       `json:"penalty_decided,omitempty"`  // 已作出行政处罚
	SeizedOn        civil.Date `json:"seized_on,omitzero"`         // 查封扣押起始日
	RegisteredOn    civil.Date `json:"registered_on,omitzero"`     // 先行登记保存日
	ObviousCrime    bool       `json:"obvious_crime,omitempty"`    // 明显涉嫌犯罪，已及时通报公安机关
	ItemsNone       bool       `json:"items_none,omitempty"`       // 本案无涉案物品
	PhotosNone      bool       `json:"photos_none,omitempty"`      // 本案无照片录像
	MonitoringNone  bool       `json:"monitoring_none,omitempty"`  // 本案无监测检验认定材料
	EnforcementView string     `json:"enforcement_view,omitempty"` // 执法机构意见
	LegalView       string     `json:"legal_view,omitempty"`       // 法制机构意见
	HeadView        string     `json:"head_view,omitempty"`        // 负责人意见

	// Fields of the other kinds; each kind's Form says which it uses.
	Place       string     `json:"place,omitempty"`        // 地点
	Item        string     `json:"item,omitempty"`         // 执法事项编码
	Manner      string     `json:"manner,omitempty"`       // 书面、口头
	Purpose     string     `json:"purpose,omitempty"`      // 请求协助的类别
	Ground      string     `json:"ground,omitempty"`       // 反向移送的事由
	DecisionNo  string     `json:"decision_no,omitempty"`  // 所附决定的文号
	DecidedOn   civil.Date `json:"decided_on,omitzero"`    // 所附决定的日期
	Override    string     `json:"override,omitempty"`     // 未先作处罚决定的法制审核意见
	Measures    string     `json:"measures,omitempty"`     // 已采取的措施、整改要求
	Urgent      bool       `json:"urgent,omitempty"`       // 情况紧急
	ReplyBy     civil.Date `json:"reply_by,omitzero"`      // 希望答复日期
	Major       []string   `json:"major,omitempty"`        // 重大案件情形
	JointAction string     `json:"joint_action,omitempty"` // 联合行动名称
	Pollutant   string     `json:"pollutant,omitempty"`    // 超标因子、浓度与标准
	Outlet      string     `json:"outlet,omitempty"`       // 排放口
	Grade       string     `json:"grade,omitempty"`        // 突发环境事件初步认定的级别
	Happened    string     `json:"happened,omitempty"`     // 发生时间，按来报
	Sensitive   string     `json:"sensitive,omitempty"`    // 人员和环境敏感点受影响情况
	Neighbours  bool       `json:"neighbours,omitempty"`   // 可能波及相邻行政区域
	FromOn      civil.Date `json:"from_on,omitzero"`       // 行动开始日期
	ToOn        civil.Date `json:"to_on,omitzero"`         // 行动结束日期
	Plan        string     `json:"plan,omitempty"`         // 检查方案 of the hub that leads, or its meeting: an id there

	// A claim for damage (索赔). Its steps write all but the first five.
	Marine        bool   `json:"marine,omitempty"`         // 海洋生态环境损害
	Channel       string `json:"channel,omitempty"`        // 线索渠道
	CrossProvince bool   `json:"cross_province,omitempty"` // 损害跨省
	OtherOrgan    string `json:"other_organ,omitempty"`    // 对方省份的机关
	LeadOrgan     string `json:"lead_organ,omitempty"`     // 由谁牵头

	Assessment string      `json:"assessment,omitempty"` // 损害评估情况
	Minutes    string      `json:"minutes,omitempty"`    // 磋商会议记录
	Agreement  string      `json:"agreement,omitempty"`  // 履行方式、期限等约定
	Present    []Attendant `json:"present,omitempty"`    // 磋商参加人
	Works      []string    `json:"works,omitempty"`      // 修复节点的内容，与索赔进展中的节点一一对应
	Inquiry    string      `json:"inquiry,omitempty"`    // 损害调查情况
	Effect     string      `json:"effect,omitempty"`     // 修复效果评估情况
	Failure    string      `json:"failure,omitempty"`    // 磋商不成或者无法磋商的情况
}

// Input is what an act brings. Each action reads only what its row asks for.
type Input struct {
	OccurredAt time.Time // legal time; the edge defaults it to now
	RecordedAt time.Time // server time
	Ground     string    // why an earlier time is entered (补录)
	Paper      *Paper    // set when a counterpart's act is recorded from paper

	Text       string // opinion, explanation, conclusion
	Reason     string
	DocumentNo string // number of the paper that carries the act
	Officer    string // the named officer who signs or approved
	ApprovedOn civil.Date
	Charges    []ids.Charge
	Missing    []string // checklist codes or names of what is missing
	Track      Track
	Outcome    string
	Unit       string
	Grant      bool // the answer is yes
	Unable     bool // cannot be supplemented, with a written explanation
	NoSecret   bool // 本件不涉及国家秘密
	Pages      int
	Target     *Organ // the organ a referral is sent or forwarded to
	Copy       *Organ // the procuratorate that receives the letter
	Items      []Item
	Materials  int         // materials added since the last round
	Result     string      // what came of it, in a word of the act
	Days       int         // more time that is granted, where the rule names no number
	Until      civil.Date  // a day set by the act: 整改期限
	Doubt      *Doubt      // the list of items says that Target is not competent
	Claimed    *Claimed    // what an act of a claim brings
	Joint      *JointInput // what an act of a joint action brings
	Line       int         // which resolution of a meeting, the first being 1

	as Party // who acts: set by Decide and by whoever probes
}

// Claimed is what an act of a claim for damage brings (索赔).
type Claimed struct {
	Costs     claim.Costs
	Method    claim.Method
	Terms     claim.Terms
	Payment   claim.Payment
	Present   []Attendant // who took part in a meeting
	Assessed  string      // how the damage was assessed, where Text says something else
	Agreed    string      // manner and time of performance, where Text says something else
	Denied    []string    // exceptions of a ground that do not apply
	Works     []WorkInput
	Work      int // the work that is meant, the first being 1; 0: none
	Evidence  []EvidenceRef
	Major     string   // class of a major case
	Rivals    []string // numbers of other claims that may be about the same damage
	SlipKnown bool     // the slip of payment was recorded before, by a claim of the same organ
	SlipIn    string   // number of that claim, if the reader may know it
	Joint     bool     // commissioned together with whoever owes
	Told      bool     // whoever owes was told what follows if no court confirms
	Open      []string // lines of the list of an agreement's content that nobody has answered
	SimpleMax int64    // what the simple track is for, in fen; 0: no rule says

	MeetingsMax int // meetings of one consultation; 0: no rule in force says
	Ground      *NotStarting
}

// WorkInput is a work with what it is.
type WorkInput struct {
	claim.Work
	What string
}

// EvidenceRef names a file of the case, with the digest that stays in the record.
type EvidenceRef struct {
	ID     ids.Evidence
	SHA256 string // hexadecimal; filled in by whoever has read the case
}

// Attendant is one who takes part in a consultation (磋商参加人).
type Attendant struct {
	Role string `json:"role"` // obligor, representative, adviser, procuratorate, expert, organ, other
	Name string `json:"name"` // of a person or an organ
}

// NotStarting is a ground on which a claim is not started or is ended (不启动索赔的情形).
type NotStarting struct {
	ID         string
	Says       fault.Text
	Basis      []fault.Basis
	Exceptions []Choice // where one of them applies the claim starts all the same
}

// Doubt is why the receiver of a case is not competent under the list of
// enforcement items (执法事项清单), or not the police of the own level and place
// (同级公安机关). It asks for a reason and forbids nothing.
type Doubt struct {
	Item    string // code; empty: the place or level is in doubt
	Rule    string // whose article stands behind it, where one does
	Says    fault.Text
	Basis   []fault.Basis
	Instead []fault.Text // what may be done instead
}

// Paper describes the paper from which a counterpart's act is recorded.
type Paper struct {
	Number   string       // document number as printed
	Date     civil.Date   // date on the document: clocks run from it
	Evidence ids.Evidence // scan or photo
}
