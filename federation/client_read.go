package federation

import (
	"bytes"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

func refusal(a *http.Response) *Refusal {
	return &Refusal{a.StatusCode, serverTime(a), retryAfter(a)}
}

// mediaOf is the media type of an answer without its parameters.
func mediaOf(a *http.Response) string {
	media, _, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return media
}

// serverTime is what the partner's clock said, zero if it did not say.
func serverTime(a *http.Response) time.Time {
	at, err := time.Parse(time.RFC3339, a.Header.Get(HeaderTime))
	if err != nil {
		return time.Time{}
	}
	return at
}

// retryAfter reads seconds; a date would ask one clock about the other's.
func retryAfter(a *http.Response) time.Duration {
	seconds, err := strconv.Atoi(a.Header.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return min(time.Duration(min(seconds, 1<<30))*time.Second, maxRetryFor)
}

// lines gives the lines that are not empty. A frame holds no line end.
func lines(body []byte) (all [][]byte) {
	for line := range bytes.SplitSeq(body, []byte{'\n'}) {
		if len(line) > 0 {
			all = append(all, line)
		}
	}
	return all
}

// FormatHead writes HeaderHead; nothing for the zero Point.
func FormatHead(p Point) string {
	if p.IsZero() {
		return ""
	}
	return strconv.FormatInt(p.Seq, 10) + " " + p.Hash.String()
}

func parseHead(s string) (Point, error) {
	if s == "" {
		return Point{}, nil
	}
	seq, hash, _ := strings.Cut(s, " ")
	n, err := strconv.ParseInt(seq, 10, 64)
	if err != nil {
		return Point{}, invalid(ReasonField, HeaderHead)
	}
	h, err := ParseHash(hash)
	p := Point{n, h}
	if err != nil || !p.valid() {
		return Point{}, invalid(ReasonField, HeaderHead)
	}
	return p, nil
}
