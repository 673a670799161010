// Package api is the HTTP edge: it turns a login into an actor, checks a request
// against the contract, calls one verb of casework and converts the answer. No
// rule lives here.
package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// Server is the edge of one hub.
type Server struct {
	Office    *casework.Office
	Login     *login.Login
	Bell      *casework.Bell
	Pages     http.Handler   // the single-page app
	MaxUpload int64          // bytes of one file
	Knock     casework.Knock // calls an endpoint for a test; nil: none can be tested

	gate publicGate

	// PartnerRate is how many requests a minute a partner system may make of this
	// process; 0: DefaultPartnerRate.
	PartnerRate int

	rates      rates
	contract   *http.ServeMux
	operations map[string]*operationAt // by pattern
}

// contractRoot is where the operations lie.
const contractRoot = "/v1/"

// maxBody is the largest JSON body; files go through handlers of their own.
const maxBody = 4 << 20

// Version of the contract: semantic, raised by hand with the contract.
const Version = "0.1.0"

// Contract builds the API on a mux of its own and gives its description.
func (s *Server) Contract() (*http.ServeMux, huma.API) {
	hookErrors()
	huma.DefaultArrayNullable = false
	mux := http.NewServeMux()
	cfg := huma.DefaultConfig("Xianjie (衔接)", Version)
	cfg.CreateHooks, cfg.SchemasPath, cfg.DocsPath = nil, "", ""
	cfg.RejectUnknownQueryParameters = true
	cfg.OpenAPIPath = "/v1/openapi"
	cfg.Info.Description = "Hand cases from organ to organ: referrals with receipts, statutory clocks, evidence and record."
	cfg.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	cfg.Servers = []*huma.Server{{URL: "/", Description: "This hub"}}
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: "__Host-hub-session", Description: "Login of a person through the agency's OpenID provider"},
		"token":   {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "Access token (RFC 9068) of a partner system's registered issuer, with the scope that the operation names. Bound to a key, it is sent as DPoP with a proof (RFC 9449); bound to a certificate, over mutual TLS (RFC 8705)"},
	}
	cfg.Security = []map[string][]string{{"session": {}}, {"token": {}}}
	api := humago.New(mux, cfg)
	s.registerMe(api)
	s.registerAgencies(api)
	s.registerReferrals(api)
	s.registerFilters(api)
	s.registerProcedures(api)
	s.registerOpening(api)
	s.registerLineage(api)
	s.registerCaseSeries(api)
	s.registerReporters(api)
	s.registerRedactions(api)
	s.registerActs(api)
	s.registerEvidence(api)
	s.registerPapers(api)
	s.registerPlatform(api)
	s.registerArchives(api)
	s.registerPrecheck(api)
	s.registerTimeline(api)
	s.registerOfficers(api)
	s.registerDesk(api)
	s.registerCrimeWatch(api)
	s.registerSilence(api)
	s.registerShared(api)
	s.registerCourier(api)
	s.registerSendAgain(api)
	s.registerRecalls(api)
	s.registerHandMessages(api)
	s.registerDisclosures(api)
	s.registerOnward(api)
	s.registerHoliday(api)
	s.registerDutyRecord(api)
	s.registerLeads(api)
	s.registerReads(api)
	s.registerGlass(api)
	s.registerNotices(api)
	s.registerEndpoints(api)
	s.registerRules(api)
	s.registerClaims(api)
	s.registerClaimRegister(api)
	s.registerScreenings(api)
	s.registerPacks(api)
	s.registerItems(api)
	s.registerInspection(api)
	s.registerPublic(api)
	s.registerSite(api)
	s.registerJoint(api)
	s.registerVisitFeeds(api)
	s.registerMeetings(api)
	s.registerAdmin(api)
	documentEdge(api)
	documentOffers(api)
	return mux, api
}

// Handler is everything the hub answers.
func (s *Server) Handler() http.Handler {
	contract, description := s.Contract()
	s.contract, s.operations = contract, index(description.OpenAPI())
	s.rates.each, s.rates.minute = map[ids.Client]bucket{}, s.PartnerRate
	if s.rates.minute <= 0 {
		s.rates.minute = DefaultPartnerRate
	}
	mux := http.NewServeMux()
	mux.Handle(contractRoot, compressed(s.authenticated(contract)))
	mux.HandleFunc("POST /v1/referrals/{id}/evidence", s.withActor(s.addEvidence))
	mux.HandleFunc("PATCH /v1/uploads/{id}", s.withActor(s.appendUpload))
	mux.HandleFunc("GET /v1/referrals/{id}/evidence/{evidence}/content", s.withActor(s.evidenceContent))
	mux.HandleFunc("GET /v1/referrals/{id}/documents/{document}/content", s.withActor(s.documentContent))
	mux.HandleFunc("GET /v1/referrals/{id}/previews/{kind}", s.withActor(s.previewContent))
	mux.HandleFunc("GET /v1/referrals/{id}/silence/{clock}/letter", s.withActor(s.letterContent))
	mux.HandleFunc("GET /v1/referrals/{id}/volume", s.withActor(s.volumeContent))
	mux.HandleFunc("GET /v1/me/duty-record", s.withActor(s.dutyRecordContent))
	mux.HandleFunc("GET /v1/referrals/{id}/archive/main.zip", s.withActor(s.archiveExport))
	mux.HandleFunc("GET /v1/referrals/{id}/suit-packet.zip", s.withActor(s.suitPacket))
	mux.HandleFunc("GET /v1/referrals/{id}/exchange/bundle.zip", s.withActor(s.caseBundle))
	mux.HandleFunc("GET /v1/referrals/{id}/disclosures/sealed.json", s.withActor(s.sealedParts))
	mux.HandleFunc("POST /v1/exchange/bundles", s.withActor(s.takeBundle))
	mux.HandleFunc("GET /v1/referrals/{id}/archive/sheets/{sheet}", s.withActor(s.archiveSheet))
	mux.HandleFunc("GET /v1/referrals/{id}/archive/pieces/{piece}/content", s.withActor(s.archivedContent))
	mux.HandleFunc("GET /v1/referrals/{id}/print", s.withActor(s.printContent))
	mux.HandleFunc("GET /v1/inspection/exports/{library}", s.withActor(s.exportLibrary))
	mux.HandleFunc("GET /v1/inspection/plans/{id}/draw.json", s.withActor(s.drawFile))
	mux.HandleFunc("GET /v1/inspection/checks/{id}/files/{file}", s.withActor(s.siteFile))
	mux.HandleFunc("GET /v1/inspection/checks/{id}/voucher.svg", s.withActor(s.voucherCode))
	mux.HandleFunc("GET /v1/inspection/plans/{id}/report.xlsx", s.withActor(s.siteReportSheet))
	mux.HandleFunc("GET /v1/inspection/plans/{id}/report.csv", s.withActor(s.siteReportTable))
	mux.HandleFunc("GET /v1/meetings/{id}/papers/{part}/content", s.withActor(s.meetingFile))
	mux.HandleFunc("GET /v1/meetings/{id}/documents/{part}/content", s.withActor(s.meetingDocument))
	mux.HandleFunc("GET /v1/meetings/{id}/documents/{part}/sealed", s.withActor(s.meetingSeal))
	mux.HandleFunc("GET /v1/meetings/{id}/previews/{kind}", s.withActor(s.meetingPreview))
	mux.HandleFunc("GET /v1/meetings/{id}/sheets", s.withActor(s.meetingSheets))
	mux.HandleFunc("GET /v1/meetings/{id}/sign-in.svg", s.withActor(s.signInCode))
	mux.HandleFunc("GET /v1/meeting-bulletin/content", s.withActor(s.bulletinContent))
	mux.HandleFunc("GET /v1/meetings/{id}/items/{part}/sheet", s.withActor(s.meetingSheets))
	mux.HandleFunc("GET /v1/referrals/{id}/platform-sheet.xlsx", s.withActor(s.platformWorkbook))
	mux.HandleFunc("GET /v1/stream", s.withActor(s.stream))
	mux.HandleFunc("GET /v1/issuers", s.issuers)
	s.publicRoutes(mux)
	mux.Handle("GET /v1/openapi.yaml", compressed(contract))
	mux.Handle("GET /v1/openapi.json", compressed(contract))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", s.ready)
	if s.Login != nil {
		s.Login.Routes(mux)
	}
	newDocs(description.OpenAPI()).routes(mux)
	mux.Handle("/xhp/", s.exchange())
	mux.Handle("GET "+federation.PathMetadata, s.exchange())
	mux.Handle("/", s.Pages)
	origins := http.NewCrossOriginProtection()
	origins.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, plainProblem(http.StatusForbidden, "cross_origin", pick(fault.T("请求来自其他网站，已拒绝", "The request comes from another site and was refused"), language(r)), language(r)))
	}))
	return s.recovered(secured(limited(origins.Handler(mux))))
}

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if err := s.Office.Pool.Ping(r.Context()); err != nil {
		http.Error(w, "database unreachable", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}

type contextKey int

const (
	actorKey contextKey = iota
	langKey
)

// actorOf gives the actor that authenticated put into the context.
func actorOf(ctx context.Context) casework.Actor {
	a, _ := ctx.Value(actorKey).(casework.Actor)
	return a
}

func languageOf(ctx context.Context) string {
	if l, ok := ctx.Value(langKey).(string); ok {
		return l
	}
	return "zh"
}

// language picks zh unless the caller asks for English first.
func language(r *http.Request) string {
	if strings.HasPrefix(strings.ToLower(r.Header.Get("Accept-Language")), "en") {
		return "en"
	}
	return "zh"
}

// authenticated answers 401 to whoever is not logged in, and everything that no
// operation takes as a problem of ours.
func (s *Server) authenticated(next *http.ServeMux) http.Handler {
	return s.withActor(func(w http.ResponseWriter, r *http.Request) error {
		h, pattern := next.Handler(r)
		if pattern == "" {
			probe := &statusProbe{header: http.Header{}}
			h.ServeHTTP(probe, r)
			if probe.status == http.StatusMethodNotAllowed {
				w.Header().Set("Allow", probe.header.Get("Allow"))
				return plainProblem(http.StatusMethodNotAllowed, "method_not_allowed", pick(titles[405], language(r)), language(r))
			}
			return fault.New(fault.Missing, "not_found", fault.T("没有这个接口", "There is no such operation"))
		}
		if hasBody(r) && !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			return plainProblem(http.StatusUnsupportedMediaType, "unsupported_media_type", pick(fault.T("请求内容应为 application/json", "Send application/json"), language(r)), language(r))
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

func hasBody(r *http.Request) bool {
	return r.ContentLength != 0 && r.Body != nil && r.Method != http.MethodGet
}

type statusProbe struct {
	header http.Header
	status int
}

func (p *statusProbe) Header() http.Header         { return p.header }
func (p *statusProbe) Write(b []byte) (int, error) { return len(b), nil }
func (p *statusProbe) WriteHeader(status int)      { p.status = status }

// withActor authenticates a request and renders what its handler returns.
func (s *Server) withActor(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), langKey, language(r))
		p, err := s.Login.Authenticate(r)
		if err != nil {
			s.refuse(w, r.WithContext(ctx), err)
			return
		}
		a, err := s.Office.ActorFor(ctx, actor(p))
		if err != nil {
			s.refuse(w, r.WithContext(ctx), err)
			return
		}
		ctx = context.WithValue(ctx, actorKey, a)
		op := s.operationOf(r)
		if err = s.paced(w, a); err == nil {
			err = s.admitted(a, op) // here, so that streams and files are held to it too
		}
		if err == nil {
			err = s.once(w, r.WithContext(ctx), op, h)
		}
		if err != nil {
			s.refuse(w, r.WithContext(ctx), err)
		}
	}
}

func actor(p login.Principal) casework.Actor {
	a := casework.Actor{
		User: p.User, Client: p.Client, Agency: p.Agency, Name: p.Name, Functions: slices.Clone(p.Functions), Machine: p.Machine, Scopes: p.Scopes, StepUpAt: p.StepUpAt,
	}
	if p.Machine { // a partner system works as its organ's desk and handler, never as its head
		a.Functions = slices.Clone(casework.PartnerFunctions)
	}
	return a
}

func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var p *Problem
	if !errors.As(problem(r.Context(), err), &p) {
		p = plainProblem(500, "internal", "", language(r))
	}
	writeProblem(w, p)
}
