package casework_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
)

// logs gives a hub a log that partners may witness, and says so in its metadata.
func (s *side) logs(t *testing.T) *record.Sequencer {
	t.Helper()
	key := officetest.Key("log of " + s.Hub)
	signer, err := record.NoteSigner(s.Hub, key.Private)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := record.NoteVerifier(s.Hub, key.Public())
	if err != nil {
		t.Fatal(err)
	}
	if s.LogVerifier, err = record.VerifierText(s.Hub, key.Public()); err != nil {
		t.Fatal(err)
	}
	s.worker.LogVerifier = s.LogVerifier
	file, err := record.OpenCheckpointFile(filepath.Join(t.TempDir(), "checkpoints"), verifier)
	if err != nil {
		t.Fatal(err)
	}
	s.publish(t)
	return &record.Sequencer{Log: store.NewLog(s.DB.Worker), Signer: signer, File: file, Clock: s.Clock.Now}
}

// logOf answers for a hub about its log alone.
type logOf struct{ *side }

func (l logOf) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	var err error
	switch r.URL.Path {
	case federation.PathCheckpoint:
		body, err = l.LogCheckpoint(r.Context())
	case federation.PathConsistency:
		older, _ := strconv.ParseInt(r.URL.Query().Get("older"), 10, 64)
		newer, _ := strconv.ParseInt(r.URL.Query().Get("newer"), 10, 64)
		proof, failed := l.ProveConsistency(r.Context(), older, newer)
		if err = failed; err == nil {
			body, err = federation.EncodeConsistency(proof)
		}
	default:
		err = errors.New("nothing else is asked for")
	}
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
}

// Each hub sends back the last checkpoint that it holds of the other's log, and the other
// checks it against its record: a record that was restored from an older copy, or rewritten,
// is found by the hub itself with the next message that arrives.
func TestOwnLogAgainstWhatThePartnerHolds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		harm  string
		alarm string
	}{
		"nothing happened":               {"", ""},
		"restored from an older copy":    {"delete from checkpoints where size = (select max(size) from checkpoints)", "restored_here"},
		"a leaf of the past was altered": {"update log_hashes set hash = sha256(hash)", "split_view_here"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, b := twoHubs(t)
			sequencer := a.logs(t)
			own, err := a.OwnIdentity(t.Context())
			if err != nil || own.Metadata.Log == nil {
				t.Fatalf("the metadata name no log, %v", err)
			}
			if err := b.worker.RenewPeer(t.Context(), b.peer, own.Sealed); err != nil {
				t.Fatal(err)
			}
			id := request(t, a, b)
			look := func() int64 {
				t.Helper()
				if _, err := sequencer.RunOnce(t.Context()); err != nil {
					t.Fatal(err)
				}
				if err := b.worker.Witness(t.Context(), peerOf(t, b, a.Hub), &http.Client{Transport: logOf{a}}); err != nil {
					t.Fatal(err)
				}
				return peerOf(t, b, a.Hub).Checkpoint.Size
			}
			first := look()
			carry(t, a, b) // receipts leave events behind
			a.Do(t, a.Env.Handler, id, "withdraw", referral.Input{Reason: "已自行查清"})
			carry(t, a, b)
			if second := look(); first == 0 || second <= first {
				t.Fatalf("the log went from %d to %d", first, second)
			}
			a.Do(t, a.Env.Handler, id, "redraft", referral.Input{})
			ask(t, a, b, id)
			carry(t, a, b)
			operated(t, a)
			b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
			waiting, _ := b.outbox(t)
			opened, err := federation.Opener{Keys: keysOf(b)}.Open(waiting[len(waiting)-1].Raw, b.Clock.Now())
			if err != nil || !strings.HasPrefix(opened.PeerCheckpoint, "sichuan\n") {
				t.Fatalf("the message brings %q of our log, %v", opened.PeerCheckpoint, err)
			}
			if c.harm != "" {
				if _, err := a.DB.Owner.Exec(t.Context(), c.harm); err != nil {
					t.Fatal(err)
				}
			}
			carry(t, a, b)
			if p := peerOf(t, a, b.Hub); p.Alarm != c.alarm {
				t.Errorf("alarm %q, want %q", p.Alarm, c.alarm)
			}
			if d, err := a.Get(t.Context(), a.Env.Handler, id); err != nil || d.Snapshot.State != referral.Received {
				t.Errorf("the message itself was not carried out: %s, %v", d.Snapshot.State, err)
			}
			if c.alarm != "" && casework.AlarmWords(c.alarm).EN == federation.Reason(c.alarm).Words().EN {
				t.Errorf("no words for %s", c.alarm)
			}
		})
	}
}
