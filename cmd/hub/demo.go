package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/story"
)

// demoCmd proves the hub on this machine: an ephemeral one on free ports, driven
// through its public API, and the record verified at the end.
type demoCmd struct {
	Story string  `help:"Which story to run." enum:"criminal,inspection,compensation,meeting,cross-province" default:"criminal"`
	JSON  bool    `help:"Print exactly one JSON object on standard output." name:"json"`
	Out   string  `help:"Folder to keep the documents in." type:"path"`
	At    startAt `help:"Office time at which the clock of the demo begins, as 2027-02-01 or 2027-02-01T16:30; default: now." placeholder:"TIME"`
}

// demoTime bounds a demo: it takes a few seconds, and a hang must not look like work.
const demoTime = 90 * time.Second

// Run exits 0 only if everything the demo claims held.
func (d demoCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	ctx, done := context.WithTimeout(ctx, demoTime)
	defer done()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	slog.SetDefault(log)
	if d.Story == "cross-province" {
		return d.cross(ctx, log, os.Stdout)
	}
	clock := &leaping{base: d.At.clock()}
	h, err := startHub(ctx, hubOptions{Listen: "127.0.0.1:0", Unsafe: true, Alone: true, Log: log, Now: clock.now})
	if err != nil {
		return err
	}
	if d.Story == "meeting" {
		err = d.meet(ctx, h, os.Stdout)
		return errors.Join(err, h.stop())
	}
	if d.Story == "inspection" {
		err = d.inspect(ctx, h, clock, os.Stdout)
		return errors.Join(err, h.stop())
	}
	if d.Story == "compensation" {
		err = d.compensate(ctx, h, os.Stdout)
		return errors.Join(err, h.stop())
	}
	out, err := d.play(ctx, h)
	if stopErr := h.stop(); err == nil {
		err = stopErr
	}
	if err != nil {
		return err
	}
	if err := d.print(os.Stdout, out); err != nil {
		return err
	}
	return holds(out)
}

// teller says what a story is doing, unless only one object may be printed.
func (d demoCmd) teller(w io.Writer) func(what string) {
	return func(what string) {
		if !d.JSON {
			fmt.Fprintln(w, " ", what)
		}
	}
}

// show prints what a demo claims, as one object or in words.
func (d demoCmd) show(w io.Writer, out any, words string, values ...any) error {
	if d.JSON {
		return printJSON(w, out)
	}
	_, err := fmt.Fprintf(w, words, values...)
	return err
}

func (d demoCmd) play(ctx context.Context, h *devHub) (*story.Outcome, error) {
	out, cast, id, err := story.RunCriminal(ctx, h.url, h.now, d.teller(os.Stdout))
	if err != nil {
		return nil, err
	}
	if d.Out != "" {
		if err := keepDocuments(ctx, cast, id, d.Out); err != nil {
			return nil, err
		}
	}
	if err := h.mailsArrived(ctx); err != nil {
		return nil, err
	}
	out.RecordVerified, err = h.verifyRecord(ctx)
	return out, err
}

// mailsArrived waits until the sink holds a mail: notices are really sent.
func (h *devHub) mailsArrived(ctx context.Context) error {
	if h.mails == nil {
		return nil
	}
	for len(h.mails.Mails()) == 0 {
		select {
		case <-ctx.Done():
			return errors.New("no notice was mailed")
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

// keepDocuments saves what a participant can print: papers as they were issued, drafts
// of those that were not, one volume.
func keepDocuments(ctx context.Context, c *story.Cast, id, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder for documents: %w", err)
	}
	files := map[string]string{"案卷.pdf": "/v1/referrals/" + id + "/volume"}
	var f story.Case
	if err := c.Handler.Get(ctx, "/v1/referrals/"+id, &f); err != nil {
		return err
	}
	for _, kind := range []string{"transfer_letter", "approval_form", "items_handover", "service_receipt", "party_notice", "intake_sheet", "evidence_conversion", "duty_record"} {
		files[kind+".pdf"] = "/v1/referrals/" + id + "/previews/" + kind
		if issued := f.Document(kind); issued != "" {
			files[kind+".pdf"] = "/v1/referrals/" + id + "/documents/" + issued + "/content"
		}
	}
	for name, path := range files {
		pdf, err := c.Handler.Download(ctx, path)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), pdf, 0o644); err != nil {
			return fmt.Errorf("keep a document: %w", err)
		}
	}
	return nil
}

func (d demoCmd) print(w io.Writer, out *story.Outcome) error {
	if d.JSON {
		return printJSON(w, out)
	}
	fmt.Fprintf(w, "\n  案件 %s\n  办理 %d 步，期限 %d 个，通知 %d 条\n  无关机关查阅：%d；重复案件：%d；记录校验：%v\n", out.Case, len(out.Acts), len(out.Clocks), len(out.Deliveries), out.OutsiderStatus, out.DuplicateCases, out.RecordVerified)
	for _, k := range out.Clocks {
		fmt.Fprintf(w, "    %-42s %-9s %s\n", k.Rule, k.State, k.Article)
	}
	return nil
}

// holds says what of the demo's claims did not hold.
func holds(out *story.Outcome) error {
	switch {
	case len(out.Acts) < 12:
		return fmt.Errorf("only %d acts were done", len(out.Acts))
	case len(out.Clocks) < 6:
		return fmt.Errorf("only %d clocks ran", len(out.Clocks))
	case len(out.Deliveries) < 6:
		return fmt.Errorf("only %d notices were written", len(out.Deliveries))
	case out.OutsiderStatus != http.StatusNotFound:
		return fmt.Errorf("an outsider got %d instead of 404", out.OutsiderStatus)
	case out.DuplicateCases != 0:
		return fmt.Errorf("a retry made %d more cases", out.DuplicateCases)
	case !out.RecordVerified:
		return errors.New("the record does not verify")
	}
	for _, k := range out.Clocks {
		if k.Article == "" {
			return fmt.Errorf("clock %s names no article", k.Rule)
		}
	}
	return nil
}
