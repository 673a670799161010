package rules

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Venue says what stands against a referral to police that are not those of the sender's own
// level and place (管辖提示), and what may be done instead.
type Venue struct {
	Kind      string
	Under     []string // rules whose articles stand behind it
	Elsewhere fault.Text
	Level     fault.Text
	Instead   []VenueWay
}

// VenueWay is something to do instead.
type VenueWay struct {
	Kind  string // of the referral that may be begun; empty: another organ goes on with it
	Under []string
	Says  fault.Text
}

// Venue gives what stands against it for a kind of referral; false for kinds that are not sent
// to the police.
func (b *Book) Venue(kind string) (Venue, bool) {
	i := slices.IndexFunc(b.venues, func(v Venue) bool { return v.Kind == kind })
	if i < 0 {
		return Venue{}, false
	}
	return b.venues[i], true
}

// Venue is Book.Venue of the book at the moment.
func (s *Shelf) Venue(kind string) (Venue, bool) { return s.Book().Venue(kind) }

type venueFile struct {
	Venue []struct {
		Kind      line   `yaml:"kind"`
		Under     []line `yaml:"under"`
		Elsewhere text   `yaml:"elsewhere"`
		Level     text   `yaml:"level"`
		Instead   []struct {
			Kind  string `yaml:"kind"`
			Under []line `yaml:"under"`
			Says  text   `yaml:"says"`
		} `yaml:"instead"`
	} `yaml:"venue"`
}

// readVenue reads the table. Kinds are names of another room, whose tests hold the table to
// them.
func (r *reader) readVenue() {
	const file = "venue.yaml"
	known := map[string]bool{}
	for _, l := range r.found {
		known[l.ID] = true
	}
	var f venueFile
	r.decode(packs, file, &f)
	for _, x := range f.Venue {
		bad := func(wrong bool, text string) {
			if wrong {
				r.report(file, x.Kind.Line, x.Kind.Value, text)
			}
		}
		under := func(list []line) []string {
			bad(len(list) == 0, "no article stands behind it: under is missing")
			for _, id := range list {
				bad(!known[id.Value], "names "+id.Value+", no rule of the packs")
			}
			return lineValues(list)
		}
		v := Venue{Kind: x.Kind.Value, Under: under(x.Under), Elsewhere: x.Elsewhere.fault(), Level: x.Level.fault()}
		bad(slices.ContainsFunc(r.venues, func(o Venue) bool { return o.Kind == v.Kind }), "named twice")
		bad(v.Elsewhere.ZH == "" || v.Elsewhere.EN == "" || v.Level.ZH == "" || v.Level.EN == "", "elsewhere or level is missing in a language")
		bad(len(x.Instead) == 0, "nothing is left to do instead")
		for _, w := range x.Instead {
			way := VenueWay{Kind: w.Kind, Under: under(w.Under), Says: w.Says.fault()}
			bad(way.Says.ZH == "" || way.Says.EN == "", "says of a way is missing in a language")
			v.Instead = append(v.Instead, way)
		}
		r.venues = append(r.venues, v)
	}
}
