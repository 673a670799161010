package referral

import (
	"slices"
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// onClaim makes a guard of a condition on the claim alone.
func onClaim(code, zh, en string, ok func(claim.Claim) bool) Guard {
	return require(code, zh, en, func(s Snapshot, _ Input) bool { return ok(claimOf(s)) })
}

// Guards of what follows an agreement.
var (
	notAssessed    = onClaim("assessed_already", "已经记录损害数额", "The amount is recorded already", func(c claim.Claim) bool { return c.Costs.Sum() == 0 })
	underAgreement = onClaim("not_agreed", "本案没有正在履行的协议或者裁判", "There is no agreement or judgment to be performed", func(c claim.Claim) bool { return c.Agreed && !c.Ended })
	notPerformed   = onClaim("performed_already", "已经确认履行完毕", "It was found performed already", func(c claim.Claim) bool { return !c.Performed })
	notEnded       = onClaim("ended_already", "索赔已经终止", "The claim has been ended already", func(c claim.Claim) bool { return !c.Ended })
	someReported   = onClaim("nothing_to_accept", "没有待验收的修复节点", "No work waits to be accepted", func(c claim.Claim) bool {
		return slices.ContainsFunc(c.Works, func(w claim.Work) bool { return w.State == claim.WorkReported })
	})
	someOpen   = onClaim("no_work_open", "没有尚未完成的修复节点", "No work is open", func(c claim.Claim) bool { return c.WorksOpen() > 0 })
	worksDone  = onClaim("works_open", "修复节点尚未全部验收", "Not every work has been accepted", func(c claim.Claim) bool { return c.WorksOpen() == 0 })
	toEvaluate = onClaim("nothing_to_evaluate", "没有需要评估的修复", "There is no restoration to be evaluated", claim.Claim.NeedsEvaluation)

	enforceable  = onClaim("not_confirmed", "协议未经司法确认，不能申请强制执行；可以提起诉讼", "The agreement was not confirmed: it cannot be enforced, it can be sued upon", claim.Claim.Enforceable)
	inDefault    = onClaim("nothing_owed", "赔偿责任已经履行完毕", "Everything has been performed", claim.Claim.InDefault)
	notApplied   = onClaim("applied_already", "已经申请司法确认", "Confirmation was applied for already", func(c claim.Claim) bool { return !c.Applied })
	applied      = onClaim("not_applied", "请先记录申请司法确认", "Record the application first", func(c claim.Claim) bool { return c.Applied })
	notAnnounced = onClaim("announced_already", "法院公告已经记录", "The announcement is recorded already", func(c claim.Claim) bool { return !c.Announced })

	notSued = onClaim("sued_already", "已经起诉，等待结果", "A suit is pending", func(c claim.Claim) bool { return !c.Sued })
	isSued  = onClaim("not_sued", "没有正在进行的诉讼", "No suit is pending", func(c claim.Claim) bool { return c.Sued })
	isMajor = onClaim("not_major", "请先列入重大案件台账", "Register it as a major case first", func(c claim.Claim) bool { return c.Major != "" })
)

// Guards of the preliminary check and of what is said to the procuratorate.
var (
	notYetChecking = onClaim("check_begun", "已经开始初步核查", "The preliminary check has begun already", func(c claim.Claim) bool { return c.Check.From.IsZero() && c.Check.On.IsZero() })
	answerIsOwed   = require("no_lead_to_answer", "线索不是检察机关移送的，或者不启动、终止索赔的决定尚未作出，或者已经反馈", "The lead is no procuratorate's, nothing was decided against it, or it was answered already",
		func(s Snapshot, in Input) bool {
			return ledByProcuratorate(s, in) && (s.State == Refused || claimOf(s).Ended) && !claimOf(s).LeadAnswered
		})
)

// MajorClasses are the classes of major cases (重大案件；环法规〔2025〕6号第十条). Three of the
// five are known at second hand; the fifth is whatever a province adds.
var MajorClasses = []Choice{
	{"inspection", fault.T("中央生态环境保护督察发现的问题", "found by the central inspection")},
	{"incident", fault.T("较大及以上突发环境事件", "an incident of the larger grade or above")},
	{"destruction", fault.T("重大生态破坏", "grave ecological destruction")},
	{"province", fault.T("省级规定的其他重大案件", "what the province adds")},
	{"other", fault.T("6号文列明的其他情形（原文未读到）", "another class of the text, which was not read")},
}

func invalidField(path, zh, en string) *fault.Error {
	return broken([]fault.Field{{Path: "body." + path, Text: fault.T(zh, en)}})
}

func knownClass(_ Snapshot, in Input) *fault.Error {
	if in.Claimed != nil && !slices.ContainsFunc(MajorClasses, func(c Choice) bool { return c.Value == in.Claimed.Major }) {
		return invalidField("major", "请选择重大案件的情形", "Choose the class")
	}
	return nil
}

func knownEffect(_ Snapshot, in Input) *fault.Error {
	if in.Claimed != nil && in.Result != string(claim.Reached) && in.Result != string(claim.NotReached) {
		return invalidField("result", "请选择达到或者未达到修复目标", "Say whether the goal was reached")
	}
	return nil
}

func knownCheck(_ Snapshot, in Input) *fault.Error {
	if in.Claimed != nil && in.Result != claim.Damaged && in.Result != claim.Undamaged {
		return invalidField("result", "请选择造成损害或者未造成损害", "Say whether damage was done")
	}
	return nil
}

// fewMeetings: where a local pack switches the number of meetings on, one more takes a
// reason. The number is unconfirmed (44号, in principle): it never ends a consultation.
func fewMeetings(s Snapshot, in Input) *fault.Error {
	if in.Claimed == nil || in.Claimed.MeetingsMax == 0 || claimOf(s).Meetings < in.Claimed.MeetingsMax || said(in.Reason) {
		return nil
	}
	n := strconv.Itoa(in.Claimed.MeetingsMax)
	err := refuse("many_meetings", "磋商会议原则上不超过"+n+"次（常见做法，依据未核实）；继续磋商的，请说明理由", "Meetings number "+n+" at most in principle (a usual practice, unconfirmed): give the reason for another one")
	err.RuleID = "dmg_consult_meetings_max"
	err.Fields = []fault.Field{{Path: "body.reason", Text: err.Detail}}
	return err
}

func knownEnd(_ Snapshot, in Input) *fault.Error {
	if in.Claimed != nil && in.Result != "dismissed" && in.Result != "withdrawn" {
		return invalidField("result", "请选择驳回或者撤诉", "Say whether it was dismissed or withdrawn")
	}
	return nil
}

// wellCommissioned: the period is what was agreed with whoever assesses; the law has none.
func wellCommissioned(_ Snapshot, in Input) *fault.Error {
	switch {
	case in.Claimed == nil:
		return nil
	case !in.Claimed.Method.Known():
		return invalidField("method", "请选择评估方式", "Choose how it is assessed")
	case !in.Until.IsZero() && in.Until.Before(civil.DateOf(in.OccurredAt)):
		return invalidField("until", "约定的完成日期不能早于委托之日", "The agreed day lies before the commission")
	}
	return nil
}

// announcementOver: the court announces an agreement for at least the time of its rule
// before it confirms (司法解释第二十条第二款).
func announcementOver(s Snapshot, in Input) *fault.Error {
	const rule = "dmg_court_announcement"
	for _, k := range s.Clocks {
		if k.Rule == rule && !k.DueAt.IsZero() && !in.OccurredAt.After(k.DueAt) {
			return refuse("announcement_runs", "法院公告期未满（至"+civil.DateOf(k.DueAt).String()+"），不能记录司法确认", "The court's announcement runs until "+civil.DateOf(k.DueAt).String()).
				Under(rule, fault.Basis{Document: "最高人民法院关于审理生态环境损害赔偿案件的若干规定（试行）", Article: "第二十条第二款"})
		}
	}
	return nil
}

// wellFailed asks for a ground of the list of failures.
func wellFailed(_ Snapshot, in Input) *fault.Error {
	if in.Claimed != nil && in.Claimed.Ground == nil {
		return invalidField("result", "请选择磋商不成的情形", "Choose why consultation failed")
	}
	return nil
}

func wellPlanned(s Snapshot, in Input) *fault.Error {
	if in.Claimed == nil {
		return nil
	}
	return broken(claimOf(s).CheckWorks(worksOf(s, in), obligors(s), civil.DateOf(in.OccurredAt)))
}

// meantWork finds the work that an act names.
func meantWork(s Snapshot, in Input, may func(claim.Work) bool, zh, en string) *fault.Error {
	if in.Claimed == nil {
		return nil
	}
	w, ok := claimOf(s).Work(in.Claimed.Work)
	if !ok {
		return invalidField("work", "没有这个修复节点", "There is no such work")
	}
	if !may(w) {
		return refuse("work_stage", zh, en)
	}
	return nil
}

func isOpen(s Snapshot, in Input) *fault.Error {
	return meantWork(s, in, func(w claim.Work) bool { return !w.Over() }, "该修复节点已经验收或者免除", "This work is accepted or waived")
}

func isReported(s Snapshot, in Input) *fault.Error {
	err := meantWork(s, in, func(w claim.Work) bool { return w.State == claim.WorkReported }, "该修复节点没有待验收的报告", "This work was not reported done")
	if err != nil || in.Claimed == nil {
		return err
	}
	if w, _ := claimOf(s).Work(in.Claimed.Work); w.Fen > claimOf(s).OpenOf(w.Party) { // a judgment may have set less
		return refuse("paid_twice", "该节点的价值超过尚欠的数额；同一损害不重复赔偿，请先免除该节点", "Its value is more than is still owed: waive the work")
	}
	return nil
}

// reportable: a note on the progress needs nothing; whoever says that a work is done shows it.
func reportable(s Snapshot, in Input) *fault.Error {
	if in.Claimed == nil || in.Claimed.Work == 0 {
		return nil
	}
	if err := meantWork(s, in, claim.Work.Reportable, "该修复节点已经报告完成", "This work was reported done already"); err != nil {
		return err
	}
	if len(in.Claimed.Evidence) == 0 {
		return invalidField("evidence", "请附修复完成的材料（先上传到本案）", "Attach what shows that it is done: upload it into the case first")
	}
	return nil
}

// wellJudged: what a court awards covers what was paid before.
func wellJudged(s Snapshot, in Input) *fault.Error {
	if in.Claimed == nil {
		return nil
	}
	f := in.Claimed.Costs.Check()
	f = append(f, in.Claimed.Terms.Check(in.Claimed.Costs.Sum(), obligors(s), civil.DateOf(in.OccurredAt))...)
	if len(f) == 0 && in.Claimed.Costs.Sum() < claimOf(s).PaidFen() || !claimOf(s).Covers(in.Claimed.Terms) {
		f = append(f, fault.Field{Path: "body.damage_fen", Text: fault.T("裁判数额包括已经履行的部分，不能少于已履行的数额", "What was awarded includes what was performed before, and is no less than it")})
	}
	return broken(f)
}

// openThings says what keeps a claim from being found performed.
func openThings(c claim.Claim) (zh, en []string) {
	if fen := c.OpenFen(); fen > 0 {
		zh, en = append(zh, "尚欠"+claim.Yuan(fen)+"元"), append(en, claim.Yuan(fen)+" yuan are owed")
	}
	if n := c.WorksOpen(); n > 0 {
		zh, en = append(zh, strconv.Itoa(n)+"个修复节点没有验收或者免除"), append(en, strconv.Itoa(n)+" works are neither accepted nor waived")
	}
	if c.NeedsEvaluation() {
		zh, en = append(zh, "修复效果没有评估或者决定免予评估"), append(en, "the effect of the restoration is neither evaluated nor exempted")
	}
	return zh, en
}

// reconciled: money and works are what was owed, or why not is recorded.
func reconciled(s Snapshot, _ Input) *fault.Error {
	zh, en := openThings(claimOf(s))
	if len(zh) == 0 {
		return nil
	}
	return refuse("not_paid", "还不能确认履行完毕："+strings.Join(zh, "；"), "It is not performed yet: "+strings.Join(en, "; "))
}

// settledOrEnded: a claim is closed when it was performed, when the head has ended it on a
// ground, or when the court has dismissed it. After a failure the claimant sues or consults
// again (法典第一千零七十三条第二款: else the procuratorate may sue).
func settledOrEnded(s Snapshot, in Input) *fault.Error {
	c := claimOf(s)
	switch {
	case s.State == Refused, c.Ended, c.Dismissed, c.Reconciled(), !c.Agreed && !c.Failed && !c.Sued:
		return nil
	case c.Sued:
		return refuse("suit_pending", "诉讼尚无结果，请先记录裁判、调解、驳回或者撤诉", "The suit has no result yet: record it first")
	case c.Failed:
		return refuse("failed_unsettled", "磋商不成的，应当起诉、再次磋商，或者由负责人终止索赔；不能直接办结", "After a failure the claimant sues, consults again, or its head ends the claim")
	}
	return reconciled(s, in)
}

// What the acts change in the claim.

// worksOf are the works of an act; the only one who owes need not be named.
func worksOf(s Snapshot, in Input) []claim.Work {
	var out []claim.Work
	for _, w := range in.claimed().Works {
		one := w.Work
		if one.Party.IsZero() && len(s.Parties) == 1 {
			one.Party = s.Parties[0].ID
		}
		out = append(out, claim.Work{Kind: one.Kind, Party: one.Party, By: one.By, Fen: one.Fen})
	}
	return out
}

func worksPlanned(f Flags, d Deed) Flags {
	f.Claim = f.Claim.Plan(worksOf(d.Case, d.Input))
	return f
}

// moved changes the work that an act names.
func moved(f Flags, d Deed, to claim.WorkState, change func(*claim.Work)) Flags {
	if n := d.Input.claimed().Work; n > 0 {
		f.Claim = f.Claim.Move(n, to, civil.DateOf(d.Input.OccurredAt), change)
	}
	return f
}

func workReported(f Flags, d Deed) Flags {
	return moved(f, d, claim.WorkReported, func(w *claim.Work) {
		w.Evidence = nil
		for _, e := range d.Input.claimed().Evidence {
			w.Evidence = append(w.Evidence, e.SHA256)
		}
	})
}

func workAccepted(f Flags, d Deed) Flags { return moved(f, d, claim.WorkAccepted, nil) }
func workWaived(f Flags, d Deed) Flags   { return moved(f, d, claim.WorkWaived, nil) }

func workReturned(f Flags, d Deed) Flags {
	return moved(f, d, claim.WorkReturned, func(w *claim.Work) {
		if !d.Input.Until.IsZero() {
			w.By = d.Input.Until
		}
	})
}

func evaluatedAs(f Flags, d Deed) Flags {
	f.Claim.Evaluation = claim.Evaluation(d.Input.Result)
	return f
}

func evaluationExempt(f Flags, _ Deed) Flags { f.Claim.Evaluation = claim.Exempt; return f }

func checkBegun(f Flags, d Deed) Flags {
	f.Claim.Check.From = civil.DateOf(d.Input.OccurredAt)
	return f
}

func checkedAs(f Flags, d Deed) Flags {
	f.Claim.Check.On, f.Claim.Check.Result = civil.DateOf(d.Input.OccurredAt), d.Input.Result
	return f
}

func commissioned(f Flags, d Deed) Flags {
	in := d.Input.claimed()
	f.Claim.Commission = claim.Commission{Method: in.Method, On: civil.DateOf(d.Input.OccurredAt), Until: d.Input.Until, Joint: in.Joint}
	return f
}

func registeredMajor(f Flags, d Deed) Flags {
	f.Claim.Major, f.Claim.MajorBy = d.Input.claimed().Major, d.Input.Until
	return f
}

func judgedAs(f Flags, d Deed) Flags {
	in := d.Input.claimed()
	c := &f.Claim
	c.Costs, c.Terms, c.Agreed, c.AgreedOn = in.Costs, in.Terms, true, civil.DateOf(d.Input.OccurredAt)
	c.Judged, c.Sued, c.Failed = true, false, false
	return f
}

func suitOver(f Flags, d Deed) Flags {
	f.Claim.Sued, f.Claim.Dismissed = false, d.Input.Result == "dismissed"
	return f
}

// writeClaim puts what an act of a claim says into the content of the case.
func writeClaim(c Content, a Action, in Input) Content {
	switch a {
	case "compensation.investigate":
		c.Inquiry = in.Text
	case "compensation.assess":
		c.Assessment = in.Text
	case "compensation.serve_notice":
		if !in.Until.IsZero() {
			c.ReplyBy = in.Until
		}
	case "compensation.meet":
		c.Minutes, c.Present = in.Text, in.claimed().Present
	case "compensation.agree":
		c.Agreement, c.Works = in.Text, whats(nil, in)
	case "compensation.settle":
		c.Minutes, c.Present = in.Text, in.claimed().Present
		c.Assessment, c.Agreement, c.Works = in.claimed().Assessed, in.claimed().Agreed, whats(nil, in)
	case "compensation.plan_works":
		c.Works = whats(c.Works, in)
	case "compensation.evaluate":
		c.Effect = in.Text
	case "compensation.exempt_evaluation":
		c.Effect = in.Reason
	case "compensation.fail":
		c.Failure, c.Works = in.Reason, nil
	case "compensation.judge":
		c.Agreement = in.Text
	}
	return c
}

// whats adds what the works of an act are.
func whats(list []string, in Input) []string {
	list = slices.Clone(list)
	for _, w := range in.claimed().Works {
		list = append(list, w.What)
	}
	return list
}
