package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// AdminIssuerSettings decide which login becomes whom.
type AdminIssuerSettings struct {
	URL       string            `json:"url" maxLength:"500" doc:"Equals the iss claim byte for byte" example:"https://login.example.cn"`
	ClientID  string            `json:"client_id" minLength:"1" maxLength:"200"`
	RoleClaim string            `json:"role_claim,omitempty" maxLength:"200" doc:"Claim with the roles; dots lead into objects; roles if empty" example:"realm_access.roles"`
	RoleMap   map[string]string `json:"role_map" doc:"Allow-list: role → function; other roles count for nothing"`
	MinACR    string            `json:"min_acr,omitempty" maxLength:"200" doc:"Authentication context that tokens must carry; empty: any"`
	Enabled   bool              `json:"enabled"`
}

// AdminIssuerCreate is a new issuer. It speaks for this organ only.
type AdminIssuerCreate struct {
	AdminIssuerSettings
	Code         string `json:"code" pattern:"^[a-z0-9][a-z0-9-]{1,40}$" doc:"Stays for ever: part of the redirect URI"`
	ClientSecret string `json:"client_secret,omitempty" maxLength:"1000" writeOnly:"true" doc:"Never returned; empty: public client with PKCE"`
}

// AdminIssuer is a registered identity provider (身份提供方). Its secret is never returned.
type AdminIssuer struct {
	AdminIssuerSettings
	ID           string         `json:"id" format:"uuid"`
	Code         string         `json:"code"`
	HasSecret    bool           `json:"has_secret"`
	RedirectURI  string         `json:"redirect_uri" doc:"To be registered at the issuer"`
	LogoutURI    string         `json:"logout_uri" doc:"Back-channel logout, to be registered at the issuer"`
	Version      int64          `json:"version"`
	Pending      *AdminProposal `json:"pending,omitempty" doc:"Change that waits for a second person"`
	SingleHanded bool           `json:"single_handed" doc:"This answer's change took effect without a second person"`
	Warnings     []Words        `json:"warnings"`
}

// AdminIssuerList lists an organ's issuers.
type AdminIssuerList struct {
	Items []AdminIssuer `json:"items"`
}

// AdminSecretBody replaces a client secret.
type AdminSecretBody struct {
	ClientSecret string `json:"client_secret" maxLength:"1000" writeOnly:"true" doc:"Empty: public client with PKCE"`
}

func (s *Server) registerAdminIssuers(api huma.API) {
	const path = "/agencies/{agency}/issuers"
	answer := reflect.TypeFor[AdminIssuer]()
	register(api, adminOp(http.MethodGet, path, "adminListIssuers", "An organ's issuers"), func(ctx context.Context, in *AdminPath) (*adminList[AdminIssuerList], error) {
		var bad fields
		organ := in.organ(&bad)
		return adminGet(ctx, &bad, func() (AdminIssuerList, error) {
			list, err := s.Office.OrganIssuers(ctx, actorOf(ctx), organ)
			out := AdminIssuerList{Items: make([]AdminIssuer, len(list))}
			for n, i := range list {
				out.Items[n] = s.adminIssuerView(i, casework.Settled{})
			}
			return out, err
		})
	})
	register(api, maybeLater(api, adminOp(http.MethodPost, path, "adminRegisterIssuer", "Register an issuer"), answer), s.adminRegisterIssuer)
	register(api, maybeLater(api, adminOp(http.MethodPut, path+"/{id}", "adminEditIssuer", "Change an issuer's settings as a whole; ends the sessions that came through it"), answer), s.adminEditIssuer)
	register(api, adminOp(http.MethodPut, path+"/{id}/secret", "adminSetIssuerSecret", "Replace an issuer's client secret"), s.adminSetSecret)
	try := adminOp(http.MethodPost, path+"/dry-run", "adminTryIssuer", "What a token would become; nothing is kept")
	try.DefaultStatus = http.StatusOK
	register(api, try, s.adminTry)
}

func (s *Server) adminRegisterIssuer(ctx context.Context, in *struct {
	AdminPath
	Body AdminIssuerCreate
}) (*adminOutput[AdminIssuer], error) {
	var bad fields
	organ := in.organ(&bad)
	return adminAdd(ctx, &bad, func() (*adminOutput[AdminIssuer], error) {
		i, settled, err := s.Office.RegisterIssuer(ctx, actorOf(ctx), organ, casework.NewIssuer{
			IssuerSettings: in.Body.settings(), Code: in.Body.Code, Secret: in.Body.ClientSecret,
		})
		return s.adminIssuerOutput(i, settled, http.StatusCreated), err
	})
}

func (s *Server) adminEditIssuer(ctx context.Context, in *struct {
	AdminEntry
	AdminVersion
	Body AdminIssuerSettings
}) (*adminOutput[AdminIssuer], error) {
	var bad fields
	organ, issuer := in.organ(&bad), id[ids.Issuer](&bad, "path.id", in.ID)
	return adminChange(ctx, &bad, in.AdminVersion, func(version int64) (*adminOutput[AdminIssuer], error) {
		i, settled, err := s.Office.EditIssuer(ctx, actorOf(ctx), organ, issuer, version, in.Body.settings())
		return s.adminIssuerOutput(i, settled, http.StatusOK), err
	})
}

func (s *Server) adminSetSecret(ctx context.Context, in *struct {
	AdminEntry
	AdminVersion
	Body AdminSecretBody
}) (*adminOutput[AdminIssuer], error) {
	var bad fields
	organ, issuer := in.organ(&bad), id[ids.Issuer](&bad, "path.id", in.ID)
	return adminChange(ctx, &bad, in.AdminVersion, func(version int64) (*adminOutput[AdminIssuer], error) {
		i, err := s.Office.SetIssuerSecret(ctx, actorOf(ctx), organ, issuer, version, in.Body.ClientSecret)
		return s.adminIssuerOutput(i, casework.Settled{}, http.StatusOK), err
	})
}

func (b AdminIssuerSettings) settings() casework.IssuerSettings {
	return casework.IssuerSettings{URL: b.URL, ClientID: b.ClientID, RoleClaim: b.RoleClaim, RoleMap: b.RoleMap, MinACR: b.MinACR, Enabled: b.Enabled}
}

func adminSettings(i casework.IssuerSettings) AdminIssuerSettings {
	return AdminIssuerSettings{URL: i.URL, ClientID: i.ClientID, RoleClaim: i.RoleClaim, RoleMap: i.RoleMap, MinACR: i.MinACR, Enabled: i.Enabled}
}

func (s *Server) adminIssuerOutput(i casework.Issuer, settled casework.Settled, status int) *adminOutput[AdminIssuer] {
	return &adminOutput[AdminIssuer]{Status: settledStatus(settled, status), ETag: etag(i.Version), Body: s.adminIssuerView(i, settled)}
}

func (s *Server) adminIssuerView(i casework.Issuer, settled casework.Settled) AdminIssuer {
	v := AdminIssuer{
		AdminIssuerSettings: adminSettings(i.IssuerSettings), ID: i.ID.String(), Code: i.Code, HasSecret: i.HasSecret,
		RedirectURI: s.Login.RedirectURI(i.Code), LogoutURI: s.Login.LogoutURI(i.Code), Version: i.Version,
		SingleHanded: settled.SingleHanded, Warnings: settledWarnings(settled),
	}
	if i.Pending != nil {
		p := adminProposalView(*i.Pending)
		v.Pending = &p
	}
	return v
}
