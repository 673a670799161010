package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/federation"
)

// openCmd opens what came sealed to an organ that keeps its own private key (密封内容). It
// needs no hub, no database and no network: the organ's machine is enough.
type openCmd struct {
	File     string   `arg:"" help:"What the page of the case gives to be opened (密封内容.json), or one sealed file (.jwe)." type:"path"`
	Sealed   []string `name:"file" help:"Sealed files (.jwe) of the case; 密封内容.json proves which message names them." type:"path" placeholder:"FILE"`
	Out      string   `help:"Folder that opened files are written into; nothing there is overwritten." type:"path" default:"." placeholder:"DIR"`
	Key      []string `required:"" help:"Private key of the organ (PKCS #8, PEM); older keys too, for what was sealed before they were replaced." type:"path" placeholder:"FILE"`
	Metadata []string `help:"Metadata of the sending hub, to verify who signed what the fields are proved by." type:"path" placeholder:"FILE"`
	Root     []string `help:"Fingerprint of the sending hub's root key, from the paper agreement." placeholder:"DIGITS"`
	JSON     bool     `name:"json" help:"Print one JSON object."`

	out io.Writer
}

// openedPart is a sealed part, opened, or why not.
type openedPart struct {
	Message  federation.Message         `json:"message"`
	Group    string                     `json:"group,omitempty"`
	File     string                     `json:"file,omitempty"`    // a sealed file
	Written  string                     `json:"written,omitempty"` // what was inside
	Fields   map[string]json.RawMessage `json:"fields,omitempty"`
	Verified bool                       `json:"verified"` // the signatures of the withholding message were verified
	Error    string                     `json:"error,omitempty"`
}

// Run prints every part. What does not open says why, and the exit code is 1.
func (c openCmd) Run() error {
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return exitError{exitUnchecked, fmt.Errorf("read what is sealed: %w", err)}
	}
	var file federation.SealedFile
	if _, err := federation.ReadSealedFile(raw); err == nil {
		c.Sealed = append([]string{c.File}, c.Sealed...)
	} else if err := json.Unmarshal(raw, &file); err != nil {
		return exitError{exitUnchecked, errors.New("the file is neither what the page of the case gives nor a sealed file")}
	}
	private := map[string]*ecdsa.PrivateKey{}
	for _, path := range c.Key {
		key, err := readOrganKey(path)
		if err != nil {
			return exitError{exitUnchecked, err}
		}
		id, err := federation.KeyID(&key.PublicKey)
		if err != nil {
			return exitError{exitUnchecked, err}
		}
		private[id] = key
	}
	keys, err := bundleShowCmd{Metadata: c.Metadata, Root: c.Root}.keys(nil, &bundleReport{})
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	failed := 0
	var opened []openedPart
	for _, p := range file.Parts {
		o := openPart(p, private, keys)
		if o.Error != "" {
			failed++
		}
		opened = append(opened, o)
	}
	for _, path := range c.Sealed {
		o := c.openFile(path, file.Files, private, keys)
		if o.Error != "" {
			failed++
		}
		opened = append(opened, o)
	}
	if err := c.print(opened); err != nil {
		return exitError{exitUnchecked, err}
	}
	if failed > 0 {
		return exitError{1, fmt.Errorf("%d of %d sealed parts and files do not open", failed, len(opened))}
	}
	return nil
}

// openFile opens a sealed file and writes what is inside under its own name, but never over
// another file and never outside the folder.
func (c openCmd) openFile(path string, proofs []federation.SealedProof, private map[string]*ecdsa.PrivateKey, keys federation.Keys) openedPart {
	o := openedPart{File: filepath.Base(path)}
	fail := func(zh, en string) openedPart {
		o.Error = zh + " / " + en
		return o
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return fail("密封件读不出", err.Error())
	}
	part, err := federation.ReadSealedFile(raw)
	if err != nil {
		return fail("不是密封件，或者已被改动", err.Error())
	}
	o.Message = part.Message
	key := private[part.KeyID]
	if key == nil {
		return fail("密封所用公钥 "+part.KeyID+" 的私钥不在给出的密钥之中", "sealed to key "+part.KeyID+", which is none of those given")
	}
	var find federation.KeySource
	if len(keys) > 0 {
		find = keys.Find
	}
	if at := slices.IndexFunc(proofs, func(p federation.SealedProof) bool { return p.SHA256 == federation.HashOf(raw) }); at >= 0 {
		if err := proofs[at].Proves(raw, part, find); err != nil {
			return fail("密封件与已签名的函件不符", err.Error())
		}
		o.Verified = find != nil
	} else if len(proofs) > 0 {
		return fail("密封内容.json 中没有函件列出这份密封件", "no message of the case names this file")
	}
	f, err := part.OpenFile(key, part.Message)
	if err != nil {
		return fail("密封件已被改动，不能打开", err.Error())
	}
	name := filepath.Base(filepath.FromSlash(strings.ReplaceAll(f.Name, "\\", "/")))
	if name == "." || name == string(filepath.Separator) || name == ".." {
		name = "opened"
	}
	o.Written = filepath.Join(c.Out, name)
	if err := writeNew(o.Written, f.Content, 0o600); err != nil {
		return fail("打开的文件没有写出（同名文件不覆盖）", err.Error())
	}
	return o
}

func openPart(p federation.SealedMessage, private map[string]*ecdsa.PrivateKey, keys federation.Keys) openedPart {
	o := openedPart{Message: p.Message, Group: p.Group}
	part, err := federation.ReadSealed(p.Sealed)
	if err == nil && private[part.KeyID] == nil {
		o.Error = "密封所用公钥 " + part.KeyID + " 的私钥不在给出的密钥之中：换用该密钥，或者请对方按新公钥重新提供 / sealed to key " + part.KeyID + ", which is none of those given"
		return o
	}
	var find federation.KeySource
	if len(keys) > 0 {
		find = keys.Find
	}
	var fields []federation.Shown
	if err == nil {
		fields, err = p.Open(private[part.KeyID], find)
	}
	switch {
	case errors.Is(err, federation.ErrTampered):
		o.Error = "密封内容已被改动，不能打开 / the sealed part was altered and does not open"
	case err != nil:
		o.Error = "密封内容不能采信 / not to be believed: " + err.Error()
	}
	if err != nil {
		return o
	}
	o.Verified, o.Fields = find != nil, map[string]json.RawMessage{}
	for _, f := range fields {
		o.Fields[f.Path] = f.Value
	}
	return o
}

func (c openCmd) print(list []openedPart) error {
	w := orStdout(c.out)
	if c.JSON {
		return printJSON(w, list)
	}
	for _, o := range list {
		if _, err := fmt.Fprintf(w, "函件 %s  %s%s\n", o.Message, o.Group, o.File); err != nil {
			return err
		}
		if o.Error != "" {
			fmt.Fprintln(w, "  "+o.Error)
			continue
		}
		for path, value := range o.Fields {
			fmt.Fprintf(w, "  %s  %s\n", path, value)
		}
		if o.Written != "" {
			fmt.Fprintln(w, "  "+o.Written)
		}
		if !o.Verified {
			fmt.Fprintln(w, "  没有给出对方元数据和根密钥指纹，未核验由谁签署 / who signed was not verified: give --metadata and --root")
		}
	}
	return nil
}

// readOrganKey reads a P-256 private key.
func readOrganKey(path string) (*ecdsa.PrivateKey, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the organ's key: %w", err)
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		return nil, fmt.Errorf("%s: not a private key in PEM", path)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(*ecdsa.PrivateKey)
	if err != nil || !ok || key.Curve != elliptic.P256() {
		return nil, fmt.Errorf("%s: not a P-256 private key (PKCS #8)", path)
	}
	return key, nil
}

// organKeyCmd is about keys whose private half only an organ has (机关自持密钥).
type organKeyCmd struct {
	New organKeyNewCmd `cmd:"" help:"Make a key for what is sealed to an organ, on the organ's own machine: the private key stays there, the public one goes to the operator."`
	Use organKeyUseCmd `cmd:"" help:"Have what is sealed to an organ of this hub sealed to a key that only the organ can open; then sign the metadata anew (hub peer init)."`
}

type organKeyNewCmd struct {
	Out string `required:"" help:"Where the private key goes (PKCS #8, PEM); the public one goes beside it, with .pub.json behind." type:"path" placeholder:"FILE"`

	out io.Writer
}

// Run makes the key and never overwrites one.
func (c organKeyNewCmd) Run() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fmt.Errorf("write a key: %w", err)
	}
	public, err := (&jose.JSONWebKey{Key: &key.PublicKey}).MarshalJSON()
	if err != nil {
		return fmt.Errorf("write a key: %w", err)
	}
	if err := writeNew(c.Out, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		return err
	}
	if err := writeNew(c.Out+".pub.json", append(public, '\n'), 0o644); err != nil {
		return err
	}
	id, err := federation.KeyID(&key.PublicKey)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(orStdout(c.out), "密钥 %s：私钥 %s 由本机关保管并备份，丢失后密封的内容无法打开；公钥 %s.pub.json 交平台运维人员\nkey %s: keep %s and a copy of it, nothing else opens what is sealed; hand %s.pub.json to the operator\n", id, c.Out, c.Out, id, c.Out, c.Out)
	return err
}

func writeNew(path string, content []byte, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}

type organKeyUseCmd struct {
	peerFlags
	Agency string `required:"" help:"Code of the organ." placeholder:"CODE"`
	Public string `required:"" help:"Its public key (JWK)." type:"path" placeholder:"FILE"`
}

// Run registers the public key of an organ.
func (c organKeyUseCmd) Run() error { return c.with(c.run) }

func (c organKeyUseCmd) run(ctx context.Context, o *casework.Office, _ config) error {
	raw, err := os.ReadFile(c.Public)
	if err != nil {
		return fmt.Errorf("read the public key: %w", err)
	}
	var key jose.JSONWebKey
	if err := key.UnmarshalJSON(raw); err != nil {
		return fmt.Errorf("read the public key: not a JWK")
	}
	organ, err := o.HomeOrgan(ctx, c.Agency)
	if err != nil {
		return refused(err)
	}
	id, err := o.UseSealingKey(ctx, organ.ID, key)
	if err != nil {
		return refused(err)
	}
	_, err = fmt.Fprintf(orStdout(c.out), "%s 的密封内容改用公钥 %s，本平台不能打开；请运行 hub peer init 重新签署元数据后生效\nwhat is sealed to %s is sealed to key %s, which this hub cannot open; it holds once hub peer init has signed the metadata anew\n", organ.ShortName, id, organ.ShortName, id)
	return err
}
