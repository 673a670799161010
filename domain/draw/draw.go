// Package draw is the verifiable draw of a joint inspection (双随机抽查): which
// enterprises are visited and which officers go, from lists that were fixed and
// published as hashes before anybody could know the outcome.
//
// docs/adr/0020-verifiable-draw.md is the specification: file, hashes and algorithm,
// for ever. Whoever changes a byte of what this package writes or draws under
// format 1 makes every published draw unverifiable.
package draw

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Format names the file and the algorithm. Another algorithm is another format.
const Format = "xianjie/draw/1"

// Mode is who makes the nonces.
type Mode string

const (
	Open   Mode = "open"   // 现场开抽: the hub, for the agencies present
	Manual Mode = "manual" // each agency its own
)

// Bundle is everything a draw leaves behind; a file holds one.
type Bundle struct {
	Terms      Terms
	Objects    Objects
	Officers   Officers
	Draw       Draw
	Core       Hash // of the draw, known when it was drawn
	Seal       Seal
	Digest     Hash // of everything
	Signatures [][]byte
}

// Terms are what is fixed before the draw (抽查方案): all but the lists, which
// they name by hash.
type Terms struct {
	Hub          string
	Plan         ids.Entry
	Title        string
	Initiator    ids.Agency // 发起部门
	From, To     civil.Date // when the visits take place
	Round        ids.Entry
	Number       int64 // 1, 2, … of the plan
	Mode         Mode
	FrozenAt     time.Time
	Agencies     []Agency // 参与部门, the initiator included
	Items        []Item
	Strata       []Stratum
	PerAgency    int64 // officers of each agency in a team
	Earlier      []Earlier
	ObjectsHash  Hash
	OfficersHash Hash
}

// Agency is one that takes part.
type Agency struct {
	ID   ids.Agency
	Name string
}

// Item is a check item of the list (抽查事项) that an agency brings along.
type Item struct {
	Agency     ids.Agency
	Code       string
	Version    int64
	Title      string
	Competence string // that one officer of the agency must have; may be empty
}

// Stratum is a group of objects with its ratio (分层比例), for example a risk tier.
type Stratum struct {
	Name                   string
	Numerator, Denominator int64 // at least this part, rounded up
	Minimum                int64 // and at least so many
}

// Earlier is a round of the same plan that came to nothing.
type Earlier struct {
	Round     ids.Entry
	Number    int64
	Outcome   string // void, redrawn
	TermsHash Hash
	Agencies  []ids.Agency // which did not reveal
	Reason    string
}

// Objects are the enterprises that can be drawn, and those left out (检查对象).
type Objects struct {
	Salt     [32]byte
	List     []Object
	Excluded []ExcludedObject
}

// Object is an enterprise: its credit code, or another number of the library.
type Object struct{ ID, Name, Stratum string }

// ExcludedObject is one that cannot be drawn, and why.
type ExcludedObject struct {
	Object
	Reason Reason
}

// Officers are the inspectors that can be drawn, and those left out (检查人员).
// They are ids of the hub's library: no name stands in a bundle.
type Officers struct {
	Salt     [32]byte
	List     []Officer
	Excluded []ExcludedOfficer
	Recusals []Recusal
}

// Officer is a certified inspector of an agency.
type Officer struct {
	ID          ids.Entry
	Agency      ids.Agency
	Competences []string
}

// ExcludedOfficer is one that cannot be drawn, and why.
type ExcludedOfficer struct {
	ID     ids.Entry
	Agency ids.Agency
	Reason Reason
}

// Recusal keeps an officer away from one object (回避, 行政处罚法第四十三条).
type Recusal struct {
	Officer ids.Entry
	Object  string
}

// Draw is what happened after the freeze.
type Draw struct {
	Nonces  []Nonce
	Room    string // words said in the room after the commitments were shown (现场数)
	Seed    Hash
	DrawnAt time.Time
	Result  []Visit
}

// Nonce is an agency's share of the seed (随机数), with what it committed to.
type Nonce struct {
	Agency     ids.Agency
	Commitment Hash
	Value      [32]byte
}

// Visit is a drawn object with the team that goes there.
type Visit struct {
	Object, Stratum string
	Team            []ids.Entry
}

// Reason says why something was left out before the seed existed.
type Reason string

// Reasons against objects, and against officers.
const (
	PositiveList Reason = "positive_list" // 正面清单
	Closed       Reason = "closed"        // 注销、停业
	OtherPlan    Reason = "other_plan"    // visited under another plan of the period
	NoTeam       Reason = "no_team"       // too few officers need not withdraw

	OnLeave            Reason = "leave"               // 请假
	CertificateMissing Reason = "certificate_missing" // 无执法证
	CertificateExpired Reason = "certificate_expired" // 执法证到期
	Competence         Reason = "competence"          // 专业不符
	Load               Reason = "load"                // 任务已满
	Recused            Reason = "recusal"             // 回避 for the plan as a whole
)
