package record_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/xianjie-hub/xianjie/record"
)

// P4 promises at least 20,000 events/s verified; here the share of this package without the database.
func BenchmarkVerify(b *testing.B) {
	o := newOffice(b, 50, 0)
	const events = 20_000
	for n := range events / 10 {
		s := record.Subject{Kind: "case", ID: fmt.Sprint("B-", n)}
		var prev record.Hash
		for seq := range int64(10) {
			d := draft()
			d.Subject = s
			e, openings, err := record.Seal(d, prev, seq+1, rand.Reader)
			if err != nil {
				b.Fatal(err)
			}
			o.Add(e, openings)
			prev = e.Hash
		}
	}
	s := o.sequencer()
	s.Batch = events
	if _, err := s.RunOnce(context.Background()); err != nil {
		b.Fatal(err)
	}
	opt := record.Options{Keys: note.VerifierList(o.key)}
	b.ReportAllocs()
	for b.Loop() {
		report, err := record.Verify(context.Background(), o.MemorySource, opt)
		if err != nil || !report.OK() || report.Events != events {
			b.Fatal(err, report.Text("en"))
		}
	}
	b.ReportMetric(events*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkSeal(b *testing.B) {
	d := draft()
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := record.Seal(d, record.Hash{}, 1, rand.Reader); err != nil {
			b.Fatal(err)
		}
	}
}

// The sequencer's own work on batches of 1,000: tree and signature.
func BenchmarkSequence(b *testing.B) {
	o := newOffice(b, 51, 1)
	e := o.act(b, o.cases[0], "referral.step")
	log := &endless{MemorySource: o.MemorySource, hash: e.Hash}
	s := o.sequencer()
	s.Log, s.Batch = log, 1000
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.RunOnce(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// endless is a log with always a full batch waiting, of which nothing but hashes is kept.
type endless struct {
	*record.MemorySource
	hash record.Hash
}

func (l *endless) Exclusive(ctx context.Context, f func(context.Context, record.LogStore) error) error {
	return f(ctx, l)
}

func (l *endless) Unsequenced(_ context.Context, limit int) ([]record.Leaf, error) {
	out := make([]record.Leaf, limit)
	for i := range out {
		out[i].Hash = l.hash
	}
	return out, nil
}

func (l *endless) SetLeaf(context.Context, []record.Leaf) error { return nil }
