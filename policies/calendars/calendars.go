// Package calendars holds the State Council's holiday tables
// (国务院办公厅关于部分节假日安排的通知), a file per year, and the public
// holidays with a fixed date that stand in for years without a table.
//
// The table of a year comes out in the autumn before it and may still touch
// the last week of the running year; a new file is a new release of the hub.
package calendars

import "embed"

// Files are the tables: YYYY.yaml and fixed.yaml.
//
//go:embed *.yaml
var Files embed.FS
