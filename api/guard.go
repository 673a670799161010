package api

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	if p.Status == http.StatusUnauthorized {
		w.Header()["Www-Authenticate"] = []string{"Bearer", login.Challenge} // RFC 9110 section 11.6.1 asks for a challenge
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the connection is gone if this fails
}

// recovered turns a panic into a 500: without it the connection is reset and
// the caller cannot tell it from a lost answer.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil && v != http.ErrAbortHandler {
				slog.ErrorContext(r.Context(), "panic", "value", v, "stack", string(debug.Stack()))
				writeProblem(w, plainProblem(500, "internal", pick(fault.T("系统出现错误", "Something went wrong"), language(r)), language(r)))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// limited bounds every body that is not an upload. Huma sets no limit on raw
// bodies, so the bound stands outside of it.
func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isUpload(r) {
			if r.ContentLength > maxBody {
				writeProblem(w, plainProblem(http.StatusRequestEntityTooLarge, "too_large", pick(tooMuch(maxBody), language(r)), language(r)))
				return
			}
			// A copy, because the server asks the body of its own request whether it
			// was left unread: behind a wrapper it would take the rest of it for the
			// next request on this connection.
			r = r.WithContext(r.Context())
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		}
		next.ServeHTTP(w, r)
	})
}

func isUpload(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/evidence") || r.Method == http.MethodPatch && strings.HasPrefix(r.URL.Path, "/v1/uploads/")
}

// secured sets the headers that every answer carries. Ant Design writes style
// attributes at run time, hence 'unsafe-inline' for styles and nothing else.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			h.Set("Cache-Control", "no-store")
		}
		if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
