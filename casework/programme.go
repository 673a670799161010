package casework

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Programmes of inspections (检查计划): what an organ means to inspect in a year, a
// month or a campaign. The law asks of them to be approved, filed with the organ
// above, and made public in time; each of these is an act with its day.

// programmeSubject is the kind of chain a programme has in the record.
const programmeSubject = "programme"

// Kinds of a programme: 年度、月度、专项检查计划.
const (
	Annual  = "annual"
	Monthly = "monthly"
	Special = "special"
)

var programmeKinds = []string{Annual, Monthly, Special}

// ProgrammeRow is a programme in a list.
type ProgrammeRow = dbsqlc.ListProgrammesRow

// ProgrammeInput is what a programme says (计划内容). Households 0: not said.
type ProgrammeInput struct {
	Kind, Title     string
	From, To        civil.Date
	Subjects, Scope string
	Manner, Items   string
	Share           string
	Households      int
	Urgent          bool // amended and filed first, approved afterwards (紧急)
}

// Programme is one programme as an organ sees it that made it or received it.
type Programme struct {
	dbsqlc.InspectionProgramme
	Agency   Agency
	Receiver *Agency         // with whom it was filed
	Due      *deadline.Rule  // the rule behind the day by which it has to be public
	Rules    []deadline.Rule // that ask something of it in this place
	Late     bool            // not public, and the day has passed
	Visited  int             // 家, so far, against the households it names; for its own organ
	Actions  []string        // change, approve, file, receive, publish, withdraw
}

// relation is what the asking organ is to the programme.
func (p *Programme) relation(a Actor) string {
	switch a.Agency {
	case p.AgencyID:
		return "own"
	case p.FiledWith:
		return "receiver"
	}
	return "other"
}

func (o *Office) mayProgramme(a Actor, p *Programme, action string) bool {
	return o.Access.AllowsOrgan(a.principal(), action, access.Organ{Agency: a.Agency, Relation: p.relation(a)})
}

// MakeProgramme drafts a programme.
func (o *Office) MakeProgramme(ctx context.Context, a Actor, in ProgrammeInput) (p Programme, err error) {
	if err := o.mayLists(a, "lists.edit"); err != nil {
		return p, err
	}
	if err := in.check(); err != nil {
		return p, err
	}
	now := o.Now()
	id := ids.New[ids.Entry](now)
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if err := q.InsertProgramme(ctx, dbsqlc.InsertProgrammeParams{
			ID: id, AgencyID: a.Agency, Kind: in.Kind, Title: in.Title, FromOn: in.From, ToOn: in.To, Subjects: in.Subjects, Scope: in.Scope, Manner: in.Manner,
			Items: in.Items, Share: in.Share, Households: int32(in.Households), Urgent: in.Urgent, CreatedBy: a.User, CreatedAt: now,
		}); err != nil {
			return err
		}
		if err := o.enterProgramme(ctx, q, a, id, "programme.make", map[string]any{"kind": in.Kind, "from": in.From.String(), "to": in.To.String()}); err != nil {
			return err
		}
		p, err = o.programmeIn(ctx, q, a, id)
		return err
	})
	return p, err
}

// longestProgramme is how many days a programme of each kind lasts at most.
var longestProgramme = map[string]int{Annual: 366, Monthly: 31, Special: 366}

func (in *ProgrammeInput) check() error {
	var bad complaints
	bad.oneOf("body.kind", in.Kind, programmeKinds)
	bad.text("body.title", &in.Title, 2, 120)
	for name, s := range map[string]*string{"subjects": &in.Subjects, "scope": &in.Scope, "manner": &in.Manner, "items": &in.Items, "share": &in.Share} {
		bad.text("body."+name, s, 0, 2000)
	}
	switch {
	case in.From.IsZero() || in.To.Before(in.From):
		bad.add("body.to", "检查期间应先始后终", "The period ends after it begins")
	case in.From.DaysUntil(in.To) >= longestProgramme[in.Kind] && slices.Contains(programmeKinds, in.Kind):
		bad.add("body.to", "期间超过该类计划的长度：年度和专项不超过一年，月度不超过一个月", "Longer than such a programme: a year for annual and special ones, a month for monthly ones")
	}
	if in.Urgent && in.Kind != Special {
		bad.add("body.urgent", "只有专项检查计划可以先备案后补批", "Only a special programme may be filed first and approved afterwards")
	}
	return bad.err()
}

// Programmes lists those of one's organ, and those filed with it.
func (o *Office) Programmes(ctx context.Context, a Actor) (list []ProgrammeRow, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return nil, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		list, err = q.ListProgrammes(ctx)
		return err
	})
	return list, err
}

// Programme gives one programme.
func (o *Office) Programme(ctx context.Context, a Actor, id ids.Entry) (p Programme, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		p, err = o.programmeIn(ctx, q, a, id)
		return err
	})
	return p, err
}

func (o *Office) programmeIn(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry) (Programme, error) {
	row, err := q.ReadProgramme(ctx, id)
	if err != nil {
		return Programme{}, orMissing(err)
	}
	return o.programmeOf(ctx, q, a, row)
}

func (o *Office) programmeOf(ctx context.Context, q *dbsqlc.Queries, a Actor, row dbsqlc.InspectionProgramme) (Programme, error) {
	p := Programme{InspectionProgramme: row}
	if !o.mayProgramme(a, &p, "programme.read") {
		return p, missing()
	}
	wanted := []ids.Entry{ids.Entry(row.AgencyID)}
	if row.FiledWith != (ids.Agency{}) {
		wanted = append(wanted, ids.Entry(row.FiledWith))
	}
	organs, err := q.ReadAgencies(ctx, wanted)
	if err != nil {
		return p, err
	}
	for _, x := range organs {
		switch x.ID {
		case row.AgencyID:
			p.Agency = x
		case row.FiledWith:
			p.Receiver = &x
		}
	}
	today := civil.DateOf(o.Now())
	if r, known := o.Rules.Edition(row.DueRule, row.DueEdition); known {
		p.Due = &r
	}
	for _, name := range programmeRules[row.Kind] {
		if r, err := o.Rules.Pick(name, row.FromOn, p.Agency.Region, p.Agency.Sector); err == nil && !r.Off() {
			p.Rules = append(p.Rules, r)
		}
	}
	p.Late = row.State == "approved" && row.PublishedOn.IsZero() && !row.DueOn.IsZero() && row.DueOn.Before(today)
	p.Actions = o.programmeActions(a, &p)
	if p.relation(a) == "own" && row.State == "approved" {
		n, err := q.ProgrammeVisited(ctx, dbsqlc.ProgrammeVisitedParams{AgencyID: a.Agency, FromOn: row.FromOn, ToOn: row.ToOn, Special: row.Kind == Special, ProgrammeID: row.ID})
		if err != nil {
			return p, err
		}
		p.Visited = int(n)
	}
	return p, nil
}

// programmeRules are the rules that speak of each kind.
var programmeRules = map[string][]string{
	Annual:  {"insp_plan_annual_sh", "insp_freq_cap", "insp_sampling_ratio"},
	Monthly: {"insp_plan_monthly_filing", "insp_freq_cap"},
	Special: {"insp_special_plan", "insp_freq_cap"},
}

// programmeActions are what the asking person may do now.
func (o *Office) programmeActions(a Actor, p *Programme) []string {
	list := []string{}
	add := func(possible bool, name, action string) {
		if possible && o.mayProgramme(a, p, action) {
			list = append(list, name)
		}
	}
	own, live := p.AgencyID == a.Agency, p.State != "withdrawn"
	filed := p.FiledAt != nil
	add(own && p.State == "draft", "approve", "programme.approve")
	add(own && live && !filed && (p.State == "approved" || p.Urgent), "file", "lists.edit")
	add(own && p.State == "approved" && p.PublishedOn.IsZero(), "publish", "lists.edit")
	add(own && p.State == "draft" && !filed, "change", "lists.edit")
	add(own && live && (filed || p.State == "approved"), "withdraw", "programme.approve")
	add(!own && filed && p.ReceivedAt == nil && live, "receive", "programme.receive")
	return list
}

// enterProgramme records an act in the chain of the programme.
func (o *Office) enterProgramme(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry, kind string, fields map[string]any) error {
	now := o.Now()
	_, err := o.enter(ctx, q, q, entry{
		Subject: record.Subject{Kind: programmeSubject, ID: id.String()}, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: fields,
	})
	return err
}

// publishDue is by when a programme has to be public where it was made: an annual one
// by the day of its year, a special one from its approval. Nothing where no rule says.
func (o *Office) publishDue(p *Programme) (rule deadline.Rule, due civil.Date) {
	var name string
	start := deadline.OnDay(p.ApprovedOn)
	switch p.Kind {
	case Annual:
		name = "insp_plan_annual_sh"
		start = deadline.OnDay(civil.Date{Year: p.FromOn.Year, Month: time.January, Day: 1})
	case Special:
		name = "insp_special_plan"
	default:
		return rule, due
	}
	rule, err := o.Rules.Pick(name, p.ApprovedOn, p.Agency.Region, p.Agency.Sector)
	if err != nil || rule.Off() {
		return deadline.Rule{}, due
	}
	res, err := deadline.Compute(rule, start, o.Rules.Calendar(), nil, nil)
	if err != nil || !res.Runs() {
		return deadline.Rule{}, due // a gate names no day
	}
	return rule, res.DueDay
}

// behindPlan checks what a joint plan rests on (计划依据): the programme, if one is
// named, is the organ's own, approved, and covers the days. A special check without one
// needs the head, who gives the reason: the rule behind it is of medium confidence.
func (o *Office) behindPlan(ctx context.Context, q *dbsqlc.Queries, a Actor, in *NewPlan) error {
	if in.Programme != (ids.Entry{}) {
		row, err := q.ReadProgramme(ctx, in.Programme)
		if err == nil && row.AgencyID == a.Agency && row.State == "approved" && !in.From.Before(row.FromOn) && !in.To.After(row.ToOn) {
			return nil
		}
		if err != nil && !noRows(err) {
			return err
		}
		var bad complaints
		bad.add("body.programme", "不是本机关已经批准、期间覆盖本方案的检查计划", "Is no approved programme of your agency whose period covers the plan")
		return bad.err()
	}
	if in.CheckType != Special {
		return nil
	}
	rule, err := o.Rules.Pick("insp_special_plan", in.From, "", "")
	if err != nil || rule.Off() {
		return nil
	}
	if in.NoProgramme == "" || !o.Access.AllowsOrgan(a.principal(), "programme.approve", access.Organ{Agency: a.Agency, Relation: "own"}) {
		return under(fault.New(fault.Rule, "plan.no_programme", fault.T("专项检查应以经批准的专项检查计划为依据：请选择期间覆盖本方案的计划，或者由负责人写明没有计划的理由", "A special check rests on an approved special programme: choose one whose period covers the plan, or let the head say why there is none")), rule)
	}
	return nil
}
