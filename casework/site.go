package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// A site check (现场检查) is one visit of several agencies to an enterprise: approved
// before it (insp_prior_approval), shown by a voucher or an official code, written down
// by each agency for itself, ended by the one that leads, published within its limit.

// siteSubject is the chain of the record of one visit.
const siteSubject = "site_check"

// What the edge may see of a visit.
type (
	SitePart      = dbsqlc.ListSitePartsRow
	SiteOfficer   = dbsqlc.SiteOfficer
	SiteItem      = dbsqlc.ListSiteItemsRow
	SiteFile      = dbsqlc.SiteFile
	SiteFinding   = dbsqlc.ListSiteFindingsRow
	SiteSignature = dbsqlc.SiteSignature
)

// SiteCheck is a visit as one of its agencies sees it.
type SiteCheck struct {
	dbsqlc.SiteCheck
	Parts      []SitePart
	Officers   []SiteOfficer
	Items      []SiteItem
	Files      []SiteFile
	Findings   []SiteFinding
	Signatures []SiteSignature
	Mine       SitePart
	Sealed     bool     // before its day: who may not know the name does not see it
	Actions    []string // what the asking person may do now
	Own        bool     // in a list: the asking person arranged it or is of the team
	Waits      bool     // in a list: for the approval of the asking agency

	Least   int         // officers of each agency who sign its record
	Replies []SiteReply // to the invitation
	Reached []SiteReach // who of the team is told, and how
	me      []ids.Entry // who of the team the asking person is

	Joint *JointSite // made together with an organ of another hub

	joint       []jointStep // what a step says to that organ, once it is done
	told        []notice    // what a step has to tell, once it is done
	Frequency   *Frequency  // against the yearly caps; nil: it does not count, or is sealed
	NeedsLetter bool        // it lies outside the asking agency's area (异地检查)
}

func (c *SiteCheck) leads() bool { return c.Mine.AgencyID == c.AgencyID }

// approved reports whether every agency has approved the visit.
func (c *SiteCheck) approved() bool {
	return !slices.ContainsFunc(c.Parts, func(p SitePart) bool { return p.ApprovedAt == nil })
}

func (o *Office) maySite(a Actor, c *SiteCheck, action string) bool {
	relation := "participant"
	if c.leads() {
		relation = "initiator"
	}
	return o.Access.AllowsOrgan(a.principal(), action, access.Organ{Agency: a.Agency, Relation: relation})
}

// SiteChecks lists the visits that one's agency takes part in, latest day first; a
// zero plan is all of them. What is still sealed has no name.
func (o *Office) SiteChecks(ctx context.Context, a Actor, asked SiteQuery) (p SitePage, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return p, err
	}
	day, number, wrong := asked.cursor()
	if wrong != nil {
		return p, wrong
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		waiting, err := q.CountWaitingSiteChecks(ctx, a.Agency, asked.Plan.IsZero(), asked.Plan)
		if err != nil {
			return err
		}
		p.Waiting = int(waiting)
		rows, err := q.ListSiteChecks(ctx, dbsqlc.ListSiteChecksParams{
			AgencyID: a.Agency, UserID: a.User, AnyPlan: asked.Plan.IsZero(), PlanID: asked.Plan, First: asked.After == "", BeforeDay: day, BeforeNumber: number,
			Waiting: asked.Show == "waits", Mine: asked.Show == "own", Most: int32(asked.Size) + 1,
		})
		if len(rows) > asked.Size {
			rows = rows[:asked.Size]
			last := rows[asked.Size-1].SiteCheck
			p.Next = last.Day.String() + "~" + last.Number
		}
		for _, r := range rows {
			c := SiteCheck{SiteCheck: r.SiteCheck, Own: r.Own, Waits: r.Waits}
			if err := o.sealSite(ctx, q, a, &c); err != nil {
				return err
			}
			p.Checks = append(p.Checks, c)
		}
		if err != nil {
			return err
		}
		return teamsOf(ctx, q, p.Checks)
	})
	return p, err
}

// SiteQuery asks for a page of visits.
type SiteQuery struct {
	Plan  ids.Entry // zero: of all
	Show  string    // own, waits; empty: all
	After string    // Next of the page before
	Size  int
}

// SitePage is a page of visits, latest day first.
type SitePage struct {
	Checks  []SiteCheck
	Waiting int    // for the approval of the agency, whatever is shown
	Next    string // empty: the last page
}

// cursor reads where a page begins.
func (s SiteQuery) cursor() (day civil.Date, number string, err error) {
	if s.After == "" {
		return day, "", nil
	}
	text, number, ok := strings.Cut(s.After, "~")
	if day, err = civil.ParseDate(text); err != nil || !ok || len(number) > 60 {
		return day, "", invalid("query.after", "请使用上一页给出的游标", "Use the cursor that the page before gave")
	}
	return day, number, nil
}

// teamsOf adds to visits in a list which agencies and officers go.
func teamsOf(ctx context.Context, q *dbsqlc.Queries, list []SiteCheck) error {
	checks, at := make([]ids.Entry, len(list)), map[ids.Entry]*SiteCheck{}
	for i := range list {
		checks[i], at[list[i].ID] = list[i].ID, &list[i]
	}
	parts, err := q.ListPartsOfChecks(ctx, checks)
	if err != nil {
		return err
	}
	for _, p := range parts {
		at[p.CheckID].Parts = append(at[p.CheckID].Parts, SitePart{CheckID: p.CheckID, AgencyID: p.AgencyID})
	}
	officers, err := q.ListTeamsOfChecks(ctx, checks)
	for _, x := range officers {
		at[x.CheckID].Officers = append(at[x.CheckID].Officers, x)
	}
	return err
}

// SiteCheck gives one visit.
func (o *Office) SiteCheck(ctx context.Context, a Actor, id ids.Entry) (c SiteCheck, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		c, err = o.siteIn(ctx, q, a, id)
		return err
	})
	return c, err
}

func (o *Office) siteIn(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry) (SiteCheck, error) {
	row, err := q.ReadSiteCheck(ctx, id)
	if err != nil {
		return SiteCheck{}, orMissing(err)
	}
	return o.siteOf(ctx, q, a, row)
}

func (o *Office) siteOf(ctx context.Context, q *dbsqlc.Queries, a Actor, row dbsqlc.SiteCheck) (c SiteCheck, err error) {
	c.SiteCheck = row
	c.Least, _ = o.minOfficers(row.Day)
	if c.Parts, err = q.ListSiteParts(ctx, row.ID); err != nil {
		return c, err
	}
	mine := slices.IndexFunc(c.Parts, func(p SitePart) bool { return p.AgencyID == a.Agency })
	if mine < 0 {
		return c, missing()
	}
	c.Mine = c.Parts[mine]
	if !o.maySite(a, &c, "site.read") {
		return c, missing()
	}
	if c.Officers, err = q.ListSiteOfficers(ctx, row.ID); err != nil {
		return c, err
	}
	if c.Items, err = q.ListSiteItems(ctx, row.ID); err != nil {
		return c, err
	}
	if c.Files, err = q.ListSiteFiles(ctx, row.ID); err != nil {
		return c, err
	}
	if c.Findings, err = q.ListSiteFindings(ctx, dbsqlc.ListSiteFindingsParams{OneCheck: true, CheckID: row.ID}); err != nil {
		return c, err
	}
	if c.Signatures, err = q.ListSiteSignatures(ctx, row.ID); err != nil {
		return c, err
	}
	if err := o.sealSite(ctx, q, a, &c); err != nil {
		return c, err
	}
	if err := o.limitsOf(ctx, q, a, &c); err != nil {
		return c, err
	}
	if err := o.repliesOf(ctx, q, a, &c); err != nil {
		return c, err
	}
	if err := o.jointOf(ctx, q, a, &c); err != nil {
		return c, err
	}
	c.Actions = o.siteActions(a, &c)
	return c, nil
}

// sealSite takes the name out of a visit whose day has not come, or that was called off
// and may be arranged again (insp_draw_confidential). The planners of its plan made it
// from what they opened, and a head has to know what is approved; nobody else learns it
// earlier.
func (o *Office) sealSite(ctx context.Context, q *dbsqlc.Queries, a Actor, c *SiteCheck) error {
	waits := c.State == "cancelled" || c.State == "planned" && civil.DateOf(o.Now()).Before(c.Day)
	if !waits || c.PlanID.IsZero() || a.Has("head") {
		return nil
	}
	p, err := o.planIn(ctx, q, a, c.PlanID)
	if err != nil && fault.KindOf(err) != fault.Missing {
		return err
	}
	if err == nil && (p.Planner || p.State == "published") {
		return nil
	}
	c.Sealed, c.ObjectCode, c.ObjectName, c.Place, c.SiteCheck.Voucher = true, "", "", "", ""
	return nil
}

// siteActions are what the asking person may do now.
func (o *Office) siteActions(a Actor, c *SiteCheck) []string {
	list := []string{}
	add := func(possible bool, name, action string) {
		if possible && !c.Sealed && o.maySite(a, c, action) {
			list = append(list, name)
		}
	}
	today := civil.DateOf(o.Now())
	running := c.State == "planned" || c.State == "begun" || c.State == "done"
	add(running && c.Mine.ApprovedAt == nil, "approve", "site.approve")
	add(c.State == "planned" && c.Day == today && (c.approved() || c.Urgent != ""), "begin", "site.record")
	add(c.State == "begun", "record", "site.record")
	add(c.State == "begun", "attach", "site.record")
	add(c.State == "begun" && c.leads(), "finish", "site.record")
	add(c.State == "planned" && c.leads(), "cancel", "site.record")
	add(c.State == "done" && c.leads() && c.approved(), "publish", "site.publish")
	add(c.State == "published" && c.leads(), "withdraw", "site.publish")
	if c.State == "planned" && len(c.me) > 0 { // sealed or not: who is invited answers
		list = append(list, "reply")
	}
	return list
}

// changeSite runs f with the visit locked: first the lock, then who may see it, then
// whether the action is allowed now.
func (o *Office) changeSite(ctx context.Context, a Actor, id ids.Entry, name, action string, f func(q *dbsqlc.Queries, c *SiteCheck, now time.Time) error) (c SiteCheck, err error) {
	now := o.Now()
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		row, err := q.LockSiteCheck(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		if c, err = o.siteOf(ctx, q, a, row); err != nil {
			return err
		}
		if !o.maySite(a, &c, action) {
			return fault.New(fault.Denied, "not_allowed", fault.T("您的岗位不能办理这一步骤", "Your function may not do this"))
		}
		if !slices.Contains(c.Actions, name) {
			return o.siteNotNow(&c, name)
		}
		if err := f(q, &c, now); err != nil {
			return err
		}
		if err := o.putAll(ctx, tx, q, c.told, now); err != nil {
			return err
		}
		if err := o.inAction(ctx, tx, q, a, &c, now, c.joint...); err != nil {
			return err
		}
		c, err = o.siteIn(ctx, q, a, id)
		return err
	})
	return c, err
}

// siteNotNow says why a step cannot be taken, with its article where there is one.
func (o *Office) siteNotNow(c *SiteCheck, name string) error {
	today := civil.DateOf(o.Now())
	err := fault.New(fault.Rule, "site."+name+"_not_now", fault.T("这次检查现在不能办理这一步骤", "The visit does not allow this step now"))
	rule := ""
	switch {
	case name == "begin" && c.State == "planned" && c.Day != today:
		err.Detail = fault.T("检查日期是"+c.Day.String()+"，查验凭证只在当天有效；改期请取消后重新安排", "The visit is for "+c.Day.String()+" and its voucher good for that day alone; call it off and arrange another")
	case name == "begin" && c.State == "planned" || name == "publish" && c.State == "done" && c.leads():
		rule, err.Detail = "insp_prior_approval", fault.T("检查前须经每个部门负责人批准；紧急的写明理由，事后及时补办", "The head of every agency approves before the visit; an urgent one says why and is approved afterwards")
	case c.Sealed:
		rule, err.Detail = "insp_draw_confidential", fault.T("检查日之前名单密封", "Sealed until the day of the visit")
	}
	err.Allowed = c.Actions
	if r, picked := o.Rules.Pick(rule, today, "", ""); rule != "" && picked == nil {
		return under(err, r)
	}
	return err
}

// saveSite writes what a step has changed in the row.
func saveSite(ctx context.Context, q *dbsqlc.Queries, c *SiteCheck) error {
	if state := map[string]string{"begun": "under_way", "done": "done"}[c.State]; state != "" && !c.PlannedID.IsZero() {
		if err := q.CarryOutVisit(ctx, state, c.PlannedID); err != nil {
			return err
		}
	}
	return q.SaveSiteCheck(ctx, dbsqlc.SaveSiteCheckParams{
		ID: c.ID, State: c.State, OfficialCode: c.OfficialCode, Voucher: c.Voucher, BegunAt: c.BegunAt, DoneAt: c.DoneAt, Conclusion: c.Conclusion, Summary: c.Summary,
		PublishBy: c.PublishBy, PublishedAt: c.PublishedAt, WithdrawnAt: c.WithdrawnAt, WithdrawnReason: c.WithdrawnReason,
	})
}

// enterSite records a step in the chain of the visit: numbers, digests and reasons, no
// name of an enterprise or of a person.
func (o *Office) enterSite(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry, kind string, fields map[string]any) error {
	now := o.Now()
	_, err := o.enter(ctx, q, q, entry{Subject: record.Subject{Kind: siteSubject, ID: id.String()}, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: fields})
	return err
}

// siteNumber is the number of a visit (查验编号). It may have gaps.
func siteNumber(region string, day civil.Date, n int64) string {
	return fmt.Sprintf("JC-%d-%s-%06d", day.Year, region, n)
}
