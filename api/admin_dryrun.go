package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// AdminTryBody is a token, or its claims, to be tried on a registered issuer or
// on settings that are not registered yet.
type AdminTryBody struct {
	Issuer   string               `json:"issuer,omitempty" format:"uuid"`
	Settings *AdminIssuerSettings `json:"settings,omitempty" doc:"Instead of the issuer's own"`
	Token    string               `json:"token,omitempty" maxLength:"16384" doc:"An ID token as it is; it is only decoded, never verified, kept or logged"`
	Claims   map[string]any       `json:"claims,omitempty" doc:"Instead of a token"`
}

// AdminTryResult says what the token would become.
type AdminTryResult struct {
	Agency     AgencyRef `json:"agency" doc:"The organ that the issuer speaks for, whatever the token says"`
	Functions  []string  `json:"functions" doc:"After the allow-list"`
	Ignored    []string  `json:"ignored_roles" doc:"Roles that lead to nothing"`
	Refused    bool      `json:"refused"`
	Reasons    []Words   `json:"reasons" doc:"Why the login would be refused"`
	Notes      []Words   `json:"notes" doc:"What was not checked here, and what to mind"`
	Unverified bool      `json:"unverified" doc:"Always: the signature was not checked"`
}

// tokenHeader is what of a token's header decides.
type tokenHeader struct {
	Typ string `json:"typ"`
	Alg string `json:"alg"`
}

func (s *Server) adminTry(ctx context.Context, in *struct {
	AdminPath
	Body AdminTryBody
}) (*adminList[AdminTryResult], error) {
	var bad fields
	organ, issuer, b := in.organ(&bad), id[ids.Issuer](&bad, "body.issuer", in.Body.Issuer), in.Body
	if b.Issuer == "" && b.Settings == nil {
		bad.add("body.issuer", fault.T("请给出已登记的身份提供方，或者待登记的设置", "Name a registered issuer, or give settings"))
	}
	if (b.Token == "") == (b.Claims == nil) {
		bad.add("body.token", fault.T("令牌和声明二选一", "Give either a token or claims"))
	}
	header, claims := tokenHeader{}, b.Claims
	if b.Token != "" {
		var ok bool
		if header, claims, ok = decodeToken(b.Token); !ok {
			bad.add("body.token", fault.T("不是 JWT：应为用点分开的三段", "Not a JWT: three parts with dots between them"))
		}
	}
	return adminGet(ctx, &bad, func() (AdminTryResult, error) {
		found, row, err := s.Office.OrganIssuer(ctx, actorOf(ctx), organ, issuer)
		if err != nil {
			return AdminTryResult{}, err
		}
		if b.Settings != nil {
			found.IssuerSettings = b.Settings.settings()
		}
		out := dryRun(found.IssuerSettings, header, claims, s.Office.Now())
		out.Agency = AgencyRef{ID: row.ID.String(), Code: row.Code, Name: row.Name, ShortName: row.ShortName, Sector: row.Sector}
		return out, nil
	})
}

// decodeToken reads a JWT without verifying anything.
func decodeToken(raw string) (h tokenHeader, claims map[string]any, ok bool) {
	parts := strings.Split(strings.TrimSpace(raw), ".")
	if len(parts) != 3 {
		return h, nil, false
	}
	for i, to := range []any{&h, &claims} {
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil || json.Unmarshal(text, to) != nil {
			return h, nil, false
		}
	}
	return h, claims, claims != nil
}

// tokenAlgorithms are the signatures that login accepts.
var tokenAlgorithms = []string{"", "RS256", "PS256", "ES256", "ES384", "EdDSA"}

// dryRun makes the checks of a login that need no signature, in the same order.
func dryRun(i casework.IssuerSettings, h tokenHeader, claims map[string]any, now time.Time) AdminTryResult {
	out := AdminTryResult{Functions: []string{}, Ignored: []string{}, Reasons: []Words{}, Notes: []Words{}, Unverified: true}
	granted, ignored := login.Issuer{RoleClaim: i.RoleClaim, RoleMap: i.RoleMap}.Functions(claims)
	out.Functions, out.Ignored = append(out.Functions, granted...), append(out.Ignored, ignored...)
	refuse := func(wrong bool, zh, en string) {
		if wrong {
			out.Reasons = append(out.Reasons, Words{ZH: zh, EN: en})
		}
	}
	text := func(name string) string { v, _ := claims[name].(string); return v }
	typ := strings.TrimPrefix(strings.ToLower(h.Typ), "application/")
	refuse(!i.Enabled, "该身份提供方未启用", "The issuer is not enabled")
	refuse(typ != "" && typ != "jwt", "不是 ID 令牌（typ 为其他类型，可能是访问令牌或注销令牌）", "Not an ID token by its typ; perhaps an access or a logout token")
	refuse(!slices.Contains(tokenAlgorithms, h.Alg), "签名算法不被接受（应为 RS256、PS256、ES256、ES384 或 EdDSA）", "The signature algorithm is not accepted")
	refuse(text("iss") != i.URL, "签发方 iss 与登记的地址不一致（须逐字相同，含末尾斜杠）", "iss is not the registered address, byte for byte, a final slash included")
	refuse(!onlyAudience(claims["aud"], i.ClientID), "受众 aud 应当只有本系统的 client_id", "aud must be our client_id and nothing else")
	refuse(text("azp") != "" && text("azp") != i.ClientID, "令牌是发给另一客户端的（azp）", "azp names another client")
	refuse(text("sub") == "" || len(text("sub")) > 255, "缺少 sub，或者过长", "sub is missing or too long")
	refuse(claims["events"] != nil, "这是注销或事件令牌", "A logout or event token")
	refuse(i.MinACR != "" && text("acr") != i.MinACR, "认证强度不够：acr 与要求的不同", "The authentication was not strong enough: acr differs from what is asked for")
	refuse(len(granted) == 0, "没有任何角色在允许名单内，登录后没有岗位职责", "No role is on the allow-list: the login would give no function")
	out.Refused = len(out.Reasons) > 0
	out.Notes = append(out.Notes,
		Words{ZH: "仅作解码，未核验签名；登录时还会核对签名、nonce 和再次认证时间", EN: "Decoded only, the signature was not verified; a login also checks signature, nonce and the time of a step-up"})
	out.Notes = append(out.Notes, dryRunNotes(claims, granted, now)...)
	return out
}

// dryRunNotes says what is no reason to refuse a fresh token.
func dryRunNotes(claims map[string]any, granted []string, now time.Time) (notes []Words) {
	if exp, ok := claims["exp"].(float64); !ok || !now.Before(time.Unix(int64(exp), 0)) {
		at := ""
		if ok {
			at = " " + civil.DateOf(time.Unix(int64(exp), 0)).String()
		}
		notes = append(notes, Words{ZH: "此令牌没有有效期或者已过期" + at + "；登录时须为五分钟内签发的新令牌", EN: "This token is expired or has no expiry" + at + "; a login needs one issued within five minutes"})
	}
	if name, _ := claims["name"].(string); !utf8.ValidString(name) || strings.TrimSpace(name) == "" {
		notes = append(notes, Words{ZH: "没有 name：页面上将显示账号名 preferred_username", EN: "No name: pages will show preferred_username"})
	}
	if slices.Contains(granted, login.Operator) && len(granted) > 1 {
		notes = append(notes, Words{ZH: "同时有 operator 和其他职责：运维人员不能查看案件，其案件类职责将不起作用", EN: "operator beside other functions: an operator may not read cases, so functions in cases will have no effect"})
	}
	if slices.Contains(granted, login.Auditor) && (slices.Contains(granted, login.Operator) || slices.Contains(granted, login.Admin)) {
		notes = append(notes, Words{ZH: "系统、安全、审计三员应由不同的人担任", EN: "Operator, administrator and auditor should be different persons"})
	}
	return notes
}

// onlyAudience reads a string or a list of strings (RFC 7519 §4.1.3).
func onlyAudience(v any, clientID string) bool {
	if list, ok := v.([]any); ok && len(list) == 1 {
		v = list[0]
	}
	one, ok := v.(string)
	return ok && one == clientID
}
