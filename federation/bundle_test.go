package federation_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// carried is a bundle of one envelope, its evidence, and the receipt of another.
func carried(t testing.TB) (federation.Outgoing, []byte) {
	t.Helper()
	m, _ := sichuan.metadata(noon)
	metadata, err := federation.SealMetadata(m, sichuan.root)
	if err != nil {
		t.Fatal(err)
	}
	envelope, _ := sichuan.seal(t, sichuan.offer(yuzhong))
	r := receipt(federation.Received)
	r.Hub, r.Agency = sichuan.name, sichuan.agency
	got, err := federation.SealReceipt(r, sichuan.hub)
	if err != nil {
		t.Fatal(err)
	}
	o := federation.Outgoing{
		ID: ids.New[federation.Message](noon), From: sichuan.name, To: yuzhong.name, CreatedAt: noon, Metadata: metadata,
		Envelopes: [][]byte{envelope}, Receipts: [][]byte{got},
		Attachments: []federation.OutgoingFile{{SHA256: federation.HashOf([]byte("jpg")), Bytes: 3, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("jpg")), nil
		}}},
	}
	var b bytes.Buffer
	if err := federation.WriteBundle(&b, o, sichuan.hub); err != nil {
		t.Fatal(err)
	}
	return o, b.Bytes()
}

func opened(raw []byte) (*federation.Bundle, error) {
	return federation.ReadBundle(bytes.NewReader(raw), int64(len(raw)))
}

func TestBundleCarriesTheSameBytes(t *testing.T) {
	t.Parallel()
	o, raw := carried(t)
	b, err := opened(raw)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Verify(agreed.Find, noon); err != nil {
		t.Fatal(err)
	}
	if len(b.Manifest.Entries) != 3 || !bytes.Equal(b.Metadata, o.Metadata) {
		t.Fatalf("manifest: %+v", b.Manifest)
	}
	envelope, err := b.Read(b.Manifest.Entries[0])
	if err != nil || !bytes.Equal(envelope, o.Envelopes[0]) {
		t.Fatalf("the envelope is another: %v", err)
	}
	if _, err := yuzhong.opener().Open(envelope, noon); err != nil {
		t.Errorf("an envelope proves less on a stick: %v", err)
	}
	f, err := b.Open(b.Manifest.Entries[2])
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(f); err != nil || string(got) != "jpg" {
		t.Errorf("evidence: %q, %v", got, err)
	}
	var again bytes.Buffer
	if err := federation.WriteBundle(&again, o, sichuan.hub); err != nil || !bytes.Equal(again.Bytes(), raw) {
		t.Errorf("written again it differs: %v", err)
	}
	o.From, o.To = yuzhong.name, sichuan.name
	var theirs bytes.Buffer
	if err := federation.WriteBundle(&theirs, o, sichuan.hub); err != nil {
		t.Fatal(err)
	}
	stolen, err := opened(theirs.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stolen.Verify(agreed.Find, noon); reasonOf(t, err) != federation.ReasonForeignSender {
		t.Errorf("a manifest in the name of another: %v", err)
	}
}

// repacked copies a bundle file by file; change may rename it, alter its content or,
// giving no name, leave it out. What more adds comes last.
func repacked(t testing.TB, raw []byte, change func(name string, content []byte) (string, []byte), more func(*zip.Writer)) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		name := f.Name
		if change != nil {
			name, content = change(name, content)
		}
		if name != "" {
			add(t, w, &zip.FileHeader{Name: name, Method: zip.Deflate}, content)
		}
	}
	if more != nil {
		more(w)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func add(t testing.TB, w *zip.Writer, h *zip.FileHeader, content []byte) {
	t.Helper()
	f, err := w.CreateHeader(h)
	if err == nil {
		_, err = f.Write(content)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestBundlesThatAreRefused(t *testing.T) {
	t.Parallel()
	_, raw := carried(t)
	plus := func(h zip.FileHeader, content string) []byte {
		return repacked(t, raw, nil, func(w *zip.Writer) { add(t, w, &h, []byte(content)) })
	}
	link := zip.FileHeader{Name: "attachments/" + federation.HashOf([]byte("x")).String()}
	link.SetMode(0o777 | 1<<27) // fs.ModeSymlink
	for name, c := range map[string]struct {
		raw  []byte
		want federation.Reason
	}{
		"packed by another program":       {repacked(t, raw, nil, nil), ""},
		"no ZIP":                          {[]byte("PK"), federation.ReasonMalformed},
		"half of it":                      {raw[:len(raw)/2], federation.ReasonMalformed},
		"a path outside":                  {plus(zip.FileHeader{Name: "../../etc/cron.d/x"}, "x"), federation.ReasonField},
		"a path outside, among its kind":  {plus(zip.FileHeader{Name: "attachments/../../x"}, "x"), federation.ReasonField},
		"an absolute path":                {plus(zip.FileHeader{Name: "/etc/passwd"}, "x"), federation.ReasonField},
		"a path of Windows":               {plus(zip.FileHeader{Name: `attachments\..\x`}, "x"), federation.ReasonField},
		"a folder":                        {plus(zip.FileHeader{Name: "attachments/"}, ""), federation.ReasonField},
		"a link":                          {plus(link, "/etc/passwd"), federation.ReasonField},
		"the manifest twice":              {plus(zip.FileHeader{Name: "manifest.json"}, "{}"), federation.ReasonDuplicateKey},
		"a file that nobody names":        {plus(zip.FileHeader{Name: "attachments/" + federation.HashOf([]byte("x")).String()}, "x"), federation.ReasonField},
		"the envelope left out":           {repacked(t, raw, leaveOut("envelopes/"), nil), federation.ReasonField},
		"the manifest left out":           {repacked(t, raw, leaveOut("manifest"), nil), federation.ReasonField},
		"the metadata left out":           {repacked(t, raw, leaveOut("metadata"), nil), federation.ReasonField},
		"other metadata of the same size": {repacked(t, raw, flip("metadata"), nil), federation.ReasonBadSignature},
		"a longer envelope":               {repacked(t, raw, lengthen("envelopes/"), nil), federation.ReasonField},
	} {
		if _, err := opened(c.raw); reasonOf(t, err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func leaveOut(prefix string) func(string, []byte) (string, []byte) {
	return func(name string, content []byte) (string, []byte) {
		if strings.HasPrefix(name, prefix) {
			return "", nil
		}
		return name, content
	}
}

func lengthen(prefix string) func(string, []byte) (string, []byte) {
	return func(name string, content []byte) (string, []byte) {
		if strings.HasPrefix(name, prefix) {
			content = append(slices.Clone(content), ' ')
		}
		return name, content
	}
}

func flip(prefix string) func(string, []byte) (string, []byte) {
	return func(name string, content []byte) (string, []byte) {
		if strings.HasPrefix(name, prefix) {
			content = slices.Clone(content)
			content[len(content)/2] ^= 1
		}
		return name, content
	}
}

func TestAlteredFilesOfABundleAreFound(t *testing.T) {
	t.Parallel()
	_, raw := carried(t)
	for i, prefix := range []string{"envelopes/", "receipts/", "attachments/"} {
		b, err := opened(repacked(t, raw, flip(prefix), nil))
		if err != nil {
			t.Fatal(err)
		}
		e := b.Manifest.Entries[i]
		if e.Kind != federation.InAttachments {
			if _, err := b.Read(e); reasonOf(t, err) != federation.ReasonBadSignature {
				t.Errorf("%s: %v", e.Kind, err)
			}
			continue
		}
		f, err := b.Open(e)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(f); reasonOf(t, err) != federation.ReasonBadSignature {
			t.Errorf("%s: %v", e.Kind, err)
		}
	}
	altered, err := opened(repacked(t, raw, func(name string, content []byte) (string, []byte) {
		if name != "manifest.json" {
			return name, content
		}
		old := base64.RawURLEncoding.EncodeToString([]byte(payloadOf(t, content)))
		changed := strings.Replace(payloadOf(t, content), "2026-11-30", "2026-11-29", 1)
		return name, bytes.Replace(content, []byte(old), []byte(base64.RawURLEncoding.EncodeToString([]byte(changed))), 1)
	}, nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := altered.Verify(agreed.Find, noon); reasonOf(t, err) != federation.ReasonBadSignature {
		t.Errorf("an altered manifest: %v", err)
	}
}

func TestInspection(t *testing.T) {
	t.Parallel()
	_, raw := carried(t)
	for name, c := range map[string]struct {
		raw      []byte
		keys     federation.Keys
		verified bool
		envelope federation.Reason
		file     federation.Reason
	}{
		"whole":               {raw, agreed, true, "", ""},
		"of nobody known":     {raw, federation.Keys{}, false, federation.ReasonUnknownSender, ""},
		"an envelope altered": {repacked(t, raw, flip("envelopes/"), nil), agreed, false, federation.ReasonBadSignature, ""},
		"evidence altered":    {repacked(t, raw, flip("attachments/"), nil), agreed, false, "", federation.ReasonBadSignature},
	} {
		b, err := opened(c.raw)
		if err != nil {
			t.Fatal(err)
		}
		i, err := b.Inspect(c.keys.Find)
		if err != nil || i.Verified() != c.verified || len(i.Envelopes) != 1 || len(i.Receipts) != 1 || len(i.Files) != 1 {
			t.Fatalf("%s: %+v, %v", name, i, err)
		}
		if i.Envelopes[0].Reason != c.envelope || i.Files[0].Reason != c.file || !i.Files[0].Carried {
			t.Errorf("%s: %+v", name, i)
		}
		if c.verified && i.Files[0].Name != "现场照片.jpg" {
			t.Errorf("the file has the name %q", i.Files[0].Name)
		}
	}
	o, _ := carried(t)
	o.Attachments = nil
	var without bytes.Buffer
	if err := federation.WriteBundle(&without, o, sichuan.hub); err != nil {
		t.Fatal(err)
	}
	b, err := opened(without.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if i, err := b.Inspect(agreed.Find); err != nil || !i.Verified() || len(i.Files) != 1 || i.Files[0].Carried {
		t.Errorf("a file that comes another way: %+v, %v", i, err)
	}
}

func TestBundleIsNotWrittenOfFalseFiles(t *testing.T) {
	t.Parallel()
	o, _ := carried(t)
	o.Attachments[0].Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("png")), nil }
	if err := federation.WriteBundle(io.Discard, o, sichuan.hub); err == nil {
		t.Error("a file under the digest of another is packed")
	}
	o, _ = carried(t)
	o.Envelopes = append(o.Envelopes, o.Envelopes[0])
	if err := federation.WriteBundle(io.Discard, o, sichuan.hub); reasonOf(t, err) != federation.ReasonField {
		t.Errorf("an envelope twice: %v", err)
	}
}
