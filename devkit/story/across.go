package story

import "context"

func TellAcross(ctx context.Context, west, east string) error { return nil }
