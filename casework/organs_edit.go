package casework

import (
	"context"
	"maps"
	"reflect"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// OrganPatch changes what is not nil.
type OrganPatch struct {
	Name, ShortName, Sector, Level, Region, DocPrefix, Email, Phone *string
	Superior, ActsFor                                               *ids.Agency
	ClosedOn                                                        *civil.Date
}

// onlyContact reports whether nothing but the desk's address and number change:
// those an organ's own administrator keeps.
func (p OrganPatch) onlyContact() bool {
	return p == OrganPatch{Email: p.Email, Phone: p.Phone}
}

// EditOrgan changes an organ. Closing it (撤销) keeps everything it did; it can
// receive nothing more.
func (o *Office) EditOrgan(ctx context.Context, a Actor, id ids.Agency, version int64, p OrganPatch) (d OrganDetail, err error) {
	action := "organ.edit"
	if p.onlyContact() {
		action = "organ.contact"
	}
	err = o.changeOrgan(ctx, a, id, action, func(c organChange) error {
		if err := sameVersion(c.organ.Version, version); err != nil {
			return err
		}
		before := inputOf(c.organ)
		in := before.patched(p)
		var bad complaints
		if err := in.check(ctx, c.q, id, c.now, &bad); err != nil {
			return err
		}
		if err := c.saveOrgan(ctx, in); err != nil {
			return err
		}
		if _, err := c.enter(ctx, "agency.edit", changedFields(before.fields(), in.fields())); err != nil {
			return err
		}
		row, err := c.q.ReadAgency(ctx, id)
		if err != nil {
			return err
		}
		d, err = o.organDetailOf(ctx, c.q, a, row)
		return err
	})
	return d, err
}

func (c organChange) saveOrgan(ctx context.Context, in OrganInput) error {
	n, err := c.q.SaveAgency(ctx, dbsqlc.SaveAgencyParams{
		ID: c.organ.ID, Name: in.Name, ShortName: in.ShortName, Sector: in.Sector, Level: in.Level, Region: in.Region, SuperiorID: in.Superior,
		ActsForID: in.ActsFor, DocPrefix: in.DocPrefix, Email: in.Email, Phone: in.Phone, ClosedOn: in.ClosedOn, Version: c.organ.Version,
	})
	if err == nil && n == 0 {
		return sameVersion(0, 1)
	}
	return err
}

func inputOf(r AgencyRow) OrganInput {
	return OrganInput{
		Code: r.Code, Name: r.Name, ShortName: r.ShortName, Sector: r.Sector, Level: r.Level, Region: r.Region, Superior: r.SuperiorID,
		ActsFor: r.ActsForID, DocPrefix: r.DocPrefix, Email: r.Email, Phone: r.Phone, ClosedOn: r.ClosedOn,
	}
}

func (in OrganInput) patched(p OrganPatch) OrganInput {
	for _, each := range []struct{ to, from *string }{
		{&in.Name, p.Name}, {&in.ShortName, p.ShortName}, {&in.Sector, p.Sector}, {&in.Level, p.Level}, {&in.Region, p.Region},
		{&in.DocPrefix, p.DocPrefix}, {&in.Email, p.Email}, {&in.Phone, p.Phone},
	} {
		if each.from != nil {
			*each.to = *each.from
		}
	}
	if p.Superior != nil {
		in.Superior = *p.Superior
	}
	if p.ActsFor != nil {
		in.ActsFor = *p.ActsFor
	}
	if p.ClosedOn != nil {
		in.ClosedOn = *p.ClosedOn
	}
	return in
}

// changedFields keeps what differs; a value that was taken away is recorded as null.
func changedFields(before, after map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range after {
		if was, there := before[name]; !there || !reflect.DeepEqual(was, value) {
			out[name] = value
		}
	}
	for name := range maps.Keys(before) {
		if _, there := after[name]; !there {
			out[name] = nil
		}
	}
	return out
}

// check cleans the texts and looks at the organ's place among the others.
func (in *OrganInput) check(ctx context.Context, q *dbsqlc.Queries, self ids.Agency, now time.Time, bad *complaints) error {
	bad.text("body.name", &in.Name, 2, 200)
	bad.text("body.short_name", &in.ShortName, 1, 60)
	bad.text("body.doc_prefix", &in.DocPrefix, 0, 30)
	bad.oneOf("body.sector", in.Sector, OrganSectors())
	bad.oneOf("body.level", in.Level, OrganLevels)
	if !regionForm.MatchString(in.Region) {
		bad.add("body.region", "应为六位行政区划代码（GB/T 2260）", "Six digits of GB/T 2260")
	}
	bad.address("body.email", &in.Email)
	bad.phone("body.phone", &in.Phone)
	if in.ClosedOn.After(civil.DateOf(now)) && !in.ClosedOn.IsZero() {
		bad.add("body.closed_on", "撤销日期不能晚于今天", "The day of closing cannot lie in the future")
	}
	rows, err := q.ListAgencies(ctx)
	if err != nil {
		return err
	}
	known := map[ids.Agency]dbsqlc.ListAgenciesRow{}
	for _, r := range rows {
		known[r.ID] = r
	}
	in.checkPlace(self, known, bad)
	if err := bad.err(); err != nil {
		return err
	}
	if !in.ClosedOn.IsZero() {
		for _, r := range rows {
			if r.ClosedOn.IsZero() && r.ID != self && (r.SuperiorID == self || r.ActsForID == self) {
				return fault.New(fault.Rule, "agency.still_named", fault.T("还有机关以它为上级或以其名义办案（"+r.ShortName+"），请先调整", "Other organs are below it or act in its name ("+r.Code+"); change those first"))
			}
		}
	}
	return nil
}

// checkPlace refuses superiors in a circle, and a branch (分局) that acts in the
// name of another branch or of an organ of another sector.
func (in *OrganInput) checkPlace(self ids.Agency, known map[ids.Agency]dbsqlc.ListAgenciesRow, bad *complaints) {
	for above, steps := in.Superior, 0; !above.IsZero(); above, steps = known[above].SuperiorID, steps+1 {
		if _, there := known[above]; !there && above != self {
			bad.add("body.superior", "没有这个机关", "There is no such organ")
			break
		}
		if above == self || steps > len(known) {
			bad.add("body.superior", "上下级关系成了循环", "The superiors form a circle")
			break
		}
	}
	if in.ActsFor.IsZero() {
		return
	}
	head, there := known[in.ActsFor]
	switch {
	case !there || in.ActsFor == self || !head.ClosedOn.IsZero():
		bad.add("body.acts_for", "没有这个机关，或者它已撤销、就是本机关", "There is no such organ, or it is closed, or it is this one")
	case !head.ActsForID.IsZero():
		bad.add("body.acts_for", "该机关自己也以别的机关名义办案", "That organ itself acts in the name of another")
	case head.Sector != in.Sector:
		bad.add("body.acts_for", "只能以同一系统的机关名义办案", "Only in the name of an organ of the same sector")
	}
}
