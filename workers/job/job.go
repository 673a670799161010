// Package job holds the arguments of the background jobs and nothing else, so
// that a verb can enqueue one without importing the worker.
package job

import (
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Queues, one per channel, so that a slow one delays no other.
const (
	QueueMail      = "mail"
	QueueSMS       = "sms"
	QueueEndpoints = "endpoints"
	QueueExchange  = "exchange"
	QueueSweep     = "sweep"
)

// WakeDeliveries says that deliveries were written: the table is the truth,
// the job only saves waiting for the next sweep. At most one per transaction.
type WakeDeliveries struct{}

// Kind names the job.
func (WakeDeliveries) Kind() string { return "deliveries.wake" }

// InsertOpts sends it where the sweeps run; a lost one is made good by the next sweep.
func (WakeDeliveries) InsertOpts() river.InsertOpts { return sweeping }

var sweeping = river.InsertOpts{Queue: QueueSweep, MaxAttempts: 1}

// Deliver sends one delivery. Claiming the row is compare-and-set, so a job
// that runs twice is harmless.
type Deliver struct {
	ID ids.Delivery `json:"id"`
}

// Kind names the job.
func (Deliver) Kind() string { return "delivery.send" }

// DrainEndpoint sends what is due for one endpoint, one after the other. The
// endpoint's row says who drains it, so a job that runs twice is harmless.
type DrainEndpoint struct {
	ID ids.Endpoint `json:"id"`
}

// Kind names the job.
func (DrainEndpoint) Kind() string { return "endpoint.drain" }

// InsertOpts sends it to a queue of its own; a lost one is made good by the next sweep.
func (DrainEndpoint) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueEndpoints, MaxAttempts: 1}
}

// DeliverBy gives the queue of a channel and the priority of a level. A unique
// job is not enqueued a second time while one for the same delivery waits or runs.
func DeliverBy(channel, level string, unique bool) *river.InsertOpts {
	opts := &river.InsertOpts{Queue: QueueMail, Priority: 3, MaxAttempts: 3}
	if channel == "sms" {
		opts.Queue = QueueSMS
	}
	switch level {
	case "urgent":
		opts.Priority = 1
	case "warn":
		opts.Priority = 2
	}
	if unique {
		opts.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: live}
	}
	return opts
}

// live are the states of a job that will still run; a finished one must not keep
// the next from being enqueued.
var live = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled,
}

// SweepClocks fires what is due and not yet fired.
type SweepClocks struct{}

// Kind names the job.
func (SweepClocks) Kind() string { return "clocks.sweep" }

// InsertOpts sends it where the sweeps run; a failed one is made good by the next.
func (SweepClocks) InsertOpts() river.InsertOpts { return sweeping }

// SweepDeliveries wakes rows whose job was lost, and sends digests.
type SweepDeliveries struct{}

// Kind names the job.
func (SweepDeliveries) Kind() string { return "deliveries.sweep" }

// InsertOpts sends it where the sweeps run; a failed one is made good by the next.
func (SweepDeliveries) InsertOpts() river.InsertOpts { return sweeping }

// CleanUp deletes what has run out: sessions, abandoned uploads.
type CleanUp struct{}

// Kind names the job.
func (CleanUp) Kind() string { return "housekeeping.clean" }

// InsertOpts sends it where the sweeps run; a failed one is made good by the next.
func (CleanUp) InsertOpts() river.InsertOpts { return sweeping }

// IndexOldCases lets cases be found that are older than search is.
type IndexOldCases struct{}

// Kind names the job.
func (IndexOldCases) Kind() string { return "cases.index" }

// InsertOpts sends it where the sweeps run; a failed one is made good by the next.
func (IndexOldCases) InsertOpts() river.InsertOpts { return sweeping }

// Exchange takes what waits for one partner hub there, and gets what it owes: messages,
// receipts, files. Every row says for itself how far it came, so a job that runs twice is
// harmless.
type Exchange struct {
	Peer ids.Entry `json:"peer"`
}

// Kind names the job.
func (Exchange) Kind() string { return "exchange.peer" }

// InsertOpts sends it to a queue of its own; a lost one is made good by the next sweep.
func (Exchange) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueExchange, MaxAttempts: 1}
}

// ApplyEnvelopes carries out what arrived from other hubs, in order.
type ApplyEnvelopes struct{}

// Kind names the job.
func (ApplyEnvelopes) Kind() string { return "exchange.apply" }

// InsertOpts sends it to the queue of the exchange; a lost one is made good by the next sweep.
func (ApplyEnvelopes) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueExchange, MaxAttempts: 1}
}

// SweepExchange looks for what waits, and tells who has to know.
type SweepExchange struct{}

// Kind names the job.
func (SweepExchange) Kind() string { return "exchange.sweep" }

// InsertOpts sends it where the sweeps run; a failed one is made good by the next.
func (SweepExchange) InsertOpts() river.InsertOpts { return sweeping }
