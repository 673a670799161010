package casework

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// RemarkKind is what is said beside the procedure. None of it moves a clock.
type RemarkKind string

// Kinds of remarks.
const (
	Call      RemarkKind = "call"       // 电话记录: proof that somebody was told
	Reminder  RemarkKind = "reminder"   // 催办: one polite line to the organ that owes an act
	InTransit RemarkKind = "in_transit" // 已决定，文书在途
	Voided    RemarkKind = "voided"     // 文书作废: a paper that another hub was told of is out of use
	Corrected RemarkKind = "corrected"  // 更正文书: another one in its place
)

var remarkTitles = map[RemarkKind]fault.Text{
	Call: fault.T("电话记录", "Phone record"), Reminder: fault.T("催办提醒", "Reminder"), InTransit: fault.T("已决定，文书在途", "Decided, papers in transit"),
	Voided: fault.T("文书作废", "Paper voided"), Corrected: fault.T("更正文书", "Corrected paper"),
}

// Remark records a call or sends a reminder, which goes to an organ of another hub as a
// message (函告). What is in transit has a verb of its
// own: [Office.InTransit].
func (o *Office) Remark(ctx context.Context, a Actor, id ids.Case, kind RemarkKind, to ids.Agency, text string) (Timeline, error) {
	now := o.Now()
	title, ok := remarkTitles[kind]
	if !ok || kind != Call && kind != Reminder {
		return Timeline{}, invalid("body.kind", "没有这种记录", "There is no such kind of remark")
	}
	if text == "" {
		return Timeline{}, invalid("body.text", "请写明内容", "Say what it is about")
	}
	var t texts
	if t.clean("body.text", &text); t.err() != nil {
		return Timeline{}, t.err()
	}
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "case.remark", AnyVersion)
		if err != nil {
			return err
		}
		if !to.IsZero() && s.Organ(to) == nil {
			return invalid("body.to", "该机关不在本案中", "This organ takes no part in the case")
		}
		batch := &store.Batch{}
		b := batch.Queries()
		if err := b.InsertRemark(ctx, dbsqlc.InsertRemarkParams{
			ID: ids.New[ids.Entry](now), CaseID: id, AgencyID: a.Agency, Kind: string(kind), ToID: to, Text: text, MadeBy: a.User, MadeAt: now,
		}); err != nil {
			return err
		}
		ev, err := o.enter(ctx, q, b, entry{
			Case: id, Kind: "remark." + string(kind), OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
			Fields: map[string]any{"text": text, "to": to.String()},
		})
		if err != nil {
			return err
		}
		if kind != Call && !to.IsZero() {
			if err := o.put(ctx, q, b, notice{
				Case: id, Event: ev.ID, Agency: to, Topic: "remark." + string(kind), Level: LevelWarn, Dedup: ev.ID.String(),
				Params: NoticeParams{Number: s.Case.Number, CaseKind: s.Case.Kind, ZH: title.ZH, EN: title.EN, Link: o.link(id)},
			}, now); err != nil {
				return err
			}
			if err := o.sendNote(ctx, tx, q, batch, s, wireNote{Kind: kind, Text: text}, []ids.Agency{to}, ev, now); err != nil {
				return err
			}
			if err := o.wake(ctx, tx); err != nil {
				return err
			}
		}
		return batch.Send(ctx, tx)
	})
	if err != nil {
		return Timeline{}, err
	}
	return o.ReadTimeline(ctx, a, id)
}

// Answer confirms or objects to an act that a counterpart took down from paper.
// Whichever it is, the act and its clocks stand; an objection becomes visible
// work for both organs.
func (o *Office) Answer(ctx context.Context, a Actor, id ids.Case, event ids.Event, confirm bool, text string) (Timeline, error) {
	now := o.Now()
	state := "objected"
	if confirm {
		state = "confirmed"
	} else if text == "" {
		return Timeline{}, invalid("body.text", "请写明异议", "Say what you object to")
	}
	if err := cleanText("body.text", &text); err != nil {
		return Timeline{}, err
	}
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "record.confirm", AnyVersion)
		if err != nil {
			return err
		}
		n, err := q.SaveConfirmation(ctx, dbsqlc.SaveConfirmationParams{EventID: event, State: state, Text: text, At: &now, CaseID: id, ByID: a.Agency})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Rule, "record.nothing_to_confirm", fault.T("没有等待本机关确认的代录", "No such record waits for your organ"))
		}
		batch := &store.Batch{}
		b := batch.Queries()
		ev, err := o.enter(ctx, q, b, entry{
			Case: id, Kind: "record." + state, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
			Fields: map[string]any{"event": event.String(), "text": text},
		})
		if err != nil {
			return err
		}
		title := fault.T("确认代录", "Record confirmed")
		if !confirm {
			title = fault.T("对代录提出异议", "Objection to a record")
		}
		if err := o.put(ctx, q, b, notice{
			Case: id, Event: ev.ID, Agency: s.Case.SenderID, Topic: "record." + state, Level: LevelInfo, Dedup: ev.ID.String(),
			Params: NoticeParams{Number: s.Case.Number, CaseKind: s.Case.Kind, ZH: title.ZH, EN: title.EN, Link: o.link(id)},
		}, now); err != nil {
			return err
		}
		if err := o.wake(ctx, tx); err != nil {
			return err
		}
		return batch.Send(ctx, tx)
	})
	if err != nil {
		return Timeline{}, err
	}
	return o.ReadTimeline(ctx, a, id)
}

// SetWatch follows a case or stops following it.
func (o *Office) SetWatch(ctx context.Context, a Actor, id ids.Case, on bool) error {
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		if a.Machine || !s.may("case.watch") { // a person follows a case, a system asks for it
			return denied("case.watch")
		}
		if on {
			return q.Watch(ctx, id, a.User)
		}
		return q.Unwatch(ctx, id, a.User)
	})
}
