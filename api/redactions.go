package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// PlaceBody is where a case holds content that can be destroyed.
type PlaceBody struct {
	Kind  string `json:"kind" enum:"text,event,evidence,document" doc:"text: a text of the draft; event: a value of the record"`
	ID    string `json:"id,omitempty" maxLength:"36" doc:"Of the event, the evidence or the document"`
	Field string `json:"field,omitempty" maxLength:"100" example:"facts" doc:"Of the draft, or of the event"`
}

// FoundPlaceView is a place with what tells it from others.
type FoundPlaceView struct {
	PlaceBody
	Title   *Words    `json:"title,omitempty" doc:"What kind of document or entry it is"`
	Name    string    `json:"name,omitempty" doc:"Of the file; number of the document"`
	At      time.Time `json:"at,omitzero"`
	Excerpt string    `json:"excerpt,omitempty" doc:"How it begins"`
}

// PlaceList lists places.
type PlaceList struct {
	Items []FoundPlaceView `json:"items"`
}

// PhraseBody is what to look for; it is compared and kept nowhere.
type PhraseBody struct {
	Phrase string `json:"phrase,omitempty" maxLength:"2000" doc:"Empty: all that the case holds"`
}

// RedactionBody orders that places are destroyed.
type RedactionBody struct {
	Reason string      `json:"reason" minLength:"1" maxLength:"2000" doc:"Without the content itself"`
	Places []PlaceBody `json:"places" minItems:"1" maxItems:"200"`
}

// RefusalBody takes an order back.
type RefusalBody struct {
	Reason string `json:"reason" minLength:"1" maxLength:"2000"`
}

// TickBody says that a copy was destroyed.
type TickBody struct {
	Number int    `json:"number" minimum:"1" maximum:"1000" doc:"In the list of copies"`
	Note   string `json:"note" minLength:"1" maxLength:"1000" doc:"By whom, when and how"`
}

// RedactionView is an order to destroy content and what became of it (清除令).
type RedactionView struct {
	ID       string              `json:"id" format:"uuid"`
	State    string              `json:"state" enum:"ordered,carried_out,refused"`
	Reason   string              `json:"reason"`
	By       string              `json:"by"`
	Agency   AgencyRef           `json:"agency"`
	At       time.Time           `json:"at"`
	Mine     bool                `json:"mine" doc:"I ordered it: another person carries it out"`
	Places   []PlaceBody         `json:"places" doc:"All files, documents and texts that go"`
	Values   int                 `json:"values" doc:"How many values of the record go with them"`
	Answer   *RedactionOutcome   `json:"answer,omitempty"`
	Copies   []RedactionCopyView `json:"copies" doc:"What still holds the content, to be destroyed by people"`
	CopyLeft int                 `json:"copy_left" doc:"How many of them are not ticked off"`
}

// RedactionOutcome is who carried an order out, or took it back and why.
type RedactionOutcome struct {
	By     string    `json:"by"`
	Agency AgencyRef `json:"agency"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
	Left   int       `json:"left" doc:"Contents whose bytes are still on disk; a sweep goes on with them"`
}

// RedactionCopyView is something outside of the case that holds the content.
type RedactionCopyView struct {
	Number int        `json:"number" doc:"In the list, from 1"`
	Kind   string     `json:"kind" enum:"backup,database,case,organ"`
	Name   string     `json:"name,omitempty" doc:"Of the backup or the organ; number of the other case"`
	Mine   bool       `json:"mine" doc:"My organ may tick it off"`
	Done   bool       `json:"done"`
	By     string     `json:"by,omitempty"`
	DoneAt *time.Time `json:"done_at,omitempty"`
	Note   string     `json:"note,omitempty"`
}

// RedactionList lists the orders of a case, newest first.
type RedactionList struct {
	Items []RedactionView `json:"items"`
}

// RedactionPath names an order.
type RedactionPath struct {
	CasePath
	Order string `path:"order" format:"uuid"`
}
type (
	phraseInput struct {
		CasePath
		Body PhraseBody
	}
	redactionInput struct {
		CasePath
		Body RedactionBody
	}
	refusalInput struct {
		RedactionPath
		Body RefusalBody
	}
	tickInput struct {
		RedactionPath
		Body TickBody
	}
	placesOutput     struct{ Body PlaceList }
	redactionOutput  struct{ Body RedactionView }
	redactionsOutput struct{ Body RedactionList }
)

func (s *Server) registerRedactions(api huma.API) {
	tags := []string{"Record"}
	errs := []int{401, 403, 404, 409, 422}
	base := "/v1/referrals/{id}/redactions"
	register(api, huma.Operation{OperationID: "listRedactions", Method: http.MethodGet, Path: base, Tags: tags, Summary: "Orders to destroy content of a case, and what became of them", Errors: []int{401, 403, 404}}, s.listRedactions)
	register(api, huma.Operation{OperationID: "findPlaces", Method: http.MethodPost, Path: "/v1/referrals/{id}/redaction-places", Tags: tags, Summary: "Where a case holds content, or a phrase; the phrase is kept nowhere", Errors: []int{401, 403, 404, 422}}, s.findPlaces)
	register(api, huma.Operation{OperationID: "orderRedaction", Method: http.MethodPost, Path: base, Tags: tags, Summary: "Order that content is destroyed; another person carries it out; needs a fresh login", Description: "What repeats the content goes with it: other entries of the record, earlier wordings of the draft, papers made from it, their sealed versions. The answer says all that will go.", DefaultStatus: http.StatusCreated, Errors: errs}, s.orderRedaction)
	huma.Register(api, huma.Operation{OperationID: "carryOutRedaction", Method: http.MethodPost, Path: base + "/{order}/carry-out", Tags: tags, Summary: "Destroy what another person ordered; needs a fresh login", Description: "Digests and acts remain and the record still verifies; what it held cannot be brought back.", Errors: errs}, s.carryOutRedaction)
	register(api, huma.Operation{OperationID: "refuseRedaction", Method: http.MethodPost, Path: base + "/{order}/refuse", Tags: tags, Summary: "Take an order back, or refuse to carry it out", Errors: errs}, s.refuseRedaction)
	register(api, huma.Operation{OperationID: "tickCopy", Method: http.MethodPost, Path: base + "/{order}/copies", Tags: tags, Summary: "Note that a copy outside of the case was destroyed", Errors: errs}, s.tickCopy)
}

func (s *Server) listRedactions(ctx context.Context, in *CasePath) (*redactionsOutput, error) {
	var bad fields
	list, err := s.Office.Redactions(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := RedactionList{Items: make([]RedactionView, len(list))}
	for i, r := range list {
		out.Items[i] = redactionView(actorOf(ctx), r)
	}
	return &redactionsOutput{out}, nil
}

func (s *Server) findPlaces(ctx context.Context, in *phraseInput) (*placesOutput, error) {
	var bad fields
	list, err := s.Office.FindPlaces(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), in.Body.Phrase)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := PlaceList{Items: make([]FoundPlaceView, len(list))}
	for i, p := range list {
		v := FoundPlaceView{PlaceBody: PlaceBody(p.Place), Name: p.Name, At: p.At, Excerpt: p.Excerpt}
		switch p.Kind {
		case casework.PlaceEvent:
			title := words(casework.EntryTitle("", p.Act))
			v.Title = &title
		case casework.PlaceDocument:
			title := casework.PaperTitle(p.Act)
			v.Title = &title
		}
		out.Items[i] = v
	}
	return &placesOutput{out}, nil
}

func (s *Server) orderRedaction(ctx context.Context, in *redactionInput) (*redactionOutput, error) {
	var bad fields
	places := make([]casework.Place, len(in.Body.Places))
	for i, p := range in.Body.Places {
		places[i] = casework.Place(p)
	}
	r, err := s.Office.OrderRedaction(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), in.Body.Reason, places)
	return redacted(ctx, r, err)
}

func (s *Server) carryOutRedaction(ctx context.Context, in *RedactionPath) (*redactionOutput, error) {
	var bad fields
	r, err := s.Office.CarryOutRedaction(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), id[ids.Event](&bad, "path.order", in.Order))
	return redacted(ctx, r, err)
}

func (s *Server) refuseRedaction(ctx context.Context, in *refusalInput) (*redactionOutput, error) {
	var bad fields
	r, err := s.Office.RefuseRedaction(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), id[ids.Event](&bad, "path.order", in.Order), in.Body.Reason)
	return redacted(ctx, r, err)
}

func (s *Server) tickCopy(ctx context.Context, in *tickInput) (*redactionOutput, error) {
	var bad fields
	r, err := s.Office.TickCopy(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), id[ids.Event](&bad, "path.order", in.Order), in.Body.Number, in.Body.Note)
	return redacted(ctx, r, err)
}

func redacted(ctx context.Context, r casework.Redaction, err error) (*redactionOutput, error) {
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &redactionOutput{redactionView(actorOf(ctx), r)}, nil
}

func redactionView(a casework.Actor, r casework.Redaction) RedactionView {
	v := RedactionView{
		ID: r.ID.String(), State: r.State, Reason: r.Reason, By: r.ByName, Agency: agencyRef(r.Agencies, r.Agency), At: r.At, Mine: r.By == a.User,
		Places: make([]PlaceBody, len(r.Places)), Values: r.Values, Copies: make([]RedactionCopyView, len(r.Copies)),
	}
	for i, p := range r.Places {
		v.Places[i] = PlaceBody(p)
	}
	if x := r.Answer; x != nil {
		v.Answer = &RedactionOutcome{By: x.Name, Agency: agencyRef(r.Agencies, x.Agency), At: x.At, Reason: x.Reason, Left: x.Left}
	}
	for i, c := range r.Copies {
		w := RedactionCopyView{Number: i + 1, Kind: c.Kind, Name: c.Name, Mine: c.Agency.IsZero() || c.Agency == a.Agency, Done: c.Done, By: c.By, Note: c.Note}
		if c.Done {
			w.DoneAt = &c.DoneAt
		} else {
			v.CopyLeft++
		}
		v.Copies[i] = w
	}
	return v
}
