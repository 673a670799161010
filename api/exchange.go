package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// The exchange with other hubs (XHP/1): a contract of its own, federation/xhp.yaml, and
// nothing of a login. A partner shows who it is by a token for each request.

// exchange gives the handlers of the protocol.
func (s *Server) exchange() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+federation.PathMetadata, s.xhpMetadata)
	mux.HandleFunc("POST "+federation.PathTell, s.xhpTell)
	mux.HandleFunc("POST "+federation.PathEnvelopes, s.partner(s.xhpEnvelope))
	mux.HandleFunc("POST "+federation.PathReceipts, s.partner(s.xhpReceipt))
	mux.HandleFunc("GET "+federation.PathConversation, s.partner(s.xhpCatchUp))
	mux.HandleFunc("GET "+federation.PathMessage, s.partner(s.xhpReceipts))
	mux.HandleFunc("GET "+federation.PathAttachment, s.partner(s.xhpAttachment))
	mux.HandleFunc("POST "+federation.PathHeads, s.partner(s.xhpHeads))
	mux.HandleFunc("GET "+federation.PathCheckpoint, s.partner(s.xhpCheckpoint))
	mux.HandleFunc("GET "+federation.PathConsistency, s.partner(s.xhpConsistency))
	mux.HandleFunc("GET "+federation.PathOutbox, s.partner(s.xhpOutbox))
	mux.HandleFunc("GET "+federation.PathWanted, s.partner(s.xhpWanted))
	mux.HandleFunc("PUT "+federation.PathAttachment, s.bringing(s.xhpGive))
	mux.HandleFunc("POST "+federation.PathSelftest, s.partner(s.xhpSelftest))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(federation.HeaderTime, s.Office.Now().UTC().Format("2006-01-02T15:04:05.000Z07:00"))
		w.Header().Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

// partnerCall is one request of an admitted partner.
type partnerCall struct {
	peer casework.Peer
	body []byte
}

// partner admits a request by its token; the body is read first, for the token is made
// for it.
func (s *Server) partner(next func(http.ResponseWriter, *http.Request, partnerCall) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, federation.MaxEnvelope+1))
		if err != nil {
			xhpRefuse(w, http.StatusRequestEntityTooLarge, federation.ReasonOversize)
			return
		}
		s.asPartner(w, r, body, next)
	}
}

// bringing admits a request whose body is a file: its token is made for an empty one.
func (s *Server) bringing(next func(http.ResponseWriter, *http.Request, partnerCall) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { s.asPartner(w, r, nil, next) }
}

func (s *Server) asPartner(w http.ResponseWriter, r *http.Request, body []byte, next func(http.ResponseWriter, *http.Request, partnerCall) error) {
	peer, err := s.Office.Admit(r.Context(), r.Header.Get("Authorization"), federation.Request{Method: r.Method, Path: r.URL.RequestURI(), Body: federation.HashOf(body)})
	if bad, ok := casework.IsInvalid(err); ok {
		xhpRefuse(w, http.StatusUnauthorized, bad.Reason)
		return
	}
	if err == nil {
		err = next(w, r, partnerCall{peer, body})
	}
	if err == nil {
		return
	}
	if bad, ok := casework.IsInvalid(err); ok {
		xhpRefuse(w, http.StatusUnprocessableEntity, bad.Reason)
		return
	}
	p, ok := errors.AsType[*Problem](problem(r.Context(), err))
	if !ok {
		p = plainProblem(http.StatusInternalServerError, "internal", "", "en")
	}
	writeProblem(w, p)
}

// xhpRefuse says why in a word of the protocol, and in words for people.
func xhpRefuse(w http.ResponseWriter, status int, reason federation.Reason) {
	writeProblem(w, plainProblem(status, "xhp."+string(reason), reason.Words().ZH+" / "+reason.Words().EN, "zh-CN"))
}

func (s *Server) xhpMetadata(w http.ResponseWriter, r *http.Request) {
	i, err := s.Office.OwnIdentity(r.Context())
	if err != nil {
		if p, ok := errors.AsType[*Problem](problem(r.Context(), err)); ok {
			writeProblem(w, p)
		}
		return
	}
	sealed(w, http.StatusOK, i.Sealed)
}

// xhpTell takes a newer edition of a partner's metadata. The key of its token may be the one
// that was lost: the root's signature alone is looked at.
func (s *Server) xhpTell(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, federation.MaxMetadata+1))
	if err != nil {
		xhpRefuse(w, http.StatusRequestEntityTooLarge, federation.ReasonOversize)
		return
	}
	err = s.Office.TakeMetadata(r.Context(), body)
	if bad, ok := casework.IsInvalid(err); ok {
		xhpRefuse(w, http.StatusUnauthorized, bad.Reason)
		return
	}
	if p, ok := errors.AsType[*Problem](problem(r.Context(), err)); err != nil && ok {
		writeProblem(w, p)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func sealed(w http.ResponseWriter, status int, raw []byte) {
	w.Header().Set("Content-Type", federation.MediaSealed)
	w.WriteHeader(status)
	_, _ = w.Write(raw) // who does not wait for the answer asks again
}

// xhpEnvelope takes a message: 202 with the receipt of its arrival, only once it is
// durable. What is refused is answered by a signed receipt, too.
func (s *Server) xhpEnvelope(w http.ResponseWriter, r *http.Request, c partnerCall) error {
	receipt, err := s.Office.TakeEnvelope(r.Context(), c.peer, c.body)
	if no, ok := errors.AsType[*casework.Refusal](err); ok {
		status := http.StatusUnprocessableEntity
		switch no.Reason {
		case federation.ReasonEquivocation:
			status = http.StatusConflict
		case federation.ReasonOversize:
			status = http.StatusRequestEntityTooLarge
		}
		sealed(w, status, no.Receipt)
		return nil
	}
	if err != nil {
		return err
	}
	sealed(w, http.StatusAccepted, receipt)
	return nil
}

func (s *Server) xhpReceipt(w http.ResponseWriter, r *http.Request, c partnerCall) error {
	if err := s.Office.TakeReceipt(r.Context(), c.peer, c.body); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func lines(w http.ResponseWriter, list [][]byte) {
	w.Header().Set("Content-Type", federation.MediaLines)
	for _, line := range list {
		_, _ = w.Write(append(line, '\n'))
	}
}

func (s *Server) xhpCatchUp(w http.ResponseWriter, r *http.Request, c partnerCall) error {
	id, err := ids.Parse[ids.Case](r.PathValue("case"))
	after, bad := number(r.URL.Query().Get("after"))
	if err != nil || bad != nil || !federation.ValidHub(r.PathValue("hub")) {
		return &federation.Invalid{Reason: federation.ReasonField, Detail: "conversation or after"}
	}
	list, head, err := s.Office.CatchUp(r.Context(), c.peer, federation.NewConversation(r.PathValue("hub"), id), after)
	if err != nil {
		return err
	}
	w.Header().Set(federation.HeaderHead, fmt.Sprintf("%d %s", head.Seq, head.Hash))
	lines(w, list)
	return nil
}

// number reads a count; nothing is zero.
func number(text string) (n int64, err error) {
	if text == "" {
		return 0, nil
	}
	if err := json.Unmarshal([]byte(text), &n); err != nil || n < 0 {
		return 0, errors.New("not a count")
	}
	return n, nil
}

func (s *Server) xhpReceipts(w http.ResponseWriter, r *http.Request, c partnerCall) error {
	id, err := ids.Parse[federation.Message](r.PathValue("id"))
	if err != nil {
		return &federation.Invalid{Reason: federation.ReasonField, Detail: "id"}
	}
	list, err := s.Office.MessageReceipts(r.Context(), c.peer, id)
	if err == nil {
		lines(w, list)
	}
	return err
}

// xhpAttachment gives a file to whom a message names it, whole or from an offset on.
func (s *Server) xhpAttachment(w http.ResponseWriter, r *http.Request, c partnerCall) error {
	digest, err := federation.ParseHash(r.PathValue("sha256"))
	named, bad := ids.Parse[federation.Message](r.URL.Query().Get("message"))
	if err != nil || bad != nil {
		return &federation.Invalid{Reason: federation.ReasonField, Detail: "sha256 or message"}
	}
	f, err := s.Office.Attachment(r.Context(), c.peer, digest, named)
	if err != nil {
		return err
	}
	defer f.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("ETag", `"`+digest.String()+`"`)
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

func (s *Server) xhpHeads(w http.ResponseWriter, r *http.Request, c partnerCall) error {
	asked, err := federation.DecodeHeads(c.body)
	if err != nil {
		return err
	}
	list, err := s.Office.Heads(r.Context(), c.peer, asked)
	if err != nil {
		return err
	}
	body, err := federation.EncodeHeads(list)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // who does not wait for the answer asks again
	return nil
}

func (s *Server) xhpCheckpoint(w http.ResponseWriter, r *http.Request, _ partnerCall) error {
	note, err := s.Office.LogCheckpoint(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write(note)
	return nil
}

// xhpConsistency proves that the log of one size continues that of an older one.
func (s *Server) xhpConsistency(w http.ResponseWriter, r *http.Request, _ partnerCall) error {
	older, one := number(r.URL.Query().Get("older"))
	newer, other := number(r.URL.Query().Get("newer"))
	if one != nil || other != nil {
		return &federation.Invalid{Reason: federation.ReasonField, Detail: "older or newer"}
	}
	proof, err := s.Office.ProveConsistency(r.Context(), older, newer)
	if err != nil {
		return err
	}
	body, err := federation.EncodeConsistency(proof)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // who does not wait for the answer asks again
	return nil
}

// xhpSelftest answers with this hub's half: what it is, and what it knows of the other.
func (s *Server) xhpSelftest(w http.ResponseWriter, r *http.Request, c partnerCall) error {
	half, err := s.Office.AnswerSelftest(r.Context(), c.peer, c.body)
	if err != nil {
		return err
	}
	sealed(w, http.StatusOK, half)
	return nil
}
