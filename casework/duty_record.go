package casework

import (
	"context"
	"fmt"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

const (
	mostDutyDays = 366 // of one 履职留痕单
	mostDuties   = 500
)

// DutyRecordOver is the dated page that shows what the law asked of the actor's organ
// from one day to another, when it was done, and the proof (履职留痕单). It is made
// anew each time, from what the organ may read.
func (o *Office) DutyRecordOver(ctx context.Context, a Actor, from, to civil.Date, format PaperFormat) (Paper, error) {
	if !o.mayList(a) {
		return Paper{}, denied("case.list")
	}
	now := o.Now()
	today := civil.DateOf(now)
	switch {
	case to.Before(from):
		return Paper{}, badPeriod("结束日期早于开始日期", "The period ends before it begins")
	case today.Before(to):
		return Paper{}, badPeriod("期间不能晚于今天", "The period may not lie in the future")
	case from.AddDays(mostDutyDays).Before(to):
		return Paper{}, badPeriod(fmt.Sprintf("一次最多%d天，请分段制作", mostDutyDays), fmt.Sprintf("%d days at most; make it in parts", mostDutyDays))
	}
	v := documents.Case{Period: documents.Period{From: from, To: to}, Paper: documents.Paper{Date: today}}
	err := o.read(ctx, a, func(q *dbsqlc.Queries) error {
		organ, err := q.ReadAgency(ctx, a.Agency)
		if err != nil {
			return err
		}
		v.Paper.Issuer = documents.Organ{Name: organ.Name, Short: organ.ShortName}
		rows, err := q.ListDutiesOver(ctx, dbsqlc.ListDutiesOverParams{OwesID: a.Agency, Since: from.Start(), Until: to.End(), PageSize: mostDuties + 1})
		if err != nil {
			return err
		}
		if len(rows) > mostDuties {
			return badPeriod(fmt.Sprintf("这段时间的事项超过%d项，请缩短期间", mostDuties), fmt.Sprintf("There are more than %d duties in it; choose a shorter period", mostDuties))
		}
		for _, r := range rows {
			rule, ok := o.Rules.Edition(r.RuleID, r.Edition)
			if !ok {
				continue
			}
			v.Synthetic = v.Synthetic || r.Synthetic
			clock := dbsqlc.Clock{State: r.State, StartedAt: r.StartedAt, DueAt: r.DueAt, EndedAt: r.EndedAt, EndedBy: r.EndedBy}
			d := dutyOf(rule, clock, now)
			d.Asked = fmt.Sprintf("%s（%s %s）", d.Asked, r.Number, r.Title)
			v.Duties = append(v.Duties, d)
		}
		return nil
	})
	if err != nil {
		return Paper{}, err
	}
	p := Paper{Name: fmt.Sprintf("履职留痕单%s至%s.%s", from, to, format), Format: format}
	if format == DOCX {
		p.Content, err = o.Documents.DOCX(documents.DutyRecord, v, documents.Copy{Version: today.String()})
	} else {
		p.Content, err = o.Documents.Render(documents.DutyRecord, v)
	}
	return p, err
}

func badPeriod(zh, en string) error {
	f := fault.New(fault.Invalid, "bad_period", fault.T(zh, en))
	f.Fields = []fault.Field{{Path: "query.to", Text: f.Detail}}
	return f
}
