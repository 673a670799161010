package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/archives"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// PieceChoice puts a piece into a volume; the order of a list is that of the volume.
type PieceChoice struct {
	ID     string
	Volume archives.Volume
}

// ArchivePlan is how an organ wants to archive a case.
type ArchivePlan struct {
	Version   int64 // of the archive; 0: there is none yet
	Number    string
	Retention string // class of policies/archives
	Basis     string // asked for where the policies do not know the class, or did not verify it
	Moved     string // asked for where a piece leaves the side volume
	Pieces    []PieceChoice
}

// ArchiveCount is a handing over as both sides counted it.
type ArchiveCount struct {
	Version    int64
	Main, Side int // pieces counted
	ReceivedBy string
	On         civil.Date
	Reason     string        // of a supplement
	Pieces     []PieceChoice // of a supplement
}

// ProposeArchive proposes how the actor's organ archives a closed case. A proposal
// replaces the one before it until the case is handed over. It moves no clock and
// changes nothing of the case.
func (o *Office) ProposeArchive(ctx context.Context, a Actor, id ids.Case, plan ArchivePlan) (Archive, error) {
	ahead, s, err := o.archive(ctx, a, id, kindArchivePropose)
	if err != nil {
		return Archive{}, err
	}
	if err := errors.Join(cleanText("body.number", &plan.Number), cleanText("body.basis", &plan.Basis), cleanText("body.moved_reason", &plan.Moved)); err != nil {
		return Archive{}, err
	}
	if err := ahead.mayPropose(&plan); err != nil {
		return Archive{}, err
	}
	pieces, acts := ahead.Pieces, ahead.Acts
	if ahead.State != ArchiveNone { // gather anew: the proposal before may be older than the case
		if err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
			pieces, acts, err = o.archivePieces(ctx, q, s, ahead.Sorting)
			return err
		}); err != nil {
			return Archive{}, err
		}
	}
	if pieces, err = arrange(pieces, plan.Pieces, true); err != nil {
		return Archive{}, err
	}
	if plan.Moved == "" && slices.ContainsFunc(pieces, leavesSide) {
		return Archive{}, invalid("body.moved_reason", "把副卷材料移入正卷的，请写明理由", "Give the reason for moving a piece of the side volume into the main one")
	}
	if err := o.measureArchive(ctx, s, pieces, acts); err != nil {
		return Archive{}, err
	}
	paginate(pieces)
	now := o.Now()
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		again, s, err := o.lockArchive(ctx, q, a, id, kindArchivePropose, plan.Version)
		if err != nil {
			return err
		}
		if again.State == ArchiveHandedOver {
			return archiveHandedOver()
		}
		have, err := marshalAll(pieces, acts)
		if err != nil {
			return err
		}
		batch := &store.Batch{}
		b := batch.Queries()
		if _, err := q.ProposeArchive(ctx, dbsqlc.ProposeArchiveParams{
			ID: ids.New[ids.Entry](now), CaseID: id, AgencyID: a.Agency, Number: plan.Number, Retention: plan.Retention, Basis: plan.Basis, MovedReason: plan.Moved,
			Contents: have[0], Acts: have[1], ProposedBy: a.Name, ProposedAt: now,
		}); err != nil {
			return archiveNumberTaken(err)
		}
		fields := map[string]any{"number": plan.Number, "retention": plan.Retention, "basis": plan.Basis, "contents_sha256": contentsDigest(have[0])}
		if plan.Moved != "" {
			fields["reason"] = plan.Moved
		}
		if _, err := o.enter(ctx, q, b, entry{Case: s.Case.ID, Kind: kindArchivePropose, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: fields}); err != nil {
			return err
		}
		return batch.Send(ctx, tx)
	})
	if err != nil {
		return Archive{}, err
	}
	return o.ReadArchive(ctx, a, id)
}

func (a Archive) mayPropose(plan *ArchivePlan) error {
	switch {
	case !a.Closed:
		return fault.New(fault.Rule, "archive.case_open", fault.T("案件尚未办结，办结后归档", "The case is still open; it is archived once it is closed"))
	case a.State == ArchiveHandedOver:
		return archiveHandedOver()
	case plan.Version != a.Version:
		return staleArchive()
	}
	plan.Number, plan.Basis, plan.Moved = strings.TrimSpace(plan.Number), strings.TrimSpace(plan.Basis), strings.TrimSpace(plan.Moved)
	var bad complaints
	if plan.Number == "" {
		bad.add("body.number", "请填写档号", "Give the number of the archive")
	}
	known := slices.ContainsFunc(a.Classes, func(c archives.Class) bool { return c.ID == plan.Retention })
	if !known {
		bad.add("body.retention", "请选择保管期限", "Choose how long it is kept")
	}
	if plan.Basis == "" && (a.Period.Asks() || plan.Retention != a.Period.Class) {
		bad.add("body.basis", "保管期限依据未核实：请写明本机关保管期限表的条目", "The term was not verified: name the entry of your organ's own table of terms")
	}
	return bad.err()
}

func leavesSide(p ArchivePiece) bool { return p.Default == archives.Side && p.Volume == archives.Main }

// arrange brings pieces into the order and the volumes that were chosen. Where all are
// asked for, each stands in the choice once; otherwise only those that are in it.
func arrange(pieces []ArchivePiece, choice []PieceChoice, all bool) ([]ArchivePiece, error) {
	if len(choice) == 0 && all {
		return pieces, nil
	}
	out := make([]ArchivePiece, 0, len(choice))
	for i, c := range choice {
		at := slices.IndexFunc(pieces, func(p ArchivePiece) bool { return p.ID == c.ID })
		twice := slices.ContainsFunc(out, func(p ArchivePiece) bool { return p.ID == c.ID })
		if at < 0 || twice || !c.Volume.Known() {
			return nil, invalid(fmt.Sprintf("body.pieces[%d]", i), "目录中没有这一件，或者重复，或者卷别不对", "There is no such piece, it stands twice, or there is no such volume")
		}
		p := pieces[at]
		p.Volume = c.Volume
		if p.Source == "acts" {
			p.Volume = archives.Main // its side part goes to the side volume by itself
		}
		out = append(out, p)
	}
	if all && len(out) != len(pieces) {
		return nil, staleArchive()
	}
	return out, nil
}

func staleArchive() *fault.Error {
	return fault.New(fault.Stale, "stale", fault.T("目录已有变化，请刷新后再办理", "The contents changed in the meantime; reload and try again"))
}

// measureArchive reads every file through: what is archived is whole, and its digests
// are those of now.
func (o *Office) measureArchive(ctx context.Context, s *seen, pieces []ArchivePiece, acts []ArchiveAct) error {
	if err := o.countArchive(pieces); err != nil {
		return err
	}
	for i := range pieces {
		p := &pieces[i]
		switch {
		case p.Source == "acts":
			_, pages, err := o.Documents.ArchivePDF(documents.ArchiveActs, s.archiveCase(), s.archiveActsView(acts, archives.Main))
			if err != nil {
				return err
			}
			p.Pages = pages
		case p.Source == "receipt":
			a, b := sha256.Sum256(p.jws), sm3.Sum(p.jws)
			p.SHA256, p.SM3 = a[:], b[:]
		case p.SHA256 != nil:
			blob, err := o.Blobs.Verify(ctx, blobs.Digest(p.SHA256))
			if err != nil {
				return fmt.Errorf("verify what is archived: %w", err)
			}
			p.SM3, p.Size = blob.SM3[:], blob.Size
		}
	}
	return nil
}

// HandOverArchive notes that the archive office counted and took the archive (移交).
// From then on only supplements come.
func (o *Office) HandOverArchive(ctx context.Context, a Actor, id ids.Case, c ArchiveCount) (Archive, error) {
	return o.handOver(ctx, a, id, kindArchiveHand, c, func(have *Archive) ([]ArchivePiece, error) {
		switch have.State {
		case ArchiveHandedOver:
			return nil, archiveHandedOver()
		case ArchiveNone:
			return nil, fault.New(fault.Rule, "archive.not_proposed", fault.T("请先拟定归档目录", "Propose the archive first"))
		}
		if len(have.New) > 0 {
			return nil, fault.New(fault.Rule, "archive.incomplete", fault.T(fmt.Sprintf("拟定之后案内新增%d件，请重新拟定", len(have.New)), fmt.Sprintf("The case has come to hold %d more pieces; propose anew", len(have.New))))
		}
		return have.Pieces, nil
	})
}

// SupplementArchive adds what came after the handing over (补充归档).
func (o *Office) SupplementArchive(ctx context.Context, a Actor, id ids.Case, c ArchiveCount) (Archive, error) {
	if err := cleanText("body.reason", &c.Reason); err != nil {
		return Archive{}, err
	}
	ahead, s, err := o.archive(ctx, a, id, kindArchiveAdd)
	if err != nil {
		return Archive{}, err
	}
	if ahead.State != ArchiveHandedOver {
		return Archive{}, fault.New(fault.Rule, "archive.not_handed_over", fault.T("尚未移交，请直接拟定目录", "It was not handed over yet; propose the contents instead"))
	}
	var bad complaints
	if c.Reason = strings.TrimSpace(c.Reason); c.Reason == "" {
		bad.add("body.reason", "请写明补充归档的理由", "Say why it is added")
	}
	if len(c.Pieces) == 0 {
		bad.add("body.pieces", "请选择要补充的材料", "Choose what is added")
	}
	if err := bad.err(); err != nil {
		return Archive{}, err
	}
	more, err := arrange(ahead.New, c.Pieces, false)
	if err != nil {
		return Archive{}, err
	}
	if err := o.measureArchive(ctx, s, more, nil); err != nil {
		return Archive{}, err
	}
	return o.handOver(ctx, a, id, kindArchiveAdd, c, func(have *Archive) ([]ArchivePiece, error) {
		for i := range more {
			more[i].Round = len(have.Handovers)
		}
		have.Pieces = append(have.Pieces, more...)
		paginate(have.Pieces)
		return more, nil
	})
}

// handOver locks, compares the count and keeps what was handed over.
func (o *Office) handOver(ctx context.Context, a Actor, id ids.Case, kind string, c ArchiveCount, take func(*Archive) ([]ArchivePiece, error)) (Archive, error) {
	if err := cleanText("body.received_by", &c.ReceivedBy); err != nil {
		return Archive{}, err
	}
	now := o.Now()
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		have, s, err := o.lockArchive(ctx, q, a, id, kind, c.Version)
		if err != nil {
			return err
		}
		taken, err := take(&have)
		if err != nil {
			return err
		}
		h := ArchiveHandover{On: c.On, By: a.Name, ReceivedBy: strings.TrimSpace(c.ReceivedBy), Reason: c.Reason, At: now}
		for _, p := range taken {
			h.Pages += p.Pages
			if p.Volume == archives.Main {
				h.Main++
			} else {
				h.Side++
			}
		}
		if err := h.check(c, s, now); err != nil {
			return err
		}
		have.Handovers = append(have.Handovers, h)
		raw, err := marshalAll(have.Pieces, have.Handovers)
		if err != nil {
			return err
		}
		n, err := q.HandOverArchive(ctx, dbsqlc.HandOverArchiveParams{Contents: raw[0], Handovers: raw[1], ID: have.id, Version: have.Version})
		if err != nil {
			return err
		}
		if n == 0 {
			return staleArchive()
		}
		fields := map[string]any{
			"number": have.Number, "main": h.Main, "side": h.Side, "pages": h.Pages, "received_by": h.ReceivedBy, "on": h.On.String(), "contents_sha256": contentsDigest(raw[0]),
		}
		if c.Reason != "" {
			fields["reason"] = c.Reason
		}
		batch := &store.Batch{}
		if _, err := o.enter(ctx, q, batch.Queries(), entry{Case: id, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: fields}); err != nil {
			return err
		}
		return batch.Send(ctx, tx)
	})
	if err != nil {
		return Archive{}, err
	}
	return o.ReadArchive(ctx, a, id)
}

func (h ArchiveHandover) check(c ArchiveCount, s *seen, now time.Time) error {
	var bad complaints
	if h.ReceivedBy == "" {
		bad.add("body.received_by", "请填写接收人", "Say who received it")
	}
	if h.On.IsZero() || civil.DateOf(now).Before(h.On) || h.On.Before(civil.DateOf(s.Case.CreatedAt)) {
		bad.add("body.on", "移交日期不能晚于今天，也不能早于立案", "The day lies in the future, or before the case began")
	}
	if err := bad.err(); err != nil {
		return err
	}
	if c.Main != h.Main || c.Side != h.Side {
		return fault.New(fault.Rule, "archive.count_differs", fault.T(
			fmt.Sprintf("清点数与目录不符：目录正卷%d件、副卷%d件，清点正卷%d件、副卷%d件", h.Main, h.Side, c.Main, c.Side),
			fmt.Sprintf("The count differs from the contents: they name %d and %d pieces, %d and %d were counted", h.Main, h.Side, c.Main, c.Side)))
	}
	return nil
}

// lockArchive locks the case: an archive changes under that lock only.
func (o *Office) lockArchive(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Case, action string, version int64) (Archive, *seen, error) {
	s, err := o.lock(ctx, q, a, id, action, AnyVersion)
	if err != nil {
		return Archive{}, nil, err
	}
	have, err := o.archiveIn(ctx, q, s)
	if err == nil && have.Version != version {
		err = staleArchive()
	}
	return have, s, err
}

func marshalAll(list ...any) (out []json.RawMessage, err error) {
	for _, v := range list {
		raw, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("keep an archive: %w", err)
		}
		if bytes.Equal(raw, []byte("null")) {
			raw = []byte("[]")
		}
		out = append(out, raw)
	}
	return out, nil
}

func contentsDigest(contents []byte) string {
	sum := sha256.Sum256(contents)
	return fmt.Sprintf("%x", sum)
}

func archiveNumberTaken(err error) error {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.ConstraintName == "archives_number" {
		return fault.Wrap(fault.Clash, "archive.number_taken", fault.T("本机关已有案件使用该档号", "Another case of your organ has this archive number"), err)
	}
	return fmt.Errorf("keep an archive: %w", err)
}
