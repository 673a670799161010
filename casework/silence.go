package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Silent is an act that another organ owes and that did not come in time (逾期未办).
// It changes no legal state: it opens ways out to whoever waits.
type Silent struct {
	Clock   ClockView
	Days    int                    // since its last day
	Mine    bool                   // the actor's organ is who waits for it
	Said    *dbsqlc.Remark         // that papers are in transit, if the organ said so
	Open    rules.Silence          // what the law gives
	Basis   []fault.Basis          // the articles a letter stands on
	Annexes []string               // what goes with it
	Text    string                 // a beginning for it
	Letters []dbsqlc.SilenceLetter // of the actor's organ; a draft is the last
}

// Draft is the letter that is not sent yet.
func (x Silent) Draft() *dbsqlc.SilenceLetter {
	if n := len(x.Letters); n > 0 && x.Letters[n-1].State == "draft" {
		return &x.Letters[n-1]
	}
	return nil
}

// Silence is what one organ sees of it in one case.
type Silence struct {
	Overdue  []Silent // longest first
	Marks    []dbsqlc.MeetingMark
	Agencies map[ids.Agency]Agency
	MayMark  bool
	MayWrite bool
	MaySend  bool
	Number   string
	Now      time.Time
}

// ReadSilence gives what other organs owe and what is open to the actor's organ.
func (o *Office) ReadSilence(ctx context.Context, a Actor, id ids.Case) (Silence, error) {
	var out Silence
	now := o.Now()
	err := o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		out, err = o.silence(ctx, q, s, now)
		return err
	})
	return out, err
}

func (o *Office) silence(ctx context.Context, q *dbsqlc.Queries, s *seen, now time.Time) (Silence, error) {
	out := Silence{
		Agencies: s.Agencies, Now: now, Number: s.Case.Number,
		MayMark: s.may("meeting.mark"), MayWrite: s.may("letter.write"), MaySend: s.may("letter.send"),
	}
	var err error
	if out.Marks, err = q.ListCaseMarks(ctx, s.Case.ID); err != nil {
		return out, err
	}
	out.Overdue, err = o.silent(ctx, q, s, now)
	return out, err
}

// silent lists the acts that other organs owe and that are overdue. What organs
// agreed among themselves is never overdue, and a right is nobody's duty.
func (o *Office) silent(ctx context.Context, q *dbsqlc.Queries, s *seen, now time.Time) ([]Silent, error) {
	if !s.Snapshot.State.Open() {
		return nil, nil
	}
	late := slices.DeleteFunc(slices.Clone(s.Clocks), func(k dbsqlc.Clock) bool {
		return k.State != "running" || k.OwesID == s.actor.Agency || k.OptionRight || k.Internal || referral.Background(k.RuleID) || k.DueAt == nil || !now.After(*k.DueAt)
	})
	if len(late) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(late, func(x, y dbsqlc.Clock) int { return x.DueAt.Compare(*y.DueAt) })
	remarks, err := q.ListRemarks(ctx, s.Case.ID)
	if err != nil {
		return nil, err
	}
	letters, err := q.ListLetters(ctx, s.Case.ID, s.actor.Agency)
	if err != nil {
		return nil, err
	}
	out := make([]Silent, len(late))
	for i, k := range late {
		rule, _ := o.Rules.Edition(k.RuleID, k.Edition)
		x := Silent{
			Clock: ClockView{Row: k, Rule: rule, Light: light(k, now)}, Days: civil.DateOf(*k.DueAt).DaysUntil(civil.DateOf(now)),
			Mine: o.waits(k.RuleID, k.OwesID, partiesOf(s.Case)) == s.actor.Agency, Open: o.Rules.Silence(k.RuleID), Basis: o.groundsOf(s, k, now),
			Annexes: s.annexes(remarks),
		}
		for _, r := range remarks {
			if r.Kind == string(InTransit) && r.AgencyID == k.OwesID && !r.MadeAt.Before(k.StartedAt) {
				x.Said = &r
			}
		}
		for _, l := range letters {
			if l.ClockID == k.ID {
				x.Letters = append(x.Letters, l)
			}
		}
		x.Text = x.beginning(s)
		out[i] = x
	}
	return out, nil
}

// groundsOf are the articles that a letter on an overdue clock stands on: those of
// the rule that gives it, where one binds the sender, else those of the duty.
func (o *Office) groundsOf(s *seen, k dbsqlc.Clock, now time.Time) []fault.Basis {
	if under := o.Rules.Silence(k.RuleID).Under; under != "" {
		if rule, err := o.pick(under, s.Snapshot.Content.ActOn, civil.DateOf(now), []referral.Organ{s.Snapshot.Sender}); err == nil {
			return rule.Basis
		}
	}
	rule, _ := o.Rules.Edition(k.RuleID, k.Edition)
	return rule.Basis
}

// beginning is where the words of a letter start. A letter that a step carries
// needs reasons; the others say everything by their form.
func (x Silent) beginning(s *seen) string {
	if x.Open.Action == "" {
		return ""
	}
	owes := s.Agencies[x.Clock.Row.OwesID].ShortName
	text := fmt.Sprintf("%s应当于%s前办理“%s”，该期限已经届满，至今已逾期%d日，本机关未收到书面决定，也未收到说明。", owes, dayText(*x.Clock.Row.DueAt), x.Clock.Rule.Title.ZH, x.Days)
	if x.Said != nil {
		text += fmt.Sprintf("该机关曾说明已于%s作出决定、文书在途，至今未见。", dayText(x.Said.DecidedOn.Start()))
	}
	return text
}

func dayText(t time.Time) string { return t.In(civil.Office).Format("2006年1月2日") }

// annexes are what proves that the act was asked for and did not come.
func (s *seen) annexes(remarks []dbsqlc.Remark) []string {
	var out []string
	for _, d := range s.Documents {
		if d.Kind == "transfer_letter" && d.State != "void" {
			out = append(out, "移送书"+d.Number)
		}
	}
	if s.Case.SentAt != nil {
		out = append(out, "送达记录")
	}
	out = append(out, "期限计算说明")
	asked := 0
	for _, r := range remarks {
		if r.AgencyID == s.actor.Agency && (r.Kind == string(Call) || r.Kind == string(Reminder)) {
			asked++
		}
	}
	if asked > 0 {
		out = append(out, fmt.Sprintf("催办、电话记录%d份", asked))
	}
	return out
}
