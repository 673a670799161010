package federation

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// Consistency proves that a log of one size continues the same log of an older size (RFC
// 6962 §2.1.2): whoever keeps checkpoints of a partner asks for it, and cannot be shown two
// pasts.
type Consistency struct {
	Older int64  `json:"older"`
	Newer int64  `json:"newer"`
	Proof []Hash `json:"proof"`
}

// maxProof is more than a log of 2^63 leaves needs.
const maxProof = 256

// EncodeConsistency writes the body of PathConsistency.
func EncodeConsistency(c Consistency) ([]byte, error) {
	c.Proof = append([]Hash{}, c.Proof...)
	return json.Marshal(c)
}

// DecodeConsistency reads the body of PathConsistency, strictly. Every refusal is an *Invalid.
func DecodeConsistency(body []byte) (Consistency, error) {
	var c Consistency
	if bad := decode(body, &c); bad != nil {
		return c, bad
	}
	if len(c.Proof) > maxProof {
		return c, invalid(ReasonOversize, "a proof of more than %d hashes", maxProof)
	}
	if bad := broken([]rule{{c.Older >= 1 && c.Older <= maxNumber, "older"}, {c.Newer >= c.Older && c.Newer <= maxNumber, "newer"}}); bad != nil {
		return c, bad
	}
	return c, nil
}

// Consistency asks a partner to prove that its log of size newer continues that of size older.
// *Refusal if it does not.
func (c *Client) Consistency(ctx context.Context, older, newer int64) (Consistency, error) {
	a, err := c.call(ctx, http.MethodGet, ConsistencyPath(older, newer), "", nil, maxAnswer)
	if err != nil {
		return Consistency{}, err
	}
	got, err := DecodeConsistency(a.body)
	if err == nil && (got.Older != older || got.Newer != newer) {
		err = fmt.Errorf("consistency: %w", invalid(ReasonAudience, "a proof of other sizes"))
	}
	return got, err
}
