package access_test

import (
	"regexp"
	"slices"
	"sync"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/access"
)

// functions are all functions that an issuer can give (岗位), and the one that only an
// entrustment gives (共用窗口).
var functions = []string{"desk", "handler", "legal_reviewer", "head", "liaison", "procurator", "coordinator", "auditor", "admin", "operator", "entrusted_desk"}

// relations are all relations of a participation, and none for outsiders.
var relations = []string{"none", "sender", "receiver", "procuratorate", "past_receiver", "superior", "granted", "break_glass"}

var levels = []string{"flow", "content"}

// verbs are the actions on a case that are no steps of a procedure.
var verbs = []string{
	"case.list", "case.read", "case.content", "case.open", "case.edit", "case.remark", "case.watch", "case.assign", "reporter.seal", "reporter.open", "reporter.pass",
	"material.edit", "evidence.add", "evidence.read", "document.issue", "document.read", "document.read_letter",
	"record.confirm", "record.from_paper", "record.late", "reads.list", "reads.discreet", "glass.review",
	"meeting.mark", "letter.write", "letter.send",
	"bundle.export", "disclosure.give", "onward.ask", "onward.grant", "recall.ask", "recall.answer", "archive.read", "archive.propose", "archive.hand_over", "archive.supplement",
	"redaction.read", "redaction.order", "redaction.refuse", "record.redacted", "redaction.copy",
}

// readings are the verbs that only look.
var readings = []string{"case.list", "case.read", "case.content", "evidence.read", "document.read", "document.read_letter", "redaction.read"}

// steps gives every action of every procedure once, in the order of the tables.
func steps() []string {
	var out []string
	for _, kind := range referral.Kinds {
		for _, s := range referral.Procedures[kind].Steps {
			if !slices.Contains(out, string(s.Action)) {
				out = append(out, string(s.Action))
			}
		}
	}
	return out
}

// actions gives everything that can be asked about a case.
func actions() []string { return append(slices.Clone(verbs), steps()...) }

var load = sync.OnceValues(access.Load)

func policies(t *testing.T) *access.Policies {
	t.Helper()
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func who(machine bool, functions ...string) access.Principal {
	return access.Principal{User: ids.User{15: 1}, Agency: ids.Agency{15: 2}, Sector: "environment", Functions: functions, Machine: machine}
}

func onKind(kind referral.Kind, relation, level string) access.Resource {
	r := on(relation, level)
	r.Kind = string(kind)
	return r
}

func on(relation, level string) access.Resource {
	return access.Resource{Case: ids.Case{15: 3}, Kind: string(referral.Criminal), Relation: relation, Level: level}
}

// partner is a partner system as the edge makes it: never a head.
var partner = []string{"desk", "handler", "liaison"}

var named = regexp.MustCompile(`Action::"([^"]+)"`)
