package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/policies/reviews"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

// rulesCmd reads the statutory rules. Only replay needs a database.
type rulesCmd struct {
	Check   rulesCheckCmd   `cmd:"" help:"Check rule packs and review sheets; every problem with file and line."`
	Explain rulesExplainCmd `cmd:"" help:"Explain, day by day, when a duty is due."`
	List    rulesListCmd    `cmd:"" help:"List the rules."`
	Replay  rulesReplayCmd  `cmd:"" help:"Show which open clocks of an installation a pack would move; changes nothing."`
}

// Exit codes of the rule commands, beside 0 and 1 for a failed check.
const (
	exitUsage    = 2 // the question makes no sense: unknown rule, bad date
	exitNoAnswer = 3 // the holiday table of a year is missing
)

type rulesCheckCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"Rule packs and holiday tables to lay over the built-in ones; without any the built-in ones are checked." type:"existingfile"`
	Dir   string   `help:"Folder of packs laid out as policies/rules; an addition to the built-in packs if it holds no documents.yaml." type:"existingdir"`

	Reviews string `help:"Folder of review sheets laid out as policies/reviews, to be checked instead of the built-in ones." type:"existingdir"`

	out io.Writer // stdout unless a test asks
}

// Run prints every problem and fails with 1 if there is any.
func (c rulesCheckCmd) Run() error {
	out := orStdout(c.out)
	problems := rules.CheckBuiltIn()
	if c.Dir != "" {
		problems = rules.Check(os.DirFS(c.Dir))
	}
	if len(c.Files) > 0 {
		layers, err := readLayers(c.Files)
		if err != nil {
			return err
		}
		_, found := rules.Compose(layers...)
		problems = append(problems, found...)
	}
	problems = append(problems, c.reviews()...)
	for _, p := range problems {
		fmt.Fprintln(out, p)
	}
	if len(problems) > 0 {
		return exitError{1, fmt.Errorf("%d problems", len(problems))}
	}
	fmt.Fprintln(out, "ok")
	return nil
}

// reviews checks the sheets that files are checked against before they are sent.
func (c rulesCheckCmd) reviews() []rules.Problem {
	book, err := rules.Load()
	if err != nil {
		return nil // what is wrong with the rules is told already
	}
	if c.Reviews != "" {
		return reviews.Problems(os.DirFS(c.Reviews), book)
	}
	return reviews.CheckBuiltIn(book)
}

func readLayers(files []string) ([]rules.Layer, error) {
	var layers []rules.Layer
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read a pack: %w", err)
		}
		layers = append(layers, rules.Layer{File: name, Text: text})
	}
	return layers, nil
}

type rulesListCmd struct {
	Lang string `help:"Language." enum:"zh,en" default:"zh"`

	out io.Writer
}

// Run prints one line per edition.
func (c rulesListCmd) Run() error {
	b, err := rules.Load()
	if err != nil {
		return fmt.Errorf("list rules: %w", err)
	}
	out := orStdout(c.out)
	for _, r := range b.All() {
		title := r.Title.ZH
		if c.Lang == "en" {
			title = r.Title.EN
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", r.ID, r.Edition, rules.Period(r.N, r.Unit).In(c.Lang), r.Confidence, title)
	}
	return nil
}

type rulesExplainCmd struct {
	Rule   string `arg:"" help:"Rule id, for example fwd_decide_transfer."`
	Date   string `arg:"" help:"Day (2026-09-30) or instant (2026-09-30T17:00, office zone, or RFC 3339) that starts the clock."`
	Region string `help:"Six-digit region code; local rules go before national ones."`
	Sector string `help:"Sector of the administrative agency, for example environment or market."`
	Lang   string `help:"Language of the text." enum:"zh,en" default:"zh"`
	JSON   bool   `name:"json" help:"Print one JSON object."`

	out io.Writer
}

// Run prints the explanation as text or JSON. It fails with exitUsage for a
// question that makes no sense and with exitNoAnswer where working days run
// into a year without a holiday table.
func (c rulesExplainCmd) Run() error {
	e, err := c.explain()
	if err != nil {
		return err
	}
	if e.Provisional && e.Unit == string(deadline.WorkingDays) {
		y := years(e.MissingYears)
		return c.fail(exitNoAnswer, y+"年放假安排未载入，工作日无法计算", "no holiday table for "+y+": working days cannot be counted")
	}
	out := orStdout(c.out)
	if !c.JSON {
		_, err = io.WriteString(out, e.Text(c.Lang))
		return err
	}
	return printJSON(out, e)
}

func (c rulesExplainCmd) explain() (rules.Explanation, error) {
	start, err := rules.ParseStart(c.Date)
	if err != nil {
		return rules.Explanation{}, c.usage(err)
	}
	if c.Region != "" && !sixDigits(c.Region) {
		return rules.Explanation{}, c.fail(exitUsage, "--region 应为六位行政区划代码", "--region must be a six-digit region code")
	}
	if c.Sector != "" && !deadline.Sector(c.Sector).Known() {
		return rules.Explanation{}, c.fail(exitUsage, fmt.Sprint("--sector 应为其中之一：", deadline.Sectors), fmt.Sprint("--sector must be one of ", deadline.Sectors))
	}
	b, err := rules.LoadOnly(c.Rule)
	if err != nil {
		return rules.Explanation{}, fmt.Errorf("explain %s: %w", c.Rule, err)
	}
	if !b.Has(c.Rule) {
		return rules.Explanation{}, c.unknown()
	}
	e, err := b.Explain(c.Rule, start, c.Region, c.Sector)
	if err != nil {
		return rules.Explanation{}, c.usage(err)
	}
	return e, nil
}

// usage shows a refusal in the language that was asked for.
func (c rulesExplainCmd) usage(err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	return c.fail(exitUsage, f.Detail.ZH, f.Detail.EN)
}

func (c rulesExplainCmd) unknown() error {
	b, err := rules.Load()
	if err != nil {
		return fmt.Errorf("explain %s: %w", c.Rule, err)
	}
	near := strings.Join(b.Near(c.Rule), ", ")
	if near == "" {
		return c.fail(exitUsage, "没有规则 "+c.Rule+"，见 hub rules list", "no rule "+c.Rule+"; see hub rules list")
	}
	return c.fail(exitUsage, "没有规则 "+c.Rule+"，是否指："+near, "no rule "+c.Rule+"; did you mean "+near)
}

func (c rulesExplainCmd) fail(code int, zh, en string) error {
	if c.Lang == "en" {
		return exitError{code, errors.New(en)}
	}
	return exitError{code, errors.New(zh)}
}
