package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/routing"
)

// EnforcementItem is one edition of an enforcement item (执法事项).
type EnforcementItem struct {
	Code       string      `json:"code" example:"air-straw"`
	Title      Words       `json:"title"`
	Kind       string      `json:"kind" enum:"penalty,compulsion,inspection"`
	Basis      []BasisView `json:"basis"`
	Region     string      `json:"region,omitempty" doc:"GB/T 2260; 430000 holds at 430903 too; absent: nationwide"`
	Sectors    []string    `json:"sectors" doc:"Fields whose organs are competent"`
	Designated bool        `json:"designated" doc:"The article leaves it to the local government which department it is; sectors only say the usual (由地方人民政府确定的部门)"`
	Levels     []string    `json:"levels" doc:"Of the competent organs, the usual first"`
	From       string      `json:"from" format:"date"`
	To         string      `json:"to,omitempty" format:"date"`
	Confidence string      `json:"confidence" enum:"high,flagged,low,internal"`
	Words      []string    `json:"words" doc:"What else it is found by"`
	Own        bool        `json:"own" doc:"A row of this installation, which goes before the starter list"`
	Grants     []ItemGrant `json:"grants" doc:"Townships that took it over (赋权乡镇街道)"`
}

// ItemGrant is an item given to a township by a published decision.
type ItemGrant struct {
	Township AgencyRef `json:"township"`
	Document string    `json:"document"`
	Number   string    `json:"number,omitempty"`
	From     string    `json:"from" format:"date"`
	To       string    `json:"to,omitempty" format:"date"`
}

// EnforcementItemList lists items.
type EnforcementItemList struct {
	Items []EnforcementItem `json:"items"`
	More  bool              `json:"more" doc:"There are more; search for something narrower"`
}

type itemsInput struct {
	Q        string `query:"q" maxLength:"100" doc:"In code, title, law, article and search words"`
	Region   string `query:"region" maxLength:"6" doc:"Six digits (GB/T 2260): what holds there" example:"430903"`
	On       string `query:"on" maxLength:"10" doc:"Editions in force on this day; all editions without it" example:"2026-11-28"`
	Township string `query:"township" maxLength:"36" doc:"Only what this township was granted"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"100"`
}
type itemsOutput struct{ Body EnforcementItemList }

type exportInput struct {
	All    bool   `query:"all" doc:"With the starter list"`
	Format string `query:"format" enum:"csv,xlsx" default:"csv"`
}

var itemTags = []string{"Enforcement items"}

func (s *Server) registerItems(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "listEnforcementItems", Method: http.MethodGet, Path: "/v1/enforcement-items", Tags: itemTags, Summary: "The list of enforcement items (执法事项清单): search", Errors: []int{401, 422}}, s.listItems)
	huma.Register(api, huma.Operation{
		OperationID: "exportEnforcementItems", Method: http.MethodGet, Path: "/v1/enforcement-items/export", Tags: itemTags, Summary: "The installation's list as a file that can be imported again", Errors: []int{401, 422},
		Responses: map[string]*huma.Response{"200": {Description: "CSV or XLSX with the names of its columns", Content: map[string]*huma.MediaType{
			"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}, workbookType: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
		}}},
	}, s.exportItems)
	s.registerItemChanges(api)
	s.registerRouting(api)
}

func (s *Server) listItems(ctx context.Context, in *itemsInput) (*itemsOutput, error) {
	var bad fields
	q := casework.ItemQuery{
		Text: plainWord(&bad, "query.q", in.Q), Region: region(&bad, "query.region", in.Region), On: date(&bad, "query.on", in.On), Township: id[ids.Agency](&bad, "query.township", in.Township), Limit: in.Limit,
	}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	found, more, err := s.Office.EnforcementItems(ctx, actorOf(ctx), q)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := EnforcementItemList{Items: make([]EnforcementItem, len(found)), More: more}
	for i, f := range found {
		out.Items[i] = itemEdition(f.Item)
		for _, g := range f.Grants {
			out.Items[i].Grants = append(out.Items[i].Grants, grantView(g))
		}
	}
	return &itemsOutput{out}, nil
}

func (s *Server) exportItems(ctx context.Context, in *exportInput) (*fileOutput, error) {
	if in.Format == "xlsx" {
		content, err := s.Office.ExportItemsWorkbook(ctx, actorOf(ctx), in.All)
		if err != nil {
			return nil, problem(ctx, err)
		}
		return workbook("执法事项清单.xlsx", content), nil
	}
	csv, err := s.Office.ExportItems(ctx, actorOf(ctx), in.All)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &fileOutput{"text/csv; charset=utf-8", `attachment; filename="enforcement-items.csv"`, csv}, nil
}

func itemEdition(i routing.Item) EnforcementItem {
	return EnforcementItem{
		Code: i.Code, Title: words(i.Title), Kind: string(i.Kind), Basis: basisViews(i.Basis), Region: i.Region, Sectors: list(i.Sectors), Designated: i.Designated,
		Levels: list(i.Levels), From: i.From.String(), To: i.To.String(), Confidence: string(i.Confidence), Words: list(i.Words), Own: i.Own, Grants: []ItemGrant{},
	}
}

func grantView(g casework.GrantView) ItemGrant {
	return ItemGrant{
		Township: AgencyRef{ID: g.Township.String(), Code: g.Code, Name: g.Name, ShortName: g.ShortName, Sector: "township"},
		Document: g.Document, Number: g.Number, From: g.From.String(), To: g.To.String(),
	}
}

func basisViews(basis []fault.Basis) []BasisView {
	out := []BasisView{}
	for i := range basis {
		if v := basisView(&basis[i]); v != nil {
			out = append(out, *v)
		}
	}
	return out
}

// region checks a region code; nothing is no region.
func region(bad *fields, path, s string) string {
	if s != "" && (len(s) != 6 || strings.Trim(s, "0123456789") != "") {
		bad.add(path, fault.T("应为六位行政区划代码", "A region has six digits"))
		return ""
	}
	return s
}

// plainWord refuses what the database cannot look for.
func plainWord(bad *fields, path, s string) string {
	if strings.ContainsRune(s, 0) || strings.ToValidUTF8(s, "") != s {
		bad.add(path, fault.T("含有不能检索的字符", "Holds characters that cannot be looked for"))
		return ""
	}
	return strings.TrimSpace(s)
}
