package story

import (
	"context"
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// programmes gives the environment bureau its programmes of inspections (检查计划): an
// annual one that is public, a monthly one filed with its superior, a special one
// that waits for its head.
func programmes(ctx context.Context, env, head *Person, now func() time.Time) error {
	const root = "/v1/inspection/programmes"
	today := civil.DateOf(now())
	month := civil.Date{Year: today.Year, Month: today.Month, Day: 1}
	var p struct{ ID string }
	draft := func(kind, title string, from, to civil.Date) error {
		return env.Post(ctx, root, body{
			"kind": kind, "title": title + "（演示虚构）", "from": from.String(), "to": to.String(), "subjects": "区生态环境局执法大队", "scope": "辖区排污单位 446 家",
			"manner": "部门联合双随机为主，能非现场的不到现场", "items": "危险废物规范化环境管理；排污许可证后管理", "share": "A 级 3%，B 级 6%，C 级 9%，D 级 12%", "households": 36,
		}, 0, "", &p)
	}
	if err := draft("annual", fmt.Sprintf("%d 年度行政检查计划", today.Year), civil.Date{Year: today.Year, Month: time.January, Day: 1}, civil.Date{Year: today.Year, Month: time.December, Day: 31}); err != nil {
		return err
	}
	if err := head.Post(ctx, root+"/"+p.ID+"/approve", body{}, 0, "", nil); err != nil {
		return err
	}
	if err := env.Post(ctx, root+"/"+p.ID+"/publish", body{}, 0, "", nil); err != nil {
		return err
	}
	if err := draft("monthly", fmt.Sprintf("%d 月现场检查计划", today.Month), month, civil.DateOf(month.Start().AddDate(0, 1, -1))); err != nil {
		return err
	}
	if err := head.Post(ctx, root+"/"+p.ID+"/approve", body{}, 0, "", nil); err != nil {
		return err
	}
	if err := env.Post(ctx, root+"/"+p.ID+"/file", body{}, 0, "", nil); err != nil {
		return err
	}
	return draft("special", "汽修喷涂废气专项检查计划", today, today.AddDays(60))
}
