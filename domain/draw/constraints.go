package draw

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Candidate is an inspector as the library knows one (执法检查人员名录库).
type Candidate struct {
	ID          ids.Entry
	Agency      ids.Agency
	Certified   bool       // holds a certificate (执法证件)
	Until       civil.Date // its last day
	Competences []string
	Leaves      []Leave
	Recused     bool // from the plan as a whole
	Visits      int  // assigned already in the period
}

// Leave is a time in which somebody is away, both days included.
type Leave struct{ From, To civil.Date }

// Staff sorts candidates into those who can be drawn and those who cannot, before
// any seed exists. maxVisits 0: no limit. The first reason that holds is given.
func (t *Terms) Staff(candidates []Candidate, maxVisits int) (o Officers) {
	for _, c := range candidates {
		if reason := t.against(c, maxVisits); reason != "" {
			o.Excluded = append(o.Excluded, ExcludedOfficer{c.ID, c.Agency, reason})
			continue
		}
		all := slices.Clone(c.Competences)
		slices.Sort(all)
		o.List = append(o.List, Officer{ID: c.ID, Agency: c.Agency, Competences: slices.Compact(all)})
	}
	return o
}

func (t *Terms) against(c Candidate, maxVisits int) Reason {
	need := needs(t.Items, c.Agency)
	switch {
	case !c.Certified:
		return CertificateMissing
	case c.Until.Before(t.To):
		return CertificateExpired
	case c.Recused:
		return Recused
	case slices.ContainsFunc(c.Leaves, func(l Leave) bool { return !l.To.Before(t.From) && !t.To.Before(l.From) }):
		return OnLeave
	case len(need) > 0 && !slices.ContainsFunc(c.Competences, func(has string) bool { return slices.Contains(need, has) }):
		return Competence
	case maxVisits > 0 && c.Visits >= maxVisits:
		return Load
	}
	return ""
}

// known reasons, so that nothing else (a sickness, a kinship) is ever written into a
// file that will be published.
var (
	objectReasons  = []Reason{PositiveList, Closed, OtherPlan, NoTeam}
	officerReasons = []Reason{OnLeave, CertificateMissing, CertificateExpired, Competence, Load, Recused}
)
