package casework

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/search"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Similar is a case that may be about the same thing (疑似重复): a person decides.
type Similar struct {
	dbsqlc.SimilarLeadsRow
	Reasons []string // enterprise, code, place
}

const (
	similarDays  = 7   // before and after
	similarLooks = 500 // cases of these days that are compared; an organ with more has other worries
	similarMost  = 10
	shortPlace   = 5 // characters under which a place is too vague to be one
)

// enterprises are names in running text: up to the word that ends them.
var enterprises = regexp.MustCompile(`[\p{Han}A-Za-z0-9（）()·]{2,24}?(?:有限责任公司|有限公司|公司|加工厂|养殖场|电镀厂|砖厂|作坊|工厂|矿山|采石场|屠宰场|洗车店|修理厂|加油站|污水处理厂|厂)`)

// openings of sentences that are no part of a name.
var openings = regexp.MustCompile(`^.*(?:举报|反映|发现|投诉|称|位于|在|的|于|附近|旁|是)`)

// named are the enterprises that a text speaks of, folded.
func named(text string) []string {
	var list []string
	for _, m := range enterprises.FindAllString(text, 20) {
		m = openings.ReplaceAllString(m, "")
		if f := search.Fold(m); len([]rune(f)) >= 4 && !slices.Contains(list, f) {
			list = append(list, f)
		}
	}
	return list
}

// likeness is what cases are compared by.
type likeness struct {
	text, place  string   // folded
	names, codes []string // folded
}

func likenessOf(facts, title, place string, names, codes []string) likeness {
	l := likeness{text: search.Fold(title + "\n" + facts), place: search.Fold(place), names: named(title + "\n" + facts)}
	for _, n := range names {
		if f := search.Fold(n); len([]rune(f)) >= 2 {
			l.names = append(l.names, f)
		}
	}
	for _, c := range codes {
		l.codes = append(l.codes, search.Fold(c))
	}
	return l
}

// shared says by what two cases are alike; nothing: they are not.
func (l likeness) shared(o likeness) (reasons []string) {
	if slices.ContainsFunc(l.codes, func(c string) bool { return slices.Contains(o.codes, c) || strings.Contains(o.text, c) }) {
		reasons = append(reasons, "code")
	}
	holds := func(names []string, other likeness) bool {
		return slices.ContainsFunc(names, func(n string) bool {
			return slices.Contains(other.names, n) || len([]rune(n)) >= 4 && strings.Contains(other.text, n)
		})
	}
	if holds(l.names, o) || holds(o.names, l) {
		reasons = append(reasons, "enterprise")
	}
	long := func(p string) bool { return len([]rune(p)) >= shortPlace }
	if long(l.place) && (long(o.place) && (strings.Contains(l.place, o.place) || strings.Contains(o.place, l.place)) || strings.Contains(o.text, l.place)) || long(o.place) && strings.Contains(l.text, o.place) {
		reasons = append(reasons, "place")
	}
	return reasons
}

// SimilarTo lists cases of the actor's organ within seven days of one that name
// the same enterprise, code or place, the newest first.
func (o *Office) SimilarTo(ctx context.Context, a Actor, id ids.Case) (out []Similar, organs map[ids.Agency]Agency, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		if !s.may("case.content") {
			return denied("case.content")
		}
		var names, codes []string
		for _, p := range s.Snapshot.Parties {
			names, codes = append(names, p.Name), append(codes, p.CreditCode)
		}
		c := s.Snapshot.Content
		out, organs, err = similar(ctx, q, a, id, s.Case.CreatedAt, likenessOf(c.Facts, s.Case.Title, c.Place, names, codes))
		return err
	})
	return out, organs, err
}

// SimilarText lists them for a text that is about to become a lead.
func (o *Office) SimilarText(ctx context.Context, a Actor, text, place string) (out []Similar, organs map[ids.Agency]Agency, err error) {
	if !o.mayList(a) {
		return nil, nil, denied("case.list")
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		out, organs, err = similar(ctx, q, a, ids.Case{}, o.Now(), likenessOf(text, "", place, nil, nil))
		return err
	})
	return out, organs, err
}

func similar(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Case, at time.Time, l likeness) ([]Similar, map[ids.Agency]Agency, error) {
	const days = similarDays * 24 * time.Hour
	rows, err := q.SimilarLeads(ctx, dbsqlc.SimilarLeadsParams{AgencyID: a.Agency, FromAt: at.Add(-days), ToAt: at.Add(days), CaseID: ids.Entry(id), Most: similarLooks})
	if err != nil {
		return nil, nil, err
	}
	var out []Similar
	var list []ids.Entry
	for _, r := range rows {
		if reasons := l.shared(likenessOf(r.Facts, r.Title, r.Place, r.Names, r.Codes)); len(reasons) > 0 && len(out) < similarMost {
			out = append(out, Similar{r, reasons})
			list = append(list, ids.Entry(r.SenderID), ids.Entry(r.ReceiverID))
		}
	}
	agencies, err := q.ReadAgencies(ctx, list)
	if err != nil {
		return nil, nil, err
	}
	organs := make(map[ids.Agency]Agency, len(agencies))
	for _, g := range agencies {
		organs[g.ID] = g
	}
	return out, organs, nil
}
