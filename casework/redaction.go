package casework

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// The hub is no classified system (保守国家秘密法第三十条). What slipped in all the same
// is destroyed (涉密信息清除): one person orders it, another carries it out. Digest and
// act remain, the content does not, and the record still verifies. The order is an
// event of the case's chain and lives nowhere else, as with other changes that need
// two persons (docs/adr/0019-redaction.md).

// Kinds of entries about a redaction. The act itself is record.KindRedacted.
const (
	kindRedactionOrder  = "redaction.order"
	kindRedactionRefuse = "redaction.refuse"
	kindRedactionCopy   = "redaction.copy"
)

// Redacted stands where content was destroyed.
const Redacted = "〔涉密内容已清除〕"

// OrderRedaction orders that places of a case are destroyed, with everything of the
// case that repeats what they hold. Nothing is destroyed yet. It asks for a fresh
// login; the reason must not repeat the content.
func (o *Office) OrderRedaction(ctx context.Context, a Actor, id ids.Case, reason string, places []Place) (Redaction, error) {
	if err := cleanText("body.reason", &reason); err != nil {
		return Redaction{}, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return Redaction{}, invalid("body.reason", "请写明理由；不要写出涉密内容本身", "Give the reason, without the content itself")
	}
	if len(places) == 0 {
		return Redaction{}, invalid("body.places", "请选择要清除的内容", "Say what is to be destroyed")
	}
	var order ids.Event
	err := o.redactionDeed(ctx, a, id, kindRedactionOrder, true, func(c *redactionDeed) error {
		for _, r := range c.list {
			if r.State == "ordered" {
				return fault.New(fault.Rule, "redaction.waiting", fault.T("本案已有一项清除令等待执行，请先执行或者撤销", "An order of this case still waits; carry it out or take it back first"))
			}
		}
		found, err := c.holding.spread(places)
		if err != nil {
			return err
		}
		if found.repeats(reason) {
			return invalid("body.reason", "理由中写出了要清除的内容，请改写", "The reason repeats what is to be destroyed; write it differently")
		}
		fields := map[string]any{"reason": reason, "asked": places, "places": found.Places}
		if found.targets != nil {
			fields["targets"] = verbatim(found.targets)
		}
		order, err = c.enter(ctx, kindRedactionOrder, fields)
		if err != nil {
			return err
		}
		return c.tellAll(ctx, order, kindRedactionOrder, fault.T("清除令待第二人执行", "A redaction waits for a second person"))
	})
	if err != nil {
		return Redaction{}, err
	}
	return o.redaction(ctx, a, id, order)
}

// RefuseRedaction takes an order back or refuses to carry it out, with the reason.
func (o *Office) RefuseRedaction(ctx context.Context, a Actor, id ids.Case, order ids.Event, reason string) (Redaction, error) {
	if err := cleanText("body.reason", &reason); err != nil {
		return Redaction{}, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return Redaction{}, invalid("body.reason", "请写明理由；不要写出涉密内容本身", "Give the reason, without the content itself")
	}
	err := o.redactionDeed(ctx, a, id, kindRedactionRefuse, false, func(c *redactionDeed) error {
		r, err := c.waiting(order)
		if err != nil {
			return err
		}
		found, err := c.holding.spread(r.asked)
		if err != nil {
			return err
		}
		if found.repeats(reason) {
			return invalid("body.reason", "理由中写出了要清除的内容，请改写", "The reason repeats what is to be destroyed; write it differently")
		}
		_, err = c.enter(ctx, kindRedactionRefuse, map[string]any{"answers": order.String(), "reason": reason})
		return err
	})
	if err != nil {
		return Redaction{}, err
	}
	return o.redaction(ctx, a, id, order)
}

// CarryOutRedaction destroys what another person ordered: values of the record with
// their salts, texts in the rows of the case, what it is searched by, the input of
// documents, and the bytes of files and documents. If the case has since come to hold
// the content in more places than the order names, nothing happens and a new order is
// needed: two persons stand behind every single place.
func (o *Office) CarryOutRedaction(ctx context.Context, a Actor, id ids.Case, order ids.Event) (Redaction, error) {
	err := o.redactionDeed(ctx, a, id, record.KindRedacted, true, func(c *redactionDeed) error {
		r, err := c.waiting(order)
		if err != nil {
			return err
		}
		if a.User == r.By {
			return fault.New(fault.Rule, "two_person.same_person", fault.T("清除令须由下令人以外的第二人执行：本案任一机关的负责人或者审计人员", "Somebody else must carry it out: a head or an auditor of an organ of the case"))
		}
		found, err := c.holding.spread(r.asked)
		if err != nil {
			return err
		}
		if !bytes.Equal(found.targets, r.targets) || !slices.Equal(found.Places, r.Places) {
			return fault.New(fault.Rule, "redaction.grown", fault.T("下令之后，本案又有其他地方载有同一内容，原令没有列明；请撤销后重新下令", "Since the order the case has come to hold the content in places the order does not name; take it back and order anew"))
		}
		return o.destroy(ctx, c, r, found)
	})
	if err != nil {
		return Redaction{}, err
	}
	// It is destroyed, whatever becomes of the bytes: those still on disk are counted
	// in the answer, and the sweep goes on with them.
	if err := o.RemoveDestroyed(ctx); err != nil {
		slog.ErrorContext(ctx, "destroyed contents are still on disk", "err", err)
	}
	return o.redaction(ctx, a, id, order)
}

func (o *Office) destroy(ctx context.Context, c *redactionDeed, r Redaction, found spread) error {
	copies, err := c.copies(ctx, o.Backups)
	if err != nil {
		return err
	}
	fields := map[string]any{"answers": r.ID.String(), "copies": copies}
	if found.targets != nil {
		fields[record.FieldRedacts] = verbatim(found.targets)
	}
	act, err := c.enter(ctx, record.KindRedacted, fields)
	if err != nil {
		return err
	}
	if err := c.batch.Send(ctx, c.tx); err != nil { // the database reads both events before it blanks
		return fmt.Errorf("record a redaction: %w", err)
	}
	if _, err := c.q.CarryOutRedaction(ctx, ids.Entry(act), found.texts); err != nil {
		return fmt.Errorf("carry out a redaction: %w", err)
	}
	if c.seen, err = o.lockUnchecked(ctx, c.q, c.actor, c.Case.ID); err != nil {
		return err
	}
	c.batch = &store.Batch{}
	if err := found.wipe(&c.Case); err != nil {
		return err
	}
	if err := touch(ctx, c.batch.Queries(), c.seen, c.now); err != nil { // an editor that is open holds a stale version now
		return err
	}
	if err := c.batch.Send(ctx, c.tx); err != nil {
		return err
	}
	if c.seen, err = o.lockUnchecked(ctx, c.q, c.actor, c.Case.ID); err != nil {
		return err
	}
	c.batch = &store.Batch{}
	if err := findableOf(c.Loaded).indexAll(ctx, c.batch.Queries(), c.Case.ID, c.Parts); err != nil {
		return err
	}
	return c.tellAll(ctx, act, record.KindRedacted, fault.T("案内涉密内容已清除，请处置本机关持有的副本", "Content was destroyed; see to the copies your organ holds"))
}

// TickCopy notes that a copy outside of the case was destroyed (副本处置): one's own
// organ's by that organ, every other by whoever may order.
func (o *Office) TickCopy(ctx context.Context, a Actor, id ids.Case, order ids.Event, n int, note string) (Redaction, error) {
	if err := cleanText("body.note", &note); err != nil {
		return Redaction{}, err
	}
	if note = strings.TrimSpace(note); note == "" {
		return Redaction{}, invalid("body.note", "请写明由谁、何时、怎样处置", "Say who destroyed it, when and how")
	}
	err := o.redactionDeed(ctx, a, id, kindRedactionCopy, false, func(c *redactionDeed) error {
		i := slices.IndexFunc(c.list, func(r Redaction) bool { return r.ID == order })
		if i < 0 || n < 1 || n > len(c.list[i].Copies) {
			return missing()
		}
		cp := c.list[i].Copies[n-1]
		if !cp.Agency.IsZero() && cp.Agency != a.Agency {
			return fault.New(fault.Rule, "redaction.not_your_copy", fault.T("该机关持有的副本由该机关自行处置并确认", "What another organ holds, that organ destroys and confirms"))
		}
		if cp.Agency.IsZero() && !c.may(kindRedactionOrder) {
			return denied(kindRedactionOrder)
		}
		if cp.Done {
			return fault.New(fault.Rule, "redaction.ticked", fault.T("该副本已登记处置", "This copy was ticked off already"))
		}
		_, err := c.enter(ctx, kindRedactionCopy, map[string]any{"answers": order.String(), "copy": n, "note": note})
		return err
	})
	if err != nil {
		return Redaction{}, err
	}
	return o.redaction(ctx, a, id, order)
}

// redactionDeed is an act about a redaction under way.
type redactionDeed struct {
	*seen
	office  *Office
	tx      pgx.Tx
	q       *dbsqlc.Queries
	batch   *store.Batch
	list    []Redaction
	holding holding
	now     time.Time
}

// redactionDeed locks the case, asks who may, and reads all that it holds.
func (o *Office) redactionDeed(ctx context.Context, a Actor, id ids.Case, action string, fresh bool, do func(*redactionDeed) error) error {
	return o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, action, AnyVersion)
		if err != nil {
			return err
		}
		c := redactionDeed{seen: s, office: o, tx: tx, q: q, batch: &store.Batch{}, now: o.Now()}
		if fresh { // asked last: before, it would betray that there is such a case
			if err := o.recentLogin(a, c.now); err != nil {
				return err
			}
		}
		if c.list, err = redactions(ctx, q, s); err != nil {
			return err
		}
		if c.holding, err = hold(ctx, q, s); err != nil {
			return err
		}
		if err := do(&c); err != nil {
			return err
		}
		return c.batch.Send(ctx, tx)
	})
}

func (c *redactionDeed) waiting(order ids.Event) (Redaction, error) {
	i := slices.IndexFunc(c.list, func(r Redaction) bool { return r.ID == order })
	if i < 0 {
		return Redaction{}, missing()
	}
	if c.list[i].State != "ordered" {
		return Redaction{}, fault.New(fault.Rule, "redaction.settled", fault.T("该清除令已执行或者已撤销", "This order was carried out or taken back"))
	}
	return c.list[i], nil
}

func (c *redactionDeed) enter(ctx context.Context, kind string, fields map[string]any) (ids.Event, error) {
	ev, err := c.office.enter(ctx, c.q, c.batch.Queries(), entry{
		Case: c.Case.ID, Kind: kind, OccurredAt: c.now, RecordedAt: c.now, Agency: c.actor.Agency, Actor: c.actor, Fields: fields,
	})
	return ev.ID, err
}

// tellAll tells every organ of the case what happened, and nothing of the content.
func (c *redactionDeed) tellAll(ctx context.Context, event ids.Event, topic string, what fault.Text) error {
	for _, p := range c.Parts {
		if err := c.office.put(ctx, c.q, c.batch.Queries(), notice{
			Case: c.Case.ID, Event: event, Agency: p.AgencyID, Topic: topic, Level: LevelUrgent, Dedup: event.String() + " " + p.AgencyID.String(),
			Params: NoticeParams{Number: c.Case.Number, CaseKind: c.Case.Kind, ZH: what.ZH, EN: what.EN, Link: c.office.link(c.Case.ID)},
		}, c.now); err != nil {
			return err
		}
	}
	return c.office.wake(ctx, c.tx)
}
