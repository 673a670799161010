package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Handover hands a finding over (问题移交): sent at once as findings, or begun as a draft
// of another kind.
type Handover struct {
	Finding  ids.Entry
	Kind     referral.Kind
	Receiver ids.Agency // of findings
}

// HandedOver is what became of one line.
type HandedOver struct {
	Finding ids.Entry
	Case    ids.Case
	Number  string
	Again   bool // it was handed over before: nothing was done
	Err     *fault.Error
}

// mostHandovers is how many findings go in one request.
const mostHandovers = 500

// handoverKinds are the kinds that a finding is handed over as.
var handoverKinds = []referral.Kind{referral.Findings, referral.Administrative, referral.Criminal, referral.Lead}

// HandOver hands findings over, each in a transaction of its own: a line that is refused
// stops no other, and a line that was done before is answered and not done again. Who
// looks at the findings meanwhile sees how far it is.
func (o *Office) HandOver(ctx context.Context, a Actor, lines []Handover) ([]HandedOver, error) {
	if err := o.mayLists(a, "site.make"); err != nil {
		return nil, err
	}
	if len(lines) == 0 || len(lines) > mostHandovers {
		return nil, invalid("body.lines", fmt.Sprintf("一次移交一至%d个问题", mostHandovers), fmt.Sprintf("Hand over one to %d findings at once", mostHandovers))
	}
	out := make([]HandedOver, len(lines))
	for i, l := range lines {
		var err error
		out[i], err = o.handOverOne(ctx, a, l)
		if err == nil {
			continue
		}
		f, refused := errors.AsType[*fault.Error](err)
		if !refused || f.Kind == fault.Internal || f.Kind == fault.Unavailable {
			return nil, err
		}
		out[i] = HandedOver{Finding: l.Finding, Err: f}
	}
	return out, nil
}

func (o *Office) handOverOne(ctx context.Context, a Actor, l Handover) (out HandedOver, err error) {
	now := o.Now()
	out.Finding = l.Finding
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		f, c, err := o.lockFinding(ctx, q, a, l.Finding)
		if err != nil {
			return err
		}
		if !f.CaseID.IsZero() {
			known := c.Findings[slices.IndexFunc(c.Findings, func(x SiteFinding) bool { return x.ID == f.ID })]
			out.Case, out.Number, out.Again = f.CaseID, known.CaseNumber, true
			return nil
		}
		if !slices.Contains(handoverKinds, l.Kind) || (l.Kind == referral.Findings) == l.Receiver.IsZero() {
			return fault.New(fault.Invalid, "site.handover", fault.T("请选择移交类别；问题移交还要选择接收机关，其他类别先拟稿", "Choose a kind; findings need a receiver, the other kinds begin as drafts"))
		}
		if l.Kind == referral.Findings {
			receiver, err := q.ReadAgency(ctx, l.Receiver)
			if err != nil {
				return orMissing(err)
			}
			if err := c.toTheTerritory(receiver); err != nil {
				return err
			}
		}
		d := c.draftOf(f)
		if err := d.check(); err != nil {
			return err
		}
		if out.Case, err = o.insert(ctx, tx, q, a, opening{sender: a.Agency, kind: l.Kind, draft: d}, now); err != nil {
			return err
		}
		if err := o.takeFiles(ctx, tx, q, a, out.Case, c, now); err != nil {
			return err
		}
		if l.Kind == referral.Findings {
			first := FirstAct{Action: "findings.send", Input: referral.Input{NoSecret: true, OccurredAt: now, RecordedAt: now}, To: l.Receiver}
			if err := o.firstAct(ctx, tx, q, a, out.Case, first, now); err != nil {
				return err
			}
		}
		if err := q.HandOverFinding(ctx, out.Case, f.ID); err != nil {
			return err
		}
		detail, err := o.detail(ctx, q, a, out.Case, now)
		if err != nil {
			return err
		}
		out.Number = detail.Case.Number
		handed := jointStep{action: "joint_action.hand_over", visit: referral.JointVisit{Number: c.Number, Handed: 1}, text: out.Number}
		if err := o.inAction(ctx, tx, q, a, &c, now, handed); err != nil {
			return err
		}
		return o.enterSite(ctx, q, a, c.ID, "site.hand_over", map[string]any{"finding": f.ID.String(), "case": out.Case.String(), "kind": l.Kind})
	})
	return out, err
}

// lockFinding locks a finding of one's own agency, of a visit that is done. The visit
// is locked first, as by every step of it.
func (o *Office) lockFinding(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry) (f dbsqlc.SiteFinding, c SiteCheck, err error) {
	if f, err = q.LockSiteFinding(ctx, id); err != nil {
		return f, c, orMissing(err)
	}
	row, err := q.LockSiteCheck(ctx, f.CheckID)
	if err != nil {
		return f, c, orMissing(err)
	}
	if c, err = o.siteOf(ctx, q, a, row); err != nil {
		return f, c, err
	}
	if f.AgencyID != a.Agency {
		return f, c, fault.New(fault.Denied, "site.other_agency", fault.T("由发现问题的部门办理", "The agency that found it does this"))
	}
	if !o.maySite(a, &c, "site.record") {
		return f, c, fault.New(fault.Denied, "not_allowed", fault.T("您的岗位不能办理这一步骤", "Your function may not do this"))
	}
	if c.DoneAt == nil {
		return f, c, fault.New(fault.Rule, "site.not_done", fault.T("检查还没有完成", "The visit is not done yet"))
	}
	return f, c, nil
}

// draftOf is a finding as a draft: what a person would type again.
func (c *SiteCheck) draftOf(f dbsqlc.SiteFinding) DraftInput {
	party := PartyInput{Person: referral.Person{Kind: "enterprise", Name: c.ObjectName}}
	if ok, code, _ := identity.CheckCreditCode(c.ObjectCode); ok {
		party.CreditCode = code
	}
	basis := ""
	for _, x := range c.Items {
		if x.ItemID == f.ItemID {
			basis = x.Basis
		}
	}
	party.Charges = []ChargeInput{{Offence: f.Text, Article: basis}}
	return DraftInput{
		Title: c.ObjectName + "：" + f.Text,
		Content: referral.Content{
			JointAction: c.Purpose, FoundOn: c.Day, ActOn: c.Day, Place: c.Place, Source: "联合检查 " + c.Number,
			Facts: fmt.Sprintf("%s现场检查（%s）发现：%s", c.Day, c.Number, f.Text), Measures: fmt.Sprintf("由%s于%s前整改", f.Owner, f.DueOn),
		},
		Parties: []PartyInput{party},
	}
}

// takeFiles lists the files of a visit in a case: the same bytes under the same digest.
func (o *Office) takeFiles(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, a Actor, id ids.Case, c SiteCheck, now time.Time) error {
	batch := &store.Batch{}
	b := batch.Queries()
	for _, f := range c.Files {
		if err := b.InsertEvidence(ctx, dbsqlc.InsertEvidenceParams{
			ID: ids.New[ids.Evidence](now), CaseID: id, AgencyID: a.Agency, Sha256: f.Sha256, Name: f.Name, CreatedBy: a.User, CreatedAt: now,
		}); err != nil {
			return err
		}
	}
	return batch.Send(ctx, tx)
}

// RectifyFinding notes that a finding was put right (整改完成), LookAgain that somebody
// went to see (回头看). Of what was handed over the referral says both.
func (o *Office) RectifyFinding(ctx context.Context, a Actor, id ids.Entry, on civil.Date, note string) (SiteCheck, error) {
	return o.moveFinding(ctx, a, id, "rectified", on, note, func(f *dbsqlc.SiteFinding) (bool, error) {
		was := f.State
		f.State, f.RectifiedOn, f.Rectified = "rectified", on, note
		return was == "open", nil
	})
}

// SecondLook is what was seen at a second look; what is not right has a new deadline.
type SecondLook struct {
	On    civil.Date
	Note  string
	Right bool
	Due   civil.Date // of what is not right; zero: the deadline it has, where that lies ahead
}

// LookAgain confirms that a finding is put right, or opens it again with a deadline.
func (o *Office) LookAgain(ctx context.Context, a Actor, id ids.Entry, l SecondLook) (SiteCheck, error) {
	if l.Right && !l.Due.IsZero() {
		return SiteCheck{}, invalid("body.due", "整改到位的不再定期限", "What is put right has no new deadline")
	}
	return o.moveFinding(ctx, a, id, "looked", l.On, l.Note, func(f *dbsqlc.SiteFinding) (bool, error) {
		if f.State != "rectified" {
			return false, nil
		}
		f.State, f.LookedOn, f.Looked = "confirmed", l.On, l.Note
		if l.Right {
			return true, nil
		}
		if f.State = "open"; !l.Due.IsZero() {
			f.DueOn = l.Due
		}
		if f.DueOn.Before(l.On) || l.On.DaysUntil(f.DueOn) > longestAhead {
			return false, invalid("body.due", "没有整改到位的，请重新确定整改期限，不早于回头看的日期", "What is not put right needs a new deadline, not before the second look")
		}
		return true, nil
	})
}

func (o *Office) moveFinding(ctx context.Context, a Actor, id ids.Entry, kind string, on civil.Date, note string, move func(*dbsqlc.SiteFinding) (bool, error)) (c SiteCheck, err error) {
	var bad complaints
	bad.text("body.note", &note, 2, 300)
	today := civil.DateOf(o.Now())
	wrong := bad.err()
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		f, check, err := o.lockFinding(ctx, q, a, id)
		if err != nil {
			return err
		}
		if wrong != nil {
			return wrong
		}
		if on.Before(check.Day) || on.After(today) {
			return invalid("body.on", "日期应在检查日至今天之间", "The day lies between the visit and today")
		}
		if !f.CaseID.IsZero() {
			return fault.New(fault.Rule, "site.handed_over", fault.T("已移交的问题在移送案件中办理整改和回头看", "What was handed over is followed in its referral"))
		}
		switch allowed, err := move(&f); {
		case err != nil:
			return err
		case !allowed:
			return fault.New(fault.Rule, "site."+kind+"_not_now", fault.T("问题现在的状态不能办理这一步骤", "The finding does not allow this step now"))
		}
		if err := q.SaveSiteFinding(ctx, dbsqlc.SaveSiteFindingParams{ID: id, State: f.State, RectifiedOn: f.RectifiedOn, Rectified: f.Rectified, LookedOn: f.LookedOn, Looked: f.Looked, DueOn: f.DueOn}); err != nil {
			return err
		}
		if err := o.enterSite(ctx, q, a, check.ID, "site."+kind, map[string]any{"finding": id.String(), "state": f.State, "on": on.String()}); err != nil {
			return err
		}
		c, err = o.siteIn(ctx, q, a, check.ID)
		return err
	})
	return c, err
}
