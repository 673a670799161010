package api

// commonActs are the steps that several kinds share.
var commonActs = []actLine{
	line[PlainAct]("redraft"),
	line[PlainAct]("mark_entered"),
	line[SignForAct]("sign_for"),
	line[AskSupplementAct]("ask_supplement"),
	line[SupplementAct]("supplement"),
	line[ReasonAct]("return"),
	line[ReasonAct]("confirm_return"),
	line[OfficerAct]("reopen"),
	line[PlainAct]("close"),
	line[ReasonAct]("withdraw"),
	line[ReasonAct]("ask_withdrawal"),
	line[PlainAct]("grant_withdrawal"),
	line[ReasonAct]("refuse_withdrawal"),
	line[ReasonAct]("void"),
}

// leadActs are the steps of a lead (线索通报).
var leadActs = []actLine{
	line[SendAct]("lead.send"),
	line[OfficerAct]("lead.assign"),
	line[TextAct]("lead.progress"),
	line[ResultAct]("lead.feedback"),
	line[ForwardAct]("lead.forward"),
}

// detentionActs are the steps of a referral for detention (移送行政拘留).
var detentionActs = []actLine{
	line[PlainAct]("detention.report"),
	line[PlainAct]("detention.approve"),
	line[ReasonAct]("detention.refuse"),
	line[SendAct]("detention.transmit"),
	line[ForwardAct]("detention.forward"),
	line[ExtendAct]("detention.extend"),
	line[ChargesAct]("detention.detain"),
	line[ChargesAct]("detention.not_detain"),
	line[ChargesAct]("detention.copy_decision"),
	line[TextAct]("detention.executed"),
	line[PagesAct]("detention.sign_for_file"),
}

// administrativeActs are the steps between administrative agencies (行政机关之间移送).
var administrativeActs = []actLine{
	line[PlainAct]("administrative.report"),
	line[PlainAct]("administrative.approve"),
	line[ReasonAct]("administrative.refuse"),
	line[SendAct]("administrative.send"),
	line[ExtendAct]("administrative.extend_review"),
	line[PlainAct]("administrative.file"),
	line[ReasonAct]("administrative.not_file"),
	line[TextAct]("administrative.decide"),
	line[TextAct]("administrative.report_result"),
	line[ForwardAct]("administrative.pass_on"),
	line[ReasonAct]("administrative.dispute"),
	line[PlainAct]("administrative.keep"),
	line[PlainAct]("administrative.take_back"),
	line[ForwardAct]("administrative.ask_designation"),
	line[TextAct]("administrative.designate_receiver"),
	line[TextAct]("administrative.designate_sender"),
	line[DesignateAct]("administrative.designate_other"),
}

// reverseActs are the steps of a reverse referral (反向移送).
var reverseActs = []actLine{
	line[PlainAct]("reverse.register"),
	line[SuspendAct]("reverse.suspend_review"),
	line[ReasonAct]("reverse.resume_review"),
	line[TextAct]("reverse.ask_elsewhere"),
	line[TextAct]("reverse.heard_elsewhere"),
	line[ExtendAct]("reverse.extend_review"),
	line[ReasonAct]("reverse.end_review"),
	line[NumberedSendAct]("reverse.issue_opinion"),
	line[CopiedSendAct]("reverse.transfer"),
	line[ExtendAct]("reverse.extend_filing"),
	line[PlainAct]("reverse.file"),
	line[ReasonAct]("reverse.not_file"),
	line[TextAct]("reverse.penalise"),
	line[ReasonAct]("reverse.not_penalise"),
	line[TextAct]("reverse.reply"),
}

// consultationActs are the steps of a consultation and of an early intervention (案件咨询、提前介入).
var consultationActs = []actLine{
	line[SendAct]("consultation.ask"),
	line[TextAct]("consultation.answer"),
	line[TextAct]("consultation.ask_more"),
	line[SendAct]("early_intervention.invite"),
	line[OfficerAct]("early_intervention.accept"),
	line[ReasonAct]("early_intervention.decline"),
	line[TextAct]("early_intervention.advise"),
	line[TextAct]("early_intervention.conclude"),
}

// assistanceActs are the steps of a request for help (协助请求).
var assistanceActs = []actLine{
	line[SendAct]("assistance.request"),
	line[OfficerAct]("assistance.agree"),
	line[ReasonAct]("assistance.decline"),
	line[UntilAct]("assistance.postpone"),
	line[TextAct]("assistance.deliver"),
	line[TextAct]("assistance.ask_more"),
	line[ItemsAct]("assistance.hand_over_items"),
	line[OfficerAct]("assistance.sign_items"),
	line[OfficerAct]("assistance.give_back_items"),
}

// publicInterestActs are the steps in the public interest (公益诉讼线索、检察建议).
var publicInterestActs = []actLine{
	line[SendAct]("public_interest.send"),
	line[NumberAct]("public_interest.open"),
	line[NumberAct]("public_interest.announce"),
	line[ResultAct]("public_interest.report_result"),
	line[NumberedSendAct]("public_interest.suggest"),
	line[TextAct]("public_interest.reply"),
	line[TextAct]("public_interest.find_done"),
	line[ReasonAct]("public_interest.follow_up"),
	line[NumberAct]("public_interest.sue"),
	line[NumberedSendAct]("public_interest.tell_announcement"),
	line[StartAnswerAct]("public_interest.answer_start"),
	line[PlainAct]("public_interest.find_silent"),
	line[CivilSuitAct]("public_interest.sue_civil"),
}

// emergencyActs are the steps of the report of an incident (突发环境事件报告与通报).
var emergencyActs = []actLine{
	line[PlainAct]("emergency.recognise"),
	line[SendAct]("emergency.send"),
	line[SendAct]("emergency.notify"),
	line[TextAct]("emergency.neighbours_told"),
	line[TextAct]("emergency.report_up"),
	line[TextAct]("emergency.instruct"),
	line[TextAct]("emergency.follow_up"),
	line[TextAct]("emergency.outcome"),
}

// findingsActs are the steps of a monitoring report and of findings (超标审核报告、检查发现问题).
var findingsActs = []actLine{
	line[SendAct]("monitoring.send"),
	line[PlainAct]("monitoring.file"),
	line[ReasonAct]("monitoring.not_file"),
	line[TextAct]("monitoring.ask_data"),
	line[ResultAct]("monitoring.report_result"),
	line[SendAct]("findings.send"),
	line[RectifyAct]("findings.order"),
	line[ChargesAct]("findings.rectified"),
	line[ChargesAct]("findings.confirm"),
	line[ChargesAct]("findings.reopen"),
}

// supervisionActs are the steps of listed supervision (提请督办).
var supervisionActs = []actLine{
	line[PlainAct]("supervision.report"),
	line[PlainAct]("supervision.approve"),
	line[ReasonAct]("supervision.refuse"),
	line[SendAct]("supervision.request"),
	line[TextAct]("supervision.list"),
	line[ReasonAct]("supervision.decline"),
	line[TextAct]("supervision.progress"),
	line[TextAct]("supervision.urge"),
	line[ExtendAct]("supervision.extend"),
	line[TextAct]("supervision.ask_release"),
	line[NumberAct]("supervision.release"),
}

// compensationActs are the steps of a claim for ecological damage (生态环境损害赔偿).
var compensationActs = []actLine{
	line[ProposeAct]("compensation.report"),
	line[PlainAct]("compensation.begin_check"),
	line[CheckAct]("compensation.check"),
	line[TextAct]("compensation.answer_lead"),
	line[PlainAct]("compensation.approve"),
	line[GroundAct]("compensation.refuse"),
	line[SendAct]("compensation.notify"),
	line[TextAct]("compensation.investigate"),
	line[TextAct]("compensation.reply"),
	line[CommissionAct]("compensation.commission"),
	line[AssessAct]("compensation.assess"),
	line[NoticeAct]("compensation.serve_notice"),
	line[SettleAct]("compensation.settle"),
	line[MeetAct]("compensation.meet"),
	line[AgreeAct]("compensation.agree"),
	line[FailAct]("compensation.fail"),
	line[ReasonAct]("compensation.consult_again"),
	line[MajorAct]("compensation.register_major"),
	line[TextAct]("compensation.report_major"),
	line[PlainAct]("compensation.apply_confirmation"),
	line[TextAct]("compensation.announce_confirmation"),
	line[NumberAct]("compensation.confirm"),
	line[RefusedByCourtAct]("compensation.refuse_confirmation"),
	line[PayAct]("compensation.pay"),
	line[WorksAct]("compensation.plan_works"),
	line[RestoreAct]("compensation.restore"),
	line[AcceptWorkAct]("compensation.accept_work"),
	line[WorkAct]("compensation.return_work"),
	line[WorkAct]("compensation.waive_work"),
	line[EvaluateAct]("compensation.evaluate"),
	line[ReasonAct]("compensation.exempt_evaluation"),
	line[TextAct]("compensation.perform"),
	line[GoToCourtAct]("compensation.enforce"),
	line[GoToCourtAct]("compensation.sue"),
	line[JudgeAct]("compensation.judge"),
	line[SuitOverAct]("compensation.suit_over"),
	line[GroundAct]("compensation.end"),
}

// jointActionActs are the steps of a joint action across hubs (跨枢纽联合执法行动).
var jointActionActs = []actLine{
	line[SendAct]("joint_action.offer"),
	line[OfficerAct]("joint_action.join"),
	line[ReasonAct]("joint_action.decline"),
	line[MembersAct]("joint_action.members"),
	line[VisitAct]("joint_action.arrange"),
	line[VisitOffAct]("joint_action.call_off"),
	line[VisitReportAct]("joint_action.found"),
	line[VisitHandedAct]("joint_action.hand_over"),
	line[TextAct]("joint_action.finish"),
}

// meetingInvitationActs are the steps of an invitation to a joint meeting (跨枢纽联席会议).
var meetingInvitationActs = []actLine{
	line[SendAct]("meeting_invitation.send"),
	line[OfficerAct]("meeting_invitation.attend"),
	line[ReasonAct]("meeting_invitation.decline"),
	line[TextAct]("meeting_invitation.change"),
	line[TextAct]("meeting_invitation.papers"),
	line[PromiseAct]("meeting_invitation.resolve"),
	line[MinutesAct]("meeting_invitation.minutes"),
	line[SignMinutesAct]("meeting_invitation.countersign"),
	line[ReasonAct]("meeting_invitation.object"),
	line[LineReportAct]("meeting_invitation.done"),
	line[LineAct]("meeting_invitation.accept"),
	line[LineReasonAct]("meeting_invitation.send_back"),
	line[LinePutOffAct]("meeting_invitation.put_off"),
	line[LineReasonAct]("meeting_invitation.drop"),
}
