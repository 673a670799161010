package api

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// addEvidence streams one file into a case; nothing is buffered in memory.
func (s *Server) addEvidence(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	name, err := url.QueryUnescape(r.Header.Get("X-File-Name"))
	if err != nil || name == "" {
		bad.add("header.X-File-Name", fault.T("请在 X-File-Name 中给出文件名（URL 编码）", "Give the file name in X-File-Name, URL-encoded"))
		return bad.err()
	}
	if r.ContentLength > s.MaxUpload {
		return tooLarge(s.MaxUpload)
	}
	row, err := s.Office.AddEvidence(r.Context(), actorOf(r.Context()), caseID, name, r.Body, s.MaxUpload)
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, evidenceView(row))
}

func tooLarge(limit int64) error {
	mb := strconv.FormatInt(limit>>20, 10)
	return fault.New(fault.Invalid, "evidence.too_large", fault.T("单个文件不能超过 "+mb+" MB", "One file may hold at most "+mb+" MB"))
}

// appendUpload adds bytes to a resumable upload at Upload-Offset.
func (s *Server) appendUpload(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	upload := id[ids.Evidence](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	offset, err := strconv.ParseInt(r.Header.Get("Upload-Offset"), 10, 64)
	if err != nil {
		bad.add("header.Upload-Offset", fault.T("请给出续传位置", "Give the offset"))
		return bad.err()
	}
	length, size, err := s.Office.AppendUpload(r.Context(), actorOf(r.Context()), upload, offset, r.Body)
	if size > 0 { // also with a refusal: where the upload stands is where to go on
		w.Header().Set("Upload-Offset", strconv.FormatInt(length, 10))
	}
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, UploadState{ID: upload.String(), Offset: length, Size: size})
}

// evidenceContent serves a file as an attachment that no browser runs.
func (s *Server) evidenceContent(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID, evidence := id[ids.Case](&bad, "path.id", r.PathValue("id")), id[ids.Evidence](&bad, "path.evidence", r.PathValue("evidence"))
	if bad.err() != nil {
		return notFound()
	}
	f, err := s.Office.OpenEvidence(r.Context(), actorOf(r.Context()), caseID, evidence)
	if err != nil {
		return err
	}
	defer f.Content.Close()
	attachment(w, f.Row.Name, "application/octet-stream")
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	http.ServeContent(w, r, "", f.Row.CreatedAt, f.Content)
	return nil
}

func (s *Server) documentContent(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID, doc := id[ids.Case](&bad, "path.id", r.PathValue("id")), id[ids.Document](&bad, "path.document", r.PathValue("document"))
	if bad.err() != nil {
		return notFound()
	}
	format, err := paperFormat(r)
	if err != nil {
		return err
	}
	p, err := s.Office.OpenDocument(r.Context(), actorOf(r.Context()), caseID, doc, format)
	return servePaper(w, r, p, err)
}

func (s *Server) previewContent(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	format, err := paperFormat(r)
	if err != nil {
		return err
	}
	p, err := s.Office.PreviewDocument(r.Context(), actorOf(r.Context()), caseID, casework.PaperKind(r.PathValue("kind")), format)
	return servePaper(w, r, p, err)
}

func (s *Server) volumeContent(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	p, err := s.Office.Volume(r.Context(), actorOf(r.Context()), caseID)
	return servePaper(w, r, p, err)
}

// printContent binds issued papers into one file. Somebody who may not know the case is
// told nothing about what was asked.
func (s *Server) printContent(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	docs := idList[ids.Document](&bad, "query.document", r.URL.Query()["document"])
	if bad.err() != nil {
		return notFound()
	}
	p, err := s.Office.PrintDocuments(r.Context(), actorOf(r.Context()), caseID, docs)
	return servePaper(w, r, p, err)
}

// paperFormat reads ?format=, which is pdf if absent.
func paperFormat(r *http.Request) (casework.PaperFormat, error) {
	switch f := casework.PaperFormat(r.URL.Query().Get("format")); f {
	case "", casework.PDF:
		return casework.PDF, nil
	case casework.DOCX:
		return f, nil
	}
	var bad fields
	bad.add("query.format", fault.T("格式只能是 pdf 或者 docx", "The format is pdf or docx"))
	return "", bad.err()
}

// periodOf reads the days ?from= and ?to= that a report is made over.
func periodOf(r *http.Request) (from, to civil.Date, err error) {
	var bad fields
	read := func(name string) civil.Date {
		d, err := civil.ParseDate(r.URL.Query().Get(name))
		if err != nil {
			bad.add("query."+name, fault.T("请填写日期，例如 2026-09-30", "Give a day, such as 2026-09-30"))
		}
		return d
	}
	from, to = read("from"), read("to")
	return from, to, bad.err()
}

// servePaper shows a document of our own making. A PDF is the only content
// shown inline: the hub made every byte of it. A working copy is always saved.
func servePaper(w http.ResponseWriter, r *http.Request, p casework.Paper, err error) error {
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", p.Format.MediaType())
	disposition := "inline"
	if p.Format != casework.PDF || r.URL.Query().Has("download") {
		disposition = "attachment"
	}
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": p.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'self'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf")
	h.Set("Content-Length", strconv.Itoa(len(p.Content)))
	_, err = w.Write(p.Content)
	if err != nil {
		return nil // the reader has gone away
	}
	return nil
}

func attachment(w http.ResponseWriter, name, contentType string) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": strings.Map(printable, name)}))
}

// printable drops what would break a header.
func printable(r rune) rune {
	if r < 0x20 || r == 0x7f || r == '"' || r == '\\' {
		return '_'
	}
	return r
}

func notFound() error {
	return fault.New(fault.Missing, "not_found", fault.T("没有找到，或者您所在机关无权查看", "Not found, or not visible to your organ"))
}

func answer(w http.ResponseWriter, status int, body any) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil && !errors.Is(err, io.ErrClosedPipe) {
		return nil // headers are out; the reader sees a cut answer and retries
	}
	return nil
}
