package identity

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// TraceKind says what of a person was found in a text.
type TraceKind string

// Kinds of traces.
const (
	TracePhone   TraceKind = "phone"       // 电话
	TraceCitizen TraceKind = "identity_no" // 公民身份号码: with a check digit that fits, or called one
	TraceAccount TraceKind = "account"     // 微信、QQ、邮箱
	TraceName    TraceKind = "name"        // 姓名 behind a word for a reporter, behind 我叫 and its like, or before a telephone number in brackets
	maxTraces              = 50            // more would be a list of persons, not a report
)

// SealedMark stands in a text where traces were; the pages write the same.
const SealedMark = "〔举报人信息已密封〕"

// Trace is one find of what would betray who reported something (举报人信息). A lead
// is pasted from a chat; what is found is offered to be sealed, so that it is not
// passed on with the facts. From and To count characters (runes) of the text.
type Trace struct {
	Kind     TraceKind
	From, To int
	Text     string
}

// labels stand before the name of who reported.
const labels = `(?:举报人|反映人|投诉人|信访人|来电人|报料人|举报者|联系人)(?:姓名|的?名字)?`

// myself stands before the name of whoever writes: 我叫, 我是村民, 本人.
const myself = `(?:我叫|我的?名字[叫是]|名字叫|我是(?:附近|本地|当地|这里的?)?(?:村民|居民|群众|市民|业主|职工|工人|员工|住户)|我是|本人(?:叫|姓名)?)[：:]?\s*`

// ends stand behind a name; without any of them two characters may be anything.
const ends = `(?:$|[^\p{Han}]|先生|女士|同志|反映|举报|来电|电话|手机|身份证|称|说)`

// crowd stands before the name in what somebody else passes on: 村民李四反映.
const crowd = `(?:村民|居民|群众|市民|业主|住户|职工|工人|员工|网民|网友)`

// speaks stands behind a name in what somebody else passes on. A comma is not enough:
// 居民安置，… is no name.
const speaks = `(?:先生|女士|同志|反映|反应|举报|投诉|来电|来信|致电|拨打|[，,]?(?:联系)?(?:电话|手机)|[，,]?身份证|[（(]|称|说|1[3-9]\d)`

// notNames are usual words that look like a surname with what follows it.
var notNames = []string{"时常", "时有", "时而", "曾多次", "曾经", "曾多", "曾向", "曾就", "安置", "施工员", "卫室", "包工头", "管理员", "管理", "车主", "车间", "房东", "单位", "项目部", "项目", "商户", "商家", "万元", "党支部", "党员", "全体", "农户"}

// surnames are the usual ones, and those of two characters. Missing: 向, 和, 于,
// which begin sentences far more often.
const surnames = `(?:欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余叶杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷龙史陶贺顾毛郝龚邵万钱严覃武戚莫孔汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝骆路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤时阳阎穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻厉伊仝区郜])`

var patterns = []struct {
	kind TraceKind
	expr *regexp.Regexp // the find is the last group
	said bool           // the text itself says what it is: a wrong check digit makes it no other
}{
	{TraceCitizen, regexp.MustCompile(`身份证(?:件)?(?:号码?)?[是为]?\s*[：:]?\s*([1-9](?:\d{16}[0-9Xx]|\d{14}))(?:$|[^0-9Xx])`), true},
	{TraceCitizen, regexp.MustCompile(`(?:^|[^0-9])([1-9]\d{16}[Xx])`), false},
	{TraceCitizen, regexp.MustCompile(`(?:^|[^0-9])([1-9]\d{17})(?:$|[^0-9])`), false},
	{TracePhone, regexp.MustCompile(`(?:^|[^0-9])((?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?:$|[^0-9])`), false},
	{TracePhone, regexp.MustCompile(`(?:^|[^0-9])(0\d{2,3}[- ]\d{7,8})(?:$|[^0-9])`), false},
	{TraceAccount, regexp.MustCompile(`(?i)(?:微信号?|QQ号?|vx|wechat)\s*[：:]?\s*([A-Za-z0-9][-_A-Za-z0-9]{4,19})`), false},
	{TraceAccount, regexp.MustCompile(`([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)`), false},
	{TraceName, regexp.MustCompile(labels + `\s*[：:为是叫\s]\s*(\p{Han}{2,4}?)` + ends), false},
	{TraceName, regexp.MustCompile(labels + `\s*(` + surnames + `某{1,2})`), false},
	{TraceName, regexp.MustCompile(labels + `\s*(` + surnames + `\p{Han}{1,2}?)` + ends), false},
	{TraceName, regexp.MustCompile(crowd + `(` + surnames + `\p{Han}{1,2}?)` + speaks), false},
	{TraceName, regexp.MustCompile(`(` + surnames + `\p{Han}{1,2})[（(](?:联系)?(?:电话|手机)?(?:号码?)?[：:\s]*(?:1[3-9]\d|0\d{2,3}-|〔|\x00)`), false},
	{TraceName, regexp.MustCompile(myself + `(` + surnames + `\p{Han}{1,2}?)(?:` + ends + `|住|家住|是)`), false},
}

// FindTraces finds personal data that may be a reporter's, in the order of the text.
// It cannot tell whose they are: a person decides on each.
func FindTraces(text string) []Trace {
	// What stands beside a find may be one only once that is gone: an account that
	// runs into a telephone number. So it looks again without what it found.
	var found []Trace
	left := []rune(text)
	for len(found) < maxTraces {
		more := lookForTraces(string(left))
		if len(more) == 0 {
			break
		}
		for _, t := range more {
			for i := t.From; i < t.To; i++ {
				left[i] = gone
			}
		}
		found = append(found, more...)
	}
	slices.SortFunc(found, func(a, b Trace) int { return a.From - b.From })
	return found[:min(len(found), maxTraces)]
}

// gone stands for each character of a find.
const gone = '\x00'

func lookForTraces(text string) []Trace {
	var found []Trace
	for _, p := range patterns {
		for from := 0; from < len(text); {
			m := p.expr.FindStringSubmatchIndex(text[from:])
			if m == nil {
				break
			}
			at, to := from+m[len(m)-2], from+m[len(m)-1]
			from = to // what stands behind may belong to the next find
			s := Trace{Kind: p.kind, From: utf8.RuneCountInString(text[:at]), To: utf8.RuneCountInString(text[:to]), Text: text[at:to]}
			if p.kind == TraceCitizen && !p.said {
				if ok, _, _ := CheckCitizenID(s.Text); !ok {
					continue
				}
			}
			if p.kind == TraceName && slices.Contains(notNames, s.Text) {
				continue
			}
			if !slices.ContainsFunc(found, func(o Trace) bool { return s.From < o.To && o.From < s.To }) {
				found = append(found, s)
			}
		}
	}
	return found
}

// SealTraces takes the traces out of the text and says where something was.
func SealTraces(text string, traces []Trace) string {
	runes := []rune(text)
	var b strings.Builder
	at := 0
	for _, s := range traces {
		if s.From < at || s.To > len(runes) {
			continue
		}
		b.WriteString(string(runes[at:s.From]))
		if !strings.HasSuffix(strings.TrimRight(b.String(), " ，、,；;：:"), SealedMark) { // one mark for finds in a row
			b.WriteString(SealedMark)
		}
		at = s.To
	}
	b.WriteString(string(runes[at:]))
	return b.String()
}
