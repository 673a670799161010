package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/mod/sumdb/note"

	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
)

// recordCmd looks at the record of all acts (办理记录).
type recordCmd struct {
	Verify recordVerifyCmd `cmd:"" help:"Check that nobody changed the record; exits 1 with every finding if somebody did."`
	Key    recordKeyCmd    `cmd:"" help:"Print the log's public key, for those who verify elsewhere."`

	Redactions recordRedactionsCmd `cmd:"" help:"List what was destroyed by order, and the copies elsewhere that have to follow."`
}

// exitUnchecked says that the record could not be checked, which proves nothing.
const exitUnchecked = 2

// logKeyFlags say whose signature a checkpoint must carry.
type logKeyFlags struct {
	Keys string `help:"Folder of the hub's keys; by default that of HUB_DATA_DIR." type:"path" placeholder:"DIR"`
	Name string `help:"Name of the log; by default HUB_NAME." placeholder:"NAME"`
}

type recordVerifyCmd struct {
	logKeyFlags `embed:""`
	Checkpoint  string `help:"Checkpoint file from outside the database: only against it are a deleted tail and a restored old dump found. By default HUB_CHECKPOINT_FILE, if it is there." type:"existingfile" placeholder:"FILE"`
	DatabaseURL string `name:"database-url" help:"Database to check; by default HUB_AUDIT_DATABASE." placeholder:"URL"`
	LogKey      string `name:"log-key" help:"File with the log's public keys as hub record key prints them, one a line; needs no folder of keys." type:"existingfile" placeholder:"FILE"`
	JSON        bool   `name:"json" help:"Print one JSON object."`
	Lang        string `help:"Language of the text." enum:"zh,en" default:"zh"`

	out io.Writer // stdout unless a test asks
}

// Run reads the whole record once. It changes nothing and may run beside a
// working hub.
func (v recordVerifyCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	report, err := v.verify(ctx)
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	out := orStdout(v.out)
	if v.JSON {
		err = printJSON(out, report)
	} else {
		_, err = io.WriteString(out, report.Text(v.Lang))
	}
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	if !report.OK() {
		return exitError{1, fmt.Errorf("the record does not hold: %d findings", report.Total)}
	}
	return nil
}

func (v recordVerifyCmd) verify(ctx context.Context) (record.Report, error) {
	c, err := readConfig()
	if err != nil {
		return record.Report{}, err
	}
	url := v.DatabaseURL
	if url == "" {
		url = c.AuditURL
	}
	if url == "" {
		return record.Report{}, errors.New("name the database with --database-url or HUB_AUDIT_DATABASE")
	}
	keys, err := v.verifiers(c)
	if err != nil {
		return record.Report{}, err
	}
	file, err := v.checkpoints(c)
	if err != nil {
		return record.Report{}, err
	}
	// It only reads: how durable the server's commits are is not its question.
	pool, err := store.Open(ctx, url, store.AllowAnyRole(), store.AllowUnsafe())
	if err != nil {
		return record.Report{}, err
	}
	defer pool.Close()
	return checkRecord(ctx, pool, keys, file)
}

// checkRecord verifies the record behind a pool that sees all of it. A nil file
// means that none is given.
func checkRecord(ctx context.Context, pool *pgxpool.Pool, keys note.Verifiers, file []byte) (report record.Report, err error) {
	err = store.ReadRecord(ctx, pool, func(src record.Source) (err error) {
		report, err = record.Verify(ctx, src, record.Options{Keys: keys, File: file})
		return err
	})
	return report, err
}

func (v recordVerifyCmd) checkpoints(c config) ([]byte, error) {
	path := v.Checkpoint
	if path == "" {
		path = c.checkpointFile()
	}
	content, err := os.ReadFile(path)
	if v.Checkpoint == "" && errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the checkpoint file: %w", err)
	}
	if content == nil {
		content = []byte{} // an empty file was given all the same
	}
	return content, nil
}

func (v recordVerifyCmd) verifiers(c config) (note.Verifiers, error) {
	if v.LogKey == "" {
		key, err := v.verifierKey(c)
		if err != nil {
			return nil, err
		}
		verifier, err := note.NewVerifier(key)
		return note.VerifierList(verifier), err
	}
	text, err := os.ReadFile(v.LogKey)
	if err != nil {
		return nil, fmt.Errorf("read the log's public keys: %w", err)
	}
	var list []note.Verifier
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		verifier, err := note.NewVerifier(line)
		if err != nil {
			return nil, fmt.Errorf("read the log's public keys: %w", err)
		}
		list = append(list, verifier)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s holds no public key", v.LogKey)
	}
	return note.VerifierList(list...), nil
}

// verifierKey gives the log's public key in the form of signed notes, from the
// hub's own keys. It makes no key: a log without one was never signed.
func (k logKeyFlags) verifierKey(c config) (string, error) {
	dir, name := k.Keys, k.Name
	if dir == "" {
		dir = c.keysDir()
	}
	if name == "" {
		name = c.Name
	}
	if _, err := os.Stat(dir); err != nil {
		return "", fmt.Errorf("the hub's keys: %w", err)
	}
	ring, err := record.OpenKeyring(dir)
	if err != nil {
		return "", err
	}
	key, err := ring.Load(record.KeyLog)
	if err != nil {
		return "", fmt.Errorf("load the log's key: %w", err)
	}
	text, err := note.NewEd25519VerifierKey(name, key.Public())
	if err != nil {
		return "", fmt.Errorf("write the log's public key: %w", err)
	}
	return text, nil
}

type recordKeyCmd struct {
	logKeyFlags `embed:""`

	out io.Writer
}

// Run prints one line: name, key hash and key.
func (k recordKeyCmd) Run() error {
	c, err := readConfig()
	if err != nil {
		return err
	}
	key, err := k.verifierKey(c)
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	_, err = fmt.Fprintln(orStdout(k.out), key)
	return err
}
