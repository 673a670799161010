package api

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// NoticeView is something my organ was told.
type NoticeView struct {
	ID      string     `json:"id" format:"uuid"`
	Case    string     `json:"case,omitempty" format:"uuid"`
	Meeting string     `json:"meeting,omitempty" format:"uuid" doc:"The joint meeting that it is about"`
	Number  string     `json:"number"`
	Topic   string     `json:"topic"`
	Level   string     `json:"level" enum:"info,warn,urgent"`
	Title   Words      `json:"title"`
	DueAt   *time.Time `json:"due_at,omitempty"`
	Basis   string     `json:"basis,omitempty"`
	At      time.Time  `json:"at"`
	Read    bool       `json:"read"`
}

// NoticePage is a page of notices, newest first.
type NoticePage struct {
	Items []NoticeView `json:"items"`
	Next  string       `json:"next,omitempty"`
}

// ReadBody marks notices as read; an empty list means all.
type ReadBody struct {
	IDs []string `json:"ids" maxItems:"500"`
}

// StuckNotice is a notice that no channel took: visible work.
type StuckNotice struct {
	ID       string    `json:"id" format:"uuid"`
	Case     string    `json:"case,omitempty" format:"uuid"`
	Number   string    `json:"number"`
	Channel  string    `json:"channel" enum:"inapp,email,sms,call,webhook,wecom,dingtalk"`
	Level    string    `json:"level" enum:"info,warn,urgent"`
	Title    Words     `json:"title"`
	Attempts int       `json:"attempts"`
	Error    string    `json:"error"`
	At       time.Time `json:"at"`
}

// StuckList lists undeliverable notices.
type StuckList struct {
	Items []StuckNotice `json:"items"`
}

// CallBody is the phone record that settles an undeliverable notice.
type CallBody struct {
	Text string `json:"text" minLength:"1" maxLength:"1000" doc:"When and with whom"`
}

type noticesInput struct {
	Unread bool   `query:"unread"`
	Cursor string `query:"cursor" maxLength:"200"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}
type noticesOutput struct{ Body NoticePage }
type readInput struct{ Body ReadBody }

// DeliveryPath names a notice on its way.
type DeliveryPath struct {
	ID string `path:"id" format:"uuid"`
}
type callInput struct {
	DeliveryPath
	Body CallBody
}
type stuckOutput struct{ Body StuckList }

func (s *Server) registerNotices(api huma.API) {
	tags := []string{"Notices"}
	errs := []int{401, 404, 422}
	huma.Register(api, huma.Operation{OperationID: "listNotices", Method: http.MethodGet, Path: "/v1/notices", Tags: tags, Summary: "What my organ was told", Errors: errs}, s.listNotices)
	register(api, huma.Operation{OperationID: "markNoticesRead", Method: http.MethodPost, Path: "/v1/notices/read", Tags: tags, Summary: "Mark notices as read", DefaultStatus: 204, Errors: errs}, s.markRead)
	register(api, huma.Operation{OperationID: "listUndeliverable", Method: http.MethodGet, Path: "/v1/deliveries/undeliverable", Tags: tags, Summary: "Notices that no channel took", Errors: errs}, s.listStuck)
	register(api, huma.Operation{OperationID: "retryDelivery", Method: http.MethodPost, Path: "/v1/deliveries/{id}/retry", Tags: tags, Summary: "Send an undeliverable notice again", DefaultStatus: 204, Errors: errs}, s.retryDelivery)
	register(api, huma.Operation{OperationID: "proveByCall", Method: http.MethodPost, Path: "/v1/deliveries/{id}/call", Tags: tags, Summary: "Settle an undeliverable notice by a phone record", DefaultStatus: 204, Errors: errs}, s.proveByCall)
	document(api, huma.Operation{OperationID: "streamChanges", Errors: []int{401}, Method: http.MethodGet, Path: "/v1/stream", Tags: tags, Summary: "Server-sent events: one whenever something of my organ changed; never content"}, "text/event-stream")
}

func (s *Server) listNotices(ctx context.Context, in *noticesInput) (*noticesOutput, error) {
	var after *casework.NoticeCursor
	if in.Cursor != "" {
		at, last, err := splitCursor[ids.Delivery](in.Cursor)
		if err != nil {
			return nil, problem(ctx, err)
		}
		after = &casework.NoticeCursor{At: at, ID: last}
	}
	rows, err := s.Office.Notices(ctx, actorOf(ctx), in.Unread, after, in.Limit)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := NoticePage{Items: []NoticeView{}}
	for _, r := range rows {
		var p casework.NoticeParams
		if err := json.Unmarshal(r.Params, &p); err != nil {
			return nil, problem(ctx, fmt.Errorf("read a notice: %w", err))
		}
		v := NoticeView{ID: r.ID.String(), Number: p.Number, Topic: r.Topic, Level: r.Level, Title: Words{ZH: p.ZH, EN: p.EN}, DueAt: p.DueAt, Basis: p.BasisZH, At: r.CreatedAt, Read: r.ReadAt != nil}
		if !r.CaseID.IsZero() {
			v.Case = r.CaseID.String()
		}
		if !p.Meeting.IsZero() {
			v.Meeting = p.Meeting.String()
		}
		out.Items = append(out.Items, v)
	}
	if n := len(rows); n == in.Limit {
		last := rows[n-1]
		out.Next = joinCursor(last.CreatedAt, last.ID.String())
	}
	return &noticesOutput{out}, nil
}

func (s *Server) markRead(ctx context.Context, in *readInput) (*struct{}, error) {
	var bad fields
	list := idList[ids.Delivery](&bad, "body.ids", in.Body.IDs)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	return done(ctx, s.Office.MarkRead(ctx, actorOf(ctx), list))
}

func done(ctx context.Context, err error) (*struct{}, error) {
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &struct{}{}, nil
}

func (s *Server) listStuck(ctx context.Context, _ *struct{}) (*stuckOutput, error) {
	rows, err := s.Office.Undeliverable(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := StuckList{Items: []StuckNotice{}}
	for _, r := range rows {
		var p casework.NoticeParams
		if err := json.Unmarshal(r.Params, &p); err != nil {
			return nil, problem(ctx, fmt.Errorf("read a notice: %w", err))
		}
		v := StuckNotice{ID: r.ID.String(), Number: p.Number, Channel: r.Channel, Level: r.Level, Title: Words{ZH: p.ZH, EN: p.EN}, Attempts: int(r.Attempts), Error: r.LastError, At: r.CreatedAt}
		if !r.CaseID.IsZero() {
			v.Case = r.CaseID.String()
		}
		out.Items = append(out.Items, v)
	}
	return &stuckOutput{out}, nil
}

func (s *Server) retryDelivery(ctx context.Context, in *DeliveryPath) (*struct{}, error) {
	var bad fields
	return done(ctx, s.Office.Retry(ctx, actorOf(ctx), id[ids.Delivery](&bad, "path.id", in.ID)))
}

func (s *Server) proveByCall(ctx context.Context, in *callInput) (*struct{}, error) {
	var bad fields
	return done(ctx, s.Office.ProveByCall(ctx, actorOf(ctx), id[ids.Delivery](&bad, "path.id", in.ID), in.Body.Text))
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }

// stream tells open pages that something of their organ changed. The session is
// checked again with every ring: a stream must not outlive its login.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) error {
	control := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	rings, end := s.Bell.Hear(actorOf(r.Context()).Agency)
	defer end()
	beat := time.NewTicker(streamBeat)
	defer beat.Stop()
	line := "retry: 3000\nevent: hello\ndata: {}\n\n"
	for {
		if err := control.SetWriteDeadline(time.Time{}); err != nil {
			return nil // this transport cannot stream
		}
		if _, err := fmt.Fprint(w, line); err != nil {
			return nil
		}
		if err := control.Flush(); err != nil {
			return nil
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-rings:
			line = "event: changed\ndata: {}\n\n"
		case <-beat.C:
			line = ": beat\n\n"
		}
		if _, err := s.Login.Authenticate(r); err != nil {
			return nil
		}
	}
}

// streamBeat keeps proxies from closing a silent stream.
const streamBeat = 20 * time.Second
