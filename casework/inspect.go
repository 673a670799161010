package casework

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Joint inspections (部门联合双随机): one list and two libraries (一单两库) of each
// agency, plans of several, and the draw. The law behind them stands in
// policies/rules/national/inspection.yaml, the draw itself in domain/draw.

// Chains of the record: one per agency for its libraries, one per plan.
const (
	librarySubject = "library"
	planSubject    = "plan"
)

// What the edge may see of a list.
type (
	CheckItem   = dbsqlc.ListCheckItemsRow
	CheckObject = dbsqlc.AllCheckObjectsRow
	OtherName   = dbsqlc.ListOtherNamesRow
)

// Inspector is a line of the inspectors' library (执法检查人员名录库).
type Inspector struct {
	dbsqlc.ListInspectorsRow
	Leaves []Away
}

// Away is a leave, both days included.
type Away struct {
	From civil.Date `json:"from"`
	To   civil.Date `json:"to"`
}

// mayLists asks whether the actor may do something with the own libraries.
func (o *Office) mayLists(a Actor, action string) error {
	if o.Access.AllowsOrgan(a.principal(), action, access.Organ{Agency: a.Agency, Relation: "own"}) {
		return nil
	}
	return fault.New(fault.Denied, "not_allowed", fault.T("您的岗位不能办理这一事项，由执法人员、负责人或者联络召集人员办理", "Your function may not do this; officers, heads and coordinators may"))
}

// CheckItems lists one's own check items (抽查事项清单), or also what others have published.
func (o *Office) CheckItems(ctx context.Context, a Actor, others bool) (list []CheckItem, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return nil, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		list, err = q.ListCheckItems(ctx, others, a.Agency)
		return err
	})
	return list, err
}

// ObjectLine is an enterprise of the library with how often it was visited this year.
type ObjectLine struct {
	CheckObject
	Frequency Frequency // what took place, of the own agency and at the door
}

// CheckObjects gives a page of one's own objects (检查对象名录库), by code, and how
// many there are. find is part of a name or code.
func (o *Office) CheckObjects(ctx context.Context, a Actor, find, tier, after string, size int) (list []ObjectLine, total int64, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return nil, 0, err
	}
	var bad complaints
	bad.text("query.find", &find, 0, 60)
	bad.text("query.after", &after, 0, 60)
	if err := bad.err(); err != nil {
		return nil, 0, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if total, err = q.CountCheckObjects(ctx, a.Agency, find, tier); err != nil {
			return err
		}
		rows, err := q.ListCheckObjects(ctx, dbsqlc.ListCheckObjectsParams{AgencyID: a.Agency, Find: find, Tier: tier, AfterCode: after, PageSize: int32(size)})
		if err != nil {
			return err
		}
		codes := make([]string, len(rows))
		for i, r := range rows {
			codes[i] = r.Code
		}
		today := civil.DateOf(o.Now())
		to, err := visitsTo(ctx, q, codes, today.Year)
		if err != nil {
			return err
		}
		own, err := agenciesOf(ctx, q, []ids.Agency{a.Agency})
		for _, r := range rows {
			list = append(list, ObjectLine{CheckObject(r), o.frequencyOf(done(to[r.Code]), today, own)})
		}
		return err
	})
	return list, total, err
}

// Inspectors lists one's own inspectors.
func (o *Office) Inspectors(ctx context.Context, a Actor) (list []Inspector, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return nil, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		list, err = inspectorsOf(ctx, q, a)
		return err
	})
	return list, err
}

func inspectorsOf(ctx context.Context, q *dbsqlc.Queries, a Actor) ([]Inspector, error) {
	rows, err := q.ListInspectors(ctx, a.Agency)
	list := make([]Inspector, len(rows))
	for i, r := range rows {
		list[i].ListInspectorsRow = r
		if err := json.Unmarshal(r.Leaves, &list[i].Leaves); err != nil {
			return nil, err
		}
	}
	return list, err
}

// changeLists runs f with the agency's row locked, which makes the end of its
// library chain stable.
func (o *Office) changeLists(ctx context.Context, a Actor, f func(q *dbsqlc.Queries) error) error {
	if err := o.mayLists(a, "lists.edit"); err != nil {
		return err
	}
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if _, err := q.LockAgency(ctx, a.Agency); err != nil {
			return err
		}
		return f(q)
	})
}

// enterLibrary records a change of a library: what was changed by number and
// digest. No name, no leave and no recusal stands in the record.
func (o *Office) enterLibrary(ctx context.Context, q *dbsqlc.Queries, a Actor, kind string, fields map[string]any) error {
	now := o.Now()
	_, err := o.enter(ctx, q, q, entry{
		Subject: record.Subject{Kind: librarySubject, ID: a.Agency.String()}, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: fields,
	})
	return err
}
