package casework

import (
	"context"
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// superior is somebody who answers for an organ.
type superior struct {
	id   ids.User
	mail bool // has an address and did not mute it
}

// fire marks the highest rung that a clock has come to, and the lower ones with
// it: whoever learns that the time is over need not be told that half of it is.
func (w *sweeper) fire(ctx context.Context, row dbsqlc.SweepClocksRow, c dbsqlc.SweptCasesRow) error {
	rule, known := w.Rules.Edition(row.RuleID, row.Edition)
	if !known { // started by a newer version of the hub that runs beside this one
		rule = deadline.Rule{ID: row.RuleID, Edition: row.Edition, Confidence: deadline.Flagged}
		rule.Title.ZH, rule.Title.EN = row.RuleID, row.RuleID
	}
	k := tracked{row: row, rule: rule}
	reached := k.reached(w.lines(w.now))
	r := highest(reached)
	if r == nil || row.Fired&r.bit != 0 {
		return nil
	}
	if err := w.b.MarkFired(ctx, reached|r.below(), row.ID); err != nil {
		return err
	}
	if c.State == string(referral.Void) || row.OptionRight && r == rungExpired {
		return nil // nobody owes anything: a right that was not used has lapsed, that is all
	}
	late := w.now.Sub(later(k.moment(r, w.Rules.Calendar()), row.QuietUntil)).Truncate(time.Second)
	w.out.Told[r.topic]++
	w.out.Latest = max(w.out.Latest, late)
	return w.tellClock(ctx, k, c, r, late)
}

// tellClock writes the notices of one rung: to the desk of the organ that owes
// the act; at the end also to its responsible superiors, and one polite line in
// the pages to the organ that waits. The ladder never leaves the owing organ, and
// an internal limit does not climb it.
func (w *sweeper) tellClock(ctx context.Context, k tracked, c dbsqlc.SweptCasesRow, r *rung, late time.Duration) error {
	title := k.rule.Title
	if k.row.Internal {
		title.ZH, title.EN = title.ZH+"（内部时限，非法定）", title.EN+" (internal limit, not statutory)"
	}
	what, dedup := fault.T(r.zh, r.en), fmt.Sprintf("clock:%s:%d:%s", k.row.ID, k.row.DueAt.Unix(), r.topic)
	if k.row.QuietUntil != nil { // the alarm is back: the same rung, told again
		dedup += fmt.Sprintf(":quiet:%d", k.row.QuietUntil.Unix())
		if r == rungExpired {
			what = fault.T("文书在途的约定时间已过，未见文书", "Papers said to be in transit have not been recorded")
		}
	}
	n := notice{
		Case: c.ID, Agency: k.row.OwesID, Topic: r.topic, Level: k.level(r), organs: w.organs, Dedup: dedup,
		Params: NoticeParams{
			Number: c.Number, CaseKind: c.Kind, ZH: what.ZH + "：" + title.ZH, EN: what.EN + ": " + title.EN,
			Link: w.link(c.ID), DueAt: k.row.DueAt, BasisZH: basisOf(k.rule), LateSeconds: int(late.Seconds()),
		},
	}
	if err := w.put(ctx, w.q, w.b, n, w.now); err != nil {
		return err
	}
	if r != rungExpired {
		return nil
	}
	if !k.row.Internal { // nobody answers to a superior for what the law does not ask
		if err := w.tellHeads(ctx, n); err != nil {
			return err
		}
	}
	waiting := w.waits(k.row.RuleID, k.row.OwesID, parties{c.SenderID, c.ReceiverID, c.CopiedID, c.SentAt != nil})
	if waiting.IsZero() {
		return nil
	}
	n.Agency, n.Topic, n.Level, n.Dedup = waiting, "clock.waiting", LevelInfo, n.Dedup+":waiting"
	n.Params.ZH = "对方机关的一项期限已到，可以电话了解进展：" + title.ZH
	n.Params.EN = "A period of the other organ has ended; a call may help: " + title.EN
	if k.row.QuietUntil != nil {
		n.Params.ZH = "对方称文书在途，约定时间已过，可以电话了解进展：" + title.ZH
		n.Params.EN = "The other organ said that its papers were in transit; the time for it is over, a call may help: " + title.EN
	}
	return w.line(ctx, w.b, n, ids.User{}, w.now)
}

// tellHeads tells those who answer for the organ. The line in the pages can't be
// muted; the mail can.
func (w *sweeper) tellHeads(ctx context.Context, n notice) error {
	heads, err := w.superiors(ctx, n.Agency)
	if err != nil {
		return err
	}
	n.Dedup += ":head"
	for _, h := range heads {
		if err := w.line(ctx, w.b, n, h.id, w.now); err != nil {
			return err
		}
		if !h.mail {
			continue
		}
		if err := w.post(ctx, w.b, n, "email", h.id, w.now); err != nil {
			return err
		}
	}
	return nil
}

func (w *sweeper) superiors(ctx context.Context, agency ids.Agency) ([]superior, error) {
	if known, ok := w.heads[agency]; ok {
		return known, nil
	}
	rows, err := w.q.HeadsOf(ctx, civil.DateOf(w.now), agency)
	if err != nil {
		return nil, err
	}
	list := make([]superior, len(rows))
	for i, h := range rows {
		rows, err := w.q.ListPreferences(ctx, h.ID)
		if err != nil {
			return nil, err
		}
		list[i] = superior{h.ID, h.Email != "" && preferencesOf(rows).Wants(rungExpired.topic, "email")}
	}
	w.heads[agency] = list
	return list, nil
}

// parties are the organs of a case among which one waits for another.
type parties struct {
	sender, receiver, copied ids.Agency
	sent                     bool
}

func partiesOf(c dbsqlc.Case) parties {
	return parties{c.SenderID, c.ReceiverID, c.CopiedID, c.SentAt != nil}
}

// waits is the organ that waits for an act: whom the table of silence names, else
// the counterpart; before anything was sent only a procuratorate whose opinion
// asked for the transfer.
func (o *Office) waits(rule string, owes ids.Agency, p parties) ids.Agency {
	named := ids.Agency{}
	switch o.Rules.Silence(rule).Waits {
	case string(referral.Sender):
		named = p.sender
	case string(referral.Receiver):
		named = p.receiver
	case string(referral.Procuratorate):
		named = p.copied
	}
	switch {
	case referral.Background(rule):
		return ids.Agency{}
	case !named.IsZero() && named != owes:
		return named
	case !p.sent:
		return p.copied
	case owes == p.sender:
		return p.receiver
	}
	return p.sender
}

// later is an instant, or the moment after a quiet that lasted longer.
func later(at time.Time, quiet *time.Time) time.Time {
	if quiet != nil && quiet.Add(fullTime).After(at) {
		return quiet.Add(fullTime)
	}
	return at
}

func basisOf(r deadline.Rule) string {
	if len(r.Basis) == 0 {
		return ""
	}
	return "《" + r.Basis[0].Document + "》" + r.Basis[0].Article
}
