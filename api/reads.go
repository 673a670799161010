package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// ReadView is one entry of the read log (查阅记录).
type ReadView struct {
	ID       string    `json:"id" format:"uuid"`
	Case     string    `json:"case" format:"uuid"`
	Number   string    `json:"number,omitempty" doc:"Of the case, where my organ takes part in it"`
	What     string    `json:"what" enum:"case,document,preview,evidence,volume,platform_sheet,archive,supervision_leads,bundle"`
	Title    *Words    `json:"title,omitempty" doc:"Of the document or file, in the list of one case, where my organ may read its content"`
	Agency   AgencyRef `json:"agency"`
	Name     string    `json:"name"`
	Function string    `json:"function"`
	Relation string    `json:"relation,omitempty" doc:"Of the organ to the case at that moment"`
	Outside  bool      `json:"outside" doc:"Outside the reader's own tasks"`
	Reason   string    `json:"reason,omitempty"`
	Discreet bool      `json:"discreet" doc:"By a procuratorate, supervision or audit: shown to that organ and to auditors only"`
	At       time.Time `json:"at"`
}

// ReadPage is a page of the read log, newest first.
type ReadPage struct {
	Items  []ReadView `json:"items"`
	Audits bool       `json:"audits" doc:"I see as auditor what others' people looked at in my organ's cases, discreet looks included"`
	Next   string     `json:"next,omitempty"`
}

// LookReasonBody says why somebody looks at a case outside the own tasks.
type LookReasonBody struct {
	Reason string `json:"reason" minLength:"2" maxLength:"500"`
}

type caseReadsInput struct {
	CasePath
	Cursor string `query:"cursor" maxLength:"200"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}
type lookReasonInput struct {
	CasePath
	Body LookReasonBody
}
type readsInput struct {
	Agency      string `query:"agency" format:"uuid" doc:"Whose people looked"`
	Number      string `query:"number" maxLength:"60" doc:"Number of the case"`
	Person      string `query:"person" maxLength:"60" doc:"Full name of who looked"`
	What        string `query:"what" enum:"case,document,preview,evidence,volume,platform_sheet,archive,supervision_leads,bundle"`
	Outside     bool   `query:"outside" doc:"Only outside the reader's own tasks"`
	Unexplained bool   `query:"unexplained" doc:"Only those outside the own tasks for which no reason was given"`
	From        string `query:"from" format:"date" doc:"First day"`
	To          string `query:"to" format:"date" doc:"Last day, included"`
	Cursor      string `query:"cursor" maxLength:"200"`
	Limit       int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}
type readsOutput struct{ Body ReadPage }

func (s *Server) registerReads(api huma.API) {
	tags := []string{"Read log"}
	huma.Register(api, huma.Operation{OperationID: "listCaseReads", Method: http.MethodGet, Path: "/v1/referrals/{id}/reads", Tags: tags, Summary: "Who looked at a case, its documents and files", Errors: []int{401, 403, 404, 422}}, s.listCaseReads)
	register(api, huma.Operation{OperationID: "giveReason", Method: http.MethodPost, Path: "/v1/referrals/{id}/reads", Tags: tags, Summary: "Say why I look at a case outside my own tasks", DefaultStatus: 204, Errors: []int{401, 404, 409, 422}}, s.giveReason)
	huma.Register(api, huma.Operation{OperationID: "listReads", Method: http.MethodGet, Path: "/v1/reads", Tags: tags, Summary: "Read log of my organ's people, for its administrator and auditor; the auditor also sees who looked at the organ's cases", Errors: []int{401, 403, 422}}, s.listReads)
}

func (s *Server) listCaseReads(ctx context.Context, in *caseReadsInput) (*readsOutput, error) {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", in.ID)
	after, err := lookCursor(in.Cursor)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return readPage(ctx)(s.Office.CaseReads(ctx, actorOf(ctx), caseID, after, in.Limit))
}

func (s *Server) giveReason(ctx context.Context, in *lookReasonInput) (*struct{}, error) {
	var bad fields
	return done(ctx, s.Office.GiveReason(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), in.Body.Reason))
}

func (s *Server) listReads(ctx context.Context, in *readsInput) (*readsOutput, error) {
	var bad fields
	f := casework.LookFilter{
		Number: in.Number, Person: in.Person, What: in.What, Outside: in.Outside, Unexplained: in.Unexplained,
	}
	if in.Agency != "" {
		f.Reader = id[ids.Agency](&bad, "query.agency", in.Agency)
	}
	if d := date(&bad, "query.from", in.From); !d.IsZero() {
		f.Since = d.Start()
	}
	if d := date(&bad, "query.to", in.To); !d.IsZero() {
		f.Until = d.AddDays(1).Start()
	}
	after, err := lookCursor(in.Cursor)
	if err == nil {
		err = bad.err()
	}
	if err != nil {
		return nil, problem(ctx, err)
	}
	return readPage(ctx)(s.Office.Reads(ctx, actorOf(ctx), f, after, in.Limit))
}

func lookCursor(text string) (*casework.LookCursor, error) {
	if text == "" {
		return nil, nil
	}
	at, last, err := splitCursor[ids.Entry](text)
	return &casework.LookCursor{At: at, ID: last}, err
}

func nextLook(n *casework.LookCursor) string {
	if n == nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(n.At.UTC().Format(time.RFC3339Nano) + "|" + n.ID.String()))
}

func readPage(ctx context.Context) func(casework.Looks, error) (*readsOutput, error) {
	return func(page casework.Looks, err error) (*readsOutput, error) {
		if err != nil {
			return nil, problem(ctx, err)
		}
		out := ReadPage{Items: make([]ReadView, len(page.Rows)), Audits: page.Audits}
		for i, r := range page.Rows {
			out.Items[i] = readView(page, r)
		}
		out.Next = nextLook(page.Next)
		return &readsOutput{out}, nil
	}
}

func readView(page casework.Looks, r casework.Look) ReadView {
	what, _, _ := strings.Cut(r.What, ":")
	v := ReadView{
		ID: r.ID.String(), Case: r.CaseID.String(), Number: r.Number, What: what, Agency: agencyRef(page.Agencies, r.AgencyID), Name: r.Name,
		Function: r.Function, Relation: r.Relation, Outside: r.Outside, Reason: r.Reason, Discreet: r.Discreet, At: r.At,
	}
	if r.Title.ZH != "" {
		title := words(r.Title)
		v.Title = &title
	}
	return v
}
