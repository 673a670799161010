package story

import (
	"context"
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Counted are the figures of the joint action across the border, as each hub counts them.
type Counted struct {
	Case     string `json:"case"`
	Actions  int    `json:"actions"`  // 次
	Visits   int    `json:"visits"`   // 家次
	Problems int    `json:"problems"` // 个, handed over to the organ of the place
	Same     bool   `json:"same"`     // both hubs count alike
}

// jointly plays a joint action (联合执法行动): Zigong offers it, Dazu joins and names who
// comes, a mixed team visits an enterprise in Dazu, and what it found goes to Dazu. What was
// not published of the mechanism is invented.
func (b *border) jointly(ctx context.Context) (*Counted, error) {
	f := &file{name: "joint"}
	today := civil.DateOf(time.Now()).String()
	draft := body{"title": "川渝跨界危险废物联合执法（演示虚构）", "content": body{
		"joint_action": "川渝跨界危险废物联合执法", "from_on": today, "to_on": today, "facts": "检查自贡、大足交界处废铅蓄电池收集、贮存单位。", "basis": "川渝两地生态环境、公安、检察机关协作机制（2021年12月7日）",
	}}
	if err := b.west.Post(ctx, "/v1/referrals/joint-action", draft, 0, "joint-create", &f.Case); err != nil {
		return nil, err
	}
	visit := "JC-DEMO-" + f.ID[:8]
	for i, step := range []struct {
		by           *Person
		action, path string
		in           body
	}{
		{b.west, "joint_action.offer", "joint-action/offer", body{"to": b.receiver, "no_state_secret": true}},
		{b.desk, "sign_for", "sign-for", body{"officer": "收发人员"}},
		{b.east, "joint_action.join", "joint-action/join", body{"officer": "执法人员甲"}},
		{b.east, "joint_action.members", "joint-action/members", body{"members": []body{{"name": "执法人员甲", "certificate": "DEMO-CQ-0001"}}}},
		{b.west, "joint_action.members", "joint-action/members", body{"members": []body{{"name": "执法人员甲", "certificate": "DEMO-SC-0001"}, {"name": "执法人员乙", "certificate": "DEMO-SC-0002"}}}},
		{b.west, "joint_action.arrange", "joint-action/arrange", body{"visit": body{"number": visit, "name": "大足某废旧物资回收站（演示虚构）", "region": "500111", "day": today, "team": []string{"DEMO-SC-0001", "DEMO-SC-0002", "DEMO-CQ-0001"}}}},
		{b.west, "joint_action.found", "joint-action/found", body{"number": visit, "problems": 2}},
	} {
		if err := f.act(ctx, step.by, step.action, step.path, step.in); err != nil {
			return nil, err
		}
		if err := b.together(ctx, f.ID, i+1); err != nil { // each waits until the other side has seen it
			return nil, err
		}
	}
	handed := &file{name: "findings"}
	findings := body{"title": "跨界联合检查发现问题移交（演示虚构）", "content": body{"joint_action": "川渝跨界危险废物联合执法", "found_on": today, "facts": "贮存场所未设置识别标志；台账不全。"}, "parties": []body{
		{"kind": "enterprise", "name": "大足某废旧物资回收站（演示虚构）", "charges": []body{{"offence": "危险废物识别标志缺失"}, {"offence": "管理台账不全"}}},
	}}
	if err := b.west.Post(ctx, "/v1/referrals/findings", findings, 0, "findings-create", &handed.Case); err != nil {
		return nil, err
	}
	if err := handed.act(ctx, b.west, "findings.send", "findings/send", body{"to": b.receiver, "no_state_secret": true}); err != nil {
		return nil, err
	}
	if err := f.act(ctx, b.west, "joint_action.hand_over", "joint-action/hand-over", body{"number": visit, "handed": 2, "text": handed.Number}); err != nil {
		return nil, err
	}
	if err := f.act(ctx, b.west, "joint_action.finish", "joint-action/finish", body{"text": "行动结束，问题已移交属地。"}); err != nil {
		return nil, err
	}
	if err := b.together(ctx, f.ID, 9); err != nil {
		return nil, err
	}
	if err := b.together(ctx, handed.ID, 1); err != nil {
		return nil, err
	}
	out := &Counted{Case: f.ID, Same: true}
	for i, p := range []*Person{b.west, b.east} {
		var list struct {
			Total struct{ Actions, Visits, Problems int }
		}
		if err := p.Get(ctx, "/v1/inspection/joint?from="+today+"&to="+today, &list); err != nil {
			return nil, err
		}
		n := list.Total
		if i == 0 {
			out.Actions, out.Visits, out.Problems = n.Actions, n.Visits, n.Problems
		}
		out.Same = out.Same && n.Actions == out.Actions && n.Visits == out.Visits && n.Problems == out.Problems
	}
	b.report(fmt.Sprintf("联合执法：两边各计%d次、%d家次、%d个", out.Actions, out.Visits, out.Problems))
	return out, nil
}
