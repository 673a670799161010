package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/workers/job"
)

// A pack decides what the law is taken to say, so nobody puts one into force
// alone: one person of the installation proposes it, another activates it. A
// holiday table repeats a published notice and needs one
// (docs/adr/0010-rule-packs.md).

// MaxPack is the size of the largest pack, in bytes. The largest built-in one
// has twenty thousand.
const MaxPack = 256 << 10

// packChain holds every change of the rule book; the row lock on rule_book makes
// its end stable.
var packChain = record.Subject{Kind: "packs", ID: "rules"}

// Pack is a rule pack or a holiday table that somebody proposed.
type Pack struct {
	ID                 ids.Entry
	Kind               rules.Kind
	Name               string
	Version            int
	File, Text         string // the text only where one pack was asked for
	SHA256             string
	State              string // proposed, active, replaced, refused
	Proposer, Decider  string
	ProposedBy         ids.User
	ProposedAt         time.Time
	DecidedAt          *time.Time
	Reason             string
	Problems           []rules.Problem // why an active pack had to be left out
	Actions            []string        // of activate and refuse, what the asking person may do
	SecondPersonNeeded bool
}

// PackFile is what is proposed or replayed.
type PackFile struct{ File, Text string }

func (f PackFile) layer() rules.Layer { return rules.Layer{File: f.File, Text: []byte(f.Text)} }

// mayPack asks whether the actor may do something with the rule book.
func (o *Office) mayPack(a Actor, action string) error {
	if o.Access.AllowsOrgan(a.principal(), action, access.Organ{Agency: a.Agency, Relation: "own"}) {
		return nil
	}
	return fault.New(fault.Denied, "not_allowed", fault.T("您的岗位不能办理这一事项，由系统运维人员办理", "Your function may not do this; an operator of the hub may"))
}

// loaded gives the layers that were activated, in order, and the version they make.
func loadedLayers(ctx context.Context, q *dbsqlc.Queries) (layers []rules.Layer, version int64, err error) {
	if version, err = q.ReadRuleBook(ctx); err != nil {
		return nil, 0, err
	}
	rows, err := q.ListLoadedPacks(ctx)
	for _, r := range rows {
		layers = append(layers, rules.Layer{File: r.File, Text: []byte(r.Text), Ended: r.State == "replaced"})
	}
	return layers, version, err
}

// RefreshRules puts a new book on the shelf if a pack was activated since. Every
// process calls it at its start and every few seconds. A pack that no longer fits
// under a new release is left out and said so in the log; its editions stay.
func (o *Office) RefreshRules(ctx context.Context) (changed bool, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		version, err := q.ReadRuleBook(ctx)
		if err != nil || version == o.Rules.Version() {
			return err
		}
		layers, version, err := loadedLayers(ctx, q)
		if err != nil {
			return err
		}
		book, problems := rules.ComposeSound(layers...)
		for _, p := range problems {
			slog.ErrorContext(ctx, "an activated rule pack is left out", "problem", p.String())
		}
		o.Rules.Put(book, version, problems)
		changed = true
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("refresh the rule book: %w", err)
	}
	return changed, nil
}

// Packs lists what was proposed, what waits first.
func (o *Office) Packs(ctx context.Context, a Actor) (list []Pack, err error) {
	if err := o.mayPack(a, "pack.read"); err != nil {
		return nil, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.ListPacks(ctx)
		for _, r := range rows {
			list = append(list, o.packOf(a, dbsqlc.ReadPackRow{
				ID: r.ID, Kind: r.Kind, Name: r.Name, Version: r.Version, File: r.File, Sha256: r.Sha256, State: r.State, ProposedBy: r.ProposedBy,
				ProposedAt: r.ProposedAt, DecidedBy: r.DecidedBy, DecidedAt: r.DecidedAt, Reason: r.Reason, Proposer: r.Proposer, Decider: r.Decider,
			}))
		}
		return err
	})
	return list, err
}

// Pack gives one with its text.
func (o *Office) Pack(ctx context.Context, a Actor, id ids.Entry) (p Pack, err error) {
	if err := o.mayPack(a, "pack.read"); err != nil {
		return p, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		r, err := q.ReadPack(ctx, id)
		p = o.packOf(a, r)
		return orMissing(err)
	})
	return p, err
}

func (o *Office) packOf(a Actor, r dbsqlc.ReadPackRow) Pack {
	p := Pack{
		ID: r.ID, Kind: rules.Kind(r.Kind), Name: r.Name, Version: int(r.Version), File: r.File, Text: r.Text, SHA256: hex.EncodeToString(r.Sha256),
		State: r.State, Proposer: r.Proposer, Decider: r.Decider, ProposedBy: r.ProposedBy, ProposedAt: r.ProposedAt, DecidedAt: r.DecidedAt, Reason: r.Reason,
		SecondPersonNeeded: rules.Kind(r.Kind) != rules.HolidayTable,
	}
	if p.State == "active" {
		for _, x := range o.Rules.Problems() {
			if x.File == p.File {
				p.Problems = append(p.Problems, x)
			}
		}
	}
	if p.State == "proposed" && o.mayPack(a, "pack.activate") == nil {
		if !p.SecondPersonNeeded || a.User != p.ProposedBy {
			p.Actions = append(p.Actions, "activate")
		}
		p.Actions = append(p.Actions, "refuse")
	}
	return p
}

// ProposePack keeps a sound pack until somebody activates it. What is wrong with
// an unsound one is named line by line in a fault of kind Invalid.
func (o *Office) ProposePack(ctx context.Context, a Actor, in PackFile) (p Pack, err error) {
	if err := o.mayPack(a, "pack.propose"); err != nil {
		return p, err
	}
	if err := in.check(); err != nil {
		return p, err
	}
	now, id := o.Now(), ids.Entry{}
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		if _, err := q.LockRuleBook(ctx); err != nil {
			return err
		}
		layers, _, err := loadedLayers(ctx, q)
		if err != nil {
			return err
		}
		h := rules.HeadingOf(in.layer())
		if _, problems := rules.Compose(onTop(layers, in)...); len(problems) > 0 {
			return unsound(problems)
		}
		last, err := q.LastPackVersion(ctx, string(h.Kind), h.Name)
		if err != nil {
			return err
		}
		id = ids.New[ids.Entry](now)
		sum := sha256.Sum256([]byte(in.Text))
		if err := q.InsertPack(ctx, dbsqlc.InsertPackParams{
			ID: id, Kind: string(h.Kind), Name: h.Name, Version: last + 1, File: in.File, Text: in.Text, Sha256: sum[:], ProposedBy: a.User, ProposedAt: now,
		}); err != nil {
			return taken(err, "pack.waiting", "同名的规则包已有一版等待启用，请先处理", "A version of this name waits already; decide on it first")
		}
		row, err := q.ReadPack(ctx, id)
		if err != nil {
			return err
		}
		p = o.packOf(a, row)
		if err := o.recordPack(ctx, q, a, p, "pack.propose", now, nil); err != nil {
			return err
		}
		return o.tellSecond(ctx, tx, q, a, ids.Agency{}, notice{Topic: "packs.proposed", Dedup: "pack:" + id.String(), Params: NoticeParams{
			Number: p.Name, ZH: "规则包等待启用：" + in.File, EN: "A rule pack waits to be put into force: " + in.File, Link: o.PublicURL + "/rules/packs",
		}})
	})
	return p, err
}

func (f PackFile) check() error {
	var bad complaints
	if n := len(f.Text); n == 0 || n > MaxPack {
		bad.add("body.text", fmt.Sprintf("内容应为1至%d字节", MaxPack), fmt.Sprintf("1 to %d bytes", MaxPack))
	}
	bad.text("body.file", &f.File, 1, 100)
	return bad.err()
}

// onTop lays a file over what is loaded; what it would replace becomes an
// earlier version.
func onTop(layers []rules.Layer, in PackFile) []rules.Layer {
	h := rules.HeadingOf(in.layer())
	out := slices.Clone(layers)
	for i, l := range out {
		if rules.HeadingOf(l) == h {
			out[i].Ended = true
		}
	}
	return append(out, in.layer())
}

// unsound names every problem; the path says the line.
func unsound(problems []rules.Problem) error {
	err := fault.New(fault.Invalid, "pack.unsound", fault.T(fmt.Sprintf("规则包有 %d 处问题，未被接受", len(problems)), fmt.Sprintf("The pack has %d problems and was not taken", len(problems))))
	for _, p := range problems {
		w := p.Words()
		err.Fields = append(err.Fields, fault.Field{Path: fmt.Sprintf("body.text:%d", p.Line), Text: fault.T(w.ZH, w.EN)})
	}
	return err
}

func (o *Office) recordPack(ctx context.Context, q *dbsqlc.Queries, a Actor, p Pack, kind string, now time.Time, more map[string]any) error {
	fields := map[string]any{"pack": p.ID.String(), "kind": string(p.Kind), "name": p.Name, "version": p.Version, "file": p.File, "sha256": p.SHA256}
	for k, v := range more {
		fields[k] = v
	}
	_, err := o.enter(ctx, q, q, entry{Subject: packChain, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: fields})
	return err
}

// ActivatePack puts a proposed pack into force: for every process within
// seconds, for new clocks only. Clocks that run keep their edition; under a
// corrected holiday table those whose line moves are computed again. It asks for
// a fresh login, and for a rule pack for somebody else than who proposed it.
func (o *Office) ActivatePack(ctx context.Context, a Actor, id ids.Entry) (p Pack, err error) {
	now := o.Now()
	if err := o.mayPack(a, "pack.activate"); err != nil {
		return p, err
	}
	if now.Sub(a.StepUpAt) > o.StepUp {
		return p, fault.New(fault.Denied, "step_up_required", fault.T("启用规则须重新登录确认", "Activating rules asks you to log in again"))
	}
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		if p, err = o.lockedPack(ctx, q, a, id); err != nil {
			return err
		}
		if p.SecondPersonNeeded && a.User == p.ProposedBy {
			return fault.New(fault.Rule, "two_person.same_person", fault.T("规则包须由提出人以外的另一名系统运维人员启用", "Another operator than who proposed the pack must activate it"))
		}
		layers, _, err := loadedLayers(ctx, q)
		if err != nil {
			return err
		}
		in := PackFile{p.File, p.Text}
		before, _ := rules.ComposeSound(layers...)
		after, problems := rules.Compose(onTop(layers, in)...)
		if len(problems) > 0 {
			return unsound(problems)
		}
		replay, err := replayOver(ctx, q, before, after)
		if err != nil {
			return err
		}
		if err := q.UnsettleClocks(ctx, replay.certain()); err != nil {
			return err
		}
		if err := q.ReplacePacks(ctx, string(p.Kind), p.Name); err != nil {
			return err
		}
		position, err := q.BumpRuleBook(ctx)
		if err != nil {
			return err
		}
		if err := q.DecidePack(ctx, dbsqlc.DecidePackParams{ID: id, State: "active", DecidedBy: a.User, DecidedAt: now, Position: &position}); err != nil {
			return err
		}
		if _, err := o.Jobs.InsertTx(ctx, tx, job.CleanUp{}, nil); err != nil {
			return fmt.Errorf("wake the sweep: %w", err)
		}
		return o.decidedPack(ctx, q, a, &p, "pack.activate", now, map[string]any{"proposed_by": p.ProposedBy.String(), "moves": len(replay.certain()), "settles": replay.Settled})
	})
	if err != nil {
		return p, err
	}
	_, err = o.RefreshRules(ctx)
	return p, err
}

// RefusePack turns a proposed pack down, or withdraws one's own.
func (o *Office) RefusePack(ctx context.Context, a Actor, id ids.Entry, reason string) (p Pack, err error) {
	if err := o.mayPack(a, "pack.activate"); err != nil {
		return p, err
	}
	var bad complaints
	if bad.text("body.reason", &reason, 1, 500); bad.err() != nil {
		return p, bad.err()
	}
	now := o.Now()
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if p, err = o.lockedPack(ctx, q, a, id); err != nil {
			return err
		}
		if err := q.DecidePack(ctx, dbsqlc.DecidePackParams{ID: id, State: "refused", DecidedBy: a.User, DecidedAt: now, Reason: reason}); err != nil {
			return err
		}
		return o.decidedPack(ctx, q, a, &p, "pack.refuse", now, map[string]any{"reason": reason})
	})
	return p, err
}

// lockedPack locks the book and gives a pack that waits.
func (o *Office) lockedPack(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry) (Pack, error) {
	if _, err := q.LockRuleBook(ctx); err != nil {
		return Pack{}, err
	}
	row, err := q.ReadPack(ctx, id)
	if err != nil {
		return Pack{}, orMissing(err)
	}
	if row.State != "proposed" {
		return Pack{}, fault.New(fault.Rule, "pack.decided", fault.T("该规则包已经处理过", "This pack was decided on already"))
	}
	return o.packOf(a, row), nil
}

// decidedPack records a decision and reads the pack as it stands now.
func (o *Office) decidedPack(ctx context.Context, q *dbsqlc.Queries, a Actor, p *Pack, kind string, now time.Time, more map[string]any) error {
	if err := o.recordPack(ctx, q, a, *p, kind, now, more); err != nil {
		return err
	}
	row, err := q.ReadPack(ctx, p.ID)
	*p = o.packOf(a, row)
	return err
}
