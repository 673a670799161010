package api

import (
	"cmp"
	_ "embed"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/federation"
)

//go:embed docs.html
var docsText string

var docsPage = template.Must(template.New("docs").Funcs(template.FuncMap{"paragraphs": func(s string) []string { return strings.Split(strings.ReplaceAll(s, "**", ""), "\n\n") }}).Parse(docsText))

// docs shows the contract to people (接口文档): made from it when the process
// starts, without a script and without a word from elsewhere, so that it can be
// read in a network that ends at the wall.
type docs struct {
	contract   *huma.OpenAPI
	operations map[string]docsOperation
}

type docsOperation struct {
	*huma.Operation
	Path, ZH, Scope string
}

// docsView is what the template is given.
type docsView struct {
	EN      bool
	Version string
	Title   string
	Groups  []docsGroup
	Op      *docsOperation
	Fields  []docsField // of a body or of a schema
	Answers []docsAnswer
	Schema  string
	At      string // address without the language
}

type docsGroup struct {
	Scope      string
	Says       fault.Text
	Operations []docsOperation
}

type docsField struct {
	Name, Type, Ref, Doc string
	Required             bool
	Values               []any
}

type docsAnswer struct {
	Status, Says, Ref string
}

var docsGroups = []docsGroup{
	{Scope: ScopeRead, Says: fault.T("查看案件、下载文书和材料、读通知流", "Read cases, download documents and files, read the feed")},
	{Scope: ScopeWrite, Says: fault.T("发起、办理、上传；负责人的步骤除外", "Begin, act, upload; never a step of a head")},
	{Scope: ScopeEndpoints, Says: fault.T("管理本机关的接收端点（回调）", "Look after where the organ's notices go (webhooks)")},
	{Scope: "open", Says: fault.T("无须登录", "Needs no login")},
	{Scope: "", Says: fault.T("只供人员登录后使用，不接受访问令牌", "For people who are logged in; takes no access token")},
}

func newDocs(contract *huma.OpenAPI) *docs {
	d := &docs{contract: contract, operations: map[string]docsOperation{}}
	eachOperation(contract, func(_, path string, op *huma.Operation) {
		o := docsOperation{Operation: op, Path: path, ZH: op.Summary}
		if zh, ok := op.Extensions["x-title-zh"].(string); ok {
			o.ZH = zh
		}
		if needsNoLogin(op) {
			o.Scope = "open"
		}
		for _, way := range op.Security {
			if scopes := way["token"]; len(scopes) > 0 {
				o.Scope = scopes[0]
			}
		}
		d.operations[op.OperationID] = o
	})
	return d
}

func (d *docs) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /docs", d.index)
	mux.HandleFunc("GET /docs/operations/{id}", d.operation)
	mux.HandleFunc("GET /docs/schemas/{name}", d.schema)
	mux.HandleFunc("GET /docs/xhp.yaml", exchangeContract)
}

// exchangeContract is the protocol between hubs, for those who write another implementation.
func exchangeContract(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/yaml")
	_, _ = w.Write(federation.Contract) // the reader has gone away
}

func (d *docs) index(w http.ResponseWriter, r *http.Request) {
	v := d.view(r, fault.T("接口文档", "Interface"))
	byPath := slices.SortedFunc(maps.Values(d.operations), func(a, b docsOperation) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
	})
	for _, g := range docsGroups {
		for _, o := range byPath {
			if o.Scope == g.Scope {
				g.Operations = append(g.Operations, o)
			}
		}
		v.Groups = append(v.Groups, g)
	}
	show(w, http.StatusOK, v)
}

func (d *docs) operation(w http.ResponseWriter, r *http.Request) {
	o, ok := d.operations[r.PathValue("id")]
	if !ok {
		show(w, http.StatusNotFound, d.view(r, fault.T("没有这个接口", "There is no such operation")))
		return
	}
	v := d.view(r, fault.T(o.ZH, o.Summary))
	v.Op = &o
	if o.RequestBody != nil {
		for _, media := range o.RequestBody.Content {
			v.Fields = d.fields(media.Schema)
		}
	}
	for _, status := range slices.Sorted(maps.Keys(o.Responses)) {
		a := docsAnswer{Status: status, Says: o.Responses[status].Description}
		for _, media := range o.Responses[status].Content {
			a.Ref = refName(media.Schema)
		}
		v.Answers = append(v.Answers, a)
	}
	show(w, http.StatusOK, v)
}

func (d *docs) schema(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	s := d.contract.Components.Schemas.Map()[name]
	if s == nil {
		show(w, http.StatusNotFound, d.view(r, fault.T("没有这个结构", "There is no such schema")))
		return
	}
	v := d.view(r, fault.T(name, name))
	v.Schema, v.Fields = name, d.fields(s)
	show(w, http.StatusOK, v)
}

func (d *docs) view(r *http.Request, title fault.Text) docsView {
	lang := language(r)
	if asked := r.URL.Query().Get("lang"); asked == "zh" || asked == "en" {
		lang = asked
	}
	return docsView{EN: lang == "en", Version: d.contract.Info.Version, Title: pick(title, lang), At: r.URL.Path}
}

// fields lists what a schema holds, one level deep; the rest are links.
func (d *docs) fields(s *huma.Schema) (out []docsField) {
	if s == nil {
		return nil
	}
	if s.Ref != "" {
		s = d.contract.Components.Schemas.SchemaFromRef(s.Ref)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		f := docsField{Name: name, Type: p.Type, Ref: refName(p), Doc: p.Description, Required: slices.Contains(s.Required, name), Values: p.Enum}
		if p.Items != nil {
			f.Type, f.Ref, f.Values = "array of "+p.Items.Type, refName(p.Items), p.Items.Enum
		}
		if p.Format != "" {
			f.Type += " (" + p.Format + ")"
		}
		out = append(out, f)
	}
	return out
}

func refName(s *huma.Schema) string {
	if s == nil {
		return ""
	}
	return strings.TrimPrefix(s.Ref, "#/components/schemas/")
}

func show(w http.ResponseWriter, status int, v docsView) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_ = docsPage.Execute(w, v) // the reader has gone away
}
