package casework

import (
	"context"
	"strconv"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// PublicProgramme is a published programme of inspections (检查计划) as everybody may see it.
type PublicProgramme = dbsqlc.PublicProgramme

// mostPublicProgrammes bounds one answer, which holds what the programmes say.
const mostPublicProgrammes = 300

// PublicProgrammes lists the published programmes with a day in a year, latest first;
// year 0 is all. A withdrawn one keeps name, day and reason.
func (o *Office) PublicProgrammes(ctx context.Context, year int) (list []PublicProgramme, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		list, err = q.PublicProgrammes(ctx, o.Today(), int32(year), mostPublicProgrammes)
		return err
	})
	return list, err
}

// ProgrammeKindText names a kind of programme.
func ProgrammeKindText(kind string) fault.Text {
	switch kind {
	case Annual:
		return fault.T("年度检查计划", "Annual programme")
	case Monthly:
		return fault.T("月度检查计划", "Monthly programme")
	case Special:
		return fault.T("专项检查计划", "Special programme")
	}
	return fault.T(kind, kind)
}

// PublicProgrammesCSV is PublicProgrammes as CSV.
func (o *Office) PublicProgrammesCSV(ctx context.Context, year int) ([]byte, error) {
	list, err := o.PublicProgrammes(ctx, year)
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"计划", "机关", "类别", "开始", "结束", "检查主体", "对象范围", "检查方式", "检查项目", "检查比例", "拟检查户数", "批准机关", "批准文号", "公布日期", "撤下日期", "撤下理由"}}
	for _, p := range list {
		households := ""
		if p.Households > 0 {
			households = strconv.Itoa(int(p.Households))
		}
		rows = append(rows, []string{
			p.Title, p.Agency, ProgrammeKindText(p.Kind).ZH, p.FromOn.String(), p.ToOn.String(), p.Subjects, p.Scope, p.Manner, p.Items, p.Share, households, p.Authority, p.Document,
			p.PublishedOn.String(), p.WithdrawnOn.String(), p.WithdrawnReason,
		})
	}
	return listCSV(rows)
}
