package record

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// words says what each code means. The first %s is the place in the log.
var words = map[Code]fault.Text{
	Edited:        fault.T("记录内容与其哈希不符（被改动）", "the event does not have its hash: edited"),
	ValueEdited:   fault.T("字段内容与其承诺值不符（被改动）", "the value does not open its commitment: edited"),
	Blanked:       fault.T("字段内容被清空，但没有遮蔽记录", "the value is gone and no redaction is on record"),
	Unordered:     fault.T("清除内容，但此前没有另一人下达的同一清除令", "content was destroyed without the order of another person for the very same"),
	Missing:       fault.T("链上缺少记录（被删除）", "events are missing from the chain: deleted"),
	Broken:        fault.T("与前一条记录接不上（被调换或替换）", "does not follow its predecessor: reordered or replaced"),
	Duplicate:     fault.T("序号或编号重复", "the place or the id is taken twice"),
	Misplaced:     fault.T("日志第 %s 位不是这条记录", "leaf %s of the log is not this event"),
	Unmarked:      fault.T("日志第 %s 位有这条记录，但其锚定标记被清除", "leaf %s of the log is this event, but its mark was taken away"),
	Deleted:       fault.T("日志第 %s 位的记录已不存在（被删除）", "the event of leaf %s is gone: deleted"),
	LogGap:        fault.T("日志缺少第 %s 个哈希", "stored hash %s of the log is missing"),
	LogDamaged:    fault.T("日志第 %s 个内部哈希与其下的叶子不符", "stored hash %s of the log is not that of its leaves"),
	RolledBack:    fault.T("日志比检查点（%s 条）短：末尾被删除，或恢复了旧备份", "the log is shorter than a checkpoint of %s leaves: its tail was deleted or an old dump restored"),
	Rewritten:     fault.T("日志与检查点（%s 条）不一致：被改写", "the log differs from a checkpoint of %s leaves: rewritten"),
	Unsigned:      fault.T("日志第 %s 条以后没有签名的检查点", "the log has no signed checkpoint beyond leaf %s"),
	BadCheckpoint: fault.T("检查点没有本日志的有效签名", "a checkpoint has no good signature of this log"),
	NoCheckpoint:  fault.T("检查点文件中没有可用的检查点", "the checkpoint file holds no usable checkpoint"),
}

// Text says a finding in both languages.
func (f Finding) Text() fault.Text {
	w := words[f.Code]
	leaf := fmt.Sprint(f.Leaf)
	zh, en := strings.Replace(w.ZH, "%s", leaf, 1), strings.Replace(w.EN, "%s", leaf, 1)
	if f.Field != "" {
		zh, en = zh+"〔"+f.Field+"〕", en+" ["+f.Field+"]"
	}
	if f.InFile {
		zh, en = zh+"（库外检查点文件）", en+" (checkpoint file)"
	}
	switch {
	case f.Subject == Subject{}:
	case f.Seq == 0:
		zh, en = f.Subject.String()+":"+zh, f.Subject.String()+": "+en
	case f.Until > f.Seq:
		zh = fmt.Sprintf("%s 第 %d–%d 条：%s", f.Subject, f.Seq, f.Until, zh)
		en = fmt.Sprintf("%s no. %d–%d: %s", f.Subject, f.Seq, f.Until, en)
	default:
		zh = fmt.Sprintf("%s 第 %d 条：%s", f.Subject, f.Seq, zh)
		en = fmt.Sprintf("%s no. %d: %s", f.Subject, f.Seq, en)
	}
	return fault.T(zh, en)
}

// String gives kind and id, for people.
func (s Subject) String() string { return s.Kind + " " + s.ID }

// MarshalJSON writes code, place and both texts.
func (f Finding) MarshalJSON() ([]byte, error) {
	t := f.Text()
	return json.Marshal(struct {
		Code    Code   `json:"code"`
		Kind    string `json:"subject_kind,omitempty"`
		ID      string `json:"subject_id,omitempty"`
		Seq     int64  `json:"seq,omitempty"`
		Until   int64  `json:"until,omitempty"`
		Event   string `json:"event,omitempty"`
		Field   string `json:"field,omitempty"`
		Leaf    int64  `json:"leaf"`
		InFile  bool   `json:"in_file,omitempty"`
		Chinese string `json:"zh"`
		English string `json:"en"`
	}{f.Code, f.Subject.Kind, f.Subject.ID, f.Seq, f.Until, eventText(f), f.Field, f.Leaf, f.InFile, t.ZH, t.EN})
}

func eventText(f Finding) string {
	if f.Event.IsZero() {
		return ""
	}
	return f.Event.String()
}

// Text gives the report for a terminal: zh for Chinese, anything else English.
func (r *Report) Text(lang string) string {
	if strings.HasPrefix(lang, "zh") {
		return r.chinese()
	}
	return r.english()
}

func (r *Report) chinese() string {
	var b strings.Builder
	fmt.Fprintf(&b, "核对 %d 个办理对象、%d 条记录、%d 个字段", r.Subjects, r.Events, r.Fields)
	fmt.Fprintf(&b, "；已遮蔽 %d 个字段；日志 %d 条", r.Redacted, r.LogSize)
	if r.Unanchored > 0 {
		fmt.Fprintf(&b, "；尚未锚定 %d 条（最早 %s）", r.Unanchored, r.OldestUnanchored.In(civil.Office).Format(time.DateTime))
	}
	fmt.Fprintf(&b, "。\n检查点：库内 %d 个，库外文件 %d 个", r.Checkpoints, r.FileCheckpoints)
	if r.FileTorn > 0 {
		fmt.Fprintf(&b, "（另有 %d 处写入中断的残片，已跳过）", r.FileTorn)
	}
	if r.Newest.Size > 0 {
		fmt.Fprintf(&b, "；最新的覆盖 %d 条，签于 %s", r.Newest.Size, r.Newest.Time.In(civil.Office).Format(time.DateTime))
	}
	b.WriteString("。\n")
	for _, d := range r.Redactions {
		fmt.Fprintf(&b, "已遮蔽：%s 第 %d 条（%s）按令清除 %d 个字段。\n", d.Subject, d.Seq, d.At.In(civil.Office).Format(time.DateTime), d.Values)
	}
	if !r.FileGiven {
		b.WriteString("未提供库外检查点文件：末尾整体删除或恢复旧备份无法发现。\n")
	}
	if r.OK() {
		b.WriteString("结论：核对一致，未发现改动。\n")
		return b.String()
	}
	fmt.Fprintf(&b, "结论：发现 %d 处问题。\n", r.Total)
	for _, f := range r.Findings {
		b.WriteString("  ✗ " + f.Text().ZH + "\n")
	}
	if more := r.Total - int64(len(r.Findings)); more > 0 {
		fmt.Fprintf(&b, "  另有 %d 处未列出。\n", more)
	}
	return b.String()
}

func (r *Report) english() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Checked %d subjects, %d events, %d fields", r.Subjects, r.Events, r.Fields)
	fmt.Fprintf(&b, "; %d fields redacted; log of %d", r.Redacted, r.LogSize)
	if r.Unanchored > 0 {
		fmt.Fprintf(&b, "; %d not yet anchored (oldest %s)", r.Unanchored, r.OldestUnanchored.In(civil.Office).Format(time.DateTime))
	}
	fmt.Fprintf(&b, ".\nCheckpoints: %d in the database, %d in the file", r.Checkpoints, r.FileCheckpoints)
	if r.FileTorn > 0 {
		fmt.Fprintf(&b, " (%d remains of interrupted writes skipped)", r.FileTorn)
	}
	if r.Newest.Size > 0 {
		fmt.Fprintf(&b, "; the newest covers %d, signed %s", r.Newest.Size, r.Newest.Time.In(civil.Office).Format(time.DateTime))
	}
	b.WriteString(".\n")
	for _, d := range r.Redactions {
		fmt.Fprintf(&b, "Redacted: %s no. %d (%s) destroyed %d values by order.\n", d.Subject, d.Seq, d.At.In(civil.Office).Format(time.DateTime), d.Values)
	}
	if !r.FileGiven {
		b.WriteString("No checkpoint file was given: a deleted tail or a restored old dump can't be found.\n")
	}
	if r.OK() {
		b.WriteString("Result: the record holds; nothing was altered.\n")
		return b.String()
	}
	fmt.Fprintf(&b, "Result: %d findings.\n", r.Total)
	for _, f := range r.Findings {
		b.WriteString("  ✗ " + f.Text().EN + "\n")
	}
	if more := r.Total - int64(len(r.Findings)); more > 0 {
		fmt.Fprintf(&b, "  %d more are not listed.\n", more)
	}
	return b.String()
}
