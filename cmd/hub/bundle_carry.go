package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/xianjie-hub/xianjie/casework"
)

// bundleExportCmd writes for a courier what the line did not carry. The bundle of one
// case is downloaded where the case is shown.
type bundleExportCmd struct {
	peerFlags
	Hub string `arg:"" help:"Name of the partner hub."`
	Out string `help:"File to write." required:"" type:"path" placeholder:"FILE"`
}

// Run leaves no half-written file behind.
func (c bundleExportCmd) Run() error {
	return c.with(func(ctx context.Context, o *casework.Office, _ config) error { return c.write(ctx, o) })
}

func (c bundleExportCmd) write(ctx context.Context, o *casework.Office) error {
	b, err := o.PeerBundle(ctx, casework.CommandLine(), c.Hub)
	if err != nil {
		return refused(err)
	}
	f, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	err = errors.Join(b.Write(f), f.Sync(), f.Close())
	if err != nil {
		return errors.Join(fmt.Errorf("write the bundle: %w", err), os.Remove(c.Out))
	}
	both(orStdout(c.out), "交换包", "Bundle", fmt.Sprintf("%s → %s  函件 messages %d  回执 receipts %d", c.Out, b.Hub, b.Messages(), b.Receipts()))
	return nil
}

// bundleImportCmd takes a bundle in.
type bundleImportCmd struct {
	peerFlags
	File string `arg:"" help:"Bundle (ZIP) that the courier brought." type:"path"`
}

// Run says of every message whether it was taken.
func (c bundleImportCmd) Run() error {
	return c.with(func(ctx context.Context, o *casework.Office, _ config) error { return c.take(ctx, o) })
}

func (c bundleImportCmd) take(ctx context.Context, o *casework.Office) error {
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("read the bundle: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("read the bundle: %w", err)
	}
	t, err := o.TakeBundle(ctx, casework.CommandLine(), f, info.Size())
	if err != nil {
		return refused(err)
	}
	w := orStdout(c.out)
	bad := t.Refused
	for _, m := range t.Messages {
		state := "已收 taken"
		if m.Reason != "" {
			bad++
			state = "拒收 refused: " + m.Reason.Words().ZH + " / " + m.Reason.Words().EN
		}
		fmt.Fprintf(w, "  %s  第%d号  %s\n", m.ID, m.Seq, state)
	}
	both(w, "交换包", "Bundle", fmt.Sprintf("%s  函件 messages %d  回执 receipts %d  文件 files %d", t.From, len(t.Messages), t.Receipts, t.Files))
	if bad > 0 {
		return exitError{1, fmt.Errorf("%d 件未被采信\n%d were refused", bad, bad)}
	}
	return nil
}
