package federation

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/go-jose/go-jose/v4/json"
)

// decode reads one JSON value into v, strictly: UTF-8, no member twice, no deeper
// than MaxNesting, nothing after it. Unknown members are ignored; the caller keeps
// the bytes. Names are compared letter by letter ("ID" is not "id"), which is why
// go-jose's decoder reads it and not that of the standard library.
func decode(raw []byte, v any) *Invalid {
	if bad := strict(raw); bad != nil {
		return bad
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return invalid(ReasonField, "%s", fieldOf(err))
	}
	return nil
}

// fieldOf keeps the sent value out of the message.
func fieldOf(err error) string {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return "a " + t.Value + " where a " + t.Type.String() + " belongs"
	}
	return "a value that its field does not take"
}

// strict checks what decoders differ about, so that no two hubs read one message
// in two ways.
func strict(raw []byte) *Invalid {
	if !utf8.Valid(raw) {
		return invalid(ReasonEncoding, "not UTF-8")
	}
	if bad := escapes(raw); bad != nil {
		return bad
	}
	if bad := depth(raw); bad != nil {
		return bad
	}
	if !stdjson.Valid(raw) {
		return invalid(ReasonMalformed, "not one JSON value")
	}
	return unique(raw)
}

// escapes refuses \u0000, which PostgreSQL does not keep, and halves of surrogate
// pairs, which every decoder replaces in its own way.
func escapes(raw []byte) *Invalid {
	for i := bytes.IndexByte(raw, '\\'); i >= 0 && i+1 < len(raw); {
		step := 2
		if raw[i+1] == 'u' {
			switch first, second := hex4(raw[i:]), hex4(raw[min(i+6, len(raw)):]); {
			case first < 0:
				return invalid(ReasonMalformed, "broken escape")
			case first == 0:
				return invalid(ReasonEncoding, "a NUL character")
			case first >= 0xD800 && first < 0xDC00 && second >= 0xDC00 && second < 0xE000:
				step = 12
			case first >= 0xD800 && first < 0xE000:
				return invalid(ReasonEncoding, "half a surrogate pair")
			default:
				step = 6
			}
		}
		i += step
		if i >= len(raw) {
			break
		}
		next := bytes.IndexByte(raw[i:], '\\')
		if next < 0 {
			break
		}
		i += next
	}
	return nil
}

// hex4 reads \uXXXX at the start, -1 if it is not there.
func hex4(b []byte) int64 {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return int64(n)
}

// depth counts brackets outside strings before any recursive decoder sees them.
func depth(raw []byte) *Invalid {
	open, inside := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case inside && c == '\\':
			i++
		case c == '"':
			inside = !inside
		case inside:
		case c == '{' || c == '[':
			if open++; open > MaxNesting {
				return invalid(ReasonNesting, "more than %d levels", MaxNesting)
			}
		case c == '}' || c == ']':
			open--
		}
	}
	return nil
}

// unique walks a valid value and refuses a member that appears twice, however it
// is spelled: "a" and "\u0061" are one name.
func unique(raw []byte) *Invalid {
	type level struct {
		names map[string]bool // nil in an array
		value bool            // the next token is a value, not a name
	}
	var stack []level
	d := stdjson.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return invalid(ReasonMalformed, "not one JSON value")
		}
		top := len(stack) - 1
		switch t := token.(type) {
		case stdjson.Delim:
			if t == '}' || t == ']' {
				stack = stack[:top]
				continue
			}
			if top >= 0 {
				stack[top].value = false
			}
			next := level{}
			if t == '{' {
				next.names = map[string]bool{}
			}
			stack = append(stack, next)
		case string:
			if top < 0 || stack[top].names == nil {
				continue
			}
			if stack[top].value {
				stack[top].value = false
				continue
			}
			if stack[top].names[t] {
				return invalid(ReasonDuplicateKey, "a member appears twice")
			}
			stack[top].names[t], stack[top].value = true, true
		default:
			if top >= 0 {
				stack[top].value = false
			}
		}
	}
}
