package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ical"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Notices of visits hold a number, a time and a link. No enterprise stands in one, for
// a mail lies where a drawn name may not (insp_draw_confidential).

// VisitTime is what the calendar in an invitation to a visit is made of.
type VisitTime struct {
	ID       ids.Entry  `json:"id"`
	Day      civil.Date `json:"day"`
	Half     string     `json:"half"`
	Sequence int        `json:"sequence"`
	Off      bool       `json:"off,omitempty"` // called off
}

// visitInvitations are the topics of mails that a calendar takes a visit from, or out of.
var visitInvitations = []string{"site.invite", "site.off"}

// putAll writes notices and wakes the workers, in the act's own transaction.
func (o *Office) putAll(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, list []notice, now time.Time) error {
	if len(list) == 0 {
		return nil
	}
	for _, n := range list {
		if err := o.put(ctx, q, q, n, now); err != nil {
			return err
		}
	}
	return o.wake(ctx, tx)
}

func (o *Office) siteNotice(c *SiteCheck, topic, level string, says fault.Text) notice {
	return notice{
		Topic: topic, Level: level, Dedup: c.ID.String() + ":" + topic,
		Params: NoticeParams{Number: c.Number, CaseKind: siteSubject, ZH: says.ZH, EN: says.EN, Link: o.PublicURL + "/inspection/checks/" + c.ID.String()},
	}
}

// arrangedNotices tell the heads that a visit waits for them, and its team when it is.
func (o *Office) arrangedNotices(ctx context.Context, q *dbsqlc.Queries, c *SiteCheck) (list []notice, err error) {
	today := civil.DateOf(o.Now())
	for _, p := range c.Parts {
		heads, err := q.HeadsOf(ctx, today, p.AgencyID)
		if err != nil {
			return nil, err
		}
		for _, h := range heads {
			n := o.siteNotice(c, "site.waits", LevelWarn, fault.T("现场检查待批准", "A visit waits for your approval"))
			n.Agency, n.User = p.AgencyID, h.ID
			list = append(list, n)
		}
	}
	invited, err := o.teamNotices(ctx, q, c, "site.invite", fault.T("您被安排参加现场检查", "You are in the team of a visit"), 0)
	return append(list, invited...), err
}

// teamNotices tell each officer of the team whom the hub knows as a user, in the pages and,
// where he has an address, by a mail with the time for a calendar. Of those whom nobody knows,
// or whom two users might be, it tells their agency, which has to tell them.
func (o *Office) teamNotices(ctx context.Context, q *dbsqlc.Queries, c *SiteCheck, topic string, says fault.Text, sequence int) (list []notice, err error) {
	people, err := q.InvitedToSite(ctx, c.ID)
	told := map[ids.Entry]bool{}
	for _, u := range people {
		n := o.siteNotice(c, topic, LevelWarn, says)
		n.Agency, n.User = u.AgencyID, ids.User(u.UserID)
		n.Params.Visit = &VisitTime{ID: c.ID, Day: c.Day, Half: c.Half, Sequence: sequence, Off: topic == "site.off"}
		if n.User.IsZero() {
			n.Topic, n.Dedup, n.Params.Visit = "site.pass_on", n.Dedup+":pass_on", nil
			n.Params.ZH, n.Params.EN = says.ZH+"：检查组中有本部门人员没有对应的账号，请转告", says.EN+": officers of yours without an account are in the team, tell them"
		}
		key := ids.Entry(n.User)
		if n.User.IsZero() {
			key = ids.Entry(n.Agency)
		}
		if !told[key] {
			told[key], list = true, append(list, n)
		}
	}
	return list, err
}

// endedNotices tell the team that a visit was called off, and every agency of it that
// its result was published or taken back.
func (o *Office) endedNotices(ctx context.Context, q *dbsqlc.Queries, c *SiteCheck, step string) (list []notice, err error) {
	says := map[string]fault.Text{
		"cancel": fault.T("现场检查已取消", "A visit was called off"), "publish": fault.T("检查结果已公布", "The result of a visit was published"), "withdraw": fault.T("检查结果已撤下公示", "The result of a visit was taken off the public page"),
	}[step]
	if step == "cancel" {
		if list, err = o.teamNotices(ctx, q, c, "site.off", says, 1); err != nil {
			return nil, err
		}
	}
	for _, p := range c.Parts {
		if p.AgencyID != c.AgencyID {
			n := o.siteNotice(c, "site."+step, LevelInfo, says)
			n.Agency = p.AgencyID
			list = append(list, n)
		}
	}
	return list, nil
}

// movedNotices tell the other agencies of a plan that a visit was moved, by its number.
func (o *Office) movedNotices(p *Plan, w *planning, id ids.Entry, to NewPlace) (list []notice) {
	i := slices.IndexFunc(w.visits, func(v Visit) bool { return v.ID == id })
	if i < 0 {
		return nil
	}
	v := w.visits[i]
	for _, x := range v.Parts {
		if x.AgencyID != p.AgencyID {
			list = append(list, notice{
				Agency: x.AgencyID, Topic: "visit.move", Level: LevelInfo, Dedup: id.String() + ":visit.move:" + strconv.FormatInt(v.Version, 10),
				Params: NoticeParams{
					Number: strconv.Itoa(int(v.Number)), CaseKind: planSubject, ZH: "检查任务改期至" + to.Day.String(), EN: "A visit was moved to " + to.Day.String(),
					Link: o.PublicURL + "/inspection/plans/" + p.ID.String() + "/schedule",
				},
			})
		}
	}
	return list
}

// replanNotices tell the other agencies of a plan how many of its visits are elsewhere
// since it was scheduled anew; nothing where none is.
func (o *Office) replanNotices(p *Plan, moves int) (list []notice) {
	if moves == 0 {
		return nil
	}
	now := o.Now()
	for _, x := range p.joined() {
		if x.AgencyID != p.AgencyID {
			list = append(list, notice{
				Agency: x.AgencyID, Topic: "visit.replan", Level: LevelInfo, Dedup: p.ID.String() + ":visit.replan:" + strconv.FormatInt(now.UnixMilli(), 10) + ":" + x.AgencyID.String(),
				Params: NoticeParams{
					Number: p.FromOn.String(), CaseKind: planSubject, ZH: fmt.Sprintf("重新排期：%d处变动", moves), EN: fmt.Sprintf("Scheduled anew: %d changes", moves),
					Link: o.PublicURL + "/inspection/plans/" + p.ID.String() + "/schedule",
				},
			})
		}
	}
	return list
}

// mergeNotices tell the planner on the other side of a proposal to merge two visits: of
// the one who has to decide that there is one, of the one who proposed what was decided.
// Nobody else is told, for who meets at one enterprise says what was drawn.
func (o *Office) mergeNotices(ctx context.Context, q *dbsqlc.Queries, x Merge, step string) ([]notice, error) {
	plan, number, level := x.PlanID, x.Number, LevelInfo
	says := map[string]fault.Text{
		"propose": fault.T("有一项合并检查建议等待您决定", "A proposal to merge visits waits for you"), "accept": fault.T("合并检查建议已被接受", "Your proposal to merge visits was accepted"), "decline": fault.T("合并检查建议未被接受", "Your proposal to merge visits was declined"),
	}[step]
	if step == "propose" {
		plan, number, level = x.OtherPlanID, x.OtherNumber, LevelWarn
	}
	who, err := q.PlannerOf(ctx, plan)
	if noRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []notice{{
		Agency: ids.Agency(who.AgencyID), User: ids.User(who.UserID), Topic: "merge." + step, Level: level, Dedup: x.ID.String() + ":merge." + step,
		Params: NoticeParams{Number: strconv.Itoa(int(number)), CaseKind: planSubject, ZH: says.ZH, EN: says.EN, Link: o.PublicURL + "/inspection/plans/" + plan.String() + "/schedule"},
	}}, nil
}

// inviteToVisit puts the half day into a mail as a calendar takes it: number, time, link.
func (o *Office) inviteToVisit(ctx context.Context, q *dbsqlc.Queries, l *Letter, row dbsqlc.ClaimDeliveryRow, now time.Time) error {
	var p NoticeParams
	if err := json.Unmarshal(row.Params, &p); err != nil {
		return fmt.Errorf("read a notice: %w", err)
	}
	if p.Visit == nil || l.To == "" {
		return nil
	}
	organ, err := q.ReadAgency(ctx, row.AgencyID)
	if err != nil {
		return err
	}
	v := p.Visit
	start, end := halfDay(v.Day, v.Half)
	e := ical.Event{
		Method: ical.Request, UID: v.ID.String() + "@" + o.Hub, Sequence: v.Sequence, Stamp: now, Start: start, End: end,
		Summary: "现场检查 " + p.Number, Text: "请打开链接答复能否参加；企业名称请登录平台查看。Open the link to reply; no name leaves the hub.\n" + p.Link, Link: p.Link, OrganizerName: organ.ShortName, Organizer: organ.Email, Attendee: l.To,
	}
	if v.Off {
		e.Method = ical.Cancel
	}
	l.Calendar, l.Method = ical.Write(e), string(e.Method)
	return nil
}

// halfDay is a half day as a calendar shows it: morning nine to twelve, afternoon two to five.
func halfDay(day civil.Date, half string) (start, end time.Time) {
	from, to := 9, 12
	if half == "pm" {
		from, to = 14, 17
	}
	midnight := day.Start()
	return midnight.Add(time.Duration(from) * time.Hour), midnight.Add(time.Duration(to) * time.Hour)
}
