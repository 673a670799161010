package referral

import (
	"encoding/json"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Field is one entry of a draft's form. The pages draw it and the guard of the
// first step asks for it, so that a new kind needs no page of its own.
type Field struct {
	Name     string // of Content, as in the contract
	Kind     FieldKind
	Label    fault.Text
	Hint     fault.Text
	Options  []Choice // for FieldChoice and FieldChoices
	Required bool
}

// FieldKind is how an entry is typed.
type FieldKind string

// Kinds of entries.
const (
	FieldLine    FieldKind = "line"
	FieldText    FieldKind = "text"
	FieldDay     FieldKind = "day"
	FieldYes     FieldKind = "yes"
	FieldChoice  FieldKind = "choice"
	FieldChoices FieldKind = "choices"
)

// Choice is one value of a closed list.
type Choice struct {
	Value string
	Label fault.Text
}

// filledIn refuses a draft whose form still lacks something, every field at once.
func filledIn(form []Field) Guard {
	return func(s Snapshot, _ Input) *fault.Error {
		said := s.Content.said()
		var open []fault.Field
		for _, f := range form {
			if f.Required && !said[f.Name] {
				open = append(open, fault.Field{Path: "content." + f.Name, Text: f.Label})
			}
		}
		if len(open) == 0 {
			return nil
		}
		err := refuse("form_incomplete", "还有必填内容没有填写", "Something required is not filled in yet")
		err.Fields = open
		return err
	}
}

// Words gives what an entry of the form says, as a paper prints it; empty where
// nothing was filled in.
func (c Content) Words(f Field) string {
	raw, ok := c.fields()[f.Name]
	if !ok {
		return ""
	}
	label := func(value string) string {
		for _, o := range f.Options {
			if o.Value == value {
				return o.Label.ZH
			}
		}
		return value
	}
	var text string
	var list []string
	switch {
	case f.Kind == FieldYes:
		return "是"
	case json.Unmarshal(raw, &list) == nil:
		for i := range list {
			list[i] = label(list[i])
		}
		return strings.Join(list, "、")
	case json.Unmarshal(raw, &text) == nil:
		return label(text)
	}
	return ""
}

// said tells which fields of a content are filled in, by their names in the contract.
func (c Content) said() map[string]bool {
	fields := c.fields()
	out := make(map[string]bool, len(fields))
	for name := range fields {
		out[name] = true
	}
	return out
}

// fields are the filled-in fields by their names in the contract.
func (c Content) fields() map[string]json.RawMessage {
	raw, err := json.Marshal(c)
	if err != nil {
		panic("referral: a content always encodes: " + err.Error())
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		panic("referral: a content is an object: " + err.Error())
	}
	return fields
}

// Entries that several kinds ask for.
func facts(zh, en string) Field {
	return Field{Name: "facts", Kind: FieldText, Label: fault.T(zh, en), Required: true}
}

var (
	fieldSource  = Field{Name: "source", Kind: FieldLine, Label: fault.T("来源", "Source"), Hint: fault.T("举报、检查、在线监测、上级交办等", "A report, an inspection, online monitoring, an order from above")}
	fieldPlace   = Field{Name: "place", Kind: FieldLine, Label: fault.T("地点", "Place")}
	fieldFoundOn = Field{Name: "found_on", Kind: FieldDay, Label: fault.T("发现日期", "Found on")}
	fieldActOn   = Field{Name: "act_on", Kind: FieldDay, Label: fault.T("行为发生日期", "Day of the act")}
	fieldOfficer = Field{Name: "officer", Kind: FieldLine, Label: fault.T("经办人", "Handler")}
	fieldPhone   = Field{Name: "officer_phone", Kind: FieldLine, Label: fault.T("联系电话", "Phone")}
	fieldReplyBy = Field{Name: "reply_by", Kind: FieldDay, Label: fault.T("希望答复日期", "Answer wished by"), Hint: fault.T("只是希望，不是法定期限", "A wish, no statutory period")}
	fieldItem    = Field{Name: "item", Kind: FieldLine, Label: fault.T("执法事项", "Enforcement item"), Hint: fault.T("事项编码；据此建议主管机关", "Code of the item; the competent organ is suggested by it")}
)
