package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/frequency"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// The yearly cap on checks (年度检查频次上限) and its two numbers, both of a region.
const (
	capRule  = "insp_freq_cap"
	capEach  = "per_year_max"       // of one agency
	capTotal = "total_per_year_max" // of all agencies together
)

// Frequency is how often an enterprise is visited in a year, and how often it may be.
type Frequency struct {
	Year  int
	Each  []AgencyFrequency // of the agencies asked about, in their order
	Total frequency.Tally   // at the door, whoever came
	Rule  deadline.Rule     // behind the cap in total, or that of the country
}

// AgencyFrequency is the tally of one agency, with the rule behind its cap.
type AgencyFrequency struct {
	frequency.Tally
	Name string
	Rule deadline.Rule
}

// Full reports whether one more visit of these agencies would lie above a cap.
func (f Frequency) Full() bool {
	return f.Total.Full() || slices.ContainsFunc(f.Each, func(x AgencyFrequency) bool { return x.Full() })
}

// yearOf is the first and last day of the year that a cap is counted in.
func yearOf(year int) (first, last civil.Date) {
	return civil.Date{Year: year, Month: time.January, Day: 1}, civil.Date{Year: year, Month: time.December, Day: 31}
}

// visitsTo reads the visits to enterprises in a year, by code.
func visitsTo(ctx context.Context, q *dbsqlc.Queries, codes []string, year int) (map[string][]frequency.Visit, error) {
	first, last := yearOf(year)
	rows, err := q.VisitsTo(ctx, codes, first, last)
	to := map[string][]frequency.Visit{}
	for _, r := range rows {
		to[r.Code] = append(to[r.Code], frequency.Visit{Agency: ids.Agency(r.AgencyID), Door: r.Door, Type: r.CheckType, Ordered: r.Ordered, Done: r.Done, Allowed: r.Allowed})
	}
	return to, err
}

// done leaves out what is only planned: that an enterprise is going to be visited is
// sealed, that it was visited is not.
func done(visits []frequency.Visit) []frequency.Visit {
	return slices.DeleteFunc(slices.Clone(visits), func(v frequency.Visit) bool { return !v.Done })
}

// frequencyOf counts visits against the caps of agencies on a day. The cap in total is
// that of the place of the first agency. Planned visits fill a cap, and nothing else is
// said of them: their number would tell the planners of one plan, and its heads, that
// another sealed plan goes to the same enterprise (insp_draw_confidential).
func (o *Office) frequencyOf(visits []frequency.Visit, on civil.Date, agencies []Agency) Frequency {
	var asked []ids.Agency
	for _, a := range agencies {
		asked = append(asked, a.ID)
	}
	each, total := frequency.Count(visits, asked...)
	shown, atDoor := frequency.Count(done(visits), asked...)
	of := func(list []frequency.Tally, a Agency) frequency.Tally {
		return list[slices.IndexFunc(list, func(t frequency.Tally) bool { return t.Agency == a.ID })]
	}
	f := Frequency{Year: on.Year, Total: total}
	for i, a := range agencies {
		rule, n := o.capOf(capEach, on, a)
		x := AgencyFrequency{Tally: of(each, a), Name: a.ShortName, Rule: rule}
		x.Cap = n
		x.Tally = x.Sealed(of(shown, a))
		f.Each = append(f.Each, x)
		if i == 0 {
			f.Rule, f.Total.Cap = o.capOf(capTotal, on, a)
		}
	}
	f.Total = f.Total.Sealed(atDoor)
	return f
}

// capOf is a cap at the place of an agency; 0 where its region has published none.
func (o *Office) capOf(name string, on civil.Date, a Agency) (deadline.Rule, int) {
	rule, err := o.Rules.Pick(capRule, on, a.Region, a.Sector)
	if err != nil || rule.Off() {
		return rule, 0
	}
	return rule, limitOf(rule, name)
}

// limitOf is a limit of a rule by name; 0 where it has none.
func limitOf(rule deadline.Rule, name string) int {
	if i := slices.IndexFunc(rule.Limits, func(l deadline.Limit) bool { return l.Name == name }); i >= 0 {
		return rule.Limits[i].N
	}
	return 0
}

// agenciesOf reads agencies in the order they are asked for.
func agenciesOf(ctx context.Context, q *dbsqlc.Queries, list []ids.Agency) (out []Agency, err error) {
	asked := make([]ids.Entry, len(list))
	for i, a := range list {
		asked[i] = ids.Entry(a)
	}
	rows, err := q.ReadAgencies(ctx, asked)
	for _, id := range list {
		if i := slices.IndexFunc(rows, func(r Agency) bool { return r.ID == id }); i >= 0 {
			out = append(out, rows[i])
		}
	}
	return out, err
}

// Says tells the tally in words: 已查 1 次，上限 2 次, and of what is planned only that it
// fills the cap.
func Says(t frequency.Tally) fault.Text {
	zh, en := fmt.Sprintf("已查%d次", t.Done), fmt.Sprintf("visited %d times", t.Done)
	switch {
	case t.Cap > 0 && t.Done < t.Cap && t.Full():
		return fault.T(zh+fmt.Sprintf("，上限%d次，名额已满", t.Cap), en+fmt.Sprintf(", at most %d, no place left", t.Cap))
	case t.Cap > 0:
		return fault.T(zh+fmt.Sprintf("，上限%d次", t.Cap), en+fmt.Sprintf(", at most %d", t.Cap))
	}
	return fault.T(zh+"，本地没有公布上限", en+", no cap published here")
}

// over says which caps one more visit would pass, or nil. Where the rule behind one is of
// high confidence there is no way around it; else a reason and an approver are asked for.
func (f Frequency) over() (refusal *fault.Error, final bool) {
	var zh, en []string
	var behind deadline.Rule
	note := func(who, whoEN string, t frequency.Tally, rule deadline.Rule) {
		if !t.Full() {
			return
		}
		says := Says(t)
		zh, en = append(zh, who+says.ZH), append(en, whoEN+" "+says.EN)
		if len(zh) == 1 || rule.Confidence == deadline.High {
			behind = rule
		}
		final = final || rule.Confidence == deadline.High
	}
	for _, x := range f.Each {
		note(x.Name, x.Name, x.Tally, x.Rule)
	}
	note("各部门合计", "all agencies", f.Total, f.Rule)
	if len(zh) == 0 {
		return nil, false
	}
	code, askZH, askEN := "frequency.reason", "；确需检查的，写明理由，由负责人批准", "; if it is needed all the same, say why and let the head approve"
	if final {
		code, askZH, askEN = "frequency.cap", "，不得再安排日常检查；投诉举报、转办交办等个案检查不计入", "; no more routine checks. Case-driven ones do not count"
	}
	err := fault.New(fault.Rule, code, fault.T(
		fmt.Sprintf("超过%d年度检查频次上限：", f.Year)+strings.Join(zh, "；")+askZH, fmt.Sprintf("Above the cap on checks of %d: ", f.Year)+strings.Join(en, "; ")+askEN))
	return under(err, behind), final
}

// EnterpriseFrequency tells how often an enterprise was visited in a year, for one's own
// agency and at the door, with the rule (检查频次查询). What is only planned is not in it.
func (o *Office) EnterpriseFrequency(ctx context.Context, a Actor, code string, year int) (f Frequency, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return f, err
	}
	var bad complaints
	bad.text("query.code", &code, 1, 60)
	if err := bad.err(); err != nil {
		return f, err
	}
	on := civil.DateOf(o.Now())
	if year != 0 && year != on.Year {
		_, on = yearOf(year)
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		own, err := agenciesOf(ctx, q, []ids.Agency{a.Agency})
		if err != nil {
			return err
		}
		to, err := visitsTo(ctx, q, []string{code}, on.Year)
		f = o.frequencyOf(done(to[code]), on, own)
		return err
	})
	return f, err
}
