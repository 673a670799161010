// Package templates carries the words of the papers, one file a kind.
package templates

import "embed"

// Files are the templates the hub is delivered with.
//
//go:embed *.tmpl
var Files embed.FS
