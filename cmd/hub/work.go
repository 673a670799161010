package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/workers"
	"github.com/xianjie-hub/xianjie/workers/notify"
)

// workCmd runs the background of a hub: notices, sweeps, the sequencer. Several
// may run on one database.
type workCmd struct{}

// Run works until it is told to stop.
func (workCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	c, err := readConfig()
	if err != nil {
		return err
	}
	if c.WorkerURL == "" {
		return errors.New("HUB_WORKER_DATABASE is not set: the workers connect as hub_worker")
	}
	log := newLog()
	pool, err := store.Open(ctx, c.WorkerURL)
	if err != nil {
		return err
	}
	defer pool.Close()
	office, err := buildOffice(c, pool, time.Now)
	if err != nil {
		return err
	}
	if err := followRules(ctx, office, log); err != nil {
		return err
	}
	if err := serveMetrics(ctx, c, log); err != nil {
		return err
	}
	stop, err := startWorkers(ctx, c, office, log, prometheus.DefaultRegisterer)
	if err != nil {
		return err
	}
	log.InfoContext(ctx, "working")
	<-ctx.Done()
	return stop()
}

// stopTime is how long a worker may go on with what is under way.
const stopTime = 15 * time.Second

// startWorkers starts the background and gives the function that ends it.
func startWorkers(ctx context.Context, c config, office *casework.Office, log *slog.Logger, figures prometheus.Registerer, options ...store.Option) (func() error, error) {
	pool, err := store.Open(ctx, c.WorkerURL, options...)
	if err != nil {
		return nil, err
	}
	ring, err := record.OpenKeyring(c.keysDir())
	if err != nil {
		return nil, fmt.Errorf("open the keys: %w", err)
	}
	key, err := ring.LoadOrCreate(record.KeyLog)
	if err != nil {
		return nil, fmt.Errorf("load the log's key: %w", err)
	}
	sms := notify.SMSConfig{URL: c.SMSURL, Token: c.SMSToken}
	if c.SMSAllow != "" {
		prefix, err := netip.ParsePrefix(c.SMSAllow)
		if err != nil {
			return nil, fmt.Errorf("HUB_SMS_ALLOW: %w", err)
		}
		sms.Allow = []netip.Prefix{prefix}
	}
	w, err := workers.New(workers.Options{
		Office: office, Pool: pool, Log: log, SMS: sms, Metrics: figures, Probe: c.PeerProbe,
		Mail:   notify.MailConfig{Addr: c.SMTPAddr, From: c.SMTPFrom, User: c.SMTPUser, Password: c.SMTPPassword, TLS: notify.TLS(c.SMTPTLS)},
		Record: &workers.LogOptions{Name: c.Name, Key: key, File: c.checkpointFile()},
	})
	if err != nil {
		return nil, err
	}
	if err := w.Start(ctx); err != nil {
		return nil, err
	}
	return func() error {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		defer cancel()
		err := w.Stop(grace)
		pool.Close()
		return err
	}, nil
}
