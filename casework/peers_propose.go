package casework

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// ProposalPeer is the kind of a proposal that trusts a partner hub, or pins another
// root for it.
const ProposalPeer = "peer"

// PeerSettings are what two persons agree on: whose root key speaks for which hub.
type PeerSettings struct {
	Hub      string `json:"hub"`
	Name     string `json:"name"`
	Root     string `json:"root"` // fingerprint, as on the paper
	Address  string `json:"address"`
	Metadata []byte `json:"metadata"`
}

// NewPeer is what somebody proposes: metadata as the partner handed it over, and the
// fingerprint of its root key as it stands on the agreement between the two hubs.
type NewPeer struct {
	Metadata    []byte
	Fingerprint string
	Address     string // empty: the first endpoint that the metadata names
}

// ProposePeer keeps a partner hub until a second person compared the fingerprint, too.
// The same for a known partner with another root (re-pinning) or address. organ is the
// one in whose chain it is recorded and whose people decide on it.
func (o *Office) ProposePeer(ctx context.Context, a Actor, organ ids.Agency, in NewPeer) (p Peer, s Settled, err error) {
	err = o.changeOrgan(ctx, a, organ, "peer.edit", func(c organChange) error {
		settings, root, err := o.checkPeer(in)
		if err != nil {
			return err
		}
		row, err := c.q.ReadPeerByHub(ctx, settings.Hub)
		if noRows(err) {
			if err := c.q.InsertPeer(ctx, dbsqlc.InsertPeerParams{
				ID: ids.New[ids.Entry](c.now), Hub: settings.Hub, Name: settings.Name, Root: root.String(), Metadata: in.Metadata, Address: settings.Address, CreatedAt: c.now,
			}); err != nil {
				return err
			}
			row, err = c.q.ReadPeerByHub(ctx, settings.Hub)
		}
		if err != nil {
			return err
		}
		change := proposedChange{Kind: ProposalPeer, Target: row.ID, Name: settings.Hub, Version: row.Version, Peer: &settings}
		if s, err = c.settle(ctx, change, func() error { return c.savePeer(ctx, row.ID, row.Version, settings) }); err != nil {
			return err
		}
		if row, err = c.q.ReadPeer(ctx, row.ID); err != nil {
			return err
		}
		p, err = peerOf(row)
		return err
	})
	return p, s, err
}

// checkPeer verifies metadata against the fingerprint that was typed from paper.
func (o *Office) checkPeer(in NewPeer) (PeerSettings, federation.Fingerprint, error) {
	var s PeerSettings
	var bad complaints
	root, err := federation.ParseFingerprint(in.Fingerprint)
	if err != nil {
		bad.add("body.fingerprint", "指纹应为64位十六进制数字，按协议书上的分组输入即可", "64 hexadecimal digits, in groups as on the paper")
		return s, root, bad.err()
	}
	m, hash, err := federation.OpenMetadata(in.Metadata, root)
	if err == nil {
		err = federation.Adopt(nil, &m, federation.Hash{}, hash, o.Now())
	}
	if refused, ok := errors.AsType[*federation.Invalid](err); ok {
		words := refused.Reason.Words()
		bad.add("body.metadata", words.ZH, words.EN)
		return s, root, bad.err()
	}
	if err != nil {
		return s, root, err
	}
	s = PeerSettings{Hub: m.Hub, Name: m.Name, Root: root.String(), Address: strings.TrimRight(in.Address, "/"), Metadata: in.Metadata}
	if s.Address == "" && len(m.Endpoints) > 0 {
		s.Address = strings.TrimRight(m.Endpoints[0], "/")
	}
	if m.Hub == o.Hub {
		bad.add("body.metadata", "这是本枢纽自己的元数据", "This is the metadata of this very hub")
	}
	at, err := url.Parse(s.Address)
	if err != nil || at.Scheme != "https" && at.Scheme != "http" || at.Host == "" || at.User != nil || len(s.Address) > 500 {
		bad.add("body.address", "须为完整的 https 或 http 地址", "A full https or http address")
	}
	return s, root, bad.err()
}

// savePeer trusts a partner and makes its organs known. It needs the decision of two.
func (c organChange) savePeer(ctx context.Context, id ids.Entry, version int64, s PeerSettings) error {
	root, err := federation.ParseFingerprint(s.Root)
	if err != nil {
		return err
	}
	m, _, err := federation.OpenMetadata(s.Metadata, root)
	if err != nil {
		return err
	}
	n, err := c.q.TrustPeer(ctx, dbsqlc.TrustPeerParams{ID: id, Name: s.Name, Root: s.Root, Metadata: s.Metadata, Address: s.Address, Version: version})
	if err != nil {
		return err
	}
	if n == 0 {
		return sameVersion(version+1, version)
	}
	return c.office.savePeerAgencies(ctx, c.q, &m, civil.DateOf(c.now))
}

// savePeerAgencies writes the organs of a partner; those that its metadata names no
// more are closed and keep their cases. An id that is already an organ of somebody else
// is refused as a whole.
func (o *Office) savePeerAgencies(ctx context.Context, q *dbsqlc.Queries, m *federation.Metadata, today civil.Date) error {
	keep := make([]ids.Entry, 0, len(m.Agencies))
	for _, a := range m.Agencies {
		if a.Closed {
			continue
		}
		keep = append(keep, ids.Entry(a.ID))
		n, err := q.SavePeerAgency(ctx, dbsqlc.SavePeerAgencyParams{
			ID: a.ID, Code: peerCode(m.Hub, a.ID), Name: a.Name, ShortName: a.Name, Sector: orElse(a.Sector, "other"), Level: orElse(a.Level, "county"),
			Region: orElse(a.Region, orElse(m.Region, "000000")), Peer: m.Hub, CreatedAt: o.Now(),
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Clash, "peer.agency_taken", fault.T("对方元数据中有一个机关编号已属于其他枢纽，未予采信", "The metadata names an organ that belongs to another hub; nothing was taken"))
		}
	}
	return q.ClosePeerAgencies(ctx, today, m.Hub, keep)
}

// peerCode names an organ of another hub where organs have codes: its own code is
// not unique here.
func peerCode(hub string, id ids.Agency) string {
	head, _, _ := strings.Cut(hub, ".")
	if len(head) > 24 {
		head = head[:24]
	}
	return head + "-" + id.String()[24:]
}

// SuspendPeer stops the exchange with a partner at once; it needs nobody else, like
// everything that shuts somebody out. Trusting it again takes two.
func (o *Office) SuspendPeer(ctx context.Context, a Actor, organ ids.Agency, hub, reason string) error {
	return o.changeOrgan(ctx, a, organ, "peer.edit", func(c organChange) error {
		var bad complaints
		if bad.text("body.reason", &reason, 1, 500); bad.err() != nil {
			return bad.err()
		}
		row, err := c.q.ReadPeerByHub(ctx, hub)
		if err != nil {
			return orMissing(err)
		}
		n, err := c.q.SuspendPeer(ctx, row.ID)
		if err != nil || n == 0 {
			return err
		}
		_, err = c.enter(ctx, "peer.suspend", map[string]any{"hub": hub, "reason": reason})
		return err
	})
}
