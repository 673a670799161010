package api

// StartAnswerAct says within an announcement whether a claim starts (函告).
type StartAnswerAct struct {
	ActBase
	Result     string `json:"result" enum:"start,not_start" doc:"启动索赔；不启动"`
	Text       string `json:"text" maxLength:"8000" doc:"What was decided and why"`
	DocumentNo string `json:"document_no,omitempty" maxLength:"100"`
}

func (b StartAnswerAct) call(bad *fields) call {
	c := b.start(bad)
	c.Result, c.Text = b.Result, b.Text
	if b.DocumentNo != "" {
		c.DocumentNo = b.DocumentNo
	}
	return c
}

// CivilSuitAct sues in the public interest for the damage (民事公益诉讼).
type CivilSuitAct struct {
	ActBase
	DocumentNo string `json:"document_no" maxLength:"100"`
	Reason     string `json:"reason,omitempty" maxLength:"4000" doc:"Where the department had said that it starts: that its consultation failed and it did not sue"`
}

func (b CivilSuitAct) call(bad *fields) call {
	c := b.start(bad)
	c.DocumentNo, c.Reason = b.DocumentNo, b.Reason
	return c
}
