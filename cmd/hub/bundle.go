package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/federation"
)

// bundleCmd looks at courier bundles (交换包).
type bundleCmd struct {
	Show   bundleShowCmd   `cmd:"" help:"List what a bundle holds and verify it offline. Exit 0: all of it verifies. 1: something is refused. 2: could not be checked."`
	Export bundleExportCmd `cmd:"" help:"Write what waits for a partner hub into a bundle for a courier: messages, receipts, files."`
	Import bundleImportCmd `cmd:"" help:"Take what a courier brought. Exit 0: all of it was taken, now or before. 1: something was refused."`
}

// bundleShowCmd needs no hub, no database and no network.
type bundleShowCmd struct {
	File     string   `arg:"" help:"Bundle (ZIP)." type:"path"`
	Metadata []string `help:"Metadata of a hub whose messages are in the bundle; that of its writer is in the bundle itself." type:"path" placeholder:"FILE"`
	Root     []string `help:"Fingerprint of a hub's root key, from the paper agreement. Without one nobody is trusted." placeholder:"DIGITS"`
	JSON     bool     `name:"json" help:"Print one JSON object."`
	Lang     string   `help:"Language of the text." enum:"zh,en" default:"zh"`

	out io.Writer
}

// bundleReport is what was found.
type bundleReport struct {
	Verified bool     `json:"verified"`
	Pinned   []string `json:"pinned"` // hubs whose metadata stands under a given fingerprint
	federation.Inspection
}

// Run prints what the bundle holds.
func (c bundleShowCmd) Run() error {
	r, err := c.inspect()
	if bad, refused := errors.AsType[*federation.Invalid](err); refused {
		r.Inspection = federation.Inspection{Reason: bad.Reason, Envelopes: []federation.InspectedEnvelope{}, Receipts: []federation.InspectedReceipt{}, Files: []federation.InspectedFile{}}
	} else if err != nil {
		return exitError{exitUnchecked, err}
	}
	if c.JSON {
		err = printJSON(orStdout(c.out), r)
	} else {
		_, err = io.WriteString(orStdout(c.out), r.text(c.Lang))
	}
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	if !r.Verified {
		return exitError{1, errors.New("the bundle does not verify")}
	}
	return nil
}

func (c bundleShowCmd) inspect() (bundleReport, error) {
	r := bundleReport{Pinned: []string{}}
	f, err := os.Open(c.File)
	if err != nil {
		return r, fmt.Errorf("read the bundle: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return r, fmt.Errorf("read the bundle: %w", err)
	}
	b, err := federation.ReadBundle(f, info.Size())
	if err != nil {
		return r, err
	}
	keys, err := c.keys(b.Metadata, &r)
	if err != nil {
		return r, err
	}
	if r.Inspection, err = b.Inspect(keys.Find); err != nil {
		return r, fmt.Errorf("read the bundle: %w", err)
	}
	r.Verified = r.Inspection.Verified()
	return r, nil
}

// keys are those of the metadata that stand under one of the fingerprints.
func (c bundleShowCmd) keys(inside []byte, r *bundleReport) (federation.Keys, error) {
	keys := federation.Keys{}
	var editions [][]byte
	if inside != nil {
		editions = append(editions, inside)
	}
	for _, path := range c.Metadata {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read the metadata: %w", err)
		}
		editions = append(editions, raw)
	}
	for _, text := range c.Root {
		root, err := federation.ParseFingerprint(text)
		if err != nil {
			return nil, fmt.Errorf("--root: %w", err)
		}
		for _, raw := range editions {
			if m, _, err := federation.OpenMetadata(raw, root); err == nil { // under another root it is somebody else's
				keys.Learn(&m)
				r.Pinned = append(r.Pinned, m.Hub)
			}
		}
	}
	return keys, nil
}

func (r bundleReport) text(lang string) string {
	pick := func(zh, en string) string {
		if lang == "en" {
			return en
		}
		return zh
	}
	verdict := func(reason federation.Reason) string {
		if reason == "" {
			return pick("已核验", "verified")
		}
		words := reason.Words()
		return pick("不通过："+words.ZH, "refused: "+words.EN) + " (" + string(reason) + ")"
	}
	var b strings.Builder
	line := func(zh, en string, args ...any) { fmt.Fprintf(&b, pick(zh, en)+"\n", args...) }
	m := r.Manifest
	if m.From != "" {
		line("交换包：%s → %s，%s", "bundle: %s to %s, %s", m.From, m.To, m.CreatedAt.Format(time.RFC3339))
	}
	line("清单：%s", "manifest: %s", verdict(r.Reason))
	if len(r.Pinned) == 0 {
		line("没有给出书面协议上的根密钥指纹（--root），不能确认是谁签署的。", "no fingerprint of the paper agreement was given (--root): who signed cannot be told.")
	}
	for _, e := range r.Envelopes {
		if e.Reason != "" { // what it says of itself was never checked, and is not printed
			line("报文 %s：%s", "envelope %s: %s", e.Hash, verdict(e.Reason))
			continue
		}
		line("报文 %s：%s 第%d号，%s，%s → %s：%s", "envelope %s: %s no. %d, %s, %s to %s: %s",
			e.Said.ID, e.Said.Conversation, e.Said.Seq, e.Said.Type, e.Said.From.Hub, e.Said.To.Hub, verdict(e.Reason))
	}
	for _, got := range r.Receipts {
		if got.Receipt == nil {
			line("回执 %s：%s", "receipt %s: %s", got.Hash, verdict(got.Reason))
			continue
		}
		line("回执 %s：%s 对 %s，%s：%s", "receipt %s: %s of %s, %s: %s",
			got.Receipt.ID, got.Receipt.Kind, got.Receipt.Message, got.Receipt.Time.Format(time.RFC3339), verdict(got.Reason))
	}
	for _, f := range r.Files {
		state := verdict(f.Reason)
		if !f.Carried {
			state = pick("不在包内，须另行取得", "not in the bundle, to be fetched another way")
		}
		line("附件 %s %s（%d 字节）：%s", "file %s %s (%d bytes): %s", f.SHA256, f.Name, f.Bytes, state)
	}
	return b.String()
}
