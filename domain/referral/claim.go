package referral

import (
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Guards of a claim. Those that look at amounts let an input without any pass: it is
// the probe that asks what is possible.
var (
	hasObligor = require("obligor_missing", "请填写赔偿义务人", "Name who owes the compensation", func(s Snapshot, _ Input) bool { return len(s.Parties) > 0 })
	notMarine  = under("dmg_marine_excluded", fault.Basis{Document: "最高人民法院关于审理生态环境损害赔偿案件的若干规定（试行）"}, "第二条", require("marine_damage",
		"海洋生态环境损害由行使海洋环境监督管理权的部门索赔，不在本程序办理；请移送该部门", "Marine damage is claimed by the organ that supervises the sea: refer the case to it",
		func(s Snapshot, _ Input) bool { return !s.Content.Marine }))
	isAssessed = require("not_assessed", "请先记录损害数额", "Record the assessed amount first", func(s Snapshot, _ Input) bool { return claimOf(s).Costs.Sum() > 0 })
	hasMet     = require("not_met", "请先记录磋商会议", "Minute a meeting first", func(s Snapshot, _ Input) bool { return claimOf(s).Meetings > 0 })

	notTold     = require("told_already", "已经通报检察机关", "The procuratorate was told already", func(s Snapshot, _ Input) bool { return !claimOf(s).Told })
	isUnsigned  = require("nothing_to_sign", "没有待签收的通报", "No notice waits to be signed for", func(s Snapshot, _ Input) bool { return claimOf(s).Told && !claimOf(s).Signed })
	owesMore    = require("nothing_owed", "没有可以缴纳的数额：已经履行完毕，或者其余以修复节点抵缴", "Nothing can be paid: it has been performed, or works perform the rest", func(s Snapshot, _ Input) bool { return claimOf(s).Free() > 0 })
	nothingPaid = require("paid_already", "已经开始履行，不能认定磋商不成；不履行的可以起诉或者申请强制执行", "Performance has begun: what is not performed is sued upon or enforced",
		func(s Snapshot, _ Input) bool {
			c := claimOf(s)
			return len(c.Payments) == 0 && !slices.ContainsFunc(c.Works, func(w claim.Work) bool { return w.State == claim.WorkAccepted })
		})

	unconfirmed        = require("already_confirmed", "协议已经司法确认，或者数额已由裁判确定", "The agreement has been confirmed or adjudged", func(s Snapshot, _ Input) bool { return !claimOf(s).Enforceable() })
	consultationFailed = require("not_failed", "没有认定磋商不成", "Consultation was not found to have failed", func(s Snapshot, _ Input) bool { return claimOf(s).Failed })

	// saidWhatFollows: without a court's confirmation default leads to a suit, and whoever
	// owes is told before (司法解释第二十一条).
	saidWhatFollows = require("default_not_said", "签订协议前请说明：未经司法确认的协议，不履行时不能申请强制执行，只能另行提起诉讼",
		"Say before it is signed: an agreement that no court confirmed is not enforced on default, it has to be sued upon",
		func(_ Snapshot, in Input) bool { return in.Claimed == nil || in.Claimed.Told })
)

// ledByProcuratorate: the lead came from a procuratorate.
func ledByProcuratorate(s Snapshot, _ Input) bool { return s.Content.Channel == "procuratorate" }

func claimOf(s Snapshot) claim.Claim { return s.Flags.Claim }

// claimed is what an act brings of a claim; nothing for any other act.
func (in Input) claimed() Claimed {
	if in.Claimed == nil {
		return Claimed{}
	}
	return *in.Claimed
}

// maySue: consultation failed, or an agreement that no court confirmed is not kept.
func maySue(s Snapshot, in Input) *fault.Error {
	c := claimOf(s)
	switch {
	case c.Ended:
		return notEnded(s, in)
	case !c.Agreed:
		return consultationFailed(s, in)
	case c.Enforceable():
		return refuse("sue_confirmed", "协议已经司法确认或者数额已由裁判确定，应当申请强制执行", "It was confirmed or adjudged: ask for enforcement")
	}
	return inDefault(s, in)
}

// dueOrWhy: a claim that is in default only of what is not due yet goes to court with a
// reason (预期违约), as where whoever owes has said that it will not perform.
func dueOrWhy(s Snapshot, in Input) *fault.Error {
	c := claimOf(s)
	if in.Claimed == nil || said(in.Reason) || !c.Agreed || c.Due(civil.DateOf(in.OccurredAt)) {
		return nil
	}
	err := refuse("not_due", "尚未到约定的履行期限；义务人已经明确表示不履行的，请说明理由后办理", "Nothing is due yet: where whoever owes has said that it will not perform, give that as the reason")
	err.Fields = []fault.Field{{Path: "body.reason", Text: err.Detail}}
	return err
}

// wellAssessed looks at amount and method. The simple track is for small damage; above
// the limit of its rule the reason is recorded, for the limit is known at second hand.
func wellAssessed(_ Snapshot, in Input) *fault.Error {
	c := in.Claimed
	if c == nil {
		return nil
	}
	f := c.Costs.Check()
	if !c.Method.Known() {
		f = append(f, fault.Field{Path: "body.method", Text: fault.T("请选择评估方式", "Choose how it was assessed")})
	}
	if err := broken(f); err != nil {
		return err
	}
	if c.Method.Simple() && c.SimpleMax > 0 && c.Costs.DamageFen > c.SimpleMax && !said(in.Reason) {
		err := refuse("above_simple_track", "损害数额超过简易评估的上限"+claim.Yuan(c.SimpleMax)+"元，请说明采用简易评估的理由，或者委托鉴定评估",
			"The damage is above the "+claim.Yuan(c.SimpleMax)+" yuan of the simple track: give the reason, or commission an assessment")
		err.RuleID = "dmg_simple_assessment"
		err.Fields = []fault.Field{{Path: "body.reason", Text: err.Detail}}
		return err
	}
	return nil
}

// wellAgreed looks at shares and instalments against the amount, which is not negotiable.
func wellAgreed(s Snapshot, in Input) *fault.Error {
	if in.Claimed == nil {
		return nil
	}
	total := claimOf(s).Costs.Sum()
	if sum := in.Claimed.Costs.Sum(); sum > 0 { // assessed in the same sitting
		total = sum
	}
	day := civil.DateOf(in.OccurredAt)
	if f := in.Claimed.Terms.Check(total, obligors(s), day); len(f) > 0 {
		return broken(f)
	}
	would := claim.Claim{Costs: claim.Costs{DamageFen: total}, Terms: in.Claimed.Terms, Agreed: true}
	return broken(would.CheckWorks(worksOf(s, in), obligors(s), day))
}

// wellPaid: one damage is not paid twice.
func wellPaid(s Snapshot, in Input) *fault.Error {
	if in.Claimed == nil {
		return nil
	}
	c, p := claimOf(s), paymentOf(s, in)
	f := p.Check(c)
	if !slices.Contains(obligors(s), p.Party) {
		f = append(f, fault.Field{Path: "body.party", Text: fault.T("请选择由谁履行", "Say who performs")})
	}
	if err := broken(f); err != nil {
		return err
	}
	if c.Twice(p.Number) {
		return refuse("payment_known", "该缴款书号已经记录，同一笔缴款不重复计算", "A payment with this number is recorded: it does not count twice")
	}
	if in.Claimed.SlipKnown {
		where := fault.T("本机关的另一案", "another case of this organ")
		if n := in.Claimed.SlipIn; n != "" {
			where = fault.T(n, n)
		}
		return refuse("payment_known", "该缴款书号已经记录在"+where.ZH+"，同一笔缴款不重复计算", "This number is recorded in "+where.EN+": a payment does not count twice")
	}
	if free := c.FreeOf(p.Party); p.Fen > free && p.Fen <= c.OpenOf(p.Party) {
		return refuse("performed_by_works", "尚欠数额中有一部分约定以修复节点抵缴，现在可以缴纳"+claim.Yuan(free)+"元；改为缴款的，先由负责人免除该节点",
			"Works are to perform a part of what is owed: "+claim.Yuan(free)+" yuan can be paid now, more once the head has waived the work")
	}
	if p.Fen > c.OpenOf(p.Party) {
		return refuse("paid_twice", "金额超过尚欠的"+claim.Yuan(max(0, c.OpenOf(p.Party)))+"元；同一损害不重复赔偿",
			"More than the "+claim.Yuan(max(0, c.OpenOf(p.Party)))+" yuan still owed: one damage is not paid twice")
	}
	return nil
}

// noRival warns of another claim that may be about the same damage; it goes on with a
// reason, for whether it is the same a person decides.
func noRival(_ Snapshot, in Input) *fault.Error {
	if in.Claimed == nil || len(in.Claimed.Rivals) == 0 || said(in.Reason) {
		return nil
	}
	list := strings.Join(in.Claimed.Rivals, "、")
	err := refuse("second_claim", "同一义务人已有可能为同一损害的索赔："+list+"。同一损害不重复索赔；确属不同损害的，请说明理由", "There is a claim against the same party that may be about the same damage: "+list+". Give the reason if it is another one")
	err.Fields = []fault.Field{{Path: "body.reason", Text: err.Detail}}
	return err
}

// crossesWhere: a claim across provinces says whom it is settled with and who leads.
func crossesWhere(s Snapshot, _ Input) *fault.Error {
	if c := s.Content; c.CrossProvince && (!said(c.OtherOrgan) || c.LeadOrgan == "") {
		return under("dmg_cross_province", fault.Basis{Document: "生态环境法典"}, "第二十一条第二款", require("cross_province_open",
			"损害跨省的，请填写对方省份的机关和由谁牵头", "Say which organ of the other province it is settled with, and who leads", func(Snapshot, Input) bool { return false }))(s, Input{})
	}
	return nil
}

// wellGrounded asks for a ground of the list and, where it has exceptions, for the word
// that none of them applies.
func wellGrounded(_ Snapshot, in Input) *fault.Error {
	if in.Claimed == nil {
		return nil
	}
	g := in.Claimed.Ground
	if g == nil {
		return broken([]fault.Field{{Path: "body.result", Text: fault.T("请选择不启动或者终止的情形", "Choose the ground")}})
	}
	for _, x := range g.Exceptions {
		if !slices.Contains(in.Claimed.Denied, x.Value) {
			err := refuse("exception_not_denied", "存在“"+x.Label.ZH+"”的，应当启动索赔；请确认没有该情形", "Where “"+x.Label.EN+"” applies the claim starts: confirm that it does not")
			err.RuleID = "dmg_trivial_exception"
			err.Fields = []fault.Field{{Path: "body.denied", Text: x.Label}}
			return err
		}
	}
	return nil
}

// broken is the fault of several fields; nil without any.
func broken(fields []fault.Field) *fault.Error {
	if len(fields) == 0 {
		return nil
	}
	err := fault.New(fault.Invalid, "referral.claim_broken", fault.T("金额或者约定有误，请逐项修改", "Amounts or terms are not right; mend them one by one"))
	err.Fields = fields
	return err
}

func obligors(s Snapshot) []ids.Party {
	out := make([]ids.Party, len(s.Parties))
	for i, p := range s.Parties {
		out[i] = p.ID
	}
	return out
}

// paymentOf completes a payment: its day is that of the act, and the only one who owes
// need not be named.
func paymentOf(s Snapshot, in Input) claim.Payment {
	p := in.claimed().Payment
	p.On, p.Number = civil.DateOf(in.OccurredAt), in.DocumentNo
	if p.Party.IsZero() && len(s.Parties) == 1 {
		p.Party = s.Parties[0].ID
	}
	return p
}

// What the acts change in the claim.

func toldNow(f Flags, _ Deed) Flags   { f.Claim.Told, f.Claim.Signed = true, false; return f }
func signedNow(f Flags, _ Deed) Flags { f.Claim.Signed = true; return f }
func untold(f Flags, _ Deed) Flags    { f.Claim.Told, f.Claim.Signed = false, false; return f }

func assessedAs(f Flags, d Deed) Flags {
	f.Claim.Costs, f.Claim.Method = d.Input.claimed().Costs, d.Input.claimed().Method
	return f
}

func metOnce(f Flags, _ Deed) Flags { f.Claim.Meetings++; return f }

func agreedOn(f Flags, d Deed) Flags {
	f.Claim.Agreed, f.Claim.AgreedOn, f.Claim.Terms = true, civil.DateOf(d.Input.OccurredAt), d.Input.claimed().Terms
	f.Claim.Warned = d.Input.claimed().Told
	return f
}

func performed(f Flags, d Deed) Flags { f.Claim = f.Claim.Pay(paymentOf(d.Case, d.Input)); return f }

func failedNow(f Flags, _ Deed) Flags {
	f.Claim.Failed, f.Claim.Agreed, f.Claim.AgreedOn, f.Claim.Terms = true, false, civil.Date{}, claim.Terms{}
	f.Claim.Warned, f.Claim.Applied, f.Claim.Announced = false, false, false
	f.Claim.Works, f.Claim.Evaluation = nil, ""
	return f
}

// inOrder lets one act change what several do one after another.
func inOrder(list ...Effect) Effect {
	return func(f Flags, d Deed) Flags {
		for _, e := range list {
			f = e(f, d)
		}
		return f
	}
}
