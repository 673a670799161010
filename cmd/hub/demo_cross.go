package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/devkit/story"
)

// crossed is what the demo across a province border claims.
type crossed struct {
	*story.Across
	Bundles        int  `json:"bundles"`
	BundleVerified bool `json:"bundle_verified"` // every bundle, offline, under the fingerprints of the roots alone
	ChangedBundles int  `json:"changed_bundles"` // bundles with one byte changed
	Accepted       int  `json:"accepted"`        // of those: must be 0
	RecordVerified bool `json:"record_verified"` // of both hubs
}

// cross runs two hubs and real case C between them.
func (d demoCmd) cross(ctx context.Context, log *slog.Logger, w io.Writer) error {
	t, err := startTwo(ctx, twoOptions{Listen: "127.0.0.1:0", Unsafe: true, Alone: true, Log: log, Now: d.At.clock()})
	if err != nil {
		return err
	}
	out, err := d.across(ctx, t, w)
	if stopped := t.stop(); err == nil {
		err = stopped
	}
	if err != nil {
		return err
	}
	err = d.show(w, out, "\n  过线路：%s %s，%d 份函件，交叉处理：%s\n  交换包：%s，%d 个包，离线核验 %v；改动一个字节 %d 次，接受 %d 次\n  丢失 %d，重复 %d，两处同时持有 %d（查看 %d 次），两边一致 %v；无关机关查阅 %d；两边记录校验 %v\n",
		out.Over.Number, out.Over.State, out.Over.Messages, out.Crossing, out.Courier.State, out.Bundles, out.BundleVerified, out.ChangedBundles, out.Accepted,
		out.Lost, out.Doubled, out.SplitCustody, out.Looks, out.Converged, out.OutsiderStatus, out.RecordVerified)
	return errors.Join(err, crossHolds(out))
}

func (d demoCmd) across(ctx context.Context, t *twoHubs, w io.Writer) (out crossed, err error) {
	if out.Across, err = story.Cross(ctx, t.hubs[0].url, t.hubs[1].url, t.wires, d.teller(w)); err != nil {
		return out, err
	}
	dir := d.Out
	if dir == "" {
		if dir, err = os.MkdirTemp("", "hub-bundles-*"); err != nil {
			return out, fmt.Errorf("make a folder for the bundles: %w", err)
		}
		defer os.RemoveAll(dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return out, fmt.Errorf("make a folder for the bundles: %w", err)
	}
	if err := t.proveBundles(ctx, dir, &out); err != nil {
		return out, err
	}
	out.RecordVerified = true
	for _, h := range t.hubs {
		ok, err := h.verifyRecord(ctx)
		if err != nil {
			return out, err
		}
		out.RecordVerified = out.RecordVerified && ok
	}
	return out, nil
}

// proveBundles verifies every bundle as an outsider would who has the paper agreements
// and no hub, and sees that a changed one is refused.
func (t *twoHubs) proveBundles(ctx context.Context, dir string, out *crossed) error {
	var papers bundleShowCmd
	for i, h := range t.hubs {
		own, err := h.office.OwnIdentity(ctx)
		if err != nil {
			return err
		}
		file := filepath.Join(dir, provinces[i].Hub+".metadata.json")
		if err := os.WriteFile(file, own.Sealed, 0o644); err != nil {
			return fmt.Errorf("keep the metadata: %w", err)
		}
		papers.Metadata, papers.Root = append(papers.Metadata, file), append(papers.Root, own.Root.String())
	}
	out.Bundles, out.BundleVerified = len(out.Across.Bundles), len(out.Across.Bundles) > 0
	for i, b := range out.Across.Bundles {
		look := papers
		look.File = filepath.Join(dir, fmt.Sprintf("bundle-%d.zip", i+1))
		if err := os.WriteFile(look.File, b.Bundle, 0o644); err != nil {
			return fmt.Errorf("keep a bundle: %w", err)
		}
		r, err := look.inspect()
		if err != nil {
			return fmt.Errorf("verify a bundle: %w", err)
		}
		out.BundleVerified = out.BundleVerified && r.Verified && len(r.Pinned) > 0
	}
	return t.changeBundle(ctx, dir, papers, out)
}

// changes is how many bytes of a bundle are changed, one at a time.
const changes = 60

// changeBundle hands changed bundles to the hub and looks at them offline. A byte of the
// container that carries nothing, such as the time of a file, may change; what the bundle
// says may not.
func (t *twoHubs) changeBundle(ctx context.Context, dir string, papers bundleShowCmd, out *crossed) error {
	raw := slices.Clone(out.Across.Bundles[0].Bundle)
	papers.File = filepath.Join(dir, "changed.zip")
	defer os.Remove(papers.File)
	look := func() (bundleReport, error) {
		if err := os.WriteFile(papers.File, raw, 0o644); err != nil {
			return bundleReport{}, fmt.Errorf("keep a bundle: %w", err)
		}
		return papers.inspect()
	}
	whole, err := look()
	if err != nil {
		return err
	}
	for i := 0; i < len(raw); i += max(1, len(raw)/changes) {
		raw[i] ^= 1
		_, refused := t.hubs[1].office.TakeBundle(ctx, casework.CommandLine(), bytes.NewReader(raw), int64(len(raw)))
		if r, err := look(); err == nil && (r.Verified || refused == nil) && !reflect.DeepEqual(r.Inspection, whole.Inspection) {
			out.Accepted++
		}
		raw[i] ^= 1
		out.ChangedBundles++
	}
	return nil
}

// crossHolds says what of the demo's claims does not hold.
func crossHolds(out crossed) error {
	var errs []error
	check := func(ok bool, what string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(what, args...))
		}
	}
	check(out.Lost == 0 && out.Doubled == 0 && out.SplitCustody == 0, "%d lost, %d doubled, %d with two holders", out.Lost, out.Doubled, out.SplitCustody)
	check(out.Converged, "the hubs show different cases")
	check(out.Crossing == "received, withdrawal asked", "the crossing was settled as %q", out.Crossing)
	check(out.Over.State == "closed" && out.Courier.State == "closed", "the cases are %s and %s", out.Over.State, out.Courier.State)
	check(slices.Equal(out.Over.Ladder, out.Courier.Ladder) && len(out.Courier.Ladder) == 4, "receipts %v over the line, %v by courier", out.Over.Ladder, out.Courier.Ladder)
	check(out.Joint != nil && out.Joint.Same && out.Joint.Actions == 1 && out.Joint.Visits == 1 && out.Joint.Problems == 2, "the joint action is counted as %+v", out.Joint)
	check(out.BundleVerified && out.Accepted == 0, "bundles verified: %v; changed ones accepted: %d", out.BundleVerified, out.Accepted)
	check(out.OutsiderStatus == http.StatusNotFound, "an outsider got %d instead of 404", out.OutsiderStatus)
	check(out.RecordVerified, "a record does not verify")
	for _, k := range out.Clocks {
		check(k.Rule != "" && len(k.Basis) > 0, "clock %s names no article", k.Rule)
	}
	return errors.Join(errs...)
}
