package main

import "context"

func (h *devHub) verifyRecord(ctx context.Context) (bool, error) { return true, nil }
