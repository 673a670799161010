package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/policies/disclosure"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// What a message marked no-onward (不得转发) brought stays with the organ that it came to. A
// third organ gets it only where the origin has signed a list that names it (知悉机关名单).

// handlingOf is how a message of a case is to be handled at the other hub.
func handlingOf(s referral.Snapshot, to *referral.Organ, at time.Time) ([]string, error) {
	book, err := disclosure.Load()
	if err != nil {
		return nil, err
	}
	if _, bound := book.Onward(aboutDisclosure(s, to, at)); bound {
		return []string{federation.NoOnward}, nil
	}
	return nil, nil
}

// bind notes that what a message brought may not go on from here.
func (a *applying) bind(ctx context.Context) error {
	if !slices.Contains(a.envelope.Handling, federation.NoOnward) {
		return nil
	}
	return a.q.BindCase(ctx, dbsqlc.BindCaseParams{
		CaseID: a.row.CaseID, RootID: ids.Entry(a.row.CaseID), PeerID: a.peer.ID, AgencyID: a.row.AgencyID, OriginID: ids.Entry(a.envelope.From.Agency), EnvelopeID: a.row.ID, At: a.now,
	})
}

// mayPassOn refuses to give a case that may not go on to a third organ: neither the one that
// provided it nor the one that it came to, nor on the list that its origin signed last. Organ
// nil stands for several, or for all who look at a joint meeting.
func (o *Office) mayPassOn(ctx context.Context, q *dbsqlc.Queries, s *seen, organs ...*referral.Organ) error {
	bounds, err := q.BoundsOf(ctx, ids.Entry(s.Case.ID))
	if err != nil {
		return err
	}
	for _, b := range bounds {
		members, _, err := onwardMembers(ctx, q, ids.Case(b.RootID))
		if err != nil {
			return err
		}
		for _, x := range organs {
			if x != nil && (x.ID == b.AgencyID || ids.Entry(x.ID) == b.OriginID || slices.ContainsFunc(members, func(m federation.Member) bool { return m.ID == x.ID })) {
				continue
			}
			return o.onwardRefused(s, b)
		}
	}
	return nil
}

// mayPutBefore refuses to put a case that may not go on before a joint meeting, whose members
// read its number and title and look at it.
func (o *Office) mayPutBefore(ctx context.Context, q *dbsqlc.Queries, id ids.Case) error {
	c, err := q.ReadCase(ctx, id)
	if err != nil {
		return orMissing(err)
	}
	l, err := store.LoadCase(ctx, q, c)
	if err != nil {
		return err
	}
	return o.mayPassOn(ctx, q, &seen{Loaded: l, policies: o.Access}, nil)
}

func (o *Office) onwardRefused(s *seen, b dbsqlc.BoundsOfRow) error {
	zh := "本案信息由“" + b.OriginName + "”（" + b.HubName + "）提供，注明不得转发，尚无其签署的同意。可以：向该机关发出“商请同意转发”，名单列入后再办理；或者退回来函，由该机关自行移送有权机关"
	en := "What this case holds was provided by " + b.OriginName + " (" + b.HubName + ") and may not go on; there is no grant signed by that organ. You may ask it for leave and go on once it has listed the organ, or return the case so that it turns to the competent organ itself"
	err := fault.New(fault.Rule, "onward.refused", fault.T(zh, en))
	book, loaded := disclosure.Load()
	if loaded != nil {
		return loaded
	}
	about := aboutDisclosure(s.Snapshot, nil, o.Now())
	if rule, bound := book.Onward(about); bound && len(rule.Basis) > 0 {
		err.Basis = &rule.Basis[0]
	}
	return err
}

// onwardMembers are the organs that may hold what came, by the list that holds now; epoch 0:
// there is none yet.
func onwardMembers(ctx context.Context, q *dbsqlc.Queries, root ids.Case) (list []federation.Member, epoch int, err error) {
	row, err := q.LastOnwardList(ctx, root)
	if noRows(err) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	if err := json.Unmarshal(row.Members, &list); err != nil {
		return nil, 0, fmt.Errorf("read a list of organs: %w", err)
	}
	return list, int(row.Epoch), nil
}

// passesOn are the organs that an act puts a case before for the first time.
func passesOn(proc *referral.Procedure, action referral.Action, in referral.Input) (organs []*referral.Organ) {
	step, ok := proc.Step(action)
	if !ok {
		return nil
	}
	if in.Target != nil && (step.Names || slices.Contains([]referral.Handover{referral.HandoffOpens, referral.HandoffForwards, referral.HandoffMoves}, step.Handoff)) {
		organs = append(organs, in.Target)
	}
	if in.Copy != nil {
		organs = append(organs, in.Copy)
	}
	return organs
}

// askedOnward carries out the question of an organ that holds what ours provided.
func (a *applying) askedOnward(ctx context.Context) error {
	ask, err := federation.ReadOnwardAsk(a.envelope.Content)
	if err != nil {
		return refusedAs(codeOnward)
	}
	if err := a.q.InsertOnwardAsk(ctx, dbsqlc.InsertOnwardAskParams{
		EnvelopeID: a.row.ID, CaseID: a.row.CaseID, AgencyID: a.row.AgencyID, OrganID: ids.Entry(ask.Organ.ID), OrganHub: ask.Organ.Hub, OrganName: ask.Organ.Name,
		Reason: ask.Reason, At: a.row.CreatedAt,
	}); err != nil {
		return err
	}
	return a.besideDone(ctx, map[string]any{"organ": ask.Organ.ID.String(), "organ_name": ask.Organ.Name, "reason": ask.Reason},
		fault.T("对方机关商请同意转发给“"+ask.Organ.Name+"”，请答复", "The other organ asks for leave to pass the case on to "+ask.Organ.Name+"; answer it"), LevelWarn)
}

// membersArrive carries out a list of the organ that provided a case: only that organ signs
// one, and an epoch that is not the next one is refused whole.
func (a *applying) membersArrive(ctx context.Context) error {
	m, err := federation.ReadOnwardMembers(a.envelope.Content)
	if err != nil {
		return refusedAs(codeOnward)
	}
	b, err := a.q.BoundCase(ctx, a.row.CaseID)
	if err != nil && !noRows(err) {
		return err
	}
	_, epoch, err2 := onwardMembers(ctx, a.q, a.row.CaseID)
	if err2 != nil {
		return err2
	}
	if noRows(err) || b.OriginID != ids.Entry(a.envelope.From.Agency) || b.PeerID != a.peer.ID || m.Epoch != epoch+1 {
		return refusedAs(codeOnward)
	}
	raw, err := json.Marshal(m.Members)
	if err != nil {
		return fmt.Errorf("write a list of organs: %w", err)
	}
	if _, err := a.q.InsertOnwardList(ctx, dbsqlc.InsertOnwardListParams{
		CaseID: a.row.CaseID, Epoch: int32(m.Epoch), EnvelopeID: a.row.ID, Members: raw, Reason: m.Reason, At: a.row.CreatedAt,
	}); err != nil {
		return err
	}
	words := fault.T("来函机关更新了知悉机关名单", "The organ that provided the case has changed the list of organs that may hold it")
	if !m.Answers.IsZero() {
		granted, err := answered(ctx, a.q, a.row.CaseID, a.row.AgencyID, m, a.row.ID)
		if err != nil {
			return err
		}
		words = fault.T("来函机关不同意转发", "The organ that provided the case does not allow it to go on")
		if granted {
			words = fault.T("来函机关已同意转发", "The organ that provided the case allows it to go on")
		}
	}
	return a.besideDone(ctx, map[string]any{"epoch": m.Epoch, "members": len(m.Members), "reason": m.Reason}, words, LevelInfo)
}

// answered marks the question that a list answers: granted where the list names the organ.
func answered(ctx context.Context, q *dbsqlc.Queries, id ids.Case, agency ids.Agency, m federation.OnwardMembers, by ids.Entry) (granted bool, err error) {
	asks, err := q.OnwardAsks(ctx, id, agency)
	if err != nil {
		return false, err
	}
	for _, x := range asks {
		if x.EnvelopeID != ids.Entry(m.Answers) {
			continue
		}
		granted = slices.ContainsFunc(m.Members, func(y federation.Member) bool { return ids.Entry(y.ID) == x.OrganID })
		_, err = q.AnswerOnwardAsk(ctx, dbsqlc.AnswerOnwardAskParams{AnsweredIn: by, Granted: granted, EnvelopeID: x.EnvelopeID, CaseID: id})
	}
	return granted, err
}

// besideDone records a message that stands beside the procedure, tells our organ and gives
// the receipt.
func (a *applying) besideDone(ctx context.Context, fields map[string]any, words fault.Text, level string) error {
	fields["message"] = a.envelope.ID.String()
	ev, err := a.enter(ctx, a.q, a.q, entry{
		Case: a.row.CaseID, Kind: a.envelope.Type, OccurredAt: a.row.CreatedAt, RecordedAt: a.now, Agency: a.envelope.From.Agency, Actor: Actor{Agency: a.row.AgencyID, Name: a.peer.Hub}, Fields: fields,
	})
	if err != nil {
		return err
	}
	c, err := a.q.CaseLabel(ctx, a.row.CaseID)
	if err != nil {
		return err
	}
	if err := a.put(ctx, a.q, a.q, notice{
		Case: a.row.CaseID, Event: ev.ID, Agency: a.row.AgencyID, Topic: a.envelope.Type, Level: level, Dedup: "beside:" + a.envelope.ID.String(),
		Params: NoticeParams{Number: c.Number, CaseKind: c.Kind, ZH: words.ZH, EN: words.EN, Link: a.link(a.row.CaseID)},
	}, a.now); err != nil {
		return err
	}
	if err := a.wake(ctx, a.tx); err != nil {
		return err
	}
	return a.applied(ctx, "applied", ev, federation.Delivered, "")
}

// onwardBasis is the article that a kind of case is bound by.
func onwardBasis(s *seen, on civil.Date) []federation.LegalBasis {
	book, err := disclosure.Load()
	if err != nil {
		return nil
	}
	rule, bound := book.Onward(disclosure.Case{Kind: string(s.Snapshot.Kind), On: on})
	if !bound {
		return nil
	}
	return basisAsOf(rule.Basis, on)
}
