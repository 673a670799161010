package referral

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// emergency reports an environmental incident upward and tells the neighbours
// (突发环境事件信息报告与通报；突发环境事件信息报告办法第三条、第四条、第八条).
// One form serves all of it: the report goes to the superior department within the
// hours of its grade, parts of the same case (分送) go to the neighbours, promptly and
// without a number: the moment is recorded, nothing counts down.
var emergency = Procedure{
	Kind: Emergency, Title: fault.T("突发环境事件报告与通报", "Environmental incident"),
	About:   fault.T("按级别在四小时、二小时内报告上级生态环境部门，同一张表分送可能波及的相邻地区", "Reports an incident to the department above within the hours of its grade; parts of the same form go to the neighbours"),
	Senders: []Sector{Environment}, Receivers: []Sector{Environment}, Turn: usualTurns(nil), Form: emergencyForm, Checklist: attachments("现场照片、监测数据等", "Photos, monitoring data and the like"),
	Steps: concat([]Step{
		{
			Action: "emergency.recognise", Title: fault.T("初步认定级别", "Take it to be of a grade"), Rule: "xpr_emergency_report_IV_III", By: bySender, From: []State{Draft}, Guard: all(filledIn(emergencyForm), gradeChanged), Inside: true,
			Cancels: emergencyHours, // a later, graver grade counts anew
			Starts: []Start{
				{Rule: "xpr_emergency_report_IV_III", Owes: Sender, When: gradeIs(GradeIV, GradeIII)}, {Rule: "xpr_emergency_report_II_I", Owes: Sender, When: gradeIs(GradeII, GradeI, GradeUnclear)},
				{Rule: "xpr_emergency_neighbour_notice", Owes: Sender, When: when(func(s Snapshot, _ Input) bool {
					return s.Content.Neighbours && !slices.ContainsFunc(s.Clocks, func(c RunningClock) bool { return c.Rule == "xpr_emergency_neighbour_notice" })
				})},
			},
		},
		with(sending("emergency.send", fault.T("报告上级生态环境部门", "Report to the department above"), "xpr_emergency_report_IV_III", []State{Draft, Returned}, filledIn(emergencyForm), toEnvironment, orReason(goesAbove), wasRecognised), func(s *Step) {
			s.EndsAll, s.Upward, s.Meets, s.Document = false, true, emergencyHours, "emergency_report" // whether the neighbours were told stays open
			s.Starts = []Start{{Rule: "xpr_emergency_report_II_I_province", Owes: Receiver, Binds: Receiver, When: all(gradeIs(GradeII, GradeI, GradeUnclear), toProvince)}}
		}),
		with(sending("emergency.notify", fault.T("通报相邻地区", "Tell a neighbour"), "xpr_emergency_neighbour_notice", []State{Draft, Returned}, filledIn(emergencyForm), toEnvironment, orReason(isNeighbour)), func(s *Step) {
			s.Aside, s.Meets, s.Document = true, []string{"xpr_emergency_neighbour_notice"}, "emergency_notice"
		}),
		{
			Action: "emergency.neighbours_told", Aside: true, Title: fault.T("记录已通报相邻地区", "Record that the neighbours were told"), Rule: "xpr_emergency_neighbour_notice", By: bySender, From: []State{Draft, Sent, Received, Handling}, Needs: []Need{NeedText},
			Guard: all(runsAny("xpr_emergency_neighbour_notice")), Meets: []string{"xpr_emergency_neighbour_notice"}, Tells: []Party{Receiver},
		},
		signing("xpr_coordination_mechanism"),
		{
			Action: "emergency.report_up", Title: fault.T("核实并上报", "Verify and report further up"), Rule: "xpr_emergency_report_II_I_province", By: byReceiver, From: []State{Received, Handling}, To: Handling, Needs: []Need{NeedText},
			Meets: []string{"xpr_emergency_report_II_I_province"}, Tells: []Party{Sender}, Paper: true,
		},
		{
			Action: "emergency.instruct", Aside: true, Title: fault.T("提出要求、回告情况", "Ask for something, or tell in turn"), Rule: "xpr_coordination_mechanism", By: byReceiver, From: []State{Received, Handling}, Needs: []Need{NeedText}, Tells: []Party{Sender}, Paper: true,
		},
		{
			Action: "emergency.follow_up", Title: fault.T("续报", "Report again"), Rule: "xpr_emergency_report_IV_III", By: bySender, From: []State{Sent, Received, Handling}, Needs: []Need{NeedText}, Tells: []Party{Receiver},
		},
		{
			Action: "emergency.outcome", Title: fault.T("处理结果报告", "Report the outcome"), Rule: "xpr_emergency_report_IV_III", By: bySender, From: []State{Received, Handling}, To: Answered, Needs: []Need{NeedText}, Tells: []Party{Receiver}, Document: "emergency_report",
		},
		returning("xpr_coordination_mechanism", fault.T("退回（不属本地、报送对象有误）", "Return: not our place")),
	}, endings(Answered)),
}

// Grades of an incident (突发环境事件分级), as it is taken to be at first.
const (
	GradeI       = "I"       // 特别重大
	GradeII      = "II"      // 重大
	GradeIII     = "III"     // 较大
	GradeIV      = "IV"      // 一般
	GradeUnclear = "unclear" // 一时无法判明级别，且有第四条所列情形
)

// emergencyHours are the rules that count hours from the grade.
var emergencyHours = []string{"xpr_emergency_report_IV_III", "xpr_emergency_report_II_I"}

var emergencyForm = []Field{
	{Name: "grade", Kind: FieldChoice, Label: fault.T("初步认定的级别", "Grade it is taken to be of"), Required: true, Hint: fault.T("一时无法判明，但可能影响饮用水水源、居民聚居区或者可能跨省等的，按重大以上报告", "Where it cannot be told yet, and water sources, housing or another province may be affected, it is reported as grade II or I"), Options: []Choice{
		{GradeIV, fault.T("一般（Ⅳ级）", "Grade IV, common")}, {GradeIII, fault.T("较大（Ⅲ级）", "Grade III, larger")}, {GradeII, fault.T("重大（Ⅱ级）", "Grade II, major")}, {GradeI, fault.T("特别重大（Ⅰ级）", "Grade I, extraordinary")},
		{GradeUnclear, fault.T("一时无法判明，有办法第四条所列情形", "Not to be told yet, in a situation of Article 4")},
	}},
	{Name: "happened", Kind: FieldLine, Label: fault.T("发生时间", "When it happened"), Required: true}, {Name: "place", Kind: FieldLine, Label: fault.T("发生地点", "Where"), Required: true},
	{Name: "source", Kind: FieldLine, Label: fault.T("信息来源", "Source of the information"), Required: true}, facts("起因、性质和基本过程", "Cause, nature and course"),
	{Name: "pollutant", Kind: FieldText, Label: fault.T("主要污染物和数量、监测数据", "Main pollutants and amounts, monitoring data")}, {Name: "sensitive", Kind: FieldText, Label: fault.T("人员受害和饮用水水源等环境敏感点受影响情况", "People harmed; water sources and other sensitive places")},
	{Name: "measures", Kind: FieldText, Label: fault.T("发展趋势、处置情况和下一步措施", "How it develops, what was done and comes next")},
	{Name: "neighbours", Kind: FieldYes, Label: fault.T("可能波及相邻行政区域", "A neighbouring region may be affected")}, fieldOfficer, fieldPhone,
}

// orReason lets something pass with a recorded reason, and asks for it.
func orReason(g Guard) Guard {
	return func(s Snapshot, in Input) *fault.Error {
		err := g(s, in)
		if err == nil || said(in.Reason) {
			return nil
		}
		err.Fields = []fault.Field{{Path: "body.reason", Text: fault.T("请写明理由", "Give the reason")}}
		return err
	}
}

func gradeIs(grades ...string) Guard {
	return when(func(s Snapshot, _ Input) bool { return slices.Contains(grades, s.Content.Grade) })
}

var (
	toEnvironment = sentTo("报送、通报的对象应为生态环境部门", "It goes to an environment department", Environment)
	toProvince    = when(func(_ Snapshot, in Input) bool { return in.Target != nil && in.Target.Level == "province" })
	gradeChanged  = require("same_grade", "级别没有变化，时限照原认定起算", "The grade is the same: its hours run from the first time", func(s Snapshot, _ Input) bool {
		rule := emergencyHours[1]
		if s.Content.Grade == GradeIV || s.Content.Grade == GradeIII {
			rule = emergencyHours[0]
		}
		return !slices.ContainsFunc(s.Clocks, func(c RunningClock) bool { return c.Rule == rule })
	})
	wasRecognised = require("not_recognised", "请先办理“初步认定级别”：报告的时限从认定时起算", "Take it to be of a grade first: the hours of the report run from then",
		func(s Snapshot, _ Input) bool {
			return s.State == Returned || slices.ContainsFunc(s.Clocks, func(c RunningClock) bool { return slices.Contains(emergencyHours, c.Rule) })
		})
	goesAbove = require("not_above", "报告应报上级生态环境部门，相邻地区用“通报相邻地区”；机构设置不同的，写明理由", "A report goes to the department above, a neighbour is told by the other step; where organs are set up differently, give the reason",
		func(s Snapshot, in Input) bool {
			return in.Target == nil || levels[in.Target.Level] > levels[s.Sender.Level]
		})
	isNeighbour = require("not_neighbour", "通报应发相邻地区的同级生态环境部门，上级用“报告上级生态环境部门”；机构设置不同的，写明理由", "A notice goes to the department of the own level next door, the one above gets the report; where organs are set up differently, give the reason",
		func(s Snapshot, in Input) bool {
			return in.Target == nil || in.Target.Level == s.Sender.Level
		})
)
