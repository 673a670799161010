package api

import (
	"strconv"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// CheckAct records the preliminary check (初步核查).
type CheckAct struct {
	ActBase
	Result string `json:"result" enum:"damage,no_damage" doc:"造成生态环境损害；未造成生态环境损害"`
	Text   string `json:"text" maxLength:"8000" doc:"What was checked and found"`
}

func (b CheckAct) call(bad *fields) call {
	c := b.start(bad)
	c.Result, c.Text, c.Claimed = b.Result, b.Text, &referral.Claimed{}
	return c
}

// CommissionAct commissions an assessment (委托评估).
type CommissionAct struct {
	ActBase
	Method string `json:"method" enum:"appraisal,experts,comprehensive" doc:"Who assesses"`
	Text   string `json:"text" maxLength:"4000" doc:"Who is commissioned, and with what"`
	Until  string `json:"until,omitempty" format:"date" doc:"Day that was agreed for the result; the law has no number"`
	Joint  bool   `json:"joint,omitempty" doc:"Commissioned together with whoever owes (共同委托)"`
}

func (b CommissionAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Until = b.Text, date(bad, "body.until", b.Until)
	c.Claimed = &referral.Claimed{Joint: b.Joint}
	CostsBody{Method: b.Method}.into(c.Claimed)
	return c
}

// FailAct finds that consultation failed.
type FailAct struct {
	ActBase
	Result string `json:"result" maxLength:"40" doc:"Why: an id of the failures of /v1/claim-grounds" example:"refused"`
	Reason string `json:"reason" maxLength:"4000" doc:"What happened; it becomes the statement for the court"`
}

func (b FailAct) call(bad *fields) call {
	c := b.start(bad)
	c.Result, c.Reason, c.Claimed = b.Result, b.Reason, &referral.Claimed{}
	return c
}

// WorksAct sets works of restoration under an agreement.
type WorksAct struct {
	ActBase
	Works []WorkBody `json:"works" minItems:"1" maxItems:"50"`
	Text  string     `json:"text" maxLength:"4000" doc:"What it rests on: the plan of the restoration, a supplementary agreement"`
}

func (b WorksAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Claimed = b.Text, &referral.Claimed{Works: works(b.Works, bad)}
	return c
}

// RestoreAct notes the progress of the restoration, or that a work is done.
type RestoreAct struct {
	ActBase
	Text     string   `json:"text" maxLength:"8000"`
	Work     int      `json:"work,omitempty" minimum:"0" maximum:"200" doc:"The work that is done, the first being 1; absent: a note"`
	Evidence []string `json:"evidence,omitempty" maxItems:"50" doc:"Files of the case that show it; their digests stay in the record"`
}

func (b RestoreAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Claimed = b.Text, &referral.Claimed{Work: b.Work}
	for i, e := range b.Evidence {
		c.Claimed.Evidence = append(c.Claimed.Evidence, referral.EvidenceRef{ID: id[ids.Evidence](bad, "body.evidence["+strconv.Itoa(i)+"]", e)})
	}
	return c
}

// AcceptWorkAct accepts a work.
type AcceptWorkAct struct {
	ActBase
	Work int    `json:"work" minimum:"0" maximum:"200" doc:"The first being 1"`
	Text string `json:"text" maxLength:"4000" doc:"What was found"`
}

func (b AcceptWorkAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Claimed = b.Text, &referral.Claimed{Work: b.Work}
	return c
}

// WorkAct sends a work back, or waives it.
type WorkAct struct {
	ActBase
	Work   int    `json:"work" minimum:"0" maximum:"200" doc:"The first being 1"`
	Reason string `json:"reason" maxLength:"4000"`
	Until  string `json:"until,omitempty" format:"date" doc:"New day, where it is sent back"`
}

func (b WorkAct) call(bad *fields) call {
	c := b.start(bad)
	c.Reason, c.Until, c.Claimed = b.Reason, date(bad, "body.until", b.Until), &referral.Claimed{Work: b.Work}
	return c
}

// EvaluateAct records the evaluation of the restoration (修复效果评估).
type EvaluateAct struct {
	ActBase
	Result string `json:"result" enum:"reached,not_reached" doc:"达到修复目标；未达到，继续修复"`
	Text   string `json:"text" maxLength:"8000"`
}

func (b EvaluateAct) call(bad *fields) call {
	c := b.start(bad)
	c.Result, c.Text, c.Claimed = b.Result, b.Text, &referral.Claimed{}
	return c
}

// RefusedByCourtAct is an act of the court against what was asked, with its paper.
type RefusedByCourtAct struct {
	ActBase
	DocumentNo string `json:"document_no" maxLength:"100"`
	Reason     string `json:"reason" maxLength:"4000"`
}

func (b RefusedByCourtAct) call(bad *fields) call {
	c := b.start(bad)
	c.DocumentNo, c.Reason = b.DocumentNo, b.Reason
	return c
}

// JudgeAct records a judgment or a settlement before the court (判决、调解).
type JudgeAct struct {
	ActBase
	DocumentNo   string      `json:"document_no" maxLength:"100"`
	DamageFen    int64       `json:"damage_fen" minimum:"0" maximum:"1000000000000" doc:"What was awarded for the damage, what was performed before included"`
	AppraisalFen int64       `json:"appraisal_fen,omitempty" minimum:"0" maximum:"1000000000000"`
	EmergencyFen int64       `json:"emergency_fen,omitempty" minimum:"0" maximum:"1000000000000"`
	Shares       []ShareBody `json:"shares,omitempty" maxItems:"200" doc:"None: all who owe are liable jointly"`
	Text         string      `json:"text" maxLength:"8000" doc:"What it says of manner and time"`
}

func (b JudgeAct) call(bad *fields) call {
	c := b.start(bad)
	c.DocumentNo, c.Text, c.Claimed = b.DocumentNo, b.Text, &referral.Claimed{}
	CostsBody{DamageFen: b.DamageFen, AppraisalFen: b.AppraisalFen, EmergencyFen: b.EmergencyFen}.into(c.Claimed)
	TermsBody{Shares: b.Shares}.into(c.Claimed, bad)
	return c
}

// SuitOverAct records that a suit ended without an award.
type SuitOverAct struct {
	ActBase
	Result     string `json:"result" enum:"dismissed,withdrawn" doc:"驳回；撤诉"`
	DocumentNo string `json:"document_no" maxLength:"100"`
	Text       string `json:"text,omitempty" maxLength:"4000"`
}

func (b SuitOverAct) call(bad *fields) call {
	c := b.start(bad)
	c.Result, c.DocumentNo, c.Text, c.Claimed = b.Result, b.DocumentNo, b.Text, &referral.Claimed{}
	return c
}

// MajorAct registers a claim as a major case (重大案件台账).
type MajorAct struct {
	ActBase
	Major string `json:"major" enum:"inspection,incident,destruction,province,other" doc:"Class of 6号第十条; three of the five are known at second hand"`
	Until string `json:"until" format:"date" doc:"Day of the schedule (时间表)"`
	Text  string `json:"text" maxLength:"4000" doc:"Schedule, who supervises it"`
}

func (b MajorAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Until, c.Claimed = b.Text, date(bad, "body.until", b.Until), &referral.Claimed{Major: b.Major}
	return c
}

// GoToCourtAct sues for a claim, or asks for enforcement (起诉、申请强制执行).
type GoToCourtAct struct {
	NumberAct
	Reason string `json:"reason,omitempty" maxLength:"2000" doc:"Why before anything is due; asked for by 409 referral.not_due"`
}

func (b GoToCourtAct) call(bad *fields) call {
	c := b.NumberAct.call(bad)
	c.Reason = b.Reason
	return c
}
