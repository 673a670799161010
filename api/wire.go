package api

import (
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Words is one text in both languages of the pages.
type Words = casework.Words

func words(t fault.Text) Words { return Words{ZH: t.ZH, EN: t.EN} }

// AgencyRef names an organ.
type AgencyRef struct {
	ID        string `json:"id" format:"uuid"`
	Code      string `json:"code" example:"heshan-env"`
	Name      string `json:"name"`
	ShortName string `json:"short_name"`
	Sector    string `json:"sector" enum:"environment,police,procuratorate,market,court,water,urban,forestry,township,station,other"`
}

// ReferralSummary is one line of the inbox.
type ReferralSummary struct {
	ID        string     `json:"id" format:"uuid"`
	Kind      string     `json:"kind" enum:"lead,criminal,detention,administrative,reverse,consultation,early_intervention,assistance,public_interest,monitoring,findings,supervision,compensation,emergency,joint_action,meeting_invitation"`
	Number    string     `json:"number" example:"XJ-2026-430903-00012"`
	Title     string     `json:"title"`
	State     string     `json:"state"`
	Flags     []string   `json:"flags" doc:"Sub-states that matter in a list: supplement_asked, presumed, withdrawal_asked …"`
	Sender    AgencyRef  `json:"sender"`
	Receiver  *AgencyRef `json:"receiver,omitempty"`
	Relation  string     `json:"relation" enum:"sender,receiver,procuratorate,past_receiver,superior,granted,break_glass" doc:"break_glass: my organ takes no part, and I opened the case in an emergency"`
	MyTurn    bool       `json:"my_turn"`
	DueAt     *time.Time `json:"due_at,omitempty" doc:"Earliest statutory clock that my organ owes"`
	Light     string     `json:"light" enum:"none,green,amber,red"`
	Synthetic bool       `json:"synthetic" doc:"Invented for demonstration (演示虚构)"`
	Waits     *WaitsFor  `json:"waits,omitempty" doc:"What happens next and who owes it"`
	UpdatedAt time.Time  `json:"updated_at"`
	SentAt    *time.Time `json:"sent_at,omitempty"`
	Version   int64      `json:"version" doc:"For If-Match"`
	Hit       *HitView   `json:"hit,omitempty" doc:"In a search: where the case was met"`

	Unverified bool `json:"unverified,omitempty" doc:"The clock of due_at stands on a rule of low confidence (依据未核实)"`
}

// HitView shows where a search met a case.
type HitView struct {
	Field string    `json:"field" enum:"title,number,party,credit_code,document,facts,place,decision_no,penalty_case"`
	Parts []HitPart `json:"parts" doc:"The text around the hit"`
}

// HitPart is a piece of the text around a hit.
type HitPart struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit" doc:"This piece is what was looked for"`
}

// WaitsFor is what a case waits for.
type WaitsFor struct {
	Title  Words     `json:"title"`
	Agency AgencyRef `json:"agency"`
	Mine   bool      `json:"mine"`

	Unverified bool `json:"unverified,omitempty" doc:"It stands on a rule of low confidence (依据未核实)"`
}

// PaperChoice is a kind of document that my organ can make or look at here.
type PaperChoice struct {
	Kind   string `json:"kind"`
	Title  Words  `json:"title"`
	Group  string `json:"group" enum:"own,counterpart,desk,waiting"`
	Sealed bool   `json:"sealed"`
	Issue  bool   `json:"issue" doc:"My organ may issue it; otherwise it can only be looked at"`
	Reason Words  `json:"reason"`
}

// ReferralPage is a page of the inbox.
type ReferralPage struct {
	Items []ReferralSummary `json:"items"`
	Next  string            `json:"next,omitempty" doc:"Cursor of the next page; absent on the last one"`
	Now   time.Time         `json:"now" doc:"The server's clock"`
}

// PartyView is a suspect or an enterprise (当事人).
type PartyView struct {
	ID         string       `json:"id" format:"uuid"`
	Kind       string       `json:"kind" enum:"enterprise,person,unknown"`
	Name       string       `json:"name"`
	CreditCode string       `json:"credit_code,omitempty"`
	IDNumber   string       `json:"id_number,omitempty" doc:"Masked"`
	Note       string       `json:"note,omitempty"`
	Warnings   []Words      `json:"warnings" doc:"For example a credit code whose check digit does not fit: warned about, never refused"`
	Charges    []ChargeView `json:"charges"`
}

// ChargeView is one person with one offence (涉嫌罪名), the unit of decision.
type ChargeView struct {
	ID        string `json:"id" format:"uuid"`
	Offence   string `json:"offence"`
	Article   string `json:"article,omitempty"`
	State     string `json:"state" enum:"pending,filed,declined,reconsidering,upheld,supervising,reasons_required,reasons_given,reasons_valid,filing_ordered,cancelled,transferred,prosecuted,not_prosecuted,judged,administrative,detained,not_detained,rectified,confirmed"`
	Notified  bool   `json:"notified"`
	DecidedOn string `json:"decided_on,omitempty" format:"date"`
	Result    string `json:"result,omitempty"`
}

// MaterialView is one line of the materials list.
type MaterialView struct {
	ID         string        `json:"id" format:"uuid"`
	Code       string        `json:"code"`
	Title      string        `json:"title"`
	Form       string        `json:"form" enum:"original,copy"`
	Pages      int           `json:"pages"`
	OriginalAt string        `json:"original_at,omitempty"`
	Round      int           `json:"round" doc:"0 for the first transmission, then the supplement round"`
	Evidence   *EvidenceView `json:"evidence,omitempty"`
}

// EvidenceView is a file of the case.
type EvidenceView struct {
	ID       string    `json:"id" format:"uuid"`
	Name     string    `json:"name"`
	Size     int64     `json:"size" doc:"Bytes"`
	SHA256   string    `json:"sha256"`
	SM3      string    `json:"sm3"`
	Detected string    `json:"detected" doc:"Media type read from the content"`
	Lies     bool      `json:"lies" doc:"The content contradicts the name: shown, not refused"`
	AddedAt  time.Time `json:"added_at"`
	AddedBy  string    `json:"added_by" doc:"Id of the organ"`

	Destroyed bool   `json:"destroyed,omitempty" doc:"The content was destroyed by an order; its digest remains"`
	Sealed    string `json:"sealed,omitempty" enum:"marked,came,own_key" doc:"marked: goes sealed to the receiving organ of another hub; came: came sealed, the organ that it is for opens it here; own_key: came sealed to a key that the organ keeps itself, opened by the command hub open"`
}

// ChecklistView is one kind of material with its state.
type ChecklistView struct {
	Code      string         `json:"code"`
	Title     Words          `json:"title"`
	Basis     string         `json:"basis"`
	Mandatory bool           `json:"mandatory"`
	Generated bool           `json:"generated" doc:"The hub makes it"`
	State     string         `json:"state" enum:"missing,present,asked,supplemented,optional"`
	Materials []MaterialView `json:"materials"`
}

// ItemView is a physical thing of the case (涉案物品).
type ItemView struct {
	ID       string `json:"id" format:"uuid"`
	Name     string `json:"name"`
	Quantity string `json:"quantity,omitempty"`
	Feature  string `json:"feature,omitempty"`
	Place    string `json:"place,omitempty"`
	SeizedOn string `json:"seized_on,omitempty" format:"date"`
	Form     string `json:"form,omitempty" doc:"moved, kept or disposed once handed over"`
	Keeper   string `json:"keeper,omitempty"`
	SealNo   string `json:"seal_no,omitempty"`
	DailyFen int64  `json:"daily_fen,omitempty" doc:"Daily cost in fen"`
	Payer    string `json:"payer,omitempty"`
}

// ClockInfo is a statutory clock of the case (期限).
type ClockInfo struct {
	ID          string        `json:"id" format:"uuid"`
	Rule        string        `json:"rule"`
	Edition     string        `json:"edition"`
	Title       Words         `json:"title"`
	Basis       []BasisView   `json:"basis"`
	Unit        string        `json:"unit"`
	N           int           `json:"n"`
	Owes        AgencyRef     `json:"owes" doc:"Organ that owes the act"`
	Charge      string        `json:"charge,omitempty"`
	State       string        `json:"state" enum:"running,paused,met,cancelled"`
	Light       string        `json:"light" enum:"none,green,amber,red,met,late,paused,cancelled,lapsed,past"`
	StartedAt   time.Time     `json:"started_at"`
	DueAt       *time.Time    `json:"due_at,omitempty"`
	AmberAt     *time.Time    `json:"amber_at,omitempty"`
	EndedAt     *time.Time    `json:"ended_at,omitempty"`
	Presumed    bool          `json:"presumed" doc:"Runs from arrival because no receipt was issued (推定起算)"`
	Internal    bool          `json:"internal" doc:"A limit that organs set themselves (内部时限，非法定): drawn differently, never overdue"`
	Granted     int           `json:"granted" doc:"How often more time was granted (延长次数)"`
	Provisional bool          `json:"provisional" doc:"Computed without the holiday table of a year"`
	Flagged     bool          `json:"flagged" doc:"The rule's text was confirmed through a secondary source only, or not at all"`
	Unverified  bool          `json:"unverified" doc:"Common practice, its basis unverified (常见做法，依据未核实): a rule of low confidence that this installation has switched on"`
	Option      bool          `json:"option" doc:"A right, not a duty"`
	Also        []ReadingView `json:"also" doc:"Other readings of the same period"`
	Note        Words         `json:"note"`
	QuietUntil  *time.Time    `json:"quiet_until,omitempty" doc:"The organ that owes it said that it has decided and its papers are in transit (已决定，文书在途): until then the alarm is quiet; the clock runs on"`
}

// ReadingView is another reading of a period.
type ReadingView struct {
	DueAt    time.Time `json:"due_at"`
	Stricter bool      `json:"stricter"`
	Says     Words     `json:"says"`
}

// ActionOption is a step, possible now or with the reason why not.
type ActionOption struct {
	Action  string       `json:"action" example:"criminal.file"`
	Title   Words        `json:"title"`
	Path    string       `json:"path" doc:"Where to post it, below the referral"`
	Allowed bool         `json:"allowed"`
	Reason  Words        `json:"reason"`
	Blocked string       `json:"blocked,omitempty" enum:"state,charges,condition,function" doc:"Kind of the reason"`
	Rule    string       `json:"rule,omitempty"`
	Basis   *BasisView   `json:"basis,omitempty"`
	Needs   []string     `json:"needs" doc:"Fields the body must hold"`
	Takes   []string     `json:"takes" doc:"Fields the body may hold, in the order a form asks them"`
	Charges []string     `json:"charges" doc:"Ids of the charges it can name"`
	Primary bool         `json:"primary"`
	StepUp  bool         `json:"step_up" doc:"Asks for a fresh login"`
	Starts  []WouldStart `json:"starts" doc:"Duties that the act would begin if done now"`
	Issues  string       `json:"issues,omitempty" doc:"Kind of document that carries the act; it can be previewed"`
	Paper   bool         `json:"paper" doc:"To be recorded from the counterpart's paper (代录)"`
	Upward  bool         `json:"upward" doc:"Usually addressed to the organ above (上级机关); GET /v1/routing with the kind names it"`
}

// WouldStart is a clock that an act would start now.
type WouldStart struct {
	Rule  string    `json:"rule"`
	Title Words     `json:"title"`
	DueAt time.Time `json:"due_at"`
	Owes  string    `json:"owes" enum:"sender,receiver,procuratorate,past_receiver,superior"`
}

// NextActView is the next-act bar.
type NextActView struct {
	Agency   AgencyRef  `json:"agency"`
	Mine     bool       `json:"mine"`
	Title    Words      `json:"title"`
	DueAt    *time.Time `json:"due_at,omitempty"`
	Light    string     `json:"light"`
	Basis    *BasisView `json:"basis,omitempty"`
	Clock    string     `json:"clock,omitempty"`
	Internal bool       `json:"internal,omitempty" doc:"The clock is an internal limit (内部时限，非法定)"`
}

// HandoffView is one attempt at one authority.
type HandoffView struct {
	Seq      int        `json:"seq"`
	From     AgencyRef  `json:"from"`
	To       AgencyRef  `json:"to"`
	State    string     `json:"state" enum:"sent,signed,forwarded,moved,returned,withdrawn"`
	Reason   string     `json:"reason,omitempty"`
	SentAt   time.Time  `json:"sent_at"`
	SignedAt *time.Time `json:"signed_at,omitempty"`
	EndedAt  *time.Time `json:"ended_at,omitempty"`
}

// DocumentView is an official document of the case (文书).
type DocumentView struct {
	ID       string    `json:"id" format:"uuid"`
	Kind     string    `json:"kind"`
	Title    Words     `json:"title"`
	Number   string    `json:"number,omitempty" example:"鹤环移〔2026〕1号"`
	State    string    `json:"state" enum:"issued,sealed,void"`
	SHA256   string    `json:"sha256"`
	SealedID string    `json:"sealed_id,omitempty" doc:"Evidence id of the sealed version"`
	Sealed   *SealView `json:"sealed,omitempty" doc:"How the sealed version compared with the paper"`
	Reason   string    `json:"reason,omitempty"`
	Agency   AgencyRef `json:"agency"`
	Hub      string    `json:"hub,omitempty" doc:"The other hub whose organ issued it; there is no copy to edit"`
	IssuedAt time.Time `json:"issued_at"`

	Destroyed bool `json:"destroyed,omitempty" doc:"The content was destroyed by an order; its digest remains"`
}

// SealView is a sealed version laid beside its paper (盖章件核对).
type SealView struct {
	State      string `json:"state" enum:"same,differs,unchecked" doc:"differs: attached for a reason; unchecked: its pages could not be counted"`
	PaperPages int    `json:"paper_pages"`
	ScanPages  int    `json:"scan_pages,omitempty"`
	Why        string `json:"why,omitempty" enum:"format,size,broken" doc:"Why it was not checked: a format without countable pages such as OFD, too large, or it cannot be opened"`
	Reason     string `json:"reason,omitempty"`
}

// Referral is a case as my organ may see it now.
type Referral struct {
	ReferralSummary
	Level        string          `json:"level" enum:"flow,content" doc:"flow: states and clocks only"`
	Custody      AgencyRef       `json:"custody" doc:"Organ that may write"`
	CustodyEpoch int             `json:"custody_epoch"`
	Copied       *AgencyRef      `json:"copied,omitempty" doc:"Procuratorate that gets the copy"`
	Third        *AgencyRef      `json:"third,omitempty" doc:"Organ that a step named beside them: the common superior"`
	UnitName     *Words          `json:"unit_name,omitempty" doc:"What a charge is called in this kind; absent: decided as a whole"`
	Content      DraftContent    `json:"content"`
	SubStates    SubStates       `json:"sub_states"`
	Claim        *ClaimView      `json:"claim,omitempty" doc:"Money and course of a claim for damage"`
	Joint        *JointView      `json:"joint,omitempty" doc:"Members, visits and counts of a joint action"`
	Invited      *InvitedView    `json:"invited,omitempty" doc:"Reply, resolutions and minutes of an invitation to a meeting"`
	Parties      []PartyView     `json:"parties"`
	Checklist    []ChecklistView `json:"checklist"`
	Evidence     []EvidenceView  `json:"evidence"`
	Items        []ItemView      `json:"items"`
	Documents    []DocumentView  `json:"documents"`
	Papers       []PaperChoice   `json:"papers" doc:"Kinds of documents that can be issued or looked at"`
	Handoffs     []HandoffView   `json:"handoffs"`
	Clocks       []ClockInfo     `json:"clocks"`
	InsideTime   *InsideTimeView `json:"inside_time,omitempty" doc:"How long my organ took before its head had the report; no law limits it"`
	Actions      []ActionOption  `json:"actions"`
	Next         *NextActView    `json:"next,omitempty"`
	Watched      bool            `json:"watched"`
	Officer      *PersonRef      `json:"officer,omitempty" doc:"Who of my organ handles the case (承办人)"`
	Glass        *OpenGlass      `json:"glass,omitempty" doc:"I see the case through this break-glass look, and can do nothing but look"`
	AskReason    bool            `json:"ask_reason" doc:"The case lies outside my own tasks: say why I look (POST reads)"`
	Unconfirmed  int             `json:"unconfirmed" doc:"Acts recorded from paper that wait for my organ's word"`
	CreatedAt    time.Time       `json:"created_at"`
	ClosedAt     *time.Time      `json:"closed_at,omitempty"`
	Now          time.Time       `json:"now" doc:"The server's clock"`
}

// InsideTimeView is the time before the report reached the head (报请前的内部用时).
type InsideTimeView struct {
	From     string `json:"from" format:"date"`
	Until    string `json:"until" format:"date" doc:"The report; today while nothing is reported"`
	Days     int    `json:"days" minimum:"0" doc:"Calendar days"`
	Reported bool   `json:"reported"`
}

// SubStates are the flags of a case that a page shows.
type SubStates struct {
	Track              string `json:"track,omitempty" enum:"ordinary,verify,complex"`
	SupplementAsked    bool   `json:"supplement_asked"`
	SupplementRounds   int    `json:"supplement_rounds"`
	EvidenceAsked      bool   `json:"evidence_asked"`
	WithdrawalAsked    bool   `json:"withdrawal_asked"`
	EnforcementOpinion bool   `json:"enforcement_opinion"`
	LegalOpinion       bool   `json:"legal_opinion"`
	NoReceipt          bool   `json:"no_receipt" doc:"No receipt was issued yet (未出具回执)"`
	FileReturnDue      bool   `json:"file_return_due"`
	FileReturnSent     bool   `json:"file_return_sent"`
	ItemsHandedOver    bool   `json:"items_handed_over"`
	ItemsSigned        bool   `json:"items_signed"`
	PartyNotified      bool   `json:"party_notified"`
	OpinionToTransfer  bool   `json:"opinion_to_transfer"`
	SenderEntered      bool   `json:"sender_entered"`
	ReceiverEntered    bool   `json:"receiver_entered"`
	SupervisedFiling   bool   `json:"supervised_filing"`
	Assigned           bool   `json:"assigned" doc:"Somebody was put in charge of it (已分派)"`
	ItemsReturned      bool   `json:"items_returned" doc:"Items that were kept have been given back"`
	HeardElsewhere     bool   `json:"heard_elsewhere" doc:"Another procuratorate is being heard; the review stands still"`
	DesignationAsked   bool   `json:"designation_asked" doc:"The common superior was asked to designate (已报请指定管辖)"`
	ReturnUnseen       bool   `json:"return_unseen" doc:"It was returned without a supplement that was under way from another hub: its receiver confirms the return or takes it on again (退回时未见补充材料)"`
}

// DraftContent is what the drafter writes; it becomes the letter and the forms.
type DraftContent struct {
	Facts           string `json:"facts,omitempty" maxLength:"20000" doc:"主要事实"`
	Source          string `json:"source,omitempty" maxLength:"2000" doc:"案件来源"`
	Basis           string `json:"basis,omitempty" maxLength:"4000" doc:"移送依据"`
	Threshold       string `json:"threshold,omitempty" maxLength:"4000" doc:"达到的追诉标准及数值"`
	Disposal        string `json:"disposal,omitempty" maxLength:"4000" doc:"处理意见"`
	Officer         string `json:"officer,omitempty" maxLength:"100" doc:"案件主办人"`
	OfficerPhone    string `json:"officer_phone,omitempty" maxLength:"50" doc:"联系方式"`
	Investigators   int    `json:"investigators,omitempty" minimum:"0" maximum:"99" doc:"专案组人数"`
	ActOn           string `json:"act_on,omitempty" format:"date" doc:"违法行为发生日"`
	FoundOn         string `json:"found_on,omitempty" format:"date" doc:"发现日"`
	PenaltyCase     string `json:"penalty_case,omitempty" maxLength:"100" doc:"行政处罚案号"`
	PenaltyFiledOn  string `json:"penalty_filed_on,omitempty" format:"date" doc:"行政处罚立案日"`
	PenaltyDecided  bool   `json:"penalty_decided,omitempty" doc:"已作出行政处罚"`
	SeizedOn        string `json:"seized_on,omitempty" format:"date" doc:"查封扣押起始日"`
	RegisteredOn    string `json:"registered_on,omitempty" format:"date" doc:"先行登记保存日"`
	ObviousCrime    bool   `json:"obvious_crime,omitempty" doc:"明显涉嫌犯罪，已及时通报公安机关"`
	ItemsNone       bool   `json:"items_none,omitempty" doc:"本案无涉案物品"`
	PhotosNone      bool   `json:"photos_none,omitempty" doc:"本案无照片录像"`
	MonitoringNone  bool   `json:"monitoring_none,omitempty" doc:"本案无监测检验认定材料"`
	EnforcementView string `json:"enforcement_view,omitempty" doc:"执法机构意见；由审批步骤写入" maxLength:"4000"`
	LegalView       string `json:"legal_view,omitempty" doc:"法制机构意见；由审批步骤写入" maxLength:"4000"`
	HeadView        string `json:"head_view,omitempty" doc:"负责人意见；由审批步骤写入" maxLength:"4000"`

	// Fields of the other kinds; GET /v1/procedures says which kind uses which.
	Place       string   `json:"place,omitempty" maxLength:"500" doc:"地点"`
	Item        string   `json:"item,omitempty" maxLength:"100" doc:"执法事项编码"`
	Manner      string   `json:"manner,omitempty" enum:"written,oral" doc:"书面、口头"`
	Purpose     string   `json:"purpose,omitempty" enum:"technical_support,appraisal,identification,custody,joint_investigation" doc:"请求协助的类别"`
	Ground      string   `json:"ground,omitempty" enum:"not_filed,cancelled,slight,not_prosecuted,exempted,acquitted" doc:"反向移送的事由"`
	DecisionNo  string   `json:"decision_no,omitempty" maxLength:"100" doc:"所附决定的文号"`
	DecidedOn   string   `json:"decided_on,omitempty" format:"date" doc:"所附决定的日期"`
	Override    string   `json:"override,omitempty" maxLength:"4000" doc:"未先作处罚决定的法制审核意见"`
	Measures    string   `json:"measures,omitempty" maxLength:"8000" doc:"已采取的措施、整改要求"`
	Urgent      bool     `json:"urgent,omitempty" doc:"情况紧急"`
	ReplyBy     string   `json:"reply_by,omitempty" format:"date" doc:"希望答复日期，不是法定期限"`
	Major       []string `json:"major,omitempty" maxItems:"4" enum:"grave,bad_effect,heavy_pollution,many_people" doc:"重大案件情形"`
	JointAction string   `json:"joint_action,omitempty" maxLength:"200" doc:"联合行动名称"`
	Pollutant   string   `json:"pollutant,omitempty" maxLength:"4000" doc:"超标因子、浓度、标准和倍数"`
	Outlet      string   `json:"outlet,omitempty" maxLength:"200" doc:"排放口"`
	Grade       string   `json:"grade,omitempty" enum:"I,II,III,IV,unclear" doc:"突发环境事件初步认定的级别"`
	Happened    string   `json:"happened,omitempty" maxLength:"200" doc:"发生时间"`
	Sensitive   string   `json:"sensitive,omitempty" maxLength:"4000" doc:"人员受害和环境敏感点受影响情况"`
	Neighbours  bool     `json:"neighbours,omitempty" doc:"可能波及相邻行政区域"`
	FromOn      string   `json:"from_on,omitempty" format:"date" doc:"行动开始日期"`
	ToOn        string   `json:"to_on,omitempty" format:"date" doc:"行动结束日期"`
	Plan        string   `json:"plan,omitempty" maxLength:"40" doc:"Inspection plan or meeting that it comes from, at the hub of the sender"`
	Marine      bool     `json:"marine,omitempty" doc:"海洋生态环境损害：由其他部门索赔"`

	Channel       string `json:"channel,omitempty" enum:"inspection,incident,penalty,crime,red_line,supervision,report,above,procuratorate,other" doc:"线索渠道"`
	CrossProvince bool   `json:"cross_province,omitempty" doc:"损害跨省"`
	OtherOrgan    string `json:"other_organ,omitempty" maxLength:"200" doc:"对方省份的机关"`
	LeadOrgan     string `json:"lead_organ,omitempty" enum:"own,other,superior" doc:"由谁牵头"`
}

// DraftBody replaces a draft as a whole.
type DraftBody struct {
	Title    string        `json:"title" minLength:"2" maxLength:"200"`
	Content  DraftContent  `json:"content,omitempty"`
	Parties  []DraftParty  `json:"parties,omitempty" maxItems:"200"`
	Items    []DraftItem   `json:"items,omitempty" maxItems:"500"`
	Reporter *ReporterBody `json:"reporter,omitempty" doc:"Who reported it: sealed, never read back here; absent: what is sealed stays"`
}

// DraftParty is a party as it is typed.
type DraftParty struct {
	Kind       string        `json:"kind" enum:"enterprise,person,unknown"`
	Name       string        `json:"name" maxLength:"200" doc:"Empty only for an unknown person"`
	CreditCode string        `json:"credit_code,omitempty" maxLength:"40" doc:"统一社会信用代码"`
	IDNumber   string        `json:"id_number,omitempty" maxLength:"40" doc:"公民身份号码"`
	Note       string        `json:"note,omitempty" maxLength:"1000"`
	Charges    []DraftCharge `json:"charges,omitempty" maxItems:"20"`
}

// DraftCharge is a suspected offence as it is typed.
type DraftCharge struct {
	Offence string `json:"offence" minLength:"1" maxLength:"100" example:"污染环境罪"`
	Article string `json:"article,omitempty" maxLength:"200" example:"刑法第三百三十八条"`
}

// DraftItem is a physical thing as it is typed.
type DraftItem struct {
	Name     string `json:"name" minLength:"1" maxLength:"200"`
	Quantity string `json:"quantity,omitempty" maxLength:"100"`
	Feature  string `json:"feature,omitempty" maxLength:"500"`
	Place    string `json:"place,omitempty" maxLength:"500"`
	SeizedOn string `json:"seized_on,omitempty" format:"date"`
}
