package federation

import _ "embed"

// Contract is the protocol as an OpenAPI document of its own, for those who write
// another implementation.
//
//go:embed xhp.yaml
var Contract []byte
