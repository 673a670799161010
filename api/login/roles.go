package login

import (
	"slices"
	"strings"
)

// Functions maps the roles in a token's claims through the allow-list. ignored
// are the roles that give nothing here, for the dry run of an administrator.
func (i Issuer) Functions(claims map[string]any) (granted, ignored []string) {
	for _, role := range i.roles(claims) {
		function := i.RoleMap[role]
		switch {
		case !slices.Contains(knownFunctions, function):
			ignored = append(ignored, role)
		case !slices.Contains(granted, function):
			granted = append(granted, function)
		}
	}
	slices.Sort(granted)
	return granted, ignored
}

// roles reads a claim that is a string or a list of strings.
func (i Issuer) roles(claims map[string]any) []string {
	path := i.RoleClaim
	if path == "" {
		path = "roles"
	}
	value, ok := claims[path] // names may hold dots themselves: https://example.cn/roles
	if !ok {
		value = claims
		for name := range strings.SplitSeq(path, ".") {
			object, isObject := value.(map[string]any)
			if !isObject {
				return nil
			}
			value = object[name]
		}
	}
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		var roles []string
		for _, each := range v {
			if role, ok := each.(string); ok {
				roles = append(roles, role)
			}
		}
		return roles
	}
	return nil
}
