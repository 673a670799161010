package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// monitoring hands the review report on excess data from the monitoring station
// to the enforcement team (超标数据审核报告移送；沪环规〔2019〕14号，效力待核).
var monitoring = Procedure{
	Kind: Monitoring, Title: fault.T("超标数据审核报告移送", "Monitoring report"),
	About:   fault.T("监测机构对在线监测超标数据出具审核报告，移送执法队伍立案检查", "The monitoring station reviews excess data and hands its report to the enforcement team"),
	Senders: []Sector{Station, Environment}, Receivers: []Sector{Environment}, Turn: usualTurns(map[State]Party{Decided: Receiver}), Form: monitoringForm,
	Checklist: []ChecklistEntry{
		{"doc_monitoring_opinion", fault.T("超标数据审核报告", "Review report"), "沪环规〔2019〕14号", false, always}, {"doc_other", fault.T("原始数据等", "Raw data and other"), "", false, never},
	},
	Steps: reopening(concat([]Step{
		with(sending("monitoring.send", fault.T("移送审核报告", "Hand over the report"), "clk_monitor_report_handover", []State{Draft, Returned}, filledIn(monitoringForm),
			sentTo("审核报告移送生态环境执法队伍", "The report goes to the environmental enforcement team", Environment)), func(s *Step) {
			s.Document = "case_transfer_letter"
		}),
		signing("clk_online_excess_file_7", Start{Rule: "clk_online_excess_file_7", Owes: Receiver}),
		{
			Action: "monitoring.file", Title: fault.T("立案，开展现场检查", "File and inspect"), Rule: "clk_online_excess_file_7", By: byReceiver, From: []State{Received}, To: Handling,
			Meets: []string{"clk_online_excess_file_7"}, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
		},
		{
			Action: "monitoring.not_file", Aside: true, Title: fault.T("不予立案", "Do not file"), Rule: "clk_online_excess_file_7", By: byReceiver, From: []State{Received}, To: Answered, Needs: []Need{NeedReason},
			Meets: []string{"clk_online_excess_file_7"}, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
		},
		{
			Action: "monitoring.ask_data", Aside: true, Title: fault.T("请监测机构补充数据", "Ask for more data"), Rule: "fwd_technical_support", By: byReceiver, From: []State{Received, Handling}, Needs: []Need{NeedText}, Tells: []Party{Sender},
		},
		{
			Action: "monitoring.report_result", Title: fault.T("反馈查处结果", "Report the result"), Rule: "clk_monitor_report_handover", By: byReceiver, From: []State{Handling}, To: Answered, Needs: []Need{NeedResult, NeedText},
			Tells: []Party{Sender}, Receipt: "decided", Paper: true,
		},
		returning("clk_monitor_report_handover", fault.T("退回", "Return")),
	}, supplements("clk_monitor_report_handover"), endings(Answered))),
}

var monitoringForm = []Field{
	{Name: "pollutant", Kind: FieldText, Label: fault.T("超标因子、浓度、标准和倍数", "Pollutants, concentrations, standards and how far over"), Required: true},
	{Name: "outlet", Kind: FieldLine, Label: fault.T("排放口", "Outlet"), Required: true}, {Name: "act_on", Kind: FieldDay, Label: fault.T("超标日期", "Day of the excess"), Required: true},
	facts("审核结论", "Finding of the review"), fieldOfficer, fieldPhone,
}
