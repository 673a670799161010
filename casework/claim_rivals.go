package casework

import (
	"context"
	"strings"

	damage "github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/domain/search"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// One damage is not paid for twice (同一损害不重复赔偿): a slip of payment counts once among
// all claims of an organ, and a claim that another one may have begun already says so.

// Rival is another claim against one who owes in this one.
type Rival struct {
	ID      ids.Case
	Number  string
	Title   string
	State   referral.State
	Sender  ids.Agency
	Reasons []string // what speaks for the same damage: origin, place, act_on, found_on; none: only who owes is the same
}

// Same reports whether something speaks for the same damage.
func (r Rival) Same() bool { return len(r.Reasons) > 0 }

// rivals are the other claims that the actor's organ may read and that name one who owes
// in this one, as they are now.
func rivals(ctx context.Context, q *dbsqlc.Queries, s *seen) ([]Rival, error) {
	rows, err := q.RivalClaims(ctx, s.Case.ID, s.actor.Agency)
	if err != nil {
		return nil, err
	}
	own := s.Snapshot.Content
	place := search.Fold(own.Place)
	out := make([]Rival, 0, len(rows))
	for _, row := range rows {
		r := Rival{ID: row.ID, Number: row.Number, Title: row.Title, State: referral.State(row.State), Sender: row.SenderID}
		other := search.Fold(row.Place)
		for reason, speaks := range map[string]bool{
			"origin": row.SameOrigin, "place": place != "" && other != "" && (strings.Contains(place, other) || strings.Contains(other, place)),
			"act_on": !own.ActOn.IsZero() && own.ActOn.String() == row.ActOn, "found_on": !own.FoundOn.IsZero() && own.FoundOn.String() == row.FoundOn,
		} {
			if speaks {
				r.Reasons = append(r.Reasons, reason)
			}
		}
		out = append(out, r)
	}
	return out, nil
}

// beforeTheHead are the states in which a second claim can still be stopped.
func beforeTheHead(s referral.State) bool {
	return s == referral.Draft || s == referral.Reported || s == referral.Refused || s == referral.Approved
}

// completeRivals tells an act which other claims may be about the same damage, and whose
// slip of payment was recorded before. The slip is taken in the transaction of the act: it
// stays taken if the act is done, and nobody else can take it meanwhile.
func (o *Office) completeRivals(ctx context.Context, q *dbsqlc.Queries, in *referral.Input, s *seen, action referral.Action) error {
	switch action {
	case "compensation.report":
		list, err := rivals(ctx, q, s)
		if err != nil {
			return err
		}
		for _, r := range list {
			if r.Same() {
				in.Claimed.Rivals = append(in.Claimed.Rivals, r.Number)
			}
		}
	case "compensation.pay":
		slip := damage.Slip(in.DocumentNo)
		if slip == "" {
			return nil
		}
		taken, err := q.TakeClaimSlip(ctx, dbsqlc.TakeClaimSlipParams{AgencyID: s.Case.SenderID, Slip: slip, CaseID: s.Case.ID, RecordedAt: in.RecordedAt})
		if err != nil || taken == 1 {
			return err
		}
		in.Claimed.SlipKnown = true
		has, err := q.ReadClaimSlip(ctx, s.Case.SenderID, slip)
		if err != nil {
			return err
		}
		in.Claimed.SlipIn = has.Number
	}
	return nil
}
