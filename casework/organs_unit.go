package casework

import (
	"context"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// OrganUnit is an organ's inner unit (内设机构).
type OrganUnit struct {
	ID         ids.Unit
	Name, Kind string
	Version    int64 // by content
}

func unitOf(r dbsqlc.ListUnitsRow) OrganUnit {
	return OrganUnit{ID: r.ID, Name: r.Name, Kind: r.Kind, Version: versionOf(r.ID, r.Name, r.Kind)}
}

// Units lists an organ's units.
func (o *Office) Units(ctx context.Context, a Actor, organ ids.Agency) (list []OrganUnit, err error) {
	err = o.readOrgan(ctx, a, organ, "user.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		list, err = unitsOf(ctx, q, organ)
		return err
	})
	return list, err
}

func unitsOf(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency) ([]OrganUnit, error) {
	rows, err := q.ListUnits(ctx, organ)
	list := make([]OrganUnit, len(rows))
	for i, r := range rows {
		list[i] = unitOf(r)
	}
	return list, err
}

func unitIn(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency, id ids.Unit) (OrganUnit, error) {
	list, err := unitsOf(ctx, q, organ)
	for _, u := range list {
		if u.ID == id {
			return u, err
		}
	}
	if err == nil {
		err = missing()
	}
	return OrganUnit{}, err
}

// AddUnit adds a unit.
func (o *Office) AddUnit(ctx context.Context, a Actor, organ ids.Agency, name, kind string) (u OrganUnit, err error) {
	err = o.changeOrgan(ctx, a, organ, "unit.edit", func(c organChange) error {
		if err := checkUnit(&name, kind); err != nil {
			return err
		}
		id := ids.New[ids.Unit](c.now)
		if err := c.q.InsertUnit(ctx, dbsqlc.InsertUnitParams{ID: id, AgencyID: organ, Name: name, Kind: kind, CreatedAt: c.now}); err != nil {
			return unitTaken(err)
		}
		if _, err := c.enter(ctx, "unit.add", map[string]any{"unit": id.String(), "name": name, "kind": kind}); err != nil {
			return err
		}
		u, err = unitIn(ctx, c.q, organ, id)
		return err
	})
	return u, err
}

// EditUnit renames a unit or says anew what it does.
func (o *Office) EditUnit(ctx context.Context, a Actor, organ ids.Agency, id ids.Unit, version int64, name, kind string) (u OrganUnit, err error) {
	err = o.changeOrgan(ctx, a, organ, "unit.edit", func(c organChange) error {
		if u, err = unitIn(ctx, c.q, organ, id); err != nil {
			return err
		}
		if err := sameVersion(u.Version, version); err != nil {
			return err
		}
		if err := checkUnit(&name, kind); err != nil {
			return err
		}
		if _, err := c.q.SaveUnit(ctx, id, name, kind); err != nil {
			return unitTaken(err)
		}
		if _, err := c.enter(ctx, "unit.edit", map[string]any{"unit": id.String(), "name": name, "kind": kind}); err != nil {
			return err
		}
		u, err = unitIn(ctx, c.q, organ, id)
		return err
	})
	return u, err
}

func checkUnit(name *string, kind string) error {
	var bad complaints
	bad.text("body.name", name, 1, 100)
	bad.oneOf("body.kind", kind, UnitKinds)
	return bad.err()
}

func unitTaken(err error) error {
	return taken(err, "unit.taken", "本机关已有同名内设机构", "The organ has a unit of this name already")
}
