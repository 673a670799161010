package workers

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/workers/notify"
)

//go:embed words/*.tmpl
var wordFiles embed.FS

// words writes letters. What may be said is what casework.LetterLine holds.
type words struct{ zh, en *template.Template }

func loadWords() (w words, err error) {
	if w.zh, err = template.ParseFS(wordFiles, "words/zh-CN.tmpl"); err != nil {
		return w, fmt.Errorf("read the words of notices: %w", err)
	}
	if w.en, err = template.ParseFS(wordFiles, "words/en.tmpl"); err != nil {
		return w, fmt.Errorf("read the words of notices: %w", err)
	}
	return w, nil
}

// tongue is one language of a letter.
type tongue struct {
	*template.Template
	english bool
}

// tongues of a recipient: the language of the person; a shared desk reads both,
// Chinese first.
func (w words) tongues(lang string) []tongue {
	zh, en := tongue{w.zh, false}, tongue{w.en, true}
	switch {
	case lang == "":
		return []tongue{zh, en}
	case strings.HasPrefix(lang, "en"):
		return []tongue{en}
	}
	return []tongue{zh}
}

// message turns a letter into what its channel sends.
func (w words) message(l *casework.Letter) (notify.Message, error) {
	m := notify.Message{ID: l.ID.String(), To: l.To, Calendar: l.Calendar, Method: l.Method}
	var b strings.Builder
	var err error
	say := func(t tongue, name string, data any) string {
		var s strings.Builder
		if e := t.ExecuteTemplate(&s, name, data); e != nil && err == nil {
			err = fmt.Errorf("write a notice: %w", e)
		}
		return s.String()
	}
	for i, t := range w.tongues(l.Lang) {
		if l.Channel == "sms" {
			if i == 0 { // a text message has room for one language
				m.Text = say(t, "greeting", nil) + say(t, "line", t.view(say, l.Lines[0])) + " " + say(t, "ask", nil) + l.Lines[0].Link
			}
			continue
		}
		if i == 0 {
			m.Subject = w.subject(t, l, say)
		} else {
			b.WriteString("\n-- \n\n")
		}
		for _, line := range l.Lines {
			b.WriteString(say(t, "line", t.view(say, line)) + "\n" + line.Link + "\n\n")
		}
		b.WriteString(say(t, "foot", nil) + "\n")
	}
	if l.Channel != "sms" {
		m.Text = b.String()
	}
	return m, err
}

func (w words) subject(t tongue, l *casework.Letter, say func(tongue, string, any) string) string {
	if l.Digest {
		return say(t, "digest", len(l.Lines))
	}
	return say(t, "subject", t.view(say, l.Lines[0]))
}

// lineView is a line in one language.
type lineView struct{ Kind, Number, What, Due string }

func (t tongue) view(say func(tongue, string, any) string, l casework.LetterLine) lineView {
	topic := l.Topic
	if t.Lookup(topic) == nil || !slices.ContainsFunc([]string{"clock.", "meeting.", "site.", "visit.", "leads."}, func(open string) bool { return strings.HasPrefix(topic, open) }) {
		topic = "other" // which step was taken is content: it stays in the pages
	}
	v := lineView{Kind: l.CaseKind, Number: l.Number, What: say(t, topic, nil)}
	if name := "kind." + l.CaseKind; t.Lookup(name) != nil {
		v.Kind = say(t, name, nil)
	}
	if p, err := referral.For(referral.Kind(l.CaseKind)); err == nil {
		v.Kind = p.Title.ZH
		if t.english {
			v.Kind = p.Title.EN
		}
	}
	if l.DueAt != nil {
		v.Due = l.DueAt.In(civil.Office).Format("2006-01-02 15:04")
	}
	return v
}
