package api

import (
	"context"
	"net/http"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
)

// SiteReportView is what was planned and what became of it (计划执行情况).
type SiteReportView struct {
	Drawn       int               `json:"drawn" doc:"家, by lot"`
	Planned     int               `json:"planned" doc:"家次: visits arranged"`
	CalledOff   int               `json:"called_off" doc:"家次: visits arranged and called off"`
	MergedOut   int               `json:"merged_out" doc:"家次 that became part of another plan's visit and are made there"`
	MergedMade  int               `json:"merged_made" doc:"家次: of those, made"`
	MergedIn    int               `json:"merged_in" doc:"家次 of other plans that are made in the course of this plan's visits"`
	Actions     int               `json:"actions" doc:"次: days on which teams were out"`
	Visits      int               `json:"visits" doc:"家次: visits of this plan done, at the door once"`
	Enterprises int               `json:"enterprises" doc:"家: enterprises visited, each once; in the course of another plan's visit as well"`
	Published   int               `json:"published" doc:"家次: results on the public page"`
	Late        int               `json:"late" doc:"家次: results past their limit"`
	Found       int               `json:"found" doc:"个 on this plan's items, in whoever's visit"`
	FoundThere  int               `json:"found_there" doc:"个: of those, in another plan's visit"`
	FoundOther  int               `json:"found_other" doc:"个 in this plan's visits on another plan's items: they count there"`
	HandedOver  int               `json:"handed_over" doc:"个"`
	Rectified   int               `json:"rectified" doc:"个"`
	Open        int               `json:"open" doc:"家: drawn, and neither visited nor called off"`
	Unvisited   []DrawnEnterprise `json:"unvisited" doc:"Which they are; only for whoever may know what was drawn"`
	Cancelled   []CalledOffView   `json:"cancelled" doc:"Visits that were called off, with the reason"`
	Note        Words             `json:"note" doc:"How visits are counted that two plans make as one"`
	Findings    []SiteFindingView `json:"findings"`
}

// CalledOffView is a visit that was arranged and called off.
type CalledOffView struct {
	ID     string `json:"id" format:"uuid"`
	Number string `json:"number"`
	Day    string `json:"day" format:"date"`
	Sealed bool   `json:"sealed" doc:"Enterprise and reason are for whoever may know what was drawn"`
	Name   string `json:"name,omitempty"`
	Reason string `json:"reason,omitempty" doc:"Absent for visits called off before it was kept here: it stands in the record"`
	Anew   bool   `json:"anew" doc:"Another visit to the enterprise was arranged under the plan"`
}

// JointFiguresView is how far visits were made together (联合检查实施率).
type JointFiguresView struct {
	From      string          `json:"from" format:"date"`
	To        string          `json:"to" format:"date"`
	Total     JointLineView   `json:"total"`
	Districts []JointLineView `json:"districts"`
	Teams     []TeamSizeView  `json:"teams" doc:"The parts: joint is those of two agencies and more, saved the sum of (agencies - 1) × visits"`
}

// JointLineView is one district, or all.
type JointLineView struct {
	District     string `json:"district"`
	Visits       int    `json:"visits" doc:"家次 done"`
	Joint        int    `json:"joint" doc:"家次 of several agencies"`
	RatePermille int    `json:"rate_permille" doc:"joint in thousandths of visits"`
	Saved        int    `json:"saved" doc:"家次 that there would be if every agency had come alone, less those there were"`
	Merged       int    `json:"merged" doc:"家次 of other plans made in the course of these"`
	CaseDriven   int    `json:"case_driven" doc:"家次 under no plan"`
}

// TeamSizeView is how many visits so many agencies made together.
type TeamSizeView struct {
	Agencies int `json:"agencies"`
	Visits   int `json:"visits"`
}

type jointFiguresInput struct {
	From     string `query:"from" format:"date" required:"true"`
	To       string `query:"to" format:"date" required:"true"`
	District string `query:"district" maxLength:"60" doc:"Absent: all"`
	Own      bool   `query:"own" doc:"Only visits that my agency took part in; absent: of all agencies of the hub"`
}

func (s *Server) jointFigures(ctx context.Context, in *jointFiguresInput) (*adminList[JointFiguresView], error) {
	var bad fields
	from, to := date(&bad, "query.from", in.From), date(&bad, "query.to", in.To)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	f, err := s.Office.JointFigures(ctx, actorOf(ctx), from, to, in.District, in.Own)
	if err != nil {
		return nil, problem(ctx, err)
	}
	line := func(l casework.JointLine) JointLineView {
		return JointLineView{l.District, l.Visits, l.Joint, l.Rate(), l.Saved, l.Merged, l.CaseDriven}
	}
	out := JointFiguresView{From: f.From.String(), To: f.To.String(), Total: line(f.Total), Districts: make([]JointLineView, len(f.Districts)), Teams: make([]TeamSizeView, len(f.Teams))}
	for i, l := range f.Districts {
		out.Districts[i] = line(l)
	}
	for i, t := range f.Teams {
		out.Teams[i] = TeamSizeView(t)
	}
	return &adminList[JointFiguresView]{out}, nil
}

func siteReportView(r casework.SiteReport) SiteReportView {
	out := SiteReportView{
		Drawn: r.Drawn, Planned: r.Planned, CalledOff: len(r.CalledOff), MergedOut: r.MergedOut, MergedMade: r.MergedMade, MergedIn: r.MergedIn, Actions: r.Actions, Visits: r.Visits, Enterprises: r.Enterprises,
		Published: r.Published, Late: r.Late, Found: r.Found, FoundThere: r.FoundThere, FoundOther: r.FoundOther, HandedOver: r.HandedOver, Rectified: r.Rectified,
		Open: r.Open, Unvisited: make([]DrawnEnterprise, len(r.Unvisited)), Cancelled: make([]CalledOffView, len(r.CalledOff)), Note: words(casework.MergedNote()), Findings: make([]SiteFindingView, len(r.Findings)),
	}
	for i, x := range r.Unvisited {
		out.Unvisited[i] = DrawnEnterprise(x)
	}
	for i, x := range r.CalledOff {
		out.Cancelled[i] = CalledOffView{ID: x.ID.String(), Number: x.Number, Day: x.Day.String(), Sealed: x.Sealed, Name: x.Name, Reason: x.Reason, Anew: x.ArrangedAnew}
	}
	for i, f := range r.Findings {
		out.Findings[i] = findingView(f)
	}
	return out
}

func (s *Server) siteReportSheet(w http.ResponseWriter, r *http.Request) error {
	return s.reportFile(w, r, casework.SiteReport.XLSX, ".xlsx", workbookType)
}

func (s *Server) siteReportTable(w http.ResponseWriter, r *http.Request) error {
	return s.reportFile(w, r, casework.SiteReport.CSV, ".csv", "text/csv; charset=utf-8")
}

func (s *Server) reportFile(w http.ResponseWriter, r *http.Request, write func(casework.SiteReport) ([]byte, error), ending, kind string) error {
	plan, err := publicID(r)
	if err != nil {
		return err
	}
	report, err := s.Office.SiteReport(r.Context(), actorOf(r.Context()), plan)
	if err != nil {
		return err
	}
	file, err := write(report)
	if err != nil {
		return err
	}
	attachment(w, "计划执行情况-"+civil.DateOf(s.Office.Now()).String()+ending, kind)
	_, _ = w.Write(file) // the reader has gone away if this fails
	return nil
}
