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

// AgendaItemBody is an item in the convener's words.
type AgendaItemBody struct {
	Source string `json:"source" enum:"own,marked,overdue,disputed,stuck"`
	Case   string `json:"case,omitempty" format:"uuid" doc:"One that my agency takes part in; the others read its number only"`
	Title  string `json:"title" minLength:"2" maxLength:"200"`
}

// AgendaBody adds items at the end.
type AgendaBody struct {
	Items []AgendaItemBody `json:"items" minItems:"1" maxItems:"100"`
}

// OrderBody is the order of the items; what it leaves out is taken off.
type OrderBody struct {
	Items []string `json:"items" maxItems:"100"`
}

// SettleBody says what came of an item.
type SettleBody struct {
	State   string `json:"state" enum:"open,agreed,discussed" doc:"agreed: settled before the meeting, it drops off the agenda"`
	Outcome string `json:"outcome,omitempty" maxLength:"1000"`
}

// PositionBody is what my agency thinks of an item before the meeting (会前表态).
type PositionBody struct {
	Stance string `json:"stance" enum:"agree,disagree,discuss"`
	Text   string `json:"text,omitempty" maxLength:"1000"`
}

// ProposalItem is a case that the meeting could talk about.
type ProposalItem struct {
	Case   string      `json:"case" format:"uuid"`
	Number string      `json:"number"`
	Kind   string      `json:"kind"`
	Source string      `json:"source" enum:"marked,overdue,disputed,stuck"`
	Title  Words       `json:"title" doc:"Words to begin with: number and duty, nothing of the content"`
	Reason string      `json:"reason,omitempty" doc:"Of a mark; for the convener's eyes"`
	Since  time.Time   `json:"since"`
	Days   int         `json:"days"`
	Owes   string      `json:"owes,omitempty" format:"uuid"`
	Basis  []BasisView `json:"basis"`
	Taken  bool        `json:"taken" doc:"Stands on the agenda already"`
}

// ProposalList lists what the agenda could hold, what somebody asked for first.
type ProposalList struct {
	Items []ProposalItem `json:"items"`
}

func (s *Server) registerAgenda(api huma.API) {
	register(api, meetingOp(http.MethodGet, "/meetings/{id}/proposals", "proposeAgenda", "Cases for the agenda: marked, disputed, sent back or on, overdue", 404, 422), s.proposeAgenda)
	meetingAct(s, api, "items", "addItems", "Add items to the agenda", func(ctx context.Context, a casework.Actor, m ids.Entry, b AgendaBody, bad *fields) (casework.Meeting, error) {
		items := make([]casework.NewItem, len(b.Items))
		for i, x := range b.Items {
			items[i] = casework.NewItem{Source: x.Source, Case: id[ids.Case](bad, "body.items.case", x.Case), Title: x.Title}
		}
		return met(bad, func() (casework.Meeting, error) { return s.Office.AddItems(ctx, a, m, items) })
	})
	meetingAct(s, api, "order", "orderAgenda", "Order the items, and take off what the order leaves out", func(ctx context.Context, a casework.Actor, m ids.Entry, b OrderBody, bad *fields) (casework.Meeting, error) {
		order := idList[ids.Entry](bad, "body.items", b.Items)
		return met(bad, func() (casework.Meeting, error) { return s.Office.OrderAgenda(ctx, a, m, order) })
	})
	meetingPartAct(s, api, "items/{part}/settle", "settleItem", "Say what came of an item", func(ctx context.Context, a casework.Actor, m, part ids.Entry, b SettleBody, _ *fields) (casework.Meeting, error) {
		return s.Office.SettleItem(ctx, a, m, part, b.State, b.Outcome)
	})
	meetingPartAct(s, api, "items/{part}/position", "takePosition", "Take a position before the meeting", func(ctx context.Context, a casework.Actor, m, part ids.Entry, b PositionBody, _ *fields) (casework.Meeting, error) {
		return s.Office.TakePosition(ctx, a, m, part, b.Stance, b.Text)
	})
}

func (s *Server) proposeAgenda(ctx context.Context, in *MeetingPath) (*adminList[ProposalList], error) {
	var bad fields
	m := id[ids.Entry](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	rows, err := s.Office.ProposeAgenda(ctx, actorOf(ctx), m)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := ProposalList{Items: make([]ProposalItem, len(rows))}
	for i, r := range rows {
		v := ProposalItem{Case: r.Case.String(), Number: r.Number, Kind: r.Kind, Source: r.Source, Title: words(r.Title), Reason: r.Reason, Since: r.Since, Days: r.Days, Taken: r.Taken, Basis: []BasisView{}}
		if !r.Owes.IsZero() {
			v.Owes = r.Owes.String()
		}
		for j := range r.Rule.Basis {
			v.Basis = append(v.Basis, *basisView(&r.Rule.Basis[j]))
		}
		out.Items[i] = v
	}
	return &adminList[ProposalList]{out}, nil
}

// MinutesBody is the text of the minutes.
type MinutesBody struct {
	Text string `json:"text" minLength:"1" maxLength:"50000"`
}

// SignBody countersigns what was read.
type SignBody struct {
	Digest string `json:"digest" pattern:"^[0-9a-f]{64}$" doc:"signs of the meeting, as my agency read it"`
}

// ResolutionBody is what was agreed: who does what until when (议定事项).
type ResolutionBody struct {
	Text  string `json:"text" minLength:"2" maxLength:"500"`
	Owner string `json:"owner" format:"uuid"`
	DueOn string `json:"due_on" format:"date"`
}

// TaskBody is a step with a resolution.
type TaskBody struct {
	Step  string `json:"step" enum:"report,accept,send_back,put_off,withdraw"`
	Text  string `json:"text,omitempty" maxLength:"1000" doc:"The report, or the reason"`
	DueOn string `json:"due_on,omitempty" format:"date" doc:"Of put_off"`
}

type tasksInput struct {
	All  bool `query:"all" doc:"Of every agency, not only those that mine owes"`
	Done bool `query:"done" doc:"Also those that are done"`

	Limit int `query:"limit" minimum:"1" maximum:"500" default:"500"`
}

func (s *Server) registerMinutes(api huma.API) {
	const one = "/meetings/{id}"
	meetingAct(s, api, "minutes", "draftMinutes", "Draft the minutes from agenda and attendance", func(ctx context.Context, a casework.Actor, m ids.Entry, _ NoBody, _ *fields) (casework.Meeting, error) {
		return s.Office.DraftMinutes(ctx, a, m)
	})
	huma.Register(api, meetingOp(http.MethodPut, one+"/minutes", "saveMinutes", "Keep the minutes as edited; If-Match is the version of the minutes that was edited", 404, 409, 412, 422, 428), s.saveMinutes)
	meetingAct(s, api, "submit", "submitMinutes", "Send the minutes for countersignature; resolutions become tasks", func(ctx context.Context, a casework.Actor, m ids.Entry, _ NoBody, _ *fields) (casework.Meeting, error) {
		return s.Office.SubmitMinutes(ctx, a, m)
	})
	meetingAct(s, api, "countersign", "countersignMinutes", "Countersign the minutes for my agency", func(ctx context.Context, a casework.Actor, m ids.Entry, b SignBody, _ *fields) (casework.Meeting, error) {
		return s.Office.CountersignMinutes(ctx, a, m, b.Digest)
	})
	meetingAct(s, api, "object", "objectToMinutes", "Send the minutes back to be changed", func(ctx context.Context, a casework.Actor, m ids.Entry, b MeetingReasonBody, _ *fields) (casework.Meeting, error) {
		return s.Office.ObjectToMinutes(ctx, a, m, b.Reason)
	})
	meetingAct(s, api, "resolutions", "resolve", "Note a resolution", func(ctx context.Context, a casework.Actor, m ids.Entry, b ResolutionBody, bad *fields) (casework.Meeting, error) {
		in := casework.NewResolution{Text: b.Text, Owner: id[ids.Agency](bad, "body.owner", b.Owner), DueOn: date(bad, "body.due_on", b.DueOn)}
		return met(bad, func() (casework.Meeting, error) { return s.Office.Resolve(ctx, a, m, in) })
	})
	huma.Register(api, meetingOp(http.MethodDelete, one+"/resolutions/{part}", "unresolve", "Take a resolution out again while the minutes are written", 404, 409, 422), func(ctx context.Context, in *MeetingPart) (*adminList[MeetingView], error) {
		return s.onMeeting(ctx, in.ID, func(ctx context.Context, a casework.Actor, m ids.Entry) (casework.Meeting, error) {
			var bad fields
			part := id[ids.Entry](&bad, "path.part", in.Part)
			return met(&bad, func() (casework.Meeting, error) { return s.Office.Unresolve(ctx, a, m, part) })
		})
	})
	meetingPartAct(s, api, "resolutions/{part}/act", "actOnResolution", "Report a resolution done, accept it, send it back, put it off, withdraw it", func(ctx context.Context, a casework.Actor, m, part ids.Entry, b TaskBody, bad *fields) (casework.Meeting, error) {
		act := casework.TaskAct{Step: meeting.TaskStep(b.Step), Text: b.Text, DueOn: date(bad, "body.due_on", b.DueOn)}
		return met(bad, func() (casework.Meeting, error) { return s.Office.ActOnResolution(ctx, a, m, part, act) })
	})
	huma.Register(api, meetingOp(http.MethodGet, "/meeting-tasks", "listTasks", "Resolutions that my agency owes; open ones first, the most urgent at the top", 422), s.listTasks)
	register(api, meetingOp(http.MethodGet, "/meeting-promises", "countPromises", "Resolutions of the meetings that my agency called, kept and broken, by agency"), s.countPromises)
}

func (s *Server) saveMinutes(ctx context.Context, in *minutesInput) (*adminList[MeetingView], error) {
	return s.onMeeting(ctx, in.ID, func(ctx context.Context, a casework.Actor, m ids.Entry) (casework.Meeting, error) {
		version, err := in.version()
		if err != nil {
			return casework.Meeting{}, err
		}
		return s.Office.SaveMinutes(ctx, a, m, version, in.Body.Text)
	})
}

func (s *Server) listTasks(ctx context.Context, in *tasksInput) (*adminList[TaskList], error) {
	a := actorOf(ctx)
	rows, agencies, err := s.Office.Tasks(ctx, a, !in.All, !in.Done, in.Limit)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := TaskList{Items: make([]TaskView, len(rows))}
	for i, r := range rows {
		out.Items[i] = TaskView{
			ResolutionView: resolutionView(casework.Resolution{
				ID: r.ID, MeetingID: r.MeetingID, SeriesID: r.SeriesID, Number: r.Number, Text: r.Text, OwnerID: r.OwnerID, DueOn: r.DueOn, State: r.State, Report: r.Report,
				ReportedAt: r.ReportedAt, EndedAt: r.EndedAt, Note: r.Note, FirstDue: r.FirstDue, CreatedAt: r.CreatedAt,
			}, s.today(), r.OwnerID == a.Agency, r.AgencyID == a.Agency),
			Meeting: r.MeetingID.String(), MeetingNumber: r.MeetingNumber, MeetingTitle: r.MeetingTitle, OwnerName: agencies[r.OwnerID].ShortName, Convener: r.AgencyID.String(), ConvenerName: agencies[r.AgencyID].ShortName,
		}
	}
	return &adminList[TaskList]{out}, nil
}

func (s *Server) countPromises(ctx context.Context, _ *struct{}) (*adminList[PromiseList], error) {
	rows, err := s.Office.PromisesKept(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := PromiseList{Items: make([]PromiseView, len(rows))}
	for i, r := range rows {
		out.Items[i] = PromiseView{Agency: r.OwnerID.String(), Name: r.ShortName, Total: int(r.Total), InTime: int(r.InTime), Late: int(r.Late), Open: int(r.Open), Overdue: int(r.Overdue), PutOff: int(r.PutOff)}
	}
	return &adminList[PromiseList]{out}, nil
}
