package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
)

// adminCmd sets a real installation up. What it does is recorded like what the
// pages do (机关与人员).
type adminCmd struct {
	Init   adminInitCmd   `cmd:"" help:"Make the first administrator able to log in."`
	Agency adminAgencyCmd `cmd:"" help:"Organs."`
	Issuer adminIssuerCmd `cmd:"" help:"Identity providers."`
}

type adminAgencyCmd struct {
	Add adminAgencyAddCmd `cmd:"" help:"Register an organ."`
}

type adminIssuerCmd struct {
	Add adminIssuerAddCmd `cmd:"" help:"Register an issuer for an organ; waits for a second person where there is one."`
}

// adminFlags are what every command of administration needs.
type adminFlags struct {
	DatabaseURL string `help:"Database, as hub_app." env:"DATABASE_URL" required:"" placeholder:"URL"`
	PublicURL   string `help:"Address that people will use." env:"HUB_PUBLIC_URL" default:"http://127.0.0.1:8080" placeholder:"URL"`

	out     io.Writer // stdout unless a test asks
	options []store.Option
}

// adminDesk is an office with as much in it as administration needs.
type adminDesk struct {
	*casework.Office
	login *login.Login
	out   io.Writer
	close func()
}

func (f adminFlags) open(ctx context.Context) (*adminDesk, error) {
	policies, err := access.Load()
	if err != nil {
		return nil, fmt.Errorf("load the access policies: %w", err)
	}
	d := &adminDesk{Office: &casework.Office{Access: policies, Now: time.Now, PublicURL: f.PublicURL}, out: orStdout(f.out)}
	if d.Sealing, err = sealerHere(); err != nil {
		return nil, err
	}
	if d.login, err = login.New(login.Config{PublicURL: f.PublicURL, Store: api.LoginStore{Office: d.Office}, Now: time.Now, Fail: api.LoginFailed}); err != nil {
		return nil, err
	}
	if d.Pool, err = store.Open(ctx, f.DatabaseURL, f.options...); err != nil {
		return nil, err
	}
	d.close = d.Pool.Close
	return d, nil
}

// sealerHere seals with the keys of this machine's hub. Where there are none the next
// `hub serve` seals what was kept.
func sealerHere() (casework.Sealer, error) {
	c, err := readConfig()
	if err != nil {
		return nil, nil // administration needs no other setting of the hub
	}
	if _, err := os.Stat(c.keysDir()); err != nil {
		return nil, nil
	}
	keys, err := record.OpenKeyring(c.keysDir())
	if err != nil {
		return nil, fmt.Errorf("open the keys: %w", err)
	}
	return keys.Sealer()
}

// issuerFlags describe an identity provider.
type issuerFlags struct {
	IssuerCode       string            `help:"Code of the issuer, part of the redirect URI; the organ's code if empty."`
	IssuerURL        string            `help:"The issuer's address, equal to iss byte for byte." required:"" placeholder:"URL"`
	ClientID         string            `help:"Client id of this hub at the issuer." required:""`
	ClientSecretFile string            `help:"File with the client secret, - for standard input; none: public client with PKCE." placeholder:"FILE"`
	RoleClaim        string            `help:"Claim that holds the roles; dots lead into objects." default:"roles"`
	RoleMap          map[string]string `help:"Allow-list, role=function,…; functions: desk, handler, legal_reviewer, head, liaison, procurator, auditor, operator, coordinator, admin" required:"" mapsep:"," placeholder:"hub-operator=operator,hub-admin=admin"`
	MinACR           string            `name:"min-acr" help:"Authentication context that tokens must carry."`
}

func (f issuerFlags) issuer(agencyCode string) (casework.NewIssuer, error) {
	i := casework.NewIssuer{Code: f.IssuerCode, IssuerSettings: casework.IssuerSettings{
		URL: f.IssuerURL, ClientID: f.ClientID, RoleClaim: f.RoleClaim, RoleMap: f.RoleMap, MinACR: f.MinACR, Enabled: true,
	}}
	if i.Code == "" {
		i.Code = agencyCode
	}
	var err error
	i.Secret, err = readSecret(f.ClientSecretFile)
	return i, err
}

// readSecret takes the secret from a file: on the command line everybody on the
// machine could read it.
func readSecret(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	var text []byte
	var err error
	if file == "-" {
		text, err = io.ReadAll(io.LimitReader(os.Stdin, 4096))
	} else {
		text, err = os.ReadFile(file)
	}
	if err != nil {
		return "", fmt.Errorf("read the client secret: %w", err)
	}
	if s := strings.TrimSpace(string(text)); s != "" {
		return s, nil
	}
	return "", errors.New("read the client secret: the file is empty")
}

// organFlags describe an organ beside its code and names.
type organFlags struct {
	ShortName string `help:"Short name (简称)." required:""`
	Sector    string `help:"Field it works in: ${enum}." enum:"environment,police,procuratorate,market,court,water,urban,other" required:""`
	Level     string `help:"Level: ${enum}." enum:"nation,province,city,county,township" required:""`
	Region    string `help:"Six digits of GB/T 2260." required:""`
	DocPrefix string `help:"Prefix of document numbers (机关代字)."`
	Email     string `help:"Address of its shared desk."`
	Phone     string `help:"Number of its shared desk."`
}

func (f organFlags) organ(code, name string) casework.OrganInput {
	return casework.OrganInput{
		Code: code, Name: name, ShortName: f.ShortName, Sector: f.Sector, Level: f.Level, Region: f.Region, DocPrefix: f.DocPrefix, Email: f.Email, Phone: f.Phone,
	}
}

// refused shows a refusal in both languages, field by field.
func refused(err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	lines := []string{f.Detail.ZH, f.Detail.EN}
	for _, field := range f.Fields {
		lines = append(lines, "  "+strings.TrimPrefix(field.Path, "body.")+"  "+field.Text.ZH+" · "+field.Text.EN)
	}
	return exitError{1, errors.New(strings.Join(lines, "\n"))}
}

// find gives the id of an organ; no code, no organ.
func (d *adminDesk) find(ctx context.Context, code string) (ids.Agency, error) {
	if code == "" {
		return ids.Agency{}, nil
	}
	row, err := d.OrganByCode(ctx, casework.CommandLine(), code)
	if fault.KindOf(err) == fault.Missing && err != nil {
		return row.ID, exitError{1, fmt.Errorf("没有代码为 %s 的机关\nno organ has the code %s", code, code)}
	}
	return row.ID, err
}
