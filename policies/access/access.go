// Package access answers who may do what, from the Cedar policies in this folder.
package access

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/cedar-policy/cedar-go"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

//go:embed *.cedar
var files embed.FS

// Principal is who asks: a person of an organ, or a partner system.
type Principal struct {
	User      ids.User
	Agency    ids.Agency
	Sector    string
	Functions []string
	Machine   bool
	Scopes    []string // of a partner system; a person has none
}

// Resource is the case that is asked about, seen from the asking organ.
type Resource struct {
	Case     ids.Case
	Kind     string
	Relation string // "none" when the organ has no part in it
	Level    string // flow or content
}

// Organ is the organ whose settings and people are asked about.
type Organ struct {
	Agency   ids.Agency
	Relation string // own: the asking person belongs to it; other
}

// BreakGlass is the relation of a person to a case that they opened in an emergency
// (紧急查阅) although their organ takes no part in it.
const BreakGlass = "break_glass"

// readers are the functions that may open cases. An operator is none of them:
// who runs the hub may not read what goes through it.
var readers = []string{"desk", "handler", "legal_reviewer", "head", "liaison", "procurator", "auditor", "coordinator"}

// Policies decide. They are safe for concurrent use.
//
// A policy may look at attributes only, never at who exactly asks about which
// case: load refuses one that names an entity. So a question that was answered
// once is answered for everybody with the same attributes, and is remembered;
// the detail of a case asks some fifty of them.
type Policies struct {
	Reading  Reading
	set      *cedar.PolicySet
	answered sync.Map // question → bool
	kept     atomic.Int64
}

// question is everything that a decision depends on.
type question struct {
	action, functions, sector string
	machine                   bool
	scopes                    string
	typ                       cedar.EntityType
	kind, relation, level     string
}

// remembered bounds how many answers are kept. Attributes come from the
// policies' own vocabulary and the functions of known people: far fewer occur.
const remembered = 100_000

// entity finds what a policy may not name: one person, organ or case.
var entity = regexp.MustCompile(`\b(User|Agency|Case)\s*::`)

// Load reads the policies built into the binary.
func Load() (*Policies, error) { return LoadFS(files) }

// LoadFS reads every *.cedar file of a folder and refuses a policy without an id.
func LoadFS(fsys fs.FS) (*Policies, error) {
	names, err := fs.Glob(fsys, "*.cedar")
	if err != nil {
		return nil, fmt.Errorf("list access policies: %w", err)
	}
	all := cedar.NewPolicySet()
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read access policies: %w", err)
		}
		if named := entity.Find(text); named != nil {
			return nil, fmt.Errorf("read access policies: %s names one entity (%s…); a policy looks at attributes only", name, named)
		}
		list, err := cedar.NewPolicyListFromBytes(name, text)
		if err != nil {
			return nil, fmt.Errorf("read access policies: %w", err)
		}
		for _, p := range list {
			id, ok := p.Annotations()["id"]
			if !ok {
				return nil, fmt.Errorf("read access policies: %s holds a policy without an id", name)
			}
			if !all.Add(cedar.PolicyID(id), p) {
				return nil, fmt.Errorf("read access policies: id %s stands twice", id)
			}
		}
	}
	reading, err := LoadReading()
	if err != nil {
		return nil, err
	}
	return &Policies{set: all, Reading: reading}, nil
}

// Allows decides one action on one case. No policy that permits, no action.
func (p *Policies) Allows(who Principal, action string, on Resource) bool {
	return p.ask(who, question{action: action, typ: "Case", kind: on.Kind, relation: on.Relation, level: on.Level})
}

// AllowsOrgan decides one action on the settings and people of an organ.
func (p *Policies) AllowsOrgan(who Principal, action string, on Organ) bool {
	return p.ask(who, question{action: action, typ: "Agency", relation: on.Relation})
}

func (p *Policies) ask(who Principal, q question) bool {
	q.functions, q.sector, q.machine = strings.Join(who.Functions, "\x00"), who.Sector, who.Machine
	q.scopes = strings.Join(who.Scopes, "\x00")
	if known, ok := p.answered.Load(q); ok {
		return known.(bool)
	}
	allowed := p.decide(who, q)
	if p.kept.Add(1) <= remembered {
		p.answered.Store(q, allowed)
	}
	return allowed
}

func (p *Policies) decide(who Principal, q question) bool {
	user, thing := cedar.NewEntityUID("User", "asking"), cedar.NewEntityUID(q.typ, "asked about")
	attributes := cedar.RecordMap{"relation": cedar.String(q.relation)}
	if q.typ == "Case" {
		attributes["kind"], attributes["level"] = cedar.String(q.kind), cedar.String(q.level)
	}
	entities := cedar.EntityMap{
		user: {UID: user, Attributes: cedar.NewRecord(cedar.RecordMap{
			"functions": setOf(who.Functions),
			"sector":    cedar.String(q.sector),
			"machine":   cedar.Boolean(q.machine),
			"scopes":    setOf(who.Scopes),
			"reader": cedar.Boolean(slices.ContainsFunc(who.Functions, func(f string) bool {
				return slices.Contains(readers, f)
			})),
		})},
		thing: {UID: thing, Attributes: cedar.NewRecord(attributes)},
	}
	ok, _ := cedar.Authorize(p.set, entities, cedar.Request{
		Principal: user, Action: cedar.NewEntityUID("Action", cedar.String(q.action)), Resource: thing,
	})
	return ok == cedar.Allow
}

func setOf(words []string) cedar.Set {
	values := make([]cedar.Value, len(words))
	for i, w := range words {
		values[i] = cedar.String(w)
	}
	return cedar.NewSet(values...)
}
