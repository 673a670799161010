package federation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Client speaks to one partner hub by HTTPS. It follows no redirect, reads no answer
// beyond its bound, and tries the partner's endpoints in order until one answers.
type Client struct {
	Self      Signer           // the hub's key: signs every request
	Hub       string           // our name
	Peer      string           // the partner's name
	Endpoints []string         // of the partner's metadata
	Opener    Opener           // verifies what comes back
	Clock     func() time.Time // tells the time
	HTTP      *http.Client     // nil: http.DefaultTransport; mutual TLS and proxies are set here
}

// requestTimeout bounds one request but the fetching of a file, which its context bounds.
const requestTimeout = 30 * time.Second

// attempts is how often one request is made where the connection breaks under it. A line that
// breaks one in five is not a partner that is silent: given up at the first break, a round
// carries four requests, with three attempts a hundred. Every request of the protocol may be
// made again without effect.
const attempts = 3

// maxAnswer bounds an answer of several lines.
const maxAnswer = 32 << 20

// ErrNoAnswer says that no endpoint of the partner answered.
var ErrNoAnswer = errors.New("no endpoint of the partner answers")

// Refusal is an answer that is not the one asked for.
type Refusal struct {
	Status     int
	ServerTime time.Time     // by the partner's clock; zero if it did not say
	RetryAfter time.Duration // what a 429 or 503 asked for
}

func (r *Refusal) Error() string { return "the partner answered " + strconv.Itoa(r.Status) }

// Delivery is what came of sending an envelope.
type Delivery struct {
	Step       Step
	Status     int // 0: no answer
	Receipt    Receipt
	Raw        []byte // the receipt's bytes, to be kept; nil if none came with the answer
	ServerTime time.Time
	RetryAfter time.Duration
}

// Deliver sends an envelope. An answer of success without a receipt that verifies and
// is about these bytes is none: Step is Again and the error says why.
func (c *Client) Deliver(ctx context.Context, raw []byte) (Delivery, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	a, err := c.ask(ctx, http.MethodPost, PathEnvelopes, MediaSealed, raw, nil)
	if err != nil {
		return Delivery{Step: Again}, err
	}
	defer a.Body.Close()
	d := Delivery{Step: Answer(a.StatusCode), Status: a.StatusCode, ServerTime: serverTime(a), RetryAfter: retryAfter(a)}
	body, err := readAll(a.Body, MaxReceipt)
	if err != nil {
		return Delivery{Step: Again, Status: a.StatusCode}, err
	}
	if mediaOf(a) != MediaSealed {
		if d.Step == Done {
			d.Step = Again
			return d, fmt.Errorf("deliver: %d without a receipt", a.StatusCode)
		}
		return d, nil
	}
	r, _, err := c.Opener.OpenReceipt(body, c.Clock())
	switch {
	case err != nil:
	case r.Hub != c.Peer:
		err = invalid(ReasonForeignSender, "a receipt of another hub")
	case r.EnvelopeHash != HashOf(raw):
		err = invalid(ReasonAudience, "a receipt of another envelope")
	case (r.Kind == Refused) == (d.Step == Done):
		err = invalid(ReasonField, "the receipt contradicts the status")
	}
	if err != nil {
		if d.Step == Done {
			d.Step = Again
		}
		return d, fmt.Errorf("deliver: %w", err)
	}
	d.Receipt, d.Raw = r, body
	return d, nil
}

// SendReceipt passes on a receipt that was signed after the first answer. *Refusal if
// the partner does not take it.
func (c *Client) SendReceipt(ctx context.Context, raw []byte) error {
	_, err := c.call(ctx, http.MethodPost, PathReceipts, MediaSealed, raw, MaxReceipt)
	return err
}

// CatchUp asks for the partner's envelopes of a conversation after a number, a page of
// them: their bytes, unopened, in order, and how far there is more to ask for.
func (c *Client) CatchUp(ctx context.Context, conversation Conversation, after int64) ([][]byte, Point, error) {
	a, err := c.call(ctx, http.MethodGet, ConversationPath(conversation, after), "", nil, maxAnswer)
	if err != nil {
		return nil, Point{}, err
	}
	head, err := parseHead(a.header.Get(HeaderHead))
	return lines(a.body), head, err
}

// Receipts asks for the receipts of a message of ours: their bytes, unopened.
func (c *Client) Receipts(ctx context.Context, id Message) ([][]byte, error) {
	a, err := c.call(ctx, http.MethodGet, MessagePath(id), "", nil, maxAnswer)
	return lines(a.body), err
}

// Metadata fetches the partner's present edition, unopened. It is open to everybody.
func (c *Client) Metadata(ctx context.Context) ([]byte, error) {
	a, err := c.call(ctx, http.MethodGet, PathMetadata, "", nil, MaxMetadata)
	return a.body, err
}

// Tell passes on our present edition, so that the partner hears at once of a new organ, of the
// next key, or that one was lost. *Refusal if the partner does not take it.
func (c *Client) Tell(ctx context.Context, sealed []byte) error {
	_, err := c.call(ctx, http.MethodPost, PathTell, MediaSealed, sealed, MaxReceipt)
	return err
}

// Checkpoint fetches the signed checkpoint of the partner's log, as it stands.
func (c *Client) Checkpoint(ctx context.Context) ([]byte, error) {
	a, err := c.call(ctx, http.MethodGet, PathCheckpoint, "", nil, maxCheckpoint)
	return a.body, err
}

// answer is an answer of success, read.
type answer struct {
	header http.Header
	body   []byte
}

// call asks and reads an answer of success; any other is a *Refusal.
func (c *Client) call(ctx context.Context, method, path, media string, body []byte, limit int64) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	a, err := c.ask(ctx, method, path, media, body, nil)
	if err != nil {
		return answer{}, err
	}
	defer a.Body.Close()
	if Answer(a.StatusCode) != Done {
		return answer{}, refusal(a)
	}
	read, err := readAll(a.Body, limit)
	return answer{a.Header, read}, err
}

// ask tries the endpoints in order, and all of them again where only connections broke. Each
// attempt has a token of its own.
func (c *Client) ask(ctx context.Context, method, path, media string, body []byte, more http.Header) (*http.Response, error) {
	client := http.Client{}
	if c.HTTP != nil {
		client = *c.HTTP
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	failed := ErrNoAnswer
	for range attempts {
		again := false
		for _, base := range c.Endpoints {
			r, err := c.request(ctx, base, method, path, media, body, more)
			if err != nil {
				return nil, fmt.Errorf("ask: %w", err)
			}
			a, err := client.Do(r)
			if err == nil {
				return a, nil
			}
			failed, again = fmt.Errorf("%w: %w", ErrNoAnswer, err), again || brokeOff(err)
			if ctx.Err() != nil {
				return nil, failed
			}
		}
		if !again {
			break
		}
	}
	return nil, failed
}

func (c *Client) request(ctx context.Context, base, method, path, media string, body []byte, more http.Header) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(base, "/")+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	token, err := Request{Hub: c.Hub, Audience: c.Peer, Method: method, Path: path, Body: HashOf(body), IssuedAt: c.Clock()}.Authorize(c.Self)
	if err != nil {
		return nil, err
	}
	for name, values := range more {
		r.Header[name] = values
	}
	r.Header.Set("Authorization", token)
	if media != "" {
		r.Header.Set("Content-Type", media)
	}
	return r, nil
}

// brokeOff reports whether a connection that stood broke off. Nobody there, and no answer in
// time, are not that: asking at once again would only cost the time of the round.
func brokeOff(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// readAll refuses what is longer, instead of cutting it.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	if int64(len(body)) > limit {
		return nil, invalid(ReasonOversize, "an answer of more than %d bytes", limit)
	}
	return body, nil
}
