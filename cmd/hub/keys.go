package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
)

// keysCmd looks after keys that lie beside the log's (密钥).
type keysCmd struct {
	RotateSealing rotateSealingCmd `cmd:"" help:"Add a key that seals client secrets and keys of endpoints, and seal all of them anew. Processes that run follow by themselves; the old keys stay in the file for backups."`
}

type rotateSealingCmd struct {
	out io.Writer
}

// Run adds the key first: were it the other way, a crash would leave texts that
// nothing opens.
func (r rotateSealingCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	c, err := readConfig()
	if err != nil {
		return err
	}
	if c.DatabaseURL == "" {
		return errors.New("DATABASE_URL is not set")
	}
	pool, err := store.Open(ctx, c.DatabaseURL)
	if err != nil {
		return err
	}
	defer pool.Close()
	keys, err := record.OpenKeyring(c.keysDir())
	if err != nil {
		return fmt.Errorf("open the keys: %w", err)
	}
	ring, err := keys.RotateSealing()
	if err != nil {
		return err
	}
	office, err := buildOffice(c, pool, time.Now)
	if err != nil {
		return err
	}
	n, err := office.SealSecrets(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(orStdout(r.out), "密封密钥 %s 已启用，重新密封 %d 项\nsealing key %s is in use, %d rows sealed anew\n", ring.KeyID(), n, ring.KeyID(), n)
	return err
}
