package api

// AssessAct records an amount with what it rests on: an assessment, an agreement.
type AssessAct struct {
	ActBase
	Fen  int64  `json:"fen" minimum:"1" maximum:"1000000000000" doc:"Amount in fen (分): damage, appraisal and emergency cost together"`
	Text string `json:"text" maxLength:"8000" doc:"How it was assessed; or manner, time and instalments of payment"`
}

func (b AssessAct) call(bad *fields) call {
	c := b.start(bad)
	c.Fen, c.Text = b.Fen, b.Text
	return c
}

// PayAct records one payment under an agreement.
type PayAct struct {
	ActBase
	Fen        int64  `json:"fen" minimum:"1" maximum:"1000000000000" doc:"Amount in fen (分)"`
	DocumentNo string `json:"document_no" maxLength:"100" doc:"Number of the payment (缴款书号)"`
	Text       string `json:"text,omitempty" maxLength:"4000"`
}

func (b PayAct) call(bad *fields) call {
	c := b.start(bad)
	c.Fen, c.DocumentNo, c.Text = b.Fen, b.DocumentNo, b.Text
	return c
}
