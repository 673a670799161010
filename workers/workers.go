package workers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/workers/job"
	"github.com/xianjie-hub/xianjie/workers/notify"
)

// Times of the workers. A delivery whose worker was killed goes out again at the
// latest staleAfter + sweepEvery after it was claimed, plus the time River needs
// to find a new leader.
const (
	jobTimeout    = 30 * time.Second
	rescueAfter   = jobTimeout + 30*time.Second // River's own default is an hour
	staleAfter    = jobTimeout + 15*time.Second // a claim older than this has no worker any more
	leaseTime     = rescueAfter
	noteTimeout   = 10 * time.Second
	sweepEvery    = 30 * time.Second
	cleanEvery    = time.Hour
	lateAfter     = time.Minute
	sequenceEvery = time.Second
)

// Options are what the workers need. Office and Pool are required.
type Options struct {
	Office *casework.Office // its verbs run over Pool instead of its own
	Pool   *pgxpool.Pool    // connects as hub_worker

	Mail   notify.MailConfig // no Addr: no mails
	SMS    notify.SMSConfig  // no URL: no text messages
	Record *LogOptions       // nil: another process sequences
	Ladder Ladder            // nil: Retries

	Probe           time.Duration     // how often a silent partner hub is asked while something waits; zero: 15 s
	FetchWait       time.Duration     // how long the outbox of a partner is waited for at a time; zero: casework.FetchWait
	Partners        http.RoundTripper // to partner hubs: proxies and certificates; nil: http.DefaultTransport
	EndpointTimeout time.Duration     // of one call of an endpoint; zero: 15 s
	Dice            rand.Source       // nil: seeded by the system

	Metrics prometheus.Registerer // nil: none
	Log     *slog.Logger          // nil: slog.Default
}

// Workers runs the background of a hub. Several processes may run one each.
type Workers struct {
	client   *river.Client[pgx.Tx]
	sequence *sequencing
	fetch    *fetching
	log      *slog.Logger

	cancel context.CancelFunc
	ended  chan struct{}
}

// New wires everything and starts nothing.
func New(o Options) (*Workers, error) {
	if o.Office == nil || o.Pool == nil {
		return nil, errors.New("workers need an office and a pool")
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Ladder == nil {
		o.Ladder = Retries
	}
	if o.EndpointTimeout <= 0 {
		o.EndpointTimeout = endpointTimeout
	}
	if o.FetchWait <= 0 {
		o.FetchWait = casework.FetchWait
	}
	if o.Probe <= 0 {
		o.Probe = federation.ProbeEvery
	}
	if o.Dice == nil {
		o.Dice = rand.NewPCG(rand.Uint64(), rand.Uint64())
	}
	office := o.Office.WithPool(o.Pool)
	w := &Workers{log: o.Log}
	m := newMetrics(office, o.Log)
	if o.Metrics != nil {
		if err := o.Metrics.Register(m); err != nil {
			return nil, fmt.Errorf("register the figures: %w", err)
		}
	}
	channels, err := o.channels()
	if err != nil {
		return nil, err
	}
	texts, err := loadWords()
	if err != nil {
		return nil, err
	}
	if o.Record != nil {
		s, err := openSequencing(o.Pool, *o.Record, office.Now)
		if err != nil {
			return nil, err
		}
		w.sequence = &sequencing{Sequencer: s, log: o.Log, metrics: m}
	}
	jobs := river.NewWorkers()
	mails := &deliverer{office: office, channels: channels, words: texts, ladder: o.Ladder, log: o.Log, metrics: m, dice: rand.New(o.Dice)}
	river.AddWorker(jobs, mails)
	river.AddWorker(jobs, &drainer{
		office: office, hooks: notify.Hooks{Now: office.Now, Timeout: o.EndpointTimeout}, words: texts, wait: mails.wait, giveUp: o.Ladder.Length(), log: o.Log, metrics: m,
	})
	river.AddWorker(jobs, &waker{office: office})
	river.AddWorker(jobs, &deliverySweeper{office: office})
	river.AddWorker(jobs, &clockSweeper{office: office, log: o.Log, metrics: m})
	river.AddWorker(jobs, &cleaner{office: office, log: o.Log})
	exchange := &exchanger{
		office: office, client: &http.Client{Transport: o.Partners, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, probe: o.Probe, log: o.Log, under: map[ids.Entry]bool{},
	}
	river.AddWorker(jobs, exchange)
	w.fetch = &fetching{x: exchange, wait: o.FetchWait, log: o.Log, under: map[ids.Entry]bool{}}
	river.AddWorker(jobs, &applier{office: office, log: o.Log})
	river.AddWorker(jobs, &exchangeSweeper{office: office})
	river.AddWorker(jobs, &indexer{office: office, log: o.Log})
	if w.client, err = river.NewClient(riverpgxv5.New(o.Pool), settings(jobs, o)); err != nil {
		return nil, fmt.Errorf("prepare the job queue: %w", err)
	}
	return w, nil
}

func (o Options) channels() (map[string]channel, error) {
	channels := map[string]channel{}
	if o.Mail.Addr != "" {
		c := o.Mail
		if c.Now == nil {
			c.Now = o.Office.Now
		}
		m, err := notify.NewMail(c)
		if err != nil {
			return nil, fmt.Errorf("set up the mail server: %w", err)
		}
		channels["email"] = m
	} else {
		o.Log.Warn("no mail server is set up: notices stay in the pages")
	}
	if o.SMS.URL != "" {
		s, err := notify.NewSMS(o.SMS)
		if err != nil {
			return nil, fmt.Errorf("set up the text messages: %w", err)
		}
		channels["sms"] = s
	}
	return channels, nil
}

// settings are River's. Throughput of a queue is workers ÷ cool-down; the sweeps
// are level-triggered, so a run that is missed while nobody leads costs a wait.
func settings(jobs *river.Workers, o Options) *river.Config {
	periodic := func(every time.Duration, id string, args river.JobArgs) *river.PeriodicJob {
		return river.NewPeriodicJob(river.PeriodicInterval(every), func() (river.JobArgs, *river.InsertOpts) { return args, nil },
			&river.PeriodicJobOpts{ID: id, RunOnStart: true})
	}
	return &river.Config{
		Schema: store.RiverSchema, Workers: jobs, Logger: quiet(o.Log),
		JobTimeout: jobTimeout, RescueStuckJobsAfter: rescueAfter, SoftStopTimeout: jobTimeout,
		FetchCooldown: 20 * time.Millisecond, FetchPollInterval: time.Second,
		Queues: map[string]river.QueueConfig{
			job.QueueMail: {MaxWorkers: 20},
			job.QueueSMS:  {MaxWorkers: 5},
			// One worker per endpoint that is being called: so many may hang at once
			// before a healthy one waits. They hold no connection to the database.
			job.QueueEndpoints: {MaxWorkers: 100},
			job.QueueExchange:  {MaxWorkers: 10},
			job.QueueSweep:     {MaxWorkers: 3},
		},
		PeriodicJobs: []*river.PeriodicJob{
			periodic(sweepEvery, "clocks", job.SweepClocks{}),
			periodic(sweepEvery, "deliveries", job.SweepDeliveries{}),
			periodic(o.Probe, "exchange", job.SweepExchange{}),
			periodic(cleanEvery, "clean", job.CleanUp{}),
			periodic(cleanEvery, "index", job.IndexOldCases{}),
		},
		CompletedJobRetentionPeriod: time.Hour,  // the deliveries table remembers, not the jobs
		ReindexerIndexNames:         []string{}, // hub_worker does not own the tables; autovacuum keeps these small indexes small
	}
}

// quiet drops what River says of every start and stop: below its warnings it is
// of use to River's authors only.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(atLeast{log.Handler(), slog.LevelWarn}) }

type atLeast struct {
	slog.Handler
	level slog.Level
}

func (h atLeast) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= h.level && h.Handler.Enabled(ctx, l)
}
func (h atLeast) WithAttrs(a []slog.Attr) slog.Handler {
	return atLeast{h.Handler.WithAttrs(a), h.level}
}
func (h atLeast) WithGroup(name string) slog.Handler {
	return atLeast{h.Handler.WithGroup(name), h.level}
}

// Start begins to work. Ending the context stops as Stop does, with up to the
// time of one job for what is under way.
func (w *Workers) Start(ctx context.Context) error {
	if err := w.client.Start(ctx); err != nil {
		return fmt.Errorf("start the workers: %w", err)
	}
	running, cancel := context.WithCancel(ctx)
	w.cancel, w.ended = cancel, make(chan struct{})
	go func() {
		defer close(w.ended)
		var both sync.WaitGroup
		both.Go(func() { w.fetch.run(running) })
		if w.sequence != nil {
			w.sequence.run(running)
		}
		both.Wait()
	}()
	return nil
}

// Stop lets what is under way finish and gives up when the context ends.
func (w *Workers) Stop(ctx context.Context) error {
	if w.cancel == nil {
		return nil
	}
	w.cancel()
	err := w.client.Stop(ctx)
	select {
	case <-w.ended:
	case <-ctx.Done():
		return errors.Join(err, ctx.Err())
	}
	if w.sequence != nil {
		err = errors.Join(err, w.sequence.File.Close())
	}
	if err != nil {
		return fmt.Errorf("stop the workers: %w", err)
	}
	return nil
}
