package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// recordRedactionsCmd tells who runs the hub what was destroyed and what has to
// follow in the copies that he keeps (副本处置清单). It names cases by number and
// shows nothing else of them.
type recordRedactionsCmd struct {
	DatabaseURL string `name:"database-url" help:"Database to read; by default HUB_AUDIT_DATABASE." placeholder:"URL"`
	Open        bool   `help:"Only what is not done yet."`
	JSON        bool   `name:"json" help:"Print one JSON array."`
	Lang        string `help:"Language of the text." enum:"zh,en" default:"zh"`

	out io.Writer
}

// redactionLine is one order, for machines.
type redactionLine struct {
	Order   string         `json:"order"`
	Case    string         `json:"case"`
	Number  string         `json:"number"`
	State   string         `json:"state"`
	Ordered time.Time      `json:"ordered_at"`
	Done    time.Time      `json:"done_at,omitzero"`
	Values  int            `json:"values"`
	Files   []string       `json:"files"` // SHA-256 of contents: their names in a copy of the evidence store
	Left    int            `json:"left"`  // contents whose bytes are still on this hub's disk
	Copies  []redactedCopy `json:"copies"`
}

type redactedCopy struct {
	Number int    `json:"number"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Done   bool   `json:"done"`
}

// Run reads; it changes nothing.
func (r recordRedactionsCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	c, err := readConfig()
	if err != nil {
		return err
	}
	url := r.DatabaseURL
	if url == "" {
		url = c.AuditURL
	}
	if url == "" {
		return exitError{exitUnchecked, errors.New("name the database with --database-url or HUB_AUDIT_DATABASE")}
	}
	pool, err := store.Open(ctx, url, store.AllowAnyRole(), store.AllowUnsafe())
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	defer pool.Close()
	list, err := readRedactionLines(ctx, pool)
	if err != nil {
		return exitError{exitUnchecked, err}
	}
	shown := []redactionLine{}
	for _, l := range list {
		if !r.Open || l.open() {
			shown = append(shown, l)
		}
	}
	out := orStdout(r.out)
	if r.JSON {
		return printJSON(out, shown)
	}
	_, err = io.WriteString(out, redactionText(shown, r.Lang))
	return err
}

func readRedactionLines(ctx context.Context, pool *pgxpool.Pool) ([]redactionLine, error) {
	q := dbsqlc.New(pool)
	list, err := casework.AllRedactions(ctx, q)
	if err != nil {
		return nil, err
	}
	files, err := q.DestroyedBlobs(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the destroyed contents: %w", err)
	}
	out := make([]redactionLine, len(list))
	for i, r := range list {
		l := redactionLine{Order: r.ID.String(), Case: r.Case.String(), Number: r.Number, State: r.State, Ordered: r.At, Values: r.Values, Files: []string{}, Copies: []redactedCopy{}}
		if r.Answer != nil {
			l.Done, l.Left = r.Answer.At, r.Answer.Left
			for _, f := range files {
				if f.ActID.String() == r.Answer.ID.String() {
					l.Files = append(l.Files, hex.EncodeToString(f.Sha256))
				}
			}
		}
		for n, c := range r.Copies {
			l.Copies = append(l.Copies, redactedCopy{Number: n + 1, Kind: c.Kind, Name: c.Name, Done: c.Done})
		}
		out[i] = l
	}
	return out, nil
}

// open says that somebody still has to do something.
func (l redactionLine) open() bool {
	if l.State == "ordered" || l.Left > 0 {
		return true
	}
	for _, c := range l.Copies {
		if !c.Done {
			return true
		}
	}
	return false
}

var redactionStates = map[string]fault.Text{
	"ordered": fault.T("待第二人执行", "waits for a second person"), "carried_out": fault.T("已执行", "carried out"), "refused": fault.T("已撤销", "taken back"),
}

var copyKinds = map[string]fault.Text{
	"backup":   fault.T("备份", "backup"),
	"database": fault.T("数据库文件和归档日志（VACUUM FULL 后重新归档）", "files of the database and archived WAL (VACUUM FULL, then archive anew)"),
	"case":     fault.T("关联案件", "linked case"), "organ": fault.T("机关持有的下载件和打印件", "downloads and prints held by"),
}

func redactionText(list []redactionLine, lang string) string {
	pick := func(t fault.Text) string {
		if lang == "en" {
			return t.EN
		}
		return t.ZH
	}
	if len(list) == 0 {
		return pick(fault.T("没有涉密信息清除令。\n", "No content was ordered to be destroyed.\n"))
	}
	var b strings.Builder
	for _, l := range list {
		fmt.Fprintf(&b, pick(fault.T("%s  %s 下令，%s；记录字段 %d 个，文件 %d 个\n", "%s  ordered %s, %s; %d values of the record, %d files\n")),
			l.Number, l.Ordered.In(civil.Office).Format(time.DateTime), pick(redactionStates[l.State]), l.Values, len(l.Files))
		for _, f := range l.Files {
			fmt.Fprintf(&b, "    %s/%s/%s\n", f[:2], f[2:4], f)
		}
		if l.Left > 0 {
			fmt.Fprintf(&b, pick(fault.T("  ✗ 本机磁盘上还有 %d 个文件没有删除\n", "  ✗ %d files are still on this hub's disk\n")), l.Left)
		}
		for _, c := range l.Copies {
			mark := "☐"
			if c.Done {
				mark = "☑"
			}
			fmt.Fprintf(&b, "  %s %d %s %s\n", mark, c.Number, pick(copyKinds[c.Kind]), c.Name)
		}
	}
	return b.String()
}
