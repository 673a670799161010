package schedule_test

import (
	"fmt"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/schedule"
)

// audit asks every rule anew, from the names in the instance alone: it knows nothing of
// how the package counts, compiles or checks.
func audit(in *schedule.Instance, s *schedule.Schedule) (said []string) {
	say := func(format string, a ...any) { said = append(said, fmt.Sprintf(format, a...)) }
	officers, visits, vehicles := map[string]schedule.Officer{}, map[string]schedule.Visit{}, map[string]schedule.Vehicle{}
	for _, o := range in.Officers {
		officers[o.ID] = o
	}
	for _, v := range in.Visits {
		visits[v.ID] = v
	}
	for _, v := range in.Vehicles {
		vehicles[v.ID] = v
	}
	done, busy := map[string]int{}, map[string]bool{}
	for _, t := range s.Tours {
		day := t.Day.String()
		working := false
		for _, d := range in.Days {
			working = working || d == t.Day
		}
		if !working {
			say("%s is no working day", day)
		}
		away := func(list []schedule.Span) bool {
			for _, x := range list {
				if x.From.String() <= day && day <= x.To.String() && (x.Half == "" || x.Half == t.Half) {
					return true
				}
			}
			return false
		}
		minutes, at := 0, in.Base
		for _, id := range t.Visits {
			v := visits[id]
			done[id]++
			minutes += road(in, at, v.District) + v.Minutes
			at = v.District
			if !v.From.IsZero() && day < v.From.String() || !v.To.IsZero() && day > v.To.String() {
				say("%s lies outside its window", id)
			}
			if v.Fixed && (v.Was.Day != t.Day || v.Was.Half != t.Half) {
				say("%s was announced and moved", id)
			}
			for _, n := range v.Needs {
				count, known := 0, ""
				for _, o := range t.Officers {
					if officers[o].Agency == n.Agency {
						count++
						known += " " + strings.Join(officers[o].Competences, " ") + " "
					}
				}
				if count != n.Officers {
					say("%s has %d officers of %s", id, count, n.Agency)
				}
				for _, c := range n.Competences {
					if !strings.Contains(known, " "+c+" ") {
						say("%s lacks %s", id, c)
					}
				}
			}
			for _, o := range t.Officers {
				asked := false
				for _, n := range v.Needs {
					asked = asked || n.Agency == officers[o].Agency
				}
				if !asked {
					say("%s has no part in %s", o, id)
				}
				for _, r := range v.Recused {
					if r == o {
						say("%s visits %s in spite of a recusal", o, id)
					}
				}
				mine := len(officers[o].Territory) == 0
				for _, d := range officers[o].Territory {
					mine = mine || d == v.District
				}
				if !mine {
					say("%s goes outside the territory", o)
				}
			}
		}
		if minutes+road(in, at, in.Base) > in.HalfDay || len(t.Visits) > in.PerHalf || len(t.Visits) == 0 {
			say("a tour of %d visits takes %d minutes", len(t.Visits), minutes)
		}
		for _, o := range t.Officers {
			if who, known := officers[o]; !known || away(who.Away) || who.Until.IsZero() || who.Until.String() < day {
				say("%s cannot go on %s", o, day)
			}
			if k := day + string(t.Half) + o; busy[k] {
				say("%s is in two tours", o)
			} else {
				busy[k] = true
			}
		}
		seats := 0
		for _, c := range t.Vehicles {
			if away(vehicles[c].Away) || busy[day+string(t.Half)+"/"+c] {
				say("vehicle %s is not free", c)
			}
			busy[day+string(t.Half)+"/"+c] = true
			seats += vehicles[c].Seats
		}
		if len(in.Vehicles) > 0 && seats < len(t.Officers) {
			say("%d seats for %d", seats, len(t.Officers))
		}
	}
	for _, r := range s.Unscheduled {
		done[r.Visit]++
	}
	for id := range visits {
		if done[id] != 1 {
			say("%s is scheduled or explained %d times", id, done[id])
		}
	}
	return said
}

// road looks the minutes up, the other direction for want of a line.
func road(in *schedule.Instance, from, to string) int {
	minutes := in.Far
	if from == to {
		minutes = in.Near
	}
	found := false
	for _, l := range in.Travel {
		if l.From == from && l.To == to {
			minutes, found = l.Minutes, true
		}
	}
	for _, l := range in.Travel {
		if !found && l.From == to && l.To == from {
			minutes = l.Minutes
		}
	}
	return minutes
}
