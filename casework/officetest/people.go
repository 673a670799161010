package officetest

import (
	"encoding/json"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Organ is an agency with one actor per function. Every actor logged in just
// now, at Opening: move StepUpAt along with the clock where a head decides later,
// or use House.Do, which does.
type Organ struct {
	ID     ids.Agency
	Issuer ids.Issuer
	Code   string
	Email  string // the shared desk's

	Desk, Handler, Legal, Head, Procurator casework.Actor // zero where the organ has none
}

// All gives the actors of the organ.
func (o Organ) All() []casework.Actor {
	var all []casework.Actor
	for _, a := range []casework.Actor{o.Desk, o.Handler, o.Legal, o.Head, o.Procurator} {
		if !a.User.IsZero() {
			all = append(all, a)
		}
	}
	return all
}

type organSeed struct {
	to                               *Organ
	code, name, short, sector, docNo string
	functions                        []string
}

var titles = map[string]string{
	"desk": "联络员", "handler": "经办人", "legal_reviewer": "法制审核员", "head": "负责人", "procurator": "检察官",
}

func (h *House) seed(t testing.TB) {
	t.Helper()
	list := []organSeed{
		{&h.Env, "env", "演示区生态环境局", "区生态环境局", "environment", "演环", []string{"desk", "handler", "legal_reviewer", "head"}},
		{&h.Police, "police", "演示区公安局", "区公安局", "police", "演公", []string{"desk", "handler", "head"}},
		{&h.Procuratorate, "procuratorate", "演示区人民检察院", "区检察院", "procuratorate", "演检", []string{"desk", "procurator", "head"}},
		{&h.Market, "market", "演示区市场监督管理局", "区市场监管局", "market", "演市", []string{"desk", "handler", "legal_reviewer", "head"}},
	}
	err := store.Write(t.Context(), h.DB.App, ids.Agency{}, func(tx pgx.Tx) error {
		q := dbsqlc.New(tx)
		for _, s := range list {
			if err := h.seedOrgan(t, q, s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("officetest: seed: %v", err)
	}
}

// Another adds an organ with a desk, a handler and a head: a department that claims and is
// no environment bureau, a town that hands it a lead.
func (h *House) Another(t testing.TB, code, name, sector string) (o Organ) {
	t.Helper()
	err := store.Write(t.Context(), h.DB.App, ids.Agency{}, func(tx pgx.Tx) error {
		return h.seedOrgan(t, dbsqlc.New(tx), organSeed{&o, code, name, name, sector, "演" + code, []string{"desk", "handler", "head"}})
	})
	if err != nil {
		t.Fatalf("officetest: another organ: %v", err)
	}
	return o
}

func (h *House) seedOrgan(t testing.TB, q *dbsqlc.Queries, s organSeed) error {
	ctx, now := t.Context(), h.Clock.Now()
	*s.to = Organ{ID: ids.New[ids.Agency](now), Issuer: ids.New[ids.Issuer](now), Code: s.code, Email: "desk@" + s.code + ".example.test"}
	if err := q.InsertAgency(ctx, dbsqlc.InsertAgencyParams{
		ID: s.to.ID, Code: s.code, Name: s.name, ShortName: s.short, Sector: s.sector, Level: "county", Region: "310101",
		DocPrefix: s.docNo, Email: s.to.Email, Phone: "021-00000000", Synthetic: true, CreatedAt: now,
	}); err != nil {
		return err
	}
	if err := q.InsertIssuer(ctx, dbsqlc.InsertIssuerParams{
		ID: s.to.Issuer, AgencyID: s.to.ID, Code: s.code, Url: "https://login." + s.code + ".example.test", ClientID: "hub",
		RoleClaim: "roles", RoleMap: json.RawMessage("{}"), Enabled: true, CreatedAt: now,
	}); err != nil {
		return err
	}
	for _, function := range s.functions {
		actor, err := h.seedUser(t, q, s, function)
		if err != nil {
			return err
		}
		switch function {
		case "desk":
			s.to.Desk = actor
		case "handler":
			s.to.Handler = actor
		case "legal_reviewer":
			s.to.Legal = actor
		case "head":
			s.to.Head = actor
		case "procurator":
			s.to.Procurator = actor
		}
	}
	return nil
}

func (h *House) seedUser(t testing.TB, q *dbsqlc.Queries, s organSeed, function string) (casework.Actor, error) {
	now := h.Clock.Now()
	name := titles[function] + "甲"
	u, err := q.UpsertUser(t.Context(), dbsqlc.UpsertUserParams{
		ID: ids.New[ids.User](now), AgencyID: s.to.ID, IssuerID: s.to.Issuer, Subject: function, Name: name, Title: titles[function],
		Email: function + "@" + s.code + ".example.test", Phone: "13800000000", Functions: []string{function}, LastSeenAt: &now,
	})
	return casework.Actor{
		User: u.ID, Agency: s.to.ID, Sector: s.sector, Name: name, Functions: []string{function}, StepUpAt: now, Lang: "zh-CN",
	}, err
}
