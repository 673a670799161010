package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Quality is how organs worked together over a period (协作质量), organ by organ, as the
// reader's organ can see it: only from cases that both take part in. It is counted when it
// is read; both sides count the same rows, and each may say something to its own.
type Quality struct {
	From, To civil.Date
	Organs   []OrganQuality
	Agencies map[ids.Agency]Agency
}

// OrganQuality is what stands to one organ, in the order of the indicators.
type OrganQuality struct {
	Agency  ids.Agency
	Figures []QualityFigure
}

// QualityFigure is one indicator of one organ.
type QualityFigure struct {
	ID    string
	Title fault.Text
	Rows  []QualityRow
}

// QualityRow is a row with what the organ itself said to it (情况说明).
type QualityRow struct {
	FigureRow
	Note    string
	NotedAt time.Time // zero: nothing was said
}

// The indicators. A request to supplement stands to the organ whose materials it was about,
// a hop to the organ that did not keep the case.
var qualityFigures = []Figure{
	{ID: "in_time", Title: fault.T("按期办理", "Done in time")},
	{ID: "late", Title: fault.T("逾期办理", "Done late")},
	{ID: "overdue", Title: fault.T("逾期未办", "Overdue")},
	{ID: "supplements", Title: fault.T("被要求补正", "Asked to supplement")},
	{ID: "hops", Title: fault.T("退回、转送", "Sent back or passed on")},
}

// QualityIndicators are the ids of the indicators.
func QualityIndicators() []string {
	out := make([]string, len(qualityFigures))
	for i, f := range qualityFigures {
		out[i] = f.ID
	}
	return out
}

// qualityNote is the kind of entry by which an organ says something to its own figure.
const qualityNote = "quality.note"

// Quality counts the period from one day to another, both included.
func (o *Office) Quality(ctx context.Context, a Actor, from, to civil.Date) (out Quality, err error) {
	if err := o.mayListMeetings(a); err != nil {
		return out, err
	}
	now := o.Now()
	if err := countable(from, to, civil.DateOf(now)); err != nil {
		return out, err
	}
	out.From, out.To = from, to
	count := bulletinCount{Bulletin: &Bulletin{}, since: from.Start(), until: to.AddDays(1).Start(), now: now}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if err := o.countQuality(ctx, q, &count); err != nil {
			return err
		}
		if out.Agencies, err = organsNamed(ctx, q, count.Figures); err != nil {
			return err
		}
		notes, err := notesTo(ctx, q, count.Figures)
		out.Organs = byOrgan(count.Figures, notes, out.Agencies)
		return err
	})
	return out, err
}

func (o *Office) countQuality(ctx context.Context, q *dbsqlc.Queries, c *bulletinCount) error {
	c.Figures = slices.Clone(qualityFigures)
	if err := o.bulletinDuties(ctx, q, c); err != nil {
		return err
	}
	asked, err := q.QualitySupplements(ctx, dbsqlc.QualitySupplementsParams{Rules: supplementRules(), Since: c.since, Until: c.until, CaseID: ids.Entry(c.only), PageSize: mostBulletinRows + 1})
	if err != nil {
		return err
	}
	for _, r := range asked {
		rule, _ := o.Rules.Edition(r.RuleID, r.Edition)
		c.add("supplements", FigureRow{Case: r.CaseID, Number: r.Number, What: rule.Title, Organ: r.OwesID, On: civil.DateOf(r.StartedAt)})
	}
	if err := bound(len(asked)); err != nil {
		return err
	}
	hops, err := q.QualityHops(ctx, dbsqlc.QualityHopsParams{Since: c.since, Until: c.until, CaseID: ids.Entry(c.only), PageSize: mostBulletinRows + 1})
	if err != nil {
		return err
	}
	for _, r := range hops {
		what := fault.T("退回", "Sent back")
		if r.State == string(referral.HandoffForwards) {
			what = fault.T("转送", "Passed on")
		}
		c.add("hops", FigureRow{Case: r.CaseID, Number: r.Number, What: what, Organ: r.ToID, On: civil.DateOf(*r.EndedAt)})
	}
	return bound(len(hops))
}

// supplementRules are the clocks that a request to supplement starts, in any procedure.
func supplementRules() (out []string) {
	for _, p := range referral.Procedures {
		step, ok := p.Step("ask_supplement")
		if !ok {
			continue
		}
		for _, s := range step.Starts {
			if !slices.Contains(out, s.Rule) {
				out = append(out, s.Rule)
			}
		}
	}
	slices.Sort(out)
	return out
}

// noteKey names a figure of an organ in a case.
type noteKey struct {
	Case      ids.Case
	Agency    ids.Agency
	Indicator string
}

// notesTo are the newest words of each organ to each of its figures in a case.
func notesTo(ctx context.Context, q *dbsqlc.Queries, figures []Figure) (map[noteKey]QualityRow, error) {
	var cases []ids.Entry
	for _, f := range figures {
		for _, r := range f.Rows {
			cases = append(cases, ids.Entry(r.Case))
		}
	}
	slices.SortFunc(cases, func(a, b ids.Entry) int { return cmp.Compare(a.String(), b.String()) })
	rows, err := q.QualityNotes(ctx, slices.Compact(cases))
	out := map[noteKey]QualityRow{}
	for _, r := range rows {
		var indicator, text string
		if json.Unmarshal(r.Indicator, &indicator) != nil {
			continue // destroyed by an order: nothing is left to show
		}
		_ = json.Unmarshal(r.Said, &text) // destroyed: the note stands without its words
		out[noteKey{r.CaseID, r.AgencyID, indicator}] = QualityRow{Note: text, NotedAt: r.RecordedAt}
	}
	return out, err
}

func byOrgan(figures []Figure, notes map[noteKey]QualityRow, names map[ids.Agency]Agency) []OrganQuality {
	at := map[ids.Agency]*OrganQuality{}
	for i, f := range figures {
		for _, r := range f.Rows {
			organ := at[r.Organ]
			if organ == nil {
				organ = &OrganQuality{Agency: r.Organ}
				for _, x := range figures {
					organ.Figures = append(organ.Figures, QualityFigure{ID: x.ID, Title: x.Title})
				}
				at[r.Organ] = organ
			}
			row := notes[noteKey{r.Case, r.Organ, f.ID}]
			row.FigureRow = r
			organ.Figures[i].Rows = append(organ.Figures[i].Rows, row)
		}
	}
	out := make([]OrganQuality, 0, len(at))
	for _, organ := range at {
		out = append(out, *organ)
	}
	slices.SortFunc(out, func(a, b OrganQuality) int {
		return cmp.Or(strings.Compare(names[a.Agency].ShortName, names[b.Agency].ShortName), strings.Compare(a.Agency.String(), b.Agency.String()))
	})
	return out
}

// NoteQuality lets an organ say something to its own figure in a case (情况说明): it stands
// beside the row wherever the row is counted, and in the record of the case. Who says
// something again replaces what was shown.
func (o *Office) NoteQuality(ctx context.Context, a Actor, id ids.Case, indicator, text string) error {
	_, err := o.meetingAct(ctx, a, id, text, func(c *meetingDeed) error {
		if !slices.Contains(QualityIndicators(), indicator) {
			return invalid("body.indicator", "没有这一指标", "There is no such indicator")
		}
		count := bulletinCount{Bulletin: &Bulletin{}, since: longAgo, until: farAhead, now: c.now, only: id}
		if err := o.countQuality(ctx, c.q, &count); err != nil {
			return err
		}
		if !slices.ContainsFunc(count.Figures, func(f Figure) bool {
			return f.ID == indicator && slices.ContainsFunc(f.Rows, func(r FigureRow) bool { return r.Organ == a.Agency })
		}) {
			return fault.New(fault.Rule, "quality.not_yours", fault.T("本案在这一指标下没有计入本机关的事项，不需要说明", "Nothing in this case counts to your organ under this indicator"))
		}
		c.kind, c.zh, c.en = qualityNote, "对协作质量指标作出说明", "An organ explained its figure"
		c.fields = map[string]any{"indicator": indicator, "text": c.reason}
		return nil
	})
	return err
}

// longAgo lies before any case of a hub.
var longAgo = time.Date(1949, time.October, 1, 0, 0, 0, 0, time.UTC)
