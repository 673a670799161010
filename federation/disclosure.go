package federation

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Disclosure is one field that a signed envelope withholds, as it is shown later (披露): the
// base64url of [salt, name, value], RFC 9901 §4.2.1. Whoever has it can prove the field by
// the digest in the envelope; without it the digest says nothing.
type Disclosure string

const (
	digestsMember   = "_sd"     // digests of what an object withholds, sorted
	algorithmMember = "_sd_alg" // sha-256 where it stands
	elementMember   = "..."     // RFC 9901 has it for elements of arrays; not used here
)

// Bounds of disclosures.
const (
	saltBytes      = 16
	minSalt        = 22 // characters: 128 bits
	maxSalt        = 128
	MaxDisclosure  = 64 << 10 // bytes of one disclosure
	MaxDisclosures = 256      // of one message
	maxDigests     = 4096     // of one envelope
)

// Digest is what stands in the envelope in the field's place.
func (d Disclosure) Digest() string {
	sum := sha256.Sum256([]byte(d))
	return base64url.EncodeToString(sum[:])
}

// Withheld is a field taken out of a content.
type Withheld struct {
	Path       string // JSON pointer (RFC 6901) of the field
	Disclosure Disclosure
}

// Withhold takes fields out of a content and leaves salted digests in their objects, before
// the envelope is signed. pad says of objects how many digests they have at least: decoys,
// which nothing can ever be shown for, make up the number, so that it does not tell whether
// there was a field. An object that is padded and not there is made. A path that leads
// nowhere is left out.
func Withhold(content json.RawMessage, paths []string, pad map[string]int, random io.Reader) (json.RawMessage, []Withheld, error) {
	var root map[string]any
	if err := decodeNumbers(content, &root); err != nil || root == nil {
		return nil, nil, errors.Join(errors.New("withhold: the content is no object"), err)
	}
	var out []Withheld
	for _, path := range paths {
		parent, name := splitPointer(path)
		object, ok := lookUp(root, parent).(map[string]any)
		if !ok {
			continue
		}
		value, there := object[name]
		if !there {
			continue
		}
		d, err := disclose(name, value, random)
		if err != nil {
			return nil, nil, err
		}
		delete(object, name)
		addDigest(object, d.Digest())
		out = append(out, Withheld{path, d})
	}
	for _, path := range slices.Sorted(maps.Keys(pad)) {
		object, ok := made(root, path)
		if !ok {
			continue
		}
		for have := len(digestList(object)); have < pad[path]; have++ {
			var decoy [sha256.Size]byte
			if _, err := io.ReadFull(random, decoy[:]); err != nil {
				return nil, nil, fmt.Errorf("make a decoy: %w", err)
			}
			addDigest(object, base64url.EncodeToString(decoy[:]))
		}
	}
	raw, err := json.Marshal(root)
	if err != nil {
		return nil, nil, fmt.Errorf("write a content: %w", err)
	}
	return raw, out, nil
}

func disclose(name string, value any, random io.Reader) (Disclosure, error) {
	var salt [saltBytes]byte
	if _, err := io.ReadFull(random, salt[:]); err != nil {
		return "", fmt.Errorf("salt a field: %w", err)
	}
	raw, err := json.Marshal([]any{base64url.EncodeToString(salt[:]), name, value})
	if err != nil {
		return "", fmt.Errorf("write a disclosure: %w", err)
	}
	d := Disclosure(base64url.EncodeToString(raw))
	if len(d) > MaxDisclosure {
		return "", invalid(ReasonOversize, "a field of %d bytes, at most %d", len(d), MaxDisclosure)
	}
	return d, nil
}

// Shown is a field that a disclosure shows and the envelope proves.
type Shown struct {
	Path  string // JSON pointer of the field in the content
	Value json.RawMessage
}

// Show proves disclosures against the digests of this envelope. A disclosure that the
// envelope does not withhold — another salt, another value, another envelope's, a decoy's —
// one that comes twice, or one that would write over what was signed is an *Invalid, and
// then none of them counts.
func (e *Envelope) Show(list []Disclosure) ([]Shown, error) {
	if len(list) == 0 || len(list) > MaxDisclosures {
		return nil, invalid(ReasonDisclosure, "%d disclosures, between 1 and %d are allowed", len(list), MaxDisclosures)
	}
	at, bad := withheldIn(e.Content)
	if bad != nil {
		return nil, bad
	}
	var root any
	if err := decodeNumbers(e.Content, &root); err != nil {
		return nil, invalid(ReasonDisclosure, "the envelope withholds nothing")
	}
	var out []Shown
	seen := map[string]bool{}
	for i, d := range list {
		name, value, bad := d.open()
		if bad != nil {
			return nil, bad
		}
		parent, there := at[d.Digest()]
		if !there {
			return nil, invalid(ReasonDisclosure, "disclosure %d is not of this envelope", i)
		}
		path := parent + "/" + escapePointer(name)
		object, _ := lookUp(root, parent).(map[string]any)
		if _, signed := object[name]; signed || seen[path] {
			return nil, invalid(ReasonDisclosure, "disclosure %d shows a field twice", i)
		}
		seen[path] = true
		out = append(out, Shown{path, value})
	}
	return out, nil
}

// open reads a disclosure strictly: one spelling, three elements, a salt that was long
// enough, a name that is none of ours, and a value that withholds nothing itself.
func (d Disclosure) open() (name string, value json.RawMessage, bad *Invalid) {
	if len(d) == 0 || len(d) > MaxDisclosure {
		return "", nil, invalid(ReasonDisclosure, "a disclosure of %d bytes", len(d))
	}
	raw, err := base64url.DecodeString(string(d))
	if err != nil {
		return "", nil, invalid(ReasonDisclosure, "a disclosure is not base64url")
	}
	var parts []json.RawMessage
	if bad := decode(raw, &parts); bad != nil || len(parts) != 3 {
		return "", nil, invalid(ReasonDisclosure, "a disclosure is not salt, name and value")
	}
	var salt string
	if json.Unmarshal(parts[0], &salt) != nil || len(salt) < minSalt || len(salt) > maxSalt {
		return "", nil, invalid(ReasonDisclosure, "a salt is too short or too long")
	}
	if json.Unmarshal(parts[1], &name) != nil || name == "" || name == digestsMember || name == algorithmMember || name == elementMember {
		return "", nil, invalid(ReasonDisclosure, "a name that no field has")
	}
	if inner, bad := withheldIn(parts[2]); bad != nil || len(inner) > 0 {
		return "", nil, invalid(ReasonDisclosure, "a disclosed value withholds something itself")
	}
	return name, parts[2], nil
}

// withheldIn finds the digests of a content, each with the pointer of its object. A digest
// that stands twice would let one field be shown in two places, and refuses the whole.
func withheldIn(content json.RawMessage) (map[string]string, *Invalid) {
	found := map[string]string{}
	if len(content) == 0 {
		return found, nil
	}
	if !bytes.Contains(content, []byte("sd")) && !bytes.Contains(content, []byte(`\u`)) { // nearly every message
		return found, nil
	}
	var root any
	if err := decodeNumbers(content, &root); err != nil {
		return nil, invalid(ReasonMalformed, "the content is not one JSON value")
	}
	return found, collect(root, "", found)
}

func collect(v any, path string, into map[string]string) *Invalid {
	switch v := v.(type) {
	case []any:
		for i, x := range v {
			if bad := collect(x, path+"/"+strconv.Itoa(i), into); bad != nil {
				return bad
			}
		}
	case map[string]any:
		if alg, there := v[algorithmMember]; there && alg != "sha-256" {
			return invalid(ReasonDisclosure, "%s is not sha-256", algorithmMember)
		}
		if list, there := v[digestsMember]; there {
			digests, ok := list.([]any)
			if !ok {
				return invalid(ReasonDisclosure, "%s is no list", digestsMember)
			}
			for _, x := range digests {
				d, _ := x.(string)
				sum, err := base64url.DecodeString(d)
				if err != nil || len(sum) != sha256.Size {
					return invalid(ReasonDisclosure, "%s holds what is no digest", digestsMember)
				}
				if _, twice := into[d]; twice {
					return invalid(ReasonDisclosure, "a digest stands twice")
				}
				into[d] = path
			}
			if len(into) > maxDigests {
				return invalid(ReasonDisclosure, "more than %d digests", maxDigests)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if bad := collect(v[name], path+"/"+escapePointer(name), into); bad != nil {
				return bad
			}
		}
	}
	return nil
}

func decodeNumbers(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return d.Decode(into)
}

func digestList(object map[string]any) []any {
	list, _ := object[digestsMember].([]any)
	return list
}

// addDigest keeps the list sorted: its order must not tell which field was which.
func addDigest(object map[string]any, digest string) {
	list := append(digestList(object), digest)
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	object[digestsMember] = list
}

// made finds the object of a pointer and makes it where only its last step is missing.
func made(root map[string]any, path string) (map[string]any, bool) {
	if object, ok := lookUp(root, path).(map[string]any); ok {
		return object, true
	}
	parent, name := splitPointer(path)
	object, ok := lookUp(root, parent).(map[string]any)
	if _, there := object[name]; !ok || there {
		return nil, false
	}
	made := map[string]any{}
	object[name] = made
	return made, true
}

// lookUp follows a JSON pointer; nil where it leads nowhere.
func lookUp(v any, path string) any {
	if path == "" {
		return v
	}
	for step := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		switch x := v.(type) {
		case map[string]any:
			v = x[unescapePointer(step)]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func splitPointer(path string) (parent, name string) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", unescapePointer(path)
	}
	return path[:i], unescapePointer(path[i+1:])
}

func escapePointer(s string) string   { return strings.NewReplacer("~", "~0", "/", "~1").Replace(s) }
func unescapePointer(s string) string { return strings.NewReplacer("~1", "/", "~0", "~").Replace(s) }

// Matching gives the pointers of a content that a pattern names: a pointer in which * stands
// for every element of an array. Only what is there is given.
func Matching(content json.RawMessage, pattern string) []string {
	var root any
	if decodeNumbers(content, &root) != nil {
		return nil
	}
	paths := []string{""}
	for step := range strings.SplitSeq(strings.TrimPrefix(pattern, "/"), "/") {
		var next []string
		for _, p := range paths {
			if step != "*" {
				if _, there := lookUp(root, p).(map[string]any)[unescapePointer(step)]; there {
					next = append(next, p+"/"+step)
				}
				continue
			}
			list, _ := lookUp(root, p).([]any)
			for i := range list {
				next = append(next, p+"/"+strconv.Itoa(i))
			}
		}
		paths = next
	}
	return paths
}
