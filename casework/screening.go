package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	damage "github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// A screening (线索筛查) is a round in which a department that claims for damage looks
// through its channels for leads. How often, the law does not say. What was found becomes
// a claim or is not pursued, on a ground of the list; then the round is closed, and its
// sheet says what became of each.

// screeningSubject is the kind of chain a round has in the record.
const screeningSubject = "screening"

// maxCandidates bounds a round.
const maxCandidates = 500

// Screening is a round with what it found.
type Screening struct {
	dbsqlc.Screening
	Candidates []Candidate
	May        bool // the actor may run rounds
}

// Candidate is a lead that a round found.
type Candidate struct {
	dbsqlc.ListCandidatesRow
	Ground ClaimGround  // of one that is not pursued
	Claim  damage.Claim // of one that became a claim
}

// NewCandidate is what is entered of a lead.
type NewCandidate struct {
	Title, Channel, Reference, Place string
	Above                            bool // assigned from above (上级交办)
	FoundOn                          civil.Date
	Lead                             ids.Case // on this hub, if it came through it
}

// Counted says how many leads of a round stand where.
func (s Screening) Counted(decision string) (n int) {
	for _, c := range s.Candidates {
		if c.Decision == decision {
			n++
		}
	}
	return n
}

// mayScreen: whoever may begin a claim runs rounds for the organ.
func (o *Office) mayScreen(a Actor) bool {
	return referral.Procedures[referral.Compensation].MaySend(referral.Sector(a.Sector)) && !o.policyDenies(a, referral.Compensation, ids.Agency{})
}

func (o *Office) mayReadScreenings(a Actor) bool {
	return referral.Procedures[referral.Compensation].MaySend(referral.Sector(a.Sector)) && o.mayList(a)
}

func screeningDenied() *fault.Error {
	return fault.New(fault.Denied, "not_allowed", fault.T("线索筛查由负责索赔的部门的经办人员和负责人办理", "Screening is done by handlers and heads of a department that claims"))
}

// Screenings lists the rounds of the actor's organ, the newest first.
func (o *Office) Screenings(ctx context.Context, a Actor) (list []dbsqlc.ListScreeningsRow, may bool, err error) {
	if !o.mayReadScreenings(a) {
		return nil, false, screeningDenied()
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		list, err = q.ListScreenings(ctx, a.Agency)
		return err
	})
	return list, o.mayScreen(a), err
}

// ReadScreening gives one round.
func (o *Office) ReadScreening(ctx context.Context, a Actor, id ids.Entry) (s Screening, err error) {
	if !o.mayReadScreenings(a) {
		return s, screeningDenied()
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		row, err := q.ReadScreening(ctx, id, a.Agency)
		if err != nil {
			return orMissing(err)
		}
		s, err = o.screeningIn(ctx, q, a, row)
		return err
	})
	return s, err
}

func (o *Office) screeningIn(ctx context.Context, q *dbsqlc.Queries, a Actor, row dbsqlc.Screening) (Screening, error) {
	s := Screening{Screening: row, May: o.mayScreen(a)}
	rows, err := q.ListCandidates(ctx, row.ID)
	if err != nil {
		return s, err
	}
	for _, r := range rows {
		c := Candidate{ListCandidatesRow: r}
		c.Ground, _ = o.Rules.Book().ClaimGround(r.Ground)
		var flags referral.Flags
		if err := json.Unmarshal(r.ClaimFlags, &flags); err != nil {
			return s, fmt.Errorf("read flags of a claim: %w", err)
		}
		c.Claim = flags.Claim
		s.Candidates = append(s.Candidates, c)
	}
	return s, nil
}

// NewScreening is what a round looks through.
type NewScreening struct {
	Title    string
	From, To civil.Date
	Sources  []string
}

// OpenScreening opens a round; rounds are counted within the year of their last day.
func (o *Office) OpenScreening(ctx context.Context, a Actor, in NewScreening) (s Screening, err error) {
	var bad complaints
	bad.text("body.title", &in.Title, 2, 120)
	if in.From.IsZero() || in.To.IsZero() || in.To.Before(in.From) {
		bad.add("body.to", "请填写筛查期间，截止日期不能早于起始日期", "Give the time that is screened; it ends after it begins")
	}
	if len(in.Sources) == 0 {
		bad.add("body.sources", "请选择线索渠道", "Choose the channels")
	}
	for i, x := range in.Sources {
		if !knownChannel(x) {
			bad.add(fmt.Sprintf("body.sources[%d]", i), "没有这种线索渠道", "There is no such channel")
		}
	}
	if err := bad.err(); err != nil {
		return s, err
	}
	now := o.Now()
	err = o.screeningDeed(ctx, a, func(q *dbsqlc.Queries) error {
		if err := q.OneRoundAtATime(ctx, a.Agency.String()); err != nil {
			return err
		}
		last, err := q.LastRound(ctx, a.Agency, int32(in.To.Year))
		if err != nil {
			return err
		}
		row := dbsqlc.Screening{ID: ids.New[ids.Entry](now), AgencyID: a.Agency, Year: int32(in.To.Year), Round: last + 1}
		if err := q.InsertScreening(ctx, dbsqlc.InsertScreeningParams{
			ID: row.ID, AgencyID: a.Agency, Year: row.Year, Round: row.Round, Title: in.Title, FromOn: in.From, ToOn: in.To, Sources: in.Sources, OpenedAt: now, OpenedBy: a.Name,
		}); err != nil {
			return err
		}
		if err := o.enterScreening(ctx, q, a, row.ID, now, "screening.open", map[string]any{"year": row.Year, "round": row.Round, "from": in.From.String(), "until": in.To.String(), "sources": in.Sources}); err != nil {
			return err
		}
		s, err = o.reread(ctx, q, a, row.ID)
		return err
	})
	return s, err
}

func knownChannel(x string) bool {
	return slices.ContainsFunc(referral.LeadChannels, func(c referral.Choice) bool { return c.Value == x })
}

// AddCandidates enters leads into an open round.
func (o *Office) AddCandidates(ctx context.Context, a Actor, id ids.Entry, list []NewCandidate) (s Screening, err error) {
	var bad complaints
	for i := range list {
		c, at := &list[i], fmt.Sprintf("body.items[%d].", i)
		bad.text(at+"title", &c.Title, 2, 200)
		bad.text(at+"reference", &c.Reference, 0, 100)
		bad.text(at+"place", &c.Place, 0, 200)
		if !knownChannel(c.Channel) {
			bad.add(at+"channel", "没有这种线索渠道", "There is no such channel")
		}
	}
	if len(list) == 0 {
		bad.add("body.items", "请填写线索", "Give the leads")
	}
	bad.list = bad.list[:min(len(bad.list), 20)] // a person mends the first errors first
	if err := bad.err(); err != nil {
		return s, err
	}
	now := o.Now()
	err = o.screeningDeed(ctx, a, func(q *dbsqlc.Queries) error {
		have, err := o.openRound(ctx, q, a, id)
		if err != nil {
			return err
		}
		if len(have.Candidates)+len(list) > maxCandidates {
			return fault.New(fault.Rule, "screening.full", fault.T("一轮筛查的线索过多，请分轮办理", "Too many leads for one round"))
		}
		for i, c := range list {
			if !c.Lead.IsZero() {
				if _, err := o.open(ctx, q, a, c.Lead); err != nil {
					return invalid(fmt.Sprintf("body.items[%d].lead", i), "没有这个案件，或者本机关看不到", "There is no such case, or your organ may not see it")
				}
			}
			if err := q.InsertCandidate(ctx, dbsqlc.InsertCandidateParams{
				ID: ids.New[ids.Entry](now), ScreeningID: id, AgencyID: a.Agency, Seq: int32(len(have.Candidates) + i + 1), Title: c.Title, Channel: c.Channel, Above: c.Above,
				Reference: c.Reference, Place: c.Place, FoundOn: c.FoundOn, LeadID: ids.Entry(c.Lead),
			}); err != nil {
				return err
			}
		}
		if err := o.enterScreening(ctx, q, a, id, now, "screening.add", map[string]any{"found": len(list)}); err != nil {
			return err
		}
		s, err = o.reread(ctx, q, a, id)
		return err
	})
	return s, err
}

// CloseScreening closes a round in which every lead was decided on (销号). What became of
// each stays on its sheet.
func (o *Office) CloseScreening(ctx context.Context, a Actor, id ids.Entry, text string) (s Screening, err error) {
	var t texts
	t.clean("body.text", &text)
	if err := t.err(); err != nil {
		return s, err
	}
	now := o.Now()
	err = o.screeningDeed(ctx, a, func(q *dbsqlc.Queries) error {
		have, err := o.openRound(ctx, q, a, id)
		if err != nil {
			return err
		}
		if n := have.Counted(""); n > 0 {
			return fault.New(fault.Rule, "screening.undecided", fault.T(fmt.Sprintf("还有%d条线索没有决定是否启动索赔，不能结束本轮筛查", n), fmt.Sprintf("%d leads are not decided on: the round cannot be closed", n)))
		}
		if err := q.SaveScreening(ctx, dbsqlc.SaveScreeningParams{ID: id, State: "closed", Closing: text, ClosedAt: &now, ClosedBy: a.Name}); err != nil {
			return err
		}
		if err := o.enterScreening(ctx, q, a, id, now, "screening.close", map[string]any{"found": len(have.Candidates), "claims": have.Counted("claim"), "not_pursued": have.Counted("not_pursued")}); err != nil {
			return err
		}
		s, err = o.reread(ctx, q, a, id)
		return err
	})
	return s, err
}

// screeningDeed is a transaction of somebody who may run rounds.
func (o *Office) screeningDeed(ctx context.Context, a Actor, f func(*dbsqlc.Queries) error) error {
	if !o.mayScreen(a) {
		return screeningDenied()
	}
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error { return f(q) })
}

// openRound locks a round that is still open.
func (o *Office) openRound(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry) (Screening, error) {
	row, err := q.LockScreening(ctx, id, a.Agency)
	if err != nil {
		return Screening{}, orMissing(err)
	}
	if row.State != "open" {
		return Screening{}, fault.New(fault.Rule, "screening.closed", fault.T("本轮筛查已经结束", "This round is closed"))
	}
	return o.screeningIn(ctx, q, a, row)
}

func (o *Office) reread(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry) (Screening, error) {
	row, err := q.ReadScreening(ctx, id, a.Agency)
	if err != nil {
		return Screening{}, err
	}
	return o.screeningIn(ctx, q, a, row)
}

// enterScreening writes into the chain of a round: numbers and decisions, no texts.
func (o *Office) enterScreening(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry, now time.Time, kind string, fields map[string]any) error {
	_, err := o.enter(ctx, q, q, entry{Subject: record.Subject{Kind: screeningSubject, ID: id.String()}, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: fields})
	return err
}
