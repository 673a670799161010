package federation

import (
	"encoding/json"
	"fmt"
)

// Given is the content of a message of type Give: fields that an earlier envelope of the
// same sender withholds, shown now (后续披露). The article stands in the envelope's
// legal basis.
type Given struct {
	Message      Message      `json:"message"`               // the envelope that withholds them
	EnvelopeHash Hash         `json:"envelope_hash"`         // of its bytes
	Group        string       `json:"group"`                 // which group of fields, as the sender's policy calls it
	Disclosures  []Disclosure `json:"disclosures,omitempty"` // open to the receiving hub
	Sealed       string       `json:"sealed,omitempty"`      // or sealed to the receiving agency (密封): see SealPart
	Reason       string       `json:"reason,omitempty"`      // why it is given now
}

// ReadGiven reads the content of such a message. It returns an *Invalid for anything that
// is not whole.
func ReadGiven(content json.RawMessage) (Given, error) {
	var g Given
	if bad := decode(content, &g); bad != nil {
		return Given{}, bad
	}
	rules := []rule{
		{!g.Message.IsZero(), "message"},
		{!g.EnvelopeHash.IsZero(), "envelope_hash"},
		{validWord(g.Group), "group"},
		{(len(g.Disclosures) == 0) != (g.Sealed == ""), "disclosures or sealed"},
		{len(g.Disclosures) <= MaxDisclosures, "disclosures"},
		{len(g.Sealed) <= MaxSealed, "sealed"},
		{prose(g.Reason, maxText), "reason"},
	}
	for i, d := range g.Disclosures {
		rules = append(rules, rule{len(d) > 0 && len(d) <= MaxDisclosure, fmt.Sprintf("disclosures[%d]", i)})
	}
	if bad := broken(rules); bad != nil {
		return Given{}, bad
	}
	return g, nil
}
