package casework

import (
	"fmt"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// texts collects what is wrong with the texts of a request, all at once. A text
// that reads differently from what it holds, and one with a secrecy mark, never
// enters the hub: it is no classified system (保守国家秘密法).
type texts struct{ fields []fault.Field }

// clean normalises one text in place, or notes why it is refused.
func (t *texts) clean(path string, s *string) {
	cleaned, hidden := identity.CleanText(*s)
	if len(hidden) > 0 {
		t.fields = append(t.fields, fault.Field{Path: path, Text: fault.T("含有看不见的控制字符，请重新输入", "Holds invisible control characters; type it again")})
		return
	}
	*s = cleaned
	if mark, found := identity.SecretMark(cleaned); found {
		t.fields = append(t.fields, fault.Field{Path: path, Text: marked(mark)})
	}
}

// marked refuses a text with a secrecy mark (密级标志).
func marked(mark string) fault.Text {
	return fault.T("含有密级标志（"+mark+"），本系统不是涉密系统，内容没有保存，请走机要渠道",
		"Carries a secrecy mark; this is no classified system and nothing was stored: use the classified channel")
}

// cleanText looks at the one text that a verb brings.
func cleanText(path string, s *string) error {
	var t texts
	t.clean(path, s)
	return t.err()
}

func (t *texts) err() error {
	if len(t.fields) == 0 {
		return nil
	}
	err := fault.New(fault.Invalid, "text.refused", fault.T("有内容不能保存，请逐项修改", "Some contents cannot be kept; change them one by one"))
	err.Fields = t.fields
	return err
}

// cleanInput looks at every text that an act brings.
func cleanInput(in *referral.Input) error {
	var t texts
	for path, s := range map[string]*string{
		"body.text": &in.Text, "body.reason": &in.Reason, "body.officer": &in.Officer, "body.document_no": &in.DocumentNo, "body.ground": &in.Ground, "body.result": &in.Result,
	} {
		t.clean(path, s)
	}
	for i := range in.Missing {
		t.clean(fmt.Sprintf("body.missing[%d]", i), &in.Missing[i])
	}
	for i := range in.Items {
		item := &in.Items[i]
		for name, s := range map[string]*string{"keeper": &item.Keeper, "seal_no": &item.SealNo, "place": &item.Place, "payer": &item.Payer} {
			t.clean(fmt.Sprintf("body.items[%d].%s", i, name), s)
		}
	}
	if in.Paper != nil {
		t.clean("body.paper.number", &in.Paper.Number)
	}
	if j := in.Joint; j != nil {
		for name, s := range map[string]*string{"number": &j.Visit.Number, "name": &j.Visit.Name, "code": &j.Visit.Code} {
			t.clean("body.visit."+name, s)
		}
		for i := range j.Members {
			t.clean(fmt.Sprintf("body.members[%d].name", i), &j.Members[i].Name)
			t.clean(fmt.Sprintf("body.members[%d].certificate", i), &j.Members[i].Certificate)
		}
	}
	if c := in.Claimed; c != nil {
		t.clean("body.assessed", &c.Assessed)
		t.clean("body.agreed", &c.Agreed)
		for i := range c.Present {
			t.clean(fmt.Sprintf("body.present[%d].name", i), &c.Present[i].Name)
		}
		for i := range c.Works {
			t.clean(fmt.Sprintf("body.works[%d].what", i), &c.Works[i].What)
		}
	}
	return t.err()
}
