package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
)

// SeriesBody founds a series of joint meetings (联席会议制度).
type SeriesBody struct {
	Title    string   `json:"title" minLength:"2" maxLength:"120"`
	Place    string   `json:"place,omitempty" maxLength:"120" doc:"Where it usually meets"`
	Agencies []string `json:"agencies" minItems:"1" maxItems:"30" doc:"Members besides my agency"`
}

// MeetingBody prepares a meeting.
type MeetingBody struct {
	Series   string    `json:"series,omitempty" format:"uuid" doc:"Absent: a single meeting"`
	Title    string    `json:"title" minLength:"2" maxLength:"120"`
	Place    string    `json:"place,omitempty" maxLength:"120"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Agencies []string  `json:"agencies,omitempty" maxItems:"30" doc:"Of a single meeting, besides my agency"`
}

// SpanBody is a time that is proposed.
type SpanBody struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// PollBody proposes times (征询时间).
type PollBody struct {
	Slots []SpanBody `json:"slots" minItems:"1" maxItems:"10"`
}

// SlotAnswerBody is the answer to one of them.
type SlotAnswerBody struct {
	Slot   string `json:"slot" format:"uuid"`
	Answer string `json:"answer" enum:"yes,maybe,no"`
}

// PollAnswerBody answers proposed times.
type PollAnswerBody struct {
	Answers []SlotAnswerBody `json:"answers" minItems:"1" maxItems:"10"`
}

// ChooseBody makes a proposed time the meeting's.
type ChooseBody struct {
	Slot string `json:"slot" format:"uuid"`
}

// MoveBody is the new time and place.
type MoveBody struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Place  string    `json:"place,omitempty" maxLength:"120"`
	Reason string    `json:"reason" minLength:"2" maxLength:"300"`
}

// MeetingReasonBody says why.
type MeetingReasonBody struct {
	Reason string `json:"reason" minLength:"2" maxLength:"1000"`
}

// ReplyBody says whether my agency comes.
type ReplyBody struct {
	Reply string `json:"reply" enum:"accepted,declined,tentative"`
	Note  string `json:"note,omitempty" maxLength:"300"`
}

// AttendanceBody says who came for an agency.
type AttendanceBody struct {
	Agency    string `json:"agency" format:"uuid"`
	Present   bool   `json:"present"`
	Attendees string `json:"attendees,omitempty" maxLength:"300" doc:"As the minutes say them"`
}

// HoldBody says who came.
type HoldBody struct {
	Attendance []AttendanceBody `json:"attendance" maxItems:"40"`
}

// LateBody records a meeting that took place (补记).
type LateBody struct {
	Reason     string           `json:"reason" minLength:"2" maxLength:"300"`
	Attendance []AttendanceBody `json:"attendance" maxItems:"40"`
}

// NoBody is an act that needs no words.
type NoBody struct{}

// MeetingPath names a meeting.
type MeetingPath struct {
	ID string `path:"id" format:"uuid"`
}

// MeetingPart names a part of a meeting.
type MeetingPart struct {
	MeetingPath
	Part string `path:"part" format:"uuid"`
}

// MeetingWith is an act on a meeting with its body.
type MeetingWith[T any] struct {
	MeetingPath
	Body T
}

// MeetingPartWith is an act on a part of a meeting with its body.
type MeetingPartWith[T any] struct {
	MeetingPart
	Body T
}

type (
	seriesInput   struct{ Body SeriesBody }
	meetingInput  struct{ Body MeetingBody }
	meetingsInput struct {
		Cursor string `query:"cursor" maxLength:"200"`
		Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
	}
	minutesInput struct {
		MeetingPath
		AdminVersion
		Body MinutesBody
	}
)

func meetingOp(method, path, id, summary string, errs ...int) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/v1" + path, Tags: []string{"Meetings"}, Summary: summary, Errors: append([]int{401, 403}, errs...)}
}

func (s *Server) registerMeetings(api huma.API) {
	const one = "/meetings/{id}"
	register(api, meetingOp(http.MethodGet, "/meeting-series", "listSeries", "Series that my agency is a member of"), s.listSeries)
	found := meetingOp(http.MethodPost, "/meeting-series", "foundSeries", "Found a series of joint meetings", 422)
	found.DefaultStatus = http.StatusCreated
	register(api, found, s.foundSeries)
	huma.Register(api, meetingOp(http.MethodGet, "/meetings", "listMeetings", "Meetings that my agency takes part in, latest first", 422), s.listMeetings)
	create := meetingOp(http.MethodPost, "/meetings", "makeMeeting", "Prepare a meeting; nobody else sees it yet", 422)
	create.DefaultStatus = http.StatusCreated
	register(api, create, s.makeMeeting)
	register(api, meetingOp(http.MethodGet, one, "getMeeting", "A meeting with agenda, minutes and resolutions", 404, 422), func(ctx context.Context, in *MeetingPath) (*adminList[MeetingView], error) {
		return s.onMeeting(ctx, in.ID, s.Office.Meeting)
	})
	meetingAct(s, api, "call", "callMeeting", "Send the invitations", func(ctx context.Context, a casework.Actor, m ids.Entry, _ NoBody, _ *fields) (casework.Meeting, error) {
		return s.Office.CallMeeting(ctx, a, m)
	})
	meetingAct(s, api, "poll", "pollMeeting", "Propose times", func(ctx context.Context, a casework.Actor, m ids.Entry, b PollBody, _ *fields) (casework.Meeting, error) {
		times := make([]casework.Span, len(b.Slots))
		for i, x := range b.Slots {
			times[i] = casework.Span(x)
		}
		return s.Office.PollMeeting(ctx, a, m, times)
	})
	meetingAct(s, api, "answer", "answerPoll", "Say which of the proposed times suit my agency", func(ctx context.Context, a casework.Actor, m ids.Entry, b PollAnswerBody, bad *fields) (casework.Meeting, error) {
		answers := map[ids.Entry]string{}
		for _, x := range b.Answers {
			answers[id[ids.Entry](bad, "body.answers", x.Slot)] = x.Answer
		}
		return met(bad, func() (casework.Meeting, error) { return s.Office.AnswerPoll(ctx, a, m, answers) })
	})
	meetingAct(s, api, "choose", "chooseSlot", "Make a proposed time the meeting's", func(ctx context.Context, a casework.Actor, m ids.Entry, b ChooseBody, bad *fields) (casework.Meeting, error) {
		slot := id[ids.Entry](bad, "body.slot", b.Slot)
		return met(bad, func() (casework.Meeting, error) { return s.Office.ChooseSlot(ctx, a, m, slot) })
	})
	meetingAct(s, api, "move", "moveMeeting", "Change time or place of a called meeting", func(ctx context.Context, a casework.Actor, m ids.Entry, b MoveBody, _ *fields) (casework.Meeting, error) {
		return s.Office.MoveMeeting(ctx, a, m, casework.MovedTo(b))
	})
	meetingAct(s, api, "cancel", "cancelMeeting", "Cancel a meeting", func(ctx context.Context, a casework.Actor, m ids.Entry, b MeetingReasonBody, _ *fields) (casework.Meeting, error) {
		return s.Office.CancelMeeting(ctx, a, m, b.Reason)
	})
	meetingAct(s, api, "reply", "replyToMeeting", "Say whether my agency comes", func(ctx context.Context, a casework.Actor, m ids.Entry, b ReplyBody, _ *fields) (casework.Meeting, error) {
		return s.Office.ReplyToMeeting(ctx, a, m, b.Reply, b.Note)
	})
	s.registerSignIn(api)
	meetingAct(s, api, "hold", "holdMeeting", "Record that it took place and who came", func(ctx context.Context, a casework.Actor, m ids.Entry, b HoldBody, bad *fields) (casework.Meeting, error) {
		who := attendance(bad, b.Attendance)
		return met(bad, func() (casework.Meeting, error) { return s.Office.HoldMeeting(ctx, a, m, who) })
	})
	meetingAct(s, api, "record-late", "recordMeeting", "Record a meeting that took place before the hub knew of it", func(ctx context.Context, a casework.Actor, m ids.Entry, b LateBody, bad *fields) (casework.Meeting, error) {
		who := attendance(bad, b.Attendance)
		return met(bad, func() (casework.Meeting, error) { return s.Office.RecordMeeting(ctx, a, m, b.Reason, who) })
	})
	meetingAct(s, api, "close", "closeMeeting", "Close a meeting; its resolutions go on", func(ctx context.Context, a casework.Actor, m ids.Entry, _ NoBody, _ *fields) (casework.Meeting, error) {
		return s.Office.CloseMeeting(ctx, a, m)
	})
	s.registerAgenda(api)
	s.registerMinutes(api)
	s.registerMeetingPapers(api)
	s.registerMemoranda(api)
	s.registerBulletin(api)
	s.registerQuality(api)
}

// meetingAct registers one act on a meeting.
func meetingAct[T any](s *Server, api huma.API, name, operation, summary string, f func(context.Context, casework.Actor, ids.Entry, T, *fields) (casework.Meeting, error)) {
	register(api, meetingOp(http.MethodPost, "/meetings/{id}/"+name, operation, summary, 404, 409, 412, 422), func(ctx context.Context, in *MeetingWith[T]) (*adminList[MeetingView], error) {
		return s.onMeeting(ctx, in.ID, func(ctx context.Context, a casework.Actor, m ids.Entry) (casework.Meeting, error) {
			var bad fields
			return f(ctx, a, m, in.Body, &bad)
		})
	})
}

// meetingPartAct registers one act on a part of a meeting.
func meetingPartAct[T any](s *Server, api huma.API, path, operation, summary string, f func(context.Context, casework.Actor, ids.Entry, ids.Entry, T, *fields) (casework.Meeting, error)) {
	register(api, meetingOp(http.MethodPost, "/meetings/{id}/"+path, operation, summary, 404, 409, 422), func(ctx context.Context, in *MeetingPartWith[T]) (*adminList[MeetingView], error) {
		return s.onMeeting(ctx, in.ID, func(ctx context.Context, a casework.Actor, m ids.Entry) (casework.Meeting, error) {
			var bad fields
			part := id[ids.Entry](&bad, "path.part", in.Part)
			return met(&bad, func() (casework.Meeting, error) { return f(ctx, a, m, part, in.Body, &bad) })
		})
	})
}

// met goes on only if what was read of the request made sense.
func met(bad *fields, f func() (casework.Meeting, error)) (casework.Meeting, error) {
	if err := bad.err(); err != nil {
		return casework.Meeting{}, err
	}
	return f()
}

func (s *Server) onMeeting(ctx context.Context, path string, f func(context.Context, casework.Actor, ids.Entry) (casework.Meeting, error)) (*adminList[MeetingView], error) {
	var bad fields
	m := id[ids.Entry](&bad, "path.id", path)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	a := actorOf(ctx)
	got, err := f(ctx, a, m)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &adminList[MeetingView]{meetingView(a, got)}, nil
}

func attendance(bad *fields, list []AttendanceBody) []casework.Attendance {
	out := make([]casework.Attendance, len(list))
	for i, x := range list {
		out[i] = casework.Attendance{Agency: id[ids.Agency](bad, "body.attendance.agency", x.Agency), Present: x.Present, Attendees: x.Attendees}
	}
	return out
}

func (s *Server) listSeries(ctx context.Context, _ *struct{}) (*adminList[SeriesList], error) {
	rows, err := s.Office.AllSeries(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := SeriesList{Items: make([]SeriesView, len(rows))}
	for i, r := range rows {
		out.Items[i] = SeriesView{ID: r.ID.String(), Convener: r.AgencyID.String(), Title: r.Title, Place: r.Place, Held: int(r.Held), Members: []string{}}
		for _, x := range r.Members {
			out.Items[i].Members = append(out.Items[i].Members, x.String())
		}
	}
	return &adminList[SeriesList]{out}, nil
}

func (s *Server) foundSeries(ctx context.Context, in *seriesInput) (*adminList[NewSeriesView], error) {
	var bad fields
	members := idList[ids.Agency](&bad, "body.agencies", in.Body.Agencies)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	series, err := s.Office.FoundSeries(ctx, actorOf(ctx), casework.NewSeries{Title: in.Body.Title, Place: in.Body.Place, Agencies: members})
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &adminList[NewSeriesView]{NewSeriesView{ID: series.String()}}, nil
}

func (s *Server) makeMeeting(ctx context.Context, in *meetingInput) (*adminList[MeetingView], error) {
	var bad fields
	b := in.Body
	n := casework.NewMeeting{
		Series: id[ids.Entry](&bad, "body.series", b.Series), Title: b.Title, Place: b.Place, From: b.From, To: b.To, Agencies: idList[ids.Agency](&bad, "body.agencies", b.Agencies),
	}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	m, err := s.Office.MakeMeeting(ctx, actorOf(ctx), n)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &adminList[MeetingView]{meetingView(actorOf(ctx), m)}, nil
}

func (s *Server) listMeetings(ctx context.Context, in *meetingsInput) (*adminList[MeetingPage], error) {
	var after *casework.MeetingCursor
	if in.Cursor != "" {
		at, last, err := splitCursor[ids.Entry](in.Cursor)
		if err != nil {
			return nil, problem(ctx, err)
		}
		after = &casework.MeetingCursor{At: at, ID: last}
	}
	rows, next, err := s.Office.Meetings(ctx, actorOf(ctx), after, in.Limit)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := MeetingPage{Items: make([]MeetingSummary, len(rows))}
	for i, r := range rows {
		v := MeetingSummary{
			ID: r.ID.String(), Number: r.Number, Title: r.Title, Place: r.Place, From: r.StartsAt, To: r.EndsAt, State: r.State, Convener: r.AgencyID.String(), Reply: r.Reply,
			Sign: r.State == string(meeting.Minuted) && r.Present && r.SignedAt == nil,
		}
		if r.SeriesTitle != nil {
			v.Series = *r.SeriesTitle
		}
		out.Items[i] = v
	}
	if next != nil {
		out.Next = joinCursor(next.At, next.ID.String())
	}
	return &adminList[MeetingPage]{out}, nil
}
