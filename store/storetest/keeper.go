package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/postgres"
)

// init turns a test binary that was started as keeper into one. It has to
// happen before the testing package reads the arguments.
func init() {
	dir := os.Getenv(keeperVariable)
	if dir == "" {
		return
	}
	if err := keep(dir, os.Getenv(keeperVariable+"_RUN")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// keep runs the server until the run has ended, and removes the run's directory.
func keep(dir, run string) (err error) {
	signal.Ignore(syscall.SIGHUP, syscall.SIGINT, syscall.SIGPIPE)
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)
	s, err := postgres.Start(context.Background(), postgres.Options{Dir: filepath.Join(dir, "pg"), Unsafe: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Stop(), os.RemoveAll(dir)) }()
	if err := leaveNote(dir, note{processName(os.Getpid()), s.URL("postgres", postgres.Superuser)}); err != nil {
		return err
	}
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for alive(run) {
		select {
		case <-tick.C:
		case <-terminated:
			return nil
		case <-s.Exited():
			return errors.New("the database ended by itself")
		}
	}
	return nil
}

// leaveNote appears at once and complete.
func leaveNote(dir string, n note) error {
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	fresh := filepath.Join(dir, "server.json.new")
	if err := os.WriteFile(fresh, text, 0o600); err != nil {
		return fmt.Errorf("tell the tests where the database is: %w", err)
	}
	return os.Rename(fresh, filepath.Join(dir, "server.json"))
}
