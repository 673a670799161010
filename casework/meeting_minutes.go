package casework

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// mostMinutes bounds the minutes, in bytes.
const mostMinutes = 100_000

// DraftMinutes writes the minutes as they stand from agenda, attendance and
// outcomes (起草纪要). It refuses to write over minutes that exist.
func (o *Office) DraftMinutes(ctx context.Context, a Actor, id ids.Entry) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Write, func(c *meetingChange) error {
		if c.Minutes != nil {
			return fault.New(fault.Clash, "minutes.there", fault.T("纪要已经起草，请直接修改", "The minutes are drafted already; edit them"))
		}
		if err := c.lateComers(ctx); err != nil {
			return err
		}
		text := c.minutes()
		if err := c.q.InsertMinutes(ctx, dbsqlc.InsertMinutesParams{MeetingID: id, Text: text, EditedBy: a.User, EditedAt: c.now}); err != nil {
			return err
		}
		_, err := o.enterMeeting(ctx, c, "minutes.draft", map[string]any{"sha256": hexOf(text)})
		return err
	})
}

// minutes is what agenda and attendance say; resolutions stand in a list of their
// own, which the paper prints below.
func (c *meetingChange) minutes() string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	at := c.StartsAt
	if c.HeldAt != nil {
		at = *c.HeldAt
	}
	say("%s，%s召集召开%s%s。", hanTime(at), c.named(c.AgencyID), c.Title, inPlace(c.Place))
	var came, away []string
	for _, x := range c.Agencies {
		switch {
		case x.Present && x.Attendees != "":
			came = append(came, x.ShortName+"（"+x.Attendees+"）")
		case x.Present:
			came = append(came, x.ShortName)
		default:
			away = append(away, x.ShortName)
		}
	}
	say("参加会议的单位：%s。", strings.Join(came, "、"))
	if len(away) > 0 {
		say("缺席单位：%s。", strings.Join(away, "、"))
	}
	if len(c.Carried) > 0 {
		say("会议通报了以前议定事项的办理情况：")
		for _, r := range c.Carried {
			say("%s议定、由%s负责的“%s”（%s前）尚未办结。", r.MeetingNumber, c.named(r.OwnerID), r.Text, hanDay(r.DueOn))
		}
	}
	n := 0
	for _, i := range c.Agenda {
		if i.State == "agreed" {
			continue
		}
		n++
		say("（%d）%s。%s", n, strings.TrimRight(i.Title, "。"), orPending(i.Outcome))
	}
	var settled []string
	for _, i := range c.Agenda {
		if i.State == "agreed" {
			settled = append(settled, strings.TrimRight(i.Title, "。")+orNothing("："+i.Outcome, i.Outcome == ""))
		}
	}
	if len(settled) > 0 {
		say("下列事项会前已经达成一致：%s。", strings.Join(settled, "；"))
	}
	return strings.TrimSpace(b.String())
}

func inPlace(place string) string {
	if place == "" {
		return ""
	}
	return "（地点：" + place + "）"
}

func orPending(outcome string) string {
	if outcome == "" {
		return "会议议定："
	}
	return "会议议定：" + strings.TrimRight(outcome, "。") + "。"
}

func orNothing(s string, nothing bool) string {
	if nothing {
		return ""
	}
	return s
}

func hanDay(d civil.Date) string { return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day) }

func hanTime(t time.Time) string {
	return hanDay(civil.DateOf(t)) + t.In(civil.Office).Format("15时04分")
}

// SaveMinutes keeps the minutes as edited. Who edited an older version gets a
// refusal, and neither text is lost: the stored one stays, the other was never taken.
func (o *Office) SaveMinutes(ctx context.Context, a Actor, id ids.Entry, version int64, text string) (Meeting, error) {
	wrong := cleanText("body.text", &text)
	if wrong == nil && (len(text) > mostMinutes || strings.TrimSpace(text) == "") {
		wrong = invalid("body.text", "纪要不能为空，也不能超过十万字节", "The minutes are neither empty nor longer than 100,000 bytes")
	}
	return o.changeMeeting(ctx, a, id, meeting.Write, func(c *meetingChange) error {
		if c.Minutes == nil {
			return fault.New(fault.Rule, "minutes.none", fault.T("纪要还没有起草", "The minutes are not drafted yet"))
		}
		if c.Minutes.Version != version {
			return fault.New(fault.Stale, "stale", fault.T("纪要已被他人修改，您的文字没有保存，也没有覆盖对方的文字；请对照后再保存", "Somebody edited the minutes meanwhile: your text was not saved and nothing was overwritten; compare, then save again"))
		}
		if wrong != nil {
			return wrong
		}
		n, err := c.q.SaveMinutes(ctx, dbsqlc.SaveMinutesParams{MeetingID: id, Version: version, Text: text, EditedBy: a.User, EditedAt: c.now})
		if err != nil {
			return err
		}
		if n != 1 {
			return fmt.Errorf("save minutes: %d rows under a lock", n)
		}
		_, err = o.enterMeeting(ctx, c, "minutes.edit", map[string]any{"version": version + 1, "sha256": hexOf(text)})
		return err
	})
}

// digest is what an agency countersigns: the text and every resolution.
func (m *Meeting) digest() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n", m.Number, m.Minutes.Text)
	for _, r := range m.Resolutions {
		fmt.Fprintf(h, "%d\x00%s\x00%s\x00%s\n", r.Number, r.Text, r.OwnerID, r.FirstDue)
	}
	return hexDigest([32]byte(h.Sum(nil)))
}

// SubmitMinutes sends the minutes to the agencies that were there for
// countersignature (送会签), and the resolutions to their owners: from now on they
// are tasks, and cases that were talked about are off the list of the marked.
func (o *Office) SubmitMinutes(ctx context.Context, a Actor, id ids.Entry) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Minute, func(c *meetingChange) error {
		if c.Minutes == nil {
			return fault.New(fault.Rule, "minutes.none", fault.T("纪要还没有起草", "The minutes are not drafted yet"))
		}
		if err := c.save(ctx); err != nil {
			return err
		}
		if err := o.settleMarks(ctx, c, c.discussed()...); err != nil {
			return err
		}
		ev, err := o.enterMeeting(ctx, c, "meeting.minute", map[string]any{"signs": c.digest(), "resolutions": len(c.Resolutions)})
		if err != nil {
			return err
		}
		var sign, owe []ids.Agency
		for _, x := range c.Agencies {
			owes := false
			for _, r := range c.Resolutions {
				owes = owes || r.OwnerID == x.AgencyID
			}
			switch {
			case x.Present && x.AgencyID != a.Agency:
				sign = append(sign, x.AgencyID)
			case owes:
				owe = append(owe, x.AgencyID)
			}
		}
		if err := o.minutesAcross(ctx, c); err != nil {
			return err
		}
		if err := o.tellMeeting(ctx, c, ev, "meeting.minute", LevelInfo, fault.T("联席会议纪要请会签，议定事项请办理", "Minutes to countersign and resolutions to keep"), sign); err != nil {
			return err
		}
		return o.tellMeeting(ctx, c, ev, "meeting.task", LevelInfo, fault.T("联席会议议定事项请办理", "Resolutions of a joint meeting to keep"), owe)
	})
}

// CountersignMinutes countersigns for one's agency (会签). digest is that of the
// minutes as they were read: what was changed meanwhile is not signed unread. The
// last signature makes the minutes final.
func (o *Office) CountersignMinutes(ctx context.Context, a Actor, id ids.Entry, digest string) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Countersign, func(c *meetingChange) error {
		switch {
		case !c.Mine.Present:
			return fault.New(fault.Rule, "minutes.absent", fault.T("没有到会的单位不会签；对议定事项有意见的，请与召集机关联系", "An agency that was not there does not countersign"))
		case c.Mine.SignedAt != nil:
			return fault.New(fault.Rule, "minutes.signed", fault.T("本机关已经会签", "Your agency has countersigned already"))
		case digest != c.digest():
			return fault.New(fault.Stale, "stale", fault.T("纪要已经变化，请重新阅读后会签", "The minutes have changed; read them again before you sign"))
		}
		if err := c.q.Countersign(ctx, dbsqlc.CountersignParams{MeetingID: id, AgencyID: a.Agency, SignedAt: &c.now, SignedBy: a.User, Signed: digest}); err != nil {
			return err
		}
		last := true
		for _, x := range c.Agencies {
			last = last && (!x.Present || x.SignedAt != nil || x.AgencyID == a.Agency)
		}
		if last {
			c.to = meeting.Countersigned
			if err := c.save(ctx); err != nil {
				return err
			}
		}
		ev, err := o.enterMeeting(ctx, c, "meeting.countersign", map[string]any{"signs": digest, "last": last})
		if err != nil || !last || c.convener(a) {
			return err
		}
		return o.tellMeeting(ctx, c, ev, "meeting.countersigned", LevelInfo, fault.T("联席会议纪要已全部会签", "The minutes are countersigned by all"), []ids.Agency{c.AgencyID})
	})
}

// ObjectToMinutes sends the minutes back to be changed, with the reason. All sign anew.
func (o *Office) ObjectToMinutes(ctx context.Context, a Actor, id ids.Entry, reason string) (Meeting, error) {
	var bad complaints
	bad.text("body.reason", &reason, 2, 1000)
	wrong := bad.err()
	return o.changeMeeting(ctx, a, id, meeting.Object, func(c *meetingChange) error {
		if wrong != nil {
			return wrong
		}
		if !c.Mine.Present {
			return fault.New(fault.Rule, "minutes.absent", fault.T("没有到会的单位不会签；对议定事项有意见的，请与召集机关联系", "An agency that was not there does not countersign"))
		}
		c.Reason = c.named(a.Agency) + "：" + reason
		if err := c.save(ctx); err != nil {
			return err
		}
		if err := c.q.ClearSignatures(ctx, id); err != nil {
			return err
		}
		ev, err := o.enterMeeting(ctx, c, "meeting.object", map[string]any{"reason_sha256": hexOf(reason)})
		if err != nil {
			return err
		}
		return o.tellMeeting(ctx, c, ev, "meeting.object", LevelWarn, fault.T("参会单位对会议纪要提出意见", "An agency objects to the minutes"), []ids.Agency{c.AgencyID})
	})
}

// CloseMeeting closes it (归档). Its resolutions go on until they are kept.
func (o *Office) CloseMeeting(ctx context.Context, a Actor, id ids.Entry) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Close, func(c *meetingChange) error {
		c.ClosedAt = &c.now
		if err := c.save(ctx); err != nil {
			return err
		}
		_, err := o.enterMeeting(ctx, c, "meeting.close", map[string]any{"signs": c.digest()})
		return err
	})
}

// Signs is the digest that a countersignature names; empty while there are no
// minutes, or none that the asking organ may read.
func (m *Meeting) Signs() string {
	if m.Minutes == nil {
		return ""
	}
	return m.digest()
}
