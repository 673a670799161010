package main

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/devkit/bench/rig"
)

// listFigures of one size.
type listFigures struct{}

// lister measures the lists.
type lister struct {
	o    options
	rig  *rig.Rig
	conn *pgx.Conn
}

func (l *lister) measure(ctx context.Context) ([]listFigures, error) { return nil, nil }
