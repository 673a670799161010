package story

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// plot is what a case is about.
type plot struct {
	title, party, kind string
	facts, source      string
	threshold          string
	actOn              string
	item               string
}

// goldWashing is the published case: what was not published stays empty.
var goldWashing = plot{
	title: "洗金作坊经营者涉嫌污染环境案", party: "洗金作坊经营者", kind: "person", source: "群众反映", actOn: "2024-08-30", item: "洗金设备",
	facts:     "2024年8月30日，接到群众反映后，执法人员到沧水铺镇一民房内的洗金作坊检查。现场正在使用汞洗金，废水未经处理排入水塘。监测显示：水塘排口土壤总汞 9.56 mg/kg，超标 2.983 倍；总砷 3180 mg/kg，超标 126.2 倍；入塘沟渠总砷 91.5 mg/kg，超标 2.66 倍。",
	threshold: "排放、倾倒、处置含铅、汞、镉、铬、砷、铊、锑的污染物，超过国家或者地方污染物排放标准三倍以上：水塘排口土壤总砷超标 126.2 倍",
}

// draft is the plot as a drafter types it.
func (p plot) draft(title string) body {
	b := body{
		"title": title,
		"content": body{
			"facts": p.facts, "source": p.source, "threshold": p.threshold,
			"basis":    "《中华人民共和国刑法》第三百三十八条；《最高人民法院、最高人民检察院关于办理环境污染刑事案件适用法律若干问题的解释》（法释〔2023〕7号）第一条",
			"disposal": "建议移送公安机关立案侦查，移送期间不作出行政处罚决定。",
			"officer":  "执法人员甲", "investigators": 2, "act_on": p.actOn, "found_on": p.actOn, "items_none": p.item == "",
		},
		"parties": []body{{"kind": p.kind, "name": p.party, "note": "姓名或者名称未公开", "charges": []body{{"offence": "污染环境罪", "article": "刑法第三百三十八条"}}}},
	}
	if p.item != "" {
		b["items"] = []body{{"name": p.item, "quantity": "1套", "place": "原地"}}
	}
	return b
}

var today = func(now time.Time) string { return civil.DateOf(now).String() }

// draft begins a case and fills its list of materials.
func (c *Cast) draft(ctx context.Context, name string, p plot, codes ...string) (*file, error) {
	f := &file{name: name}
	if err := c.Handler.Post(ctx, "/v1/referrals/criminal", p.draft(p.title), 0, name+"-create", &f.Case); err != nil {
		return nil, err
	}
	f.acts = append(f.acts, Act{Action: "case.open", By: c.Handler.issuer + "/" + c.Handler.sub, State: f.State})
	for _, code := range codes {
		if err := c.material(ctx, f, code); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// materialNames are how offices name such files.
var materialNames = map[string]string{
	"doc_investigation_report": "案件调查报告", "doc_site_records": "现场检查（勘察）笔录", "doc_items_list": "涉案物品清单",
	"doc_photos_av_list": "现场照片及清单", "doc_monitoring_opinion": "监测报告",
}

func (c *Cast) material(ctx context.Context, f *file, code string) error {
	name := materialNames[code]
	evidence, err := c.Handler.Upload(ctx, f.ID, name+".pdf", paper(name))
	if err != nil {
		return err
	}
	return c.Handler.Post(ctx, "/v1/referrals/"+f.ID+"/materials", body{
		"code": code, "title": name, "form": "copy", "pages": 1, "original_at": "移送机关案卷", "evidence_id": evidence,
	}, 0, "", &f.Case)
}

// prepare leads a draft through opinions, report and approval to the sealed letter.
func (c *Cast) prepare(ctx context.Context, f *file) error {
	if err := f.play(ctx, []step{
		{c.Handler, "criminal.give_enforcement_opinion", "criminal/give-enforcement-opinion", with(body{"text": "主体和程序合法，有证据证明有涉嫌环境犯罪的事实发生，建议移送。"})},
		{c.Legal, "criminal.give_legal_opinion", "criminal/give-legal-opinion", with(body{"text": "证据和法律依据审核无异议，同意移送。"})},
		{c.Handler, "criminal.report", "criminal/report", nil},
	}); err != nil {
		return err
	}
	if err := c.Head.StepUp(ctx); err != nil {
		return err
	}
	if err := f.act(ctx, c.Head, "criminal.approve", "criminal/approve", body{"text": "同意移送。"}); err != nil {
		return err
	}
	return c.sealPapers(ctx, f)
}

// sealPapers issues form and letter of an approved referral and seals the letter.
func (c *Cast) sealPapers(ctx context.Context, f *file) error {
	for _, kind := range []string{"approval_form", "transfer_letter"} {
		if err := c.Handler.Post(ctx, "/v1/referrals/"+f.ID+"/documents", body{"kind": kind}, 0, "", &f.Case); err != nil {
			return err
		}
	}
	letter := f.Document("transfer_letter")
	pdf, err := c.Handler.Download(ctx, "/v1/referrals/"+f.ID+"/documents/"+letter+"/content")
	if err != nil {
		return err
	}
	sealed, err := c.Handler.Upload(ctx, f.ID, "案件移送书（盖章）.pdf", pdf)
	if err != nil {
		return err
	}
	return c.Handler.Post(ctx, "/v1/referrals/"+f.ID+"/documents/"+letter+"/seal", body{"evidence_id": sealed}, 0, "", &f.Case)
}

func (c *Cast) transmit(ctx context.Context, f *file, reason string) error {
	return f.act(ctx, c.Handler, "criminal.transmit", "criminal/transmit", body{
		"to": c.PoliceID, "copy_to": c.ProcuratorateID, "no_state_secret": true, "reason": reason,
	})
}

// Outcome is what the demo proves, for people and for programs.
type Outcome struct {
	Case           string     `json:"case"`
	Acts           []Act      `json:"acts"`
	Clocks         []ClockOut `json:"clocks"`
	Deliveries     []Delivery `json:"deliveries"`
	OutsiderStatus int        `json:"outsider_status"`
	DuplicateCases int        `json:"duplicate_cases"`
	RecordVerified bool       `json:"record_verified"`
}

// ClockOut is a clock with the article it stands on.
type ClockOut struct {
	Rule    string     `json:"rule"`
	Title   string     `json:"title"`
	Article string     `json:"article"`
	State   string     `json:"state"`
	DueAt   *time.Time `json:"due_at"`
}

// Delivery is one notice.
type Delivery struct {
	Channel string `json:"channel"`
	Topic   string `json:"topic"`
	State   string `json:"state"`
	Level   string `json:"level"`
}

// RunCriminal drives one criminal referral from the draft to the filing through
// the public API: one supplement round, one act taken from paper, one outsider,
// one retry.
func RunCriminal(ctx context.Context, hub string, now func() time.Time, report func(string)) (*Outcome, *Cast, string, error) {
	c, err := Assemble(ctx, hub, now)
	if err != nil {
		return nil, nil, "", err
	}
	name := fmt.Sprintf("demo-%d", now().UnixNano())
	gold := goldWashing
	gold.title += "（" + name + "）"
	f, err := c.draft(ctx, name, gold, "doc_investigation_report", "doc_site_records", "doc_photos_av_list", "doc_monitoring_opinion")
	if err != nil {
		return nil, nil, "", err
	}
	report("拟稿 " + f.Number)
	out := &Outcome{Case: f.Number}
	if out.DuplicateCases, err = c.retry(ctx, f, gold); err != nil {
		return nil, nil, "", err
	}
	if err := c.prepare(ctx, f); err != nil {
		return nil, nil, "", err
	}
	report("负责人批准，移送书盖章")
	if err := c.transmit(ctx, f, "涉案物品清单随后补送"); err != nil {
		return nil, nil, "", err
	}
	report("移送公安机关，抄送检察机关")
	a, err := c.Outsider.Call(ctx, http.MethodGet, "/v1/referrals/"+f.ID, nil, 0, "")
	if err != nil {
		return nil, nil, "", err
	}
	out.OutsiderStatus = a.Status
	if err := c.handle(ctx, f, now); err != nil {
		return nil, nil, "", err
	}
	report("签收、补正、立案、移交物品")
	if err := c.collect(ctx, f, out); err != nil {
		return nil, nil, "", err
	}
	return out, c, f.ID, nil
}

// retry sends the creation again with the same key and counts what there is.
func (c *Cast) retry(ctx context.Context, f *file, p plot) (int, error) {
	var again Case
	if err := c.Handler.Post(ctx, "/v1/referrals/criminal", p.draft(p.title), 0, f.name+"-create", &again); err != nil {
		return 0, err
	}
	var page struct{ Items []struct{ ID, Title string } }
	if err := c.Handler.Get(ctx, "/v1/referrals?box=sent&limit=100", &page); err != nil {
		return 0, err
	}
	n := 0
	for _, i := range page.Items {
		if i.Title == p.title {
			n++
		}
	}
	return n - 1, nil
}

// handle is everything after the transmission. The filing decision is taken
// down from paper by the sender, and confirmed by the police in one tap.
func (c *Cast) handle(ctx context.Context, f *file, now func() time.Time) error {
	if err := f.play(ctx, []step{
		{c.Desk, "sign_for", "sign-for", with(body{"officer": "值班民警", "document_no": "赫公受〔" + today(now())[:4] + "〕1号"})},
		{c.Investigator, "ask_supplement", "ask-supplement", with(body{"missing": []string{"doc_items_list"}, "text": "请补送涉案物品清单。"})},
	}); err != nil {
		return err
	}
	if err := c.material(ctx, f, "doc_items_list"); err != nil {
		return err
	}
	if err := f.act(ctx, c.Handler, "supplement", "supplement", nil); err != nil {
		return err
	}
	scan, err := c.Handler.Upload(ctx, f.ID, "立案告知书扫描件.pdf", paper("立案告知书"))
	if err != nil {
		return err
	}
	if err := f.act(ctx, c.Handler, "criminal.file", "criminal/file", body{
		"charges": f.Charges(), "paper": body{"number": "赫公立字〔" + today(now())[:4] + "〕8号", "date": today(now()), "evidence_id": scan},
	}); err != nil {
		return err
	}
	if err := c.confirm(ctx, f); err != nil {
		return err
	}
	if err := f.act(ctx, c.Investigator, "criminal.notify_decision", "criminal/notify-decision", body{"charges": f.Charges(), "document_no": "赫公立告〔" + today(now())[:4] + "〕8号"}); err != nil {
		return err
	}
	items := []body{}
	for _, i := range f.Items {
		items = append(items, body{"id": i.ID, "form": "kept", "keeper": "移送机关", "place": "原地", "seal_no": "DEMO-0001"})
	}
	return f.play(ctx, []step{
		{c.Handler, "criminal.handover_items", "criminal/handover-items", with(body{"items": items})},
		{c.Desk, "criminal.sign_items", "criminal/sign-items", with(body{"officer": "值班民警"})},
		{c.Handler, "mark_entered", "mark-entered", nil},
		{c.Investigator, "criminal.transfer_for_prosecution", "criminal/transfer-for-prosecution", charges(body{"document_no": "赫公诉字〔" + today(now())[:4] + "〕3号"})},
		{c.Procurator, "criminal.prosecute", "criminal/prosecute", charges(body{"document_no": "赫检刑诉〔" + today(now())[:4] + "〕5号"})},
	})
}

// confirm answers everything that waits for the police's word.
func (c *Cast) confirm(ctx context.Context, f *file) error {
	var t struct {
		Events []struct{ ID, Confirmation string }
	}
	if err := c.Investigator.Get(ctx, "/v1/referrals/"+f.ID+"/timeline", &t); err != nil {
		return err
	}
	for _, e := range t.Events {
		if e.Confirmation == "waiting" {
			if err := c.Investigator.Post(ctx, "/v1/referrals/"+f.ID+"/events/"+e.ID+"/answer", body{"confirm": true}, 0, "", nil); err != nil {
				return err
			}
			f.acts = append(f.acts, Act{Action: "record.confirmed", By: c.Investigator.issuer + "/" + c.Investigator.sub, State: f.State})
		}
	}
	return nil
}

// collect reads back what the demo claims.
func (c *Cast) collect(ctx context.Context, f *file, out *Outcome) error {
	if err := c.Handler.Get(ctx, "/v1/referrals/"+f.ID, &f.Case); err != nil {
		return err
	}
	out.Acts = f.acts
	for _, k := range f.Clocks {
		o := ClockOut{Rule: k.Rule, Title: k.Title.ZH, State: k.State, DueAt: k.DueAt}
		if len(k.Basis) > 0 {
			o.Article = k.Basis[0].Document + " " + k.Basis[0].Number + " " + k.Basis[0].Article
		}
		out.Clocks = append(out.Clocks, o)
	}
	var list struct{ Items []Delivery }
	if err := c.Handler.Get(ctx, "/v1/referrals/"+f.ID+"/deliveries", &list); err != nil {
		return err
	}
	out.Deliveries = list.Items
	return nil
}
