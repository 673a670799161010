package casework

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// OrganInput is what an operator says about an organ (机关).
type OrganInput struct {
	Code                  string // stays for ever: addresses and scripts name it
	Name, ShortName       string
	Sector, Level, Region string
	Superior              ids.Agency // 上级机关
	ActsFor               ids.Agency // 分局以其名义办案的机关
	DocPrefix             string     // 机关代字
	Email, Phone          string     // of the shared desk
	ClosedOn              civil.Date // 撤销日期; zero: it works
}

// OrganDetail is an organ as those who look after it see it.
type OrganDetail struct {
	AgencyRow
	Issuers, People, Admins int64 // enabled issuers; people who ever logged in; administrators among them
	Pending                 []Proposal
	Warnings                []fault.Text
	Allowed                 []string // actions the caller may take on it
}

// AdminOrgans lists what the caller looks after: all organs for an operator,
// the own one for its administrator.
func (o *Office) AdminOrgans(ctx context.Context, a Actor) (list []OrganDetail, err error) {
	if err := o.mayOrgan(a, a.Agency, "organ.list"); err != nil {
		return nil, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.ListAgencies(ctx)
		if err != nil {
			return err
		}
		var mine []AgencyRow
		for _, r := range rows {
			if r.Peer == "" && o.mayOrgan(a, r.ID, "organ.read") == nil {
				mine = append(mine, AgencyRow(r))
			}
		}
		list, err = o.organDetails(ctx, q, a, mine)
		return err
	})
	return list, err
}

// AdminOrgan gives one organ with what is pending and what is missing.
func (o *Office) AdminOrgan(ctx context.Context, a Actor, id ids.Agency) (d OrganDetail, err error) {
	err = o.readOrgan(ctx, a, id, "organ.read", func(q *dbsqlc.Queries, row AgencyRow) error {
		d, err = o.organDetailOf(ctx, q, a, row)
		return err
	})
	return d, err
}

func (o *Office) organDetailOf(ctx context.Context, q *dbsqlc.Queries, a Actor, row AgencyRow) (OrganDetail, error) {
	list, err := o.organDetails(ctx, q, a, []AgencyRow{row})
	if err != nil {
		return OrganDetail{}, err
	}
	return list[0], nil
}

func (o *Office) organDetails(ctx context.Context, q *dbsqlc.Queries, a Actor, rows []AgencyRow) ([]OrganDetail, error) {
	keys := make([]ids.Entry, len(rows))
	for i, r := range rows {
		keys[i] = ids.Entry(r.ID)
	}
	counted, err := q.CountOrgans(ctx, keys)
	if err != nil {
		return nil, err
	}
	counts := map[ids.Agency]dbsqlc.CountOrgansRow{}
	for _, n := range counted {
		counts[n.ID] = n
	}
	pending, err := openProposals(ctx, q, keys...)
	if err != nil {
		return nil, err
	}
	list := make([]OrganDetail, len(rows))
	for i, r := range rows {
		n := counts[r.ID]
		d := OrganDetail{AgencyRow: r, Issuers: n.Issuers, People: n.People, Admins: n.Admins, Pending: pending[r.ID], Allowed: o.organActionsOf(a, r.ID)}
		if r.ClosedOn.IsZero() {
			d.Warnings = organWarnings(d)
		}
		list[i] = d
	}
	return list, nil
}

// organWarnings says what keeps an organ from working with the hub.
func organWarnings(d OrganDetail) (list []fault.Text) {
	if d.Issuers == 0 {
		list = append(list, fault.T("没有启用的身份提供方，本机关人员不能登录；对方仍可代录本机关的办理", "No enabled issuer: nobody of this organ can log in; others may still record its acts from paper"))
	}
	if d.Issuers > 0 && d.Admins == 0 {
		list = append(list, fault.T("还没有管理员登录过：值班、请假、主持工作无人维护", "No administrator has logged in yet: nobody keeps duty, leave and presiding up to date"))
	}
	if d.Email == "" {
		list = append(list, fault.T("没有公共邮箱：通知只在页面内可见", "No desk address: notices are seen in the pages only"))
	}
	if d.DocPrefix == "" && d.ActsForID.IsZero() {
		list = append(list, fault.T("没有机关代字：不能自动编文号", "No document prefix: documents cannot be numbered"))
	}
	return list
}

// CreateOrgan registers an organ.
func (o *Office) CreateOrgan(ctx context.Context, a Actor, in OrganInput) (d OrganDetail, err error) {
	if err := o.mayOrgan(a, a.Agency, "organ.create"); err != nil {
		return d, err
	}
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		c, err := o.createOrgan(ctx, q, a, in)
		if err != nil {
			return err
		}
		d, err = o.organDetailOf(ctx, q, a, c.organ)
		return err
	})
	return d, err
}

func (o *Office) createOrgan(ctx context.Context, q *dbsqlc.Queries, a Actor, in OrganInput) (organChange, error) {
	now := o.Now()
	c := organChange{office: o, q: q, actor: a, now: now}
	id := ids.New[ids.Agency](now)
	var bad complaints
	bad.code("body.code", in.Code)
	if err := in.check(ctx, q, id, now, &bad); err != nil {
		return c, err
	}
	err := q.InsertAgency(ctx, dbsqlc.InsertAgencyParams{
		ID: id, Code: in.Code, Name: in.Name, ShortName: in.ShortName, Sector: in.Sector, Level: in.Level, Region: in.Region,
		SuperiorID: in.Superior, ActsForID: in.ActsFor, DocPrefix: in.DocPrefix, Email: in.Email, Phone: in.Phone, CreatedAt: now,
	})
	if err != nil {
		return c, taken(err, "agency.code_taken", "机关代码已被使用", "The organ's code is taken")
	}
	if c.organ, err = q.ReadAgency(ctx, id); err != nil {
		return c, err
	}
	_, err = c.enter(ctx, "agency.create", in.fields())
	return c, err
}

func (in OrganInput) fields() map[string]any {
	f := map[string]any{
		"code": in.Code, "name": in.Name, "short_name": in.ShortName, "sector": in.Sector, "level": in.Level, "region": in.Region,
		"doc_prefix": in.DocPrefix, "email": in.Email, "phone": in.Phone,
	}
	for name, id := range map[string]ids.Agency{"superior": in.Superior, "acts_for": in.ActsFor} {
		if !id.IsZero() {
			f[name] = id.String()
		}
	}
	if !in.ClosedOn.IsZero() {
		f["closed_on"] = in.ClosedOn.String()
	}
	return f
}
