package draw

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// unfit says why terms and lists cannot be drawn from. Its code begins with "draw.".
func unfit(code, zh, en string) *fault.Error {
	return fault.New(fault.Invalid, "draw."+code, fault.T(zh, en))
}

func unwritable(part string) error {
	return fault.Wrap(fault.Invalid, "draw.unwritable", fault.T("抽查包中有不能写出的内容（控制字符或者负数）", "Something in the bundle cannot be written: a control character or a negative number"), fmt.Errorf("%s", part))
}

func unreadable(line int, expected string) *fault.Error {
	expected = strings.TrimSpace(expected)
	return unfit("unreadable", fmt.Sprintf("第%d行不符合抽查包的格式（此处应为 %s）", line, expected), fmt.Sprintf("Line %d is not in the form of a bundle (expected here: %s)", line, expected))
}

func ascending[T any](all []T, compare func(a, b T) int) bool {
	for i := 1; i < len(all); i++ {
		if compare(all[i-1], all[i]) >= 0 {
			return false
		}
	}
	return true
}

func byAgency(a, b Agency) int        { return slices.Compare(a.ID[:], b.ID[:]) }
func byObject(a, b Object) int        { return strings.Compare(a.ID, b.ID) }
func byOfficer(a, b Officer) int      { return slices.Compare(a.ID[:], b.ID[:]) }
func byOut(a, b ExcludedObject) int   { return strings.Compare(a.ID, b.ID) }
func byAway(a, b ExcludedOfficer) int { return slices.Compare(a.ID[:], b.ID[:]) }
func byStratum(a, b Stratum) int      { return strings.Compare(a.Name, b.Name) }
func byRecusal(a, b Recusal) int {
	if c := slices.Compare(a.Officer[:], b.Officer[:]); c != 0 {
		return c
	}
	return strings.Compare(a.Object, b.Object)
}

// check refuses terms that say nothing sensible.
func (t *Terms) check() error {
	switch {
	case t.Mode != Open && t.Mode != Manual:
		return unfit("mode", "开抽方式不明", "The mode of the draw is unknown")
	case t.Number < 1 || t.PerAgency < 1:
		return unfit("terms", "轮次和每部门人数至少为1", "Round and officers per agency are at least 1")
	case t.From.IsZero() || t.To.Before(t.From):
		return unfit("period", "检查期间不成立", "The period of the visits makes no sense")
	case len(t.Agencies) == 0 || !ascending(t.Agencies, byAgency) || !t.takesPart(t.Initiator):
		return unfit("agencies", "参与部门应按编号排列、不重复并包括发起部门", "Agencies are in order, none twice, the initiator among them")
	case len(t.Items) == 0:
		return unfit("items", "方案没有抽查事项", "The plan holds no check item")
	case len(t.Strata) == 0 || !ascending(t.Strata, byStratum):
		return unfit("strata", "分层应按名称排列、不重复，至少一层", "Strata are in order, none twice, at least one")
	}
	for _, i := range t.Items {
		if !t.takesPart(i.Agency) {
			return unfit("items", "抽查事项所属部门没有参与", "The agency of a check item does not take part")
		}
	}
	for _, s := range t.Strata {
		if s.Denominator < 1 || s.Numerator < 1 && s.Minimum < 1 {
			return unfit("ratio", "每一层都要有比例或者最低户数", "Every stratum needs a ratio or a minimum")
		}
	}
	return nil
}

func (t *Terms) takesPart(a ids.Agency) bool {
	return slices.ContainsFunc(t.Agencies, func(x Agency) bool { return x.ID == a })
}

// strata tells which stratum a name is.
func (t *Terms) strata() map[string]int {
	at := map[string]int{}
	for i, s := range t.Strata {
		at[s.Name] = i
	}
	return at
}

// check refuses objects out of order, twice, or in no stratum, and empty strata.
func (o *Objects) check(t *Terms) error {
	if !ascending(o.List, byObject) || !ascending(o.Excluded, byOut) {
		return unfit("objects", "检查对象应按编号排列、不重复", "Objects are in order, none twice")
	}
	at, count := t.strata(), make([]int, len(t.Strata))
	for i := range o.List {
		s, known := at[o.List[i].Stratum]
		if !known {
			return unfit("objects", "有检查对象不属于任何一层", "An object belongs to no stratum")
		}
		count[s]++
	}
	for s := range t.Strata {
		if count[s] == 0 {
			return unfit("stratum_empty", "有一层没有可以抽取的检查对象，请调整分层或者名录库", "A stratum holds no object that can be drawn; change the strata or the library")
		}
	}
	for _, x := range o.Excluded {
		if !slices.Contains(objectReasons, x.Reason) {
			return unfit("reason", "排除对象的理由不在规定范围内", "An object is excluded for a reason that the format does not know")
		}
		if _, both := slices.BinarySearchFunc(o.List, x.Object, byObject); both {
			return unfit("objects", "检查对象既在名单内又被排除", "An object is both in the list and excluded")
		}
	}
	return nil
}

// check refuses officers out of order and lists that cannot staff every object.
func (o *Officers) check(t *Terms, objects []Object) error {
	if !ascending(o.List, byOfficer) || !ascending(o.Excluded, byAway) || !ascending(o.Recusals, byRecusal) {
		return unfit("officers", "检查人员应按编号排列、不重复", "Officers are in order, none twice")
	}
	for _, x := range o.List {
		if !t.takesPart(x.Agency) || !ascending(x.Competences, strings.Compare) {
			return unfit("officers", "检查人员所属部门没有参与，或者专业没有按序排列", "An officer's agency does not take part, or competences are out of order")
		}
	}
	for _, r := range o.Recusals {
		_, officer := slices.BinarySearchFunc(o.List, Officer{ID: r.Officer}, byOfficer)
		_, object := slices.BinarySearchFunc(objects, Object{ID: r.Object}, byObject)
		if !officer || !object {
			return unfit("recusals", "回避所指的人员或者对象不在名单内", "A recusal names an officer or an object that is not in the lists")
		}
	}
	for _, x := range o.Excluded {
		if _, both := slices.BinarySearchFunc(o.List, Officer{ID: x.ID}, byOfficer); both || !slices.Contains(officerReasons, x.Reason) {
			return unfit("reason", "排除人员的理由不在规定范围内，或者人员同时在名单内", "An officer is excluded for a reason that the format does not know, or is in the list as well")
		}
	}
	all := newTeams(t, o)
	if agency, need, short := all.short(nil); short {
		return tooFew(t, agency, need)
	}
	for _, officers := range all.recused {
		if agency, need, short := all.short(officers); short {
			return tooFew(t, agency, need)
		}
	}
	return nil
}

func tooFew(t *Terms, agency int, need string) *fault.Error {
	who := t.Agencies[agency].Name
	if need != "" {
		return unfit("competence_short", fmt.Sprintf("%s没有具备“%s”专业的可派人员", who, need), fmt.Sprintf("%s has no officer left with the competence %q", who, need))
	}
	return unfit("officers_short", fmt.Sprintf("%s可派的持证人员不足%d人", who, t.PerAgency), fmt.Sprintf("%s has fewer than %d certified officers left", who, t.PerAgency))
}
