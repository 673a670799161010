package reviews

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// listed are the materials of some kinds; of any kind where none is named.
func listed(f File, codes []string) (out []referral.Material) {
	for _, m := range f.Case.Materials {
		if len(codes) == 0 || slices.Contains(codes, m.Code) {
			out = append(out, m)
		}
	}
	return out
}

// material: something of the kind is on the list and, where the line names a
// paper, its title or file name says that it is this one. Whether it is one under
// another name only a person can see.
func (l Line) material(f File) Finding {
	there := listed(f, l.Codes)
	var named, others []Thing
	for _, m := range there {
		if len(l.Words) == 0 || l.says(m.Title) || l.says(f.Names[m.Evidence]) {
			named = append(named, Thing{Title: m.Title})
		} else {
			others = append(others, Thing{Title: m.Title})
		}
	}
	switch {
	case len(named) > 0:
		return Finding{State: Met, Note: fault.T("已列入材料清单", "On the list of materials"), Seen: named}
	case len(others) > 0 && len(l.Codes) > 0:
		return Finding{State: Judge, Note: fault.T("清单里有这一类材料，从名称看不出是否包括这一件", "There is material of this kind; its names do not tell whether this paper is among it"), Seen: others}
	}
	return Finding{State: Missing, Note: fault.T("材料清单里没有", "Not on the list of materials")}
}

func (l Line) says(title string) bool {
	return slices.ContainsFunc(l.Words, func(w string) bool { return strings.Contains(title, w) })
}

// files: what is listed with a number of pages and a file must be a file that can
// be opened and has as many.
func (l Line) files(f File) Finding {
	list := listed(f, l.Codes)
	var open, unread []Thing
	for _, m := range list {
		scan := f.Scans[m.Evidence]
		why := fault.Text{}
		switch {
		case m.Evidence.IsZero():
			why = fault.T("没有上传文件", "no file")
		case scan.Broken:
			why = fault.T("文件打不开", "the file cannot be opened")
		case m.Pages == 0:
			why = fault.T("没有填页数", "no pages noted")
		case scan.Unread:
			unread = append(unread, Thing{Title: m.Title})
		case scan.Paged && scan.Pages != m.Pages:
			why = fault.T(fmt.Sprintf("清单%d页，文件%d页", m.Pages, scan.Pages), fmt.Sprintf("%d pages on the list, %d in the file", m.Pages, scan.Pages))
		}
		if why != (fault.Text{}) {
			open = append(open, Thing{m.Title, why})
		}
	}
	if len(open) == 0 && len(unread) > 0 {
		return Finding{State: Judge, Note: fault.T("这些文件的页数不能自动核对，请人工核对", "The pages of these files cannot be counted here: count them by hand"), Seen: unread}
	}
	return of(len(list), open, fault.T("材料清单是空的", "The list of materials is empty"), fault.T("有的缺文件、缺页数，或者页数对不上", "A file or its pages are missing, or the numbers differ"), fault.T("文件都能打开，页数与清单一致", "Every file opens and has the pages the list says"), Missing)
}

// originals: 原件；复印件须注明原件存放处, unless the law wants originals only.
func (l Line) originals(f File) Finding {
	list := listed(f, l.Codes)
	var open []Thing
	for _, m := range list {
		if m.Form != "original" && (l.Original || m.OriginalAt == "") {
			open = append(open, Thing{Title: m.Title})
		}
	}
	bad := fault.T("有复印件没有注明原件存放处", "A copy does not say where its original is")
	if l.Original {
		bad = fault.T("有的是复印件", "Some are copies")
	}
	return of(len(list), open, fault.T("材料清单是空的", "The list of materials is empty"), bad, fault.T("均已注明", "Said of each"), Missing)
}

func (l Line) fields(c referral.Content) Finding {
	var open []Thing
	for _, e := range l.Fields {
		if !c.Said(e.Name) || l.AtLeast > 0 && c.Count(e.Name) < l.AtLeast {
			open = append(open, Thing{Why: e.Label})
		}
	}
	if l.Any && len(open) < len(l.Fields) {
		open = nil
	}
	if len(open) == 0 {
		return Finding{State: Met, Note: fault.T("已填写", "Filled in")}
	}
	note := fault.T("还没有填写", "Not filled in yet")
	if l.AtLeast > 0 {
		note = fault.T(fmt.Sprintf("不少于%d", l.AtLeast), fmt.Sprintf("at least %d", l.AtLeast))
	}
	return Finding{State: Missing, Note: note, Seen: open}
}

func (l Line) paper(f File) Finding {
	for _, kind := range l.Papers {
		if sealed, issued := f.Papers[kind]; issued {
			if l.Sealed && !sealed {
				return Finding{State: Missing, Note: fault.T("已制作，还没有上传盖章件", "Issued; its sealed version is not attached")}
			}
			return Finding{State: Met, Note: fault.T("已制作", "Issued")}
		}
	}
	return Finding{State: Missing, Note: fault.T("还没有制作", "Not issued yet")}
}

func (l Line) flags(set referral.Flags) Finding {
	for _, name := range l.Flags {
		if !set.Set(name) {
			return Finding{State: Missing, Note: fault.T("还没有", "Not yet")}
		}
	}
	return Finding{State: Met, Note: fault.T("已具备", "There")}
}
