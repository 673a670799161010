package casework

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// WatchExchange tells people what the exchange does not mend by itself: messages without
// a receipt, by the period of the law that runs, and messages of a partner that are
// missing. It needs the rights of a worker.
func (o *Office) WatchExchange(ctx context.Context) error {
	if err := o.tellUnreceived(ctx); err != nil {
		return err
	}
	if err := o.tellOldRecalls(ctx); err != nil {
		return err
	}
	peers, err := o.trusted(ctx)
	if err != nil {
		return err
	}
	for _, p := range peers {
		if err := o.tellGaps(ctx, p); err != nil {
			return err
		}
		if err := o.tellEndings(ctx, p.Hub, fault.T("伙伴枢纽“"+p.Name+"”", "Partner hub "+p.Name), &p.Metadata); err != nil {
			return err
		}
	}
	own, err := o.OwnIdentity(ctx)
	if fault.KindOf(err) == fault.Missing {
		return nil // this hub exchanges with nobody
	}
	if err != nil {
		return err
	}
	return o.tellEndings(ctx, own.Hub, fault.T("本枢纽", "This hub"), &own.Metadata)
}

// endings say what ends, and what to do about it.
var endings = map[federation.Ending]fault.Text{
	federation.EndsMetadata: fault.T("元数据", "metadata"),
	federation.EndsKey:      fault.T("签名密钥", "a signing key"),
	federation.ShortNotice:  fault.T("新密钥公布过晚，启用日", "a next key was published late; it begins"),
}

// tellEndings warns the operators of metadata and keys that end, 60, 30 and 7 days ahead and
// when they are over, each once. Keys that live as long as their edition end with it: one
// warning for a bureau's hundred keys.
func (o *Office) tellEndings(ctx context.Context, hub string, who fault.Text, m *federation.Metadata) error {
	now := o.Now()
	list := m.Warnings(now)
	if len(list) == 0 {
		return nil
	}
	return o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		for _, w := range list {
			if w.What == federation.EndsKey && !w.At.Before(m.ValidUntil) {
				continue
			}
			what, on := endings[w.What], civil.DateOf(w.At).String()
			level, zh, en := LevelWarn, "将于 "+on+" 到期", " ends on "+on
			if w.What == federation.ShortNotice {
				zh, en = " "+on, " on "+on
			} else if w.Days == 0 {
				zh, en = "已于 "+on+" 到期", " ended on "+on
			}
			if w.Days <= 7 {
				level = LevelUrgent
			}
			if err := o.tellOperators(ctx, q, notice{
				Topic: "peer.ends", Level: level, Dedup: fmt.Sprintf("ends:%s:%s:%s:%d:%s", hub, w.What, w.KeyID, w.Days, on),
				Params: NoticeParams{Number: hub, ZH: who.ZH + "：" + what.ZH + zh + "，请安排重新签署（hub peer init）", EN: who.EN + ": " + what.EN + en + "; have the metadata signed anew (hub peer init)", Link: o.PublicURL + "/peers"},
			}); err != nil {
				return err
			}
		}
		return o.wake(ctx, tx)
	})
}

// lateWords say to whom it is told what (值班人员、负责人、改用专人递送).
var lateWords = map[federation.Tell]fault.Text{
	federation.TellDuty:     fault.T("尚未收到对方枢纽的收讫回执，请电话联系对方", "The other hub has given no receipt yet; call it"),
	federation.TellSuperior: fault.T("仍未收到对方枢纽的收讫回执，请负责人过问", "Still no receipt of the other hub; the head should ask"),
	federation.TellCourier:  fault.T("长时间没有收讫回执，建议导出交换包，用光盘、U盘递送", "No receipt for long; export a bundle and send it by courier"),
}

// tellUnreceived climbs the levels of the protocol, each once. Where the case has no
// period that runs, the protocol's own day counts.
func (o *Office) tellUnreceived(ctx context.Context) error {
	now := o.Now()
	return o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		rows, err := q.UnreceivedEnvelopes(ctx, int32(len(federation.Alarms)), OutboxPage)
		if err != nil {
			return err
		}
		told := false
		for _, r := range rows {
			left := federation.NoPeriod
			if r.Due.Unix() > 0 {
				left = r.Due.Sub(r.Since)
			}
			reached := federation.Reached(left, now.Sub(r.Since))
			if len(reached) <= int(r.Alarmed) {
				continue
			}
			if err := q.EnvelopeAlarmed(ctx, int32(len(reached)), r.ID); err != nil {
				return err
			}
			if err := o.tellLate(ctx, q, r, reached[len(reached)-1]); err != nil {
				return err
			}
			told = true
		}
		if !told {
			return nil
		}
		return o.wake(ctx, tx)
	})
}

func (o *Office) tellLate(ctx context.Context, q *dbsqlc.Queries, r dbsqlc.UnreceivedEnvelopesRow, level federation.Tell) error {
	now, words := o.Now(), lateWords[level]
	n := notice{
		Case: r.CaseID, Agency: r.AgencyID, Topic: "exchange.late", Level: LevelUrgent, Dedup: fmt.Sprintf("envelope:%s:%d:%s", r.ID, r.Since.Unix(), level),
		Params: NoticeParams{Number: r.Number, CaseKind: r.Kind, ZH: words.ZH, EN: words.EN, Link: o.link(r.CaseID)},
	}
	if level == federation.TellDuty {
		n.Level = LevelWarn
	}
	if err := o.put(ctx, q, q, n, now); err != nil || level == federation.TellDuty {
		return err
	}
	heads, err := q.HeadsOf(ctx, civil.DateOf(now), r.AgencyID)
	if err != nil {
		return err
	}
	n.Dedup += ":head"
	for _, h := range heads {
		if err := o.line(ctx, q, n, h.ID, now); err != nil {
			return err
		}
	}
	return nil
}

// tellGaps alarms the operators of a message of theirs that stays missing (缺号).
func (o *Office) tellGaps(ctx context.Context, p Peer) error {
	gaps, err := o.MissedOf(ctx, p)
	if err != nil {
		return err
	}
	now := o.Now()
	for _, g := range gaps {
		if now.Sub(g.Since) < federation.GapAlarm {
			continue
		}
		if err := o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
			return o.alarm(ctx, tx, q, p, "gap", AlarmWords("gap"), fmt.Sprintf("gap:%s:%d", g.Conversation, g.After), now)
		}); err != nil {
			return err
		}
	}
	return nil
}
