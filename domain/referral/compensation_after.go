package referral

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// agreed are the states in which something is performed: under the agreement, and while
// a suit about it goes on.
var agreed = []State{Decided, Answered}

// confirmationClocks end with the agreement that they belong to.
var confirmationClocks = []string{"dmg_judicial_confirm_apply_30", "dmg_court_announcement"}

// majorCase is the register of major cases (重大案件台账；环法规〔2025〕6号第十条): the class,
// the schedule, and that it was reported. It changes no state.
var majorCase = []Step{
	{
		Action: "compensation.register_major", Aside: true, Title: fault.T("列入重大案件台账", "Register as a major case"), Rule: "dmg_major_case_register", By: bySender, From: claimOpen,
		Needs: []Need{NeedMajor, NeedUntil, NeedText}, Guard: all(knownClass), Effect: registeredMajor,
	},
	{
		Action: "compensation.report_major", Aside: true, Title: fault.T("报送重大案件", "Report the major case"), Rule: "dmg_major_case_register", By: bySender, From: claimOpen,
		Needs: []Need{NeedDocumentNo, NeedText}, Guard: all(isMajor), Effect: func(f Flags, _ Deed) Flags { f.Claim.MajorTold++; return f },
	},
}

// confirmation is what the court does with an agreement, if the parties ask for it
// (司法确认；司法解释第二十条): it announces the agreement, and then confirms it or not.
var confirmation = []Step{
	{
		Action: "compensation.apply_confirmation", Title: fault.T("申请司法确认", "Apply for confirmation"), Rule: "dmg_judicial_confirm_apply", By: bySender, From: []State{Decided},
		Guard: all(unconfirmed, notApplied), Tells: []Party{Receiver}, Settles: []string{"dmg_judicial_confirm_apply_30"}, Effect: func(f Flags, _ Deed) Flags { f.Claim.Applied = true; return f },
	},
	{
		Action: "compensation.announce_confirmation", Title: fault.T("记录法院公告协议", "Record the court's announcement"), Rule: "dmg_court_announcement", By: bySender, From: []State{Decided},
		Needs: []Need{NeedText}, Guard: all(unconfirmed, applied, notAnnounced), Starts: []Start{{Rule: "dmg_court_announcement", Owes: Sender, Option: true}}, // the court announces: nobody here owes it
		Effect: func(f Flags, _ Deed) Flags { f.Claim.Announced = true; return f },
	},
	{
		Action: "compensation.confirm", Title: fault.T("记录司法确认", "Record the court's confirmation"), Rule: "dmg_judicial_confirm_apply", By: bySender, From: []State{Decided},
		Needs: []Need{NeedDocumentNo}, Guard: all(unconfirmed, announcementOver), Tells: []Party{Receiver}, Settles: confirmationClocks,
		Effect: func(f Flags, _ Deed) Flags { f.Claim.Confirmed = true; return f },
	},
	{
		Action: "compensation.refuse_confirmation", Aside: true, Title: fault.T("记录法院不予确认", "Record that the court does not confirm"), Rule: "dmg_judicial_confirm_apply", By: bySender, From: []State{Decided},
		Needs: []Need{NeedDocumentNo, NeedReason}, Guard: all(unconfirmed, applied), Tells: []Party{Receiver}, Cancels: confirmationClocks,
		Effect: func(f Flags, _ Deed) Flags { f.Claim.Applied, f.Claim.Announced = false, false; return f },
	},
}

// performance follows the agreement: payments, works and their acceptance, whether the
// restoration had its effect. It ends only when money and works are what was owed, or
// when the head has recorded why they need not be.
var performance = []Step{
	{
		Action: "compensation.pay", Title: fault.T("记录缴款或者替代修复", "Record a payment or substitute restoration"), Rule: "dmg_payment_record", By: bySender, From: agreed,
		Needs: []Need{NeedFen, NeedManner}, Guard: all(underAgreement, owesMore, wellPaid), Tells: []Party{Receiver}, Effect: performed,
	},
	{
		Action: "compensation.plan_works", Aside: true, Title: fault.T("确定修复节点", "Set works of restoration"), Rule: "dmg_restoration", By: bySender, From: []State{Decided},
		Needs: []Need{NeedWorks, NeedText}, Guard: all(notPerformed, wellPlanned), Tells: []Party{Receiver}, Effect: worksPlanned,
	},
	{
		Action: "compensation.restore", Title: fault.T("记录修复进展", "Note progress of the restoration"), Rule: "dmg_restoration", By: bySender, From: agreed,
		Needs: []Need{NeedText}, Guard: all(underAgreement, notPerformed, reportable), Tells: []Party{Receiver}, Effect: workReported,
	},
	{
		Action: "compensation.accept_work", Title: fault.T("修复节点验收合格", "Accept a work"), Rule: "dmg_restoration", By: bySender, From: agreed,
		Needs: []Need{NeedWork, NeedText}, Guard: all(underAgreement, someReported, isReported), Tells: []Party{Receiver}, Effect: workAccepted,
	},
	{
		Action: "compensation.return_work", Aside: true, Title: fault.T("修复节点退回整改", "Send a work back"), Rule: "dmg_restoration", By: bySender, From: agreed,
		Needs: []Need{NeedWork, NeedReason}, Guard: all(underAgreement, someReported, isReported), Tells: []Party{Receiver}, Effect: workReturned,
	},
	{
		Action: "compensation.waive_work", Aside: true, Title: fault.T("免除修复节点", "Waive a work"), Rule: "dmg_restoration", By: bySender, From: agreed,
		Needs: []Need{NeedWork, NeedReason}, Guard: all(underAgreement, someOpen, isOpen), Tells: []Party{Receiver}, StepUp: true, Effect: workWaived,
	},
	{
		Action: "compensation.evaluate", Title: fault.T("记录修复效果评估", "Record the evaluation of the restoration"), Rule: "dmg_restoration_evaluation", By: bySender, From: agreed,
		Needs: []Need{NeedResult, NeedText}, Guard: all(underAgreement, worksDone, toEvaluate, knownEffect), Tells: []Party{Receiver}, Effect: evaluatedAs,
	},
	{
		Action: "compensation.exempt_evaluation", Aside: true, Title: fault.T("决定无需修复效果评估", "Decide that no evaluation is needed"), Rule: "dmg_restoration_evaluation", By: bySender, From: agreed,
		Needs: []Need{NeedReason}, Guard: all(underAgreement, worksDone, toEvaluate), Tells: []Party{Receiver}, StepUp: true, Effect: evaluationExempt,
	},
	{
		Action: "compensation.perform", Title: fault.T("确认履行完毕", "Find it performed"), Rule: "dmg_restoration_evaluation", By: bySender, From: agreed, To: Answered,
		Needs: []Need{NeedText}, Guard: all(underAgreement, notPerformed, reconciled), Tells: []Party{Receiver}, Cancels: append(slices.Clone(confirmationClocks), "dmg_lawsuit_limitation"),
		Effect: func(f Flags, _ Deed) Flags { f.Claim.Performed, f.Claim.Sued = true, false; return f },
	},
	{
		Action: "compensation.enforce", Aside: true, Title: fault.T("申请强制执行", "Ask for enforcement"), Rule: "dmg_enforce", By: bySender, From: []State{Decided},
		Needs: []Need{NeedDocumentNo}, Guard: all(enforceable, inDefault, dueOrWhy), Tells: []Party{Receiver}, Effect: func(f Flags, _ Deed) Flags { f.Claim.Enforcing = true; return f },
	},
}

// damageSuit is the way to the court where nothing was agreed, or where an agreement that
// no court confirmed is not kept (司法解释第五条、第二十一条). A judgment is performed like an
// agreement, and default on it leads to enforcement.
var damageSuit = []Step{
	{
		Action: "compensation.sue", Aside: true, Title: fault.T("提起损害赔偿诉讼", "Sue for compensation"), Rule: "dmg_lawsuit", By: bySender, From: agreed, To: Answered,
		Needs: []Need{NeedDocumentNo}, Guard: all(notSued, notPerformed, maySue, dueOrWhy), Tells: []Party{Receiver}, Settles: []string{"dmg_lawsuit_limitation"}, Cancels: confirmationClocks,
		Effect: func(f Flags, _ Deed) Flags { f.Claim.Sued, f.Claim.Dismissed = true, false; return f },
	},
	{
		Action: "compensation.judge", Title: fault.T("记录裁判或者调解结果", "Record judgment or court settlement"), Rule: "dmg_lawsuit", By: bySender, From: []State{Answered}, To: Decided,
		Needs: []Need{NeedDocumentNo, NeedDamage, NeedText}, Guard: all(isSued, wellJudged), Tells: []Party{Receiver}, Effect: judgedAs,
	},
	{
		Action: "compensation.suit_over", Aside: true, Title: fault.T("记录驳回或者撤诉", "Record a dismissal or withdrawal"), Rule: "dmg_lawsuit", By: bySender, From: []State{Answered},
		Needs: []Need{NeedDocumentNo, NeedResult}, Guard: all(isSued, knownEnd), Tells: []Party{Receiver}, Effect: suitOver,
	},
}

// compensationEndings leave out every way back that a receiver would have to grant: the
// procuratorate is told of the claim, it does not hold it. A claim that was started is
// not void: the head of the claimant ends it, on a ground of the list.
func compensationEndings() []Step {
	steps := slices.DeleteFunc(endings(Answered), func(s Step) bool {
		return slices.Contains([]Action{"withdraw", "ask_withdrawal", "grant_withdrawal", "refuse_withdrawal"}, s.Action)
	})
	for a, from := range map[Action][]State{"void": {Draft, Reported, Refused}, "redraft": {Refused}, "close": {Refused, Answered}} {
		steps = changed(steps, a, func(s *Step) { s.From = from })
	}
	steps = changed(steps, "close", func(s *Step) { s.Guard = all(settledOrEnded) })
	steps = changed(steps, "redraft", func(s *Step) { // what was checked stays checked
		s.Cancels = []string{answerOwed.Rule}
		s.Effect = func(f Flags, _ Deed) Flags {
			return Flags{SupplementRounds: f.SupplementRounds, Claim: claim.Claim{Check: f.Claim.Check}}
		}
	})
	return append(steps, answerToProcuratorate, Step{
		Action: "compensation.end", Aside: true, Title: fault.T("终止索赔", "End the claim"), Rule: "dmg_not_start_check", By: bySender, From: claimOpen, To: Answered,
		Needs: []Need{NeedReason}, Guard: all(notEnded, notPerformed, wellGrounded), EndsAll: true, Tells: []Party{Receiver}, StepUp: true, Starts: []Start{answerOwed},
		Effect: func(f Flags, _ Deed) Flags {
			f.Claim.Ended, f.Claim.Sued, f.Claim.Failed = true, false, false
			return f
		},
	})
}
