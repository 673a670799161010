package casework

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
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
