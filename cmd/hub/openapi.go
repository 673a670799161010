package main

import (
	"fmt"
	"os"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

// openapiCmd prints the contract; api/openapi.yaml is its golden copy.
type openapiCmd struct {
	Out     string `help:"File to write instead of standard output." type:"path"`
	Calls   bool   `help:"The calls of the Go client instead, generated from what partner systems may call."`
	Partner bool   `help:"Only what partner systems may call, as OpenAPI 3.0: what clients are generated from."`
}

// Run prints the contract. It needs no database.
func (c openapiCmd) Run() error {
	book, err := rules.Load()
	if err != nil {
		return err
	}
	s := api.Server{Office: &casework.Office{Rules: rules.NewShelf(book)}}
	_, description := s.Contract()
	write := description.OpenAPI().YAML
	if c.Calls {
		api.ForPartners(description.OpenAPI())
		write = func() ([]byte, error) { return goCalls(description.OpenAPI()) }
	}
	if c.Partner {
		api.ForPartners(description.OpenAPI())
		write = description.OpenAPI().DowngradeYAML
	}
	text, err := write()
	if err != nil {
		return fmt.Errorf("write the contract: %w", err)
	}
	if c.Out == "" {
		_, err = os.Stdout.Write(text)
		return err
	}
	return os.WriteFile(c.Out, text, 0o644)
}
