package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
)

// keysCmd looks after keys that lie beside the log's (密钥).
type keysCmd struct {
	RotateSigning rotateSigningCmd `cmd:"" help:"Make the next key that signs messages to partner hubs, and publish it at least 30 days before it begins. Needs the medium with the root key."`
	Compromised   compromisedCmd   `cmd:"" help:"Declare the present signing key lost, by the root key, and sign with another one from now on. Partners are told at once."`
	Organ         organKeyCmd      `cmd:"" help:"Keys of organs that keep them themselves (机关自持密钥): what is sealed to them the hub cannot open."`
	RotateSealing rotateSealingCmd `cmd:"" help:"Add a key that seals client secrets and keys of endpoints, and seal all of them anew. Processes that run follow by themselves; the old keys stay in the file for backups."`
}

type rotateSealingCmd struct {
	Keys        string `help:"Folder of the hub's keys; by default that of HUB_DATA_DIR." type:"path" placeholder:"DIR"`
	DatabaseURL string `help:"Database, as hub_app." env:"DATABASE_URL" required:"" placeholder:"URL"`

	out     io.Writer // stdout unless a test asks
	options []store.Option
}

// Run asks first whether the present keys open everything: a key that is missing is
// looked for before another one is added. Then it adds the key before it seals; were
// it the other way, a crash would leave texts that nothing opens.
func (r rotateSealingCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	c, err := readConfig()
	if err != nil {
		return err
	}
	if r.Keys == "" {
		r.Keys = c.keysDir()
	}
	if _, err := os.Stat(r.Keys); err != nil {
		return fmt.Errorf("the hub's keys: %w", err)
	}
	keys, err := record.OpenKeyring(r.Keys)
	if err != nil {
		return fmt.Errorf("open the keys: %w", err)
	}
	pool, err := store.Open(ctx, r.DatabaseURL, r.options...)
	if err != nil {
		return err
	}
	defer pool.Close()
	office := casework.Office{Pool: pool, Now: time.Now}
	if office.Sealing, err = keys.PresentSealer(); err != nil {
		return fmt.Errorf("%w: bring sealing.keys back from its backup; nothing was changed", err)
	}
	if _, err := office.SealSecrets(ctx); err != nil {
		return fmt.Errorf("%w: a key is missing in sealing.keys, bring the file back from its backup; no key was added", err)
	}
	ring, err := keys.RotateSealing()
	if err != nil {
		return err
	}
	office.Sealing = ring
	n, err := office.SealSecrets(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(orStdout(r.out), "密封密钥 %s 已启用，重新密封 %d 项；请备份 sealing.keys\nsealing key %s is in use, %d rows sealed anew; back sealing.keys up\n", ring.KeyID(), n, ring.KeyID(), n)
	return err
}
