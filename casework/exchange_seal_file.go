package casework

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// A file can be sealed to the receiving organ of another hub (密封附件): its bytes, name and
// type travel as a JWE to that organ's key, and lie sealed at the other hub until somebody of
// the organ opens them for a reason.

// MarkSealed marks a file of the actor's organ that goes to another hub sealed, or no longer
// does. Once a message names the file it went as it went.
func (o *Office) MarkSealed(ctx context.Context, a Actor, id ids.Case, file ids.Evidence, sealed bool) error {
	now := o.Now()
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "evidence.add", AnyVersion)
		if err != nil {
			return err
		}
		row, err := q.ReadEvidence(ctx, file, id)
		if err != nil {
			return orMissing(err)
		}
		if row.AgencyID != a.Agency {
			return fault.New(fault.Rule, "sealed.not_yours", fault.T("只能密封本机关上传的材料", "Only files of your own organ are sealed"))
		}
		told, err := toldAcross(ctx, q, s.Case.ID)
		if err != nil {
			return err
		}
		if slices.Contains(told, file) {
			return fault.New(fault.Rule, "sealed.sent", fault.T("材料已随函发往其他枢纽，不能再改为密封；可以召回该函件", "The file has gone to the other hub as it was; you may call the message back"))
		}
		if sealed && row.Size > federation.MaxSealedFile {
			return tooLargeToSeal()
		}
		if sealed == row.Sealed {
			return nil
		}
		if sealed {
			err = q.InsertSealedFile(ctx, dbsqlc.InsertSealedFileParams{EvidenceID: file, CaseID: id, AgencyID: a.Agency, At: now})
		} else {
			err = q.UnmarkSealedFile(ctx, file, id, a.Agency)
		}
		if err != nil {
			return err
		}
		_, err = o.enter(ctx, q, q, entry{
			Case: id, Kind: "evidence.seal", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: map[string]any{"evidence": file.String(), "sealed": sealed},
		})
		return err
	})
}

func tooLargeToSeal() error {
	mb := federation.MaxSealedFile >> 20
	return fault.New(fault.Rule, "sealed.too_large", fault.T(fmt.Sprintf("密封的文件每个不超过%d MB，较大的请当面递送", mb), fmt.Sprintf("A sealed file holds at most %d MB; hand larger ones over in person", mb)))
}

// sealFile seals a file to the organ that a message is for. Where that has published no key
// nothing is sent, and nothing goes in the clear instead. What the message names is the sealed
// file: neither the name nor the digest of what is inside.
func (o *Office) sealFile(ctx context.Context, b *dbsqlc.Queries, peer Peer, e *federation.Envelope, f enclosure) (enclosure, error) {
	key, ok := peer.Metadata.EncryptionKeyOf(e.To.Agency, e.IssuedAt)
	if !ok {
		return f, fault.New(fault.Rule, "sealed.no_key", fault.T(
			"接收机关没有公布有效的加密公钥，标为密封的材料不能发送，没有发送。请“"+peer.Name+"”重新签署元数据，或者取消密封标记、当面递送",
			"The receiving organ has published no valid key; a file is marked to be sealed and nothing was sent. Have "+peer.Name+" sign its metadata anew, or take the mark off and hand the file over in person"))
	}
	if f.size > federation.MaxSealedFile {
		return f, tooLargeToSeal()
	}
	plain, err := o.wholeFile(f.sha256, federation.MaxSealedFile)
	if err != nil {
		return f, err
	}
	raw, err := federation.SealFile(federation.FileInside{Name: f.name, Media: mediaOf(f.detected), Content: plain}, key, e.ID)
	if err != nil {
		return f, fmt.Errorf("seal a file: %w", err)
	}
	blob, err := o.Blobs.Put(ctx, bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return f, err
	}
	if err := b.UpsertBlob(ctx, dbsqlc.UpsertBlobParams{Sha256: blob.SHA256[:], Sm3: blob.SM3[:], Size: blob.Size, Detected: federation.MediaSealedFile, FirstAt: e.IssuedAt}); err != nil {
		return f, err
	}
	f.sha256, f.sm3, f.size, f.detected, f.sealedTo = blob.SHA256[:], blob.SM3[:], blob.Size, federation.MediaSealedFile, key.ID
	f.name = "密封附件-" + f.id.String()[:8] + ".jwe"
	return f, nil
}

func (o *Office) wholeFile(digest []byte, limit int64) ([]byte, error) {
	content, err := o.Blobs.Get(blobs.Digest(digest))
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return io.ReadAll(io.LimitReader(content, limit+1))
}

// OpenSealedFile opens a file that came sealed to the actor's organ, for a reason, after a
// fresh login: where the hub keeps the organ's key (代管). Who opened it and why stands in the
// record of the case. A file that only the organ's own key opens is refused, with the command
// that does.
func (o *Office) OpenSealedFile(ctx context.Context, a Actor, id ids.Case, file ids.Evidence, reason string) (f federation.FileInside, err error) {
	if err := cleanText("body.reason", &reason); err != nil {
		return f, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return f, invalid("body.reason", "请写明理由", "Give the reason")
	}
	now := o.Now()
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if _, err := o.lock(ctx, q, a, id, "reporter.open", AnyVersion); err != nil { // what is sealed is no less than that
			return err
		}
		if a.Machine {
			return denied("reporter.open")
		}
		if err := o.recentLogin(a, now); err != nil {
			return err
		}
		came, err := q.ReadSealedFile(ctx, file, id)
		if noRows(err) || err == nil && came.Kid == "" {
			return fault.New(fault.Rule, "sealed.none", fault.T("这份材料不是密封送来的", "The file did not come sealed"))
		}
		if err != nil {
			return err
		}
		if came.AgencyID != a.Agency {
			return fault.New(fault.Rule, "sealed.other_organ", fault.T("这份材料密封给另一机关，只有该机关能够打开", "The file is sealed to another organ, which alone can open it"))
		}
		row, err := q.ReadEvidence(ctx, file, id)
		if err != nil {
			return orMissing(err)
		}
		if row.State == "destroyed" {
			return destroyed()
		}
		if row.State != "available" {
			return fault.New(fault.Unavailable, "evidence.quarantined", fault.T("文件还没有到达，或者尚在检查中", "The file is not here yet, or still being checked"))
		}
		if row.OwnKey {
			return fault.New(fault.Rule, "sealed.own_key", fault.T(
				"密封所用的是本机关自持的密钥，本枢纽不能打开。请下载密封件，在本机关计算机上运行：hub open 密封件.jwe --key 私钥文件",
				"It is sealed to your organ’s own key, which this hub does not have. Download it and run, on your organ’s machine: hub open FILE.jwe --key KEYFILE"))
		}
		if f, err = o.openSealed(row.Sha256, a.Agency, federation.Message(came.EnvelopeID)); err != nil {
			return err
		}
		_, err = o.enter(ctx, q, q, entry{
			Case: id, Kind: "evidence.unseal", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: map[string]any{"evidence": file.String(), "reason": reason},
		})
		return err
	})
	return f, err
}

func (o *Office) openSealed(digest []byte, agency ids.Agency, message federation.Message) (f federation.FileInside, err error) {
	raw, err := o.wholeFile(digest, 2*federation.MaxSealedFile)
	if err != nil {
		return f, err
	}
	part, err := federation.ReadSealedFile(raw)
	if err != nil || part.Agency != agency || part.Message != message {
		return f, fault.New(fault.Rule, codeSealed, fault.T("密封件不能打开：格式不正确、已被改动，或者不是为这份函件密封给本机关的", "The sealed file does not open: it has the wrong form, was altered, or was sealed for another message or organ"))
	}
	private, err := o.custodialSealing(agency)
	if err != nil {
		return f, err
	}
	err = federation.ErrOtherKey
	for _, key := range private {
		if f, err = part.OpenFile(key, message); !errors.Is(err, federation.ErrOtherKey) {
			break
		}
	}
	switch {
	case errors.Is(err, federation.ErrOtherKey):
		return f, fault.New(fault.Rule, codeSealedKey, fault.T("密封所用的不是本机关现有的密钥；请对方取得新版元数据后重新提供", "It was sealed to a key that your organ does not have any more; ask the other side to send it anew"))
	case err != nil:
		return f, fault.New(fault.Rule, codeSealed, fault.T("密封件已被改动，不能打开", "The sealed file was altered and does not open"))
	}
	return f, nil
}

// SealedProofs gives for every file that came sealed to the actor's organ the message that
// names it, so that the organ can prove it on its own machine.
func (o *Office) SealedProofs(ctx context.Context, a Actor, id ids.Case) (list []federation.SealedProof, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		if !s.may("reporter.open") {
			return denied("reporter.open")
		}
		rows, err := q.SealedFilesOf(ctx, id, a.Agency)
		if err != nil {
			return err
		}
		for _, r := range rows {
			p := federation.SealedProof{Message: federation.Message(r.EnvelopeID), Evidence: r.EvidenceID, SHA256: federation.Hash(r.Sha256)}
			e, err := q.ReadEnvelope(ctx, r.EnvelopeID)
			if err != nil {
				return err
			}
			p.Received = e.CreatedAt
			if p.Envelope, err = q.ReadEnvelopeBytes(ctx, r.EnvelopeID); err != nil {
				return err
			}
			list = append(list, p)
		}
		return nil
	})
	return list, err
}
