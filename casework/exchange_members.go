package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// AskOnward asks the organ that provided a case for leave to give it to another one (商请同意
// 转发). The question is a signed message; until a list of the origin names the organ nothing
// goes on.
func (o *Office) AskOnward(ctx context.Context, a Actor, id ids.Case, organ ids.Agency, reason string) error {
	if err := needReason(&reason); err != nil {
		return err
	}
	return o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "onward.ask", AnyVersion)
		if err != nil {
			return err
		}
		b, err := q.BoundCase(ctx, id)
		if noRows(err) || err == nil && b.AgencyID != a.Agency {
			return fault.New(fault.Rule, "onward.free", fault.T("本案没有“不得转发”的要求，或者来函不是发给本机关的", "The case is not bound, or did not come to your organ"))
		}
		if err != nil {
			return err
		}
		if ids.Case(b.RootID) != id {
			return fault.New(fault.Rule, "onward.root", fault.T("请在来函所在的案件中商请", "Ask in the case that came"))
		}
		row, err := q.ReadAgency(ctx, organ)
		if err != nil {
			return orMissing(err)
		}
		member := federation.Member{ID: row.ID, Hub: row.Peer, Name: row.Name}
		if member.Hub == "" {
			member.Hub = o.Hub
		}
		ch, err := o.sharedChannel(ctx, q, id, federation.AskOnward, o.Now())
		if err != nil {
			return err
		}
		now := o.Now()
		message, err := o.sendBeside(ctx, tx, q, s, a, beside{
			ch: ch, to: ids.Agency(b.OriginID), act: federation.AskOnward, purpose: "商请同意转发", reason: reason,
			basis: onwardBasis(s, civil.DateOf(now)), fields: map[string]any{"organ": organ.String(), "organ_name": row.Name}, now: now,
			content: func(federation.Message) (any, error) { return federation.OnwardAsk{Organ: member, Reason: reason}, nil },
			page:    []documents.RenditionSection{{Title: "拟转发给", Rows: []documents.RenditionRow{{Label: "机关", Value: nameWithHub(member.Name, member.Hub)}}}},
		})
		if err != nil {
			return err
		}
		return q.InsertOnwardAsk(ctx, dbsqlc.InsertOnwardAskParams{
			EnvelopeID: ids.Entry(message), CaseID: id, AgencyID: a.Agency, Outgoing: true, OrganID: ids.Entry(organ), OrganHub: member.Hub, OrganName: member.Name, Reason: reason, At: now,
		})
	})
}

func needReason(reason *string) error {
	if err := cleanText("body.reason", reason); err != nil {
		return err
	}
	if *reason = strings.TrimSpace(*reason); *reason == "" {
		return invalid("body.reason", "请写明理由", "Give the reason")
	}
	return nil
}

// Membership is a decision on who may hold what our organ provided.
type Membership struct {
	Members []ids.Agency       // all of them: those that are left out may hold it no longer
	Answers federation.Message // the question that is answered; zero: none
	Reason  string
}

// PublishMembers signs the next list of organs that may hold what our organ provided (知悉机关
// 名单): a decision of the head, after a fresh login. The list is complete. It answers a question
// whether it names the organ that was asked for or not.
func (o *Office) PublishMembers(ctx context.Context, a Actor, id ids.Case, in Membership) error {
	if err := needReason(&in.Reason); err != nil {
		return err
	}
	return o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "onward.grant", AnyVersion)
		if err != nil {
			return err
		}
		if a.Machine {
			a.StepUpAt = time.Time{} // a partner system never logged in as a person
		}
		now := o.Now()
		if err := o.recentLogin(a, now); err != nil {
			return err
		}
		sent, err := q.BoundAway(ctx, id, a.Agency)
		if noRows(err) {
			return fault.New(fault.Rule, "onward.not_origin", fault.T("本机关没有就本案向其他枢纽提供注明不得转发的信息", "Your organ provided nothing in this case that may not go on"))
		}
		if err != nil {
			return err
		}
		ch, err := o.sharedChannel(ctx, q, id, federation.Members, now)
		if err != nil {
			return err
		}
		asks, err := q.OnwardAsks(ctx, id, a.Agency)
		if err != nil {
			return err
		}
		before, epoch, err := onwardMembers(ctx, q, id)
		if err != nil {
			return err
		}
		list, err := in.named(before, asks)
		if err != nil {
			return err
		}
		said := federation.OnwardMembers{Epoch: epoch + 1, Members: list, Answers: in.Answers, Reason: in.Reason}
		rows := []documents.RenditionRow{{Label: "名单序号", Value: fmt.Sprint(said.Epoch)}}
		for _, m := range list {
			rows = append(rows, documents.RenditionRow{Label: "机关", Value: nameWithHub(m.Name, m.Hub)})
		}
		if len(list) == 0 {
			rows = append(rows, documents.RenditionRow{Value: "没有其他机关"})
		}
		message, err := o.sendBeside(ctx, tx, q, s, a, beside{
			ch: ch, to: ids.Agency(sent), act: federation.Members, purpose: "知悉机关名单", reason: in.Reason,
			basis: onwardBasis(s, civil.DateOf(now)), fields: map[string]any{"epoch": said.Epoch, "members": len(list)}, now: now,
			content: func(federation.Message) (any, error) { return said, nil },
			page:    []documents.RenditionSection{{Title: "可以知悉本案的其他机关（全部）", Rows: rows}},
		})
		if err != nil {
			return err
		}
		raw, err := json.Marshal(list)
		if err != nil {
			return fmt.Errorf("write a list of organs: %w", err)
		}
		if _, err := q.InsertOnwardList(ctx, dbsqlc.InsertOnwardListParams{
			CaseID: id, Epoch: int32(said.Epoch), EnvelopeID: ids.Entry(message), Outgoing: true, Members: raw, Reason: in.Reason, At: now,
		}); err != nil {
			return err
		}
		if !in.Answers.IsZero() {
			_, err = answered(ctx, q, id, a.Agency, said, ids.Entry(message))
		}
		return err
	})
}

// named finds the organs of a list among those that were listed or asked for.
func (in Membership) named(before []federation.Member, asks []dbsqlc.OnwardAsksRow) ([]federation.Member, error) {
	known := slices.Clone(before)
	waits := in.Answers.IsZero()
	for _, x := range asks {
		known = append(known, federation.Member{ID: ids.Agency(x.OrganID), Hub: x.OrganHub, Name: x.OrganName})
		waits = waits || x.EnvelopeID == ids.Entry(in.Answers) && x.AnsweredIn.IsZero()
	}
	if !waits {
		return nil, fault.New(fault.Rule, "onward.answered", fault.T("没有这一商请，或者已经答复", "There is no such question, or it was answered"))
	}
	list := []federation.Member{}
	for i, id := range in.Members {
		at := slices.IndexFunc(known, func(m federation.Member) bool { return m.ID == id })
		if at < 0 || slices.ContainsFunc(list, func(m federation.Member) bool { return m.ID == id }) {
			return nil, invalid(fmt.Sprintf("body.members[%d]", i), "只能列入对方商请过或者原名单上的机关，且不得重复", "Only organs that were asked for or listed, and each once")
		}
		list = append(list, known[at])
	}
	return list, nil
}

// OnwardState is how a case stands with passing on (转发).
type OnwardState struct {
	Bound     bool // it came with 不得转发
	Origin    string
	Hub       string
	Provided  bool // our organ provided it to another hub under 不得转发
	Epoch     int
	Members   []federation.Member
	Asks      []OnwardQuestion
	MayAsk    bool
	MayAnswer bool
}

// OnwardQuestion is one question and its answer.
type OnwardQuestion struct {
	Message  federation.Message
	Outgoing bool
	Organ    federation.Member
	Reason   string
	At       time.Time
	Answered bool
	Granted  bool
}

// CaseOnward says whether a case may go on, to whom, and what was asked.
func (o *Office) CaseOnward(ctx context.Context, a Actor, id ids.Case) (out OnwardState, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		root := id
		b, err := q.BoundCase(ctx, id)
		if err != nil && !noRows(err) {
			return err
		}
		if err == nil {
			out.Bound, out.Origin, out.Hub, root = true, b.OriginName, b.HubName, ids.Case(b.RootID)
			out.MayAsk = root == id && b.AgencyID == a.Agency && s.may("onward.ask")
		}
		_, err = q.BoundAway(ctx, id, a.Agency)
		if err != nil && !noRows(err) {
			return err
		}
		out.Provided = err == nil
		out.MayAnswer = out.Provided && s.may("onward.grant")
		if out.Members, out.Epoch, err = onwardMembers(ctx, q, root); err != nil {
			return err
		}
		rows, err := q.OnwardAsks(ctx, root, a.Agency)
		for _, r := range rows {
			out.Asks = append(out.Asks, OnwardQuestion{
				federation.Message(r.EnvelopeID), r.Outgoing, federation.Member{ID: ids.Agency(r.OrganID), Hub: r.OrganHub, Name: r.OrganName}, r.Reason, r.At, !r.AnsweredIn.IsZero(), r.Granted,
			})
		}
		return err
	})
	return out, err
}
