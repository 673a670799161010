package main

import (
	"strings"
	"testing"
)

// pgbench takes a colon before a word for one of its variables, also inside a
// literal, and then hands over more parameters than the statement has.
func TestColonsOfLiteralsAreNoVariables(t *testing.T) {
	t.Parallel()
	s := scripter{}
	got, err := s.line(statement{sql: "SELECT ':endpoint:' || id, ':it''s:', now()::date FROM endpoints WHERE topics = '{}'"}, nil, nil, [2]int{})
	if err != nil {
		t.Fatal(err)
	}
	want := `SELECT E'\x3aendpoint\x3a' || id, E'\x3ait''s\x3a', now()::date FROM endpoints WHERE topics = '{}';`
	if strings.Join(got, "") != want {
		t.Errorf("line = %q, want %q", got, want)
	}
}
