package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// FeedEvent is a notice as webhooks carry it.
type FeedEvent struct {
	Type      string    `json:"type" example:"clock.half" doc:"clock.* and what became of the clock, act, record or remark"`
	Timestamp time.Time `json:"timestamp"`
	Data      FeedData  `json:"data"`
}

// FeedData holds number, kind, link and ids; what happened is read from the case.
type FeedData struct {
	ID     string     `json:"id" format:"uuid" doc:"Stable: the webhook-id of the same notice"`
	Number string     `json:"number,omitempty"`
	Kind   string     `json:"kind,omitempty" doc:"Kind of the case"`
	Case   string     `json:"case,omitempty" format:"uuid"`
	Event  string     `json:"event,omitempty" format:"uuid" doc:"Event of the case's timeline"`
	Level  string     `json:"level" enum:"info,warn,urgent"`
	DueAt  *time.Time `json:"due_at,omitempty"`
	Link   string     `json:"link,omitempty"`
}

// FeedPage is a page of the feed, oldest first.
type FeedPage struct {
	Items []FeedEvent `json:"items"`
	Next  string      `json:"next,omitempty" doc:"Place after the last line: keep it and ask from there next time, also when the page was empty"`
}

type feedInput struct {
	Cursor string    `query:"cursor" maxLength:"200" doc:"Next of the page before; absent: from the beginning"`
	Since  time.Time `query:"since" doc:"Instead of a cursor: time after which to begin"`
	Limit  int       `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func (s *Server) registerFeed(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "listEvents", Method: http.MethodGet, Path: "/v1/events", Tags: []string{"Endpoints"}, Summary: "What my organ was told, oldest first, to be read on from a cursor",
		Description: "The same notices under the same ids as webhooks carry, a minute after they were made at the earliest: whoever reads on from the cursor misses none.",
		Errors:      []int{401, 403, 422},
	}, s.listEvents)
}

func (s *Server) listEvents(ctx context.Context, in *feedInput) (*adminList[FeedPage], error) {
	return adminGet(ctx, &fields{}, func() (FeedPage, error) {
		var since *time.Time
		if !in.Since.IsZero() {
			since = &in.Since
		}
		after, err := feedPlace(in.Cursor, since)
		if err != nil {
			return FeedPage{}, err
		}
		rows, err := s.Office.Feed(ctx, actorOf(ctx), after, in.Limit)
		out := FeedPage{Items: make([]FeedEvent, len(rows)), Next: in.Cursor}
		for i, n := range rows {
			out.Items[i] = FeedEvent{Type: n.Line.Group(), Timestamp: n.At, Data: FeedData{
				ID: n.ID.String(), Number: n.Line.Number, Kind: n.Line.CaseKind, Level: n.Level, DueAt: n.Line.DueAt, Link: n.Line.Link,
			}}
			if !n.Case.IsZero() {
				out.Items[i].Data.Case = n.Case.String()
			}
			if !n.Event.IsZero() {
				out.Items[i].Data.Event = n.Event.String()
			}
			out.Next = joinCursor(n.At, n.ID.String())
		}
		return out, err
	})
}

// feedPlace reads a place in the feed: a cursor, a time, or neither for the beginning.
func feedPlace(cursor string, since *time.Time) (casework.NoticeCursor, error) {
	switch {
	case cursor != "" && since != nil:
		return casework.NoticeCursor{}, fault.New(fault.Invalid, "cursor.ambiguous", fault.T("cursor 与 since 只能填一项", "Give cursor or since, not both"))
	case since != nil:
		return casework.NoticeCursor{At: *since}, nil
	case cursor == "":
		return casework.NoticeCursor{}, nil
	}
	at, last, err := splitCursor[ids.Delivery](cursor)
	return casework.NoticeCursor{At: at, ID: last}, err
}

// joinCursor is what splitCursor reads.
func joinCursor(at time.Time, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(at.UTC().Format(time.RFC3339Nano) + "|" + id))
}
