package api

import (
	"context"
	"crypto/sha256"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// call is what an act's body brings into the procedure.
type call struct {
	referral.Input
	To, Copy ids.Agency
}

// actBody is implemented by every body of an act.
type actBody interface{ call(*fields) call }

// actInput is the request of one act.
type actInput[B any] struct {
	ID      string `path:"id" format:"uuid" doc:"Referral"`
	IfMatch string `header:"If-Match" doc:"ETag of the referral as the caller saw it" example:"\"3\""`
	Key     string `header:"Idempotency-Key" doc:"Chosen by the caller; the same key again changes nothing" maxLength:"200"`
	Body    B
	RawBody []byte
}

// referralOutput is a referral with its version.
type referralOutput struct {
	ETag     string `header:"ETag"`
	Replayed bool   `header:"Idempotent-Replayed" doc:"True if this is the answer to a repeated idempotency key"`
	Body     Referral
}

// act registers one action of a procedure as an operation of its own. The
// procedure's table gives title and rule; the body type gives the input.
func act[B actBody](s *Server, api huma.API, proc *referral.Procedure, action referral.Action) {
	step, ok := proc.Step(action)
	if !ok {
		panic("api: no such step: " + string(action))
	}
	path := "/v1/referrals/{id}/" + actPath(action)
	op := huma.Operation{
		OperationID: operationID(action), Method: http.MethodPost, Path: path, Tags: []string{tagOf(proc, step)},
		Summary:     step.Title.EN + " (" + step.Title.ZH + ")",
		Description: s.describe(step),
		Errors:      []int{401, 403, 404, 409, 412, 422, 428, 503},
		Metadata:    map[string]any{"action": string(action)},
		Extensions:  map[string]any{"x-action": string(action), "x-rule": step.Rule, "x-parties": step.By},
	}
	huma.Register(api, op, func(ctx context.Context, in *actInput[B]) (*referralOutput, error) {
		var bad fields
		r := casework.Request{Action: action, Case: id[ids.Case](&bad, "path.id", in.ID), Key: key(&bad, op.OperationID, in.Key, in.ID, in.RawBody)}
		c := in.Body.call(&bad)
		r.Input, r.To, r.Copy = c.Input, c.To, c.Copy
		if err := bad.err(); err != nil {
			return nil, problem(ctx, err)
		}
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, problem(ctx, err)
		}
		r.Version = version
		d, err := s.Office.Act(ctx, actorOf(ctx), r)
		if err != nil {
			return nil, problem(ctx, err)
		}
		return output(ctx, d), nil
	})
}

// actPath is where an action is posted below a referral.
func actPath(a referral.Action) string {
	return strings.ReplaceAll(strings.ReplaceAll(string(a), ".", "/"), "_", "-")
}

func operationID(a referral.Action) string {
	parts := strings.FieldsFunc(string(a), func(r rune) bool { return r == '.' || r == '_' })
	for i := 1; i < len(parts); i++ {
		parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
	}
	return strings.Join(parts, "")
}

func tagOf(proc *referral.Procedure, step *referral.Step) string {
	if step.Common {
		return "Common acts"
	}
	return proc.Title.EN
}

// describe writes the legal basis and the conditions of a step into the contract.
func (s *Server) describe(step *referral.Step) string {
	var b strings.Builder
	b.WriteString("By: ")
	for i, p := range step.By {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(p))
	}
	b.WriteString(". In states: ")
	for i, st := range step.From {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(st))
	}
	b.WriteString(".")
	if step.To != "" {
		b.WriteString(" Leads to: " + string(step.To) + ".")
	}
	for _, rule := range s.Office.Rules.All() {
		if rule.ID != step.Rule || rule.Region != "" {
			continue
		}
		for _, basis := range rule.Basis {
			b.WriteString("\n\nLegal basis: " + basis.Document + " " + basis.Number + " " + basis.Article + " (rule `" + rule.ID + "`).")
		}
		break
	}
	if step.StepUp {
		b.WriteString("\n\nAsks for a login not older than the step-up time.")
	}
	if step.Paper {
		b.WriteString("\n\nMay be recorded by a counterpart from paper: send `paper`.")
	}
	return b.String()
}

// ifMatch reads the version from an ETag. Without one the answer is 428: a
// write that does not say what it saw would overwrite unseen changes.
func ifMatch(header string) (int64, error) {
	if header == "" {
		return 0, fault.New(fault.Invalid, "precondition_required", fault.T("请求须带 If-Match（案件当前的 ETag）", "Send If-Match with the referral's current ETag"))
	}
	tag := strings.Trim(strings.TrimPrefix(header, "W/"), `"`)
	v, err := strconv.ParseInt(tag, 10, 64)
	if err != nil || v < 0 {
		return 0, fault.New(fault.Stale, "stale", fault.T("If-Match 不是本系统给出的版本", "If-Match is no version of ours"))
	}
	return v, nil
}

func key(bad *fields, operation, header, path string, body []byte) casework.Key {
	if header == "" {
		bad.add("header.Idempotency-Key", fault.T("请求须带 Idempotency-Key，重试时用同一个", "Send an Idempotency-Key, the same one on every retry"))
	}
	sum := sha256.New()
	sum.Write([]byte(path))
	sum.Write([]byte{0})
	sum.Write(body)
	return casework.Key{Value: header, Operation: operation, BodyHash: sum.Sum(nil)}
}

// fields collects every rejected field of a request before it is refused.
type fields struct{ list []fault.Field }

func (f *fields) add(path string, t fault.Text) {
	f.list = append(f.list, fault.Field{Path: path, Text: t})
}

func (f *fields) err() error {
	if len(f.list) == 0 {
		return nil
	}
	err := fault.New(fault.Invalid, "invalid", fault.T("请求内容有误", "The request is invalid"))
	err.Fields = f.list
	return err
}

func id[T ~[16]byte](bad *fields, path, s string) T {
	var zero T
	if s == "" {
		return zero
	}
	v, err := ids.Parse[T](s)
	if err != nil {
		bad.add(path, fault.T("不是有效的标识", "Not an identifier"))
	}
	return v
}

func idList[T ~[16]byte](bad *fields, path string, list []string) []T {
	out := make([]T, 0, len(list))
	for _, s := range list {
		out = append(out, id[T](bad, path, s))
	}
	return out
}

func date(bad *fields, path, s string) civil.Date {
	if s == "" {
		return civil.Date{}
	}
	d, err := civil.ParseDate(s)
	if err != nil {
		bad.add(path, fault.T("不是有效的日期", "Not a date"))
	}
	return d
}

func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
