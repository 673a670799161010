package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// A joint action with an organ of another hub (跨枢纽联合执法行动) is a case that both hubs
// hold (docs/adr/0046-joint-action-across-hubs.md). Plan, draw and visits stay with whoever
// makes them; the case holds what the other side has to know, as acts.

// JointAction is a joint action as one of its organs sees it.
type JointAction struct {
	Case          ids.Case
	Number, Title string
	State         referral.State
	Leads         bool // the asking organ leads it
	Partner       Agency
	From, To      civil.Date
	Joint         referral.Joint
	Count         referral.JointCount // within the days that were asked about
}

// JointActions lists the joint actions of one's organ, of one plan or all, with what was
// done within some days; zero days are no bound.
func (o *Office) JointActions(ctx context.Context, a Actor, plan ids.Entry, from, to civil.Date) (list []JointAction, total referral.JointCount, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return nil, total, err
	}
	if to.IsZero() {
		to = civil.Date{Year: 9999, Month: 12, Day: 31} // no bound
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		list, err = o.jointActions(ctx, q, a, plan, ids.Case{})
		return err
	})
	for i := range list {
		n := list[i].Joint.Count(from, to)
		list[i].Count = n
		total.Actions, total.Visits, total.Problems = total.Actions+n.Actions, total.Visits+n.Visits, total.Problems+n.Problems
	}
	return list, total, err
}

func (o *Office) jointActions(ctx context.Context, q *dbsqlc.Queries, a Actor, plan ids.Entry, only ids.Case) (list []JointAction, err error) {
	rows, err := q.ListJointActions(ctx, textOrNone(plan), ids.Entry(only))
	if err != nil {
		return nil, err
	}
	var organs []ids.Entry
	for _, r := range rows {
		organs = append(organs, ids.Entry(r.SenderID), ids.Entry(r.ReceiverID))
	}
	named, err := namedOrgans(ctx, q, organs)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if referral.State(r.State) == referral.Draft && only.IsZero() {
			continue // nobody was asked yet, and it need not say whom or when
		}
		var content referral.Content
		var flags referral.Flags
		if err := unmarshalAll(r.Content, &content, r.Flags, &flags); err != nil {
			return nil, fmt.Errorf("read a joint action: %w", err)
		}
		x := JointAction{
			Case: r.ID, Number: r.Number, Title: r.Title, State: referral.State(r.State), Leads: r.SenderID == a.Agency, From: content.FromOn, To: content.ToOn, Joint: flags.Joint,
		}
		other := r.SenderID
		if x.Leads {
			other = r.ReceiverID
		}
		x.Partner = named[other]
		list = append(list, x)
	}
	return list, nil
}

func textOrNone(id ids.Entry) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

// unmarshalAll reads pairs of JSON and where it goes.
func unmarshalAll(content json.RawMessage, c *referral.Content, flags json.RawMessage, f *referral.Flags) error {
	if err := json.Unmarshal(content, c); err != nil {
		return err
	}
	return json.Unmarshal(flags, f)
}

// offerAcross offers a plan to organs of other hubs: a case for each.
func (o *Office) offerAcross(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, a Actor, plan ids.Entry, in NewPlan, far []ids.Agency, now time.Time) error {
	for _, other := range far {
		d := DraftInput{Title: in.Title, Content: referral.Content{JointAction: in.Title, FromOn: in.From, ToOn: in.To, Plan: plan.String(), Facts: scopeOf(in)}}
		id, err := o.insert(ctx, tx, q, a, opening{sender: a.Agency, kind: referral.JointAction, draft: d}, now)
		if err != nil {
			return err
		}
		first := FirstAct{Action: "joint_action.offer", Input: referral.Input{NoSecret: true, OccurredAt: now, RecordedAt: now}, To: other}
		if err := o.firstAct(ctx, tx, q, a, id, first, now); err != nil {
			return err
		}
	}
	return nil
}

// scopeOf says of a plan what the other side has to know; no enterprise is named.
func scopeOf(in NewPlan) string {
	kind := map[string]string{"daily": "日常检查", "special": "专项检查"}[in.CheckType]
	text := fmt.Sprintf("%s，%s至%s。", kind, in.From, in.To)
	if len(in.Districts) > 0 {
		text += "范围：" + strings.Join(in.Districts, "、") + "。"
	}
	if len(in.Tags) > 0 {
		text += "对象：" + strings.Join(in.Tags, "、") + "。"
	}
	return text + fmt.Sprintf("检查事项%d项，每个部门派出执法人员%d人。检查对象名单密封，检查当日启封。", len(in.Items), in.PerAgency)
}

// jointSite is the joint action that a visit belongs to.
type jointSite struct {
	action   JointAction
	own      referral.Organ
	partner  referral.Organ
	region   string
	crossing bool
}

// sealedName stands for an enterprise that was drawn, before the day of its visit.
const sealedName = "（名单密封，检查当日启封）"

// withPartner looks at a visit that is made together with an organ of another hub: the
// action goes on, and where the enterprise lies in the partner's area the action is the
// assistance of the place (异地检查协助), with somebody of it in the team.
func (o *Office) withPartner(ctx context.Context, q *dbsqlc.Queries, a Actor, v *site) error {
	if v.Joint.IsZero() {
		return nil
	}
	found, err := o.jointActions(ctx, q, a, ids.Entry{}, v.Joint)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return invalid("body.joint", "没有这一联合执法行动，或者本机关没有参加", "There is no such joint action of your organ")
	}
	j := jointSite{action: found[0], region: v.Region}
	if j.action.State != referral.Handling {
		return fault.New(fault.Rule, "site.joint_not_joined", fault.T("对方机关还没有同意参加，或者行动已经结束", "The other organ has not joined, or the action has ended"))
	}
	organs, err := q.ReadAgencies(ctx, []ids.Entry{ids.Entry(a.Agency), ids.Entry(j.action.Partner.ID)})
	if err != nil {
		return err
	}
	for _, r := range organs {
		if r.ID == a.Agency {
			j.own = referral.Organ{ID: r.ID, Region: r.Region}
		} else {
			j.partner = referral.Organ{ID: r.ID, Region: r.Region, Hub: r.Peer}
		}
	}
	away, err := needsLetter(ctx, q, a.Agency, v.District)
	if err != nil {
		return err
	}
	switch {
	case j.region != "":
	case placeCode.MatchString(v.District):
		j.region = v.District
	case away:
		return invalid("body.region", "请填写被检查单位所在地的行政区划代码", "Give the region code of the place")
	default:
		j.region = j.own.Region
	}
	j.crossing = away || outside(nil, j.own.Region, j.region)
	if j.crossing && v.Letter == nil {
		v.Letter = &AssistanceLetter{Organ: j.action.Partner.Name, Number: j.action.Number, On: civil.DateOf(o.Now())}
	}
	v.joint = &j
	return nil
}

// tellPartner arranges the visit in the joint action as well: the other side sees number,
// day, place and team, and the name once it is open here.
func (o *Office) tellPartner(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, a Actor, v *site, c *SiteCheck, now time.Time) error {
	j := v.joint
	if j == nil {
		return nil
	}
	if err := q.SetSiteJoint(ctx, v.Joint, j.crossing, c.ID); err != nil {
		return err
	}
	var team []string
	members := j.action.Joint.Of(a.Agency)
	named := len(members)
	for _, x := range c.Officers {
		if x.AgencyID != a.Agency || x.Certificate == "" {
			continue
		}
		team = append(team, x.Certificate)
		if !slices.ContainsFunc(members, func(m referral.Member) bool { return m.Certificate == x.Certificate }) {
			members = append(members, referral.Member{Name: x.Name, Certificate: x.Certificate})
		}
	}
	act := func(action referral.Action, in *referral.JointInput) error {
		return o.firstAct(ctx, tx, q, a, v.Joint, FirstAct{Action: action, Input: referral.Input{Joint: in}}, now)
	}
	if len(members) > named {
		if err := act("joint_action.members", &referral.JointInput{Members: members}); err != nil {
			return err
		}
	}
	visit := referral.JointVisit{Number: c.Number, Name: c.ObjectName, Code: c.ObjectCode, Region: j.region, Day: c.Day, Team: append(team, v.JointTeam...)}
	if !v.Plan.IsZero() && civil.DateOf(now).Before(c.Day) {
		visit.Name, visit.Code = sealedName, ""
	}
	return act("joint_action.arrange", &referral.JointInput{Visit: visit})
}

// jointStep is what a step of a visit says in its joint action.
type jointStep struct {
	action referral.Action
	visit  referral.JointVisit
	reason string
	text   string
}

// inAction takes the steps of a visit in its joint action, if that still goes on.
func (o *Office) inAction(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, a Actor, c *SiteCheck, now time.Time, steps ...jointStep) error {
	if c.JointCase.IsZero() || len(steps) == 0 || !c.leads() {
		return nil
	}
	row, err := q.ReadCase(ctx, c.JointCase)
	if err != nil {
		return err
	}
	if s := referral.State(row.State); s != referral.Handling && s != referral.Answered {
		return nil
	}
	for _, st := range steps {
		in := referral.Input{Joint: &referral.JointInput{Visit: st.visit}, Reason: st.reason, Text: st.text}
		if err := o.firstAct(ctx, tx, q, a, c.JointCase, FirstAct{Action: st.action, Input: in}, now); err != nil {
			return err
		}
	}
	return nil
}

// JointSite is a visit's joint action: with whom it is made, and who of them comes along.
type JointSite struct {
	Case    ids.Case
	Number  string
	Partner Agency
	Members []referral.Member // of the partner, in the team
}

// jointOf reads with whom a visit is made; nil where with nobody of another hub, or the
// asking organ takes no part in the action.
func (o *Office) jointOf(ctx context.Context, q *dbsqlc.Queries, a Actor, c *SiteCheck) error {
	if c.JointCase.IsZero() {
		return nil
	}
	found, err := o.jointActions(ctx, q, a, ids.Entry{}, c.JointCase)
	if err != nil {
		return err
	}
	for _, x := range found {
		c.Joint = &JointSite{Case: x.Case, Number: x.Number, Partner: x.Partner}
		if v := x.Joint.Visit(c.Number); v != nil {
			for _, m := range x.Joint.Of(x.Partner.ID) {
				if slices.Contains(v.Team, m.Certificate) {
					c.Joint.Members = append(c.Joint.Members, m)
				}
			}
		}
	}
	return nil
}

// toTheTerritory holds what was found across the border to the organ of the place (属地):
// the partner of the action, or another organ of its hub.
func (c *SiteCheck) toTheTerritory(receiver dbsqlc.ReadAgencyRow) error {
	if c.Joint == nil || !c.Crossing || receiver.Peer == c.Joint.Partner.Peer {
		return nil
	}
	return fault.New(fault.Rule, "site.not_territorial", fault.T("跨界检查发现的问题移交属地机关（"+c.Joint.Partner.ShortName+"或者其所在枢纽的机关）", "What was found across the border goes to the organ of the place: "+c.Joint.Partner.ShortName+", or another of its hub"))
}
