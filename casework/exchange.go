package casework

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Exchange between hubs replicates acts: both run the same tables over the same acts
// in the same order and so come to the same case (docs/adr/0027-exchange-of-hubs.md).

// arrival is the envelope behind an act that another hub's organ took.
type arrival struct {
	row      dbsqlc.Envelope
	envelope federation.Envelope
	peer     Peer
	settled  []settlement // of an act that crossed others
}

// settlement says what became of an act that crossed another one (交叉处理).
type settlement struct {
	Message string          `json:"message"`
	Action  referral.Action `json:"action"`
	Fate    federation.Fate `json:"fate"`
	Against string          `json:"against,omitempty"`
	Text    string          `json:"text,omitempty"`
}

// hubsOf names the other hubs whose organs take part in an act.
func (c change) hubsOf(after referral.Snapshot) []string {
	var hubs []string
	for _, o := range []*referral.Organ{&after.Sender, after.Receiver, after.Copied, after.Past, after.Third, c.in.Target, c.in.Copy} {
		if o != nil && o.Hub != "" && !slices.Contains(hubs, o.Hub) {
			hubs = append(hubs, o.Hub)
		}
	}
	return hubs
}

// ours reports whether an organ of the case belongs to this hub.
func (c change) ours(id ids.Agency) bool {
	if t := c.in.Target; t != nil && t.ID == id {
		return t.Hub == ""
	}
	a, known := c.Agencies[id]
	return !known || a.Peer == ""
}

// unconfirmed reports whether the act takes a case back from an organ of another hub.
// Until that hub has carried it out nobody goes on with the case: it may have crossed
// the other's receipt, and two must never hold it.
func (c change) unconfirmed() bool {
	r := c.Snapshot.Receiver
	return c.arrived == nil && actOf(c.out.Step) == federation.Withdraw && r != nil && r.Hub != ""
}

// signers of what an organ of this hub says to another hub: the hub carries it, the
// organ is its author, with the key that the hub keeps for it (代管).
func (o *Office) signers(ctx context.Context, q *dbsqlc.Queries, agency ids.Agency) ([]federation.Signer, error) {
	carrier, err := o.signingKey(ctx, q, ids.Agency{})
	if err != nil {
		return nil, err
	}
	list := []federation.Signer{{Private: carrier.Private, Role: federation.RoleHub}}
	if agency.IsZero() {
		return list, nil
	}
	key, err := o.signingKey(ctx, q, agency)
	if err != nil {
		return nil, err
	}
	return append(list, federation.Signer{Private: key.Private, Role: federation.RoleAgency, Agency: agency, Custodial: true}), nil
}

// hubSigner signs for the hub alone.
func (o *Office) hubSigner(ctx context.Context) (by federation.Signer, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		list, err := o.signers(ctx, q, ids.Agency{})
		if err == nil {
			by = list[0]
		}
		return err
	})
	return by, err
}

// receipt signs how far a message of another hub came: r with what the message and its entry
// in the record say of themselves.
func (o *Office) receipt(ctx context.Context, q *dbsqlc.Queries, e *federation.Envelope, ev record.Event, r federation.Receipt) (federation.Receipt, []byte, error) {
	r.ID, r.Message, r.Conversation, r.Seq = ids.New[ids.Receipt](r.Time), e.ID, e.Conversation, e.Seq
	r.Hub, r.Event, r.ChainHash = o.Hub, ev.ID, federation.Hash(ev.Hash)
	signers, err := o.signers(ctx, q, r.Agency)
	if err != nil {
		return r, nil, err
	}
	sealed, err := federation.SealReceipt(r, signers...)
	return r, sealed, err
}

// keepReceipt writes a receipt of ours; a worker takes it to the partner.
func keepReceipt(ctx context.Context, q *dbsqlc.Queries, peer ids.Entry, message federation.Message, r federation.Receipt, sealed []byte, sent *time.Time) error {
	_, err := q.InsertEnvelopeReceipt(ctx, dbsqlc.InsertEnvelopeReceiptParams{
		ID: ids.Entry(r.ID), EnvelopeID: ids.Entry(message), PeerID: peer, Ours: true, Kind: string(r.Kind), Jws: sealed, At: r.Time, SentAt: sent,
	})
	return err
}

// onePartner finds the partner of a case; a fault of kind Rule where there is more than one.
func onePartner(ctx context.Context, q *dbsqlc.Queries, hubs []string) (Peer, error) {
	if len(hubs) > 1 {
		return Peer{}, fault.New(fault.Rule, "exchange.one_partner", fault.T("一案只能与一个伙伴枢纽交换；请另行移送", "A case is exchanged with one partner hub only; begin another referral"))
	}
	row, err := q.ReadPeerByHub(ctx, hubs[0])
	if err != nil {
		return Peer{}, orMissing(err)
	}
	return peerOf(row)
}

// mayWrite refuses to write to a partner with whom the exchange stands still.
func (p Peer) mayWrite(now time.Time) error {
	if p.State != PeerTrusted {
		return fault.New(fault.Rule, "exchange.suspended", fault.T("与“"+p.Name+"”的交换已停用，请联系系统运维人员", "The exchange with that hub stands still; ask the operator"))
	}
	return p.onTime(now)
}

// onTime refuses to write to a partner whose metadata ended more than the days of grace ago:
// nothing proves any more whose keys they were.
func (p Peer) onTime(now time.Time) error {
	if !p.Expired(now) {
		return nil
	}
	return fault.New(fault.Rule, "exchange.expired", fault.T("“"+p.Name+"”的元数据已过期超过30天，不再收发。请系统运维人员联系对方重新签署", "The metadata of "+p.Name+" expired more than 30 days ago; nothing is sent or taken. The operator should have it sign them anew"))
}

// rowOf writes an organ into a message.
func (o *Office) rowOf(a *referral.Organ, names map[ids.Agency]dbsqlc.ReadAgenciesRow) *wireOrgan {
	if a == nil {
		return nil
	}
	w := wireOrgan{ID: a.ID, Hub: a.Hub, Name: names[a.ID].Name, Sector: a.Sector, Level: a.Level, Region: a.Region}
	if w.Hub == "" {
		w.Hub = o.Hub
	}
	return &w
}

func content(w wireAct) (json.RawMessage, error) { return json.Marshal(w) }
