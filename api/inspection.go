package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// CheckItemView is a check item in one version (抽查事项).
type CheckItemView struct {
	ID          string `json:"id" format:"uuid"`
	Agency      string `json:"agency" format:"uuid"`
	Code        string `json:"code"`
	Version     int    `json:"version" doc:"A published version is never rewritten"`
	Title       string `json:"title"`
	Basis       string `json:"basis"`
	Competence  string `json:"competence" doc:"What one officer of the agency must know; may be empty"`
	PublishedOn string `json:"published_on,omitempty" format:"date" doc:"Absent: not published, may not be checked"`
	WithdrawnOn string `json:"withdrawn_on,omitempty" format:"date"`
}

// CheckItemList lists check items.
type CheckItemList struct {
	Items []CheckItemView `json:"items"`
}

// CheckObjectView is an enterprise of the objects' library (检查对象).
type CheckObjectView struct {
	ID             string    `json:"id" format:"uuid"`
	Code           string    `json:"code" doc:"Unified social credit code, or another number"`
	Name           string    `json:"name"`
	District       string    `json:"district"`
	Tags           []string  `json:"tags"`
	Tier           string    `json:"tier" enum:"A,B,C,D," doc:"Risk tier; may be empty"`
	Closed         bool      `json:"closed"`
	PositiveFrom   string    `json:"positive_from,omitempty" format:"date" doc:"On the positive list from this day"`
	PositiveTo     string    `json:"positive_to,omitempty" format:"date" doc:"Last day, included"`
	PositiveReason string    `json:"positive_reason,omitempty"`
	Visits         TallyView `json:"visits" doc:"Of my agency, this year: what took place (已查), against its yearly cap (上限)"`
	VisitsTotal    TallyView `json:"visits_total" doc:"Of all agencies, a joint visit once"`
}

// CheckObjectPage is a page of objects, by code.
type CheckObjectPage struct {
	Items []CheckObjectView `json:"items"`
	Total int64             `json:"total"`
	Next  string            `json:"next,omitempty"`
}

// AwayBody is a leave, both days included.
type AwayBody struct {
	From string `json:"from" format:"date"`
	To   string `json:"to" format:"date"`
}

// InspectorView is an officer of the inspectors' library (检查人员).
type InspectorView struct {
	ID               string     `json:"id" format:"uuid"`
	Number           string     `json:"number"`
	Name             string     `json:"name"`
	Certificate      string     `json:"certificate" doc:"Empty: none, cannot be drawn"`
	CertificateUntil string     `json:"certificate_until,omitempty" format:"date"`
	Competences      []string   `json:"competences"`
	Leaves           []AwayBody `json:"leaves"`
	RecusedFrom      []string   `json:"recused_from" doc:"Codes of objects"`
	Territory        []string   `json:"territory" doc:"Districts that the officer serves (负责区划); none: all"`
}

// InspectorList lists one's own inspectors.
type InspectorList struct {
	Items []InspectorView `json:"items"`
}

// InspectorAccountBody names the account that an inspector is.
type InspectorAccountBody struct {
	User string `json:"user,omitempty" format:"uuid" doc:"Of my agency; absent: none, as the names say"`
}

// AbsenceBody says when an inspector is away and from what one must withdraw; why is not asked.
type AbsenceBody struct {
	Leaves      []AwayBody `json:"leaves" maxItems:"50"`
	RecusedFrom []string   `json:"recused_from" maxItems:"500"`
	Territory   *[]string  `json:"territory,omitempty" maxItems:"100" doc:"Districts that the officer serves; empty: all; absent: as they are"`
}

// ListFinding is something to mend in the libraries (名录库体检).
type ListFinding struct {
	Kind    string `json:"kind" enum:"certificate_expired,certificate_soon,certificate_missing,closed,positive_expired,other_name,no_tier,withdrawn,unpublished"`
	Library string `json:"library" enum:"items,objects,inspectors"`
	Key     string `json:"key"`
	Name    string `json:"name"`
	Text    Words  `json:"text"`
}

// HygieneReport lists what is stale or contradicts itself.
type HygieneReport struct {
	Items []ListFinding `json:"items"`
}

// ImportBody is a file of a library.
type ImportBody struct {
	Library string `json:"library" enum:"items,objects,inspectors"`
	File    []byte `json:"file" maxLength:"4000000" doc:"CSV in UTF-8, or the first sheet of an XLSX workbook, with a heading; base64 in JSON"`
	Apply   string `json:"apply,omitempty" maxLength:"64" doc:"Digest of the file as it was looked at: import it. Absent: only look"`
	Whole   bool   `json:"whole,omitempty" doc:"Only look, and list every refused line and warning, not the first 200 of each"`
}

// ImportNote is something said of one line.
type ImportNote struct {
	Line   int    `json:"line"`
	Column string `json:"column"`
	Text   Words  `json:"text"`
}

// ImportView says what a file would do to a library, or did.
type ImportView struct {
	Digest       string       `json:"digest" doc:"SHA-256 of the file"`
	Lines        int          `json:"lines"`
	Added        int          `json:"added"`
	Changed      int          `json:"changed"`
	Same         int          `json:"same"`
	Refused      []ImportNote `json:"refused" doc:"The first 200; one refused line keeps the whole file out"`
	RefusedTotal int          `json:"refused_total"`
	Warnings     []ImportNote `json:"warnings"`
	WarningTotal int          `json:"warning_total"`
	Applied      bool         `json:"applied"`
}

type checkItemsInput struct {
	Others bool `query:"others" doc:"Also what other agencies have published"`
}
type objectsInput struct {
	Find  string `query:"find" maxLength:"60" doc:"Part of a name or code"`
	Tier  string `query:"tier" enum:"A,B,C,D"`
	After string `query:"after" maxLength:"60"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// InspectionPath names a plan or a line of a library.
type InspectionPath struct {
	ID string `path:"id" format:"uuid"`
}
type absenceInput struct {
	InspectionPath
	Body AbsenceBody
}
type importInput struct{ Body ImportBody }

func inspectionOp(method, path, id, summary string, errs ...int) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/v1/inspection" + path, Tags: []string{"Inspection"}, Summary: summary, Errors: append([]int{401, 403}, errs...)}
}

func (s *Server) registerInspection(api huma.API) {
	huma.Register(api, inspectionOp(http.MethodGet, "/items", "listCheckItems", "Check items of my agency", 422), s.listCheckItems)
	huma.Register(api, inspectionOp(http.MethodGet, "/objects", "listCheckObjects", "Objects in my agency's library", 422), s.listCheckObjects)
	register(api, inspectionOp(http.MethodGet, "/inspectors", "listInspectors", "Inspectors in my agency's library"), s.listInspectors)
	register(api, inspectionOp(http.MethodGet, "/hygiene", "checkLibraries", "What is stale or contradicts itself in my agency's libraries"), s.checkLibraries)
	absence := inspectionOp(http.MethodPut, "/inspectors/{id}/absence", "setAbsence", "Keep leaves and recusals of an inspector", 404, 422)
	absence.DefaultStatus = http.StatusNoContent
	register(api, absence, s.setAbsence)
	account := inspectionOp(http.MethodPut, "/inspectors/{id}/account", "setInspectorAccount", "Say which account of my agency an inspector is, where names leave that open", 404, 422)
	account.DefaultStatus = http.StatusNoContent
	register(api, account, func(ctx context.Context, in *PlanWith[InspectorAccountBody]) (*struct{}, error) {
		var bad fields
		inspector, user := id[ids.Entry](&bad, "path.id", in.ID), id[ids.User](&bad, "body.user", in.Body.User)
		if err := bad.err(); err != nil {
			return nil, problem(ctx, err)
		}
		return done(ctx, s.Office.SetInspectorAccount(ctx, actorOf(ctx), inspector, user))
	})
	register(api, inspectionOp(http.MethodPost, "/imports", "importLibrary", "Look at a file line by line, and import it whole or not at all", 409, 413, 422), s.importLibrary)
	library := &huma.Param{Name: "library", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Enum: []any{"items", "objects", "inspectors"}}}
	export := inspectionOp(http.MethodGet, "/exports/{library}", "exportLibrary", "A library as a file that can be imported again", 404, 422)
	export.Parameters = []*huma.Param{library, {Name: "format", In: "query", Schema: &huma.Schema{Type: "string", Enum: []any{"csv", "xlsx"}, Default: "csv"}}}
	document(api, export, "text/csv", workbookType)
	s.registerPlans(api)
	s.registerVisits(api)
	s.registerFrequency(api)
	s.registerSchedules(api)
	s.registerScheduleSettings(api)
	s.registerMerges(api)
	s.registerProgrammes(api)
}

func (s *Server) listCheckItems(ctx context.Context, in *checkItemsInput) (*adminList[CheckItemList], error) {
	rows, err := s.Office.CheckItems(ctx, actorOf(ctx), in.Others)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := CheckItemList{Items: make([]CheckItemView, len(rows))}
	for i, r := range rows {
		out.Items[i] = checkItemView(r)
	}
	return &adminList[CheckItemList]{out}, nil
}

func checkItemView(r casework.CheckItem) CheckItemView {
	return CheckItemView{
		ID: r.ID.String(), Agency: r.AgencyID.String(), Code: r.Code, Version: int(r.Version), Title: r.Title, Basis: r.Basis, Competence: r.Competence,
		PublishedOn: r.PublishedOn.String(), WithdrawnOn: r.WithdrawnOn.String(),
	}
}

func (s *Server) listCheckObjects(ctx context.Context, in *objectsInput) (*adminList[CheckObjectPage], error) {
	rows, total, err := s.Office.CheckObjects(ctx, actorOf(ctx), in.Find, in.Tier, in.After, in.Limit)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := CheckObjectPage{Items: make([]CheckObjectView, len(rows)), Total: total}
	for i, r := range rows {
		out.Items[i] = CheckObjectView{
			ID: r.ID.String(), Code: r.Code, Name: r.Name, District: r.District, Tags: list(r.Tags), Tier: r.Tier, Closed: r.Closed,
			PositiveFrom: r.PositiveFrom.String(), PositiveTo: r.PositiveTo.String(), PositiveReason: r.PositiveReason,
			Visits: tallyView(r.Frequency.Each[0].Tally), VisitsTotal: tallyView(r.Frequency.Total),
		}
	}
	if len(rows) == in.Limit {
		out.Next = rows[len(rows)-1].Code
	}
	return &adminList[CheckObjectPage]{out}, nil
}

func (s *Server) listInspectors(ctx context.Context, _ *struct{}) (*adminList[InspectorList], error) {
	rows, err := s.Office.Inspectors(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := InspectorList{Items: make([]InspectorView, len(rows))}
	for i, r := range rows {
		v := InspectorView{
			ID: r.ID.String(), Number: r.Number, Name: r.Name, Certificate: r.Certificate, CertificateUntil: r.CertificateUntil.String(),
			Competences: list(r.Competences), Leaves: []AwayBody{}, RecusedFrom: list(r.RecusedFrom), Territory: list(r.Territory),
		}
		for _, l := range r.Leaves {
			v.Leaves = append(v.Leaves, AwayBody{l.From.String(), l.To.String()})
		}
		out.Items[i] = v
	}
	return &adminList[InspectorList]{out}, nil
}

func (s *Server) checkLibraries(ctx context.Context, _ *struct{}) (*adminList[HygieneReport], error) {
	rows, err := s.Office.Hygiene(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := HygieneReport{Items: make([]ListFinding, len(rows))}
	for i, r := range rows {
		out.Items[i] = ListFinding{Kind: r.Kind, Library: string(r.Library), Key: r.Key, Name: r.Name, Text: words(r.Text)}
	}
	return &adminList[HygieneReport]{out}, nil
}

func (s *Server) setAbsence(ctx context.Context, in *absenceInput) (*struct{}, error) {
	var bad fields
	inspector := id[ids.Entry](&bad, "path.id", in.ID)
	leaves := make([]casework.Away, len(in.Body.Leaves))
	for i, l := range in.Body.Leaves {
		leaves[i] = casework.Away{From: date(&bad, "body.leaves.from", l.From), To: date(&bad, "body.leaves.to", l.To)}
	}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	var territory []string // nil: as they are
	if in.Body.Territory != nil {
		territory = append([]string{}, *in.Body.Territory...)
	}
	return done(ctx, s.Office.SetAbsence(ctx, actorOf(ctx), inspector, leaves, in.Body.RecusedFrom, territory))
}

func (s *Server) importLibrary(ctx context.Context, in *importInput) (*adminList[ImportView], error) {
	b := in.Body
	look := func() (casework.ImportReport, error) {
		if b.Whole {
			return s.Office.LookAtList(ctx, actorOf(ctx), casework.Library(b.Library), b.File)
		}
		return s.Office.ImportList(ctx, actorOf(ctx), casework.Library(b.Library), b.File, b.Apply)
	}
	r, err := look()
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &adminList[ImportView]{ImportView{
		Digest: r.Digest, Lines: r.Lines, Added: r.Added, Changed: r.Changed, Same: r.Same, Refused: importNotes(r.Refused), RefusedTotal: r.RefusedN,
		Warnings: importNotes(r.Warnings), WarningTotal: r.WarningN, Applied: r.Applied,
	}}, nil
}

func importNotes(all []casework.LineNote) []ImportNote {
	out := make([]ImportNote, len(all))
	for i, n := range all {
		out[i] = ImportNote{Line: n.Line, Column: n.Column, Text: words(n.Text)}
	}
	return out
}

func (s *Server) exportLibrary(w http.ResponseWriter, r *http.Request) error {
	lib := casework.Library(r.PathValue("library"))
	known := false
	for _, l := range casework.Libraries {
		known = known || l == lib
	}
	if !known {
		return notFound()
	}
	export, kind, ending := s.Office.ExportList, "text/csv; charset=utf-8", ".csv"
	switch r.URL.Query().Get("format") {
	case "", "csv":
	case "xlsx":
		export, kind, ending = s.Office.ExportListWorkbook, workbookType, ".xlsx"
	default:
		var bad fields
		bad.add("query.format", fault.T("格式只能是 csv 或者 xlsx", "The format is csv or xlsx"))
		return bad.err()
	}
	file, err := export(r.Context(), actorOf(r.Context()), lib)
	if err != nil {
		return err
	}
	attachment(w, string(lib)+"-"+civil.DateOf(s.Office.Now()).String()+ending, kind)
	_, _ = w.Write(file) // the reader has gone away if this fails
	return nil
}
