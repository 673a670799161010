package api_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"pgregory.net/rapid"
)

// echo stands in every value that the fuzzer makes up: no refusal may hold it.
const echo = "xqzv"

// values makes up JSON values after the schemas of the contract: right ones, and
// wrong ones in every way that came to mind.
type values struct {
	*rand.Rand
	schemas huma.Registry
	seen    map[string][]string // strings of answers, by the name of their field
	ids     func(name string) string
}

func pick[T any](g *values, list ...T) T { return list[g.IntN(len(list))] }

// chance is true in n of a hundred cases.
func (g *values) chance(n int) bool { return g.IntN(100) < n }

// resolve follows a schema to where it is described.
func (g *values) resolve(s *huma.Schema) *huma.Schema {
	for s != nil && s.Ref != "" {
		s = g.schemas.SchemaFromRef(s.Ref)
	}
	return s
}

// right makes a value that the schema of a field allows.
func (g *values) right(s *huma.Schema, name string, depth int) any {
	s = g.resolve(s)
	switch {
	case s == nil || depth > 8:
		return map[string]any{}
	case len(s.Enum) > 0:
		return s.Enum[g.IntN(len(s.Enum))]
	}
	switch s.Type {
	case "object":
		return g.object(s, depth)
	case "array":
		least, most := bound(s.MinItems, 0), min(bound(s.MaxItems, 3), 3)
		list := []any{}
		for range max(least+g.IntN(max(most-least, 0)+1), 1) {
			if each := g.right(s.Items, strings.TrimSuffix(name, "s"), depth+1); len(list) < least || !slices.ContainsFunc(list, func(x any) bool { return jsonText(x) == jsonText(each) }) {
				list = append(list, each)
			}
		}
		return list
	case "integer", "number":
		least, most := 0.0, 1000.0
		if s.Minimum != nil {
			least = *s.Minimum
		}
		if s.Maximum != nil {
			most = *s.Maximum
		}
		return int64(least) + g.Int64N(max(int64(most-least), 0)+1)
	case "boolean":
		return g.chance(50)
	}
	return g.text(s, name)
}

func bound(n *int, otherwise int) int {
	if n == nil {
		return otherwise
	}
	return *n
}

func (g *values) object(s *huma.Schema, depth int) map[string]any {
	out := map[string]any{}
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if slices.Contains(s.Required, name) || g.chance(40) && name != "paper" && name != "occurred_at" || g.chance(5) {
			out[name] = g.right(s.Properties[name], name, depth+1)
		}
	}
	if each, ok := s.AdditionalProperties.(*huma.Schema); ok {
		for i := range g.IntN(3) {
			out["key"+strconv.Itoa(i)] = g.right(each, "", depth+1)
		}
	}
	return out
}

// text makes a string that its schema allows: one that an answer held under the
// same name, or a new one.
func (g *values) text(s *huma.Schema, name string) string {
	switch s.Format {
	case "uuid":
		return g.ids(name)
	case "date":
		return pick(g, "2026-03-02", "2026-02-27", "2025-12-31", "2024-02-29", "2026-10-08")
	case "date-time":
		return pick(g, "2026-03-02T08:59:00+08:00", "2026-03-01T00:00:00Z", "2026-03-02T01:00:00.123456789Z")
	}
	if s.Pattern != "" {
		return rapid.StringMatching(s.Pattern).Example(g.IntN(1000))
	}
	if len(s.Examples) > 0 && g.chance(30) {
		return fmt.Sprint(s.Examples[g.IntN(len(s.Examples))])
	}
	if known := g.seen[name]; len(known) > 0 && g.chance(50) {
		return known[g.IntN(len(known))]
	}
	word := g.word()
	for len([]rune(word)) < bound(s.MinLength, 0) {
		word += g.word()
	}
	return string([]rune(word)[:min(len([]rune(word)), bound(s.MaxLength, 60))])
}

func (g *values) word() string {
	return pick(g, "演示", "说明", "Note", "理由一") + echo + pick(g, "", "甲", "（2026）1号", "-7", "\n次行")
}

// wrong makes a value that hardly any field allows.
func (g *values) wrong() any {
	switch g.IntN(6) {
	case 0:
		return nil
	case 1:
		return pick[any](g, true, false, 0, -1, 1e300, -1e300, 1.5, int64(9223372036854775807), uint64(18446744073709551615))
	case 2:
		return pick[any](g, []any{}, []any{nil}, []any{[]any{[]any{}}}, slices.Repeat([]any{echo}, 700), map[string]any{}, map[string]any{"": echo}, map[string]any{"__proto__": map[string]any{"x": echo}})
	}
	return g.hostile()
}

// hostile texts: what hides, what breaks out of a place, and what only looks
// like a value of the format.
var hostile = []string{
	"", " ", "\t\n", "\x00", "a\x00b", "\u202e", "照片\u202egpj.exe", "报\u200b告", "\u2066甲\u2069", "\ufeff甲", "شركة", "é" + strings.Repeat("\u0301", 300), "\ud7ff\ue000\ufffd", "🏛️",
	"\u2028", "a\r\nSet-Cookie: x=1", "<script>alert(1)</script>", "\"'`;--", "' OR 1=1 --", "%", "_", "\\", "%_%", "${jndi:ldap://x}", "{{.}}", "=1+1", "../../etc/passwd", "..\\..", "CON", "file:///etc/passwd", "http://169.254.169.254/",
	"绝密★长期", "机密", "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-13-01", "2026-03-02T25:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2016-12-31T23:59:60Z", "2026-03-02T08:59:00+24:00",
	"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "{018f0000-0000-7000-8000-000000000000}", "urn:uuid:018f0000-0000-7000-8000-000000000000", "018F00000000700080000000000000FF", "018f0000-0000-7000-8000-00000000000", "null", "true", "NaN", "1e999", "-0", "0x10", "١٢٣",
}

func (g *values) hostile() string {
	s := hostile[g.IntN(len(hostile))]
	switch g.IntN(8) {
	case 0:
		return echo + s
	case 1:
		return strings.Repeat(echo+"长", pick(g, 30, 300, 3000))
	}
	return s
}

// spot is a place in a JSON value that can hold something else.
type spot struct {
	set  func(any)
	drop func()
}

// spots lists every place of a value.
func spots(v any) (out []spot) {
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			out = append(out, spot{func(x any) { v[name] = x }, func() { delete(v, name) }})
			out = append(out, spots(v[name])...)
		}
		out = append(out, spot{func(x any) { v["unknown_"+"field"] = x }, func() {}})
	case []any:
		for i := range v {
			out = append(out, spot{func(x any) { v[i] = x }, func() { v[i] = nil }})
			out = append(out, spots(v[i])...)
		}
	}
	return out
}

// spoil changes a value in one to three places, or replaces it as a whole.
func (g *values) spoil(v any) any {
	if g.chance(6) {
		return g.wrong()
	}
	for range 1 + g.IntN(3) {
		places := spots(v)
		if len(places) == 0 {
			return g.wrong()
		}
		place := places[g.IntN(len(places))]
		switch {
		case g.chance(15):
			place.drop()
		case g.chance(60):
			place.set(g.hostile())
		default:
			place.set(g.wrong())
		}
	}
	return v
}

// garble breaks the text of a body.
func (g *values) garble(text []byte) []byte {
	switch g.IntN(10) {
	case 0:
		return text[:g.IntN(len(text)+1)]
	case 1:
		return append(slices.Clone(text), pick(g, "x", "{}", "\x00", "]")...)
	case 2:
		return append([]byte("\ufeff"), text...)
	case 3: // bytes that are no UTF-8, inside a string
		if i := strings.Index(string(text), `":"`); i >= 0 {
			return slices.Concat(text[:i+3], []byte(pick(g, "\xff", "\xc0\x80", "\xed\xa0\x80")), text[i+3:])
		}
		return []byte("\xff")
	case 4: // the same name twice
		if len(text) > 2 && text[0] == '{' {
			return slices.Concat(text[:len(text)-1], []byte(","), text[1:])
		}
		return []byte(`{"text":"a","text":"` + echo + `"}`)
	case 5:
		return []byte(strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000))
	case 6:
		return []byte(strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000))
	case 7:
		return pick(g, nil, []byte(" "), []byte("null"), []byte("0"), []byte(`"`+echo+`"`), []byte("{'a':1}"), []byte("{\"a\":\u0661}"), []byte(`{"text":"\ud800"}`), []byte(`{"a":1e99999}`))
	case 8:
		return []byte(strings.ReplaceAll(string(text), `"`, `\u0022`))
	}
	if g.chance(10) {
		return []byte(`{"text":"` + strings.Repeat("x", 4<<20) + `"}`)
	}
	return []byte(strings.ToUpper(string(text)))
}
