package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// upload streams a file into a case.
func upload(id ids.Case, name, content string) ask {
	return post(at(id, "/evidence"), []byte(content)).with("Content-Type", "application/octet-stream").with("X-File-Name", url.QueryEscape(name))
}

// TestEvidenceComesOutAsItWentIn: byte for byte, as an attachment that no
// browser runs, under a name that breaks no header.
func TestEvidenceComesOutAsItWentIn(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Opened(t)
	page := "<!doctype html><script>alert(document.cookie)</script>"
	for name, want := range map[string]string{
		"现场照片.html":                          "现场照片.html",
		`quote" onload=x; filename=evil.exe`: `quote_ onload=x; filename=evil.exe`,
		"../../etc/passwd":                   "passwd",
		`C:\案卷\调查报告.html`:                    "调查报告.html",
		"a;b=c'd*%41.svg":                    "a;b=c'd*%41.svg",
		strings.Repeat("长", 80) + ".html":    strings.Repeat("长", 80) + ".html",
	} {
		made := h.want(t, 201, "", envHandler, upload(id, name, page))
		if made.str("sha256") != hexSum(page) {
			t.Errorf("%s: digest %s", name, made.str("sha256"))
		}
		got := h.want(t, 200, "", envHandler, get(at(id, "/evidence/"+made.str("id")+"/content")))
		if got.text != page {
			t.Errorf("%s came out different", name)
		}
		disposition, params, err := mime.ParseMediaType(got.header.Get("Content-Disposition"))
		if err != nil || disposition != "attachment" || params["filename"] != want {
			t.Errorf("%s is disposed as %q: %v", name, got.header.Get("Content-Disposition"), err)
		}
		if len(got.header.Values("Content-Disposition")) != 1 || got.header.Get("Set-Cookie") != "" {
			t.Errorf("%s wrote headers of its own", name)
		}
		if got.header.Get("Content-Type") != "application/octet-stream" || !strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") || got.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s could be run: %v", name, got.header)
		}
	}
	part := h.send(t, envHandler, get(at(id, "/evidence/"+h.lastEvidence(t, id)+"/content")).with("Range", "bytes=2-8"))
	if part.status != 206 || part.text != page[2:9] {
		t.Errorf("a range: %d %q", part.status, part.text)
	}
	if n := h.rows(t, "blobs"); n != 1 {
		t.Errorf("the same bytes are stored %d times", n)
	}
}

func (h *hub) lastEvidence(t *testing.T, id ids.Case) (evidence string) {
	t.Helper()
	check(t, h.DB.Owner.QueryRow(t.Context(), "select id::text from evidence where case_id = $1 order by id desc limit 1", id).Scan(&evidence))
	return evidence
}

func hexSum(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// TestFilesThatAreRefused: a name with a secrecy mark, or one that reads
// differently from what it is; too much; nothing of them is kept.
func TestFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Opened(t)
	before := map[string]int{}
	for _, table := range []string{"blobs", "evidence", "uploads", "events"} {
		before[table] = h.rows(t, table)
	}
	for name, c := range map[string]struct {
		status int
		code   string
	}{
		"机密★1年.pdf": {409, "secret.refused"}, "关于某案的报告（秘密）.docx": {409, "secret.refused"}, "绝密.zip": {409, "secret.refused"}, "机 密 ★ 长期.pdf": {409, "secret.refused"},
		"照片\u202egpj.exe": {422, "invalid"}, "报\u200b告.pdf": {422, "invalid"}, "a\r\nSet-Cookie: x=1.pdf": {422, "invalid"}, "a\x00.pdf": {422, "invalid"}, "\xff\xfe.pdf": {422, "invalid"}, "/": {422, "invalid"},
	} {
		h.want(t, c.status, c.code, envHandler, upload(id, name, "涉密内容"))
		begin := h.send(t, envHandler, post(at(id, "/uploads"), map[string]any{"name": name, "size": 4}))
		if begin.status != c.status {
			t.Errorf("a resumable upload of %q: %d %s", name, begin.status, begin.text)
		}
	}
	h.want(t, 422, "", envHandler, upload(id, "", "x"))
	h.want(t, 422, "", envHandler, post(at(id, "/evidence"), []byte("x")).with("X-File-Name", "%zz"))
	h.want(t, 413, "evidence.too_large", envHandler, upload(id, "a.bin", strings.Repeat("x", maxUpload+1)))
	h.want(t, 413, "evidence.too_large", envHandler, ask{
		method: "POST", path: at(id, "/evidence"), body: io.MultiReader(strings.NewReader(strings.Repeat("x", maxUpload+1))), header: map[string]string{"X-File-Name": "a.bin"},
	})
	h.want(t, 422, "", envHandler, post(at(id, "/uploads"), map[string]any{"name": "a.bin", "size": maxUpload + 1}))
	for table, n := range before {
		if got := h.rows(t, table); got != n {
			t.Errorf("%d rows in %s, before %d", got, table, n)
		}
	}
}

// TestFileThatLies is taken, because it is evidence, and says what it is.
func TestFileThatLies(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Opened(t)
	for name, c := range map[string]struct {
		content string
		lies    bool
	}{
		"报告.pdf":  {"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", true},
		"照片.jpg":  {"<html><script>alert(1)</script></html>", true},
		"报告2.pdf": {"%PDF-1.7\n1 0 obj", false},
		"笔录.txt":  {"询问笔录", false},
	} {
		got := h.want(t, 201, "", envHandler, upload(id, name, c.content))
		if got.body["lies"] != c.lies || got.str("detected") == "" {
			t.Errorf("%s is said to lie: %v (%s)", name, got.body["lies"], got.str("detected"))
		}
	}
}

// cut gives some bytes and then breaks, as a line does.
type cut struct{ io.Reader }

var errCut = errors.New("the line was cut")

func (c cut) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if err == io.EOF {
		err = errCut
	}
	return n, err
}

// TestUploadGoesOnAfterACut: what arrived is kept, the hub says how far it came,
// a wrong place is refused, and the digest proves the whole.
func TestUploadGoesOnAfterACut(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Opened(t)
	content := strings.Repeat("证据材料", 20_000)
	begun := h.want(t, 201, "", envHandler, post(at(id, "/uploads"), map[string]any{"name": "大文件.txt", "size": len(content)}))
	path := "/v1/uploads/" + begun.str("id")
	add := func(offset int, body any) ask {
		return ask{method: "PATCH", path: path, body: body}.with("Content-Type", "application/octet-stream").with("Upload-Offset", strconv.Itoa(offset))
	}
	h.want(t, 422, "", envHandler, post(path+"/finish", map[string]any{"sha256": hexSum(content)[:63] + "g"}))
	if res, err := h.as(t, envHandler).Do(h.request(t, add(0, cut{strings.NewReader(content[:100_000])}))); err == nil {
		res.Body.Close()
		t.Fatal("the cut went unnoticed")
	}
	var came int
	for came == 0 { // the hub may still be writing down what had arrived
		state := h.want(t, 200, "", envHandler, get(path))
		offset, _ := state.body["offset"].(float64)
		came = int(offset)
	}
	if came > 100_000 {
		t.Fatalf("%d bytes came of 100000", came)
	}
	beside := add(came+1, []byte(content[came+1:]))
	for h.send(t, envHandler, beside).str("code") == "evidence.upload_busy" { // the cut request has not let go of it yet
	}
	wrong := h.want(t, 409, "evidence.offset", envHandler, beside)
	if wrong.header.Get("Upload-Offset") != strconv.Itoa(came) {
		t.Errorf("a wrong offset is answered with %q, not with the right one", wrong.header.Get("Upload-Offset"))
	}
	h.want(t, 404, "not_found", outsider, add(came, []byte("x")))
	h.want(t, 404, "not_found", outsider, get(path))
	h.want(t, 422, "", envHandler, add(-1, []byte("x")).with("Upload-Offset", "first"))
	h.want(t, 409, "evidence.incomplete", envHandler, post(path+"/finish", map[string]any{"sha256": hexSum(content)}))
	half := (came + len(content)) / 2
	h.want(t, 200, "", envHandler, add(came, []byte(content[came:half])))
	h.want(t, 413, "", envHandler, add(half, []byte(content[half:]+"mehr")))
	last := h.want(t, 200, "", envHandler, add(half, []byte(content[half:])))
	if last.header.Get("Upload-Offset") != strconv.Itoa(len(content)) {
		t.Errorf("the whole stands at %s", last.header.Get("Upload-Offset"))
	}
	made := h.want(t, 201, "", envHandler, post(path+"/finish", map[string]any{"sha256": hexSum(content)}))
	got := h.want(t, 200, "", envHandler, get(at(id, "/evidence/"+made.str("id")+"/content")))
	if got.text != content || made.str("sha256") != hexSum(content) {
		t.Error("the file is not what was sent")
	}
	h.want(t, 404, "not_found", envHandler, post(path+"/finish", map[string]any{"sha256": hexSum(content)}))
}

// TestWrongDigest: what did not arrive as it was sent is dropped.
func TestWrongDigest(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Opened(t)
	begun := h.want(t, 201, "", envHandler, post(at(id, "/uploads"), map[string]any{"name": "a.txt", "size": 3}))
	path := "/v1/uploads/" + begun.str("id")
	h.want(t, 200, "", envHandler, ask{method: "PATCH", path: path, body: []byte("abd")}.with("Upload-Offset", "0").with("Content-Type", "application/octet-stream"))
	h.want(t, 422, "evidence.digest_differs", envHandler, post(path+"/finish", map[string]any{"sha256": hexSum("abc")}))
	if n := h.rows(t, "evidence where case_id = $1", id); n != 0 {
		t.Errorf("%d files were kept", n)
	}
}
