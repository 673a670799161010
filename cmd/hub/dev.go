package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/devkit/hooksink"
	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/devkit/line"
	"github.com/xianjie-hub/xianjie/devkit/mailsink"
	"github.com/xianjie-hub/xianjie/devkit/postgres"
	"github.com/xianjie-hub/xianjie/devkit/smssink"
	"github.com/xianjie-hub/xianjie/devkit/story"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/store"
)

// devClient is the hub's client id at the development provider.
const devClient = "xianjie-hub"

// devCmd is a whole hub on a fresh machine: database, identity provider, mail
// sink, migrations and the demo story, each replaced by configuration when set.
type devCmd struct {
	Listen  string  `help:"Address to listen on." default:"127.0.0.1:8080"`
	Dir     string  `help:"Where data are kept between runs." default:".hub" type:"path"`
	Empty   bool    `help:"Install the organs only, no cases."`
	Issuers string  `help:"Address of real issuers in place of the development provider; {code} stands for an organ's code. The story is not told: its people cannot log in without passwords." placeholder:"https://id.example/realms/{code}"`
	Client  string  `help:"Client id of this hub at real issuers." default:"xianjie-hub"`
	Hubs    int     `help:"Two hubs of two provinces on this machine, with databases and keys of their own, that trust one another." enum:"1,2" default:"1"`
	At      startAt `help:"Office time at which the clock of this hub begins, as 2027-02-01 or 2027-02-01T16:30; default: now." placeholder:"TIME"`
}

// Run runs the development hub until it is told to stop.
func (d devCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	slog.SetDefault(log)
	if d.Hubs == 2 {
		if d.Issuers != "" {
			return errors.New("--issuers is for one hub: two have people of their own provider")
		}
		return d.two(ctx, log)
	}
	h, err := startHub(ctx, hubOptions{Listen: d.Listen, Dir: d.Dir, Log: log, Story: !d.Empty && d.Issuers == "", Leaps: true, Now: d.At.clock(), Issuers: d.Issuers, Client: d.Client})
	if err != nil {
		return err
	}
	h.announce(os.Stdout)
	fmt.Print(howToStop)
	err = h.wait(ctx)
	if stopErr := h.stop(); err == nil {
		err = stopErr
	}
	return err
}

type hubOptions struct {
	Listen string
	Dir    string // empty: a temporary directory, removed at the end
	Unsafe bool   // a database that may lose commits when it crashes; for throw-away data
	Alone  bool   // nothing of the environment: an installation on this machine is neither read nor written
	Log    *slog.Logger
	Story  bool
	Now    func() time.Time // nil: the time of day
	Leaps  bool             // its clock can be moved on at /dev/clock
	Pair   *pairing         // one of two hubs; nil: the one hub of a district

	Issuers string // as of devCmd; empty: the development provider
	Client  string
}

// pairing is what a hub has for being one of two on this machine.
type pairing struct {
	story.Province
	Server *postgres.Server // holds the databases of both
	Switch line.Switch
}

// devHub is a running development hub.
type devHub struct {
	now         func() time.Time
	organs      story.Organs
	url         string
	config      config
	office      *casework.Office
	server      *api.Server
	provider    bool // the people log in without passwords
	mails       *mailsink.Sink
	texts       *smssink.Sink
	hooks       *hooksink.Sink
	clock       *devClock // nil: the clock of this hub is not moved at /dev/clock
	poolOptions []store.Option
	ends        []func() error // in the order of starting; stop runs them backwards
	serving     chan error
	cancel      context.CancelFunc
}

// startHub starts every part that configuration does not replace.
func startHub(ctx context.Context, o hubOptions) (h *devHub, err error) {
	read := readConfig
	if o.Alone {
		read = ownConfig
	}
	c, err := read()
	if err != nil {
		return nil, err
	}
	h = &devHub{now: o.Now, organs: story.Yiyang, serving: make(chan error, 1)}
	if h.now == nil {
		h.now = time.Now
	}
	if o.Pair != nil {
		h.organs, c.Name, c.PeerProbe = o.Pair.Organs, o.Pair.Hub, time.Second
	}
	defer func() {
		if err != nil {
			_ = h.stop() // the first error is the one to show
		}
	}()
	listener, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return h, fmt.Errorf("listen: %w", err)
	}
	h.ends = append(h.ends, func() error { _ = listener.Close(); return nil })
	c.PublicURL = "http://" + listener.Addr().String()
	if v := os.Getenv("HUB_PUBLIC_URL"); v != "" && o.Pair == nil && !o.Alone {
		c.PublicURL = v
	}
	if c.DataDir, err = h.dataDir(o.Dir); err != nil {
		return h, err
	}
	if o.Leaps {
		if h.clock, err = newDevClock(h.now, c.DataDir); err != nil {
			return h, err
		}
		h.now = h.clock.now
	}
	if err = h.database(ctx, &c, o); err != nil {
		return h, err
	}
	if err = h.mail(&c); err != nil {
		return h, err
	}
	if c.SMSURL == "" {
		h.texts = smssink.New(story.DevPartnerSecret, h.now)
		c.SMSURL, c.SMSToken, c.SMSAllow = "http://"+listener.Addr().String()+"/dev/sms", story.DevPartnerSecret, "127.0.0.0/8"
	}
	h.url, h.config = c.PublicURL, c
	return h, h.start(ctx, c, listener, o)
}

func (h *devHub) dataDir(dir string) (string, error) {
	if dir != "" {
		return dir, os.MkdirAll(dir, 0o700)
	}
	root, err := postgres.TempRoot()
	if err != nil {
		return "", err
	}
	tmp, err := os.MkdirTemp(root, "xianjie-")
	if err != nil {
		return "", fmt.Errorf("make a temporary directory: %w", err)
	}
	h.ends = append(h.ends, func() error { return os.RemoveAll(tmp) })
	return tmp, nil
}

// database starts PostgreSQL unless one is configured, and migrates either.
func (h *devHub) database(ctx context.Context, c *config, o hubOptions) error {
	if o.Pair != nil {
		if err := h.room(ctx, c, o.Pair.Server, "hub_"+o.Pair.Hub); err != nil {
			return err
		}
	} else if c.DatabaseURL == "" {
		opts := postgres.Options{Unsafe: o.Unsafe}
		if o.Dir != "" {
			dir, err := postgres.Place(filepath.Join(c.DataDir, "postgres"))
			if err != nil {
				return err
			}
			// A database that lies elsewhere outlives the folder it belongs to. Without
			// the keys it was written with nothing in it can be proved: whoever deleted
			// the folder wants to begin again.
			if _, err := os.Stat(c.keysDir()); errors.Is(err, fs.ErrNotExist) {
				if err := postgres.Remove(dir); err != nil {
					return err
				}
			}
			opts.Dir = dir
		}
		server, err := postgres.Start(ctx, opts)
		if err != nil {
			return err
		}
		h.ends = append(h.ends, server.Stop)
		if err := h.room(ctx, c, server, "hub"); err != nil {
			return err
		}
	}
	if c.OwnerURL == "" {
		return nil // somebody else migrates
	}
	return store.Migrate(ctx, c.OwnerURL)
}

// room makes the hub's database in a server, if it is not there.
func (h *devHub) room(ctx context.Context, c *config, server *postgres.Server, name string) error {
	if err := store.Bootstrap(ctx, server.URL("postgres", postgres.Superuser), name); err != nil {
		return err
	}
	c.DatabaseURL, c.WorkerURL = server.URL(name, "hub_app"), server.URL(name, "hub_worker")
	c.OwnerURL, c.AuditURL = server.URL(name, "hub_owner"), server.URL(name, "hub_audit")
	return nil
}

// mail starts the sink unless a mail server is configured.
func (h *devHub) mail(c *config) error {
	if c.SMTPAddr != "" {
		return nil
	}
	sink, err := mailsink.Start(mailsink.Options{Now: h.now})
	if err != nil {
		return err
	}
	h.mails = sink
	h.ends = append(h.ends, sink.Stop)
	c.SMTPAddr, c.SMTPTLS = sink.Addr(), "none"
	return nil
}

func (h *devHub) start(ctx context.Context, c config, listener net.Listener, o hubOptions) error {
	if o.Unsafe {
		h.poolOptions = append(h.poolOptions, store.AllowUnsafe())
	}
	pool, err := store.Open(ctx, c.DatabaseURL, h.poolOptions...)
	if err != nil {
		return err
	}
	h.ends = append(h.ends, func() error { pool.Close(); return nil })
	if h.office, err = buildOffice(c, pool, h.now); err != nil {
		return err
	}
	if err := followRules(ctx, h.office, o.Log); err != nil {
		return err
	}
	if _, err := h.office.SealSecrets(ctx); err != nil { // what was kept before there was sealing
		return err
	}
	h.office.Loopback = true // endpoints may lie on this machine, where its sink listens
	h.hooks = hooksink.New(h.now)
	mux := http.NewServeMux()
	if err := h.people(ctx, c, mux, o); err != nil {
		return err
	}
	bell := newBell()
	if h.server, err = buildServer(c, h.office, bell, o.Log); err != nil {
		return err
	}
	if h.mails != nil {
		mux.Handle("/dev/mail/", http.StripPrefix("/dev/mail", h.mails.Handler(civil.Office)))
	}
	if h.texts != nil {
		mux.Handle("/dev/sms", h.texts)
	}
	mux.Handle("/dev/hooks", h.hooks)
	if h.clock != nil {
		mux.Handle("/dev/clock", h.clock)
	}
	if o.Pair != nil {
		mux.Handle("/dev/line", o.Pair.Switch)
	}
	mux.Handle("/", h.server.Handler())
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	h.cancel = cancel
	go ringing(running, bell, pool, o.Log)
	go func() { h.serving <- serveHTTP(running, listener, mux) }()
	if err := h.work(running, c, o); err != nil {
		return err
	}
	if o.Story {
		if err := story.Listen(ctx, h.url, h.url+"/dev/hooks"); err != nil {
			return err
		}
		return story.Tell(ctx, h.url, h.now)
	}
	return nil
}

// people installs the organs of the story, with the development provider unless real
// issuers stand in its place.
func (h *devHub) people(ctx context.Context, c config, mux *http.ServeMux, o hubOptions) error {
	if o.Issuers != "" {
		return h.office.Install(ctx, h.organs.Installation(issuersAt(o.Issuers), o.Client))
	}
	organs := h.organs.Installation(func(code string) string { return c.PublicURL + idp.Path(code) }, devClient)
	if err := h.office.Install(ctx, organs); err != nil {
		return err
	}
	if err := h.office.MoveIssuers(ctx, organs, idp.Path); err != nil { // kept data name the port of last time
		return err
	}
	provider, err := idp.New(idp.Options{Base: c.PublicURL, Issuers: h.organs.Issuers(c.PublicURL, devClient), Now: h.now, Log: o.Log})
	if err != nil {
		return err
	}
	mux.Handle("/idp/", provider)
	h.provider = true
	return nil
}

// work starts the workers in this process; in production `hub work` is one of
// its own.
func (h *devHub) work(ctx context.Context, c config, o hubOptions) error {
	figures := prometheus.DefaultRegisterer
	if o.Pair != nil { // figures of two hubs would bear one name
		figures = nil
	}
	stop, err := startWorkers(ctx, c, h.office, o.Log, figures, h.poolOptions...)
	if err != nil {
		return err
	}
	h.ends = append(h.ends, stop)
	return nil
}

// wait returns when the context ends or serving fails.
func (h *devHub) wait(ctx context.Context) error {
	select {
	case err := <-h.serving:
		return err
	case <-ctx.Done():
		return nil
	}
}

// stop ends everything that was started, backwards.
func (h *devHub) stop() error {
	if h.cancel != nil {
		h.cancel()
	}
	var first error
	for i := len(h.ends) - 1; i >= 0; i-- {
		if err := h.ends[i](); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// announce prints where the hub is and who can log in.
func (h *devHub) announce(w io.Writer) {
	fmt.Fprintf(w, "\n  衔接 Xianjie  %s\n\n", h.url)
	h.announceLogin(w)
	if h.mails != nil {
		fmt.Fprintf(w, "  邮件 Mails         %s/dev/mail/\n", h.url)
	}
	if h.texts != nil {
		fmt.Fprintf(w, "  短信 Texts         %s/dev/sms\n", h.url)
	}
	fmt.Fprintf(w, "  回调 Webhooks      %s/dev/hooks — 接入系统的通知送到这里 (notices to partner systems arrive here)\n", h.url)
	if h.clock != nil {
		fmt.Fprintf(w, "  时钟 Clock         %s/dev/clock — 向前拨，看期限届满以后怎样 (move it on: what follows when a period has ended)\n", h.url)
	}
	fmt.Fprintf(w, "  接口 API           %s/docs — 接口文档 (the contract, to be read and downloaded)\n", h.url)
	fmt.Fprintf(w, "  数据 Data          %s\n", h.config.DataDir)
}

func (h *devHub) announceLogin(w io.Writer) {
	if !h.provider {
		fmt.Fprintf(w, "  登录 Log in        %s/login — 由各机关自己的身份服务登录 (by the issuers of the organs)\n", h.url)
		return
	}
	fmt.Fprintf(w, "  登录 Log in        %s/login — 选机关，点人员即可，无须密码 (choose an organ, click a person, no password)\n", h.url)
	for _, i := range h.organs.Issuers(h.url, devClient) {
		var people []string
		for _, u := range i.Users {
			people = append(people, u.Title)
		}
		fmt.Fprintf(w, "                     %s: %s\n", i.Name, strings.Join(people, "、"))
	}
}

// howToStop ends what a development hub prints.
const howToStop = "\n  Ctrl+C 结束 to stop\n\n"
