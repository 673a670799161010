package rules

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Explanation is how a clock came to its line: the one answer behind the page,
// the API and `hub rules explain`. Text renders it, JSON is its other face.
type Explanation struct {
	Rule         string    `json:"rule"`
	Edition      string    `json:"edition"`
	Title        Words     `json:"title"`
	Says         Words     `json:"says"`
	Basis        []Basis   `json:"basis"`
	Region       string    `json:"region"`
	AppliesTo    []string  `json:"applies_to"`
	Confidence   string    `json:"confidence"`
	Off          bool      `json:"off"` // starts no clock by default
	Owes         string    `json:"owes"`
	Unit         string    `json:"unit"`
	N            int       `json:"n"`
	Counting     string    `json:"counting"`
	CountingSays Words     `json:"counting_says"`
	Trigger      Words     `json:"trigger"`
	Start        string    `json:"start"`
	RawEnd       *string   `json:"raw_end"`
	Due          *string   `json:"due"` // null without a number and while paused
	Amber        *string   `json:"amber"`
	Paused       bool      `json:"paused"`
	Provisional  bool      `json:"provisional"`
	MissingYears []int     `json:"missing_years"`
	Also         []Reading `json:"also"`
	Limits       []Limit   `json:"limits"`
	Steps        []Step    `json:"steps"`
	OnMiss       Words     `json:"on_miss"`
	Note         Words     `json:"note"`
}

// Words is a sentence in both languages.
type Words struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// In gives the sentence in a language: "en", else Chinese.
func (w Words) In(lang string) string {
	if lang == "en" {
		return w.EN
	}
	return w.ZH
}

// Basis is one article.
type Basis struct {
	Document string `json:"document"`
	Number   string `json:"number"`
	Article  string `json:"article"`
}

// Reading is another reading of the same duty.
type Reading struct {
	N        int     `json:"n"`
	Unit     string  `json:"unit"`
	Due      string  `json:"due"`
	Stricter bool    `json:"stricter"`
	Says     Words   `json:"says"`
	Basis    []Basis `json:"basis"`
}

// Limit is a number of the rule that is no time.
type Limit struct {
	Name string `json:"name"`
	N    int    `json:"n"`
	Unit string `json:"unit"`
	Says Words  `json:"says"`
}

// Step is one line of the count: a day or a run of days.
type Step struct {
	Kind string `json:"kind"`
	From string `json:"from"`
	To   string `json:"to"`
	Text Words  `json:"text"`
}

// Explain picks the rule that holds on the day of the start and explains it.
// It returns the faults of Pick and of deadline.Compute.
func (b *Book) Explain(id string, s deadline.Start, region, sector string) (Explanation, error) {
	r, err := b.Pick(id, s.Day, region, sector)
	if err != nil {
		return Explanation{}, err
	}
	return Explain(r, s, b.calendar, nil, nil)
}

// Explain explains a rule from a start: for a stored clock the very edition it
// was started under, with its pauses and extensions.
func Explain(r deadline.Rule, s deadline.Start, cal *deadline.Calendar, pauses []deadline.Pause, grants []deadline.Grant) (Explanation, error) {
	res, err := deadline.Compute(r, s, cal, pauses, grants)
	if err != nil {
		return Explanation{}, err
	}
	e := Explanation{
		Rule: r.ID, Edition: r.Edition, Title: words(r.Title), Says: words(r.Says), Basis: bases(r.Basis),
		Region: r.Region, AppliesTo: []string{}, Confidence: string(r.Confidence), Off: r.Off(),
		Owes: string(r.Owes), Unit: string(r.Unit), N: r.N, Counting: r.Counting.ID, CountingSays: words(r.Counting.Says),
		Trigger: words(r.Trigger), Start: s.Day.String(), Paused: res.Paused,
		Provisional: res.Provisional, MissingYears: append([]int{}, res.MissingYears...),
		Also: []Reading{}, Limits: []Limit{}, Steps: []Step{}, OnMiss: words(r.OnMiss), Note: words(r.Note),
	}
	for _, a := range r.AppliesTo {
		e.AppliesTo = append(e.AppliesTo, string(a))
	}
	if r.Unit == deadline.Hours {
		e.Start = stamp(s.At)
	}
	if res.Runs() {
		due, soon := stamp(res.DueAt), stamp(res.AmberAt)
		e.Due, e.Amber = &due, &soon
		switch {
		case r.Unit == deadline.Hours:
			e.RawEnd = &due
		case !res.RawEnd.IsZero():
			raw := res.RawEnd.String()
			e.RawEnd = &raw
		}
	}
	for _, a := range res.Also {
		e.Also = append(e.Also, Reading{N: a.N, Unit: string(a.Unit), Due: stamp(a.DueAt), Stricter: a.Stricter, Says: words(a.Says), Basis: bases(a.Basis)})
	}
	for _, l := range r.Limits {
		e.Limits = append(e.Limits, Limit{Name: l.Name, N: l.N, Unit: l.Unit, Says: words(l.Says)})
	}
	for _, st := range res.Steps {
		e.Steps = append(e.Steps, Step{Kind: string(st.Kind), From: st.From.String(), To: st.To.String(), Text: words(st.Text)})
	}
	return e, nil
}

// ParseStart reads a civil day (2006-01-02) or an instant: RFC 3339, or
// 2006-01-02T15:04 with or without seconds in the office's zone.
func ParseStart(s string) (deadline.Start, error) {
	if d, err := civil.ParseDate(s); err == nil {
		return deadline.OnDay(d), nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return deadline.AtInstant(t), nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, s, civil.Office); err == nil {
			return deadline.AtInstant(t), nil
		}
	}
	return deadline.Start{}, fault.New(fault.Invalid, "rule.start_syntax",
		fault.T("起算日应写作 2006-01-02，时刻应写作 2006-01-02T15:04", "write the start as 2006-01-02, an instant as 2006-01-02T15:04"))
}

func stamp(t time.Time) string { return t.In(civil.Office).Format(time.RFC3339) }

func words(t fault.Text) Words { return Words(t) }

func bases(list []fault.Basis) []Basis {
	out := []Basis{}
	for _, b := range list {
		out = append(out, Basis(b))
	}
	return out
}
