package story

import "time"

// matters leave a case of every other kind in states that somebody waits in.
// Facts are invented (演示虚构) but for their setting.
var matters = []matter{
	{"lead-township", "lead", market, body{"title": "兰溪镇河堤露天焚烧秸秆", "content": body{"facts": "巡查集贸市场途中看到河堤内侧有人焚烧成堆的秸秆，烟尘飘向村庄。", "place": "兰溪镇河堤", "item": "air-straw"}}, func(c *Cast) []turn {
		return []turn{c.sends("lead.send", Township, nil).as(c.Market)}
	}},
	{"lead-sent", "lead", market, body{"title": "某汽修店疑似乱倒废机油", "content": body{"facts": "市场检查时看到该店后院地面有大量油渍，雨水口有油花，疑似倾倒废机油。", "source": "市场检查", "place": "某汽修店后院", "found_on": "2026-11-20"}, "parties": enterprise("某汽修店")}, func(c *Cast) []turn {
		return []turn{c.sends("lead.send", Environment, nil).as(c.Market)}
	}},
	{"lead-received", "lead", handler, body{"title": "某商贸公司销售的环保检测设备涉嫌无证", "content": body{"facts": "执法检查中发现企业使用的在线监测设备铭牌缺失，供货的商贸公司不能提供计量许可。", "source": "执法检查", "place": "某商贸公司"}}, func(c *Cast) []turn {
		return []turn{c.sends("lead.send", Market, nil).as(c.Handler), {by: c.Market, action: "sign_for", body: body{"officer": "执法人员丙"}}, {by: c.Market, action: "lead.assign", body: body{"officer": "执法人员丙"}}}
	}},
	{"lead-answered", "lead", market, body{"title": "某洗车场污水外溢", "content": body{"facts": "洗车场沉淀池外溢，污水沿路边沟流入水渠。", "source": "群众反映", "place": "某洗车场"}}, func(c *Cast) []turn {
		return []turn{c.sends("lead.send", Environment, nil).as(c.Market), {by: c.Handler, action: "sign_for", body: body{"officer": "执法人员甲"}},
			{by: c.Handler, action: "lead.feedback", body: body{"result": "rectified", "text": "当日到场，沉淀池已清掏并加装溢流井盖，复查未再外溢。"}}}
	}},
	{"administrative-received", "administrative", market, body{"title": "某食品厂燃煤锅炉无污染防治设施", "content": body{"facts": "食品生产许可检查时发现该厂燃煤锅炉未建脱硫除尘设施，直排烟气。", "basis": "属于生态环境部门职责，依法移送。", "act_on": "2026-10-20"}, "parties": enterprise("某食品厂", unit("未建大气污染防治设施", ""))}, func(c *Cast) []turn {
		return []turn{c.sends("administrative.send", Environment, nil).as(c.Market), {by: c.Handler, action: "sign_for", body: body{"officer": "执法人员甲"}}}
	}},
	{"administrative-disputed", "administrative", handler, body{"title": "跨县界养殖场粪污直排", "content": body{"facts": "养殖场位于两地交界，排口在南县一侧，厂区大部在赫山一侧。", "basis": "违法行为发生地在南县，移送南县分局。"}, "parties": enterprise("某养殖场", unit("粪污直排", ""))}, func(c *Cast) []turn {
		return []turn{c.sends("administrative.send", Neighbour, nil).as(c.Handler), {by: c.Neighbour, action: "sign_for", body: body{"officer": "执法人员戊"}},
			{by: c.Neighbour, action: "administrative.dispute", body: body{"reason": "生产设施和管理机构均在赫山，应由赫山分局管辖。"}},
			{by: c.Neighbour, action: "administrative.ask_designation", body: body{"to": c.organs[City], "reason": "双方协商不成，报请共同的上一级指定管辖。"}}}
	}},
	{"detention-received", "detention", handler, body{"title": "某木业公司通过旁路直排废气", "content": body{"facts": "该公司擅自打开废气处理设施旁路，直排喷漆废气，已依法处罚并责令改正。", "basis": "生态环境法典第一千一百零八条", "act_on": "2026-10-08", "decision_no": "益环赫罚〔2026〕18号", "decided_on": "2026-11-10", "officer": "执法人员甲", "items_none": true}, "parties": []body{{"kind": "person", "name": "直接负责的主管人员", "charges": []body{unit("不正常运行防治设施逃避监管", "生态环境法典第一千一百零八条")}}}}, func(c *Cast) []turn {
		return []turn{{by: c.Handler, action: "detention.report"}, {by: c.Head, action: "detention.approve", body: body{"text": "同意移送。"}, fresh: true}, {action: "seal_letter"},
			c.sends("detention.transmit", Police, body{"reason": "调查报告等材料随案卷原件移交"}).as(c.Handler), {by: c.Desk, action: "sign_for", body: body{"officer": "值班民警", "document_no": "赫公行受〔2026〕6号"}}}
	}},
	{"detention-sent", "detention", handler, body{"title": "某塑料厂利用渗坑排放清洗废水", "content": body{"facts": "该厂将破碎清洗废水引入厂后渗坑排放，未作防渗处理，已依法处罚。", "basis": "生态环境法典第一千一百零八条", "act_on": "2026-10-19", "decision_no": "益环赫罚〔2026〕21号", "decided_on": "2026-11-16", "officer": "执法人员甲", "items_none": true}, "parties": []body{{"kind": "person", "name": "直接负责的主管人员", "charges": []body{unit("以逃避监管的方式排放污染物", "生态环境法典第一千一百零八条")}}}}, func(c *Cast) []turn {
		return []turn{{by: c.Handler, action: "detention.report"}, {by: c.Head, action: "detention.approve", body: body{"text": "同意移送。"}, fresh: true}, {action: "seal_letter"},
			c.sends("detention.transmit", Police, body{"reason": "调查报告等材料随案卷原件移交"}).as(c.Handler)}
	}},
	{"reverse-reviewing", "reverse", procurator, body{"title": "某运输户不起诉后的行政处罚审查", "content": body{"ground": "not_prosecuted", "decision_no": "赫检刑不诉〔2026〕9号", "decided_on": "2026-11-18", "facts": "运输户受雇倾倒建筑垃圾约二吨，情节轻微，依法不起诉。", "disposal": "建议生态环境部门依法给予行政处罚。"}, "parties": []body{{"kind": "person", "name": "某运输户", "charges": []body{unit("擅自倾倒固体废物", "")}}}}, func(c *Cast) []turn {
		return []turn{{by: c.Procurator, action: "reverse.register"}, {by: c.Procurator, action: "reverse.ask_elsewhere", body: body{"text": "征求倾倒地检察院意见。"}}}
	}},
	{"reverse-filed", "reverse", procurator, body{"title": "某电镀店不起诉案件移送行政处罚", "content": body{"ground": "not_prosecuted", "decision_no": "赫检刑不诉〔2026〕7号", "decided_on": "2026-10-30", "facts": "电镀店排放含铬废水，数值刚达追诉标准，已修复，依法不起诉。", "disposal": "建议没收违法所得并罚款。", "measures": "涉案设备由公安机关扣押，已解除。"}, "parties": enterprise("某电镀店", unit("超标排放重金属废水", ""))}, func(c *Cast) []turn {
		return []turn{{by: c.Procurator, action: "reverse.register"}, c.sends("reverse.issue_opinion", Environment, body{"document_no": "赫检行意〔2026〕3号"}).as(c.Procurator),
			{by: c.Handler, action: "sign_for", body: body{"officer": "执法人员甲"}}, {by: c.Handler, action: "reverse.file"}}
	}},
	{"consultation-sent", "consultation", handler, body{"title": "稀释排放是否属于逃避监管", "content": body{"manner": "written", "facts": "企业用清水稀释后达标排放，是否可以认定为逃避监管的方式排放污染物？取证上还需要哪些材料？", "basis": "已取得稀释前后两份监测报告和用水台账。"}}, func(c *Cast) []turn {
		return []turn{c.sends("consultation.ask", Police, nil).as(c.Handler)}
	}},
	{"consultation-answered", "consultation", inspector, body{"title": "废酸是否列入危险废物名录", "content": body{"manner": "written", "facts": "办案中扣押废酸十二桶，请说明是否属于危险废物及代码。"}}, func(c *Cast) []turn {
		return []turn{c.sends("consultation.ask", Environment, nil).as(c.Investigator), {by: c.Handler, action: "consultation.answer", body: body{"text": "钢铁酸洗废酸列入名录，以检测和来源材料综合认定；可以另行商请出具认定意见。", "document_no": "益环赫函〔2026〕22号"}}}
	}},
	{"early-handling", "early_intervention", handler, body{"title": "跨区域倾倒污泥案商请提前介入", "content": body{"facts": "三处河滩发现同源污泥，初步称重超过十吨，涉及多名运输人员。", "basis": "取证难度大，商请对取证方向和定性提出意见。", "place": "资江河滩"}}, func(c *Cast) []turn {
		return []turn{c.sends("early_intervention.invite", Procuratorate, nil).as(c.Handler), {by: c.Procurator, action: "early_intervention.accept", body: body{"officer": "承办检察官"}},
			{by: c.Procurator, action: "early_intervention.advise", body: body{"text": "补充污泥来源的同一性鉴定，固定车辆轨迹和称重过程录像。"}}}
	}},
	{"early-invited", "early_intervention", handler, body{"title": "废旧电池拆解窝点案商请提前介入", "content": body{"facts": "民房内发现拆解工具和极板，现场人员四名，来源和去向待查。", "basis": "取证时机紧，商请对取证方向提出意见。", "place": "赫山区某村民房"}}, func(c *Cast) []turn {
		return []turn{c.sends("early_intervention.invite", Procuratorate, nil).as(c.Handler)}
	}},
	{"assistance-handling", "assistance", inspector, body{"title": "请求对扣押桶装液体出具认定意见", "content": body{"purpose": "technical_support", "facts": "请对扣押的三十桶液体采样检测并出具认定意见。", "basis": "侦查办案需要。", "place": "扣押物品仓库"}}, func(c *Cast) []turn {
		return []turn{c.sends("assistance.request", Environment, nil).as(c.Investigator), {by: c.Handler, action: "sign_for", body: body{"officer": "执法人员甲"}}, {by: c.Handler, action: "assistance.agree", body: body{"officer": "执法人员甲"}}}
	}},
	{"assistance-custody", "assistance", inspector, body{"title": "委托保管涉案危险废物", "content": body{"purpose": "custody", "facts": "请协助将涉案废电池委托有资质单位保管。", "basis": "公安机关没有贮存条件。"}, "items": []body{{"name": "废铅蓄电池", "quantity": "14吨", "place": "临时仓库"}}}, func(c *Cast) []turn {
		return []turn{c.sends("assistance.request", Environment, nil).as(c.Investigator)}
	}},
	{"interest-lead", "public_interest", handler, body{"title": "河滩垃圾长期无人清理", "content": body{"facts": "河滩堆存生活垃圾约三百立方米，相关单位长期未清理，汛期有入河风险。", "basis": "损害社会公共利益，移送公益诉讼线索。", "place": "资江左岸"}}, func(c *Cast) []turn {
		return []turn{c.sends("public_interest.send", Procuratorate, nil).as(c.Handler)}
	}},
	{"interest-suggestion", "public_interest", procurator, body{"title": "督促履行饮用水水源保护区监管职责", "content": body{"facts": "二级保护区内一处排污口未拆除，多次巡查未见整改。", "basis": "行政诉讼法第二十五条第四款", "disposal": "依法履行监管职责，责令拆除排污口。"}}, func(c *Cast) []turn {
		return []turn{c.sends("public_interest.suggest", Environment, body{"document_no": "赫检行公建〔2026〕2号"}).as(c.Procurator), {by: c.Handler, action: "sign_for", body: body{"officer": "执法人员甲"}}}
	}},
	{"monitoring-received", "monitoring", station, body{"title": "某印染厂总排口化学需氧量超标", "content": body{"pollutant": "化学需氧量日均值 162 mg/L，标准 80 mg/L，超标 1.03 倍", "outlet": "总排口", "act_on": "2026-11-22", "facts": "数据有效，设备运行正常，非停产检修时段。"}}, func(c *Cast) []turn {
		return []turn{c.sends("monitoring.send", Environment, nil).as(c.Station), {by: c.Handler, action: "sign_for", body: body{"officer": "执法人员甲"}}}
	}},
	{"monitoring-sent", "monitoring", station, body{"title": "某食品公司总排口氨氮超标", "content": body{"pollutant": "氨氮日均值 24 mg/L，标准 15 mg/L，超标 0.6 倍", "outlet": "总排口", "act_on": "2026-11-25", "facts": "数据有效，设备运行正常。"}}, func(c *Cast) []turn {
		return []turn{c.sends("monitoring.send", Environment, nil).as(c.Station)}
	}},
	{"findings-received", "findings", handler, body{"title": "交界河段联合检查发现的问题", "content": body{"joint_action": "赫山—南县交界河段联合检查", "found_on": "2026-11-12", "facts": "检查沿线企业六家，发现问题三个。", "measures": "现场要求立即停止排放，限期整改。"}, "parties": []body{{"kind": "enterprise", "name": "某砂石场", "charges": []body{unit("洗砂废水未沉淀外排", ""), unit("物料未覆盖", "")}}, {"kind": "enterprise", "name": "某饲料厂", "charges": []body{unit("危险废物标识不全", "")}}}}, func(c *Cast) []turn {
		return []turn{c.sends("findings.send", Neighbour, nil).as(c.Handler), {by: c.Neighbour, action: "sign_for", body: body{"officer": "执法人员戊"}},
			{by: c.Neighbour, action: "findings.order", body: body{"text": "责令限期整改并报告。", "until": "2026-12-20"}, all: true}}
	}},
	{"findings-sent", "findings", neighbour, body{"title": "南县—赫山交界河段回头看发现的问题", "content": body{"joint_action": "南县—赫山交界河段回头看", "found_on": "2026-11-25", "facts": "回头看沿线企业三家，发现问题一个。", "measures": "现场要求收集初期雨水。"}, "parties": enterprise("某建材堆场", unit("初期雨水未收集处理", ""))}, func(c *Cast) []turn {
		return []turn{c.sends("findings.send", Environment, nil).as(c.Neighbour)}
	}},
	{"emergency-recognised", "emergency", neighbour, body{"title": "南茅运河油船渗漏事件", "content": body{"grade": "IV", "happened": "今日上午", "place": "南茅运河南县段", "source": "巡查发现", "facts": "油船机舱渗漏柴油约五十升，已布设围油栏（演示虚构）。", "measures": "吸油毡回收，下游设监测点。"}}, func(c *Cast) []turn {
		return []turn{{by: c.Neighbour, action: "emergency.recognise"}}
	}},
	{"emergency-reported", "emergency", handler, body{"title": "志溪河槽罐车侧翻废酸入河事件", "content": body{"grade": "IV", "happened": "今日凌晨两时许", "place": "志溪河赫山段", "source": "交警通报", "facts": "槽罐车侧翻，约三吨废酸入河，下游无饮用水取水口（演示虚构）。", "measures": "已筑坝拦截、投加石灰，每两小时监测一次。"}}, func(c *Cast) []turn {
		return []turn{{by: c.Handler, action: "emergency.recognise"}, c.sends("emergency.send", City, nil).as(c.Handler), {by: c.City, action: "sign_for", body: body{"officer": "市局执法人员"}}}
	}},
	{"supervision-listed", "supervision", handler, body{"title": "跨区域非法处置危险废物案提请督办", "content": body{"major": []string{"grave", "many_people"}, "facts": "涉及三县十余人，已查明处置危险废物约四十吨，上下游线索待核。", "basis": "案情重大，跨县办理，提请市局督办。", "place": "资江沿线"}}, func(c *Cast) []turn {
		return []turn{{by: c.Handler, action: "supervision.report"}, {by: c.Head, action: "supervision.approve", fresh: true}, c.sends("supervision.request", City, nil).as(c.Handler),
			{by: c.City, action: "sign_for", body: body{"officer": "市局执法人员"}}, {by: c.CityHead, action: "supervision.list", body: body{"document_no": "益环督〔2026〕4号", "text": "列为市级督办案件，每月报告进展。"}, fresh: true},
			{by: c.Handler, action: "supervision.progress", body: body{"text": "已固定十二名人员的笔录，转移联单比对完成。"}}}
	}},
	{"supervision-reported", "supervision", handler, body{"title": "河道非法采砂破坏生态案提请督办", "content": body{"major": []string{"grave"}, "facts": "夜间采砂船越界作业，河岸坍塌约二百米，多部门管辖。", "basis": "案情重大，提请市局督办。", "place": "资江河段"}}, func(c *Cast) []turn {
		return []turn{{by: c.Handler, action: "supervision.report"}}
	}},
	{"claim-started", "compensation", handler, body{"title": "某洗车场污水外溢损害赔偿", "content": body{"facts": "洗车污水漫流入渠约二十立方米，渠段水质短时超标，已恢复；依据监测报告可以综合认定损害。", "source": "行政处罚案件", "basis": "造成生态环境损害，事实简单、责任无争议，拟以小额快办办理。", "place": "资江支渠", "found_on": "2026-11-02", "act_on": "2026-11-02"}, "parties": enterprise("某洗车场")}, func(c *Cast) []turn {
		return []turn{{by: c.Handler, action: "compensation.report"}, {by: c.Head, action: "compensation.approve", body: body{"text": "同意启动索赔。"}, fresh: true}, c.sends("compensation.notify", Procuratorate, nil).as(c.Handler)}
	}},
	{"claim-performing", "compensation", handler, body{"title": "某砂石场破坏河岸植被损害赔偿", "content": body{"facts": "堆料越界压占河岸林草地约三亩，植被和水土保持功能受损。", "source": "日常监管", "basis": "造成生态环境损害，依法启动索赔。", "place": "资江右岸", "found_on": "2026-10-09", "act_on": "2026-10-08"}, "parties": enterprise("某砂石场")}, func(c *Cast) []turn {
		soon, later := c.now().AddDate(0, 1, 0).Format(time.DateOnly), c.now().AddDate(0, 4, 0).Format(time.DateOnly)
		return []turn{{by: c.Handler, action: "compensation.report"}, {by: c.Head, action: "compensation.approve", fresh: true}, c.sends("compensation.notify", Procuratorate, nil).as(c.Handler), {by: c.Procurator, action: "sign_for", body: body{"officer": "承办检察官"}},
			{by: c.Handler, action: "compensation.assess", body: body{"damage_fen": 8_650_000, "appraisal_fen": 600_000, "method": "experts", "text": "三名专家现场核查，植被恢复和功能损失合计86500元，评估费用6000元。"}},
			{by: c.Handler, action: "compensation.serve_notice", body: body{"until": c.now().Format(time.DateOnly)}},
			{by: c.Handler, action: "compensation.meet", body: body{"text": "义务人对损害事实和数额没有异议，提出分两期缴纳。", "present": []body{{"role": "obligor", "name": "某砂石场"}, {"role": "adviser", "name": "法律顾问"}}}},
			{by: c.Handler, action: "compensation.agree", body: body{"text": "分两期缴入国库，另按方案补种。", "default_told": true, "plan": []body{{"on": soon, "fen": 4_250_000}, {"on": later, "fen": 5_000_000}}}},
			{by: c.Handler, action: "compensation.pay", body: body{"fen": 4_250_000, "manner": "treasury", "document_no": "演缴〔2026〕8号"}},
			{by: c.Handler, action: "compensation.plan_works", body: body{"text": "按专家组审定的修复方案。", "works": []body{{"kind": "in_place", "what": "清除越界堆料、覆土整地", "by": soon}, {"kind": "in_place", "what": "补种林草约三亩并管护", "by": later}}}},
			{by: c.Handler, action: "compensation.apply_confirmation", body: body{"text": "双方共同申请。"}},
			{by: c.Handler, action: "compensation.announce_confirmation", body: body{"text": "法院在官方网站公告协议内容。"}},
			{by: c.Handler, action: "compensation.restore", body: body{"text": "已清除堆料，完成覆土，补种待开春。"}}}
	}},
}
