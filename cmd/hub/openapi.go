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
	Out string `help:"File to write instead of standard output." type:"path"`
}

// Run prints the contract. It needs no database.
func (c openapiCmd) Run() error {
	book, err := rules.Load()
	if err != nil {
		return err
	}
	s := api.Server{Office: &casework.Office{Rules: rules.NewShelf(book)}}
	_, description := s.Contract()
	text, err := description.OpenAPI().YAML()
	if err != nil {
		return fmt.Errorf("write the contract: %w", err)
	}
	if c.Out == "" {
		_, err = os.Stdout.Write(text)
		return err
	}
	return os.WriteFile(c.Out, text, 0o644)
}
