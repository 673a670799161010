package casework

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// Selftested is what came of asking a partner whether the two hubs understand one
// another (互通自检).
type Selftested struct {
	Answered bool
	Why      string // where it did not answer as it must: silent, refused, unreadable
	Status   int    // of a refusal
	Findings []federation.Finding
	Skew     time.Duration // its clock minus ours, the way there and back included
	Took     time.Duration
}

// Well says that nothing has to be done.
func (s Selftested) Well() bool { return s.Answered && len(s.Findings) == 0 }

// SelftestPeer asks a trusted partner now, whatever waits for it. Where we hold an older
// edition of its metadata, the present one is fetched: the next test finds it.
func (o *Office) SelftestPeer(ctx context.Context, a Actor, hub string, over *http.Client) (s Selftested, err error) {
	if err := o.mayPeer(a, "peer.edit"); err != nil {
		return s, err
	}
	p, err := o.Peer(ctx, a, hub)
	if err != nil {
		return s, err
	}
	if p.State != PeerTrusted {
		return s, fault.New(fault.Rule, "peer.not_trusted", fault.T("尚未确认或者已停用，不能自检", "The hub is not confirmed, or suspended"))
	}
	if !p.Calls() {
		return s, fault.New(fault.Rule, "peer.they_fetch", fault.T("对方枢纽由其来取，本枢纽不能呼叫对方；请对方发起互通自检", "That hub fetches and cannot be called; have it run the self-test"))
	}
	h, err := o.Handshake(ctx, p, ids.New[federation.Message](o.Now()))
	if err != nil {
		return s, err
	}
	client, err := o.PartnerClient(ctx, p, over)
	if err != nil {
		return s, err
	}
	began := o.Now()
	answer, found, err := client.Selftest(ctx, h)
	s.Took = o.Now().Sub(began)
	if no, ok := errors.AsType[*federation.Refusal](err); ok {
		s.Why, s.Status = "refused", no.Status
		return s, nil
	}
	if _, ok := IsInvalid(err); ok {
		s.Why = "unreadable"
		return s, nil
	}
	if err != nil {
		s.Why = "silent"
		return s, nil
	}
	s.Answered, s.Findings, s.Skew = true, found, answer.Time.Sub(began)
	if slices.Contains(found, federation.WeHoldOldTheirs) {
		if _, err := o.RefreshPeer(ctx, p, over); err != nil {
			return s, err
		}
	}
	return s, o.PeerAnswered(ctx, p)
}
