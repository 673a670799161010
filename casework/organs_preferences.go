package casework

import (
	"context"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// NoticeTopic is a group of notices that people can be told of or not.
type NoticeTopic struct {
	Code      string
	Title     fault.Text
	Statutory bool // warnings of a statutory clock: they must reach their person somehow
}

// NoticeTopics are all groups of notices.
var NoticeTopics = []NoticeTopic{
	{"clock", fault.T("法定期限提醒", "Statutory clocks"), true},
	{"act", fault.T("案件办理进展", "Steps of a case"), false},
	{"record", fault.T("代录的确认与异议", "Records from paper, confirmed or objected to"), false},
	{"remark", fault.T("催办、电话记录、文书在途", "Reminders, phone records, papers in transit"), false},
	{"plan", fault.T("联合抽查方案的邀请、冻结、承诺与揭示", "Joint plans: invitations, freezes, commitments, nonces"), false},
}

// NoticeChannels are the ways to tell a person.
var NoticeChannels = []string{"inapp", "email", "sms"}

// TopicOf gives the group of a delivery's topic: clock.half belongs to clock, an
// action of a procedure to act.
func TopicOf(topic string) string {
	group, _, _ := strings.Cut(topic, ".")
	if slices.ContainsFunc(NoticeTopics, func(t NoticeTopic) bool { return t.Code == group }) {
		return group
	}
	return "act"
}

// Preferences are one person's choice of notices: topic → channel → on. What
// nobody chose is on.
type Preferences map[string]map[string]bool

func preferencesOf(rows []dbsqlc.ListPreferencesRow) Preferences {
	p := Preferences{}
	for _, t := range NoticeTopics {
		p[t.Code] = map[string]bool{}
		for _, channel := range NoticeChannels {
			p[t.Code][channel] = true
		}
	}
	for _, r := range rows {
		if p[r.Topic] != nil {
			p[r.Topic][r.Channel] = r.OnOff
		}
	}
	return p
}

// Wants reports whether the person is to be told of a delivery's topic by a channel.
func (p Preferences) Wants(topic, channel string) bool {
	on, chosen := p[TopicOf(topic)][channel]
	return on || !chosen
}

// reach refuses a choice under which a statutory warning would reach its person
// by no channel: one that is on and has an address.
func (p Preferences) reach(email, phone string) error {
	usable := map[string]bool{"inapp": true, "email": email != "", "sms": phone != ""}
	for _, t := range NoticeTopics {
		if t.Statutory && !slices.ContainsFunc(NoticeChannels, func(c string) bool { return usable[c] && p[t.Code][c] }) {
			return fault.New(fault.Rule, "notices.statutory_muted", fault.T(
				"法定期限提醒至少要保留一种能送达的方式（站内、有地址的邮箱或有号码的短信），否则期限届满无人知晓",
				"Statutory warnings need at least one channel that reaches you (in the pages, mail with an address, text message with a number), or a deadline would pass unseen"))
		}
	}
	return nil
}

// MyPreferences gives the caller's choice, with an id-free version.
func (o *Office) MyPreferences(ctx context.Context, a Actor) (p Preferences, version int64, err error) {
	if a.Machine {
		return nil, 0, notAPerson()
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		p, version, err = preferencesIn(ctx, q, a.User)
		return err
	})
	return p, version, err
}

func preferencesIn(ctx context.Context, q *dbsqlc.Queries, user ids.User) (Preferences, int64, error) {
	rows, err := q.ListPreferences(ctx, user)
	p := preferencesOf(rows)
	return p, versionOf(p), err // maps print in the order of their keys
}

// SetPreferences changes the choices that are named and keeps the others.
func (o *Office) SetPreferences(ctx context.Context, a Actor, version int64, change Preferences) (p Preferences, after int64, err error) {
	if a.Machine {
		return nil, 0, notAPerson()
	}
	err = o.changeOrgan(ctx, a, a.Agency, "self.edit", func(c organChange) error {
		u, err := c.q.ReadUser(ctx, a.User)
		if err != nil {
			return orMissing(err)
		}
		p, after, err = preferencesIn(ctx, c.q, a.User)
		if err != nil {
			return err
		}
		if err := sameVersion(after, version); err != nil {
			return err
		}
		var bad complaints
		for topic, channels := range change {
			for channel, on := range channels {
				if p[topic] == nil || !slices.Contains(NoticeChannels, channel) {
					bad.add("body.choices", "没有这种提醒或方式", "There is no such topic or channel")
					continue
				}
				p[topic][channel] = on
			}
		}
		if err := bad.err(); err != nil {
			return err
		}
		if err := p.reach(u.Email, u.Phone); err != nil {
			return err
		}
		for topic, channels := range change {
			for channel, on := range channels {
				if err := c.q.SavePreference(ctx, dbsqlc.SavePreferenceParams{UserID: a.User, Topic: topic, Channel: channel, OnOff: on}); err != nil {
					return err
				}
			}
		}
		if _, err := c.enter(ctx, "self.preferences", map[string]any{"choices": change}); err != nil {
			return err
		}
		p, after, err = preferencesIn(ctx, c.q, a.User)
		return err
	})
	return p, after, err
}

func notAPerson() error {
	return fault.New(fault.Denied, "not_a_person", fault.T("接口客户端没有个人设置", "A partner system has no personal settings"))
}
