package main

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/record"
)

// drawCmd looks at published draws (双随机抽查).
type drawCmd struct {
	Verify drawVerifyCmd `cmd:"" help:"Draw again from a published bundle and compare. Exit 0: consistent (without --key: issuer not pinned). 1: refused. 2: could not be checked."`
	Key    drawKeyCmd    `cmd:"" help:"Print the key with which this hub signs bundles, for those who verify elsewhere."`
}

// drawVerifyCmd needs no hub, no database and no network.
type drawVerifyCmd struct {
	File       string `arg:"" help:"Bundle, as published (draw.json)." type:"path"`
	Key        string `help:"File with the keys you trust, one a line, as hub draw key and hub record key print them." type:"path" placeholder:"FILE"`
	Checkpoint string `help:"Checkpoint file of the log: the freeze must stand in it." type:"path" placeholder:"FILE"`
	JSON       bool   `name:"json" help:"Print one JSON object."`
	Lang       string `help:"Language of the text." enum:"zh,en" default:"zh"`

	out io.Writer
}

// drawReport is what a verification found.
type drawReport struct {
	Consistent bool       `json:"consistent"`
	Pinned     bool       `json:"pinned"`   // signed by a key of --key
	Anchored   bool       `json:"anchored"` // the freeze stands in the log of --checkpoint
	AnchoredAt *time.Time `json:"anchored_at,omitempty"`
	Title      string     `json:"title,omitempty"`
	Number     int64      `json:"number,omitempty"`
	Objects    int        `json:"objects,omitempty"`
	Officers   int        `json:"officers,omitempty"`
	Drawn      int        `json:"drawn,omitempty"`
	Digest     string     `json:"digest,omitempty"`
	Signer     string     `json:"signer,omitempty"`
	Code       string     `json:"code,omitempty"` // of the refusal
	Reason     string     `json:"reason,omitempty"`
}

// Run prints what holds and exits with what ADR 0020 says.
func (v drawVerifyCmd) Run() error {
	r, err := v.verify()
	if err != nil {
		f, refused := errors.AsType[*fault.Error](err)
		if !refused {
			return exitError{exitUnchecked, err}
		}
		r.Code, r.Reason = f.Code, f.Detail.ZH
		if v.Lang == "en" {
			r.Reason = f.Detail.EN
		}
	}
	if v.JSON {
		err = printJSON(orStdout(v.out), r)
	} else {
		_, err = io.WriteString(orStdout(v.out), r.text(v.Lang))
	}
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	if r.Code != "" {
		return exitError{1, errors.New("the bundle is refused: " + r.Code)}
	}
	return nil
}

func (v drawVerifyCmd) verify() (r drawReport, err error) {
	file, err := os.ReadFile(v.File)
	if err != nil {
		return r, fmt.Errorf("read the bundle: %w", err)
	}
	keys, err := readTrustedKeys(v.Key)
	if err != nil {
		return r, err
	}
	var checkpoints []byte
	if v.Checkpoint != "" {
		if checkpoints, err = os.ReadFile(v.Checkpoint); err != nil {
			return r, fmt.Errorf("read the checkpoint file: %w", err)
		}
	}
	b, err := draw.Verify(file)
	if err != nil {
		return r, err
	}
	signer := b.Seal.Signers[0].Key
	r = drawReport{
		Consistent: true, Title: b.Terms.Title, Number: b.Terms.Number, Objects: len(b.Objects.List), Officers: len(b.Officers.List), Drawn: len(b.Draw.Result),
		Digest: b.Digest.String(), Signer: hex.EncodeToString(signer[:]),
	}
	if v.Key != "" && len(keys.hubs) > 0 {
		if !keys.hubs[signer] {
			return r, fault.New(fault.Invalid, "draw.issuer", fault.T("签名的密钥不是您指定的平台密钥", "It is signed by another key than those you trust"))
		}
		r.Pinned = true
	}
	return r, r.anchor(b, keys.logs, checkpoints, v.Checkpoint != "")
}

// anchor follows the proof in the bundle; with a checkpoint file it must lead there.
func (r *drawReport) anchor(b *draw.Bundle, logs []note.Verifier, file []byte, asked bool) error {
	refused := func(zh, en string) error { return fault.New(fault.Invalid, "draw.anchor", fault.T(zh, en)) }
	if len(b.Seal.Anchor) == 0 {
		if asked {
			return refused("抽查包没有附日志证明", "The bundle holds no proof of the log")
		}
		return nil
	}
	a := b.Seal.Anchor[0]
	terms, err := b.TermsHash()
	if err != nil {
		return err
	}
	note_ := []byte(strings.ReplaceAll(a.Checkpoint, "|", "\n"))
	anchored := record.Anchored{Header: a.Header, Field: "terms_hash", Salt: a.Salt, Value: []byte(`"` + terms.String() + `"`), Leaf: a.Leaf, Checkpoint: note_}
	for _, h := range a.Proof {
		anchored.Proof = append(anchored.Proof, tlog.Hash(h))
	}
	_, c, err := anchored.Check()
	if err != nil {
		return refused("日志证明不成立：名单冻结的记录不在所附的检查点之内", "The proof of the log does not hold: the freeze does not stand at the checkpoint")
	}
	if len(logs) > 0 {
		if _, err := record.OpenCheckpoint(note_, note.VerifierList(logs...)); err != nil {
			return refused("检查点不是您指定的日志签署的", "The checkpoint is not signed by a log that you trust")
		}
	}
	if asked && !record.InFile(file, note_) {
		return refused("您的检查点文件里没有抽查包所附的检查点", "Your checkpoint file does not hold the bundle's checkpoint")
	}
	r.Anchored, r.AnchoredAt = asked, &c.Time
	return nil
}

func (r drawReport) text(lang string) string {
	pick := func(zh, en string) string {
		if lang == "en" {
			return en + "\n"
		}
		return zh + "\n"
	}
	if r.Code != "" {
		return pick("不通过："+r.Reason, "refused: "+r.Reason)
	}
	s := pick(fmt.Sprintf("一致：%s，第%d轮，%d户中抽取%d户，%d名执法人员", r.Title, r.Number, r.Objects, r.Drawn, r.Officers),
		fmt.Sprintf("consistent: %s, round %d: %d of %d objects, %d officers", r.Title, r.Number, r.Drawn, r.Objects, r.Officers))
	if r.Pinned {
		s += pick("签名：由您指定的平台密钥签署", "signed by a key that you trust")
	} else {
		s += pick("签名：一致，但未指定签发平台（--key 可指定）", "consistent, issuer not pinned (--key names it)")
	}
	if r.AnchoredAt != nil {
		at := r.AnchoredAt.Format(time.RFC3339)
		if r.Anchored {
			s += pick("日志：名单冻结已载入检查点 "+at+"，与您的检查点文件相符", "log: the freeze stands at the checkpoint of "+at+", which your file holds")
		} else {
			s += pick("日志：附有检查点 "+at+"（--checkpoint 可与平台外的文件核对）", "log: a checkpoint of "+at+" is attached (--checkpoint compares it with a file from outside)")
		}
	}
	return s + pick("总哈希："+r.Digest, "digest: "+r.Digest)
}

// trustedKeys are what a reader trusts.
type trustedKeys struct {
	hubs map[[32]byte]bool
	logs []note.Verifier
}

// hubKeyMark begins a hub's key in a line: "name ed25519:hex".
const hubKeyMark = " ed25519:"

func readTrustedKeys(path string) (k trustedKeys, err error) {
	k.hubs = map[[32]byte]bool{}
	if path == "" {
		return k, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return k, fmt.Errorf("read the keys: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if _, digits, ok := strings.Cut(line, hubKeyMark); ok {
			raw, err := hex.DecodeString(digits)
			if err != nil || len(raw) != ed25519.PublicKeySize {
				return k, errors.New("read the keys: a line is no hub key")
			}
			k.hubs[[32]byte(raw)] = true
			continue
		}
		v, err := note.NewVerifier(line)
		if err != nil {
			return k, fmt.Errorf("read the keys: %w", err)
		}
		k.logs = append(k.logs, v)
	}
	if len(k.hubs)+len(k.logs) == 0 {
		return k, fmt.Errorf("%s holds no key", path)
	}
	return k, nil
}

type drawKeyCmd struct {
	logKeyFlags `embed:""`

	out io.Writer
}

// Run prints one line: the hub's name and its public key.
func (k drawKeyCmd) Run() error {
	c, err := readConfig()
	if err != nil {
		return err
	}
	dir, name := k.Keys, k.Name
	if dir == "" {
		dir = c.keysDir()
	}
	if name == "" {
		name = c.Name
	}
	if _, err := os.Stat(dir); err != nil {
		return exitError{exitUnchecked, fmt.Errorf("the hub's keys: %w", err)}
	}
	ring, err := record.OpenKeyring(dir)
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	key, err := ring.Load(record.KeyHub)
	if err != nil {
		return exitError{exitUnchecked, fmt.Errorf("load the hub's key: %w", err)}
	}
	_, err = fmt.Fprintf(orStdout(k.out), "%s%s%s\n", name, hubKeyMark, hex.EncodeToString(key.Public()))
	return err
}
