package login

import (
	"errors"
	"html/template"
	"net/http"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// ErrUnauthenticated stands behind every error that says: sign in first. The
// edge answers it with 401, whatever the fault's kind.
var ErrUnauthenticated = errors.New("not authenticated")

func errNoLogin(reason string) error {
	return fault.Wrap(fault.Denied, "login.required",
		fault.T("请先登录。", "Please sign in first."), errors.Join(ErrUnauthenticated, errors.New(reason)))
}

func errBadToken(reason string) error {
	return fault.Wrap(fault.Denied, "login.token_refused",
		fault.T("访问令牌无效、已过期，或不是发给本系统的。", "The access token is invalid, expired, or not meant for this system."),
		errors.Join(ErrUnauthenticated, errors.New(reason)))
}

// reason says what is wrong with a token's binding, to the developer of the
// system that sent it. It repeats nothing of what was sent.
type reason fault.Text

func (r reason) Error() string { return r.EN }

func unproven(zh, en string) error { return reason(fault.T(zh, en)) }

// errNotProven refuses a token whose holder does not prove to be its holder.
func errNotProven(err error) error {
	why, _ := errors.AsType[reason](err)
	return fault.Wrap(fault.Denied, "login.proof_refused",
		fault.T("访问令牌的持有证明未通过："+why.ZH+"。", "The proof of holding the access token was refused: "+why.EN+"."),
		errors.Join(ErrUnauthenticated, err))
}

func errAttemptLost() error {
	return fault.New(fault.Invalid, "login.attempt_lost",
		fault.T("这次登录已失效：可能已超时、已用过，或是在另一个窗口开始的。请重新登录。",
			"This login is no longer valid: it timed out, was used before, or began in another window. Please sign in again."))
}

func errTokenRefused(reason string) error {
	return fault.Wrap(fault.Denied, "login.answer_refused",
		fault.T("身份服务的答复未通过核验，登录未成功。请重新登录；若仍不成功，请联系管理员。",
			"The answer of the identity service did not pass verification. Please sign in again, or ask the administrator."),
		errors.New(reason))
}

func errNotGranted(code string) error {
	return fault.Wrap(fault.Denied, "login.not_granted",
		fault.T("身份服务没有同意这次登录。", "The identity service did not grant this login."), errors.New(safeCode(code)))
}

func errOtherPerson() error {
	return fault.New(fault.Denied, "login.other_person",
		fault.T("再次认证的不是当前登录的人员。", "The person who confirmed is not the person who is signed in."))
}

// safeCode lets only an error code of RFC 6749 §4.1.2.1 into the log.
func safeCode(code string) string {
	for n, c := range code {
		if n >= 60 || !(c >= 'a' && c <= 'z' || c == '_') {
			return "malformed error code"
		}
	}
	return code
}

var errorPage = template.Must(template.New("error").Parse(`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>登录</title></head>
<body><main><h1>登录未成功</h1><p>{{.ZH}}</p><p lang="en">{{.EN}}</p><p><a href="/">返回登录页<span lang="en"> · Back to sign in</span></a></p></main></body></html>
`))

// ErrorPage shows a fault to a browser in both languages. The caller chooses the status.
func ErrorPage(w http.ResponseWriter, status int, err error) {
	detail := fault.T("系统出错，请稍后再试。", "Something went wrong; please try again later.")
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Kind != fault.Internal {
		detail = f.Detail
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = errorPage.Execute(w, detail) // the browser went away
}
