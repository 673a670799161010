package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/voucher"
)

// PublicPlanSummary is a plan in the public list.
type PublicPlanSummary struct {
	ID        string         `json:"id" format:"uuid"`
	Title     string         `json:"title"`
	Initiator string         `json:"initiator"`
	CheckType string         `json:"check_type" enum:"daily,special"`
	From      string         `json:"from" format:"date"`
	To        string         `json:"to" format:"date"`
	State     string         `json:"state" enum:"open,frozen,drawn,published,cancelled" doc:"open: a round was void, the next has not begun"`
	Results   int            `json:"results" doc:"Visits whose result is published"`
	Withdrawn *WithdrawnView `json:"withdrawn,omitempty"`
	Cancelled *WithdrawnView `json:"cancelled,omitempty" doc:"Called off before the draw (取消方案)"`
}

// PublicPlanList lists plans, latest first.
type PublicPlanList struct {
	Items []PublicPlanSummary `json:"items"`
}

// PublicPlanView is a plan as everybody may see it: no drawn name before its visit.
type PublicPlanView struct {
	PublicPlanSummary
	PerAgency int               `json:"per_agency"`
	Strata    []StratumBody     `json:"strata"`
	Agencies  []PublicPartView  `json:"agencies"`
	Checks    []PublicItemView  `json:"checks"`
	Rounds    []PublicRoundView `json:"rounds"`
	File      bool              `json:"file" doc:"draw.json can be fetched"`
}

// PublicPartView is an agency of a plan.
type PublicPartView struct {
	ID    string `json:"id" format:"uuid"`
	Name  string `json:"name"`
	State string `json:"state" enum:"joined,excluded"`
}

// PublicItemView is a published check item of a plan.
type PublicItemView struct {
	Agency  string `json:"agency" format:"uuid"`
	Code    string `json:"code"`
	Version int    `json:"version"`
	Title   string `json:"title"`
	Basis   string `json:"basis"`
}

// PublicRoundView is a round of the draw: counts and hashes.
type PublicRoundView struct {
	Number       int        `json:"number"`
	Mode         string     `json:"mode" enum:"open,manual"`
	State        string     `json:"state" enum:"frozen,drawn,published,void,redrawn"`
	Objects      int        `json:"objects"`
	ObjectsOut   int        `json:"objects_out"`
	Officers     int        `json:"officers"`
	OfficersOut  int        `json:"officers_out"`
	Drawn        *int       `json:"drawn,omitempty"`
	ObjectsHash  string     `json:"objects_hash"`
	OfficersHash string     `json:"officers_hash"`
	TermsHash    string     `json:"terms_hash"`
	Core         string     `json:"core,omitempty"`
	Digest       string     `json:"digest,omitempty"`
	FrozenAt     time.Time  `json:"frozen_at"`
	RevealBy     *time.Time `json:"reveal_by,omitempty" doc:"揭示截止时间 of a manual round: before it no agency is held to have let the round fail"`
	DrawnAt      *time.Time `json:"drawn_at,omitempty"`
	EndedAt      *time.Time `json:"ended_at,omitempty"`
	Missing      []string   `json:"missing" doc:"Names of the agencies that made it void"`
	Reason       string     `json:"reason,omitempty"`
}

// PublicResultView is a published result of a visit. Of a withdrawn one number, day and
// reason stay.
type PublicResultView struct {
	Number      string         `json:"number"`
	Plan        string         `json:"plan,omitempty" format:"uuid"`
	Object      string         `json:"object"`
	Code        string         `json:"code" doc:"Unified social credit code; empty for other numbers"`
	Day         string         `json:"day" format:"date"`
	CheckType   string         `json:"check_type" enum:"daily,special,case"`
	Agencies    []string       `json:"agencies"`
	Checks      []string       `json:"checks"`
	Conclusion  string         `json:"conclusion" enum:"clean,corrected,problems,"`
	Findings    int            `json:"findings"`
	Summary     string         `json:"summary"`
	PublishedAt time.Time      `json:"published_at"`
	Withdrawn   *WithdrawnView `json:"withdrawn,omitempty"`
}

// PublicResultPage is a page of results, latest number first.
type PublicResultPage struct {
	Items []PublicResultView `json:"items"`
	Next  string             `json:"next,omitempty" doc:"Send as before for the next page"`
}

// VoucherView says what a voucher holds (查验凭证), or why it is none of this hub.
type VoucherView struct {
	Valid    bool                `json:"valid"`
	Reason   *Words              `json:"reason,omitempty"`
	Hub      string              `json:"hub,omitempty"`
	Number   string              `json:"number,omitempty"`
	Object   string              `json:"object,omitempty"`
	Code     string              `json:"code,omitempty"`
	Day      string              `json:"day,omitempty"`
	Purpose  string              `json:"purpose,omitempty"`
	Agencies []VoucherAgencyView `json:"agencies,omitempty"`
	Today    string              `json:"today" format:"date" doc:"By the clock of the hub"`
}

// VoucherAgencyView is who inspects.
type VoucherAgencyView struct {
	Name         string   `json:"name"`
	Certificates []string `json:"certificates"`
}

const csvType = "text/csv; charset=utf-8"

func (s *Server) registerPublic(api huma.API) {
	query := func(name, description string, schema *huma.Schema) *huma.Param {
		return &huma.Param{Name: name, In: "query", Description: description, Schema: schema}
	}
	longest := 4000
	year := query("year", "Plans with a day in this year; absent: all", &huma.Schema{Type: "integer"})
	plan := query("plan", "Of one plan; absent: of all", &huma.Schema{Type: "string", Format: "uuid"})
	before := query("before", "Next of the page before", &huma.Schema{Type: "string"})
	text := query("text", "What the QR code holds", &huma.Schema{Type: "string", MaxLength: &longest})
	path := &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}
	add := func(at, id, summary, answer string, shape reflect.Type, params ...*huma.Param) {
		op := huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/v1/public" + at, Tags: []string{"Public"}, Summary: summary + "; needs no login", Security: noLogin, Errors: []int{422, 429}, Parameters: params}
		if strings.Contains(at, "{") {
			op.Errors = append(op.Errors, 404)
		}
		document(api, op, answer)
		if shape != nil {
			typed(api, id, shape)
		}
	}
	add("/plans", "publicPlans", "Plans of joint inspections", "application/json", reflect.TypeFor[PublicPlanList](), year)
	add("/plans.csv", "publicPlansFile", "Plans of joint inspections as CSV", "text/csv", nil, year)
	add("/draws.csv", "publicDrawsFile", "Every round of every plan with its hashes as CSV", "text/csv", nil, year)
	add("/programmes", "publicProgrammes", "Published programmes of inspections, with what they say", "application/json", reflect.TypeFor[PublicProgrammeList](), year)
	add("/programmes.csv", "publicProgrammesFile", "Published programmes of inspections as CSV", "text/csv", nil, year)
	add("/plans/{id}", "publicPlan", "A plan with its rounds and their hashes", "application/json", reflect.TypeFor[PublicPlanView](), path)
	add("/plans/{id}/draw.json", "publicDraw", "The published file of a draw, for hub draw verify", "application/octet-stream", nil, path)
	add("/results", "publicResults", "Results of visits", "application/json", reflect.TypeFor[PublicResultPage](), plan, before)
	add("/results.csv", "publicResultsFile", "Results of visits as CSV", "text/csv", nil, plan)
	add("/key", "publicKey", "The key with which this hub signs draws and vouchers", "text/plain", nil)
	secretLength := 60
	add("/feeds/{secret}", "visitFeed", "A calendar of visits (iCalendar) for whoever has its secret link", calendarType, nil, &huma.Param{Name: "secret", In: "path", Required: true, Schema: &huma.Schema{Type: "string", MaxLength: &secretLength}})
	add("/voucher", "checkVoucher", "Whether a voucher of a visit is this hub's", "application/json", reflect.TypeFor[VoucherView](), text)
}

// publicRoutes are the operations above: they stand outside of the login.
func (s *Server) publicRoutes(mux *http.ServeMux) {
	for pattern, f := range map[string]func(*http.Request) (page, error){
		"plans": s.publicPlans, "plans.csv": s.publicPlansCSV, "draws.csv": s.publicDrawsCSV, "programmes": s.publicProgrammes, "programmes.csv": s.publicProgrammesCSV, "plans/{id}": s.publicPlan, "plans/{id}/draw.json": s.publicDraw,
		"results": s.publicResults, "results.csv": s.publicResultsCSV, "voucher": s.publicVoucher, "feeds/{secret}": s.visitFeed,
		"key": func(*http.Request) (page, error) {
			return page{content: []byte(s.Office.PublicKey() + "\n"), kind: "text/plain; charset=utf-8"}, nil
		},
	} {
		mux.Handle("GET /v1/public/"+pattern, compressed(s.public(f)))
	}
}

func contextWithLanguage(r *http.Request) context.Context {
	return context.WithValue(r.Context(), langKey, language(r))
}

func asJSON(v any) (page, error) {
	content, err := json.Marshal(v)
	return page{content: append(content, '\n'), kind: "application/json"}, err
}

// yearOf reads a year of four digits; absent is 0, all.
func yearOf(r *http.Request) (int, error) {
	text := r.URL.Query().Get("year")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1900 || n > 9999 {
		var bad fields
		bad.add("query.year", fault.T("年份应为四位数字", "A year has four digits"))
		return 0, bad.err()
	}
	return n, nil
}

func (s *Server) publicPlans(r *http.Request) (page, error) {
	year, err := yearOf(r)
	if err != nil {
		return page{}, err
	}
	rows, err := s.Office.PublicPlans(r.Context(), year)
	if err != nil {
		return page{}, err
	}
	out := PublicPlanList{Items: make([]PublicPlanSummary, len(rows))}
	for i, p := range rows {
		out.Items[i] = PublicPlanSummary{
			ID: p.ID.String(), Title: p.Title, Initiator: p.Initiator, CheckType: p.CheckType, From: p.FromOn.String(), To: p.ToOn.String(), State: p.State,
			Results: int(p.Results), Withdrawn: withdrawnView(p.WithdrawnAt, p.WithdrawnReason), Cancelled: withdrawnView(p.CancelledAt, p.CancelledReason),
		}
	}
	return asJSON(out)
}

func withdrawnView(at *time.Time, reason string) *WithdrawnView {
	if at == nil {
		return nil
	}
	return &WithdrawnView{At: *at, Reason: reason}
}

func (s *Server) publicPlansCSV(r *http.Request) (page, error) {
	year, err := yearOf(r)
	if err != nil {
		return page{}, err
	}
	content, err := s.Office.PublicPlansCSV(r.Context(), year)
	return page{content, csvType, "联合抽查方案.csv"}, err
}

func (s *Server) publicDrawsCSV(r *http.Request) (page, error) {
	year, err := yearOf(r)
	if err != nil {
		return page{}, err
	}
	content, err := s.Office.PublicDrawsCSV(r.Context(), year)
	return page{content, csvType, "抽取记录.csv"}, err
}

// publicID reads the id of a path; what is none names nothing.
func publicID(r *http.Request) (plan ids.Entry, err error) {
	var bad fields
	if plan = id[ids.Entry](&bad, "path.id", r.PathValue("id")); bad.err() != nil {
		return plan, notFound()
	}
	return plan, nil
}

func (s *Server) publicPlan(r *http.Request) (page, error) {
	plan, err := publicID(r)
	if err != nil {
		return page{}, err
	}
	p, err := s.Office.PublicPlan(r.Context(), plan)
	if err != nil {
		return page{}, err
	}
	return asJSON(publicPlanView(p))
}

func (s *Server) publicDraw(r *http.Request) (page, error) {
	plan, err := publicID(r)
	if err != nil {
		return page{}, err
	}
	file, err := s.Office.PublicDrawFile(r.Context(), plan)
	return page{file, "application/octet-stream", "draw.json"}, err
}

// planParam reads the plan of a query; absent is all.
func planParam(r *http.Request) (plan ids.Entry, err error) {
	var bad fields
	plan = id[ids.Entry](&bad, "query.plan", r.URL.Query().Get("plan"))
	return plan, bad.err()
}

func (s *Server) publicResults(r *http.Request) (page, error) {
	plan, err := planParam(r)
	if err != nil {
		return page{}, err
	}
	rows, more, err := s.Office.PublicResults(r.Context(), plan, r.URL.Query().Get("before"))
	if err != nil {
		return page{}, err
	}
	out := PublicResultPage{Items: make([]PublicResultView, len(rows))}
	for i, x := range rows {
		out.Items[i] = publicResultView(x)
	}
	if more {
		out.Next = rows[len(rows)-1].Number
	}
	return asJSON(out)
}

func (s *Server) publicResultsCSV(r *http.Request) (page, error) {
	plan, err := planParam(r)
	if err != nil {
		return page{}, err
	}
	content, err := s.Office.PublicResultsCSV(r.Context(), plan)
	return page{content, csvType, "检查结果.csv"}, err
}

func (s *Server) publicVoucher(r *http.Request) (page, error) {
	text := r.URL.Query().Get("text")
	out := VoucherView{Today: s.Office.Today().String()}
	v, err := s.Office.CheckVoucher(text)
	if f, refused := errors.AsType[*fault.Error](err); refused {
		w := words(f.Detail)
		out.Reason = &w
		return asJSON(out)
	}
	if err != nil {
		return page{}, fmt.Errorf("check a voucher: %w", err)
	}
	return asJSON(voucherView(out, v))
}

func voucherView(out VoucherView, v voucher.Voucher) VoucherView {
	out.Valid, out.Hub, out.Number, out.Object, out.Code, out.Day, out.Purpose = true, v.Hub, v.Number, v.Object, v.Code, v.Day.String(), v.Purpose
	for _, a := range v.Agencies {
		out.Agencies = append(out.Agencies, VoucherAgencyView{Name: a.Name, Certificates: list(a.Certificates)})
	}
	return out
}

func publicResultView(x casework.PublicResult) PublicResultView {
	v := PublicResultView{
		Number: x.Number, Object: x.ObjectName, Code: x.ObjectCode, Day: x.Day.String(), CheckType: x.CheckType, Agencies: list(x.Agencies), Checks: list(x.Items),
		Conclusion: x.Conclusion, Findings: int(x.Findings), Summary: x.Summary, PublishedAt: *x.PublishedAt, Withdrawn: withdrawnView(x.WithdrawnAt, x.WithdrawnReason),
	}
	v.Plan = textOf(x.PlanID)
	return v
}
