package casework

import (
	"context"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// SiteReply is what an officer of the team answered to the invitation.
type SiteReply = dbsqlc.SiteReply

// ReplyToSite says whether one comes to a visit that one was invited to (答复能否参加),
// until it begins; who does not says why. Whoever arranged it is told of a refusal: a team
// changes in the schedule, or by calling the visit off.
func (o *Office) ReplyToSite(ctx context.Context, a Actor, id ids.Entry, comes bool, note string) (SiteCheck, error) {
	var bad complaints
	least := 2
	if comes {
		least = 0
	}
	bad.text("body.note", &note, least, 200)
	wrong := bad.err()
	return o.changeSite(ctx, a, id, "reply", "site.read", func(q *dbsqlc.Queries, c *SiteCheck, now time.Time) error {
		if wrong != nil {
			return wrong
		}
		for _, inspector := range c.me {
			if err := q.SaveSiteReply(ctx, dbsqlc.SaveSiteReplyParams{CheckID: id, InspectorID: inspector, AgencyID: a.Agency, Comes: comes, Note: note, RepliedBy: ids.Entry(a.User), RepliedAt: now}); err != nil {
				return err
			}
		}
		if !comes {
			n := o.siteNotice(c, "site.reply", LevelWarn, fault.T("检查组有人员答复不能参加，请另派或者改期", "Somebody of a team cannot come: send another, or move the visit"))
			n.Agency, n.User, n.Dedup = c.AgencyID, ids.User(c.CreatedBy), n.Dedup+":"+a.User.String()+":"+now.UTC().Format(time.RFC3339)
			c.told = append(c.told, n)
		}
		return o.enterSite(ctx, q, a, id, "site.reply", map[string]any{"inspector": c.me[0].String(), "comes": comes, "again": slices.ContainsFunc(c.Replies, func(r SiteReply) bool { return slices.Contains(c.me, r.InspectorID) })})
	})
}

// repliesOf adds who of the team answered what, and whether the asking person may.
func (o *Office) repliesOf(ctx context.Context, q *dbsqlc.Queries, a Actor, c *SiteCheck) (err error) {
	if c.Replies, err = q.ListSiteReplies(ctx, c.ID); err != nil {
		return err
	}
	if c.Reached, err = q.InvitedToSite(ctx, c.ID); err != nil {
		return err
	}
	for _, r := range c.Reached {
		if ids.User(r.UserID) == a.User {
			c.me = append(c.me, r.InspectorID)
		}
	}
	return nil
}

// SiteReach is how an officer of a team is told of a visit.
type SiteReach = dbsqlc.InvitedToSiteRow

// SetInspectorAccount says which user of the agency an officer of its library is (检查人员对应
// 的账号), where their names leave that open; a zero user takes it back.
func (o *Office) SetInspectorAccount(ctx context.Context, a Actor, id ids.Entry, user ids.User) error {
	return o.changeLists(ctx, a, func(q *dbsqlc.Queries) error {
		if !user.IsZero() {
			u, err := q.ReadUser(ctx, user)
			if noRows(err) || err == nil && u.AgencyID != a.Agency {
				return invalid("body.user", "不是本部门的账号", "Is no account of your agency")
			}
			if err != nil {
				return err
			}
			if _, err := q.InspectorOfUser(ctx, a.Agency, user, id); err == nil {
				return invalid("body.user", "这个账号已经对应另一名检查人员", "The account is another officer's already")
			} else if !noRows(err) {
				return err
			}
		}
		n, err := q.SetInspectorUser(ctx, dbsqlc.SetInspectorUserParams{ID: id, AgencyID: a.Agency, UserID: user, Now: o.Now()})
		if err != nil {
			return err
		}
		if n == 0 {
			return missing()
		}
		return o.enterLibrary(ctx, q, a, "library.account", map[string]any{"inspector": id.String(), "known": !user.IsZero()})
	})
}
