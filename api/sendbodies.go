package api

import (
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// SendAct puts a referral in front of its receiver (移送、发送).
type SendAct struct {
	ActBase
	To            string `json:"to" format:"uuid" doc:"Receiving organ"`
	NoStateSecret bool   `json:"no_state_secret" doc:"Confirms that this holds no state secret (本件不涉及国家秘密)"`
	Reason        string `json:"reason,omitempty" maxLength:"2000" doc:"Where the usual receiver or a material is missing: why"`
}

func (b SendAct) call(bad *fields) call {
	c := b.start(bad)
	c.To, c.NoSecret, c.Reason = id[ids.Agency](bad, "body.to", b.To), b.NoStateSecret, b.Reason
	return c
}

// NumberedSendAct is sent under the number of its paper.
type NumberedSendAct struct {
	SendAct
	DocumentNo string `json:"document_no" maxLength:"100" doc:"Number of the paper that is sent"`
}

func (b NumberedSendAct) call(bad *fields) call {
	c := b.SendAct.call(bad)
	c.DocumentNo = b.DocumentNo
	return c
}

// CopiedSendAct is sent with a copy to the procuratorate.
type CopiedSendAct struct {
	SendAct
	CopyTo string `json:"copy_to,omitempty" format:"uuid" doc:"Own-level procuratorate; the police copy it (17号第十七条)"`
}

func (b CopiedSendAct) call(bad *fields) call {
	c := b.SendAct.call(bad)
	c.Copy = id[ids.Agency](bad, "body.copy_to", b.CopyTo)
	return c
}

// ResultAct reports what came of something.
type ResultAct struct {
	ActBase
	Result string `json:"result" enum:"penalised,rectified,filed,transferred,no_violation,handled" doc:"What came of it"`
	Text   string `json:"text" maxLength:"8000"`
}

func (b ResultAct) call(bad *fields) call {
	c := b.start(bad)
	c.Result, c.Text = b.Result, b.Text
	return c
}

// NumberAct is an act under the number of its paper.
type NumberAct struct {
	ActBase
	DocumentNo string `json:"document_no" maxLength:"100"`
	Text       string `json:"text,omitempty" maxLength:"8000"`
}

func (b NumberAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text = b.Text
	if b.DocumentNo != "" {
		c.DocumentNo = b.DocumentNo
	}
	return c
}

// SuspendAct stops a review for a reason, by a paper with a number.
type SuspendAct struct {
	ActBase
	Reason     string `json:"reason" maxLength:"4000"`
	DocumentNo string `json:"document_no" maxLength:"100"`
}

func (b SuspendAct) call(bad *fields) call {
	c := b.start(bad)
	c.Reason = b.Reason
	if b.DocumentNo != "" {
		c.DocumentNo = b.DocumentNo
	}
	return c
}

// ExtendAct grants more time (延长期限): by whom and why; the days only where the
// rule names no number.
type ExtendAct struct {
	ActBase
	Reason  string `json:"reason" maxLength:"4000"`
	Days    int    `json:"days,omitempty" minimum:"0" maximum:"366" doc:"In the unit of the rule; only where it names no number itself"`
	Officer string `json:"officer,omitempty" maxLength:"100" doc:"Who granted it"`
}

func (b ExtendAct) call(bad *fields) call {
	c := b.start(bad)
	c.Reason, c.Days, c.Officer = b.Reason, b.Days, b.Officer
	return c
}

// DesignateAct gives a case to a third organ (指定管辖).
type DesignateAct struct {
	ActBase
	To         string `json:"to" format:"uuid"`
	DocumentNo string `json:"document_no" maxLength:"100"`
	Text       string `json:"text,omitempty" maxLength:"4000"`
}

func (b DesignateAct) call(bad *fields) call {
	c := b.start(bad)
	c.To, c.Text = id[ids.Agency](bad, "body.to", b.To), b.Text
	if b.DocumentNo != "" {
		c.DocumentNo = b.DocumentNo
	}
	return c
}

// UntilAct sets a new day, with the reason.
type UntilAct struct {
	ActBase
	Reason string `json:"reason" maxLength:"4000"`
	Until  string `json:"until" format:"date" doc:"The new day"`
}

func (b UntilAct) call(bad *fields) call {
	c := b.start(bad)
	c.Reason, c.Until = b.Reason, date(bad, "body.until", b.Until)
	return c
}

// RectifyAct orders the rectification of problems until a day (责令整改).
type RectifyAct struct {
	ChargesAct
	Until string `json:"until" format:"date" doc:"Day by which they are to be rectified (整改期限)"`
}

func (b RectifyAct) call(bad *fields) call {
	c := b.ChargesAct.call(bad)
	c.Until = date(bad, "body.until", b.Until)
	return c
}
