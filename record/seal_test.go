package record_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
)

func draft() record.Draft {
	return record.Draft{
		ID: ids.New[ids.Event](noon), Subject: record.Subject{Kind: "case", ID: "1"}, Kind: "referral.transmit",
		OccurredAt: noon.Add(-time.Hour + 999*time.Nanosecond), RecordedAt: noon.Add(1234 * time.Nanosecond),
		Actor:  record.Actor{Agency: ids.New[ids.Agency](noon), Function: "head"},
		Person: record.Person{User: ids.New[ids.User](noon), Name: "负责人甲"},
		Fields: []record.Field{{Name: "note", Value: []byte("…")}, {Name: "basis", Value: nil}},
	}
}

func TestSeal(t *testing.T) {
	t.Parallel()
	d := draft()
	e, openings, err := record.Seal(d, record.Hash{}, 1, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range e.Fields {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "actor.name actor.user basis note" {
		t.Errorf("fields %s", got)
	}
	if e.RecordedAt.Nanosecond() != 1000 || !e.OccurredAt.Equal(noon.Add(-time.Hour)) || e.Actor.Recorder != d.Actor.Agency {
		t.Errorf("recorded %v by %v", e.RecordedAt, e.Actor.Recorder)
	}
	if digest, err := e.Digest(); err != nil || digest != e.Hash {
		t.Errorf("hash %v, %v", digest, err)
	}
	finer := e
	finer.OccurredAt = e.OccurredAt.Add(1)
	if _, err := finer.Digest(); !errors.Is(err, record.ErrFormat) {
		t.Errorf("a nanosecond that is not hashed: %v", err)
	}
	if bytes.Equal(openings[0].Salt, openings[1].Salt) || len(openings[0].Salt) != 16 {
		t.Error("salts are not fresh")
	}
	again, _, err := record.Seal(d, record.Hash{}, 1, rand.Reader)
	if err != nil || again.Hash == e.Hash {
		t.Error("the same draft twice gives the same commitments: values can be guessed")
	}
}

func TestSealRefuses(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(d *record.Draft, prev *record.Hash, seq *int64){
		"no event id":         func(d *record.Draft, _ *record.Hash, _ *int64) { d.ID = ids.Event{} },
		"kind in capitals":    func(d *record.Draft, _ *record.Hash, _ *int64) { d.Kind = "Referral" },
		"long kind":           func(d *record.Draft, _ *record.Hash, _ *int64) { d.Kind = strings.Repeat("a", 65) },
		"empty subject":       func(d *record.Draft, _ *record.Hash, _ *int64) { d.Subject.ID = "" },
		"line in subject":     func(d *record.Draft, _ *record.Hash, _ *int64) { d.Subject.ID = "1\n2" },
		"long function":       func(d *record.Draft, _ *record.Hash, _ *int64) { d.Actor.Function = strings.Repeat("a", 65) },
		"name twice":          func(d *record.Draft, _ *record.Hash, _ *int64) { d.Fields[1].Name = "note" },
		"reserved name twice": func(d *record.Draft, _ *record.Hash, _ *int64) { d.Fields[1].Name = record.FieldName },
		"name not UTF-8":      func(d *record.Draft, _ *record.Hash, _ *int64) { d.Fields[1].Name = "a\xff" },
		"empty name":          func(d *record.Draft, _ *record.Hash, _ *int64) { d.Fields[1].Name = "" },
		"value too long":      func(d *record.Draft, _ *record.Hash, _ *int64) { d.Fields[1].Value = make([]byte, 16<<20+1) },
		"seq 0":               func(_ *record.Draft, _ *record.Hash, seq *int64) { *seq = 0 },
		"first with a prev":   func(_ *record.Draft, prev *record.Hash, _ *int64) { prev[0] = 1 },
		"second without one":  func(_ *record.Draft, _ *record.Hash, seq *int64) { *seq = 2 },
	} {
		d, prev, seq := draft(), record.Hash{}, int64(1)
		change(&d, &prev, &seq)
		if _, _, err := record.Seal(d, prev, seq, rand.Reader); !errors.Is(err, record.ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := record.Seal(draft(), record.Hash{}, 1, strings.NewReader("short")); err == nil {
		t.Error("sealed without randomness")
	}
}

func TestVerifyEvent(t *testing.T) {
	t.Parallel()
	e, openings, err := record.Seal(draft(), record.Hash{}, 1, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(o []record.Opening) []record.Opening
		want   string // states in order of the fields
	}{
		"intact":         {func(o []record.Opening) []record.Opening { return o }, "ok ok ok ok"},
		"other order":    {func(o []record.Opening) []record.Opening { o[0], o[3] = o[3], o[0]; return o }, "ok ok ok ok"},
		"redacted":       {func(o []record.Opening) []record.Opening { o[1].Salt, o[1].Value = nil, nil; return o }, "ok redacted ok ok"},
		"row gone":       {func(o []record.Opening) []record.Opening { return o[1:] }, "redacted ok ok ok"},
		"value changed":  {func(o []record.Opening) []record.Opening { o[3].Value = []byte("other"); return o }, "ok ok ok mismatch"},
		"salt left":      {func(o []record.Opening) []record.Opening { o[3].Value = nil; return o }, "ok ok ok mismatch"},
		"value left":     {func(o []record.Opening) []record.Opening { o[3].Salt = nil; return o }, "ok ok ok mismatch"},
		"values swapped": {func(o []record.Opening) []record.Opening { o[0].Name, o[1].Name = o[1].Name, o[0].Name; return o }, "mismatch mismatch ok ok"},
		"one too many":   {func(o []record.Opening) []record.Opening { return append(o, o[2]) }, "ok ok ok ok mismatch"},
		"never there":    {func(o []record.Opening) []record.Opening { return append(o, record.Opening{Name: "x"}) }, "ok ok ok ok mismatch"},
	} {
		copied := make([]record.Opening, len(openings))
		copy(copied, openings)
		var got []string
		for _, f := range record.VerifyEvent(&e, c.change(copied)) {
			got = append(got, f.State.String())
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", name, s, c.want)
		}
	}
}

// Both readers agree on every event, and on every byte string that is not one.
func TestReadersAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := draft()
		d.Subject.ID = rapid.StringMatching(`[a-z0-9\p{Han}]{1,40}`).Draw(t, "subject")
		d.Fields = nil
		for _, name := range rapid.SliceOfDistinct(rapid.StringMatching(`[a-z.]{1,20}`), rapid.ID).Draw(t, "names") {
			d.Fields = append(d.Fields, record.Field{Name: name, Value: []byte(name)})
		}
		d.OccurredAt = time.UnixMicro(rapid.Int64Range(-1<<52, 1<<52).Draw(t, "time"))
		e, _, err := record.Seal(d, record.Hash{1}, rapid.Int64Range(2, 1<<62).Draw(t, "seq"), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		header, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		second, err := secondReader(header)
		if err != nil || second.seq != e.Seq || len(second.names) != len(e.Fields) ||
			second.occurred != e.OccurredAt.UnixMicro() || second.subjectID != e.Subject.ID {
			t.Fatalf("second reader: %+v, %v", second, err)
		}
		at := rapid.IntRange(0, len(header)-1).Draw(t, "at")
		header[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "flip"))
		if got, err := record.Decode(header); err == nil {
			if again, err := got.Encode(); err != nil || !bytes.Equal(again, header) || got.Hash == e.Hash {
				t.Fatalf("a changed header is the same event, or has two encodings: %v", err)
			}
			if _, err := secondReader(header); err != nil {
				t.Fatalf("only the first reader accepts %x", header)
			}
		}
		if _, err := record.Decode(header[:at]); err == nil {
			t.Fatal("a cut header was read")
		}
		if _, err := record.Decode(append(header, 0)); err == nil {
			t.Fatal("a byte left over was read")
		}
	})
}

func FuzzDecode(f *testing.F) {
	e, _, err := record.Seal(draft(), record.Hash{}, 1, rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	header, err := e.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(header)
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := record.Decode(b)
		if err != nil {
			return
		}
		if again, err := got.Encode(); err != nil || !bytes.Equal(again, b) {
			t.Fatalf("two encodings: %x and %x", b, again)
		}
	})
}

func TestTargets(t *testing.T) {
	t.Parallel()
	want := []record.Target{{Event: ids.New[ids.Event](noon), Field: "actor.name"}, {Event: ids.New[ids.Event](noon), Field: "x"}}
	value, err := record.EncodeTargets(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := record.DecodeTargets(value)
	if err != nil || len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range [][]byte{nil, {0}, value[:len(value)-1], append(value, 0)} {
		if _, err := record.DecodeTargets(bad); !errors.Is(err, record.ErrFormat) {
			t.Errorf("%x read: %v", bad, err)
		}
	}
	if _, err := record.EncodeTargets(nil); err == nil {
		t.Error("a redaction of nothing")
	}
}
