package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// WriteLetter keeps the draft of the letter on an overdue clock. Nobody but the
// organ that waits sees it; its head sends it.
func (o *Office) WriteLetter(ctx context.Context, a Actor, id ids.Case, clock ids.Clock, text string) (Silence, error) {
	if err := cleanText("body.text", &text); err != nil {
		return Silence{}, err
	}
	now := o.Now()
	var out Silence
	err := o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "letter.write", AnyVersion)
		if err != nil {
			return err
		}
		x, err := o.unanswered(ctx, q, s, clock, now)
		if err != nil {
			return err
		}
		if _, err := q.SaveLetterDraft(ctx, draftOf(s, x, text, now)); err != nil {
			return err
		}
		out, err = o.silence(ctx, q, s, now)
		return err
	})
	return out, err
}

func draftOf(s *seen, x Silent, text string, now time.Time) dbsqlc.SaveLetterDraftParams {
	return dbsqlc.SaveLetterDraftParams{
		ID: ids.New[ids.Entry](now), CaseID: s.Case.ID, AgencyID: s.actor.Agency, ClockID: x.Clock.Row.ID, Kind: x.Open.Letter, Text: text, WrittenAt: now,
	}
}

// SendLetter issues the letter on an overdue clock and tells the organ that owes
// the act: a decision of the head of the organ that waits, after a fresh login. The
// version is that of the draft which the head has read; 0 where there is none. A
// letter that a step of the procedure carries is sent by that step.
func (o *Office) SendLetter(ctx context.Context, a Actor, id ids.Case, clock ids.Clock, version int64, number string) (Silence, error) {
	now := o.Now()
	var out Silence
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "letter.send", AnyVersion)
		if err != nil {
			return err
		}
		if err := o.recentLogin(a, now); err != nil {
			return err
		}
		x, err := o.unanswered(ctx, q, s, clock, now)
		if err != nil {
			return err
		}
		text, err := x.readyToSend(version, civil.DateOf(now))
		if err != nil {
			return err
		}
		draft, err := q.SaveLetterDraft(ctx, draftOf(s, x, text, now))
		if err != nil {
			return err
		}
		if err := o.issueLetter(ctx, tx, q, s, x, draft, text, number, now); err != nil {
			return err
		}
		if s, err = o.open(ctx, q, a, id); err != nil {
			return err
		}
		out, err = o.silence(ctx, q, s, now)
		return err
	})
	return out, err
}

// unanswered finds the overdue act, if this organ is who waits for it.
func (o *Office) unanswered(ctx context.Context, q *dbsqlc.Queries, s *seen, clock ids.Clock, now time.Time) (Silent, error) {
	list, err := o.silent(ctx, q, s, now)
	if err != nil {
		return Silent{}, err
	}
	i := slices.IndexFunc(list, func(x Silent) bool { return x.Clock.Row.ID == clock })
	if i < 0 {
		return Silent{}, fault.New(fault.Rule, "silence.not_overdue", fault.T("该期限没有届满，或者已经办结，不需要发函", "This period has not ended, or was met: no letter is called for"))
	}
	if x := list[i]; !x.Mine {
		err := fault.New(fault.Rule, "silence.not_waiting", fault.T("等待这一事项的是其他机关；本机关可以提醒、记录电话或者列入联席会议", "Another organ waits for this act; yours may remind, note a call, or put it on the joint meeting"))
		if len(x.Basis) > 0 {
			err = err.Under(x.Clock.Row.RuleID, x.Basis[0])
		}
		return x, err
	}
	return list[i], nil
}

// readyToSend gives the words of the letter, or why it can't be sent now.
func (x Silent) readyToSend(version int64, today civil.Date) (string, error) {
	if x.Open.Action != "" {
		err := fault.New(fault.Rule, "silence.by_step", fault.T("这份文书由相应的办理步骤发出，请在下一步中办理", "This letter is sent by a step of the procedure: take that step"))
		err.Allowed = []string{x.Open.Action}
		return "", err
	}
	text, have := x.Text, int64(0)
	if d := x.Draft(); d != nil {
		text, have = d.Text, d.Version
	}
	if version != have {
		return "", fault.New(fault.Stale, "stale", fault.T("草稿已被修改，请重新阅读后再发出", "The draft was changed in the meantime; read it again before sending"))
	}
	for _, l := range x.Letters {
		if l.SentAt != nil && civil.DateOf(*l.SentAt) == today {
			return "", fault.New(fault.Rule, "silence.sent_today", fault.T("今天已经就这一期限发过函", "A letter on this period was sent today"))
		}
	}
	return text, nil
}

func (o *Office) issueLetter(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, s *seen, x Silent, draft ids.Entry, text, number string, now time.Time) error {
	info, ok := documents.InfoOf(documents.Kind(x.Open.Letter))
	if !ok {
		return fmt.Errorf("send a letter: no kind of document %s", x.Open.Letter)
	}
	view, err := o.letterView(ctx, q, s, x, text, now)
	if err != nil {
		return err
	}
	batch := &store.Batch{}
	b := batch.Queries()
	made, err := o.makePaper(ctx, q, b, s, info, view, number, now)
	if err != nil {
		return err
	}
	if _, err := b.SendLetter(ctx, draft, made.id, &now); err != nil {
		return err
	}
	ev, err := o.enter(ctx, q, b, entry{
		Case: s.Case.ID, Kind: "silence.letter", OccurredAt: now, RecordedAt: now, Agency: s.actor.Agency, Actor: s.actor,
		Fields: map[string]any{
			"clock": x.Clock.Row.ID.String(), "rule": x.Clock.Row.RuleID, "to": x.Clock.Row.OwesID.String(), "kind": info.Kind, "document": made.id.String(),
			"document_no": made.number, "sha256": made.sha256, "text": text,
		},
	})
	if err != nil {
		return err
	}
	if err := o.put(ctx, q, b, notice{
		Case: s.Case.ID, Event: ev.ID, Agency: x.Clock.Row.OwesID, Topic: "remark.letter", Level: LevelWarn, Dedup: ev.ID.String(),
		Params: NoticeParams{Number: s.Case.Number, CaseKind: s.Case.Kind, ZH: "收到" + info.ZH, EN: info.EN, Link: o.link(s.Case.ID), DueAt: x.Clock.Row.DueAt, BasisZH: basisOf(x.Clock.Rule)},
	}, now); err != nil {
		return err
	}
	if s.Agencies[x.Clock.Row.OwesID].Peer != "" {
		paper, err := o.enclosePaper(ctx, dbsqlc.ListDocumentsRow{ID: made.id, Kind: string(info.Kind), Number: made.number, Sha256: made.sum[:], IssuedAt: now})
		if err != nil {
			return err
		}
		if err := o.sendNote(ctx, tx, q, batch, s, wireNote{Kind: Reminder, Text: info.ZH + " " + made.number + "\n" + text}, []ids.Agency{x.Clock.Row.OwesID}, ev, now, paper); err != nil {
			return err
		}
	}
	if err := o.wake(ctx, tx); err != nil {
		return err
	}
	if err := batch.Send(ctx, tx); err != nil {
		return numberTaken(err)
	}
	return nil
}

// PreviewLetter renders the letter as it would be sent now, marked as a draft.
func (o *Office) PreviewLetter(ctx context.Context, a Actor, id ids.Case, clock ids.Clock, format PaperFormat) (Paper, error) {
	now := o.Now()
	var view documents.Case
	var kind documents.Kind
	var s *seen
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		if s, err = o.open(ctx, q, a, id); err != nil {
			return err
		}
		if !s.may("letter.write") && !s.may("letter.send") {
			return missing()
		}
		x, err := o.unanswered(ctx, q, s, clock, now)
		if err != nil {
			return err
		}
		text := x.Text
		if d := x.Draft(); d != nil {
			text = d.Text
		}
		kind = documents.Kind(x.Open.Letter)
		view, err = o.letterView(ctx, q, s, x, text, now)
		return err
	})
	if err != nil {
		return Paper{}, err
	}
	info, _ := documents.InfoOf(kind)
	view.Paper.Draft, view.Paper.Date = true, civil.DateOf(now)
	p := Paper{Name: info.ZH + "." + string(format), Format: format}
	if format == DOCX {
		p.Content, err = o.Documents.DOCX(kind, view, documents.Copy{Version: fmt.Sprintf("案件第%d版", s.Case.Version)})
	} else {
		p.Content, err = o.Documents.Render(kind, view)
	}
	if err != nil {
		return Paper{}, err
	}
	return p, o.noteRead(ctx, s, "preview:"+string(kind), "", now)
}

// letterView fills the view of a letter on silence.
func (o *Office) letterView(ctx context.Context, q *dbsqlc.Queries, s *seen, x Silent, text string, now time.Time) (documents.Case, error) {
	kind := documents.Kind(x.Open.Letter)
	v, err := o.paperView(ctx, q, s, kind, now)
	if err != nil {
		return v, err
	}
	row := x.Clock.Row
	v.Paper.Issuer, v.Paper.Deadline = s.organOf(s.actingOrgan(s.actor.Agency)), deadlineView(x.Clock.Rule, row.DueAt)
	if kind == documents.SupervisionSuggestion {
		v.Supervision.Reasons = text
		return v, nil
	}
	v.Paper.To = s.organOf(row.OwesID)
	v.Urging = documents.Urging{Duty: x.Clock.Rule.Title.ZH, Days: x.Days, Text: strings.TrimSpace(text), Annexes: x.Annexes}
	if x.Said != nil {
		v.Urging.Decided = x.Said.DecidedOn
	}
	return v, nil
}

// fillSupervision writes why supervision is asked for where the police are late:
// until when they had to decide, under which article, and what proves it.
func (o *Office) fillSupervision(ctx context.Context, q *dbsqlc.Queries, s *seen, v *documents.Case, now time.Time) error {
	list, err := o.silent(ctx, q, s, now)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(x Silent) bool { return x.Open.Letter == string(documents.SupervisionSuggestion) })
	if i < 0 {
		return nil
	}
	x := list[i]
	v.Supervision.Ground, v.Supervision.OverdueFrom = documents.Overdue, civil.DateOf(*x.Clock.Row.DueAt).AddDays(1)
	v.Supervision.Annexes = append([]string{"案件材料"}, x.Annexes...) // 17号第十二条: the materials, and what proves the delay
	v.Paper.Deadline = deadlineView(x.Clock.Rule, x.Clock.Row.DueAt)
	v.Basis = nil
	for _, b := range x.Basis {
		v.Basis = append(v.Basis, documents.Basis{Document: b.Document, Number: b.Number, Article: b.Article})
	}
	if v.Supervision.Reasons == "" {
		v.Supervision.Reasons = x.Text
		if d := x.Draft(); d != nil {
			v.Supervision.Reasons = d.Text
		}
	}
	return nil
}
