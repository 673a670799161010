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
}

// LoadReading reads reading.yaml, built into the binary. It fails on a field it
// does not know and on a time that is not positive.
var LoadReading = sync.OnceValues(func() (Reading, error) { return ParseReading(readingText) })

// ParseReading reads the text of such a file.
func ParseReading(text []byte) (Reading, error) {
	var f struct {
		Sitting     int `yaml:"sitting_minutes"`
		ReasonHolds int `yaml:"reason_holds_hours"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return Reading{}, fmt.Errorf("read reading.yaml: %w", err)
	}
	if f.Sitting <= 0 || f.ReasonHolds <= 0 {
		return Reading{}, fmt.Errorf("read reading.yaml: sitting_minutes and reason_holds_hours must be positive")
	}
	return Reading{
		Sitting: time.Duration(f.Sitting) * time.Minute, ReasonHolds: time.Duration(f.ReasonHolds) * time.Hour,
	}, nil
}
