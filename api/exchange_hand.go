package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/federation"
)

// HandMessage is a message of another hub that no table here carries out (来函人工办理).
type HandMessage struct {
	ID        string     `json:"id" format:"uuid"`
	Case      string     `json:"case,omitempty" format:"uuid" doc:"The case that it belongs to, if there is one here"`
	Number    string     `json:"number,omitempty"`
	Hub       string     `json:"hub"`
	HubName   string     `json:"hub_name"`
	From      string     `json:"from" doc:"Organ that wrote it"`
	Type      string     `json:"type" doc:"As the other hub calls it"`
	At        time.Time  `json:"at"`
	Arrived   time.Time  `json:"arrived"`
	Rendition string     `json:"rendition" enum:"none,waits,spoiled,held" doc:"Its readable text: none is named; named and not here yet; what came is not what the signed message names; here"`
	Note      string     `json:"note,omitempty" doc:"What was done about it"`
	DoneAt    *time.Time `json:"done_at,omitempty"`
}

// ReadableMessage is the readable text (可读文本) of a message of my organ, verified by the
// digest in the signed message. Its words are the sender's: show them where nothing can run.
type ReadableMessage struct {
	Message  string `json:"message" format:"uuid"`
	Outgoing bool   `json:"outgoing"`
	State    string `json:"state" enum:"none,waits,spoiled,held"`
	Media    string `json:"media,omitempty" enum:"text/html,application/pdf"`
	HTML     string `json:"html,omitempty" doc:"With text/html: to be put into a frame with an empty sandbox"`
	PDF      []byte `json:"pdf,omitempty" doc:"With application/pdf"`
}

// HandWorkBody says what was done about a message.
type HandWorkBody struct {
	Note string `json:"note" minLength:"1" maxLength:"2000"`
}

// HandMessagePath names a message of my organ.
type HandMessagePath struct {
	Message string `path:"message" format:"uuid"`
}

type (
	handWorkInput struct {
		HandMessagePath
		Body HandWorkBody
	}
	handMessagesOutput struct {
		Body struct {
			Items []HandMessage `json:"items"`
		}
	}
	readableOutput struct{ Body ReadableMessage }
)

func (s *Server) registerHandMessages(api huma.API) {
	tags := []string{"Referrals"}
	register(api, huma.Operation{
		OperationID: "listHandMessages", Method: http.MethodGet, Path: "/v1/exchange/by-hand", Tags: tags, Errors: []int{401, 403},
		Summary: "Messages of other hubs that my organ acts on by hand, open ones first: their type or version is not supported here",
	}, s.handMessages)
	huma.Register(api, huma.Operation{
		OperationID: "readMessage", Method: http.MethodGet, Path: "/v1/exchange/messages/{message}/rendition", Tags: tags, Errors: []int{401, 403, 404, 422},
		Summary: "The readable text of a message of my organ",
	}, s.readMessage)
	huma.Register(api, huma.Operation{
		OperationID: "noteHandWork", Method: http.MethodPost, Path: "/v1/exchange/messages/{message}/by-hand", Tags: tags, DefaultStatus: http.StatusNoContent, Errors: []int{401, 403, 404, 409, 422},
		Summary: "Note what my organ did about a message that was acted on by hand",
	}, s.noteHandWork)
}

func (s *Server) handMessages(ctx context.Context, _ *struct{}) (*handMessagesOutput, error) {
	list, err := s.Office.HandMessages(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := &handMessagesOutput{}
	out.Body.Items = make([]HandMessage, len(list))
	for i, m := range list {
		v := HandMessage{
			ID: m.ID.String(), Number: m.Number, Hub: m.Hub, HubName: m.HubName, From: m.From, Type: m.Type, At: m.At, Arrived: m.Arrived,
			Rendition: string(m.Rendition), Note: m.Note, DoneAt: m.DoneAt,
		}
		if !m.Case.IsZero() {
			v.Case = m.Case.String()
		}
		out.Body.Items[i] = v
	}
	return out, nil
}

func (s *Server) readMessage(ctx context.Context, in *HandMessagePath) (*readableOutput, error) {
	var bad fields
	message := id[federation.Message](&bad, "path.message", in.Message)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	m, err := s.Office.ReadMessage(ctx, actorOf(ctx), message)
	if err != nil {
		return nil, problem(ctx, err)
	}
	v := ReadableMessage{Message: m.Message.String(), Outgoing: m.Outgoing, State: string(m.State), Media: m.Media}
	switch {
	case m.State != casework.RenditionHeld:
	case m.Media == federation.MediaHTML:
		v.HTML = string(m.Body)
	default:
		v.PDF = m.Body
	}
	return &readableOutput{v}, nil
}

func (s *Server) noteHandWork(ctx context.Context, in *handWorkInput) (*struct{}, error) {
	var bad fields
	message := id[federation.Message](&bad, "path.message", in.Message)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	if err := s.Office.HandledByHand(ctx, actorOf(ctx), message, in.Body.Note); err != nil {
		return nil, problem(ctx, err)
	}
	return nil, nil
}
