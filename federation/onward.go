package federation

import (
	"encoding/json"
	"fmt"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Member is an organ that may hold what an envelope marked NoOnward brought (知悉机关).
type Member struct {
	ID   ids.Agency `json:"id"`
	Hub  string     `json:"hub"`
	Name string     `json:"name"`
}

// OnwardAsk is the content of a message of type AskOnward: the receiver of what may not go on
// asks its origin for leave to give it to an organ (商请同意转发).
type OnwardAsk struct {
	Organ  Member `json:"organ"`
	Reason string `json:"reason"`
}

// OnwardMembers is the content of a message of type Members, by which the origin allows or no
// longer allows organs to hold what it provided (知悉机关名单). A list is complete: what an
// earlier one said does not hold beside it. Epochs rise by one.
type OnwardMembers struct {
	Epoch   int      `json:"epoch"`
	Members []Member `json:"members"`
	Answers Message  `json:"answers,omitzero"` // the question that it answers
	Reason  string   `json:"reason,omitempty"`
}

// maxMembers bounds a list.
const maxMembers = 256

func (m Member) valid() bool {
	return !m.ID.IsZero() && ValidHub(m.Hub) && m.Name != "" && prose(m.Name, maxName)
}

// ReadOnwardAsk reads such a content. It returns an *Invalid for anything that is not whole.
func ReadOnwardAsk(content json.RawMessage) (OnwardAsk, error) {
	var a OnwardAsk
	if bad := decode(content, &a); bad != nil {
		return OnwardAsk{}, bad
	}
	if bad := broken([]rule{{a.Organ.valid(), "organ"}, {a.Reason != "" && prose(a.Reason, maxText), "reason"}}); bad != nil {
		return OnwardAsk{}, bad
	}
	return a, nil
}

// ReadOnwardMembers reads such a content. It returns an *Invalid for anything that is not
// whole: an organ twice, an epoch that is none, no list at all.
func ReadOnwardMembers(content json.RawMessage) (OnwardMembers, error) {
	var m OnwardMembers
	if bad := decode(content, &m); bad != nil {
		return OnwardMembers{}, bad
	}
	rules := []rule{
		{m.Epoch >= 1 && m.Epoch <= 1<<30, "epoch"},
		{m.Members != nil && len(m.Members) <= maxMembers, "members"},
		{prose(m.Reason, maxText), "reason"},
	}
	seen := map[ids.Agency]bool{}
	for i, x := range m.Members {
		rules = append(rules, rule{x.valid() && !seen[x.ID], fmt.Sprintf("members[%d]", i)})
		seen[x.ID] = true
	}
	if bad := broken(rules); bad != nil {
		return OnwardMembers{}, bad
	}
	return m, nil
}
