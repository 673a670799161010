package federation

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// A hub behind a gatekeeper can call and cannot be called. It delivers like any other, and
// fetches what lies ready for it by long poll (拉取): the same bytes, the same receipts. Files
// that it sent the names of it brings itself.

// MaxWait is the longest that a page of the outbox is waited for.
const MaxWait = 25 * time.Second

// Cursor names a page of an outbox. Asking for what comes after it says that its receipts were
// taken; an envelope is taken by its own receipt alone, and lies ready until then.
type Cursor = ids.Entry

// Outbox is a page of what lies ready.
type Outbox struct {
	Envelopes [][]byte // their bytes, unopened, in the order in which they were written
	Receipts  [][]byte // for envelopes of ours
	Cursor    string   // to be asked after next; empty: as before
}

// OutboxPath is where what comes after a cursor lies.
func OutboxPath(after string, wait time.Duration) string {
	path := PathOutbox + "?wait=" + strconv.Itoa(int(min(max(wait, 0), MaxWait)/time.Second))
	if after != "" {
		path += "&after=" + after
	}
	return path
}

// Outbox asks for what lies ready after a cursor, and waits for it as long as it may.
func (c *Client) Outbox(ctx context.Context, after string, wait time.Duration) (Outbox, error) {
	ctx, cancel := context.WithTimeout(ctx, min(wait, MaxWait)+requestTimeout)
	defer cancel()
	a, err := c.ask(ctx, http.MethodGet, OutboxPath(after, wait), "", nil, nil)
	if err != nil {
		return Outbox{}, err
	}
	defer a.Body.Close()
	if Answer(a.StatusCode) != Done {
		return Outbox{}, refusal(a)
	}
	body, err := readAll(a.Body, 2*maxAnswer)
	if err != nil {
		return Outbox{}, err
	}
	all := lines(body)
	n, err := strconv.Atoi(a.Header.Get(HeaderEnvelopes))
	if err != nil || n < 0 || n > len(all) {
		return Outbox{}, invalid(ReasonField, HeaderEnvelopes)
	}
	return Outbox{all[:n], all[n:], a.Header.Get(HeaderCursor)}, nil
}

// WantedFile is a file that a message names and that its receiver does not have yet.
type WantedFile struct {
	Message Message `json:"message"`
	SHA256  Hash    `json:"sha256"`
	Bytes   int64   `json:"bytes"`
	Have    int64   `json:"have"` // how much of it came already
}

type wantedList struct {
	Files []WantedFile `json:"files"`
}

// EncodeWanted writes the body of PathWanted.
func EncodeWanted(files []WantedFile) ([]byte, error) {
	return json.Marshal(wantedList{append([]WantedFile{}, files...)})
}

// Wanted asks which of our files a partner that cannot fetch them still wants.
func (c *Client) Wanted(ctx context.Context) ([]WantedFile, error) {
	a, err := c.call(ctx, http.MethodGet, PathWanted, "", nil, maxAnswer)
	if err != nil {
		return nil, err
	}
	var l wantedList
	if bad := decode(a.body, &l); bad != nil {
		return nil, bad
	}
	for i, f := range l.Files {
		if f.SHA256.IsZero() || f.Message.IsZero() || !size(f.Bytes) || f.Have < 0 || f.Have > f.Bytes {
			return nil, invalid(ReasonField, "files[%d]", i)
		}
	}
	return l.Files, nil
}

// Give brings a file to a partner that cannot fetch it, from the offset on that it has. The
// token is made for an empty body: what proves the file is its digest.
func (c *Client) Give(ctx context.Context, f WantedFile, rest io.Reader) error {
	path := AttachmentPath(f.SHA256, f.Message)
	token, err := Request{Hub: c.Hub, Audience: c.Peer, Method: http.MethodPut, Path: path, Body: HashOf(nil), IssuedAt: c.Clock()}.Authorize(c.Self)
	if err != nil {
		return fmt.Errorf("give: %w", err)
	}
	if len(c.Endpoints) == 0 {
		return ErrNoAnswer
	}
	// One address a round: what was read of the file is gone, the next round begins again.
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, strings.TrimSuffix(c.Endpoints[0], "/")+path, rest)
	if err != nil {
		return fmt.Errorf("give: %w", err)
	}
	r.ContentLength = f.Bytes - f.Have
	r.Header.Set("Authorization", token)
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("Content-Range", ContentRange(f.Have, f.Bytes))
	client := http.Client{}
	if c.HTTP != nil {
		client = *c.HTTP
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	a, err := client.Do(r)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoAnswer, err)
	}
	_ = a.Body.Close()
	if Answer(a.StatusCode) != Done {
		return refusal(a)
	}
	return nil
}

// ContentRange writes where in a file the bytes of a request begin.
func ContentRange(from, size int64) string {
	return fmt.Sprintf("bytes %d-%d/%d", from, size-1, size)
}

// ParseContentRange reads it; false for anything but a rest that reaches the end.
func ParseContentRange(text string) (from, size int64, ok bool) {
	var last int64
	if n, err := fmt.Sscanf(text, "bytes %d-%d/%d", &from, &last, &size); err != nil || n != 3 {
		return 0, 0, false
	}
	return from, size, from >= 0 && from <= last && last == size-1 && ContentRange(from, size) == text
}
