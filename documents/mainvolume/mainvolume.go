// Package mainvolume writes and checks the file in which the main volume (正卷) of an
// archived case leaves the hub: one ZIP with a manifest that names every other file
// with its SHA-256 and SM3, and the hub's signature of the manifest. The same volume
// gives the same bytes: entries are stored as they are, in the order of the manifest,
// and carry no time.
package mainvolume

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"
)

// Format names the form of the manifest; a reader refuses any other.
const Format = "xianjie-main-volume/1"

// ManifestName is the first entry of the ZIP.
const ManifestName = "manifest.json"

// Manifest says what the volume is and which files it has, in order.
type Manifest struct {
	Format    string     `json:"format"`
	Hub       string     `json:"hub"`
	Organ     Organ      `json:"organ"` // who archives
	Case      Case       `json:"case"`
	Number    string     `json:"number"` // 档号
	Retention Retention  `json:"retention"`
	State     string     `json:"state"` // proposed, handed_over
	Handovers []Handover `json:"handovers"`
	Files     []File     `json:"files"`
	Papers    []Paper    `json:"papers"` // pieces on paper only
	Destroyed []Paper    `json:"destroyed"`
	Events    []Event    `json:"events"` // acts of the record that the volume is about
}

// Organ names an organ.
type Organ struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Case names a case.
type Case struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Kind   string `json:"kind"`
	Title  string `json:"title"`
}

// Retention is how long it is kept (保管期限) and what the organ bases that on.
type Retention struct {
	Class string `json:"class"`
	Title string `json:"title"`
	Years int    `json:"years,omitempty"` // 0: for ever, or as the basis says
	Basis string `json:"basis"`
}

// Handover is one handing over to the archive office (移交).
type Handover struct {
	On         string `json:"on"` // civil day
	Pieces     int    `json:"pieces"`
	By         string `json:"by"`
	ReceivedBy string `json:"received_by"`
	Reason     string `json:"reason,omitempty"` // of a supplement
}

// File is one file of the ZIP.
type File struct {
	Path   string   `json:"path"`
	Title  string   `json:"title"`
	Kind   string   `json:"kind"`
	Size   int64    `json:"size"`
	SHA256 string   `json:"sha256"`
	SM3    string   `json:"sm3"`
	Pages  int      `json:"pages,omitempty"`
	First  int      `json:"first_page,omitempty"`
	Events []string `json:"events,omitempty"` // acts of the record that speak of it
}

// Paper is a piece without a file.
type Paper struct {
	Title string `json:"title"`
	Kind  string `json:"kind"`
	Pages int    `json:"pages,omitempty"`
	First int    `json:"first_page,omitempty"`
	Where string `json:"where,omitempty"`
}

// Event is one act of the record.
type Event struct {
	ID    string    `json:"id"`
	Kind  string    `json:"kind"`
	At    time.Time `json:"at"`
	Organ string    `json:"organ"`
	Hash  string    `json:"hash"`
}

// Sums measures a content.
func Sums(content []byte) (sha, sm string) {
	a, b := sha256.Sum256(content), sm3.Sum(content)
	return hex.EncodeToString(a[:]), hex.EncodeToString(b[:])
}

// Encode gives the manifest's bytes. Lists are never null.
func (m Manifest) Encode() ([]byte, error) {
	m.Format = Format
	if m.Handovers == nil {
		m.Handovers = []Handover{}
	}
	if m.Papers == nil {
		m.Papers = []Paper{}
	}
	if m.Destroyed == nil {
		m.Destroyed = []Paper{}
	}
	if m.Events == nil {
		m.Events = []Event{}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(m); err != nil {
		return nil, fmt.Errorf("write the manifest: %w", err)
	}
	return b.Bytes(), nil
}

// Write writes the ZIP, its manifest signed with the hub's key. A file whose content is
// not what the manifest says of it ends it with an error: what was written until then
// is no ZIP.
func Write(w io.Writer, m Manifest, key ed25519.PrivateKey, open func(File) (io.ReadCloser, error)) error {
	text, err := m.Encode()
	if err != nil {
		return err
	}
	return write(w, text, sign(key, text), m.Files, open)
}

func write(w io.Writer, manifest, signature []byte, files []File, open func(File) (io.ReadCloser, error)) error {
	out := zip.NewWriter(w)
	for _, first := range []struct {
		name string
		text []byte
	}{{ManifestName, manifest}, {SignatureName, signature}} {
		entry, err := create(out, first.name)
		if err != nil {
			return err
		}
		if _, err := entry.Write(first.text); err != nil {
			return fmt.Errorf("write %s: %w", first.name, err)
		}
	}
	for _, f := range files {
		entry, err := create(out, f.Path)
		if err != nil {
			return err
		}
		if err := copyChecked(entry, f, open); err != nil {
			return err
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("finish the main volume: %w", err)
	}
	return nil
}

func create(out *zip.Writer, path string) (io.Writer, error) {
	w, err := out.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Store})
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	return w, nil
}

func copyChecked(w io.Writer, f File, open func(File) (io.ReadCloser, error)) error {
	content, err := open(f)
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Path, err)
	}
	defer content.Close()
	sums := newMeter()
	if _, err := io.Copy(io.MultiWriter(w, sums), content); err != nil {
		return fmt.Errorf("write %s: %w", f.Path, err)
	}
	if !sums.are(f) {
		return fmt.Errorf("%s is not what the manifest says", f.Path)
	}
	return nil
}

// meter measures what is written to it.
type meter struct {
	sha, sm hash.Hash
	size    int64
}

func newMeter() *meter { return &meter{sha: sha256.New(), sm: sm3.New()} }

func (m *meter) Write(p []byte) (int, error) {
	m.sha.Write(p)
	m.sm.Write(p)
	m.size += int64(len(p))
	return len(p), nil
}

func (m *meter) are(f File) bool {
	return m.size == f.Size && hex.EncodeToString(m.sha.Sum(nil)) == f.SHA256 && hex.EncodeToString(m.sm.Sum(nil)) == f.SM3
}

// Name makes a file name of a title: what a file system could take for something else
// becomes _, and a long one is cut.
func Name(n int, title, extension string) string {
	clean := strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.TrimSpace(title))
	if cut := []rune(clean); len(cut) > 60 {
		clean = string(cut[:60])
	}
	return fmt.Sprintf("%03d %s%s", n, strings.TrimRight(clean, " ."), extension)
}
