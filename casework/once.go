package casework

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Once lets a verb that knows nothing of keys run once per idempotency key: the
// first transaction that the verb opens takes the key, so that key and deed are
// committed together. A repetition ends there, before anything is done.
type Once struct {
	Key  Key
	Hash func() []byte // of what was sent, known once it has been read

	Taken    bool   // the deed is committed, or a part of it
	Repeated bool   // the key was taken by an earlier request
	Made     string // id of what that request made, if it was kept
}

// errRepeated ends the transaction of a repetition.
func errRepeated() error {
	return fault.New(fault.Clash, "idempotency.repeated", fault.T("同一请求已经办理过", "This request was carried out before"))
}

func (n *Once) claim(ctx context.Context, q *dbsqlc.Queries, a Actor, now time.Time) error {
	if n == nil || n.Taken {
		return nil
	}
	n.Key.BodyHash = n.Hash()
	first, err := claim(ctx, q, a, n.Key, now)
	if err != nil || first == nil {
		return err
	}
	row, err := q.ReadKey(ctx, a.Agency, n.Key.Value)
	if err != nil {
		return err
	}
	n.Repeated, n.Made = true, string(row.Answer)
	return errRepeated()
}

// KeepMade notes under an idempotency key the id of what was made, and nothing of
// its content: a repetition reads that anew, with the rights of who asks then.
func (o *Office) KeepMade(ctx context.Context, a Actor, k Key, made string) error {
	a.Once = nil
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		return q.SaveKey(ctx, dbsqlc.SaveKeyParams{AgencyID: a.Agency, Key: k.Value, Answer: []byte(made)})
	})
}

// EvidenceRow gives what is known of a file, whatever case it lies in.
func (o *Office) EvidenceRow(ctx context.Context, a Actor, evidence ids.Evidence) (row dbsqlc.ReadEvidenceRow, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		id, err := q.CaseOfEvidence(ctx, evidence)
		if err != nil {
			return orMissing(err)
		}
		s, err := o.look(ctx, q, a, id)
		if err != nil {
			return err
		}
		if !s.may("evidence.read") {
			return missing()
		}
		row, err = q.ReadEvidence(ctx, evidence, id)
		return orMissing(err)
	})
	return row, err
}
