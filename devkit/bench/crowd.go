package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/search"
)

// crowd is a great number of cases between two organs, spread over five years,
// one in fifty of them still open. Texts differ, unlike those of copies.
type crowd struct {
	conn             *pgx.Conn
	sender, receiver ids.Agency
	now              time.Time
	have             int
}

// years are how long the crowd has been growing; both sizes cover them, so that
// the smaller one has as many months to look through.
const years = 5

// words of the facts. Which of them a case holds follows from its number.
var words = strings.Split("巡查 夜间 暗管 渗坑 旁路 在线监测 数据 干扰 取样 送检 铬 镍 氰化物 超标 倾倒 转运 填埋 焚烧 粉尘 恶臭 噪声 养殖 印染 酸洗 喷涂 电解 储罐 围堰 雨水口 总排口 河道 农田 林地 山塘 举报 照片 视频 笔录 台账 联单 许可证 台班 司机 车间 班组 停产 检修 应急 阀门 泵房", " ")

// Word frequencies that the searches ask for.
const (
	inEvery  = "废水"
	inTwenty = "铅蓄电池" // one case in 20
	inMany   = "放射源"  // one in 10,000
)

func companyOf(n int) string { return fmt.Sprintf("洞庭第%07d号金属制品有限公司", n) }
func creditOf(n int) string  { return fmt.Sprintf("9143%014d", n) }
func numberOf(n int) string  { return fmt.Sprintf("XJ-CROWD-%07d", n) }

func factsOf(n int) string {
	dice := rand.New(rand.NewPCG(uint64(n), 7))
	var b strings.Builder
	b.WriteString("经查，该单位外排" + inEvery)
	for range 30 {
		b.WriteString("，" + words[dice.IntN(len(words))])
	}
	if n%20 == 0 {
		b.WriteString("，涉" + inTwenty)
	}
	if n%10_000 == 0 {
		b.WriteString("，涉" + inMany)
	}
	return b.String()
}

// member is case n of the crowd.
type member struct {
	n            int
	id           ids.Case
	at           time.Time
	stage, facts string
}

func (c *crowd) member(n int) member {
	dice := rand.New(rand.NewPCG(uint64(n), 11))
	m := member{n: n, at: c.now.Add(-time.Duration(dice.Int64N(int64(years * 365 * 24 * time.Hour)))), stage: "closed", facts: factsOf(n)}
	if n%50 == 0 {
		m.stage = []string{"sent", "received", "decided"}[n/50%3]
	}
	m.id = ids.New[ids.Case](m.at)
	return m
}

// grow brings the crowd to n cases. The index over the keys is built at the end,
// as after a restore; the hub's own writes find it in place.
func (c *crowd) grow(ctx context.Context, n int) error {
	if _, err := c.conn.Exec(ctx, "DROP INDEX IF EXISTS case_terms_keys"); err != nil {
		return fmt.Errorf("drop the index: %w", err)
	}
	const page = 20_000
	for from := c.have; from < n; from += page {
		var list []member
		for i := from; i < min(from+page, n); i++ {
			list = append(list, c.member(i))
		}
		if err := c.write(ctx, list); err != nil {
			return err
		}
	}
	c.have = n
	for _, sql := range []string{
		"SET maintenance_work_mem = '1GB'", "CREATE INDEX case_terms_keys ON case_terms USING gin (terms) WITH (fastupdate = off)",
		"VACUUM (ANALYZE) case_terms, participations, cases, parties", "CHECKPOINT",
	} {
		if _, err := c.conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	return nil
}

func (c *crowd) write(ctx context.Context, list []member) error {
	if err := c.copy(ctx, "cases", []string{"id", "kind", "number", "title", "region", "state", "content", "owner_id", "sender_id", "receiver_id", "custody_id", "created_at", "updated_at", "sent_at"}, list, func(m member) [][]any {
		return [][]any{{m.id, "lead", numberOf(m.n), "关于" + companyOf(m.n) + "的线索", "430903", m.stage, map[string]string{"facts": m.facts}, c.sender, c.sender, c.receiver, c.receiver, m.at, m.at, m.at}}
	}); err != nil {
		return err
	}
	if err := c.copy(ctx, "participations", []string{"case_id", "agency_id", "relation", "level", "stage", "turn", "touched_at", "case_kind", "since"}, list, func(m member) [][]any {
		turn := m.stage == "sent" || m.stage == "received"
		return [][]any{{m.id, c.sender, "sender", "content", m.stage, false, m.at, "lead", m.at}, {m.id, c.receiver, "receiver", "content", m.stage, turn, m.at, "lead", m.at}}
	}); err != nil {
		return err
	}
	if err := c.copy(ctx, "parties", []string{"id", "case_id", "position", "kind", "name", "credit_code"}, list, func(m member) [][]any {
		return [][]any{{ids.New[ids.Party](m.at), m.id, 1, "enterprise", companyOf(m.n), creditOf(m.n)}}
	}); err != nil {
		return err
	}
	return c.copy(ctx, "case_terms", []string{"agency_id", "case_id", "terms"}, list, func(m member) [][]any {
		return [][]any{{c.sender, m.id, c.keys(c.sender, m)}, {c.receiver, m.id, c.keys(c.receiver, m)}}
	})
}

func (c *crowd) keys(agency ids.Agency, m member) []search.Key {
	return search.Of(agency, search.MonthOf(m.at), []string{"关于" + companyOf(m.n) + "的线索", companyOf(m.n), m.facts}, []string{numberOf(m.n), creditOf(m.n)})
}

// copy writes the rows of each member by COPY.
func (c *crowd) copy(ctx context.Context, table string, columns []string, list []member, rows func(member) [][]any) error {
	var all [][]any
	for _, m := range list {
		all = append(all, rows(m)...)
	}
	if _, err := c.conn.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(all)); err != nil {
		return fmt.Errorf("fill %s: %w", table, err)
	}
	return nil
}
