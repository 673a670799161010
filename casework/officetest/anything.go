package officetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// Anything takes some step that the page offers to somebody of the environment bureau in a
// case, and says whether one was taken. What ends the case is taken seldom; what sends it
// goes to the organ that is named. A step that was refused in words is none; any other
// error is the test's.
func (h *House) Anything(ctx context.Context, dice *rand.Rand, id ids.Case, to ids.Agency) (bool, error) {
	people := h.Env.All()
	who := people[dice.IntN(len(people))]
	d, err := h.Get(ctx, who, id)
	if err != nil && fault.KindOf(err) == fault.Missing {
		return false, nil // it has not arrived
	}
	if err != nil {
		return false, fmt.Errorf("officetest: look at the case: %w", err)
	}
	open := slices.DeleteFunc(slices.Clone(d.Actions), func(v casework.ActionView) bool {
		ends := v.Step.To == referral.Closed || v.Step.To == referral.Void
		return !v.Allowed || v.Paper || ends && dice.IntN(10) > 0
	})
	if len(open) == 0 {
		return false, nil
	}
	step := open[dice.IntN(len(open))].Step
	r := casework.Request{
		Case: id, Version: d.Case.Version, Action: step.Action, Key: NewKey(string(step.Action)),
		Input: referral.Input{Text: "办理情况", Reason: "理由", Officer: "经办人甲", NoSecret: true, Result: "handled", Missing: []string{"doc_other"}, Unable: true},
	}
	for _, x := range d.Snapshot.Charges {
		r.Input.Charges = append(r.Input.Charges, x.ID)
	}
	if step.Handoff == referral.HandoffOpens {
		r.To = to
	}
	who.StepUpAt = h.Now()
	if _, err = h.Act(ctx, who, r); err != nil {
		if _, ok := errors.AsType[*fault.Error](err); !ok {
			return false, fmt.Errorf("officetest: %s: %w", step.Action, err)
		}
		return false, nil
	}
	return true, nil
}

// GoesOn reports whether the environment bureau holds a case and may go on with it: as its
// sender only where it is free to send, void or close it, not while it is offered.
func (h *House) GoesOn(d casework.Detail) bool {
	if d.Snapshot.Custody != h.Env.ID {
		return false
	}
	return d.Snapshot.Sender.ID != h.Env.ID || slices.ContainsFunc(d.Actions, func(v casework.ActionView) bool {
		return v.Allowed && (v.Step.Handoff == referral.HandoffOpens || v.Step.To == referral.Closed || v.Step.To == referral.Void)
	})
}
