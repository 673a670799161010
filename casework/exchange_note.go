package casework

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// wireNote is what an organ says to one of another hub beside the procedure (函告): a
// reminder, or that its papers are in transit. It moves nothing: neither hub runs it
// through a table, and what crossed it crossed nothing.
type wireNote struct {
	Kind       RemarkKind   `json:"kind"`
	To         []ids.Agency `json:"to"`
	Text       string       `json:"text,omitempty"`
	DecidedOn  civil.Date   `json:"decided_on,omitzero"` // of papers in transit
	DocumentNo string       `json:"document_no,omitempty"`
	Rules      []string     `json:"rules,omitempty"` // the duties that the decision answers
	Void       *wireVoid    `json:"void,omitempty"`  // the paper that is out of use
}

// noteAction begins the names under which notes stand among the messages of a case.
const noteAction = "remark."

// longestNote bounds what another hub may say in a note, in characters.
const longestNote = 4000

// sendNote writes the message of what is said to organs of another hub, in the transaction
// of the remark. To organs of this hub nothing is written.
func (o *Office) sendNote(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, batch *store.Batch, s *seen, n wireNote, to []ids.Agency, ev record.Event, now time.Time, files ...enclosure) error {
	var hubs []string
	for _, id := range to {
		hub := s.Agencies[id].Peer
		if hub == "" {
			continue
		}
		n.To = append(n.To, id)
		if !slices.Contains(hubs, hub) {
			hubs = append(hubs, hub)
		}
	}
	if len(hubs) == 0 {
		return nil
	}
	ch, err := o.channelTo(ctx, q, s.Case.ID, hubs, federation.Note, now)
	if err != nil {
		return err
	}
	if ch.first {
		return fault.New(fault.Rule, "exchange.nothing_sent", fault.T("案件还没有送达对方枢纽，请先移送", "The other hub does not have the case yet; send it first"))
	}
	e, err := o.address(ctx, q, ch, s.actor.Agency, n.To[0], federation.Note, now)
	if err != nil {
		return err
	}
	e.CustodyEpoch, e.Purpose = int64(s.Snapshot.Epoch), remarkTitles[n.Kind].ZH
	w := &wireAct{
		Action: referral.Action(noteAction + string(n.Kind)), As: referral.Party(s.resource.Relation), OccurredAt: now.UTC(), Function: s.actor.function(),
		State: s.Snapshot.State, Note: &n,
	}
	return o.dispatchNow(ctx, tx, q, batch, ch, s, e, w, files, ev)
}

// heard reports whether a note is one that this hub can put before anybody.
func (n *wireNote) heard() bool {
	if _, known := remarkTitles[n.Kind]; !known || n.Kind == Call || utf8.RuneCountInString(n.Text) > longestNote || utf8.RuneCountInString(n.DocumentNo) > 100 {
		return false
	}
	if n.Kind == Voided && (n.Void == nil || n.Void.Document.IsZero()) {
		return false
	}
	return strings.TrimSpace(n.Text) != "" || n.Kind == InTransit
}

// note enters what an organ of another hub says: a remark of the case, and a notice to
// whom it is said. Papers in transit keep the ladder quiet here as they do for organs of
// one hub, by the rule of this hub.
func (a *applying) note(ctx context.Context, c dbsqlc.Case) error {
	l, err := store.LoadCase(ctx, a.q, c)
	if err != nil {
		return err
	}
	n, author := a.act.Note, a.envelope.From.Agency
	s := &seen{Loaded: l, policies: a.Access, actor: Actor{Agency: author, Name: a.peer.Hub}}
	if !n.heard() {
		return noEffect{fault.New(fault.Rule, codeByHand, fault.T("来函的内容是本枢纽尚不支持的类型，请按可读文本人工办理", "The message is of a type that is not supported here; act on its rendition by hand"))}
	}
	if s.Organ(author) == nil {
		return noEffect{fault.New(fault.Rule, codeNotItsPart, fault.T("来函的机关不在本案中", "The organ takes no part in this case"))}
	}
	if err := a.files(ctx, c.ID); err != nil { // the letter that urges (催办函)
		return err
	}
	row := dbsqlc.InsertRemarkParams{
		ID: ids.New[ids.Entry](a.now), CaseID: c.ID, AgencyID: author, Kind: string(n.Kind), Text: n.Text, MadeAt: a.act.OccurredAt, DecidedOn: n.DecidedOn, DocumentNo: n.DocumentNo,
	}
	fields := map[string]any{"text": n.Text, "hub": a.peer.Hub}
	if n.Kind == Voided {
		if err := a.voidPaper(ctx, c.ID, n.Void, n.Text); err != nil {
			return err
		}
		fields["document"], fields["document_no"] = n.Void.Document.String(), n.DocumentNo
	}
	if n.Kind == InTransit {
		owed := slices.DeleteFunc(s.owedBy(author, ids.Clock{}), func(k dbsqlc.Clock) bool { return k.QuietUntil != nil || !slices.Contains(n.Rules, k.RuleID) })
		until, err := a.quieten(ctx, a.q, s, owed, a.now)
		if err != nil {
			return err
		}
		row.QuietUntil = store.Instant(until)
		fields["decided_on"], fields["document_no"] = n.DecidedOn.String(), n.DocumentNo
		if !until.IsZero() {
			fields["quiet_until"] = until
		}
	}
	told := slices.DeleteFunc(slices.Clone(n.To), func(id ids.Agency) bool { return s.Organ(id) == nil || s.Agencies[id].Peer != "" })
	if len(told) == 1 {
		row.ToID = told[0]
	}
	if err := a.q.InsertRemark(ctx, row); err != nil {
		return err
	}
	ev, err := a.enter(ctx, a.q, a.q, entry{
		Case: c.ID, Kind: string(a.act.Action), OccurredAt: a.act.OccurredAt, RecordedAt: a.now, Agency: author, Actor: Actor{Agency: a.row.AgencyID, Name: a.peer.Hub}, Fields: fields,
	})
	if err != nil {
		return err
	}
	level, title := LevelWarn, remarkTitles[n.Kind]
	if n.Kind == InTransit {
		level = LevelInfo
	}
	words := title
	if n.Kind == Voided || n.Kind == Corrected {
		words = fault.T(title.ZH+" "+n.DocumentNo, title.EN+" "+n.DocumentNo)
	}
	for _, id := range told {
		if err := a.put(ctx, a.q, a.q, notice{
			Case: c.ID, Event: ev.ID, Agency: id, Topic: noteAction + string(n.Kind), Level: level, Dedup: ev.ID.String() + ":" + id.String(),
			Params: NoticeParams{Number: c.Number, CaseKind: c.Kind, ZH: words.ZH, EN: words.EN, Link: a.link(c.ID)},
		}, a.now); err != nil {
			return err
		}
	}
	if err := a.wake(ctx, a.tx); err != nil {
		return err
	}
	return a.applied(ctx, "applied", ev, federation.Delivered, "")
}
