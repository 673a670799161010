package meeting

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Promise is the state of a resolution (议定事项).
type Promise string

// The states of a resolution.
const (
	Open      Promise = "open"      // 待办
	Reported  Promise = "reported"  // 已报告办结，待确认
	Accepted  Promise = "accepted"  // 已确认办结
	Withdrawn Promise = "withdrawn" // 撤销
)

// TaskStep is something that can be done with a resolution.
type TaskStep string

// The steps of a resolution.
const (
	Report   TaskStep = "report"    // 报告办结
	Accept   TaskStep = "accept"    // 确认办结
	SendBack TaskStep = "send_back" // 退回继续办理
	PutOff   TaskStep = "put_off"   // 延期
	Withdraw TaskStep = "withdraw"  // 撤销
)

// task is a line of the table of resolutions.
type task struct {
	step  TaskStep
	owner bool // the owner's step; else the convener's
	from  []Promise
	to    Promise
	title fault.Text
}

var tasks = []task{
	{Report, true, []Promise{Open}, Reported, fault.T("报告办结", "Report it done")},
	{Accept, false, []Promise{Reported}, Accepted, fault.T("确认办结", "Accept it as done")},
	{SendBack, false, []Promise{Reported}, Open, fault.T("退回继续办理", "Send it back")},
	{PutOff, false, []Promise{Open, Reported}, Open, fault.T("延期", "Put it off")},
	{Withdraw, false, []Promise{Open, Reported}, Withdrawn, fault.T("撤销", "Withdraw it")},
}

// TaskSteps lists what may be done with a resolution by its owner and by the
// convener; one agency may be both.
func TaskSteps(p Promise, owner, convener bool) []TaskStep {
	list := []TaskStep{}
	for _, t := range tasks {
		if (t.owner && owner || !t.owner && convener) && slices.Contains(t.from, p) {
			list = append(list, t.step)
		}
	}
	return list
}

// DecideTask says where a step leads, or refuses it with what is possible instead.
func DecideTask(p Promise, step TaskStep, owner, convener bool) (Promise, error) {
	possible := TaskSteps(p, owner, convener)
	if slices.Contains(possible, step) {
		for _, t := range tasks {
			if t.step == step {
				return t.to, nil
			}
		}
	}
	err := fault.New(fault.Rule, "resolution.not_now", fault.T("议定事项现在不能这样办理：责任单位报告办结，由召集机关确认、退回、延期或者撤销", "Not possible now: the owner reports, the convener accepts, sends back, puts off or withdraws"))
	for _, x := range possible {
		err.Allowed = append(err.Allowed, string(x))
	}
	return p, err
}

// Near is how many days before its day a resolution is amber and its owner is
// reminded: a courtesy between the agencies, no legal number.
const Near = 3

// Light is how a resolution stands on a day: none once it ended, else green, amber or red.
func Light(p Promise, due, today civil.Date) string {
	switch {
	case p == Accepted || p == Withdrawn:
		return "none"
	case due.Before(today):
		return "red"
	case today.DaysUntil(due) <= Near:
		return "amber"
	}
	return "green"
}
