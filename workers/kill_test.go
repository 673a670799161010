package workers

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/devkit/mailsink"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/storetest"
	"github.com/xianjie-hub/xianjie/workers/notify"
)

// The child process of BenchmarkRedeliveryAfterKill is this test binary again.
const (
	childDatabase = "XIANJIE_TEST_WORKER_DATABASE"
	childMail     = "XIANJIE_TEST_WORKER_MAIL"
)

// TestWorkerProcess is the body of the child: workers until they are killed. In
// an ordinary run it has nothing to do.
func TestWorkerProcess(t *testing.T) {
	address := os.Getenv(childDatabase)
	if address == "" {
		return
	}
	pool, err := store.Open(t.Context(), address, store.AllowUnsafe())
	if err != nil {
		t.Fatal(err)
	}
	office := officetest.Build(t, &storetest.Database{App: pool})
	office.Now = time.Now
	running, err := New(Options{
		Office: office, Pool: pool, Log: slog.New(slog.DiscardHandler),
		Mail: notify.MailConfig{Addr: os.Getenv(childMail), From: "hub@hub.example.test", TLS: notify.TLSNone},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := running.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-t.Context().Done()
}

// BenchmarkRedeliveryAfterKill measures from the kill -9 of the only worker, in
// the middle of a sending, to the arrival of the mail from its successor, with the
// times of a real installation (promise P2: at most 120 s).
func BenchmarkRedeliveryAfterKill(b *testing.B) {
	for range b.N {
		w := newWorld(b)
		w.Clock.Set(time.Now())
		for _, o := range []*officetest.Organ{&w.Env, &w.Police, &w.Procuratorate} {
			o.Head.StepUpAt = w.Clock.Now()
		}
		id := w.Sent(b)
		w.exec(b, "delete from deliveries")
		w.post(b, id, 1)
		held := make(chan struct{}, 1)
		w.server(func(ctx context.Context, _ mailsink.Mail) error {
			held <- struct{}{}
			<-ctx.Done() // the worker dies while the server thinks
			return ctx.Err()
		})
		first := w.child(b)
		<-held
		if err := first.Process.Kill(); err != nil {
			b.Fatal(err)
		}
		_ = first.Wait() // killed, as it should be
		w.server(nil)
		killed := time.Now()
		second := w.child(b)
		if _, err := w.sink.Wait(b.Context(), func(mailsink.Mail) bool { return true }); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(killed).Seconds(), "s/redelivery")
		if err := second.Process.Kill(); err != nil {
			b.Fatal(err)
		}
		_ = second.Wait()
	}
}

func (w *world) child(b *testing.B) *exec.Cmd {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	c := exec.CommandContext(b.Context(), self, "-test.run=^TestWorkerProcess$", "-test.timeout=10m")
	c.Env = append(os.Environ(), childDatabase+"="+w.DB.WorkerURL, childMail+"="+w.sink.Addr())
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	return c
}
