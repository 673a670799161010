package casework

import (
	"net"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
)

// Functions a person can hold (岗位职责). An issuer's role map leads to these only.
var Functions = []string{"desk", "handler", "legal_reviewer", "head", "liaison", "procurator", "auditor", "operator", "coordinator", "admin"}

// OrganLevels are the levels of organs, from the top.
var OrganLevels = []string{"nation", "province", "city", "county", "township"}

// UnitKinds are what an organ's unit does: receive, enforce, review, lead.
var UnitKinds = []string{"desk", "enforcement", "legal", "leadership", "other"}

// OrganSectors are the fields that organs work in.
func OrganSectors() (list []string) {
	for _, s := range deadline.Sectors {
		if s != deadline.Any {
			list = append(list, string(s))
		}
	}
	return list
}

// complaints collects every rejected field before anything is refused.
type complaints struct{ list []fault.Field }

func (c *complaints) add(path, zh, en string) {
	c.list = append(c.list, fault.Field{Path: path, Text: fault.T(zh, en)})
}

func (c *complaints) err() error {
	if len(c.list) == 0 {
		return nil
	}
	err := fault.New(fault.Invalid, "invalid", fault.T("有内容不能保存，请逐项修改", "Some contents cannot be kept; change them one by one"))
	err.Fields = c.list
	return err
}

// text cleans a text in place. least and most count characters.
func (c *complaints) text(path string, s *string, least, most int) {
	cleaned, hidden := identity.CleanText(*s)
	cleaned = strings.TrimSpace(cleaned)
	switch n := utf8.RuneCountInString(cleaned); {
	case len(hidden) > 0 || strings.ContainsAny(cleaned, "\r\n\t"):
		c.add(path, "含有看不见的控制字符，请重新输入", "Holds invisible control characters; type it again")
	case n < least:
		c.add(path, "内容过短", "Too short")
	case n > most:
		c.add(path, "内容过长", "Too long")
	}
	if mark, found := identity.SecretMark(cleaned); found {
		said := marked(mark)
		c.add(path, said.ZH, said.EN)
	}
	*s = cleaned
}

func (c *complaints) oneOf(path, s string, list []string) {
	if !slices.Contains(list, s) {
		c.add(path, "不在可选范围内："+strings.Join(list, "、"), "Not one of "+strings.Join(list, ", "))
	}
}

var (
	codeForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,40}$`)
	regionForm = regexp.MustCompile(`^[0-9]{6}$`)
	phoneForm  = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{2,28}$`)
)

func (c *complaints) code(path, s string) {
	if !codeForm.MatchString(s) {
		c.add(path, "用小写字母、数字和连字符，2 至 41 个", "2 to 41 lower-case letters, digits and hyphens")
	}
}

// address checks an e-mail address and nothing around it: a name or a second
// address would end up in the header of a mail.
func (c *complaints) address(path string, s *string) {
	c.text(path, s, 0, 200)
	if *s == "" {
		return
	}
	if a, err := mail.ParseAddress(*s); err != nil || a.Address != *s || a.Name != "" {
		c.add(path, "不是有效的电子邮箱地址", "Not an e-mail address")
	}
}

func (c *complaints) phone(path string, s *string) {
	c.text(path, s, 0, 30)
	if *s != "" && !phoneForm.MatchString(*s) {
		c.add(path, "不是有效的电话号码", "Not a phone number")
	}
}

// issuerURL allows https, and http on this machine itself while the hub's own
// address is there too: anything else would carry codes and tokens unprotected.
func (c *complaints) issuerURL(path, s, publicURL string) {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || len(s) > 500:
		c.add(path, "应为身份服务的签发方地址，如 https://login.example.cn", "The issuer's address, for example https://login.example.cn")
	case u.Scheme == "https", u.Scheme == "http" && loopback(u) && loopbackHub(publicURL):
	default:
		c.add(path, "身份服务必须使用 https", "Identity providers must be reached by https")
	}
}

func loopbackHub(publicURL string) bool {
	u, err := url.Parse(publicURL)
	return err == nil && u.Scheme == "http" && loopback(u)
}

func loopback(u *url.URL) bool {
	return u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback()
}
