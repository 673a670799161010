package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/schedule"
)

// scheduleCmd schedules visits from a file (排期): no hub, no database, no network.
type scheduleCmd struct {
	File  string `arg:"" help:"Instance (format xianjie/schedule/1)." type:"path"`
	Check string `help:"Do not schedule: check this schedule of the instance against every rule. Exit 1: a rule is broken." type:"path" placeholder:"FILE"`
	JSON  bool   `name:"json" help:"Print one JSON object: the schedule, or what it breaks."`
	Lang  string `help:"Language of the text." enum:"zh,en" default:"zh"`

	out io.Writer
}

// Run prints the schedule, or what a schedule breaks. Exit 1: refused; 2: a file could
// not be read.
func (c scheduleCmd) Run() error {
	file, err := os.ReadFile(c.File)
	if err != nil {
		return exitError{exitUnchecked, fmt.Errorf("read the instance: %w", err)}
	}
	in, err := schedule.Read(file)
	if err != nil {
		return c.refused(err)
	}
	if c.Check != "" {
		return c.check(in)
	}
	s, err := schedule.Solve(in)
	if err != nil {
		return c.refused(err)
	}
	if c.JSON {
		return printJSON(orStdout(c.out), s)
	}
	_, err = io.WriteString(orStdout(c.out), c.text(in, s))
	return err
}

func (c scheduleCmd) refused(err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return exitError{exitUnchecked, err}
	}
	return exitError{1, errors.New(c.pick(f.Detail.ZH, f.Detail.EN))}
}

func (c scheduleCmd) pick(zh, en string) string {
	if c.Lang == "en" {
		return en
	}
	return zh
}

// checkedSchedule is what --check found.
type checkedSchedule struct {
	Holds  bool               `json:"holds"`
	Broken []schedule.Problem `json:"broken"`
}

func (c scheduleCmd) check(in *schedule.Instance) error {
	file, err := os.ReadFile(c.Check)
	if err != nil {
		return exitError{exitUnchecked, fmt.Errorf("read the schedule: %w", err)}
	}
	s, err := schedule.ReadSchedule(file)
	if err != nil {
		return c.refused(err)
	}
	broken, err := schedule.Check(in, s)
	if err != nil {
		return c.refused(err)
	}
	out := checkedSchedule{len(broken) == 0, append([]schedule.Problem{}, broken...)}
	if c.JSON {
		err = printJSON(orStdout(c.out), out)
	} else {
		_, err = io.WriteString(orStdout(c.out), c.problems(broken))
	}
	if err == nil && !out.Holds {
		err = exitError{1, errors.New("the schedule breaks a rule")}
	}
	return err
}

func (c scheduleCmd) problems(broken []schedule.Problem) string {
	if len(broken) == 0 {
		return c.pick("成立：没有违反任何规则\n", "holds: no rule is broken\n")
	}
	var b strings.Builder
	for _, p := range broken {
		at := ""
		if p.Slot != nil {
			at = p.Slot.Day.String() + " " + string(p.Slot.Half)
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", p.Code, cmp.Or(p.Visit, "-"), cmp.Or(p.Officer, p.Agency, "-"), at)
	}
	return b.String()
}

func (c scheduleCmd) text(in *schedule.Instance, s *schedule.Schedule) string {
	var b strings.Builder
	for _, t := range s.Tours {
		fmt.Fprintf(&b, "%s %s\t%s\t%s\t%d min\n", t.Day, t.Half, strings.Join(t.Visits, ","), strings.Join(t.Officers, ","), t.Travel)
	}
	for _, r := range s.Unscheduled {
		fmt.Fprintf(&b, "%s\t%s\t%s\n", c.pick("未排", "unscheduled"), r.Visit, r.Code)
	}
	fmt.Fprintf(&b, c.pick("%d户中排定%d户，%d个半天组次，路程%d分钟；目标值%d，下界%d，差距不超过%d‰\n", "%d visits, %d scheduled in %d half days of a team, %d minutes on the road; objective %d, bound %d, gap at most %d‰\n"),
		len(in.Visits), len(in.Visits)-len(s.Unscheduled), s.Terms.Tours, s.Terms.Travel, s.Objective, s.Bound, s.Gap())
	return b.String()
}
