package casework

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/identity"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// The lines of the three libraries, from cell to row.

type itemLine struct {
	ID          ids.Entry   `json:"id"`
	Code        string      `json:"code"`
	Version     int         `json:"version"`
	Title       string      `json:"title"`
	Basis       string      `json:"basis"`
	Competence  string      `json:"competence"`
	PublishedOn *civil.Date `json:"published_on"`
	WithdrawnOn *civil.Date `json:"withdrawn_on"`
}

func (o *Office) readItems(ctx context.Context, q *dbsqlc.Queries, a Actor, s sheet, r *ImportReport) (func() error, error) {
	rows, err := q.ListCheckItems(ctx, false, a.Agency)
	if err != nil {
		return nil, err
	}
	type key struct {
		code    string
		version int
	}
	have := map[key]CheckItem{}
	for _, x := range rows {
		have[key{x.Code, int(x.Version)}] = x
	}
	seen, take, now := map[key]bool{}, []itemLine{}, o.Now()
	for _, row := range s.rows {
		l := lineReader{s: s, row: row, r: r}
		version, err := strconv.Atoi(l.text("version", 6, true))
		if err != nil || version < 1 {
			l.refuse("version", "版本应为1、2、3……", "is no version 1, 2, 3 …")
		}
		x := itemLine{
			ID: ids.New[ids.Entry](now), Code: l.text("code", 60, true), Version: version, Title: l.text("title", 300, true), Basis: l.text("basis", 500, true),
			Competence: l.text("competence", 40, false), PublishedOn: l.day("published_on"), WithdrawnOn: l.day("withdrawn_on"),
		}
		k := key{x.Code, x.Version}
		old, there := have[k]
		switch {
		case l.bad:
			continue
		case seen[k]:
			l.refuse("code", "同一编码和版本在文件中出现两次", "stands twice in the file")
			continue
		case there && !old.PublishedOn.IsZero() && (old.Title != x.Title || old.Basis != x.Basis || old.Competence != x.Competence || x.PublishedOn == nil || *x.PublishedOn != old.PublishedOn):
			l.refuse("version", "该版本已经公布，不能改写；内容有变化的请用新的版本号", "was published and cannot be rewritten; use a new version")
			continue
		}
		seen[k] = true
		if r.known(there, there && old.Title == x.Title && old.Basis == x.Basis && old.Competence == x.Competence && sameDay(old.PublishedOn, x.PublishedOn) && sameDay(old.WithdrawnOn, x.WithdrawnOn)) {
			take = append(take, x)
		}
	}
	return func() error { return saveLines(ctx, take, now, a, q.UpsertCheckItems) }, nil
}

type objectLine struct {
	ID             ids.Entry   `json:"id"`
	Code           string      `json:"code"`
	Name           string      `json:"name"`
	District       string      `json:"district"`
	Tags           []string    `json:"tags"`
	Tier           string      `json:"tier"`
	Closed         bool        `json:"closed"`
	PositiveFrom   *civil.Date `json:"positive_from"`
	PositiveTo     *civil.Date `json:"positive_to"`
	PositiveReason string      `json:"positive_reason"`
}

// closedWords say that an enterprise is no more.
var closedWords = []string{"注销", "吊销", "停业", "closed"}

func (o *Office) readObjects(ctx context.Context, q *dbsqlc.Queries, a Actor, s sheet, r *ImportReport) (func() error, error) {
	rows, err := q.AllCheckObjects(ctx, a.Agency)
	if err != nil {
		return nil, err
	}
	have, seen := map[string]CheckObject{}, map[string]bool{}
	for _, x := range rows {
		have[x.Code] = x
	}
	take, now := []objectLine{}, o.Now()
	for _, row := range s.rows {
		l := lineReader{s: s, row: row, r: r}
		state := l.text("state", 20, false)
		_, code, warning := identity.CheckCreditCode(l.text("code", 40, true))
		x := objectLine{
			ID: ids.New[ids.Entry](now), Code: code, Name: l.text("name", 200, true), District: l.text("district", 60, false), Tags: parts(l.text("tags", 300, false)),
			Tier: strings.ToUpper(l.text("tier", 1, false)), Closed: slices.Contains(closedWords, state),
			PositiveFrom: l.day("positive_from"), PositiveTo: l.day("positive_to"), PositiveReason: l.text("positive_reason", 200, false),
		}
		if x.Tier != "" && !slices.Contains(riskTiers, x.Tier) {
			l.refuse("tier", "风险等级应为A、B、C、D", "is none of A, B, C, D")
		}
		if (x.PositiveFrom == nil) != (x.PositiveTo == nil) || x.PositiveFrom != nil && x.PositiveTo.Before(*x.PositiveFrom) {
			l.refuse("positive_to", "正面清单应有起止日期，止不早于起", "needs a first and a last day, in order")
		}
		if x.PositiveFrom != nil && x.PositiveReason == "" {
			l.refuse("positive_reason", "列入正面清单应写明理由", "is needed for the positive list")
		}
		if seen[x.Code] {
			l.refuse("code", "同一代码在文件中出现两次", "stands twice in the file")
		}
		if l.bad {
			continue
		}
		seen[x.Code] = true
		if warning.ZH != "" {
			r.warn(row.line, "code", warning)
		}
		old, there := have[x.Code]
		if r.known(there, there && old.Name == x.Name && old.District == x.District && slices.Equal(old.Tags, x.Tags) && old.Tier == x.Tier && old.Closed == x.Closed &&
			sameDay(old.PositiveFrom, x.PositiveFrom) && sameDay(old.PositiveTo, x.PositiveTo) && old.PositiveReason == x.PositiveReason) {
			take = append(take, x)
		}
	}
	return func() error { return saveLines(ctx, take, now, a, q.UpsertCheckObjects) }, nil
}

// riskTiers are those of credit risk classification (国市监信发〔2022〕6号).
var riskTiers = []string{"A", "B", "C", "D"}

type inspectorLine struct {
	ID               ids.Entry   `json:"id"`
	Number           string      `json:"number"`
	Name             string      `json:"name"`
	Certificate      string      `json:"certificate"`
	CertificateUntil *civil.Date `json:"certificate_until"`
	Competences      []string    `json:"competences"`
	Leaves           []Away      `json:"leaves"`
	RecusedFrom      []string    `json:"recused_from"`
	Territory        []string    `json:"territory"` // 负责区划; none: all
}

func (o *Office) readInspectors(ctx context.Context, q *dbsqlc.Queries, a Actor, s sheet, r *ImportReport) (func() error, error) {
	list, err := inspectorsOf(ctx, q, a)
	if err != nil {
		return nil, err
	}
	have, seen := map[string]Inspector{}, map[string]bool{}
	for _, x := range list {
		have[x.Number] = x
	}
	take, now := []inspectorLine{}, o.Now()
	for _, row := range s.rows {
		l := lineReader{s: s, row: row, r: r}
		x := inspectorLine{
			ID: ids.New[ids.Entry](now), Number: l.text("number", 40, true), Name: l.text("name", 60, true), Certificate: l.text("certificate", 60, false),
			CertificateUntil: l.day("certificate_until"), Competences: parts(l.text("competences", 300, false)), Leaves: []Away{}, RecusedFrom: parts(l.text("recused_from", 1000, false)), Territory: parts(l.text("territory", 1000, false)),
		}
		slices.Sort(x.Competences)
		for _, p := range parts(l.text("leaves", 500, false)) {
			from, to, _ := strings.Cut(strings.NewReplacer("～", "~", "至", "~").Replace(p), "~")
			f, fine := anyDay(strings.TrimSpace(from))
			t, also := anyDay(strings.TrimSpace(to))
			if !fine || !also || t.Before(f) {
				l.refuse("leaves", "请假应写成2026-10-01~2026-10-07，多段用分号隔开", "is no leave such as 2026-10-01~2026-10-07")
				break
			}
			x.Leaves = append(x.Leaves, Away{f, t})
		}
		if x.Certificate != "" && x.CertificateUntil == nil {
			l.refuse("certificate_until", "有执法证的应填有效期", "is needed for a certificate")
		}
		if seen[x.Number] {
			l.refuse("number", "同一编号在文件中出现两次", "stands twice in the file")
		}
		if l.bad {
			continue
		}
		seen[x.Number] = true
		if x.Certificate == "" {
			r.warn(row.line, "certificate", uncertified)
		}
		old, there := have[x.Number]
		if there && !s.has("territory") { // a file of an older form says nothing of it
			x.Territory = old.Territory
		}
		if r.known(there, there && old.Name == x.Name && old.Certificate == x.Certificate && sameDay(old.CertificateUntil, x.CertificateUntil) &&
			slices.Equal(old.Competences, x.Competences) && slices.Equal(old.Leaves, x.Leaves) && slices.Equal(old.RecusedFrom, x.RecusedFrom) && slices.Equal(old.Territory, x.Territory)) {
			take = append(take, x)
		}
	}
	return func() error { return saveLines(ctx, take, now, a, q.UpsertInspectors) }, nil
}

func sameDay(have civil.Date, want *civil.Date) bool {
	if want == nil {
		return have.IsZero()
	}
	return have == *want
}

func saveLines[T any](ctx context.Context, lines []T, now time.Time, a Actor, save func(context.Context, ids.Agency, time.Time, json.RawMessage) error) error {
	raw, err := json.Marshal(lines)
	if err != nil {
		return err
	}
	return save(ctx, a.Agency, now, raw)
}
