package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/devkit/story"
)

// compensated is what the demo of a claim for damage claims.
type compensated struct {
	*story.Compensated
	RecordVerified bool `json:"record_verified"`
}

// compensate runs a published claim of 2023 through the hub and verifies the record.
func (d demoCmd) compensate(ctx context.Context, h *devHub, w io.Writer) error {
	got, err := story.Compensate(ctx, h.url, d.teller(w))
	if err != nil {
		return err
	}
	out := compensated{Compensated: got}
	if out.RecordVerified, err = h.verifyRecord(ctx); err != nil {
		return err
	}
	err = d.show(w, out, "合计 %d 分，履行 %d 分，尚欠 %d 分；情况说明 %s；记录校验 %v\n", out.TotalFen, out.PaidFen, out.OpenFen, out.Statement, out.RecordVerified)
	return errors.Join(err, claimHolds(out))
}

// claimHolds says what of the demo's claim does not hold: the sums of the published
// case, and the law of its day alone. The duty to tell the procuratorate is of 2024, and
// the article of the Code of 2026.
func claimHolds(out compensated) error {
	var errs []error
	check := func(ok bool, what string) {
		if !ok {
			errs = append(errs, errors.New(what))
		}
	}
	check(out.State == "closed", "the claim is "+out.State)
	check(out.TotalFen == 4_809_000 && out.PaidFen == out.TotalFen && out.OpenFen == 0, fmt.Sprintf("total %d, paid %d, open %d fen", out.TotalFen, out.PaidFen, out.OpenFen))
	check(!slices.Contains(out.Rules, "dmg_notify_procuratorate"), "a clock of 2024 runs in a claim of 2023")
	check(out.Statement != "", "no statement of performance was issued")
	check(strings.Contains(out.Words, "行政处罚法"), "the statement does not name the law of its day")
	check(!strings.Contains(out.Words, "一千零五十六"), "the statement names an article that was not in force")
	check(out.RecordVerified, "the record does not verify")
	return errors.Join(errs...)
}
