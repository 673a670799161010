package api_test

import (
	"archive/zip"
	"bytes"
	"io"
	"mime"
	"net/url"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
)

// part reads one part of a working copy.
func part(t *testing.T, file, name string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("not a DOCX: %v in %.80q", err, file)
	}
	f, err := z.Open(name)
	check(t, err)
	raw, err := io.ReadAll(f)
	check(t, err)
	return string(raw)
}

// TestWorkingCopies: beside every PDF there is a text to be edited, for whom
// the PDF is, under the document's name; it says what it was made from, and a
// number stands in it only once the document is issued.
func TestWorkingCopies(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Opened(t)
	preview := at(id, "/previews/transfer_letter")
	draft := h.want(t, 200, "", envHandler, get(preview+"?format=docx"))
	saved(t, draft, "涉嫌犯罪案件移送书.docx")
	if own := part(t, draft.text, "docProps/custom.xml"); !strings.Contains(own, "预览稿") || !strings.Contains(own, "案件第") {
		t.Errorf("the preview does not say what it is: %s", own)
	}
	if text := part(t, draft.text, "word/document.xml"); strings.Contains(text, "赫移〔2026〕") {
		t.Error("the preview carries a number")
	}

	made := h.want(t, 201, "", envHandler, post(at(id, "/documents"), map[string]any{"kind": "transfer_letter", "number": "益环赫移〔2026〕77号"}))
	doc := made.body["documents"].([]any)[0].(map[string]any)
	content := at(id, "/documents/"+doc["id"].(string)+"/content")
	issued := h.want(t, 200, "", envHandler, get(content+"?format=docx"))
	saved(t, issued, "涉嫌犯罪案件移送书 益环赫移〔2026〕77号.docx")
	if text := part(t, issued.text, "word/document.xml"); !strings.Contains(text, "益环赫移〔2026〕77号") {
		t.Error("the copy of the issued document lacks its number")
	}
	if head := part(t, issued.text, "word/header1.xml"); !strings.Contains(head, "可编辑副本") || strings.Contains(head, "草稿") || strings.Contains(head, "模板") {
		t.Errorf("head of the page: %s", head)
	}
	pdf := h.want(t, 200, "", envHandler, get(content+"?format=pdf"))
	if own := part(t, issued.text, "docProps/custom.xml"); !strings.Contains(own, hexSum(pdf.text)) {
		t.Errorf("the copy does not name the PDF it was made from: %s", own)
	}
	if again := h.want(t, 200, "", envHandler, get(content+"?format=docx")); !bytes.Equal([]byte(again.text), []byte(issued.text)) {
		t.Error("the same copy has other bytes")
	}

	for _, path := range []string{preview, content} {
		h.want(t, 404, "not_found", outsider, get(path+"?format=docx"))
		h.want(t, 401, "", nobody, get(path+"?format=docx"))
		bad := h.want(t, 422, "", envHandler, get(path+"?format=doc"))
		if f := bad.fields(); len(f) != 1 || f[0] != "query.format" {
			t.Errorf("another format: %v", f)
		}
		if got := h.want(t, 200, "", envHandler, get(path)); got.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(got.header.Get("Content-Disposition"), "inline") {
			t.Errorf("without a format: %v", got.header)
		}
	}

	h.want(t, 200, "", envHandler, post(at(id, "/documents/"+doc["id"].(string)+"/void"), map[string]any{"reason": "文字有误"}))
	void := h.want(t, 200, "", envHandler, get(content+"?format=docx"))
	if head := part(t, void.text, "word/header1.xml"); !strings.Contains(head, "已作废") {
		t.Errorf("a void document's copy is not marked: %s", head)
	}
}

// saved holds an answer to being a DOCX that is saved under a name, written as
// RFC 8187 says.
func saved(t *testing.T, got answer, name string) {
	t.Helper()
	disposition := got.header.Get("Content-Disposition")
	kind, params, err := mime.ParseMediaType(disposition)
	if err != nil || kind != "attachment" || params["filename"] != name || !strings.Contains(disposition, "filename*=utf-8''"+url.PathEscape(name)[:6]) {
		t.Errorf("disposed as %q: %v", disposition, err)
	}
	if got.header.Get("Content-Type") != casework.DOCX.MediaType() || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers %v", got.header)
	}
}
