package deadline

import (
	"fmt"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// rung is one granted extension, ready to be counted.
type rung struct {
	n    int
	unit Unit
	who  fault.Text
}

// admit refuses facts that the rule does not know and turns grants into rungs.
func admit(r Rule, s Start, pauses []Pause, grants []Grant) ([]rung, error) {
	switch {
	case r.N < 1 && r.Unit != ByDate:
		return nil, refuse(r, fault.Invalid, "deadline.no_number",
			"规则没有可计算的数字", "the rule has no number to count")
	case s.Day.IsZero():
		return nil, refuse(r, fault.Invalid, "deadline.start_missing",
			"缺少起算日", "the day that starts the clock is missing")
	case r.Unit == Hours && s.At.IsZero():
		return nil, refuse(r, fault.Invalid, "deadline.instant_missing",
			"按小时计算的期限需要起算时刻，不能只给日期", "a period in hours needs the instant it starts at, not a bare day")
	}
	for _, p := range pauses {
		if !r.Suspends(p.Reason) {
			return nil, refuse(r, fault.Rule, "deadline.pause_unknown",
				"该期限不因此事由中止计算："+p.Reason, "this clock does not pause for "+p.Reason)
		}
		if p.From.IsZero() || !p.To.IsZero() && p.To.Before(p.From) {
			return nil, refuse(r, fault.Invalid, "deadline.pause_dates",
				"中止的起止日期不成立", "the days of the pause do not fit")
		}
	}
	return climb(r, grants)
}

// climb matches grants with the extension rights in their order.
func climb(r Rule, grants []Grant) ([]rung, error) {
	var out []rung
	right, used := 0, 0
	for _, g := range grants {
		for right < len(r.Extend) && r.Extend[right].Max > 0 && used == r.Extend[right].Max {
			right, used = right+1, 0
		}
		if right == len(r.Extend) {
			return nil, refuse(r, fault.Rule, "deadline.extension_spent",
				"依据规定不能再延长", "the law gives no further extension")
		}
		e := r.Extend[right]
		if g.By != e.By {
			return nil, refuse(r, fault.Rule, "deadline.extension_by",
				"延长应由"+e.Who.ZH+"批准", "the extension must be granted by "+e.Who.EN)
		}
		n := g.N
		if n == 0 {
			n = e.N
		}
		if n < 1 || e.N > 0 && n > e.N {
			return nil, refuse(r, fault.Rule, "deadline.extension_length",
				fmt.Sprintf("延长的期限应为1至%d", e.N), fmt.Sprintf("the extension must be between 1 and %d", e.N))
		}
		out = append(out, rung{n, e.Unit, e.Who})
		used++
	}
	return out, nil
}

func refuse(r Rule, kind fault.Kind, code, zh, en string) error {
	f := fault.New(kind, code, fault.T(zh, en))
	f.RuleID = r.ID
	if len(r.Basis) > 0 {
		f.Basis = &r.Basis[0]
	}
	return f
}
