package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// request is one HTTP request, by hand: the load must cost as little as it can,
// it runs on the machine that it measures.
type request struct {
	method, path, cookie, body, key string
	version                         int64
}

func (r request) bytes(host string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n", r.method, r.path, host, r.cookie)
	if r.method != http.MethodGet {
		fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(r.body))
	}
	if r.key != "" {
		fmt.Fprintf(&b, "Idempotency-Key: %s\r\nIf-Match: \"%d\"\r\n", r.key, r.version)
	}
	return []byte(b.String() + "\r\n" + r.body)
}

// client is one connection that asks and waits.
type client struct {
	host string
	conn net.Conn
	in   *bufio.Reader
}

func dial(ctx context.Context, hub string) (*client, error) {
	host := strings.TrimPrefix(hub, "http://")
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", host)
	if err != nil {
		return nil, fmt.Errorf("connect to the hub: %w", err)
	}
	return &client{host: host, conn: conn, in: bufio.NewReaderSize(conn, 64<<10)}, nil
}

// do sends a request and throws the answer away, unless it is a refusal. It
// gives the size of the answer.
func (c *client) do(r request) (int64, error) {
	if _, err := c.conn.Write(r.bytes(c.host)); err != nil {
		return 0, fmt.Errorf("ask %s: %w", r.path, err)
	}
	res, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0, fmt.Errorf("ask %s: %w", r.path, err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		text, err := io.ReadAll(res.Body)
		return 0, fmt.Errorf("ask %s: %s %s %w", r.path, res.Status, text, err)
	}
	n, err := io.Copy(io.Discard, res.Body)
	if err != nil {
		return n, fmt.Errorf("ask %s: %w", r.path, err)
	}
	return n, nil
}

// result of a load.
type result struct {
	rate     float64 // requests per second
	p50, p95 time.Duration
	size     int64 // of one answer, bytes
}

// drive lets several clients do the requests 0..n-1 as fast as they are answered.
func drive(ctx context.Context, hub string, clients, n int, next func(i int) request) (result, error) {
	list := make([]*client, clients)
	for i := range list {
		c, err := dial(ctx, hub)
		if err != nil {
			return result{}, err
		}
		defer c.conn.Close()
		list[i] = c
	}
	var taken atomic.Int64
	took, failed := make([][]time.Duration, clients), make([]error, clients)
	var size atomic.Int64
	var all sync.WaitGroup
	begin := time.Now()
	for i, c := range list {
		all.Go(func() {
			for {
				k := int(taken.Add(1)) - 1
				if k >= n || ctx.Err() != nil {
					return
				}
				from := time.Now()
				bytes, err := c.do(next(k))
				if err != nil {
					failed[i] = err
					return
				}
				size.Store(bytes)
				took[i] = append(took[i], time.Since(from))
			}
		})
	}
	all.Wait()
	spent := time.Since(begin)
	for _, err := range failed {
		if err != nil {
			return result{}, err
		}
	}
	return summary(slices.Concat(took...), spent, size.Load()), ctx.Err()
}

func summary(times []time.Duration, spent time.Duration, size int64) result {
	slices.Sort(times)
	return result{rate: float64(len(times)) / spent.Seconds(), p50: quantile(times, 50), p95: quantile(times, 95), size: size}
}

// quantile of sorted times, percent from 0 to 100.
func quantile(times []time.Duration, percent int) time.Duration {
	if len(times) == 0 {
		return 0
	}
	return times[min(len(times)*percent/100, len(times)-1)]
}

// median of figures.
func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(list))
	if n := len(s); n%2 == 0 {
		return (s[n/2-1] + s[n/2]) / 2
	}
	return s[len(s)/2]
}
