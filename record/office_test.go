package record_test

import (
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
)

var noon = time.Date(2026, 9, 30, 12, 0, 0, 0, time.UTC)

// office is a small hub: acts in some cases, sequenced as time goes by.
type office struct {
	*record.MemorySource
	rng    *rand.Rand
	salts  *rand.ChaCha8
	now    time.Time
	signer note.Signer
	key    note.Verifier
	path   string // checkpoint file
	file   *record.CheckpointFile
	cases  []record.Subject
}

func newOffice(t testing.TB, seed uint64, cases int) *office {
	t.Helper()
	var s [32]byte
	binary.LittleEndian.PutUint64(s[:], seed)
	o := &office{
		MemorySource: &record.MemorySource{}, now: noon, path: filepath.Join(t.TempDir(), "checkpoints"),
		rng: rand.New(rand.NewPCG(seed, 1)), salts: rand.NewChaCha8(s),
	}
	o.signer, o.key = logKey(t, s)
	o.open(t)
	for i := range cases {
		o.cases = append(o.cases, record.Subject{Kind: [...]string{"case", "plan"}[i%2], ID: fmt.Sprint("S-", i)})
	}
	return o
}

func logKey(t testing.TB, seed [32]byte) (note.Signer, note.Verifier) {
	t.Helper()
	private := ed25519.NewKeyFromSeed(seed[:])
	signer, err := record.NoteSigner("hub.example/log", private)
	if err != nil {
		t.Fatal(err)
	}
	key, err := record.NoteVerifier("hub.example/log", private.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	return signer, key
}

func (o *office) open(t testing.TB) {
	t.Helper()
	file, err := record.OpenCheckpointFile(o.path, o.key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	o.file = file
}

// act records one act in a case; with fields given it has those.
func (o *office) act(t testing.TB, s record.Subject, kind string, fields ...record.Field) record.Event {
	t.Helper()
	o.now = o.now.Add(time.Duration(1+o.rng.IntN(5000)) * time.Millisecond)
	if fields == nil {
		for i := range o.rng.IntN(4) {
			fields = append(fields, record.Field{Name: fmt.Sprint("field-", i), Value: fmt.Appendf(nil, "value %d", o.rng.Uint32())})
		}
	}
	return o.actBy(t, s, kind, ids.New[ids.User](noon), fields...)
}

func (o *office) actBy(t testing.TB, s record.Subject, kind string, user ids.User, fields ...record.Field) record.Event {
	t.Helper()
	seq, prev := o.Head(s)
	agency := ids.New[ids.Agency](noon)
	e, openings, err := record.Seal(record.Draft{
		ID: ids.New[ids.Event](o.now), Subject: s, Kind: kind,
		OccurredAt: o.now.Add(-time.Duration(o.rng.IntN(72)) * time.Hour), RecordedAt: o.now,
		Actor:  record.Actor{Agency: agency, Function: "head"},
		Person: record.Person{User: user, Name: "执法人员甲"}, Fields: fields,
	}, prev, seq+1, o.salts)
	if err != nil {
		t.Fatal(err)
	}
	o.Add(e, openings)
	return e
}

func (o *office) sequencer() *record.Sequencer {
	return &record.Sequencer{Log: o.MemorySource, Signer: o.signer, File: o.file, Clock: func() time.Time { return o.now }, Batch: 7}
}

// sequence runs until nothing is left.
func (o *office) sequence(t testing.TB) {
	t.Helper()
	for {
		run, err := o.sequencer().RunOnce(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if !run.More {
			return
		}
	}
}

// year records acts at random, redacts a value now and then, and sequences often.
func (o *office) year(t testing.TB, acts int) {
	t.Helper()
	for range acts {
		s := o.cases[o.rng.IntN(len(o.cases))]
		o.act(t, s, "referral.step")
		if o.rng.IntN(8) == 0 {
			o.redact(t, s)
		}
		if o.rng.IntN(4) == 0 {
			o.sequence(t)
		}
	}
}

// redact blanks one value of the case by an act on record.
func (o *office) redact(t testing.TB, s record.Subject) {
	t.Helper()
	for i := range o.List {
		r := &o.List[i]
		for j, f := range r.Openings {
			if r.Event.Subject != s || f.Blank() || r.Event.Kind != "referral.step" || o.rng.IntN(3) > 0 {
				continue
			}
			value, err := record.EncodeTargets([]record.Target{{Event: r.Event.ID, Field: f.Name}})
			if err != nil {
				t.Fatal(err)
			}
			r.Openings[j].Salt, r.Openings[j].Value = nil, nil
			o.carryOut(t, s, value, ids.New[ids.User](noon), ids.New[ids.User](noon))
			return
		}
	}
}

// carryOut has one person order that targets are blanked, and another do it.
func (o *office) carryOut(t testing.TB, s record.Subject, targets []byte, orders, does ids.User) {
	t.Helper()
	order := o.actBy(t, s, record.KindRedactionOrder, orders, record.Field{Name: "targets", Value: targets})
	o.actBy(t, s, record.KindRedacted, does, record.Field{Name: "answers", Value: fmt.Appendf(nil, "%q", order.ID)}, record.Field{Name: record.FieldRedacts, Value: targets})
}

func (o *office) verify(t testing.TB, withFile bool) record.Report {
	t.Helper()
	opt := record.Options{Keys: note.VerifierList(o.key)}
	if withFile {
		content, err := os.ReadFile(o.path)
		if err != nil {
			t.Fatal(err)
		}
		opt.File = append([]byte{}, content...)
	}
	report, err := record.Verify(context.Background(), o.MemorySource, opt)
	if err != nil {
		t.Fatal(err)
	}
	return report
}
