package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Problem is every error answer: RFC 9457 with the article behind a refusal and
// what is allowed instead. This file is the only place where an error becomes a
// status.
type Problem struct {
	Type    string         `json:"type" example:"urn:xianjie:problem:referral.step_not_allowed" doc:"Stable name of the problem"`
	Title   string         `json:"title" doc:"Short name, in the reader's language"`
	Status  int            `json:"status"`
	Detail  string         `json:"detail,omitempty" doc:"What is wrong, in the reader's language"`
	Code    string         `json:"code" doc:"Stable code for programs"`
	Rule    string         `json:"rule,omitempty" doc:"Step id of the rule behind the refusal"`
	Basis   *BasisView     `json:"basis,omitempty" doc:"Article behind the refusal"`
	Allowed []string       `json:"allowed,omitempty" doc:"Actions that are possible now"`
	Errors  []ProblemField `json:"errors,omitempty" doc:"Every rejected field; values are never repeated"`
}

// ProblemField is one rejected field.
type ProblemField struct {
	Location string `json:"location" example:"body.parties[0].name"`
	Message  string `json:"message"`
}

// BasisView is an article that a rule or a refusal stands on.
type BasisView struct {
	Document string `json:"document" example:"行政执法机关移送涉嫌犯罪案件的规定"`
	Number   string `json:"number,omitempty" example:"国务院令第310号"`
	Article  string `json:"article,omitempty" example:"第五条第二款"`
}

func (p *Problem) Error() string { return p.Code }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType gives the media type of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

var statusOf = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Missing: http.StatusNotFound, fault.Denied: http.StatusForbidden,
	fault.Stale: http.StatusPreconditionFailed, fault.Clash: http.StatusConflict, fault.Rule: http.StatusConflict,
	fault.Unavailable: http.StatusServiceUnavailable, fault.Internal: http.StatusInternalServerError,
}

var titles = map[int]fault.Text{
	400: fault.T("请求有误", "Bad request"), 401: fault.T("请先登录", "Not logged in"), 403: fault.T("无权办理", "Not allowed"),
	404: fault.T("没有找到", "Not found"), 405: fault.T("方法不允许", "Method not allowed"), 409: fault.T("现在不能办理", "Not possible now"),
	412: fault.T("内容已更新", "Changed in the meantime"), 413: fault.T("内容过大", "Too large"), 415: fault.T("格式不支持", "Unsupported format"),
	422: fault.T("内容有误", "Invalid input"), 428: fault.T("缺少版本", "Version missing"), 429: fault.T("请求过多", "Too many requests"),
	500: fault.T("系统错误", "Internal error"), 503: fault.T("暂时不可用", "Unavailable"),
}

// problem turns any error of the rooms below into the answer.
func problem(ctx context.Context, err error) error {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		f = fault.Wrap(fault.Internal, "internal", fault.T("系统出现错误，没有保存任何内容，请稍后重试", "Something went wrong; nothing was saved; try again later"), err)
	}
	if f.Kind == fault.Internal {
		slog.ErrorContext(ctx, "request failed", "err", err)
	}
	return faultProblem(f, languageOf(ctx))
}

func faultProblem(f *fault.Error, lang string) *Problem {
	status := statusOf[f.Kind]
	if errors.Is(f, login.ErrUnauthenticated) { // whatever its kind: log in, then ask again
		status = http.StatusUnauthorized
	}
	if f.Code == "precondition_required" {
		status = http.StatusPreconditionRequired
	}
	if strings.HasSuffix(f.Code, ".too_often") {
		status = http.StatusTooManyRequests
	}
	if f.Code == "too_large" || strings.HasSuffix(f.Code, ".too_large") {
		status = http.StatusRequestEntityTooLarge
	}
	p := plainProblem(status, f.Code, pick(f.Detail, lang), lang)
	p.Rule, p.Allowed = f.RuleID, f.Allowed
	if f.Basis != nil && f.Basis.Document != "" {
		p.Basis = &BasisView{Document: f.Basis.Document, Number: f.Basis.Number, Article: f.Basis.Article}
	}
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, ProblemField{Location: field.Path, Message: pick(field.Text, lang)})
	}
	return p
}

func plainProblem(status int, code, detail, lang string) *Problem {
	return &Problem{Type: "urn:xianjie:problem:" + code, Title: pick(titles[status], lang), Status: status, Detail: detail, Code: code}
}

func pick(t fault.Text, lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.ZH
}

// maxErrors are told of one request; a list of a thousand wrong values has as many.
const maxErrors = 50

// hookErrors makes Huma's own refusals speak the reader's language. Values of
// rejected fields are dropped: they may be personal data.
func hookErrors() {
	huma.NewErrorWithContext = func(c huma.Context, status int, msg string, errs ...error) huma.StatusError {
		lang := "zh"
		if c != nil {
			lang = languageOf(c.Context())
		}
		if status >= 500 {
			slog.Error("request failed", "status", status, "msg", msg)
			return plainProblem(status, "internal", pick(fault.T("系统出现错误，没有保存任何内容，请稍后重试", "Something went wrong; nothing was saved; try again later"), lang), lang)
		}
		code := map[int]string{400: "bad_request", 413: "too_large", 415: "unsupported_media_type", 422: "invalid"}[status]
		if code == "" {
			code = "refused"
		}
		p := plainProblem(status, code, pick(titles[status], lang), lang)
		if status == http.StatusRequestEntityTooLarge {
			p.Detail = pick(tooMuch(limitIn(msg)), lang)
		}
		for _, err := range errs[:min(len(errs), maxErrors)] {
			var d *huma.ErrorDetail
			if errors.As(err, &d) {
				p.Errors = append(p.Errors, refusedField(d, status, lang))
			}
		}
		return p
	}
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return huma.NewErrorWithContext(nil, status, msg, errs...)
	}
}

// unreadable refuses a body that its schema allows and its type does not, in the
// reader's language, as Huma refuses one.
func unreadable(ctx context.Context, err error) error {
	lang := languageOf(ctx)
	p := plainProblem(http.StatusUnprocessableEntity, "invalid", pick(titles[http.StatusUnprocessableEntity], lang), lang)
	p.Errors = append(p.Errors, refusedField(&huma.ErrorDetail{Location: "body", Message: err.Error()}, http.StatusUnprocessableEntity, lang))
	return p
}

// LoginFailed shows why a login failed, as a page: the browser is on its way
// between issuer and hub and expects one.
func LoginFailed(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusInternalServerError
	if f, ok := errors.AsType[*fault.Error](err); ok {
		status = faultProblem(f, language(r)).Status
	}
	login.ErrorPage(w, status, err)
}
