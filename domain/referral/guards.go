package referral

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// all runs guards in order and returns the first refusal.
func all(gs ...Guard) Guard {
	return func(s Snapshot, in Input) *fault.Error {
		for _, g := range gs {
			if err := g(s, in); err != nil {
				return err
			}
		}
		return nil
	}
}

func refuse(code, zh, en string) *fault.Error {
	return fault.New(fault.Rule, "referral."+code, fault.T(zh, en))
}

// require makes a guard of a condition on the case.
func require(code, zh, en string, ok func(Snapshot, Input) bool) Guard {
	return func(s Snapshot, in Input) *fault.Error {
		if ok(s, in) {
			return nil
		}
		return refuse(code, zh, en)
	}
}

var law310 = fault.Basis{Document: "行政执法机关移送涉嫌犯罪案件的规定", Number: "国务院令第310号（2020年修订）"}

func under(rule string, b fault.Basis, article string, g Guard) Guard {
	b.Article = article
	return func(s Snapshot, in Input) *fault.Error {
		if err := g(s, in); err != nil {
			return err.Under(rule, b)
		}
		return nil
	}
}

// Guards of the preparation.
var (
	hasCase = require("draft_incomplete", "还缺当事人、涉嫌罪名或主要事实", "Parties, offences or the facts are still missing",
		func(s Snapshot, _ Input) bool {
			return len(s.Parties) > 0 && len(s.Charges) > 0 && said(s.Content.Facts)
		})
	// At least two officers form the case team (310号第五条第一款).
	hasTeam = under("fwd_form_case_team", law310, "第五条第一款",
		require("team_too_small", "专案组执法人员不得少于二人", "The case team needs at least two officers",
			func(s Snapshot, _ Input) bool { return s.Content.Investigators >= teamSize }))
	hasOpinions = require("opinions_missing", "审批表尚缺执法机构或者法制机构意见", "The approval form still lacks the enforcement or the legal unit's opinion",
		func(s Snapshot, _ Input) bool { return s.Flags.EnforcementOpinion && s.Flags.LegalOpinion })
	hasSealedLetter = require("letter_not_sealed", "请先生成案件移送书并上传盖章件", "Issue the transfer letter and attach its sealed version first",
		func(s Snapshot, _ Input) bool { return s.LetterMade && s.LetterSeal })
	isPolice = require("not_police", "接收机关不是公安机关", "The receiving organ is not a public security organ",
		func(_ Snapshot, in Input) bool { return in.Target != nil && in.Target.Sector == Police })
)

// teamSize is a headcount of the form, not a period; the rule fwd_form_case_team
// carries the same number for the lawyers.
const teamSize = 2

// isOwnLevel lets another level or place pass with a recorded reason: a warning,
// never a block.
func isOwnLevel(s Snapshot, in Input) *fault.Error {
	if OwnPlace(s.Sender, *in.Target) || said(in.Reason) {
		return nil
	}
	err := refuse("not_own_level", "接收机关不是同级公安机关，请说明理由后再移送", "The receiver is not the own-level police; give the reason")
	err.Fields = []fault.Field{{Path: "body.reason", Text: fault.T("请写明理由", "Give the reason")}}
	d := in.Doubt
	if d == nil { // the other hub sent it: its own book has asked for the reason
		return err
	}
	err.Detail, err.RuleID = d.Says, d.Rule
	if len(d.Basis) > 0 {
		err.Basis = &d.Basis[0]
	}
	for i, way := range d.Instead {
		lead := fault.T("。也可以：", ". Or ")
		if i > 0 {
			lead = fault.T("；或者", "; or ")
		}
		err.Detail.ZH += lead.ZH + way.ZH
		err.Detail.EN += lead.EN + way.EN
	}
	return err
}

// OwnPlace says whether an organ is of the level and the place of another one (同级、同地),
// whichever hub it belongs to.
func OwnPlace(from, to Organ) bool { return to.Level == from.Level && to.Region == from.Region }

// isCompetent lets a receiver that the list of enforcement items does not hold
// for competent pass with a recorded reason: a warning, never a block.
func isCompetent(_ Snapshot, in Input) *fault.Error {
	if in.Doubt == nil || said(in.Reason) {
		return nil
	}
	err := fault.New(fault.Rule, "referral.not_competent", in.Doubt.Says)
	err.Fields = []fault.Field{{Path: "body.reason", Text: fault.T("请写明理由", "Give the reason")}}
	if len(in.Doubt.Basis) > 0 {
		err.Basis = &in.Doubt.Basis[0]
	}
	return err
}

// hasMaterials asks a reason when a mandatory kind is missing; the police may
// ask for it later but may not refuse the case for it.
func hasMaterials(s Snapshot, in Input) *fault.Error {
	missing := MissingMaterials(s)
	if len(missing) == 0 || said(in.Reason) {
		return nil
	}
	err := refuse("materials_missing", "移送材料尚不齐全，请补齐，或者写明暂缺的原因", "Mandatory materials are missing; add them or say why they are not there")
	for _, m := range missing {
		err.Fields = append(err.Fields, fault.Field{Path: "materials." + m.Code, Text: m.Title})
	}
	return err
}

// Guards of the handling by the police.
var (
	notYetAsked   = require("supplement_pending", "上一次补正尚未完成", "The last supplement round is still open", func(s Snapshot, _ Input) bool { return !s.Flags.SupplementAsked })
	wasAsked      = require("no_supplement_asked", "接收机关没有要求补正", "No supplement was asked for", func(s Snapshot, _ Input) bool { return s.Flags.SupplementAsked })
	hasSupplement = require("nothing_supplemented", "请添加补正材料，或者书面说明无法补正的原因", "Add the materials, or explain in writing why they cannot be had", func(_ Snapshot, in Input) bool { return in.Materials > 0 || in.Unable && said(in.Text) })
	evidenceAsked = require("no_evidence_asked", "没有待反馈的补充调查意见", "No supplementary investigation is open", func(s Snapshot, _ Input) bool { return s.Flags.OpinionAsked })
	isAnotherUnit = require("same_unit", "请选择另一公安机关", "Choose another police unit", func(s Snapshot, in Input) bool { return s.Receiver == nil || in.Target.ID != s.Receiver.ID })
	noneDecided   = require("already_decided", "公安机关已经作出决定", "The police have already decided", func(s Snapshot, _ Input) bool {
		return !slices.ContainsFunc(s.Charges, func(c Charge) bool { return c.State.Decided() })
	})
	somePending = require("nothing_pending", "各项罪名均已决定", "Every charge has been decided", func(s Snapshot, _ Input) bool {
		return slices.ContainsFunc(s.Charges, func(c Charge) bool { return c.State == Pending })
	})
	someFiled         = require("nothing_filed", "没有已立案的罪名", "No charge has been filed", investigated)
	stillInvestigated = require("investigation_over", "公安机关已经侦查终结，不需要催办", "The police have finished the investigation", investigated)
	notYetNotified    = require("already_notified", "已经书面通知", "Written notice has already been given", func(s Snapshot, in Input) bool {
		return !slices.ContainsFunc(named(s, in), func(c Charge) bool { return c.Notified })
	})
	itemsNotHandedOver = require("items_already_handed_over", "涉案物品已经移交", "The items have already been handed over", func(s Snapshot, _ Input) bool { return !s.Flags.ItemsHandedOver })
	itemsUnsigned      = require("no_items_to_sign", "没有待清点的涉案物品", "There are no items to sign for", func(s Snapshot, _ Input) bool { return s.Flags.ItemsHandedOver && !s.Flags.ItemsSigned })
	itemFormsComplete  = require("item_forms", "移交方式应为：移交实物、原地或者委托保管、已先行处置", "Each item is moved, kept, or already disposed of", func(_ Snapshot, in Input) bool {
		return !slices.ContainsFunc(in.Items, func(i Item) bool { return i.Form != "moved" && i.Form != "kept" && i.Form != "disposed" })
	})
	itemsOfThisCase = require("item_unknown", "所选物品不在本案中", "A chosen item does not belong to this case", func(s Snapshot, in Input) bool {
		return !slices.ContainsFunc(in.Items, func(i Item) bool {
			return !slices.ContainsFunc(s.Items, func(own Item) bool { return own.ID == i.ID })
		})
	})
	fileIsDue          = require("no_file_due", "没有应退回的案卷", "No file is to be returned", func(s Snapshot, _ Input) bool { return s.Flags.FileReturnDue })
	fileIsBack         = require("no_file_back", "没有待清点的退回案卷", "No returned file waits to be signed for", func(s Snapshot, _ Input) bool { return s.Flags.FileReturnSent })
	withdrawalAsked    = require("no_withdrawal_asked", "移送机关没有商请撤回", "No withdrawal was asked for", func(s Snapshot, _ Input) bool { return s.Flags.WithdrawalAsked })
	withdrawalNotAsked = require("withdrawal_pending", "已经商请撤回，等待答复", "A withdrawal has been asked for and waits for an answer", func(s Snapshot, _ Input) bool { return !s.Flags.WithdrawalAsked })
)

// longerTrack asks for the recorded approval on the thirty-day track (17号第九条).
func longerTrack(s Snapshot, in Input) *fault.Error {
	if in.Track == s.Flags.Track {
		return refuse("track_set", "已适用该期限", "This track already applies")
	}
	if in.Track == Verify && s.Flags.Track == Complex {
		return refuse("track_shorter", "已适用三十日期限，不能改为七日", "The thirty-day track already applies")
	}
	if in.Track == Complex && (!said(in.Officer) || in.ApprovedOn.IsZero()) {
		return refuse("track_needs_approval", "三十日期限须经县级以上公安机关负责人批准，请填写批准人和批准日期",
			"The thirty-day track needs the approval of the head of a county-level or higher police organ: name the approver and the day").
			Under("fwd_police_decide_30", fault.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第九条"})
	}
	return nil
}

// Guards of supervision and outcome.
var (
	wereNotified = require("not_notified", "尚未收到不予立案的书面通知", "The written notice of the refusal has not arrived yet", func(s Snapshot, in Input) bool {
		return !slices.ContainsFunc(named(s, in), func(c Charge) bool { return !c.Notified })
	})
	notYetAccepted  = require("already_accepted", "已经受理", "It has already been accepted", func(s Snapshot, _ Input) bool { return !s.Flags.SupervisionAccepted })
	filedUnderOrder = require("not_supervised", "本案不是监督立案的案件", "This case was not filed under supervision", func(s Snapshot, _ Input) bool { return s.Flags.SupervisedFiling })
)

func investigated(s Snapshot, _ Input) bool {
	return slices.ContainsFunc(s.Charges, func(c Charge) bool { return c.State == Filed })
}

// threeMonthsOver: a reminder is for a supervised case that is not finished when the time
// of its rule is over (人民检察院刑事诉讼规则第五百六十四条第三款).
func threeMonthsOver(s Snapshot, in Input) *fault.Error {
	const rule = "fwd_pp_supervised_case_reminder"
	for _, k := range s.Clocks {
		if k.Rule == rule && !k.DueAt.IsZero() && !in.OccurredAt.After(k.DueAt) {
			until := civil.DateOf(k.DueAt).String()
			return refuse("reminder_early", "立案后的侦查期限未满（至"+until+"），届满未侦查终结才能催办", "The police have until "+until+" to finish; a reminder comes after that").
				Under(rule, fault.Basis{Document: "人民检察院刑事诉讼规则", Article: "第五百六十四条第三款"})
		}
	}
	return nil
}

// overdueIfPending: supervision of a charge that is not decided needs an expired
// filing clock (17号第十二条).
func overdueIfPending(s Snapshot, in Input) *fault.Error {
	for _, c := range named(s, in) {
		if c.State != Pending {
			continue
		}
		late := slices.ContainsFunc(s.Clocks, func(k RunningClock) bool {
			return k.Charge == c.ID && slices.Contains(filingClocks, k.Rule) && in.OccurredAt.After(k.DueAt)
		})
		if !late {
			return refuse("not_overdue", "公安机关的立案审查期限尚未届满", "The police's time to decide has not run out").
				Under("fwd_supervision_direct", fault.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号", Article: "第十二条"})
		}
	}
	return nil
}

var filingClocks = []string{"fwd_police_decide_3", "fwd_police_decide_7", "fwd_police_decide_30"}

// everythingDone holds the case open while something is still owed.
func everythingDone(s Snapshot, _ Input) *fault.Error {
	if s.Flags.FileReturnDue || s.Flags.FileReturnSent {
		return refuse("file_not_back", "案卷尚未退回或者清点签收", "The case file has not come back or has not been signed for")
	}
	if s.Flags.ItemsHandedOver && !s.Flags.ItemsSigned {
		return refuse("items_unsigned", "涉案物品尚未清点签收", "The items have not been signed for")
	}
	for _, c := range s.Charges {
		if s.State == Decided && !c.State.Final() {
			return refuse("charges_open", "还有当事人或罪名没有终结", "Some persons or offences are not finished")
		}
	}
	return nil
}

func clockRuns(rule string) Guard {
	return require("clock_not_running", "没有待履行的通知义务", "No such duty is open", func(s Snapshot, _ Input) bool {
		return slices.ContainsFunc(s.Clocks, func(c RunningClock) bool { return c.Rule == rule })
	})
}

// Conditions under which a clock starts; their texts are never shown.
func when(ok func(Snapshot, Input) bool) Guard { return require("condition", "", "", ok) }

var (
	penaltyOpen      = when(func(s Snapshot, _ Input) bool { return !s.Content.PenaltyFiledOn.IsZero() && !s.Content.PenaltyDecided })
	seized           = when(func(s Snapshot, _ Input) bool { return !s.Content.SeizedOn.IsZero() })
	registered       = when(func(s Snapshot, _ Input) bool { return !s.Content.RegisteredOn.IsZero() })
	itemsToHandOver  = when(func(s Snapshot, _ Input) bool { return len(s.Items) > 0 && !s.Flags.ItemsHandedOver })
	filingWasOrdered = when(func(s Snapshot, in Input) bool {
		return slices.ContainsFunc(named(s, in), func(c Charge) bool { return c.State == FilingOrdered })
	})
	wasOverdueBefore = when(func(s Snapshot, in Input) bool { return anyBefore(s, in, Pending) })
	wasDecidedBefore = when(func(s Snapshot, in Input) bool { return !anyBefore(s, in, Pending) })
)

func anyBefore(s Snapshot, in Input, st ChargeState) bool {
	return slices.ContainsFunc(named(s, in), func(c Charge) bool { return c.Before == st })
}

func trackIs(t Track) Guard { return when(func(_ Snapshot, in Input) bool { return in.Track == t }) }

// named gives the charges that the input names.
func named(s Snapshot, in Input) []Charge {
	var out []Charge
	for _, c := range s.Charges {
		if slices.Contains(in.Charges, c.ID) {
			out = append(out, c)
		}
	}
	return out
}
