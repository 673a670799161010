package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/xianjie-hub/xianjie/devkit/story"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/record"
)

// inspected is what the demo of joint inspections claims.
type inspected struct {
	*story.Inspected
	Verified        bool `json:"verified"`         // by hub draw verify, with the hub's key
	ChangedBytes    int  `json:"changed_bytes"`    // changed one at a time
	Accepted        int  `json:"accepted"`         // of those: must be 0
	VoucherVerified bool `json:"voucher_verified"` // of the last visit, by hub visit verify
	RecordVerified  bool `json:"record_verified"`
}

// inspect runs the joint inspections of the story and checks the published draw as
// an outsider would, with the hub's key and without its database.
func (d demoCmd) inspect(ctx context.Context, h *devHub, clock *leaping, w io.Writer) error {
	got, err := story.Inspect(ctx, h.url, h.now, clock.until, d.teller(w))
	if err != nil {
		return err
	}
	out := inspected{Inspected: got}
	dir := d.Out
	if dir == "" {
		if dir, err = os.MkdirTemp("", "hub-draw-*"); err != nil {
			return fmt.Errorf("make a folder for the bundle: %w", err)
		}
		defer os.RemoveAll(dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make a folder for the bundle: %w", err)
	}
	file, key := filepath.Join(dir, "draw.json"), filepath.Join(dir, "hub.key")
	line, err := h.drawKey()
	if err != nil {
		return err
	}
	if err := errors.Join(os.WriteFile(file, got.File, 0o644), os.WriteFile(key, []byte(line), 0o644)); err != nil {
		return fmt.Errorf("keep the bundle: %w", err)
	}
	r, err := drawVerifyCmd{File: file, Key: key}.verify()
	if err != nil {
		return fmt.Errorf("verify the bundle: %w", err)
	}
	out.Verified = r.Consistent && r.Pinned
	for i := 0; i < len(got.File); i += max(1, len(got.File)/200) {
		got.File[i] ^= 1
		if _, err := draw.Verify(got.File); err == nil {
			out.Accepted++
		}
		got.File[i] ^= 1
		out.ChangedBytes++
	}
	if line, err := (visitVerifyCmd{Voucher: got.Visited.Voucher, Key: key}).verify(); err == nil {
		out.VoucherVerified = line.Valid
	}
	if out.RecordVerified, err = h.verifyRecord(ctx); err != nil {
		return err
	}
	err = d.show(w, out, "\n  抽查包：%d户中抽取%d户，总哈希 %s\n  验证：%v；改动一个字节 %d 次，接受 %d 次；记录校验：%v\n  排期：%d户中排定%d户，目标值%d，下界%d；计划人员之外可见的名称%d个\n  同一方案已检查%d户，发现问题%d个，移交%d个，公示结果%d户\n", out.Objects, out.Drawn, out.Digest, out.Verified, out.ChangedBytes, out.Accepted, out.RecordVerified,
		out.Schedule.Visits, out.Schedule.Scheduled, out.Schedule.Objective, out.Schedule.Bound, out.Schedule.NamesShown, out.Visited.Visits, out.Visited.Found, out.Visited.Handed, out.Visited.Published)
	if err == nil {
		err = inspectionHolds(out)
	}
	return err
}

// inspectionHolds says which claim of the demo does not hold.
func inspectionHolds(out inspected) error {
	v, s := out.Visited, out.Schedule
	switch {
	case v.Plan != out.Plan || v.Drawn != out.Drawn || s.Visits != out.Drawn:
		return errors.New("it is not one plan that was drawn, scheduled and visited")
	case out.Drawn == 0 || s.Unscheduled > 0 || s.Bound > s.Objective:
		return errors.New("the draw is not scheduled")
	case s.NamesShown > 0:
		return errors.New("names show before the visit")
	case v.Visits == 0 || v.Visits >= out.Drawn || v.Handed == 0 || v.Published == 0 || !out.VoucherVerified:
		return errors.New("the plan is not partly visited with findings handed over and results published")
	case !out.Verified || out.Accepted > 0 || out.ChangedBytes == 0:
		return errors.New("the bundle does not verify, or verifies changed")
	case !out.RecordVerified:
		return errors.New("the record does not verify")
	}
	return nil
}

// drawKey is what hub draw key prints of the development hub.
func (h *devHub) drawKey() (string, error) {
	ring, err := record.OpenKeyring(h.config.keysDir())
	if err != nil {
		return "", err
	}
	key, err := ring.Load(record.KeyHub)
	if err != nil {
		return "", fmt.Errorf("load the hub's key: %w", err)
	}
	return h.config.Name + hubKeyMark + hex.EncodeToString(key.Public()) + "\n", nil
}
