package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/policies/reviews"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/web"
	"github.com/xianjie-hub/xianjie/workers"
)

// buildOffice wires the verbs onto a pool. Every process of the hub has one.
func buildOffice(c config, pool *pgxpool.Pool, now func() time.Time) (*casework.Office, error) {
	book, err := rules.Load()
	if err != nil {
		return nil, fmt.Errorf("load the rules: %w", err)
	}
	policies, err := access.Load()
	if err != nil {
		return nil, fmt.Errorf("load the access policies: %w", err)
	}
	sheets, err := reviews.Load(book)
	if err != nil {
		return nil, fmt.Errorf("load the review sheets: %w", err)
	}
	papers, err := documents.NewRenderer(documents.Options{FontDir: c.FontDir})
	if err != nil {
		return nil, fmt.Errorf("load the document templates: %w", err)
	}
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data directory: %w", err)
	}
	files, err := blobs.Open(c.blobsDir())
	if err != nil {
		return nil, fmt.Errorf("open the evidence store: %w", err)
	}
	keys, err := record.OpenKeyring(c.keysDir())
	if err != nil {
		return nil, fmt.Errorf("open the keys: %w", err)
	}
	key, err := keys.LoadOrCreate(record.KeyHub)
	if err != nil {
		return nil, fmt.Errorf("load the hub's key: %w", err)
	}
	logKey, err := keys.LoadOrCreate(record.KeyLog)
	if err != nil {
		return nil, fmt.Errorf("load the log's key: %w", err)
	}
	verifier, err := record.VerifierText(c.Name, logKey.Public())
	if err != nil {
		return nil, err
	}
	jobs, err := workers.InsertOnly(pool)
	if err != nil {
		return nil, fmt.Errorf("prepare the job queue: %w", err)
	}
	sealer, err := keys.Sealer()
	if err != nil {
		return nil, err
	}
	return &casework.Office{
		Sealing: sealer, LogVerifier: verifier,
		AgencyKeys: func(id ids.Agency) (record.Key, error) { return keys.LoadOrCreate(record.AgencyKey(id)) },
		NextKeys: func(id ids.Agency) ([]record.Key, error) {
			if id.IsZero() {
				return keys.Generations(record.KeyHub)
			}
			return keys.Generations(record.AgencyKey(id))
		},
		Pool: pool, Rules: rules.NewShelf(book), Access: policies, Reviews: sheets, Documents: papers, Blobs: files, HubKey: key, Jobs: jobs,
		Partners: &http.Client{}, Now: now, Hub: c.Name, Backups: c.Backups, PublicURL: c.PublicURL, StepUp: c.StepUp,
	}, nil
}

// buildServer wires the HTTP edge onto the verbs.
func buildServer(c config, office *casework.Office, bell *casework.Bell, log *slog.Logger) (*api.Server, error) {
	s := &api.Server{Office: office, Bell: bell, Pages: web.Handler(), MaxUpload: c.MaxUploadMB << 20, PartnerRate: c.PartnerRate}
	l, err := login.New(login.Config{PublicURL: c.PublicURL, Store: api.LoginStore{Office: office}, Now: office.Now, Fail: api.LoginFailed, CertificateHeader: c.CertHeader, Log: log})
	if err != nil {
		return nil, err
	}
	s.Login = l
	if s.Knock, err = workers.Knocker(office); err != nil {
		return nil, err
	}
	return s, nil
}

// serveHTTP answers until the context ends, then lets what is under way finish.
func serveHTTP(ctx context.Context, listener net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		_ = srv.Close() // open streams end here
	}
	return nil
}

// serveMetrics answers Prometheus on an address of its own, if one is configured.
func serveMetrics(ctx context.Context, c config, log *slog.Logger) error {
	if c.MetricsListen == "" {
		return nil
	}
	listener, err := net.Listen("tcp", c.MetricsListen)
	if err != nil {
		return fmt.Errorf("listen for metrics: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.Handler())
	go func() {
		if err := serveHTTP(ctx, listener, mux); err != nil {
			log.ErrorContext(ctx, "metrics stopped", "err", err)
		}
	}()
	return nil
}

// ringing keeps the bell listening, however often the connection breaks.
func ringing(ctx context.Context, bell *casework.Bell, pool *pgxpool.Pool, log *slog.Logger) {
	for ctx.Err() == nil {
		if err := bell.Run(ctx, pool); err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "the bell stopped", "err", err)
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}
}

// followEvery is how long a process may go on with a rule book that was changed:
// one small question to the database each time.
const followEvery = 2 * time.Second

// followRules loads what was activated before the process serves, and afterwards
// whatever is activated while it runs.
func followRules(ctx context.Context, office *casework.Office, log *slog.Logger) error {
	if _, err := office.RefreshRules(ctx); err != nil {
		return err
	}
	go func() {
		tick := time.NewTicker(followEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			changed, err := office.RefreshRules(ctx)
			switch {
			case err != nil && ctx.Err() == nil:
				log.WarnContext(ctx, "the rule book could not be read", "err", err)
			case changed:
				log.InfoContext(ctx, "the rule book has changed", "version", office.Rules.Version())
			}
		}
	}()
	return nil
}

func newBell() *casework.Bell { return store.NewBell() }
