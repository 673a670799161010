package api

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// ActBase is what every act may carry: when it happened in law, and the paper it
// was taken from.
type ActBase struct {
	OccurredAt *time.Time   `json:"occurred_at,omitempty" doc:"Legal time; now if absent, never in the future"`
	Ground     string       `json:"ground,omitempty" maxLength:"500" doc:"Why an earlier time is entered (补录)"`
	Paper      *PaperRecord `json:"paper,omitempty" doc:"Set to record a counterpart's act from its paper (代录)"`
}

// PaperRecord is the paper behind a recorded act.
type PaperRecord struct {
	Number   string `json:"number,omitempty" maxLength:"100" doc:"Document number as printed"`
	Date     string `json:"date" format:"date" doc:"Date on the document: clocks run from it"`
	Evidence string `json:"evidence_id,omitempty" format:"uuid" doc:"Scan or photo"`
}

func (b ActBase) start(bad *fields) call {
	c := call{Input: referral.Input{OccurredAt: instant(b.OccurredAt), Ground: b.Ground}}
	if p := b.Paper; p != nil {
		c.Paper = &referral.Paper{Number: p.Number, Date: date(bad, "body.paper.date", p.Date), Evidence: id[ids.Evidence](bad, "body.paper.evidence_id", p.Evidence)}
		c.DocumentNo = p.Number
	}
	return c
}

// PlainAct is an act that needs nothing but an optional remark.
type PlainAct struct {
	ActBase
	Text string `json:"text,omitempty" maxLength:"4000"`
}

func (b PlainAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text = b.Text
	return c
}

// ReasonAct is an act with its reason.
type ReasonAct struct {
	ActBase
	Reason string `json:"reason" maxLength:"4000"`
}

func (b ReasonAct) call(bad *fields) call {
	c := b.start(bad)
	c.Reason = b.Reason
	return c
}

// TextAct is an opinion, an explanation or an answer.
type TextAct struct {
	ActBase
	Text       string `json:"text" maxLength:"8000"`
	DocumentNo string `json:"document_no,omitempty" maxLength:"100"`
}

func (b TextAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text = b.Text
	if b.DocumentNo != "" {
		c.DocumentNo = b.DocumentNo
	}
	return c
}

// TransmitAct sends the case to the police with a copy to the procuratorate.
type TransmitAct struct {
	ActBase
	To            string `json:"to" format:"uuid" doc:"Police organ; its own level by default"`
	CopyTo        string `json:"copy_to" format:"uuid" doc:"Own-level procuratorate"`
	NoStateSecret bool   `json:"no_state_secret" doc:"Confirms that this holds no state secret (本件不涉及国家秘密)"`
	Reason        string `json:"reason,omitempty" maxLength:"2000" doc:"Why another level, or why materials are missing"`
}

func (b TransmitAct) call(bad *fields) call {
	c := b.start(bad)
	c.To, c.Copy = id[ids.Agency](bad, "body.to", b.To), id[ids.Agency](bad, "body.copy_to", b.CopyTo)
	c.NoSecret, c.Reason = b.NoStateSecret, b.Reason
	return c
}

// SignForAct accepts a case and gives the receipt.
type SignForAct struct {
	ActBase
	Officer    string `json:"officer" maxLength:"100" doc:"Officer who signs"`
	DocumentNo string `json:"document_no,omitempty" maxLength:"100" doc:"Number of the receipt (回执)"`
	Text       string `json:"text,omitempty" maxLength:"2000"`
}

func (b SignForAct) call(bad *fields) call {
	c := b.start(bad)
	c.Officer, c.Text = b.Officer, b.Text
	if b.DocumentNo != "" {
		c.DocumentNo = b.DocumentNo
	}
	return c
}

// AskSupplementAct says what is missing.
type AskSupplementAct struct {
	ActBase
	Missing    []string `json:"missing" maxItems:"50" doc:"Checklist codes or names"`
	Text       string   `json:"text,omitempty" maxLength:"4000"`
	DocumentNo string   `json:"document_no,omitempty" maxLength:"100"`
	Reason     string   `json:"reason,omitempty" maxLength:"2000" doc:"Why the notice is late"`
}

func (b AskSupplementAct) call(bad *fields) call {
	c := b.start(bad)
	c.Missing, c.Text, c.Reason = b.Missing, b.Text, b.Reason
	if b.DocumentNo != "" {
		c.DocumentNo = b.DocumentNo
	}
	return c
}

// SupplementAct answers a supplement notice; the materials were added before.
type SupplementAct struct {
	ActBase
	Unable bool   `json:"unable,omitempty" doc:"It cannot be supplemented; text explains why"`
	Text   string `json:"text,omitempty" maxLength:"4000"`
}

func (b SupplementAct) call(bad *fields) call {
	c := b.start(bad)
	c.Unable, c.Text = b.Unable, b.Text
	return c
}

// ForwardAct hands a case on to another organ.
type ForwardAct struct {
	ActBase
	To         string `json:"to" format:"uuid"`
	Reason     string `json:"reason" maxLength:"2000"`
	DocumentNo string `json:"document_no,omitempty" maxLength:"100"`
}

func (b ForwardAct) call(bad *fields) call {
	c := b.start(bad)
	c.To, c.Reason = id[ids.Agency](bad, "body.to", b.To), b.Reason
	if b.DocumentNo != "" {
		c.DocumentNo = b.DocumentNo
	}
	return c
}

// TrackAct sets the seven- or thirty-day track.
type TrackAct struct {
	ActBase
	Track      string `json:"track" enum:"verify,complex" doc:"verify: seven days; complex: thirty, with approval"`
	Approver   string `json:"approver,omitempty" maxLength:"100" doc:"Head of a county-level or higher police organ"`
	ApprovedOn string `json:"approved_on,omitempty" format:"date"`
}

func (b TrackAct) call(bad *fields) call {
	c := b.start(bad)
	c.Track, c.Officer, c.ApprovedOn = referral.Track(b.Track), b.Approver, date(bad, "body.approved_on", b.ApprovedOn)
	return c
}

// ChargesAct is an act on some persons and offences.
type ChargesAct struct {
	ActBase
	Charges    []string `json:"charges" maxItems:"500" doc:"Ids of the persons and offences"`
	DocumentNo string   `json:"document_no,omitempty" maxLength:"100"`
	Reason     string   `json:"reason,omitempty" maxLength:"8000"`
	Text       string   `json:"text,omitempty" maxLength:"8000"`
}

func (b ChargesAct) call(bad *fields) call {
	c := b.start(bad)
	c.Charges, c.Reason, c.Text = idList[ids.Charge](bad, "body.charges", b.Charges), b.Reason, b.Text
	if b.DocumentNo != "" {
		c.DocumentNo = b.DocumentNo
	}
	return c
}

// JudgmentAct records what a court decided.
type JudgmentAct struct {
	ChargesAct
	Outcome string `json:"outcome" enum:"convicted,exempted,acquitted"`
}

func (b JudgmentAct) call(bad *fields) call {
	c := b.ChargesAct.call(bad)
	c.Outcome = b.Outcome
	return c
}

// ItemsAct hands over the items of the case, each in its own way.
type ItemsAct struct {
	ActBase
	Items []ItemHandover `json:"items" maxItems:"500"`
	Text  string         `json:"text,omitempty" maxLength:"4000"`
}

// ItemHandover says how one item is handed over.
type ItemHandover struct {
	ID       string `json:"id" format:"uuid"`
	Form     string `json:"form" enum:"moved,kept,disposed"`
	Keeper   string `json:"keeper,omitempty" maxLength:"200"`
	SealNo   string `json:"seal_no,omitempty" maxLength:"100"`
	Place    string `json:"place,omitempty" maxLength:"500"`
	DailyFen int64  `json:"daily_fen,omitempty" minimum:"0" doc:"Daily cost in fen"`
	Payer    string `json:"payer,omitempty" maxLength:"200"`
}

func (b ItemsAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text = b.Text
	for _, i := range b.Items {
		c.Items = append(c.Items, referral.Item{
			ID: id[ids.Item](bad, "body.items.id", i.ID), Form: i.Form, Keeper: i.Keeper, SealNo: i.SealNo, Place: i.Place, DailyFen: i.DailyFen, Payer: i.Payer,
		})
	}
	return c
}

// PagesAct counts the pages of a returned file.
type PagesAct struct {
	ActBase
	Pages   int    `json:"pages" minimum:"1" maximum:"100000"`
	Officer string `json:"officer,omitempty" maxLength:"100"`
	Text    string `json:"text,omitempty" maxLength:"2000"`
}

func (b PagesAct) call(bad *fields) call {
	c := b.start(bad)
	c.Pages, c.Officer, c.Text = b.Pages, b.Officer, b.Text
	return c
}

// OfficerAct is signed for by a named officer.
type OfficerAct struct {
	ActBase
	Officer string `json:"officer" maxLength:"100"`
	Text    string `json:"text,omitempty" maxLength:"2000"`
}

func (b OfficerAct) call(bad *fields) call {
	c := b.start(bad)
	c.Officer, c.Text = b.Officer, b.Text
	return c
}
