package login

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"unicode"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// start sends the browser to its issuer: GET /login/start?issuer=&return_to=&step_up=
func (l *Login) start(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	issuer, err := l.Store.IssuerByCode(r.Context(), q.Get("issuer"))
	if err != nil {
		return err
	}
	stepUp := q.Get("step_up") == "1"
	if stepUp {
		// Only who is signed in can confirm it, and at the same issuer.
		p, err := l.fromCookie(r)
		if err != nil {
			return err
		}
		if p.Issuer != issuer.URL {
			return errOtherPerson()
		}
	}
	provider, err := l.providers.get(r.Context(), issuer.URL)
	if err != nil {
		return errIssuerDown(issuer.Code, err)
	}
	a, err := newAttempt(issuer.Code, localPath(q.Get("return_to")), stepUp, l.Now())
	if err != nil {
		return err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(a.nonce()), oauth2.S256ChallengeOption(a.verifier())}
	if len(issuer.ACR) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(issuer.ACR, " ")))
	}
	if stepUp {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	config := l.oauth(issuer, provider)
	l.cookies.set(w, l.cookies.attempt, a.raw, attemptLifetime)
	http.Redirect(w, r, config.AuthCodeURL(a.state(), options...), http.StatusSeeOther)
	return nil
}

func (l *Login) oauth(issuer Issuer, p *provider) *oauth2.Config {
	endpoint := p.endpoint
	if issuer.Secret == "" {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return &oauth2.Config{
		ClientID: issuer.ClientID, ClientSecret: issuer.Secret, Endpoint: endpoint,
		RedirectURL: l.RedirectURI(issuer.Code), Scopes: []string{oidc.ScopeOpenID, "profile"},
	}
}

// localPath keeps a return address on this hub; anything doubtful becomes "/".
// Browsers read a backslash as a slash, and two slashes as another host.
func localPath(to string) string {
	if len(to) > 1024 || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsRune(to, '\\') ||
		strings.ContainsFunc(to, func(c rune) bool { return unicode.IsControl(c) || unicode.IsSpace(c) }) {
		return "/"
	}
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || u.Scheme != "" || strings.HasPrefix(path.Clean(u.Path)+"/", "/login/") || strings.HasPrefix(u.Path, "//") {
		return "/"
	}
	return to
}

// errIssuerDown keeps the detail for the log: it may name inner addresses.
func errIssuerDown(code string, cause error) error {
	return fault.Wrap(fault.Unavailable, "login.issuer_unavailable",
		fault.T("本机关的身份服务（"+code+"）暂时无法连接，请稍后再试或联系管理员。",
			"Your agency's identity service ("+code+") cannot be reached; try again later or ask the administrator."), cause)
}
