package documents_test

import (
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
)

func day(s string) civil.Date {
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, civil.Office)
	if err != nil {
		panic(err)
	}
	return t
}

var (
	bureau     = documents.Organ{Name: "云岭市生态环境局溪山分局", Address: "云岭市溪山区环保路1号", Phone: "000-00000001"}
	police     = documents.Organ{Name: "云岭市公安局溪山分局", Address: "云岭市溪山区公安路2号", Phone: "000-00000002"}
	procurator = documents.Organ{Name: "云岭市溪山区人民检察院"}

	transferRule = documents.Basis{Document: "行政执法机关移送涉嫌犯罪案件的规定", Number: "国务院令第310号", Article: "第五条第二款"}
	linkageRule  = documents.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第六条"}
	crimeRule    = documents.Basis{Document: "最高人民法院、最高人民检察院关于办理环境污染刑事案件适用法律若干问题的解释", Number: "法释〔2023〕7号", Article: "第一条第三项"}
	evidenceLaw  = documents.Basis{Document: "中华人民共和国刑事诉讼法", Article: "第五十四条第二款"}
)

// goldWashing follows a published case (illegal gold washing with mercury,
// 2024): its measured values and days are real, every name and number is made up.
func goldWashing() documents.Case {
	return documents.Case{
		Synthetic: true,
		Number:    "XJ-2024-000017",
		Title:     "执法对象甲涉嫌污染环境案",
		Cause:     "擅自洗金，含汞含砷废水未经处理直接排放",
		Link:      "https://hub.example.org/r/01920f3a-7c00-7000-8000-000000000017",
		Sender:    bureau,
		Receiver:  police,
		Copied:    []documents.Organ{procurator},
		Source:    "群众举报",
		FoundOn:   day("2024-08-30"),
		FiledOn:   day("2024-09-02"),
		FilingRef: documents.PaperRef{Title: "行政处罚立案审批表", Number: "云环溪立〔2024〕31号", Date: day("2024-09-02")},
		Handlers: []documents.Person{
			{Name: "执法人员甲", Unit: "生态环境保护综合行政执法大队", Certificate: "DEMO-0001", Phone: "000-00000011"},
			{Name: "执法人员乙", Unit: "生态环境保护综合行政执法大队", Certificate: "DEMO-0002", Phone: "000-00000012"},
		},
		Parties: []documents.Party{
			{Name: "执法对象甲", Sex: "男", Born: day("1970-01-01"), IDLabel: "公民身份号码", ID: "000000********0000", Address: "云岭市溪山区某镇某村"},
			{Name: "演示洗金作坊", Enterprise: true, IDLabel: "统一社会信用代码", ID: "92000000DEMO000000", Representative: "执法对象甲", Address: "云岭市溪山区某镇某村民房", Note: "未取得排污许可"},
			{Note: "在逃的投资人"},
		},
		Charges: []documents.Charge{
			{Party: "执法对象甲", Offence: "污染环境罪", Article: "《中华人民共和国刑法》第三百三十八条"},
			{Party: "演示洗金作坊", Offence: "污染环境罪", Article: "《中华人民共和国刑法》第三百三十八条、第三百四十六条"},
		},
		Facts: "2024年8月30日，本机关接到群众举报，称某镇一处民房内有人洗金。执法人员当日赶赴现场，发现该民房内设有洗金设备，作业正在进行，使用汞提取黄金，产生的废水未经任何处理经沟渠流入屋后水塘。\n" +
			"执法人员当场责令停止作业，制作现场检查（勘察）笔录和调查询问笔录，并对水塘排口、沟渠的土壤和沉积物采样。监测结果显示：水塘排口处土壤总汞9.56 mg/kg，超标2.983倍；排口处总砷3180 mg/kg，超标126.2倍；入塘沟渠总砷91.5 mg/kg，超标2.66倍。",
		Process:     "2024年8月30日10时20分接报，11时05分到达现场并表明身份，查获洗金设备3台、汞2.4 kg。",
		Evidence:    "现场检查（勘察）笔录、调查询问笔录、现场照片和录音录像、监测报告、查封决定书及清单。",
		Grounds:     "上述行为排放含汞、砷的有毒物质严重污染环境，涉嫌构成犯罪，依法应当移送公安机关追究刑事责任。",
		Measures:    "2024年8月30日查封洗金设备3台、汞2.4 kg（云环溪封〔2024〕8号）。",
		PenaltyNote: "移送前未作出行政处罚决定。",
		Basis:       []documents.Basis{transferRule, linkageRule},
		Thresholds: []documents.Threshold{
			{Standard: "排放含汞、砷污染物超过标准三倍以上", Found: "排口处总砷3180 mg/kg，超标126.2倍", Met: "达到", Basis: crimeRule},
			{Standard: "排放含汞、砷污染物超过标准三倍以上", Found: "排口处总汞9.56 mg/kg，超标2.983倍", Met: "接近，以总砷为准", Basis: crimeRule},
		},
		Proofs:    proofs(),
		Materials: materials(),
		Items:     items(),
		Opinions: []documents.Opinion{
			{Label: "承办人意见", Text: "事实清楚，证据确凿，建议移送公安机关。", Person: "执法人员甲", On: day("2024-09-18")},
			{Label: "执法机构意见", Text: "同意移送。", Person: "执法机构负责人", On: day("2024-09-18")},
			{Label: "法制机构意见", Text: "主体适格、程序合法，有证据证明有涉嫌犯罪的事实，同意移送。", Person: "法制审核人员", On: day("2024-09-19")},
			{Label: "主要负责人意见", Text: "批准移送。", Person: "局长", On: day("2024-09-20")},
		},
		Duties:     duties(),
		ReportedAt: at("2024-09-19 16:10"),
		DecideBy:   documents.Deadline{Due: at("2024-09-23 23:59"), Limit: "3日", Basis: transferRule},
		TransmitBy: documents.Deadline{Due: at("2024-09-21 09:30"), Hours: true, Limit: "（批准后24小时内）", Basis: linkageRule},
		Paper: documents.Paper{
			Number: "云环溪移〔2024〕5号", Date: day("2024-09-20"),
			Contact: documents.Person{Name: "执法人员甲", Phone: "000-00000011"},
		},
		Transfer:   documents.PaperRef{Number: "云环溪移﹝2024﹞5 号", Date: day("2024-09-20")},
		Acceptance: documents.Acceptance{PaperRef: documents.PaperRef{Number: "云公溪（环）受〔2024〕9号", Date: day("2024-09-21")}, At: at("2024-09-21 09:12"), By: documents.Person{Name: "接案民警甲", Phone: "000-00000021"}, Pages: 118},
		Supplement: documents.Supplement{
			Missing: []string{"现场录音录像的制作说明（拍摄人、拍摄时间、拍摄地点）", "监测机构资质认定证书复印件"},
			By:      documents.Deadline{Due: at("2024-09-25 23:59"), Limit: "3日", Basis: documents.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第八条"}},
		},
		Filing: documents.Filing{
			PaperRef:   documents.PaperRef{Number: "云公溪（环）不立〔2024〕2号", Date: day("2024-09-27"), Received: day("2024-09-29")},
			CaseNumber: "A0000000000000202409001", Reasons: "现有证据不能证明涉案废水由执法对象甲排放。", Unit: "环境和食品药品犯罪侦查大队",
			Remedies: []documents.Basis{
				{Document: "行政执法机关移送涉嫌犯罪案件的规定", Number: "国务院令第310号", Article: "第九条", Text: "自收到本通知书之日起三个工作日内向本机关申请复议"},
				{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第十二条", Text: "建议人民检察院进行立案监督"},
			},
		},
		Reconsideration: documents.Reconsideration{
			Reasons:  "现场检查笔录、执法对象甲的询问笔录和现场录像相互印证，足以证明废水由其作坊产生并直接排入水塘；监测结果达到追诉标准。",
			NewProof: []string{"作坊用水用电记录", "沟渠走向勘验图"},
			DecideBy: documents.Deadline{Due: at("2024-10-10 23:59"), Basis: documents.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第十一条"}},
		},
		Supervision: documents.Supervision{
			Ground: documents.Refused, Procurator: procurator,
			Reasons: "不予立案的理由与在案证据不符。现场检查笔录、询问笔录、录像和监测报告能够相互印证。",
			Annexes: []string{"涉嫌犯罪案件移送书及案件材料", "不予立案通知书", "复议申请书和复议决定书"},
		},
		Service: documents.Service{
			Recipient: police.Name, Place: police.Name + "接案室", Way: "直接送达",
			Papers:     []documents.PaperRef{{Title: "涉嫌犯罪案件移送书", Number: "云环溪移〔2024〕5号", Copies: 1}, {Title: "移送材料清单", Copies: 1}},
			ServedBy:   []documents.Person{{Name: "执法人员甲", Certificate: "DEMO-0001"}, {Name: "执法人员乙", Certificate: "DEMO-0002"}},
			ReceivedBy: "接案民警甲", At: at("2024-09-21 09:12"),
		},
		Handover: documents.Handover{At: at("2024-10-11 10:00"), Place: police.Name, Note: "保管费用自交接之日起由接收机关承担。"},
		Period:   documents.Period{From: day("2024-08-30"), To: day("2024-10-11")},
		Delay: documents.Delay{
			Lines: []documents.DelayLine{{
				Duty: "作出立案或者不予立案的决定", By: police.Name, Basis: documents.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第九条"},
				Due: documents.Deadline{Due: at("2024-09-24 23:59"), Limit: "三日"}, Days: 12, Steps: []string{"2024年9月21日接受，次日起算", "第三日为2024年9月24日", "该日为工作日，不顺延"},
			}},
			Told:  []documents.Told{{At: at("2024-09-21 09:12"), To: police.Name, Way: "电子邮件", What: "移送公安机关", Proof: "SMTP 250"}},
			Asked: []documents.Told{{At: at("2024-09-28 10:00"), To: police.Name, Way: "电话记录", What: "接案民警答复正在审查"}},
		},
		Reviews: []documents.Review{{Title: "移送条件和材料（法定）", Lines: []documents.ReviewLine{
			{Asked: "案件调查报告", Result: "具备", Note: "已列入材料清单：案件调查报告", Basis: []documents.Basis{linkageRule}},
			{Asked: "有合法证据证明有涉嫌犯罪的事实发生", Result: "具备", Note: "人工判断", Remark: "监测报告、笔录和录像相互印证。", Basis: []documents.Basis{linkageRule}},
			{Asked: "现场照片或者录音录像及清单", Points: 12, Result: "缺", Note: "材料清单里没有", Todo: "上传；没有的在材料一步注明"},
		}}},
	}
}

// sampleFor fills in the paper that is made, as a caller does.
func sampleFor(kind documents.Kind) documents.Case {
	c := goldWashing()
	info, _ := documents.InfoOf(kind)
	if len(info.For) > 0 && !info.Suits("criminal") { // a paper of the other kinds: the words of a draft's form
		c.CaseKind, c.Third = info.For[0], documents.Organ{Name: "云岭市生态环境局"}
		c.Said = []documents.Said{{Label: "主要事实", Text: "巡查发现该单位锅炉未建污染防治设施，直排烟气。"}, {Label: "移送理由和依据", Text: "属于贵单位职责，依法移送。"}}
		c.Answer = documents.Said{Label: "答复", Text: "经核查，该单位已停用锅炉并改用管道天然气，不予处罚。"}
		c.Copied, c.Opinions = nil, c.Opinions[3:]
	}
	if info.For != nil && info.For[0] == "compensation" {
		claimed(&c)
	}
	switch kind {
	case documents.FailureStatement:
		c.Claim.AgreedOn, c.Claim.FailedOn, c.Claim.Meetings = civil.Date{}, day("2023-11-20"), []civil.Date{day("2023-10-30"), day("2023-11-14")}
		c.Claim.RepliedOn, c.Claim.Reply = day("2023-10-25"), "愿意参加磋商，但对期限有异议"
		c.Claim.Ground, c.Claim.Failure = "经磋商仍不能达成一致", "义务人对履行期限不同意，要求延长三年。"
	case documents.MeetingNotice, documents.MeetingMinutes, documents.MeetingUrging, documents.MeetingSheet, documents.MeetingBulletin:
		return meetingPaper(kind)
	case documents.AcceptanceReceipt:
		c.Paper = documents.Paper{Number: "云公溪（环）受〔2024〕9号", Date: day("2024-09-21"), Deadline: documents.Deadline{Due: at("2024-09-24 23:59"), Basis: documents.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第九条"}}}
		c.Basis = nil
	case documents.SupplementNotice:
		c.Paper = documents.Paper{Number: "云公溪（环）补〔2024〕3号", Date: day("2024-09-22"), Contact: c.Acceptance.By}
		c.Basis = nil
	case documents.FilingDecisionNotice:
		c.Paper = documents.Paper{Number: "云公溪（环）立〔2024〕7号", Date: day("2024-09-24")}
		c.Filing.PaperRef = documents.PaperRef{Number: c.Paper.Number, Date: c.Paper.Date}
		for i := range c.Charges {
			c.Charges[i].Decision, c.Charges[i].Decided = "立案", day("2024-09-24")
		}
		c.Basis = nil
	case documents.NoFilingNotice:
		c.Paper = documents.Paper{Number: c.Filing.Number, Date: c.Filing.Date}
		c.Charges[0].Decision, c.Charges[0].Reasons = "不予立案", "证据不足"
		c.Charges[1].Decision, c.Charges[1].Reasons = "不予立案", "同上"
		c.Basis = nil
	case documents.PartyNotice:
		c.Paper.Number, c.Paper.ToParty = "云环溪告〔2024〕14号", c.Parties[0]
		c.Basis = nil
	case documents.ItemsHandover:
		c.Paper.Number, c.Paper.Date = "云环溪交〔2024〕3号", day("2024-10-11")
		c.Filing.PaperRef = documents.PaperRef{Number: "云公溪（环）立〔2024〕7号", Date: day("2024-10-08")}
		c.Paper.Deadline = documents.Deadline{Due: at("2024-10-11 23:59"), Basis: documents.Basis{Document: "行政执法机关移送涉嫌犯罪案件的规定", Number: "国务院令第310号", Article: "第十二条"}}
		c.Basis = nil
	case documents.ReconsiderationRequest:
		c.Paper.Number, c.Paper.Date = "云环溪函〔2024〕40号", day("2024-09-30")
		c.Basis = nil
	case documents.UrgingLetter:
		c.Paper.Issuer, c.Paper.To = bureau, police
		c.Paper.Deadline = documents.Deadline{Due: at("2024-09-13 23:59"), Basis: documents.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第九条"}}
		c.Urging = documents.Urging{Duty: "作出立案或者不予立案的决定", Days: 12, Decided: day("2024-09-12"), Text: "本案涉案物品需要尽快处置。", Annexes: []string{"期限计算说明", "电话记录1份"}}
	case documents.SupervisionSuggestion:
		c.Paper.Number, c.Paper.Date = "云环溪函〔2024〕43号", day("2024-10-12")
		c.Reconsideration.PaperRef = documents.PaperRef{Title: "复议决定书", Number: "云公溪复〔2024〕1号", Date: day("2024-10-09")}
		c.Reconsideration.Result = "维持原决定"
		c.Basis = nil
	case documents.ServiceReceipt, documents.IntakeSheet, documents.EvidenceConversion, documents.DutyRecord, documents.PrecheckSheet, documents.AgreementSheet, documents.DelayProof:
		c.Paper.Number = ""
	}
	return c
}

func materials() []documents.Material {
	return []documents.Material{
		{Group: "案件调查报告", Name: "案件调查报告", Copies: 1, Pages: 8, Original: true, By: bureau.Name},
		{Group: "现场检查（勘察）笔录", Name: "现场检查（勘察）笔录及现场勘验图", Copies: 2, Pages: 9, Original: true, By: bureau.Name},
		{Group: "调查询问笔录", Name: "执法对象甲调查询问笔录", Copies: 2, Pages: 14, Original: true, By: bureau.Name},
		{Group: "采样记录单", Name: "土壤、沉积物采样记录单", Copies: 3, Pages: 3, By: "云岭市生态环境监测站", Where: "云岭市生态环境监测站"},
		{Group: "涉案物品清单", Name: "涉案物品清单及查封决定书", Copies: 1, Pages: 4, Original: true, By: bureau.Name},
		{Group: "现场照片或录音录像及清单", Name: "现场照片、录音录像光盘及清单", Copies: 1, Pages: 12, Original: true, By: bureau.Name, Note: "含光盘1张"},
		{Group: "监测、检验报告", Name: "监测报告（云监字2024-118）", Copies: 1, Pages: 68, By: "云岭市生态环境监测站", Where: "云岭市生态环境监测站"},
	}
}

func items() []documents.Item {
	return []documents.Item{
		{Name: "洗金设备", Quantity: "3台", Features: "手选台，铁质，锈蚀", Place: "涉案民房", State: documents.Kept, Seal: "DEMO-F-01至03", Keeper: "某镇人民政府", CostFen: 5000, Payer: "移送机关垫付", Measure: "查封"},
		{Name: "汞", Quantity: "2.4 kg", Features: "玻璃瓶装2瓶", Place: "本机关涉案物品库", State: documents.Moved, Seal: "DEMO-F-04", Measure: "扣押"},
		{Name: "含汞废渣", Quantity: "1.8吨", Features: "灰黑色泥状", State: documents.Disposed, Disposal: documents.Disposal{
			On: day("2024-09-05"), By: "演示危险废物处置有限公司", Way: "委托有资质单位处置", Reason: "暴雨预警，有扩散危险",
			Proofs: []string{"样品2份", "现场照片", "过磅单", "转移联单", "处置合同", "发票"}}},
	}
}

func proofs() []documents.Proof {
	review := documents.Basis{Document: "公安机关办理刑事案件程序规定", Article: "第六十三条"}
	report := documents.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第二十条"}
	return []documents.Proof{
		{Name: "现场照片、录音录像", Kind: "视听资料", TakenBy: bureau.Name, TakenOn: day("2024-08-30"), Shows: "作业现场和废水去向", Use: documents.Usable, Basis: []documents.Basis{evidenceLaw}},
		{Name: "查封的汞2.4 kg", Kind: "物证", TakenBy: bureau.Name, TakenOn: day("2024-08-30"), Shows: "使用汞洗金", Use: documents.Usable, Basis: []documents.Basis{evidenceLaw}},
		{Name: "现场检查（勘察）笔录", Kind: "勘验、检查笔录", TakenBy: bureau.Name, TakenOn: day("2024-08-30"), Use: documents.AfterReview, Basis: []documents.Basis{review}},
		{Name: "监测报告", Kind: "监测报告", TakenBy: "云岭市生态环境监测站", TakenOn: day("2024-09-10"), Shows: "超标倍数", Use: documents.AfterReview, Basis: []documents.Basis{report, evidenceLaw}},
		{Name: "执法对象甲询问笔录", Kind: "言词证据", TakenBy: bureau.Name, TakenOn: day("2024-08-30"), Use: documents.TakenAnew, Note: "由侦查机关重新讯问"},
		{Name: "举报电话记录", Kind: "其他"},
	}
}

func duties() []documents.Duty {
	return []documents.Duty{
		{Asked: "决定是否批准移送", By: "主要负责人", Basis: transferRule, From: at("2024-09-19 16:10"), Due: documents.Deadline{Due: at("2024-09-23 23:59"), Limit: "3日"}, Done: at("2024-09-20 09:30"), Proof: "移送审批表", Result: "按期"},
		{Asked: "向同级公安机关移交案件材料，抄送检察机关", By: bureau.Name, Basis: linkageRule, Due: documents.Deadline{Due: at("2024-09-21 09:30"), Hours: true, Limit: "24小时"}, Done: at("2024-09-21 09:12"), Proof: "云公溪（环）受〔2024〕9号回执", Result: "按期"},
		{Asked: "发现明显涉嫌犯罪的及时通报公安机关", By: bureau.Name, Basis: documents.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第二十六条"}, Done: at("2024-08-30 14:00"), Proof: "通报记录", Result: "当日"},
		{Asked: "补正材料", By: bureau.Name, Basis: documents.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第八条"}, Due: documents.Deadline{Due: at("2024-09-25 23:59"), Limit: "3日"}, Proof: "", Result: "办理中"},
	}
}

// long has texts and lists that go over several pages.
func long() documents.Case {
	c := goldWashing()
	c.Facts = strings.Repeat(c.Facts+"\n", 12)
	for i := range 60 {
		m := materials()[i%7]
		c.Materials = append(c.Materials, m)
	}
	return c
}

// claimed makes a claim for damage of a case: the sums of a published one (forest land
// destroyed by quarrying, 2023), names and shares made up.
func claimed(c *documents.Case) {
	c.Title, c.Parties = "演示采石场毁坏林地案", c.Parties[:2]
	c.Facts, c.Said, c.Third = "采石毁坏林地0.4311公顷，森林植被和服务功能受损。", nil, documents.Organ{}
	c.Basis = []documents.Basis{{Document: "中华人民共和国民法典", Article: "第一千二百三十四条"}}
	c.Paper = documents.Paper{Number: "云环溪赔〔2023〕1号", Date: day("2023-10-30")}
	c.Claim = documents.Claim{
		DamageFen: 3_309_000, AppraisalFen: 1_500_000, TotalFen: 4_809_000, Method: "鉴定评估", Assessment: "森林服务功能损失和恢复费用合计33090元",
		Minutes: "义务人对损害事实和评估数额没有异议，愿意购买等值林业碳汇替代修复。", Agreement: "购买等值林业碳汇替代修复，另行支付鉴定评估费用", AnswerBy: day("2023-10-26"),
		Present: []documents.Attendant{{Role: "赔偿义务人", Name: "执法对象甲"}, {Role: "检察机关", Name: "云岭市溪山区人民检察院"}},
		Shares:  []documents.ClaimShare{{Party: "执法对象甲", Fen: 1_809_000, PaidFen: 1_500_000}, {Party: "演示洗金作坊", Fen: 3_000_000}},
		Plan:    []documents.Instalment{{On: day("2023-11-09"), Party: "执法对象甲", Fen: 1_809_000}, {On: day("2023-12-09"), Party: "演示洗金作坊", Fen: 3_000_000}},
		Works:   []documents.Work{{What: "购买等值林业碳汇", Kind: "替代修复", Party: "演示洗金作坊", By: day("2023-12-09"), Fen: 1_500_000}, {What: "采石面复绿，补植乡土树种", Kind: "原地修复", Party: "执法对象甲", By: day("2024-04-30")}},
		Payments: []documents.Payment{
			{On: day("2023-11-09"), Party: "执法对象甲", Fen: 1_500_000, Manner: "支付评估、应急费用", Number: "演缴〔2023〕1号"},
		},
		PaidFen: 1_500_000, OpenFen: 3_309_000, Warned: true,
		StartedOn: day("2023-10-16"), AssessedOn: day("2023-10-20"), ServedOn: day("2023-10-20"), MetOn: day("2023-10-30"), AgreedOn: day("2023-10-30"),
		Restored: []documents.Restored{{On: day("2023-11-09"), Text: "购买等值林业碳汇"}},
		Lightens: []documents.Basis{{Document: "中华人民共和国行政处罚法", Article: "第三十二条"}},
	}
}
