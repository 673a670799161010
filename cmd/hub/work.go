package main

import (
	"context"
	"log/slog"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/store"
)

func startWorkers(ctx context.Context, c config, office *casework.Office, log *slog.Logger, options ...store.Option) (func() error, error) {
	return func() error { return nil }, nil
}
