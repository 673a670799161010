// Package rig runs a hub the way an installation does, as processes of their
// own that can be killed: PostgreSQL with durable settings, `hub serve` and
// `hub work`. Identity provider and mail sink of development run beside them in
// the caller's process. Benchmarks and the hammer stand on it.
package rig

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/devkit/mailsink"
	"github.com/xianjie-hub/xianjie/devkit/postgres"
	"github.com/xianjie-hub/xianjie/devkit/story"
)

// Names of what the rig makes.
const (
	Database = "hub"
	Client   = "xianjie-hub" // the hub's client id at every issuer
)

// Options say what to run.
type Options struct {
	Bin     string    // the hub's binary, see Build
	Workers bool      // run `hub work` too
	Log     io.Writer // receives every process's log; nil means nowhere
	Accept  func(context.Context, mailsink.Mail) error
}

// Rig is a running hub. Its parts may be killed and restarted one by one.
type Rig struct {
	URL    string // where the hub serves
	DB     *postgres.Server
	Hub    *Process
	Worker *Process // nil without Options.Workers
	Mails  *mailsink.Sink

	o    Options
	dir  string
	idp  *http.Server
	base string // where the issuers live
	ends []func() error
}

// Build compiles the hub into a directory and gives the path of the binary. It
// has to be called from inside the module.
func Build(ctx context.Context, dir string) (string, error) {
	bin := filepath.Join(dir, "hub")
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", bin, "github.com/xianjie-hub/xianjie/cmd/hub")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the hub: %w\n%s", err, out)
	}
	return bin, nil
}

// Start brings everything up: an empty database with the organs of the demo
// story, its people able to log in, the hub answering.
func Start(ctx context.Context, o Options) (r *Rig, err error) {
	r = &Rig{o: o}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Stop())
		}
	}()
	if err := r.place(); err != nil {
		return r, err
	}
	if err := r.StartDB(ctx); err != nil {
		return r, err
	}
	if err := r.address(); err != nil {
		return r, err
	}
	if err := r.beside(); err != nil {
		return r, err
	}
	if err := r.Run(ctx, "migrate", "--bootstrap", r.DB.URL("postgres", postgres.Superuser)); err != nil {
		return r, err
	}
	if err := r.Run(ctx, "seed", "--issuers", r.base+idp.Path("{code}"), "--client", Client); err != nil {
		return r, err
	}
	r.Hub = &Process{name: "hub serve", bin: o.Bin, args: []string{"serve"}, env: r.Env(), log: o.Log}
	if err := r.Hub.start(); err != nil {
		return r, err
	}
	r.ends = append(r.ends, r.Hub.Stop)
	if o.Workers {
		r.Worker = &Process{name: "hub work", bin: o.Bin, args: []string{"work"}, env: r.Env(), log: o.Log}
		if err := r.Worker.start(); err != nil {
			return r, err
		}
		r.ends = append(r.ends, r.Worker.Stop)
	}
	return r, r.Ready(ctx)
}

// place makes the directory of everything the rig keeps. The database's own
// user passes through it, nobody reads it.
func (r *Rig) place() error {
	root, err := postgres.TempRoot()
	if err != nil {
		return err
	}
	if r.dir, err = os.MkdirTemp(root, "xianjie-rig-"); err != nil {
		return fmt.Errorf("make the rig's directory: %w", err)
	}
	r.ends = append(r.ends, func() error { return os.RemoveAll(r.dir) })
	return os.Chmod(r.dir, 0o711)
}

// StartDB starts the database on the rig's data, again after it was killed.
func (r *Rig) StartDB(ctx context.Context) error {
	again := r.DB != nil
	db, err := postgres.Start(ctx, postgres.Options{Dir: filepath.Join(r.dir, "db"), Log: r.o.Log})
	if err != nil {
		return err
	}
	r.DB = db
	if !again {
		r.ends = append(r.ends, func() error { return r.DB.Stop() })
	}
	return nil
}

// KillDB ends the database with kill -9 of its first process; the kernel and
// PostgreSQL see to it that none of the others goes on writing.
func (r *Rig) KillDB() error {
	p, err := os.FindProcess(r.DB.PID())
	if err != nil {
		return fmt.Errorf("find the database: %w", err)
	}
	if err := p.Kill(); err != nil {
		return fmt.Errorf("kill the database: %w", err)
	}
	<-r.DB.Exited()
	return r.DB.Stop() // only frees the directory: there is nothing left to stop
}

// address takes a port that is free now; the hub keeps it over restarts.
func (r *Rig) address() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("find a free port: %w", err)
	}
	r.URL = "http://" + l.Addr().String()
	return l.Close()
}

// beside starts the provider and the mail sink in this process.
func (r *Rig) beside() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for logins: %w", err)
	}
	r.base = "http://" + listener.Addr().String()
	provider, err := idp.New(idp.Options{Base: r.base, Issuers: story.Yiyang.Issuers(r.URL, Client), Now: time.Now})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	r.idp = &http.Server{Handler: provider, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = r.idp.Serve(listener) }() // ends with Close
	r.ends = append(r.ends, r.idp.Close)
	if r.Mails, err = mailsink.Start(mailsink.Options{Now: time.Now, Keep: 1 << 20, Accept: r.o.Accept}); err != nil {
		return err
	}
	r.ends = append(r.ends, r.Mails.Stop)
	return nil
}

// Env is the environment of every process of the hub.
func (r *Rig) Env() []string {
	host, _ := os.Hostname() // nobody depends on it
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + r.dir, "TZ=UTC", "HOSTNAME=" + host,
		"DATABASE_URL=" + r.DB.URL(Database, "hub_app"), "HUB_WORKER_DATABASE=" + r.DB.URL(Database, "hub_worker"),
		"HUB_OWNER_DATABASE=" + r.DB.URL(Database, "hub_owner"), "HUB_AUDIT_DATABASE=" + r.DB.URL(Database, "hub_audit"),
		"HUB_LISTEN=" + r.URL[len("http://"):], "HUB_PUBLIC_URL=" + r.URL, "HUB_NAME=rig", "HUB_DATA_DIR=" + filepath.Join(r.dir, "hub"),
		"HUB_SMTP_ADDR=" + r.Mails.Addr(), "HUB_SMTP_TLS=none", "HUB_SMTP_FROM=hub@example.invalid",
	}
}

// Run runs one command of the hub to its end; its error carries what it wrote.
func (r *Rig) Run(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, r.o.Bin, args...)
	cmd.Env = r.Env()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("hub %s: %w\n%s", args[0], err, out)
	}
	return nil
}

// Ready waits until the hub answers and reaches its database.
func (r *Rig) Ready(ctx context.Context) error { return ready(ctx, r.URL, r.Hub) }

func ready(ctx context.Context, hub string, p *Process) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, hub+"/readyz", nil)
		if err != nil {
			return fmt.Errorf("ask whether the hub is ready: %w", err)
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close() // nothing of it is used
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-p.Exited():
			return fmt.Errorf("the %s ended while starting:\n%s", p.name, p.Log())
		case <-ctx.Done():
			return fmt.Errorf("the %s is not ready: %w\n%s", p.name, ctx.Err(), p.Log())
		case <-tick.C:
		}
	}
}

// Stop ends everything, backwards, and removes the directory.
func (r *Rig) Stop() error {
	var errs []error
	for i := len(r.ends) - 1; i >= 0; i-- {
		errs = append(errs, r.ends[i]())
	}
	r.ends = nil
	return errors.Join(errs...)
}

// Socket is the directory of the database's socket.
func (r *Rig) Socket() string {
	u, err := url.Parse(r.DB.URL(Database, "hub_app"))
	if err != nil {
		panic("rig: an address of our own: " + err.Error())
	}
	return u.Query().Get("host")
}

// Other is one more `hub serve` on the same database.
type Other struct {
	*Process
	URL string
}

// Second starts one more hub, which reaches the database through the socket in
// the given directory.
func (r *Rig) Second(ctx context.Context, socket string) (*Other, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("find a free port: %w", err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, fmt.Errorf("free the port: %w", err)
	}
	env := r.Env()
	for i, v := range env {
		switch {
		case strings.HasPrefix(v, "DATABASE_URL="):
			env[i] = strings.ReplaceAll(v, url.QueryEscape(r.Socket()), url.QueryEscape(socket))
		case strings.HasPrefix(v, "HUB_LISTEN="):
			env[i] = "HUB_LISTEN=" + address
		}
	}
	o := &Other{Process: &Process{name: "second hub", bin: r.o.Bin, args: []string{"serve"}, env: env, log: r.o.Log}, URL: "http://" + address}
	if err := o.start(); err != nil {
		return nil, err
	}
	return o, ready(ctx, o.URL, o.Process)
}
