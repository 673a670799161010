package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// copyBase is added to the number of a copy, so that its hexadecimal form
// always fills the last twelve digits of a UUID.
const copyBase = 1 << 44

// copier multiplies referrals by SQL. A copy is what the original is, with
// identifiers of its own: the first half of the original's and its number. So a
// benchmark knows every identifier of copy n without asking for it.
type copier struct{ conn *pgx.Conn }

// table is a table with rows that hang on a case.
type table struct {
	name string
	rows string // condition that picks the rows of a case $1
}

// whole is everything that hangs on a case, parents first. Deliveries, receipts
// and readings of the original stay its own.
var whole = []table{
	{"cases", "s.id = $1"}, {"participations", byCase}, {"parties", byCase}, {"charges", byCase}, {"handoffs", byCase}, {"clocks", byCase},
	{"evidence", byCase}, {"materials", byCase}, {"items", byCase}, {"documents", byCase}, {"events", byCase},
	{"event_values", byEvent}, {"log_leaves", byEvent}, {"confirmations", byCase},
}

// listed is what the lists and the counts read.
var listed = []table{{"cases", "s.id = $1"}, {"participations", byCase}, {"parties", byCase}, {"charges", byCase}, {"clocks", byCase}}

const (
	byCase  = "s.case_id = $1"
	byEvent = "s.event_id IN (SELECT id FROM events WHERE case_id = $1)"
)

// unique are columns that must differ between copies and hold no identifier of
// the uuid type. s is the original's row, n the copy's number.
var unique = map[string]string{
	"cases.number":      "s.number || '-' || n",
	"documents.number":  "CASE WHEN s.number = '' THEN '' ELSE s.number || '-' || n END",
	"events.subject_id": "left(s.subject_id, 24) || to_hex(%d + n)",
	"log_leaves.leaf":   "NULL",
}

// copies makes the copies first..last of a case. Overrides say what other
// columns become, as SQL over s and n.
func (c copier) copies(ctx context.Context, caseID string, tables []table, first, last int, overrides map[string]string) error {
	known, err := c.identifiers(ctx, caseID, tables)
	if err != nil {
		return err
	}
	overrides = maps.Clone(overrides)
	for column, expr := range unique {
		if _, set := overrides[column]; !set {
			if overrides == nil {
				overrides = map[string]string{}
			}
			overrides[column] = strings.ReplaceAll(expr, "%d", fmt.Sprint(copyBase))
		}
	}
	for _, t := range tables {
		sql, err := c.statement(ctx, t, overrides)
		if err != nil {
			return err
		}
		if _, err := c.conn.Exec(ctx, sql, caseID, known, first, last); err != nil {
			return fmt.Errorf("copy the rows of %s: %w", t.name, err)
		}
	}
	return nil
}

// identifiers are the ids of the original's rows; the same value elsewhere in
// its rows refers to them.
func (c copier) identifiers(ctx context.Context, caseID string, tables []table) ([]string, error) {
	var known []string
	prefixes := map[string]string{}
	for _, t := range tables {
		if t.name == "participations" || t.rows == byEvent || t.name == "confirmations" {
			continue // no id of their own
		}
		rows, err := c.conn.Query(ctx, "SELECT s.id::text FROM "+t.name+" s WHERE "+t.rows, caseID)
		if err != nil {
			return nil, fmt.Errorf("read ids of %s: %w", t.name, err)
		}
		found, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return nil, fmt.Errorf("read ids of %s: %w", t.name, err)
		}
		for _, id := range found {
			if twin := prefixes[id[:24]]; twin != "" {
				return nil, fmt.Errorf("%s and %s begin alike: copies would collide", id, twin)
			}
			prefixes[id[:24]] = id
		}
		known = append(known, found...)
	}
	return known, nil
}

// statement copies the rows of one table: $1 the case, $2 the known ids, $3 and
// $4 the first and the last number.
func (c copier) statement(ctx context.Context, t table, overrides map[string]string) (string, error) {
	rows, err := c.conn.Query(ctx, "SELECT column_name, udt_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1", t.name)
	if err != nil {
		return "", fmt.Errorf("read columns of %s: %w", t.name, err)
	}
	columns, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Name, Type string }])
	if err != nil {
		return "", fmt.Errorf("read columns of %s: %w", t.name, err)
	}
	var names, values []string
	for _, col := range columns {
		value := "s." + col.Name
		if col.Type == "uuid" {
			value = fmt.Sprintf("CASE WHEN s.%[1]s = ANY ($2::uuid[]) THEN (left(s.%[1]s::text, 24) || to_hex(%[2]d + n))::uuid ELSE s.%[1]s END", col.Name, copyBase)
		}
		if o, set := overrides[t.name+"."+col.Name]; set {
			value = o
		}
		names, values = append(names, col.Name), append(values, value)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s s CROSS JOIN generate_series($3::bigint, $4::bigint) n WHERE %s AND $2::uuid[] IS NOT NULL",
		t.name, strings.Join(names, ", "), strings.Join(values, ", "), t.name, t.rows), nil
}

// copyID is the identifier that copy n has where the original has id.
func copyID(id string, n int) string { return id[:24] + fmt.Sprintf("%012x", copyBase+n) }

// settle does what autovacuum would do some time later.
func (c copier) settle(ctx context.Context, tables []table) error {
	names := []string{}
	for _, t := range tables {
		names = append(names, t.name)
	}
	slices.Sort(names)
	for _, sql := range []string{"VACUUM (ANALYZE) " + strings.Join(names, ", "), "CHECKPOINT"} {
		if _, err := c.conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("settle the copies: %w", err)
		}
	}
	return nil
}
