package peersim

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"github.com/xianjie-hub/xianjie/federation"
)

// forge signs any bytes with any headers, as a partner may whose program is newer,
// wrong or hostile: federation.Seal refuses to.
func forge(payload []byte, typ string, more map[string]any, signers ...federation.Signer) ([]byte, error) {
	body := base64.RawURLEncoding.EncodeToString(payload)
	var signed []string
	for _, s := range signers {
		id, err := federation.KeyID(s.Private.Public())
		if err != nil {
			return nil, err
		}
		head := map[string]any{"alg": "EdDSA", "kid": id, "typ": typ, "xhp_role": s.Role}
		if s.Role == federation.RoleAgency {
			head["xhp_agency"] = s.Agency
		}
		maps.Copy(head, more)
		text, err := json.Marshal(head)
		if err != nil {
			return nil, fmt.Errorf("write a header: %w", err)
		}
		protected := base64.RawURLEncoding.EncodeToString(text)
		key, ok := s.Private.(ed25519.PrivateKey)
		if !ok {
			return nil, federation.ErrKey
		}
		signature := ed25519.Sign(key, []byte(protected+"."+body))
		signed = append(signed, `{"protected":"`+protected+`","signature":"`+base64.RawURLEncoding.EncodeToString(signature)+`"}`)
	}
	return []byte(`{"payload":"` + body + `","signatures":[` + strings.Join(signed, ",") + `]}`), nil
}

const typeEnvelope = "xhp-envelope+json"

// forgeEnvelope takes the payload of an envelope as a map, so that a member may be
// anything.
func forgeEnvelope(e federation.Envelope, change func(map[string]any), signers ...federation.Signer) ([]byte, error) {
	e.Protocol = federation.Protocol
	text, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("write an envelope: %w", err)
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, fmt.Errorf("write an envelope: %w", err)
	}
	if change != nil {
		change(members)
	}
	if text, err = json.Marshal(members); err != nil {
		return nil, fmt.Errorf("write an envelope: %w", err)
	}
	return forge(text, typeEnvelope, nil, signers...)
}
