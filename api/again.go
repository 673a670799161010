package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// maxKey is the longest idempotency key.
const maxKey = 200

// again answers a request that was carried out before under the same key: as
// things are now and with the rights that the caller has now. made is the id that
// the first answer gave; empty where the process ended before it was noted.
type again func(ctx context.Context, s *Server, r *http.Request, made string) (body any, tag string, err error)

// once runs a handler at most once per Idempotency-Key. The key is taken in the
// transaction of the deed (casework.Once); what the first answer made is noted
// after it, by id alone.
func (s *Server) once(w http.ResponseWriter, r *http.Request, op *operationAt, h func(http.ResponseWriter, *http.Request) error) error {
	value := r.Header.Get("Idempotency-Key")
	if value == "" || op == nil || op.offer.once == nil {
		return h(w, r)
	}
	if len(value) > maxKey || strings.ContainsFunc(value, func(c rune) bool { return c < ' ' || c > '~' }) {
		var bad fields
		bad.add("header.Idempotency-Key", fault.T("幂等键须为 200 个以内的 ASCII 字符", "A key holds at most 200 characters of ASCII"))
		return bad.err()
	}
	sum := sha256.New()
	_, _ = io.WriteString(sum, r.URL.Path+"\x00") // a hash never fails
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.TeeReader(r.Body, sum), r.Body}
	a := actorOf(r.Context())
	a.Once = &casework.Once{Key: casework.Key{Value: value, Operation: op.id}, Hash: func() []byte { return sum.Sum(nil) }}
	r = r.WithContext(context.WithValue(r.Context(), actorKey, a))
	kept := &keptAnswer{header: http.Header{}, status: http.StatusOK}
	err := h(kept, r)
	switch {
	case a.Once.Repeated:
		return s.repeat(w, r, op, a.Once.Made)
	case err != nil:
		return err
	}
	if a.Once.Taken && kept.status < 300 {
		var made struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(kept.body.Bytes(), &made) == nil && made.ID != "" {
			if err := s.Office.KeepMade(r.Context(), a, a.Once.Key, made.ID); err != nil {
				slog.WarnContext(r.Context(), "an idempotency key has no result", "err", err) // done it is; a repetition will say so
			}
		}
	}
	for name, values := range kept.header {
		w.Header()[name] = values
	}
	w.WriteHeader(kept.status)
	_, _ = w.Write(kept.body.Bytes()) // the reader has gone away
	return nil
}

func (s *Server) repeat(w http.ResponseWriter, r *http.Request, op *operationAt, made string) error {
	a := actorOf(r.Context())
	a.Once = nil
	r = r.WithContext(context.WithValue(r.Context(), actorKey, a))
	body, tag, err := op.offer.once(r.Context(), s, r, made)
	if err != nil {
		return err
	}
	if tag != "" {
		w.Header().Set("ETag", tag)
	}
	w.Header().Set("Idempotent-Replayed", "true")
	return answer(w, op.status, body)
}

// keptAnswer holds an answer back until it is certain that it is the first.
type keptAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *keptAnswer) Header() http.Header         { return k.header }
func (k *keptAnswer) Write(b []byte) (int, error) { return k.body.Write(b) }
func (k *keptAnswer) WriteHeader(status int)      { k.status = status }

// pathID is the id behind a collection in a path: /v1/referrals/{id}/…
func pathID[T ~[16]byte](r *http.Request) T {
	parts := strings.Split(r.URL.Path, "/")
	var bad fields
	return id[T](&bad, "path.id", parts[min(3, len(parts)-1)])
}

func madeID[T ~[16]byte](made string) (T, error) {
	v, err := ids.Parse[T](made)
	if err != nil {
		return v, fault.New(fault.Clash, "idempotency.answer_lost", fault.T("这个请求已经办理过，但当时的结果没有记下；请查看案件", "This request was carried out, but its answer was not noted; look at the case"))
	}
	return v, nil
}

func detailAgain(ctx context.Context, s *Server, r *http.Request, _ string) (any, string, error) {
	d, err := s.Office.Get(ctx, actorOf(ctx), pathID[ids.Case](r))
	if err != nil {
		return nil, "", err
	}
	out := output(ctx, d)
	return out.Body, out.ETag, nil
}

func timelineAgain(ctx context.Context, s *Server, r *http.Request, _ string) (any, string, error) {
	t, err := s.Office.ReadTimeline(ctx, actorOf(ctx), pathID[ids.Case](r))
	if err != nil {
		return nil, "", err
	}
	out, err := timelineView(ctx, t, nil)
	if err != nil {
		return nil, "", err
	}
	return out.Body, "", nil
}

func familyAgain(ctx context.Context, s *Server, r *http.Request, _ string) (any, string, error) {
	f, err := s.Office.Family(ctx, actorOf(ctx), pathID[ids.Case](r))
	if err != nil {
		return nil, "", err
	}
	return familyView(f), "", nil
}

func evidenceAgain(ctx context.Context, s *Server, _ *http.Request, made string) (any, string, error) {
	evidence, err := madeID[ids.Evidence](made)
	if err != nil {
		return nil, "", err
	}
	row, err := s.Office.EvidenceRow(ctx, actorOf(ctx), evidence)
	if err != nil {
		return nil, "", err
	}
	return evidenceView(row), "", nil
}

func uploadAgain(ctx context.Context, s *Server, _ *http.Request, made string) (any, string, error) {
	upload, err := madeID[ids.Evidence](made)
	if err != nil {
		return nil, "", err
	}
	length, size, err := s.Office.UploadOffset(ctx, actorOf(ctx), upload)
	return UploadState{ID: made, Offset: length, Size: size}, "", err
}

// endpointAgain shows no secret: it was in the first answer and is kept nowhere
// that could be read again.
func endpointAgain(ctx context.Context, s *Server, _ *http.Request, made string) (any, string, error) {
	list, err := s.Office.Endpoints(ctx, actorOf(ctx))
	if err != nil {
		return nil, "", err
	}
	for _, e := range list {
		if e.ID.String() == made {
			out := endpointOutput(e, casework.Settled{}, 0)
			return out.Body, out.ETag, nil
		}
	}
	_, err = madeID[ids.Endpoint]("")
	return nil, "", err
}
