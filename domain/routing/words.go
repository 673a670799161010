package routing

import (
	"fmt"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// SectorWords are the fields of organs as the pages and papers call them.
var SectorWords = map[string]fault.Text{
	"environment": fault.T("生态环境", "environment"), "police": fault.T("公安", "police"), "procuratorate": fault.T("检察", "procuratorate"), "market": fault.T("市场监管", "market supervision"),
	"court": fault.T("法院", "court"), "water": fault.T("水务", "water"), "urban": fault.T("城市管理", "urban management"), "forestry": fault.T("林业", "forestry"),
	"township": fault.T("乡镇街道", "township"), "station": fault.T("生态环境监测机构", "monitoring station"), "other": fault.T("其他行政执法", "other enforcement"),
}

// LevelWords are the levels of organs.
var LevelWords = map[string]fault.Text{
	"nation": fault.T("国家级", "national"), "province": fault.T("省级", "provincial"), "city": fault.T("市级", "city"), "county": fault.T("县级", "county"), "township": fault.T("乡镇级", "township"),
}

func joined(keys []string, words map[string]fault.Text) fault.Text {
	zh, en := make([]string, len(keys)), make([]string, len(keys))
	for i, k := range keys {
		zh[i], en[i] = words[k].ZH, words[k].EN
	}
	return fault.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}

// name is the item in both languages: own lists have no English.
func (i Item) name() fault.Text {
	if i.Title.EN == "" {
		return fault.T(i.Title.ZH, i.Title.ZH)
	}
	return i.Title
}

func says(zh, en string, zhArgs, enArgs []any) fault.Text {
	return fault.T(fmt.Sprintf(zh, zhArgs...), fmt.Sprintf(en, enArgs...))
}

func localWords(i Item, o Organ) fault.Text {
	n := i.name()
	if i.Designated {
		return says("“%s”由县级以上地方人民政府确定的部门管辖，通常是%s部门；请以本地公布的清单为准", "“%s” is for the department that the local government names, usually %s; the local list decides",
			[]any{n.ZH, SectorWords[o.Sector].ZH}, []any{n.EN, SectorWords[o.Sector].EN})
	}
	return says("“%s”由违法行为发生地的%s%s部门管辖", "“%s” is for the %s %s organ where the act took place",
		[]any{n.ZH, LevelWords[o.Level].ZH, SectorWords[o.Sector].ZH}, []any{n.EN, LevelWords[o.Level].EN, SectorWords[o.Sector].EN})
}

func higherWords(i Item, o Organ) fault.Text {
	n := i.name()
	return says("本平台没有当地的%s部门；“%s”可以送其上级%s", "This hub has no local %s organ; “%s” may go to the one above, %s",
		[]any{joined(i.Sectors, SectorWords).ZH, n.ZH, o.ShortName}, []any{joined(i.Sectors, SectorWords).EN, n.EN, o.ShortName})
}

func grantWords(g Grant, o Organ) fault.Text {
	paper := g.Document
	if g.Number != "" {
		paper += "（" + g.Number + "）"
	}
	return says("%s承接该事项的行政处罚权：%s，自%s起；行为发生在其辖区的由其管辖", "%s has taken this item over by %s, since %s; it is competent for acts in its area",
		[]any{o.ShortName, paper, g.From}, []any{o.ShortName, paper, g.From})
}

func kindWords(o Organ) fault.Text {
	return says("这类移送的接收机关为同级%s机关", "This kind of referral goes to the %s organ of the own level", []any{SectorWords[o.Sector].ZH}, []any{SectorWords[o.Sector].EN})
}

func superiorWords(o Organ) fault.Text {
	return says("%s是本机关的上级机关", "%s is the organ above yours", []any{o.ShortName}, []any{o.ShortName})
}

func adviceWords(q Question, i *Item) fault.Text {
	switch {
	case q.Item != "" && i == nil:
		return fault.T("清单里没有这一事项在当日、当地有效的版本，不能据此建议。请核对事项编码和日期；管辖不明的，先与可能主管的机关协商，协商不成的，报请共同的上一级行政机关指定管辖",
			"The list has no edition of this item for the day and the place, so it suggests nobody. Check code and day; if it stays open who is competent, negotiate first and then ask the common superior to designate")
	case i != nil:
		f := joined(i.Sectors, SectorWords)
		return says("事项属于%s部门，本平台还没有当地或者上级的该部门。请按线下方式移送；管辖有争议的，报请共同的上一级行政机关指定管辖", "The item is for %s; this hub has no such organ for the place, nor one above. Send it outside the hub; where competence is disputed, the common superior designates",
			[]any{f.ZH}, []any{f.EN})
	}
	return fault.T("本平台没有同级的对口机关。请选择其他机关并说明理由，或者报请共同的上一级机关指定", "This hub has no counterpart of the own level. Choose another organ and say why, or ask the common superior to designate")
}

// A doubt becomes a refusal, which speaks one language: English names no organ and
// no item that has a Chinese name only.
func otherFieldWords(i Item, to Organ) fault.Text {
	f := joined(i.Sectors, SectorWords)
	return says("按执法事项清单，“%s”由%s部门管辖，%s不属于该部门；仍要发送的，请写明理由", "Under the list of items %s is for %s, and the chosen organ is of another field; to send it all the same, give the reason",
		[]any{i.Title.ZH, f.ZH, to.ShortName}, []any{i.Code, f.EN})
}

func otherLevelWords(i Item, to Organ) fault.Text {
	l := joined(i.Levels, LevelWords)
	return says("按执法事项清单，“%s”由%s机关管辖，%s不是；仍要发送的，请写明理由", "Under the list of items %s is for organs of %s level, and the chosen organ is of another; to send it all the same, give the reason",
		[]any{i.Title.ZH, l.ZH, to.ShortName}, []any{i.Code, l.EN})
}

func notGrantedWords(i Item, to Organ) fault.Text {
	return says("没有把“%s”赋予%s行使的有效决定；仍要发送的，请写明理由", "No decision in force gives %s to the chosen township; to send it all the same, give the reason",
		[]any{i.Title.ZH, to.ShortName}, []any{i.Code})
}
