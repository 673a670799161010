package main

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/devkit/bench/rig"
	"github.com/xianjie-hub/xianjie/devkit/postgres"
)

// warmUp is how many acts each connection of pgbench replays before it counts:
// by then its statements are prepared and planned, as the hub's are.
const warmUp = 12

// replay is what pgbench measured.
type replay struct {
	rate float64 // acts per second of warm connections
	own  seconds // processor time of pgbench itself, warming up included
}

// pgbench replays a script over the copies first..first+clients*(warmUp+share)-1.
// Statements are prepared once per connection, as the hub does.
func pgbench(ctx context.Context, db *postgres.Server, script string, clients, share, first int) (r replay, err error) {
	bin, err := postgres.BinDir()
	if err != nil {
		return r, err
	}
	u, err := url.Parse(db.URL(rig.Database, "hub_app"))
	if err != nil {
		return r, fmt.Errorf("read the database address: %w", err)
	}
	logs, err := os.MkdirTemp("", "pgbench-")
	if err != nil {
		return r, fmt.Errorf("make a directory for pgbench's logs: %w", err)
	}
	defer os.RemoveAll(logs)
	each := strconv.Itoa(warmUp + share)
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "pgbench"), "-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", "2", "-t", each,
		"-l", "--log-prefix="+filepath.Join(logs, "log"),
		"-D", "i=-1", "-D", "base="+strconv.Itoa(first), "-D", "share="+each, "-f", script,
		"-h", u.Query().Get("host"), "-U", "hub_app", rig.Database)
	out, err := cmd.CombinedOutput()
	if err != nil || failures.Match(out) {
		return r, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	r.own = seconds(cmd.ProcessState.UserTime().Seconds() + cmd.ProcessState.SystemTime().Seconds())
	if share > 0 {
		r.rate, err = steady(logs, clients)
	}
	return r, err
}

var failures = regexp.MustCompile(`number of failed transactions: [1-9]|aborted`)

// steady reads the logs and gives the rate between the moment when the last
// client had warmed up and the moment when the first was done.
func steady(logs string, clients int) (float64, error) {
	files, err := filepath.Glob(filepath.Join(logs, "*"))
	if err != nil {
		return 0, fmt.Errorf("find pgbench's logs: %w", err)
	}
	var ends [][]float64 = make([][]float64, clients)
	for _, name := range files {
		if err := readLog(name, ends); err != nil {
			return 0, err
		}
	}
	from, to := 0.0, math.Inf(1)
	for _, list := range ends {
		if len(list) <= warmUp {
			return 0, fmt.Errorf("pgbench's logs tell of %d acts of a client, fewer than it did", len(list))
		}
		from, to = max(from, list[warmUp-1]), min(to, list[len(list)-1])
	}
	n := 0
	for _, list := range ends {
		for _, at := range list {
			if at > from && at <= to {
				n++
			}
		}
	}
	if to <= from {
		return 0, fmt.Errorf("some client of pgbench was done before another had warmed up: replay more acts")
	}
	return float64(n) / (to - from), nil
}

// readLog reads lines of: client, number, time, script, epoch, microseconds.
func readLog(name string, ends [][]float64) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("read pgbench's log: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 6 {
			return fmt.Errorf("read pgbench's log: a line says %q", lines.Text())
		}
		client, err1 := strconv.Atoi(fields[0])
		at, err2 := strconv.ParseFloat(fields[4], 64)
		micro, err3 := strconv.ParseFloat(fields[5], 64)
		if err1 != nil || err2 != nil || err3 != nil || client >= len(ends) {
			return fmt.Errorf("read pgbench's log: a line says %q", lines.Text())
		}
		ends[client] = append(ends[client], at+micro/1e6)
	}
	return lines.Err()
}
