package casework

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// fillDelay gathers what goes with a letter that urges an overdue act, or asks for
// supervision (17号第十二条: with the proof that it is overdue): how each line was counted,
// which notices reached the organ that owes it, and how often it was asked.
func (o *Office) fillDelay(ctx context.Context, q *dbsqlc.Queries, s *seen, v *documents.Case, now time.Time) error {
	late, err := o.silent(ctx, q, s, now)
	if err != nil {
		return err
	}
	var owe []ids.Agency
	for _, x := range late {
		line := documents.DelayLine{Duty: x.Clock.Rule.Title.ZH, By: s.Agencies[x.Clock.Row.OwesID].ShortName, Due: deadlineView(x.Clock.Rule, x.Clock.Row.DueAt), Days: x.Days}
		if len(x.Clock.Rule.Basis) > 0 {
			b := x.Clock.Rule.Basis[0]
			line.Basis = documents.Basis{Document: b.Document, Number: b.Number, Article: b.Article}
		}
		if line.Steps, err = o.countedIn(x.Clock); err != nil {
			return err
		}
		v.Delay.Lines = append(v.Delay.Lines, line)
		owe = append(owe, x.Clock.Row.OwesID)
	}
	told, err := q.ListCaseDeliveries(ctx, s.Case.ID)
	if err != nil {
		return err
	}
	for _, d := range told {
		if !slices.Contains(owe, d.AgencyID) || s.resource.Relation != string(referral.Sender) { // as the notices of a case are listed
			continue
		}
		line := documents.Told{To: s.Agencies[d.AgencyID].ShortName, Way: channelWords[d.Channel].zh, What: EntryTitle(s.Snapshot.Kind, d.Topic).ZH, Proof: d.Proof}
		if strings.HasPrefix(d.Topic, "clock.") {
			line.What = "期限提醒"
		}
		switch {
		case d.Channel == "inapp" && d.ReadAt != nil:
			line.At, line.Way = *d.ReadAt, "站内查阅"
		case d.Channel != "inapp" && d.SentAt != nil:
			line.At = *d.SentAt
		default:
			continue
		}
		v.Delay.Told = append(v.Delay.Told, line)
	}
	remarks, err := q.ListRemarks(ctx, s.Case.ID)
	if err != nil {
		return err
	}
	for _, r := range remarks {
		if r.AgencyID == s.actor.Agency && (r.Kind == string(Call) || r.Kind == string(Reminder)) {
			v.Delay.Asked = append(v.Delay.Asked, documents.Told{At: r.MadeAt, To: s.Agencies[r.ToID].ShortName, Way: remarkTitles[RemarkKind(r.Kind)].ZH, What: r.Text})
		}
	}
	return nil
}

// countedIn says in sentences how the line of a clock was counted.
func (o *Office) countedIn(k ClockView) ([]string, error) {
	e, err := rules.Explain(k.Rule, startOf(k.Rule, k.Row.StartedAt), o.Rules.Calendar(), pausesOf(k.Rule, store.Pauses(k.Row.Pauses)), grantsOf(store.Grants(k.Row.Grants)))
	if err != nil {
		return nil, err
	}
	steps := make([]string, len(e.Steps))
	for i, step := range e.Steps {
		steps[i] = step.Text.ZH
	}
	return steps, nil
}
