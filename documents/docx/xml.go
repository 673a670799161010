package docx

import (
	"bytes"
	"encoding/xml"
	"math"
	"strconv"
	"strings"
)

// attrs are attributes as name, value, name, value: their order is that of the bytes.
type attrs []string

// element is a node of a part. WordprocessingML uses prefixed names and asks
// for an order of children; both are kept as they are put in.
type element struct {
	name     string
	attrs    attrs
	children []*element
	text     string
}

func el(name string, a attrs, children ...*element) *element {
	return &element{name: name, attrs: a, children: children}
}

// add appends children; nil ones are left out.
func (e *element) add(children ...*element) *element {
	for _, c := range children {
		if c != nil {
			e.children = append(e.children, c)
		}
	}
	return e
}

func words(name, text string, a attrs) *element {
	return &element{name: name, attrs: a, text: text}
}

// part gives the bytes of a part whose root is e.
func (e *element) part() []byte {
	var out bytes.Buffer
	out.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n")
	e.write(&out)
	return out.Bytes()
}

func (e *element) write(out *bytes.Buffer) {
	out.WriteString("<" + e.name)
	for i := 0; i+1 < len(e.attrs); i += 2 {
		out.WriteString(" " + e.attrs[i] + `="` + escaped(e.attrs[i+1]) + `"`)
	}
	if len(e.children) == 0 && e.text == "" {
		out.WriteString("/>")
		return
	}
	out.WriteString(">" + escaped(e.text))
	for _, c := range e.children {
		c.write(out)
	}
	out.WriteString("</" + e.name + ">")
}

// escaped writes text for XML. Characters that XML does not know become U+FFFD.
func escaped(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder does not fail
	return out.String()
}

// twips are twentieths of a point, the unit of lengths in a part.
func twips(points float64) string { return strconv.Itoa(tw(points)) }

func tw(points float64) int { return int(math.Round(points * 20)) }

// halves are half points, the unit of sizes of type.
func halves(points float64) string { return strconv.Itoa(int(math.Round(points * 2))) }

// eighths are eighths of a point, the unit of rules.
func eighths(points float64) string { return strconv.Itoa(int(math.Round(points * 8))) }
