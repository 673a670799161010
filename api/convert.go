package api

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

type organs = map[ids.Agency]casework.Agency

func agencyRef(all organs, id ids.Agency) AgencyRef {
	a := all[id]
	return AgencyRef{ID: id.String(), Code: a.Code, Name: a.Name, ShortName: a.ShortName, Sector: a.Sector}
}

func agencyPtr(all organs, id ids.Agency) *AgencyRef {
	if id.IsZero() {
		return nil
	}
	ref := agencyRef(all, id)
	return &ref
}

func output(ctx context.Context, d casework.Detail) *referralOutput {
	return &referralOutput{ETag: etag(d.Case.Version), Replayed: d.Replayed, Body: referralView(actorOf(ctx), d)}
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

func referralView(a casework.Actor, d casework.Detail) Referral {
	s, all := d.Snapshot, d.Agencies
	r := Referral{
		ReferralSummary: ReferralSummary{
			ID: d.Case.ID.String(), Kind: d.Case.Kind, Number: d.Case.Number, Title: d.Case.Title, State: string(s.State), Flags: flagNames(s.Flags),
			Sender: agencyRef(all, d.Case.SenderID), Receiver: agencyPtr(all, d.Case.ReceiverID), Relation: d.Relation,
			Synthetic: d.Case.Synthetic, UpdatedAt: d.Case.UpdatedAt, SentAt: d.Case.SentAt, Light: "none", Version: d.Case.Version,
		},
		Level: d.Level, Custody: agencyRef(all, d.Case.CustodyID), CustodyEpoch: s.Epoch, Copied: agencyPtr(all, d.Case.CopiedID),
		Content: contentView(s.Content), SubStates: subStates(s.Flags), CreatedAt: d.Case.CreatedAt, ClosedAt: d.Case.ClosedAt, Watched: d.Watched, Officer: personRef(d.Officer), AskReason: d.AskReason, Now: d.Now,
		Parties: []PartyView{}, Checklist: []ChecklistView{}, Evidence: []EvidenceView{}, Items: []ItemView{}, Documents: []DocumentView{}, Papers: []PaperChoice{},
		Handoffs: []HandoffView{}, Clocks: []ClockInfo{}, Actions: []ActionOption{},
	}
	if s.Kind == referral.Compensation {
		r.Claim = claimView(d)
	}
	if s.Kind == referral.JointAction {
		v := jointView(s.Flags.Joint)
		r.Joint = &v
	}
	if s.Kind == referral.MeetingInvitation {
		v := invitedView(s.Flags.Invited)
		r.Invited = &v
	}
	if t := d.Inside; t != nil {
		r.InsideTime = &InsideTimeView{From: t.From.String(), Until: t.Until.String(), Days: t.Days, Reported: t.Reported}
	}
	files := map[ids.Evidence]EvidenceView{}
	for _, e := range d.Evidence {
		v := evidenceView(casework.Evidence(e))
		files[e.ID] = v
		r.Evidence = append(r.Evidence, v)
	}
	for _, p := range s.Parties {
		r.Parties = append(r.Parties, partyView(p, s.Charges))
	}
	for _, line := range d.Checklist {
		r.Checklist = append(r.Checklist, checklistView(line, files))
	}
	for _, i := range s.Items {
		r.Items = append(r.Items, ItemView{
			ID: i.ID.String(), Name: i.Name, Quantity: i.Quantity, Feature: i.Feature, Place: i.Place, SeizedOn: i.SeizedOn.String(),
			Form: i.Form, Keeper: i.Keeper, SealNo: i.SealNo, DailyFen: i.DailyFen, Payer: i.Payer,
		})
	}
	for _, doc := range d.Documents {
		r.Documents = append(r.Documents, documentView(all, doc))
	}
	for _, h := range d.Handoffs {
		r.Handoffs = append(r.Handoffs, HandoffView{
			Seq: int(h.Seq), From: agencyRef(all, h.FromID), To: agencyRef(all, h.ToID), State: h.State, Reason: h.Reason, SentAt: h.SentAt, SignedAt: h.SignedAt, EndedAt: h.EndedAt,
		})
	}
	for _, c := range d.Clocks {
		r.Clocks = append(r.Clocks, clockInfo(all, c))
		if c.Row.OwesID == a.Agency && c.Row.State == "running" && !c.Row.OptionRight && !referral.Background(c.Row.RuleID) {
			r.MyTurn = true
			if c.Row.DueAt != nil && !c.Row.Internal && (r.DueAt == nil || c.Row.DueAt.Before(*r.DueAt)) {
				r.DueAt, r.Light = c.Row.DueAt, c.Light
			}
		}
	}
	for _, v := range d.Actions {
		r.Actions = append(r.Actions, actionOption(v, s))
		r.MyTurn = r.MyTurn || v.Primary
	}
	for _, w := range d.Waiting {
		if w.State == "waiting" && w.ByID == a.Agency {
			r.Unconfirmed++
		}
	}
	for _, p := range d.Papers {
		r.Papers = append(r.Papers, PaperChoice{
			Kind: string(p.Info.Kind), Title: Words{ZH: p.Info.ZH, EN: p.Info.EN}, Group: string(p.Info.Group), Sealed: p.Info.Sealed, Issue: p.Issue, Reason: words(p.Reason),
		})
	}
	if g := d.Glass; g != nil {
		r.Glass = &OpenGlass{Ground: g.Ground, Reason: g.Reason, Until: g.ExpiresAt}
	}
	r.Third = agencyPtr(all, d.Case.ThirdID)
	if u := d.Procedure.Unit; u != nil {
		name := words(u.Name)
		r.UnitName = &name
	}
	r.Next = nextView(a, all, d.Next)
	if r.Next != nil {
		r.Waits = &WaitsFor{Title: r.Next.Title, Agency: r.Next.Agency, Mine: r.Next.Mine}
	}
	return r
}

func nextView(a casework.Actor, all organs, n *casework.NextAct) *NextActView {
	if n == nil {
		return nil
	}
	v := &NextActView{Agency: agencyRef(all, n.Agency), Mine: n.Agency == a.Agency, Title: words(n.Title), Light: "none"}
	if c := n.Clock; c != nil {
		v.DueAt, v.Light, v.Clock, v.Internal = c.Row.DueAt, c.Light, c.Row.ID.String(), c.Row.Internal
		if len(c.Rule.Basis) > 0 {
			v.Basis = basisView(&c.Rule.Basis[0])
		}
	}
	return v
}

func basisView(b *fault.Basis) *BasisView {
	if b == nil || b.Document == "" {
		return nil
	}
	return &BasisView{Document: b.Document, Number: b.Number, Article: b.Article}
}

func partyView(p referral.Person, charges []referral.Charge) PartyView {
	v := PartyView{ID: p.ID.String(), Kind: p.Kind, Name: p.Name, CreditCode: p.CreditCode, Note: p.Note, Warnings: []Words{}, Charges: []ChargeView{}}
	if p.CreditCode != "" {
		if ok, _, warning := identity.CheckCreditCode(p.CreditCode); !ok {
			v.Warnings = append(v.Warnings, words(warning))
		}
	}
	if p.IDNumber != "" {
		v.IDNumber = identity.Mask(p.IDNumber)
		if ok, _, warning := identity.CheckCitizenID(p.IDNumber); !ok {
			v.Warnings = append(v.Warnings, words(warning))
		}
	}
	for _, c := range charges {
		if c.Party == p.ID {
			v.Charges = append(v.Charges, ChargeView{
				ID: c.ID.String(), Offence: c.Offence, Article: c.Article, State: string(c.State), Notified: c.Notified, DecidedOn: c.DecidedOn.String(), Result: c.Result,
			})
		}
	}
	return v
}

func evidenceView(e casework.Evidence) EvidenceView {
	sealed := ""
	switch {
	case e.CameSealed && e.OwnKey:
		sealed = "own_key"
	case e.CameSealed:
		sealed = "came"
	case e.Sealed:
		sealed = "marked"
	}
	return EvidenceView{
		Sealed: sealed, ID: e.ID.String(), Name: e.Name, Size: e.Size, SHA256: hex.EncodeToString(e.Sha256), SM3: hex.EncodeToString(e.Sm3),
		Detected: e.Detected, Lies: e.Lies, AddedAt: e.CreatedAt, AddedBy: e.AgencyID.String(), Destroyed: e.State == "destroyed",
	}
}

func checklistView(line casework.ChecklistLine, files map[ids.Evidence]EvidenceView) ChecklistView {
	v := ChecklistView{
		Code: line.Entry.Code, Title: words(line.Entry.Title), Basis: line.Entry.Basis, Mandatory: line.Mandatory, Generated: line.Entry.Generated,
		State: line.State, Materials: []MaterialView{},
	}
	for _, m := range line.Materials {
		mv := MaterialView{ID: m.ID.String(), Code: m.Code, Title: m.Title, Form: m.Form, Pages: m.Pages, OriginalAt: m.OriginalAt, Round: m.Round}
		if e, ok := files[m.Evidence]; ok {
			mv.Evidence = &e
		}
		v.Materials = append(v.Materials, mv)
	}
	return v
}

func documentView(all organs, d casework.Document) DocumentView {
	v := DocumentView{
		ID: d.ID.String(), Kind: d.Kind, Title: casework.PaperTitle(d.Kind), Number: d.Number, State: d.State, SHA256: hex.EncodeToString(d.Sha256),
		Reason: d.Reason, Agency: agencyRef(all, d.AgencyID), Hub: d.Hub, IssuedAt: d.IssuedAt, Destroyed: d.DestroyedAt != nil,
	}
	if !d.SealedID.IsZero() {
		v.SealedID = d.SealedID.String()
	}
	if c := casework.SealCheckOf(d); c.State != "" {
		view := SealView(c)
		v.Sealed = &view
	}
	return v
}

func clockInfo(all organs, c casework.ClockView) ClockInfo {
	r := c.Row
	v := ClockInfo{
		ID: r.ID.String(), Rule: r.RuleID, Edition: r.Edition, Title: words(c.Rule.Title), Unit: string(c.Rule.Unit), N: c.Rule.N, Owes: agencyRef(all, r.OwesID),
		State: r.State, Light: c.Light, StartedAt: r.StartedAt, DueAt: r.DueAt, AmberAt: r.AmberAt, EndedAt: r.EndedAt, Presumed: r.Presumed,
		Internal: r.Internal, Granted: len(casework.Grants(r)), Provisional: r.Provisional, Flagged: r.Flagged, Unverified: c.Rule.Confidence.Off(), Option: r.OptionRight, QuietUntil: r.QuietUntil, Basis: []BasisView{}, Also: []ReadingView{}, Note: words(c.Rule.Note),
	}
	if !r.ChargeID.IsZero() {
		v.Charge = r.ChargeID.String()
	}
	for i := range c.Rule.Basis {
		v.Basis = append(v.Basis, *basisView(&c.Rule.Basis[i]))
	}
	var also []struct {
		DueAt    time.Time `json:"due_at"`
		Stricter bool      `json:"stricter"`
		ZH, EN   string
	}
	if json.Unmarshal(r.Also, &also) == nil {
		for _, x := range also {
			v.Also = append(v.Also, ReadingView{DueAt: x.DueAt, Stricter: x.Stricter, Says: Words{ZH: x.ZH, EN: x.EN}})
		}
	}
	return v
}

func actionOption(v casework.ActionView, s referral.Snapshot) ActionOption {
	o := ActionOption{
		Action: string(v.Step.Action), Title: words(v.Step.Title), Path: actPath(v.Step.Action), Allowed: v.Allowed, Reason: words(v.Reason), Blocked: v.Blocked, Rule: v.Step.Rule,
		Basis: basisView(v.Basis), Needs: []string{}, Takes: takes(v.Step.Action), Charges: []string{}, Starts: []WouldStart{}, Primary: v.Primary, StepUp: v.Step.StepUp, Paper: v.Paper, Upward: v.Step.Upward, Issues: casework.KnownPaper(v.Step.Document),
	}
	for _, w := range v.Starts {
		o.Starts = append(o.Starts, WouldStart{Rule: w.Rule, Title: words(w.Title), DueAt: w.DueAt, Owes: string(w.Party)})
	}
	for _, n := range v.Step.Needs {
		o.Needs = append(o.Needs, string(n))
	}
	if v.Step.Charge != nil {
		for _, c := range s.Charges {
			if slices.Contains(v.Step.Charge.From, c.State) {
				o.Charges = append(o.Charges, c.ID.String())
			}
		}
	}
	return o
}

func flagNames(f referral.Flags) []string {
	out := []string{}
	for _, x := range []struct {
		on   bool
		name string
	}{
		{f.SupplementAsked, "supplement_asked"}, {f.OpinionAsked, "evidence_asked"}, {f.WithdrawalAsked, "withdrawal_asked"}, {f.Presumed, "no_receipt"},
		{f.FileReturnDue, "file_return_due"}, {f.FileReturnSent, "file_return_sent"}, {f.OpinionToTransfer, "opinion_to_transfer"}, {f.SupervisedFiling, "supervised_filing"}, {f.DesignationAsked, "designation_asked"}, {f.HeardElsewhere, "heard_elsewhere"}, {f.ReturnUnseen, "return_unseen"},
	} {
		if x.on {
			out = append(out, x.name)
		}
	}
	return out
}

func subStates(f referral.Flags) SubStates {
	return SubStates{
		Track: string(f.Track), SupplementAsked: f.SupplementAsked, SupplementRounds: f.SupplementRounds, EvidenceAsked: f.OpinionAsked, WithdrawalAsked: f.WithdrawalAsked,
		EnforcementOpinion: f.EnforcementOpinion, LegalOpinion: f.LegalOpinion, NoReceipt: f.Presumed, FileReturnDue: f.FileReturnDue, FileReturnSent: f.FileReturnSent,
		ItemsHandedOver: f.ItemsHandedOver, ItemsSigned: f.ItemsSigned, PartyNotified: f.PartyNotified, OpinionToTransfer: f.OpinionToTransfer,
		SenderEntered: f.SenderEntered, ReceiverEntered: f.ReceiverEntered, SupervisedFiling: f.SupervisedFiling,
		Assigned: f.Assigned, ItemsReturned: f.ItemsReturned, HeardElsewhere: f.HeardElsewhere, DesignationAsked: f.DesignationAsked, ReturnUnseen: f.ReturnUnseen,
	}
}

func contentView(c referral.Content) DraftContent {
	return DraftContent{
		Facts: c.Facts, Source: c.Source, Basis: c.Basis, Threshold: c.Threshold, Disposal: c.Disposal, Officer: c.Officer, OfficerPhone: c.OfficerPhone,
		Investigators: c.Investigators, ActOn: c.ActOn.String(), FoundOn: c.FoundOn.String(), PenaltyCase: c.PenaltyCase, PenaltyFiledOn: c.PenaltyFiledOn.String(),
		PenaltyDecided: c.PenaltyDecided, SeizedOn: c.SeizedOn.String(), RegisteredOn: c.RegisteredOn.String(), ObviousCrime: c.ObviousCrime, ItemsNone: c.ItemsNone,
		PhotosNone: c.PhotosNone, MonitoringNone: c.MonitoringNone, EnforcementView: c.EnforcementView, LegalView: c.LegalView, HeadView: c.HeadView,
		Place: c.Place, Item: c.Item, Manner: c.Manner, Purpose: c.Purpose, Ground: c.Ground, DecisionNo: c.DecisionNo, DecidedOn: c.DecidedOn.String(), Override: c.Override, Measures: c.Measures, Urgent: c.Urgent, ReplyBy: c.ReplyBy.String(), Major: c.Major, JointAction: c.JointAction, Pollutant: c.Pollutant, Outlet: c.Outlet, Grade: c.Grade, Happened: c.Happened, Sensitive: c.Sensitive, Neighbours: c.Neighbours, FromOn: c.FromOn.String(), ToOn: c.ToOn.String(), Plan: c.Plan, Marine: c.Marine,
		Channel: c.Channel, CrossProvince: c.CrossProvince, OtherOrgan: c.OtherOrgan, LeadOrgan: c.LeadOrgan,
	}
}

func (c DraftContent) domain(bad *fields) referral.Content {
	return referral.Content{
		Facts: c.Facts, Source: c.Source, Basis: c.Basis, Threshold: c.Threshold, Disposal: c.Disposal, Officer: c.Officer, OfficerPhone: c.OfficerPhone,
		Investigators: c.Investigators, ActOn: date(bad, "body.content.act_on", c.ActOn), FoundOn: date(bad, "body.content.found_on", c.FoundOn),
		PenaltyCase: c.PenaltyCase, PenaltyFiledOn: date(bad, "body.content.penalty_filed_on", c.PenaltyFiledOn), PenaltyDecided: c.PenaltyDecided,
		SeizedOn: date(bad, "body.content.seized_on", c.SeizedOn), RegisteredOn: date(bad, "body.content.registered_on", c.RegisteredOn),
		ObviousCrime: c.ObviousCrime, ItemsNone: c.ItemsNone, PhotosNone: c.PhotosNone, MonitoringNone: c.MonitoringNone,
		Place: c.Place, Item: c.Item, Manner: c.Manner, Purpose: c.Purpose, Ground: c.Ground, DecisionNo: c.DecisionNo, DecidedOn: date(bad, "body.content.decided_on", c.DecidedOn), Override: c.Override, Measures: c.Measures, Urgent: c.Urgent, ReplyBy: date(bad, "body.content.reply_by", c.ReplyBy), Major: c.Major, JointAction: c.JointAction, Pollutant: c.Pollutant, Outlet: c.Outlet, Grade: c.Grade, Happened: c.Happened, Sensitive: c.Sensitive, Neighbours: c.Neighbours, FromOn: date(bad, "body.content.from_on", c.FromOn), ToOn: date(bad, "body.content.to_on", c.ToOn), Plan: c.Plan, Marine: c.Marine,
		Channel: c.Channel, CrossProvince: c.CrossProvince, OtherOrgan: c.OtherOrgan, LeadOrgan: c.LeadOrgan,
	}
}

func (b DraftBody) domain(bad *fields) casework.DraftInput {
	d := casework.DraftInput{Title: b.Title, Content: b.Content.domain(bad), Reporter: b.Reporter.domain()}
	for i, p := range b.Parties {
		if p.Name == "" && p.Kind != "unknown" {
			bad.add("body.parties["+strconv.Itoa(i)+"].name", fault.T("请填写名称", "Give the name"))
		}
		in := casework.PartyInput{Person: referral.Person{Kind: p.Kind, Name: p.Name, CreditCode: p.CreditCode, IDNumber: p.IDNumber, Note: p.Note}}
		for _, c := range p.Charges {
			in.Charges = append(in.Charges, casework.ChargeInput{Offence: c.Offence, Article: c.Article})
		}
		d.Parties = append(d.Parties, in)
	}
	for _, i := range b.Items {
		d.Items = append(d.Items, referral.Item{Name: i.Name, Quantity: i.Quantity, Feature: i.Feature, Place: i.Place, SeizedOn: date(bad, "body.items.seized_on", i.SeizedOn)})
	}
	return d
}
