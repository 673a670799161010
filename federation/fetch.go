package federation

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Partial is a file that is being fetched; *os.File is one. What it holds from an
// earlier attempt is kept and only the rest asked for.
type Partial interface {
	io.ReadWriteSeeker
	Truncate(size int64) error
}

// ErrShort says that a file broke off; what came is kept, and fetching it again goes on.
var ErrShort = errors.New("the file broke off")

// Fetch brings a file of a known digest and size that a message to us names. It counts
// as delivered only if it returns nil: then the digest is right. Where it is not
// (ReasonBadSignature), what came is thrown away.
func (c *Client) Fetch(ctx context.Context, named Message, digest Hash, size int64, into Partial) error {
	if size < 0 || size > maxAttachment {
		return invalid(ReasonOversize, "a file of %d bytes", size)
	}
	sum := sha256.New()
	if _, err := into.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	have, err := io.Copy(sum, io.LimitReader(into, size+1))
	if err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	if have > size {
		have = 0
		sum.Reset()
	}
	if have < size {
		if have, err = c.rest(ctx, AttachmentPath(digest, named), have, size, into, sum); err != nil {
			return err
		}
	}
	if have < size {
		return ErrShort
	}
	if Hash(sum.Sum(nil)) != digest {
		return errors.Join(invalid(ReasonBadSignature, "the digest of the file is another"), empty(into))
	}
	return into.Truncate(size)
}

// hasher is what rest needs of a running digest.
type hasher interface {
	io.Writer
	Reset()
}

// rest asks for what is missing and gives how much there is then.
func (c *Client) rest(ctx context.Context, path string, have, size int64, into Partial, sum hasher) (int64, error) {
	more := http.Header{}
	if have > 0 {
		more.Set("Range", "bytes="+strconv.FormatInt(have, 10)+"-")
	}
	a, err := c.ask(ctx, http.MethodGet, path, "", nil, more)
	if err != nil {
		return have, err
	}
	defer a.Body.Close()
	switch {
	case a.StatusCode == http.StatusPartialContent && have > 0:
		if !strings.HasPrefix(a.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-%d/%d", have, size-1, size)) {
			return have, invalid(ReasonField, "Content-Range")
		}
	case a.StatusCode == http.StatusOK: // from the beginning: it knows no ranges
		have = 0
		sum.Reset()
	default:
		return have, refusal(a)
	}
	if _, err := into.Seek(have, io.SeekStart); err != nil {
		return have, fmt.Errorf("fetch: %w", err)
	}
	if err := into.Truncate(have); err != nil {
		return have, fmt.Errorf("fetch: %w", err)
	}
	n, err := io.Copy(io.MultiWriter(into, sum), io.LimitReader(a.Body, size-have))
	if err != nil {
		return have + n, fmt.Errorf("%w: %w", ErrShort, err)
	}
	return have + n, nil
}

func empty(into Partial) error {
	if _, err := into.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	return into.Truncate(0)
}
