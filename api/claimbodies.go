package api

import (
	"strconv"

	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// CostsBody is an assessed amount, in fen (分), with how it was found.
type CostsBody struct {
	DamageFen    int64  `json:"damage_fen" minimum:"0" maximum:"1000000000000" doc:"Damage in fen (分): restoration, loss of services"`
	AppraisalFen int64  `json:"appraisal_fen,omitempty" minimum:"0" maximum:"1000000000000" doc:"Cost of investigation and appraisal in fen"`
	EmergencyFen int64  `json:"emergency_fen,omitempty" minimum:"0" maximum:"1000000000000" doc:"Emergency cost in fen"`
	Method       string `json:"method" enum:"appraisal,experts,comprehensive" doc:"appraisal: an appraisal body; experts and comprehensive (法律文书、监测报告等综合认定) are the simple track"`
}

func (b CostsBody) into(c *referral.Claimed) {
	c.Costs, c.Method = claim.Costs{DamageFen: b.DamageFen, AppraisalFen: b.AppraisalFen, EmergencyFen: b.EmergencyFen}, claim.Method(b.Method)
}

// ShareBody is the part of one who owes.
type ShareBody struct {
	Party string `json:"party" format:"uuid" doc:"Party of the case"`
	Fen   int64  `json:"fen" minimum:"1" maximum:"1000000000000"`
}

// InstalmentBody is an amount with its day.
type InstalmentBody struct {
	On    string `json:"on" format:"date" doc:"To be paid by this day"`
	Party string `json:"party,omitempty" format:"uuid" doc:"Who pays; absent where all owe jointly"`
	Fen   int64  `json:"fen" minimum:"1" maximum:"1000000000000"`
}

// TermsBody is what an agreement settles beside the amount.
type TermsBody struct {
	Shares []ShareBody      `json:"shares,omitempty" maxItems:"200" doc:"Who bears which part; none: all who owe are liable jointly (连带). They add up to the assessed amount"`
	Plan   []InstalmentBody `json:"plan,omitempty" maxItems:"200" doc:"Instalments; none: all at once. They add up to the assessed amount, and to each share"`
	Works  []WorkBody       `json:"works,omitempty" maxItems:"50" doc:"Works of restoration (修复节点)"`
}

// WorkBody is a work of restoration with its day.
type WorkBody struct {
	Kind  string `json:"kind" enum:"in_place,substitute" doc:"原地修复；替代修复"`
	What  string `json:"what" minLength:"1" maxLength:"1000" doc:"What is to be done"`
	By    string `json:"by" format:"date" doc:"Until when"`
	Party string `json:"party,omitempty" format:"uuid" doc:"Who does it; needed where several owe"`
	Fen   int64  `json:"fen,omitempty" minimum:"0" maximum:"1000000000000" doc:"Its value in fen, where it performs a part of the amount once it is accepted (抵缴)"`
}

func works(list []WorkBody, bad *fields) (out []referral.WorkInput) {
	for i, w := range list {
		at := "body.works[" + strconv.Itoa(i) + "]."
		out = append(out, referral.WorkInput{What: w.What, Work: claim.Work{Kind: claim.WorkKind(w.Kind), By: date(bad, at+"by", w.By), Party: id[ids.Party](bad, at+"party", w.Party), Fen: w.Fen}})
	}
	return out
}

func (b TermsBody) into(c *referral.Claimed, bad *fields) {
	c.Works = works(b.Works, bad)
	for i, s := range b.Shares {
		c.Terms.Shares = append(c.Terms.Shares, claim.Share{Party: id[ids.Party](bad, "body.shares["+strconv.Itoa(i)+"].party", s.Party), Fen: s.Fen})
	}
	for i, p := range b.Plan {
		at := "body.plan[" + strconv.Itoa(i) + "]."
		c.Terms.Plan = append(c.Terms.Plan, claim.Instalment{On: date(bad, at+"on", p.On), Party: id[ids.Party](bad, at+"party", p.Party), Fen: p.Fen})
	}
}

// AttendantBody is one who takes part in a consultation (磋商参加人).
type AttendantBody struct {
	Role string `json:"role" enum:"obligor,representative,adviser,procuratorate,expert,organ,other" doc:"赔偿义务人、代理人、法律顾问、检察机关、专家、其他机关、其他"`
	Name string `json:"name" minLength:"1" maxLength:"100"`
}

func attendants(list []AttendantBody) []referral.Attendant {
	var out []referral.Attendant
	for _, a := range list {
		out = append(out, referral.Attendant(a))
	}
	return out
}

// ProposeAct proposes to start a claim.
type ProposeAct struct {
	ActBase
	Text   string `json:"text,omitempty" maxLength:"4000"`
	Reason string `json:"reason,omitempty" maxLength:"2000" doc:"Why it is another damage; asked for by 409 referral.second_claim"`
}

func (b ProposeAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Reason = b.Text, b.Reason
	return c
}

// AssessAct records the amount with what it rests on.
type AssessAct struct {
	ActBase
	CostsBody
	Text   string `json:"text" maxLength:"8000" doc:"How it was assessed"`
	Reason string `json:"reason,omitempty" maxLength:"2000" doc:"Why the simple track is taken above its limit; asked for by 409 referral.above_simple_track"`
}

func (b AssessAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Reason, c.Claimed = b.Text, b.Reason, &referral.Claimed{}
	b.into(c.Claimed)
	return c
}

// NoticeAct serves a notice that asks for an answer by a day.
type NoticeAct struct {
	ActBase
	DocumentNo string `json:"document_no,omitempty" maxLength:"100"`
	Until      string `json:"until,omitempty" format:"date" doc:"The reasonable time the notice gives for an answer"`
	Text       string `json:"text,omitempty" maxLength:"4000"`
}

func (b NoticeAct) call(bad *fields) call {
	c := b.start(bad)
	c.DocumentNo, c.Text, c.Until = b.DocumentNo, b.Text, date(bad, "body.until", b.Until)
	return c
}

// MeetAct minutes a consultation meeting; offers are minuted statements.
type MeetAct struct {
	ActBase
	Text    string          `json:"text" maxLength:"8000" doc:"Minutes: what was said and offered"`
	Present []AttendantBody `json:"present,omitempty" maxItems:"50"`
	Reason  string          `json:"reason,omitempty" maxLength:"2000" doc:"Why they meet again, where a local pack limits the meetings; asked for by 409 referral.many_meetings"`
}

func (b MeetAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Reason, c.Claimed = b.Text, b.Reason, &referral.Claimed{Present: attendants(b.Present)}
	return c
}

// AgreeAct signs the agreement over the assessed amount, which is not negotiable.
type AgreeAct struct {
	ActBase
	Text string `json:"text" maxLength:"8000" doc:"Manner and time of performance, restoration, breach, disputes"`
	TermsBody
	DefaultTold bool `json:"default_told" doc:"Whoever owes was told: without a court's confirmation default leads to a suit, not to enforcement"`
}

func (b AgreeAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Claimed = b.Text, &referral.Claimed{Told: b.DefaultTold}
	b.into(c.Claimed, bad)
	return c
}

// SettleAct is 小额快办: assessment, notice, meeting and agreement in one sitting.
type SettleAct struct {
	ActBase
	CostsBody
	Assessed string          `json:"assessed" minLength:"1" maxLength:"8000" doc:"How the damage was assessed"`
	Text     string          `json:"text" maxLength:"8000" doc:"Minutes of the meeting"`
	Present  []AttendantBody `json:"present,omitempty" maxItems:"50"`
	Agreed   string          `json:"agreed" minLength:"1" maxLength:"8000" doc:"Manner and time of performance"`
	TermsBody
	DefaultTold bool   `json:"default_told" doc:"Whoever owes was told: without a court's confirmation default leads to a suit, not to enforcement"`
	Reason      string `json:"reason,omitempty" maxLength:"2000" doc:"Why the simple track is taken above its limit"`
}

func (b SettleAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Reason = b.Text, b.Reason
	c.Claimed = &referral.Claimed{Present: attendants(b.Present), Assessed: b.Assessed, Agreed: b.Agreed, Told: b.DefaultTold}
	b.CostsBody.into(c.Claimed)
	b.TermsBody.into(c.Claimed, bad)
	return c
}

// PayAct records one act of performance under an agreement.
type PayAct struct {
	ActBase
	Fen        int64  `json:"fen" minimum:"1" maximum:"1000000000000" doc:"Amount, or value of the restoration, in fen (分)"`
	Manner     string `json:"manner" enum:"treasury,restoration,reimbursed" doc:"缴入国库；修复或者替代修复；支付鉴定评估、应急处置费用"`
	Party      string `json:"party,omitempty" format:"uuid" doc:"Who performs; needed where several owe"`
	DocumentNo string `json:"document_no,omitempty" maxLength:"100" doc:"Number of the payment (缴款书号); a restoration has none"`
	Text       string `json:"text,omitempty" maxLength:"4000"`
}

func (b PayAct) call(bad *fields) call {
	c := b.start(bad)
	c.DocumentNo, c.Text = b.DocumentNo, b.Text
	c.Claimed = &referral.Claimed{Payment: claim.Payment{Fen: b.Fen, Manner: claim.Manner(b.Manner), Party: id[ids.Party](bad, "body.party", b.Party)}}
	return c
}

// GroundAct decides not to start a claim, or to end it, on a ground of the list.
type GroundAct struct {
	ActBase
	Result string   `json:"result" maxLength:"40" doc:"Ground: an id of /v1/claim-grounds" example:"slight"`
	Denied []string `json:"denied,omitempty" maxItems:"20" doc:"Exceptions of the ground that do not apply, each by its id"`
	Reason string   `json:"reason" maxLength:"4000"`
}

func (b GroundAct) call(bad *fields) call {
	c := b.start(bad)
	if b.Result == "" {
		bad.add("body.result", fault.T("请选择不启动或者终止的情形", "Choose the ground"))
	}
	c.Result, c.Reason, c.Claimed = b.Result, b.Reason, &referral.Claimed{Denied: b.Denied}
	return c
}
