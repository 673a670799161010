package rules

import "regexp"

// Words gives the problem in both languages, without file and line. A text that
// the table below does not know stays as it is.
func (p Problem) Words() Words {
	w := Words{ZH: p.Text, EN: p.Text}
	for _, t := range problemWords {
		if t.en.MatchString(p.Text) {
			w.ZH = t.en.ReplaceAllString(p.Text, t.zh)
			break
		}
	}
	if p.Rule != "" {
		w.ZH, w.EN = p.Rule+"："+w.ZH, p.Rule+": "+w.EN
	}
	return w
}

type translation struct {
	en *regexp.Regexp
	zh string
}

func said(en, zh string) translation { return translation{regexp.MustCompile("^(?s:" + en + ")$"), zh} }

// problemWords translate what the check says. The English is the original: it
// stands in logs and on the command line.
var problemWords = []translation{
	said(`basis missing`, `缺少依据（basis）`),
	said(`unknown document (.*)`, `依据文件 $1 没有登记`),
	said(`unknown unit (.*)`, `不认识的单位 $1`),
	said(`unknown counting mode (.*)`, `不认识的计算方法 $1`),
	said(`unknown confidence (.*)`, `不认识的可信度 $1`),
	said(`unknown region (.*): six digits, and region_name says what it is called`, `不认识的地区 $1：应为六位代码，并以 region_name 写明名称`),
	said(`region (\d*) is called (.*) already`, `地区 $1 已登记为$2`),
	said(`unknown sector (.*)`, `不认识的机关类别 $1`),
	said(`unknown role (.*)`, `不认识的应办机关 $1`),
	said(`unknown start or roll rule`, `不认识的起算或者顺延方式`),
	said(`field (\S+) not found.*`, `不认识的字段 $1`),
	said(`cannot unmarshal (.*)`, `值的类型不对：$1`),
	said(`(.*)not a date.*`, `不是日期：$1`),
	said(`to lies before from`, `终止日早于施行日`),
	said(`from missing`, `缺少施行日（from）`),
	said(`n missing`, `缺少数字（n）`),
	said(`n given for unit (.*)`, `单位 $1 不应有数字`),
	said(`applies_to missing`, `缺少适用机关（applies_to）`),
	said(`id is not words joined by _`, `编号应为以下划线连接的小写单词`),
	said(`(\S+) missing in a language`, `$1 缺少一种语言`),
	said(`(\S+) in one language only`, `$1 只有一种语言`),
	said(`dead: nothing starts it.*`, `没有任何事实或者规则启动它`),
	said(`dead: (.*) is never in force in its days and region.*`, `没有规则能启动它：$1 在其期间和地区从不施行`),
	said(`starts after unknown rule (.*)`, `所称的前一规则 $1 不存在`),
	said(`cycle: none of these ever begins: (.*)`, `循环：以下规则互相等待，都不会开始：$1`),
	said(`cycle: each of these rests while the other does: (.*)`, `循环：以下规则互相中止：$1`),
	said(`edition (\S+) given twice \(also (.*)\)`, `版本 $1 重复（另见 $2）`),
	said(`edition (\S+) stands in other words at (.*); clocks.*`, `版本 $1 已存在且内容不同（$2）；在办期限按它计算，请为新内容另起版本名`),
	said(`in force at the same time as edition (\S+) \((.*)\); ends.*`, `与版本 $1（$2）施行期间重叠；可写 ends: [$1] 使其终止`),
	said(`ends edition (.*), which does not exist`, `要终止的版本 $1 不存在`),
	said(`suspension names unknown rule (.*)`, `中止事由所称规则 $1 不存在`),
	said(`extension names unknown rule (.*)`, `延长所称规则 $1 不存在`),
	said(`extension in unit (\S+) of a rule in (\S+)`, `延长的单位 $1 与规则的单位 $2 不同`),
	said(`extension without.*`, `延长缺少依据或者批准人`),
	said(`extension by unknown role (.*)`, `不认识的延长批准人 $1`),
	said(`suspension without.*`, `中止缺少事由、依据或者文字`),
	said(`another reading without.*`, `另一种解释缺少依据或者文字`),
	said(`another reading of a rule.*`, `没有期满日或者倒推的规则不能有另一种解释`),
	said(`limit without.*`, `数值缺少名称、单位或者文字`),
	said(`this kind of period cannot be suspended`, `这类期限不能中止`),
	said(`this kind of period cannot be extended`, `这类期限不能延长`),
	said(`hours with a counting mode for days`, `按小时的期限用了按日的计算方法`),
	said(`days with a counting mode for hours`, `按日的期限用了按小时的计算方法`),
	said(`on belongs to unit by_date.*`, `on 只用于单位 by_date`),
	said(`only a rule of low confidence.*`, `只有可信度为低的规则可以开关`),
	said(`neither rules nor switches.*`, `没有规则、开关或者年份，无可载入（rules: [] 表示撤下该包）`),
	said(`name missing.*`, `缺少名称（name）：小写字母、数字、- 和 _`),
	said(`document without.*`, `依据文件缺少标题或者施行日`),
	said(`document registered in other words already`, `该依据文件已以其他文字登记`),
	said(`counting mode given twice`, `计算方法重复`),
	said(`"(.*)" is no year`, `“$1”不是年份`),
	said(`notice missing.*`, `缺少放假通知的文号（notice）`),
	said(`holiday without its first or last day`, `假期缺少起止日`),
	said(`holiday without its name.*`, `假期名称缺少一种语言`),
	said(`holiday (\S+) ends before it begins`, `$1 起的假期终止日早于起始日`),
	said(`holiday (\S+) lasts more than 15 days`, `$1 起的假期超过15天`),
	said(`(\S+) lies outside the year (\d+).*`, `$1 不在$2年及其前一周内`),
	said(`(\S+) is marked twice`, `$1 重复`),
	said(`(\S+) \(.*\) is a public holiday by law and missing`, `$1 是法定节假日，表中没有`),
	said(`make-up day (\S+) is no Saturday or Sunday`, `调休上班日 $1 不是周末`),
	said(`did not find expected.*|could not find expected.*|mapping values are not allowed.*|found .*`, `不是合法的 YAML`),
}
