package access

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"
)

//go:embed reading.yaml
var readingText []byte

// Reading says how looking at cases is watched (查阅). No number of it is statutory.
type Reading struct {
	Sitting     time.Duration // looking again within it is one look
	ReasonHolds time.Duration // how long a reason for looking outside one's tasks holds

	GlassLasts  time.Duration // how long a break-glass look lasts
	GlassReview time.Duration // within which it is to be reviewed, from its beginning
	GlassTries  int           // how many one person may ask for within an hour
}

// LoadReading reads reading.yaml, built into the binary. It fails on a field it
// does not know and on a time that is not positive.
var LoadReading = sync.OnceValues(func() (Reading, error) { return ParseReading(readingText) })

// ParseReading reads the text of such a file.
func ParseReading(text []byte) (Reading, error) {
	var f struct {
		Sitting     int `yaml:"sitting_minutes"`
		ReasonHolds int `yaml:"reason_holds_hours"`
		GlassLasts  int `yaml:"glass_hours"`
		GlassReview int `yaml:"glass_review_hours"`
		GlassTries  int `yaml:"glass_tries_per_hour"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return Reading{}, fmt.Errorf("read reading.yaml: %w", err)
	}
	if min(f.Sitting, f.ReasonHolds, f.GlassLasts, f.GlassReview, f.GlassTries) <= 0 {
		return Reading{}, fmt.Errorf("read reading.yaml: every number must be there and positive")
	}
	return Reading{
		Sitting: time.Duration(f.Sitting) * time.Minute, ReasonHolds: time.Duration(f.ReasonHolds) * time.Hour,
		GlassLasts: time.Duration(f.GlassLasts) * time.Hour, GlassReview: time.Duration(f.GlassReview) * time.Hour, GlassTries: f.GlassTries,
	}, nil
}
