package casework

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// RemoveDestroyed removes the bytes of what was destroyed from the evidence store:
// after the commit, and again by the sweep for what a crash left there.
func (o *Office) RemoveDestroyed(ctx context.Context) error {
	var due [][]byte
	err := o.read(ctx, nobody, func(q *dbsqlc.Queries) (err error) {
		due, err = q.UnremovedBlobs(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("find destroyed contents: %w", err)
	}
	for _, digest := range due {
		if err := o.Blobs.Destroy(blobs.Digest(digest)); err != nil {
			return err
		}
		now := o.Now()
		if err := o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error { return q.BlobRemoved(ctx, digest, &now) }); err != nil {
			return fmt.Errorf("note a removed content: %w", err)
		}
	}
	return nil
}

// refuseDestroyed keeps a content out that was destroyed here before.
func refuseDestroyed(ctx context.Context, q *dbsqlc.Queries, d blobs.Digest) error {
	gone, err := q.BlobDestroyed(ctx, d[:])
	if err == nil && gone {
		return destroyed()
	}
	return err
}

func destroyed() *fault.Error {
	return fault.New(fault.Rule, "redaction.destroyed", fault.T("该内容已按清除令销毁，本系统不再保存；涉密材料请走机要渠道", "This content was destroyed by an order and is kept no more; use the classified channel")).
		Under("", fault.Basis{Document: "中华人民共和国保守国家秘密法", Article: "第三十条"})
}

// isDestroyed tells that refusal from others.
func isDestroyed(err error) bool {
	f, ok := errors.AsType[*fault.Error](err)
	return ok && f.Code == "redaction.destroyed"
}
