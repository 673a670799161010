package api

import (
	"fmt"
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// compressed answers with gzip to who takes it. A page of the inbox shrinks to a
// fifth, which decides how a county office on a narrow line likes the hub.
//
// Up to jitter bytes, chosen by the content, are added, so that the length of an
// answer does not betray a text beside one that somebody else put in (BREACH).
// Files and the live stream do not pass here.
func compressed(next http.Handler) http.Handler {
	const (
		smallest = 1024 // below, the packet on the line stays one packet
		jitter   = 32
		looked   = 64 << 10 // of the content, for the jitter
	)
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(smallest), gzhttp.EnableZstd(false), gzhttp.CompressionLevel(5), gzhttp.RandomJitter(jitter, looked, false),
		gzhttp.ContentTypes([]string{"application/json", "application/problem+json", "application/yaml", "application/openapi+json", "application/openapi+yaml"}))
	if err != nil { // only by constants that contradict each other
		panic(fmt.Sprintf("compress answers: %v", err))
	}
	return wrap(next)
}
