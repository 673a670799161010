package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// mostSealBytes bounds the scan of a paper of a meeting.
const mostSealBytes = 3 << 20

// SealMeetingPaper keeps the sealed version (盖章件) of a paper that was issued: the scan or
// the e-sealed file. The paper as issued stays what it was; of several sealed versions the
// latest counts and none is taken away. One with another number of pages is kept for a
// reason only.
func (o *Office) SealMeetingPaper(ctx context.Context, a Actor, id, doc ids.Entry, name string, content []byte, reason string) (Meeting, error) {
	var bad complaints
	bad.text("body.name", &name, 1, 120)
	bad.text("body.reason", &reason, 0, 1000)
	if len(content) == 0 || len(content) > mostSealBytes {
		bad.add("body.file", "文件不能为空，也不能超过3 MB", "The file is neither empty nor larger than 3 MB")
	}
	if strings.ContainsAny(name, `/\`) {
		bad.add("body.name", "文件名不能含有斜杠", "A file name holds no slash")
	}
	wrong := bad.err()
	return o.changeMeeting(ctx, a, id, meeting.Seal, func(c *meetingChange) error {
		i := slices.IndexFunc(c.Documents, func(d MeetingDocument) bool { return d.ID == doc })
		switch {
		case i < 0:
			return missing()
		case wrong != nil:
			return wrong
		}
		issued := c.Documents[i]
		kept, err := o.Blobs.Put(ctx, bytes.NewReader(content), mostSealBytes+1)
		if err != nil {
			return err
		}
		if bytes.Equal(kept.SHA256[:], issued.Sha256) {
			return fault.New(fault.Rule, "document.not_sealed", fault.T("这就是本系统制作的文书本身，没有印章；请上传盖章扫描件或者电子签章件", "This is the paper as the hub made it, without a seal: attach the scan or the e-sealed file"))
		}
		check, err := o.compareScan(issued.Sha256, scannedFile{kept.Detected, kept.Size, kept.SHA256[:]})
		if err != nil {
			return err
		}
		if check.State == sealDiffers {
			if reason == "" {
				return fault.New(fault.Rule, "document.seal_differs", fault.T(
					fmt.Sprintf("文书共%d页，盖章件共%d页，请核对是否漏扫或者传错；确属本文书的，写明理由后再附上", check.PaperPages, check.ScanPages),
					fmt.Sprintf("The paper has %d pages, the sealed version %d: see whether a page is missing or it is another paper; if it is this one, give the reason", check.PaperPages, check.ScanPages)))
			}
			check.Reason = reason
		}
		checked, err := json.Marshal(check)
		if err != nil {
			return fmt.Errorf("keep the check of a sealed version: %w", err)
		}
		if err := c.q.InsertMeetingSeal(ctx, dbsqlc.InsertMeetingSealParams{
			ID: ids.New[ids.Entry](c.now), DocumentID: doc, MeetingID: id, AgencyID: a.Agency, Name: name, Sha256: kept.SHA256[:], Size: kept.Size, Checked: checked, SealedBy: a.User, SealedAt: c.now,
		}); err != nil {
			return err
		}
		_, err = o.enterMeeting(ctx, c, "meeting.seal", map[string]any{"document": doc.String(), "number": issued.Number, "sha256": hexDigest(kept.SHA256), "check": check.State})
		return err
	})
}

// SealOf gives the sealed version of a paper that counts; nil while there is none.
func (m *Meeting) SealOf(doc ids.Entry) *MeetingSeal {
	if i := slices.IndexFunc(m.Seals, func(s MeetingSeal) bool { return s.DocumentID == doc }); i >= 0 {
		return &m.Seals[i]
	}
	return nil
}

// MeetingSealCheck reads how the sealed version of a paper compared.
func MeetingSealCheck(s MeetingSeal) (c SealCheck) {
	if json.Unmarshal(s.Checked, &c) != nil {
		return SealCheck{}
	}
	return c
}

// OpenMeetingSeal gives the sealed version of a paper, byte by byte as it was attached.
func (o *Office) OpenMeetingSeal(ctx context.Context, a Actor, id, doc ids.Entry) (p Paper, err error) {
	m, err := o.Meeting(ctx, a, id)
	if err != nil {
		return p, err
	}
	seal := m.SealOf(doc)
	if seal == nil {
		return p, missing()
	}
	p.Name = seal.Name
	p.Content, err = o.blob(seal.Sha256)
	return p, err
}
