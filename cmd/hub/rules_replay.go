package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/store"
)

// rulesReplayCmd shows what a pack would do before anybody activates it.
type rulesReplayCmd struct {
	Pack        string `help:"Rule pack or holiday table." required:"" type:"existingfile" placeholder:"FILE"`
	DatabaseURL string `name:"database-url" help:"Database; by default HUB_AUDIT_DATABASE, else DATABASE_URL." placeholder:"URL"`
	JSON        bool   `name:"json" help:"Print one JSON object."`
	Lang        string `help:"Language of the text." enum:"zh,en" default:"zh"`

	out     io.Writer // stdout unless a test asks
	options []store.Option
}

// replayed is what machines read. The names are for ever.
type replayed struct {
	Pack    string         `json:"pack"`
	Open    int            `json:"open"`    // clocks that were looked at
	Settled int            `json:"settled"` // provisional lines that become certain
	Moved   []replayedLine `json:"moved"`
}

type replayedLine struct {
	Number     string      `json:"number"`
	Kind       string      `json:"kind"`
	Owes       string      `json:"owes"`
	Rule       string      `json:"rule"`
	Edition    string      `json:"edition"`
	NewEdition string      `json:"new_edition"`
	Old        string      `json:"old_due"`
	New        string      `json:"new_due"` // empty: no line
	Moves      bool        `json:"moves"`   // false: the running clock keeps its line
	Why        rules.Words `json:"why"`
}

// Run prints every open clock with another line under the pack. It fails with 1
// for a pack with faults, which it prints, and reads the database only.
func (c rulesReplayCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	text, err := os.ReadFile(c.Pack)
	if err != nil {
		return fmt.Errorf("read the pack: %w", err)
	}
	found, err := c.replay(ctx, casework.PackFile{File: filepath.Base(c.Pack), Text: string(text)})
	if err != nil {
		return err
	}
	out := orStdout(c.out)
	if len(found.Problems) > 0 {
		for _, p := range found.Problems {
			fmt.Fprintln(out, p)
		}
		return exitError{1, fmt.Errorf("%d problems", len(found.Problems))}
	}
	if c.JSON {
		return printJSON(out, replayedOf(c.Pack, found))
	}
	c.print(out, found)
	return nil
}

func (c rulesReplayCmd) replay(ctx context.Context, in casework.PackFile) (casework.Replay, error) {
	conf, err := readConfig()
	if err != nil {
		return casework.Replay{}, err
	}
	url := c.DatabaseURL
	for _, other := range []string{conf.AuditURL, conf.DatabaseURL} {
		if url == "" {
			url = other
		}
	}
	if url == "" {
		return casework.Replay{}, errors.New("no database: set HUB_AUDIT_DATABASE or give --database-url")
	}
	policies, err := access.Load()
	if err != nil {
		return casework.Replay{}, fmt.Errorf("load the access policies: %w", err)
	}
	pool, err := store.Open(ctx, url, c.options...)
	if err != nil {
		return casework.Replay{}, err
	}
	defer pool.Close()
	office := &casework.Office{Pool: pool, Access: policies, Now: time.Now}
	return office.ReplayPack(ctx, casework.CommandLine(), in)
}

func replayedOf(pack string, r casework.Replay) replayed {
	out := replayed{Pack: filepath.Base(pack), Open: r.Open, Settled: r.Settled, Moved: []replayedLine{}}
	for _, m := range r.Moved {
		out.Moved = append(out.Moved, replayedLine{
			Number: m.Number, Kind: m.CaseKind, Owes: m.Owes, Rule: m.Rule, Edition: m.Edition, NewEdition: m.NewEdition,
			Old: instant(m.Old), New: instant(m.New), Moves: m.Moves, Why: rules.Words(m.Why),
		})
	}
	return out
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(civil.Office).Format(time.RFC3339)
}

func (c rulesReplayCmd) print(out io.Writer, r casework.Replay) {
	say := func(zh, en string) string {
		if c.Lang == "en" {
			return en
		}
		return zh
	}
	for _, m := range r.Moved {
		due := instant(m.New)
		if due == "" {
			due = "—"
		}
		mark := say("保留", "keeps")
		if m.Moves {
			mark = say("移动", "moves")
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s %s → %s\t%s\n", mark, m.Number, m.Owes, m.Rule, instant(m.Old), due, say(m.Why.ZH, m.Why.EN))
	}
	moves := 0
	for _, m := range r.Moved {
		if m.Moves {
			moves++
		}
	}
	fmt.Fprintf(out, say("在办期限 %d 个：%d 个移动，%d 个保留原期限而新起算的将不同，%d 个暂定期限将确定\n", "%d open clocks: %d move, %d keep their line while new ones would differ, %d provisional ones become certain\n"),
		r.Open, moves, len(r.Moved)-moves, r.Settled)
}
