package documents

import (
	"fmt"
	"reflect"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
)

// refuseHidden walks every text of a case or view and refuses characters a reader
// cannot see. Among them are the control characters that mark directives, so
// that no text of a case can steer the layout.
func refuseHidden(v any) error {
	if path, char, found := hiddenIn(reflect.ValueOf(v), "case"); found {
		f := fault.New(fault.Invalid, "documents.hidden_character", fault.T(
			fmt.Sprintf("文字中有看不见的字符（U+%04X），请重新输入", char),
			fmt.Sprintf("The text holds an invisible character (U+%04X); please type it again", char)))
		f.Fields = []fault.Field{{Path: path, Text: f.Detail}}
		return f
	}
	return nil
}

func hiddenIn(v reflect.Value, path string) (at string, char rune, found bool) {
	switch v.Kind() {
	case reflect.String:
		if _, hidden := identity.CleanText(v.String()); len(hidden) > 0 {
			return path, hidden[0], true
		}
	case reflect.Slice:
		for i := range v.Len() {
			if at, char, found := hiddenIn(v.Index(i), fmt.Sprintf("%s[%d]", path, i)); found {
				return at, char, found
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				if at, char, found := hiddenIn(v.Field(i), path+"."+field.Name); found {
					return at, char, found
				}
			}
		}
	}
	return "", 0, false
}
