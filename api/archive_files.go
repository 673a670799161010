package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// archiveExport streams the main volume; nothing is buffered. What breaks on the way
// leaves a file that no ZIP reader opens.
func (s *Server) archiveExport(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	v, err := s.Office.ExportArchive(r.Context(), actorOf(r.Context()), caseID)
	if err != nil {
		return err
	}
	attachment(w, v.Name, "application/zip")
	if err := v.Write(w); err != nil {
		slog.ErrorContext(r.Context(), "a main volume broke off", "err", err)
	}
	return nil
}

// suitPacket streams what a suit for damage needs.
func (s *Server) suitPacket(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	v, err := s.Office.SuitPacket(r.Context(), actorOf(r.Context()), caseID)
	if err != nil {
		return err
	}
	attachment(w, v.Name, "application/zip")
	if err := v.Write(w); err != nil {
		slog.ErrorContext(r.Context(), "a suit packet broke off", "err", err)
	}
	return nil
}

func (s *Server) archiveSheet(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	p, err := s.Office.ArchivePDF(r.Context(), actorOf(r.Context()), caseID, r.PathValue("sheet"), r.URL.Query().Get("volume"))
	return servePaper(w, r, p, err)
}

func (s *Server) archivedContent(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	f, err := s.Office.OpenArchived(r.Context(), actorOf(r.Context()), caseID, r.PathValue("piece"))
	if err != nil {
		return err
	}
	defer f.Content.Close()
	return serveArchived(w, r, f)
}

func serveArchived(w http.ResponseWriter, r *http.Request, f casework.ArchivedContent) error {
	attachment(w, f.Name, "application/octet-stream")
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	http.ServeContent(w, r, "", time.Time{}, f.Content)
	return nil
}
