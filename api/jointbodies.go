package api

import (
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// MemberBody is somebody whom an organ sends along (编组成员).
type MemberBody struct {
	Name        string `json:"name" minLength:"1" maxLength:"60"`
	Certificate string `json:"certificate" minLength:"1" maxLength:"40" doc:"执法证号"`
}

// MembersAct names the members of one's organ anew (混合编组).
type MembersAct struct {
	ActBase
	Members []MemberBody `json:"members" minItems:"1" maxItems:"100"`
}

func (b MembersAct) call(bad *fields) call {
	c := b.start(bad)
	c.Joint = &referral.JointInput{}
	for _, m := range b.Members {
		c.Joint.Members = append(c.Joint.Members, referral.Member{Name: m.Name, Certificate: m.Certificate})
	}
	return c
}

// VisitBody is a visit of a joint action.
type VisitBody struct {
	Number string   `json:"number" minLength:"1" maxLength:"60" doc:"查验编号 at the hub of the organ that arranges it"`
	Name   string   `json:"name" minLength:"2" maxLength:"120" doc:"The enterprise"`
	Code   string   `json:"code,omitempty" maxLength:"60"`
	Region string   `json:"region" pattern:"^[0-9]{6}$" doc:"Where it lies (GB/T 2260)"`
	Day    string   `json:"day" format:"date"`
	Team   []string `json:"team" minItems:"1" maxItems:"60" doc:"Certificates of members of either organ"`
}

// VisitAct arranges a visit of a joint action (安排检查).
type VisitAct struct {
	ActBase
	Visit VisitBody `json:"visit"`
}

func (b VisitAct) call(bad *fields) call {
	c, v := b.start(bad), b.Visit
	c.Joint = &referral.JointInput{Visit: referral.JointVisit{Number: v.Number, Name: v.Name, Code: v.Code, Region: v.Region, Day: date(bad, "body.visit.day", v.Day), Team: v.Team}}
	return c
}

// VisitOffAct calls a visit of a joint action off.
type VisitOffAct struct {
	ActBase
	Number string `json:"number" minLength:"1" maxLength:"60" doc:"Of the visit"`
	Reason string `json:"reason" maxLength:"2000"`
}

func (b VisitOffAct) call(bad *fields) call {
	c := b.start(bad)
	c.Reason, c.Joint = b.Reason, &referral.JointInput{Visit: referral.JointVisit{Number: b.Number}}
	return c
}

// VisitReportAct says what a visit of a joint action found.
type VisitReportAct struct {
	ActBase
	Number   string `json:"number" minLength:"1" maxLength:"60" doc:"Of the visit"`
	Problems int    `json:"problems" minimum:"0" maximum:"10000" doc:"Problems found on the spot"`
	Text     string `json:"text,omitempty" maxLength:"4000"`
}

func (b VisitReportAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Joint = b.Text, &referral.JointInput{Visit: referral.JointVisit{Number: b.Number, Problems: b.Problems}}
	return c
}

// VisitHandedAct says how many problems of a visit were handed over to the organ of the place.
type VisitHandedAct struct {
	ActBase
	Number string `json:"number" minLength:"1" maxLength:"60" doc:"Of the visit"`
	Handed int    `json:"handed" minimum:"1" maximum:"10000"`
	Text   string `json:"text,omitempty" maxLength:"2000" doc:"Under which numbers"`
}

func (b VisitHandedAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Joint = b.Text, &referral.JointInput{Visit: referral.JointVisit{Number: b.Number, Handed: b.Handed}}
	return c
}

// PromiseAct sends a resolution with its day (议定事项).
type PromiseAct struct {
	ActBase
	Text  string `json:"text" minLength:"2" maxLength:"500"`
	Until string `json:"until" format:"date"`
}

func (b PromiseAct) call(bad *fields) call {
	c := b.start(bad)
	c.Text, c.Until = b.Text, date(bad, "body.until", b.Until)
	return c
}

// OfLine says which resolution (议定事项) an act is about.
type OfLine struct {
	Line int `json:"line" minimum:"1" maximum:"60" doc:"Which resolution, the first being 1"`
}

// LineAct is about one resolution.
type LineAct struct {
	ActBase
	OfLine
}

func (b LineAct) call(bad *fields) call {
	c := b.start(bad)
	c.Line = b.Line
	return c
}

// LineReportAct reports a resolution done.
type LineReportAct struct {
	ActBase
	OfLine
	Text string `json:"text" maxLength:"4000"`
}

func (b LineReportAct) call(bad *fields) call {
	c := b.start(bad)
	c.Line, c.Text = b.Line, b.Text
	return c
}

// LineReasonAct sends a report back, or drops a resolution.
type LineReasonAct struct {
	ActBase
	OfLine
	Reason string `json:"reason" maxLength:"2000"`
}

func (b LineReasonAct) call(bad *fields) call {
	c := b.start(bad)
	c.Line, c.Reason = b.Line, b.Reason
	return c
}

// LinePutOffAct puts a resolution off.
type LinePutOffAct struct {
	ActBase
	OfLine
	Until  string `json:"until" format:"date"`
	Reason string `json:"reason" maxLength:"2000"`
}

func (b LinePutOffAct) call(bad *fields) call {
	c := b.start(bad)
	c.Line, c.Until, c.Reason = b.Line, date(bad, "body.until", b.Until), b.Reason
	return c
}

// MinutesAct sends minutes for countersignature; the file goes with the message.
type MinutesAct struct {
	ActBase
	Result string `json:"result" maxLength:"64" doc:"Digest of minutes and resolutions (SHA-256)"`
	Text   string `json:"text,omitempty" maxLength:"2000"`
}

func (b MinutesAct) call(bad *fields) call {
	c := b.start(bad)
	c.Result, c.Text = b.Result, b.Text
	return c
}

// SignMinutesAct countersigns minutes as they were read.
type SignMinutesAct struct {
	ActBase
	Result string `json:"result" maxLength:"64" doc:"The digest that was read: sub-state of the invitation"`
}

func (b SignMinutesAct) call(bad *fields) call {
	c := b.start(bad)
	c.Result = b.Result
	return c
}
