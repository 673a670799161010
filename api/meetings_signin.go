package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// SignInBody carries what the code on the screen of the room holds (签到码).
type SignInBody struct {
	Code string `json:"code" minLength:"1" maxLength:"200"`
}

func (s *Server) registerSignIn(api huma.API) {
	code := meetingOp(http.MethodGet, "/meetings/{id}/sign-in.svg", "getSignInCode", "The code for the screen of the room, as a QR code; it is good for ten minutes", 404, 409)
	code.Parameters = []*huma.Param{{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}}
	document(api, code, "image/svg+xml")
	meetingAct(s, api, "sign-in", "signInAtMeeting", "Sign in with the code of the room", func(ctx context.Context, a casework.Actor, m ids.Entry, b SignInBody, _ *fields) (casework.Meeting, error) {
		return s.Office.SignIn(ctx, a, m, b.Code)
	})
}

func (s *Server) signInCode(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	m := id[ids.Entry](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	svg, err := s.Office.SignInCode(r.Context(), actorOf(r.Context()), m)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(svg) // the reader has gone away if this fails
	return nil
}
