package casework

import (
	"context"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Leave is an absence with the colleague who reads and prepares meanwhile
// (请假与代办). It delegates no approval: who approves is named by the law.
type Leave struct {
	ID           ids.Entry
	User, Deputy ids.User
	From, To     civil.Date
	Warnings     []fault.Text
}

// LeaveNote stands beside every leave.
var LeaveNote = fault.T("代办人可以查看、拟办和送审；审批不能委托，须由正职负责人或者经文件明确主持工作的人作出",
	"The deputy reads, prepares and submits; approvals cannot be delegated: the chief decides, or who presides by a document")

// Leaves lists an organ's leaves, latest first, with what is odd about them.
func (o *Office) Leaves(ctx context.Context, a Actor, organ ids.Agency) (list []Leave, err error) {
	err = o.readOrgan(ctx, a, organ, "leave.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		list, err = leavesOf(ctx, q, organ)
		return err
	})
	return list, err
}

func leavesOf(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency) ([]Leave, error) {
	rows, err := q.ListLeaves(ctx, organ)
	if err != nil {
		return nil, err
	}
	people, err := q.ListUsers(ctx, organ)
	if err != nil {
		return nil, err
	}
	presidings, err := presidingsOf(ctx, q, organ)
	if err != nil {
		return nil, err
	}
	heads := map[ids.User]bool{}
	for _, u := range people {
		heads[u.ID] = slices.Contains(u.Functions, "head")
	}
	list := make([]Leave, len(rows))
	for i, r := range rows {
		list[i] = Leave{ID: r.ID, User: r.UserID, Deputy: r.DeputyID, From: r.FromDay, To: r.ToDay}
	}
	for i := range list {
		list[i].Warnings = leaveWarnings(list[i], list, presidings, heads)
	}
	return list, nil
}

func leaveWarnings(l Leave, all []Leave, presidings []Presiding, heads map[ids.User]bool) (out []fault.Text) {
	for _, other := range all {
		if other.ID == l.ID || other.To.Before(l.From) || l.To.Before(other.From) {
			continue
		}
		if other.User == l.Deputy {
			out = append(out, fault.T("代办人同期也请假（"+other.From.String()+"至"+other.To.String()+"）", "The deputy is away too ("+other.From.String()+" to "+other.To.String()+")"))
		}
		if other.User == l.User {
			out = append(out, fault.T("与本人另一次请假重叠", "Overlaps another leave of the same person"))
		}
	}
	approves := heads[l.User] || slices.ContainsFunc(presidings, func(p Presiding) bool { return p.User == l.User && overlaps(p, l) })
	if !approves {
		return out
	}
	for day := l.From; !day.After(l.To); day = day.AddDays(1) {
		if !slices.ContainsFunc(presidings, func(p Presiding) bool { return p.User != l.User && covers(p.From, p.To, day) }) {
			return append(out, fault.T("请假期间（自"+day.String()+"起）无人主持工作：审批将等待，期限不停", "From "+day.String()+" on nobody presides: approvals wait while clocks run"))
		}
	}
	return out
}

func overlaps(p Presiding, l Leave) bool {
	return !l.To.Before(p.From) && (p.To.IsZero() || !l.From.After(p.To))
}

// AddLeave records a leave and its deputy, who must be of the same organ.
// Administrators give themselves no function by it.
func (o *Office) AddLeave(ctx context.Context, a Actor, organ ids.Agency, in Leave) (l Leave, err error) {
	err = o.changeOrgan(ctx, a, organ, "leave.edit", func(c organChange) error {
		var bad complaints
		if in.From.IsZero() || in.To.Before(in.From) {
			bad.add("body.to", "结束日不能早于开始日", "The end cannot lie before the beginning")
		} else if in.From.DaysUntil(in.To) > longestLeave {
			bad.add("body.to", "一次请假不超过一年", "One leave is a year at most")
		}
		if in.User == in.Deputy {
			bad.add("body.deputy", "代办人不能是本人", "The deputy must be somebody else")
		}
		if err := bad.err(); err != nil {
			return err
		}
		absent, err := c.person(ctx, in.User, "body.user")
		if err != nil {
			return err
		}
		if _, err := c.person(ctx, in.Deputy, "body.deputy"); err != nil {
			return err
		}
		if in.Deputy == a.User && len(takenOver(absent.Functions, a.Functions)) > 0 {
			return fault.New(fault.Rule, "leave.oneself", fault.T("代办使人得到同事的岗位职责，不能由代办人本人登记，请由另一名管理员办理", "A deputy takes over functions: nobody records that for oneself; another administrator must"))
		}
		id := ids.New[ids.Entry](c.now)
		if err := c.q.InsertLeave(ctx, dbsqlc.InsertLeaveParams{ID: id, UserID: in.User, DeputyID: in.Deputy, FromDay: in.From, ToDay: in.To, CreatedAt: c.now}); err != nil {
			return err
		}
		if _, err := c.enter(ctx, "leave.add", map[string]any{
			"leave": id.String(), "user": in.User.String(), "deputy": in.Deputy.String(), "from": in.From.String(), "to": in.To.String(),
		}); err != nil {
			return err
		}
		l, err = leaveIn(ctx, c.q, organ, id)
		return err
	})
	return l, err
}

// longestLeave keeps a mistyped year out; in days, no legal number.
const longestLeave = 366

func leaveIn(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency, id ids.Entry) (Leave, error) {
	list, err := leavesOf(ctx, q, organ)
	for _, l := range list {
		if l.ID == id {
			return l, err
		}
	}
	if err == nil {
		err = missing()
	}
	return Leave{}, err
}

// RemoveLeave takes back a leave: one that has not begun is removed, one under
// way ended yesterday, one that is over stays.
func (o *Office) RemoveLeave(ctx context.Context, a Actor, organ ids.Agency, id ids.Entry) error {
	return o.changeOrgan(ctx, a, organ, "leave.edit", func(c organChange) error {
		l, err := leaveIn(ctx, c.q, organ, id)
		if err != nil {
			return err
		}
		today := civil.DateOf(c.now)
		fields := map[string]any{"leave": id.String()}
		switch {
		case l.To.Before(today):
			return fault.New(fault.Rule, "leave.over", fault.T("已经结束的请假不能删除", "A leave that is over stays on record"))
		case l.From.Before(today):
			fields["to"] = today.AddDays(-1).String()
			_, err = c.q.EndLeave(ctx, id, today.AddDays(-1))
		default:
			_, err = c.q.DeleteLeave(ctx, id, organ)
		}
		if err != nil {
			return err
		}
		_, err = c.enter(ctx, "leave.remove", fields)
		return err
	})
}
