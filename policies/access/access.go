// Package access answers who may do what, from the Cedar policies in this folder.
package access

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"

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

// readers are the functions that may open cases. An operator is none of them:
// who runs the hub may not read what goes through it.
var readers = []string{"desk", "handler", "legal_reviewer", "head", "liaison", "procurator", "auditor", "coordinator"}

// Policies decide. They are safe for concurrent use.
type Policies struct{ set *cedar.PolicySet }

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
	return &Policies{set: all}, nil
}

// Allows decides one action on one case. No policy that permits, no action.
func (p *Policies) Allows(who Principal, action string, on Resource) bool {
	return p.decide(who, action, cedar.NewEntityUID("Case", cedar.String(on.Case.String())), cedar.RecordMap{
		"kind":     cedar.String(on.Kind),
		"relation": cedar.String(on.Relation),
		"level":    cedar.String(on.Level),
	})
}

// AllowsOrgan decides one action on the settings and people of an organ.
func (p *Policies) AllowsOrgan(who Principal, action string, on Organ) bool {
	return p.decide(who, action, cedar.NewEntityUID("Agency", cedar.String(on.Agency.String())), cedar.RecordMap{
		"relation": cedar.String(on.Relation),
	})
}

func (p *Policies) decide(who Principal, action string, thing cedar.EntityUID, attributes cedar.RecordMap) bool {
	user := cedar.NewEntityUID("User", cedar.String(who.User.String()))
	functions := make([]cedar.Value, len(who.Functions))
	for i, f := range who.Functions {
		functions[i] = cedar.String(f)
	}
	entities := cedar.EntityMap{
		user: {UID: user, Attributes: cedar.NewRecord(cedar.RecordMap{
			"functions": cedar.NewSet(functions...),
			"sector":    cedar.String(who.Sector),
			"machine":   cedar.Boolean(who.Machine),
			"reader": cedar.Boolean(slices.ContainsFunc(who.Functions, func(f string) bool {
				return slices.Contains(readers, f)
			})),
		})},
		thing: {UID: thing, Attributes: cedar.NewRecord(attributes)},
	}
	ok, _ := cedar.Authorize(p.set, entities, cedar.Request{
		Principal: user, Action: cedar.NewEntityUID("Action", cedar.String(action)), Resource: thing,
	})
	return ok == cedar.Allow
}
