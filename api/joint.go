package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// JointCountView are figures of joint actions, each a unit of its own.
type JointCountView struct {
	Actions  int `json:"actions" doc:"次"`
	Visits   int `json:"visits" doc:"家次"`
	Problems int `json:"problems" doc:"个: handed over to the organ of the place"`
}

// JointMemberView is a member of a mixed team (编组成员).
type JointMemberView struct {
	Agency      string `json:"agency" format:"uuid"`
	Name        string `json:"name"`
	Certificate string `json:"certificate"`
}

// JointVisitView is a visit of a joint action.
type JointVisitView struct {
	Number   string   `json:"number"`
	By       string   `json:"by" format:"uuid" doc:"Whose organ arranged it"`
	Name     string   `json:"name"`
	Region   string   `json:"region"`
	Day      string   `json:"day" format:"date"`
	Crossing bool     `json:"crossing" doc:"跨界: outside the area of who arranged it"`
	Team     []string `json:"team" doc:"Certificates"`
	State    string   `json:"state" enum:"arranged,done,called_off"`
	Problems int      `json:"problems"`
	Handed   int      `json:"handed"`
}

// JointView is how a joint action stands, the same on both hubs.
type JointView struct {
	Members []JointMemberView `json:"members"`
	Visits  []JointVisitView  `json:"visits"`
	Count   JointCountView    `json:"count"`
}

// InvitedView is how an invitation to a joint meeting stands, the same on both hubs.
type InvitedView struct {
	Attends  string     `json:"attends,omitempty" enum:"yes,no" doc:"Absent: no reply"`
	Minutes  string     `json:"minutes,omitempty" doc:"Digest of the minutes that wait to be countersigned, or were"`
	Signed   string     `json:"signed,omitempty" doc:"The digest that was countersigned"`
	Promises []OwedView `json:"promises"`
}

// OwedView is a resolution that the invited organ owes.
type OwedView struct {
	Line   int    `json:"line"`
	Text   string `json:"text"`
	Due    string `json:"due" format:"date"`
	State  string `json:"state" enum:"open,reported,kept,dropped"`
	Report string `json:"report,omitempty"`
}

// JointActionLine is a joint action in a list.
type JointActionLine struct {
	Case    string         `json:"case" format:"uuid"`
	Number  string         `json:"number"`
	Title   string         `json:"title"`
	State   string         `json:"state"`
	Leads   bool           `json:"leads" doc:"My organ leads it"`
	Partner AgencyRef      `json:"partner"`
	Hub     string         `json:"hub" doc:"Of the partner"`
	From    string         `json:"from" format:"date"`
	To      string         `json:"to" format:"date"`
	Joint   JointView      `json:"joint"`
	Count   JointCountView `json:"count" doc:"Within the days that were asked about"`
}

// JointActionList lists joint actions with what they come to.
type JointActionList struct {
	Items []JointActionLine `json:"items"`
	Total JointCountView    `json:"total"`
}

// JointSiteView is with whom of another hub a visit is made.
type JointSiteView struct {
	Case     string            `json:"case" format:"uuid"`
	Number   string            `json:"number"`
	Partner  AgencyRef         `json:"partner"`
	Hub      string            `json:"hub"`
	Crossing bool              `json:"crossing" doc:"跨界检查"`
	Members  []JointMemberView `json:"members" doc:"Of the partner, in the team"`
}

type jointListInput struct {
	Plan string `query:"plan" format:"uuid" doc:"Of one plan; absent: all"`
	From string `query:"from" format:"date" doc:"Visits from this day on"`
	To   string `query:"to" format:"date" doc:"Visits until this day"`
}

func (s *Server) registerJoint(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "listJointActions", Method: http.MethodGet, Path: "/v1/inspection/joint", Tags: []string{"Inspections"}, Errors: []int{401, 403, 422},
		Summary: "Joint actions of my organ with organs of other hubs: members, visits and counts (跨枢纽联合执法行动)",
	}, s.listJointActions)
}

func (s *Server) listJointActions(ctx context.Context, in *jointListInput) (*adminList[JointActionList], error) {
	var bad fields
	plan, from, to := id[ids.Entry](&bad, "query.plan", in.Plan), date(&bad, "query.from", in.From), date(&bad, "query.to", in.To)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	rows, total, err := s.Office.JointActions(ctx, actorOf(ctx), plan, from, to)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := JointActionList{Items: make([]JointActionLine, len(rows)), Total: JointCountView(total)}
	for i, r := range rows {
		out.Items[i] = JointActionLine{
			Case: r.Case.String(), Number: r.Number, Title: r.Title, State: string(r.State), Leads: r.Leads, Partner: organRef(r.Partner), Hub: r.Partner.Peer,
			From: r.From.String(), To: r.To.String(), Joint: jointView(r.Joint), Count: JointCountView(r.Count),
		}
	}
	return &adminList[JointActionList]{out}, nil
}

func organRef(a casework.Agency) AgencyRef {
	return AgencyRef{ID: a.ID.String(), Code: a.Code, Name: a.Name, ShortName: a.ShortName, Sector: a.Sector}
}

func memberView(m referral.Member) JointMemberView {
	return JointMemberView{Agency: m.Agency.String(), Name: m.Name, Certificate: m.Certificate}
}

func jointView(j referral.Joint) JointView {
	v := JointView{Members: []JointMemberView{}, Visits: []JointVisitView{}}
	for _, m := range j.Members {
		v.Members = append(v.Members, memberView(m))
	}
	for _, x := range j.Visits {
		v.Visits = append(v.Visits, JointVisitView{
			Number: x.Number, By: x.By.String(), Name: x.Name, Region: x.Region, Day: x.Day.String(), Crossing: x.Crossing, Team: x.Team, State: x.State, Problems: x.Problems, Handed: x.Handed,
		})
	}
	v.Count = JointCountView(j.CountAll())
	return v
}

func invitedView(x referral.Invited) InvitedView {
	v := InvitedView{Attends: x.Attends, Minutes: x.Minutes, Signed: x.Signed, Promises: []OwedView{}}
	for i, p := range x.Promises {
		v.Promises = append(v.Promises, OwedView{Line: i + 1, Text: p.Text, Due: p.DueOn.String(), State: p.State, Report: p.Report})
	}
	return v
}

func jointSiteView(c casework.SiteCheck) *JointSiteView {
	if c.Joint == nil {
		return nil
	}
	j := c.Joint
	v := &JointSiteView{Case: j.Case.String(), Number: j.Number, Partner: organRef(j.Partner), Hub: j.Partner.Peer, Crossing: c.Crossing, Members: []JointMemberView{}}
	for _, m := range j.Members {
		v.Members = append(v.Members, memberView(m))
	}
	return v
}
