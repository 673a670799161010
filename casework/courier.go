package casework

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// kindBundle is a courier bundle in the read log.
const kindBundle = "bundle"

// Courier is a bundle (交换包) that somebody carries to a partner hub on a disc or a
// stick. What is in it proves as much as if it had come over the line.
type Courier struct {
	Name string // of the file
	Hub  string // for whom it is

	out federation.Outgoing
	by  federation.Signer
}

// Messages and Receipts are how many the bundle holds.
func (c Courier) Messages() int { return len(c.out.Envelopes) }

// Receipts are how many of ours the bundle holds.
func (c Courier) Receipts() int { return len(c.out.Receipts) }

// Write writes the bundle; nothing is buffered. What breaks on the way leaves a file
// that no reader takes.
func (c Courier) Write(w io.Writer) error { return federation.WriteBundle(w, c.out, c.by) }

// CaseBundle gathers all that this hub has said about a case to the other hub: messages,
// receipts, files. Carrying it twice changes nothing.
func (o *Office) CaseBundle(ctx context.Context, a Actor, id ids.Case) (c Courier, err error) {
	var s *seen
	var rows []dbsqlc.CaseEnvelopesRow
	if err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		if s, err = o.open(ctx, q, a, id); err != nil {
			return err
		}
		if !s.may("bundle.export") {
			return denied("bundle.export")
		}
		rows, err = q.CaseEnvelopes(ctx, id)
		return err
	}); err != nil {
		return c, err
	}
	if len(rows) == 0 {
		return c, fault.New(fault.Rule, "exchange.not_shared", fault.T("本案没有其他枢纽的机关参与，不需要交换包", "No organ of another hub takes part in this case; there is nothing to carry"))
	}
	b := bundling{Office: o}
	for _, r := range rows {
		if r.Outgoing {
			b.messages = append(b.messages, outgoingMessage{r.ID, r.AgencyID, r.Seq})
		} else {
			b.theirs = append(b.theirs, r.ID)
		}
	}
	slices.SortStableFunc(b.messages, func(x, y outgoingMessage) int { return int(x.seq - y.seq) })
	if c, err = b.gather(ctx, rows[0].PeerID, s.Case.Number); err != nil {
		return c, err
	}
	return c, o.noteRead(ctx, s, kindBundle, "", o.Now())
}

// PeerBundle gathers everything that waits for a partner hub, whatever the case: for an
// operator whose line has been down for long.
func (o *Office) PeerBundle(ctx context.Context, a Actor, hub string) (c Courier, err error) {
	if err := o.mayPeer(a, "peer.edit"); err != nil {
		return c, err
	}
	b := bundling{Office: o}
	var peer dbsqlc.Peer
	if err := o.read(ctx, nobody, func(q *dbsqlc.Queries) (err error) {
		if peer, err = q.ReadPeerByHub(ctx, hub); err != nil {
			return orMissing(err)
		}
		rows, err := q.WaitingEnvelopes(ctx, peer.ID, federation.MaxBundleEntries/2)
		if err != nil {
			return err
		}
		for _, r := range rows {
			b.messages = append(b.messages, outgoingMessage{id: r.ID, agency: r.AgencyID})
		}
		unsent, err := q.UnsentReceipts(ctx, peer.ID, federation.MaxBundleEntries/4)
		for _, r := range unsent {
			b.receipts = append(b.receipts, r.Jws)
		}
		return err
	}); err != nil {
		return c, err
	}
	return b.gather(ctx, peer.ID, peer.Hub)
}

// bundling is a bundle being gathered.
type bundling struct {
	*Office
	messages []outgoingMessage
	theirs   []ids.Entry // messages of theirs, whose receipts go along
	receipts [][]byte
}

type outgoingMessage struct {
	id     ids.Entry
	agency ids.Agency
	seq    int64
}

func (b bundling) gather(ctx context.Context, peer ids.Entry, name string) (c Courier, err error) {
	now := b.Now()
	c.out = federation.Outgoing{ID: ids.New[federation.Message](now), From: b.Hub, CreatedAt: now, Receipts: b.receipts}
	var files []dbsqlc.OutgoingFilesRow
	var readable []dbsqlc.OutgoingRenditionsRow
	if err := b.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		own, err := b.identity(ctx, q)
		if err != nil {
			return err
		}
		row, err := q.ReadPeer(ctx, peer)
		if err != nil {
			return err
		}
		p, err := peerOf(row)
		if err != nil {
			return err
		}
		if err := p.onTime(now); err != nil {
			return err
		}
		c.Hub, c.out.To, c.out.Metadata = row.Hub, row.Hub, own.Sealed
		for _, id := range b.theirs {
			given, err := q.ListEnvelopeReceipts(ctx, id, true)
			if err != nil {
				return err
			}
			for _, r := range given {
				c.out.Receipts = append(c.out.Receipts, r.Jws)
			}
		}
		named := make([]ids.Entry, len(b.messages))
		for i, m := range b.messages {
			named[i] = m.id
		}
		if files, err = q.OutgoingFiles(ctx, named); err != nil {
			return err
		}
		readable, err = q.OutgoingRenditions(ctx, named)
		return err
	}); err != nil {
		return c, err
	}
	for _, m := range b.messages {
		raw, err := b.bytesOf(ctx, m.agency, m.id)
		if err != nil {
			return c, err
		}
		c.out.Envelopes = append(c.out.Envelopes, raw)
	}
	for _, f := range files {
		digest := blobs.Digest(f.Sha256)
		f0, err := b.Blobs.Get(digest)
		if fault.KindOf(err) == fault.Missing { // destroyed by order; its message still proves that it was
			continue
		}
		if err != nil {
			return c, err
		}
		_ = f0.Close() // opened again when its turn comes
		c.out.Attachments = append(c.out.Attachments, federation.OutgoingFile{
			SHA256: federation.Hash(digest), Bytes: f.Size, Open: func() (io.ReadCloser, error) { return b.Blobs.Get(digest) },
		})
	}
	if err := b.renditions(ctx, &c, readable); err != nil {
		return c, err
	}
	if c.by, err = b.hubSigner(ctx); err != nil {
		return c, err
	}
	c.Name = fmt.Sprintf("%s 交换包 %s-%s.zip", name, b.Hub, c.Hub)
	return c, nil
}

// renditions adds the readable text of the messages, each digest once.
func (b bundling) renditions(ctx context.Context, c *Courier, list []dbsqlc.OutgoingRenditionsRow) error {
	for _, r := range list {
		digest := federation.Hash(r.Sha256)
		if slices.ContainsFunc(c.out.Attachments, func(f federation.OutgoingFile) bool { return f.SHA256 == digest }) {
			continue
		}
		body, err := b.renditionBytes(ctx, r.AgencyID, r.EnvelopeID)
		if fault.KindOf(err) == fault.Missing {
			continue
		}
		if err != nil {
			return err
		}
		c.out.Attachments = append(c.out.Attachments, federation.OutgoingFile{
			SHA256: digest, Bytes: r.Size, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil },
		})
	}
	return nil
}
