package casework

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Approval is a head's approval of a programme (批准). A special one names the
// government or the superior that approved it, with its document and day.
type Approval struct {
	Authority, Document string
	On                  civil.Date // zero: today
}

// changeProgramme runs f with the programme locked: first the lock, then who may see
// it, then whether the step is open to the actor.
func (o *Office) changeProgramme(ctx context.Context, a Actor, id ids.Entry, step, action string, version int64, f func(p *Programme) (map[string]any, error)) (p Programme, err error) {
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		row, err := q.LockProgramme(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		if p, err = o.programmeOf(ctx, q, a, row); err != nil {
			return err
		}
		switch {
		case !o.mayProgramme(a, &p, action):
			return fault.New(fault.Denied, "not_allowed", fault.T("您的岗位或者机关不能办理这一步骤", "Your function or your agency may not do this"))
		case version != 0 && version != p.Version:
			return fault.New(fault.Stale, "stale", fault.T("计划已被他人修改，请重新打开", "Somebody changed the programme; open it again"))
		case !slices.Contains(p.Actions, step):
			refused := fault.New(fault.Rule, "programme.not_now", fault.T("计划现在的状态不能办理这一步骤", "The programme does not allow this step now"))
			refused.Allowed = p.Actions
			return refused
		}
		fields, err := f(&p)
		if err != nil {
			return err
		}
		if err := q.SaveProgramme(ctx, saved(p.InspectionProgramme)); err != nil {
			return err
		}
		if err := o.enterProgramme(ctx, q, a, id, "programme."+step, fields); err != nil {
			return err
		}
		if err := o.tellProgramme(ctx, tx, q, step, &p); err != nil {
			return err
		}
		if row, err = q.ReadProgramme(ctx, id); err != nil {
			return err
		}
		p, err = o.programmeOf(ctx, q, a, row)
		return err
	})
	return p, err
}

// saved are the columns that an act may have changed.
func saved(p dbsqlc.InspectionProgramme) dbsqlc.SaveProgrammeParams {
	return dbsqlc.SaveProgrammeParams{
		ID: p.ID, Title: p.Title, FromOn: p.FromOn, ToOn: p.ToOn, Subjects: p.Subjects, Scope: p.Scope, Manner: p.Manner, Items: p.Items, Share: p.Share,
		Households: p.Households, Urgent: p.Urgent, State: p.State, ApprovedBy: p.ApprovedBy, Authority: p.Authority, Document: p.Document, ApprovedOn: p.ApprovedOn,
		DueOn: p.DueOn, DueRule: p.DueRule, DueEdition: p.DueEdition, FiledWith: p.FiledWith, FiledAt: p.FiledAt, ReceivedBy: p.ReceivedBy, ReceivedAt: p.ReceivedAt,
		PublishedOn: p.PublishedOn, WithdrawnOn: p.WithdrawnOn, Reason: p.Reason,
	}
}

// ChangeProgramme writes a draft anew.
func (o *Office) ChangeProgramme(ctx context.Context, a Actor, id ids.Entry, version int64, in ProgrammeInput) (Programme, error) {
	if err := in.check(); err != nil {
		return Programme{}, o.hideUnseen(ctx, a, id, err)
	}
	return o.changeProgramme(ctx, a, id, "change", "lists.edit", version, func(p *Programme) (map[string]any, error) {
		if in.Kind != p.Kind {
			var bad complaints
			bad.add("body.kind", "计划的类别不能改变，请另建一个", "The kind stays; make another programme")
			return nil, bad.err()
		}
		p.Title, p.FromOn, p.ToOn, p.Urgent = in.Title, in.From, in.To, in.Urgent
		p.Subjects, p.Scope, p.Manner, p.Items, p.Share, p.Households = in.Subjects, in.Scope, in.Manner, in.Items, in.Share, int32(in.Households)
		return map[string]any{"from": in.From.String(), "to": in.To.String()}, nil
	})
}

// hideUnseen answers for a programme that the actor may not see, before it says
// what is wrong with a body.
func (o *Office) hideUnseen(ctx context.Context, a Actor, id ids.Entry, wrong error) error {
	if _, err := o.Programme(ctx, a, id); err != nil {
		return err
	}
	return wrong
}

// ApproveProgramme approves (批准). From then on its content stays, and the day by
// which it has to be public is counted.
func (o *Office) ApproveProgramme(ctx context.Context, a Actor, id ids.Entry, in Approval) (Programme, error) {
	return o.changeProgramme(ctx, a, id, "approve", "programme.approve", 0, func(p *Programme) (map[string]any, error) {
		if err := o.checkApproval(p, &in); err != nil {
			return nil, err
		}
		p.State, p.ApprovedBy, p.ApprovedOn, p.Authority, p.Document = "approved", a.User, in.On, in.Authority, in.Document
		if rule, due := o.publishDue(p); !due.IsZero() {
			p.DueOn, p.DueRule, p.DueEdition = due, rule.ID, rule.Edition
		}
		return map[string]any{"on": in.On.String(), "authority": in.Authority, "document": in.Document, "due": p.DueOn.String()}, nil
	})
}

func (o *Office) checkApproval(p *Programme, in *Approval) error {
	var bad complaints
	today := civil.DateOf(o.Now())
	bad.text("body.authority", &in.Authority, 0, 120)
	bad.text("body.document", &in.Document, 0, 60)
	if in.On.IsZero() {
		in.On = today
	}
	if today.Before(in.On) {
		bad.add("body.on", "批准日期不能晚于今天", "It cannot be approved in the future")
	}
	if err := bad.err(); err != nil {
		return err
	}
	if p.Kind == Special && (in.Authority == "" || in.Document == "") {
		rule, _ := o.Rules.Pick("insp_special_plan", in.On, "", "")
		return under(fault.New(fault.Rule, "programme.no_authority", fault.T("专项检查计划须经县级以上政府或者垂直管理部门的上级批准：请填写批准机关和批准文号", "A special programme is approved by a government of county level or above, or by the superior of a vertical system: name it, and its document")), rule)
	}
	if p.Scope == "" || p.Items == "" || p.Manner == "" {
		return fault.New(fault.Rule, "programme.incomplete", fault.T("批准前请写明对象范围、检查方式和检查项目", "Before the approval say which objects, in which manner and what is checked"))
	}
	return nil
}

// FileProgramme files with the organ above (报送备案). Without one named it is the own superior.
func (o *Office) FileProgramme(ctx context.Context, a Actor, id ids.Entry, with ids.Agency) (Programme, error) {
	return o.changeProgramme(ctx, a, id, "file", "lists.edit", 0, func(p *Programme) (map[string]any, error) {
		if with == (ids.Agency{}) {
			with = p.Agency.SuperiorID
		}
		if with == (ids.Agency{}) || with == a.Agency {
			var bad complaints
			bad.add("body.with", "请选择备案机关（本机关没有登记上级）", "Choose the organ it is filed with; yours has no superior on record")
			return nil, bad.err()
		}
		now := o.Now()
		p.FiledWith, p.FiledAt = with, &now
		return map[string]any{"with": with.String()}, nil
	})
}

// ReceiveProgramme gives the receipt of the organ it was filed with (备案回执).
func (o *Office) ReceiveProgramme(ctx context.Context, a Actor, id ids.Entry) (Programme, error) {
	return o.changeProgramme(ctx, a, id, "receive", "programme.receive", 0, func(p *Programme) (map[string]any, error) {
		now := o.Now()
		p.ReceivedBy, p.ReceivedAt = a.User, &now
		return map[string]any{}, nil
	})
}

// PublishProgramme notes that it is public (向社会公布), and since when.
func (o *Office) PublishProgramme(ctx context.Context, a Actor, id ids.Entry, on civil.Date) (Programme, error) {
	return o.changeProgramme(ctx, a, id, "publish", "lists.edit", 0, func(p *Programme) (map[string]any, error) {
		today := civil.DateOf(o.Now())
		if on.IsZero() {
			on = today
		}
		if today.Before(on) || on.Before(p.ApprovedOn) {
			var bad complaints
			bad.add("body.on", "公布日期应在批准之后、今天以前", "It became public after the approval, and not later than today")
			return nil, bad.err()
		}
		p.PublishedOn = on
		return map[string]any{"on": on.String(), "late": !p.DueOn.IsZero() && p.DueOn.Before(on)}, nil
	})
}

// WithdrawProgramme takes a programme back that was approved or filed (撤回).
func (o *Office) WithdrawProgramme(ctx context.Context, a Actor, id ids.Entry, reason string) (Programme, error) {
	return o.changeProgramme(ctx, a, id, "withdraw", "programme.approve", 0, func(p *Programme) (map[string]any, error) {
		var bad complaints
		bad.text("body.reason", &reason, 2, 300)
		if err := bad.err(); err != nil {
			return nil, err
		}
		p.State, p.Reason, p.WithdrawnOn = "withdrawn", reason, civil.DateOf(o.Now())
		return map[string]any{"reason": reason}, nil
	})
}

// tellProgramme notifies the organ it was filed with, and the maker of the receipt.
func (o *Office) tellProgramme(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, step string, p *Programme) error {
	n := notice{
		Topic: "programme." + step, Level: LevelInfo, Dedup: p.ID.String() + ":" + step,
		Params: NoticeParams{Number: p.FromOn.String(), CaseKind: programmeSubject, Link: o.PublicURL + "/inspection/programmes/" + p.ID.String()},
	}
	switch {
	case step == "file":
		n.Agency, n.Params.ZH, n.Params.EN = p.FiledWith, "检查计划报送备案，请出具回执", "A programme of inspections was filed and waits for the receipt"
	case step == "receive":
		n.Agency, n.Params.ZH, n.Params.EN = p.AgencyID, "检查计划备案已收到", "The filing of a programme was received"
	case step == "withdraw" && p.FiledAt != nil:
		n.Agency, n.Params.ZH, n.Params.EN = p.FiledWith, "已备案的检查计划已撤回", "A filed programme was withdrawn"
	default:
		return nil
	}
	if err := o.put(ctx, q, q, n, o.Now()); err != nil {
		return err
	}
	return o.wake(ctx, tx)
}
