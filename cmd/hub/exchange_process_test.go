package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/storetest"
	"github.com/xianjie-hub/xianjie/workers"
)

// hubProcess says what a child of this test binary runs: edge and workers of one hub, on
// the database of the test, until it is killed.
type hubProcess struct {
	Name, Listen, App, Worker string
}

const hubProcessVar = "XIANJIE_TEST_HUB"

// TestHubProcess is the body of the child. In an ordinary run it has nothing to do.
func TestHubProcess(t *testing.T) {
	text := os.Getenv(hubProcessVar)
	if text == "" {
		return
	}
	var p hubProcess
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	app, err := store.Open(t.Context(), p.App, store.AllowUnsafe())
	if err != nil {
		t.Fatal(err)
	}
	worker, err := store.Open(t.Context(), p.Worker, store.AllowUnsafe())
	if err != nil {
		t.Fatal(err)
	}
	office := officetest.Build(t, &storetest.Database{App: app})
	asHub(office, p.Name)
	listener, err := net.Listen("tcp", p.Listen)
	if err != nil {
		t.Fatal(err)
	}
	edge := http.Server{Handler: (&api.Server{Office: office, Pages: http.NotFoundHandler()}).Handler(), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = edge.Serve(listener) }() // ends with the process
	w, err := workers.New(workers.Options{Office: office, Pool: worker, Probe: probeOfTests, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, os.Stdin) // its end is the end of the parent
}

// probeOfTests is how often a silent partner is asked in tests.
const probeOfTests = 200 * time.Millisecond

// asHub names an office among hubs and gives it keys, the same in every process.
func asHub(o *casework.Office, name string) {
	o.Hub, o.HubKey, o.Now = name, officetest.Key("hub "+name), time.Now
	o.AgencyKeys = func(id ids.Agency) (record.Key, error) { return officetest.Key(name + id.String()), nil }
}

// runningHub is a child that can be killed and started again.
type runningHub struct {
	is    hubProcess
	child *exec.Cmd
}

// startProcess runs edge and workers of a hub in a process of their own.
func startProcess(t *testing.T, name string, db *storetest.Database) *runningHub {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") // a port that is free now
	if err != nil {
		t.Fatal(err)
	}
	r := &runningHub{is: hubProcess{Name: name, Listen: l.Addr().String(), App: db.AppURL, Worker: db.WorkerURL}}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	r.start(t)
	t.Cleanup(func() { r.kill(t) })
	return r
}

func (r *runningHub) start(t *testing.T) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	is, err := json.Marshal(r.is)
	if err != nil {
		t.Fatal(err)
	}
	r.child = exec.Command(self, "-test.run=^TestHubProcess$", "-test.timeout=3h")
	r.child.Env = append(os.Environ(), hubProcessVar+"="+string(is))
	r.child.Stdout, r.child.Stderr = os.Stderr, os.Stderr
	if _, err := r.child.StdinPipe(); err != nil { // open for as long as this process lives
		t.Fatal(err)
	}
	if err := r.child.Start(); err != nil {
		t.Fatal(err)
	}
}

// kill ends the child with kill -9.
func (r *runningHub) kill(t *testing.T) {
	t.Helper()
	if err := r.child.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = r.child.Wait() // killed, as it should be
}
