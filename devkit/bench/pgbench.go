package main

import (
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/xianjie-hub/xianjie/devkit/bench/rig"
	"github.com/xianjie-hub/xianjie/devkit/postgres"
)

// pgbench replays a script over the copies first.. and says how many acts per
// second it did. Statements are prepared once per connection, as the hub does.
func pgbench(ctx context.Context, db *postgres.Server, script string, clients, acts, first int) (rate float64, cpu seconds, err error) {
	bin, err := postgres.BinDir()
	if err != nil {
		return 0, 0, err
	}
	u, err := url.Parse(db.URL(rig.Database, "hub_app"))
	if err != nil {
		return 0, 0, fmt.Errorf("read the database address: %w", err)
	}
	share := acts / clients
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "pgbench"), "-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", "2", "-t", strconv.Itoa(share),
		"-D", "i=-1", "-D", "base="+strconv.Itoa(first), "-D", "share="+strconv.Itoa(share), "-f", script,
		"-h", u.Query().Get("host"), "-U", "hub_app", rig.Database)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, 0, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	m := tps.FindSubmatch(out)
	if m == nil || failures.Match(out) {
		return 0, 0, fmt.Errorf("pgbench: transactions failed, or it does not say how many there were:\n%s", out)
	}
	if rate, err = strconv.ParseFloat(string(m[1]), 64); err != nil {
		return 0, 0, fmt.Errorf("read the rate of pgbench: %w", err)
	}
	return rate, seconds(cmd.ProcessState.UserTime().Seconds() + cmd.ProcessState.SystemTime().Seconds()), nil
}

var (
	tps      = regexp.MustCompile(`tps = ([0-9.]+) \(without initial connection time\)`)
	failures = regexp.MustCompile(`number of failed transactions: [1-9]|aborted`)
)
