package rules

import "go.yaml.in/yaml/v3"

// lineOf finds the line of a field of the edition, or of the rule around it,
// that begins on a line of a file; that line itself if there is no such field.
// The file is parsed again, which only a fault makes necessary.
func lineOf(text []byte, begins int, field string) int {
	var doc yaml.Node
	if yaml.Unmarshal(text, &doc) != nil || begins == 0 {
		return begins
	}
	if at := fieldLine(&doc, nil, begins, field); at > 0 {
		return at
	}
	return begins
}

// fieldLine walks down to the mapping that begins on the line. around is the
// mapping whose fields it may take over.
func fieldLine(n, around *yaml.Node, begins int, field string) int {
	if n.Kind == yaml.MappingNode {
		if len(n.Content) > 0 && startsOn(n, begins) {
			if at := keyLine(n, field); at > 0 || around == nil {
				return at
			}
			return keyLine(around, field)
		}
		around = n
	}
	for _, child := range n.Content {
		if at := fieldLine(child, around, begins, field); at > 0 {
			return at
		}
	}
	return 0
}

// startsOn reports whether what names a mapping (id, edition or its first day)
// stands on a line.
func startsOn(n *yaml.Node, at int) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if k := n.Content[i].Value; (k == "id" || k == "edition" || k == "from") && n.Content[i+1].Line == at {
			return true
		}
	}
	return false
}

func keyLine(n *yaml.Node, field string) int {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == field {
			return n.Content[i].Line
		}
	}
	return 0
}
