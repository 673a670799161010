package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

type inboxInput struct {
	Box     string   `query:"box" enum:"todo,waiting,done,closed,supervised,copied,watched,signing,sent,received,mine" default:"todo" doc:"mine: what was given to me in person and is not over; todo: my organ's turn, earliest due first; waiting: another organ's turn; done: my organ has done its part; supervised: 督办; signing: waits for the head; all but todo and signing newest first"`
	Q       string   `query:"q" maxLength:"100" doc:"Search instead of a box: words of two characters or more, in title, facts, parties, credit codes, numbers and document numbers, in any form of bracket; a number found as a whole comes first, then the cases opened last"`
	Kind    []string `query:"kind" maxItems:"12" doc:"Kinds of referral, separated by commas"`
	State   []string `query:"state" maxItems:"16" doc:"States, separated by commas"`
	Light   string   `query:"light" enum:"red,amber,green" doc:"How my organ's own duty stands"`
	Side    string   `query:"side" enum:"sent,received,copied" doc:"In a search: which way the case went"`
	Turn    string   `query:"turn" enum:"mine,theirs" doc:"In a search: whose turn it is"`
	From    string   `query:"from" format:"date" doc:"First day on which my organ came to take part"`
	To      string   `query:"to" format:"date" doc:"Last such day, included"`
	Cursor  string   `query:"cursor" maxLength:"200"`
	Officer string   `query:"officer" maxLength:"36" doc:"Who of my organ handles the case: the id of a colleague, or none"`
	Limit   int      `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

// filter reads what narrows the list.
func (in *inboxInput) filter() (casework.Filter, error) {
	var bad fields
	for _, list := range []struct {
		path   string
		values []string
	}{{"query.kind", in.Kind}, {"query.state", in.State}} {
		if slices.ContainsFunc(list.values, func(v string) bool { return strings.Trim(v, "abcdefghijklmnopqrstuvwxyz_") != "" }) {
			bad.add(list.path, fault.T("没有这样的取值", "There is no such value"))
		}
	}
	f := casework.Filter{Kinds: in.Kind, States: in.State, Light: in.Light, Side: in.Side, Turn: in.Turn, From: date(&bad, "query.from", in.From), To: date(&bad, "query.to", in.To)}
	if in.Officer == "none" {
		f.Officer = casework.Unassigned
	} else {
		f.Officer = id[ids.User](&bad, "query.officer", in.Officer)
	}
	return f, bad.err()
}

type createInput struct {
	Key     string `header:"Idempotency-Key" maxLength:"200" doc:"Chosen by the caller; the same key again changes nothing"`
	Body    DraftBody
	RawBody []byte
}

// OpinionBody is a procuratorial opinion that a case must be transferred (检察意见).
type OpinionBody struct {
	Sender     string    `json:"sender" format:"uuid" doc:"Administrative organ that ought to have transferred the case"`
	Draft      DraftBody `json:"draft"`
	Text       string    `json:"text" minLength:"1" maxLength:"8000"`
	DocumentNo string    `json:"document_no" minLength:"1" maxLength:"100"`
}

type opinionInput struct {
	Key     string `header:"Idempotency-Key" maxLength:"200"`
	Body    OpinionBody
	RawBody []byte
}

// CasePath names a referral. Exported, because Huma reads embedded parameters only then.
type CasePath struct {
	ID string `path:"id" format:"uuid" doc:"Referral"`
}

type draftInput struct {
	CasePath
	IfMatch string `header:"If-Match"`
	Body    DraftBody
}

// BoxCounts are the numbers beside the boxes of the inbox. Counting ends at 1000,
// which stands for that many or more.
type BoxCounts struct {
	Todo       int64  `json:"todo"`
	Waiting    int64  `json:"waiting"`
	Done       int64  `json:"done"`
	Closed     int64  `json:"closed"`
	Copied     int64  `json:"copied"`
	Supervised int64  `json:"supervised"`
	Signing    int64  `json:"signing" doc:"Waits for the head's decision"`
	Sent       int64  `json:"sent"`
	Received   int64  `json:"received"`
	Watched    int64  `json:"watched"`
	Mine       int64  `json:"mine" doc:"Given to me in person and not over"`
	Overdue    int64  `json:"overdue"`
	Unread     int64  `json:"unread" doc:"Unread notices"`
	Glass      int64  `json:"glass" doc:"Break-glass looks that wait for my decision"`
	Desks      *int64 `json:"desks,omitempty" doc:"To be signed for at desks that other organs entrusted to me; absent: none did"`
}

type pageOutput struct{ Body ReferralPage }
type countsOutput struct{ Body BoxCounts }

func (s *Server) registerReferrals(api huma.API) {
	tags := []string{"Referrals"}
	huma.Register(api, huma.Operation{OperationID: "listReferrals", Method: http.MethodGet, Path: "/v1/referrals", Tags: tags, Summary: "Inbox and search", Errors: []int{401, 403, 422}}, s.listReferrals)
	register(api, huma.Operation{OperationID: "countReferrals", Method: http.MethodGet, Path: "/v1/referral-counts", Tags: tags, Summary: "Numbers beside the boxes of the inbox, each up to 1000", Errors: []int{401}}, s.countReferrals)
	huma.Register(api, huma.Operation{OperationID: "openByOpinion", Method: http.MethodPost, Path: "/v1/referrals/criminal/opinions", Tags: tags, Summary: "Give a procuratorial opinion that a case must be transferred", DefaultStatus: 201, Errors: []int{401, 403, 409, 422}}, s.openByOpinion)
	register(api, huma.Operation{OperationID: "getReferral", Method: http.MethodGet, Path: "/v1/referrals/{id}", Tags: tags, Summary: "One referral with its clocks and the actions that are possible now", Errors: []int{401, 404}}, s.getReferral)
	huma.Register(api, huma.Operation{OperationID: "editDraft", Method: http.MethodPut, Path: "/v1/referrals/{id}/draft", Tags: tags, Summary: "Replace the draft", Errors: []int{401, 403, 404, 409, 412, 422, 428}}, s.editDraft)
	register(api, huma.Operation{OperationID: "watchReferral", Method: http.MethodPut, Path: "/v1/referrals/{id}/watch", Tags: tags, Summary: "Follow a referral", DefaultStatus: 204, Errors: []int{401, 404}}, func(ctx context.Context, in *CasePath) (*struct{}, error) { return s.watch(ctx, in, true) })
	register(api, huma.Operation{OperationID: "unwatchReferral", Method: http.MethodDelete, Path: "/v1/referrals/{id}/watch", Tags: tags, Summary: "Stop following a referral", DefaultStatus: 204, Errors: []int{401, 404}}, func(ctx context.Context, in *CasePath) (*struct{}, error) { return s.watch(ctx, in, false) })
}

func (s *Server) listReferrals(ctx context.Context, in *inboxInput) (*pageOutput, error) {
	var page casework.Page
	after, err := readCursor(in.Cursor)
	var f casework.Filter
	if err == nil {
		f, err = in.filter()
	}
	switch {
	case err != nil:
	case in.Q != "":
		page, err = s.Office.Search(ctx, actorOf(ctx), in.Q, f, after, in.Limit)
	default:
		page, err = s.Office.Inbox(ctx, actorOf(ctx), casework.Box(in.Box), f, after, in.Limit)
	}
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := ReferralPage{Items: make([]ReferralSummary, len(page.Rows)), Now: page.Now}
	for i, r := range page.Rows {
		out.Items[i] = s.summary(actorOf(ctx), page, r)
	}
	if page.Next != nil {
		out.Next = writeCursor(*page.Next)
	}
	return &pageOutput{out}, nil
}

func (s *Server) summary(a casework.Actor, page casework.Page, r casework.Row) ReferralSummary {
	var flags referral.Flags
	if json.Unmarshal(r.Flags, &flags) != nil {
		flags = referral.Flags{} // a line of a list is not the place to fail; the detail answers 500
	}
	v := ReferralSummary{
		ID: r.ID.String(), Kind: r.Kind, Number: r.Number, Title: r.Title, State: r.State, Flags: flagNames(flags), Sender: agencyRef(page.Agencies, r.SenderID),
		Receiver: agencyPtr(page.Agencies, r.ReceiverID), Relation: r.Relation, MyTurn: r.Turn, DueAt: r.DueAt, Light: "none", Synthetic: r.Synthetic,
		UpdatedAt: r.UpdatedAt, SentAt: r.SentAt,
	}
	if !r.NextID.IsZero() {
		v.Waits = &WaitsFor{Agency: agencyRef(page.Agencies, r.NextID), Mine: r.NextID == a.Agency}
		v.Waits.Title, v.Waits.Unverified = s.Office.NextTitle(r)
	}
	if r.DueAt != nil {
		v.Light, v.Unverified = dueLight(*r.DueAt, page.Now), s.Office.Unverified(r)
	}
	v.Version = r.Version
	if hit, ok := page.Hits[r.ID]; ok {
		v.Hit = &HitView{Field: hit.Field, Parts: make([]HitPart, len(hit.Parts))}
		for i, p := range hit.Parts {
			v.Hit.Parts[i] = HitPart(p)
		}
	}
	return v
}

// dueLight is the light of a list line: red when past, amber on the last day,
// which is when a reader has to act; the detail shows each clock's own amber.
func dueLight(due, now time.Time) string {
	switch {
	case now.After(due):
		return "red"
	case due.Sub(now) < casework.LastDay:
		return "amber"
	}
	return "green"
}

func (s *Server) countReferrals(ctx context.Context, _ *struct{}) (*countsOutput, error) {
	c, beside, err := s.Office.Count(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &countsOutput{BoxCounts{Todo: c.Todo, Waiting: c.Waiting, Done: c.Done, Supervised: c.Supervised, Closed: c.Closed, Copied: c.Copied, Signing: c.Signing, Sent: c.Sent, Received: c.Received, Watched: c.Watched, Mine: c.Mine, Overdue: c.Overdue, Unread: beside.Unread, Glass: beside.Glass, Desks: beside.Desks}}, nil
}

func (s *Server) openByOpinion(ctx context.Context, in *opinionInput) (*referralOutput, error) {
	var bad fields
	k := key(&bad, "openByOpinion", in.Key, "", in.RawBody)
	sender := id[ids.Agency](&bad, "body.sender", in.Body.Sender)
	d := in.Body.Draft.domain(&bad)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	detail, err := s.Office.OpenByOpinion(ctx, actorOf(ctx), k, sender, d, referral.Input{Text: in.Body.Text, DocumentNo: in.Body.DocumentNo})
	if err != nil {
		return nil, problem(ctx, err)
	}
	return output(ctx, detail), nil
}

func (s *Server) getReferral(ctx context.Context, in *CasePath) (*referralOutput, error) {
	var bad fields
	d, err := s.Office.Get(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID))
	if err != nil {
		return nil, problem(ctx, err)
	}
	return output(ctx, d), nil
}

func (s *Server) editDraft(ctx context.Context, in *draftInput) (*referralOutput, error) {
	var bad fields
	d := in.Body.domain(&bad)
	caseID := id[ids.Case](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, problem(ctx, err)
	}
	detail, err := s.Office.EditDraft(ctx, actorOf(ctx), caseID, version, d)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return output(ctx, detail), nil
}

func (s *Server) watch(ctx context.Context, in *CasePath, on bool) (*struct{}, error) {
	var bad fields
	if err := s.Office.SetWatch(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), on); err != nil {
		return nil, problem(ctx, err)
	}
	return &struct{}{}, nil
}

// A cursor is opaque to callers: instant and id of the last line.
func writeCursor(c casework.Cursor) string {
	return joinCursor(c.At, c.Case.String())
}

func readCursor(s string) (*casework.Cursor, error) {
	if s == "" {
		return nil, nil
	}
	at, caseID, err := splitCursor[ids.Case](s)
	if err != nil {
		return nil, err
	}
	return &casework.Cursor{At: at, Case: caseID}, nil
}

func splitCursor[T ~[16]byte](s string) (time.Time, T, error) {
	var none T
	refused := fault.New(fault.Invalid, "cursor.invalid", fault.T("翻页标记无效，请从第一页重新开始", "The cursor is not valid; start again from the first page"))
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(raw) < 38 || raw[len(raw)-37] != '|' {
		return time.Time{}, none, refused
	}
	at, err := time.Parse(time.RFC3339Nano, string(raw[:len(raw)-37]))
	if err != nil {
		return time.Time{}, none, refused
	}
	v, err := ids.Parse[T](string(raw[len(raw)-36:]))
	if err != nil {
		return time.Time{}, none, refused
	}
	return at, v, nil
}
