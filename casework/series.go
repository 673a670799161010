package casework

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// maxSeries bounds the cases of one series (系列案).
const maxSeries = 200

// BeginSeries begins one case for each party of another one (系列案): a lead that names
// 33 enterprises becomes 33 claims. They are made together or not at all, each with its
// own number, record and state; the answer is the family of the case they come from. Basis
// is why all of them are begun; without it that of the case holds.
func (o *Office) BeginSeries(ctx context.Context, a Actor, key Key, from ids.Case, kind referral.Kind, basis string) (Family, error) {
	now := o.Now()
	if err := cleanText("body.basis", &basis); err != nil {
		return Family{}, err
	}
	var f Family
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		again, err := claim(ctx, q, a, key, now) // first the key, then the lock
		if err != nil {
			return err
		}
		s, err := o.lock(ctx, q, a, from, "case.content", AnyVersion)
		if err != nil {
			return err
		}
		if again == nil {
			if err := o.insertSeries(ctx, tx, q, a, s, kind, basis, now); err != nil {
				return err
			}
			if err := settle(ctx, q, a, key, from); err != nil {
				return err
			}
		}
		f, err = family(ctx, q, from)
		return err
	})
	return f, err
}

func (o *Office) insertSeries(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, a Actor, s *seen, kind referral.Kind, basis string, now time.Time) error {
	d := s.draftFor(kind)
	if basis != "" {
		d.Content.Basis = basis
	}
	if len(d.Parties) < 2 {
		return fault.New(fault.Rule, "series.one_party", fault.T("系列案要有两个以上当事人；只有一个的，请直接转办", "A series takes several parties; with one, go on from the case itself"))
	}
	if len(d.Parties) > maxSeries {
		return fault.New(fault.Rule, "series.too_long", fault.T("当事人过多，请分批办理", "Too many parties: take them in parts"))
	}
	for _, p := range d.Parties {
		one := d
		one.Parties = []PartyInput{p}
		if p.Name != "" {
			one.Title = shorten(d.Title+"（"+p.Name+"）", titleLength)
		}
		if _, err := o.insert(ctx, tx, q, a, opening{sender: a.Agency, kind: kind, draft: one, from: &origin{s, Upgraded}}, now); err != nil {
			return err
		}
	}
	return nil
}

// titleLength is how long the title of a case may be, in characters.
const titleLength = 200

func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// Together is what an act did in one case of a series.
type Together struct {
	Case    ids.Case
	State   referral.State // as it is afterwards; empty if it was refused
	Refused *fault.Error
}

// ActTogether takes the same step in several cases of a series (一并办理). Each case is
// decided by itself, in a transaction of its own: what one refuses keeps no other from
// going on, and the answer says for each what became of it. The same key again repeats
// nothing.
func (o *Office) ActTogether(ctx context.Context, a Actor, key Key, from ids.Case, cases []ids.Case, action referral.Action, in referral.Input) ([]Together, error) {
	f, err := o.Family(ctx, a, from)
	if err != nil {
		return nil, err
	}
	if len(cases) == 0 || len(cases) > maxSeries {
		return nil, invalid("body.cases", "请选择要一并办理的案件", "Choose the cases")
	}
	for _, id := range cases {
		if !slices.ContainsFunc(f.Cases, func(c dbsqlc.CaseFamilyRow) bool { return c.ID == id }) {
			return nil, invalid("body.cases", "所选案件不在本系列中", "A chosen case does not belong to the series")
		}
	}
	out := make([]Together, 0, len(cases))
	for _, id := range cases {
		own := key
		own.Value += " " + id.String()
		d, err := o.Act(ctx, a, Request{Case: id, Version: AnyVersion, Key: own, Action: action, Input: in})
		one := Together{Case: id, State: d.Snapshot.State}
		if err != nil {
			refused, ok := errors.AsType[*fault.Error](err)
			if !ok || refused.Kind == fault.Internal {
				return nil, err // what was done before keeps its key: the same request goes on from here
			}
			one = Together{Case: id, Refused: refused}
		}
		out = append(out, one)
	}
	return out, nil
}
