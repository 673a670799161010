package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// DeskLine is the cover of something that waits to be signed for: no facts, no files.
type DeskLine struct {
	ID        string     `json:"id" format:"uuid"`
	Number    string     `json:"number"`
	Kind      string     `json:"kind"`
	Title     string     `json:"title"`
	Sender    AgencyRef  `json:"sender"`
	SentAt    *time.Time `json:"sent_at,omitempty"`
	Materials int64      `json:"materials" doc:"Pieces on the list of materials"`
	Pages     int64      `json:"pages"`
	Version   int64      `json:"version" doc:"For If-Match"`
	Synthetic bool       `json:"synthetic"`
}

// DeskWindow is the desk of one organ that was entrusted to me (共用窗口).
type DeskWindow struct {
	Agency   AgencyRef  `json:"agency" doc:"In whose name I sign (委托机关)"`
	Document string     `json:"document" doc:"委托书"`
	To       string     `json:"to" format:"date" doc:"Last day of the entrustment"`
	Lines    []DeskLine `json:"lines" doc:"The oldest first"`
	More     bool       `json:"more" doc:"More is waiting than the lines"`
}

// DeskWindows lists the desks that were entrusted to me.
type DeskWindows struct {
	Items []DeskWindow `json:"items"`
	Note  Words        `json:"note" doc:"What a shared desk may not do"`
}

// DeskSign signs for something in another organ's name.
type DeskSign struct {
	Officer    string `json:"officer" minLength:"1" maxLength:"100" doc:"Who signs; it stands on the receipt"`
	DocumentNo string `json:"document_no,omitempty" maxLength:"100" doc:"Number of the receipt (回执)"`
}

// DeskSigned is what became of it.
type DeskSigned struct {
	ID     string    `json:"id" format:"uuid"`
	Number string    `json:"number"`
	State  string    `json:"state"`
	Agency AgencyRef `json:"agency" doc:"In whose name it was signed for"`
}

type deskSignInput struct {
	Agency  string `path:"agency" format:"uuid" doc:"In whose name"`
	ID      string `path:"id" format:"uuid" doc:"Referral"`
	IfMatch string `header:"If-Match" doc:"Version of the line, as the caller saw it" example:"\"3\""`
	Key     string `header:"Idempotency-Key" doc:"Chosen by the caller; the same key again changes nothing" maxLength:"200"`
	Body    DeskSign
	RawBody []byte
}

type deskSignOutput struct {
	ETag     string `header:"ETag"`
	Replayed bool   `header:"Idempotent-Replayed" doc:"True if this is the answer to a repeated idempotency key"`
	Body     DeskSigned
}

func (s *Server) registerDesk(api huma.API) {
	tags := []string{"Shared desk"}
	register(api, huma.Operation{
		OperationID: "listDesks", Method: http.MethodGet, Path: "/v1/desks", Tags: tags, Errors: []int{401},
		Summary: "What waits at the desks that other organs entrusted to me",
	}, s.listDesks)
	huma.Register(api, huma.Operation{
		OperationID: "signAtDesk", Method: http.MethodPost, Path: "/v1/desks/{agency}/referrals/{id}/sign-for", Tags: tags, Errors: []int{401, 403, 404, 409, 412, 422, 428, 503},
		Summary:     "Sign for a referral in the name of an organ that entrusted its desk to me",
		Description: "The act is that organ's, its clocks begin, and the record says by whose desk and on what document. It is the only act of a shared desk.",
	}, s.signAtDesk)
}

func (s *Server) listDesks(ctx context.Context, _ *struct{}) (*adminList[DeskWindows], error) {
	return adminGet(ctx, &fields{}, func() (DeskWindows, error) {
		list, err := s.Office.Windows(ctx, actorOf(ctx))
		out := DeskWindows{Items: make([]DeskWindow, len(list)), Note: words(casework.EntrustmentNote)}
		for i, w := range list {
			e := w.Entrusted
			out.Items[i] = DeskWindow{
				Agency:   AgencyRef{ID: e.AgencyID.String(), Code: e.Code, Name: e.Name, ShortName: e.ShortName, Sector: e.Sector},
				Document: e.Document, To: e.ToDay.String(), Lines: make([]DeskLine, len(w.Lines)), More: w.More,
			}
			for j, l := range w.Lines {
				out.Items[i].Lines[j] = DeskLine{
					ID: l.ID.String(), Number: l.Number, Kind: l.Kind, Title: l.Title, Sender: agencyRef(w.Agencies, l.SenderID), SentAt: l.SentAt,
					Materials: l.Materials, Pages: l.Pages, Version: l.Version, Synthetic: l.Synthetic,
				}
			}
		}
		return out, err
	})
}

func (s *Server) signAtDesk(ctx context.Context, in *deskSignInput) (*deskSignOutput, error) {
	var bad fields
	organ := id[ids.Agency](&bad, "path.agency", in.Agency)
	r := casework.Request{Action: "sign_for", Case: id[ids.Case](&bad, "path.id", in.ID), Input: referral.Input{Officer: in.Body.Officer, DocumentNo: in.Body.DocumentNo}}
	desk, err := s.Office.AtDeskOf(ctx, actorOf(ctx), organ) // who has no part in it learns nothing else
	if err != nil {
		return nil, problem(ctx, err)
	}
	r.Key = key(&bad, "signAtDesk", in.Key, in.Agency+"/"+in.ID, in.RawBody)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	if r.Version, err = ifMatch(in.IfMatch); err != nil {
		return nil, problem(ctx, err)
	}
	d, err := s.Office.Act(ctx, desk, r)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &deskSignOutput{
		ETag: strconv.Quote(strconv.FormatInt(d.Case.Version, 10)), Replayed: d.Replayed,
		Body: DeskSigned{ID: d.Case.ID.String(), Number: d.Case.Number, State: d.Case.State, Agency: agencyRef(d.Agencies, desk.Agency)},
	}, nil
}
