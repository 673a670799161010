package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/devkit/line"
	"github.com/xianjie-hub/xianjie/devkit/postgres"
	"github.com/xianjie-hub/xianjie/devkit/story"
)

// twoHubs are hubs of two provinces on one machine (两个枢纽): databases and keys of their
// own, a line between them that can be cut, and trust from the start.
type twoHubs struct {
	hubs  [2]*devHub
	wires line.Switch // the first leads to the first hub
	ends  []func() error
}

// provinces are whose hubs they are.
var provinces = [2]story.Province{story.Sichuan, story.Chongqing}

// twoOptions say where two hubs listen and keep their data.
type twoOptions struct {
	Listen string // of the first; the second and the line take the ports behind it
	Dir    string // empty: a temporary directory, removed at the end
	Unsafe bool
	Alone  bool // as in hubOptions
	Log    *slog.Logger
	Now    func() time.Time
}

// two runs both hubs until told to stop.
func (d devCmd) two(ctx context.Context, log *slog.Logger) error {
	t, err := startTwo(ctx, twoOptions{Listen: d.Listen, Dir: d.Dir, Log: log, Now: d.At.clock()})
	if err != nil {
		return err
	}
	if !d.Empty {
		if err := story.TellAcross(ctx, t.hubs[0].url, t.hubs[1].url); err != nil {
			return errors.Join(err, t.stop())
		}
	}
	for _, h := range t.hubs {
		fmt.Printf("\n  ── %s ──\n", h.config.Name)
		h.announce(os.Stdout)
	}
	fmt.Printf("\n  线路 Line          %s/dev/line — 断开或者接通两枢纽之间的线路 (cut and join what lies between the hubs)\n", t.hubs[0].url)
	fmt.Print(howToStop)
	select {
	case err = <-t.hubs[0].serving:
	case err = <-t.hubs[1].serving:
	case <-ctx.Done():
	}
	return errors.Join(err, t.stop())
}

// stop ends everything, backwards.
func (t *twoHubs) stop() error {
	var all []error
	for i := len(t.ends) - 1; i >= 0; i-- {
		all = append(all, t.ends[i]())
	}
	return errors.Join(all...)
}

// ports gives the addresses of hubs and lines: one behind the other, or free ones.
func ports(listen string, n int) ([]string, error) {
	host, text, err := net.SplitHostPort(listen)
	if err != nil {
		return nil, fmt.Errorf("--listen: %w", err)
	}
	first, err := strconv.Atoi(text)
	if err != nil {
		return nil, fmt.Errorf("--listen: %w", err)
	}
	out := make([]string, n)
	for i := range out {
		port := first
		if first != 0 {
			port += i
		}
		out[i] = net.JoinHostPort(host, strconv.Itoa(port))
	}
	return out, nil
}

// startTwo starts both hubs, the line between them, and lets them trust one another.
func startTwo(ctx context.Context, o twoOptions) (t *twoHubs, err error) {
	t = &twoHubs{}
	defer func() {
		if err != nil {
			err = errors.Join(err, t.stop())
		}
	}()
	listen, err := ports(o.Listen, 4)
	if err != nil {
		return t, err
	}
	if o.Dir, err = t.place(o.Dir); err != nil {
		return t, err
	}
	server, err := t.server(ctx, o)
	if err != nil {
		return t, err
	}
	for _, from := range listen[2:] { // both hubs know the lines from the start
		wire, err := line.Start(from)
		if err != nil {
			return t, err
		}
		t.ends, t.wires = append(t.ends, wire.Stop), append(t.wires, wire)
	}
	for i, p := range provinces {
		h, err := startHub(ctx, hubOptions{
			Listen: listen[i], Dir: filepath.Join(o.Dir, p.Hub), Unsafe: o.Unsafe, Alone: o.Alone, Log: o.Log, Now: o.Now, Pair: &pairing{Province: p, Server: server, Switch: t.wires},
		})
		if err != nil {
			return t, err
		}
		t.ends, t.hubs[i] = append(t.ends, h.stop), h
		t.wires[i].Lead(strings.TrimPrefix(h.url, "http://"))
	}
	return t, t.trust(ctx)
}

// place makes the folder of both; a temporary one goes at the end.
func (t *twoHubs) place(dir string) (string, error) {
	if dir != "" {
		return dir, os.MkdirAll(dir, 0o700)
	}
	root, err := postgres.TempRoot()
	if err != nil {
		return "", err
	}
	tmp, err := os.MkdirTemp(root, "xianjie-two-")
	if err != nil {
		return "", fmt.Errorf("make a temporary directory: %w", err)
	}
	t.ends = append(t.ends, func() error { return os.RemoveAll(tmp) })
	return tmp, nil
}

// server starts PostgreSQL for both. Databases whose keys are gone begin again.
func (t *twoHubs) server(ctx context.Context, o twoOptions) (*postgres.Server, error) {
	opts := postgres.Options{Unsafe: o.Unsafe}
	if !o.Unsafe {
		dir, err := postgres.Place(filepath.Join(o.Dir, "postgres"))
		if err != nil {
			return nil, err
		}
		for _, p := range provinces {
			if _, err := os.Stat(config{DataDir: filepath.Join(o.Dir, p.Hub)}.keysDir()); errors.Is(err, fs.ErrNotExist) {
				if err := postgres.Remove(dir); err != nil {
					return nil, err
				}
			}
		}
		opts.Dir = dir
	}
	server, err := postgres.Start(ctx, opts)
	if err != nil {
		return nil, err
	}
	t.ends = append(t.ends, server.Stop)
	return server, nil
}

// trust lets each hub sign who it is, and two persons of the other one confirm it: the
// command line proposes, an operator confirms.
func (t *twoHubs) trust(ctx context.Context) error {
	var identities [2]casework.Identity
	for i, h := range t.hubs {
		root, err := rootKey(h.config, "")
		if err != nil {
			return err
		}
		in := casework.NewIdentity{Name: provinces[i].Name, Region: provinces[i].Region, Endpoints: []string{t.wires[i].URL()}, Valid: 365 * 24 * time.Hour}
		if identities[i], err = h.office.PublishIdentity(ctx, root.Private, in); err != nil {
			return err
		}
	}
	for i, h := range t.hubs {
		organ, err := h.office.HomeOrgan(ctx, provinces[i].Operator)
		if err != nil {
			return err
		}
		other := identities[1-i]
		if _, _, err := h.office.ProposePeer(ctx, casework.CommandLine(), organ.ID, casework.NewPeer{Metadata: other.Sealed, Fingerprint: other.Root.String()}); err != nil {
			return err
		}
		if err := provinces[i].Confirm(ctx, h.url); err != nil {
			return err
		}
	}
	return nil
}
