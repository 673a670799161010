package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"
	"strconv"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// AgendaProposal is a case that the next meeting could talk about. It is proposed to the
// convener alone, out of the cases that its own agency takes part in.
type AgendaProposal struct {
	Case    ids.Case
	Number  string
	Kind    string
	Source  string // marked, overdue, disputed, stuck
	Since   time.Time
	Days    int
	Owes    ids.Agency    // of an overdue act
	Rule    deadline.Rule // of an overdue act
	Reason  string        // of a mark
	Title   fault.Text    // words to begin with
	Parties []ids.Agency
	Taken   bool // stands on the agenda already
}

// sourceRank orders proposals: what somebody asked for first.
var sourceRank = map[string]int{"marked": 0, "disputed": 1, "stuck": 2, "overdue": 3}

// ProposeAgenda proposes cases: marked for the meeting, overdue, disputed, sent back
// or sent on. Only cases that concern another agency of the meeting are proposed.
func (o *Office) ProposeAgenda(ctx context.Context, a Actor, id ids.Entry) (list []AgendaProposal, err error) {
	now := o.Now()
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		m, err := o.meetingIn(ctx, q, a, id)
		if err != nil {
			return err
		}
		if !o.mayMeet(a, "meeting.hold", m.relation(a)) {
			return meetingDenied()
		}
		if list, err = o.proposals(ctx, q, a, now); err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(p AgendaProposal) bool {
			return !slices.ContainsFunc(p.Parties, func(x ids.Agency) bool { return x != a.Agency && m.named(x) != "" })
		})
		for i := range list {
			list[i].Taken = slices.ContainsFunc(m.Agenda, func(x AgendaItem) bool { return x.CaseID == list[i].Case })
		}
		return nil
	})
	return list, err
}

func (o *Office) proposals(ctx context.Context, q *dbsqlc.Queries, a Actor, now time.Time) (list []AgendaProposal, err error) {
	marked, err := q.ProposeMarked(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range marked {
		list = append(list, AgendaProposal{Case: r.ID, Number: r.Number, Kind: r.Kind, Source: "marked", Since: r.Since, Reason: r.Reason, Parties: organsIn(r.SenderID, r.ReceiverID, r.CopiedID),
			Title: fault.T("协商"+r.Number+"号案件有关事项", "Case "+r.Number)})
	}
	disputed, err := q.ProposeDisputed(ctx, a.Agency)
	if err != nil {
		return nil, err
	}
	for _, r := range disputed {
		p := AgendaProposal{Case: r.ID, Number: r.Number, Kind: r.Kind, Source: r.Source, Parties: organsIn(r.SenderID, r.ReceiverID, r.CopiedID)}
		if r.Since != nil {
			p.Since = *r.Since
		}
		p.Title = fault.T(r.Number+"号案件曾被退回或者转送，协商由谁办理", "Case "+r.Number+" was sent back or on: who takes it?")
		if r.Source == "disputed" {
			p.Title = fault.T(r.Number+"号案件代录事项有异议，协商核对", "Case "+r.Number+": an act recorded for another organ is disputed")
		}
		list = append(list, p)
	}
	overdue, err := q.ProposeOverdue(ctx, a.Agency, now)
	if err != nil {
		return nil, err
	}
	for _, r := range overdue {
		rule, _ := o.Rules.Edition(r.RuleID, r.Edition)
		list = append(list, AgendaProposal{Case: r.ID, Number: r.Number, Kind: r.Kind, Source: "overdue", Since: *r.DueAt, Owes: r.OwesID, Rule: rule, Parties: organsIn(r.SenderID, r.ReceiverID, r.CopiedID),
			Title: fault.T(r.Number+"号案件逾期："+rule.Title.ZH, "Case "+r.Number+" is overdue: "+rule.Title.EN)})
	}
	slices.SortStableFunc(list, func(x, y AgendaProposal) int {
		return cmp.Or(cmp.Compare(sourceRank[x.Source], sourceRank[y.Source]), x.Since.Compare(y.Since))
	})
	seen := map[ids.Case]bool{} // one line for a case: the weightiest reason
	list = slices.DeleteFunc(list, func(p AgendaProposal) bool {
		was := seen[p.Case]
		seen[p.Case] = true
		return was
	})
	for i := range list {
		list[i].Days = civil.DateOf(list[i].Since).DaysUntil(civil.DateOf(now))
	}
	return list, nil
}

func organsIn(all ...ids.Agency) (list []ids.Agency) {
	for _, x := range all {
		if !x.IsZero() {
			list = append(list, x)
		}
	}
	return list
}

// NewItem is an item of the agenda in the convener's words.
type NewItem struct {
	Source string   // own, or what proposed it
	Case   ids.Case // zero: no case
	Title  string
}

const mostItems = 100

// AddItems puts items at the end of the agenda. A case can be put there by an agency
// that takes part in it; the others read its number and the title given here.
func (o *Office) AddItems(ctx context.Context, a Actor, id ids.Entry, items []NewItem) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Arrange, func(c *meetingChange) error {
		var bad complaints
		if len(items) == 0 || len(items)+len(c.Agenda) > mostItems {
			bad.add("body.items", "一次会议一至一百个议题", "A meeting has one to a hundred items")
		}
		numbers := make([]string, len(items))
		for i := range items {
			at := "body.items[" + strconv.Itoa(i) + "]"
			x := &items[i]
			bad.text(at+".title", &x.Title, 2, 200)
			bad.oneOf(at+".source", x.Source, []string{"own", "marked", "overdue", "disputed", "stuck"})
			if x.Case.IsZero() {
				continue
			}
			row, err := c.q.ReadAgendaCase(ctx, x.Case)
			if err != nil && !noRows(err) {
				return err
			}
			if noRows(err) || slices.ContainsFunc(c.Agenda, func(i AgendaItem) bool { return i.CaseID == x.Case }) {
				bad.add(at+".case", "本机关不是该案的机关，或者已经列入议程", "Your agency takes no part in the case, or it stands on the agenda")
			}
			if err == nil {
				if err := o.mayPutBefore(ctx, c.q, x.Case); err != nil {
					return err
				}
			}
			numbers[i] = row.Number
		}
		if err := bad.err(); err != nil {
			return err
		}
		last := int32(0)
		for _, i := range c.Agenda {
			last = max(last, i.Position)
		}
		for i, x := range items {
			if err := c.q.InsertAgendaItem(ctx, dbsqlc.InsertAgendaItemParams{
				ID: ids.New[ids.Entry](c.now), MeetingID: id, Position: last + int32(i) + 1, Source: x.Source, CaseID: x.Case, Number: numbers[i], Title: x.Title, AgencyID: a.Agency, CreatedAt: c.now,
			}); err != nil {
				return err
			}
		}
		_, err := o.enterMeeting(ctx, c, "meeting.items", map[string]any{"added": len(items), "cases": numbers})
		return err
	})
}

// OrderAgenda puts the items in the order given; what is left out is taken off the
// agenda. Unkept resolutions head it whatever the order is.
func (o *Office) OrderAgenda(ctx context.Context, a Actor, id ids.Entry, order []ids.Entry) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Arrange, func(c *meetingChange) error {
		for i, item := range order {
			if slices.Contains(order[:i], item) || !slices.ContainsFunc(c.Agenda, func(x AgendaItem) bool { return x.ID == item }) {
				return invalid("body.items", "议题已经变化，请刷新后再排序", "The agenda has changed; load it again before ordering it")
			}
			if err := c.q.PlaceAgendaItem(ctx, item, id, int32(i)+1); err != nil {
				return err
			}
		}
		off := 0
		for _, x := range c.Agenda {
			if !slices.Contains(order, x.ID) {
				if _, err := c.q.DeleteAgendaItem(ctx, x.ID, id); err != nil {
					return err
				}
				off++
			}
		}
		_, err := o.enterMeeting(ctx, c, "meeting.order", map[string]any{"items": len(order), "taken_off": off})
		return err
	})
}

// SettleItem says what came of an item: agreed before the meeting (会前消化), which
// takes it off what will be talked about and its case off the list of the marked, or
// discussed in it.
func (o *Office) SettleItem(ctx context.Context, a Actor, id, item ids.Entry, state, outcome string) (Meeting, error) {
	var bad complaints
	bad.oneOf("body.state", state, []string{"open", "agreed", "discussed"})
	bad.text("body.outcome", &outcome, 0, 1000)
	wrong := bad.err()
	return o.changeMeeting(ctx, a, id, meeting.Arrange, func(c *meetingChange) error {
		if wrong != nil {
			return wrong
		}
		if state == "discussed" && c.state() != meeting.Held {
			return fault.New(fault.Rule, "meeting.not_held", fault.T("会议召开以后才能登记议题的讨论结果；会前达成一致的，请标为“会前消化”", "What was discussed is noted once the meeting is held; what was agreed before is settled"))
		}
		if state == "agreed" {
			for _, p := range c.Positions {
				if p.ItemID == item && p.Stance == "disagree" {
					return fault.New(fault.Rule, "meeting.disputed", fault.T(c.named(p.AgencyID)+"不同意，该议题须上会讨论", c.named(p.AgencyID)+" disagrees: the item goes to the meeting"))
				}
			}
		}
		n, err := c.q.SettleAgendaItem(ctx, dbsqlc.SettleAgendaItemParams{ID: item, MeetingID: id, State: state, Outcome: outcome})
		if err != nil {
			return err
		}
		if n == 0 {
			return missing()
		}
		if of := c.caseOf(item); state == "agreed" && !of.IsZero() {
			if err := o.settleMarks(ctx, c, of); err != nil {
				return err
			}
		}
		_, err = o.enterMeeting(ctx, c, "meeting.settle", map[string]any{"item": item.String(), "state": state, "outcome_sha256": hexOf(outcome)})
		return err
	})
}

func hexOf(text string) string { return hexDigest(sha256.Sum256([]byte(text))) }
