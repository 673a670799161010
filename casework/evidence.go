package casework

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/material"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// File is an evidence file of a case as it can be downloaded.
type File struct {
	Row     dbsqlc.ReadEvidenceRow
	Content io.ReadSeekCloser
}

// BeginUpload reserves a resumable upload and says under which id it goes on.
func (o *Office) BeginUpload(ctx context.Context, a Actor, id ids.Case, name string, size, limit int64) (ids.Evidence, error) {
	now := o.Now()
	upload := ids.New[ids.Evidence](now)
	name, err := fileName(name)
	if err != nil {
		return upload, err
	}
	if size <= 0 || size > limit {
		return upload, invalid("body.size", "文件大小超出允许范围", "The file is empty or larger than allowed")
	}
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		if !s.may("evidence.add") {
			return denied("evidence.add")
		}
		return q.InsertUpload(ctx, dbsqlc.InsertUploadParams{ID: upload, CaseID: id, AgencyID: a.Agency, Name: name, Size: size, CreatedBy: a.User, CreatedAt: now})
	})
	if err != nil {
		return upload, err
	}
	_, err = o.Blobs.Begin(upload)
	return upload, err
}

// AppendUpload adds bytes at an offset and gives the new length. A wrong offset
// is a clash that names the right one.
func (o *Office) AppendUpload(ctx context.Context, a Actor, upload ids.Evidence, offset int64, r io.Reader) (length, size int64, err error) {
	row, err := o.upload(ctx, a, upload)
	if err != nil {
		return 0, 0, err
	}
	length, err = o.Blobs.Append(ctx, upload, offset, r, row.Size)
	return length, row.Size, err
}

// UploadOffset says how far an interrupted upload came.
func (o *Office) UploadOffset(ctx context.Context, a Actor, upload ids.Evidence) (length, size int64, err error) {
	row, err := o.upload(ctx, a, upload)
	if err != nil {
		return 0, 0, err
	}
	length, err = o.Blobs.Offset(upload)
	return length, row.Size, err
}

func (o *Office) upload(ctx context.Context, a Actor, id ids.Evidence) (dbsqlc.Upload, error) {
	var row dbsqlc.Upload
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		row, err = q.ReadUpload(ctx, id, a.Agency)
		return orMissing(err)
	})
	return row, err
}

// FinishUpload takes a complete upload into the case. The digest that the
// caller computed, if given, must match what arrived.
func (o *Office) FinishUpload(ctx context.Context, a Actor, upload ids.Evidence, expected blobs.Digest) (dbsqlc.ReadEvidenceRow, error) {
	row, err := o.upload(ctx, a, upload)
	if err != nil {
		return dbsqlc.ReadEvidenceRow{}, err
	}
	length, err := o.Blobs.Offset(upload)
	if err != nil {
		return dbsqlc.ReadEvidenceRow{}, err
	}
	if length != row.Size { // a digest would differ, and what arrived so far be dropped
		return dbsqlc.ReadEvidenceRow{}, fault.New(fault.Clash, "evidence.incomplete", fault.T("文件还没有传完，请继续上传", "The file is not complete yet; go on uploading"))
	}
	blob, err := o.Blobs.Finish(ctx, upload, expected)
	if err != nil {
		return dbsqlc.ReadEvidenceRow{}, err
	}
	return o.keep(ctx, a, row.CaseID, upload, row.Name, blob)
}

// AddEvidence takes one file into a case from a stream. Two digests are made
// while the bytes come in; the bytes are on disk before the case knows of them.
func (o *Office) AddEvidence(ctx context.Context, a Actor, id ids.Case, name string, r io.Reader, limit int64) (dbsqlc.ReadEvidenceRow, error) {
	name, err := fileName(name)
	if err != nil {
		return dbsqlc.ReadEvidenceRow{}, err
	}
	if err := o.read(ctx, a, func(q *dbsqlc.Queries) error { // refuse before the bytes are read
		s, err := o.open(ctx, q, a, id)
		if err == nil && !s.may("evidence.add") {
			err = denied("evidence.add")
		}
		return err
	}); err != nil {
		return dbsqlc.ReadEvidenceRow{}, err
	}
	blob, err := o.Blobs.Put(ctx, r, limit)
	if err != nil {
		return dbsqlc.ReadEvidenceRow{}, err
	}
	return o.keep(ctx, a, id, ids.New[ids.Evidence](o.Now()), name, blob)
}

func (o *Office) keep(ctx context.Context, a Actor, id ids.Case, evidence ids.Evidence, name string, blob blobs.Blob) (dbsqlc.ReadEvidenceRow, error) {
	now := o.Now()
	var row dbsqlc.ReadEvidenceRow
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "evidence.add", AnyVersion)
		if err != nil {
			return err
		}
		if late, err := archivedHere(ctx, q, s); err != nil {
			return err
		} else if !late && !s.Snapshot.State.Open() {
			return fault.New(fault.Rule, "referral.closed", fault.T("案件已办结，不能再添加材料；归档移交后可以作为补充归档材料上传", "The case is closed; nothing is added before it was handed over to the archive, and then as a supplement"))
		}
		if err := refuseDestroyed(ctx, q, blob.SHA256); err != nil {
			return err
		}
		batch := &store.Batch{}
		b := batch.Queries()
		if err := b.UpsertBlob(ctx, dbsqlc.UpsertBlobParams{Sha256: blob.SHA256[:], Sm3: blob.SM3[:], Size: blob.Size, Detected: blob.Detected, FirstAt: now}); err != nil {
			return err
		}
		ext := path.Ext(name)
		if err := b.InsertEvidence(ctx, dbsqlc.InsertEvidenceParams{
			ID: evidence, CaseID: id, AgencyID: a.Agency, Sha256: blob.SHA256[:], Name: name, Claimed: ext,
			Lies: material.Lying(ext, blob.Detected), CreatedBy: a.User, CreatedAt: now,
		}); err != nil {
			return err
		}
		if err := b.DeleteUpload(ctx, evidence); err != nil {
			return err
		}
		if _, err := o.enter(ctx, q, b, entry{
			Case: id, Kind: "evidence.add", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
			Fields: map[string]any{"evidence": evidence.String(), "name": name, "sha256": blob.SHA256.String(), "sm3": hex.EncodeToString(blob.SM3[:]), "size": blob.Size},
		}); err != nil {
			return err
		}
		if err := batch.Send(ctx, tx); err != nil {
			return err
		}
		row, err = q.ReadEvidence(ctx, evidence, id)
		return err
	})
	if isDestroyed(err) { // the upload has brought the bytes back
		err = errors.Join(err, o.Blobs.Destroy(blob.SHA256))
	}
	return row, err
}

// OpenEvidence gives a file to whoever may read the content of its case.
func (o *Office) OpenEvidence(ctx context.Context, a Actor, id ids.Case, evidence ids.Evidence) (File, error) {
	var f File
	var s *seen
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		if s, err = o.look(ctx, q, a, id); err != nil {
			return err
		}
		if f.Row, err = q.ReadEvidence(ctx, evidence, id); err != nil {
			return orMissing(err)
		}
		if s.may("evidence.read") {
			return nil
		}
		for _, d := range s.Documents { // the sealed letter is what the procuratorate gets a copy of
			if d.Kind == "transfer_letter" && d.SealedID == evidence && s.may("document.read_letter") {
				return nil
			}
		}
		return missing()
	})
	if err != nil {
		return f, err
	}
	if f.Row.State == "destroyed" {
		return f, destroyed()
	}
	if f.Row.State != "available" {
		return f, fault.New(fault.Unavailable, "evidence.quarantined", fault.T("文件尚在检查中", "The file is still being checked"))
	}
	if f.Content, err = o.Blobs.Get(blobs.Digest(f.Row.Sha256)); err != nil {
		return f, err
	}
	return f, o.noteRead(ctx, s, "evidence:"+evidence.String(), "", o.Now())
}

// fileName keeps the last part of a name and refuses hidden characters and
// secrecy marks: what is marked must not even enter the store.
func fileName(name string) (string, error) {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	clean, hidden := identity.CleanText(name)
	if len(hidden) > 0 || strings.ContainsAny(clean, "\r\n\t") || !utf8.ValidString(clean) || clean == "" || clean == "." || clean == "/" || len(clean) > 400 {
		return "", invalid("name", "文件名不可用", "The file name cannot be used")
	}
	if mark, found := identity.SecretMark(clean); found {
		return "", fault.New(fault.Rule, "secret.refused", fault.T(
			"文件名带有密级标志（"+mark+"），本系统不是涉密系统，文件没有保存；请走机要渠道",
			"The file name carries a secrecy mark; this is no classified system and nothing was stored; use the classified channel")).
			Under("", fault.Basis{Document: "中华人民共和国保守国家秘密法", Article: "第三十条"})
	}
	return clean, nil
}

// MaterialInput is one line of the materials list.
type MaterialInput struct {
	Code       string
	Title      string
	Form       string
	Pages      int
	OriginalAt string
	Evidence   ids.Evidence
}

// AddMaterial puts a line on the list, in the draft or in a supplement round.
func (o *Office) AddMaterial(ctx context.Context, a Actor, id ids.Case, m MaterialInput) (Detail, error) {
	return o.changeMaterials(ctx, a, id, "material.add", func(b *dbsqlc.Queries, s *seen, now time.Time) (ids.Material, error) {
		material := ids.New[ids.Material](now)
		return material, b.InsertMaterial(ctx, dbsqlc.InsertMaterialParams{
			ID: material, CaseID: id, Code: m.Code, Title: m.Title, Form: m.Form, Pages: int32(m.Pages), OriginalAt: m.OriginalAt,
			EvidenceID: m.Evidence, Round: int32(s.Snapshot.Flags.SupplementRounds), AgencyID: a.Agency,
		})
	}, &m)
}

// EditMaterial changes or removes a line while the list is still open.
func (o *Office) EditMaterial(ctx context.Context, a Actor, id ids.Case, material ids.Material, m MaterialInput, remove bool) (Detail, error) {
	return o.changeMaterials(ctx, a, id, "material.edit", func(b *dbsqlc.Queries, s *seen, _ time.Time) (ids.Material, error) {
		for _, old := range s.Snapshot.Materials {
			if old.ID == material {
				if old.Round != s.Snapshot.Flags.SupplementRounds {
					return material, fault.New(fault.Rule, "material.sent", fault.T("已移送的材料不能修改", "What was sent cannot be changed"))
				}
				return material, b.SaveMaterial(ctx, dbsqlc.SaveMaterialParams{
					ID: material, CaseID: id, Code: m.Code, Title: m.Title, Form: m.Form, Pages: int32(m.Pages), OriginalAt: m.OriginalAt, EvidenceID: m.Evidence, Removed: remove,
				})
			}
		}
		return material, missing()
	}, &m)
}

func (o *Office) changeMaterials(ctx context.Context, a Actor, id ids.Case, kind string, change func(*dbsqlc.Queries, *seen, time.Time) (ids.Material, error), m *MaterialInput) (Detail, error) {
	now := o.Now()
	var answer Detail
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "material.edit", AnyVersion)
		if err != nil {
			return err
		}
		if err := s.listOpen(); err != nil {
			return err
		}
		if err := m.check(ctx, q, s); err != nil {
			return err
		}
		batch := &store.Batch{}
		b := batch.Queries()
		material, err := change(b, s, now)
		if err != nil {
			return err
		}
		if _, err := o.enter(ctx, q, b, entry{
			Case: id, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
			Fields: map[string]any{"material": material.String(), "code": m.Code, "title": m.Title, "form": m.Form, "pages": m.Pages, "original_at": m.OriginalAt, "evidence": m.Evidence.String()},
		}); err != nil {
			return err
		}
		if err := batch.Send(ctx, tx); err != nil {
			return err
		}
		answer, err = o.detail(ctx, q, a, id, now)
		return err
	})
	return answer, err
}

// listOpen says whether the materials list can be changed: by the sender before
// it sends, and while a supplement is asked for.
func (s *seen) listOpen() error {
	if s.resource.Relation == string(referral.Sender) {
		switch s.Snapshot.State {
		case referral.Draft, referral.Reported, referral.Approved, referral.Returned, referral.Reviewing:
			return nil
		case referral.Received, referral.Handling, referral.Decided:
			if s.Snapshot.Flags.SupplementAsked {
				return nil
			}
		}
	}
	return fault.New(fault.Rule, "material.closed", fault.T("材料清单现在不能修改；移送后请通过补正添加", "The list is closed; after sending, materials come in by a supplement"))
}

func (m *MaterialInput) check(ctx context.Context, q *dbsqlc.Queries, s *seen) error {
	known := false
	for _, e := range s.checklist() {
		known = known || e.Code == m.Code
	}
	if !known {
		return invalid("body.code", "没有这种材料类别", "There is no such kind of material")
	}
	if m.Form != "original" && m.Form != "copy" {
		return invalid("body.form", "请注明原件或者复印件", "Say whether it is the original or a copy")
	}
	var t texts
	t.clean("body.title", &m.Title)
	t.clean("body.original_at", &m.OriginalAt)
	if err := t.err(); err != nil {
		return err
	}
	if strings.TrimSpace(m.Title) == "" {
		return invalid("body.title", "请填写材料名称", "Give the title")
	}
	if m.Evidence.IsZero() {
		return nil
	}
	if _, err := q.ReadEvidence(ctx, m.Evidence, s.Case.ID); err != nil {
		if noRows(err) {
			return invalid("body.evidence_id", "文件不在本案中", "The file does not belong to this case")
		}
		return err
	}
	return nil
}
