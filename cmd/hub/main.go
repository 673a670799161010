// Command hub is the one binary of the hub.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/alecthomas/kong"
)

type cli struct {
	Dev      devCmd      `cmd:"" help:"Run a whole hub on this machine: database, identity provider, mail sink and demo story included."`
	Serve    serveCmd    `cmd:"" help:"Serve pages and API."`
	Work     workCmd     `cmd:"" help:"Run the background: notices, sweeps, the sequencer."`
	Seed     seedCmd     `cmd:"" help:"Install the organs of the demo story."`
	Record   recordCmd   `cmd:"" help:"The record: verify it, show its key."`
	Admin    adminCmd    `cmd:"" help:"Set up a real installation: first administrator, organs, issuers."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database up to date."`
	Demo     demoCmd     `cmd:"" help:"Prove the hub on this machine with an ephemeral one."`
	Rules    rulesCmd    `cmd:"" help:"Statutory rules and clocks."`
	Draw     drawCmd     `cmd:"" help:"Published draws: verify one offline, show the key that signs them."`
	Schedule scheduleCmd `cmd:"" help:"Schedule visits from a file, offline, or check a schedule against every rule."`
	Visit    visitCmd    `cmd:"" help:"Vouchers of visits: verify one offline."`
	Keys     keysCmd     `cmd:"" help:"Keys of this hub."`
	Archive  archiveCmd  `cmd:"" help:"Exported main volumes of archived cases (归档)."`
	Bundle   bundleCmd   `cmd:"" help:"Courier bundles between hubs (交换包)."`
	Open     openCmd     `cmd:"" help:"Open what came sealed to an organ that keeps its own key (密封内容), offline."`
	Peersim  peersimCmd  `cmd:"" help:"Play a partner hub that misbehaves, against a hub that pinned it."`
	Leads    leadsCmd    `cmd:"" help:"Table of supervision leads of a procuratorate (监督线索表), asked of a running hub with the key of its client."`
	Items    itemsCmd    `cmd:"" help:"Lists of enforcement items."`
	OpenAPI  openapiCmd  `cmd:"" name:"openapi" help:"Print the contract."`
	Peer     peerCmd     `cmd:"" help:"Partner hubs: who this hub is, whom it trusts, what waits."`
}

// exitError carries the exit code of a command that failed on purpose.
type exitError struct {
	code int
	err  error
}

func (e exitError) Error() string { return e.err.Error() }
func (e exitError) Unwrap() error { return e.err }

func main() {
	var c cli
	ctx := kong.Parse(&c, kong.Name("hub"), kong.UsageOnError())
	err := ctx.Run()
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "hub:", err)
	if e, ok := errors.AsType[exitError](err); ok {
		os.Exit(e.code)
	}
	os.Exit(1)
}
