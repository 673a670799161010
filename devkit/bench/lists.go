package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/devkit/bench/rig"
	"github.com/xianjie-hub/xianjie/devkit/story"
)

// listFigures of one page at one size. Times are medians of one client that
// asks and waits.
type listFigures struct {
	Referrals int     `json:"referrals"` // visible to the agency
	Page      string  `json:"page"`
	P50       float64 `json:"p50_ms"`
	P95       float64 `json:"p95_ms"`
	Growth    float64 `json:"growth,omitempty"` // of the median, from the small size
}

// smallList is the size that the large one is compared with.
const smallList = 1000

// asks is how often each page is asked for.
const asks = 200

// lister measures the lists.
type lister struct {
	o    options
	rig  *rig.Rig
	conn *pgx.Conn
}

// measure asks for pages of fifty among few referrals and among many.
func (l *lister) measure(ctx context.Context) (out []listFigures, err error) {
	l.o.say("lists")
	id, err := l.clear(ctx)
	if err != nil {
		return nil, err
	}
	cookie, err := signIn(ctx, l.rig.URL, story.Environment, "env-handler")
	if err != nil {
		return nil, err
	}
	police, err := signIn(ctx, l.rig.URL, story.Police, "police-desk")
	if err != nil {
		return nil, err
	}
	small := map[string]float64{}
	from := 0
	for _, size := range []int{smallList, l.o.large} {
		var have int
		if err := l.conn.QueryRow(ctx, "SELECT count(*) FROM participations p JOIN agencies a ON a.id = p.agency_id WHERE a.code = $1", story.Environment).Scan(&have); err != nil {
			return nil, fmt.Errorf("count referrals: %w", err)
		}
		if err := l.grow(ctx, id, from, size-have); err != nil {
			return nil, err
		}
		from += max(size-have, 0)
		pages, err := l.pages(ctx, cookie, police)
		if err != nil {
			return nil, err
		}
		for _, p := range pages {
			r, err := drive(ctx, l.rig.URL, 1, asks, func(int) request { return request{method: http.MethodGet, path: p.path, cookie: p.cookie} })
			if err != nil {
				return nil, err
			}
			f := listFigures{Referrals: size, Page: p.name, P50: ms(r.p50), P95: ms(r.p95)}
			if size == smallList {
				small[p.name] = f.P50
			} else if base := small[p.name]; base > 0 {
				f.Growth = f.P50 / base
			}
			l.o.say("  %d referrals, %s: %.1f ms", size, p.name, f.P50)
			out = append(out, f)
		}
	}
	return out, nil
}

func ms(d time.Duration) float64 { return d.Seconds() * 1e3 }

// clear takes the copies of the write path out of the lists and gives the
// referral that is copied.
func (l *lister) clear(ctx context.Context) (id string, err error) {
	if _, err := l.conn.Exec(ctx, "DELETE FROM participations WHERE case_id IN (SELECT id FROM cases WHERE number ~ '-[0-9]{5}-[0-9]+$')"); err != nil {
		return "", fmt.Errorf("take the copies out of the lists: %w", err)
	}
	err = l.conn.QueryRow(ctx, `SELECT c.id::text FROM cases c JOIN agencies s ON s.id = c.sender_id JOIN agencies r ON r.id = c.receiver_id
		WHERE c.state = 'received' AND s.code = $1 AND r.code = $2 AND EXISTS (SELECT 1 FROM participations p WHERE p.case_id = c.id) ORDER BY c.created_at LIMIT 1`, story.Environment, story.Police).Scan(&id)
	if err != nil {
		return "", fmt.Errorf("find a received referral: %w", err)
	}
	return id, nil
}

// listBase keeps the numbers of these copies apart from those of the write path.
const listBase = 5_000_000

// grow adds copies whose moments lie a second apart, as those of real cases do.
func (l *lister) grow(ctx context.Context, id string, from, n int) error {
	c := copier{l.conn}
	apart := map[string]string{"participations.touched_at": "s.touched_at - (n - 5000000) * interval '1 second'"}
	const page = 10_000
	for done := 0; done < n; done += page {
		first := listBase + from + done
		if err := c.copies(ctx, id, listed, first, first+min(page, n-done)-1, apart); err != nil {
			return err
		}
	}
	return c.settle(ctx, listed)
}

type listPage struct{ name, path, cookie string }

// pages are the sender's first page and one far behind it, what is the police's
// turn, and the numbers beside the boxes.
func (l *lister) pages(ctx context.Context, cookie, police string) ([]listPage, error) {
	list := []listPage{{"sent, first", "/v1/referrals?box=sent&limit=50", cookie}}
	cursor := ""
	for range 9 {
		next, err := l.next(ctx, cookie, "/v1/referrals?box=sent&limit=100&cursor="+url.QueryEscape(cursor))
		if err != nil {
			return nil, err
		}
		if next == "" {
			return nil, fmt.Errorf("the list of what was sent is shorter than its pages")
		}
		cursor = next
	}
	return append(list,
		listPage{"sent, after 900", "/v1/referrals?box=sent&limit=50&cursor=" + url.QueryEscape(cursor), cookie},
		listPage{"my turn, first", "/v1/referrals?box=todo&limit=50", police},
		listPage{"counts", "/v1/referral-counts", cookie},
	), nil
}

// next gives the cursor behind a page.
func (l *lister) next(ctx context.Context, cookie, path string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, l.rig.URL+path, nil)
	if err != nil {
		return "", fmt.Errorf("ask for a page: %w", err)
	}
	req.Header.Set("Cookie", cookie)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", fmt.Errorf("ask for a page: %w", err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("ask for a page: %d %s %w", res.StatusCode, raw, err)
	}
	var page struct {
		Next string `json:"next"`
	}
	if err := json.Unmarshal(raw, &page); err != nil {
		return "", fmt.Errorf("read a page: %w", err)
	}
	return page.Next, nil
}
