package story

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
)

// Compensated is what the story of a claim for damage left behind.
type Compensated struct {
	Lead      string   `json:"lead"`
	Case      string   `json:"case"`
	State     string   `json:"state"`
	TotalFen  int64    `json:"total_fen"`
	PaidFen   int64    `json:"paid_fen"`
	OpenFen   int64    `json:"open_fen"`
	Rules     []string `json:"rules"`     // of every clock that ran in the claim
	Statement string   `json:"statement"` // number of the statement of performance
	Words     string   `json:"-"`         // what the statement says
}

// The claim is a published one (Xuancheng, Jixi county, 2023): forest land destroyed by
// quarrying. What was not published is left empty; the hub enters it late, as it would
// enter any paper file, so that every clock and article is that of its day.
const (
	handed   = "2023-09-04T09:00:00+08:00" // the town hands the county bureau the lead
	started  = "2023-10-16T09:00:00+08:00" // the city bureau starts the claim
	met      = "2023-10-30T09:00:00+08:00" // consultation and agreement
	bought   = "2023-11-09T09:00:00+08:00" // substitute restoration
	entered  = "按公开案例补录；未公开的日期记为下一个公开的日期"
	obligor  = "采石毁坏林地的赔偿义务人"
	damage   = 3_309_000 // fen
	expenses = 1_500_000 // fen, cost of the appraisal
)

// late is a body of an act that happened on a day of the story.
func late(at string, more body) body {
	b := body{"occurred_at": at, "ground": entered}
	for k, v := range more {
		b[k] = v
	}
	return b
}

type claimCast struct {
	town, county, city, head *Person
	organs                   map[string]string
}

func assembleClaim(ctx context.Context, hub string) (*claimCast, error) {
	c := &claimCast{}
	for _, who := range []struct {
		to          **Person
		issuer, sub string
	}{{&c.town, ClaimTown, "town-handler"}, {&c.county, ClaimCounty, "forest-handler"}, {&c.city, ClaimForestry, "forest-handler"}, {&c.head, ClaimForestry, "forest-head"}} {
		p, err := SignIn(ctx, hub, who.issuer, who.sub)
		if err != nil {
			return nil, err
		}
		*who.to = p
	}
	var err error
	c.organs, err = c.town.Agencies(ctx)
	return c, err
}

// Compensate runs a claim from the town's lead to the bought carbon sink.
func Compensate(ctx context.Context, hub string, report func(string)) (*Compensated, error) {
	c, err := assembleClaim(ctx, hub)
	if err != nil {
		return nil, err
	}
	lead := &file{name: "claim-lead"}
	if err := c.town.Post(ctx, "/v1/referrals/lead", body{
		"title":   "采石毁坏林地线索",
		"content": body{"facts": "采石毁坏林地，造成森林植被和生态服务功能损害。", "source": "乡镇发现", "place": "扬溪镇", "found_on": "2023-09-04"},
		"parties": []body{{"kind": "unknown", "name": obligor, "note": "姓名或者名称未公开"}},
	}, 0, "claim-lead-create", &lead.Case); err != nil {
		return nil, err
	}
	if err := c.passOn(ctx, lead); err != nil {
		return nil, err
	}
	report("2023-09-04 扬溪镇向绩溪县林业局移送线索，转宣城市林业局")
	claim := &file{name: "claim"}
	if err := c.city.Post(ctx, "/v1/referrals/"+lead.ID+"/derivations", body{"kind": "compensation", "relation": "upgraded", "title": "采石毁坏林地生态环境损害赔偿案"}, 0, "claim-derive", &claim.Case); err != nil {
		return nil, err
	}
	if err := c.claim(ctx, claim, report); err != nil {
		return nil, err
	}
	if err := lead.act(ctx, c.city, "lead.feedback", "lead/feedback", late(bought, body{"result": "handled", "text": "已启动索赔并办结，赔偿义务人购买等值林业碳汇替代修复。"})); err != nil {
		return nil, err
	}
	return c.sum(ctx, lead, claim)
}

func (c *claimCast) passOn(ctx context.Context, lead *file) error {
	return lead.play(ctx, []step{
		{c.town, "lead.send", "lead/send", with(late(handed, body{"to": c.organs[ClaimCounty], "no_state_secret": true}))},
		{c.county, "sign_for", "sign-for", with(late(handed, body{"officer": "县局工作人员"}))},
		{c.county, "lead.forward", "lead/forward", with(late(started, body{"to": c.organs[ClaimForestry], "reason": "由市政府指定的市林业局启动索赔"}))},
		{c.city, "sign_for", "sign-for", with(late(started, body{"officer": "损害赔偿经办人"}))},
	})
}

// claim takes the claim from its start to its closing.
func (c *claimCast) claim(ctx context.Context, f *file, report func(string)) error {
	if _, err := c.city.Call(ctx, "PUT", "/v1/referrals/"+f.ID+"/draft", body{
		"title": "采石毁坏林地生态环境损害赔偿案",
		"content": body{
			"facts": "采石毁坏林地0.4311公顷，造成森林植被和生态服务功能损害。", "source": "乡镇移送线索", "place": "扬溪镇", "found_on": "2023-09-04",
			"basis": "市政府指定市林业局为赔偿权利人指定的部门；初步核查认定造成生态环境损害。",
		},
		"parties": []body{{"kind": "unknown", "name": obligor, "note": "姓名或者名称未公开"}},
	}, f.Version, ""); err != nil {
		return err
	}
	if err := f.act(ctx, c.city, "compensation.report", "compensation/report", late(started, nil)); err != nil {
		return err
	}
	if err := c.head.StepUp(ctx); err != nil {
		return err
	}
	if err := f.act(ctx, c.head, "compensation.approve", "compensation/approve", late(started, body{"text": "同意启动索赔。"})); err != nil {
		return err
	}
	report("2023-10-16 宣城市林业局启动索赔")
	present := []body{{"role": "obligor", "name": obligor}, {"role": "procuratorate", "name": "检察机关"}, {"role": "organ", "name": "公安机关"}, {"role": "organ", "name": "生态环境部门"}, {"role": "organ", "name": "自然资源部门"}}
	if err := f.play(ctx, []step{
		{c.city, "compensation.assess", "compensation/assess", with(late(met, body{"damage_fen": damage, "appraisal_fen": expenses, "method": "appraisal", "text": "毁坏林地0.4311公顷，生态系统服务功能损失和恢复费用33090元，鉴定评估费用15000元。"}))},
		{c.city, "compensation.serve_notice", "compensation/serve-notice", with(late(met, nil))},
		{c.city, "compensation.meet", "compensation/meet", with(late(met, body{"text": "检察、公安、生态环境、自然资源等机关参加，与赔偿义务人磋商并达成一致。", "present": present}))},
		{c.city, "compensation.agree", "compensation/agree", with(late(met, body{"text": "赔偿33090元，以购买等值林业碳汇替代修复；另行支付鉴定评估费用15000元。", "default_told": true,
			"works": []body{{"kind": "substitute", "what": "向林场购买等值林业碳汇", "by": bought[:len("2006-01-02")], "fen": damage}}}))},
	}); err != nil {
		return err
	}
	report("2023-10-30 磋商并签订赔偿协议：33,090 + 15,000 = 48,090 元")
	if err := c.performs(ctx, f); err != nil {
		return err
	}
	report("2023-11-09 购买等值林业碳汇，履行完毕")
	for _, kind := range []string{"consult_notice", "consult_minutes", "compensation_agreement", "performance_statement"} {
		if err := c.city.Post(ctx, "/v1/referrals/"+f.ID+"/documents", body{"kind": kind}, 0, "", &f.Case); err != nil {
			return err
		}
	}
	return f.act(ctx, c.city, "close", "close", late(bought, nil))
}

// performs: the carbon sink is shown and accepted, and performs its part; the appraisal is
// paid. The published case does not speak of an evaluation.
func (c *claimCast) performs(ctx context.Context, f *file) error {
	shown, err := c.city.Upload(ctx, f.ID, "林业碳汇购买凭证.pdf", paper("林业碳汇购买凭证"))
	if err != nil {
		return err
	}
	if err := f.play(ctx, []step{
		{c.city, "compensation.restore", "compensation/restore", with(late(bought, body{"work": 1, "evidence": []string{shown}, "text": "向林场购买等值林业碳汇，替代修复完成。"}))},
		{c.city, "compensation.accept_work", "compensation/accept-work", with(late(bought, body{"work": 1, "text": "凭证与协议约定一致，验收合格。"}))},
		{c.city, "compensation.pay", "compensation/pay", with(late(bought, body{"fen": expenses, "manner": "reimbursed", "text": "支付鉴定评估费用。"}))},
	}); err != nil {
		return err
	}
	if err := c.head.StepUp(ctx); err != nil {
		return err
	}
	return f.play(ctx, []step{
		{c.head, "compensation.exempt_evaluation", "compensation/exempt-evaluation", with(late(bought, body{"reason": "替代修复为购买碳汇，没有修复工程可供评估（演示虚构：公开案例未说明）。"}))},
		{c.city, "compensation.perform", "compensation/perform", with(late(bought, body{"text": "赔偿责任已经履行完毕。"}))},
	})
}

// sum reads back what the hub holds of the claim, and what its statement says.
func (c *claimCast) sum(ctx context.Context, lead, f *file) (*Compensated, error) {
	var r struct {
		Case
		Claim struct {
			AgreedFen int64 `json:"agreed_fen"`
			PaidFen   int64 `json:"paid_fen"`
			OpenFen   int64 `json:"open_fen"`
		} `json:"claim"`
		Documents []struct{ ID, Kind, Number string } `json:"documents"`
	}
	if err := c.city.Get(ctx, "/v1/referrals/"+f.ID, &r); err != nil {
		return nil, err
	}
	out := &Compensated{Lead: lead.ID, Case: f.ID, State: r.State, TotalFen: r.Claim.AgreedFen, PaidFen: r.Claim.PaidFen, OpenFen: r.Claim.OpenFen, Rules: []string{}}
	for _, k := range r.Clocks {
		out.Rules = append(out.Rules, k.Rule)
	}
	for _, d := range r.Documents {
		if d.Kind != "performance_statement" {
			continue
		}
		out.Statement = d.Number
		copied, err := c.city.Download(ctx, "/v1/referrals/"+f.ID+"/documents/"+d.ID+"/content?format=docx")
		if err != nil {
			return nil, err
		}
		if out.Words, err = wordsOf(copied); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// wordsOf takes the text out of a DOCX.
func wordsOf(docx []byte) (string, error) {
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		return "", fmt.Errorf("open a working copy: %w", err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		return "", fmt.Errorf("open the text of a working copy: %w", err)
	}
	defer f.Close()
	raw, err := io.ReadAll(f)
	if err != nil {
		return "", fmt.Errorf("read a working copy: %w", err)
	}
	var b strings.Builder
	for text := string(raw); ; {
		from := strings.IndexByte(text, '<')
		if from < 0 {
			b.WriteString(text)
			return b.String(), nil
		}
		b.WriteString(text[:from])
		to := strings.IndexByte(text[from:], '>')
		if to < 0 {
			return b.String(), nil
		}
		text = text[from+to+1:]
	}
}
