package referral

import (
	"encoding/json"
	"reflect"
	"strings"
)

// What is kept of a case goes by the names of the contract where data speak of
// it: the lines of a review sheet name entries of the content and flags.

// IsEntry reports whether a content has an entry of this name.
func IsEntry(name string) bool { return entries[name] }

// IsFlag reports whether a case has a flag of this name that is set or not.
func IsFlag(name string) bool { return flags[name] }

var (
	entries = namesOf(reflect.TypeFor[Content](), func(reflect.Type) bool { return true })
	flags   = namesOf(reflect.TypeFor[Flags](), func(t reflect.Type) bool { return t.Kind() == reflect.Bool })
)

func namesOf(t reflect.Type, fits func(reflect.Type) bool) map[string]bool {
	out := make(map[string]bool, t.NumField())
	for i := range t.NumField() {
		if f := t.Field(i); fits(f.Type) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			out[name] = true
		}
	}
	return out
}

// Said reports whether an entry is filled in.
func (c Content) Said(name string) bool { return c.said()[name] }

// Count gives an entry that is a number; 0 for any other.
func (c Content) Count(name string) int {
	var n int
	if json.Unmarshal(c.fields()[name], &n) != nil {
		return 0
	}
	return n
}

// Set reports whether a flag of the case is set.
func (f Flags) Set(name string) bool {
	raw, err := json.Marshal(f)
	if err != nil {
		panic("referral: flags always encode: " + err.Error())
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		panic("referral: flags are an object: " + err.Error())
	}
	return all[name] == true
}
