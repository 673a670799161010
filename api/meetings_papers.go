package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// AttachBody is a file for the meeting (会议材料).
type AttachBody struct {
	Name string `json:"name" minLength:"1" maxLength:"120"`
	File []byte `json:"file" maxLength:"4000000" doc:"At most 3 MB; base64 in JSON"`
}

// MeetingIssueBody issues a paper of the meeting.
type MeetingIssueBody struct {
	Kind       string `json:"kind" enum:"meeting_notice,meeting_minutes,meeting_urging"`
	Resolution string `json:"resolution,omitempty" format:"uuid" doc:"What meeting_urging is about"`
	Number     string `json:"number,omitempty" maxLength:"60" doc:"Document number entered by hand; drawn by the hub if left out"`
}

// MeetingSealBody is the sealed version of an issued paper (盖章件).
type MeetingSealBody struct {
	Name   string `json:"name" minLength:"1" maxLength:"120"`
	File   []byte `json:"file" maxLength:"4000000" doc:"At most 3 MB; base64 in JSON"`
	Reason string `json:"reason,omitempty" maxLength:"1000" doc:"Why it is attached although its pages differ; asked for by 409 document.seal_differs"`
}

func (s *Server) registerMeetingPapers(api huma.API) {
	meetingAct(s, api, "papers", "attachPaper", "Attach a file for all agencies of the meeting", func(ctx context.Context, a casework.Actor, m ids.Entry, b AttachBody, _ *fields) (casework.Meeting, error) {
		return s.Office.AttachPaper(ctx, a, m, b.Name, b.File)
	})
	meetingAct(s, api, "documents", "issueMeetingPaper", "Issue notice, minutes or an urging letter: number and PDF together", func(ctx context.Context, a casework.Actor, m ids.Entry, b MeetingIssueBody, bad *fields) (casework.Meeting, error) {
		resolution := id[ids.Entry](bad, "body.resolution", b.Resolution)
		return met(bad, func() (casework.Meeting, error) {
			return s.Office.IssueMeetingPaper(ctx, a, m, casework.PaperKind(b.Kind), resolution, b.Number)
		})
	})
	meetingPartAct(s, api, "documents/{part}/seal", "sealMeetingPaper", "Attach the sealed version of an issued paper; the paper stays as issued, the latest sealed version counts", func(ctx context.Context, a casework.Actor, m, doc ids.Entry, b MeetingSealBody, _ *fields) (casework.Meeting, error) {
		return s.Office.SealMeetingPaper(ctx, a, m, doc, b.Name, b.File, b.Reason)
	})
	uuid := func(name, in string) *huma.Param {
		return &huma.Param{Name: name, In: in, Required: in == "path", Schema: &huma.Schema{Type: "string", Format: "uuid"}}
	}
	format := &huma.Param{Name: "format", In: "query", Description: "docx is a working copy for WPS and Word (可编辑副本); the paper is the PDF", Schema: &huma.Schema{Type: "string", Enum: []any{"pdf", "docx"}, Default: "pdf"}}
	kind := &huma.Param{Name: "kind", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Enum: []any{"meeting_notice", "meeting_minutes", "meeting_urging"}}}
	docx := casework.DOCX.MediaType()
	file := meetingOp(http.MethodGet, "/meetings/{id}/papers/{part}/content", "getMeetingPaper", "A file of the meeting, as it was attached", 404)
	file.Parameters = []*huma.Param{uuid("id", "path"), uuid("part", "path")}
	document(api, file, "application/octet-stream")
	issued := meetingOp(http.MethodGet, "/meetings/{id}/documents/{part}/content", "getMeetingDocument", "An issued paper as PDF, or a copy of it to be edited", 404, 422)
	issued.Parameters = []*huma.Param{uuid("id", "path"), uuid("part", "path"), format}
	document(api, issued, "application/pdf", docx)
	sealed := meetingOp(http.MethodGet, "/meetings/{id}/documents/{part}/sealed", "getMeetingSeal", "The sealed version of an issued paper, as it was attached", 404)
	sealed.Parameters = []*huma.Param{uuid("id", "path"), uuid("part", "path")}
	document(api, sealed, "application/octet-stream")
	preview := meetingOp(http.MethodGet, "/meetings/{id}/previews/{kind}", "previewMeetingPaper", "The very paper that would be issued, marked as a draft", 404, 409, 422)
	preview.Parameters = []*huma.Param{uuid("id", "path"), kind, uuid("resolution", "query"), format}
	document(api, preview, "application/pdf", docx)
	sheets := meetingOp(http.MethodGet, "/meetings/{id}/sheets", "printMeetingSheets", "One page for each case on the agenda: facts, clocks, positions, the question; no more than I may read", 404, 422)
	sheets.Parameters = []*huma.Param{uuid("id", "path"), format}
	document(api, sheets, "application/pdf", docx)
	sheet := meetingOp(http.MethodGet, "/meetings/{id}/items/{part}/sheet", "printMeetingSheet", "The page of one item of the agenda", 404, 422)
	sheet.Parameters = []*huma.Param{uuid("id", "path"), uuid("part", "path"), format}
	document(api, sheet, "application/pdf", docx)
}

// meetingPart reads the ids of a path; what is none names nothing.
func meetingPart(r *http.Request) (m, part ids.Entry, err error) {
	var bad fields
	m, part = id[ids.Entry](&bad, "path.id", r.PathValue("id")), id[ids.Entry](&bad, "path.part", r.PathValue("part"))
	if bad.err() != nil {
		return m, part, notFound()
	}
	return m, part, nil
}

func (s *Server) meetingFile(w http.ResponseWriter, r *http.Request) error {
	m, part, err := meetingPart(r)
	if err != nil {
		return err
	}
	p, err := s.Office.OpenMeetingPaper(r.Context(), actorOf(r.Context()), m, part)
	if err != nil {
		return err
	}
	// Never shown under the hub's own origin, whatever it says it is.
	attachment(w, p.Name, "application/octet-stream")
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	_, _ = w.Write(p.Content) // the reader has gone away if this fails
	return nil
}

func (s *Server) meetingSeal(w http.ResponseWriter, r *http.Request) error {
	m, part, err := meetingPart(r)
	if err != nil {
		return err
	}
	p, err := s.Office.OpenMeetingSeal(r.Context(), actorOf(r.Context()), m, part)
	if err != nil {
		return err
	}
	attachment(w, p.Name, "application/octet-stream") // never shown under the hub's own origin
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	_, _ = w.Write(p.Content) // the reader has gone away if this fails
	return nil
}

func (s *Server) meetingDocument(w http.ResponseWriter, r *http.Request) error {
	m, part, err := meetingPart(r)
	if err != nil {
		return err
	}
	format, err := paperFormat(r)
	if err != nil {
		return err
	}
	p, err := s.Office.OpenMeetingDocument(r.Context(), actorOf(r.Context()), m, part, format)
	return servePaper(w, r, p, err)
}

func (s *Server) meetingPreview(w http.ResponseWriter, r *http.Request) error {
	m, _, err := meetingPart(r)
	if err != nil {
		return err
	}
	format, err := paperFormat(r)
	if err != nil {
		return err
	}
	var bad fields
	resolution := id[ids.Entry](&bad, "query.resolution", r.URL.Query().Get("resolution"))
	if err := bad.err(); err != nil {
		return err
	}
	p, err := s.Office.PreviewMeetingPaper(r.Context(), actorOf(r.Context()), m, casework.PaperKind(r.PathValue("kind")), resolution, format)
	return servePaper(w, r, p, err)
}

// meetingSheets prints the pages of all disputed cases, or of the one in the path.
func (s *Server) meetingSheets(w http.ResponseWriter, r *http.Request) error {
	m, item, err := meetingPart(r)
	if err != nil {
		return err
	}
	format, err := paperFormat(r)
	if err != nil {
		return err
	}
	p, err := s.Office.MeetingSheets(r.Context(), actorOf(r.Context()), m, item, format)
	return servePaper(w, r, p, err)
}
