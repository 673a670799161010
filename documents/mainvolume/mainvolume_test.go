package mainvolume_test

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/documents/mainvolume"
)

var contents = map[string]string{"正卷/001 移送书.pdf": "%PDF-1.4 移送书", "正卷/002 笔录.txt": "笔录"}

// hubKey signs in tests.
var hubKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

func written(t testing.TB) []byte {
	t.Helper()
	return signedBy(t, hubKey)
}

func signedBy(t testing.TB, key ed25519.PrivateKey) []byte {
	t.Helper()
	m := mainvolume.Manifest{Hub: "hub", Number: "档1", State: "handed_over", Events: []mainvolume.Event{{ID: "e", At: time.Unix(0, 0).UTC()}}}
	for _, path := range []string{"正卷/001 移送书.pdf", "正卷/002 笔录.txt"} {
		f := mainvolume.File{Path: path, Size: int64(len(contents[path]))}
		f.SHA256, f.SM3 = mainvolume.Sums([]byte(contents[path]))
		m.Files = append(m.Files, f)
	}
	var b bytes.Buffer
	if err := mainvolume.Write(&b, m, key, open); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(f mainvolume.File) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(contents[f.Path])), nil
}

// rewritten copies a volume entry by entry; change gives the new content, or drops it.
func rewritten(t testing.TB, raw []byte, change func(name string, content []byte) ([]byte, bool), more ...string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	put := func(name string, content []byte) {
		w, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if content, keep := change(f.Name, content); keep {
			put(f.Name, content)
		}
	}
	for _, name := range more {
		put(name, []byte("x"))
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func same(_ string, c []byte) ([]byte, bool) { return c, true }

// TestCheckIsStrict: what is missing, too much or changed is found and named.
func TestCheckIsStrict(t *testing.T) {
	t.Parallel()
	raw := written(t)
	if !bytes.Equal(raw, written(t)) || !bytes.Equal(raw, rewritten(t, raw, same)) {
		t.Fatal("the same volume gave other bytes")
	}
	on := func(part string, do func([]byte) ([]byte, bool)) []byte {
		return rewritten(t, raw, func(name string, c []byte) ([]byte, bool) {
			if strings.Contains(name, part) {
				return do(c)
			}
			return c, true
		})
	}
	for name, c := range map[string]struct {
		file       []byte
		kind, path string
	}{
		"sound":             {raw, "", ""},
		"a file taken out":  {on("002", func([]byte) ([]byte, bool) { return nil, false }), "missing", "正卷/002 笔录.txt"},
		"a file changed":    {on("001", func(c []byte) ([]byte, bool) { return append([]byte("x"), c[1:]...), true }), "changed", "正卷/001 移送书.pdf"},
		"a file lengthened": {on("001", func(c []byte) ([]byte, bool) { return append(bytes.Clone(c), 'x'), true }), "changed", "正卷/001 移送书.pdf"},
		"a file put in":     {rewritten(t, raw, same, "副卷/001.pdf"), "extra", "副卷/001.pdf"},
		"a file twice":      {rewritten(t, raw, same, "正卷/002 笔录.txt"), "extra", "正卷/002 笔录.txt"},
		"no manifest":       {on("manifest.json", func([]byte) ([]byte, bool) { return nil, false }), "malformed", mainvolume.ManifestName},
		"another digest": {on("manifest.json", func(c []byte) ([]byte, bool) {
			return bytes.Replace(c, []byte(`"sm3": "`), []byte(`"sm3": "0`), 1), true
		}), "changed", mainvolume.SignatureName},
		"another number": {on("manifest.json", func(c []byte) ([]byte, bool) {
			return bytes.Replace(c, []byte("档1"), []byte("档2"), 1), true
		}), "changed", mainvolume.SignatureName},
		"no signature": {on("manifest.sig", func([]byte) ([]byte, bool) { return nil, false }), "malformed", mainvolume.SignatureName},
		"the signature of another key under this one": {on("manifest.sig", func(c []byte) ([]byte, bool) {
			words, others := strings.Fields(string(c)), strings.Fields(signatureOf(t, signedBy(t, otherKey)))
			return []byte(words[0] + " " + words[1] + " " + others[2] + "\n"), true
		}), "changed", mainvolume.SignatureName},
		"the signature in capital letters": {on("manifest.sig", func(c []byte) ([]byte, bool) {
			return []byte("ed25519" + strings.ToUpper(string(c[len("ed25519"):]))), true
		}), "changed", mainvolume.SignatureName},
		"a signature with more behind it": {on("manifest.sig", func(c []byte) ([]byte, bool) { return append(bytes.Clone(c), '\n'), true }), "changed", mainvolume.SignatureName},
		"another format": {on("manifest.json", func(c []byte) ([]byte, bool) {
			return bytes.Replace(c, []byte("volume/1"), []byte("volume/2"), 1), true
		}), "malformed", mainvolume.ManifestName},
		"a key more": {on("manifest.json", func(c []byte) ([]byte, bool) {
			return bytes.Replace(c, []byte(`"hub"`), []byte(`"x": 1, "hub"`), 1), true
		}), "malformed", mainvolume.ManifestName},
		"bytes before":        {append([]byte("x"), raw...), "malformed", ""},
		"bytes at the end":    {append(bytes.Clone(raw), 'x'), "malformed", ""},
		"cut off":             {raw[:len(raw)-4], "malformed", ""},
		"no ZIP":              {[]byte("%PDF-1.4"), "malformed", ""},
		"entries not in line": {reversed(t, raw), "malformed", ""},
	} {
		_, problems, err := mainvolume.Check(bytes.NewReader(c.file), int64(len(c.file)))
		switch {
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case c.kind == "" && len(problems) > 0, c.kind != "" && len(problems) == 0:
			t.Errorf("%s: %v", name, problems)
		case c.kind != "" && (problems[0].Kind != c.kind || problems[0].Path != c.path):
			t.Errorf("%s: %+v", name, problems)
		}
	}
}

var otherKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))

func signatureOf(t testing.TB, raw []byte) (line string) {
	t.Helper()
	rewritten(t, raw, func(name string, c []byte) ([]byte, bool) {
		if name == mainvolume.SignatureName {
			line = string(c)
		}
		return c, true
	})
	return line
}

// TestSignerIsNamed: whoever signs, the file is whole; who it was is said, for the
// reader to trust or not.
func TestSignerIsNamed(t *testing.T) {
	t.Parallel()
	for _, key := range []ed25519.PrivateKey{hubKey, otherKey} {
		raw := signedBy(t, key)
		m, problems, err := mainvolume.Check(bytes.NewReader(raw), int64(len(raw)))
		if err != nil || len(problems) > 0 || !m.Signer.Equal(key.Public()) {
			t.Errorf("signed by %x: %x, %v, %v", key.Public(), m.Signer, problems, err)
		}
	}
}

// reversed has the same entries in another order.
func reversed(t testing.TB, raw []byte) []byte {
	t.Helper()
	last := map[string][]byte{}
	shorter := rewritten(t, raw, func(name string, c []byte) ([]byte, bool) {
		last[name] = c
		return c, !strings.Contains(name, "001")
	})
	z, err := zip.NewReader(bytes.NewReader(shorter), int64(len(shorter)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		if err := out.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	w, err := out.CreateHeader(&zip.FileHeader{Name: "正卷/001 移送书.pdf", Method: zip.Store})
	if err == nil {
		_, err = w.Write(last["正卷/001 移送书.pdf"])
	}
	if err != nil || out.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWriteRefusesAnotherContent: what changed since it was measured is not written as
// if it had not.
func TestWriteRefusesAnotherContent(t *testing.T) {
	t.Parallel()
	f := mainvolume.File{Path: "a", Size: 1}
	f.SHA256, f.SM3 = mainvolume.Sums([]byte("a"))
	err := mainvolume.Write(io.Discard, mainvolume.Manifest{Files: []mainvolume.File{f}}, hubKey, func(mainvolume.File) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("b")), nil })
	if err == nil {
		t.Error("another content was written")
	}
}

func TestNameIsOne(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{"../../etc/passwd": "001 .._.._etc_passwd.pdf", "a\nb": "001 a_b.pdf", strings.Repeat("长", 99): "001 " + strings.Repeat("长", 60) + ".pdf", "名. ": "001 名.pdf"} {
		if got := mainvolume.Name(1, title, ".pdf"); got != want {
			t.Errorf("%q became %q", title, got)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add(written(f))
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, _, err := mainvolume.Check(bytes.NewReader(raw), int64(len(raw))); err != nil {
			t.Fatal(err)
		}
	})
}
