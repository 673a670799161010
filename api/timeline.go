package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// EventView is one entry of the record.
type EventView struct {
	ID           string                     `json:"id" format:"uuid"`
	Seq          int64                      `json:"seq"`
	Kind         string                     `json:"kind" example:"criminal.file"`
	Title        Words                      `json:"title"`
	Agency       AgencyRef                  `json:"agency" doc:"Whose act it is in law"`
	Recorder     AgencyRef                  `json:"recorder" doc:"Who recorded it; another organ when taken from paper, or signed for at a shared desk"`
	Actor        string                     `json:"actor,omitempty"`
	Function     string                     `json:"function,omitempty"`
	OccurredAt   time.Time                  `json:"occurred_at" doc:"Legal time"`
	RecordedAt   time.Time                  `json:"recorded_at" doc:"Server time"`
	FromPaper    bool                       `json:"from_paper" doc:"Taken down by a counterpart (代录)"`
	LateEntry    bool                       `json:"late_entry" doc:"Entered after the fact (补录)"`
	Confirmation string                     `json:"confirmation,omitempty" enum:"waiting,confirmed,objected"`
	Objection    string                     `json:"objection,omitempty"`
	Values       map[string]json.RawMessage `json:"values" doc:"What the act says, as far as my organ may read it"`
	Redacted     []string                   `json:"redacted,omitempty" doc:"Values that were destroyed by an act on record (已遮蔽)"`
	Hash         string                     `json:"hash" doc:"Chain hash"`
}

// ReceiptView is a signed receipt (回执).
type ReceiptView struct {
	ID    string    `json:"id" format:"uuid"`
	Kind  string    `json:"kind" enum:"received,delivered,acknowledged,decided,undeliverable,invalid"`
	Event string    `json:"event" format:"uuid"`
	At    time.Time `json:"at"`
	JWS   string    `json:"jws" doc:"JWS in general JSON form"`
}

// RemarkView is something said beside the procedure.
type RemarkView struct {
	ID     string    `json:"id" format:"uuid"`
	Kind   string    `json:"kind" enum:"call,reminder,in_transit,voided,corrected"`
	Agency AgencyRef `json:"agency"`
	To     string    `json:"to,omitempty"`
	Text   string    `json:"text"`
	At     time.Time `json:"at"`

	DecidedOn  string     `json:"decided_on,omitempty" format:"date" doc:"In transit: day of the decision"`
	DocumentNo string     `json:"document_no,omitempty" doc:"In transit: number of the decision"`
	QuietUntil *time.Time `json:"quiet_until,omitempty" doc:"In transit: until when the alarm is quiet; absent where it was quiet before"`
}

// TimelineView is the course of a case, oldest first.
type TimelineView struct {
	Events   []EventView   `json:"events"`
	Receipts []ReceiptView `json:"receipts"`
	Remarks  []RemarkView  `json:"remarks"`
}

// RemarkBody records a call or sends a reminder.
type RemarkBody struct {
	Kind string `json:"kind" enum:"call,reminder"`
	To   string `json:"to,omitempty" format:"uuid" doc:"Organ that was called or is reminded"`
	Text string `json:"text" minLength:"1" maxLength:"2000"`
}

// AnswerBody answers an act that a counterpart took down from paper.
type AnswerBody struct {
	Confirm bool   `json:"confirm"`
	Text    string `json:"text,omitempty" maxLength:"2000" doc:"The objection"`
}

// CaseDelivery is one notice with its proof (送达记录).
type CaseDelivery struct {
	ID       string     `json:"id" format:"uuid"`
	Agency   AgencyRef  `json:"agency"`
	Channel  string     `json:"channel" enum:"inapp,email,sms,call"`
	Topic    string     `json:"topic"`
	Level    string     `json:"level" enum:"info,warn,urgent"`
	State    string     `json:"state" enum:"pending,digest,sending,sent,failed,undeliverable,read"`
	Attempts int        `json:"attempts"`
	Error    string     `json:"error,omitempty"`
	Proof    string     `json:"proof,omitempty"`
	At       time.Time  `json:"at"`
	SentAt   *time.Time `json:"sent_at,omitempty"`
	ReadAt   *time.Time `json:"read_at,omitempty"`
}

// CaseDeliveryList lists the notices of a case.
type CaseDeliveryList struct {
	Items []CaseDelivery `json:"items"`
}

type timelineOutput struct{ Body TimelineView }
type remarkInput struct {
	CasePath
	Body RemarkBody
}
type answerInput struct {
	CasePath
	Event string `path:"event" format:"uuid"`
	Body  AnswerBody
}
type deliveriesOutput struct{ Body CaseDeliveryList }

func (s *Server) registerTimeline(api huma.API) {
	tags := []string{"Record"}
	errs := []int{401, 403, 404, 409, 422}
	register(api, huma.Operation{OperationID: "getTimeline", Method: http.MethodGet, Path: "/v1/referrals/{id}/timeline", Tags: tags, Summary: "Course of a case with receipts and remarks", Errors: errs}, s.getTimeline)
	register(api, huma.Operation{OperationID: "addRemark", Method: http.MethodPost, Path: "/v1/referrals/{id}/remarks", Tags: tags, Summary: "Phone record or reminder", DefaultStatus: 201, Errors: errs}, s.addRemark)
	huma.Register(api, huma.Operation{OperationID: "answerRecord", Method: http.MethodPost, Path: "/v1/referrals/{id}/events/{event}/answer", Tags: tags, Summary: "Confirm or object to an act taken from paper", Errors: errs}, s.answerRecord)
	register(api, huma.Operation{OperationID: "listCaseDeliveries", Method: http.MethodGet, Path: "/v1/referrals/{id}/deliveries", Tags: tags, Summary: "Notices of a case with their proof", Errors: errs}, s.listCaseDeliveries)
}

func (s *Server) getTimeline(ctx context.Context, in *CasePath) (*timelineOutput, error) {
	var bad fields
	t, err := s.Office.ReadTimeline(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID))
	return timelineView(ctx, t, err)
}

func (s *Server) addRemark(ctx context.Context, in *remarkInput) (*timelineOutput, error) {
	var bad fields
	t, err := s.Office.Remark(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), casework.RemarkKind(in.Body.Kind), id[ids.Agency](&bad, "body.to", in.Body.To), in.Body.Text)
	return timelineView(ctx, t, err)
}

func (s *Server) answerRecord(ctx context.Context, in *answerInput) (*timelineOutput, error) {
	var bad fields
	t, err := s.Office.Answer(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), id[ids.Event](&bad, "path.event", in.Event), in.Body.Confirm, in.Body.Text)
	return timelineView(ctx, t, err)
}

func timelineView(ctx context.Context, t casework.Timeline, err error) (*timelineOutput, error) {
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := TimelineView{Events: []EventView{}, Receipts: []ReceiptView{}, Remarks: []RemarkView{}}
	for _, e := range t.Events {
		out.Events = append(out.Events, eventView(t, e))
	}
	for _, r := range t.Receipts {
		out.Receipts = append(out.Receipts, ReceiptView{ID: r.ID.String(), Kind: r.Kind, Event: r.EventID.String(), At: r.At, JWS: string(r.Jws)})
	}
	for _, r := range t.Remarks {
		out.Remarks = append(out.Remarks, RemarkView{ID: r.ID.String(), Kind: r.Kind, Agency: agencyRef(t.Agencies, r.AgencyID), To: textOf(r.ToID), Text: r.Text, At: r.MadeAt, DecidedOn: r.DecidedOn.String(), DocumentNo: r.DocumentNo, QuietUntil: r.QuietUntil})
	}
	return &timelineOutput{out}, nil
}

// fromPaper says whether an entry was taken down from another organ's paper (代录). What an
// organ of another hub did came from that hub: it is never recorded from paper here.
func fromPaper(t casework.Timeline, e casework.TimelineEvent) bool {
	ev := e.Event
	return ev.AgencyID != ev.RecorderID && ev.Function != casework.EntrustedDesk && t.Agencies[ev.AgencyID].Peer == ""
}

func eventView(t casework.Timeline, e casework.TimelineEvent) EventView {
	ev := e.Event
	v := EventView{
		ID: ev.ID.String(), Seq: ev.Seq, Kind: ev.Kind, Title: words(casework.EntryTitle(t.Kind, ev.Kind)), Agency: agencyRef(t.Agencies, ev.AgencyID), Recorder: agencyRef(t.Agencies, ev.RecorderID),
		Actor: e.ActorName, Function: ev.Function, OccurredAt: ev.OccurredAt, RecordedAt: ev.RecordedAt, FromPaper: fromPaper(t, e),
		LateEntry: ev.RecordedAt.Sub(ev.OccurredAt) > time.Hour, Values: e.Values, Redacted: e.Redacted, Hash: hexOf(ev.Hash),
	}
	if c := e.Confirmation; c != nil {
		v.Confirmation, v.Objection = c.State, c.Text
	}
	return v
}

func (s *Server) listCaseDeliveries(ctx context.Context, in *CasePath) (*deliveriesOutput, error) {
	var bad fields
	rows, organs, err := s.Office.Deliveries(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := CaseDeliveryList{Items: []CaseDelivery{}}
	for _, r := range rows {
		out.Items = append(out.Items, CaseDelivery{
			ID: r.ID.String(), Agency: agencyRef(organs, r.AgencyID), Channel: r.Channel, Topic: r.Topic, Level: r.Level, State: r.State, Attempts: int(r.Attempts),
			Error: r.LastError, Proof: r.Proof, At: r.CreatedAt, SentAt: r.SentAt, ReadAt: r.ReadAt,
		})
	}
	return &deliveriesOutput{out}, nil
}
