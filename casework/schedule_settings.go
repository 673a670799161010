package casework

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// ScheduleSettings are what an agency's schedules go by (排期参数): minutes of a half
// day, of a visit and of travel, and the vehicles.
type ScheduleSettings struct {
	Base     string // district that teams start from
	HalfDay  int    // minutes, travel included
	Visit    int    // minutes at an enterprise
	PerHalf  int    // enterprises of a team in a half day
	Near     int    // minutes from one enterprise to the next in a district
	Far      int    // minutes between districts without a line
	Travel   []TravelLine
	Window   int // days that visits of two plans may lie apart to become one (合并窗口)
	Vehicles []VehicleLine
	Area     []string // districts of the agency (辖区); none: by its region code
}

// TravelLine is the way between two districts.
type TravelLine struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Minutes int    `json:"minutes"`
}

// VehicleLine is a vehicle (车辆) of the agency.
type VehicleLine struct {
	Name  string `json:"name"`
	Seats int    `json:"seats"`
}

// usual is what an agency that set nothing goes by: a half day of three and a half
// hours with two visits of an hour. No law says so; every office has its own.
var usual = ScheduleSettings{HalfDay: 210, Visit: 60, PerHalf: 2, Near: 10, Far: 30, Travel: []TravelLine{}, Window: 14, Vehicles: []VehicleLine{}, Area: []string{}}

// ScheduleSettings gives what the own agency's schedules go by.
func (o *Office) ScheduleSettings(ctx context.Context, a Actor) (s ScheduleSettings, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return s, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if s, err = settingsOf(ctx, q, a.Agency); err != nil {
			return err
		}
		rows, err := q.ListVehicles(ctx, a.Agency)
		for _, r := range rows {
			s.Vehicles = append(s.Vehicles, VehicleLine{r.Name, int(r.Seats)})
		}
		return err
	})
	return s, err
}

// settingsOf reads an agency's settings without its vehicles.
func settingsOf(ctx context.Context, q *dbsqlc.Queries, agency ids.Agency) (ScheduleSettings, error) {
	r, err := q.ReadScheduleSettings(ctx, agency)
	if noRows(err) {
		return usual, nil
	}
	if err != nil {
		return usual, err
	}
	s := ScheduleSettings{
		Base: r.Base, HalfDay: int(r.HalfDay), Visit: int(r.Visit), PerHalf: int(r.PerHalf), Near: int(r.Near), Far: int(r.Far), Window: int(r.MergeDays), Vehicles: []VehicleLine{}, Area: r.Area,
	}
	if err := json.Unmarshal(r.Travel, &s.Travel); err != nil {
		return s, fmt.Errorf("read travel lines: %w", err)
	}
	return s, nil
}

// SetScheduleSettings replaces them. Vehicles that are not named are retired.
func (o *Office) SetScheduleSettings(ctx context.Context, a Actor, s ScheduleSettings) error {
	var bad complaints
	bad.text("body.base", &s.Base, 0, 60)
	if s.Visit > s.HalfDay {
		bad.add("body.visit", "一次检查的时间不能超过半天", "A visit cannot take longer than a half day")
	}
	for i := range s.Travel {
		bad.text(fmt.Sprintf("body.travel[%d].from", i), &s.Travel[i].From, 1, 60)
		bad.text(fmt.Sprintf("body.travel[%d].to", i), &s.Travel[i].To, 1, 60)
	}
	if s.Area == nil {
		s.Area = []string{}
	}
	for i := range s.Area {
		bad.text(fmt.Sprintf("body.area[%d]", i), &s.Area[i], 1, 60)
	}
	type line struct {
		ID    ids.Entry `json:"id"`
		Name  string    `json:"name"`
		Seats int       `json:"seats"`
	}
	lines, names, seen, now := []line{}, []string{}, map[string]bool{}, o.Now()
	for i, v := range s.Vehicles {
		at := fmt.Sprintf("body.vehicles[%d].name", i)
		if bad.text(at, &v.Name, 1, 40); seen[v.Name] {
			bad.add(at, "车辆名称重复", "Stands twice")
		}
		seen[v.Name] = true
		lines, names = append(lines, line{ids.New[ids.Entry](now), v.Name, v.Seats}), append(names, v.Name)
	}
	if err := bad.err(); err != nil {
		return err
	}
	if s.Travel == nil {
		s.Travel = []TravelLine{}
	}
	travel, err := json.Marshal(s.Travel)
	if err != nil {
		return fmt.Errorf("write travel lines: %w", err)
	}
	rows, err := json.Marshal(lines)
	if err != nil {
		return fmt.Errorf("write vehicles: %w", err)
	}
	return o.changeLists(ctx, a, func(q *dbsqlc.Queries) error {
		if err := q.UpsertScheduleSettings(ctx, dbsqlc.UpsertScheduleSettingsParams{
			AgencyID: a.Agency, Base: s.Base, HalfDay: int32(s.HalfDay), Visit: int32(s.Visit), PerHalf: int32(s.PerHalf), Near: int32(s.Near), Far: int32(s.Far),
			Travel: travel, MergeDays: int32(s.Window), Area: s.Area, UpdatedAt: now,
		}); err != nil {
			return err
		}
		if err := q.RetireVehicles(ctx, a.Agency, names); err != nil {
			return err
		}
		if err := q.UpsertVehicles(ctx, a.Agency, rows); err != nil {
			return err
		}
		return o.enterLibrary(ctx, q, a, "library.schedule_settings", map[string]any{"vehicles": len(lines), "travel": len(s.Travel), "area": s.Area})
	})
}
