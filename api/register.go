package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// register puts an operation into the contract, as huma.Register does, for
// parameters that several operations have (shapes).
//
// The compiler writes huma.Register, a function of some 450 lines, once more for
// every pair of request and answer: for three hundred operations that was a
// quarter of a cold build and 7 MB of the binary. Here it is written once per
// shape; what differs between operations of one shape, the body and the answer,
// is described to Huma from its type and carried over by reflection, about a
// microsecond per request. Parameters, validation and errors stay Huma's.
//
// A request has the fields of its shape and, where the shape has one, a Body; its
// RawBody gets the bytes that Body was read from. An answer has at most Status,
// ETag, Replayed and Body. Anything else is for huma.Register and refused here, by
// panic: the contract is built at start and in every test.
func register[I, O any](api huma.API, op huma.Operation, handle func(context.Context, *I) (*O, error)) {
	request, says := reflect.TypeFor[I](), reflect.TypeFor[O]()
	into := parametersOf(request)
	s, ok := shapeOf[into.String()]
	if !ok {
		panic("api: " + op.OperationID + ": no shape has the parameters " + into.String())
	}
	_, speaks := says.FieldByName("Body")
	if op.DefaultStatus == 0 {
		op.DefaultStatus = http.StatusNoContent
		if speaks {
			op.DefaultStatus = http.StatusOK
		}
	}
	describeBody(api, &op, request)
	describeAnswer(api, &op, says)
	s.register(api, op, func(ctx context.Context, from reflect.Value) (*reply, error) {
		var in I
		to := reflect.ValueOf(&in).Elem()
		for i, path := range into.paths {
			to.FieldByIndex(path).Set(from.FieldByIndex(s.parameters.paths[i]))
		}
		if into.body {
			raw := from.FieldByName("Body").Bytes()
			if err := json.Unmarshal(raw, to.FieldByName("Body").Addr().Interface()); err != nil {
				return nil, unreadable(ctx, err)
			}
			if f := to.FieldByName("RawBody"); f.IsValid() {
				f.SetBytes(raw)
			}
		}
		out, err := handle(ctx, &in)
		if err != nil || out == nil || !speaks {
			return nil, err
		}
		return replyOf(reflect.ValueOf(out).Elem(), op.DefaultStatus), nil
	})
	if !speaks {
		op.Responses[strconv.Itoa(op.DefaultStatus)].Content = nil
	}
}

// reply is what every operation of a shape gives to Huma: hidden, because the
// description of an answer comes from its own type.
type reply struct {
	Status   int
	ETag     *string `header:"ETag" hidden:"true"`
	Replayed *bool   `header:"Idempotent-Replayed" hidden:"true"`
	Body     any
}

func replyOf(out reflect.Value, status int) *reply {
	a := &reply{Status: status, Body: out.FieldByName("Body").Interface()}
	if f := out.FieldByName("Status"); f.IsValid() {
		a.Status = int(f.Int())
	}
	if f := out.FieldByName("ETag"); f.IsValid() {
		a.ETag = f.Addr().Interface().(*string)
	}
	if f := out.FieldByName("Replayed"); f.IsValid() {
		a.Replayed = f.Addr().Interface().(*bool)
	}
	return a
}

// parameters are the fields of a request beside its body, in their order.
type parameters struct {
	names []string
	paths [][]int // where they stand in the request, one for each name
	body  bool
}

// String tells parameters apart: two requests of one shape have the same.
func (p parameters) String() string {
	s := strings.Join(p.names, "; ")
	if p.body {
		s += " with a body"
	}
	return s
}

func parametersOf(t reflect.Type) (p parameters) {
	for _, f := range reflect.VisibleFields(t) {
		switch {
		case f.Anonymous:
		case f.Name == "Body":
			p.body = true
		case f.Name == "RawBody":
		default:
			p.names = append(p.names, f.Name+" "+f.Type.String()+" "+string(f.Tag))
			p.paths = append(p.paths, f.Index)
		}
	}
	return p
}

func describeBody(api huma.API, op *huma.Operation, request reflect.Type) {
	f, ok := request.FieldByName("Body")
	if !ok {
		return
	}
	if f.Type.Kind() == reflect.Pointer || f.Tag != "" {
		panic("api: " + op.OperationID + ": a body that may be missing, or of another type, is for huma.Register")
	}
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/json": {Schema: huma.SchemaFromField(api.OpenAPI().Components.Schemas, f, hint(request, f, op.OperationID+"Request"))},
	}}
}

func describeAnswer(api huma.API, op *huma.Operation, says reflect.Type) {
	schemas, status := api.OpenAPI().Components.Schemas, strconv.Itoa(op.DefaultStatus)
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	if op.Responses[status] == nil {
		op.Responses[status] = &huma.Response{}
	}
	said := op.Responses[status]
	said.Headers = map[string]*huma.Header{}
	for f := range says.Fields() {
		switch header := f.Tag.Get("header"); {
		case f.Name == "Body":
			if len(said.Content) == 0 {
				said.Content = map[string]*huma.MediaType{"application/json": {Schema: huma.SchemaFromField(schemas, f, hint(says, f, op.OperationID+"Response"))}}
			}
		case f.Name == "Status":
		case f.Name == "ETag" || f.Name == "Replayed":
			said.Headers[header] = &huma.Header{Schema: huma.SchemaFromField(schemas, f, "")}
		default:
			panic("api: " + op.OperationID + ": an answer with " + f.Name + " is for huma.Register")
		}
	}
}

// hint is the name that Huma gives to a type without one.
func hint(of reflect.Type, f reflect.StructField, without string) string {
	if of.Name() != "" {
		return of.Name() + f.Name
	}
	return without
}

// shape is one way of asking: parameters that several operations have.
type shape struct {
	parameters parameters
	register   func(huma.API, huma.Operation, func(context.Context, reflect.Value) (*reply, error))
}

func asks[P any]() shape {
	return shape{parametersOf(reflect.TypeFor[P]()), func(api huma.API, op huma.Operation, run func(context.Context, reflect.Value) (*reply, error)) {
		huma.Register(api, op, func(ctx context.Context, in *P) (*reply, error) { return run(ctx, reflect.ValueOf(in).Elem()) })
	}}
}

// shapes has a line for each: with a body, whatever it says, and without. A line
// costs what one operation of its own would cost, and pays from the second on.
var shapes = []shape{
	asks[struct{}](),
	asks[struct{ Body json.RawMessage }](),
	asks[InspectionPath](), // and every other path that is an id alone
	asks[struct {
		InspectionPath
		Body json.RawMessage
	}](),
	asks[struct { // every act of a procedure
		ActPath
		Body json.RawMessage
	}](),
	asks[struct {
		Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Chosen by the caller; the same key again changes nothing"`
		Body json.RawMessage
	}](),
	asks[CasePath](),
	asks[struct {
		CasePath
		Body json.RawMessage
	}](),
	asks[struct {
		CasePath
		Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Chosen by the caller; the same key again changes nothing"`
		Body json.RawMessage
	}](),
	asks[struct {
		DocumentPath
		Body json.RawMessage
	}](),
	asks[struct {
		LetterPath
		Body json.RawMessage
	}](),
	asks[struct {
		RedactionPath
		Body json.RawMessage
	}](),
	asks[struct {
		MeetingPart
		Body json.RawMessage
	}](),
	asks[EndpointPath](),
	asks[struct {
		EndpointPath
		Body json.RawMessage
	}](),
	asks[AdminPath](),
	asks[struct {
		AdminPath
		Body json.RawMessage
	}](),
	asks[struct {
		AdminEntry
		Body json.RawMessage
	}](),
	asks[struct {
		AdminVersion
		Body json.RawMessage
	}](),
	asks[struct {
		AdminEntry
		AdminVersion
		Body json.RawMessage
	}](),
}

var shapeOf = func() map[string]shape {
	m := make(map[string]shape, len(shapes))
	for _, s := range shapes {
		m[s.parameters.String()] = s
	}
	return m
}()
