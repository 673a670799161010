package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
)

// TestRedactionsAreListed: the operator reads which files and copies have to follow,
// and nothing of the case but its number.
func TestRedactionsAreListed(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	a.Backups = []string{"异地备份"}
	id := a.Opened(t)
	file, err := a.AddEvidence(t.Context(), a.Env.Handler, id, "位置图.txt", strings.NewReader("一号库"), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	list := func(c recordRedactionsCmd) string {
		t.Helper()
		var out bytes.Buffer
		c.DatabaseURL, c.Lang, c.out = a.DB.AuditURL, "zh", &out
		if err := c.Run(); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if got := list(recordRedactionsCmd{}); got != "没有涉密信息清除令。\n" {
		t.Errorf("printed %q", got)
	}
	legal, head := a.Env.Legal, a.Env.Head
	legal.StepUpAt, head.StepUpAt = a.Clock.Now(), a.Clock.Now()
	order, err := a.OrderRedaction(t.Context(), legal, id, "误传附件", []casework.Place{{Kind: casework.PlaceEvidence, ID: file.ID.String()}})
	if err != nil {
		t.Fatal(err)
	}
	if got := list(recordRedactionsCmd{Open: true}); !strings.Contains(got, "待第二人执行") {
		t.Errorf("printed %q", got)
	}
	done, err := a.CarryOutRedaction(t.Context(), head, id, order.ID)
	if err != nil {
		t.Fatal(err)
	}
	got := list(recordRedactionsCmd{Open: true})
	for _, want := range []string{"已执行", "文件 1 个", "/", "☐ 1 备份 异地备份", "VACUUM FULL"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	if strings.Contains(got, "误传") || strings.Contains(got, "位置图") {
		t.Errorf("it tells of the case: %q", got)
	}
	for i := range done.Copies {
		if done, err = a.TickCopy(t.Context(), head, id, order.ID, i+1, "已处置"); err != nil {
			t.Fatal(err)
		}
	}
	if got := list(recordRedactionsCmd{Open: true, JSON: true}); got != "[]\n" {
		t.Errorf("all is done, and it printed %q", got)
	}
	a.anchor(t)
	c := a.command()
	c.JSON, c.Lang = false, "zh"
	var out bytes.Buffer
	c.out = &out
	if err := c.Run(); err != nil || !strings.Contains(out.String(), "按令清除 1 个字段") {
		t.Errorf("%v: %s", err, out.String())
	}
}
