package main

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// scripter turns a recorded act into a script for pgbench that does the same to
// another copy each time: same statements, same round trips, fresh ids.
//
// Two recordings of the same act on two copies tell what varies. Identifiers of
// the copied case follow its number; other identifiers that differ are fresh
// ones, and get the number of the act in their last digits; other texts that
// differ get it appended. Everything else stays as recorded: hashes, signatures
// and instants cost the database the same whatever they say.
type scripter struct {
	conn  *pgx.Conn // as the role of the recorded statements
	types map[string][]pgtype.Type
	fresh map[string]bool // identifiers of the first recording that the second does not have
}

// numbered is the SQL of the digits that tell one act from another.
const numbered = "to_hex(CAST(:x AS bigint))"

// script writes the script. first and second are recordings on copies with the
// given numbers.
func (s *scripter) script(ctx context.Context, first, second []trip, numbers [2]int) (string, error) {
	if shape(first) != shape(second) {
		return "", fmt.Errorf("two recordings of the same act differ in their statements:\n%s\n---\n%s", shape(first), shape(second))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\\set i :i + 1\n\\set x %d + :base + :client_id * :share + :i\n", copyBase)
	texts := make([][2][]string, 0)
	s.fresh = map[string]bool{}
	for i, tr := range first {
		for j, st := range tr {
			one, err := s.texts(ctx, st)
			if err != nil {
				return "", err
			}
			two, err := s.texts(ctx, second[i][j])
			if err != nil {
				return "", err
			}
			texts = append(texts, [2][]string{one, two})
			s.notice(one, two, numbers)
		}
	}
	n := 0
	for _, tr := range first {
		lines := []string{}
		for _, st := range tr {
			sql, err := s.line(st, texts[n][0], texts[n][1], numbers)
			if err != nil {
				return "", err
			}
			n++
			lines = append(lines, sql...)
		}
		if len(lines) > 1 {
			lines = append(append([]string{"\\startpipeline"}, lines...), "\\endpipeline")
		}
		b.WriteString(strings.Join(lines, "\n") + "\n")
	}
	return b.String(), nil
}

// shape is what must be alike in two recordings.
func shape(trips []trip) string {
	var b strings.Builder
	for _, tr := range trips {
		for _, st := range tr {
			sql := st.sql
			if name, rest, ok := strings.Cut(sql, "\n"); ok && strings.HasPrefix(name, "-- name:") {
				sql = strings.TrimPrefix(name, "-- name: ") + " " + strconv.Itoa(len(rest))
			}
			b.WriteString(sql + "; ")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// texts reads the parameters of a statement as the texts the server would print.
func (s *scripter) texts(ctx context.Context, st statement) ([]string, error) {
	if st.simple {
		return nil, nil
	}
	types, err := s.typesOf(ctx, st.sql)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(st.params))
	for i, raw := range st.params {
		if raw == nil {
			out[i] = null
			continue
		}
		if out[i], err = s.text(ctx, types[i], format(st.formats, i), raw); err != nil {
			return nil, fmt.Errorf("read parameter %d of %s: %w", i+1, st.sql, err)
		}
	}
	return out, nil
}

// null stands for NULL among the texts of parameters.
const null = "\x00NULL"

func format(formats []int16, i int) int16 {
	switch len(formats) {
	case 0:
		return pgx.TextFormatCode
	case 1:
		return formats[0]
	}
	return formats[i]
}

// typesOf asks the server what the parameters of a statement are.
func (s *scripter) typesOf(ctx context.Context, sql string) ([]pgtype.Type, error) {
	if known, ok := s.types[sql]; ok {
		return known, nil
	}
	d, err := s.conn.Prepare(ctx, "", sql)
	if err != nil {
		return nil, fmt.Errorf("prepare %s: %w", sql, err)
	}
	types := make([]pgtype.Type, len(d.ParamOIDs))
	for i, oid := range d.ParamOIDs {
		if t, ok := s.conn.TypeMap().TypeForOID(oid); ok {
			types[i] = *t
			continue
		}
		types[i] = pgtype.Type{OID: oid}
		if err := s.conn.QueryRow(ctx, "SELECT format_type($1, NULL)", oid).Scan(&types[i].Name); err != nil {
			return nil, fmt.Errorf("name type %d: %w", oid, err)
		}
	}
	if s.types == nil {
		s.types = map[string][]pgtype.Type{}
	}
	s.types[sql] = types
	return types, nil
}

// text lets the server print a parameter.
func (s *scripter) text(ctx context.Context, t pgtype.Type, format int16, raw []byte) (string, error) {
	r := s.conn.PgConn().ExecParams(ctx, "SELECT $1", [][]byte{raw}, []uint32{t.OID}, []int16{format}, nil).Read()
	if r.Err != nil {
		return "", r.Err
	}
	return string(r.Rows[0][0]), nil
}

var uuid = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// notice finds identifiers that only one of two recordings has.
func (s *scripter) notice(one, two []string, numbers [2]int) {
	for i := range one {
		if one[i] == two[i] || strings.HasPrefix(one[i], `\x`) {
			continue
		}
		for _, id := range uuid.FindAllString(one[i], -1) {
			if !strings.Contains(two[i], id) && copyID(id, numbers[0]) != id {
				s.fresh[id] = true
			}
		}
	}
}

var parameter = regexp.MustCompile(`\$(\d+)`)

// line gives the statements of the script for one recorded statement.
func (s *scripter) line(st statement, one, two []string, numbers [2]int) ([]string, error) {
	if st.simple {
		var list []string
		for sql := range strings.SplitSeq(st.sql, ";") {
			if sql = strings.TrimSpace(sql); sql != "" {
				list = append(list, sql+";")
			}
		}
		return list, nil
	}
	types := s.types[st.sql]
	sql := comment.ReplaceAllString(st.sql, "")
	sql = literal.ReplaceAllStringFunc(sql, func(l string) string { // pgbench takes ':endpoint' for a variable
		if !strings.Contains(l, ":") {
			return l
		}
		return quoted(strings.ReplaceAll(l[1:len(l)-1], "''", "'"))
	})
	sql = parameter.ReplaceAllStringFunc(sql, func(p string) string {
		i, err := strconv.Atoi(p[1:])
		if err != nil || i > len(one) {
			return p
		}
		return "CAST(" + s.expression(one[i-1], two[i-1], types[i-1].Name, numbers) + " AS " + typeName(types[i-1]) + ")"
	})
	return []string{strings.TrimSuffix(strings.Join(strings.Fields(sql), " "), ";") + ";"}, nil
}

var (
	comment = regexp.MustCompile(`(?m)--.*$`)
	literal = regexp.MustCompile(`'(?:[^'\\]|'')*'`)
)

func typeName(t pgtype.Type) string {
	if name, ok := strings.CutPrefix(t.Name, "_"); ok {
		return name + "[]"
	}
	return t.Name
}

// expression gives a parameter as SQL.
func (s *scripter) expression(one, two, typ string, numbers [2]int) string {
	if one == null {
		return "NULL"
	}
	if one == two || typ == "bytea" || typ == "_bytea" || strings.HasPrefix(typ, "json") || strings.HasPrefix(typ, "timestamp") {
		return quoted(one)
	}
	var parts []string
	rest := one
	for {
		at := uuid.FindStringIndex(rest)
		if at == nil {
			break
		}
		id := rest[at[0]:at[1]]
		if varies := s.fresh[id] || copyID(id, numbers[0]) == id; varies {
			parts = append(parts, quoted(rest[:at[0]]+id[:24]), numbered)
		} else {
			parts = append(parts, quoted(rest[:at[1]]))
		}
		rest = rest[at[1]:]
	}
	if len(parts) == 0 {
		if typ != "text" && typ != "varchar" {
			return quoted(one) // a number or a list that costs the same whatever it says
		}
		return quoted(one+"-") + " || " + numbered
	}
	if rest != "" {
		parts = append(parts, quoted(rest))
	}
	return strings.Join(parts, " || ")
}

// quoted is a string constant without colons, which pgbench would take for
// variables, and on one line.
func quoted(s string) string {
	var b bytes.Buffer
	b.WriteString("E'")
	for _, r := range s {
		switch r {
		case '\'':
			b.WriteString("''")
		case '\\', ':', '\n', '\r', ';':
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteString("'")
	return b.String()
}
