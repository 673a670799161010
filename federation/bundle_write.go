package federation

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
)

// WriteBundle writes a bundle and signs its manifest with the hub's key. The same
// content and an Ed25519 key give the same bytes. Content is not compressed: the
// reader's bounds are then the sizes themselves.
func WriteBundle(w io.Writer, o Outgoing, by Signer) error {
	m := o.manifest()
	sealed, err := m.seal(by)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	if err := put(z, nameManifest, bytes.NewReader(sealed), int64(len(sealed)), HashOf(sealed)); err != nil {
		return err
	}
	if o.Metadata != nil {
		if err := put(z, nameMetadata, bytes.NewReader(o.Metadata), int64(len(o.Metadata)), m.Metadata); err != nil {
			return err
		}
	}
	small := append(append([][]byte{}, o.Envelopes...), o.Receipts...)
	for i, e := range m.Entries {
		if i < len(small) {
			err = put(z, e.Name(), bytes.NewReader(small[i]), e.Bytes, e.SHA256)
		} else {
			err = putFile(z, e, o.Attachments[i-len(small)])
		}
		if err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	return nil
}

func putFile(z *zip.Writer, e Entry, f OutgoingFile) (err error) {
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("open a file for the bundle: %w", err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return put(z, e.Name(), r, e.Bytes, e.SHA256)
}

// put copies a file and refuses to finish one whose bytes are not those promised.
func put(z *zip.Writer, name string, r io.Reader, size int64, digest Hash) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, sum), io.LimitReader(r, size+1))
	if err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	if n != size || Hash(sum.Sum(nil)) != digest {
		return fmt.Errorf("write the bundle: %s is not what its digest says", name)
	}
	return nil
}
