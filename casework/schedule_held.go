package casework

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/schedule"
)

// HeldByCheck is why a visit is left alone although its team or day no longer stands: its
// check is arranged (现场检查已安排), the voucher and the invitations name that team.
const HeldByCheck schedule.Code = "arranged"

// holdArranged takes visits out of an instance whose check is arranged and whose team or
// day no longer stands: no schedule gives them another while voucher, invitations and
// the page of the check say this one. Its people stay booked until the check is called off.
func (w *planning) holdArranged() error {
	for {
		lost, err := schedule.Lost(w.in)
		if err != nil {
			return asRule(err)
		}
		lost = slices.DeleteFunc(lost, func(m schedule.Move) bool { return !w.isArranged(m.Visit) })
		if len(lost) == 0 {
			return nil
		}
		for _, m := range lost { // what is left may have lost a vehicle by it: it is asked again
			w.in.Visits = slices.DeleteFunc(w.in.Visits, func(x schedule.Visit) bool { return x.ID == m.Visit })
		}
		for _, m := range lost {
			w.hold(m)
		}
	}
}

func (w *planning) isArranged(visit string) bool {
	id, err := ids.Parse[ids.Entry](visit)
	_, arranged := w.arranged[id]
	return err == nil && arranged
}

// hold books team and vehicles of a visit that was taken out, and says why it was. Who is
// in another arranged visit of the half day is booked by that one.
func (w *planning) hold(m schedule.Move) {
	r := schedule.Reason{Visit: m.Visit, Code: HeldByCheck}
	for _, id := range m.Who {
		r.Officers = append(r.Officers, schedule.Keeps{Officer: id, Code: m.Code, Slots: 1})
	}
	w.held = append(w.held, r)
	var busy []string
	for _, x := range w.in.Visits {
		if x.Was != nil && x.Was.Slot == m.From.Slot && w.isArranged(x.ID) {
			busy = append(append(busy, x.Was.Officers...), x.Was.Vehicles...)
		}
	}
	taken := func(id string, there []string) bool { return slices.Contains(there, id) && !slices.Contains(busy, id) }
	span := half(m.From.Day, string(m.From.Half))
	for i := range w.in.Officers {
		if x := &w.in.Officers[i]; taken(x.ID, m.From.Officers) {
			x.Away = append(x.Away, span)
		}
	}
	for i := range w.in.Vehicles {
		if x := &w.in.Vehicles[i]; taken(x.ID, m.From.Vehicles) {
			x.Away = append(x.Away, span)
		}
	}
}
