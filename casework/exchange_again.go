package casework

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// SendAgain lets a message that was given up (死信) or refused begin its ladder anew: the same
// bytes, which the partner may take once it knows our key or organ. The organ of the case
// decides it: the duty to send is its own.
func (o *Office) SendAgain(ctx context.Context, a Actor, id ids.Case, message federation.Message) (out *Shared, err error) {
	now := o.Now()
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lockUnchecked(ctx, q, a, id)
		if err != nil {
			return err
		}
		if !s.may("bundle.export") {
			return denied("bundle.export")
		}
		row, err := q.ReadEnvelope(ctx, ids.Entry(message))
		if err != nil {
			return orMissing(err)
		}
		if row.CaseID != id || !row.Outgoing {
			return missing()
		}
		n, err := q.SendAgain(ctx, now, row.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Rule, "exchange.not_dead", fault.T("这份函件没有停发或者被拒收：在途中，或者已经到达。对方不能办理的，请另行发函或者电话联系", "The message was neither given up nor refused: it is under way or has arrived. What the other hub cannot act on needs another message, or a call"))
		}
		if _, err := o.enter(ctx, q, q, entry{
			Case: id, Kind: "exchange.again", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: map[string]any{"message": message.String(), "action": row.Action},
		}); err != nil {
			return err
		}
		if _, err := o.Jobs.InsertManyFastTx(ctx, tx, o.exchangeJobs(row.PeerID)); err != nil {
			return err
		}
		out, err = o.shared(ctx, q, s)
		return err
	})
	return out, err
}
