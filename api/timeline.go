package api

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// EventView is one entry of the record.
type EventView struct {
	ID           string                     `json:"id" format:"uuid"`
	Seq          int64                      `json:"seq"`
	Kind         string                     `json:"kind" example:"criminal.file"`
	Title        Words                      `json:"title"`
	Agency       AgencyRef                  `json:"agency" doc:"Whose act it is in law"`
	Recorder     AgencyRef                  `json:"recorder" doc:"Who recorded it; another organ when taken from paper"`
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
	Kind   string    `json:"kind" enum:"call,reminder,in_transit"`
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
	huma.Register(api, huma.Operation{OperationID: "getTimeline", Method: http.MethodGet, Path: "/v1/referrals/{id}/timeline", Tags: tags, Summary: "Course of a case with receipts and remarks", Errors: errs}, s.getTimeline)
	huma.Register(api, huma.Operation{OperationID: "addRemark", Method: http.MethodPost, Path: "/v1/referrals/{id}/remarks", Tags: tags, Summary: "Phone record or reminder", DefaultStatus: 201, Errors: errs}, s.addRemark)
	huma.Register(api, huma.Operation{OperationID: "answerRecord", Method: http.MethodPost, Path: "/v1/referrals/{id}/events/{event}/answer", Tags: tags, Summary: "Confirm or object to an act taken from paper", Errors: errs}, s.answerRecord)
	huma.Register(api, huma.Operation{OperationID: "listCaseDeliveries", Method: http.MethodGet, Path: "/v1/referrals/{id}/deliveries", Tags: tags, Summary: "Notices of a case with their proof", Errors: errs}, s.listCaseDeliveries)
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

// housekeepingTitles name the entries that are no steps of a procedure.
var housekeepingTitles = map[string]fault.Text{
	"case.open": fault.T("创建移送", "Draft begun"), "case.edit": fault.T("修改草稿", "Draft edited"), "evidence.add": fault.T("上传材料", "File added"),
	"material.add": fault.T("登记材料", "Material listed"), "material.edit": fault.T("修改材料登记", "Material changed"),
	"document.issue": fault.T("制作文书", "Document issued"), "document.seal": fault.T("上传盖章件", "Sealed version attached"), "document.void": fault.T("文书作废", "Document voided"),
	"remark.call": fault.T("电话记录", "Phone record"), "remark.reminder": fault.T("催办提醒", "Reminder"), "remark.in_transit": fault.T("已决定，文书在途", "Decided, papers in transit"),
	"case.linked": fault.T("关联案件", "Cases linked"), "clock.settle": fault.T("确定暂计的期限", "Provisional deadline settled"),
	"reporter.seal": fault.T("密封举报人信息", "Reporter sealed"), "reporter.open": fault.T("查看密封的举报人信息", "Sealed reporter looked at"), "reporter.pass": fault.T("移交举报人信息", "Sealed reporter passed on"),
	"case.assign": fault.T("指定承办人", "Given to a person"),
	"glass.break": fault.T("紧急查阅", "Opened in an emergency"), "glass.review": fault.T("复核紧急查阅", "Break-glass look reviewed"),
	"meeting.mark": fault.T("列入联席会议", "Put on the joint meeting"), "meeting.off": fault.T("撤下联席会议议题", "Taken off the joint meeting"), "silence.letter": fault.T("发出催办函", "Letter urging an overdue act sent"),
	"precheck.answer": fault.T("填写移送前预审", "Pre-check answered"),
	"archive.propose": fault.T("拟定归档目录", "Archive proposed"), "archive.hand_over": fault.T("移交归档", "Handed over to the archive"), "archive.supplement": fault.T("补充归档", "Added to the archive"),
	"redaction.order": fault.T("下达涉密信息清除令", "Destruction of content ordered"), "redaction.refuse": fault.T("撤销清除令", "Order taken back"),
	"record.redacted": fault.T("执行涉密信息清除令", "Content destroyed"), "redaction.copy": fault.T("登记副本处置", "Copy destroyed"),
	"record.confirmed": fault.T("确认代录", "Record confirmed"), "record.objected": fault.T("对代录提出异议", "Objection to a record"),
}

// titleOf names an event of a case of a kind: a step that several kinds share may be
// called otherwise in each. Where the kind is not known, it is what the first calls it.
func titleOf(of referral.Kind, event string) Words {
	if t, ok := housekeepingTitles[event]; ok {
		return words(t)
	}
	for _, k := range append([]referral.Kind{of}, slices.Sorted(maps.Keys(referral.Procedures))...) {
		if p, ok := referral.Procedures[k]; ok {
			if step, ok := p.Step(referral.Action(event)); ok {
				return words(step.Title)
			}
		}
	}
	return Words{ZH: event, EN: event}
}

func eventView(t casework.Timeline, e casework.TimelineEvent) EventView {
	ev := e.Event
	v := EventView{
		ID: ev.ID.String(), Seq: ev.Seq, Kind: ev.Kind, Title: titleOf(t.Kind, ev.Kind), Agency: agencyRef(t.Agencies, ev.AgencyID), Recorder: agencyRef(t.Agencies, ev.RecorderID),
		Actor: e.ActorName, Function: ev.Function, OccurredAt: ev.OccurredAt, RecordedAt: ev.RecordedAt, FromPaper: ev.AgencyID != ev.RecorderID,
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
