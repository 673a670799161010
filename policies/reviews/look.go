package reviews

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// File is the file of a case (案卷) as the sheets look at it.
type File struct {
	Case    referral.Snapshot
	Papers  map[string]bool // kinds of document that are issued; true: the sealed version is attached
	Scans   map[ids.Evidence]Scan
	Names   map[ids.Evidence]string // file names
	Arrived bool                    // it was sent
	Draft   *Agreement              // the agreement on a claim, about to be signed or as the case holds it; nil: the kind has none
	Doubt   *fault.Text             // why the sender may not be competent for the item of the case; nil: no doubt
}

// Scan is what is known of an uploaded file.
type Scan struct {
	Paged  bool // a PDF: it has pages to count
	Broken bool // it cannot be opened
	Pages  int
	Unread bool // nobody looked: too large, or another format
}

// State is the answer to a line.
type State string

// Answers.
const (
	Met     State = "met"            // 具备
	Missing State = "missing"        // 缺
	Judge   State = "judge"          // 由人判断
	NotHere State = "not_applicable" // 不适用
	Later   State = "later"          // 移送后才有
)

// Finding is what the hub says of a line by itself.
type Finding struct {
	State State
	Note  fault.Text // what was seen
	Seen  []Thing    // what it speaks of
}

// Thing is one of the things a finding speaks of: a material, a party, an entry.
type Thing struct {
	Title string     // as people gave it; empty for an entry of the draft
	Why   fault.Text // what is wrong with it, or what the entry is called
}

// Look answers a line as far as the file shows.
func (l Line) Look(f File) Finding {
	c := f.Case.Content
	if l.None != "" && c.Said(l.None) && len(listed(f, l.Codes)) == 0 {
		return Finding{State: NotHere, Note: fault.T("移送机关注明本案没有", "The sender says that there is none")}
	}
	if l.When != "" && !c.Said(l.When) {
		return Finding{State: NotHere, Note: fault.T("本案没有这一情形", "Does not arise here")}
	}
	switch l.Check {
	case Material:
		return l.material(f)
	case Files:
		return l.files(f)
	case Originals:
		return l.originals(f)
	case Parties:
		return parties(f.Case.Parties)
	case Charges:
		return charges(f.Case)
	case Items:
		return items(f.Case.Items)
	case Fields:
		return l.fields(c)
	case Paper:
		return l.paper(f)
	case Flags:
		return l.flags(f.Case.Flags)
	case Accepted:
		return accepted(f)
	case Reached:
		return l.reached(f)
	case Competence:
		return competence(f)
	case Agreed:
		return l.agreed(f)
	}
	return Finding{State: Judge, Note: fault.T("请由人判断", "A person has to say")}
}

// competence: the list only suggests, so what speaks against the sender is for a person
// to judge.
func competence(f File) Finding {
	if f.Doubt != nil {
		return Finding{State: Judge, Note: *f.Doubt}
	}
	return Finding{State: Met, Note: fault.T("执法事项清单没有相反的记载", "The list of enforcement items says nothing against it")}
}

// of collects what is wrong with some of many things: fine if none, and what to
// say of nothing at all.
func of(all int, seen []Thing, nothing, bad, good fault.Text, none State) Finding {
	switch {
	case all == 0:
		return Finding{State: none, Note: nothing}
	case len(seen) > 0:
		return Finding{State: Missing, Note: bad, Seen: seen}
	}
	return Finding{State: Met, Note: good}
}

// parties: an enterprise by its credit code, a person by the identity number; who
// is unknown is for a person to judge.
func parties(list []referral.Person) Finding {
	var open, unknown []Thing
	for _, p := range list {
		switch p.Kind {
		case "enterprise":
			if ok, _, _ := identity.CheckCreditCode(p.CreditCode); !ok || p.Name == "" {
				open = append(open, Thing{Title: p.Name})
			}
		case "person":
			if ok, _, _ := identity.CheckCitizenID(p.IDNumber); !ok || p.Name == "" {
				open = append(open, Thing{Title: p.Name})
			}
		default:
			unknown = append(unknown, Thing{Title: p.Name})
		}
	}
	if len(open) == 0 && len(unknown) > 0 {
		return Finding{State: Judge, Note: fault.T("有身份不明的当事人，请判断查明到什么程度", "A party is unknown: say how far it was looked into"), Seen: unknown}
	}
	return of(len(list), open, fault.T("没有当事人", "No party"), fault.T("名称、统一社会信用代码或者公民身份号码缺少，或者校验不通过", "Name, credit code or identity number is missing or fails its check"), fault.T("身份信息齐全，代码校验通过", "Identity complete, numbers check"), Missing)
}

func charges(s referral.Snapshot) Finding {
	var open []Thing
	for _, c := range s.Charges {
		if c.Offence == "" || c.Article == "" {
			open = append(open, Thing{Title: c.Offence})
		}
	}
	for _, p := range s.Parties {
		if !slices.ContainsFunc(s.Charges, func(c referral.Charge) bool { return c.Party == p.ID }) {
			open = append(open, Thing{Title: p.Name})
		}
	}
	return of(len(s.Charges), open, fault.T("没有写明", "None is given"), fault.T("有的没有写明，或者没有条款", "Some lack it, or its article"), fault.T("均已写明，并有条款", "Given, each with its article"), Missing)
}

func items(list []referral.Item) Finding {
	var open []Thing
	for _, i := range list {
		if i.Name == "" || i.Quantity == "" || i.Feature == "" || i.Place == "" {
			open = append(open, Thing{Title: i.Name})
		}
	}
	return of(len(list), open, fault.T("没有登记物品；有物品的请逐件登记，没有的请注明", "No item is listed: list each, or say that there is none"), fault.T("名称、数量、特征、存放地没有填全", "Name, quantity, feature or place is missing"), fault.T("逐件登记，四项齐全", "Each listed with all four"), Missing)
}

func accepted(f File) Finding {
	switch {
	case !f.Arrived:
		return Finding{State: Later, Note: fault.T("移送后由接收机关出具", "The receiver gives it after sending")}
	case f.Case.Accepted.IsZero() || f.Case.Flags.Presumed:
		return Finding{State: Missing, Note: fault.T("接收机关尚未签收", "The receiver has not signed")}
	}
	return Finding{State: Met, Note: fault.T("接收机关已签收", "The receiver has signed")}
}

func (l Line) reached(f File) Finding {
	if slices.ContainsFunc(f.Case.Charges, func(c referral.Charge) bool { return slices.Contains(l.States, c.State) }) {
		return Finding{State: Met, Note: fault.T("已作出", "Decided")}
	}
	return Finding{State: Later, Note: fault.T("移送后由接收机关决定", "The receiver decides after sending")}
}
