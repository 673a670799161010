package federation

import (
	"archive/zip"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"time"
)

// Bundle is a bundle whose container holds: every file is in the manifest, every entry
// of the manifest is there, in its size. Who signed the manifest is Verify's to say,
// and each envelope and receipt proves for itself, by Opener.
type Bundle struct {
	Manifest Manifest
	Metadata []byte // sealed, of the writer; nil if none
	frame    opened
	files    map[string]*zip.File
}

// ReadBundle reads the table of contents and nothing else. It refuses, as *Invalid,
// names that are not of the protocol (a path outside above all), names twice, links,
// files too many, and sizes that are not those of the manifest.
func ReadBundle(r io.ReaderAt, size int64) (*Bundle, error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, invalid(ReasonMalformed, "not a ZIP")
	}
	if len(z.File) > MaxBundleEntries+2 {
		return nil, invalid(ReasonOversize, "more than %d files", MaxBundleEntries)
	}
	b := &Bundle{files: map[string]*zip.File{}}
	for i, f := range z.File {
		known := f.Name == nameManifest || f.Name == nameMetadata || entryName.MatchString(f.Name)
		switch {
		case !known || !f.Mode().IsRegular() || f.Mode()&fs.ModeType != 0:
			return nil, invalid(ReasonField, "files[%d]: a name or kind that has no place in a bundle", i)
		case b.files[f.Name] != nil:
			return nil, invalid(ReasonDuplicateKey, "files[%d]: a name twice", i)
		case f.Flags&1 != 0 || f.Method != zip.Store && f.Method != zip.Deflate:
			return nil, invalid(ReasonMalformed, "files[%d]: encrypted or packed in another way", i)
		}
		b.files[f.Name] = f
	}
	if err := b.readManifest(); err != nil {
		return nil, err
	}
	if len(b.files) != len(b.Manifest.Entries)+1+min(len(b.Metadata), 1) {
		return nil, invalid(ReasonField, "a file that the manifest does not name")
	}
	for i, e := range b.Manifest.Entries {
		if f := b.files[e.Name()]; f == nil || f.UncompressedSize64 != uint64(e.Bytes) {
			return nil, invalid(ReasonField, "entries[%d]: missing or of another size", i)
		}
	}
	return b, nil
}

func (b *Bundle) readManifest() error {
	raw, err := b.small(nameManifest, maxManifest)
	if err != nil {
		return err
	}
	var bad *Invalid
	if b.frame, bad = openFrame(raw, typeManifest, maxManifest); bad != nil {
		return bad
	}
	if bad := decode(b.frame.payload, &b.Manifest); bad != nil {
		return bad
	}
	if bad := b.Manifest.check(); bad != nil {
		return bad
	}
	if b.Manifest.Metadata.IsZero() {
		return nil
	}
	if b.Metadata, err = b.small(nameMetadata, MaxMetadata); err != nil {
		return err
	}
	if HashOf(b.Metadata) != b.Manifest.Metadata {
		return invalid(ReasonBadSignature, "%s is not the one of the manifest", nameMetadata)
	}
	return nil
}

// Verify checks who signed the manifest: the hub that it names, with a key that was
// valid at the given instant.
func (b *Bundle) Verify(keys KeySource, at time.Time) ([]Signature, error) {
	if keys == nil {
		return nil, invalid(ReasonUnknownSender, "no keys")
	}
	signatures, bad := b.frame.verify(keys, signatories{hub: b.Manifest.From}, at)
	if bad != nil {
		return nil, bad
	}
	return signatures, nil
}

// Read gives the bytes of an envelope or a receipt of the manifest, checked against
// their digest.
func (b *Bundle) Read(e Entry) ([]byte, error) {
	limit := MaxEnvelope
	if e.Kind == InReceipts {
		limit = MaxReceipt
	}
	raw, err := b.small(e.Name(), limit)
	if err != nil {
		return nil, err
	}
	if HashOf(raw) != e.SHA256 {
		return nil, invalid(ReasonBadSignature, "%s is not what its digest says", e.Kind)
	}
	return raw, nil
}

// Open opens a file of the manifest. Its last Read fails with an *Invalid instead of
// io.EOF if the bytes are not those of the digest: keep nothing before io.EOF.
func (b *Bundle) Open(e Entry) (io.ReadCloser, error) {
	f := b.files[e.Name()]
	if f == nil {
		return nil, fmt.Errorf("open a file of the bundle: %w", fs.ErrNotExist)
	}
	r, err := f.Open()
	if err != nil {
		return nil, invalid(ReasonMalformed, "a file cannot be unpacked")
	}
	return &checked{ReadCloser: r, left: e.Bytes, sum: sha256.New(), want: e.SHA256}, nil
}

func (b *Bundle) small(name string, limit int) ([]byte, error) {
	f := b.files[name]
	if f == nil {
		return nil, invalid(ReasonField, "%s is missing", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, invalid(ReasonMalformed, "a file cannot be unpacked")
	}
	raw, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, invalid(ReasonMalformed, "a file cannot be unpacked")
	}
	if len(raw) > limit {
		return nil, invalid(ReasonOversize, "%s is larger than %d bytes", name, limit)
	}
	return raw, nil
}

// checked reads at most what was promised and compares the digest at the end.
type checked struct {
	io.ReadCloser
	left int64
	sum  hash.Hash
	want Hash
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, invalid(ReasonOversize, "a file is larger than the manifest says")
	}
	c.sum.Write(p[:n])
	switch {
	case errors.Is(err, io.EOF):
		if Hash(c.sum.Sum(nil)) != c.want {
			return 0, invalid(ReasonBadSignature, "a file is not what its digest says")
		}
	case err != nil:
		return n, invalid(ReasonMalformed, "a file cannot be unpacked")
	}
	return n, err
}
