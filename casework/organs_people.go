package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// UserRow is a person as stored.
type UserRow = dbsqlc.ReadUserRow

// OrganPerson is somebody of an organ, with where each function comes from.
type OrganPerson struct {
	UserRow
	Sources []FunctionSource
}

// FunctionSource says why somebody holds a function: the issuer gave a role, the
// person presides over the organ by a document (主持工作), or stands in for a
// colleague on leave (代办). Nobody types functions into the hub.
type FunctionSource struct {
	Function    string
	Issuer      string   // code
	Roles       []string // the roles that the allow-list maps to the function
	Document    string   // of the presiding
	StandsInFor string   // name of the colleague on leave
	Until       civil.Date
}

// People lists an organ's people.
func (o *Office) People(ctx context.Context, a Actor, organ ids.Agency) (list []OrganPerson, err error) {
	today := civil.DateOf(o.Now())
	err = o.readOrgan(ctx, a, organ, "user.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		rows, err := q.ListUsers(ctx, organ)
		if err != nil {
			return err
		}
		for _, r := range rows {
			list = append(list, OrganPerson{UserRow: UserRow(r)})
		}
		return addSources(ctx, q, organ, today, list)
	})
	return list, err
}

func addSources(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency, today civil.Date, list []OrganPerson) error {
	issuers, err := q.ListAgencyIssuers(ctx, organ)
	if err != nil {
		return err
	}
	presidings, err := q.ListPresidings(ctx, organ)
	if err != nil {
		return err
	}
	leaves, err := q.LeavesOn(ctx, organ, today)
	if err != nil {
		return err
	}
	colleagues, err := q.ListUsers(ctx, organ)
	if err != nil {
		return err
	}
	type from struct {
		code   string
		grants map[string][]string // function → roles
	}
	known := map[ids.Issuer]from{}
	for _, i := range issuers {
		var roles map[string]string
		if err := json.Unmarshal(i.RoleMap, &roles); err != nil {
			return fmt.Errorf("read a role map: %w", err)
		}
		f := from{code: i.Code, grants: map[string][]string{}}
		for role, function := range roles {
			f.grants[function] = append(f.grants[function], role)
		}
		for _, each := range f.grants {
			slices.Sort(each)
		}
		known[i.ID] = f
	}
	for n := range list {
		p := &list[n]
		for _, function := range p.Functions {
			f := known[p.IssuerID]
			p.Sources = append(p.Sources, FunctionSource{Function: function, Issuer: f.code, Roles: f.grants[function]})
		}
		for _, each := range presidings {
			if each.UserID == p.ID && covers(each.FromDay, each.ToDay, today) {
				p.Sources = append(p.Sources, FunctionSource{Function: "head", Document: each.Document, Until: each.ToDay})
			}
		}
		for _, l := range leaves {
			if l.DeputyID == p.ID {
				p.standIn(colleagues, l)
			}
		}
	}
	return nil
}

// standIn adds what a deputy takes over from a colleague on leave.
func (p *OrganPerson) standIn(colleagues []dbsqlc.ListUsersRow, l dbsqlc.LeavesOnRow) {
	for _, absent := range colleagues {
		if absent.ID != l.UserID {
			continue
		}
		for _, f := range takenOver(absent.Functions, p.Functions) {
			p.Sources = append(p.Sources, FunctionSource{Function: f, StandsInFor: absent.Name, Until: l.ToDay})
		}
	}
}

// takenOver are the functions that a deputy has only through the leave.
func takenOver(absent, own []string) (list []string) {
	for _, f := range absent {
		if preparing[f] && !slices.Contains(own, f) {
			list = append(list, f)
		}
	}
	return list
}

// covers reports whether a period holds a day; a zero end is open.
func covers(from, to, day civil.Date) bool {
	return !day.Before(from) && (to.IsZero() || !day.After(to))
}

// PersonPatch changes what is not nil.
type PersonPatch struct {
	Unit                      *ids.Unit // zero: none
	Title, Email, Phone, Lang *string
}

// EditPerson keeps what an organ knows about its people beside their functions.
func (o *Office) EditPerson(ctx context.Context, a Actor, organ ids.Agency, id ids.User, version int64, p PersonPatch) (found OrganPerson, err error) {
	err = o.changeOrgan(ctx, a, organ, "user.edit", func(c organChange) error {
		u, err := c.q.ReadUser(ctx, id)
		if err != nil || u.AgencyID != organ {
			return cmp.Or(orMissing(err), error(missing()))
		}
		if u, err = c.savePerson(ctx, u, version, p, "user.edit"); err != nil {
			return err
		}
		list := []OrganPerson{{UserRow: u}}
		err = addSources(ctx, c.q, organ, civil.DateOf(c.now), list)
		found = list[0]
		return err
	})
	return found, err
}

// EditSelf lets everybody keep their own address, number and language.
func (o *Office) EditSelf(ctx context.Context, a Actor, version int64, p PersonPatch) error {
	p.Unit, p.Title = nil, nil // the organ's word, not one's own
	return o.changeOrgan(ctx, a, a.Agency, "self.edit", func(c organChange) error {
		u, err := c.q.ReadUser(ctx, a.User)
		if err != nil {
			return orMissing(err)
		}
		_, err = c.savePerson(ctx, u, version, p, "self.edit")
		return err
	})
}

func (c organChange) savePerson(ctx context.Context, u UserRow, version int64, p PersonPatch, kind string) (UserRow, error) {
	if err := sameVersion(u.Version, version); err != nil {
		return u, err
	}
	before := personFields(u)
	if err := c.patchPerson(ctx, &u, p); err != nil {
		return u, err
	}
	prefs, err := c.q.ListPreferences(ctx, u.ID)
	if err != nil {
		return u, err
	}
	if err := preferencesOf(prefs).reach(u.Email, u.Phone); err != nil {
		return u, err
	}
	n, err := c.q.SaveUser(ctx, dbsqlc.SaveUserParams{ID: u.ID, Title: u.Title, Email: u.Email, Phone: u.Phone, UnitID: u.UnitID, Lang: u.Lang, Version: version})
	if err != nil {
		return u, err
	}
	if n == 0 { // a login may write the row without the organ's lock
		return u, sameVersion(0, 1)
	}
	fields := changedFields(before, personFields(u))
	fields["user"] = u.ID.String()
	if _, err := c.enter(ctx, kind, fields); err != nil {
		return u, err
	}
	return c.q.ReadUser(ctx, u.ID)
}

func (c organChange) patchPerson(ctx context.Context, u *UserRow, p PersonPatch) error {
	for _, each := range []struct{ to, from *string }{{&u.Title, p.Title}, {&u.Email, p.Email}, {&u.Phone, p.Phone}, {&u.Lang, p.Lang}} {
		if each.from != nil {
			*each.to = *each.from
		}
	}
	var bad complaints
	bad.text("body.title", &u.Title, 0, 60)
	bad.address("body.email", &u.Email)
	bad.phone("body.phone", &u.Phone)
	bad.oneOf("body.lang", u.Lang, []string{"zh-CN", "en"})
	if p.Unit != nil {
		u.UnitID = *p.Unit
		if !u.UnitID.IsZero() {
			units, err := unitsOf(ctx, c.q, c.organ.ID)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(units, func(each OrganUnit) bool { return each.ID == u.UnitID }) {
				bad.add("body.unit", "本机关没有这个内设机构", "The organ has no such unit")
			}
		}
	}
	return bad.err()
}

func personFields(u UserRow) map[string]any {
	f := map[string]any{"title": u.Title, "email": u.Email, "phone": u.Phone, "lang": u.Lang}
	if !u.UnitID.IsZero() {
		f["unit"] = u.UnitID.String()
	}
	return f
}
