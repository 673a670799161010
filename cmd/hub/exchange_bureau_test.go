package main

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// bureau is an environment bureau whose officers act with one of another hub, by chance.
type bureau struct {
	*officetest.House
	dice *rand.Rand
	to   ids.Agency    // the other bureau
	peer casework.Peer // its hub
}

func newBureau(h *officetest.House, seed uint64) *bureau {
	return &bureau{House: h, dice: rand.New(rand.NewPCG(seed, 20))}
}

// signsAs signs who a hub is, reached at an address.
func signsAs(t testing.TB, h *officetest.House, at string) casework.Identity {
	t.Helper()
	i, err := h.PublishIdentity(t.Context(), officetest.Key("root of "+h.Hub).Private, casework.NewIdentity{Name: h.Hub, Endpoints: []string{at}, Valid: 24 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// pin trusts the other hub; to is its bureau.
func (p *bureau) pin(t testing.TB, i casework.Identity, to ids.Agency) {
	t.Helper()
	var err error
	p.to = to
	if p.peer, _, err = p.ProposePeer(t.Context(), casework.CommandLine(), p.Env.ID, casework.NewPeer{Metadata: i.Sealed, Fingerprint: i.Root.String()}); err != nil {
		t.Fatal(err)
	}
}

// opens begins a case and sends it to the other province.
func (p *bureau) opens(ctx context.Context) (ids.Case, error) {
	kind, action := referral.Lead, referral.Action("lead.send")
	d := casework.DraftInput{Title: "跨省倾倒废铅蓄电池", Content: referral.Content{Facts: "省界查获废铅蓄电池14吨（演示虚构）。"}}
	d.Parties = []casework.PartyInput{{Person: referral.Person{Kind: "enterprise", Name: "演示回收站"}}}
	if p.dice.IntN(2) == 0 {
		kind, action = referral.Assistance, "assistance.request"
		d.Content.Purpose, d.Content.Basis = referral.JointInvestigation, "行政处罚法第二十六条"
	}
	got, err := p.OpenReferral(ctx, p.Env.Handler, officetest.NewKey("open"), kind, d, &casework.FirstAct{Action: action, To: p.to, Input: referral.Input{NoSecret: true}})
	return got.Case.ID, err
}

// waiting counts what is under way from or to a hub: messages, receipts, what came early.
func (p *bureau) waiting(ctx context.Context) (n int, err error) {
	err = p.DB.Worker.QueryRow(ctx, `SELECT (SELECT count(*) FROM envelopes WHERE state IN ('pending', 'stored', 'dead', 'refused'))
		+ (SELECT count(*) FROM envelope_receipts WHERE ours AND sent_at IS NULL)`).Scan(&n)
	return n, err
}

// muddle posts what waits for the other hub a second way, the newest first, and throws the
// receipts away: so it arrives out of order, and again over the line.
func (p *bureau) muddle(ctx context.Context) error {
	_, out, _, err := p.WithPool(p.DB.Worker).Outbox(ctx, p.peer.ID)
	if err != nil || len(out) == 0 {
		return err
	}
	client, err := p.PartnerClient(ctx, p.peer, nil)
	if err != nil {
		return err
	}
	p.dice.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	for _, m := range out[:min(len(out), 3)] {
		_, _ = client.Deliver(ctx, m.Raw) // the line may break it
	}
	return nil
}
