package documents

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Case is everything a paper may say about one case (案件). Every field may
// stay empty: the paper then leaves the place blank to be filled in by hand.
// A newline inside a text starts a new paragraph.
type Case struct {
	Synthetic bool   // invented data: every page says 演示虚构
	Number    string // case number of the hub (案件编号)
	Title     string // 案件名称, for example 某某涉嫌污染环境案
	Cause     string // 案由
	Link      string // address of the case, put into the QR code; empty: the number alone

	Sender   Organ   // 移送机关
	Receiver Organ   // 受移送机关
	Copied   []Organ // 抄送机关; for a criminal referral the procuratorate

	Source      string     // 案件来源
	FoundOn     civil.Date // the day the facts were found (发现日期)
	FiledOn     civil.Date // 行政立案日期
	FilingRef   PaperRef   // 立案审批表 or another paper behind the filing
	Handlers    []Person   // 案件主办人
	Parties     []Party    // suspects and enterprises
	Charges     []Charge   // one per party and offence
	Facts       string     // 案情简介, 涉嫌犯罪的事实
	Process     string     // 查获及调查经过
	Evidence    string     // 主要证据 in words
	Grounds     string     // 移送理由和处理意见
	Measures    string     // 已采取的行政强制措施
	PenaltyNote string     // 行政处罚情况
	PenaltyRef  PaperRef   // 行政处罚决定书, if one was made before the transfer
	Basis       []Basis    // what the referral stands on; numbers of days come from here
	Thresholds  []Threshold
	Proofs      []Proof // evidence, row by row (证据)
	Materials   []Material
	Items       []Item // 涉案物品
	Opinions    []Opinion
	Duties      []Duty
	Reviews     []Review // 移送前预审
	Delay       Delay    // 逾期情况

	CaseKind string // kind of referral, where one template serves several
	Third    Organ  // organ named beside sender and receiver: 共同的上一级机关
	Said     []Said // what the draft says, entry by entry, in the words of its form
	Answer   Said   // the last answer, with the label of its step

	Claim Claim // 生态环境损害索赔

	Paper Paper // the paper that is being made

	Transfer        PaperRef // 移送书 the other papers answer or refer to
	ReportedAt      time.Time
	DecideBy        Deadline // until when the head decides on the transfer
	TransmitBy      Deadline // when the transmission would be due
	Acceptance      Acceptance
	Supplement      Supplement
	Filing          Filing
	Reconsideration Reconsideration
	Supervision     Supervision
	Urging          Urging
	Service         Service
	Handover        Handover
	Meeting         Meeting
	Bulletin        Bulletin
	Period          Period // the time a 履职留痕单 covers
}

// Said is one entry of a draft's form, or an answer.
type Said struct{ Label, Text string }

// Paper is the paper being made: its number, its day, its addressee.
type Paper struct {
	Number    string     // 发文字号; empty while it is a draft
	Draft     bool       // marks every page 草稿
	Date      civil.Date // 成文日期; empty leaves 年 月 日 blank
	Issuer    Organ      // whose name and seal stand under it; empty: the organ the template names
	Signer    string     // the head who signs, where the form has such a line
	To        Organ      // 主送机关; empty: the organ the template names
	ToParty   Party      // the person or enterprise it is addressed to, where it is one
	Copies    []string   // 抄送 in the 版记; empty: the template's default
	PrintedBy string     // 印发机关; empty: the issuer
	PrintedOn civil.Date // 印发日期; empty: the day of the paper
	Contact   Person     // 联系人
	Deadline  Deadline   // by when the addressee must act or answer
}

// PaperRef points at another paper.
type PaperRef struct {
	Title    string     // 文书名称
	Number   string     // 发文字号
	Date     civil.Date // the day on it
	Received civil.Date // the day it arrived
	Copies   int        // 份数; 0 is not printed
}

// Organ is an authority (机关).
type Organ struct {
	Name    string // full name, as on its seal
	Short   string // customary short name; empty: the full name
	Address string
	Phone   string
}

// Person is somebody who acts for an organ.
type Person struct {
	Name        string
	Unit        string // 所在单位或者内设机构
	Title       string // 职务
	Certificate string // 执法证号
	Phone       string
}

// Party is a suspect or an enterprise (当事人). Identity may be unknown.
type Party struct {
	Name           string // empty: 身份不明
	Enterprise     bool
	IDLabel        string // for example 统一社会信用代码, 公民身份号码
	ID             string // printed as given: mask it first where the reader needs no more
	Sex            string
	Born           civil.Date
	Representative string // 法定代表人（负责人）
	Address        string
	Phone          string
	Note           string
}

// Charge is one suspected offence of one party, with its decision once made.
type Charge struct {
	Party    string
	Offence  string     // 涉嫌罪名
	Article  string     // for example 《中华人民共和国刑法》第三百三十八条
	Decision string     // 立案, 不予立案, 撤销案件 …
	Decided  civil.Date // 决定日期
	Number   string     // number of the decision
	Reasons  string
}

// Basis is an article a paper stands on. It comes from the rule packs.
type Basis struct {
	Document string // full or customary title, without 《》
	Number   string // 文号; empty for statutes
	Article  string // 第五条第二款
	Text     string // what it asks for, in the caller's words
}

// Deadline is an end with the article that sets it.
type Deadline struct {
	Due   time.Time
	Hours bool // a clock in hours: the time of day is printed
	Limit string
	Basis Basis
}

// Threshold is one figure of a filing standard that the facts reach (追诉标准).
type Threshold struct {
	Standard string // what the standard says, for example 超过排放标准三倍以上
	Found    string // what was found, for example 总汞 9.56 mg/kg，超标 2.98 倍
	Met      string // 达到, 未达到, 待查
	Basis    Basis
}

// Material is one line of the list of materials (移送材料清单).
type Material struct {
	Group    string // kind of material, for example 现场检查（勘察）笔录
	Name     string
	Copies   int // 份数
	Pages    int // 页数
	Original bool
	Where    string // where the original is, if this is a copy
	By       string // 提供单位
	Note     string
}
