package record_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
)

type hexBytes []byte

func (h *hexBytes) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(string(text))
	return err
}

type vectorFile struct {
	Subject record.Subject
	Roots   []record.Hash
	Events  []vector
}

type vector struct {
	ID               ids.Event
	Kind, Function   string
	Occurred         time.Time `json:"occurred_at"`
	Recorded         time.Time `json:"recorded_at"`
	Agency, Recorder ids.Agency
	Seq              int64
	Prev, Hash, Leaf record.Hash
	Header           hexBytes
	Fields           []struct {
		Name        string
		Salt, Value hexBytes
		Commitment  record.Hash
	}
}

func (v *vector) event(s record.Subject) record.Event {
	e := record.Event{
		ID: v.ID, Subject: s, Seq: v.Seq, Kind: v.Kind, OccurredAt: v.Occurred, RecordedAt: v.Recorded,
		Actor: record.Actor{Agency: v.Agency, Recorder: v.Recorder, Function: v.Function},
		Prev:  v.Prev, Hash: v.Hash,
	}
	for _, f := range v.Fields {
		e.Fields = append(e.Fields, record.Commitment{Name: f.Name, Digest: f.Commitment})
	}
	return e
}

func (v *vector) openings() (out []record.Opening) {
	for _, f := range v.Fields {
		out = append(out, record.Opening{Name: f.Name, Salt: f.Salt, Value: f.Value})
	}
	return out
}

func vectors(t *testing.T) vectorFile {
	t.Helper()
	content, err := os.ReadFile("testdata/event-v1.json")
	if err != nil {
		t.Fatal(err)
	}
	var file vectorFile
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Events) != 3 || len(file.Roots) != 3 {
		t.Fatalf("%d events, %d roots", len(file.Events), len(file.Roots))
	}
	return file
}

// The bytes of version 1 are for ever: if this test fails, the code is wrong, never the file.
func TestFormatVectors(t *testing.T) {
	t.Parallel()
	file := vectors(t)
	for _, v := range file.Events {
		e := v.event(file.Subject)
		header, err := e.Encode()
		if err != nil || hex.EncodeToString(header) != hex.EncodeToString(v.Header) {
			t.Errorf("event %d: header %x, %v\nwant %x", v.Seq, header, err, v.Header)
		}
		if digest, err := e.Digest(); err != nil || digest != v.Hash {
			t.Errorf("event %d: hash %s, %v", v.Seq, digest, err)
		}
		if leaf := record.LeafHash(v.Hash); record.Hash(leaf) != v.Leaf {
			t.Errorf("event %d: leaf %x", v.Seq, leaf[:])
		}
		for _, f := range v.Fields {
			if c, err := record.Commit(f.Salt, f.Name, f.Value); err != nil || c != f.Commitment {
				t.Errorf("event %d, %s: commitment %s, %v", v.Seq, f.Name, c, err)
			}
		}
		back, err := record.Decode(v.Header)
		if err != nil || back.Hash != v.Hash || back.Seq != v.Seq || back.Kind != v.Kind ||
			!back.OccurredAt.Equal(v.Occurred) || !back.RecordedAt.Equal(v.Recorded) {
			t.Errorf("event %d: decoded as %+v, %v", v.Seq, back, err)
		}
	}
}

func TestFormatVectorsWithTheSecondReader(t *testing.T) {
	t.Parallel()
	file := vectors(t)
	var leaves [][32]byte
	var prev [32]byte
	for _, v := range file.Events {
		got, err := secondReader(v.Header)
		if err != nil {
			t.Fatal(err)
		}
		if got.subjectKind != file.Subject.Kind || got.subjectID != file.Subject.ID || got.seq != v.Seq ||
			got.id != v.ID || got.kind != v.Kind || got.occurred != v.Occurred.UnixMicro() ||
			got.recorded != v.Recorded.UnixMicro() || got.agency != v.Agency || got.recorder != v.Recorder ||
			got.function != v.Function || got.prev != prev || len(got.names) != len(v.Fields) {
			t.Errorf("event %d read as %+v", v.Seq, got)
		}
		for i, f := range v.Fields {
			if got.names[i] != f.Name || got.commitments[i] != secondCommitment(f.Salt, f.Name, f.Value) {
				t.Errorf("event %d, field %s does not open", v.Seq, f.Name)
			}
		}
		if prev = secondHash(v.Header); prev != v.Hash {
			t.Errorf("event %d: hash %x", v.Seq, prev)
		}
		leaves = append(leaves, secondLeaf(prev))
	}
	two := secondNode(leaves[0], leaves[1])
	for i, root := range [][32]byte{leaves[0], two, secondNode(two, leaves[2])} {
		if root != file.Roots[i] {
			t.Errorf("root %d is %x", i+1, root)
		}
	}
}

func TestVectorsThroughTheLog(t *testing.T) {
	t.Parallel()
	file := vectors(t)
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(at))
		for i, index := range at {
			out[i] = stored[index]
		}
		return out, nil
	})
	for i, v := range file.Events {
		more, err := tlog.StoredHashesForRecordHash(int64(i), record.LeafHash(v.Hash), read)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, more...)
		if root, err := tlog.TreeHash(int64(i)+1, read); err != nil || record.Hash(root) != file.Roots[i] {
			t.Errorf("root %d is %x, %v", i+1, root[:], err)
		}
	}
}

func TestVectorsAsChain(t *testing.T) {
	t.Parallel()
	file := vectors(t)
	chain := func(openings func(v *vector) []record.Opening) []record.Finding {
		found, err := record.VerifyChain(func(yield func(record.Record, error) bool) {
			for i := range file.Events {
				v := &file.Events[i]
				if !yield(record.Record{Event: v.event(file.Subject), Openings: openings(v), Leaf: record.NoLeaf}, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	// The chain is older than the rule that two persons stand behind a redaction: its
	// third event is found, and nothing else.
	found := func(list []record.Finding) []record.Finding {
		if len(list) == 0 || list[0].Code != record.Unordered || list[0].Seq != 3 {
			t.Errorf("the act without an order is not found once: %v", list)
			return list
		}
		return list[1:]
	}
	if found := found(chain((*vector).openings)); len(found) != 0 {
		t.Errorf("intact chain: %v", found)
	}
	// the third event redacts actor.name of the second
	redacted := func(blank string) []record.Finding {
		return chain(func(v *vector) []record.Opening {
			all := v.openings()
			for i := range all {
				if v.Seq == 2 && all[i].Name == blank {
					all[i].Salt, all[i].Value = nil, nil
				}
			}
			return all
		})
	}
	if found := found(redacted(record.FieldName)); len(found) != 0 {
		t.Errorf("redaction on record: %v", found)
	}
	if found := found(redacted("facts")); len(found) != 1 || found[0].Code != record.Blanked || found[0].Seq != 2 || found[0].Field != "facts" {
		t.Errorf("value blanked without an act: %v", found)
	}
}
