package api

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// TakenBundle says what became of a courier's bundle (交换包).
type TakenBundle struct {
	ID       string          `json:"id" format:"uuid"`
	From     string          `json:"from" doc:"Name of the hub that wrote it"`
	At       time.Time       `json:"at" doc:"When it was written"`
	Messages []BundleMessage `json:"messages"`
	Receipts int             `json:"receipts" doc:"Receipts of the other hub for messages of this one"`
	Refused  int             `json:"refused" doc:"Receipts that do not hold"`
	Files    int             `json:"files" doc:"Files that came along and have the digest that a message names"`
}

// BundleMessage is one message of a bundle.
type BundleMessage struct {
	ID     string `json:"id,omitempty" format:"uuid" doc:"Absent: it could not be read"`
	Case   string `json:"case,omitempty" format:"uuid"`
	Seq    int64  `json:"seq"`
	Taken  bool   `json:"taken" doc:"Now or before: the same bundle again changes nothing"`
	Reason string `json:"reason,omitempty" doc:"Why it was not taken"`
	Words  *Words `json:"words,omitempty" doc:"The same in words"`
}

func (s *Server) registerCourier(api huma.API) {
	idParam := &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}
	document(api, huma.Operation{
		OperationID: "getCaseBundle", Method: http.MethodGet, Path: "/v1/referrals/{id}/exchange/bundle.zip", Tags: []string{"Referrals"}, Errors: []int{401, 403, 404, 409},
		Parameters: []*huma.Param{idParam}, Summary: "What this hub said about the case to the other hub, for a courier (交换包): messages, receipts, files",
		Description: "`hub bundle show` verifies it without a hub; the other hub takes it by `POST /v1/exchange/bundles` or `hub bundle import`.",
	}, "application/zip")
	body := &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}
	document(api, huma.Operation{
		OperationID: "takeBundle", Method: http.MethodPost, Path: "/v1/exchange/bundles", Tags: []string{"Referrals"}, Errors: []int{401, 403, 413, 422, 503}, DefaultStatus: 200, RequestBody: body,
		Summary: "Take a courier's bundle of a partner hub; every message in it is verified, kept and answered as if it had come over the line",
	}, "application/json")
	typed(api, "takeBundle", reflect.TypeFor[TakenBundle]())
}

// caseBundle streams a bundle; nothing is buffered.
func (s *Server) caseBundle(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	c, err := s.Office.CaseBundle(r.Context(), actorOf(r.Context()), caseID)
	if err != nil {
		return err
	}
	attachment(w, c.Name, "application/zip")
	if err := c.Write(w); err != nil {
		slog.ErrorContext(r.Context(), "a courier bundle broke off", "err", err)
	}
	return nil
}

// takeBundle reads a bundle from a file of its own that nobody else finds: a ZIP is read
// from its end.
func (s *Server) takeBundle(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength > s.MaxUpload {
		return tooLarge(s.MaxUpload)
	}
	file, size, err := spool(http.MaxBytesReader(w, r.Body, s.MaxUpload))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return tooLarge(s.MaxUpload)
	}
	if err != nil {
		return err
	}
	defer file.Close()
	c, err := s.Office.TakeBundle(r.Context(), actorOf(r.Context()), file, size)
	if err != nil {
		return err
	}
	out := TakenBundle{ID: c.ID.String(), From: c.From, At: c.At, Messages: make([]BundleMessage, len(c.Messages)), Receipts: c.Receipts, Refused: c.Refused, Files: c.Files}
	for i, m := range c.Messages {
		b := BundleMessage{Seq: m.Seq, Taken: m.Reason == "", Reason: string(m.Reason)}
		if !m.ID.IsZero() {
			b.ID, b.Case = m.ID.String(), m.Case.String()
		}
		if m.Reason != "" {
			b.Words = &Words{ZH: m.Reason.Words().ZH, EN: m.Reason.Words().EN}
		}
		out.Messages[i] = b
	}
	return answer(w, http.StatusOK, out)
}

// spool keeps a body in a file without a name, so that no fault leaves it behind.
func spool(body io.Reader) (*os.File, int64, error) {
	file, err := os.CreateTemp("", "bundle-*")
	if err != nil {
		return nil, 0, fmt.Errorf("keep a bundle while it is read: %w", err)
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, 0, errors.Join(fmt.Errorf("keep a bundle while it is read: %w", err), file.Close())
	}
	size, err := io.Copy(file, body)
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, size, nil
}
