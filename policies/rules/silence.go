package rules

import (
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Silence says what the law gives to whoever waits once a period of a rule has
// ended and nothing came (沉默).
type Silence struct {
	Waits  string     // party that waits: sender, receiver, procuratorate; empty: the counterpart
	Letter string     // kind of document
	Action string     // step that carries the letter; empty: it is sent by itself
	Under  string     // rule whose articles the letter stands on; empty: the rule that was not kept
	Says   fault.Text // what to know beside it; may be empty
}

// urging is what is left where the law gives nothing of its own: a letter that
// reminds of the article (催办函).
const urging = "urging_letter"

// Silence gives what is open to whoever waits for the act that a rule asks for.
func (b *Book) Silence(rule string) Silence {
	if s, ok := b.silence[rule]; ok {
		return s
	}
	return Silence{Letter: urging}
}

// Silences are the rules for which the table names something, with what it names.
func (b *Book) Silences() map[string]Silence { return b.silence }

type silenceFile struct {
	Silence []silenceField `yaml:"silence"`
}

type silenceField struct {
	Rules  []line `yaml:"rules"`
	Waits  string `yaml:"waits"`
	Letter string `yaml:"letter"`
	Action string `yaml:"action"`
	Under  string `yaml:"under"`
	Says   text   `yaml:"says"`
}

// readSilence reads the table of silence. Rules it names are checked against the
// packs; kinds of documents and steps are names of other rooms, whose tests hold
// the table to them.
func (r *reader) readSilence() {
	const file = "silence.yaml"
	r.silence = map[string]Silence{}
	known := map[string]bool{}
	for _, l := range r.found {
		known[l.ID] = true
	}
	var f silenceFile
	r.decode(packs, file, &f)
	for _, x := range f.Silence {
		for _, id := range x.Rules {
			bad := func(wrong bool, text string) {
				if wrong {
					r.report(file, id.Line, id.Value, text)
				}
			}
			_, twice := r.silence[id.Value]
			bad(twice, "named twice")
			bad(!known[id.Value], "no rule of the packs")
			bad(x.Letter == "", "letter missing")
			bad(x.Under != "" && !known[x.Under], "under names no rule of the packs")
			bad((x.Says.ZH == "") != (x.Says.EN == ""), "says is missing in a language")
			r.silence[id.Value] = Silence{Waits: x.Waits, Letter: x.Letter, Action: x.Action, Under: x.Under, Says: x.Says.fault()}
		}
	}
}
