package casework

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/archives"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// actsPiece is the sheet 办理过程 of the main volume; the side volume's is made with
// it and is no piece of its own.
const actsPiece = "acts"

// archiveGathering is what an organ may archive of a case.
type archiveGathering struct {
	*seen
	sorting archives.Sorting
	files   map[ids.Evidence]dbsqlc.ListEvidenceRow
	speaks  map[string][]ids.Event // acts by the id of what they name
	taken   map[ids.Evidence]bool
	pieces  []ArchivePiece
}

// archivePieces gathers what the actor's organ made and what it was given, in the
// order of the case: documents, materials, other files, receipts, acts. Pages are not
// counted yet.
func (o *Office) archivePieces(ctx context.Context, q *dbsqlc.Queries, s *seen, sorting archives.Sorting) ([]ArchivePiece, []ArchiveAct, error) {
	g := archiveGathering{seen: s, sorting: sorting, files: map[ids.Evidence]dbsqlc.ListEvidenceRow{}, speaks: map[string][]ids.Event{}, taken: map[ids.Evidence]bool{}}
	files, err := q.ListEvidence(ctx, s.Case.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range files {
		g.files[f.ID] = f
	}
	acts, err := g.acts(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	receipts, err := q.ListReceipts(ctx, s.Case.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range s.Documents {
		g.document(d)
	}
	for _, m := range s.Snapshot.Materials {
		p := ArchivePiece{ID: "paper:" + m.ID.String(), Source: "paper", Kind: m.Code, Title: m.Title, Pages: m.Pages, Where: m.OriginalAt, Default: sorting.Material(m.Code)}
		g.material(p, m.Evidence)
	}
	for _, f := range files {
		if !g.taken[f.ID] {
			g.file(ArchivePiece{Kind: "file", Title: f.Name, Default: archives.Main}, f)
		}
	}
	for _, r := range receipts {
		g.add(ArchivePiece{ID: "receipt:" + r.ID.String(), Source: "receipt", Kind: r.Kind, Title: "电子回执（" + receiptWords[r.Kind] + "）", On: civil.DateOf(r.At), Default: archives.Main,
			Events: []ids.Event{r.EventID}, File: "receipt.json", Media: "application/jose+json", Size: int64(len(r.Jws)), jws: r.Jws})
	}
	g.add(ArchivePiece{ID: actsPiece, Source: "acts", Kind: "acts", Title: "办理过程", On: civil.DateOf(s.Case.UpdatedAt), Default: archives.Main, File: "acts.pdf", Media: pdfType})
	return g.pieces, acts, nil
}

var receiptWords = map[string]string{
	"received": "收到", "delivered": "送达", "acknowledged": "签收", "decided": "决定", "undeliverable": "未能送达", "invalid": "无效",
}

func (g *archiveGathering) add(p ArchivePiece) {
	p.Volume = p.Default
	g.pieces = append(g.pieces, p)
}

// mine leaves out the side volume of others: what is internal there is theirs to archive.
func (g *archiveGathering) mine(of ids.Agency, v archives.Volume) bool {
	return of == g.actor.Agency || v == archives.Main
}

func (g *archiveGathering) document(d dbsqlc.ListDocumentsRow) {
	volume := g.sorting.Paper(d.Kind)
	letter := d.Kind == string(documents.TransferLetter) && g.may("document.read_letter")
	sealed, isSealed := g.files[d.SealedID]
	if isSealed {
		g.taken[d.SealedID] = true
	}
	if d.State == "void" || d.DestroyedAt != nil || !g.mine(d.AgencyID, volume) || d.AgencyID != g.actor.Agency && !g.may("document.read") && !letter {
		return
	}
	info, _ := documents.InfoOf(documents.Kind(d.Kind))
	p := ArchivePiece{
		ID: "document:" + d.ID.String(), Source: "document", Kind: d.Kind, Title: info.ZH, Number: d.Number, On: civil.DateOf(d.IssuedAt), Default: volume,
		Events: g.speaks[d.ID.String()], File: "paper.pdf", Media: pdfType, SHA256: d.Sha256,
	}
	if isSealed && sealed.State == "available" {
		p.Sealed, p.File, p.Media, p.SHA256, p.Size = true, sealed.Name, sealed.Detected, sealed.Sha256, sealed.Size
	}
	g.add(p)
}

func (g *archiveGathering) material(p ArchivePiece, evidence ids.Evidence) {
	f, ok := g.files[evidence]
	if !ok {
		if g.may("case.content") && g.mine(g.Case.SenderID, p.Default) {
			g.add(p)
		}
		return
	}
	if !g.taken[f.ID] {
		g.file(p, f)
	}
}

func (g *archiveGathering) file(p ArchivePiece, f dbsqlc.ListEvidenceRow) {
	g.taken[f.ID] = true
	if f.State == "destroyed" || !g.mine(f.AgencyID, p.Default) || f.AgencyID != g.actor.Agency && !g.may("evidence.read") {
		return
	}
	p.ID, p.Source, p.On, p.Events = "file:"+f.ID.String(), "file", civil.DateOf(f.CreatedAt), g.speaks[f.ID.String()]
	if f.State == "available" {
		p.File, p.Media, p.SHA256, p.Size = f.Name, f.Detected, f.Sha256, f.Size
	}
	g.add(p)
}

// acts lists the acts of the case as the actor's organ archives them, and remembers
// which speak of what.
func (g *archiveGathering) acts(ctx context.Context, q *dbsqlc.Queries) ([]ArchiveAct, error) {
	events, err := q.ListEvents(ctx, g.Case.ID)
	if err != nil {
		return nil, err
	}
	values, err := q.ListEventValues(ctx, g.Case.ID)
	if err != nil {
		return nil, err
	}
	organs, err := withActors(ctx, q, g.Agencies, events)
	if err != nil {
		return nil, err
	}
	main := map[ids.Event]bool{}
	var out []ArchiveAct
	for _, e := range events {
		volume := g.sorting.Act(e.Kind)
		if strings.HasPrefix(e.Kind, "archive.") || !g.mine(e.AgencyID, volume) {
			continue
		}
		main[e.ID] = volume == archives.Main
		out = append(out, ArchiveAct{ID: e.ID, Kind: e.Kind, At: e.OccurredAt, Organ: organs[e.AgencyID].Name, Hash: e.Hash, Volume: volume})
	}
	for _, v := range values {
		var id string
		if main[v.EventID] && (v.Name == "document" || v.Name == "evidence") && json.Unmarshal(v.Value, &id) == nil {
			g.speaks[id] = append(g.speaks[id], v.EventID)
		}
	}
	return out, nil
}

// countArchive counts the pages of what can be opened, up to readableCase bytes in all.
func (o *Office) countArchive(pieces []ArchivePiece) error {
	left := int64(readableCase)
	for i := range pieces {
		p := &pieces[i]
		switch {
		case strings.HasPrefix(p.Media, "image/"):
			p.Pages = 1
		case p.Media == pdfType && p.SHA256 != nil && p.Size <= min(readableFile, left):
			raw, err := o.content(p.SHA256)
			if err != nil {
				return err
			}
			left -= int64(len(raw))
			if n, err := documents.PageCount(raw); err == nil {
				p.Pages = n
			}
		}
	}
	return nil
}

// paginate numbers the pages of each volume through.
func paginate(pieces []ArchivePiece) {
	next := map[archives.Volume]int{archives.Main: 1, archives.Side: 1}
	for i := range pieces {
		p := &pieces[i]
		p.First = 0
		if p.Pages > 0 {
			p.First = next[p.Volume]
			next[p.Volume] += p.Pages
		}
	}
}
