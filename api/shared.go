package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// SharedView is how a case stands with the other hub that takes part in it (对方枢纽).
type SharedView struct {
	Shared   bool          `json:"shared" doc:"Another hub takes part; if not, the rest is empty"`
	Hub      string        `json:"hub,omitempty" example:"chongqing.example.gov.cn"`
	Name     string        `json:"name,omitempty" doc:"Name of that hub"`
	SeenAt   *time.Time    `json:"seen_at,omitempty" doc:"When it was heard of last"`
	Settled  bool          `json:"settled" doc:"Nothing of ours waits for a receipt, and nothing of theirs is missing"`
	Digest   string        `json:"digest,omitempty" doc:"The same on both hubs once everything has arrived"`
	Messages []MessageView `json:"messages"`
	Files    []FileState   `json:"files" doc:"Files that travel apart from their message, by digest"`
}

// MessageView is one message of a shared case and how far it came.
type MessageView struct {
	ID           string           `json:"id" format:"uuid"`
	Outgoing     bool             `json:"outgoing" doc:"From this hub"`
	Seq          int64            `json:"seq" doc:"Number in the conversation, per hub, without gaps"`
	Action       string           `json:"action"`
	Title        Words            `json:"title"`
	From         string           `json:"from" format:"uuid" doc:"Agency that wrote it"`
	At           time.Time        `json:"at"`
	State        string           `json:"state" enum:"pending,received,refused,dead,stored,applied,crossed" doc:"pending: waits for its receipt; dead: given up, send it by courier; refused: did not arrive, or (with received) can be put before nobody there; stored: waits for an earlier one; crossed: without effect of its own"`
	Why          *Words           `json:"why,omitempty" doc:"Why a message of ours did not arrive or has no effect there"`
	Again        bool             `json:"again" doc:"It may be sent once more"`
	Attempts     int              `json:"attempts"`
	Received     *time.Time       `json:"received,omitempty" doc:"到达"`
	Delivered    *time.Time       `json:"delivered,omitempty" doc:"送达"`
	Acknowledged *time.Time       `json:"acknowledged,omitempty" doc:"签收"`
	Decided      *time.Time       `json:"decided,omitempty" doc:"决定"`
	Receipts     []MessageReceipt `json:"receipts" doc:"What its receiver signed, in order"`
	Rendition    string           `json:"rendition" enum:"none,waits,spoiled,held" doc:"Its readable text (可读文本): none is named; named and not here yet; what came is not what the signed message names; here"`
	Recall       *RecallView      `json:"recall,omitempty" doc:"It was called back (召回)"`
	MayRecall    bool             `json:"may_recall" doc:"I may call it back"`
}

// RecallView is how the recall of a message stands.
type RecallView struct {
	Ours       bool       `json:"ours" doc:"Our organ called it back; else it was asked to"`
	Reason     string     `json:"reason"`
	At         time.Time  `json:"at"`
	Answer     string     `json:"answer,omitempty" enum:"complied,kept" doc:"Absent: none yet"`
	Text       string     `json:"text,omitempty"`
	Article    string     `json:"article,omitempty" doc:"On which it is kept"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
	MayAnswer  bool       `json:"may_answer"`
}

// RecallBody calls a message back.
type RecallBody struct {
	Reason string `json:"reason" minLength:"1" maxLength:"2000"`
}

// RecallAnswerBody answers a recall.
type RecallAnswerBody struct {
	Answer  string `json:"answer" enum:"complied,kept" doc:"complied: use has stopped (已停止使用并处理); kept: with reason and article (依法保留)"`
	Text    string `json:"text,omitempty" maxLength:"2000" doc:"What was done; for what is kept, why"`
	Article string `json:"article,omitempty" maxLength:"500" doc:"On which it is kept"`
}

// MessageReceipt is a signed receipt of a message.
type MessageReceipt struct {
	Kind string    `json:"kind" enum:"received,invalid,delivered,acknowledged,decided,undeliverable"`
	At   time.Time `json:"at"`
	JWS  string    `json:"jws"`
}

// MessagePath names a message of a case.
type MessagePath struct {
	CasePath
	Message string `path:"message" format:"uuid"`
}

// FileState is a file of a message.
type FileState struct {
	Evidence string `json:"evidence" format:"uuid"`
	Name     string `json:"name"`
	Size     int64  `json:"size"`
	Outgoing bool   `json:"outgoing"`
	Held     bool   `json:"held" doc:"Its bytes are here and have the digest that the message names"`
	Spoiled  bool   `json:"spoiled" doc:"What came last were other bytes than the message names (摘要不符): not taken, asked for again"`
}

type sharedOutput struct{ Body SharedView }

func (s *Server) registerShared(api huma.API) {
	register(api, huma.Operation{
		OperationID: "getExchange", Method: http.MethodGet, Path: "/v1/referrals/{id}/exchange", Tags: []string{"Referrals"}, Errors: []int{401, 404, 422},
		Summary: "How the case stands with the other hub that takes part in it",
	}, func(ctx context.Context, in *CasePath) (*sharedOutput, error) {
		var bad fields
		caseID := id[ids.Case](&bad, "path.id", in.ID)
		if err := bad.err(); err != nil {
			return nil, problem(ctx, err)
		}
		shared, err := s.Office.SharedCase(ctx, actorOf(ctx), caseID)
		if err != nil {
			return nil, problem(ctx, err)
		}
		return &sharedOutput{sharedView(shared)}, nil
	})
}

func (s *Server) registerSendAgain(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "sendMessageAgain", Method: http.MethodPost, Path: "/v1/referrals/{id}/exchange/{message}/again", Tags: []string{"Referrals"}, Errors: []int{401, 403, 404, 409, 422}, DefaultStatus: http.StatusOK,
		Summary: "Let a message that was given up or refused be sent again (死信、拒收函件重发)",
	}, func(ctx context.Context, in *MessagePath) (*sharedOutput, error) {
		var bad fields
		caseID, message := id[ids.Case](&bad, "path.id", in.ID), id[federation.Message](&bad, "path.message", in.Message)
		if err := bad.err(); err != nil {
			return nil, problem(ctx, err)
		}
		shared, err := s.Office.SendAgain(ctx, actorOf(ctx), caseID, message)
		if err != nil {
			return nil, problem(ctx, err)
		}
		return &sharedOutput{sharedView(shared)}, nil
	})
}

func (s *Server) registerRecalls(api huma.API) {
	verb := func(id, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodPost, Path: "/v1/referrals/{id}/exchange/{message}/" + path, Tags: []string{"Referrals"}, Errors: []int{401, 403, 404, 409, 422}, DefaultStatus: http.StatusOK, Summary: summary}
	}
	huma.Register(api, verb("recallMessage", "recall", "Call back what a message told the other hub; it must answer (召回)"), func(ctx context.Context, in *struct {
		MessagePath
		Body RecallBody
	}) (*sharedOutput, error) {
		return recalling(ctx, in.MessagePath, func(caseID ids.Case, message federation.Message) (*casework.Shared, error) {
			return s.Office.Recall(ctx, actorOf(ctx), caseID, message, in.Body.Reason)
		})
	})
	huma.Register(api, verb("answerRecall", "recall/answer", "Answer the recall of a message: use has stopped, or it is kept with reason and article (答复召回)"), func(ctx context.Context, in *struct {
		MessagePath
		Body RecallAnswerBody
	}) (*sharedOutput, error) {
		return recalling(ctx, in.MessagePath, func(caseID ids.Case, message federation.Message) (*casework.Shared, error) {
			return s.Office.AnswerRecall(ctx, actorOf(ctx), caseID, message, casework.RecallAnswer{Answer: in.Body.Answer, Text: in.Body.Text, Article: in.Body.Article})
		})
	})
}

func recalling(ctx context.Context, in MessagePath, do func(ids.Case, federation.Message) (*casework.Shared, error)) (*sharedOutput, error) {
	var bad fields
	caseID, message := id[ids.Case](&bad, "path.id", in.ID), id[federation.Message](&bad, "path.message", in.Message)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	shared, err := do(caseID, message)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &sharedOutput{sharedView(shared)}, nil
}

func sharedView(c *casework.Shared) SharedView {
	v := SharedView{Messages: []MessageView{}, Files: []FileState{}, Settled: true}
	if c == nil {
		return v
	}
	v.Shared, v.Hub, v.Name, v.SeenAt, v.Settled, v.Digest = true, c.Hub, c.Name, c.SeenAt, c.Settled, c.Digest
	for _, m := range c.Messages {
		title := casework.EntryTitle("", string(m.Action))
		given := make([]MessageReceipt, len(m.Receipts))
		for i, r := range m.Receipts {
			given[i] = MessageReceipt{Kind: string(r.Kind), At: r.At, JWS: r.JWS}
		}
		var why *Words
		if x := m.Why(); x != nil {
			why = &Words{ZH: x.ZH, EN: x.EN}
		}
		var recall *RecallView
		if x := m.Recall; x != nil {
			recall = &RecallView{Ours: x.Ours, Reason: x.Reason, At: x.At, Answer: x.Answer, Text: x.Text, Article: x.Article, AnsweredAt: x.AnsweredAt, MayAnswer: x.MayAnswer}
		}
		v.Messages = append(v.Messages, MessageView{
			Recall: recall, MayRecall: m.MayRecall, Why: why, Again: m.Again(), Rendition: string(m.Rendition),
			ID: m.ID.String(), Outgoing: m.Outgoing, Seq: m.Seq, Action: string(m.Action), Title: Words{ZH: title.ZH, EN: title.EN}, From: m.From.String(), At: m.At, State: m.State,
			Attempts: m.Attempts, Received: m.Received, Delivered: m.Delivered, Acknowledged: m.Acknowledged, Decided: m.Decided, Receipts: given,
		})
	}
	for _, f := range c.Files {
		v.Files = append(v.Files, FileState{Evidence: f.Evidence.String(), Name: f.Name, Size: f.Size, Outgoing: f.Outgoing, Held: f.Held, Spoiled: f.Spoiled})
	}
	return v
}
