package api

import (
	"context"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// ArchivePieceView is one piece of a volume.
type ArchivePieceView struct {
	ID      string `json:"id"`
	Source  string `json:"source" enum:"document,file,paper,receipt,acts" doc:"paper: a piece without a file"`
	Kind    string `json:"kind"`
	Title   string `json:"title"`
	Number  string `json:"number,omitempty" doc:"Of the document"`
	On      string `json:"on,omitempty" format:"date"`
	Volume  string `json:"volume" enum:"main,side"`
	Default string `json:"default" enum:"main,side" doc:"As its kind is sorted"`
	Pages   int    `json:"pages"`
	First   int    `json:"first" doc:"Page of its volume on which it begins; 0: not paged"`
	Round   int    `json:"round" doc:"0: handed over first; 1 and more: a supplement"`
	Where   string `json:"where,omitempty" doc:"Where the original is"`
	Sealed  bool   `json:"sealed"`
	HasFile bool   `json:"has_file"`
	SHA256  string `json:"sha256,omitempty"`
	SM3     string `json:"sm3,omitempty"`
}

// ArchiveHandoverView is one handing over to the archive office (移交).
type ArchiveHandoverView struct {
	On         string    `json:"on" format:"date"`
	Main       int       `json:"main" doc:"Pieces of the main volume"`
	Side       int       `json:"side"`
	Pages      int       `json:"pages"`
	By         string    `json:"by"`
	ReceivedBy string    `json:"received_by"`
	Reason     string    `json:"reason,omitempty"`
	At         time.Time `json:"at"`
}

// ArchiveClassView is how long an archive is kept (保管期限).
type ArchiveClassView struct {
	ID    string `json:"id"`
	Title Words  `json:"title"`
	Years int    `json:"years" doc:"0: for ever, or as the basis says"`
}

// ArchiveRule is what the policies know of the retention of such a case, or of its volumes.
type ArchiveRule struct {
	Says       Words       `json:"says"`
	Basis      []BasisView `json:"basis"`
	Unverified bool        `json:"unverified" doc:"Of low confidence (依据未核实)"`
	Asks       bool        `json:"asks" doc:"The organ names its own basis"`
	Class      string      `json:"class,omitempty"`
}

// ArchiveView is my organ's archive of a case (归档), or what the hub proposes for it.
type ArchiveView struct {
	State     string                `json:"state" enum:"none,proposed,handed_over"`
	Version   int64                 `json:"version"`
	Number    string                `json:"number,omitempty"`
	Retention *ArchiveClassView     `json:"retention,omitempty"`
	Basis     string                `json:"basis,omitempty"`
	Moved     string                `json:"moved_reason,omitempty"`
	By        string                `json:"by,omitempty"`
	At        time.Time             `json:"at,omitzero"`
	Pieces    []ArchivePieceView    `json:"pieces"`
	New       []ArchivePieceView    `json:"new" doc:"What the case has come to hold since"`
	Handovers []ArchiveHandoverView `json:"handovers"`
	Closed    bool                  `json:"closed" doc:"The case is; only then is it archived"`
	May       bool                  `json:"may" doc:"I may propose and hand over"`
	Classes   []ArchiveClassView    `json:"classes"`
	Period    ArchiveRule           `json:"period"`
	Sorting   ArchiveRule           `json:"sorting"`
	CaseRef   string                `json:"case_number"`
}

// PieceChoiceBody puts a piece into a volume.
type PieceChoiceBody struct {
	ID     string `json:"id" maxLength:"60"`
	Volume string `json:"volume" enum:"main,side"`
}

// ArchiveBody proposes how my organ archives the case.
type ArchiveBody struct {
	Version   int64             `json:"version" minimum:"0" doc:"Of the archive; 0: there is none yet"`
	Number    string            `json:"number" minLength:"1" maxLength:"100" doc:"档号"`
	Retention string            `json:"retention" maxLength:"40" example:"years_30"`
	Basis     string            `json:"basis,omitempty" maxLength:"500" doc:"Entry of the organ's own table of terms; asked for where the policies do not know it"`
	Moved     string            `json:"moved_reason,omitempty" maxLength:"1000" doc:"Asked for where a piece leaves the side volume"`
	Pieces    []PieceChoiceBody `json:"pieces,omitempty" maxItems:"5000" doc:"Every piece once, in order; absent: as the hub proposes"`
}

// HandoverBody notes that the archive office counted and took the archive.
type HandoverBody struct {
	Version    int64  `json:"version" minimum:"1"`
	Main       int    `json:"main" minimum:"0" maximum:"100000" doc:"Pieces of the main volume, as counted"`
	Side       int    `json:"side" minimum:"0" maximum:"100000"`
	ReceivedBy string `json:"received_by" minLength:"1" maxLength:"100"`
	On         string `json:"on" format:"date"`
}

// SupplementBody adds what came after the handing over (补充归档).
type SupplementBody struct {
	HandoverBody
	Reason string            `json:"reason" minLength:"1" maxLength:"1000"`
	Pieces []PieceChoiceBody `json:"pieces" minItems:"1" maxItems:"5000"`
}

type (
	archiveInput struct {
		CasePath
		Body ArchiveBody
	}
	handoverInput struct {
		CasePath
		Body HandoverBody
	}
	supplementArchiveInput struct {
		CasePath
		Body SupplementBody
	}
	archiveOutput struct{ Body ArchiveView }
)

func (s *Server) registerArchives(api huma.API) {
	tags := []string{"Archive"}
	base := "/v1/referrals/{id}/archive"
	errs := []int{401, 403, 404, 409, 412, 422}
	register(api, huma.Operation{OperationID: "getArchive", Method: http.MethodGet, Path: base, Tags: tags, Summary: "My organ's archive of a case, or what the hub proposes for it", Description: "Every organ that took part archives for itself and reads no other's archive.", Errors: []int{401, 403, 404}}, s.getArchive)
	register(api, huma.Operation{OperationID: "proposeArchive", Method: http.MethodPut, Path: base, Tags: tags, Summary: "Propose how my organ archives a closed case: contents, volumes, number, retention", Description: "Replaces the proposal before it until the archive is handed over. Every file is read through: what is archived has the digests that it names.", Errors: errs}, s.proposeArchive)
	register(api, huma.Operation{OperationID: "handOverArchive", Method: http.MethodPost, Path: base + "/hand-over", Tags: tags, Summary: "Note that the archive office counted and took the archive", Errors: errs}, s.handOverArchive)
	register(api, huma.Operation{OperationID: "supplementArchive", Method: http.MethodPost, Path: base + "/supplements", Tags: tags, Summary: "Add what came after the handing over", Errors: errs}, s.supplementArchive)
	idParam := &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}
	document(api, huma.Operation{OperationID: "exportArchive", Errors: []int{401, 403, 404, 409}, Method: http.MethodGet, Path: base + "/main.zip", Tags: tags, Summary: "The main volume as one ZIP with a manifest; nothing of the side volume is in it", Description: "The same archive gives the same bytes; `hub archive verify` checks it without a hub.", Parameters: []*huma.Param{idParam}}, "application/zip")
	document(api, huma.Operation{OperationID: "getArchiveSheet", Errors: []int{401, 403, 404, 422}, Method: http.MethodGet, Path: base + "/sheets/{sheet}", Tags: tags, Summary: "Contents or acts of a volume, or the hand-over list, as PDF", Parameters: []*huma.Param{idParam, {Name: "sheet", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Enum: []any{"contents", "acts", "handover"}}}, {Name: "volume", In: "query", Schema: &huma.Schema{Type: "string", Enum: []any{"main", "side"}, Default: "main"}}}}, "application/pdf")
	document(api, huma.Operation{OperationID: "getArchivedFile", Errors: []int{401, 403, 404, 409}, Method: http.MethodGet, Path: base + "/pieces/{piece}/content", Tags: tags, Summary: "A file of either volume, for my own organ", Parameters: []*huma.Param{idParam, {Name: "piece", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}}}}, "application/octet-stream")
}

func (s *Server) getArchive(ctx context.Context, in *CasePath) (*archiveOutput, error) {
	var bad fields
	a, err := s.Office.ReadArchive(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID))
	return archived(ctx, a, err)
}

func (s *Server) proposeArchive(ctx context.Context, in *archiveInput) (*archiveOutput, error) {
	var bad fields
	a, err := s.Office.ProposeArchive(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), casework.ArchivePlan{
		Version: in.Body.Version, Number: in.Body.Number, Retention: in.Body.Retention, Basis: in.Body.Basis, Moved: in.Body.Moved, Pieces: choices(in.Body.Pieces),
	})
	return archived(ctx, a, err)
}

func choices(list []PieceChoiceBody) []casework.PieceChoice {
	out := make([]casework.PieceChoice, len(list))
	for i, c := range list {
		out[i] = casework.PieceChoice{ID: c.ID, Volume: casework.ArchiveVolume(c.Volume)}
	}
	return out
}

func (s *Server) handOverArchive(ctx context.Context, in *handoverInput) (*archiveOutput, error) {
	var bad fields
	count := in.Body.count()
	a, err := s.Office.HandOverArchive(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), count)
	return archived(ctx, a, err)
}

func (s *Server) supplementArchive(ctx context.Context, in *supplementArchiveInput) (*archiveOutput, error) {
	var bad fields
	count := in.Body.count()
	count.Reason, count.Pieces = in.Body.Reason, choices(in.Body.Pieces)
	a, err := s.Office.SupplementArchive(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), count)
	return archived(ctx, a, err)
}

// count leaves the day zero if it cannot be read: the verb then refuses it by name,
// and says nothing of the kind to who may not see the case.
func (b HandoverBody) count() casework.ArchiveCount {
	on, err := civil.ParseDate(b.On)
	if err != nil {
		on = civil.Date{}
	}
	return casework.ArchiveCount{Version: b.Version, Main: b.Main, Side: b.Side, ReceivedBy: b.ReceivedBy, On: on}
}

func archived(ctx context.Context, a casework.Archive, err error) (*archiveOutput, error) {
	if err != nil {
		return nil, problem(ctx, err)
	}
	v := ArchiveView{
		State: a.State, Version: a.Version, Number: a.Number, Basis: a.Basis, Moved: a.Moved, By: a.By, At: a.At, Closed: a.Closed, May: a.May, CaseRef: a.CaseNumber,
		Pieces: pieceViews(a.Pieces), New: pieceViews(a.New), Handovers: []ArchiveHandoverView{}, Classes: []ArchiveClassView{},
		Period:  ArchiveRule{Says: words(a.Period.Says), Basis: basisViews(a.Period.Basis), Unverified: a.Period.Confidence.Off(), Asks: a.Period.Asks(), Class: a.Period.Class},
		Sorting: ArchiveRule{Says: words(a.Sorting.Says), Basis: basisViews(a.Sorting.Basis), Unverified: a.Sorting.Confidence.Off()},
	}
	for _, c := range a.Classes {
		class := ArchiveClassView{ID: c.ID, Title: words(c.Title), Years: c.Years}
		if v.Classes = append(v.Classes, class); c.ID == a.Retention.ID {
			v.Retention = &class
		}
	}
	for _, h := range a.Handovers {
		v.Handovers = append(v.Handovers, ArchiveHandoverView{On: h.On.String(), Main: h.Main, Side: h.Side, Pages: h.Pages, By: h.By, ReceivedBy: h.ReceivedBy, Reason: h.Reason, At: h.At})
	}
	return &archiveOutput{v}, nil
}

func pieceViews(list []casework.ArchivePiece) []ArchivePieceView {
	out := make([]ArchivePieceView, len(list))
	for i, p := range list {
		out[i] = ArchivePieceView{
			ID: p.ID, Source: p.Source, Kind: p.Kind, Title: p.Title, Number: p.Number, Volume: string(p.Volume), Default: string(p.Default), Pages: p.Pages, First: p.First,
			Round: p.Round, Where: p.Where, Sealed: p.Sealed, HasFile: p.File != "", SHA256: hex.EncodeToString(p.SHA256), SM3: hex.EncodeToString(p.SM3),
		}
		if !p.On.IsZero() {
			out[i].On = p.On.String()
		}
	}
	return out
}
