package casework

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Partners witness one another's logs (互相见证): each keeps the last checkpoint of the other
// that continued the one before, and sends it back in its messages. A hub that was restored
// from an older copy, or that shows two pasts, is found by either side.

// witnessEvery is how often a partner's log is looked at while there is anything to exchange;
// without it the daily question for its metadata wakes a round. Until the first checkpoint it
// is looked for sooner: a hub that has just begun has none yet.
const (
	witnessEvery = time.Hour
	witnessFirst = time.Minute
)

// Codes of the alarms.
const (
	splitView     = "split_view"      // their log does not continue what it showed before
	splitViewHere = "split_view_here" // they hold a checkpoint of ours that our log does not bear out
	logKeyAlarm   = "log_key"         // their checkpoint is not signed by the key of their metadata
)

// Unwitnessed says that the partner's log is to be looked at again.
func (p Peer) Unwitnessed(now time.Time) bool {
	every := witnessEvery
	if p.Checkpoint == nil {
		every = witnessFirst
	}
	return p.witnessedAt == nil || now.Sub(*p.witnessedAt) >= every
}

// Witness looks at a partner's log: its checkpoint is verified, compared with the one that is
// held, and kept where the log proves that it continues that one. What contradicts it is an
// alarm; both notes go into the record, since together they prove it. Errors are the line's.
func (o *Office) Witness(ctx context.Context, p Peer, over *http.Client) error {
	client, err := o.PartnerClient(ctx, p, over)
	if err != nil {
		return err
	}
	shown, err := client.Checkpoint(ctx)
	if no, answered := errors.AsType[*federation.Refusal](err); answered && no.Status == http.StatusNotFound || err == nil && p.Metadata.Log == nil {
		return o.looked(ctx, p) // it has nothing on record yet, or is older than this
	}
	if err != nil {
		return err
	}
	keys, err := logKeys(p.Metadata.Log.Verifier)
	if err != nil {
		return o.contradicted(ctx, p, logKeyAlarm, shown)
	}
	next, err := record.OpenCheckpoint(shown, keys)
	if err != nil {
		return o.contradicted(ctx, p, logKeyAlarm, shown)
	}
	if held := p.Checkpoint; held != nil {
		if next.Size < held.Size || next.Size == held.Size && next.Root != held.Root {
			return o.contradicted(ctx, p, splitView, shown)
		}
		if next.Size == held.Size {
			return o.looked(ctx, p)
		}
		continues, err := proven(ctx, client, *held, next)
		if err != nil {
			return err
		}
		if !continues {
			return o.contradicted(ctx, p, splitView, shown)
		}
	}
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		_, err := q.KeepCheckpoint(ctx, dbsqlc.KeepCheckpointParams{ID: p.ID, Checkpoint: shown, At: o.Now(), Held: p.note})
		return err
	})
}

// proven asks a log to prove that it continues what it showed before. One that cannot, or
// says that it does not know these sizes, does not.
func proven(ctx context.Context, client *federation.Client, older, newer record.Checkpoint) (bool, error) {
	if older.Size == 0 {
		return true, nil
	}
	c, err := client.Consistency(ctx, older.Size, newer.Size)
	if _, bad := errors.AsType[*federation.Invalid](err); bad {
		return false, nil
	}
	if no, answered := errors.AsType[*federation.Refusal](err); answered && (no.Status == http.StatusNotFound || federation.Answer(no.Status) == federation.Stop) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	proof := make(tlog.TreeProof, len(c.Proof))
	for i, h := range c.Proof {
		proof[i] = tlog.Hash(h)
	}
	return record.CheckConsistency(proof, newer, older) == nil, nil
}

// logKeys reads the verifier of a log as metadata name it.
func logKeys(text string) (note.Verifiers, error) {
	v, err := note.NewVerifier(text)
	if err != nil {
		return nil, fmt.Errorf("read the key of a log: %w", err)
	}
	return note.VerifierList(v), nil
}

func (o *Office) looked(ctx context.Context, p Peer) error {
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error { return q.PeerLooked(ctx, o.Now(), p.ID) })
}

// contradicted alarms the operators of what a partner's log has shown. What was held stays
// held: it is half of the proof.
func (o *Office) contradicted(ctx context.Context, p Peer, code string, shown []byte) error {
	now := o.Now()
	return o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		if err := q.PeerLooked(ctx, now, p.ID); err != nil {
			return err
		}
		return o.contradiction(ctx, tx, q, p, code, p.note, shown, now)
	})
}

// contradiction records two notes that cannot both be true, once, and alarms.
func (o *Office) contradiction(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, p Peer, code string, held, shown []byte, now time.Time) error {
	digest := federation.HashOf(shown).String()
	subject := record.Subject{Kind: conversationSubject, ID: p.Hub + " log " + digest}
	if err := q.LockConversation(ctx, subject.ID); err != nil {
		return err
	}
	if _, err := q.LastEvent(ctx, subject.Kind, subject.ID); !noRows(err) {
		return err // the same note is shown until somebody acts
	}
	if err := o.alarm(ctx, tx, q, p, code, AlarmWords(code), code+":"+digest, now); err != nil {
		return err
	}
	organs, err := q.OperatorOrgans(ctx)
	if err != nil || len(organs) == 0 {
		return err // nobody keeps this hub: there is no chain to write into
	}
	_, err = o.enter(ctx, q, q, entry{
		Subject: subject, Kind: "peer." + code, OccurredAt: now, RecordedAt: now, Agency: organs[0], Actor: Actor{Agency: organs[0], Name: p.Hub},
		Fields: map[string]any{"hub": p.Hub, "held": string(held), "shown": string(shown), "sha256": digest},
	})
	return err
}

// witnessed checks what the sender of a message says that it holds of our log. A checkpoint
// of ours that our record does not bear out means that it was restored or rewritten.
func (a *applying) witnessed(ctx context.Context) error {
	text := a.envelope.PeerCheckpoint
	if text == "" || a.LogVerifier == "" {
		return nil
	}
	keys, err := logKeys(a.LogVerifier)
	if err != nil {
		return err
	}
	c, err := record.OpenCheckpoint([]byte(text), keys)
	if err != nil || c.Size == 0 {
		return nil // our log never signed this: it says nothing of us
	}
	code := ""
	size, err := a.q.TreeSize(ctx)
	switch {
	case err != nil:
		return err
	case c.Size > size:
		code = "restored_here"
	default:
		root, err := tlog.TreeHash(c.Size, logReader{ctx, a.q})
		if err != nil {
			return fmt.Errorf("hash the log at a size that a partner holds: %w", err)
		}
		if root != c.Root {
			code = splitViewHere
		}
	}
	if code == "" {
		return nil
	}
	own, err := a.q.LastCheckpoint(ctx)
	if err != nil && !noRows(err) {
		return err
	}
	return a.contradiction(ctx, a.tx, a.q, a.peer, code, own.Note, []byte(text), a.now)
}

// logReader reads the stored hashes of our log.
type logReader struct {
	ctx context.Context //nolint:containedctx // tlog's reader has no other way to it
	q   *dbsqlc.Queries
}

// ReadHashes is tlog's.
func (r logReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	return store.LogHashes(r.ctx, r.q, indexes)
}

// ProveConsistency proves to a partner that our log of one size continues that of an older
// one; a fault of kind Missing for a size that it never had.
func (o *Office) ProveConsistency(ctx context.Context, older, newer int64) (c federation.Consistency, err error) {
	c = federation.Consistency{Older: older, Newer: newer}
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		size, err := q.TreeSize(ctx)
		if err != nil {
			return err
		}
		if older < 1 || older > newer || newer > size {
			return missing()
		}
		proof, err := record.ProveConsistency(newer, older, logReader{ctx, q})
		for _, h := range proof {
			c.Proof = append(c.Proof, federation.Hash(h))
		}
		return err
	})
	return c, err
}

// noteText gives the checkpoint in a note that was verified when it was kept.
func noteText(kept []byte) (*record.Checkpoint, error) {
	if len(kept) == 0 {
		return nil, nil
	}
	c, err := record.ParseCheckpoint(string(kept))
	if err != nil {
		return nil, fault.New(fault.Internal, "peer.checkpoint", fault.T("保存的对方检查点不能读取", "The partner's checkpoint that is kept cannot be read"))
	}
	return &c, nil
}
