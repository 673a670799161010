package story

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/identity"
)

// Inspected is what the joint inspections of the story left behind.
type Inspected struct {
	Plan    string `json:"plan"`    // drawn, sealed
	Round   string `json:"round"`   // terms hash of its draw
	Objects int    `json:"objects"` // in the pool of the published draw
	Drawn   int    `json:"drawn"`
	Digest  string `json:"digest"`
	File    []byte `json:"-"` // of the published draw

	Schedule *Scheduled `json:"schedule"` // of the sealed one
	Visited  *Visited   `json:"visited"`
}

// The pool: the 446 key enterprises that district 003 reports, here with invented
// names, codes of region 000000 and tiers.
const poolSize = 446

// tierOf spreads the pool over the four tiers.
func tierOf(i int) string {
	switch {
	case i%12 == 0:
		return "D"
	case i%5 == 0:
		return "C"
	case i%2 == 0:
		return "B"
	}
	return "A"
}

// trades name the invented enterprises.
var trades = []string{"金属表面处理", "汽车维修", "印刷包装", "食品加工", "医疗器械", "塑料制品", "家具制造", "仓储物流"}

// creditCode is an invented code with a right check character.
func creditCode(i int) string {
	head := fmt.Sprintf("91000000MA%07d", i)
	for _, check := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if ok, code, _ := identity.CheckCreditCode(head + string(check)); ok {
			return code
		}
	}
	return head + "0"
}

func objectsFile(year int) string {
	var b strings.Builder
	b.WriteString("统一社会信用代码,名称,区划,标签,风险等级,状态,正面清单自,正面清单至,正面清单理由\n")
	for i := range poolSize {
		state, positive := "存续", ",,"
		switch {
		case i%97 == 13:
			state = "注销"
		case i%41 == 7:
			positive = fmt.Sprintf("%d-01-01,%d-12-31,连续三年守法（演示虚构）", year, year+1)
		}
		fmt.Fprintf(&b, "%s,某%s有限公司%03d号（演示虚构）,003,%s,%s,%s,%s\n", creditCode(i), trades[i%len(trades)], i+1, []string{"重点", "一般"}[i%2], tierOf(i), state, positive)
	}
	return b.String()
}

// inspectors of an agency; the last certificate has run out.
func inspectorsFile(today time.Time, prefix string, n int, competence string) string {
	var b strings.Builder
	b.WriteString("编号,姓名,执法证号,有效期至,专业,请假\n")
	until := today.AddDate(2, 0, 0).Format(time.DateOnly)
	for i := range n {
		has := competence
		if i%3 == 2 {
			has += ";综合"
		}
		fmt.Fprintf(&b, "%s-%02d,执法人员%02d,DEMO-%s-%03d,%s,%s,\n", prefix, i+1, i+1, prefix, i+1, until, has)
	}
	fmt.Fprintf(&b, "%s-90,执法人员（证件到期）,DEMO-%s-090,%s,%s,\n", prefix, prefix, today.AddDate(0, -2, 0).Format(time.DateOnly), competence)
	return b.String()
}

// Inspect gives three agencies their lists and lets them draw twice: one draw waits,
// sealed, for its visits; one is done and published.
func Inspect(ctx context.Context, hub string, now func() time.Time, report func(string)) (*Inspected, error) {
	env, err := SignIn(ctx, hub, Environment, "env-handler")
	if err != nil {
		return nil, err
	}
	head, err := SignIn(ctx, hub, Environment, "env-head")
	if err != nil {
		return nil, err
	}
	market, err := SignIn(ctx, hub, Market, "market-handler")
	if err != nil {
		return nil, err
	}
	emergency, err := SignIn(ctx, hub, Emergency, "emergency-handler")
	if err != nil {
		return nil, err
	}
	const heading = "事项编码,版本,事项名称,依据,专业,公布日期\n"
	for _, a := range []struct {
		who        *Person
		items      string
		prefix     string
		inspectors int
		competence string
	}{
		{env, "HJ-01,1,危险废物规范化环境管理,生态环境法典（演示事项）,危险废物,2026-01-15\nHJ-02,1,排污许可证后管理,排污许可管理条例（演示事项）,,2026-01-15\nHJ-03,1,尚未公布的事项（演示虚构）,演示,,\n", "HJ", 7, "危险废物"},
		{market, "SC-01,1,特种设备使用安全,特种设备安全法（演示事项）,特种设备,2026-01-20\n", "SC", 6, "特种设备"},
		{emergency, "YJ-01,1,危险化学品储存安全,安全生产法（演示事项）,危险化学品,2026-01-20\n", "YJ", 6, "危险化学品"},
	} {
		if err := a.who.importList(ctx, "items", heading+a.items); err != nil {
			return nil, err
		}
		if err := a.who.importList(ctx, "inspectors", inspectorsFile(now(), a.prefix, a.inspectors, a.competence)); err != nil {
			return nil, err
		}
	}
	if err := env.importList(ctx, "objects", objectsFile(now().Year())); err != nil {
		return nil, err
	}
	report("三个部门的事项清单和名录库已导入")
	if err := programmes(ctx, env, head, now); err != nil {
		return nil, err
	}
	report("年度检查计划已公布，月度检查计划已报送备案")
	day := civil.DateOf(now())
	published, err := joint(ctx, env, day, day.AddDays(14), "第一轮部门联合抽查（演示虚构）", 3, market, emergency)
	if err != nil {
		return nil, err
	}
	report("名单已冻结，哈希已公布，现场开抽完成，结果密封")
	visited, err := Visit(ctx, hub, now, published.ID, report)
	if err != nil {
		return nil, err
	}
	if err := head.Post(ctx, "/v1/inspection/plans/"+published.ID+"/publish", body{"visits_done": true}, 0, "", &published); err != nil {
		return nil, err
	}
	report("检查完成，抽查包已公布")
	sealed, err := joint(ctx, env, day.AddDays(20), day.AddDays(80), "第二轮部门联合抽查：危险废物专题（演示虚构）", 5, market, emergency)
	if err != nil {
		return nil, err
	}
	out := &Inspected{Plan: sealed.ID, Round: sealed.Rounds[0].TermsHash, Objects: published.Rounds[0].Objects, Drawn: published.Rounds[0].Drawn, Digest: published.Rounds[0].Digest, Visited: visited}
	if out.Schedule, err = arrange(ctx, env, head, sealed.ID); err != nil {
		return nil, err
	}
	report("检查任务已生成并排期，名单仍然密封")
	out.File, err = market.Download(ctx, "/v1/inspection/plans/"+published.ID+"/draw.json")
	return out, err
}

// importList looks at a file and imports it.
func (p *Person) importList(ctx context.Context, library, text string) error {
	file := base64.StdEncoding.EncodeToString([]byte(text))
	var seen struct {
		Digest       string
		RefusedTotal int `json:"refused_total"`
	}
	if err := p.Post(ctx, "/v1/inspection/imports", body{"library": library, "file": file}, 0, "", &seen); err != nil {
		return fmt.Errorf("look at %s: %w", library, err)
	}
	if seen.RefusedTotal > 0 {
		return fmt.Errorf("%d lines of %s are refused", seen.RefusedTotal, library)
	}
	return p.Post(ctx, "/v1/inspection/imports", body{"library": library, "file": file, "apply": seen.Digest}, 0, "", nil)
}

// jointPlan is what the story reads of a plan.
type jointPlan struct {
	ID     string
	Rounds []struct {
		TermsHash string `json:"terms_hash"`
		Objects   int
		Drawn     int
		Digest    string
	}
}

// joint makes a plan, lets the others join, freezes and draws.
func joint(ctx context.Context, env *Person, from, to civil.Date, title string, percent int, others ...*Person) (p jointPlan, err error) {
	organs, err := env.Agencies(ctx)
	if err != nil {
		return p, err
	}
	items, err := env.publishedItems(ctx)
	if err != nil {
		return p, err
	}
	var invited []string
	for _, o := range others {
		invited = append(invited, organs[o.issuer])
	}
	var strata []body
	for i, tier := range []string{"A", "B", "C", "D"} {
		strata = append(strata, body{"name": tier, "numerator": percent * (i + 1), "denominator": 100, "minimum": 1})
	}
	if err := env.Post(ctx, "/v1/inspection/plans", body{
		"title": title, "check_type": "daily", "from": from.String(), "to": to.String(), "districts": []string{"003"}, "strata": strata, "per_agency": 2, "agencies": invited, "items": items,
	}, 0, "", &p); err != nil {
		return p, err
	}
	at := "/v1/inspection/plans/" + p.ID
	for _, o := range others {
		items, err := o.publishedItems(ctx)
		if err != nil {
			return p, err
		}
		if err := o.Post(ctx, at+"/join", body{"items": items}, 0, "", nil); err != nil {
			return p, err
		}
	}
	if err := env.Post(ctx, at+"/freeze", body{"mode": "open"}, 0, "", &p); err != nil {
		return p, err
	}
	return p, env.Post(ctx, at+"/draw", body{"room": "现场数 42"}, 0, "", &p)
}

func (p *Person) publishedItems(ctx context.Context) (list []string, err error) {
	var all struct {
		Items []struct {
			ID          string
			PublishedOn string `json:"published_on"`
		}
	}
	err = p.Get(ctx, "/v1/inspection/items", &all)
	for _, i := range all.Items {
		if i.PublishedOn != "" {
			list = append(list, i.ID)
		}
	}
	return list, err
}
