package story

import (
	"context"
	"fmt"
	"net/http"
)

// Scheduled is what the schedule of the draw came to while it was sealed.
type Scheduled struct {
	Visits      int   `json:"visits"`
	Scheduled   int   `json:"scheduled"`
	Unscheduled int   `json:"unscheduled"`
	Objective   int64 `json:"objective"`
	Bound       int64 `json:"bound"`
	Substitutes int   `json:"substitutes"`
	NamesShown  int   `json:"names_shown"` // to a head who is no planner: must be 0
}

// plannedVisit is a visit as its planner reads it.
type plannedVisit struct{ Code, Name, Day, Half string }

// firstDay are the visits of the first day that has any, at most visitsDone of them.
func firstDay(list []plannedVisit) (first []plannedVisit) {
	day := ""
	for _, v := range list {
		if v.Day != "" && (day == "" || v.Day < day) {
			day = v.Day
		}
	}
	for _, v := range list {
		if v.Day != "" && v.Day == day && len(first) < visitsDone {
			first = append(first, v)
		}
	}
	return first
}

// arrange opens a sealed draw as its planner, makes the visits and schedules them, and
// looks at them as a head who may not know the names.
func arrange(ctx context.Context, env, head *Person, plan string, into *Inspected) ([]plannedVisit, error) {
	settings, err := env.Call(ctx, http.MethodPut, "/v1/inspection/schedule-settings", body{
		"base": "003", "half_day": 210, "visit": 60, "per_half": 2, "near": 12, "far": 30, "travel": []body{{"from": "003", "to": "004", "minutes": 25}}, "merge_days": 14,
		"vehicles": []body{{"name": "执法车一号", "seats": 7}, {"name": "执法车二号", "seats": 7}},
	}, 0, "")
	if err != nil {
		return nil, err
	}
	if err := settings.into("schedule-settings", nil); err != nil {
		return nil, err
	}
	at := "/v1/inspection/plans/" + plan
	if err := env.Post(ctx, at+"/open", body{"reason": "安排检查任务"}, 0, "", nil); err != nil {
		return nil, err
	}
	if err := env.Post(ctx, at+"/visits", nil, 0, "", nil); err != nil {
		return nil, err
	}
	type schedule struct {
		Scheduled, Unscheduled int
		Objective, Bound       int64
		Terms                  struct{ Substitutes int }
		Visits                 []plannedVisit
	}
	var got, seen schedule
	if err := env.Post(ctx, at+"/schedule", nil, 0, "", &got); err != nil {
		return nil, err
	}
	out := &Scheduled{Visits: len(got.Visits), Scheduled: got.Scheduled, Unscheduled: got.Unscheduled, Objective: got.Objective, Bound: got.Bound, Substitutes: got.Terms.Substitutes}
	if err := head.Get(ctx, at+"/schedule", &seen); err != nil {
		return nil, err
	}
	for _, v := range seen.Visits {
		if v.Name != "" {
			out.NamesShown++
		}
		if v.Day == "" && out.Unscheduled == 0 {
			return nil, fmt.Errorf("a visit of plan %s has no day", plan)
		}
	}
	into.Schedule = out
	return got.Visits, nil
}
