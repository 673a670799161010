package main

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/voucher"
)

// visitCmd looks at vouchers of visits (查验凭证).
type visitCmd struct {
	Verify visitVerifyCmd `cmd:"" help:"Check a voucher of a visit without a network. Exit 0: signed by a hub that you trust. 1: refused. 2: could not be checked."`
}

// visitVerifyCmd needs no hub, no database and no network.
type visitVerifyCmd struct {
	Voucher string `arg:"" help:"What the QR code holds: the text, the address that carries it, or a file with either; - reads standard input."`
	Key     string `help:"File with the keys you trust, one a line, as hub draw key prints them." type:"path" placeholder:"FILE" required:""`
	On      string `help:"Day of the visit, as 2026-12-01: refuse a voucher for another." placeholder:"DAY"`
	JSON    bool   `name:"json" help:"Print one JSON object."`
	Lang    string `help:"Language of the text." enum:"zh,en" default:"zh"`

	in  io.Reader
	out io.Writer
}

// visitReport is what a check found.
type visitReport struct {
	Valid   bool             `json:"valid"`
	Voucher *voucher.Voucher `json:"voucher,omitempty"`
	Code    string           `json:"code,omitempty"`
	Reason  string           `json:"reason,omitempty"`
}

// longestVoucher bounds what is read of a file.
const longestVoucher = 1 << 16

// Run prints what holds and exits with what ADR 0029 says.
func (v visitVerifyCmd) Run() error {
	r, err := v.verify()
	if err != nil {
		f, refused := errors.AsType[*fault.Error](err)
		if !refused {
			return exitError{exitUnchecked, err}
		}
		r = visitReport{Code: f.Code, Reason: f.Detail.ZH}
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
	if !r.Valid {
		return exitError{1, errors.New("the voucher is refused: " + r.Code)}
	}
	return nil
}

func (v visitVerifyCmd) verify() (r visitReport, err error) {
	trusted, err := readTrustedKeys(v.Key)
	if err != nil {
		return r, err
	}
	var keys []ed25519.PublicKey
	for k := range trusted.hubs {
		keys = append(keys, k[:])
	}
	if len(keys) == 0 {
		return r, errors.New("the key file holds no key of a hub")
	}
	on, err := civil.ParseDate(v.On)
	if v.On != "" && err != nil {
		return r, fmt.Errorf("read --on: %w", err)
	}
	text, err := v.text()
	if err != nil {
		return r, err
	}
	got, err := voucher.Verify(text, keys...)
	if err != nil {
		return r, err
	}
	if v.On != "" && got.Day != on {
		return r, fault.New(fault.Rule, "voucher.other_day", fault.T("查验凭证是"+got.Day.String()+"的，不是"+on.String()+"的", "The voucher is for "+got.Day.String()+", not for "+on.String()))
	}
	return visitReport{Valid: true, Voucher: &got}, nil
}

// text is the voucher itself: an address carries it behind its '#'.
func (v visitVerifyCmd) text() (string, error) {
	text := v.Voucher
	in := v.in
	if in == nil {
		in = os.Stdin
	}
	if f, err := os.Open(v.Voucher); text != "-" && err == nil {
		defer f.Close()
		in, text = f, "-"
	}
	if text == "-" {
		content, err := io.ReadAll(io.LimitReader(in, longestVoucher))
		if err != nil {
			return "", fmt.Errorf("read the voucher: %w", err)
		}
		text = string(content)
	}
	text = strings.TrimSpace(text)
	if i := strings.LastIndexByte(text, '#'); i >= 0 {
		text = text[i+1:]
	}
	return text, nil
}

func (r visitReport) text(lang string) string {
	zh := lang != "en"
	if !r.Valid {
		if zh {
			return "不通过：" + r.Reason + "\n"
		}
		return "refused: " + r.Reason + "\n"
	}
	v := r.Voucher
	var b strings.Builder
	if zh {
		fmt.Fprintf(&b, "通过：查验凭证由%s签发\n编号：%s\n被检查单位：%s %s\n日期：%s\n检查目的：%s\n", v.Hub, v.Number, v.Object, v.Code, v.Day, v.Purpose)
	} else {
		fmt.Fprintf(&b, "valid: issued by %s\nnumber: %s\nenterprise: %s %s\nday: %s\npurpose: %s\n", v.Hub, v.Number, v.Object, v.Code, v.Day, v.Purpose)
	}
	for _, a := range v.Agencies {
		if zh {
			fmt.Fprintf(&b, "%s，执法证号：%s\n", a.Name, strings.Join(a.Certificates, "、"))
		} else {
			fmt.Fprintf(&b, "%s, certificates %s\n", a.Name, strings.Join(a.Certificates, ", "))
		}
	}
	return b.String()
}
