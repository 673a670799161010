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

// Inspected is what the joint inspections of the story left behind. Where the clock can be
// moved it is one plan from the draw to the public page.
type Inspected struct {
	Plan    string `json:"plan"`    // drawn and scheduled
	Round   string `json:"round"`   // terms hash of its draw
	Objects int    `json:"objects"` // in the pool of the published draw
	Drawn   int    `json:"drawn"`
	Digest  string `json:"digest"`
	File    []byte `json:"-"` // of the published draw

	Schedule *Scheduled `json:"schedule"`
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

// users are those inspectors who log in at the hub: by their name they are invited to
// the visits of their team.
var users = map[string]string{"HJ": "执法人员甲", "SC": "执法人员丙", "YJ": "执法人员己"}

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
		name := fmt.Sprintf("执法人员%02d", i+1)
		if i == n-1 {
			name = users[prefix]
		}
		fmt.Fprintf(&b, "%s-%02d,%s,DEMO-%s-%03d,%s,%s,\n", prefix, i+1, name, prefix, i+1, until, has)
	}
	fmt.Fprintf(&b, "%s-90,执法人员（证件到期）,DEMO-%s-090,%s,%s,\n", prefix, prefix, today.AddDate(0, -2, 0).Format(time.DateOnly), competence)
	return b.String()
}

// Inspect gives three agencies their lists and lets them draw from the whole pool: a plan
// that is drawn, sealed and scheduled. until moves the clock of the hub; with it the same
// plan is visited on the first day of its schedule, findings are handed over, results are
// published, and after the period the draw is. Without it (a hub that people use) the
// visits of today belong to a plan of four enterprises, all of which are visited.
func Inspect(ctx context.Context, hub string, now func() time.Time, until func(time.Time), report func(string)) (*Inspected, error) {
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
	t := visiting{hub: hub, now: now}
	if until == nil {
		if err := t.today(ctx, env, market, emergency); err != nil {
			return nil, err
		}
	}
	day := civil.DateOf(now())
	plan, err := joint(ctx, env, day.AddDays(20), day.AddDays(80), "部门联合抽查：危险废物专题（演示虚构）", shares(5), market, emergency)
	if err != nil {
		return nil, err
	}
	report("名单已冻结，哈希已公布，现场开抽完成，结果密封")
	out := &Inspected{Plan: plan.ID, Round: plan.Rounds[0].TermsHash, Objects: plan.Rounds[0].Objects, Drawn: plan.Rounds[0].Drawn}
	visits, err := arrange(ctx, env, head, plan.ID, out)
	if err != nil || until == nil {
		return out, err
	}
	report("检查任务已生成并排期，名单仍然密封")
	return out, t.carry(ctx, plan.ID, day.AddDays(80), visits, until, report, out)
}

// carry takes a scheduled plan through its first day and over its period to the public page.
func (t *visiting) carry(ctx context.Context, plan string, last civil.Date, visits []plannedVisit, until func(time.Time), report func(string), out *Inspected) (err error) {
	const morning = 9 * time.Hour
	visits = firstDay(visits)
	if len(visits) == 0 {
		return fmt.Errorf("nothing of plan %s is scheduled", plan)
	}
	first, err := civil.ParseDate(visits[0].Day)
	if err != nil {
		return err
	}
	if out.Visited, err = t.visit(ctx, plan, visits, func() { until(first.Start().Add(morning)) }, report); err != nil {
		return err
	}
	until(last.AddDays(1).Start().Add(morning))
	if err := t.signIn(ctx); err != nil {
		return err
	}
	var published jointPlan
	if err := t.heads[0].Post(ctx, "/v1/inspection/plans/"+plan+"/publish", body{"visits_done": false}, 0, "", &published); err != nil {
		return err
	}
	report("检查期间结束，抽查包已公布")
	out.Digest = published.Rounds[0].Digest
	out.File, err = t.market.Download(ctx, "/v1/inspection/plans/"+plan+"/draw.json")
	return err
}

// today is a plan of four enterprises that are all visited at once, and published.
func (t *visiting) today(ctx context.Context, env, market, emergency *Person) error {
	day := civil.DateOf(t.now())
	plan, err := joint(ctx, env, day, day.AddDays(14), "部门联合抽查：本周（演示虚构）", oneOfEach(), market, emergency)
	if err != nil {
		return err
	}
	var drawn struct{ Visits []struct{ Code string } }
	if err := env.Post(ctx, "/v1/inspection/plans/"+plan.ID+"/open", body{"reason": "安排检查（演示虚构）"}, 0, "", &drawn); err != nil {
		return err
	}
	var visits []plannedVisit
	for _, v := range drawn.Visits {
		visits = append(visits, plannedVisit{Code: v.Code, Day: day.String(), Half: "am"})
	}
	if _, err := t.visit(ctx, plan.ID, visits, nil, func(string) {}); err != nil {
		return err
	}
	return t.heads[0].Post(ctx, "/v1/inspection/plans/"+plan.ID+"/publish", body{"visits_done": true}, 0, "", nil)
}

// shares are ratios that grow with the risk.
func shares(percent int) (strata []body) {
	for i, tier := range []string{"A", "B", "C", "D"} {
		strata = append(strata, body{"name": tier, "numerator": percent * (i + 1), "denominator": 100, "minimum": 1})
	}
	return strata
}

// oneOfEach draws one enterprise of each tier.
func oneOfEach() (strata []body) {
	for _, tier := range []string{"A", "B", "C", "D"} {
		strata = append(strata, body{"name": tier, "numerator": 0, "denominator": 1, "minimum": 1})
	}
	return strata
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
func joint(ctx context.Context, env *Person, from, to civil.Date, title string, strata []body, others ...*Person) (p jointPlan, err error) {
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
