package deadline

import "slices"

// Unit is how a period is measured (rule book §0).
type Unit string

// Units. The last three have no end and never give a due day.
const (
	Hours        Unit = "hours"         // 小时
	CalendarDays Unit = "calendar_days" // 日（自然日）
	WorkingDays  Unit = "working_days"  // 工作日
	Months       Unit = "months"        // 月
	ByDate       Unit = "by_date"       // 每年固定日期之前
	Prompt       Unit = "prompt"        // 及时、立即：无数字
	Periodic     Unit = "periodic"      // 定期：频次未定
	Gate         Unit = "gate"          // 前置条件
)

// Units are all units.
var Units = []Unit{Hours, CalendarDays, WorkingDays, Months, ByDate, Prompt, Periodic, Gate}

// Runs reports whether a period of this unit ends by itself.
func (u Unit) Runs() bool { return u != Prompt && u != Periodic && u != Gate }

// Known reports whether the unit is one of Units.
func (u Unit) Known() bool { return slices.Contains(Units, u) }

// StartRule says where counting begins.
type StartRule string

// Start rules.
const (
	NextDay  StartRule = "next_day"  // 期间开始之日不算在期间以内
	Instant  StartRule = "instant"   // hours run from the stated instant (民法典第二百零一条第二款)
	NextHour StartRule = "next_hour" // 期间开始之时不算在期间以内（刑事诉讼法第一百零五条）
)

// StartRules are all start rules.
var StartRules = []StartRule{NextDay, Instant, NextHour}

// RollRule says what happens when the last day is a rest day.
type RollRule string

// Roll rules. A period counted backwards rolls to the working day before.
const (
	NoRoll           RollRule = "none"
	RollToWorkingDay RollRule = "next_working_day" // 节假日后的第一日为期满日期
	RollUnlessHeld   RollRule = "unless_custody"   // 在押期间不得因节假日而延长（刑事诉讼法第一百零五条）
)

// RollRules are all roll rules.
var RollRules = []RollRule{NoRoll, RollToWorkingDay, RollUnlessHeld}

// Confidence says how sure the rule book is of the number.
type Confidence string

// Confidences.
const (
	High    Confidence = "high"    // enforced
	Flagged Confidence = "flagged" // a clock that carries a visible flag
	Low     Confidence = "low"     // off by default, shown as unconfirmed

	// Internal is no law: a limit that organs set themselves by memorandum
	// (内部时限，非法定), drawn differently and left out of overdue figures.
	Internal Confidence = "internal"
)

// Confidences are all confidences.
var Confidences = []Confidence{High, Flagged, Low, Internal}

// Off reports whether rules of this confidence start no clock by default.
func (c Confidence) Off() bool { return c == Low }

// Role is who must act, by the part it plays in the exchange.
type Role string

// Roles.
const (
	Sender        Role = "sender"        // 移送机关
	Receiver      Role = "receiver"      // 接收机关
	Each          Role = "each"          // 各机关
	Procuratorate Role = "procuratorate" // 人民检察院
	Superior      Role = "superior"      // 上级机关
	Court         Role = "court"         // 人民法院
	Government    Role = "government"    // 人民政府
	Obligor       Role = "obligor"       // 当事人、赔偿义务人
	Organ         Role = "organ"         // 办理机关（无交接）
)

// Roles are all roles.
var Roles = []Role{Sender, Receiver, Each, Procuratorate, Superior, Court, Government, Obligor, Organ}

// Sector is the field in which an organ works. The words are those of the
// organs table; Any stands for every administrative agency.
type Sector string

// Sectors.
const (
	Any           Sector = "any"
	Environment   Sector = "environment"   // 生态环境
	Police        Sector = "police"        // 公安
	Prosecution   Sector = "procuratorate" // 检察
	Market        Sector = "market"        // 市场监管
	Courts        Sector = "court"         // 法院
	Water         Sector = "water"         // 水务
	Urban         Sector = "urban"         // 城市管理
	Forestry      Sector = "forestry"      // 林业
	Township      Sector = "township"      // 乡镇街道
	Station       Sector = "station"       // 生态环境监测机构
	OtherAgencies Sector = "other"         // 其他行政执法机关
)

// Sectors are all sectors a rule may name.
var Sectors = []Sector{Any, Environment, Police, Prosecution, Market, Courts, Water, Urban, Forestry, Township, Station, OtherAgencies}

// Known reports whether the sector is one of Sectors.
func (s Sector) Known() bool { return slices.Contains(Sectors, s) }
