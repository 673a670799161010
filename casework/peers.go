package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// States of a partner hub.
const (
	PeerProposed  = "proposed"
	PeerTrusted   = "trusted"
	PeerSuspended = "suspended"
)

// Peer is another hub that this one exchanges with (伙伴枢纽).
type Peer struct {
	ID       ids.Entry
	Hub      string // its name among hubs
	Name     string
	Root     federation.Fingerprint // of its root key, as two persons compared it with the paper
	Address  string                 // where its exchange answers
	Line     string                 // who can call whom: LineBoth, LineTheyFetch, LineWeFetch
	State    string
	Alarm    string // what an operator has to look at: a federation.Reason, or empty
	SeenAt   *time.Time
	Error    string // why the last call failed
	Failures int    // calls that failed in a row
	Version  int64
	Metadata federation.Metadata
	renewAt  *time.Time // when its present edition is to be asked for; nil: now

	Checkpoint  *record.Checkpoint // of its log, the last that continued the one before; nil: none was shown yet
	note        []byte             // the same, as its log signed it
	witnessedAt *time.Time         // when its log was looked at last

	past   []federation.KeyEntry // keys of earlier editions that the present one leaves out
	tellAt *time.Time            // since when our present edition waits to be told to it

	Waiting, Dead, Stored, Wanted int64      // messages that wait, that were given up, that came too early; files not here yet
	Oldest                        *time.Time // since when the oldest message waits

	Recalls OpenRecalls // that it owes us an answer to
	Asked   OpenRecalls // that we owe it an answer to
}

// OpenRecalls are recalls that nobody has answered yet (未答复的召回).
type OpenRecalls struct {
	Open  int64
	Since *time.Time // of the oldest; nil where there is none
}

// PeerAgency is an organ as the metadata of its hub names it.
type PeerAgency = federation.AgencyEntry

// Agencies are the organs of the partner that may be written to.
func (p Peer) Agencies() int { return len(p.Metadata.Agencies) }

// mayPeer asks whether the actor may do something with partner hubs.
func (o *Office) mayPeer(a Actor, action string) error {
	if o.Access.AllowsOrgan(a.principal(), action, access.Organ{Agency: a.Agency, Relation: "own"}) {
		return nil
	}
	return fault.New(fault.Denied, "not_allowed", fault.T("您的岗位不能办理这一事项，由系统运维人员办理", "Your function may not do this; an operator of the hub may"))
}

// KeepsPeers says whether somebody may propose, confirm, suspend and test.
func (o *Office) KeepsPeers(a Actor) bool { return o.mayPeer(a, "peer.edit") == nil }

// AlarmWords say what an operator has to look at.
func AlarmWords(code string) fault.Text {
	switch code {
	case "diverged":
		return fault.T("一份来函按本枢纽的规则不能办理：两边案件状态可能不一致", "A message was refused by our table: the two hubs may disagree about a case")
	case "diverged_there":
		return fault.T("本枢纽的一份函件在对方没有生效：两边案件状态可能不一致，经办机关已接到通知", "A message of ours has no effect at the partner: the two hubs may disagree about a case; its organ was told")
	case "not_arrived":
		return fault.T("有函件未到达对方，经办机关已接到通知", "A message has not arrived; its organ was told")
	case closedAlarm:
		return fault.T("有来函发给本枢纽已经撤销的机关：已收下，请告知对方改送，或者恢复该机关后办理", "A message came for an organ that was closed here: it was received; have it sent to another organ, or reopen this one")
	case digestAlarm:
		return fault.T("随函材料与来函载明的摘要不符：没有采用，正在重新取；仍不符的请对方重新发送", "A file is not what its message names: it was not taken and is asked for again; if it keeps failing, have it sent anew")
	case notAdmitted:
		return fault.T("对方枢纽不接受本枢纽的请求：对方可能已停用交换，或者还没有本枢纽的新密钥，请电话联系对方", "The partner refuses our requests: it may have suspended the exchange, or not know our present key; call it")
	case keyAlarm:
		return fault.T("对方枢纽声明一把签名密钥已泄露：此后用它签名的函件一律拒收，此前已收讫的仍然有效", "The partner declares a signing key lost: nothing under it is taken from now on, what was received before stays good")
	case splitView:
		return fault.T("对方枢纽的记录与它先前出示的检查点不一致：可能由旧备份恢复，或者记录被改写、对不同的人出示了不同的记录。两份检查点已存证，请停止依赖其回执并与对方核对", "The partner's log does not continue what it showed before: it was restored from an older copy, rewritten, or shows two pasts. Both checkpoints are on record; rely on no receipt of it until this is cleared")
	case splitViewHere:
		return fault.T("对方枢纽持有本枢纽签名的检查点，而本枢纽的记录与之不符：本枢纽可能由旧备份恢复或者记录被改写，请停止办理并核查", "The partner holds a checkpoint that our log signed and our record does not bear out: it was restored or rewritten; stop and investigate")
	case logKeyAlarm:
		return fault.T("对方出示的检查点不是由其元数据中的日志密钥签名，未予采信，请与对方核对", "The partner's checkpoint is not signed by the log key of its metadata and was not taken; ask the partner")
	case "gap":
		return fault.T("对方函件缺号超过 1 小时", "A message of theirs has been missing for more than an hour")
	case "restored_here":
		return fault.T("本枢纽的记录比对方已经收讫的少：可能由旧备份恢复，请停止办理并核对", "This hub holds less than the partner has taken: it may have been restored from an older copy; stop and compare")
	case "restored":
		return fault.T("对方枢纽的记录比它已经收讫的少：可能由旧备份恢复", "The partner holds less than it has given receipts for: it may have been restored from an older copy")
	}
	return federation.Reason(code).Words()
}

// Peers lists the partner hubs with what waits for each.
func (o *Office) Peers(ctx context.Context, a Actor) (list []Peer, err error) {
	if err := o.mayPeer(a, "peer.read"); err != nil {
		return nil, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.ListPeers(ctx)
		if err != nil {
			return err
		}
		lags, err := q.PeerLag(ctx)
		if err != nil {
			return err
		}
		recalls, err := q.RecallsOfPeers(ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			p, err := peerOf(r)
			if err != nil {
				return err
			}
			for _, l := range recalls {
				switch {
				case l.PeerID != r.ID:
				case l.Outgoing:
					p.Recalls = OpenRecalls{l.Open, &l.Since}
				default:
					p.Asked = OpenRecalls{l.Open, &l.Since}
				}
			}
			for _, l := range lags {
				if l.ID == r.ID {
					p.Waiting, p.Dead, p.Stored, p.Wanted = l.Waiting, l.Dead, l.Stored, l.Wanted
					if l.Oldest.Unix() > 0 {
						p.Oldest = &l.Oldest
					}
				}
			}
			list = append(list, p)
		}
		return nil
	})
	return list, err
}

// Peer gives one partner hub by its name.
func (o *Office) Peer(ctx context.Context, a Actor, hub string) (p Peer, err error) {
	list, err := o.Peers(ctx, a)
	for _, p := range list {
		if p.Hub == hub {
			return p, nil
		}
	}
	if err == nil {
		err = missing()
	}
	return p, err
}

func peerOf(r dbsqlc.Peer) (Peer, error) {
	p := Peer{
		ID: r.ID, Hub: r.Hub, Name: r.Name, Address: r.Address, State: r.State, Alarm: r.Alarm, SeenAt: r.SeenAt, Error: r.Error, Failures: int(r.Failures), Version: r.Version,
		renewAt: r.RenewAt, note: r.Checkpoint, witnessedAt: r.CheckpointAt, tellAt: r.TellAt, Line: r.Line,
	}
	if len(r.PastKeys) > 0 {
		if err := json.Unmarshal(r.PastKeys, &p.past); err != nil {
			return p, fmt.Errorf("read the earlier keys of a partner: %w", err)
		}
	}
	var err error
	if p.Checkpoint, err = noteText(r.Checkpoint); err != nil {
		return p, err
	}
	if p.Root, err = federation.ParseFingerprint(r.Root); err != nil {
		return p, err
	}
	p.Metadata, _, err = federation.OpenMetadata(r.Metadata, p.Root)
	return p, err
}
