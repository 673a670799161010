package casework

import (
	"context"
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// failingAfter is the attempt after which an urgent notice that no channel takes
// is told in the pages, long before the ladder ends: somebody can still phone.
const failingAfter = 3

// channelWords name the channels where people read of them.
var channelWords = map[string]struct{ zh, en string }{
	"email": {"电子邮件", "e-mail"}, "sms": {"短信", "text message"},
	"webhook": {"网络回调", "webhook"}, "wecom": {"企业微信机器人", "WeCom robot"}, "dingtalk": {"钉钉机器人", "DingTalk robot"},
}

// tellStuck puts an undeliverable notice before the organ it was meant for and
// the organ that sent the case, in the pages. The row itself is the work that
// stays open until somebody retries or proves a phone call (电话记录).
func (o *Office) tellStuck(ctx context.Context, q, b *dbsqlc.Queries, l *Letter, state string, now time.Time) error {
	topic, zh, en := "delivery.undeliverable", "通知未能送达", "A notice could not be delivered"
	switch {
	case state == "undeliverable":
	case state == "pending" && l.Level == LevelUrgent && l.Attempt == failingAfter:
		topic, zh, en = "delivery.failing", "紧急通知尚未送达，系统仍在重试", "An urgent notice has not been delivered yet; the hub goes on trying"
	default:
		return nil
	}
	stuck := []dbsqlc.DigestLinesRow{{ID: l.ID, CaseID: l.kase}}
	if l.Digest {
		var err error
		if stuck, err = q.DigestLines(ctx, digestMark(l.ID)); err != nil {
			return err
		}
	}
	organ, err := q.ReadAgency(ctx, l.agency)
	if err != nil {
		return err
	}
	channel := channelWords[l.Channel]
	for _, s := range stuck {
		if s.CaseID.IsZero() {
			continue
		}
		c, err := q.ReadCase(ctx, s.CaseID)
		if err != nil {
			return err
		}
		n := notice{
			Case: c.ID, Topic: topic, Level: LevelWarn, Dedup: fmt.Sprintf("delivery:%s:%s:%d", s.ID, topic, now.Unix()),
			Params: NoticeParams{
				Number: c.Number, CaseKind: c.Kind, Link: o.link(c.ID),
				ZH: zh + "：" + organ.ShortName + "，" + channel.zh, EN: en + ": " + organ.ShortName + ", " + channel.en,
			},
		}
		for i, agency := range []ids.Agency{c.SenderID, l.agency} {
			if i > 0 && agency == c.SenderID {
				continue
			}
			n.Agency = agency
			copied := n
			copied.Dedup += ":" + agency.String()
			if err := o.line(ctx, b, copied, ids.User{}, now); err != nil {
				return err
			}
		}
	}
	return nil
}
