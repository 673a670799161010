package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// ProcedureView describes a kind of referral: enough for a page to offer it and
// to draw its form.
type ProcedureView struct {
	Kind      string          `json:"kind"`
	Title     Words           `json:"title"`
	About     Words           `json:"about"`
	Allowed   bool            `json:"allowed" doc:"My organ may start it"`
	Senders   []string        `json:"senders" doc:"Sectors that may start it; empty: any"`
	Receivers []string        `json:"receivers" doc:"Sectors it is sent to; empty: any"`
	Unit      *UnitView       `json:"unit,omitempty" doc:"What is decided one by one; absent: decided as a whole"`
	Fields    []FieldView     `json:"fields"`
	Checklist []ChecklistKind `json:"checklist"`
	Steps     []StepView      `json:"steps"`
}

// UnitView names the unit of decision.
type UnitView struct {
	Name    Words `json:"name"`
	Article Words `json:"article"`
}

// FieldView is one entry of a draft's form.
type FieldView struct {
	Name     string       `json:"name" doc:"Field of the draft's content"`
	Kind     string       `json:"kind" enum:"line,text,day,yes,choice,choices"`
	Label    Words        `json:"label"`
	Hint     Words        `json:"hint"`
	Required bool         `json:"required" doc:"Asked for before the first step, never when saving"`
	Options  []ChoiceView `json:"options"`
}

// ChoiceView is one value of a closed list.
type ChoiceView struct {
	Value string `json:"value"`
	Label Words  `json:"label"`
}

// ChecklistKind is one kind of material.
type ChecklistKind struct {
	Code      string `json:"code"`
	Title     Words  `json:"title"`
	Basis     string `json:"basis"`
	Generated bool   `json:"generated"`
}

// StepView is one row of a procedure's table.
type StepView struct {
	Action string   `json:"action"`
	Title  Words    `json:"title"`
	By     []string `json:"by"`
	From   []string `json:"from"`
	To     string   `json:"to,omitempty"`
	Rule   string   `json:"rule,omitempty"`
}

// ProcedureList lists the kinds in the order in which people are offered them.
type ProcedureList struct {
	Items []ProcedureView `json:"items"`
}

type proceduresOutput struct{ Body ProcedureList }

func (s *Server) registerProcedures(api huma.API) {
	register(api, huma.Operation{
		OperationID: "listProcedures", Method: http.MethodGet, Path: "/v1/procedures", Tags: []string{"Procedures"},
		Summary: "Kinds of referral: their forms, checklists and steps", Errors: []int{401},
	}, s.listProcedures)
}

func (s *Server) listProcedures(ctx context.Context, _ *struct{}) (*proceduresOutput, error) {
	a := actorOf(ctx)
	out := ProcedureList{Items: make([]ProcedureView, 0, len(referral.Kinds))}
	for _, kind := range referral.Kinds {
		v := procedureView(referral.Procedures[kind])
		v.Allowed = s.Office.MayStart(a, kind)
		out.Items = append(out.Items, v)
	}
	return &proceduresOutput{out}, nil
}

func procedureView(p *referral.Procedure) ProcedureView {
	v := ProcedureView{
		Kind: string(p.Kind), Title: words(p.Title), About: words(p.About), Senders: strs(p.Senders), Receivers: strs(p.Receivers),
		Fields: make([]FieldView, 0, len(p.Form)), Checklist: make([]ChecklistKind, 0, len(p.Checklist)), Steps: make([]StepView, 0, len(p.Steps)),
	}
	if p.Unit != nil {
		v.Unit = &UnitView{Name: words(p.Unit.Name), Article: words(p.Unit.Article)}
	}
	for _, f := range p.Form {
		field := FieldView{Name: f.Name, Kind: string(f.Kind), Label: words(f.Label), Hint: words(f.Hint), Required: f.Required, Options: make([]ChoiceView, 0, len(f.Options))}
		for _, o := range f.Options {
			field.Options = append(field.Options, ChoiceView{o.Value, words(o.Label)})
		}
		v.Fields = append(v.Fields, field)
	}
	for _, e := range p.Checklist {
		v.Checklist = append(v.Checklist, ChecklistKind{e.Code, words(e.Title), e.Basis, e.Generated})
	}
	for _, st := range p.Steps {
		v.Steps = append(v.Steps, StepView{string(st.Action), words(st.Title), strs(st.By), strs(st.From), string(st.To), st.Rule})
	}
	return v
}

func strs[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

// LeadBody is a lead, written and sent in one request if it says to whom.
type LeadBody struct {
	DraftBody
	Send *SendAct `json:"send,omitempty" doc:"Send it at once: nothing is saved if that is refused"`
}

type createLeadInput struct {
	Key     string `header:"Idempotency-Key" maxLength:"200" doc:"Chosen by the caller; the same key again changes nothing"`
	Body    LeadBody
	RawBody []byte
}

// registerOpening makes one operation per kind by which a draft is begun.
func (s *Server) registerOpening(api huma.API) {
	for _, kind := range referral.Kinds {
		op := huma.Operation{
			OperationID: "create" + pascal(string(kind)) + "Referral", Method: http.MethodPost, Path: "/v1/referrals/" + strings.ReplaceAll(string(kind), "_", "-"), Tags: []string{"Referrals"},
			Summary: "Begin: " + referral.Procedures[kind].Title.EN + " (" + referral.Procedures[kind].Title.ZH + ")", Description: referral.Procedures[kind].About.EN,
			DefaultStatus: 201, Errors: []int{401, 403, 409, 422},
			Metadata: map[string]any{"begins": referral.Procedures[kind]},
		}
		if kind == referral.Lead {
			register(api, op, func(ctx context.Context, in *createLeadInput) (*referralOutput, error) {
				var bad fields
				var first *casework.FirstAct
				if in.Body.Send != nil {
					c := in.Body.Send.call(&bad)
					first = &casework.FirstAct{Action: "lead.send", Input: c.Input, To: c.To}
				}
				return s.open(ctx, &bad, op.OperationID, in.Key, in.RawBody, kind, in.Body.DraftBody, first)
			})
			continue
		}
		register(api, op, func(ctx context.Context, in *createInput) (*referralOutput, error) {
			return s.open(ctx, &fields{}, op.OperationID, in.Key, in.RawBody, kind, in.Body, nil)
		})
	}
}

func (s *Server) open(ctx context.Context, bad *fields, operation, header string, raw []byte, kind referral.Kind, body DraftBody, first *casework.FirstAct) (*referralOutput, error) {
	k := key(bad, operation, header, "", raw)
	d := body.domain(bad)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	detail, err := s.Office.OpenReferral(ctx, actorOf(ctx), k, kind, d, first)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return output(ctx, detail), nil
}

func pascal(s string) string {
	var b strings.Builder
	for _, w := range strings.Split(s, "_") {
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return b.String()
}
