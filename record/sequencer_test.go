package record_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/record"
)

func TestSequencerTakesEverythingOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 20, 3)
	for range 17 {
		o.act(t, o.cases[o.rng.IntN(3)], "referral.step")
	}
	var added []int
	for {
		run, err := o.sequencer().RunOnce(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		added = append(added, run.Added)
		if run.Checkpoint.Size != o.file.Last().Size {
			t.Errorf("checkpoint %d in the database, %d in the file", run.Checkpoint.Size, o.file.Last().Size)
		}
		if !run.More {
			break
		}
	}
	if len(added) != 3 || added[0] != 7 || added[1] != 7 || added[2] != 3 {
		t.Errorf("batches of %v", added)
	}
	if run, err := o.sequencer().RunOnce(context.Background()); err != nil || run.Added != 0 || run.Checkpoint.Size != 17 {
		t.Errorf("with nothing to do: %+v, %v", run, err)
	}
	if content, err := os.ReadFile(o.path); err != nil || len(record.SplitNotes(content)) != 3 {
		t.Errorf("the file holds %d notes, %v", len(record.SplitNotes(content)), err)
	}
	seen := map[int64]bool{}
	for _, r := range o.List {
		seen[r.Leaf] = true
	}
	if len(seen) != 17 || seen[record.NoLeaf] {
		t.Errorf("leaves %v", seen)
	}
}

// Leaves are what has none, in order of id; an event that commits late with an
// early id is not forgotten.
func TestSequencerTakesLateCommits(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 21, 2)
	o.act(t, o.cases[0], "referral.step")
	late := o.List[0]
	o.act(t, o.cases[1], "referral.step")
	o.List = o.List[1:]
	o.sequence(t)
	o.List = append(o.List, late)
	o.sequence(t)
	if report := o.verify(t, true); !report.OK() || report.LogSize != 2 || o.List[1].Leaf != 1 {
		t.Errorf("leaf %d\n%s", o.List[1].Leaf, report.Text("en"))
	}
}

func TestFileCatchesUpAfterACrash(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 22, 2)
	o.year(t, 5)
	o.sequence(t)
	want := o.file.Last()
	if err := os.Remove(o.path); err != nil { // the database committed, the file's write never happened
		t.Fatal(err)
	}
	o.open(t)
	if o.file.Last().Size != 0 {
		t.Fatal("the file is not new")
	}
	o.sequence(t)
	if o.file.Last() != want {
		t.Errorf("file at %d, want %d", o.file.Last().Size, want.Size)
	}
}

// failing is a log whose transaction does not commit.
type failing struct{ *record.MemorySource }

var errNoCommit = errors.New("no commit")

func (f failing) Exclusive(ctx context.Context, run func(context.Context, record.LogStore) error) error {
	return f.MemorySource.Exclusive(ctx, func(ctx context.Context, s record.LogStore) error {
		return errors.Join(run(ctx, s), errNoCommit)
	})
}

func TestNothingLeavesTheDatabaseBeforeItsCommit(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 23, 2)
	o.act(t, o.cases[0], "referral.step")
	s := o.sequencer()
	s.Log = failing{o.MemorySource}
	if _, err := s.RunOnce(context.Background()); !errors.Is(err, errNoCommit) {
		t.Fatal(err)
	}
	if o.file.Last().Size != 0 || len(o.Tree) != 0 || o.List[0].Leaf != record.NoLeaf {
		t.Error("a checkpoint was published of what was rolled back")
	}
	o.sequence(t)
	if report := o.verify(t, true); !report.OK() || report.LogSize != 1 {
		t.Error(report.Text("en"))
	}
}

type busy struct{ *record.MemorySource }

func (busy) Exclusive(context.Context, func(context.Context, record.LogStore) error) error {
	return record.ErrBusy
}

func TestSequencerStandsBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 24, 2)
	s := o.sequencer()
	s.Log = busy{o.MemorySource}
	if _, err := s.RunOnce(context.Background()); !errors.Is(err, record.ErrBusy) {
		t.Error(err)
	}
}

// An old dump that goes on as if nothing had been is never signed over.
func TestSequencerRefusesAnOldDump(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 25, 3)
	o.year(t, 10)
	o.sequence(t)
	dump := deepClone(o.MemorySource)
	o.year(t, 10)
	o.sequence(t)
	o.MemorySource = dump
	for round := range 2 {
		_, err := o.sequencer().RunOnce(context.Background())
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Code != "record.rolled_back" || !strings.Contains(f.Detail.ZH, "检查点") {
			t.Fatalf("round %d: %v", round, err)
		}
		for range 60 { // it grows past the published size, with other events
			o.act(t, o.cases[0], "referral.step")
		}
		i := insider{MemorySource: o.MemorySource}
		for n := range i.List {
			if i.List[n].Leaf == record.NoLeaf {
				i.List[n].Leaf = int64(1000 + n)
			}
		}
		i.rebuild(false)
	}
}

func TestProofs(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 26, 2)
	read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) { return o.ReadHashes(context.Background(), at) })
	var all []record.Checkpoint
	for range 12 {
		o.act(t, o.cases[0], "referral.step")
		o.sequence(t)
		all = append(all, o.file.Last())
	}
	for _, r := range o.List {
		for _, c := range all {
			if c.Size <= r.Leaf {
				continue
			}
			proof, err := record.ProveInclusion(c.Size, r.Leaf, read)
			if err != nil {
				t.Fatal(err)
			}
			if err := record.CheckInclusion(proof, c, r.Leaf, r.Event.Hash); err != nil {
				t.Errorf("leaf %d in %d: %v", r.Leaf, c.Size, err)
			}
			if record.CheckInclusion(proof, c, r.Leaf, record.Hash{1}) == nil {
				t.Errorf("another event stands at leaf %d in %d", r.Leaf, c.Size)
			}
		}
	}
	for _, older := range all {
		for _, newer := range all {
			if newer.Size < older.Size {
				continue
			}
			proof, err := record.ProveConsistency(newer.Size, older.Size, read)
			if err != nil {
				t.Fatal(err)
			}
			if err := record.CheckConsistency(proof, newer, older); err != nil {
				t.Errorf("%d to %d: %v", older.Size, newer.Size, err)
			}
			older.Root[0] ^= 1
			if record.CheckConsistency(proof, newer, older) == nil {
				t.Errorf("another log of %d continues to %d", older.Size, newer.Size)
			}
			older.Root[0] ^= 1
		}
	}
}

func TestCheckpointText(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 27, 1)
	c := record.Checkpoint{Origin: "hub.example/log", Size: 12, Root: tlog.Hash{1}, Time: noon}
	want := "hub.example/log\n12\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\ntime 2026-09-30T12:00:00Z\n"
	if c.Text() != want {
		t.Errorf("%q", c.Text())
	}
	msg, err := c.Sign(o.signer)
	if err != nil {
		t.Fatal(err)
	}
	keys := note.VerifierList(o.key)
	if got, err := record.OpenCheckpoint(msg, keys); err != nil || got != c {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := record.OpenCheckpoint([]byte(strings.Replace(string(msg), "\n12\n", "\n13\n", 1)), keys); err == nil {
		t.Error("an edited size was accepted")
	}
	c.Origin = "other.example/log"
	if _, err := c.Sign(o.signer); err == nil {
		t.Error("signed for another log")
	}
	foreign, err := note.Sign(&note.Note{Text: c.Text()}, o.signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := record.OpenCheckpoint(foreign, keys); !errors.Is(err, record.ErrCheckpoint) {
		t.Errorf("another log's checkpoint under our signature: %v", err)
	}
	for _, bad := range []string{"", "a\n1\n\n", strings.Replace(want, "12", "012", 1), strings.Replace(want, "12", "-1", 1),
		strings.Replace(want, "AQAA", "AQ", 1), strings.Replace(want, "time ", "at ", 1), "\n" + want} {
		if _, err := record.ParseCheckpoint(bad); err == nil {
			t.Errorf("read %q", bad)
		}
	}
	if _, err := record.ParseCheckpoint(want + "later line\n"); err != nil {
		t.Errorf("a later hub's line: %v", err)
	}
}
