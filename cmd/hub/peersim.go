package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/federation/peersim"
)

// peersimCmd plays a partner hub that misbehaves (对方平台模拟器), against any hub that
// pinned it.
type peersimCmd struct {
	Init peersimInitCmd `cmd:"" help:"Make a simulator: its keys, its metadata, its fingerprint to be pinned by the hub under test."`
	Run  peersimRunCmd  `cmd:"" help:"Play the nine behaviours. Exit 0: every answer is the one it must be. 1: some are not. 2: it could not be played."`
	List peersimListCmd `cmd:"" help:"List the behaviours."`
}

// Files of a simulator.
const (
	simState    = "peersim.json"
	simMetadata = "metadata.jose"
)

type peersimInitCmd struct {
	Dir      string `arg:"" help:"Folder for keys and metadata." type:"path"`
	Name     string `help:"Name of the simulated hub." default:"peersim.example"`
	Endpoint string `help:"Address at which the hub under test reaches it." default:"http://127.0.0.1:8179"`

	out io.Writer
}

// Run never replaces a simulator: a hub may have pinned it.
func (c peersimInitCmd) Run() error {
	if !federation.ValidHub(c.Name) {
		return fmt.Errorf("%q cannot name a hub: lower-case letters, digits, hyphens and dots", c.Name)
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	sim, err := peersim.New(c.Name, "模拟平台", c.Endpoint, rand.Reader, time.Now)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(c.Dir, simState), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("keep the simulator: %w", err)
	}
	if err := errors.Join(sim.Save(f), f.Close()); err != nil {
		return err
	}
	raw, root := sim.Metadata()
	path := filepath.Join(c.Dir, simMetadata)
	if err := os.WriteFile(path, raw, 0o644); err != nil {
		return fmt.Errorf("write the metadata: %w", err)
	}
	_, err = fmt.Fprintf(orStdout(c.out), "元数据 metadata: %s\n根密钥指纹 root fingerprint: %s\n", path, root)
	return err
}

type peersimListCmd struct {
	Lang string `help:"Language of the text." enum:"zh,en" default:"zh"`
}

// Run prints a behaviour a line.
func (c peersimListCmd) Run() error {
	for _, b := range peersim.Behaviours {
		text := b.Text.ZH
		if c.Lang == "en" {
			text = b.Text.EN
		}
		fmt.Printf("%-12s %s\n", b.Name, text)
	}
	return nil
}

type peersimRunCmd struct {
	Dir      string   `arg:"" help:"Folder of the simulator." type:"existingdir"`
	Metadata string   `help:"Metadata of the hub under test, as it hands it to partners." type:"path" required:"" placeholder:"FILE"`
	Root     string   `help:"Fingerprint of its root key." required:"" placeholder:"DIGITS"`
	Only     []string `help:"Play these behaviours only." placeholder:"NAME"`
	Listen   string   `help:"Address at which the simulator answers while it plays; empty: nowhere." default:"127.0.0.1:8179"`
	JSON     bool     `name:"json" help:"Print one JSON object."`

	out io.Writer
}

// simReport is what was played.
type simReport struct {
	Target string          `json:"target"`
	Passed int             `json:"passed"`
	Failed int             `json:"failed"`
	Checks []peersim.Check `json:"checks"`
}

// Run plays and prints each answer beside the one it had to be.
func (c peersimRunCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	r, err := c.play(ctx)
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	w := orStdout(c.out)
	if c.JSON {
		err = printJSON(w, r)
	} else {
		err = r.print(w)
	}
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	if r.Failed > 0 {
		return exitError{1, fmt.Errorf("%d of %d answers are not those of the protocol", r.Failed, len(r.Checks))}
	}
	return nil
}

func (c peersimRunCmd) play(ctx context.Context) (simReport, error) {
	f, err := os.Open(filepath.Join(c.Dir, simState))
	if err != nil {
		return simReport{}, fmt.Errorf("no simulator here, hub peersim init makes one: %w", err)
	}
	defer f.Close()
	sim, err := peersim.Load(f, time.Now)
	if err != nil {
		return simReport{}, err
	}
	raw, err := os.ReadFile(c.Metadata)
	if err != nil {
		return simReport{}, fmt.Errorf("read the metadata: %w", err)
	}
	root, err := federation.ParseFingerprint(c.Root)
	if err != nil {
		return simReport{}, fmt.Errorf("--root: %w", err)
	}
	m, _, err := federation.OpenMetadata(raw, root)
	if err == nil {
		err = sim.Pin(raw, root)
	}
	if err != nil {
		return simReport{}, fmt.Errorf("the metadata of the hub under test: %w", err)
	}
	if c.Listen != "" {
		listener, err := net.Listen("tcp", c.Listen)
		if err != nil {
			return simReport{}, fmt.Errorf("answer as the simulator: %w", err)
		}
		server := &http.Server{Handler: sim.Handler(), ReadHeaderTimeout: 10 * time.Second}
		go server.Serve(listener) //nolint:errcheck // ends with Close
		defer server.Close()
	}
	checks, err := sim.Play(ctx, m.Hub, c.Only...)
	if err != nil {
		return simReport{}, err
	}
	r := simReport{Target: m.Hub, Checks: checks}
	for _, check := range checks {
		if check.OK {
			r.Passed++
		} else {
			r.Failed++
		}
	}
	return r, nil
}

func (r simReport) print(w io.Writer) error {
	for _, c := range r.Checks {
		mark, got := "ok  ", ""
		if !c.OK {
			mark, got = "FAIL", ", got "+c.Got
		}
		if _, err := fmt.Fprintf(w, "%s %-12s %s: %s%s\n", mark, c.Behaviour, c.What, c.Want, got); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s: %d passed, %d failed\n", r.Target, r.Passed, r.Failed)
	return err
}
