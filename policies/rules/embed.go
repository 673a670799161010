// Package rules holds the statutory rules as data and answers which rule
// applies: by id, day, region and sector of the sender.
//
// Packs are YAML files that a lawyer can read: national/ for what holds
// everywhere, a folder per province for what holds only there. documents.yaml
// registers every document a rule may stand on, counting.yaml the modes of
// counting days, regions.yaml the regions a pack may bind. Load reads them
// once; Check finds what is wrong with them, with file and line.
package rules

import "embed"

//go:embed *.yaml */*.yaml
var packs embed.FS
