package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/deadline"
)

// HolidayListView is what my organ must not forget before a holiday (节前清单).
type HolidayListView struct {
	Name        Words             `json:"name"`
	LastDay     string            `json:"last_day" format:"date" doc:"Last working day before the holiday"`
	From        string            `json:"from" format:"date"`
	To          string            `json:"to" format:"date"`
	FirstDay    string            `json:"first_day" format:"date" doc:"First working day after it"`
	Provisional bool              `json:"provisional" doc:"The holidays of a year of it are not published yet"`
	Active      bool              `json:"active" doc:"It is the last working day, or the holiday itself"`
	Items       []HolidayItemView `json:"items" doc:"Hour clocks first, then by their end; 500 at most"`
	Now         time.Time         `json:"now"`
}

// HolidayItemView is a clock that ends in the holiday or on the first working day after it.
type HolidayItemView struct {
	Case        string     `json:"case" format:"uuid"`
	Number      string     `json:"number"`
	Kind        string     `json:"kind"`
	Title       string     `json:"title" doc:"Of the case"`
	Duty        Words      `json:"duty"`
	Basis       *BasisView `json:"basis,omitempty"`
	DueAt       time.Time  `json:"due_at"`
	Hourly      bool       `json:"hourly"`
	Option      bool       `json:"option" doc:"A right that lapses, not a duty"`
	Internal    bool       `json:"internal" doc:"Internal limit (内部时限，非法定)"`
	Provisional bool       `json:"provisional"`
	Unverified  bool       `json:"unverified" doc:"Its rule is of low confidence (依据未核实)"`
}

type holidayOutput struct{ Body HolidayListView }

func (s *Server) registerHoliday(api huma.API) {
	register(api, huma.Operation{OperationID: "getHolidayList", Method: http.MethodGet, Path: "/v1/me/holiday-list", Tags: []string{"Notices"}, Summary: "Clocks of my organ that end in the next holiday or on the first working day after it", Errors: []int{401, 403}}, s.getHolidayList)
}

func (s *Server) getHolidayList(ctx context.Context, _ *struct{}) (*holidayOutput, error) {
	l, err := s.Office.ReadHolidayList(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := HolidayListView{
		Name: words(l.Name), LastDay: l.LastDay.String(), From: l.From.String(), To: l.To.String(), FirstDay: l.FirstDay.String(),
		Provisional: l.Provisional, Active: l.Active, Items: make([]HolidayItemView, len(l.Items)), Now: l.Now,
	}
	for i, x := range l.Items {
		out.Items[i] = holidayItemView(x)
	}
	return &holidayOutput{out}, nil
}

func holidayItemView(x casework.HolidayItem) HolidayItemView {
	v := HolidayItemView{
		Case: x.CaseID.String(), Number: x.Number, Kind: x.Kind, Title: x.Title, Duty: words(x.Rule.Title), DueAt: *x.DueAt, Hourly: x.Rule.Unit == deadline.Hours,
		Option: x.OptionRight, Internal: x.Internal, Provisional: x.Provisional, Unverified: x.Rule.Confidence.Off(),
	}
	if len(x.Rule.Basis) > 0 {
		v.Basis = basisView(&x.Rule.Basis[0])
	}
	return v
}
