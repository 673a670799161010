package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// The list decides who is taken to be competent, so nobody changes it alone: one
// person proposes a file or a grant, another puts it into force
// (docs/adr/0017-enforcement-items.md).

// MaxItemFile is the size of the largest list, in bytes.
const MaxItemFile = 768 << 10

// itemChain holds every change of the list; the row lock on item_list makes its
// end stable.
var itemChain = record.Subject{Kind: "items", ID: "list"}

// ItemChange is a change of the list that somebody proposed (清单变更).
type ItemChange struct {
	ID                ids.Entry
	File, Text        string     // the text only where one change was asked for
	Title             fault.Text // of a single grant: item and township in words; else empty
	SHA256            string
	Rows              int
	State             string // proposed, active, refused
	Proposer, Decider string
	ProposedBy        ids.User
	ProposedAt        time.Time
	DecidedAt         *time.Time
	Reason            string
	Actions           []string // of activate and refuse, what the asking person may do
}

// ItemFile is a list as it is proposed or looked at: its text, or a workbook (XLSX) of
// which the first sheet is read as text. What is kept and decided on is the text.
type ItemFile struct {
	File, Text string
	Workbook   []byte
}

func (f *ItemFile) check() error {
	var bad complaints
	switch {
	case len(f.Workbook) > 0 && f.Text != "":
		bad.add("body.workbook", "text 和 workbook 只能填一个", "Give text or workbook, not both")
		return bad.err()
	case len(f.Workbook) > MaxItemFile:
		bad.add("body.workbook", fmt.Sprintf("工作簿不超过%d字节", MaxItemFile), fmt.Sprintf("A workbook has %d bytes at most", MaxItemFile))
		return bad.err()
	case len(f.Workbook) > 0:
		text, err := documents.WorkbookCSV(f.Workbook)
		merged, isMerged := errors.AsType[documents.MergedCells](err)
		switch {
		case errors.Is(err, documents.ErrWorkbookTooLarge):
			bad.add("body.workbook", "工作簿展开后过大；请删去清单以外的内容，或者另存为 CSV", "The workbook unpacks to too much: leave only the list in it, or save it as CSV")
			return bad.err()
		case isMerged:
			bad.add("body.workbook", "工作簿有合并单元格（"+string(merged)+"等），请取消合并、逐行填写", "The workbook has merged cells ("+string(merged)+" and others); unmerge them and fill in every line")
			return bad.err()
		case err != nil:
			bad.add("body.workbook", "不是能读取的 XLSX 工作簿（旧的 .xls、加密的文件请另存为 .xlsx）", "No readable XLSX workbook; save an old .xls or a file with a password as .xlsx")
			return bad.err()
		}
		f.Text, f.Workbook = text, nil
	}
	if n := len(f.Text); n == 0 || n > MaxItemFile {
		bad.add("body.text", fmt.Sprintf("内容应为1至%d字节", MaxItemFile), fmt.Sprintf("1 to %d bytes", MaxItemFile))
	}
	bad.text("body.file", &f.File, 1, 100)
	return bad.err()
}

func (o *Office) mayItem(a Actor, action string) error {
	if o.Access.AllowsOrgan(a.principal(), action, access.Organ{Agency: a.Agency, Relation: "own"}) {
		return nil
	}
	return fault.New(fault.Denied, "not_allowed", fault.T("您的岗位不能维护执法事项清单，由协调人员或者系统运维人员办理", "Your function does not keep the list of items; a coordinator or an operator of the hub does"))
}

// PreviewItems says what a list would change and which lines are refused; it
// changes nothing.
func (o *Office) PreviewItems(ctx context.Context, a Actor, in ItemFile) (p ItemPreview, err error) {
	if err := o.mayItem(a, "item.propose"); err != nil {
		return p, err
	}
	if err := in.check(); err != nil {
		return p, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		p, err = previewItems(ctx, q, in)
		return err
	})
	return p, err
}

// ItemChanges lists what was proposed, what waits first.
func (o *Office) ItemChanges(ctx context.Context, a Actor) (list []ItemChange, err error) {
	if err := o.mayItem(a, "item.changes"); err != nil {
		return nil, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.ListItemChanges(ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			list = append(list, o.itemChangeOf(a, dbsqlc.ReadItemChangeRow(r)))
		}
		if err := titleGrants(ctx, q, list); err != nil {
			return err
		}
		for i := range list {
			list[i].Text = ""
		}
		return nil
	})
	return list, err
}

// ItemChangeOf gives one change with its text and what it changes as things stand now.
func (o *Office) ItemChangeOf(ctx context.Context, a Actor, id ids.Entry) (c ItemChange, p ItemPreview, err error) {
	if err := o.mayItem(a, "item.changes"); err != nil {
		return c, p, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		r, err := q.ReadItemChange(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		c = o.itemChangeOf(a, r)
		if err := titleGrant(ctx, q, &c); err != nil {
			return err
		}
		if c.State == "proposed" {
			p, err = previewItems(ctx, q, ItemFile{File: c.File, Text: c.Text})
		}
		return err
	})
	return c, p, err
}

func (o *Office) itemChangeOf(a Actor, r dbsqlc.ReadItemChangeRow) ItemChange {
	c := ItemChange{
		ID: r.ID, File: r.File, Text: r.Text, SHA256: hex.EncodeToString(r.Sha256), Rows: int(r.Rows), State: r.State, Proposer: r.Proposer, Decider: r.Decider,
		ProposedBy: r.ProposedBy, ProposedAt: r.ProposedAt, DecidedAt: r.DecidedAt, Reason: r.Reason,
	}
	if c.State != "proposed" {
		return c
	}
	if a.User != c.ProposedBy && o.mayItem(a, "item.activate") == nil {
		c.Actions = append(c.Actions, "activate")
	}
	if a.User == c.ProposedBy || o.mayItem(a, "item.activate") == nil {
		c.Actions = append(c.Actions, "refuse")
	}
	return c
}

// ProposeItems keeps a sound list until somebody else puts it into force. What is
// wrong with an unsound one is named line by line in a fault of kind Invalid.
func (o *Office) ProposeItems(ctx context.Context, a Actor, in ItemFile) (c ItemChange, err error) {
	if err := o.mayItem(a, "item.propose"); err != nil {
		return c, err
	}
	if err := in.check(); err != nil {
		return c, err
	}
	return o.proposeItems(ctx, a, in)
}

func (o *Office) proposeItems(ctx context.Context, a Actor, in ItemFile) (c ItemChange, err error) {
	now := o.Now()
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		if _, err := q.LockItemList(ctx); err != nil {
			return err
		}
		p, err := previewItems(ctx, q, in)
		if err != nil {
			return err
		}
		if err := p.sound(); err != nil {
			return err
		}
		sum := sha256.Sum256([]byte(in.Text))
		id := ids.New[ids.Entry](now)
		if err := q.InsertItemChange(ctx, dbsqlc.InsertItemChangeParams{
			ID: id, File: in.File, Text: in.Text, Sha256: sum[:], Rows: int32(len(p.Rows)), ProposedBy: a.User, ProposedAt: now,
		}); err != nil {
			return err
		}
		if err := o.itemChangeDone(ctx, q, a, id, "items.propose", now, &c); err != nil {
			return err
		}
		return o.tellKeepers(ctx, tx, q, a, c)
	})
	return c, err
}

// ActivateItems puts a colleague's change into force at once, for every process.
// It asks for a fresh login.
func (o *Office) ActivateItems(ctx context.Context, a Actor, id ids.Entry) (c ItemChange, err error) {
	if err := o.mayItem(a, "item.activate"); err != nil {
		return c, err
	}
	now := o.Now()
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if c, err = o.lockedItemChange(ctx, q, a, id); err != nil {
			return err
		}
		if err := o.recentLogin(a, now); err != nil {
			return err
		}
		if a.User == c.ProposedBy {
			return fault.New(fault.Rule, "two_person.same_person", fault.T("清单变更须由提出人以外的另一人启用", "Somebody else than who proposed the change must put it into force"))
		}
		p, err := previewItems(ctx, q, ItemFile{File: c.File, Text: c.Text})
		if err != nil {
			return err
		}
		if err := p.sound(); err != nil {
			return err
		}
		if err := p.save(ctx, q, id, now); err != nil {
			return err
		}
		if err := q.BumpItemList(ctx); err != nil {
			return err
		}
		return o.decideItems(ctx, q, a, &c, "active", "", now)
	})
	return c, err
}

// RefuseItems turns a change down, or withdraws one's own.
func (o *Office) RefuseItems(ctx context.Context, a Actor, id ids.Entry, reason string) (c ItemChange, err error) {
	if err := o.mayItem(a, "item.propose"); err != nil {
		return c, err
	}
	var bad complaints
	if bad.text("body.reason", &reason, 1, 500); bad.err() != nil {
		return c, bad.err()
	}
	now := o.Now()
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if c, err = o.lockedItemChange(ctx, q, a, id); err != nil {
			return err
		}
		if !slices.Contains(c.Actions, "refuse") {
			return o.mayItem(a, "item.activate")
		}
		return o.decideItems(ctx, q, a, &c, "refused", reason, now)
	})
	return c, err
}

func (o *Office) lockedItemChange(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry) (ItemChange, error) {
	if _, err := q.LockItemList(ctx); err != nil {
		return ItemChange{}, err
	}
	row, err := q.ReadItemChange(ctx, id)
	if err != nil {
		return ItemChange{}, orMissing(err)
	}
	if row.State != "proposed" {
		return ItemChange{}, fault.New(fault.Rule, "items.decided", fault.T("这一变更已经处理过", "This change was decided on already"))
	}
	return o.itemChangeOf(a, row), nil
}

func (o *Office) decideItems(ctx context.Context, q *dbsqlc.Queries, a Actor, c *ItemChange, state, reason string, now time.Time) error {
	if err := q.DecideItemChange(ctx, dbsqlc.DecideItemChangeParams{ID: c.ID, State: state, DecidedBy: a.User, DecidedAt: now, Reason: reason}); err != nil {
		return err
	}
	return o.itemChangeDone(ctx, q, a, c.ID, map[string]string{"active": "items.activate", "refused": "items.refuse"}[state], now, c)
}

// itemChangeDone records a step of a change and reads it as it stands now.
func (o *Office) itemChangeDone(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry, kind string, now time.Time, c *ItemChange) error {
	row, err := q.ReadItemChange(ctx, id)
	if err != nil {
		return err
	}
	*c = o.itemChangeOf(a, row)
	if err := titleGrant(ctx, q, c); err != nil {
		return err
	}
	fields := map[string]any{"change": c.ID.String(), "file": c.File, "rows": c.Rows, "sha256": c.SHA256, "proposed_by": c.ProposedBy.String()}
	if c.Reason != "" {
		fields["reason"] = c.Reason
	}
	_, err = o.enter(ctx, q, q, entry{Subject: itemChain, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: fields})
	return err
}
