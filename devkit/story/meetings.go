package story

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Met is what the joint meetings of the story left behind.
type Met struct {
	Series        string   `json:"series"`
	Meeting       string   `json:"meeting"` // number of the one that was called and held
	Agencies      int      `json:"agencies"`
	Replies       int      `json:"replies"`
	States        []string `json:"states"`
	Countersigned int      `json:"countersigned"`
	Resolutions   int      `json:"resolutions"`
	Papers        []string `json:"papers"` // numbers of what was issued

	Next           string `json:"next"`            // number of the meeting after it
	HeadsNext      string `json:"heads_next"`      // what stands first on its agenda
	UnkeptHeads    bool   `json:"unkept_heads"`    // and it is the resolution that nobody kept
	OverdueDays    int    `json:"overdue_days"`    // of it
	OutsiderStatus int    `json:"outsider_status"` // of an agency that is not invited
	ReplyAfterCall int    `json:"reply_cancelled"` // status of a reply to a cancelled meeting
	NextID         string `json:"-"`
}

type gathering struct {
	ID, Number, State, Signs string
	Agencies                 []struct{ Agency, Reply string }
	Carried                  []struct {
		Text, Meeting string
		Days          int
	}
	Resolutions []struct{ ID, Text string }
	Documents   []struct{ Number string }
}

// unkept is the promise of the first meeting that nobody keeps.
const unkept = "对线索反馈超期的三件案件逐件答复环境部门"

// Meet lets four agencies meet: a meeting of last month is recorded afterwards, with
// a promise that nobody keeps; one is called, held, minuted and countersigned; the
// next is called, and the promise heads its agenda.
func Meet(ctx context.Context, hub string, now func() time.Time, report func(string)) (*Met, error) {
	people := map[string]*Person{}
	for _, who := range [][2]string{{Environment, "env-coordinator"}, {Police, "police-head"}, {Procuratorate, "proc-coordinator"}, {Market, "market-head"}, {Outsider, "env-handler"}} {
		p, err := SignIn(ctx, hub, who[0], who[1])
		if err != nil {
			return nil, err
		}
		people[who[0]] = p
	}
	s := &session{caller: people[Environment], others: []*Person{people[Police], people[Procuratorate], people[Market]}, now: now}
	var err error
	if s.organs, err = s.caller.Agencies(ctx); err != nil {
		return nil, err
	}
	out := &Met{Agencies: 1 + len(s.others)}
	var founded struct{ ID string }
	if err := s.caller.Post(ctx, "/v1/meeting-series", body{"title": "赫山区行刑衔接联席会议", "place": "赫山分局三楼会议室", "agencies": s.invited()}, 0, "", &founded); err != nil {
		return nil, err
	}
	s.series, out.Series = founded.ID, founded.ID
	if err := s.lastMonth(ctx); err != nil {
		return nil, fmt.Errorf("the meeting of last month: %w", err)
	}
	report("上月的会议补记完毕，一项议定事项至今没有办结")
	if err := s.thisWeek(ctx, out); err != nil {
		return nil, fmt.Errorf("the meeting of today: %w", err)
	}
	report(fmt.Sprintf("%s：%d个单位答复，%d个单位会签", out.Meeting, out.Replies, out.Countersigned))
	if err := s.next(ctx, people[Outsider], out); err != nil {
		return nil, fmt.Errorf("the next meeting: %w", err)
	}
	report("下次会议的首要议题：" + out.HeadsNext)
	return out, s.memorandum(ctx)
}

// session is the convener, the three others, and their series.
type session struct {
	caller *Person
	others []*Person
	organs map[string]string
	series string
	now    func() time.Time
}

func (s *session) invited() (list []string) {
	for _, o := range s.others {
		list = append(list, s.organs[o.issuer])
	}
	return list
}

func (s *session) act(ctx context.Context, p *Person, m *gathering, name string, b body) error {
	if b == nil {
		b = body{}
	}
	if err := p.Post(ctx, "/v1/meetings/"+m.ID+"/"+name, b, 0, "", m); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (s *session) prepare(ctx context.Context, title string, from time.Time) (*gathering, error) {
	m := &gathering{}
	return m, s.caller.Post(ctx, "/v1/meetings", body{"series": s.series, "title": title, "place": "赫山分局三楼会议室", "from": from, "to": from.Add(90 * time.Minute)}, 0, "", m)
}

func (s *session) attendance() (list []body) {
	list = append(list, body{"agency": s.organs[s.caller.issuer], "present": true, "attendees": "分局负责人、法制审核人员"})
	for _, o := range s.others {
		list = append(list, body{"agency": s.organs[o.issuer], "present": true, "attendees": "分管负责人"})
	}
	return list
}

// close brings a held meeting to its end.
func (s *session) close(ctx context.Context, m *gathering) error {
	for _, step := range []string{"minutes", "submit"} {
		if err := s.act(ctx, s.caller, m, step, nil); err != nil {
			return err
		}
	}
	signs := m.Signs
	for _, p := range append([]*Person{s.caller}, s.others...) {
		if err := s.act(ctx, p, m, "countersign", body{"digest": signs}); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) lastMonth(ctx context.Context) error {
	from := s.day(-26, 9)
	m, err := s.prepare(ctx, "赫山区行刑衔接联席会议（上月例会）", from)
	if err != nil {
		return err
	}
	if err := s.act(ctx, s.caller, m, "record-late", body{"reason": "会议在平台启用前召开，按会议记录补记（演示虚构）", "attendance": s.attendance()}); err != nil {
		return err
	}
	for _, r := range []body{
		{"text": unkept, "owner": s.organs[Police], "due_on": from.AddDate(0, 0, 14).Format(time.DateOnly)},
		{"text": "梳理今年移送案件的取样和鉴定问题清单", "owner": s.organs[Environment], "due_on": from.AddDate(0, 0, 20).Format(time.DateOnly)},
	} {
		if err := s.act(ctx, s.caller, m, "resolutions", r); err != nil {
			return err
		}
	}
	if err := s.close(ctx, m); err != nil {
		return err
	}
	for _, r := range m.Resolutions { // the convener keeps its own promise
		if r.Text == unkept {
			continue
		}
		for _, b := range []body{{"step": "report", "text": "清单已印发各单位"}, {"step": "accept"}} {
			if err := s.act(ctx, s.caller, m, "resolutions/"+r.ID+"/act", b); err != nil {
				return err
			}
		}
	}
	return s.act(ctx, s.caller, m, "close", nil)
}

// day gives a time of the office some days from now.
func (s *session) day(n, hour int) time.Time {
	at := s.now().In(time.FixedZone("Asia/Shanghai", 8*60*60)).AddDate(0, 0, n)
	return time.Date(at.Year(), at.Month(), at.Day(), hour, 30, 0, 0, at.Location())
}

// soon is how long before its beginning the meeting of today is called.
const soon = 3 * time.Second

// callSoon calls a meeting that begins in a moment. Where a busy machine was too slow,
// and the moment had passed, the draft is cancelled and another one given more time.
func (s *session) callSoon(ctx context.Context, out *Met) (*gathering, error) {
	for ahead := soon; ; ahead *= 2 {
		m, err := s.prepare(ctx, "赫山区行刑衔接联席会议（本月例会）", s.now().Add(ahead))
		if err != nil {
			return nil, err
		}
		drafted := m.State
		items, err := s.items(ctx, m)
		if err != nil {
			return nil, err
		}
		if err := s.act(ctx, s.caller, m, "items", body{"items": items}); err != nil {
			return nil, err
		}
		answer, err := s.caller.Call(ctx, http.MethodPost, "/v1/meetings/"+m.ID+"/call", body{}, 0, "")
		switch {
		case err != nil:
			return nil, err
		case answer.Status == http.StatusConflict && ahead < time.Minute:
			if err := s.act(ctx, s.caller, m, "cancel", body{"reason": "会议时间已过，另行通知"}); err != nil {
				return nil, err
			}
			continue
		case answer.Status != http.StatusOK:
			return nil, fmt.Errorf("call: %d %s", answer.Status, answer.Body)
		}
		if err := s.caller.Get(ctx, "/v1/meetings/"+m.ID, m); err != nil {
			return nil, err
		}
		out.States = append(out.States, drafted)
		return m, nil
	}
}

// items are the agenda: an own one, and what the hub proposes first.
func (s *session) items(ctx context.Context, m *gathering) ([]body, error) {
	items := []body{{"source": "own", "title": "通报本月移送和立案情况"}}
	var proposed struct {
		Items []struct {
			Case, Source string
			Title        struct{ ZH string }
		}
	}
	if err := s.caller.Get(ctx, "/v1/meetings/"+m.ID+"/proposals", &proposed); err != nil {
		return nil, err
	}
	for _, p := range proposed.Items[:min(2, len(proposed.Items))] {
		items = append(items, body{"source": p.Source, "case": p.Case, "title": p.Title.ZH})
	}
	return items, nil
}

func (s *session) thisWeek(ctx context.Context, out *Met) error {
	m, err := s.callSoon(ctx, out)
	if err != nil {
		return err
	}
	out.Meeting, out.States = m.Number, append(out.States, m.State)
	for _, o := range s.others {
		if err := s.act(ctx, o, m, "reply", body{"reply": "accepted"}); err != nil {
			return err
		}
	}
	for _, a := range m.Agencies {
		if a.Reply == "accepted" {
			out.Replies++
		}
	}
	if err := s.act(ctx, s.caller, m, "documents", body{"kind": "meeting_notice"}); err != nil {
		return err
	}
	if err := s.hold(ctx, m); err != nil {
		return err
	}
	out.States = append(out.States, m.State)
	for _, r := range []body{
		{"text": "共同确定涉案物品保管单位名录", "owner": s.organs[Market], "due_on": s.day(10, 9).Format(time.DateOnly)},
		{"text": "提前介入案件的联系人名单报送各单位", "owner": s.organs[Procuratorate], "due_on": s.day(2, 9).Format(time.DateOnly)},
	} {
		if err := s.act(ctx, s.caller, m, "resolutions", r); err != nil {
			return err
		}
	}
	if err := s.close(ctx, m); err != nil {
		return err
	}
	out.States, out.Resolutions, out.Countersigned = append(out.States, "minuted", m.State), len(m.Resolutions), out.Agencies
	if err := s.act(ctx, s.caller, m, "documents", body{"kind": "meeting_minutes"}); err != nil {
		return err
	}
	for _, d := range m.Documents {
		out.Papers = append(out.Papers, d.Number)
	}
	return nil
}

// hold opens the meeting as soon as it has begun.
func (s *session) hold(ctx context.Context, m *gathering) error {
	for {
		answer, err := s.caller.Call(ctx, http.MethodPost, "/v1/meetings/"+m.ID+"/hold", body{"attendance": s.attendance()}, 0, "")
		if err != nil {
			return err
		}
		if answer.Status != http.StatusConflict {
			return s.caller.Get(ctx, "/v1/meetings/"+m.ID, m)
		}
		select {
		case <-ctx.Done():
			return errors.New("the meeting never began")
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (s *session) next(ctx context.Context, outsider *Person, out *Met) error {
	m, err := s.prepare(ctx, "赫山区行刑衔接联席会议（下月例会）", s.day(24, 9))
	if err != nil {
		return err
	}
	if err := s.act(ctx, s.caller, m, "items", body{"items": []body{{"source": "own", "title": "明年联合检查计划"}}}); err != nil {
		return err
	}
	if err := s.act(ctx, s.caller, m, "call", nil); err != nil {
		return err
	}
	out.Next, out.NextID = m.Number, m.ID
	if len(m.Carried) > 0 {
		out.HeadsNext, out.OverdueDays = m.Carried[0].Text, -m.Carried[0].Days
		out.UnkeptHeads = out.HeadsNext == unkept && out.OverdueDays > 0
	}
	answer, err := outsider.Call(ctx, http.MethodGet, "/v1/meetings/"+m.ID, nil, 0, "")
	if err != nil {
		return err
	}
	out.OutsiderStatus = answer.Status
	off, err := s.prepare(ctx, "危险废物专项会商（已取消）", s.day(9, 14))
	if err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		body body
	}{{"call", nil}, {"cancel", body{"reason": "并入下月例会"}}} {
		if err := s.act(ctx, s.caller, off, step.name, step.body); err != nil {
			return err
		}
	}
	if answer, err = s.others[0].Call(ctx, http.MethodPost, "/v1/meetings/"+off.ID+"/reply", body{"reply": "accepted"}, 0, ""); err != nil {
		return err
	}
	out.ReplyAfterCall = answer.Status
	return nil
}

func (s *session) memorandum(ctx context.Context) error {
	return s.caller.Post(ctx, "/v1/memoranda", body{
		"number": "益环赫〔2026〕18号", "title": "生态环境行刑衔接工作备忘录（演示虚构）", "signed_on": s.day(-200, 9).Format(time.DateOnly), "to": s.day(500, 9).Format(time.DateOnly), "parties": s.invited(),
		"levels": []body{{"text": "线索通报后的反馈", "n": 5, "unit": "working_days"}, {"text": "商请提前介入的答复", "n": 24, "unit": "hours"}},
	}, 0, "", nil)
}
