package story

import (
	"context"
	"fmt"

	"github.com/xianjie-hub/xianjie/casework"
)

// Province is one of two hubs of the story across a border: each has its own organs,
// database and keys.
type Province struct {
	Hub, Name, Region string
	Operator          string // code of the organ that runs it
	Organs            Organs
}

// Organs of the story across the border of Sichuan and Chongqing (2020): waste batteries
// seized in Zigong, whose buyer is found in Dazu. What was not published is invented
// (演示虚构).
const (
	Zigong              = "zigong-env"
	ZigongPolice        = "zigong-police"
	ZigongProcuratorate = "zigong-proc"
	Luzhou              = "luzhou-env" // of the same hub, and no party to it
	SichuanOperator     = "sichuan-operator"

	Dazu              = "dazu-env"
	DazuPolice        = "dazu-police"
	DazuProcuratorate = "dazu-proc"
	Yubei             = "yubei-env" // of the same hub, and no party to it
	ChongqingOperator = "chongqing-operator"
)

// DazuName is how an organ of another hub is found: its code is that hub's own.
const DazuName = "重庆市大足区生态环境局"

func bureau(o casework.NewOrgan) organ {
	o.Sector = "environment"
	return organ{NewOrgan: o, people: []person{
		{"env-handler", "执法人员甲", []string{"handler"}, true}, {"env-desk", "收发人员", []string{"desk", "liaison"}, false},
		{"env-legal", "法制审核人员", []string{"legal_reviewer"}, false}, {"env-head", "局负责人", []string{"head"}, false},
	}}
}

func police(o casework.NewOrgan) organ {
	o.Sector = "police"
	return organ{NewOrgan: o, people: []person{{"police-desk", "值班民警", []string{"desk", "liaison"}, true}, {"police-handler", "办案民警", []string{"handler"}, false}}}
}

func procuratorate(o casework.NewOrgan) organ {
	o.Sector = "procuratorate"
	return organ{NewOrgan: o, people: []person{{"procurator", "承办检察官", []string{"procurator"}, true}, {"proc-desk", "案件管理人员", []string{"desk"}, false}}}
}

func operators(o casework.NewOrgan) organ {
	o.Sector = "other"
	return organ{NewOrgan: o, people: []person{
		{"operator", "系统运维人员", []string{"operator"}, false}, {"operator-2", "平台运维人员乙", []string{"operator"}, false}, {"auditor", "审计人员", []string{"auditor"}, false},
	}}
}

// Sichuan and Chongqing are the two hubs.
var (
	Sichuan = Province{Hub: "sichuan", Name: "四川协同执法枢纽", Region: "510000", Operator: SichuanOperator, Organs: Organs{
		bureau(casework.NewOrgan{Code: Zigong, Name: "自贡市生态环境局", ShortName: "自贡生态环境", Level: "city", Region: "510300", DocPrefix: "自环"}),
		police(casework.NewOrgan{Code: ZigongPolice, Name: "自贡市公安局", ShortName: "自贡公安", Level: "city", Region: "510300", DocPrefix: "自公"}),
		procuratorate(casework.NewOrgan{Code: ZigongProcuratorate, Name: "自贡市人民检察院", ShortName: "自贡检察", Level: "city", Region: "510300", DocPrefix: "自检"}),
		bureau(casework.NewOrgan{Code: Luzhou, Name: "泸州市生态环境局", ShortName: "泸州生态环境", Level: "city", Region: "510500", DocPrefix: "泸环"}),
		operators(casework.NewOrgan{Code: SichuanOperator, Name: "四川枢纽运行维护单位", ShortName: "四川枢纽运维", Level: "province", Region: "510000"}),
	}}
	Chongqing = Province{Hub: "chongqing", Name: "重庆协同执法枢纽", Region: "500000", Operator: ChongqingOperator, Organs: Organs{
		bureau(casework.NewOrgan{Code: Dazu, Name: DazuName, ShortName: "大足生态环境", Level: "county", Region: "500111", DocPrefix: "足环"}),
		police(casework.NewOrgan{Code: DazuPolice, Name: "重庆市公安局大足区分局", ShortName: "大足公安", Level: "county", Region: "500111", DocPrefix: "足公"}),
		procuratorate(casework.NewOrgan{Code: DazuProcuratorate, Name: "重庆市大足区人民检察院", ShortName: "大足检察", Level: "county", Region: "500111", DocPrefix: "足检"}),
		bureau(casework.NewOrgan{Code: Yubei, Name: "重庆市渝北区生态环境局", ShortName: "渝北生态环境", Level: "county", Region: "500112", DocPrefix: "渝北环"}),
		operators(casework.NewOrgan{Code: ChongqingOperator, Name: "重庆枢纽运行维护单位", ShortName: "重庆枢纽运维", Level: "province", Region: "500000"}),
	}}
)

// Confirm lets an operator of the hub compare and confirm what was proposed from its
// command line: whom to trust takes two persons.
func (p Province) Confirm(ctx context.Context, hub string) error {
	operator, err := SignIn(ctx, hub, p.Operator, "operator")
	if err != nil {
		return err
	}
	organs, err := operator.Agencies(ctx)
	if err != nil {
		return err
	}
	path := "/v1/admin/agencies/" + organs[p.Operator] + "/proposals"
	var waiting struct{ Items []struct{ ID, Kind string } }
	if err := operator.Get(ctx, path, &waiting); err != nil {
		return err
	}
	for _, w := range waiting.Items {
		if w.Kind != "peer" {
			continue
		}
		if err := operator.Post(ctx, fmt.Sprintf("%s/%s/confirm", path, w.ID), nil, 0, "", nil); err != nil {
			return err
		}
	}
	return nil
}
