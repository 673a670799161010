package rules

import (
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Crossed is a threshold that a text seems to cross, with the sentence that says so.
type Crossed struct {
	Threshold
	Sentence string
	Figure   string // as it stands in the sentence; empty where words are enough
}

// Crosses looks through what was recorded of an act of a day: which thresholds of the
// text that held on that day its sentences seem to cross, each once.
func (b *Book) Crosses(act civil.Date, recorded string) (out []Crossed) {
	sentences := strings.FieldsFunc(recorded, func(r rune) bool { return strings.ContainsRune("。；;！!？?\n", r) })
	for _, t := range b.thresholds.list {
		if act.Before(t.From) {
			continue
		}
		for _, s := range sentences {
			if figure, is := t.in(s, b.thresholds.unless); is {
				out = append(out, Crossed{Threshold: t, Sentence: strings.TrimSpace(s), Figure: figure})
				break
			}
		}
	}
	return out
}

// in reports whether one sentence crosses the threshold, and with which figure.
func (t Threshold) in(sentence string, unless []string) (figure string, crossed bool) {
	for _, group := range t.words {
		if !holdsOne(sentence, group) {
			return "", false
		}
	}
	if t.figure == nil {
		return "", true
	}
	for _, m := range t.figure.FindAllStringSubmatchIndex(sentence, -1) {
		if endsWithOne(sentence[:m[0]], unless) {
			continue
		}
		if number(sentence[m[2]:m[3]])*t.units[sentence[m[4]:m[5]]] >= t.least {
			return sentence[m[0]:m[1]], true
		}
	}
	return "", false
}

func holdsOne(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func endsWithOne(s string, words []string) bool {
	for _, w := range words {
		if strings.HasSuffix(strings.TrimSpace(s), w) {
			return true
		}
	}
	return false
}

// number reads what people write: 1,200.5, 三, 十二, 三十. What it cannot read is 0.
func number(s string) float64 {
	if n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64); err == nil {
		return n
	}
	sum, digit := 0.0, 0.0
	for _, r := range s {
		switch r {
		case '十', '百':
			if digit == 0 {
				digit = 1
			}
			sum, digit = sum+digit*map[rune]float64{'十': 10, '百': 100}[r], 0
		case '两':
			digit = 2
		default:
			digit = float64(strings.Index("一二三四五六七八九", string(r))/3 + 1)
		}
	}
	return sum + digit
}
