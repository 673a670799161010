package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// What was told to another hub cannot be taken out of it. It can be called back (召回): a message
// that its receiver must answer, by having stopped to use it or by keeping it for a reason under
// an article. An unanswered recall stays visible on both sides and grows old.

// Answers to a recall.
const (
	RecallComplied = "complied" // 已停止使用并处理
	RecallKept     = "kept"     // 依法保留
)

// wireRecall is the content of a recall.
type wireRecall struct {
	Message    federation.Message `json:"message"` // what is called back, in the same conversation
	Reason     string             `json:"reason"`
	OccurredAt time.Time          `json:"occurred_at"`
}

// wireRecalled is the content of its answer.
type wireRecalled struct {
	Recall     federation.Message `json:"recall"`
	Answer     string             `json:"answer"`
	Text       string             `json:"text,omitempty"`
	Article    string             `json:"article,omitempty"`
	OccurredAt time.Time          `json:"occurred_at"`
}

// Recall calls back what a message of the actor's organ told the other hub.
func (o *Office) Recall(ctx context.Context, a Actor, id ids.Case, message federation.Message, reason string) (out *Shared, err error) {
	now := o.Now()
	var bad complaints
	if bad.text("body.reason", &reason, 1, 2000); bad.err() != nil {
		return nil, bad.err()
	}
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, row, err := o.messageOf(ctx, q, a, id, ids.Entry(message), "recall.ask")
		if err != nil {
			return err
		}
		if !row.Outgoing || row.AgencyID != a.Agency || row.Type == string(federation.Recall) || row.Type == string(federation.Recalled) {
			return fault.New(fault.Rule, "recall.not_ours", fault.T("只能召回本机关发往对方枢纽的函件", "Only a message that your organ sent to the other hub can be called back"))
		}
		if row.ReceivedAt == nil {
			return fault.New(fault.Rule, "recall.not_arrived", fault.T("函件还没有到达对方枢纽，没有可以召回的信息", "The message has not arrived there; nothing was disclosed yet"))
		}
		if _, err := q.RecallOf(ctx, row.ID); !noRows(err) {
			return either(err, fault.New(fault.Rule, "recall.already", fault.T("这份函件已经召回过", "This message was called back before")))
		}
		raw, err := q.ReadEnvelopeBytes(ctx, row.ID)
		if err != nil {
			return err
		}
		sent, err := o.openOwn(ctx, q, raw, row.CreatedAt)
		if err != nil {
			return err
		}
		e, _, err := o.beside(ctx, tx, q, s, row, sent.To.Agency, federation.Recall, "recall.ask", wireRecall{message, reason, now.UTC()}, map[string]any{"message": message.String(), "reason": reason})
		if err != nil {
			return err
		}
		if err := q.InsertRecall(ctx, dbsqlc.InsertRecallParams{ID: ids.Entry(e), PeerID: row.PeerID, CaseID: id, AgencyID: a.Agency, Outgoing: true, Message: row.ID, Reason: reason, AskedAt: now}); err != nil {
			return err
		}
		out, err = o.shared(ctx, q, s)
		return err
	})
	return out, err
}

// RecallAnswer is what an organ says to a recall.
type RecallAnswer struct {
	Answer  string // RecallComplied or RecallKept
	Text    string // what was done; for what is kept, why
	Article string // on which it is kept
}

// AnswerRecall answers the recall of a message that the actor's organ was told. What is kept
// needs a reason and an article.
func (o *Office) AnswerRecall(ctx context.Context, a Actor, id ids.Case, message federation.Message, in RecallAnswer) (out *Shared, err error) {
	now := o.Now()
	if err := in.check(); err != nil {
		return nil, err
	}
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, row, err := o.messageOf(ctx, q, a, id, ids.Entry(message), "recall.answer")
		if err != nil {
			return err
		}
		asked, err := q.RecallOf(ctx, row.ID)
		if noRows(err) || err == nil && asked.Outgoing {
			return fault.New(fault.Rule, "recall.none", fault.T("对方没有召回这份函件", "The other side has not called this message back"))
		}
		if err != nil {
			return err
		}
		n, err := q.AnswerRecall(ctx, dbsqlc.AnswerRecallParams{ID: asked.ID, Answer: in.Answer, AnswerText: in.Text, Article: in.Article, At: now})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Rule, "recall.answered", fault.T("已经答复过", "It was answered before"))
		}
		said := wireRecalled{federation.Message(asked.ID), in.Answer, in.Text, in.Article, now.UTC()}
		fields := map[string]any{"message": message.String(), "answer": in.Answer, "text": in.Text, "article": in.Article}
		_, ev, err := o.beside(ctx, tx, q, s, row, row.FromID, federation.Recalled, "recall.answer", said, fields)
		if err != nil {
			return err
		}
		if err := o.recallMet(ctx, q, s, a.Agency, ev, now); err != nil {
			return err
		}
		out, err = o.shared(ctx, q, s)
		return err
	})
	return out, err
}

func (in *RecallAnswer) check() error {
	var bad complaints
	least := 0
	switch in.Answer {
	case RecallComplied:
	case RecallKept:
		least = 1
	default:
		bad.add("body.answer", "应为已处理或者依法保留", "complied or kept")
	}
	bad.text("body.text", &in.Text, least, 2000)
	bad.text("body.article", &in.Article, least, 500)
	return bad.err()
}

// either gives an error of the database, or the refusal.
func either(err error, refusal error) error {
	if err != nil {
		return err
	}
	return refusal
}

// messageOf locks a case and finds one of its messages for whom the policies allow an action.
func (o *Office) messageOf(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Case, message ids.Entry, action string) (*seen, dbsqlc.Envelope, error) {
	s, err := o.lockUnchecked(ctx, q, a, id)
	if err != nil {
		return nil, dbsqlc.Envelope{}, err
	}
	if !s.may(action) {
		return nil, dbsqlc.Envelope{}, denied(action)
	}
	row, err := q.ReadEnvelope(ctx, message)
	if err != nil {
		return nil, row, orMissing(err)
	}
	if row.CaseID != id {
		return nil, row, missing()
	}
	return s, row, nil
}

// openOwn opens a message of ours again.
func (o *Office) openOwn(ctx context.Context, q *dbsqlc.Queries, raw []byte, at time.Time) (federation.Opened, error) {
	own, err := o.ownKeys(ctx, q)
	if err != nil {
		return federation.Opened{}, err
	}
	opened, err := federation.Opener{Keys: own.Kept().Find}.Open(raw, at)
	if err != nil {
		return opened, fmt.Errorf("open a message of ours again: %w", err)
	}
	return opened, nil
}

// beside sends a message in the conversation of another one that is no step of a procedure,
// and records that it was. The lock on the case keeps the numbers free of gaps.
func (o *Office) beside(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, s *seen, about dbsqlc.Envelope, to ids.Agency, act federation.Act, kind string, content any, fields map[string]any) (id federation.Message, event ids.Event, err error) {
	now := o.Now()
	row, err := q.ReadPeer(ctx, about.PeerID)
	if err != nil {
		return id, event, err
	}
	peer, err := peerOf(row)
	if err == nil {
		err = peer.mayWrite(now)
	}
	if err != nil {
		return id, event, err
	}
	heads, err := q.ConversationHeads(ctx, peer.ID, about.Conversation)
	if err != nil {
		return id, event, err
	}
	e := federation.Envelope{
		ID: ids.New[federation.Message](now), From: federation.Address{Hub: o.Hub, Agency: s.actor.Agency}, To: federation.Address{Hub: peer.Hub, Agency: to},
		Conversation: federation.Conversation(about.Conversation), Type: string(act), TypeVersion: firstVersion, IssuedAt: now, CustodyEpoch: int64(s.Snapshot.Epoch),
		Purpose: EntryTitle("", string(act)).ZH, Classification: "internal",
	}
	if err := o.place(ctx, q, &e, peer, heads); err != nil {
		return id, event, err
	}
	e.InReplyTo = federation.Message(about.ID)
	if e.Content, err = json.Marshal(content); err != nil {
		return id, event, fmt.Errorf("write a message: %w", err)
	}
	page, err := o.pageBeside(s, e, fields)
	if err != nil {
		return id, event, err
	}
	ev, err := o.enter(ctx, q, q, entry{Case: s.Case.ID, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: s.actor.Agency, Actor: s.actor, Fields: fields})
	if err != nil {
		return id, event, err
	}
	if err := o.keepOutgoing(ctx, q, q, e, outgoing{peer: peer.ID, caseID: s.Case.ID, action: referral.Action(act), occurredAt: now, page: page, event: ev.ID, now: now}); err != nil {
		return e.ID, ev.ID, err
	}
	_, err = o.Jobs.InsertManyFastTx(ctx, tx, o.exchangeJobs(peer.ID))
	return e.ID, ev.ID, err
}

// besideTables carries out a message that is no step of a procedure.
func (a *applying) besideTables(ctx context.Context, c dbsqlc.Case, there bool) error {
	if err := a.mayCome(ctx, there); err != nil {
		return err
	}
	switch federation.Act(a.envelope.Type) {
	case federation.Give:
		return a.shown(ctx)
	case federation.AskOnward:
		return a.askedOnward(ctx)
	case federation.Members:
		return a.membersArrive(ctx)
	case federation.Recall:
		return a.recall(ctx)
	default:
		return a.recalled(ctx)
	}
}

var unknownRecall = noEffect{fault.New(fault.Rule, codeNoRecall, fault.T("召回所指的函件不是该机关发来的，或者已经召回过", "What is called back was not sent by that organ, or was called back before"))}

// recall puts a recall before the organ that was told, as a duty that only its answer ends.
func (a *applying) recall(ctx context.Context) error {
	var w wireRecall
	if json.Unmarshal(a.envelope.Content, &w) != nil || strings.TrimSpace(w.Reason) == "" {
		return unknownRecall
	}
	told, err := a.q.ReadEnvelope(ctx, ids.Entry(w.Message))
	if err != nil && !noRows(err) {
		return err
	}
	if noRows(err) || told.Outgoing || told.PeerID != a.peer.ID || told.Conversation != a.row.Conversation || told.FromID != a.envelope.From.Agency {
		return unknownRecall
	}
	if _, err := a.q.RecallOf(ctx, told.ID); !noRows(err) {
		return either(err, unknownRecall)
	}
	ev, err := a.enter(ctx, a.q, a.q, entry{
		Case: a.row.CaseID, Kind: "recall.arrive", OccurredAt: w.OccurredAt, RecordedAt: a.now, Agency: a.envelope.From.Agency, Actor: Actor{Agency: told.AgencyID, Name: a.peer.Hub},
		Fields: map[string]any{"message": w.Message.String(), "reason": w.Reason},
	})
	if err != nil {
		return err
	}
	if err := a.q.InsertRecall(ctx, dbsqlc.InsertRecallParams{
		ID: a.row.ID, PeerID: a.peer.ID, CaseID: a.row.CaseID, AgencyID: told.AgencyID, Message: told.ID, Reason: w.Reason, AskedAt: a.row.CreatedAt,
	}); err != nil {
		return err
	}
	s, err := a.lockedFor(ctx, a.q, told)
	if err != nil {
		return err
	}
	if err := a.beginDuty(ctx, a.tx, a.q, s, referral.AnswerRecall, told.AgencyID, a.row.CreatedAt, ev.ID); err != nil {
		return err
	}
	if err := a.tellRecall(ctx, a.q, told.AgencyID, "recall:"+a.row.ID.String(), fault.T(
		"“"+a.peer.Name+"”召回已提供的信息："+w.Reason+"。请停止使用并处理后答复，或者写明理由和条款依法保留", a.peer.Name+" calls back what it disclosed: "+w.Reason+". Stop using it and answer, or keep it with reason and article")); err != nil {
		return err
	}
	return a.applied(ctx, "applied", ev, federation.Delivered, "")
}

// recalled takes the answer to a recall of ours.
func (a *applying) recalled(ctx context.Context) error {
	var w wireRecalled
	if json.Unmarshal(a.envelope.Content, &w) != nil || w.Answer != RecallComplied && w.Answer != RecallKept {
		return unknownRecall
	}
	asked, err := a.q.ReadRecall(ctx, ids.Entry(w.Recall))
	if err != nil && !noRows(err) {
		return err
	}
	if noRows(err) || !asked.Outgoing || asked.PeerID != a.peer.ID || asked.CaseID != a.row.CaseID {
		return unknownRecall
	}
	n, err := a.q.AnswerRecall(ctx, dbsqlc.AnswerRecallParams{ID: asked.ID, Answer: w.Answer, AnswerText: w.Text, Article: w.Article, At: w.OccurredAt})
	if err != nil {
		return err
	}
	if n == 0 {
		return unknownRecall
	}
	ev, err := a.enter(ctx, a.q, a.q, entry{
		Case: a.row.CaseID, Kind: "recall.answered", OccurredAt: w.OccurredAt, RecordedAt: a.now, Agency: a.envelope.From.Agency, Actor: Actor{Agency: asked.AgencyID, Name: a.peer.Hub},
		Fields: map[string]any{"message": federation.Message(asked.Message).String(), "answer": w.Answer, "text": w.Text, "article": w.Article},
	})
	if err != nil {
		return err
	}
	words := fault.T("“"+a.peer.Name+"”答复召回：已停止使用并处理", a.peer.Name+" answers the recall: it has stopped using it")
	if w.Answer == RecallKept {
		words = fault.T("“"+a.peer.Name+"”答复召回：依法保留（"+w.Article+"）。"+w.Text, a.peer.Name+" answers the recall: it keeps it ("+w.Article+"). "+w.Text)
	}
	if err := a.tellRecall(ctx, a.q, asked.AgencyID, "recalled:"+a.row.ID.String(), words); err != nil {
		return err
	}
	return a.applied(ctx, "applied", ev, federation.Delivered, "")
}

// tellRecall tells an organ of ours about a recall in the case of the message under way.
func (a *applying) tellRecall(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency, dedup string, words fault.Text) error {
	c, err := q.CaseLabel(ctx, a.row.CaseID)
	if err != nil {
		return err
	}
	if err := a.put(ctx, q, q, notice{
		Case: a.row.CaseID, Agency: organ, Topic: "exchange.recall", Level: LevelUrgent, Dedup: dedup,
		Params: NoticeParams{Number: c.Number, CaseKind: c.Kind, ZH: words.ZH, EN: words.EN, Link: a.link(a.row.CaseID)},
	}, a.now); err != nil {
		return err
	}
	return a.wake(ctx, a.tx)
}

// recallMet ends the duty once nothing that the organ was told is called back and unanswered.
func (o *Office) recallMet(ctx context.Context, q *dbsqlc.Queries, s *seen, agency ids.Agency, ev ids.Event, now time.Time) error {
	owed, err := q.OwedRecalls(ctx, s.Case.ID, agency)
	if err != nil || owed > 0 {
		return err
	}
	return o.endDuty(ctx, q, s, referral.AnswerRecall, agency, ev, now)
}

// recallAges are the days after which an unanswered recall is told again, to who asked and to
// who was asked (召回未答复).
var recallAges = []int{1, 3, 7, 15, 30, 60}

// tellOldRecalls reminds both sides of recalls that nobody has answered. It needs the rights of
// a worker.
func (o *Office) tellOldRecalls(ctx context.Context) error {
	now := o.Now()
	return o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		rows, err := q.UnansweredRecalls(ctx, int32(len(recallAges)), OutboxPage)
		if err != nil {
			return err
		}
		told := false
		for _, r := range rows {
			level := 0
			for level < len(recallAges) && now.Sub(r.AskedAt) >= time.Duration(recallAges[level])*24*time.Hour {
				level++
			}
			if level <= int(r.Told) {
				continue
			}
			days := int(now.Sub(r.AskedAt) / (24 * time.Hour))
			words := fault.T(fmt.Sprintf("“%s”的召回已 %d 天未答复，请处理后答复，或者写明理由和条款依法保留", r.Name, days), fmt.Sprintf("The recall of %s has been unanswered for %d days: answer it, or keep it with reason and article", r.Name, days))
			if r.Outgoing {
				words = fault.T(fmt.Sprintf("向“%s”发出的召回已 %d 天未得到答复，请联系对方", r.Name, days), fmt.Sprintf("The recall to %s has been unanswered for %d days; call the partner", r.Name, days))
			}
			if err := o.put(ctx, q, q, notice{
				Case: r.CaseID, Agency: r.AgencyID, Topic: "exchange.recall", Level: LevelUrgent, Dedup: fmt.Sprintf("recall:%s:%d", r.ID, level),
				Params: NoticeParams{Number: r.Number, CaseKind: r.Kind, ZH: words.ZH, EN: words.EN, Link: o.link(r.CaseID)},
			}, now); err != nil {
				return err
			}
			if err := q.RecallTold(ctx, int32(level), r.ID); err != nil {
				return err
			}
			told = true
		}
		if !told {
			return nil
		}
		return o.wake(ctx, tx)
	})
}
