package casework

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// SavedFilter is a filter that a person keeps under a name (常用筛选).
type SavedFilter struct {
	ID     ids.Entry
	Name   string
	Query  string // as it stands in the address of the page
	Shared bool   // the whole organ sees it
	Mine   bool
	Owner  string
}

// MaxFilters is how many filters one person keeps.
const MaxFilters = 50

// filterKeys are the parts of an address that a filter may keep.
var filterKeys = []string{"box", "q", "kind", "state", "light", "side", "turn", "from", "to", "officer"}

// Filters gives the caller's filters, then those that colleagues share.
func (o *Office) Filters(ctx context.Context, a Actor) (out []SavedFilter, err error) {
	if a.Machine {
		return nil, notAPerson()
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		out, err = filtersIn(ctx, q, a)
		return err
	})
	return out, err
}

func filtersIn(ctx context.Context, q *dbsqlc.Queries, a Actor) ([]SavedFilter, error) {
	rows, err := q.ListFilters(ctx, a.User, a.Agency)
	out := make([]SavedFilter, len(rows))
	for i, r := range rows {
		out[i] = SavedFilter{ID: r.ID, Name: r.Name, Query: r.Query, Shared: r.Shared, Mine: r.UserID == a.User, Owner: r.Owner}
	}
	return out, err
}

// SaveFilter keeps a filter; the same name again replaces it.
func (o *Office) SaveFilter(ctx context.Context, a Actor, f SavedFilter) (out []SavedFilter, err error) {
	if a.Machine {
		return nil, notAPerson()
	}
	if !o.mayList(a) {
		return nil, denied("case.list")
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	now := o.Now()
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		_, err := q.SaveFilter(ctx, dbsqlc.SaveFilterParams{
			ID: ids.New[ids.Entry](now), AgencyID: a.Agency, UserID: a.User, Name: f.Name, Query: f.Query, Shared: f.Shared, CreatedAt: now, Most: MaxFilters,
		})
		if noRows(err) {
			return fault.New(fault.Rule, "filters.too_many", fault.T("最多保存五十个常用筛选，请先删除不用的", "Fifty saved filters at most: delete one you no longer use"))
		}
		if err != nil {
			return err
		}
		out, err = filtersIn(ctx, q, a)
		return err
	})
	return out, err
}

func (f *SavedFilter) check() error {
	var t texts
	t.clean("body.name", &f.Name)
	t.clean("body.query", &f.Query)
	if err := t.err(); err != nil {
		return err
	}
	if f.Name = strings.TrimSpace(f.Name); f.Name == "" || utf8.RuneCountInString(f.Name) > 40 {
		return invalid("body.name", "名称为一至四十个字", "A name has one to forty characters")
	}
	values, err := url.ParseQuery(f.Query)
	if err != nil || len(values) == 0 {
		return invalid("body.query", "没有可以保存的筛选条件", "There is no condition to keep")
	}
	for key := range values {
		if !slices.Contains(filterKeys, key) {
			return invalid("body.query", "含有不认识的筛选条件", "Holds a condition that is not known")
		}
	}
	f.Query = values.Encode()
	return nil
}

// DeleteFilter forgets one of the caller's own filters.
func (o *Office) DeleteFilter(ctx context.Context, a Actor, id ids.Entry) error {
	if a.Machine {
		return notAPerson()
	}
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		n, err := q.DeleteFilter(ctx, id, a.User)
		if err == nil && n == 0 {
			return missing()
		}
		return err
	})
}
