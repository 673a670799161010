package casework

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// uncertified stands beside an inspector without a certificate.
var uncertified = fault.T("没有执法证，不能参加抽取（辅助人员、第三方人员不得实施行政检查）", "no certificate: cannot be drawn (assistants and third parties may not inspect)")

// exportRows are the lines of a library with their heading.
func (o *Office) exportRows(ctx context.Context, a Actor, lib Library) ([][]string, error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return nil, err
	}
	var heading []string
	for _, c := range columnsOf[lib] {
		heading = append(heading, c.zh)
	}
	rows := [][]string{heading}
	err := o.read(ctx, a, func(q *dbsqlc.Queries) error {
		switch lib {
		case Items:
			list, err := q.ListCheckItems(ctx, false, a.Agency)
			for _, x := range list {
				rows = append(rows, []string{x.Code, strconv.Itoa(int(x.Version)), x.Title, x.Basis, x.Competence, x.PublishedOn.String(), x.WithdrawnOn.String()})
			}
			return err
		case Objects:
			list, err := q.AllCheckObjects(ctx, a.Agency)
			for _, x := range list {
				state := "存续"
				if x.Closed {
					state = "注销"
				}
				rows = append(rows, []string{x.Code, x.Name, x.District, strings.Join(x.Tags, ";"), x.Tier, state, x.PositiveFrom.String(), x.PositiveTo.String(), x.PositiveReason})
			}
			return err
		default:
			list, err := inspectorsOf(ctx, q, a)
			for _, x := range list {
				var leaves []string
				for _, l := range x.Leaves {
					leaves = append(leaves, l.From.String()+"~"+l.To.String())
				}
				rows = append(rows, []string{x.Number, x.Name, x.Certificate, x.CertificateUntil.String(), strings.Join(x.Competences, ";"), strings.Join(leaves, ";"), strings.Join(x.RecusedFrom, ";"), strings.Join(x.Territory, ";")})
			}
			return err
		}
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// ExportList writes a library as CSV in UTF-8, as it can be imported again. Cells
// that a spreadsheet would take for a formula begin with an apostrophe.
func (o *Office) ExportList(ctx context.Context, a Actor, lib Library) ([]byte, error) {
	rows, err := o.exportRows(ctx, a, lib)
	if err != nil {
		return nil, err
	}
	return listCSV(rows)
}

// listCSV writes rows as CSV in UTF-8.
func listCSV(rows [][]string) ([]byte, error) {
	out := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(out)
	for _, row := range rows {
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
				row[i] = "'" + cell
			}
		}
		if err := w.Write(row); err != nil {
			return nil, fmt.Errorf("write a list: %w", err)
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// ExportListWorkbook is ExportList as XLSX, where every cell is text.
func (o *Office) ExportListWorkbook(ctx context.Context, a Actor, lib Library) ([]byte, error) {
	rows, err := o.exportRows(ctx, a, lib)
	if err != nil {
		return nil, err
	}
	return documents.Workbook(libraryNames[lib], rows)
}

var libraryNames = map[Library]string{Items: "抽查事项清单", Objects: "检查对象名录库", Inspecting: "执法检查人员名录库"}

// Finding is something to mend in the libraries (名录库体检).
type Finding struct {
	Kind    string // certificate_expired, certificate_soon, certificate_missing, closed, positive_expired, other_name, no_tier, withdrawn, unpublished
	Library Library
	Key     string // code or number
	Name    string
	Text    fault.Text
}

// expiresSoon is how many days before its end a certificate is told of.
const expiresSoon = 60

// maxFindings is how many a report lists.
const maxFindings = 1000

// Hygiene says what is stale or contradicts itself in one's own libraries.
func (o *Office) Hygiene(ctx context.Context, a Actor) (list []Finding, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return nil, err
	}
	today := civil.DateOf(o.Now())
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		items, err := q.ListCheckItems(ctx, false, a.Agency)
		if err != nil {
			return err
		}
		list = append(list, itemsOf(items, today)...)
		people, err := inspectorsOf(ctx, q, a)
		if err != nil {
			return err
		}
		for _, p := range people {
			list = append(list, certificateOf(p, today)...)
		}
		objects, err := q.AllCheckObjects(ctx, a.Agency)
		if err != nil {
			return err
		}
		for _, x := range objects {
			list = append(list, stale(x, today)...)
		}
		names, err := q.ListOtherNames(ctx, a.Agency)
		for _, n := range names {
			list = append(list, Finding{"other_name", Objects, n.Code, n.Name, fault.T(n.ShortName+"的名录库中名称为“"+n.OtherName+"”", "is called “"+n.OtherName+"” in the library of "+n.ShortName)})
		}
		return err
	})
	return list[:min(len(list), maxFindings)], err
}

// itemsOf tells of items of which no version may be checked: withdrawn without a newer
// one, or never published. Each code once, by its latest version, which comes first.
func itemsOf(items []CheckItem, today civil.Date) (list []Finding) {
	for i, x := range items {
		inUse := slices.ContainsFunc(items, func(y CheckItem) bool {
			return y.Code == x.Code && inForce(y.PublishedOn, y.WithdrawnOn, today)
		})
		if inUse || i > 0 && items[i-1].Code == x.Code {
			continue
		}
		if x.PublishedOn.IsZero() || today.Before(x.PublishedOn) {
			list = append(list, Finding{"unpublished", Items, x.Code, x.Title, fault.T("没有公布，不得实施，也不能列入方案", "is not published: it may not be checked, nor planned")})
			continue
		}
		list = append(list, Finding{"withdrawn", Items, x.Code, x.Title, fault.T("已于"+x.WithdrawnOn.String()+"停用，没有新的版本；仍要检查的请公布新版本", "was withdrawn on "+x.WithdrawnOn.String()+" and has no newer version: publish one if it is still checked")})
	}
	return list
}

func certificateOf(p Inspector, today civil.Date) []Finding {
	finding := func(kind, zh, en string) []Finding {
		return []Finding{{kind, Inspecting, p.Number, p.Name, fault.T(zh, en)}}
	}
	until := p.CertificateUntil
	switch {
	case p.Certificate == "":
		return []Finding{{"certificate_missing", Inspecting, p.Number, p.Name, uncertified}}
	case until.Before(today):
		return finding("certificate_expired", "执法证已于"+until.String()+"到期", "certificate expired on "+until.String())
	case until.Before(today.AddDays(expiresSoon)):
		return finding("certificate_soon", "执法证将于"+until.String()+"到期", "certificate expires on "+until.String())
	}
	return nil
}

func stale(x CheckObject, today civil.Date) (list []Finding) {
	add := func(kind, zh, en string) {
		list = append(list, Finding{kind, Objects, x.Code, x.Name, fault.T(zh, en)})
	}
	if x.Closed {
		add("closed", "已注销或者停业，不再抽取，请核实后移出", "closed: not drawn any more; check and take it out")
	}
	if !x.PositiveTo.IsZero() && x.PositiveTo.Before(today) {
		add("positive_expired", "正面清单已于"+x.PositiveTo.String()+"到期，恢复抽取", "positive list ended on "+x.PositiveTo.String()+": drawn again")
	}
	if x.Tier == "" && !x.Closed {
		add("no_tier", "没有风险等级，不在任何分层内，抽不到", "no risk tier: in no stratum, never drawn")
	}
	return list
}

// SetAbsence keeps the leaves of an inspector, from which objects one must withdraw and
// which districts one serves (请假、回避、负责区划). Why is nobody's business here. Nil
// districts leave them as they are; none is all.
func (o *Office) SetAbsence(ctx context.Context, a Actor, id ids.Entry, leaves []Away, recused, territory []string) error {
	var bad complaints
	for i, l := range leaves {
		if l.From.IsZero() || l.To.Before(l.From) {
			bad.add(fmt.Sprintf("body.leaves[%d].to", i), "结束日不能早于开始日", "The end cannot lie before the beginning")
		}
	}
	clean := []string{}
	for i, code := range recused {
		if bad.text(fmt.Sprintf("body.recused_from[%d]", i), &code, 1, 40); !slices.Contains(clean, code) {
			clean = append(clean, code)
		}
	}
	serves := []string{}
	for i, district := range territory {
		if bad.text(fmt.Sprintf("body.territory[%d]", i), &district, 1, 60); !slices.Contains(serves, district) {
			serves = append(serves, district)
		}
	}
	if err := bad.err(); err != nil {
		return err
	}
	if leaves == nil {
		leaves = []Away{}
	}
	raw, err := json.Marshal(leaves)
	if err != nil {
		return fmt.Errorf("write leaves: %w", err)
	}
	return o.changeLists(ctx, a, func(q *dbsqlc.Queries) error {
		n, err := q.SetInspectorAbsence(ctx, dbsqlc.SetInspectorAbsenceParams{ID: id, AgencyID: a.Agency, Leaves: raw, RecusedFrom: clean, KeepsTerritory: territory == nil, Territory: serves, Now: o.Now()})
		if err != nil {
			return err
		}
		if n == 0 {
			return missing()
		}
		return o.enterLibrary(ctx, q, a, "library.absence", map[string]any{"inspector": id.String(), "leaves": len(leaves), "recusals": len(clean), "districts": len(serves)})
	})
}
