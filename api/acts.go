package api

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"reflect"
	"slices"
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

// ActPath names the case of an act, the version that was seen, and the act's own key.
type ActPath struct {
	ID      string `path:"id" format:"uuid" doc:"Referral"`
	IfMatch string `header:"If-Match" doc:"ETag of the referral as the caller saw it" example:"\"3\""`
	Key     string `header:"Idempotency-Key" doc:"Chosen by the caller; the same key again changes nothing" maxLength:"200"`
}

// actInput is the request of one act.
type actInput[B any] struct {
	ActPath
	Body    B
	RawBody []byte
}

// referralOutput is a referral with its version.
type referralOutput struct {
	ETag     string `header:"ETag"`
	Replayed bool   `header:"Idempotent-Replayed" doc:"True if this is the answer to a repeated idempotency key"`
	Body     Referral
}

// actLine is one action of the procedures at the edge: the body it takes and how
// it is registered.
type actLine struct {
	action   referral.Action
	takes    []string // fields of the body, in the order a form asks them
	register func(*Server, huma.API)
}

// line says which body an action takes. The procedures' tables give title, rule
// and conditions.
func line[B actBody](action referral.Action) actLine {
	return actLine{action: action, takes: bodyFields(reflect.TypeFor[B]()), register: func(s *Server, api huma.API) { registerAct[B](s, api, action) }}
}

// acts has one line per action of every table; a golden test proves table = operations.
var acts = slices.Concat(commonActs, leadActs, criminalActs, detentionActs, administrativeActs, reverseActs, consultationActs, assistanceActs, publicInterestActs, findingsActs, emergencyActs, supervisionActs, compensationActs, jointActionActs, meetingInvitationActs)

// actFields is filled by init: the operations answer with what it says, and as an
// initial value it would depend on itself.
var actFields = map[referral.Action][]string{}

func init() {
	for _, a := range acts {
		actFields[a.action] = a.takes
	}
}

func takes(a referral.Action) []string { return append([]string{}, actFields[a]...) }

// bodyFields are the fields of a body beside those that every act may carry.
func bodyFields(t reflect.Type) (out []string) {
	for f := range t.Fields() {
		if f.Anonymous {
			if f.Type != reflect.TypeFor[ActBase]() {
				out = append(out, bodyFields(f.Type)...)
			}
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		out = append(out, name)
	}
	return out
}

func (s *Server) registerActs(api huma.API) {
	for _, a := range acts {
		a.register(s, api)
	}
}

// registerAct makes one action an operation of its own.
func registerAct[B actBody](s *Server, api huma.API, action referral.Action) {
	users := procedures(action)
	step, _ := users[0].Step(action)
	path := "/v1/referrals/{id}/" + actPath(action)
	op := huma.Operation{
		OperationID: operationID(action), Method: http.MethodPost, Path: path, Tags: []string{tagOf(users[0], step)},
		Summary:     step.Title.EN + " (" + step.Title.ZH + ")",
		Description: s.describe(users, action),
		Errors:      []int{401, 403, 404, 409, 412, 422, 428, 503},
		Metadata:    map[string]any{"action": string(action)},
		Extensions:  map[string]any{"x-action": string(action), "x-rule": step.Rule, "x-parties": step.By},
	}
	register(api, op, func(ctx context.Context, in *actInput[B]) (*referralOutput, error) {
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

// procedures are the tables that know an action, the criminal one first: it is
// the fullest description of what several share.
func procedures(a referral.Action) []*referral.Procedure {
	var out []*referral.Procedure
	for _, kind := range referral.Kinds {
		proc := referral.Procedures[kind]
		if _, ok := proc.Step(a); !ok {
			continue
		}
		if kind == referral.Criminal {
			out = slices.Insert(out, 0, proc)
		} else {
			out = append(out, proc)
		}
	}
	if len(out) == 0 {
		panic("api: no table has the step " + string(a))
	}
	return out
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

// describe writes the conditions of a step and its legal basis into the contract,
// for every kind that has it.
func (s *Server) describe(users []*referral.Procedure, a referral.Action) string {
	var b strings.Builder
	for _, proc := range users {
		step, _ := proc.Step(a)
		if len(users) > 1 {
			fmt.Fprintf(&b, "**%s**: ", proc.Kind)
		}
		b.WriteString("By: " + joined(step.By) + ". In states: " + joined(step.From) + ".")
		if step.To != "" {
			b.WriteString(" Leads to: " + string(step.To) + ".")
		}
		if step.StepUp {
			b.WriteString(" Asks for a login not older than the step-up time.")
		}
		if step.Paper {
			b.WriteString(" May be recorded by a counterpart from paper: send `paper`.")
		}
		b.WriteString("\n\n")
	}
	seen := map[string]bool{}
	for _, proc := range users {
		step, _ := proc.Step(a)
		if !seen[step.Rule] {
			seen[step.Rule] = true
			s.cite(&b, step.Rule)
		}
	}
	return strings.TrimSpace(b.String())
}

// cite names the articles of a rule: the nationwide edition, else any.
func (s *Server) cite(b *strings.Builder, id string) {
	for _, nationwide := range []bool{true, false} {
		for _, rule := range s.Office.Rules.All() {
			if rule.ID != id || nationwide != (rule.Region == "") {
				continue
			}
			for _, basis := range rule.Basis {
				b.WriteString("Legal basis: " + basis.Document + " " + basis.Number + " " + basis.Article + " (rule `" + rule.ID + "`).\n\n")
			}
			return
		}
	}
}

func joined[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
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
