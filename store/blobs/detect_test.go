package blobs_test

import (
	"archive/zip"
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/material"
)

// What is detected is read from the bytes, and the checklist's word for a file that
// contradicts its name agrees with it.
func TestDetected(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for name, c := range map[string]struct {
		content  []byte
		detected string
		lying    bool
	}{
		"移送书.pdf":  {[]byte("%PDF-1.7\n"), "application/pdf", false},
		"照片.jpg":   {[]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), "image/jpeg", false},
		"照片.png":   {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "image/png", false},
		"扫描.tif":   {[]byte("II*\x00\x08\x00\x00\x00"), "image/tiff", false},
		"录音.wav":   {[]byte("RIFF\x24\x00\x00\x00WAVEfmt "), "audio/wav", false},
		"录音.mp3":   {[]byte("\xff\xfb\x90\x64\x00\x00\x00\x00"), "audio/mpeg", false},
		"录像.mp4":   {[]byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp41"), "video/mp4", false},
		"录像.avi":   {[]byte("RIFF\x24\x00\x00\x00AVI LIST\x00\x00\x00\x00hdrl"), "video/x-msvideo", false},
		"材料.zip":   {zipOf(t, "a.txt"), "application/zip", false},
		"报告.ofd":   {zipOf(t, "OFD.xml"), "application/ofd", false},
		"报告.docx":  {zipOf(t, "[Content_Types].xml", "_rels/.rels", "word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false},
		"说明.txt":   {[]byte("情况说明"), "text/plain; charset=utf-8", false},
		"照片二.jpg":  {[]byte("<html><script>1</script></html>"), "text/html; charset=utf-8", true},
		"移送书二.pdf": {zipOf(t, "a.txt"), "application/zip", true},
		"监测报告.pdf": {[]byte("MZ\x90\x00\x03\x00\x00\x00"), "application/vnd.microsoft.portable-executable", true},
		"空.pdf":    {nil, "text/plain", true},
		"未知.dat":   {[]byte{0, 1, 2, 3}, "application/octet-stream", false},
	} {
		b, err := s.Put(context.Background(), bytes.NewReader(c.content), enough)
		if err != nil || b.Detected != c.detected {
			t.Errorf("%s: %q, %v", name, b.Detected, err)
		}
		if got := material.Lying(filepath.Ext(name), b.Detected); got != c.lying {
			t.Errorf("%s holding %s: lying %v", name, b.Detected, got)
		}
	}
}

func zipOf(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte("<x/>")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
