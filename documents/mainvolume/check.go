package mainvolume

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// maxManifest bounds what a manifest may hold: some 100,000 files; maxSignature a line.
const (
	maxManifest  = 64 << 20
	maxSignature = 1 << 10
)

// Problem is one thing that is wrong with a file.
type Problem struct {
	Kind string `json:"kind"` // missing, extra, changed, malformed
	Path string `json:"path,omitempty"`
	Text string `json:"text"`
}

// Checked is what a check found in a file.
type Checked struct {
	Manifest
	Signer ed25519.PublicKey // whose signature of the manifest is good; nil: there is none
}

// Check reads a main volume and says everything that is wrong with it: what the
// manifest names and the file lacks, what the file holds beside it, what differs from
// its digests or is not signed, and any byte that Write would not have written. It
// needs no hub; whether the signer is one to trust is for the caller to say. An error
// says that it could not be checked at all.
func Check(r io.ReaderAt, size int64) (m Checked, problems []Problem, err error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return m, []Problem{{"malformed", "", "not a ZIP: " + err.Error()}}, nil
	}
	entries := map[string]*zip.File{}
	for _, f := range z.File {
		if entries[f.Name] != nil {
			problems = append(problems, Problem{"extra", f.Name, "stands twice"})
			continue
		}
		entries[f.Name] = f
	}
	text, err := head(entries[ManifestName], maxManifest)
	if err == nil {
		m.Manifest, err = parse(text)
	}
	if err != nil {
		return m, append(problems, Problem{"malformed", ManifestName, err.Error()}), nil
	}
	line, err := head(entries[SignatureName], maxSignature)
	if err != nil {
		problems = append(problems, Problem{"malformed", SignatureName, err.Error()})
	} else if m.Signer = signer(line, text); m.Signer == nil {
		problems = append(problems, Problem{"changed", SignatureName, "it is no signature of this manifest"})
	}
	named := map[string]bool{ManifestName: true, SignatureName: true}
	for _, f := range m.Files {
		if named[f.Path] {
			problems = append(problems, Problem{"malformed", f.Path, "the manifest names it twice"})
			continue
		}
		named[f.Path] = true
		if entries[f.Path] == nil {
			problems = append(problems, Problem{"missing", f.Path, "the manifest names it"})
		} else if why := differs(entries[f.Path], f); why != "" {
			problems = append(problems, Problem{"changed", f.Path, why})
		}
	}
	for _, f := range z.File {
		if !named[f.Name] {
			problems = append(problems, Problem{"extra", f.Name, "the manifest does not name it"})
		}
	}
	if len(problems) > 0 {
		return m, problems, nil
	}
	// All that it names is sound: what is left to find stands between the entries.
	same := &comparer{r: io.NewSectionReader(r, 0, size)}
	if err := write(same, text, line, m.Files, func(f File) (io.ReadCloser, error) { return entries[f.Path].Open() }); err != nil || !same.done(size) {
		problems = append(problems, Problem{"malformed", "", "the file holds bytes that belong to no entry, or was not written by a hub"})
	}
	return m, problems, nil
}

// head reads one of the first entries.
func head(f *zip.File, limit int64) ([]byte, error) {
	if f == nil {
		return nil, fmt.Errorf("there is none")
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil || int64(len(text)) > limit {
		return nil, fmt.Errorf("it cannot be read, or is too long")
	}
	return text, nil
}

func parse(text []byte) (m Manifest, err error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return m, err
	}
	if m.Format != Format {
		return m, fmt.Errorf("its format is %q, not %s", m.Format, Format)
	}
	if again, err := m.Encode(); err != nil || !bytes.Equal(again, text) {
		return m, fmt.Errorf("it was not written by a hub: another text says the same")
	}
	return m, nil
}

func differs(entry *zip.File, f File) string {
	r, err := entry.Open()
	if err != nil {
		return err.Error()
	}
	defer r.Close()
	sums := newMeter()
	if _, err := io.Copy(sums, io.LimitReader(r, f.Size+1)); err != nil {
		return err.Error()
	}
	if !sums.are(f) {
		return "size, SHA-256 or SM3 differ"
	}
	return ""
}

// comparer is a writer that compares with what it reads.
type comparer struct {
	r      io.Reader
	at     int64
	differ bool
}

func (c *comparer) Write(p []byte) (int, error) {
	have := make([]byte, len(p))
	if _, err := io.ReadFull(c.r, have); err != nil || !slices.Equal(have, p) {
		c.differ = true
		return 0, io.ErrShortWrite
	}
	c.at += int64(len(p))
	return len(p), nil
}

func (c *comparer) done(size int64) bool { return !c.differ && c.at == size }
