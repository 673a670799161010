// Package job holds the arguments of the background jobs and nothing else, so
// that a verb can enqueue one without importing the worker.
package job

import "github.com/xianjie-hub/xianjie/domain/ids"

// Queues, one per channel, so that a slow one delays no other.
const (
	QueueMail  = "mail"
	QueueSMS   = "sms"
	QueueSweep = "sweep"
)

// WakeDeliveries says that deliveries were written: the table is the truth,
// the job only saves waiting for the next sweep. At most one per transaction.
type WakeDeliveries struct{}

// Kind names the job.
func (WakeDeliveries) Kind() string { return "deliveries.wake" }

// Deliver sends one delivery. Claiming the row is compare-and-set, so a job
// that runs twice is harmless.
type Deliver struct {
	ID ids.Delivery `json:"id"`
}

// Kind names the job.
func (Deliver) Kind() string { return "delivery.send" }

// SweepClocks fires what is due and not yet fired.
type SweepClocks struct{}

// Kind names the job.
func (SweepClocks) Kind() string { return "clocks.sweep" }

// SweepDeliveries wakes rows whose job was lost, and sends digests.
type SweepDeliveries struct{}

// Kind names the job.
func (SweepDeliveries) Kind() string { return "deliveries.sweep" }

// CleanUp deletes what has run out: sessions, abandoned uploads.
type CleanUp struct{}

// Kind names the job.
func (CleanUp) Kind() string { return "housekeeping.clean" }
