package main

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/xianjie-hub/xianjie/documents/mainvolume"
)

// archiveCmd looks at exported main volumes of archived cases (正卷).
type archiveCmd struct {
	Verify archiveVerifyCmd `cmd:"" help:"Compare an exported main volume with its manifest and the hub's signature, byte for byte. Exit 0: whole (without --key: issuer not pinned). 1: something is missing, too much or changed, or another key signed. 2: could not be checked."`
	Key    drawKeyCmd       `cmd:"" help:"Print the key with which this hub signs main volumes, for those who verify elsewhere."`
}

// archiveVerifyCmd needs no hub, no database and no network.
type archiveVerifyCmd struct {
	File string `arg:"" help:"Main volume, as exported (ZIP)." type:"path"`
	Key  string `help:"File with the hub keys you trust, one a line, as hub archive key prints them." type:"path" placeholder:"FILE"`
	JSON bool   `name:"json" help:"Print one JSON object."`
	Lang string `help:"Language of the text." enum:"zh,en" default:"zh"`

	out io.Writer
}

// archiveReport is what a verification found.
type archiveReport struct {
	Whole    bool                 `json:"whole"`
	Pinned   bool                 `json:"pinned"`   // signed by a key of --key
	Stranger bool                 `json:"stranger"` // signed by a key that is not in --key
	Signer   string               `json:"signer,omitempty"`
	Number   string               `json:"number,omitempty"`
	Case     string               `json:"case,omitempty"`
	Organ    string               `json:"organ,omitempty"`
	State    string               `json:"state,omitempty"`
	Files    int                  `json:"files"`
	Papers   int                  `json:"papers"`
	Gone     int                  `json:"destroyed"`
	Events   int                  `json:"events"`
	Problems []mainvolume.Problem `json:"problems"`
}

// Run prints what it found.
func (v archiveVerifyCmd) Run() error {
	r, err := v.verify()
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	if v.JSON {
		err = printJSON(orStdout(v.out), r)
	} else {
		_, err = io.WriteString(orStdout(v.out), r.text(v.Lang))
	}
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	switch {
	case !r.Whole:
		return exitError{1, errors.New("the main volume is not whole")}
	case r.Stranger:
		return exitError{1, errors.New("the main volume is signed by another key than those you trust")}
	}
	return nil
}

func (v archiveVerifyCmd) verify() (archiveReport, error) {
	trusted, err := readTrustedKeys(v.Key)
	if err != nil {
		return archiveReport{}, err
	}
	if v.Key != "" && len(trusted.hubs) == 0 {
		return archiveReport{}, fmt.Errorf("%s holds no key of a hub", v.Key)
	}
	f, err := os.Open(v.File)
	if err != nil {
		return archiveReport{}, fmt.Errorf("read the main volume: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return archiveReport{}, fmt.Errorf("read the main volume: %w", err)
	}
	m, problems, err := mainvolume.Check(f, info.Size())
	if err != nil {
		return archiveReport{}, err
	}
	if problems == nil {
		problems = []mainvolume.Problem{}
	}
	r := archiveReport{
		Signer: hex.EncodeToString(m.Signer),
		Whole:  len(problems) == 0, Number: m.Number, Case: m.Case.Number, Organ: m.Organ.Name, State: m.State,
		Files: len(m.Files), Papers: len(m.Papers), Gone: len(m.Destroyed), Events: len(m.Events), Problems: problems,
	}
	if v.Key != "" && m.Signer != nil {
		r.Pinned = trusted.hubs[[ed25519.PublicKeySize]byte(m.Signer)]
		r.Stranger = !r.Pinned
	}
	return r, nil
}

var problemWords = map[string]string{"missing": "缺少", "extra": "多出", "changed": "已改动", "malformed": "格式不对"}

func (r archiveReport) text(lang string) string {
	var b strings.Builder
	zh := lang == "zh"
	for _, p := range r.Problems {
		if zh {
			fmt.Fprintf(&b, "%s：%s（%s）\n", problemWords[p.Kind], p.Path, p.Text)
		} else {
			fmt.Fprintf(&b, "%s: %s (%s)\n", p.Kind, p.Path, p.Text)
		}
	}
	switch {
	case !r.Whole && zh:
		b.WriteString("正卷不完整\n")
	case !r.Whole:
		b.WriteString("the main volume is not whole\n")
	case zh:
		fmt.Fprintf(&b, "正卷完整：档号%s，案件%s，%s；文件%d个，纸质件%d件，已销毁%d件，办理记录%d条\n", r.Number, r.Case, r.Organ, r.Files, r.Papers, r.Gone, r.Events)
	default:
		fmt.Fprintf(&b, "the main volume is whole: archive number %s, case %s, %s; %d files, %d pieces on paper, %d destroyed, %d acts of the record\n", r.Number, r.Case, r.Organ, r.Files, r.Papers, r.Gone, r.Events)
	}
	if r.Whole {
		b.WriteString(r.signature(zh))
	}
	return b.String()
}

// signature says whose the file is, as far as the reader can know.
func (r archiveReport) signature(zh bool) string {
	switch {
	case r.Pinned && zh:
		return "签名：由您指定的平台密钥签署\n"
	case r.Pinned:
		return "signed by a key that you trust\n"
	case r.Stranger && zh:
		return "签名不通过：签名的密钥 " + r.Signer + " 不是您指定的平台密钥\n"
	case r.Stranger:
		return "refused: signed by the key " + r.Signer + ", which is none of those you trust\n"
	case zh:
		return "签名：一致，但未指定签发平台（--key 可指定）\n"
	}
	return "consistent, issuer not pinned (--key names it)\n"
}
