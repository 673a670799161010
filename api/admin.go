package api

import (
	"context"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// The operations of 机关与人员: setting up organs, issuers and partner systems is
// the operator's, looking after an organ's people its administrator's. The
// policies decide (policies/access/admin.cedar).

// AdminPath names the organ that is looked after. Huma reads embedded structs
// only where their type is exported.
type AdminPath struct {
	Agency string `path:"agency" format:"uuid" doc:"Organ"`
}

func (p AdminPath) organ(bad *fields) ids.Agency { return id[ids.Agency](bad, "path.agency", p.Agency) }

// AdminEntry names one thing of an organ.
type AdminEntry struct {
	AdminPath
	ID string `path:"id" format:"uuid"`
}

// AdminVersion is the version that the caller saw.
type AdminVersion struct {
	IfMatch string `header:"If-Match" doc:"ETag of what is changed, as the caller saw it" example:"\"3\""`
}

func (v AdminVersion) version() (int64, error) {
	if v.IfMatch == "" {
		return 0, fault.New(fault.Invalid, "precondition_required", fault.T("请求须带 If-Match（当前的 ETag）", "Send If-Match with the current ETag"))
	}
	return ifMatch(v.IfMatch)
}

// adminOutput is an answer with its version.
type adminOutput[T any] struct {
	Status int
	ETag   string `header:"ETag"`
	Body   T
}

type adminList[T any] struct{ Body T }

func adminOp(method, path, operation, summary string) huma.Operation {
	op := huma.Operation{
		OperationID: operation, Method: method, Path: "/v1/admin" + path, Tags: []string{"Administration"}, Summary: summary,
		Errors: []int{401, 403, 404, 422},
	}
	switch method {
	case http.MethodPost:
		op.DefaultStatus = http.StatusCreated
		op.Errors = append(op.Errors, 409)
	case http.MethodPatch, http.MethodPut:
		op.Errors = append(op.Errors, 409, 412, 428)
	case http.MethodDelete:
		op.DefaultStatus = http.StatusNoContent
		op.Errors = append(op.Errors, 409)
	}
	return op
}

// maybeLater documents that the change may have to wait for a second person.
func maybeLater(api huma.API, op huma.Operation, t reflect.Type) huma.Operation {
	op.Description = "Where another operator or the organ's administrator could confirm, a change that ends enabled waits for one of them and the answer is 202; else it takes effect at once and the record says that it was single-handed. What ends disabled takes effect at once."
	op.Responses = map[string]*huma.Response{"202": {
		Description: "Waits for a second person",
		Content:     map[string]*huma.MediaType{"application/json": {Schema: api.OpenAPI().Components.Schemas.Schema(t, true, "")}},
	}}
	return op
}

func settledStatus(s casework.Settled, done int) int {
	if s.Pending {
		return http.StatusAccepted
	}
	return done
}

func settledWarnings(s casework.Settled) []Words {
	if !s.SingleHanded {
		return []Words{}
	}
	return []Words{{ZH: "没有可以确认的第二人，本次变更由一人完成并已如实记录；请尽快确保有两名系统运维人员，或者该机关有管理员", EN: "Nobody else could confirm: the change was single-handed and is recorded as such; see to it that there are two operators, or an administrator at that organ"}}
}

func (s *Server) registerAdmin(api huma.API) {
	s.registerAdminAgencies(api)
	s.registerAdminIssuers(api)
	s.registerAdminClients(api)
	s.registerAdminProposals(api)
	s.registerAdminPeers(api)
	s.registerAdminUnits(api)
	s.registerAdminPeople(api)
	s.registerAdminPresidings(api)
	s.registerAdminLeaves(api)
	s.registerAdminShifts(api)
	s.registerAdminDesks(api)
	s.registerSelf(api)
}

func texts(list []fault.Text) []Words {
	out := make([]Words, len(list))
	for i, t := range list {
		out[i] = words(t)
	}
	return out
}

// adminGet runs a verb that reads.
func adminGet[T any](ctx context.Context, bad *fields, f func() (T, error)) (*adminList[T], error) {
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	body, err := f()
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &adminList[T]{body}, nil
}

// adminChange runs a verb behind a version.
func adminChange[T any](ctx context.Context, bad *fields, v AdminVersion, f func(version int64) (*adminOutput[T], error)) (*adminOutput[T], error) {
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	version, err := v.version()
	if err != nil {
		return nil, problem(ctx, err)
	}
	out, err := f(version)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return out, nil
}

// adminAdd runs a verb that makes something.
func adminAdd[T any](ctx context.Context, bad *fields, f func() (*adminOutput[T], error)) (*adminOutput[T], error) {
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	out, err := f()
	if err != nil {
		return nil, problem(ctx, err)
	}
	if out.Status == 0 {
		out.Status = http.StatusCreated
	}
	return out, nil
}

// adminDrop runs a verb that takes something away.
func adminDrop[T ~[16]byte](ctx context.Context, in *AdminEntry, f func(ids.Agency, T) error) (*struct{}, error) {
	var bad fields
	organ, entry := in.organ(&bad), id[T](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	return done(ctx, f(organ, entry))
}

func seq(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // the contract's pattern has checked it
	return n
}

func seqText(n int64) string { return strconv.FormatInt(n, 10) }
