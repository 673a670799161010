package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
)

// ScheduleSettingsBody are what an agency's schedules go by (排期参数).
type ScheduleSettingsBody struct {
	Base     string            `json:"base" maxLength:"60" doc:"District that teams start from"`
	HalfDay  int               `json:"half_day" minimum:"30" maximum:"480" doc:"Minutes, travel included"`
	Visit    int               `json:"visit" minimum:"5" maximum:"480" doc:"Minutes at an enterprise"`
	PerHalf  int               `json:"per_half" minimum:"1" maximum:"12" doc:"Enterprises of a team in a half day"`
	Near     int               `json:"near" minimum:"0" maximum:"480" doc:"Minutes from one enterprise to the next in a district"`
	Far      int               `json:"far" minimum:"0" maximum:"480" doc:"Minutes between districts without a line"`
	Travel   []TravelLineBody  `json:"travel" maxItems:"500"`
	Window   int               `json:"merge_days" minimum:"0" maximum:"365" doc:"Days that visits of two plans may lie apart to become one"`
	Vehicles []VehicleLineBody `json:"vehicles" maxItems:"200" doc:"Those left out are retired"`
	Area     []string          `json:"area,omitempty" maxItems:"200" doc:"Districts of my agency (辖区): a check elsewhere needs the letter of an organ there; none: by the region code"`
}

// TravelLineBody is the way between two districts.
type TravelLineBody struct {
	From    string `json:"from" minLength:"1" maxLength:"60"`
	To      string `json:"to" minLength:"1" maxLength:"60"`
	Minutes int    `json:"minutes" minimum:"0" maximum:"480"`
}

// VehicleLineBody is a vehicle.
type VehicleLineBody struct {
	Name  string `json:"name" minLength:"1" maxLength:"40"`
	Seats int    `json:"seats" minimum:"1" maximum:"60"`
}

type scheduleSettingsInput struct{ Body ScheduleSettingsBody }

func (s *Server) registerScheduleSettings(api huma.API) {
	const at = "/schedule-settings"
	register(api, inspectionOp(http.MethodGet, at, "getScheduleSettings", "What my agency's schedules go by"), s.getScheduleSettings)
	put := inspectionOp(http.MethodPut, at, "setScheduleSettings", "Set what my agency's schedules go by", 422)
	register(api, put, s.setScheduleSettings)
}

func (s *Server) getScheduleSettings(ctx context.Context, _ *struct{}) (*adminList[ScheduleSettingsBody], error) {
	got, err := s.Office.ScheduleSettings(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	b := ScheduleSettingsBody{
		Base: got.Base, HalfDay: got.HalfDay, Visit: got.Visit, PerHalf: got.PerHalf, Near: got.Near, Far: got.Far, Window: got.Window,
		Travel: make([]TravelLineBody, len(got.Travel)), Vehicles: make([]VehicleLineBody, len(got.Vehicles)), Area: list(got.Area),
	}
	for i, l := range got.Travel {
		b.Travel[i] = TravelLineBody(l)
	}
	for i, v := range got.Vehicles {
		b.Vehicles[i] = VehicleLineBody(v)
	}
	return &adminList[ScheduleSettingsBody]{b}, nil
}

func (s *Server) setScheduleSettings(ctx context.Context, in *scheduleSettingsInput) (*adminList[ScheduleSettingsBody], error) {
	b := in.Body
	set := casework.ScheduleSettings{Base: b.Base, HalfDay: b.HalfDay, Visit: b.Visit, PerHalf: b.PerHalf, Near: b.Near, Far: b.Far, Window: b.Window, Area: b.Area}
	for _, l := range b.Travel {
		set.Travel = append(set.Travel, casework.TravelLine(l))
	}
	for _, v := range b.Vehicles {
		set.Vehicles = append(set.Vehicles, casework.VehicleLine(v))
	}
	if err := s.Office.SetScheduleSettings(ctx, actorOf(ctx), set); err != nil {
		return nil, problem(ctx, err)
	}
	return s.getScheduleSettings(ctx, nil)
}
