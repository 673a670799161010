package casework

import (
	"context"
	"encoding/json"
	"math"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// OrganEvent is one recorded change of an organ.
type OrganEvent struct {
	ID       ids.Event
	Seq      int64
	Kind     string
	Agency   ids.Agency // whose act; zero: the hub itself, on the command line
	User     ids.User
	ByName   string
	Function string
	At       time.Time
	Fields   map[string]json.RawMessage // what was said; a blanked value is null
}

// OrganHistory lists what was changed at an organ and by whom, newest first.
// before is a sequence number, 0 for the newest.
func (o *Office) OrganHistory(ctx context.Context, a Actor, organ ids.Agency, before int64, size int) (list []OrganEvent, err error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	err = o.readOrgan(ctx, a, organ, "organ.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		rows, err := q.ListOrganEvents(ctx, organ.String(), before, int32(min(max(size, 1), MaxPage)))
		for _, r := range rows {
			if n := len(list); n == 0 || list[n-1].ID != r.ID {
				list = append(list, OrganEvent{
					ID: r.ID, Seq: r.Seq, Kind: r.Kind, Agency: r.AgencyID, User: r.UserID, Function: r.Function, At: r.RecordedAt,
					Fields: map[string]json.RawMessage{},
				})
			}
			list[len(list)-1].take(r)
		}
		return err
	})
	return list, err
}

func (e *OrganEvent) take(r dbsqlc.ListOrganEventsRow) {
	switch {
	case r.Name == nil:
	case *r.Name == "actor.name":
		e.ByName = string(r.Value)
	case *r.Name == "actor.user" || *r.Name == "actor.client": // in the columns already
	case len(r.Value) == 0:
		e.Fields[*r.Name] = json.RawMessage("null")
	default:
		e.Fields[*r.Name] = r.Value
	}
}
