package login

import (
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Functions a person can hold (职责). An issuer's allow-list maps to these only.
const (
	Desk          = "desk"           // 收发：receives and hands on
	Handler       = "handler"        // 承办人
	LegalReviewer = "legal_reviewer" // 法制审核人员
	Head          = "head"           // 负责人：approves
	Liaison       = "liaison"        // 联络人
	Procurator    = "procurator"     // 检察官
	Auditor       = "auditor"        // 审计员：reads the record
	Operator      = "operator"       // 系统运维：may not read cases
	Coordinator   = "coordinator"    // 统筹：plans joint work
	Admin         = "admin"          // 机构管理员
)

var knownFunctions = []string{Desk, Handler, LegalReviewer, Head, Liaison, Procurator, Auditor, Operator, Coordinator, Admin}

// Principal is who makes a request.
type Principal struct {
	User       ids.User // zero for a partner system
	Agency     ids.Agency
	AgencyCode string
	Name       string
	Functions  []string // none for a partner system: it cannot act as a head
	SessionID  string   // names the session in logs; of no use as a cookie
	StepUpAt   time.Time
	Issuer     string // iss
	Subject    string // sub

	Machine bool       // a partner system with an access token
	Client  ids.Client // zero for a person
	Scopes  []string   // what the token and the registration both allow
}

// Has reports whether the person holds a function.
func (p Principal) Has(function string) bool {
	return !p.Machine && slices.Contains(p.Functions, function)
}

// May reports whether a partner system was given a scope.
func (p Principal) May(scope string) bool { return p.Machine && slices.Contains(p.Scopes, scope) }

// SteppedUp reports whether the person confirmed who they are within the last
// 15 minutes (再次认证). A partner system never does.
func (p Principal) SteppedUp(now time.Time) bool {
	return !p.Machine && !p.StepUpAt.IsZero() && now.Sub(p.StepUpAt) < stepUpLifetime
}
