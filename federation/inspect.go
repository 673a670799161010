package federation

import (
	"errors"
	"io"
	"slices"
)

// Inspection is what a bundle holds, each piece verified by itself (交换包核验).
type Inspection struct {
	Manifest  Manifest            `json:"manifest"`
	Reason    Reason              `json:"reason,omitempty"` // why the manifest itself is refused
	Envelopes []InspectedEnvelope `json:"envelopes"`
	Receipts  []InspectedReceipt  `json:"receipts"`
	Files     []InspectedFile     `json:"files"`
}

// InspectedEnvelope is an envelope of a bundle, or why it is refused.
type InspectedEnvelope struct {
	Hash   Hash      `json:"hash"`
	Reason Reason    `json:"reason,omitempty"`
	Said   *Envelope `json:"said,omitempty"` // unproven where Reason is set
}

// InspectedReceipt is a receipt of a bundle, or why it is refused.
type InspectedReceipt struct {
	Hash    Hash     `json:"hash"`
	Reason  Reason   `json:"reason,omitempty"`
	Receipt *Receipt `json:"receipt,omitempty"`
}

// InspectedFile is a file of a bundle, or one that an envelope names and the bundle
// does not carry.
type InspectedFile struct {
	SHA256  Hash   `json:"sha256"`
	Bytes   int64  `json:"bytes"`
	Name    string `json:"name,omitempty"` // by which an envelope of the bundle names it
	Carried bool   `json:"carried"`
	Reason  Reason `json:"reason,omitempty"`
}

// Inspect verifies everything in a bundle without taking any of it. Keys are judged at
// the instant of the manifest. It reads every file to its end; an error is one of
// reading, never a refusal.
func (b *Bundle) Inspect(keys KeySource) (Inspection, error) {
	at := b.Manifest.CreatedAt
	found := Inspection{Manifest: b.Manifest, Envelopes: []InspectedEnvelope{}, Receipts: []InspectedReceipt{}, Files: []InspectedFile{}}
	_, err := b.Verify(keys, at)
	if found.Reason, err = reasonIn(err); err != nil {
		return found, err
	}
	opener := Opener{Keys: keys, Understands: func(string) bool { return true }}
	for _, e := range b.Manifest.Entries {
		switch e.Kind {
		case InEnvelopes:
			i := InspectedEnvelope{Hash: e.SHA256}
			raw, err := b.Read(e)
			if err == nil {
				var o Opened
				if o, err = opener.Open(raw, at); err == nil {
					i.Said = &o.Envelope
				}
			}
			if bad, refused := errors.AsType[*Invalid](err); refused {
				i.Said = bad.Claimed
			}
			if i.Reason, err = reasonIn(err); err != nil {
				return found, err
			}
			found.Envelopes = append(found.Envelopes, i)
		case InReceipts:
			i := InspectedReceipt{Hash: e.SHA256}
			raw, err := b.Read(e)
			if err == nil {
				var r Receipt
				if r, _, err = opener.OpenReceipt(raw, at); err == nil {
					i.Receipt = &r
				}
			}
			if i.Reason, err = reasonIn(err); err != nil {
				return found, err
			}
			found.Receipts = append(found.Receipts, i)
		case InAttachments:
			i := InspectedFile{SHA256: e.SHA256, Bytes: e.Bytes, Carried: true}
			if i.Reason, err = reasonIn(b.readThrough(e)); err != nil {
				return found, err
			}
			found.Files = append(found.Files, i)
		}
	}
	found.nameFiles()
	return found, nil
}

func (b *Bundle) readThrough(e Entry) error {
	r, err := b.Open(e)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return errors.Join(err, r.Close())
}

// nameFiles adds the names that envelopes give, and what they name and is not there.
func (i *Inspection) nameFiles() {
	at := map[Hash]int{}
	for n, f := range i.Files {
		at[f.SHA256] = n
	}
	for _, e := range i.Envelopes {
		if e.Said == nil {
			continue
		}
		named := slices.Clone(e.Said.Attachments)
		if r := e.Said.Rendition; r != nil {
			named = append(named, Attachment{Name: "可读文本 " + e.Said.ID.String(), Bytes: r.Bytes, SHA256: r.SHA256})
		}
		for _, a := range named {
			n, known := at[a.SHA256]
			if !known {
				n = len(i.Files)
				at[a.SHA256] = n
				i.Files = append(i.Files, InspectedFile{SHA256: a.SHA256, Bytes: a.Bytes})
			}
			if i.Files[n].Name == "" {
				i.Files[n].Name = a.Name
			}
		}
	}
}

// Verified says that nothing of the bundle is refused. A file that is named and not
// carried is no refusal: it can come another way.
func (i *Inspection) Verified() bool {
	ok := i.Reason == ""
	for _, e := range i.Envelopes {
		ok = ok && e.Reason == ""
	}
	for _, r := range i.Receipts {
		ok = ok && r.Reason == ""
	}
	for _, f := range i.Files {
		ok = ok && f.Reason == ""
	}
	return ok
}

// reasonIn takes a refusal out of an error and leaves every other.
func reasonIn(err error) (Reason, error) {
	if bad, ok := errors.AsType[*Invalid](err); ok {
		return bad.Reason, nil
	}
	return "", err
}
