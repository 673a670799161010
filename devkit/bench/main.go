// Command bench measures the hub on this machine: the write path against
// pgbench replaying the SQL of the same act, and the lists at two sizes.
// docs/benchmarks.md says how to read the figures.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"syscall"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/bench/hammer"
	"github.com/xianjie-hub/xianjie/devkit/bench/rig"
	"github.com/xianjie-hub/xianjie/devkit/story"
)

// options of a run.
type options struct {
	acts, clients, rounds int
	large, crowd          int
	out                   string
	parts, deeds          string
	hub                   string
	killActs, kills       int
	profile               string
	verbose               bool
}

func (o options) say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// figures are what a run measured.
type figures struct {
	At         time.Time       `json:"at"`
	Go         string          `json:"go"`
	Processors int             `json:"processors"`
	Clients    int             `json:"clients"`
	Memory     memoryFigures   `json:"memory,omitzero"`
	Write      []writeFigures  `json:"write,omitempty"`
	Lists      []listFigures   `json:"lists,omitempty"`
	Kills      []hammer.Report `json:"kills,omitempty"`
	Search     *searchFigures  `json:"search,omitempty"`
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
	flag.IntVar(&o.crowd, "crowd", 1_000_000, "cases among which search and lists are measured, beside 10,000")
	flag.StringVar(&o.parts, "parts", "write,lists,kill", "what to measure; search is asked for by name, it takes a quarter of an hour")
	flag.IntVar(&o.killActs, "kill-acts", 2000, "acknowledged acts while one process is killed, for each process")
	flag.IntVar(&o.kills, "kills", 8, "kills of each process")
	flag.StringVar(&o.deeds, "deeds", "opinion,sign", "acts of the write path")
	flag.StringVar(&o.hub, "hub", "", "binary of the hub; empty: build it")
	flag.StringVar(&o.profile, "profile", "", "file for a processor profile of this process: of the verb without its HTTP edge")
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
	if o.profile != "" {
		file, err := os.Create(o.profile)
		if err != nil {
			return fmt.Errorf("keep the profile: %w", err)
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return fmt.Errorf("profile: %w", err)
		}
		defer pprof.StopCPUProfile()
	}
	if strings.Contains(o.parts, "write") || strings.Contains(o.parts, "lists") || strings.Contains(o.parts, "search") {
		if err := o.speed(ctx, &f); err != nil {
			return err
		}
	}
	var lost error
	if strings.Contains(o.parts, "kill") {
		if f.Kills, lost = o.hammer(ctx); lost != nil && len(f.Kills) == 0 {
			return lost
		}
	}
	return errors.Join(lost, o.keep(f))
}

// speed measures a hub without workers: nothing else uses the machine.
func (o options) speed(ctx context.Context, f *figures) error {
	r, err := rig.Start(ctx, o.rig())
	if err != nil {
		return err
	}
	defer o.stop(r)
	if f.Memory.Idle, _, err = memory(r.Hub.PID()); err != nil {
		return err
	}
	if err := story.Tell(ctx, r.URL, time.Now); err != nil {
		return err
	}
	if err := o.measure(ctx, r, f); err != nil {
		return err
	}
	f.Memory.After, f.Memory.Peak, err = memory(r.Hub.PID())
	return err
}

func (o options) rig() rig.Options {
	ro := rig.Options{Bin: o.hub}
	if o.verbose {
		ro.Log = os.Stderr
	}
	return ro
}

func (o options) stop(r *rig.Rig) {
	if err := r.Stop(); err != nil {
		o.say("stop: %v", err)
	}
}

// hammer kills one process after another while acts are acknowledged. Its error
// says what was lost.
func (o options) hammer(ctx context.Context) (list []hammer.Report, err error) {
	ro := o.rig()
	ro.Workers = true
	r, err := rig.Start(ctx, ro)
	if err != nil {
		return nil, err
	}
	defer o.stop(r)
	for _, target := range hammer.Targets {
		rep, err := hammer.Run(ctx, r, hammer.Options{Target: target, Acts: o.killActs, Kills: o.kills, Clients: o.clients, Cut: 50, Settle: 4 * time.Minute})
		if err != nil {
			return list, fmt.Errorf("kill -9 of %s: %w", target, err)
		}
		list = append(list, rep)
		o.say("kill -9 of %s: %d acts acknowledged over %d kills, %d lost, %d doubled", target, rep.Acknowledged, rep.Kills, rep.Lost, rep.Doubled)
		if !rep.OK() || rep.Waiting > 0 {
			return list, fmt.Errorf("kill -9 of %s: %d lost, %d doubled, %d mails not sent: %q", target, rep.Lost, rep.Doubled, rep.Waiting, rep.Findings)
		}
	}
	return list, nil
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
	if strings.Contains(o.parts, "search") {
		got, err := (&searcher{o: o, rig: r, conn: conn}).measure(ctx)
		if err != nil {
			return fmt.Errorf("search: %w", err)
		}
		f.Search = &got
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
