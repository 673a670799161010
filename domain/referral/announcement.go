package referral

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// announcementSteps are the third way of public interest: the procuratorate announces
// that it may sue for damage (民事公益诉讼公告；检察公益诉讼解释第十三条) and tells the
// department, which says within the announcement whether it starts a claim. Silence counts
// as not starting (高检发办字〔2024〕237号): the procuratorate records it once the time is
// over; nothing changes by itself.
var announcementSteps = []Step{
	with(sending("public_interest.tell_announcement", fault.T("通报民事公益诉讼公告", "Tell of an announced civil suit"), "pil_civil_announcement", []State{Draft, Returned}, filledIn(publicInterestForm),
		sentTo("公告通报负责索赔的部门", "The announcement is told to a department that claims", claimants...)), func(s *Step) {
		s.Sectors, s.Needs, s.Document = onlyProcuratorate, append(s.Needs, NeedDocumentNo), ""
		s.Starts = []Start{{Rule: "dmg_reply_to_pp_announcement", Owes: Receiver}, {Rule: "pil_civil_announcement", Owes: Sender, Option: true}}
		s.Effect = func(f Flags, _ Deed) Flags { return Flags{SupplementRounds: f.SupplementRounds, Announced: true} }
	}),
	{
		Action: "public_interest.answer_start", Title: fault.T("函告是否启动索赔", "Say whether a claim starts"), Rule: "dmg_reply_to_pp_announcement", By: byReceiver, From: []State{Sent, Received}, To: Answered, Sectors: onlyProcuratorate,
		Needs: []Need{NeedResult, NeedText}, Guard: all(isAnnouncement, knownStart), Meets: []string{replyToAnnouncement}, Tells: []Party{Sender}, Receipt: "decided", Document: "reply_letter", Paper: true,
		Effect: func(f Flags, d Deed) Flags { f.ClaimStarts = d.Input.Result; return f },
	},
	{
		Action: "public_interest.find_silent", Aside: true, Title: fault.T("记录公告期满未函告（视为不启动索赔）", "Record silence (counts as not starting)"), Rule: "dmg_reply_to_pp_announcement", By: bySender, From: []State{Sent, Received}, To: Answered, Sectors: onlyProcuratorate,
		Guard: all(isAnnouncement, announcementSilent), Cancels: []string{replyToAnnouncement}, Tells: []Party{Receiver},
		Effect: func(f Flags, _ Deed) Flags { f.ClaimStarts = "silent"; return f },
	},
	{
		Action: "public_interest.sue_civil", Aside: true, Title: fault.T("提起民事公益诉讼", "Sue for the damage"), Rule: "dmg_pp_backup_suit", By: bySender, From: []State{Answered}, To: Decided, Sectors: onlyProcuratorate,
		Needs: []Need{NeedDocumentNo}, Guard: all(isAnnouncement, mayBackUp), Tells: []Party{Receiver}, EndsAll: true,
	},
}

const replyToAnnouncement = "dmg_reply_to_pp_announcement"

var (
	isAnnouncement = require("not_announced", "本案不是民事公益诉讼公告通报", "This case tells of no announced suit", func(s Snapshot, _ Input) bool { return s.Flags.Announced })
	isSuggestion   = require("not_suggested", "本案是民事公益诉讼公告通报，不是检察建议", "This case tells of an announced suit, it is no suggestion", func(s Snapshot, _ Input) bool { return !s.Flags.Announced })
	knownStart     = require("start_unknown", "请选择启动或者不启动索赔", "Say whether a claim starts", func(_ Snapshot, in Input) bool {
		return in.Result == "" || in.Result == "start" || in.Result == "not_start"
	})
)

// announcementSilent: the time to answer is over, and nobody answered.
func announcementSilent(s Snapshot, in Input) *fault.Error {
	i := slices.IndexFunc(s.Clocks, func(c RunningClock) bool { return c.Rule == replyToAnnouncement })
	switch {
	case i < 0:
		return refuse("no_answer_due", "该部门没有函告的期限，不能视为不启动", "No time to answer binds this department: silence says nothing")
	case s.Clocks[i].DueAt.IsZero() || !in.OccurredAt.After(s.Clocks[i].DueAt):
		return refuse("announcement_runs", "公告期未满（至"+civil.DateOf(s.Clocks[i].DueAt).String()+"）", "The announcement runs until "+civil.DateOf(s.Clocks[i].DueAt).String())
	}
	return nil
}

// mayBackUp: the procuratorate sues where the department does not claim, or claims, fails
// and does not sue (法典第一千零七十三条第二款); the second it has to say.
func mayBackUp(s Snapshot, in Input) *fault.Error {
	if s.Flags.ClaimStarts == "start" && !said(in.Reason) {
		err := refuse("claim_started", "该部门已函告启动索赔；磋商不成又不起诉的，请写明后再提起公益诉讼", "The department has started a claim: say that it failed and did not sue")
		err.Fields = []fault.Field{{Path: "body.reason", Text: err.Detail}}
		return err
	}
	return nil
}
