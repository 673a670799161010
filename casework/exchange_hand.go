package casework

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// A message of a type or version that is not understood here was received and is in its
// order; what it asks for is done by people (人工办理), who read its rendition.

// HandMessage is a message that people act on by hand.
type HandMessage struct {
	ID           federation.Message
	Case         ids.Case // zero: no case here
	Number       string
	Hub, HubName string
	From         string // the organ that wrote it
	Type         string
	At, Arrived  time.Time
	Rendition    RenditionState
	Note         string // what was done
	DoneAt       *time.Time
}

// RenditionState says whether the readable text of a message can be read.
type RenditionState string

// What a readable text may be.
const (
	RenditionNone    RenditionState = "none"    // the message names none
	RenditionWaits   RenditionState = "waits"   // named, not here yet
	RenditionSpoiled RenditionState = "spoiled" // what came is not what the message names
	RenditionHeld    RenditionState = "held"    // here, with its digest
)

func renditionState(media string, held *time.Time, failure string) RenditionState {
	switch {
	case media == "":
		return RenditionNone
	case held != nil:
		return RenditionHeld
	case failure == errSpoiled.Error():
		return RenditionSpoiled
	}
	return RenditionWaits
}

// handPage is how many messages the list shows: the open ones come first.
const handPage = 200

// HandMessages lists what has to be acted on by hand at the actor's organ, open ones first.
func (o *Office) HandMessages(ctx context.Context, a Actor) (list []HandMessage, err error) {
	if !o.mayReadMessages(a) {
		return nil, denied("message.read")
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.HandMessages(ctx, a.Agency, codeByHand, handPage)
		for _, r := range rows {
			m := HandMessage{
				ID: federation.Message(r.ID), Hub: r.Hub, HubName: r.HubName, From: orEmpty(r.FromName), Type: r.Type, At: r.OccurredAt, Arrived: r.CreatedAt,
				Rendition: renditionState(orEmpty(r.Media), r.HeldAt, orEmpty(r.RenditionError)), Note: orEmpty(r.Note), DoneAt: r.DoneAt, Number: orEmpty(r.CaseNumber),
			}
			if m.Number != "" {
				m.Case = r.CaseID
			}
			list = append(list, m)
		}
		return err
	})
	return list, err
}

func (o *Office) mayReadMessages(a Actor) bool {
	return o.Access.AllowsOrgan(a.principal(), "message.read", ownOrgan(a))
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// ReadableMessage is the rendition of a message to or from an organ of ours.
type ReadableMessage struct {
	Message  federation.Message
	Outgoing bool
	State    RenditionState
	Media    string
	Body     []byte // with RenditionHeld
}

// ReadMessage gives the readable text of a message of the actor's organ. What the other hub
// wrote is shown where nothing in it can run.
func (o *Office) ReadMessage(ctx context.Context, a Actor, id federation.Message) (m ReadableMessage, err error) {
	if !o.mayReadMessages(a) {
		return m, denied("message.read")
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		row, err := q.ReadEnvelope(ctx, ids.Entry(id))
		if err != nil {
			return orMissing(err)
		}
		if row.AgencyID != a.Agency {
			return missing()
		}
		m = ReadableMessage{Message: id, Outgoing: row.Outgoing, State: RenditionNone}
		r, err := q.ReadRendition(ctx, row.ID)
		if noRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		m.Media, m.State = r.Media, renditionState(r.Media, r.HeldAt, r.Error)
		if m.State != RenditionHeld {
			return nil
		}
		m.Body, err = q.ReadRenditionBytes(ctx, row.ID)
		return orMissing(err)
	})
	return m, err
}

// HandledByHand notes what an organ did about a message that no table here carries out: it
// stands in the record of the conversation, once.
func (o *Office) HandledByHand(ctx context.Context, a Actor, id federation.Message, note string) error {
	if !o.mayReadMessages(a) || a.Machine {
		return denied("message.read")
	}
	if err := cleanText("body.note", &note); err != nil {
		return err
	}
	if note = strings.TrimSpace(note); note == "" {
		return invalid("body.note", "请写明怎样办理的", "Say what was done")
	}
	now := o.Now()
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		row, err := q.ReadEnvelope(ctx, ids.Entry(id))
		if err != nil {
			return orMissing(err)
		}
		if row.AgencyID != a.Agency || row.Outgoing || row.State != "crossed" || row.Error != codeByHand {
			return missing()
		}
		p, err := q.ReadPeer(ctx, row.PeerID)
		if err != nil {
			return err
		}
		if err := q.LockConversation(ctx, p.Hub+" "+row.Conversation); err != nil {
			return err
		}
		n, err := q.InsertHandWork(ctx, dbsqlc.InsertHandWorkParams{EnvelopeID: row.ID, AgencyID: a.Agency, Note: note, DoneBy: ids.Entry(a.User), DoneAt: now})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Clash, "exchange.handled", fault.T("这份函件已登记人工办理", "What was done about this message has been noted already"))
		}
		_, err = o.enter(ctx, q, q, entry{
			Subject: record.Subject{Kind: conversationSubject, ID: p.Hub + " " + row.Conversation}, Kind: "envelope.by_hand", OccurredAt: now, RecordedAt: now,
			Agency: a.Agency, Actor: a, Fields: map[string]any{"message": id.String(), "note": note},
		})
		return err
	})
}

// tellByHand tells the organ a message is for that people have to act on it.
func (a *applying) tellByHand(ctx context.Context) error {
	if err := a.put(ctx, a.q, a.q, notice{
		Agency: a.row.AgencyID, Topic: "exchange.by_hand", Level: LevelWarn, Dedup: "by_hand:" + a.envelope.ID.String(),
		Params: NoticeParams{
			Number: a.peer.Hub, Link: a.PublicURL + "/peers",
			ZH: "“" + a.peer.Name + "”来函的类型或者版本本枢纽尚不支持，已收下，请按可读文本人工办理",
			EN: "A message from " + a.peer.Name + " is of a type or version not supported here; it was received, act on its readable text by hand",
		},
	}, a.now); err != nil {
		return err
	}
	return a.wake(ctx, a.tx)
}
