package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/domain/routing"
)

// Routing says where something belongs (管辖建议).
type Routing struct {
	Item        *EnforcementItem    `json:"item,omitempty" doc:"The edition that holds; absent: none was given, or the list does not know it"`
	Region      string              `json:"region"`
	On          string              `json:"on" format:"date"`
	Suggestions []RoutingSuggestion `json:"suggestions" doc:"Best first"`
	Self        *RoutingReason      `json:"self,omitempty" doc:"Your own organ is competent"`
	Advice      *RoutingReason      `json:"advice,omitempty" doc:"Nobody competent is known: what to do under the law"`
	Superior    string              `json:"superior,omitempty" format:"uuid" doc:"With advice: your superior organ, if the hub knows it"`
	Doubt       *RoutingReason      `json:"doubt,omitempty" doc:"About the receiver in to: why the list does not hold it for competent, or that it is not the police of the own level and place (同级公安机关). Sending asks for a reason, and forbids nothing"`
	Instead     []RoutingWay        `json:"instead" doc:"With doubt about the place: what may be done instead, the usual one first"`
}

// RoutingWay is something to do instead of sending it there.
type RoutingWay struct {
	Kind  string      `json:"kind,omitempty" doc:"Kind of referral that may be begun; absent: another organ goes on with it"`
	Says  Words       `json:"says"`
	Basis []BasisView `json:"basis"`
}

// RoutingReason is a reason with its articles.
type RoutingReason struct {
	Says  Words       `json:"says"`
	Basis []BasisView `json:"basis"`
}

// RoutingSuggestion is an organ to send to, with its desk (地址＝机关＋岗位).
type RoutingSuggestion struct {
	Agency   AgencyRef   `json:"agency"`
	Level    string      `json:"level" enum:"nation,province,city,county,township"`
	Function string      `json:"function" enum:"desk" doc:"Who takes it in there"`
	Fit      string      `json:"fit" enum:"superior,granted,local,maybe,higher,kind" doc:"superior: your own superior, where the kind goes upward; granted: a township that took the item over and whose area the place names; maybe: such a township, if it happened there; local; higher: no local organ here; kind: the counterpart of this kind of referral, whatever the item"`
	Says     Words       `json:"says"`
	Basis    []BasisView `json:"basis"`
	Grant    *RouteGrant `json:"grant,omitempty"`
	Desk     RoutingDesk `json:"desk"`
}

// RouteGrant is the decision that gave an item to a township.
type RouteGrant struct {
	Document string `json:"document"`
	Number   string `json:"number,omitempty"`
	From     string `json:"from" format:"date"`
	To       string `json:"to,omitempty" format:"date"`
}

// RoutingDesk is how the desk is reached today.
type RoutingDesk struct {
	Units  []string      `json:"units"`
	Email  string        `json:"email,omitempty"`
	Phone  string        `json:"phone,omitempty"`
	OnDuty []RoutingDuty `json:"on_duty" doc:"Only where the question is about today"`
	Away   []RoutingAway `json:"away" doc:"Who of the desk is on leave today, and the deputy"`
}

// RoutingDuty is somebody on duty now (值班).
type RoutingDuty struct {
	Name  string    `json:"name"`
	Title string    `json:"title,omitempty"`
	Phone string    `json:"phone"`
	Until time.Time `json:"until"`
}

// RoutingAway is somebody on leave with the deputy (代办).
type RoutingAway struct {
	Name        string `json:"name"`
	Deputy      string `json:"deputy"`
	DeputyPhone string `json:"deputy_phone,omitempty"`
	Until       string `json:"until" format:"date"`
}

type routingInput struct {
	Item   string `query:"item" maxLength:"40" doc:"Code of the item; without it only what the kind says" example:"air-straw"`
	Region string `query:"region" maxLength:"6" doc:"Where the act took place (GB/T 2260); your own region without it" example:"430903"`
	Place  string `query:"place" maxLength:"500" doc:"Where, in words: a township that it names goes first. Do not send facts of a case"`
	Kind   string `query:"kind" enum:",lead,criminal,detention,administrative,reverse,consultation,early_intervention,assistance,public_interest,monitoring,findings,supervision,compensation,emergency,joint_action,meeting_invitation" doc:"Kind of referral"`
	On     string `query:"on" maxLength:"10" doc:"Day of the step; today without it" example:"2026-11-28"`
	To     string `query:"to" maxLength:"36" doc:"A receiver that was chosen: is it competent?"`
}
type routingOutput struct{ Body Routing }

func (s *Server) registerRouting(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "getRouting", Method: http.MethodGet, Path: "/v1/routing", Tags: itemTags, Summary: "Which organ is competent, why, and who is at its desk now", Errors: []int{401, 422}}, s.route)
}

func (s *Server) route(ctx context.Context, in *routingInput) (*routingOutput, error) {
	var bad fields
	q := casework.RouteQuestion{
		Item: plainWord(&bad, "query.item", in.Item), Region: region(&bad, "query.region", in.Region), Place: plainWord(&bad, "query.place", in.Place),
		Kind: referral.Kind(in.Kind), On: date(&bad, "query.on", in.On), To: id[ids.Agency](&bad, "query.to", in.To),
	}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	r, err := s.Office.Routing(ctx, actorOf(ctx), q)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := Routing{Region: r.Region, On: r.On.String(), Suggestions: []RoutingSuggestion{}, Instead: []RoutingWay{}}
	if r.Item != nil {
		i := itemEdition(*r.Item)
		out.Item = &i
	}
	for _, x := range r.List {
		out.Suggestions = append(out.Suggestions, suggestionView(x, r.Desks[x.Organ.ID]))
	}
	if r.Self != nil {
		out.Self = &RoutingReason{words(r.Self.Says), basisViews(r.Self.Basis)}
	}
	if r.Advice != nil {
		out.Advice = &RoutingReason{words(r.Advice.Says), basisViews(r.Advice.Basis)}
		out.Superior = textOf(r.Advice.Superior)
	}
	if r.Doubt != nil {
		out.Doubt = &RoutingReason{words(r.Doubt.Says), basisViews(r.Doubt.Basis)}
		for _, way := range r.Doubt.Instead {
			out.Instead = append(out.Instead, RoutingWay{way.Kind, words(way.Says), basisViews(way.Basis)})
		}
	}
	return &routingOutput{out}, nil
}

func suggestionView(x routing.Suggestion, d casework.Desk) RoutingSuggestion {
	v := RoutingSuggestion{
		Agency: AgencyRef{ID: x.Organ.ID.String(), Code: x.Organ.Code, Name: x.Organ.Name, ShortName: x.Organ.ShortName, Sector: x.Organ.Sector}, Level: x.Organ.Level,
		Function: "desk", Fit: string(x.Fit), Says: words(x.Says), Basis: basisViews(x.Basis),
		Desk: RoutingDesk{Units: list(d.Units), Email: d.Email, Phone: d.Phone, OnDuty: []RoutingDuty{}, Away: []RoutingAway{}},
	}
	if g := x.Grant; g != nil {
		v.Grant = &RouteGrant{g.Document, g.Number, g.From.String(), g.To.String()}
	}
	for _, o := range d.OnDuty {
		v.Desk.OnDuty = append(v.Desk.OnDuty, RoutingDuty(o))
	}
	for _, a := range d.Away {
		v.Desk.Away = append(v.Desk.Away, RoutingAway{a.Name, a.Deputy, a.DeputyPhone, a.Until.String()})
	}
	return v
}
