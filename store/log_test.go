package store_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/note"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

var noon = time.Date(2026, time.March, 2, 4, 0, 0, 0, time.UTC)

// logbook is a database with a record and the key of its log.
type logbook struct {
	db   *storetest.Database
	seq  *record.Sequencer
	keys note.Verifiers
	path string
	dice *rand.ChaCha8
}

func newLogbook(t testing.TB) *logbook {
	t.Helper()
	db := storetest.DB(t)
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	signer, err := record.NoteSigner("test.log", private)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := record.NoteVerifier("test.log", private.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	b := &logbook{db: db, keys: note.VerifierList(verifier), path: filepath.Join(t.TempDir(), "checkpoints"), dice: rand.NewChaCha8([32]byte{1})}
	file, err := record.OpenCheckpointFile(b.path, verifier)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	b.seq = &record.Sequencer{Log: store.NewLog(db.Worker), Signer: signer, File: file, Clock: func() time.Time { return noon }}
	return b
}

// write adds chains of events, as the verbs write them.
func (b *logbook) write(t testing.TB, chains, events int) {
	t.Helper()
	err := store.Write(t.Context(), b.db.Worker, ids.Agency{}, func(tx pgx.Tx) error {
		batch := &store.Batch{}
		for range chains {
			if err := b.chain(t.Context(), batch.Queries(), events); err != nil {
				return err
			}
		}
		return batch.Send(t.Context(), tx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (b *logbook) chain(ctx context.Context, q *dbsqlc.Queries, events int) error {
	subject := record.Subject{Kind: "plan", ID: ids.New[ids.Entry](noon).String()}
	var prev record.Hash
	for seq := int64(1); seq <= int64(events); seq++ {
		e, openings, err := record.Seal(record.Draft{
			ID: ids.New[ids.Event](noon), Subject: subject, Kind: "plan.edit", OccurredAt: noon, RecordedAt: noon,
			Person: record.Person{User: ids.New[ids.User](noon), Name: "经办人甲"}, Fields: []record.Field{{Name: "text", Value: []byte(`"甲"`)}},
		}, prev, seq, b.dice)
		if err != nil {
			return err
		}
		if err := writeEvent(ctx, q, e, openings); err != nil {
			return err
		}
		prev = e.Hash
	}
	return nil
}

func writeEvent(ctx context.Context, q *dbsqlc.Queries, e record.Event, openings []record.Opening) error {
	encoded, err := e.Encode()
	if err != nil {
		return err
	}
	commitments, err := json.Marshal(e.Fields)
	if err != nil {
		return err
	}
	values := dbsqlc.InsertEventValuesParams{EventID: ids.Entry(e.ID)}
	var user ids.User
	for _, o := range openings {
		values.Names, values.Salts, values.Openings = append(values.Names, o.Name), append(values.Salts, o.Salt), append(values.Openings, o.Value)
		if o.Name == record.FieldUser {
			if user, err = ids.Parse[ids.User](string(o.Value)); err != nil {
				return err
			}
		}
	}
	if err := q.InsertEvent(ctx, dbsqlc.InsertEventParams{
		ID: e.ID, SubjectKind: e.Subject.Kind, SubjectID: e.Subject.ID, Seq: e.Seq, Kind: e.Kind, UserID: user,
		OccurredAt: e.OccurredAt, RecordedAt: e.RecordedAt, Prev: e.Prev[:], Commitments: commitments, Hash: e.Hash[:], Encoded: encoded,
	}); err != nil {
		return err
	}
	if err := q.InsertEventValues(ctx, values); err != nil {
		return err
	}
	return q.InsertLeaf(ctx, e.ID)
}

// sequence runs until nothing is new and says how many events got a leaf.
func (b *logbook) sequence(t testing.TB) (added int) {
	t.Helper()
	for {
		run, err := b.seq.RunOnce(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		added += run.Added
		if !run.More {
			return added
		}
	}
}

func (b *logbook) verify(t testing.TB) record.Report {
	t.Helper()
	file, err := os.ReadFile(b.path)
	if err != nil {
		t.Fatal(err)
	}
	var report record.Report
	err = store.ReadRecord(t.Context(), b.db.Worker, func(src record.Source) (err error) {
		report, err = record.Verify(t.Context(), src, record.Options{Keys: b.keys, File: file})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestLogSequencesAndVerifies(t *testing.T) {
	t.Parallel()
	b := newLogbook(t)
	b.seq.Batch = 700
	b.write(t, 30, 40)
	if got := b.sequence(t); got != 1200 {
		t.Fatalf("%d events got a leaf, want 1200", got)
	}
	b.write(t, 2, 3)
	b.sequence(t)
	b.write(t, 1, 2)
	report := b.verify(t)
	if !report.OK() {
		t.Fatal(report.Text("en"))
	}
	if report.Events != 1208 || report.LogSize != 1206 || report.Unanchored != 2 || report.Checkpoints != 3 || report.FileCheckpoints != 3 {
		t.Errorf("unexpected figures: %+v", report)
	}
}

func TestLogPagesAreWhole(t *testing.T) {
	t.Parallel()
	b := newLogbook(t)
	b.write(t, 7, 600) // more than two pages of the stream
	b.sequence(t)
	if report := b.verify(t); !report.OK() || report.Events != 4200 || report.LogSize != 4200 {
		t.Fatal(report.Text("en"))
	}
}

func TestTwoSequencersExcludeEachOther(t *testing.T) {
	t.Parallel()
	b := newLogbook(t)
	b.write(t, 1, 5)
	err := store.NewLog(b.db.Worker).Exclusive(t.Context(), func(ctx context.Context, _ record.LogStore) error {
		_, err := b.seq.RunOnce(ctx)
		return err
	})
	if !errors.Is(err, record.ErrBusy) {
		t.Fatalf("a second sequencer got %v, want ErrBusy", err)
	}
	if got := b.sequence(t); got != 5 {
		t.Fatalf("%d events got a leaf afterwards, want 5", got)
	}
}

func TestFailedRunLeavesNothing(t *testing.T) {
	t.Parallel()
	b := newLogbook(t)
	b.write(t, 1, 5)
	boom := errors.New("boom")
	err := store.NewLog(b.db.Worker).Exclusive(t.Context(), func(ctx context.Context, l record.LogStore) error {
		leaves, err := l.Unsequenced(ctx, 10)
		if err != nil {
			return err
		}
		for i := range leaves {
			leaves[i].Index = int64(i)
		}
		if err := l.SetLeaf(ctx, leaves); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
	if got := b.sequence(t); got != 5 {
		t.Fatalf("%d events got a leaf, want 5", got)
	}
	if report := b.verify(t); !report.OK() {
		t.Fatal(report.Text("en"))
	}
}

func TestRowsThatMakeNoSenseAreFindings(t *testing.T) {
	t.Parallel()
	for _, sql := range []string{
		`update events set hash = '\x01' where seq = 2`,
		`update events set commitments = '7' where seq = 2`,
		`update events set commitments = '[{"name":"text","digest":"zz"}]' where seq = 2`,
		`update log_hashes set hash = '\x' where idx = 1`,
		`update checkpoints set note = 'nonsense'`,
		`update events set subject_kind = 'Ä b' where seq = 2`,
	} {
		b := newLogbook(t)
		b.write(t, 1, 3)
		b.sequence(t)
		super, err := pgx.Connect(t.Context(), b.db.SuperURL)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := super.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
		if err := super.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if report := b.verify(t); report.OK() {
			t.Errorf("not found: %s", sql)
		}
	}
}

func TestRecordIsNotReadAsApp(t *testing.T) {
	t.Parallel()
	b := newLogbook(t)
	err := store.ReadRecord(t.Context(), b.db.App, func(record.Source) error { return nil })
	if err == nil {
		t.Fatal("hub_app may verify a record of which it sees nothing")
	}
}

// BenchmarkVerify measures reading and checking events from the database.
func BenchmarkVerify(b *testing.B) {
	book := newLogbook(b)
	const chains, events = 200, 50
	book.write(b, chains, events)
	book.sequence(b)
	b.ResetTimer()
	for range b.N {
		if report := book.verify(b); !report.OK() {
			b.Fatal(report.Text("en"))
		}
	}
	b.ReportMetric(float64(chains*events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkSequence measures giving events their place in the log.
func BenchmarkSequence(b *testing.B) {
	book := newLogbook(b)
	var spent time.Duration
	for range b.N {
		book.write(b, 100, 50)
		start := time.Now()
		if got := book.sequence(b); got != 5000 {
			b.Fatal(fmt.Errorf("sequenced %d", got))
		}
		spent += time.Since(start)
	}
	b.ReportMetric(float64(5000*b.N)/spent.Seconds(), "events/s")
}
