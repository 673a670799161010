package story

import (
	"context"
	"fmt"
	"time"
)

// Tell plays the demo story into a hub: a referral in each of its states, one
// of them overdue. A hub that already holds cases is left alone.
func Tell(ctx context.Context, hub string, now func() time.Time) error {
	c, err := Assemble(ctx, hub, now)
	if err != nil {
		return err
	}
	var page struct{ Items []struct{ ID string } }
	if err := c.Handler.Get(ctx, "/v1/referrals?box=sent&limit=1", &page); err != nil {
		return err
	}
	if len(page.Items) > 0 {
		return nil
	}
	if err := publish(ctx, hub); err != nil {
		return err
	}
	for _, scene := range scenes {
		if err := scene.play(ctx, c, scene); err != nil {
			return fmt.Errorf("scene %s: %w", scene.name, err)
		}
	}
	for _, m := range matters {
		if err := m.tell(ctx, c); err != nil {
			return fmt.Errorf("scene %s: %w", m.name, err)
		}
	}
	if err := c.shareDesk(ctx, hub); err != nil {
		return fmt.Errorf("shared desk: %w", err)
	}
	if _, err := Inspect(ctx, hub, now, nil, func(string) {}); err != nil {
		return fmt.Errorf("joint inspections: %w", err)
	}
	if _, err := Meet(ctx, hub, now, func(string) {}); err != nil {
		return fmt.Errorf("joint meetings: %w", err)
	}
	return nil
}

type scene struct {
	name string
	plot plot
	play func(context.Context, *Cast, scene) error
}

var allMaterials = []string{"doc_investigation_report", "doc_site_records", "doc_items_list", "doc_photos_av_list", "doc_monitoring_opinion"}

// scenes leave one referral in every state that somebody waits in.
var scenes = []scene{
	{"draft", plot{title: "某电镀作坊涉嫌私设暗管排放含铬废水案", party: "某电镀作坊", kind: "enterprise", source: "日常检查", actOn: "2026-10-12",
		facts: "日常检查发现该作坊车间地面下埋有未登记的软管，含铬清洗废水经软管排入雨水井。", threshold: "通过暗管排放有毒物质"}, func(ctx context.Context, c *Cast, s scene) error {
		_, err := c.draft(ctx, s.name, s.plot, "doc_investigation_report")
		return err
	}},
	{"reported", plot{title: "某汽修服务部涉嫌非法处置废矿物油案", party: "某汽修服务部", kind: "enterprise", source: "专项检查", actOn: "2026-10-12",
		facts: "该服务部将更换下来的废矿物油交给无危险废物经营许可的人员，过磅记录合计超过三吨。", threshold: "非法处置危险废物三吨以上"}, func(ctx context.Context, c *Cast, s scene) error {
		f, err := c.draft(ctx, s.name, s.plot, allMaterials...)
		if err != nil {
			return err
		}
		return f.play(ctx, []step{
			{c.Handler, "criminal.give_enforcement_opinion", "criminal/give-enforcement-opinion", with(body{"text": "建议移送。"})},
			{c.Legal, "criminal.give_legal_opinion", "criminal/give-legal-opinion", with(body{"text": "同意移送。"})},
			{c.Handler, "criminal.report", "criminal/report", nil},
		})
	}},
	{"approved", plot{title: "某废旧电池回收点涉嫌非法拆解铅酸电池案", party: "某废旧电池回收点", kind: "enterprise", source: "群众举报", actOn: "2026-10-12",
		facts: "现场发现拆解后的铅酸电池极板和废酸液，废酸液直接倾倒在未硬化的地面上。", threshold: "非法处置危险废物三吨以上"}, func(ctx context.Context, c *Cast, s scene) error {
		f, err := c.draft(ctx, s.name, s.plot, allMaterials...)
		if err != nil {
			return err
		}
		return c.prepare(ctx, f)
	}},
	{"sent", plot{title: "某金属表面处理厂涉嫌超标排放含镍废水案", party: "某金属表面处理厂", kind: "enterprise", source: "监测发现", actOn: "2026-10-12",
		facts: "总排口采样监测显示总镍浓度超过排放标准十倍以上。", threshold: "排放含镍污染物超过排放标准十倍以上"}, sent},
	{"supplement", plot{title: "某金属制品公司涉嫌跨区域倾倒危险废物案", party: "某金属制品公司", kind: "enterprise", source: "上级交办", actOn: "2026-10-12",
		facts: "该公司将酸洗污泥装车运出，倾倒于河滩，现场称重超过三吨。", threshold: "非法倾倒危险废物三吨以上"}, func(ctx context.Context, c *Cast, s scene) error {
		f, err := send(ctx, c, s, "现场照片待整理后补送", allMaterials[:3]...)
		if err != nil {
			return err
		}
		if err := f.play(ctx, []step{
			{c.Desk, "sign_for", "sign-for", with(body{"officer": "值班民警"})},
			{c.Investigator, "ask_supplement", "ask-supplement", with(body{"missing": []string{"doc_photos_av_list", "doc_monitoring_opinion"}, "text": "请补送照片清单和监测报告。"})},
		}); err != nil {
			return err
		}
		return c.breakGlass(ctx, f)
	}},
	{"gold", goldWashing, func(ctx context.Context, c *Cast, s scene) error {
		f, err := send(ctx, c, s, "涉案物品清单随后补送", "doc_investigation_report", "doc_site_records", "doc_photos_av_list", "doc_monitoring_opinion")
		if err != nil {
			return err
		}
		return c.handle(ctx, f, c.now)
	}},
	{"declined", plot{title: "某养殖场涉嫌利用渗坑排放有毒物质案", party: "某养殖场", kind: "enterprise", source: "信访举报", actOn: "2026-10-12",
		facts: "场区后方有一处未作防渗处理的土坑，冲洗废水排入坑内下渗。", threshold: "通过渗坑排放有毒物质"}, func(ctx context.Context, c *Cast, s scene) error {
		f, err := send(ctx, c, s, "", allMaterials...)
		if err != nil {
			return err
		}
		return f.play(ctx, []step{
			{c.Desk, "sign_for", "sign-for", with(body{"officer": "值班民警"})},
			{c.Investigator, "criminal.decline", "criminal/decline", charges(body{"reason": "现有证据不足以证明排放的是有毒物质。", "document_no": "赫公不立字第3号"})},
			{c.Investigator, "criminal.notify_decision", "criminal/notify-decision", charges(body{"document_no": "赫公不立告第3号"})},
		})
	}},
	{"overdue", plot{title: "某物流公司涉嫌非法处置医疗废物案", party: "某物流公司", kind: "enterprise", source: "联合检查", actOn: "2026-10-12",
		facts: "仓库内堆放未交有资质单位处置的医疗废物，台账显示已自行外运处置三吨以上。", threshold: "非法处置危险废物三吨以上"}, func(ctx context.Context, c *Cast, s scene) error {
		f, err := c.draft(ctx, s.name, s.plot, allMaterials...)
		if err != nil {
			return err
		}
		past := c.now().AddDate(0, 0, -12).Format(time.RFC3339)
		return f.play(ctx, []step{
			{c.Handler, "criminal.give_enforcement_opinion", "criminal/give-enforcement-opinion", with(body{"text": "建议移送。"})},
			{c.Legal, "criminal.give_legal_opinion", "criminal/give-legal-opinion", with(body{"text": "同意移送。"})},
			{c.Handler, "criminal.report", "criminal/report", with(body{"occurred_at": past, "ground": "线下报告，事后补录（演示）"})},
		})
	}},
	{"silent", plot{title: "某化工仓储公司涉嫌非法贮存危险废物案", party: "某化工仓储公司", kind: "enterprise", source: "群众举报", actOn: "2026-10-12",
		facts: "租用闲置厂房贮存无标识吨桶一百余只，抽样检测为危险废物，合计超过三吨。", threshold: "非法处置危险废物三吨以上"}, silent},
}

// silent is a case that the police signed for weeks ago and have not decided on, entered
// late; the sender wants to talk about it at the next joint meeting.
func silent(ctx context.Context, c *Cast, s scene) error {
	f, err := c.draft(ctx, s.name, s.plot, allMaterials...)
	if err != nil {
		return err
	}
	ago := func(days int, more body) body {
		b := body{"occurred_at": c.now().AddDate(0, 0, -days).Format(time.RFC3339), "ground": "线下办理，事后补录（演示）"}
		for k, v := range more {
			b[k] = v
		}
		return b
	}
	if err := f.play(ctx, []step{
		{c.Handler, "criminal.give_enforcement_opinion", "criminal/give-enforcement-opinion", with(body{"text": "建议移送。"})},
		{c.Legal, "criminal.give_legal_opinion", "criminal/give-legal-opinion", with(body{"text": "同意移送。"})},
		{c.Handler, "criminal.report", "criminal/report", with(ago(21, nil))},
	}); err != nil {
		return err
	}
	if err := c.Head.StepUp(ctx); err != nil {
		return err
	}
	if err := f.act(ctx, c.Head, "criminal.approve", "criminal/approve", ago(21, body{"text": "同意移送。"})); err != nil {
		return err
	}
	if err := c.sealPapers(ctx, f); err != nil {
		return err
	}
	if err := f.play(ctx, []step{
		{c.Handler, "criminal.transmit", "criminal/transmit", with(ago(21, body{"to": c.PoliceID, "copy_to": c.ProcuratorateID, "no_state_secret": true}))},
		{c.Desk, "sign_for", "sign-for", with(ago(20, body{"officer": "值班民警"}))},
	}); err != nil {
		return err
	}
	var marked struct{}
	return c.Handler.Post(ctx, "/v1/referrals/"+f.ID+"/meeting-marks", body{"reason": "已逾期多日未作决定，提请会上明确办理时限。"}, 0, "", &marked)
}

// send leads a case to the point where the police have it before them.
func send(ctx context.Context, c *Cast, s scene, reason string, codes ...string) (*file, error) {
	f, err := c.draft(ctx, s.name, s.plot, codes...)
	if err != nil {
		return nil, err
	}
	if err := c.prepare(ctx, f); err != nil {
		return nil, err
	}
	return f, c.transmit(ctx, f, reason)
}

func sent(ctx context.Context, c *Cast, s scene) error {
	_, err := send(ctx, c, s, "", allMaterials...)
	return err
}

// breakGlass opens a case of others in an emergency (紧急查阅) and leaves the review
// to its sender.
func (c *Cast) breakGlass(ctx context.Context, f *file) error {
	if err := c.Neighbour.StepUp(ctx); err != nil {
		return err
	}
	var grant struct{ Case string }
	return c.Neighbour.Post(ctx, "/v1/glass", body{"case": f.Number, "ground": "pollution", "reason": "下游河段发现不明污泥，需要核对倾倒物质和数量。"}, f.Version, f.name+"-glass", &grant)
}
