package casework

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/documents/mainvolume"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/archives"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// MainVolume is a main volume ready to be written.
type MainVolume struct {
	Name     string // file name
	Manifest mainvolume.Manifest
	office   *Office
	made     map[string][]byte // by path: what is made from the contents and not kept
	kept     map[string]blobs.Digest
}

// Write writes the ZIP; the same archive gives the same bytes.
func (v MainVolume) Write(w io.Writer) error {
	return mainvolume.Write(w, v.Manifest, v.office.HubKey.Private, func(f mainvolume.File) (io.ReadCloser, error) {
		if raw, ok := v.made[f.Path]; ok {
			return io.NopCloser(bytes.NewReader(raw)), nil
		}
		return v.office.Blobs.Get(v.kept[f.Path])
	})
}

// ExportArchive gives the main volume (正卷) of the actor's organ. It is built from the
// pieces of that volume alone; the side volume is never looked at.
func (o *Office) ExportArchive(ctx context.Context, a Actor, id ids.Case) (MainVolume, error) {
	have, s, err := o.archive(ctx, a, id, kindArchiveRead)
	if err != nil {
		return MainVolume{}, err
	}
	if have.State == ArchiveNone {
		return MainVolume{}, fault.New(fault.Rule, "archive.not_proposed", fault.T("请先拟定归档目录", "Propose the archive first"))
	}
	v := MainVolume{Name: s.Case.Number + " 正卷.zip", office: o, made: map[string][]byte{}, kept: map[string]blobs.Digest{}}
	v.Manifest = mainvolume.Manifest{
		Hub: o.Hub, Organ: mainvolume.Organ{ID: a.Agency.String(), Name: s.Agencies[a.Agency].Name},
		Case:   mainvolume.Case{ID: id.String(), Number: s.Case.Number, Kind: s.Case.Kind, Title: s.Case.Title},
		Number: have.Number, Retention: mainvolume.Retention{Class: have.Retention.ID, Title: have.Retention.Title.ZH, Years: have.Retention.Years, Basis: have.Basis}, State: have.State,
	}
	for _, h := range have.Handovers {
		v.Manifest.Handovers = append(v.Manifest.Handovers, mainvolume.Handover{On: h.On.String(), Pieces: h.Main, By: h.By, ReceivedBy: h.ReceivedBy, Reason: h.Reason})
	}
	for _, act := range have.Acts {
		if act.Volume == archives.Main {
			v.Manifest.Events = append(v.Manifest.Events, mainvolume.Event{ID: act.ID.String(), Kind: act.Kind, At: act.At, Organ: act.Organ, Hash: hex.EncodeToString(act.Hash)})
		}
	}
	if err := o.fillVolume(ctx, s, have, &v); err != nil {
		return MainVolume{}, err
	}
	return v, o.noteRead(ctx, s, "archive", "", o.Now())
}

func (o *Office) fillVolume(ctx context.Context, s *seen, have Archive, v *MainVolume) error {
	pdf, err := o.archiveSheet(s, have, documents.ArchiveContents, archives.Main)
	if err != nil {
		return err
	}
	sheet, err := documents.Workbook("卷内目录", contentsRows(have.Of(archives.Main)))
	if err != nil {
		return err
	}
	v.make(mainvolume.File{Path: "000 卷内目录.pdf", Title: "卷内目录", Kind: "contents"}, pdf)
	v.make(mainvolume.File{Path: "000 卷内目录.xlsx", Title: "卷内目录", Kind: "contents"}, sheet)
	for i, p := range have.Of(archives.Main) {
		f := mainvolume.File{Title: p.Title, Kind: p.Kind, Pages: p.Pages, First: p.First, SHA256: hex.EncodeToString(p.SHA256), SM3: hex.EncodeToString(p.SM3), Size: p.Size}
		for _, e := range p.Events {
			f.Events = append(f.Events, e.String())
		}
		f.Path = "正卷/" + mainvolume.Name(i+1, p.name(), extension(p.File))
		switch {
		case p.Source == "acts":
			if pdf, err = o.archiveSheet(s, have, documents.ArchiveActs, archives.Main); err != nil {
				return err
			}
			v.make(f, pdf)
		case p.Source == "receipt":
			v.make(f, p.jws)
		case p.SHA256 == nil:
			v.Manifest.Papers = append(v.Manifest.Papers, mainvolume.Paper{Title: p.Title, Kind: p.Kind, Pages: p.Pages, First: p.First, Where: p.Where})
		default:
			gone, err := o.isGone(ctx, s.actor, p.SHA256)
			if err != nil {
				return err
			}
			if gone { // by an order of two persons, see ADR 0019
				v.Manifest.Destroyed = append(v.Manifest.Destroyed, mainvolume.Paper{Title: p.Title, Kind: p.Kind, Pages: p.Pages, First: p.First})
				continue
			}
			v.kept[f.Path] = blobs.Digest(p.SHA256)
			v.Manifest.Files = append(v.Manifest.Files, f)
		}
	}
	return nil
}

func (v *MainVolume) make(f mainvolume.File, content []byte) {
	f.Size = int64(len(content))
	f.SHA256, f.SM3 = mainvolume.Sums(content)
	v.made[f.Path] = content
	v.Manifest.Files = append(v.Manifest.Files, f)
}

func (o *Office) isGone(ctx context.Context, a Actor, digest []byte) (gone bool, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		gone, err = q.BlobDestroyed(ctx, digest)
		return err
	})
	return gone, err
}

var plainExtension = regexp.MustCompile(`^\.[a-z0-9]{1,8}$`)

func extension(name string) string {
	if ext := strings.ToLower(path.Ext(name)); plainExtension.MatchString(ext) {
		return ext
	}
	return ""
}

// ArchivePDF gives a sheet of the archive: contents or acts of a volume, or the
// hand-over list. Only the actor's own organ has it.
func (o *Office) ArchivePDF(ctx context.Context, a Actor, id ids.Case, name, of string) (Paper, error) {
	have, s, err := o.archive(ctx, a, id, kindArchiveRead)
	if err != nil {
		return Paper{}, err
	}
	sheet, volume := documents.ArchiveSheet("archive_"+name), ArchiveVolume(of)
	if of == "" {
		volume = archives.Main
	}
	if _, known := archiveSheetNames[sheet]; !known || have.State == ArchiveNone {
		return Paper{}, missing()
	}
	if !volume.Known() {
		return Paper{}, invalid("query.volume", "卷别只能是 main（正卷）或者 side（副卷）", "The volume is main or side")
	}
	pdf, err := o.archiveSheet(s, have, sheet, volume)
	return Paper{Name: s.Case.Number + " " + archiveSheetNames[sheet] + ".pdf", Format: PDF, Content: pdf}, err
}

var archiveSheetNames = map[documents.ArchiveSheet]string{documents.ArchiveContents: "卷内目录", documents.ArchiveActs: "办理过程", documents.ArchiveHandover: "档案移交清单"}

var volumeNames = map[archives.Volume]string{archives.Main: "正卷", archives.Side: "副卷"}

func (s *seen) archiveCase() documents.Case {
	return documents.Case{Number: s.Case.Number, Title: s.Case.Title, Synthetic: s.Case.Synthetic}
}

func (o *Office) archiveSheet(s *seen, have Archive, sheet documents.ArchiveSheet, volume archives.Volume) ([]byte, error) {
	view := s.archiveActsView(have.Acts, volume)
	view.Organ, view.Number, view.Volume, view.Pages = s.Agencies[s.actor.Agency].Name, have.Number, volumeNames[volume], have.Pages(volume)
	view.Retention, view.Basis = have.Retention.Title.ZH, have.Basis
	if view.Basis == "" && len(have.Period.Basis) > 0 {
		view.Basis = have.Period.Basis[0].Document + have.Period.Basis[0].Article
	}
	for _, p := range have.Of(volume) {
		view.Lines = append(view.Lines, documents.ArchiveLine{Title: p.Title, Number: p.Number, On: p.On, Pages: p.Pages, First: p.First, Note: p.note()})
	}
	for _, h := range have.Handovers {
		view.Handovers = append(view.Handovers, documents.ArchiveHandoverLine{On: h.On, Main: h.Main, Side: h.Side, Pages: h.Pages, By: h.By, ReceivedBy: h.ReceivedBy, Reason: h.Reason})
	}
	pdf, _, err := o.Documents.ArchivePDF(sheet, s.archiveCase(), view)
	if err != nil {
		return nil, fmt.Errorf("make a sheet of an archive: %w", err)
	}
	return pdf, nil
}

func (s *seen) archiveActsView(acts []ArchiveAct, volume archives.Volume) (view documents.Archive) {
	for _, a := range acts {
		if a.Volume == volume {
			view.Acts = append(view.Acts, documents.ArchiveAct{At: a.At, Organ: a.Organ, Title: EntryTitle(s.Snapshot.Kind, a.Kind).ZH, ID: a.ID.String()})
		}
	}
	view.Volume = volumeNames[volume]
	return view
}

// name is what a piece is called as a file, without the extension.
func (p ArchivePiece) name() string {
	title := p.Title
	if ext := path.Ext(title); ext != "" && strings.EqualFold(ext, path.Ext(p.File)) {
		title = strings.TrimSuffix(title, ext)
	}
	return strings.TrimSpace(title + " " + p.Number)
}

// note is what stands beside a piece in the contents.
func (p ArchivePiece) note() string {
	var notes []string
	switch {
	case p.Source == "paper":
		notes = append(notes, "纸质件")
	case p.Pages == 0:
		notes = append(notes, "电子件")
	case p.Sealed:
		notes = append(notes, "用印件")
	}
	if p.Where != "" {
		notes = append(notes, "原件在"+p.Where)
	}
	if p.Round > 0 {
		notes = append(notes, fmt.Sprintf("第%d次补充", p.Round))
	}
	return strings.Join(notes, "；")
}

func contentsRows(pieces []ArchivePiece) [][]string {
	rows := [][]string{{"序号", "材料名称", "文号", "日期", "页数", "起始页", "备注", "SHA-256", "SM3"}}
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprint(n)
	}
	for i, p := range pieces {
		on := ""
		if !p.On.IsZero() {
			on = p.On.String()
		}
		rows = append(rows, []string{fmt.Sprint(i + 1), p.Title, p.Number, on, number(p.Pages), number(p.First), p.note(), hex.EncodeToString(p.SHA256), hex.EncodeToString(p.SM3)})
	}
	return rows
}

// ArchivedContent is a file of the archive, opened for reading.
type ArchivedContent struct {
	Name    string
	Content io.ReadSeekCloser
}

// OpenArchived opens a file of either volume for the actor's own organ.
func (o *Office) OpenArchived(ctx context.Context, a Actor, id ids.Case, piece string) (ArchivedContent, error) {
	have, s, err := o.archive(ctx, a, id, kindArchiveRead)
	if err != nil {
		return ArchivedContent{}, err
	}
	i := slices.IndexFunc(have.Pieces, func(p ArchivePiece) bool { return p.ID == piece })
	if i < 0 || have.State == ArchiveNone {
		return ArchivedContent{}, missing()
	}
	p := have.Pieces[i]
	out := ArchivedContent{Name: p.name() + extension(p.File)}
	switch {
	case p.Source == "receipt":
		out.Content = opened(p.jws)
	case p.Source == "acts":
		pdf, err := o.archiveSheet(s, have, documents.ArchiveActs, p.Volume)
		if err != nil {
			return out, err
		}
		out.Content = opened(pdf)
	case p.SHA256 == nil:
		return out, missing()
	default:
		gone, err := o.isGone(ctx, a, p.SHA256)
		if err != nil {
			return out, err
		}
		if gone {
			return out, destroyed()
		}
		if out.Content, err = o.Blobs.Get(blobs.Digest(p.SHA256)); err != nil {
			return out, err
		}
	}
	return out, o.noteRead(ctx, s, "archive", "", o.Now())
}

type memory struct{ *bytes.Reader }

func (memory) Close() error { return nil }

func opened(raw []byte) io.ReadSeekCloser { return memory{bytes.NewReader(raw)} }
