package blobs_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/xianjie-hub/xianjie/store/blobs"
)

func BenchmarkPut(b *testing.B) {
	s, err := blobs.Open(filepath.Join(b.TempDir(), "evidence"))
	if err != nil {
		b.Fatal(err)
	}
	data := bytes.Repeat([]byte("0123456789abcdef"), 1<<16) // 1 MiB
	b.SetBytes(int64(len(data)))
	for i := 0; b.Loop(); i++ {
		copy(data, []byte{byte(i), byte(i >> 8), byte(i >> 16)})
		if _, err := s.Put(ctx, bytes.NewReader(data), enough); err != nil {
			b.Fatal(err)
		}
	}
}
