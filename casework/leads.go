package casework

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Lead is one line of the table of supervision leads (监督线索表): why a procuratorate
// may look into a criminal referral that was copied to it, and what the law gives next.
type Lead struct {
	dbsqlc.ListLeadsRow
	Ground  LeadGround
	Rule    deadline.Rule // whose articles stand behind the ground, in the edition that binds the sender
	Next    deadline.Rule // of the procuratorate's step; zero: no period is given
	Days    int           // since the ground arose
	Transit bool          // the organ that owes said that papers are in transit
}

// LeadGround is a ground of the table.
type LeadGround = rules.Lead

// Leads is a page of the table, oldest first.
type Leads struct {
	Items    []Lead
	Grounds  []LeadGround // all that there are, for a filter
	Agencies map[ids.Agency]Agency
	Next     *LeadCursor
	Now      time.Time
}

// LeadCursor is where a page of the table ends.
type LeadCursor struct {
	At time.Time
	ID ids.Entry
}

// LeadFilter narrows the table. What is empty narrows nothing.
type LeadFilter struct {
	Ground   string
	Agency   ids.Agency // who transferred the case, or the police that have it
	From, To civil.Date // when the ground arose, the last day included
}

// leadsRead is what the read log calls a look at a line of the table.
const leadsRead = "supervision_leads"

// SupervisionLeads gives the table to people of a procuratorate; others are denied.
// Every case with a line on the page is noted in the read log.
func (o *Office) SupervisionLeads(ctx context.Context, a Actor, f LeadFilter, after *LeadCursor, size int) (Leads, error) {
	return o.leads(ctx, a, f, after, min(max(size, 1), MaxPage))
}

func (o *Office) leads(ctx context.Context, a Actor, f LeadFilter, after *LeadCursor, size int) (Leads, error) {
	now := o.Now()
	out := Leads{Now: now, Grounds: o.Rules.Leads()}
	if !o.mayReadLeads(a) {
		return out, denied("leads.read")
	}
	p := o.leadsQuestion(a, f, now)
	p.PageSize = int32(size + 1)
	if after != nil {
		p.After, p.AfterID = &after.At, after.ID
	}
	err := o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.ListLeads(ctx, p)
		if err != nil {
			return err
		}
		if len(rows) > size {
			rows = rows[:size]
			out.Next = &LeadCursor{rows[size-1].Since, rows[size-1].ID}
		}
		var organs []ids.Entry
		for _, r := range rows {
			for _, id := range []ids.Agency{r.SenderID, r.ReceiverID} {
				if e := ids.Entry(id); !id.IsZero() && !slices.Contains(organs, e) {
					organs = append(organs, e)
				}
			}
		}
		if out.Agencies, err = namedOrgans(ctx, q, organs); err != nil {
			return err
		}
		for _, r := range rows {
			out.Items = append(out.Items, o.lead(r, out.Agencies[r.SenderID], now))
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	return out, o.noteLeads(ctx, a, out.Items, now)
}

// mayReadLeads says whether the actor reads the table at all; the lines on it are
// cases in which its procuratorate takes part, so every reader may list them.
func (o *Office) mayReadLeads(a Actor) bool {
	return o.Access.AllowsOrgan(a.principal(), "leads.read", ownOrgan(a)) && o.mayList(a)
}

func (o *Office) leadsQuestion(a Actor, f LeadFilter, now time.Time) dbsqlc.ListLeadsParams {
	p := dbsqlc.ListLeadsParams{AgencyID: a.Agency, Ground: f.Ground, Agency: ids.Entry(f.Agency), Now: now, Filing: []string{}, Opinion: []string{}, Lapsed: []string{}}
	for _, g := range o.Rules.Leads() {
		switch g.ID {
		case "filing_overdue":
			p.Filing = g.Clocks
		case "opinion_unanswered":
			p.Opinion = g.Clocks
		case "not_reconsidered":
			p.Lapsed = g.Clocks
		}
	}
	if !f.From.IsZero() {
		at := f.From.Start()
		p.FromAt = &at
	}
	if !f.To.IsZero() {
		at := f.To.AddDays(1).Start()
		p.Until = &at
	}
	return p
}

// lead finds the articles of a line: of the clock in its own edition, else of the
// first rule that binds the sender today.
func (o *Office) lead(r dbsqlc.ListLeadsRow, sender Agency, now time.Time) Lead {
	today := civil.DateOf(now)
	l := Lead{ListLeadsRow: r, Days: max(civil.DateOf(r.Since).DaysUntil(today), 0), Transit: r.QuietUntil != nil && now.Before(*r.QuietUntil)}
	if i := slices.IndexFunc(o.Rules.Leads(), func(g LeadGround) bool { return g.ID == r.Ground }); i >= 0 {
		l.Ground = o.Rules.Leads()[i]
	}
	act, _ := civil.ParseDate(r.ActOn) // a draft may leave it open
	binding := func(id string) (deadline.Rule, bool) {
		rule, err := o.Rules.PickFor(id, act, today, sender.Region, sender.Sector)
		return rule, err == nil
	}
	if r.RuleID != "" {
		l.Rule, _ = o.Rules.Edition(r.RuleID, r.Edition)
	}
	for _, id := range l.Ground.Under {
		if rule, ok := binding(id); ok {
			l.Rule = rule
			break
		}
	}
	if l.Ground.Next != "" {
		l.Next, _ = binding(l.Ground.Next)
	}
	return l
}

// noteLeads notes one look for each case on the page. Supervision of filing is the
// procuratorate's own task: no reason is asked, and nobody supervised is told.
func (o *Office) noteLeads(ctx context.Context, a Actor, list []Lead, now time.Time) error {
	if a.Machine || len(list) == 0 {
		return nil
	}
	r := o.Access.Reading
	return o.write(ctx, a, func(tx pgx.Tx, _ *dbsqlc.Queries) error {
		batch := &store.Batch{}
		b := batch.Queries()
		noted := map[ids.Case]bool{}
		for _, l := range list {
			if noted[l.CaseID] {
				continue
			}
			noted[l.CaseID] = true
			if err := b.InsertRead(ctx, dbsqlc.InsertReadParams{
				ID: ids.New[ids.Entry](now), CaseID: l.CaseID, AgencyID: a.Agency, UserID: a.User, What: leadsRead, At: now, Number: l.Number, Function: a.function(),
				Relation: "procuratorate", Discreet: true, ReasonSince: now.Add(-r.ReasonHolds), SittingSince: now.Add(-r.Sitting),
			}); err != nil {
				return err
			}
		}
		return batch.Send(ctx, tx)
	})
}

// confidenceWord says how far a rule was checked, as the pages do.
func confidenceWord(c deadline.Confidence) fault.Text {
	switch {
	case c.Off():
		return fault.T("常见做法，依据未核实", "common practice, basis unverified")
	case c == deadline.Flagged:
		return fault.T("据转载文本", "checked in a reprint")
	}
	return fault.T("已核对原文", "checked against the text")
}

// PeriodOf writes the period of a rule.
func PeriodOf(r deadline.Rule) fault.Text {
	p := rules.Period(r.N, r.Unit)
	return fault.T(p.ZH, p.EN)
}
