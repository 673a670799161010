package documents_test

import (
	"github.com/xianjie-hub/xianjie/documents"
)

// meetingPaper is an invented meeting of three agencies.
func meetingPaper(kind documents.Kind) documents.Case {
	c := documents.Case{
		Synthetic: true, Number: "LX-2024-00002", Link: "https://hub.example.org/meetings/01920f3a-7c00-7000-8000-000000000018",
		Paper: documents.Paper{Number: "云环溪会〔2024〕2号", Date: day("2024-11-20"), Issuer: bureau, Contact: documents.Person{Name: "联席会议联络员", Phone: "000-00000011"}},
		Meeting: documents.Meeting{
			Series: "溪山区行刑衔接联席会议制度", Title: "溪山区行刑衔接联席会议2024年第二次会议", Place: "溪山区生态环境分局三楼会议室", From: at("2024-11-12 09:30"), To: at("2024-11-12 11:00"), HeldOn: day("2024-11-12"),
			Agencies: []documents.Organ{police, procurator},
			Items:    []string{"LX-2024-00001议定、由云岭市公安局溪山分局负责的“明确取样时间”尚未办结", "XJ-2024-000017号案件逾期：作出立案或者不予立案的决定", "明年联合检查计划"},
			Present:  []string{"区生态环境分局（分管负责人）", "区公安分局（法制大队负责人）"}, Absent: []string{"区检察院"},
			Text:        "2024年11月12日09时30分，区生态环境分局召集召开溪山区行刑衔接联席会议2024年第二次会议。\n（一）XJ-2024-000017号案件逾期。会议议定：一周内作出决定。",
			Resolutions: []documents.Promise{{Number: 1, Text: "对XJ-2024-000017号案件作出是否立案的决定", Owner: "区公安分局", Due: day("2024-11-19")}, {Number: 2, Text: "拟订明年联合检查计划", Owner: "区生态环境分局", Due: day("2024-12-31")}},
			Signed:      []documents.Signature{{Organ: "区生态环境分局", On: day("2024-11-14")}, {Organ: "区公安分局", On: day("2024-11-15")}},
		},
	}
	if kind == documents.MeetingSheet {
		due := documents.Deadline{Due: at("2024-10-20 23:59"), Limit: "三日（自然日）"}
		c.Paper = documents.Paper{Date: day("2024-11-05")}
		c.Meeting.Sheets = []documents.Sheet{{
			Number: "XJ-2024-000017", Title: "洗金作坊涉嫌污染环境案", Sender: bureau.Name, Receiver: police.Name, Facts: "2024年8月30日，执法人员在一民房内发现洗金作坊，正在使用汞洗金，废水未经处理排入水塘。",
			Duties:   []documents.Duty{{Asked: "决定是否立案", By: "区公安分局", Basis: documents.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第九条"}, Due: due, Result: "逾期16日"}},
			Question: "是否应当立案，由谁补充取样", Reasons: []string{"区生态环境分局：立案决定久拖未决"},
			Stances: []documents.Stance{{Organ: "区公安分局", Word: "不同意", Text: "现有样品不足以认定", On: day("2024-11-04")}}, Silent: []string{"区生态环境分局"},
		}, {Number: "XJ-2024-000021", Question: "涉案物品由谁保管", Withheld: true, Stances: []documents.Stance{{Organ: "区市场监管局", Word: "同意", On: day("2024-11-03")}}, Settled: "由区市场监管局保管"}}
	}
	if kind == documents.MeetingBulletin {
		c.Number, c.Link, c.Paper = "", "", documents.Paper{Date: day("2024-12-31"), Issuer: bureau}
		c.Period = documents.Period{From: day("2024-10-01"), To: day("2024-12-31")}
		c.Bulletin = documents.Bulletin{
			N:       map[string]int{"sent": 12, "closed": 7, "in_time": 30, "late": 2, "overdue": 1, "meetings": 2, "resolved": 4, "kept": 2, "kept_late": 1, "unkept": 1},
			Organs:  []documents.BulletinOrgan{{Name: "区公安分局", N: map[string]int{"in_time": 12, "late": 2, "overdue": 1, "unkept": 1}}, {Name: "区生态环境分局", N: map[string]int{"in_time": 18, "kept": 2, "kept_late": 1}}},
			Overdue: []documents.BulletinRow{{Number: "XJ-2024-000017", What: "决定是否立案", Organ: "区公安分局", On: day("2024-12-20"), Days: 11}},
			Unkept:  []documents.BulletinRow{{Number: "LX-2024-00001", What: "明确取样时间", Organ: "区公安分局", On: day("2024-12-01"), Days: 30}},
		}
	}
	if kind == documents.MeetingUrging {
		c.Paper.To = police
		c.Meeting.Urged, c.Meeting.LateBy = c.Meeting.Resolutions[0], 1
	}
	return c
}
