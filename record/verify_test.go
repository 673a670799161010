package record_test

import (
	"context"
	"crypto/sha256"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"

	"github.com/xianjie-hub/xianjie/record"
)

// P4: history can't be altered unnoticed, even by the database's administrator.
// 500 random tamperings, 2,000 with HUB_TEST_SCALE=soak; every one must be found.
func TestEveryTamperingIsFound(t *testing.T) {
	t.Parallel()
	rounds := 5
	if os.Getenv("HUB_TEST_SCALE") == "soak" {
		rounds = 20
	}
	names := slices.Sorted(maps.Keys(tamperings))
	forger, _ := logKey(t, sha256.Sum256([]byte("forger")))
	done := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		o := newOffice(t, seed, 2+int(seed%5))
		o.year(t, 20)
		o.sequence(t)
		earlier := deepClone(o.MemorySource)
		o.year(t, 20)
		for round := 0; round < rounds; {
			name := names[o.rng.IntN(len(names))]
			i := &insider{MemorySource: deepClone(o.MemorySource), rng: rand.New(rand.NewPCG(seed, o.rng.Uint64())), earlier: earlier, forger: forger}
			if !tamperings[name](i) {
				continue
			}
			round++
			done[name]++
			altered := *o
			altered.MemorySource = i.MemorySource
			if report := altered.verify(t, true); report.OK() {
				rt.Fatalf("not found: %s (seed %d)\n%s", name, seed, report.Text("en"))
			}
		}
		if report := o.verify(t, true); !report.OK() {
			rt.Fatalf("untouched record (seed %d):\n%s", seed, report.Text("en"))
		}
	})
	t.Log("tamperings:", done)
	for _, name := range names {
		if done[name] == 0 {
			t.Errorf("never tried: %s", name)
		}
	}
}

// What each kind of tampering is called, and where the report says it is.
func TestFindingsNameThePlace(t *testing.T) {
	t.Parallel()
	a, b := record.Subject{Kind: "case", ID: "A"}, record.Subject{Kind: "case", ID: "B"}
	at := func(o *office, s record.Subject, seq int64) *record.Record {
		for n := range o.List {
			if e := &o.List[n].Event; e.Subject == s && e.Seq == seq {
				return &o.List[n]
			}
		}
		t.Fatalf("no %s %d", s, seq)
		return nil
	}
	drop := func(o *office, gone func(e *record.Event) bool) {
		o.List = slices.DeleteFunc(o.List, func(r record.Record) bool { return gone(&r.Event) })
	}
	for name, c := range map[string]struct {
		tamper func(o *office)
		want   []string // code subject seq
	}{
		"edited":  {func(o *office) { at(o, a, 2).Event.Kind = "other" }, []string{"edited case A 2", "broken case A 3", "misplaced case A 2"}},
		"value":   {func(o *office) { at(o, a, 2).Openings[0].Value = []byte("x") }, []string{"value_edited case A 2"}},
		"blanked": {func(o *office) { at(o, a, 2).Openings[0] = record.Opening{Name: record.FieldName} }, []string{"blanked case A 2"}},
		"missing": {func(o *office) { drop(o, func(e *record.Event) bool { return e.Subject == a && e.Seq == 2 }) }, []string{"missing case A 2", "deleted case A 2"}},
		"tail":    {func(o *office) { drop(o, func(e *record.Event) bool { return e.Subject == a && e.Seq == 3 }) }, []string{"deleted case A 3"}},
		"case":    {func(o *office) { drop(o, func(e *record.Event) bool { return e.Subject == b }) }, []string{"deleted case B 1", "deleted case B 2"}},
		"twice":   {func(o *office) { o.List = append(o.List, *at(o, a, 3)) }, []string{"duplicate case A 3", "duplicate case A 3"}},
		"header": {func(o *office) { // the stored bytes alone
			r := at(o, a, 2)
			r.Encoded, _ = r.Event.Encode()
			r.Encoded[len(r.Encoded)-1] ^= 1
		}, []string{"edited case A 2"}},
		"early act":   {func(o *office) { excuse(t, o, at(o, a, 2), at(o, a, 3), record.KindRedacted) }, []string{"blanked case A 3", "broken case A 3", "misplaced case A 2", "unordered case A 2"}},
		"other act":   {func(o *office) { excuse(t, o, at(o, a, 3), at(o, a, 2), "referral.step") }, []string{"blanked case A 2", "misplaced case A 3"}},
		"right act":   {func(o *office) { excuse(t, o, at(o, a, 3), at(o, a, 2), record.KindRedacted) }, []string{"misplaced case A 3", "unordered case A 3"}},
		"marks":       {func(o *office) { x, y := at(o, a, 1), at(o, b, 1); x.Leaf, y.Leaf = y.Leaf, x.Leaf }, []string{"misplaced case A 1", "misplaced case B 1"}},
		"unmarked":    {func(o *office) { at(o, b, 2).Leaf = record.NoLeaf }, []string{"unmarked case B 2"}},
		"no register": {func(o *office) { o.Leaves = nil; drop(o, func(e *record.Event) bool { return e.Subject == b }) }, []string{"deleted   0", "deleted   0"}},
		"inner hash":  {func(o *office) { o.Tree[2][0] ^= 1 }, []string{"log_damaged   0"}},
		"note":        {func(o *office) { o.Notes[0] = []byte("nonsense") }, []string{"bad_checkpoint   0", "unsigned   0"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, 7, 0)
			for range 2 {
				o.act(t, a, "referral.step")
				o.act(t, b, "referral.step")
			}
			o.act(t, a, "referral.step")
			o.sequence(t)
			c.tamper(o)
			report := o.verify(t, true)
			var got []string
			for _, f := range report.Findings {
				got = append(got, strings.Join([]string{string(f.Code), f.Subject.Kind, f.Subject.ID, string(rune('0' + f.Seq))}, " "))
			}
			slices.Sort(got)
			slices.Sort(c.want)
			if !slices.Equal(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

// excuse blanks a value and puts an act that redacts it in place of another event.
func excuse(t *testing.T, o *office, act, blanked *record.Record, kind string) {
	t.Helper()
	value, err := record.EncodeTargets([]record.Target{{Event: blanked.Event.ID, Field: record.FieldName}})
	if err != nil {
		t.Fatal(err)
	}
	old := act.Event
	act.Event, act.Openings, err = record.Seal(record.Draft{
		ID: old.ID, Subject: old.Subject, Kind: kind, OccurredAt: noon, RecordedAt: noon,
		Fields: []record.Field{{Name: record.FieldRedacts, Value: value}},
	}, old.Prev, old.Seq, o.salts)
	if err != nil {
		t.Fatal(err)
	}
	blanked.Openings[0] = record.Opening{Name: record.FieldName}
}

// A deleted tail of the whole log and a restored old dump fit in themselves: only
// the file outside tells.
func TestOldDumpNeedsTheFile(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 8, 3)
	o.year(t, 20)
	o.sequence(t)
	dump := deepClone(o.MemorySource)
	o.year(t, 20)
	o.sequence(t)
	o.MemorySource = dump
	if report := o.verify(t, false); !report.OK() || report.FileGiven {
		t.Errorf("an old dump fits in itself:\n%s", report.Text("en"))
	}
	report := o.verify(t, true)
	if !report.Has(record.RolledBack) || !report.Findings[0].InFile {
		t.Errorf("against the file:\n%s", report.Text("en"))
	}
}

// History rewritten and signed anew by the hub itself, on a machine where somebody
// moved the checkpoint file away: the file that was kept tells.
func TestRewrittenAndSignedAnew(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 12, 3)
	o.year(t, 20)
	o.sequence(t)
	kept := o.path
	for n := range o.List {
		o.List[n].Leaf = record.NoLeaf
	}
	i := insider{MemorySource: o.MemorySource}
	o.List[3].Event.Actor.Function = "desk"
	i.rehash(true)
	o.Tree, o.Notes, o.Leaves = nil, nil, nil
	o.path += ".new"
	o.open(t)
	o.year(t, 5)
	o.sequence(t)
	if report := o.verify(t, true); !report.OK() {
		t.Errorf("the new history does not fit in itself:\n%s", report.Text("en"))
	}
	o.path = kept
	report := o.verify(t, true)
	if report.Total != 1 || report.Findings[0].Code != record.Rewritten || !report.Findings[0].InFile {
		t.Errorf("against the file that was kept:\n%s", report.Text("en"))
	}
}

func TestNotYetAnchored(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 9, 2)
	first := o.act(t, o.cases[0], "referral.step")
	o.act(t, o.cases[1], "referral.step")
	report := o.verify(t, false)
	if !report.OK() || report.Unanchored != 2 || !report.OldestUnanchored.Equal(first.RecordedAt) || report.LogSize != 0 {
		t.Errorf("before:\n%s", report.Text("en"))
	}
	o.sequence(t)
	if report := o.verify(t, true); !report.OK() || report.Unanchored != 0 || report.LogSize != 2 || report.FileCheckpoints != 1 {
		t.Errorf("after:\n%s", report.Text("en"))
	}
}

func TestEmptyCheckpointFileIsFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 10, 2)
	o.year(t, 5)
	o.sequence(t)
	report, err := record.Verify(context.Background(), o.MemorySource, record.Options{Keys: note.VerifierList(o.key), File: []byte{}})
	if err != nil || !report.Has(record.NoCheckpoint) {
		t.Errorf("%v\n%s", err, report.Text("en"))
	}
}

// gapSource is a log of which the database lost one stored hash.
type gapSource struct {
	*record.MemorySource
	gone int64
}

func (g gapSource) Hashes(ctx context.Context) iter.Seq2[record.StoredHash, error] {
	return func(yield func(record.StoredHash, error) bool) {
		for h, err := range g.MemorySource.Hashes(ctx) {
			if h.Index != g.gone && !yield(h, err) {
				return
			}
		}
	}
}

func TestLogGap(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 11, 2)
	for range 8 {
		o.act(t, o.cases[0], "referral.step")
	}
	o.sequence(t)
	for gone := range int64(len(o.Tree)) {
		report, err := record.Verify(context.Background(), gapSource{o.MemorySource, gone}, record.Options{Keys: note.VerifierList(o.key)})
		if err != nil || !report.Has(record.LogGap) || report.Findings[0].Leaf != gone {
			t.Errorf("hash %d of %d: %v\n%s", gone, len(o.Tree), err, report.Text("en"))
		}
	}
}
