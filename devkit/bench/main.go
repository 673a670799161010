// Command bench measures the hub on this machine: the write path against
// pgbench replaying the SQL of the same act, and the lists at two sizes.
// docs/benchmarks.md says how to read the figures.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/bench/rig"
	"github.com/xianjie-hub/xianjie/devkit/story"
)

// options of a run.
type options struct {
	acts, clients, rounds int
	large                 int
	out                   string
	parts, deeds          string
	hub                   string
	verbose               bool
}

func (o options) say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// figures are what a run measured.
type figures struct {
	At         time.Time      `json:"at"`
	Go         string         `json:"go"`
	Processors int            `json:"processors"`
	Clients    int            `json:"clients"`
	Memory     memoryFigures  `json:"memory"`
	Write      []writeFigures `json:"write,omitempty"`
	Lists      []listFigures  `json:"lists,omitempty"`
}

// memoryFigures are resident sets of `hub serve` in MiB.
type memoryFigures struct {
	Idle  float64 `json:"idle_mib"`
	After float64 `json:"after_mib"`
	Peak  float64 `json:"peak_mib"`
}

func main() {
	var o options
	flag.IntVar(&o.acts, "acts", 2000, "acts per deed of the write path")
	flag.IntVar(&o.clients, "clients", 8, "clients at once")
	flag.IntVar(&o.rounds, "rounds", 5, "rounds, of which the median counts")
	flag.IntVar(&o.large, "large", 100_000, "referrals visible to one agency in the large list")
	flag.StringVar(&o.out, "out", "out", "folder for the figures and the scripts")
	flag.StringVar(&o.parts, "parts", "write,lists", "what to measure")
	flag.StringVar(&o.deeds, "deeds", "opinion,sign", "acts of the write path")
	flag.StringVar(&o.hub, "hub", "", "binary of the hub; empty: build it")
	flag.BoolVar(&o.verbose, "v", false, "show the logs of hub and database")
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (err error) {
	f := figures{At: time.Now().UTC().Truncate(time.Second), Go: runtime.Version(), Processors: runtime.NumCPU(), Clients: o.clients}
	if o.hub == "" {
		tmp, err := os.MkdirTemp("", "bench-")
		if err != nil {
			return fmt.Errorf("make a temporary directory: %w", err)
		}
		defer os.RemoveAll(tmp)
		o.say("building the hub")
		if o.hub, err = rig.Build(ctx, tmp); err != nil {
			return err
		}
	}
	ro := rig.Options{Bin: o.hub}
	if o.verbose {
		ro.Log = os.Stderr
	}
	r, err := rig.Start(ctx, ro)
	if err != nil {
		return err
	}
	defer func() {
		if err := r.Stop(); err != nil {
			o.say("stop: %v", err)
		}
	}()
	if f.Memory.Idle, _, err = memory(r.Hub.PID()); err != nil {
		return err
	}
	if err := story.Tell(ctx, r.URL); err != nil {
		return err
	}
	if err := o.measure(ctx, r, &f); err != nil {
		return err
	}
	if f.Memory.After, f.Memory.Peak, err = memory(r.Hub.PID()); err != nil {
		return err
	}
	return o.keep(f)
}

func (o options) measure(ctx context.Context, r *rig.Rig, f *figures) error {
	conn, err := openSuper(ctx, r)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if strings.Contains(o.parts, "write") {
		w := &writer{o: o, rig: r, conn: conn}
		for _, d := range deeds {
			if !strings.Contains(o.deeds, d.name) {
				continue
			}
			w.o.say("write path: %s", d.name)
			got, err := w.measure(ctx, d)
			if err != nil {
				return fmt.Errorf("%s: %w", d.name, err)
			}
			f.Write = append(f.Write, got)
		}
	}
	if strings.Contains(o.parts, "lists") {
		l := &lister{o: o, rig: r, conn: conn}
		if f.Lists, err = l.measure(ctx); err != nil {
			return err
		}
	}
	return nil
}

// keep prints the figures and writes them into the folder.
func (o options) keep(f figures) error {
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("write the figures: %w", err)
	}
	fmt.Println(string(text))
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return fmt.Errorf("keep the figures: %w", err)
	}
	name := filepath.Join(o.out, "bench-"+f.At.Format("20060102T150405Z")+".json")
	return os.WriteFile(name, append(text, '\n'), 0o644)
}
