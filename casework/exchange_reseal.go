package casework

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// reseal signs a message anew that the partner has refused because the key under it had ended
// or was declared lost (重新签署), and those behind it, which name its hash: the same content,
// id and number under the present key. The partner said that it has none of it, so nothing is
// told twice. It says no where the present key is the refused one, or something later arrived.
func (o *Office) reseal(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, row dbsqlc.Envelope) (bool, error) {
	rows, err := q.UnsealedAfter(ctx, row.PeerID, row.Conversation, row.Seq)
	if err != nil {
		return false, err
	}
	if len(rows) == 0 || slices.ContainsFunc(rows, func(r dbsqlc.UnsealedAfterRow) bool { return r.ReceivedAt != nil || r.AgencyID != row.AgencyID }) {
		return false, nil
	}
	signers, err := o.signers(ctx, q, row.AgencyID)
	if err != nil {
		return false, nil //nolint:nilerr // no key signs now: the message stands refused until one does
	}
	now, prev := o.Now(), federation.Hash(row.Prev)
	for n, r := range rows {
		opened, err := o.openOwn(ctx, q, r.Raw, r.CreatedAt)
		if err != nil {
			return false, err
		}
		if n == 0 && sealedBy(opened.Signatures, signers) {
			return false, nil
		}
		e := opened.Envelope
		e.Prev = prev
		raw, hash, err := federation.Seal(e, signers...)
		if err != nil {
			return false, fmt.Errorf("seal a message anew: %w", err)
		}
		if err := q.SealAnew(ctx, dbsqlc.SealAnewParams{ID: r.ID, Hash: hash[:], Prev: prev[:], At: now}); err != nil {
			return false, err
		}
		if err := q.SealAnewBytes(ctx, raw, r.ID); err != nil {
			return false, err
		}
		prev = hash
	}
	if _, err := o.enter(ctx, q, q, entry{
		Case: row.CaseID, Kind: "exchange.resealed", OccurredAt: now, RecordedAt: now, Agency: row.AgencyID, Actor: Actor{Agency: row.AgencyID, Name: o.Hub},
		Fields: map[string]any{"message": federation.Message(row.ID).String(), "action": row.Action, "messages": len(rows)},
	}); err != nil {
		return false, err
	}
	_, err = o.Jobs.InsertManyFastTx(ctx, tx, o.exchangeJobs(ids.Entry(row.PeerID)))
	return err == nil, err
}

// sealedBy says whether a message was signed by the very keys that sign now.
func sealedBy(signatures []federation.Signature, signers []federation.Signer) bool {
	return !slices.ContainsFunc(signers, func(s federation.Signer) bool {
		id, err := federation.KeyID(s.Private.Public())
		return err != nil || !slices.ContainsFunc(signatures, func(x federation.Signature) bool { return x.KeyID == id })
	})
}
