package casework

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/workers/job"
)

// channel is the conversation of a case with its partner hub.
type channel struct {
	peer         Peer
	conversation string
	first        bool // nothing was said in it yet
	heads        dbsqlc.ConversationHeadsRow
}

// channelTo opens the conversation of a case for a message of a type. A fault of kind Rule
// says why nothing can be written to that hub.
func (o *Office) channelTo(ctx context.Context, q *dbsqlc.Queries, id ids.Case, hubs []string, act federation.Act, now time.Time) (ch channel, err error) {
	if ch.peer, err = onePartner(ctx, q, hubs); err != nil {
		return ch, err
	}
	if err := ch.peer.mayWrite(now); err != nil {
		return ch, err
	}
	if o.AgencyKeys == nil {
		return ch, noKeys()
	}
	if !ch.peer.understood(act) {
		return ch, notUnderstood(ch.peer, act)
	}
	conv, err := q.ConversationOf(ctx, id)
	ch.first = noRows(err)
	if err != nil && !ch.first {
		return ch, err
	}
	if ch.first {
		conv.Conversation, conv.PeerID = string(federation.NewConversation(o.Hub, id)), ch.peer.ID
	}
	if conv.PeerID != ch.peer.ID {
		_, err := onePartner(ctx, q, []string{ch.peer.Hub, "another"})
		return ch, err
	}
	ch.conversation = conv.Conversation
	ch.heads, err = q.ConversationHeads(ctx, ch.peer.ID, conv.Conversation)
	return ch, err
}

// address begins a message of a conversation, behind our last one and with what we have
// seen of the other side.
func (o *Office) address(ctx context.Context, q *dbsqlc.Queries, ch channel, from, to ids.Agency, act federation.Act, now time.Time) (federation.Envelope, error) {
	e := federation.Envelope{
		ID: ids.New[federation.Message](now), From: federation.Address{Hub: o.Hub, Agency: from}, To: federation.Address{Hub: ch.peer.Hub, Agency: to},
		Conversation: federation.Conversation(ch.conversation), Type: string(act), TypeVersion: firstVersion, IssuedAt: now, Classification: "internal",
	}
	return e, o.place(ctx, q, &e, ch.peer, ch.heads)
}

// dispatchNow seals a message and puts it into the outbox, in the transaction of what it says.
func (o *Office) dispatchNow(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, batch *store.Batch, ch channel, s *seen, e federation.Envelope, w *wireAct, files []enclosure, ev record.Event) (err error) {
	for i, f := range files {
		if f.seal {
			if f, err = o.sealFile(ctx, batch.Queries(), ch.peer, &e, f); err != nil {
				return err
			}
			files[i] = f
		}
		digest := federation.Hash(f.sha256)
		if f.paper == nil {
			w.Files = append(w.Files, wireFile{Evidence: f.id, SHA256: digest, SealedTo: f.sealedTo})
		} else {
			w.Issued = append(w.Issued, *f.paper)
		}
		e.Attachments = append(e.Attachments, federation.Attachment{
			Name: attachmentName(f.name), Media: mediaOf(f.detected), Bytes: f.size, SHA256: digest, SM3: federation.Hash(f.sm3), Role: f.role(),
		})
	}
	about := toOrgan(s, w, e.To.Agency)
	if w.Base != nil {
		if e.Handling, err = handlingOf(s.Snapshot, about, w.OccurredAt); err != nil {
			return err
		}
	}
	var fields []fieldRow
	if e.Content, fields, err = o.withhold(ctx, q, s, *w, e, about); err != nil {
		return err
	}
	page, err := render(s, e)
	if err != nil {
		return err
	}
	b := batch.Queries()
	if err := o.keepOutgoing(ctx, q, b, e, outgoing{peer: ch.peer.ID, caseID: s.Case.ID, action: w.Action, occurredAt: w.OccurredAt, page: page, event: ev.ID, now: e.IssuedAt}); err != nil {
		return err
	}
	if err := keepFields(ctx, b, fields, dbsqlc.InsertFieldParams{
		CaseID: s.Case.ID, AgencyID: e.From.Agency, PeerID: ch.peer.ID, OtherID: ids.Entry(e.To.Agency), Outgoing: true, EnvelopeID: ids.Entry(e.ID), At: e.IssuedAt,
	}); err != nil {
		return err
	}
	if slices.Contains(e.Handling, federation.NoOnward) {
		if err := b.ProvideBound(ctx, dbsqlc.ProvideBoundParams{EnvelopeID: ids.Entry(e.ID), CaseID: s.Case.ID, AgencyID: e.From.Agency, OtherID: ids.Entry(e.To.Agency), At: e.IssuedAt}); err != nil {
			return err
		}
	}
	for _, f := range files {
		if err := b.InsertEnvelopeFile(ctx, dbsqlc.InsertEnvelopeFileParams{
			EnvelopeID: ids.Entry(e.ID), PeerID: ch.peer.ID, CaseID: s.Case.ID, AgencyID: e.From.Agency, EvidenceID: f.id, Sha256: f.sha256, Size: f.size, Name: f.name,
			Outgoing: true, NextAt: e.IssuedAt,
		}); err != nil {
			return err
		}
	}
	_, err = o.Jobs.InsertManyFastTx(ctx, batch.Tx(tx), o.exchangeJobs(ch.peer.ID))
	return err
}

// outgoing is what is kept of a message beside the message itself.
type outgoing struct {
	peer       ids.Entry
	caseID     ids.Case
	action     referral.Action
	occurredAt time.Time
	page       []byte // its readable text (可读文本); nil: none
	event      ids.Event
	now        time.Time
}

// keepOutgoing seals a message of an organ of ours, with its readable text, and keeps it until
// its receipt has come; it does not wait for a text that is too long. b writes; it may be the
// batch of an act.
func (o *Office) keepOutgoing(ctx context.Context, q, b *dbsqlc.Queries, e federation.Envelope, as outgoing) error {
	if len(as.page) > 0 && len(as.page) <= federation.MaxRendition {
		e.Rendition = federation.NameRendition(federation.MediaHTML, as.page)
	}
	signers, err := o.signers(ctx, q, e.From.Agency)
	if err != nil {
		return err
	}
	raw, hash, err := federation.Seal(e, signers...)
	if err != nil {
		return fmt.Errorf("seal an envelope: %w", err)
	}
	if err := b.InsertEnvelope(ctx, dbsqlc.InsertEnvelopeParams{
		ID: ids.Entry(e.ID), PeerID: as.peer, Outgoing: true, Conversation: string(e.Conversation), CaseID: as.caseID, Seq: e.Seq, Observed: e.Observed.Seq,
		Type: e.Type, Action: string(as.action), Hash: hash[:], Prev: e.Prev[:], FromID: e.From.Agency, AgencyID: e.From.Agency, OccurredAt: as.occurredAt,
		State: "pending", NextAt: as.now, CreatedAt: as.now,
	}); err != nil {
		return err
	}
	if err := b.InsertEnvelopeBytes(ctx, ids.Entry(e.ID), e.From.Agency, raw); err != nil {
		return err
	}
	if err := keepRendition(ctx, b, as.peer, &e, true, e.From.Agency, as.page, as.now); err != nil {
		return err
	}
	return b.ApplyEnvelopeEvent(ctx, as.event, ids.Entry(e.ID))
}

// place puts a message behind the last one of ours in its conversation, and says how much of
// the partner's it has seen.
func (o *Office) place(ctx context.Context, q *dbsqlc.Queries, e *federation.Envelope, peer Peer, heads dbsqlc.ConversationHeadsRow) error {
	e.Seq = heads.LastOut + 1
	copy(e.Prev[:], heads.LastHash)
	e.PeerCheckpoint = string(peer.note)
	if heads.Applied == 0 {
		return nil
	}
	seen, err := q.EnvelopeAt(ctx, dbsqlc.EnvelopeAtParams{PeerID: peer.ID, Outgoing: false, Conversation: string(e.Conversation), Seq: heads.Applied})
	if err != nil {
		return err
	}
	e.Observed, e.InReplyTo = federation.Point{Seq: seen.Seq, Hash: federation.Hash(seen.Hash)}, federation.Message(seen.ID)
	return nil
}

// dispatch writes the envelope of an act that concerns an organ of another hub, in the
// act's own transaction: the act and its message exist both or neither. The row lock
// on the case keeps the numbers free of gaps.
func (o *Office) dispatch(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, batch *store.Batch, c change, ev record.Event, after referral.Snapshot) error {
	hubs := c.hubsOf(after)
	if len(hubs) == 0 || c.arrived != nil {
		return nil
	}
	if !c.ours(c.actorAgency()) {
		return fault.New(fault.Rule, "exchange.not_from_paper", fault.T("对方机关在另一枢纽，其办理由该枢纽送达，不代录", "That organ belongs to another hub, which sends what it does; it is not recorded from paper"))
	}
	ch, err := o.channelTo(ctx, q, c.Case.ID, hubs, actOf(c.out.Step), c.now)
	if err != nil {
		return err
	}
	e, w, files, err := o.compose(ctx, q, c, ch)
	if err != nil {
		return err
	}
	if err := o.dispatchNow(ctx, tx, q, batch, ch, c.seen, e, w, files, ev); err != nil {
		return err
	}
	return o.answerOffer(ctx, q, batch.Queries(), c, ch.peer, ch.conversation, ev)
}

// compose writes the message of an act and names the files that go with it.
func (o *Office) compose(ctx context.Context, q *dbsqlc.Queries, c change, ch channel) (federation.Envelope, *wireAct, []enclosure, error) {
	e, err := o.address(ctx, q, ch, c.actorAgency(), c.otherSide(ch.peer), actOf(c.out.Step), c.now)
	if err != nil {
		return e, nil, nil, err
	}
	e.CustodyEpoch, e.Purpose, e.LegalBasis = int64(c.Snapshot.Epoch), c.out.Step.Title.ZH, o.basisOf(c)
	w := &wireAct{Action: c.request.Action, As: c.as, OccurredAt: c.in.OccurredAt.UTC(), Function: c.actor.function(), State: c.out.State, Input: o.wireInputOf(c)}
	if ch.first || c.out.Step.Handoff == referral.HandoffOpens {
		w.Base = o.baseOf(c)
	}
	if c.request.Action == "supplement" {
		w.Materials = materialsOf(c.Snapshot)
	}
	files, err := o.unsentFiles(ctx, q, c)
	return e, w, files, err
}

// toOrgan is the organ that a message is written to, as the rules know it.
func toOrgan(s *seen, w *wireAct, id ids.Agency) *referral.Organ {
	for _, o := range w.organs() {
		if o.ID == id {
			return o.organ("")
		}
	}
	return s.Organ(id)
}

// otherOrgan is the organ of the partner that a message is put before; nil: there is none.
func (c change) otherOrgan(peer Peer) *referral.Organ {
	for _, o := range []*referral.Organ{c.in.Target, c.Snapshot.Receiver, &c.Snapshot.Sender, c.Snapshot.Third, c.Snapshot.Copied, c.Snapshot.Past} {
		if o != nil && o.Hub == peer.Hub {
			return o
		}
	}
	return nil
}

// otherSide is its id.
func (c change) otherSide(peer Peer) ids.Agency { return organID(c.otherOrgan(peer)) }

// basisOf is the article that the step stands on, as the rule book says.
func (o *Office) basisOf(c change) []federation.LegalBasis {
	if c.out.Step.Rule == "" {
		return nil
	}
	day := civil.DateOf(c.in.OccurredAt)
	rule, err := o.pick(c.out.Step.Rule, c.Snapshot.Content.ActOn, day, []referral.Organ{c.Snapshot.Sender, {}})
	if err != nil {
		return nil
	}
	var out []federation.LegalBasis
	for _, b := range rule.Basis {
		out = append(out, federation.LegalBasis{Document: b.Document + b.Number, Article: b.Article, AsOf: day})
	}
	return out
}

func (o *Office) wireInputOf(c change) wireInput {
	in := c.in
	return wireInput{
		Ground: in.Ground, Text: in.Text, Reason: in.Reason, DocumentNo: in.DocumentNo, Officer: in.Officer, ApprovedOn: in.ApprovedOn, Charges: in.Charges,
		Missing: in.Missing, Track: in.Track, Outcome: in.Outcome, Unit: in.Unit, Grant: in.Grant, Unable: in.Unable, NoSecret: in.NoSecret, Pages: in.Pages,
		Target: o.rowOf(in.Target, c.Agencies), Copy: o.rowOf(in.Copy, c.Agencies), Items: in.Items, Materials: in.Materials, Result: in.Result, Days: in.Days, Until: in.Until, Claimed: in.Claimed,
		Joint: in.Joint, Line: in.Line,
	}
}

// baseOf is the case before the act that sends it.
func (o *Office) baseOf(c change) *wireBase {
	s := c.Snapshot
	b := &wireBase{
		Kind: s.Kind, Number: c.Case.Number, Title: c.Case.Title, State: s.State, Flags: s.Flags, Content: s.Content, Custody: s.Custody, Epoch: s.Epoch,
		Sender: *o.rowOf(&s.Sender, c.Agencies), Receiver: o.rowOf(s.Receiver, c.Agencies), Copied: o.rowOf(s.Copied, c.Agencies), Past: o.rowOf(s.Past, c.Agencies),
		Third: o.rowOf(s.Third, c.Agencies), Materials: materialsOf(s), Papers: wirePapers{s.LetterMade, s.LetterSeal, s.FormMade}, Synthetic: c.Case.Synthetic,
	}
	for _, p := range s.Parties {
		w := wireParty{ID: p.ID, Kind: p.Kind, Name: p.Name, CreditCode: p.CreditCode, IDNumber: p.IDNumber, Note: p.Note}
		for i, x := range s.Charges {
			if x.Party == p.ID {
				w.Charges = append(w.Charges, wireCharge{ID: x.ID, Position: i + 1, Offence: x.Offence, Article: x.Article, State: x.State})
			}
		}
		b.Parties = append(b.Parties, w)
	}
	for _, i := range s.Items {
		b.Items = append(b.Items, wireItem{ID: i.ID, Name: i.Name, Quantity: i.Quantity, Feature: i.Feature, Place: i.Place, SeizedOn: i.SeizedOn})
	}
	return b
}

func materialsOf(s referral.Snapshot) []wireMaterial {
	var out []wireMaterial
	for _, m := range s.Materials {
		out = append(out, wireMaterial{ID: m.ID, Code: m.Code, Title: m.Title, Form: m.Form, Pages: m.Pages, OriginalAt: m.OriginalAt, Evidence: m.Evidence, Round: m.Round})
	}
	return out
}

// attachmentName shortens what the protocol would refuse, keeping the ending.
func attachmentName(name string) string {
	runes := []rune(name)
	if len(runes) <= 255 {
		return name
	}
	ext := []rune(path.Ext(name))
	if len(ext) > 20 {
		ext = nil
	}
	return string(runes[:255-len(ext)]) + string(ext)
}

func mediaOf(detected string) string {
	media, _, _ := strings.Cut(detected, ";") // without charset and the like
	if kind, sub, ok := strings.Cut(media, "/"); !ok || kind == "" || sub == "" || strings.ContainsAny(media, " \"") {
		return "application/octet-stream"
	}
	return media
}

// answerOffer gives the receipt that an act of ours is, for the partner's message it
// answers: signed for (签收), decided (决定).
func (o *Office) answerOffer(ctx context.Context, q, b *dbsqlc.Queries, c change, peer Peer, conversation string, ev record.Event) error {
	kind := federation.ReceiptKind(c.out.Step.Receipt)
	if kind != federation.Acknowledged && kind != federation.Decided {
		return nil
	}
	offer, err := q.LastOffer(ctx, peer.ID, conversation)
	if noRows(err) {
		return nil
	}
	if err != nil {
		return err
	}
	e := federation.Envelope{ID: federation.Message(offer.ID), Conversation: federation.Conversation(conversation), Seq: offer.Seq}
	r, sealed, err := o.receipt(ctx, q, &e, ev, federation.Receipt{Kind: kind, EnvelopeHash: federation.Hash(offer.Hash), Agency: c.actorAgency(), Time: c.now, Reason: string(c.request.Action)})
	if err != nil {
		return err
	}
	return keepReceipt(ctx, b, peer.ID, e.ID, r, sealed, nil)
}

// exchangeJobs knock at the workers' door for one partner.
func (o *Office) exchangeJobs(peer ids.Entry) []river.InsertManyParams {
	return []river.InsertManyParams{{Args: job.Exchange{Peer: peer}}}
}
