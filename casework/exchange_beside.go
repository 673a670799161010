package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// beside is a message of a shared case that stands beside its procedure: no table runs it,
// and it moves neither state nor custody.
type beside struct {
	ch       channel
	to       ids.Agency
	act      federation.Act
	purpose  string
	reason   string
	basis    []federation.LegalBasis
	handling []string
	content  func(federation.Message) (any, error) // once the id of the message is known
	page     []documents.RenditionSection
	fields   map[string]any // of the event, beside message, to and reason
	now      time.Time
}

// sendBeside signs such a message of the actor's organ in the transaction of the act that
// wants it, and records it in the case. The row lock on the case keeps the numbers free of
// gaps, so it must be held.
func (o *Office) sendBeside(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, s *seen, a Actor, m beside) (id federation.Message, err error) {
	e, err := o.address(ctx, q, m.ch, a.Agency, m.to, m.act, m.now)
	if err != nil {
		return id, err
	}
	e.CustodyEpoch, e.Purpose, e.Handling, e.LegalBasis = int64(s.Snapshot.Epoch), m.purpose, m.handling, m.basis
	said, err := m.content(e.ID)
	if err != nil {
		return id, err
	}
	if e.Content, err = json.Marshal(said); err != nil {
		return id, fmt.Errorf("write a message: %w", err)
	}
	body, err := o.pageOf(s, e, m.reason, m.page)
	if err != nil {
		return id, err
	}
	fields := map[string]any{"message": e.ID.String(), "to": m.to.String(), "reason": m.reason}
	for k, v := range m.fields {
		fields[k] = v
	}
	ev, err := o.enter(ctx, q, q, entry{Case: s.Case.ID, Kind: string(m.act), OccurredAt: m.now, RecordedAt: m.now, Agency: a.Agency, Actor: a, Fields: fields})
	if err != nil {
		return id, err
	}
	if err := o.keepOutgoing(ctx, q, q, e, outgoing{peer: m.ch.peer.ID, caseID: s.Case.ID, action: referral.Action(m.act), occurredAt: m.now, page: body, event: ev.ID, now: m.now}); err != nil {
		return id, err
	}
	_, err = o.Jobs.InsertManyFastTx(ctx, tx, o.exchangeJobs(m.ch.peer.ID))
	return e.ID, err
}

// pageOf is the readable text of a message that stands beside the procedure.
func (o *Office) pageOf(s *seen, e federation.Envelope, reason string, sections []documents.RenditionSection) ([]byte, error) {
	page := documents.Rendition{
		Title: e.Purpose, Number: s.Case.Number, At: readableTime(e.IssuedAt), Purpose: reason, Message: e.ID.String(), Marks: marks(e.Handling), Sections: sections,
		From: nameWithHub(s.Agencies[e.From.Agency].Name, e.From.Hub), To: nameWithHub(s.Agencies[e.To.Agency].Name, e.To.Hub),
	}
	for _, b := range e.LegalBasis {
		page.Basis = append(page.Basis, b.Document+b.Article)
	}
	return page.HTML()
}

// pageBeside is the same of a message whose words are those of its event.
func (o *Office) pageBeside(s *seen, e federation.Envelope, fields map[string]any) ([]byte, error) {
	var rows []documents.RenditionRow
	for _, f := range []struct{ name, label string }{{"message", "所涉函件"}, {"reason", "理由"}, {"answer", "答复"}, {"text", "说明"}, {"article", "条款"}} {
		if said, _ := fields[f.name].(string); said != "" {
			rows = append(rows, documents.RenditionRow{Label: f.label, Value: said})
		}
	}
	return o.pageOf(s, e, "", []documents.RenditionSection{{Title: "内容", Rows: rows}})
}

// sharedChannel is the conversation of a case that another hub has, for a message of a type; a
// fault of kind Rule where there is none, or nothing of the type can be written to that hub.
func (o *Office) sharedChannel(ctx context.Context, q *dbsqlc.Queries, id ids.Case, act federation.Act, now time.Time) (ch channel, err error) {
	conv, err := q.ConversationOf(ctx, id)
	if noRows(err) {
		return ch, fault.New(fault.Rule, "exchange.not_shared", fault.T("本案没有其他枢纽的机关参与", "No organ of another hub takes part in this case"))
	}
	if err != nil {
		return ch, err
	}
	row, err := q.ReadPeer(ctx, conv.PeerID)
	if err != nil {
		return ch, err
	}
	return o.channelTo(ctx, q, id, []string{row.Hub}, act, now)
}

func noKeys() error {
	return fault.New(fault.Unavailable, "exchange.no_keys", fault.T("本服务没有配置机关密钥，不能与其他枢纽交换", "This service holds no keys of organs and exchanges nothing"))
}

func notUnderstood(peer Peer, act federation.Act) error {
	return fault.New(fault.Rule, "exchange.not_understood", fault.T("“"+peer.Name+"”的元数据没有写明能够办理这一类型的函件（"+string(act)+" 1.x），请改用纸质文书，或者请对方升级后重新签署元数据",
		"The metadata of "+peer.Name+" do not say that it carries out this type of message ("+string(act)+" 1.x); use paper, or have it upgraded and its metadata signed anew"))
}
