package casework

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Times of asking a partner for a newer edition of its metadata (元数据换版).
const (
	renewEvery   = 24 * time.Hour
	renewAgain   = time.Hour             // where it did not answer
	renewPause   = federation.ProbeEvery // between two questions, whoever wants them: a stranger's tokens make no storm
	renewTimeout = 5 * time.Second       // somebody may be waiting for the answer meanwhile
)

// Renewing says that the partner's present edition is to be asked for: a day has passed, or
// something of it was not known.
func (p Peer) Renewing(now time.Time) bool { return p.renewAt == nil || !now.Before(*p.renewAt) }

// Expired says that nothing goes to the partner and nothing comes from it: its metadata ended
// more than the days of grace ago. A newer edition alone mends it.
func (p Peer) Expired(now time.Time) bool { return !p.Metadata.Standing(now).MayExchange() }

// RefreshPeer asks a partner for its present edition and takes it where it is newer. It gives
// the partner as it is known then. A partner that does not answer is no fault here: what waits
// for it says so soon enough.
func (o *Office) RefreshPeer(ctx context.Context, p Peer, over *http.Client) (Peer, error) {
	if !p.Calls() { // it brings its editions itself
		return o.peerNow(ctx, p)
	}
	now, mine := o.Now(), int64(0)
	if err := o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) (err error) {
		mine, err = q.PeerRenewing(ctx, dbsqlc.PeerRenewingParams{ID: p.ID, At: now, Next: now.Add(renewEvery), Before: now.Add(-renewPause)})
		return err
	}); err != nil {
		return p, err
	}
	if mine > 0 {
		client, err := o.PartnerClient(ctx, p, over)
		if err != nil {
			return p, err
		}
		waiting, cancel := context.WithTimeout(ctx, renewTimeout)
		sealed, err := client.Metadata(waiting)
		cancel()
		if err != nil {
			return p, o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error { return q.PeerRenewAgain(ctx, now.Add(renewAgain), p.ID) })
		}
		if err := o.RenewPeer(ctx, p, sealed); err != nil {
			return p, err
		}
	}
	return o.peerNow(ctx, p) // somebody else may have asked a moment ago
}

// peerNow reads a partner again.
func (o *Office) peerNow(ctx context.Context, p Peer) (fresh Peer, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		row, err := q.ReadPeer(ctx, p.ID)
		if err != nil {
			return err
		}
		fresh, err = peerOf(row)
		return err
	})
	return fresh, err
}

// RenewPeer takes a newer edition of a partner's metadata, signed by the root that is
// pinned: organs and keys follow without two persons. Anything else is an alarm.
func (o *Office) RenewPeer(ctx context.Context, p Peer, sealed []byte) error {
	return o.renewPeer(ctx, p, sealed, false)
}

// renewPeer takes an edition. One that a courier carried may be older than what came over the
// line meanwhile: that is no alarm.
func (o *Office) renewPeer(ctx context.Context, p Peer, sealed []byte, carried bool) error {
	now := o.Now()
	m, hash, err := federation.OpenMetadata(sealed, p.Root)
	return o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		row, failed := q.ReadPeer(ctx, p.ID)
		if failed != nil {
			return failed
		}
		old, oldHash, failed := federation.OpenMetadata(row.Metadata, p.Root)
		if failed != nil {
			return failed
		}
		if err == nil && (hash == oldHash || carried && m.Serial < old.Serial) {
			return nil
		}
		if err == nil {
			err = federation.Adopt(&old, &m, oldHash, hash, now)
		}
		if bad, ok := IsInvalid(err); ok {
			return o.alarm(ctx, tx, q, p, string(bad.Reason), bad.Reason.Words(), "metadata:"+hash.String(), now)
		}
		if err != nil {
			return err
		}
		known, err := peerOf(row)
		if err != nil {
			return err
		}
		past, err := pastKeys(known, &old, &m)
		if err != nil {
			return err
		}
		if err := q.RenewPeer(ctx, dbsqlc.RenewPeerParams{ID: p.ID, Name: m.Name, Metadata: sealed, Address: p.Address, PastKeys: past}); err != nil {
			return err
		}
		if err := o.tellCompromised(ctx, tx, q, p, newlyCompromised(&old, &m), now); err != nil {
			return err
		}
		return o.savePeerAgencies(ctx, q, &m, civil.DateOf(now))
	})
}

// staleReasons are refusals that a newer edition of the partner's metadata may mend: a key or
// an organ that is not known here yet.
var staleReasons = []federation.Reason{federation.ReasonUnknownSender, federation.ReasonMissingSignature, federation.ReasonKeyExpired}

// Stale says that something of a partner was refused which a newer edition of its metadata
// may mend.
func Stale(refused error) bool {
	bad, ok := errors.AsType[*federation.Invalid](refused)
	return ok && slices.Contains(staleReasons, bad.Reason)
}

// learn asks a partner for its present edition where something was refused that it may mend,
// and says whether there is one that was not known. Without Partners nobody is asked.
func (o *Office) learn(ctx context.Context, p Peer, refused error) (Peer, bool, error) {
	if o.Partners == nil || !Stale(refused) {
		return p, false, nil
	}
	fresh, err := o.RefreshPeer(ctx, p, o.Partners)
	return fresh, err == nil && fresh.Metadata.Serial > p.Metadata.Serial, err
}

// learnClaimed does the same for a token: the name in it is not proven, it says only which
// partner to ask. It gives which of them has a newer edition, -1 for none.
func (o *Office) learnClaimed(ctx context.Context, peers []Peer, token string, refused error) (int, Peer, error) {
	hub := federation.ClaimedHub(token)
	i := slices.IndexFunc(peers, func(p Peer) bool { return p.Hub == hub })
	if i < 0 {
		return -1, Peer{}, nil
	}
	fresh, newer, err := o.learn(ctx, peers[i], refused)
	if !newer {
		i = -1
	}
	return i, fresh, err
}

// NotAdmitted tells the operators that a partner refuses our requests (401, 403) after its
// metadata were fetched anew: it does not trust us any more, or not our present key.
func (o *Office) NotAdmitted(ctx context.Context, p Peer) error {
	now := o.Now()
	return o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		return o.alarm(ctx, tx, q, p, notAdmitted, AlarmWords(notAdmitted), notAdmitted+":"+civil.DateOf(now).String(), now)
	})
}

// notAdmitted is the code of the alarm of NotAdmitted.
const notAdmitted = "not_admitted"
