package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// DisclosureList is the ledger of my organ for a case: which field went to whom of another
// hub, under which article (字段披露台账).
type DisclosureList struct {
	Fields []DisclosedField  `json:"fields"`
	Open   []DisclosureGroup `json:"open" doc:"Groups that our messages withhold and that can be decided on"`
}

// DisclosedField is one line of it. No value stands here.
type DisclosedField struct {
	Group    string            `json:"group"`
	Title    string            `json:"title" doc:"Of the field; of the group where the other side withholds and does not say what"`
	Outgoing bool              `json:"outgoing" doc:"My organ gives"`
	Other    string            `json:"other" doc:"Organ of the other hub"`
	Hub      string            `json:"hub"`
	State    string            `json:"state" enum:"given,withheld,shown,sealed" doc:"given: with the message; withheld: a salted digest stands in its place; shown: later; sealed: later, for the receiving organ alone"`
	Basis    []DisclosureBasis `json:"basis"`
	Reason   string            `json:"reason,omitempty"`
	At       time.Time         `json:"at" doc:"Of the message that gives or withholds it"`
	ShownAt  *time.Time        `json:"shown_at,omitempty"`
	Message  string            `json:"message,omitempty" format:"uuid" doc:"The later message that shows it"`
}

// DisclosureBasis is an article.
type DisclosureBasis struct {
	Document string `json:"document"`
	Article  string `json:"article"`
}

// DisclosureGroup is a group of fields that can be shown by decision of the head.
type DisclosureGroup struct {
	Group  string            `json:"group"`
	Title  Words             `json:"title"`
	Says   Words             `json:"says" doc:"What the policy says of it now"`
	Basis  []DisclosureBasis `json:"basis"`
	Sealed bool              `json:"sealed" doc:"It is sealed to the receiving organ"`
	May    bool              `json:"may" doc:"I may decide it now"`
}

// GiveFieldsBody decides that a group of fields is shown.
type GiveFieldsBody struct {
	Group    string `json:"group" minLength:"1" maxLength:"64"`
	Reason   string `json:"reason" minLength:"1" maxLength:"2000"`
	Document string `json:"document,omitempty" maxLength:"200" doc:"Beside the articles of the policy"`
	Article  string `json:"article,omitempty" maxLength:"200"`
}

// SealedMessage is a sealed part with the signed message that withholds its fields.
type SealedMessage struct {
	Message    string    `json:"message" format:"uuid"`
	Group      string    `json:"group"`
	Sealed     string    `json:"sealed" doc:"JWE in compact form"`
	WithheldBy []byte    `json:"withheld_by" doc:"The signed envelope, as it came"`
	Received   time.Time `json:"received"`
}

// SealedProof is the signed message that names a file which came sealed.
type SealedProof struct {
	Message  string    `json:"message" format:"uuid"`
	Evidence string    `json:"evidence" format:"uuid"`
	SHA256   string    `json:"sha256" doc:"Of the sealed bytes"`
	Envelope []byte    `json:"envelope" doc:"The signed envelope, as it came"`
	Received time.Time `json:"received"`
}

// SealedFile is everything that came sealed to my organ in a case.
type SealedFile struct {
	Parts []SealedMessage `json:"parts"`
	Files []SealedProof   `json:"files,omitempty"`
}

// SealingBody marks a file of my organ that goes to another hub sealed.
type SealingBody struct {
	Sealed bool `json:"sealed"`
}

// OpenedFile is a file that came sealed, opened.
type OpenedFile struct {
	Name    string `json:"name"`
	Media   string `json:"media"`
	Content []byte `json:"content" doc:"Base64"`
}

// FilePath names a file of a case.
type FilePath struct {
	CasePath
	Evidence string `path:"evidence" format:"uuid"`
}

type (
	sealingInput struct {
		FilePath
		Body SealingBody
	}
	unsealInput struct {
		FilePath
		Body ReasonBody
	}
	openedFileOutput struct{ Body OpenedFile }
)

type (
	disclosuresOutput struct{ Body DisclosureList }
	giveFieldsInput   struct {
		CasePath
		Body GiveFieldsBody
	}
)

func (s *Server) registerDisclosures(api huma.API) {
	tags := []string{"Referrals"}
	register(api, huma.Operation{
		OperationID: "listDisclosures", Method: http.MethodGet, Path: "/v1/referrals/{id}/disclosures", Tags: tags, Errors: []int{401, 403, 404, 422},
		Summary: "Which field of the case went to whom of another hub, under which article (字段披露台账)",
	}, s.listDisclosures)
	register(api, huma.Operation{
		OperationID: "giveFields", Method: http.MethodPost, Path: "/v1/referrals/{id}/disclosures", Tags: tags, DefaultStatus: http.StatusNoContent, Errors: []int{401, 403, 404, 409, 422, 503},
		Summary: "Show the organ of another hub what our message withheld, by decision of the head; needs a fresh login",
	}, s.giveFields)
	document(api, huma.Operation{
		OperationID: "getSealedParts", Method: http.MethodGet, Path: "/v1/referrals/{id}/disclosures/sealed.json", Tags: tags, Errors: []int{401, 403, 404},
		Parameters: []*huma.Param{{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}},
		Summary:    "What came sealed to my organ, which opens it itself with its own private key (`hub open`)",
	}, "application/json")
	typed(api, "getSealedParts", reflect.TypeFor[SealedFile]())
	huma.Register(api, huma.Operation{
		OperationID: "markSealed", Method: http.MethodPut, Path: "/v1/referrals/{id}/evidence/{evidence}/sealing", Tags: tags, DefaultStatus: http.StatusNoContent, Errors: []int{401, 403, 404, 409, 422},
		Summary: "Mark a file of my organ that goes to another hub sealed to the receiving organ (密封附件), or take the mark off",
	}, s.markSealed)
	huma.Register(api, huma.Operation{
		OperationID: "openSealedFile", Method: http.MethodPost, Path: "/v1/referrals/{id}/evidence/{evidence}/open", Tags: tags, Errors: []int{401, 403, 404, 409, 422, 503},
		Summary: "Open a file that came sealed to my organ, for a reason that stands in the record; needs a fresh login",
	}, s.openSealedFile)
}

func (s *Server) markSealed(ctx context.Context, in *sealingInput) (*struct{}, error) {
	var bad fields
	caseID, file := id[ids.Case](&bad, "path.id", in.ID), id[ids.Evidence](&bad, "path.evidence", in.Evidence)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	if err := s.Office.MarkSealed(ctx, actorOf(ctx), caseID, file, in.Body.Sealed); err != nil {
		return nil, problem(ctx, err)
	}
	return nil, nil
}

func (s *Server) openSealedFile(ctx context.Context, in *unsealInput) (*openedFileOutput, error) {
	var bad fields
	caseID, file := id[ids.Case](&bad, "path.id", in.ID), id[ids.Evidence](&bad, "path.evidence", in.Evidence)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	f, err := s.Office.OpenSealedFile(ctx, actorOf(ctx), caseID, file, in.Body.Reason)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &openedFileOutput{OpenedFile{f.Name, f.Media, f.Content}}, nil
}

// sealedParts gives what came sealed and the organ opens itself, as a file for `hub open`.
func (s *Server) sealedParts(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	list, err := s.Office.SealedParts(r.Context(), actorOf(r.Context()), caseID)
	if err != nil {
		return err
	}
	if list == nil {
		list = []federation.SealedMessage{}
	}
	proofs, err := s.Office.SealedProofs(r.Context(), actorOf(r.Context()), caseID)
	if err != nil {
		return err
	}
	attachment(w, "密封内容.json", "application/json")
	return json.NewEncoder(w).Encode(federation.SealedFile{Parts: list, Files: proofs})
}

func (s *Server) listDisclosures(ctx context.Context, in *CasePath) (*disclosuresOutput, error) {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	d, err := s.Office.CaseDisclosures(ctx, actorOf(ctx), caseID)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := &disclosuresOutput{DisclosureList{Fields: []DisclosedField{}, Open: []DisclosureGroup{}}}
	for _, f := range d.Fields {
		v := DisclosedField{
			Group: f.Group, Title: f.Title, Outgoing: f.Outgoing, Other: f.Other, Hub: f.Hub, State: f.State, Basis: []DisclosureBasis{}, Reason: f.Reason, At: f.At, ShownAt: f.ShownAt,
		}
		for _, b := range f.Basis {
			v.Basis = append(v.Basis, DisclosureBasis{b.Document, b.Article})
		}
		if !f.ShownIn.IsZero() {
			v.Message = f.ShownIn.String()
		}
		out.Body.Fields = append(out.Body.Fields, v)
	}
	for _, g := range d.Open {
		v := DisclosureGroup{Group: g.Group, Title: words(g.Title), Says: words(g.Says), Basis: []DisclosureBasis{}, Sealed: g.Sealed, May: g.May}
		for _, b := range g.Basis {
			v.Basis = append(v.Basis, DisclosureBasis{b.Document + b.Number, b.Article})
		}
		out.Body.Open = append(out.Body.Open, v)
	}
	return out, nil
}

func (s *Server) giveFields(ctx context.Context, in *giveFieldsInput) (*struct{}, error) {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	g := casework.Giving{Group: in.Body.Group, Reason: in.Body.Reason, Document: in.Body.Document, Article: in.Body.Article}
	if err := s.Office.GiveFields(ctx, actorOf(ctx), caseID, g); err != nil {
		return nil, problem(ctx, err)
	}
	return nil, nil
}
