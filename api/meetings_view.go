package api

import (
	"encoding/hex"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
)

// SeriesView is a series of joint meetings.
type SeriesView struct {
	ID       string   `json:"id" format:"uuid"`
	Convener string   `json:"convener" format:"uuid"`
	Title    string   `json:"title"`
	Place    string   `json:"place"`
	Members  []string `json:"members"`
	Held     int      `json:"held" doc:"Meetings held"`
}

// SeriesList lists series.
type SeriesList struct {
	Items []SeriesView `json:"items"`
}

// NewSeriesView names a series that was founded.
type NewSeriesView struct {
	ID string `json:"id" format:"uuid"`
}

// MeetingSummary is a meeting in a list.
type MeetingSummary struct {
	ID       string    `json:"id" format:"uuid"`
	Number   string    `json:"number"`
	Series   string    `json:"series,omitempty"`
	Title    string    `json:"title"`
	Place    string    `json:"place"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	State    string    `json:"state" enum:"draft,called,held,minuted,countersigned,closed,cancelled"`
	Convener string    `json:"convener" format:"uuid"`
	Reply    string    `json:"reply" enum:"none,accepted,declined,tentative" doc:"Of my agency"`
	Sign     bool      `json:"sign" doc:"The minutes wait for my agency's countersignature"`
}

// MeetingPage is a page of the list.
type MeetingPage struct {
	Items []MeetingSummary `json:"items"`
	Next  string           `json:"next,omitempty"`
}

// MeetingAgencyView is an agency of a meeting.
type MeetingAgencyView struct {
	Agency    string     `json:"agency" format:"uuid"`
	Name      string     `json:"name"`
	ShortName string     `json:"short_name"`
	Reply     string     `json:"reply" enum:"none,accepted,declined,tentative"`
	Note      string     `json:"note,omitempty"`
	RepliedAt *time.Time `json:"replied_at,omitempty"`
	Present   bool       `json:"present"`
	Attendees string     `json:"attendees,omitempty"`
	SignedAt  *time.Time `json:"signed_at,omitempty"`
	SignedIn  []string   `json:"signed_in" doc:"Names of those who signed in by the code of the room"`
	Hub       string     `json:"hub,omitempty" doc:"The other hub that it belongs to; it is invited by a case of its own"`
}

// AgendaView is an item of the agenda.
type AgendaView struct {
	ID        string         `json:"id" format:"uuid"`
	Source    string         `json:"source" enum:"own,marked,overdue,disputed,stuck"`
	Case      string         `json:"case,omitempty" format:"uuid" doc:"Only if my agency takes part in it"`
	Number    string         `json:"number,omitempty"`
	Title     string         `json:"title"`
	State     string         `json:"state" enum:"open,agreed,discussed"`
	Outcome   string         `json:"outcome,omitempty"`
	Positions []PositionView `json:"positions"`
	Awaited   []string       `json:"awaited" doc:"Agencies of the case that have not taken a position; none where mine takes no part in it"`
}

// PositionView is what an agency thinks of an item.
type PositionView struct {
	Agency string    `json:"agency" format:"uuid"`
	Stance string    `json:"stance" enum:"agree,disagree,discuss"`
	Text   string    `json:"text,omitempty"`
	At     time.Time `json:"at"`
}

// ResolutionView is what a meeting agreed (议定事项).
type ResolutionView struct {
	ID         string     `json:"id" format:"uuid"`
	Number     int        `json:"number"`
	Text       string     `json:"text"`
	Owner      string     `json:"owner" format:"uuid"`
	DueOn      string     `json:"due_on" format:"date"`
	FirstDue   string     `json:"first_due" format:"date" doc:"Before it was put off"`
	State      string     `json:"state" enum:"open,reported,accepted,withdrawn"`
	Light      string     `json:"light" enum:"none,green,amber,red"`
	Days       int        `json:"days" doc:"Until its day; below zero: overdue"`
	Report     string     `json:"report,omitempty"`
	ReportedAt *time.Time `json:"reported_at,omitempty"`
	EndedAt    *time.Time `json:"ended_at,omitempty"`
	Note       string     `json:"note,omitempty"`
	Steps      []string   `json:"steps" doc:"Of report, accept, send_back, put_off and withdraw, what my agency may do now"`
}

// CarriedView is an unkept resolution of an earlier meeting of the series.
type CarriedView struct {
	ResolutionView
	Meeting       string `json:"meeting" format:"uuid"`
	MeetingNumber string `json:"meeting_number"`
}

// SlotView is a proposed time.
type SlotView struct {
	ID      string           `json:"id" format:"uuid"`
	From    time.Time        `json:"from"`
	To      time.Time        `json:"to"`
	Answers []SlotAnswerView `json:"answers"`
	Fits    int              `json:"fits" doc:"Agencies that can come for certain"`
}

// SlotAnswerView is an agency's answer.
type SlotAnswerView struct {
	Agency string `json:"agency" format:"uuid"`
	Answer string `json:"answer" enum:"yes,maybe,no"`
}

// MeetingPaperView is a paper of the meeting.
type MeetingPaperView struct {
	ID     string    `json:"id" format:"uuid"`
	Agency string    `json:"agency" format:"uuid"`
	Name   string    `json:"name"`
	Size   int64     `json:"size"`
	SHA256 string    `json:"sha256"`
	At     time.Time `json:"at"`
}

// MeetingDocumentView is an official paper as issued.
type MeetingDocumentView struct {
	ID         string    `json:"id" format:"uuid"`
	Kind       string    `json:"kind"`
	Title      Words     `json:"title"`
	Number     string    `json:"number"`
	SHA256     string    `json:"sha256"`
	Resolution string    `json:"resolution,omitempty" format:"uuid"`
	At         time.Time `json:"at"`

	Sealed *MeetingSealView `json:"sealed,omitempty" doc:"Its sealed version (盖章件), the latest"`
}

// MeetingSealView is the sealed version of a paper of the meeting.
type MeetingSealView struct {
	Name   string    `json:"name"`
	Size   int64     `json:"size"`
	SHA256 string    `json:"sha256"`
	At     time.Time `json:"at"`
	Check  string    `json:"check" enum:"same,differs,unchecked" doc:"Its pages against those of the paper (盖章件核对)"`
	Reason string    `json:"reason,omitempty" doc:"Why it was attached although it differs"`
}

// MinutesView is the text of the minutes with its version.
type MinutesView struct {
	Text     string    `json:"text"`
	Version  int64     `json:"version" doc:"For If-Match"`
	EditedAt time.Time `json:"edited_at"`
}

// MeetingView is a joint meeting as my agency sees it.
type MeetingView struct {
	ID          string                `json:"id" format:"uuid"`
	Number      string                `json:"number"`
	SeriesID    string                `json:"series_id,omitempty" format:"uuid"`
	Series      string                `json:"series,omitempty"`
	Title       string                `json:"title"`
	Place       string                `json:"place"`
	From        time.Time             `json:"from"`
	To          time.Time             `json:"to"`
	State       string                `json:"state" enum:"draft,called,held,minuted,countersigned,closed,cancelled"`
	Sequence    int                   `json:"sequence" doc:"Of the invitation: how often it was changed"`
	Reason      string                `json:"reason,omitempty" doc:"Why it was moved, cancelled, recorded afterwards, or sent back"`
	HeldAt      *time.Time            `json:"held_at,omitempty"`
	Convener    string                `json:"convener" format:"uuid"`
	Mine        string                `json:"mine" format:"uuid" doc:"My agency"`
	Agencies    []MeetingAgencyView   `json:"agencies"`
	Slots       []SlotView            `json:"slots"`
	Carried     []CarriedView         `json:"carried" doc:"Unkept resolutions of earlier meetings: they head the agenda until they are done"`
	Agenda      []AgendaView          `json:"agenda"`
	Papers      []MeetingPaperView    `json:"papers"`
	Minutes     *MinutesView          `json:"minutes,omitempty"`
	Signs       string                `json:"signs,omitempty" doc:"Digest of minutes and resolutions, which a countersignature names"`
	Resolutions []ResolutionView      `json:"resolutions"`
	Documents   []MeetingDocumentView `json:"documents"`
	PositionsBy string                `json:"positions_by,omitempty" format:"date" doc:"Until when agencies of a case on the agenda take a position; an internal limit"`
	Warnings    []Words               `json:"warnings" doc:"What is odd about the time: a holiday, an hour"`
	Actions     []string              `json:"actions" doc:"Steps that I may take now"`
}

// TaskView is a resolution out of its meeting.
type TaskView struct {
	ResolutionView
	Meeting       string `json:"meeting" format:"uuid"`
	MeetingNumber string `json:"meeting_number"`
	MeetingTitle  string `json:"meeting_title"`
	OwnerName     string `json:"owner_name"`
	Convener      string `json:"convener" format:"uuid"`
	ConvenerName  string `json:"convener_name"`
}

// TaskList lists tasks.
type TaskList struct {
	Items []TaskView `json:"items"`
}

// PromiseView counts what an agency promised.
type PromiseView struct {
	Agency  string `json:"agency" format:"uuid"`
	Name    string `json:"name"`
	Total   int    `json:"total" doc:"Without those that were withdrawn"`
	InTime  int    `json:"in_time"`
	Late    int    `json:"late"`
	Open    int    `json:"open"`
	Overdue int    `json:"overdue"`
	PutOff  int    `json:"put_off" doc:"Of all, those whose day was moved"`
}

// PromiseList counts by agency, the most overdue first.
type PromiseList struct {
	Items []PromiseView `json:"items"`
}

func (s *Server) today() civil.Date { return civil.DateOf(s.Office.Now()) }

func signedIn(m casework.Meeting, agency ids.Agency) []string {
	names := []string{}
	for _, s := range m.SignedIn {
		if s.AgencyID == agency {
			names = append(names, s.Name)
		}
	}
	return names
}

func meetingView(a casework.Actor, m casework.Meeting) MeetingView {
	v := MeetingView{
		ID: m.ID.String(), Number: m.Number, Series: m.Series, Title: m.Title, Place: m.Place, From: m.StartsAt, To: m.EndsAt, State: m.State, Sequence: int(m.Sequence), Reason: m.Reason,
		HeldAt: m.HeldAt, Convener: m.AgencyID.String(), Mine: a.Agency.String(), Agencies: []MeetingAgencyView{}, Slots: []SlotView{}, Carried: []CarriedView{}, Agenda: []AgendaView{},
		Papers: []MeetingPaperView{}, Resolutions: []ResolutionView{}, Documents: []MeetingDocumentView{}, Warnings: []Words{}, Actions: m.Actions, Signs: m.Signs(),
	}
	if !m.SeriesID.IsZero() {
		v.SeriesID = m.SeriesID.String()
	}
	if !m.PositionsBy.IsZero() {
		v.PositionsBy = m.PositionsBy.String()
	}
	for _, x := range m.Agencies {
		v.Agencies = append(v.Agencies, MeetingAgencyView{x.AgencyID.String(), x.Name, x.ShortName, x.Reply, x.ReplyNote, x.RepliedAt, x.Present, x.Attendees, x.SignedAt, signedIn(m, x.AgencyID), x.Peer})
	}
	for _, x := range m.Slots {
		slot := SlotView{ID: x.ID.String(), From: x.StartsAt, To: x.EndsAt, Answers: []SlotAnswerView{}}
		for _, g := range m.Agencies {
			if answer := x.Answers[g.AgencyID]; answer != "" {
				slot.Answers = append(slot.Answers, SlotAnswerView{g.AgencyID.String(), answer})
				if answer == "yes" {
					slot.Fits++
				}
			}
		}
		v.Slots = append(v.Slots, slot)
	}
	for _, x := range m.Carried {
		r := casework.Resolution{
			ID: x.ID, Number: x.Number, Text: x.Text, OwnerID: x.OwnerID, DueOn: x.DueOn, State: x.State, Report: x.Report, ReportedAt: x.ReportedAt, EndedAt: x.EndedAt, Note: x.Note, FirstDue: x.FirstDue,
		}
		v.Carried = append(v.Carried, CarriedView{resolutionView(r, m.Today, x.OwnerID == a.Agency, x.AgencyID == a.Agency), x.MeetingID.String(), x.MeetingNumber})
	}
	for _, x := range m.Agenda {
		v.Agenda = append(v.Agenda, agendaView(x, m))
	}
	for _, x := range m.Papers {
		v.Papers = append(v.Papers, MeetingPaperView{x.ID.String(), x.AgencyID.String(), x.Name, x.Size, hex.EncodeToString(x.Sha256), x.CreatedAt})
	}
	for _, r := range m.Resolutions {
		v.Resolutions = append(v.Resolutions, meetingResolution(a, m, r))
	}
	for _, d := range m.Documents {
		doc := MeetingDocumentView{ID: d.ID.String(), Kind: d.Kind, Title: casework.PaperTitle(d.Kind), Number: d.Number, SHA256: hex.EncodeToString(d.Sha256), At: d.IssuedAt}
		if !d.ResolutionID.IsZero() {
			doc.Resolution = d.ResolutionID.String()
		}
		if x := m.SealOf(d.ID); x != nil {
			check := casework.MeetingSealCheck(*x)
			doc.Sealed = &MeetingSealView{Name: x.Name, Size: x.Size, SHA256: hex.EncodeToString(x.Sha256), At: x.SealedAt, Check: check.State, Reason: check.Reason}
		}
		v.Documents = append(v.Documents, doc)
	}
	if x := m.Minutes; x != nil {
		v.Minutes = &MinutesView{x.Text, x.Version, x.EditedAt}
	}
	for _, w := range m.Warnings {
		v.Warnings = append(v.Warnings, words(w))
	}
	return v
}

func agendaView(x casework.AgendaItem, m casework.Meeting) AgendaView {
	v := AgendaView{ID: x.ID.String(), Source: x.Source, Number: x.Number, Title: x.Title, State: x.State, Outcome: x.Outcome, Positions: []PositionView{}, Awaited: []string{}}
	for _, g := range m.Awaited[x.ID] {
		v.Awaited = append(v.Awaited, g.String())
	}
	if m.Opened[x.CaseID] {
		v.Case = x.CaseID.String()
	}
	for _, p := range m.Positions {
		if p.ItemID == x.ID {
			v.Positions = append(v.Positions, PositionView{p.AgencyID.String(), p.Stance, p.Text, p.TakenAt})
		}
	}
	return v
}

// meetingResolution shows the steps of a resolution once it is a task.
func meetingResolution(a casework.Actor, m casework.Meeting, r casework.Resolution) ResolutionView {
	v := resolutionView(r, m.Today, r.OwnerID == a.Agency, m.AgencyID == a.Agency)
	if m.State == string(meeting.Held) {
		v.Steps = []string{}
	}
	return v
}

func resolutionView(r casework.Resolution, today civil.Date, owner, convener bool) ResolutionView {
	p := meeting.Promise(r.State)
	v := ResolutionView{
		ID: r.ID.String(), Number: int(r.Number), Text: r.Text, Owner: r.OwnerID.String(), DueOn: r.DueOn.String(), FirstDue: r.FirstDue.String(), State: r.State,
		Light: meeting.Light(p, r.DueOn, today), Days: today.DaysUntil(r.DueOn), Report: r.Report, ReportedAt: r.ReportedAt, EndedAt: r.EndedAt, Note: r.Note, Steps: []string{},
	}
	for _, s := range meeting.TaskSteps(p, owner, convener) {
		v.Steps = append(v.Steps, string(s))
	}
	return v
}
