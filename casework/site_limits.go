package casework

import (
	"context"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/frequency"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// SiteApproval is what a head says who approves (批准).
type SiteApproval struct {
	OverCap string // why above the yearly cap, where it is and nobody said so yet
	Letter  *AssistanceLetter
}

func (in *SiteApproval) check(o *Office) error {
	var bad complaints
	bad.text("body.over_cap", &in.OverCap, 0, 300)
	if err := bad.err(); err != nil || in.Letter == nil {
		return err
	}
	return in.Letter.check(o)
}

// placed looks up where an enterprise lies, if nobody said it.
func (o *Office) placed(ctx context.Context, q *dbsqlc.Queries, a Actor, v *site) error {
	if v.District != "" {
		return nil
	}
	district, err := q.DistrictOf(ctx, a.Agency, v.Code)
	if err != nil && !noRows(err) {
		return err
	}
	if v.District = district; district == "" && v.Region == "" && v.Plan.IsZero() { // a letter may be needed, and nobody could tell
		rule, _ := o.Rules.Pick("insp_remote_area", civil.DateOf(o.Now()), "", "")
		return under(invalid("body.district", "被检查单位不在本机关的对象名录库，请填写所在区划：在辖区以外的要登记当地机关的协助函", "Your library does not know the enterprise: say in which district it lies; outside your area a letter of the organ of the place is needed"), rule)
	}
	return nil
}

// withinLimits asks of a visit that is arranged: the yearly cap, and the letter where it
// lies outside the own area.
func (o *Office) withinLimits(ctx context.Context, q *dbsqlc.Queries, a Actor, v *site) error {
	if err := o.lettered(ctx, q, a, v.District, v.Letter != nil); err != nil {
		return err
	}
	if !(frequency.Visit{Type: v.kind, Ordered: v.ordered}).Counts() {
		v.OverCap = ""
		return nil
	}
	if err := q.LockEnterprise(ctx, v.Code); err != nil {
		return err
	}
	f, err := o.frequencyAt(ctx, q, v.Code, v.Day, v.agencies, v.planned)
	if err != nil {
		return err
	}
	refusal, final := f.over()
	if refusal == nil {
		v.OverCap = ""
		return nil
	}
	if final || v.OverCap == "" {
		return refusal
	}
	return nil
}

// frequencyAt counts the visits to an enterprise in the year of a day, one of them left out.
func (o *Office) frequencyAt(ctx context.Context, q *dbsqlc.Queries, code string, day civil.Date, list []ids.Agency, without ids.Entry) (f Frequency, err error) {
	agencies, err := agenciesOf(ctx, q, list)
	if err != nil {
		return f, err
	}
	to, err := visitsTo(ctx, q, []string{code}, day.Year)
	if err != nil {
		return f, err
	}
	return o.frequencyOf(frequency.Without(to[code], without), day, agencies), nil
}

// door is what the parts of a visit are counted as one by.
func (c *SiteCheck) door() ids.Entry {
	if c.PlannedID.IsZero() {
		return c.ID
	}
	return c.PlannedID
}

// limitsOf says of a visit how it stands to the caps and whether it needs a letter.
func (o *Office) limitsOf(ctx context.Context, q *dbsqlc.Queries, a Actor, c *SiteCheck) (err error) {
	if c.NeedsLetter, err = needsLetter(ctx, q, a.Agency, c.District); err != nil {
		return err
	}
	counts, err := o.counts(ctx, q, a, c)
	if err != nil || c.Sealed || !counts {
		return err
	}
	list := []ids.Agency{c.AgencyID}
	for _, p := range c.Parts {
		if p.AgencyID != c.AgencyID {
			list = append(list, p.AgencyID)
		}
	}
	f, err := o.frequencyAt(ctx, q, c.ObjectCode, c.Day, list, c.door())
	c.Frequency = &f
	return err
}

// counts reports whether a visit uses up the yearly cap.
func (o *Office) counts(ctx context.Context, q *dbsqlc.Queries, a Actor, c *SiteCheck) (bool, error) {
	v := frequency.Visit{Type: c.CheckType}
	if c.CheckType == Special && !c.PlanID.IsZero() {
		row, err := q.ReadPlan(ctx, c.PlanID)
		if err != nil && !noRows(err) {
			return false, err
		}
		v.Ordered = row.OrderedBy != ""
	}
	return v.Counts(), nil
}

// approvable asks of a visit that a head approves, under the lock of its enterprise: what
// was arranged since may have used the cap up.
func (o *Office) approvable(ctx context.Context, q *dbsqlc.Queries, a Actor, c *SiteCheck, in SiteApproval) error {
	if err := o.lettered(ctx, q, a, c.District, in.Letter != nil || c.Mine.LetterNumber != ""); err != nil {
		return err
	}
	if in.Letter != nil {
		if err := keepLetter(ctx, q, a, c.ID, *in.Letter); err != nil {
			return err
		}
	}
	if c.Frequency == nil {
		return nil
	}
	if err := q.LockEnterprise(ctx, c.ObjectCode); err != nil {
		return err
	}
	if err := o.limitsOf(ctx, q, a, c); err != nil {
		return err
	}
	refusal, final := c.Frequency.over()
	switch {
	case refusal == nil:
		return nil
	case final && c.State == "planned", c.OverCap+in.OverCap == "": // of one that has begun only the reason is asked
		return refusal
	case c.OverCap == "":
		c.OverCap = in.OverCap
		return q.SetSiteOverCap(ctx, in.OverCap, c.ID)
	}
	return nil
}
