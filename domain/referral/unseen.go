package referral

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// A return and a supplement of organs of two hubs may cross on the way (退回与补充材料交叉). The
// return stands, and whoever made it without the supplement confirms it or takes the case on
// again within a working day; until then nobody holds what the other may be taking back.

// ConfirmReturn is the internal duty to do one or the other (退回后到达的补充材料).
const ConfirmReturn = "exchange_confirm_return"

const (
	confirmReturn Action = "confirm_return"
	reopenCase    Action = "reopen"
)

var returnedUnseen = require("return_seen", "退回时没有未见的补充材料", "No supplement crossed the return", func(s Snapshot, _ Input) bool { return s.Flags.ReturnUnseen })

// reopening adds the two acts to a table that knows supplements and a return. To take the case
// on again is to sign for it once more: the receiver's periods begin anew, on that day.
func reopening(steps []Step) []Step {
	find := func(is func(Step) bool) Step { return steps[slices.IndexFunc(steps, is)] }
	sign := find(func(s Step) bool { return s.Action == "sign_for" })
	opens := find(func(s Step) bool { return s.Handoff == HandoffOpens })
	var starts []Start
	for _, st := range opens.Starts {
		if st.Owes == Receiver && !slices.Contains(sign.Meets, st.Rule) && !slices.Contains(sign.Cancels, st.Rule) {
			starts = append(starts, st)
		}
	}
	seen := func(f Flags, _ Deed) Flags { f.ReturnUnseen = false; return f }
	return append(steps, Step{
		Action: confirmReturn, Title: fault.T("维持退回", "Confirm the return"), Common: true, Rule: ConfirmReturn, By: byReceiver, From: []State{Returned},
		Needs: []Need{NeedReason}, Guard: all(returnedUnseen), Meets: []string{ConfirmReturn}, Tells: []Party{Sender, Procuratorate}, Effect: seen,
	}, Step{
		Action: reopenCase, Aside: true, Title: fault.T("撤销退回，重新受理", "Take it on again"), Common: true, Rule: ConfirmReturn, Handoff: HandoffSigned, By: byReceiver,
		From: []State{Returned}, To: Received, Needs: []Need{NeedOfficer}, Guard: all(returnedUnseen), Meets: []string{ConfirmReturn}, Starts: append(starts, sign.Starts...),
		Pauses: opens.Pauses, PauseFor: opens.PauseFor, Custody: CustodyToReceiver, Tells: []Party{Sender, Procuratorate},
		Effect: func(f Flags, d Deed) Flags { f = seen(f, d); f.FileReturnSent = false; return f },
	})
}

// waitsForConfirmation refuses everything else while a return awaits its confirmation: its
// receiver may be taking the case back, and two must never hold it.
func waitsForConfirmation(step *Step, s Snapshot) *fault.Error {
	if s.State != Returned || !s.Flags.ReturnUnseen || step.Action == confirmReturn || step.Action == reopenCase {
		return nil
	}
	return refuse("return_unseen", "退回时未见在途的补充材料，接收机关一个工作日内维持退回或者重新受理；在此之前任何一方都不能继续办理",
		"The return was made without a supplement that was under way; its receiver confirms it or takes the case on again within a working day, and until then nobody goes on with the case")
}

// unseen flags a return that a supplement crossed, and starts the duty of whoever made it.
func (r *Replayed) unseen(a Taken) {
	owes := partyID(r.Snapshot, Receiver)
	if r.State != Returned || r.Flags.ReturnUnseen || owes.IsZero() {
		return
	}
	r.Flags.ReturnUnseen = true
	r.Clocks = r.moveClocks(r.Clocks, Outcome{Starts: []ClockStart{{Rule: ConfirmReturn, Owes: owes, Binds: []Organ{*r.Receiver, r.Sender}, At: a.Input.OccurredAt}}})
}
