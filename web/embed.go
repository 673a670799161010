// Package web holds the pages of the hub: a single-page app that talks to the
// hub's own contract and has no privilege beyond it.
//
// The app is built by `make web` into dist/app, which git ignores. A clean clone
// has only dist/placeholder.html, so the hub builds with Go modules alone and
// then serves that page, which says how to build the real ones.
package web

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:embed all:dist
var dist embed.FS

// Handler serves the built pages, or the placeholder where there is no build.
func Handler() http.Handler {
	root, err := fs.Sub(dist, "dist")
	if err != nil {
		panic("web: dist is embedded: " + err.Error()) // the name above is a constant
	}
	return newHandler(root)
}
