package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/federation"
)

type peerSelftestCmd struct {
	peerFlags
	Hub  string `arg:"" help:"Name of the partner hub."`
	JSON bool   `help:"Print JSON."`
}

// selftestLine is what the command prints as JSON.
type selftestLine struct {
	Hub      string               `json:"hub"`
	Well     bool                 `json:"well"`
	Answered bool                 `json:"answered"`
	Why      string               `json:"why,omitempty"`
	Status   int                  `json:"status,omitempty"`
	Findings []federation.Finding `json:"findings"`
	SkewMS   int64                `json:"skew_ms"`
	TookMS   int64                `json:"took_ms"`
}

// findingWords say what to do about a finding.
var findingWords = map[federation.Finding]string{
	federation.ClocksApart:     "两边时钟相差超过5分钟，请校时 · the clocks are more than 5 minutes apart",
	federation.TheyHoldOldOurs: "对方持有本枢纽的旧版元数据 · the partner holds an older edition of our metadata",
	federation.WeHoldOldTheirs: "本枢纽持有对方的旧版元数据 · we hold an older edition of the partner's metadata",
	federation.WrongAnswer:     "应答与提问不对应 · the answer is not to our question",
}

var silenceWords = map[string]string{
	"silent":     "没有应答，请检查线路和地址 · no answer: look at the line and the address",
	"refused":    "对方拒绝了请求：可能尚未信任本枢纽，或者已停用 · refused: the partner may not trust this hub, or has suspended it",
	"unreadable": "应答不能核验 · the answer does not verify",
}

// Run asks once.
func (c peerSelftestCmd) Run() error {
	return c.with(func(ctx context.Context, o *casework.Office, _ config) error { return c.ask(ctx, o) })
}

func (c peerSelftestCmd) ask(ctx context.Context, o *casework.Office) error {
	got, err := o.SelftestPeer(ctx, casework.CommandLine(), c.Hub, nil)
	if err != nil {
		return refused(err)
	}
	w := orStdout(c.out)
	if c.JSON {
		line := selftestLine{c.Hub, got.Well(), got.Answered, got.Why, got.Status, append([]federation.Finding{}, got.Findings...), got.Skew.Milliseconds(), got.Took.Milliseconds()}
		if err := printJSON(w, line); err != nil {
			return err
		}
	} else {
		switch {
		case got.Well():
			both(w, "互通自检", "Self-test", fmt.Sprintf("%s  正常 well  %s", c.Hub, got.Took.Round(time.Millisecond)))
		case !got.Answered:
			both(w, "互通自检", "Self-test", c.Hub+"  "+silenceWords[got.Why])
		}
		for _, f := range got.Findings {
			both(w, "互通自检", "Self-test", c.Hub+"  "+findingWords[f])
		}
	}
	if !got.Well() {
		return exitError{1, errors.New("自检未通过\nsomething is to be done")}
	}
	return nil
}
