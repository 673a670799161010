package main

import (
	"encoding/json"
	"io"
)

// printJSON prints one object as --json promises: indented, and readable as it is.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
