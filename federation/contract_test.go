package federation_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/federation"
)

// contract is what the tests read of the OpenAPI document.
type contract struct {
	Paths      map[string]map[string]any `yaml:"paths"`
	Components struct {
		Schemas map[string]struct {
			Required   []string             `yaml:"required"`
			Properties map[string]yaml.Node `yaml:"properties"`
			Enum       []string             `yaml:"enum"`
		} `yaml:"schemas"`
	} `yaml:"components"`
}

func readContract(t *testing.T) contract {
	t.Helper()
	var c contract
	if err := yaml.Unmarshal(federation.Contract, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// Every member that is written stands in the contract and no other, and those that are
// never left out are required.
func TestContractNamesEveryMember(t *testing.T) {
	t.Parallel()
	c := readContract(t)
	for _, v := range []any{
		federation.Envelope{}, federation.Address{}, federation.Point{}, federation.LegalBasis{}, federation.Rendition{}, federation.Attachment{},
		federation.Receipt{}, federation.Request{}, federation.Head{}, federation.Handshake{}, federation.Metadata{}, federation.KeyEntry{},
		federation.AgencyEntry{}, federation.Manifest{}, federation.Consistency{}, federation.WantedFile{}, federation.EncryptionKey{}, federation.Given{},
		federation.Member{}, federation.OnwardAsk{}, federation.OnwardMembers{},
	} {
		kind := reflect.TypeOf(v)
		schema := c.Components.Schemas[kind.Name()]
		var names, required []string
		for i := range kind.NumField() {
			name, options, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
			names = append(names, name)
			if options == "" {
				required = append(required, name)
			}
		}
		var told []string
		for name := range schema.Properties {
			told = append(told, name)
		}
		for _, list := range [][]string{names, required, told, schema.Required} {
			slices.Sort(list)
		}
		if !slices.Equal(names, told) || kind.Name() != "Point" && !slices.Equal(required, schema.Required) {
			t.Errorf("%s: written %v, in the contract %v; required %v, in the contract %v", kind.Name(), names, told, required, schema.Required)
		}
	}
}

func TestContractNamesReasonsAndPaths(t *testing.T) {
	t.Parallel()
	c := readContract(t)
	for _, r := range c.Components.Schemas["Reason"].Enum {
		if federation.Reason(r).Words() == federation.Reason("?").Words() {
			t.Errorf("no words for %s", r)
		}
	}
	if got := len(c.Components.Schemas["Reason"].Enum); got != federation.Reasons() {
		t.Errorf("%d reasons in the contract, %d have words", got, federation.Reasons())
	}
	want := []string{
		federation.PathMetadata, federation.PathTell, federation.PathEnvelopes, federation.PathReceipts, federation.PathConversation, federation.PathMessage,
		federation.PathAttachment, federation.PathHeads, federation.PathCheckpoint, federation.PathConsistency, federation.PathSelftest, federation.PathOutbox, federation.PathWanted,
	}
	var got []string
	for path := range c.Paths {
		got = append(got, path)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the contract has %v, the protocol %v", got, want)
	}
}
