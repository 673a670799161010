package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// The exchange with hubs that can call and cannot be called.

// outboxLook is how often a page that is waited for is looked for: one small question to the
// database each time.
const outboxLook = 500 * time.Millisecond

// xhpOutbox gives a partner what lies ready for it, and waits for it as long as it asks to.
func (s *Server) xhpOutbox(w http.ResponseWriter, r *http.Request, c partnerCall) error {
	var after federation.Cursor
	var err error
	if text := r.URL.Query().Get("after"); text != "" {
		if after, err = ids.Parse[federation.Cursor](text); err != nil {
			return &federation.Invalid{Reason: federation.ReasonField, Detail: "after"}
		}
	}
	wait, err := number(r.URL.Query().Get("wait"))
	if err != nil || time.Duration(wait)*time.Second > federation.MaxWait {
		return &federation.Invalid{Reason: federation.ReasonField, Detail: "wait"}
	}
	page, err := s.Office.OfferOutbox(r.Context(), c.peer, after)
	if err == nil && len(page.Envelopes)+len(page.Receipts) == 0 && wait > 0 {
		if err = s.untilReady(r, c.peer, time.Duration(wait)*time.Second); err == nil {
			page, err = s.Office.OfferOutbox(r.Context(), c.peer, federation.Cursor{})
		}
	}
	if err != nil {
		return err
	}
	if page.Cursor != "" {
		w.Header().Set(federation.HeaderCursor, page.Cursor)
	}
	w.Header().Set(federation.HeaderEnvelopes, strconv.Itoa(len(page.Envelopes)))
	lines(w, append(page.Envelopes, page.Receipts...))
	return nil
}

// untilReady returns once something lies ready, the time is over, or nobody waits any more.
func (s *Server) untilReady(r *http.Request, p casework.Peer, wait time.Duration) error {
	tick := time.NewTicker(outboxLook)
	defer tick.Stop()
	over := time.NewTimer(wait)
	defer over.Stop()
	for {
		select {
		case <-r.Context().Done():
			return r.Context().Err()
		case <-over.C:
			return nil
		case <-tick.C:
		}
		ready, err := s.Office.LiesReady(r.Context(), p)
		if err != nil || ready {
			return err
		}
	}
}

// xhpWanted tells a partner which of its files are to be brought.
func (s *Server) xhpWanted(w http.ResponseWriter, r *http.Request, c partnerCall) error {
	list, err := s.Office.GivenFiles(r.Context(), c.peer)
	if err != nil {
		return err
	}
	body, err := federation.EncodeWanted(list)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // who does not wait for the answer asks again
	return nil
}

// xhpGive takes a file that a partner brings. Its body is as long as the file: it is not read
// before the partner is admitted, and what proves it is its digest.
func (s *Server) xhpGive(w http.ResponseWriter, r *http.Request, c partnerCall) error {
	digest, err := federation.ParseHash(r.PathValue("sha256"))
	named, bad := ids.Parse[federation.Message](r.URL.Query().Get("message"))
	from, size, ok := federation.ParseContentRange(r.Header.Get("Content-Range"))
	if err != nil || bad != nil || !ok || s.MaxUpload > 0 && size > s.MaxUpload {
		return &federation.Invalid{Reason: federation.ReasonField, Detail: "sha256, message or Content-Range"}
	}
	if err := s.Office.TakeGiven(r.Context(), c.peer, digest, named, from, size, http.MaxBytesReader(w, r.Body, size-from)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
