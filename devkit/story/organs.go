// Package story is the one demo story of the hub: the organs of one district,
// their people, and cases that follow published ones. The same story feeds
// `hub dev`, `hub demo`, tests and screenshots.
//
// People are titles, never names. Facts come from a case published by the
// environment authorities of Hunan in October 2024 (gold washing with mercury);
// what was not published is left empty or marked as invented (演示虚构).
package story

import (
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/devkit/idp"
)

// Codes of the organs in the story.
const (
	Environment   = "heshan-env"
	Police        = "heshan-police"
	OtherPolice   = "ziyang-police"
	Procuratorate = "heshan-proc"
	Market        = "heshan-market"
	City          = "yiyang-env"
	Neighbour     = "nanxian-env"
	Station       = "heshan-station"
	Outsider      = "ziyang-env"
	Township      = "heshan-lanxi"
	Operator      = "hub-operator"
	Emergency     = "heshan-emergency"

	// Organs of a published claim for damage (Xuancheng, Jixi county, 2023).
	ClaimTown     = "jixi-yangxi"
	ClaimCounty   = "jixi-forestry"
	ClaimForestry = "xuancheng-forestry"
)

// roles of the development provider map to functions of the same name.
var roleMap = map[string]string{
	"desk": "desk", "handler": "handler", "legal_reviewer": "legal_reviewer", "head": "head", "liaison": "liaison",
	"procurator": "procurator", "auditor": "auditor", "operator": "operator", "coordinator": "coordinator", "admin": "admin",
}

// demoPhone is no number that can be dialled.
const demoPhone = "+8600000000000"

type person struct {
	sub, title string
	functions  []string
	duty       bool
}

type organ struct {
	casework.NewOrgan
	people []person
}

// Organs are those of one hub with their people, in the order of installation: whom
// others name comes first.
type Organs []organ

// Yiyang are the organs of the district in which most of the story plays.
var Yiyang = Organs{
	{
		NewOrgan: casework.NewOrgan{Code: City, Name: "益阳市生态环境局", ShortName: "益阳生态环境", Sector: "environment", Level: "city", Region: "430900", DocPrefix: "益环"},
		people:   []person{{"city-handler", "市局执法人员", []string{"handler", "desk"}, true}, {"city-head", "市局负责人", []string{"head"}, false}},
	},
	{
		NewOrgan: casework.NewOrgan{Code: Environment, Name: "益阳市生态环境局赫山分局", ShortName: "赫山生态环境", Sector: "environment", Level: "county", Region: "430903", ActsFor: City, Superior: City, DocPrefix: "益环赫"},
		people: []person{
			{"env-handler", "执法人员甲", []string{"handler"}, true}, {"env-handler-2", "执法人员乙", []string{"handler", "desk"}, false},
			{"env-legal", "法制审核人员", []string{"legal_reviewer"}, false}, {"env-head", "分局负责人", []string{"head"}, false}, {"env-admin", "机关管理员", []string{"admin"}, false},
			{"env-coordinator", "联席会议召集人", []string{"coordinator"}, false},
		},
	},
	{
		NewOrgan: casework.NewOrgan{Code: Police, Name: "益阳市公安局赫山分局", ShortName: "赫山公安", Sector: "police", Level: "county", Region: "430903", DocPrefix: "赫公"},
		people: []person{
			{"police-desk", "值班民警", []string{"desk", "liaison"}, true}, {"police-handler", "办案民警", []string{"handler"}, false}, {"police-head", "公安分局负责人", []string{"head"}, false}, {"police-admin", "机关管理员", []string{"admin"}, false},
		},
	},
	{
		NewOrgan: casework.NewOrgan{Code: OtherPolice, Name: "益阳市公安局资阳分局", ShortName: "资阳公安", Sector: "police", Level: "county", Region: "430902", DocPrefix: "资公"},
		people:   []person{{"police-desk", "值班民警", []string{"desk", "liaison", "handler"}, true}},
	},
	{
		NewOrgan: casework.NewOrgan{Code: Procuratorate, Name: "益阳市赫山区人民检察院", ShortName: "赫山检察", Sector: "procuratorate", Level: "county", Region: "430903", DocPrefix: "赫检"},
		people:   []person{{"procurator", "承办检察官", []string{"procurator"}, true}, {"proc-desk", "案件管理人员", []string{"desk"}, false}, {"proc-coordinator", "联席会议联络人", []string{"coordinator"}, false}},
	},
	{
		NewOrgan: casework.NewOrgan{Code: Market, Name: "益阳市赫山区市场监督管理局", ShortName: "赫山市场监管", Sector: "market", Level: "county", Region: "430903", DocPrefix: "赫市监"},
		people: []person{
			{"market-handler", "执法人员丙", []string{"handler"}, true}, {"market-legal", "法制审核人员", []string{"legal_reviewer"}, false}, {"market-head", "局负责人", []string{"head"}, false},
		},
	},
	{
		NewOrgan: casework.NewOrgan{Code: Station, Name: "益阳市生态环境监测中心赫山站", ShortName: "赫山监测站", Sector: "station", Level: "county", Region: "430903", Superior: City, DocPrefix: "益环监"},
		people:   []person{{"station-handler", "监测人员", []string{"handler"}, true}},
	},
	{
		NewOrgan: casework.NewOrgan{Code: Neighbour, Name: "益阳市生态环境局南县分局", ShortName: "南县生态环境", Sector: "environment", Level: "county", Region: "430921", ActsFor: City, Superior: City, DocPrefix: "益环南"},
		people:   []person{{"env-handler", "执法人员戊", []string{"handler", "desk"}, true}},
	},
	{
		NewOrgan: casework.NewOrgan{Code: Outsider, Name: "益阳市生态环境局资阳分局", ShortName: "资阳生态环境", Sector: "environment", Level: "county", Region: "430902", ActsFor: City, Superior: City, DocPrefix: "益环资"},
		people:   []person{{"env-handler", "执法人员丁", []string{"handler", "desk"}, true}},
	},
	{
		NewOrgan: casework.NewOrgan{Code: Township, Name: "益阳市赫山区兰溪镇人民政府", ShortName: "兰溪镇", Sector: "township", Level: "township", Region: "430903", DocPrefix: "兰政"},
		people:   []person{{"town-handler", "镇执法人员", []string{"handler", "desk"}, true}},
	},
	{
		NewOrgan: casework.NewOrgan{Code: Emergency, Name: "益阳市赫山区应急管理局", ShortName: "赫山应急管理", Sector: "other", Level: "county", Region: "430903", DocPrefix: "赫应急"},
		people:   []person{{"emergency-handler", "执法人员己", []string{"handler"}, true}, {"emergency-head", "局负责人", []string{"head"}, false}},
	},
	{
		NewOrgan: casework.NewOrgan{Code: ClaimTown, Name: "绩溪县扬溪镇人民政府", ShortName: "扬溪镇", Sector: "township", Level: "township", Region: "341824", DocPrefix: "扬政"},
		people:   []person{{"town-handler", "镇工作人员", []string{"handler", "desk"}, true}},
	},
	{
		NewOrgan: casework.NewOrgan{Code: ClaimForestry, Name: "宣城市林业局", ShortName: "宣城林业", Sector: "forestry", Level: "city", Region: "341800", DocPrefix: "宣林"},
		people:   []person{{"forest-handler", "损害赔偿经办人", []string{"handler", "desk"}, true}, {"forest-head", "局负责人", []string{"head"}, false}},
	},
	{
		NewOrgan: casework.NewOrgan{Code: ClaimCounty, Name: "绩溪县林业局", ShortName: "绩溪林业", Sector: "forestry", Level: "county", Region: "341824", Superior: ClaimForestry, DocPrefix: "绩林"},
		people:   []person{{"forest-handler", "县局工作人员", []string{"handler", "desk"}, true}},
	},
	{
		NewOrgan: casework.NewOrgan{Code: Operator, Name: "平台运行维护单位", ShortName: "平台运维", Sector: "other", Level: "city", Region: "430900"},
		people:   []person{{"operator", "系统运维人员", []string{"operator"}, false}, {"operator-2", "平台运维人员乙", []string{"operator"}, false}, {"auditor", "审计人员", []string{"auditor"}, false}},
	},
}

// Installation gives the organs as `hub seed` installs them; issuer says where
// the issuer of an organ's code lives.
func (all Organs) Installation(issuer func(code string) string, clientID string) casework.Installation {
	var in casework.Installation
	for _, o := range all {
		n := o.NewOrgan
		n.Synthetic, n.Email = true, n.Code+"@example.invalid"
		if len(o.people) > 0 {
			n.IssuerURL, n.ClientID, n.RoleMap = issuer(n.Code), clientID, roleMap
		}
		for _, p := range o.people {
			n.People = append(n.People, casework.NewPerson{
				Subject: p.sub, Name: p.title, Title: p.title, Email: p.sub + "." + n.Code + "@example.invalid", Phone: demoPhone, Functions: p.functions, OnDuty: p.duty,
			})
		}
		in.Organs = append(in.Organs, n)
	}
	return in
}

// Issuers gives the same people to the development provider.
func (all Organs) Issuers(hubURL, clientID string) []idp.Issuer {
	var out []idp.Issuer
	for _, o := range all {
		if len(o.people) == 0 {
			continue
		}
		i := idp.Issuer{Code: o.Code, Name: o.Name, Register: &idp.Registration{Scopes: partnerScopes, Audience: hubURL}, Clients: []idp.Client{
			{ID: clientID, RedirectURIs: []string{hubURL + "/login/callback/" + o.Code}, LogoutURI: hubURL + "/login/backchannel/" + o.Code},
			{ID: partnerID(o.Code), Secret: DevPartnerSecret, Scopes: partnerScopes, Audience: hubURL},
		}}
		for _, p := range o.people {
			i.Users = append(i.Users, idp.User{Sub: p.sub, Name: p.title, Title: p.title, Roles: p.functions})
		}
		out = append(out, i)
	}
	return out
}

// partnerScopes are what partner systems may ask the development provider for; the
// hub gives them no more than it has registered.
var partnerScopes = []string{"referrals.read", "referrals.write", "endpoints.write"}

func partnerID(code string) string { return code + "-system" }

// DevPartnerSecret opens nothing but the development provider, which runs inside
// the hub's own process on this machine.
const DevPartnerSecret = "development-only"
