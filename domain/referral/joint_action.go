package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// jointAction is an inspection that an organ makes together with one of another hub
// (联合执法行动；法典第五十条、第二十一条，长江保护法第八十条). The organ that leads offers
// its plan, the other joins or declines; each names its own members, either arranges
// visits and says what was found. What was found goes to the organ of the place as
// findings (问题移交属地), a referral of its own.
var jointAction = Procedure{
	Kind: JointAction, Title: fault.T("联合执法行动（跨枢纽）", "Joint action across hubs"),
	About:   fault.T("与其他枢纽的机关共同检查：商请参加、混合编组、安排检查、报告结果，次数、家次、问题数两边一致", "Inspects together with an organ of another hub: plan, mixed teams, visits, results; both sides count the same"),
	Senders: administrativeSectors, Receivers: administrativeSectors, Turn: usualTurns(map[State]Party{Handling: Sender}), Form: jointActionForm, Checklist: attachments("检查方案、编组名单等", "Plan, list of members and the like"),
	Steps: concat([]Step{
		with(sending("joint_action.offer", fault.T("商请参加", "Offer the plan"), "xpr_joint_enforcement_power", []State{Draft, Returned}, filledIn(jointActionForm), betweenHubs), func(s *Step) {
			s.Starts = []Start{{Rule: "joint_action_reply", Owes: Receiver}}
		}),
		with(signing("xpr_coordination_mechanism"), func(s *Step) { s.Custody = CustodyStays }), // it stays the action of who leads it
		{
			Action: "joint_action.join", Title: fault.T("同意参加", "Join"), Rule: "xpr_coordination_mechanism", By: byReceiver, From: []State{Sent, Received}, To: Handling, Needs: []Need{NeedOfficer},
			Meets: []string{"joint_action_reply"}, Tells: []Party{Sender}, Receipt: "decided",
		},
		{
			Action: "joint_action.decline", Aside: true, Title: fault.T("函告不参加", "Decline"), Rule: "xpr_coordination_mechanism", By: byReceiver, From: []State{Sent, Received}, To: Answered, Needs: []Need{NeedReason},
			Meets: []string{"joint_action_reply"}, Tells: []Party{Sender}, Receipt: "decided",
		},
		{
			Action: "joint_action.members", Title: fault.T("登记参加人员（混合编组）", "Name the members"), Rule: "insp_two_officers", By: bothSides, From: []State{Handling}, Needs: []Need{NeedMembers}, Guard: wellNamed,
			Tells: bothSides, Effect: membersNamed,
		},
		{
			Action: "joint_action.arrange", Title: fault.T("安排检查", "Arrange a visit"), Rule: "xpr_joint_enforcement_power", By: bothSides, From: []State{Handling}, Needs: []Need{NeedVisit}, Guard: all(hasMembers, wellArranged),
			Tells: bothSides, Effect: visitArranged,
		},
		{
			Action: "joint_action.call_off", Aside: true, Title: fault.T("取消检查", "Call a visit off"), Rule: "xpr_joint_enforcement_power", By: bothSides, From: []State{Handling}, Needs: []Need{NeedVisit, NeedReason}, Guard: ownVisit(VisitArranged, nil),
			Tells: bothSides, Effect: visitMoved(func(v *JointVisit, _ JointVisit) { v.State = VisitCalledOff }),
		},
		{
			Action: "joint_action.found", Title: fault.T("报告检查结果", "Report a visit"), Rule: "xpr_joint_enforcement_power", By: bothSides, From: []State{Handling}, Needs: []Need{NeedVisit}, Guard: ownVisit(VisitArranged, visitHappened),
			Tells: bothSides, Effect: visitMoved(func(v *JointVisit, in JointVisit) {
				v.State, v.Problems = VisitDone, in.Problems
				if in.Name != "" { // sealed before its day
					v.Name, v.Code = in.Name, in.Code
				}
			}),
		},
		{
			Action: "joint_action.hand_over", Title: fault.T("记录问题已移交属地", "Record what was handed over"), Rule: "xpr_findings_handover", By: bothSides, From: []State{Handling, Answered}, Needs: []Need{NeedVisit}, Guard: ownVisit(VisitDone, notMoreThanFound),
			Tells: bothSides, Effect: visitMoved(func(v *JointVisit, in JointVisit) { v.Handed += in.Handed }),
		},
		{
			Action: "joint_action.finish", Title: fault.T("结束行动", "End the action"), Rule: "xpr_joint_enforcement_power", By: bySender, From: []State{Handling}, To: Answered, Needs: []Need{NeedText}, Guard: all(noVisitOpen), Tells: []Party{Receiver},
		},
		returning("xpr_coordination_mechanism", fault.T("退回（商请对象有误）", "Return: wrong addressee")),
	}, changed(changed(endings(Answered), "ask_withdrawal", func(s *Step) { s.From = []State{Received} }), "grant_withdrawal", func(s *Step) { s.From = []State{Received} })),
}

// bothSides: either organ may do it.
var bothSides = []Party{Sender, Receiver}

var jointActionForm = []Field{
	{Name: "joint_action", Kind: FieldLine, Label: fault.T("行动名称", "Name of the action"), Required: true}, {Name: "from_on", Kind: FieldDay, Label: fault.T("开始日期", "First day"), Required: true},
	{Name: "to_on", Kind: FieldDay, Label: fault.T("结束日期", "Last day"), Required: true}, facts("检查范围、对象和内容", "Scope, enterprises and what is checked"),
	{Name: "basis", Kind: FieldText, Label: fault.T("依据（联防联控机制、协议）", "Basis: mechanism or agreement")}, fieldPlace, fieldReplyBy, fieldOfficer, fieldPhone,
}
