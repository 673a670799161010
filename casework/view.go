package casework

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/identity"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// paperView fills the one view from which every document is rendered.
func (o *Office) paperView(ctx context.Context, q *dbsqlc.Queries, s *seen, kind documents.Kind, now time.Time) (documents.Case, error) {
	c := s.Snapshot.Content
	v := documents.Case{
		Synthetic: s.Case.Synthetic, Number: s.Case.Number, Title: s.Case.Title, Link: o.paperLink(s.Case.ID),
		Sender: s.organOf(s.actingOrgan(s.Case.SenderID)), Receiver: s.organOf(s.Case.ReceiverID),
		Source: c.Source, FoundOn: c.FoundOn, FiledOn: c.PenaltyFiledOn, Facts: c.Facts, Grounds: c.Disposal, Process: "",
		PenaltyNote: penaltyNote(c), ReportedAt: s.startOf("fwd_decide_transfer"),
	}
	if !s.Case.CopiedID.IsZero() {
		v.Copied = []documents.Organ{s.organOf(s.Case.CopiedID)}
	}
	if c.Officer != "" {
		v.Handlers = []documents.Person{{Name: c.Officer, Phone: c.OfficerPhone}}
	}
	if c.Basis != "" {
		v.Basis = []documents.Basis{{Text: c.Basis}}
	}
	if c.Threshold != "" {
		v.Thresholds = []documents.Threshold{{Standard: c.Threshold, Met: "待查"}}
	}
	v.CaseKind = s.Case.Kind
	written := s.Snapshot
	var err error
	if written.Content.Item, err = itemInWords(ctx, q, c.Item, s.Snapshot.Sender.Region, civil.DateOf(now)); err != nil {
		return v, err
	}
	v.Said = said(written)
	if !s.Case.ThirdID.IsZero() {
		v.Third = s.organOf(s.Case.ThirdID)
	}
	s.fillPeople(&v)
	s.fillThings(&v)
	o.fillCourse(&v, s, now)
	if err := s.fillActs(ctx, q, &v); err != nil {
		return v, err
	}
	if s.Snapshot.Kind == referral.Compensation {
		o.fillClaim(&v, s)
	}
	if kind == documents.ServiceReceipt {
		v.Service = s.serviceOf(v)
	}
	if kind == documents.DelayProof {
		if err := o.fillDelay(ctx, q, s, &v, now); err != nil {
			return v, err
		}
	}
	if kind == documents.SupervisionSuggestion {
		if err := o.fillSupervision(ctx, q, s, &v, now); err != nil {
			return v, err
		}
	}
	v.DecideBy, v.TransmitBy = o.deadlineOf(s, "fwd_decide_transfer"), o.deadlineOf(s, "fwd_transmit_to_police")
	if v.TransmitBy.Due.IsZero() { // before approving, the head sees when the transmission would be due
		v.TransmitBy = o.wouldBeDue(s, "fwd_transmit_to_police", now)
	}
	return v, nil
}

// serviceOf names what a proof of service (送达回证) is for: the sender's newest
// paper that has to reach somebody, which is the letter to the police, or the
// notice to the party once it is made. Who received it, and when, is written by
// hand.
func (s *seen) serviceOf(v documents.Case) documents.Service {
	out := documents.Service{ServedBy: v.Handlers}
	for _, d := range s.Documents { // oldest first
		kind := documents.Kind(d.Kind)
		if d.State == "void" || kind != documents.TransferLetter && kind != documents.PartyNotice {
			continue
		}
		out.Recipient = v.Receiver.Name
		if kind == documents.PartyNotice {
			names := []string{}
			for _, p := range v.Parties {
				names = append(names, p.Name)
			}
			out.Recipient = strings.Join(names, "、")
		}
		info, _ := documents.InfoOf(kind)
		out.Papers = []documents.PaperRef{{Title: info.ZH, Number: d.Number, Copies: 1}}
	}
	return out
}

// actingOrgan is in whose name an organ acts: a branch acts for its bureau.
func (s *seen) actingOrgan(id ids.Agency) ids.Agency {
	if a, ok := s.Agencies[id]; ok && !a.ActsForID.IsZero() {
		if _, known := s.Agencies[a.ActsForID]; known {
			return a.ActsForID
		}
	}
	return id
}

func (s *seen) organOf(id ids.Agency) documents.Organ {
	a := s.Agencies[id]
	return documents.Organ{Name: a.Name, Short: a.ShortName, Phone: a.Phone}
}

func penaltyNote(c referral.Content) string {
	switch {
	case c.PenaltyDecided:
		return "已作出行政处罚决定：" + c.PenaltyCase
	case c.PenaltyCase != "":
		return "行政处罚案件 " + c.PenaltyCase + " 尚未作出决定，移送期间不计入办案期限"
	}
	return ""
}

func (s *seen) fillPeople(v *documents.Case) {
	names := map[ids.Party]string{}
	for _, p := range s.Snapshot.Parties {
		names[p.ID] = p.Name
		party := documents.Party{Name: p.Name, Enterprise: p.Kind == "enterprise", Note: p.Note}
		if p.CreditCode != "" {
			party.IDLabel, party.ID = "统一社会信用代码", p.CreditCode
		} else if p.IDNumber != "" {
			party.IDLabel, party.ID = "公民身份号码", p.IDNumber
			if s.resource.Relation != string(referral.Sender) && s.resource.Relation != string(referral.Receiver) {
				party.ID = identity.Mask(p.IDNumber)
			}
		}
		v.Parties = append(v.Parties, party)
	}
	for _, x := range s.Snapshot.Charges {
		v.Charges = append(v.Charges, documents.Charge{
			Party: names[x.Party], Offence: x.Offence, Article: x.Article, Decision: decisionWords[x.State], Decided: x.DecidedOn,
		})
	}
}

var decisionWords = map[referral.ChargeState]string{
	referral.Filed: "立案", referral.Declined: "不予立案", referral.Upheld: "维持不予立案", referral.Cancelled: "撤销案件", referral.Transferred: "移送审查起诉",
	referral.Prosecuted: "提起公诉", referral.NotProsecuted: "不起诉", referral.Judged: "已判决", referral.Administered: "转行政处理",
}

func (s *seen) fillThings(v *documents.Case) {
	titles := map[string]string{}
	for _, e := range s.checklist() {
		titles[e.Code] = e.Title.ZH
	}
	sender := s.Agencies[s.Case.SenderID].ShortName
	for _, m := range s.Snapshot.Materials {
		v.Materials = append(v.Materials, documents.Material{
			Group: titles[m.Code], Name: m.Title, Copies: 1, Pages: m.Pages, Original: m.Form == "original", Where: m.OriginalAt, By: sender,
		})
		proof := documents.Proof{Name: m.Title, TakenBy: sender, Use: usability[m.Code]}
		if proof.Use != documents.NotAssessed {
			v.Proofs = append(v.Proofs, proof)
		}
	}
	for _, i := range s.Snapshot.Items {
		v.Items = append(v.Items, documents.Item{
			Name: i.Name, Quantity: i.Quantity, Features: i.Feature, Place: i.Place, State: documents.ItemState(i.Form), Seal: i.SealNo, Keeper: i.Keeper, CostFen: i.DailyFen, Payer: i.Payer,
		})
	}
}

// usability sorts the kinds of material by what the police may do with them:
// physical and documentary evidence is used directly, opinions and inspection
// records after review (公安机关办理刑事案件程序规定第六十三条).
var usability = map[string]documents.Usability{
	"doc_items_list": documents.Usable, "doc_photos_av_list": documents.Usable, "doc_penalty_decision": documents.Usable,
	"doc_site_records": documents.AfterReview, "doc_monitoring_opinion": documents.AfterReview,
}

// fillCourse writes every duty with its clock: what the law asked, when it was
// done (履职留痕).
func (o *Office) fillCourse(v *documents.Case, s *seen, now time.Time) {
	if t := insideTime(s.Case, s.resource.Relation, s.Clocks, now); t != nil {
		v.Duties = append(v.Duties, t.duty(s.Agencies[s.Case.SenderID].ShortName))
	}
	rows := slices.Clone(s.Clocks)
	slices.SortStableFunc(rows, func(a, b dbsqlc.Clock) int { return a.StartedAt.Compare(b.StartedAt) })
	for _, r := range rows {
		rule, ok := o.Rules.Edition(r.RuleID, r.Edition)
		if !ok || r.OptionRight || r.State == "cancelled" {
			continue
		}
		d := dutyOf(rule, r, now)
		d.By = s.Agencies[r.OwesID].ShortName
		v.Duties = append(v.Duties, d)
	}
	v.Period = documents.Period{From: civil.DateOf(s.Case.CreatedAt), To: civil.DateOf(s.Case.UpdatedAt)}
}

// dutyOf says of one clock what the law asked, by when, and what became of it.
func dutyOf(rule deadline.Rule, r dbsqlc.Clock, now time.Time) documents.Duty {
	d := documents.Duty{Asked: rule.Title.ZH, From: r.StartedAt, Due: deadlineView(rule, r.DueAt), Result: "办理中"}
	if len(rule.Basis) > 0 {
		d.Basis = documents.Basis{Document: rule.Basis[0].Document, Number: rule.Basis[0].Number, Article: rule.Basis[0].Article}
	}
	switch {
	case r.State == "met" && r.EndedAt != nil:
		d.Done, d.Result = *r.EndedAt, "按期"
		if r.DueAt != nil && r.EndedAt.After(*r.DueAt) {
			d.Result = "逾期"
		}
		d.Proof = "办理记录 " + r.EndedBy.String()[:8]
	case r.State == "running" && r.DueAt != nil && now.After(*r.DueAt):
		d.Result = "逾期未办"
	}
	return d
}

func deadlineView(rule deadline.Rule, due *time.Time) documents.Deadline {
	if due == nil {
		return documents.Deadline{}
	}
	d := documents.Deadline{Due: *due, Hours: rule.Unit == deadline.Hours}
	switch rule.Unit {
	case deadline.Hours, deadline.CalendarDays, deadline.WorkingDays, deadline.Months:
		d.Limit = rules.Period(rule.N, rule.Unit).ZH
	}
	if len(rule.Basis) > 0 {
		d.Basis = documents.Basis{Document: rule.Basis[0].Document, Number: rule.Basis[0].Number, Article: rule.Basis[0].Article}
	}
	return d
}

func (s *seen) startOf(rule string) time.Time {
	for _, c := range s.Clocks {
		if c.RuleID == rule {
			return c.StartedAt
		}
	}
	return time.Time{}
}

func (o *Office) deadlineOf(s *seen, id string) documents.Deadline {
	for _, c := range slices.Backward(s.Clocks) {
		if c.RuleID == id {
			rule, _ := o.Rules.Edition(c.RuleID, c.Edition)
			return deadlineView(rule, c.DueAt)
		}
	}
	return documents.Deadline{}
}

// wouldBeDue computes a clock that does not run yet.
func (o *Office) wouldBeDue(s *seen, id string, from time.Time) documents.Deadline {
	rule, due, ok := o.dueFrom(id, s.Snapshot.Content.ActOn, from, s.Snapshot.Sender)
	if !ok {
		return documents.Deadline{}
	}
	return deadlineView(rule, &due)
}

// dueFrom computes when a duty would end if it began then; not ok for a rule that
// binds none of the organs, is off, or names no number.
func (o *Office) dueFrom(id string, act civil.Date, from time.Time, organs ...referral.Organ) (deadline.Rule, time.Time, bool) {
	rule, err := o.pick(id, act, civil.DateOf(from), organs)
	if err != nil || rule.Off() {
		return rule, time.Time{}, false
	}
	res, err := deadline.Compute(rule, startOf(rule, from), o.Rules.Calendar(), nil, nil)
	return rule, res.DueAt, err == nil && res.Runs()
}

// fillActs takes what the papers quote from the record: opinions, the receipt,
// the supplement notice, the decision, the request for reconsideration.
func (s *seen) fillActs(ctx context.Context, q *dbsqlc.Queries, v *documents.Case) error {
	events, err := q.ListEvents(ctx, s.Case.ID)
	if err != nil {
		return err
	}
	rows, err := q.ListEventValues(ctx, s.Case.ID)
	if err != nil {
		return err
	}
	values := map[ids.Event]map[string]string{}
	lists := map[ids.Event][]string{}
	for _, r := range rows {
		if values[r.EventID] == nil {
			values[r.EventID] = map[string]string{}
		}
		var text string
		if r.Name == "missing" {
			var list []string
			if json.Unmarshal(r.Value, &list) == nil {
				lists[r.EventID] = list
			}
		} else if json.Unmarshal(r.Value, &text) == nil {
			values[r.EventID][r.Name] = text
		}
	}
	for _, d := range s.Documents {
		if d.Kind == string(documents.TransferLetter) && d.State != "void" {
			v.Transfer = documents.PaperRef{Title: "案件移送书", Number: d.Number, Date: civil.DateOf(d.IssuedAt)}
		}
	}
	for _, e := range events {
		s.quote(v, e, values[e.ID], lists[e.ID])
	}
	return nil
}

func (s *seen) quote(v *documents.Case, e dbsqlc.Event, val map[string]string, missing []string) {
	day := civil.DateOf(e.OccurredAt)
	opinion := func(label, text string) {
		v.Opinions = append(v.Opinions, documents.Opinion{Label: label, Text: text, On: day})
	}
	ref := documents.PaperRef{Number: val["document_no"], Date: day, Received: civil.DateOf(e.RecordedAt)}
	s.quoteAnswer(v, e, val)
	quoteClaim(&v.Claim, e.Kind, day, val)
	switch e.Kind {
	case "criminal.give_enforcement_opinion":
		opinion("执法机构意见", val["text"])
	case "criminal.give_legal_opinion":
		opinion("法制机构意见", val["text"])
	case "criminal.approve":
		opinion("主要负责人意见", orElse(val["text"], "同意移送"))
	case "criminal.refuse":
		opinion("主要负责人意见", "不批准移送："+val["reason"])
	case "sign_for":
		v.Acceptance = documents.Acceptance{PaperRef: ref, At: e.OccurredAt, By: documents.Person{Name: val["officer"]}}
	case "ask_supplement":
		v.Supplement = documents.Supplement{PaperRef: ref, Missing: s.materialNames(missing), Note: val["text"]}
	case "criminal.file", "criminal.decline", "criminal.grant_reconsideration":
		v.Filing = documents.Filing{PaperRef: ref, Reasons: val["reason"]}
	case "criminal.request_reconsideration":
		v.Reconsideration.Request, v.Reconsideration.Reasons = "撤销不予立案决定，依法立案侦查", val["text"]
	case "criminal.uphold":
		v.Reconsideration.PaperRef, v.Reconsideration.Result = ref, "维持"
	case "criminal.suggest_supervision":
		v.Supervision.Reasons = val["text"]
	}
}

// answers are the steps whose words a letter of reply or a request quotes.
var answers = map[string]string{
	"consultation.answer": "答复", "assistance.deliver": "结果", "assistance.decline": "不能协助的理由", "reverse.reply": "处理结果", "public_interest.reply": "履职情况",
	"administrative.report_result": "处理结果", "administrative.dispute": "争议理由", "administrative.ask_designation": "争议理由", "findings.rectified": "整改情况",
	"monitoring.report_result": "查处结果", "lead.feedback": "办理情况", "early_intervention.conclude": "介入情况", "early_intervention.advise": "意见",
}

// quoteAnswer takes the last answer, and what the head of the other kinds decided.
func (s *seen) quoteAnswer(v *documents.Case, e dbsqlc.Event, val map[string]string) {
	if label, ok := answers[e.Kind]; ok {
		v.Answer = documents.Said{Label: label, Text: orElse(val["text"], val["reason"])}
	}
	kind, step, _ := strings.Cut(e.Kind, ".")
	if kind == string(referral.Criminal) {
		return
	}
	switch day := civil.DateOf(e.OccurredAt); step {
	case "approve":
		v.Opinions = append(v.Opinions, documents.Opinion{Label: "主要负责人意见", Text: orElse(val["text"], "同意"), On: day})
	case "refuse":
		v.Opinions = append(v.Opinions, documents.Opinion{Label: "主要负责人意见", Text: "不同意：" + val["reason"], On: day})
	}
}

// said writes a draft's content in the words of its kind's form.
func said(s referral.Snapshot) []documents.Said {
	proc, err := referral.For(s.Kind)
	if err != nil {
		return nil
	}
	var out []documents.Said
	for _, f := range proc.Form {
		if f.Name == "officer" || f.Name == "officer_phone" {
			continue
		}
		if text := s.Content.Words(f); text != "" {
			out = append(out, documents.Said{Label: f.Label.ZH, Text: text})
		}
	}
	return out
}

// materialNames turns checklist codes into what people call them.
func (s *seen) materialNames(codes []string) []string {
	out := make([]string, len(codes))
	for i, code := range codes {
		out[i] = code
		for _, e := range s.checklist() {
			if e.Code == code {
				out[i] = e.Title.ZH
			}
		}
	}
	return out
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
