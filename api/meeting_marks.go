package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// CaseMark puts a case on the list for the next joint meeting (列入联席会议).
type CaseMark struct {
	ID        string     `json:"id" format:"uuid"`
	Agency    AgencyRef  `json:"agency" doc:"Who put it there, and takes it off"`
	Clock     string     `json:"clock,omitempty" doc:"The end that passed in silence"`
	Reason    string     `json:"reason"`
	MarkedAt  time.Time  `json:"marked_at"`
	OffAt     *time.Time `json:"off_at,omitempty"`
	OffReason string     `json:"off_reason,omitempty"`
}

// MeetingMarkView is a line of the list for the next joint meeting.
type MeetingMarkView struct {
	CaseMark
	Case     string     `json:"case" format:"uuid"`
	Number   string     `json:"number"`
	Kind     string     `json:"kind"`
	Title    string     `json:"title"`
	State    string     `json:"state"`
	Sender   AgencyRef  `json:"sender"`
	Receiver *AgencyRef `json:"receiver,omitempty"`
	Silent   *MarkedAct `json:"silent,omitempty" doc:"The act that did not come; absent where nothing was overdue"`
}

// MarkedAct is the act that a mark is about.
type MarkedAct struct {
	Title Words       `json:"title"`
	Owes  AgencyRef   `json:"owes"`
	DueAt *time.Time  `json:"due_at,omitempty"`
	Days  int         `json:"days" doc:"Of silence, until today or until the act came"`
	Came  bool        `json:"came" doc:"The act has come since, or is not owed any more"`
	Basis []BasisView `json:"basis"`
}

// MeetingMarkPage is a page of the list: open ones first, newest first.
type MeetingMarkPage struct {
	Items []MeetingMarkView `json:"items"`
	Next  string            `json:"next,omitempty"`
}

// MarkBody puts a case on the list.
type MarkBody struct {
	Reason string `json:"reason" minLength:"2" maxLength:"1000"`
	Clock  string `json:"clock,omitempty" format:"uuid" doc:"The act it is about; the longest silence if left out"`
}

// OffBody takes it off.
type OffBody struct {
	Reason string `json:"reason" minLength:"2" maxLength:"1000"`
}

type markInput struct {
	CasePath
	Body MarkBody
}
type offInput struct {
	CasePath
	Mark string `path:"mark" format:"uuid"`
	Body OffBody
}
type marksInput struct {
	Open   bool   `query:"open" doc:"Only what is on the list now"`
	Cursor string `query:"cursor" maxLength:"200"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}
type marksOutput struct{ Body MeetingMarkPage }

func (s *Server) registerMeetingMarks(api huma.API, tags []string, errs []int) {
	huma.Register(api, huma.Operation{OperationID: "listMeetingMarks", Method: http.MethodGet, Path: "/v1/meeting-marks", Tags: tags, Summary: "Cases of my organ that are on the list for the next joint meeting", Errors: []int{401, 403, 422}}, s.listMeetingMarks)
	register(api, huma.Operation{OperationID: "markForMeeting", Method: http.MethodPost, Path: "/v1/referrals/{id}/meeting-marks", Tags: tags, Summary: "Put a case on the list for the next joint meeting", DefaultStatus: 201, Errors: errs}, s.markForMeeting)
	huma.Register(api, huma.Operation{OperationID: "takeOffMeeting", Method: http.MethodPost, Path: "/v1/referrals/{id}/meeting-marks/{mark}/off", Tags: tags, Summary: "Take a case off the list again", Errors: errs}, s.takeOffMeeting)
}

func (s *Server) markForMeeting(ctx context.Context, in *markInput) (*silenceOutput, error) {
	var bad fields
	return silenceView(ctx)(s.Office.MarkForMeeting(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), id[ids.Clock](&bad, "body.clock", in.Body.Clock), in.Body.Reason))
}

func (s *Server) takeOffMeeting(ctx context.Context, in *offInput) (*silenceOutput, error) {
	var bad fields
	return silenceView(ctx)(s.Office.TakeOffMeeting(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), id[ids.Entry](&bad, "path.mark", in.Mark), in.Body.Reason))
}

func (s *Server) listMeetingMarks(ctx context.Context, in *marksInput) (*marksOutput, error) {
	after, err := markCursor(in.Cursor)
	if err != nil {
		return nil, problem(ctx, err)
	}
	page, err := s.Office.MeetingMarks(ctx, actorOf(ctx), in.Open, after, in.Limit)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := MeetingMarkPage{Items: make([]MeetingMarkView, len(page.Items))}
	for i, m := range page.Items {
		out.Items[i] = meetingMarkView(page.Agencies, m)
	}
	if n := page.Next; n != nil {
		out.Next = map[bool]string{false: "o", true: "f"}[n.Off] + joinCursor(n.At, n.ID.String())
	}
	return &marksOutput{out}, nil
}

// markCursor reads a cursor of the list; its first letter says whether the page
// ended among the open ones or those taken off.
func markCursor(text string) (*casework.MarkCursor, error) {
	if text == "" {
		return nil, nil
	}
	if !strings.HasPrefix(text, "o") && !strings.HasPrefix(text, "f") {
		return nil, fault.New(fault.Invalid, "cursor.invalid", fault.T("翻页标记无效，请从第一页重新开始", "The cursor is not valid; start again from the first page"))
	}
	at, last, err := splitCursor[ids.Entry](text[1:])
	return &casework.MarkCursor{Off: text[0] == 'f', At: at, ID: last}, err
}

func meetingMarkView(all organs, m casework.MeetingMark) MeetingMarkView {
	v := MeetingMarkView{
		CaseMark: CaseMark{ID: m.ID.String(), Agency: agencyRef(all, m.AgencyID), Reason: m.Reason, MarkedAt: m.MarkedAt, OffAt: m.OffAt, OffReason: m.OffReason},
		Case:     m.CaseID.String(), Number: m.Number, Kind: m.Kind, Title: m.Title, State: m.State, Sender: agencyRef(all, m.SenderID), Receiver: agencyPtr(all, m.ReceiverID),
	}
	if m.RuleID == nil {
		return v
	}
	v.Silent = &MarkedAct{Title: words(m.Rule.Title), Owes: agencyRef(all, m.OwesID), DueAt: m.DueAt, Days: m.Days, Came: *m.ClockState != "running" && *m.ClockState != "paused", Basis: []BasisView{}}
	for i := range m.Rule.Basis {
		v.Silent.Basis = append(v.Silent.Basis, *basisView(&m.Rule.Basis[i]))
	}
	return v
}
