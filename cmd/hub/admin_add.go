package main

import (
	"context"
	"reflect"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// adminAgencyAddCmd registers an organ from a script.
type adminAgencyAddCmd struct {
	adminFlags
	Code string `arg:"" help:"Code of the organ; stays for ever."`
	Name string `help:"Full name." required:""`
	organFlags
	Superior string `help:"Code of its superior."`
	ActsFor  string `help:"Code of the organ in whose name a branch (分局) acts."`
}

// Run adds the organ. The same words again change nothing.
func (c adminAgencyAddCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	d, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer d.close()
	in := c.organ(c.Code, c.Name)
	if in.Superior, err = d.find(ctx, c.Superior); err != nil {
		return err
	}
	if in.ActsFor, err = d.find(ctx, c.ActsFor); err != nil {
		return err
	}
	row, err := d.OrganByCode(ctx, casework.CommandLine(), c.Code)
	if err == nil && same(row, in) {
		both(d.out, "机关", "Organ", row.Code+" "+row.Name+made(false))
		return nil
	}
	if err != nil && fault.KindOf(err) != fault.Missing {
		return err
	}
	added, err := d.CreateOrgan(ctx, casework.CommandLine(), in) // refuses one that differs
	if err != nil {
		return refused(err)
	}
	both(d.out, "机关", "Organ", added.Code+" "+added.Name+made(true))
	return nil
}

func same(r casework.AgencyRow, in casework.OrganInput) bool {
	return in == casework.OrganInput{
		Code: r.Code, Name: r.Name, ShortName: r.ShortName, Sector: r.Sector, Level: r.Level, Region: r.Region, Superior: r.SuperiorID, ActsFor: r.ActsForID,
		DocPrefix: r.DocPrefix, Email: r.Email, Phone: r.Phone, ClosedOn: r.ClosedOn,
	}
}

// adminIssuerAddCmd registers an issuer from a script. It follows the same rule
// as the pages: where somebody else could confirm, it waits for that person.
type adminIssuerAddCmd struct {
	adminFlags
	Agency string `help:"Code of the organ that the issuer speaks for." required:""`
	issuerFlags
}

// Run adds the issuer. The same words again change nothing.
func (c adminIssuerAddCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	in, err := c.issuer(c.Agency)
	if err != nil {
		return err
	}
	d, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer d.close()
	agency, err := d.find(ctx, c.Agency)
	if err != nil {
		return err
	}
	there, found, err := d.there(ctx, agency, in)
	if err != nil {
		return err
	}
	if found {
		both(d.out, "身份提供方", "Issuer", there.Code+" "+there.URL+made(false))
		d.sayAddresses(there)
		return nil
	}
	i, settled, err := d.RegisterIssuer(ctx, casework.CommandLine(), agency, in)
	if err != nil {
		return refused(err)
	}
	both(d.out, "身份提供方", "Issuer", i.Code+" "+i.URL+made(true))
	d.sayAddresses(i)
	if settled.Pending {
		both(d.out, "状态", "State", "等待另一名系统运维人员或者该机关管理员在“机关与人员”中确认 · waits for an operator or the organ's administrator to confirm in the pages")
	} else {
		both(d.out, "状态", "State", "已生效；没有可确认的第二人，记为一人办理 · in effect; recorded as single-handed, nobody else could confirm")
	}
	return nil
}

// there looks for an issuer that was registered with the same words and is in
// effect or waits to be.
func (d *adminDesk) there(ctx context.Context, agency ids.Agency, in casework.NewIssuer) (casework.Issuer, bool, error) {
	list, err := d.OrganIssuers(ctx, casework.CommandLine(), agency)
	for _, i := range list {
		has := i.IssuerSettings
		if i.Pending != nil {
			has = *i.Pending.Issuer
		}
		if i.Code == in.Code && reflect.DeepEqual(has, in.IssuerSettings) {
			return i, true, nil
		}
	}
	return casework.Issuer{}, false, err
}
