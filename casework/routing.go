package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/domain/routing"
	"github.com/xianjie-hub/xianjie/policies/items"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// RouteQuestion asks where something belongs.
type RouteQuestion struct {
	Item   string // code; empty: only what the kind says
	Region string // six digits of where the act took place; empty: the asking organ's
	Place  string // as somebody wrote it; it may name the township
	Kind   referral.Kind
	On     civil.Date // zero: today
	To     ids.Agency // zero, or a receiver that was chosen: is it competent?
}

// Route is the answer: organs in order, each with its desk (地址＝机关＋岗位).
type Route struct {
	routing.Answer
	Region string
	On     civil.Date
	Desks  map[ids.Agency]Desk
	Doubt  *routing.Doubt // about RouteQuestion.To
}

// Desk is where an organ takes things in: its unit, who is on duty now, and who
// stands in for whom today (收件岗、值班、代办). People are named as the duty roster
// names them; the roster is there to be found by it.
type Desk struct {
	Units  []string
	Email  string
	Phone  string
	OnDuty []OnDuty // empty unless the question is about today
	Away   []DeskAway
}

// OnDuty is somebody on duty now.
type OnDuty struct {
	Name, Title, Phone string
	Until              time.Time
}

// DeskAway is somebody of the desk on leave, and the deputy meanwhile.
type DeskAway struct {
	Name, Deputy, DeputyPhone string
	Until                     civil.Date
}

// Routing says who is competent, why, and how to reach the desk.
func (o *Office) Routing(ctx context.Context, a Actor, in RouteQuestion) (r Route, err error) {
	proc := (*referral.Procedure)(nil)
	if in.Kind != "" {
		if proc, err = referral.For(in.Kind); err != nil {
			return r, err
		}
	}
	now := o.Now()
	today := civil.DateOf(now)
	if in.On.IsZero() {
		in.On = today
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.ListAgencies(ctx)
		if err != nil {
			return err
		}
		c, err := catalogueFor(ctx, q, in.Item, rows)
		if err != nil {
			return err
		}
		asks := organIn(c.Organs, a.Agency)
		if in.Region == "" {
			in.Region = asks.Region
		}
		question := routing.Question{Item: in.Item, Region: in.Region, Place: in.Place, On: in.On, Asks: asks}
		if proc != nil {
			question.Takes, question.Upward = sectorsOf(proc), goesUp(proc)
			question.Kind = o.basisOfSending(proc, in.On, asks)
		}
		r = Route{Answer: routing.Suggest(question, c), Region: in.Region, On: in.On}
		if to := organIn(c.Organs, in.To); !to.ID.IsZero() && takesItem(in.Kind) {
			r.Doubt = routing.Check(question, c, to)
		} else if !to.ID.IsZero() {
			r.Doubt, _ = o.venueDoubt(in.Kind, standingOf(asks), standingOf(to), in.On, in.On)
		}
		r.Desks, err = desksOf(ctx, q, r.List, rows, now, in.On == today)
		return err
	})
	return r, err
}

// takesItem reports whether a kind goes where the item of a case belongs: leads
// and referrals between agencies. The others have their counterparts.
func takesItem(k referral.Kind) bool {
	return k == "" || k == referral.Lead || k == referral.Administrative
}

func sectorsOf(p *referral.Procedure) (list []string) {
	for _, s := range p.Receivers {
		list = append(list, string(s))
	}
	return list
}

// goesUp reports whether a kind is usually sent to the sender's own superior.
func goesUp(p *referral.Procedure) bool {
	return slices.ContainsFunc(p.Steps, func(s referral.Step) bool { return s.Upward && s.Handoff == referral.HandoffOpens })
}

// basisOfSending is the article under which a kind is sent.
func (o *Office) basisOfSending(p *referral.Procedure, on civil.Date, from routing.Organ) []fault.Basis {
	for i := range p.Steps {
		if p.Steps[i].Handoff != referral.HandoffOpens {
			continue
		}
		if rule, err := o.Rules.Pick(p.Steps[i].Rule, on, from.Region, ""); err == nil {
			return rule.Basis
		}
	}
	return nil
}

// catalogueFor reads what is known of one item.
func catalogueFor(ctx context.Context, q *dbsqlc.Queries, code string, rows []dbsqlc.ListAgenciesRow) (c routing.Catalogue, err error) {
	l := items.BuiltIn()
	c.Law = l.Law
	for _, r := range rows {
		c.Organs = append(c.Organs, routing.Organ{
			ID: r.ID, Code: r.Code, Name: r.Name, ShortName: r.ShortName, Sector: r.Sector, Level: r.Level, Region: r.Region, Superior: r.SuperiorID, Closed: !r.ClosedOn.IsZero(),
		})
	}
	if code == "" {
		return c, nil
	}
	own, err := q.ItemEditions(ctx, []string{code})
	if err != nil {
		return c, err
	}
	for _, r := range own {
		c.Items = append(c.Items, itemOf(r))
	}
	for _, i := range l.Items {
		if i.Code == code {
			c.Items = append(c.Items, i)
		}
	}
	grants, err := q.ItemGrants(ctx, []string{code})
	for _, r := range grants {
		c.Grants = append(c.Grants, grantOf(r).Grant)
	}
	return c, err
}

func organIn(list []routing.Organ, id ids.Agency) routing.Organ {
	if i := slices.IndexFunc(list, func(o routing.Organ) bool { return o.ID == id }); i >= 0 && !id.IsZero() {
		return list[i]
	}
	return routing.Organ{}
}

// desksOf reads how to reach the organs that are suggested.
func desksOf(ctx context.Context, q *dbsqlc.Queries, list []routing.Suggestion, rows []dbsqlc.ListAgenciesRow, now time.Time, isToday bool) (map[ids.Agency]Desk, error) {
	desks := map[ids.Agency]Desk{}
	keys := make([]ids.Entry, 0, len(list))
	for _, s := range list {
		i := slices.IndexFunc(rows, func(r dbsqlc.ListAgenciesRow) bool { return r.ID == s.Organ.ID })
		desks[s.Organ.ID] = Desk{Email: rows[i].Email, Phone: rows[i].Phone}
		keys = append(keys, ids.Entry(s.Organ.ID))
	}
	units, err := q.DeskUnits(ctx, keys)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		d := desks[u.AgencyID]
		d.Units = append(d.Units, u.Name)
		desks[u.AgencyID] = d
	}
	if !isToday {
		return desks, nil
	}
	duty, err := q.DutyAt(ctx, keys, now)
	if err != nil {
		return nil, err
	}
	for _, s := range duty {
		d := desks[s.AgencyID]
		d.OnDuty = append(d.OnDuty, OnDuty{Name: s.Name, Title: s.Title, Phone: s.Phone, Until: s.ToAt})
		desks[s.AgencyID] = d
	}
	away, err := q.DesksAway(ctx, keys, civil.DateOf(now))
	for _, l := range away {
		d := desks[l.AgencyID]
		d.Away = append(d.Away, DeskAway{Name: l.Name, Deputy: l.Deputy, DeputyPhone: l.DeputyPhone, Until: l.ToDay})
		desks[l.AgencyID] = d
	}
	return desks, err
}

// standingOf is an organ as the tables look at its level and place.
func standingOf(o routing.Organ) referral.Organ {
	return referral.Organ{ID: o.ID, Sector: referral.Sector(o.Sector), Level: o.Level, Region: o.Region}
}

// venueDoubt says what stands against sending a case to police that are not those of the own
// level and place, and what may be done instead, by the rules that hold on the day; and under
// which rule. nil: nothing.
func (o *Office) venueDoubt(kind referral.Kind, from, to referral.Organ, act, step civil.Date) (*routing.Doubt, string) {
	v, ok := o.Rules.Venue(string(kind))
	if !ok || to.Sector != referral.Police || referral.OwnPlace(from, to) {
		return nil, ""
	}
	basis := func(list []string) (out []fault.Basis) {
		for _, id := range list {
			if rule, err := o.pick(id, act, step, []referral.Organ{from, to, {}}); err == nil {
				out = append(out, rule.Basis...)
			}
		}
		return out
	}
	d := &routing.Doubt{Says: v.Elsewhere, Basis: basis(v.Under)}
	if liesIn(from.Region, to.Region) {
		d.Says = v.Level
		return d, v.Under[0]
	}
	for _, w := range v.Instead {
		d.Instead = append(d.Instead, routing.Way{Kind: w.Kind, Says: w.Says, Basis: basis(w.Under)})
	}
	return d, v.Under[0]
}

// liesIn says whether a place lies in a region of GB/T 2260: a city's code ends in 00, a
// province's in 0000.
func liesIn(place, region string) bool {
	for strings.HasSuffix(region, "00") {
		region = strings.TrimSuffix(region, "00")
	}
	return strings.HasPrefix(place, region)
}

// venueOf is the same for a case that is sent.
func (o *Office) venueOf(s *seen, to *referral.Organ, step civil.Date) *referral.Doubt {
	d, rule := o.venueDoubt(s.Snapshot.Kind, s.Snapshot.Sender, *to, s.Snapshot.Content.ActOn, step)
	if d == nil {
		return nil
	}
	out := &referral.Doubt{Rule: rule, Says: d.Says, Basis: d.Basis}
	for _, w := range d.Instead {
		out.Instead = append(out.Instead, w.Says)
	}
	return out
}

// doubtOf looks at the receiver of a case when it is sent: at one that names an item, and at
// the police.
func (o *Office) doubtOf(ctx context.Context, q *dbsqlc.Queries, s *seen, to *referral.Organ, action referral.Action, on civil.Date) (*referral.Doubt, error) {
	if to == nil {
		return nil, nil
	}
	code := s.Snapshot.Content.Item
	if step := stepOf(s.Snapshot.Kind, action); step == nil || step.Handoff != referral.HandoffOpens {
		return nil, nil
	}
	if !takesItem(s.Snapshot.Kind) {
		return o.venueOf(s, to, on), nil
	}
	if code == "" {
		return nil, nil
	}
	rows, err := q.ReadAgencies(ctx, []ids.Entry{ids.Entry(to.ID)})
	if err != nil {
		return nil, err
	}
	organs := make([]dbsqlc.ListAgenciesRow, len(rows))
	for i, r := range rows {
		organs[i] = dbsqlc.ListAgenciesRow(r)
	}
	c, err := catalogueFor(ctx, q, code, organs)
	if err != nil {
		return nil, err
	}
	d := routing.Check(routing.Question{Item: code, Region: s.Snapshot.Sender.Region, On: on}, c, organIn(c.Organs, to.ID))
	if d == nil {
		return nil, nil
	}
	return &referral.Doubt{Item: d.Item, Says: d.Says, Basis: d.Basis}, nil
}

// stepOf finds a step of a kind; nil where there is none.
func stepOf(kind referral.Kind, action referral.Action) *referral.Step {
	proc, err := referral.For(kind)
	if err != nil {
		return nil
	}
	step, ok := proc.Step(action)
	if !ok {
		return nil
	}
	return step
}

// senderDoubt says why the sender may not be competent for the item that the case names
// (执法事项), where the list says so; nil: no item, or nothing against it.
func (s *seen) senderDoubt(ctx context.Context, q *dbsqlc.Queries, on civil.Date) (*fault.Text, error) {
	code := s.Snapshot.Content.Item
	if code == "" {
		return nil, nil
	}
	rows, err := q.ReadAgencies(ctx, []ids.Entry{ids.Entry(s.Case.SenderID)})
	if err != nil {
		return nil, err
	}
	organs := make([]dbsqlc.ListAgenciesRow, len(rows))
	for i, r := range rows {
		organs[i] = dbsqlc.ListAgenciesRow(r)
	}
	c, err := catalogueFor(ctx, q, code, organs)
	if err != nil {
		return nil, err
	}
	d := routing.Check(routing.Question{Item: code, Region: s.Snapshot.Sender.Region, On: on}, c, organIn(c.Organs, s.Case.SenderID))
	if d == nil {
		return nil, nil
	}
	text := fault.T(fmt.Sprintf("按执法事项清单，“%s”不由移送机关这一领域、层级的机关主管，请核对职权依据", code), fmt.Sprintf("Under the list of items %s is not for organs of the sender's field and level; check the powers", code))
	return &text, nil
}
