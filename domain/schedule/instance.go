package schedule

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// What an instance may hold at most: beyond this the search would not end in time.
const (
	maxDays        = 400
	maxOfficers    = 5_000
	maxVisits      = 20_000
	maxPerHalf     = 12
	maxMinutes     = 24 * 60
	maxDistricts   = 500
	maxCompetences = 64 // a set of them is one word
	maxTeam        = 20 // officers of one agency
	maxWeight      = 1_000_000_000
)

// Read reads an instance strictly: a member it does not know is a mistake.
func Read(file []byte) (*Instance, error) {
	in := &Instance{}
	if err := decode(file, in); err != nil {
		return nil, err
	}
	if in.Format != Format {
		return nil, wrong("格式应为"+Format, "the format is not "+Format)
	}
	return in, in.check()
}

// ReadSchedule reads what a schedule was written as, as strictly.
func ReadSchedule(file []byte) (*Schedule, error) {
	s := &Schedule{}
	return s, decode(file, s)
}

func decode(file []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(file))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return wrong("文件的写法不对："+err.Error(), "is not written as it should be: "+err.Error())
	}
	if _, err := d.Token(); err != io.EOF {
		return wrong("文件末尾有多余内容", "something stands after the end")
	}
	return nil
}

func wrong(zh, en string) *fault.Error {
	return fault.New(fault.Invalid, "schedule.instance", fault.T(zh, en))
}

// check refuses an instance that contradicts itself, with the first thing that does.
func (in *Instance) check() error {
	within := func(what string, n, low, high int) error {
		if n < low || n > high {
			return wrong(fmt.Sprintf("%s应在%d到%d之间", what, low, high), fmt.Sprintf("%s lies outside %d to %d", what, low, high))
		}
		return nil
	}
	for _, x := range []struct {
		what         string
		n, low, high int
	}{
		{"days", len(in.Days), 1, maxDays}, {"officers", len(in.Officers), 0, maxOfficers}, {"visits", len(in.Visits), 0, maxVisits}, {"vehicles", len(in.Vehicles), 0, maxOfficers},
		{"half_day", in.HalfDay, 1, maxMinutes}, {"per_half", in.PerHalf, 1, maxPerHalf}, {"near", in.Near, 0, maxMinutes}, {"far", in.Far, 0, maxMinutes}, {"steps", in.Steps, 0, 10_000_000},
	} {
		if err := within(x.what, x.n, x.low, x.high); err != nil {
			return err
		}
	}
	for i := 1; i < len(in.Days); i++ {
		if !in.Days[i-1].Before(in.Days[i]) {
			return wrong("工作日应从早到晚且不重复", "days are not ascending")
		}
	}
	for _, l := range in.Travel {
		if err := within("minutes", l.Minutes, 0, maxMinutes); err != nil {
			return err
		}
	}
	if w := in.weights(); min(w.Unscheduled, w.Substitute, w.Moved, w.Exchanged, w.Tour, w.Travel, w.Uneven) < 0 || max(w.Unscheduled, w.Substitute, w.Moved, w.Exchanged, w.Tour, w.Travel, w.Uneven) > maxWeight {
		return wrong("权重应在0到10亿之间", "a weight lies outside 0 to a thousand million")
	}
	if err := in.checkStaff(); err != nil {
		return err
	}
	return in.checkVisits(within)
}

func (in *Instance) checkStaff() error {
	seen := map[string]bool{}
	for _, o := range in.Officers {
		if o.ID == "" || o.Agency == "" || seen[o.ID] {
			return wrong("检查人员缺编号、部门，或者重复", "an officer has no id or agency, or stands twice")
		}
		seen[o.ID] = true
		if err := checkSpans(o.Away); err != nil {
			return err
		}
	}
	clear(seen)
	for _, v := range in.Vehicles {
		if v.ID == "" || v.Seats < 1 || seen[v.ID] {
			return wrong("车辆缺编号、座位，或者重复", "a vehicle has no id or seats, or stands twice")
		}
		seen[v.ID] = true
		if err := checkSpans(v.Away); err != nil {
			return err
		}
	}
	return nil
}

func checkSpans(list []Span) error {
	for _, s := range list {
		if s.From.IsZero() || s.To.Before(s.From) || s.Half != "" && s.Half != Morning && s.Half != Afternoon {
			return wrong("时段应先始后终，半天为am或者pm", "a span ends before it begins, or its half is neither am nor pm")
		}
	}
	return nil
}

func (in *Instance) checkVisits(within func(string, int, int, int) error) error {
	seen := map[string]bool{}
	for _, v := range in.Visits {
		if v.ID == "" || seen[v.ID] || len(v.Needs) == 0 {
			return wrong("检查任务缺编号、没有参加部门，或者重复", "a visit has no id or no agency, or stands twice")
		}
		seen[v.ID] = true
		if err := within("minutes", v.Minutes, 1, maxMinutes); err != nil {
			return err
		}
		for i, n := range v.Needs {
			if err := within("officers", n.Officers, 1, maxTeam); err != nil {
				return err
			}
			if n.Agency == "" || slices.ContainsFunc(v.Needs[:i], func(o Need) bool { return o.Agency == n.Agency }) {
				return wrong("同一检查任务中每个部门只列一次", "an agency stands twice in a visit, or has no id")
			}
		}
		if v.Fixed && v.Was == nil {
			return wrong("已通知的检查任务应写明时间和人员", "a fixed visit has no place")
		}
		if v.Was != nil && v.Was.Half != Morning && v.Was.Half != Afternoon {
			return wrong("半天为am或者pm", "a half is neither am nor pm")
		}
	}
	return nil
}

func (in *Instance) weights() Weights {
	if in.Weights != nil {
		return *in.Weights
	}
	return DefaultWeights
}
