package casework

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// What arrives from another hub and is not as it should be is received, flagged and never
// lost (收下、标明、不丢): the message is kept and receipted, and somebody here has work.

// toClosedOrgan tells the operators that a message for an organ that was closed here has
// been carried out, since nobody of that organ reads it.
func (a *applying) toClosedOrgan(ctx context.Context) error {
	organ, err := a.q.ReadAgency(ctx, a.row.AgencyID)
	if err != nil || organ.ClosedOn.IsZero() {
		return err
	}
	return a.alarm(ctx, a.tx, a.q, a.peer, closedAlarm, fault.T(
		"来函发给已经撤销的“"+organ.ShortName+"”，已收下并保存。请告知对方改送承继其职能的机关，或者由系统管理员恢复该机关后办理",
		"A message for "+organ.ShortName+", which was closed, was received and kept. Have the partner send it to the organ that took over, or reopen the organ and act on it"),
		closedAlarm+":"+a.envelope.ID.String(), a.now)
}

// undeliverable is what the sender learns where its message arrived and could be put before
// nobody (无法送达): the duty to send it is open again, by another message or another way. A
// withdrawal of a case that was never there is carried out with that.
func (o *Office) undeliverable(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, from Peer, row dbsqlc.Envelope, r federation.Receipt) error {
	if row.Type == string(federation.Withdraw) && (r.Reason == codeNoCase || r.Reason == codeCaseTaken) {
		if err := q.EnvelopeDelivered(ctx, r.Time, new(int64), row.ID); err != nil {
			return err
		}
		return q.ConfirmWithdrawal(ctx, row.CaseID)
	}
	n, err := q.EnvelopeUndeliverable(ctx, r.Time, r.Reason, row.ID)
	if err != nil || n == 0 {
		return err
	}
	return o.notArrived(ctx, tx, q, from, row, effectWords(r.Reason), LevelUrgent)
}

// withoutEffectThere is what the sender learns where its act has no effect at the other hub:
// its rules refuse what ours allowed, so the two no longer agree about the case.
func (o *Office) withoutEffectThere(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, from Peer, row dbsqlc.Envelope, r federation.Receipt) error {
	n, err := q.EnvelopeWithoutEffect(ctx, r.Time, r.Reason, row.ID)
	if err != nil || n == 0 {
		return err
	}
	now, why := o.Now(), effectWords(r.Reason)
	c, err := q.CaseLabel(ctx, row.CaseID)
	if err != nil {
		return err
	}
	if err := o.put(ctx, q, q, notice{
		Case: row.CaseID, Agency: row.AgencyID, Topic: "exchange.without_effect", Level: LevelUrgent, Dedup: "effect:" + row.ID.String(),
		Params: NoticeParams{
			Number: c.Number, CaseKind: c.Kind, Link: o.link(row.CaseID),
			ZH: "发往“" + from.Name + "”的函件已到达，但在对方没有生效：" + why.ZH + "。两边案件状态可能不一致，请电话联系对方",
			EN: "A message to " + from.Name + " has arrived and has no effect there: " + why.EN + ". The two hubs may disagree about the case; call the partner",
		},
	}, now); err != nil {
		return err
	}
	return o.alarm(ctx, tx, q, from, "diverged", AlarmWords("diverged_there"), "diverged:"+row.ID.String(), now)
}

// Codes of what may be wrong with a message that arrived. They travel in receipts.
const (
	codeNoCase       = "exchange.no_case"
	codeCaseTaken    = "exchange.case_taken"
	codeOrganUnknown = "exchange.organ_unknown"
	codeByHand       = "exchange.by_hand"
	codeNotItsPart   = "exchange.not_its_part"
	codeNoRecall     = "exchange.recall_unknown"
	codeDisclosure   = "exchange.disclosure"
	codeSealed       = "exchange.sealed"
	codeSealedKey    = "exchange.sealed_key"
	codeOnward       = "exchange.onward"
	codeNoPaper      = "exchange.no_paper"
)

// effectWords say what such a code means to its sender.
func effectWords(code string) fault.Text {
	switch code {
	case codeNoCase:
		return fault.T("对方枢纽没有这一案件", "the other hub has no such case")
	case codeCaseTaken:
		return fault.T("对方枢纽上这一编号属于另一案件", "at the other hub the id belongs to another case")
	case codeOrganUnknown:
		return fault.T("函件涉及对方枢纽不认识的机关，请双方换用新版元数据后另行发送", "it names an organ that the other hub does not know; exchange metadata and send another")
	case codeByHand:
		return fault.T("对方枢纽不支持这一类型或者版本，由对方人工办理", "the other hub does not know this type or version; people there act on it by hand")
	case codeNoRecall:
		return fault.T("召回所指的函件不是贵机关发往对方的，或者已经召回过", "what is called back was not sent by this organ, or was called back before")
	case codeDisclosure:
		return fault.T("披露的字段与已签名的函件不符，对方没有采用", "what it shows is not what the signed message withholds; nothing of it was taken")
	case codeSealed:
		return fault.T("密封内容不能打开：格式不正确、已被改动，或者不是为这份函件密封的", "the sealed part does not open: it has the wrong form, was altered, or was sealed for another message")
	case codeSealedKey:
		return fault.T("密封所用的不是对方机关的密钥，或者该密钥的私钥已不在；请取得对方新版元数据后重新提供", "it was sealed to a key that is not the organ's, or whose private half is gone; get the partner's newer metadata and show it again")
	case codeOnward:
		return fault.T("商请转发或者知悉机关名单不成立：内容不完整、不是由提供信息的机关签署，或者名单不是下一号", "the question or the list of organs does not hold: it is not whole, not signed by the organ that provided the case, or not the next list")
	case codeNoPaper:
		return fault.T("作废所指的文书不是该机关制作的、不在本案中，或者已经作废", "the paper that is said to be void is not that organ's, not in this case, or void already")
	case codeNotItsPart:
		return fault.T("对方枢纽认为本机关在本案中没有这一身份或者步骤", "to the other hub the organ plays no such part, or there is no such step")
	}
	return fault.T("对方枢纽按其规则不能办理（"+code+"）", "the rules of the other hub refuse it ("+code+")")
}

// Codes of the alarms.
const (
	closedAlarm = "organ_closed"
	digestAlarm = "file_digest"
)

// errSpoiled is what is noted of a file whose bytes are not those of its digest.
var errSpoiled = errors.New("digest_differs")

// fileSpoiled tells the organ and the operators that a file came with other bytes than its
// signed message names. The bytes are dropped, the file stays wanted and is asked for again.
func (o *Office) fileSpoiled(ctx context.Context, p Peer, w Wanted) error {
	now := o.Now()
	return o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		row, err := q.ReadEnvelope(ctx, ids.Entry(w.Message))
		if err != nil {
			return err
		}
		c, err := q.CaseLabel(ctx, row.CaseID)
		if err != nil {
			return err
		}
		dedup := digestAlarm + ":" + w.Message.String() + ":" + w.Evidence.String()
		if err := o.put(ctx, q, q, notice{
			Case: row.CaseID, Agency: row.AgencyID, Topic: "exchange.file_digest", Level: LevelWarn, Dedup: dedup,
			Params: NoticeParams{
				Number: c.Number, CaseKind: c.Kind, Link: o.link(row.CaseID),
				ZH: "“" + p.Name + "”随函的一份材料与来函载明的摘要不符，没有采用；系统继续向对方取原件，仍不符的请联系对方重新发送",
				EN: "A file from " + p.Name + " is not what its message names and was not taken; it is asked for again. If it keeps failing, have the partner send it anew",
			},
		}, now); err != nil {
			return err
		}
		return o.alarm(ctx, tx, q, p, digestAlarm, AlarmWords(digestAlarm), dedup, now)
	})
}
