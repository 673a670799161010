package referral

import (
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Joint is how a joint action stands (联合执法行动): who goes, where, and what was found.
// Its acts make it, so two hubs that hold the same acts count the same.
type Joint struct {
	Members []Member     `json:"members,omitempty"` // 混合编组名单: each organ names its own
	Visits  []JointVisit `json:"visits,omitempty"`
}

// Member is somebody whom an organ sends along (编组成员).
type Member struct {
	Agency      ids.Agency `json:"agency"`
	Name        string     `json:"name"`
	Certificate string     `json:"certificate"` // 执法证号
}

// JointVisit is one visit of an enterprise (检查, counted in 家次).
type JointVisit struct {
	Number   string     `json:"number"` // 查验编号 at the hub of the organ that arranged it
	By       ids.Agency `json:"by"`     // the organ that arranged it
	Name     string     `json:"name"`   // of the enterprise
	Code     string     `json:"code,omitempty"`
	Region   string     `json:"region"` // where it lies (GB/T 2260)
	Day      civil.Date `json:"day"`
	Crossing bool       `json:"crossing,omitempty"` // 跨界: outside the area of the organ that arranged it
	Team     []string   `json:"team"`               // certificates of members of either organ
	State    string     `json:"state"`              // arranged, done, called_off
	Problems int        `json:"problems,omitempty"` // found on the spot
	Handed   int        `json:"handed,omitempty"`   // of them handed over to the organ of the place (移交属地)
}

// States of a visit of a joint action.
const (
	VisitArranged  = "arranged"   // 已安排
	VisitDone      = "done"       // 已检查
	VisitCalledOff = "called_off" // 已取消
)

// JointInput is what an act of a joint action brings.
type JointInput struct {
	Members []Member   `json:"members,omitempty"` // of the acting organ
	Visit   JointVisit `json:"visit,omitzero"`
}

// JointCount are the figures of joint actions (统计口径: 次、家次、个). They are units of
// their own and never added up.
type JointCount struct {
	Actions  int // 次: actions in which a visit was made
	Visits   int // 家次
	Problems int // 个: problems handed over
}

// Count counts what was done within some days.
func (j Joint) Count(from, to civil.Date) (n JointCount) {
	for _, v := range j.Visits {
		if v.State != VisitDone || v.Day.Before(from) || v.Day.After(to) {
			continue
		}
		n.Actions = 1
		n.Visits++
		n.Problems += v.Handed
	}
	return n
}

// CountAll counts all that was done.
func (j Joint) CountAll() JointCount {
	return j.Count(civil.Date{}, civil.Date{Year: 9999, Month: 12, Day: 31})
}

// Visit finds a visit by its number.
func (j Joint) Visit(number string) *JointVisit {
	for i := range j.Visits {
		if j.Visits[i].Number == number {
			return &j.Visits[i]
		}
	}
	return nil
}

// Of gives the members that an organ has named.
func (j Joint) Of(agency ids.Agency) (list []Member) {
	for _, m := range j.Members {
		if m.Agency == agency {
			list = append(list, m)
		}
	}
	return list
}

// fewestOfficers is what a visit takes of the organ that makes it (insp_two_officers);
// another number there is a matter of the visit's own check.
const fewestOfficers = 2

// sides gives the organs of a joint action, the acting one first.
func sides(s Snapshot, as Party) (own, other Organ) {
	own = s.Sender
	if s.Receiver != nil {
		other = *s.Receiver
	}
	if as == Receiver {
		own, other = other, own
	}
	return own, other
}

// covers reports whether a place lies in an organ's area.
func covers(o Organ, at string) bool {
	region := o.Region
	for strings.HasSuffix(region, "00") {
		region = strings.TrimSuffix(region, "00")
	}
	return strings.HasPrefix(at, region)
}

// hasMembers asks the acting organ to have named enough officers.
func hasMembers(s Snapshot, in Input) *fault.Error {
	own, _ := sides(s, in.as)
	if len(s.Flags.Joint.Of(own.ID)) >= fewestOfficers {
		return nil
	}
	err := refuse("members_missing", "请先登记本机关参加的执法人员，不少于二人", "Name your organ's officers first, two at least")
	err.RuleID = "insp_two_officers"
	return err
}

// wellNamed looks at the list of an organ's members.
func wellNamed(s Snapshot, in Input) *fault.Error {
	if in.Joint == nil {
		return nil
	}
	own, _ := sides(s, in.as)
	var seen []string
	for _, m := range in.Joint.Members {
		if !said(m.Name) || !said(m.Certificate) || slices.Contains(seen, m.Certificate) {
			return jointField("members", "每名成员写明姓名和执法证号，证号不能重复", "Each member has a name and the number of a certificate, once")
		}
		seen = append(seen, m.Certificate)
	}
	for _, m := range s.Flags.Joint.Members {
		if m.Agency != own.ID && slices.Contains(seen, m.Certificate) {
			return jointField("members", "证号"+m.Certificate+"已由对方机关登记", "The other organ has named "+m.Certificate)
		}
	}
	for _, v := range s.Flags.Joint.Visits {
		for _, c := range v.Team {
			if v.State == VisitArranged && !slices.Contains(seen, c) && slices.ContainsFunc(s.Flags.Joint.Of(own.ID), func(m Member) bool { return m.Certificate == c }) {
				return jointField("members", c+"已编入"+v.Number+"的检查组，请先取消该次检查", c+" is in the team of "+v.Number+": call that visit off first")
			}
		}
	}
	return nil
}

// wellArranged looks at a visit: within the action's days, with officers of the organ that
// makes it, and across the border only with somebody of the place (属地机关).
func wellArranged(s Snapshot, in Input) *fault.Error {
	if in.Joint == nil {
		return nil
	}
	own, other := sides(s, in.as)
	v, c := in.Joint.Visit, s.Content
	switch {
	case !said(v.Number) || !said(v.Name) || len(v.Region) != 6 || strings.Trim(v.Region, "0123456789") != "":
		return jointField("visit", "请填写查验编号、被检查单位和所在地行政区划代码（六位）", "Give number, enterprise and the six digits of its region")
	case s.Flags.Joint.Visit(v.Number) != nil:
		return jointField("visit", "这一编号的检查已经登记", "A visit with this number is there already")
	case v.Day.Before(c.FromOn) || v.Day.After(c.ToOn):
		return jointField("visit", "检查日期不在行动期间内", "The day is outside the days of the action")
	}
	mine, theirs := 0, 0
	for i, cert := range v.Team {
		at := slices.IndexFunc(s.Flags.Joint.Members, func(m Member) bool { return m.Certificate == cert })
		if at < 0 || slices.Contains(v.Team[:i], cert) {
			return jointField("visit", "检查组成员"+cert+"不在编组名单中，或者重复", cert+" is not among the members, or stands twice")
		}
		if s.Flags.Joint.Members[at].Agency == own.ID {
			mine++
		} else {
			theirs++
		}
	}
	if mine < fewestOfficers {
		err := jointField("visit", "检查组中本机关执法人员不少于二人", "The team has two officers of your organ at least")
		err.RuleID = "insp_two_officers"
		return err
	}
	if covers(own, v.Region) {
		return nil
	}
	err := jointField("visit", "被检查单位不在参加机关的辖区，请商请当地机关协助", "The enterprise lies in the area of neither organ: ask the organ of the place for assistance")
	if covers(other, v.Region) {
		if theirs > 0 {
			return nil
		}
		err = jointField("visit", "被检查单位在对方辖区：跨界检查应有属地机关人员参加检查组", "The enterprise lies in the other organ's area: a visit across the border has somebody of the place in its team")
	}
	err.RuleID = "insp_remote_area"
	return err
}

// ownVisit asks for a visit that the acting organ has arranged, in a state.
func ownVisit(state string, more func(v JointVisit, in Input) *fault.Error) Guard {
	return func(s Snapshot, in Input) *fault.Error {
		own, _ := sides(s, in.as)
		fits := func(v JointVisit) bool { // of what was done, only what is left can be handed over
			return v.By == own.ID && v.State == state && (state != VisitDone || v.Handed < v.Problems)
		}
		if in.Joint == nil {
			if slices.ContainsFunc(s.Flags.Joint.Visits, fits) {
				return nil
			}
			return refuse("no_visit", "本机关没有可以办理这一步骤的检查", "Your organ has no visit to which this applies")
		}
		v := s.Flags.Joint.Visit(in.Joint.Visit.Number)
		if v == nil || !fits(*v) {
			return jointField("visit", "没有这一编号的检查，或者检查现在不能办理这一步骤", "There is no such visit of your organ, or it does not allow this now")
		}
		if more != nil {
			return more(*v, in)
		}
		return nil
	}
}

var visitHappened = func(v JointVisit, in Input) *fault.Error {
	if civil.DateOf(in.OccurredAt).Before(v.Day) {
		return jointField("visit", "检查日期未到", "The day of the visit has not come")
	}
	if in.Joint.Visit.Problems < 0 || in.Joint.Visit.Problems > mostProblems {
		return jointField("visit", "发现问题数量有误", "The number of problems is not right")
	}
	return nil
}

// mostProblems bounds what one visit finds; more is a slip of the pen.
const mostProblems = 10000

var notMoreThanFound = func(v JointVisit, in Input) *fault.Error {
	if n := in.Joint.Visit.Handed; n < 1 || v.Handed+n > v.Problems {
		return jointField("visit", "移交的问题不能多于发现的问题", "No more problems are handed over than were found")
	}
	return nil
}

func jointField(name, zh, en string) *fault.Error {
	err := fault.New(fault.Invalid, "referral.joint_"+name, fault.T(zh, en))
	err.Fields = []fault.Field{{Path: "body." + name, Text: err.Detail}}
	return err
}

// betweenHubs: organs of one hub are joined in the plan itself.
var betweenHubs = require("same_hub", "本枢纽的机关在检查方案中直接邀请；联合执法行动用于与其他枢纽的机关共同检查", "Organs of this hub are invited in the plan itself; a joint action is for organs of another hub", func(s Snapshot, in Input) bool {
	return in.Target == nil || in.Target.ID.IsZero() || (in.Target.Hub != "") != (s.Sender.Hub != "")
})

var noVisitOpen = require("visits_open", "还有已安排的检查没有完成或者取消", "A visit that was arranged is neither made nor called off", func(s Snapshot, _ Input) bool {
	return !slices.ContainsFunc(s.Flags.Joint.Visits, func(v JointVisit) bool { return v.State == VisitArranged })
})

// What the acts change.

func membersNamed(f Flags, d Deed) Flags {
	if d.Input.Joint == nil {
		return f
	}
	own, _ := sides(d.Case, d.As)
	list := slices.DeleteFunc(slices.Clone(f.Joint.Members), func(m Member) bool { return m.Agency == own.ID })
	for _, m := range d.Input.Joint.Members {
		list = append(list, Member{own.ID, strings.TrimSpace(m.Name), strings.TrimSpace(m.Certificate)})
	}
	f.Joint.Members = list
	return f
}

func visitArranged(f Flags, d Deed) Flags {
	if d.Input.Joint == nil {
		return f
	}
	own, _ := sides(d.Case, d.As)
	v := d.Input.Joint.Visit
	v.By, v.State, v.Crossing, v.Problems, v.Handed = own.ID, VisitArranged, !covers(own, v.Region), 0, 0
	f.Joint.Visits = append(slices.Clone(f.Joint.Visits), v)
	return f
}

// visitMoved changes the visit that an act names.
func visitMoved(move func(v *JointVisit, in JointVisit)) Effect {
	return func(f Flags, d Deed) Flags {
		if d.Input.Joint == nil {
			return f
		}
		f.Joint.Visits = slices.Clone(f.Joint.Visits)
		if v := f.Joint.Visit(d.Input.Joint.Visit.Number); v != nil {
			move(v, d.Input.Joint.Visit)
		}
		return f
	}
}
