package casework

import (
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	damage "github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Words of a claim as its papers print them.
var (
	methodWords = map[damage.Method]string{damage.Appraisal: "鉴定评估", damage.Experts: "专家评估", damage.Comprehensive: "综合认定"}
	mannerWords = map[damage.Manner]string{damage.Treasury: "缴入国库", damage.Restoration: "修复或者替代修复", damage.Reimbursed: "支付评估、应急费用"}
	workWords   = map[damage.WorkKind]string{damage.InPlace: "原地修复", damage.Substitute: "替代修复"}
	roleWords   = map[string]string{
		"obligor": "赔偿义务人", "representative": "代理人", "adviser": "法律顾问", "procuratorate": "检察机关", "expert": "专家", "organ": "有关机关", "other": "其他",
	}
)

// fillClaim writes the money of a claim and what it stands on: the start on the rule as
// it held on its day, the weight for a penalty on the law of the day of the act.
func (o *Office) fillClaim(v *documents.Case, s *seen) {
	c, content := s.Snapshot.Flags.Claim, s.Snapshot.Content
	names := map[ids.Party]string{}
	for _, p := range s.Snapshot.Parties {
		names[p.ID] = p.Name
	}
	d := &v.Claim
	d.DamageFen, d.AppraisalFen, d.EmergencyFen, d.TotalFen = c.Costs.DamageFen, c.Costs.AppraisalFen, c.Costs.EmergencyFen, c.Costs.Sum()
	d.Method, d.Assessment, d.Minutes, d.Agreement, d.AnswerBy = methodWords[c.Method], content.Assessment, content.Minutes, content.Agreement, content.ReplyBy
	d.Failure = content.Failure
	for _, a := range content.Present {
		d.Present = append(d.Present, documents.Attendant{Role: roleWords[a.Role], Name: a.Name})
	}
	for _, x := range c.Terms.Shares {
		d.Shares = append(d.Shares, documents.ClaimShare{Party: names[x.Party], Fen: x.Fen, PaidFen: x.Fen - c.OpenOf(x.Party)})
	}
	for _, x := range c.Terms.Plan {
		d.Plan = append(d.Plan, documents.Instalment{On: x.On, Party: names[x.Party], Fen: x.Fen})
	}
	for i, x := range c.Works {
		if i < len(content.Works) && x.State != damage.WorkWaived {
			d.Works = append(d.Works, documents.Work{What: content.Works[i], Kind: workWords[x.Kind], Party: names[x.Party], By: x.By, Fen: x.Fen})
		}
	}
	for _, x := range c.Payments {
		d.Payments = append(d.Payments, documents.Payment{On: x.On, Party: names[x.Party], Fen: x.Fen, Manner: mannerWords[x.Manner], Number: x.Number})
	}
	if g, ok := o.Rules.Book().ClaimFailure(d.Ground); ok {
		d.Ground = g.Says.ZH
	}
	d.Warned = c.Warned
	d.PaidFen, d.OpenFen = c.PaidFen(), c.OpenFen()
	started := d.StartedOn
	if started.IsZero() {
		started = civil.DateOf(s.Case.CreatedAt)
	}
	v.Basis = o.articlesOf(s, "dmg_start_case", started)
	last := c.LastPaid()
	if last.IsZero() {
		last = started
	}
	d.Lightens = o.articlesOf(s, "dmg_penalty_discretion_link", last)
}

// articlesOf are the articles of a rule as it holds for the case; none where no edition does.
func (o *Office) articlesOf(s *seen, rule string, step civil.Date) []documents.Basis {
	r, err := o.Rules.PickFor(rule, s.Snapshot.Content.ActOn, step, s.Snapshot.Sender.Region, string(s.Snapshot.Sender.Sector))
	if err != nil {
		return nil
	}
	var out []documents.Basis
	for _, b := range r.Basis {
		out = append(out, documents.Basis{Document: b.Document, Number: b.Number, Article: b.Article})
	}
	return out
}

// quoteClaim takes the days of a claim from its record. A ground stays an id until
// fillClaim gives it its words.
func quoteClaim(d *documents.Claim, kind string, day civil.Date, val map[string]string) {
	switch kind {
	case "compensation.approve":
		d.StartedOn = day
	case "compensation.assess":
		d.AssessedOn = day
	case "compensation.serve_notice":
		d.ServedOn = day
	case "compensation.reply":
		d.RepliedOn, d.Reply = day, val["text"]
	case "compensation.meet":
		d.MetOn, d.Meetings = day, append(d.Meetings, day)
	case "compensation.agree":
		d.AgreedOn = day
	case "compensation.settle":
		d.AssessedOn, d.ServedOn, d.MetOn, d.AgreedOn = day, day, day, day
	case "compensation.fail":
		d.AgreedOn, d.FailedOn, d.Ground = civil.Date{}, day, val["result"]
	case "compensation.consult_again":
		d.FailedOn, d.Ground = civil.Date{}, ""
	case "compensation.confirm":
		d.ConfirmedOn = day
	case "compensation.restore":
		d.Restored = append(d.Restored, documents.Restored{On: day, Text: val["text"]})
	case "compensation.perform":
		d.PerformedOn = day
	}
}
