package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/policies/disclosure"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Every act that goes to another hub takes a readable text (可读文本) along, so that a hub
// that does not understand it can still have people act on it.

// render writes the readable text of an envelope from the very content that is signed, so
// that it never says what the content withholds.
func render(s *seen, e federation.Envelope) ([]byte, error) {
	var w wireAct
	if err := json.Unmarshal(e.Content, &w); err != nil {
		return nil, fmt.Errorf("read what is to be rendered: %w", err)
	}
	r := documents.Rendition{
		Title: e.Purpose, Number: s.Case.Number, At: readableTime(w.OccurredAt), Message: e.ID.String(),
		From: nameWithHub(s.Agencies[e.From.Agency].Name, e.From.Hub), To: nameWithHub(s.Agencies[e.To.Agency].Name, e.To.Hub), Marks: marks(e.Handling),
	}
	for _, b := range e.LegalBasis {
		r.Basis = append(r.Basis, b.Document+b.Article)
	}
	add := func(title string, rows []documents.RenditionRow) {
		rows = slices.DeleteFunc(rows, func(x documents.RenditionRow) bool { return x.Value == "" })
		if len(rows) > 0 {
			r.Sections = append(r.Sections, documents.RenditionSection{Title: title, Rows: rows})
		}
	}
	add("办理内容", inputRows(w.Input))
	if n := w.Note; n != nil {
		add("函告内容", []documents.RenditionRow{{Label: "内容", Value: n.Text}, {Label: "决定日期", Value: day(n.DecidedOn)}, {Label: "文号", Value: n.DocumentNo}})
		if n.Void != nil {
			add("作废的文书", []documents.RenditionRow{{Label: "文号", Value: n.DocumentNo}, {Label: "SHA-256", Value: n.Void.SHA256.String()}})
		}
	}
	if b := w.Base; b != nil {
		add("案件", baseRows(b))
		for _, p := range b.Parties {
			add("当事人", partyRows(p))
		}
		add("涉案物品", itemRows(b.Items))
		add("材料清单", materialRows(b.Materials))
	}
	add("材料清单", materialRows(w.Materials))
	add("未随函提供的信息", withheldRows(w.Disclosure))
	var files []documents.RenditionRow
	for _, a := range e.Attachments {
		files = append(files, documents.RenditionRow{Label: strconv.FormatInt(a.Bytes, 10) + " 字节", Value: a.Name + "\nSHA-256 " + a.SHA256.String()})
	}
	add("随函文件", files)
	add("往来", []documents.RenditionRow{{Label: "会话", Value: string(e.Conversation)}, {Label: "序号", Value: strconv.FormatInt(e.Seq, 10)}})
	return r.HTML()
}

func nameWithHub(name, hub string) string {
	if name == "" {
		return hub
	}
	return name + "（" + hub + "）"
}

func readableTime(t time.Time) string {
	return t.In(civil.Office).Format("2006年1月2日 15:04")
}

// marks say how a message is to be handled.
func marks(handling []string) (out []string) {
	for _, h := range handling {
		if h == federation.NoOnward {
			h = "不得转发：未经来函机关签署同意，不得提供给其他机关"
		}
		out = append(out, h)
	}
	return out
}

func inputRows(in wireInput) []documents.RenditionRow {
	rows := []documents.RenditionRow{
		{Label: "内容", Value: in.Text}, {Label: "理由", Value: in.Reason}, {Label: "文号", Value: in.DocumentNo}, {Label: "承办人", Value: in.Officer},
		{Label: "批准日期", Value: day(in.ApprovedOn)}, {Label: "截止日期", Value: day(in.Until)}, {Label: "办理结果", Value: in.Result}, {Label: "决定", Value: in.Outcome},
		{Label: "承办单位", Value: in.Unit}, {Label: "补录依据", Value: in.Ground}, {Label: "送往", Value: organName(in.Target)}, {Label: "抄送", Value: organName(in.Copy)},
	}
	for _, m := range in.Missing {
		rows = append(rows, documents.RenditionRow{Label: "缺少材料", Value: m})
	}
	for _, i := range in.Items {
		rows = append(rows, documents.RenditionRow{Label: "移交物品", Value: joined(i.Name, i.Quantity, i.Keeper, i.SealNo, i.Place)})
	}
	if in.Days > 0 {
		rows = append(rows, documents.RenditionRow{Label: "天数", Value: strconv.Itoa(in.Days)})
	}
	return rows
}

func baseRows(b *wireBase) []documents.RenditionRow {
	kind := string(b.Kind)
	var form []documents.RenditionRow
	if proc, err := referral.For(b.Kind); err == nil {
		kind = proc.Title.ZH
		for _, f := range proc.Form {
			form = append(form, documents.RenditionRow{Label: f.Label.ZH, Value: b.Content.Words(f)})
		}
	}
	rows := []documents.RenditionRow{
		{Label: "种类", Value: kind}, {Label: "标题", Value: b.Title}, {Label: "移送机关", Value: organName(&b.Sender)}, {Label: "接收机关", Value: organName(b.Receiver)},
		{Label: "抄送检察机关", Value: organName(b.Copied)},
	}
	rows = append(rows, form...)
	if len(form) == 0 {
		rows = append(rows, documents.RenditionRow{Label: "主要事实", Value: b.Content.Facts}, documents.RenditionRow{Label: "依据", Value: b.Content.Basis})
	}
	if b.Synthetic {
		rows = append(rows, documents.RenditionRow{Value: "演示数据"})
	}
	return rows
}

func partyRows(p wireParty) []documents.RenditionRow {
	rows := []documents.RenditionRow{
		{Label: "名称（姓名）", Value: p.Name}, {Label: "统一社会信用代码", Value: p.CreditCode}, {Label: "身份证件号码", Value: p.IDNumber}, {Label: "备注", Value: p.Note},
	}
	for _, c := range p.Charges {
		rows = append(rows, documents.RenditionRow{Label: "事项", Value: joined(c.Offence, c.Article)})
	}
	return rows
}

func itemRows(list []wireItem) (rows []documents.RenditionRow) {
	for i, x := range list {
		rows = append(rows, documents.RenditionRow{Label: strconv.Itoa(i + 1), Value: joined(x.Name, x.Quantity, x.Feature, x.Place)})
	}
	return rows
}

func materialRows(list []wireMaterial) (rows []documents.RenditionRow) {
	for i, x := range list {
		pages := ""
		if x.Pages > 0 {
			pages = strconv.Itoa(x.Pages) + "页"
		}
		rows = append(rows, documents.RenditionRow{Label: strconv.Itoa(i + 1), Value: joined(x.Title, pages, x.OriginalAt)})
	}
	return rows
}

// withheldRows tell which groups of fields the message does not give, and under which article.
func withheldRows(list []wireDisclosure) (rows []documents.RenditionRow) {
	for _, d := range list {
		if d.Give == disclosure.Given {
			continue
		}
		words := d.Says
		for _, b := range d.Basis {
			words += "\n依据：" + b.Document + b.Article
		}
		rows = append(rows, documents.RenditionRow{Label: d.Title, Value: words})
	}
	return rows
}

func organName(o *wireOrgan) string {
	if o == nil {
		return ""
	}
	return o.Name
}

func joined(words ...string) string {
	var b bytes.Buffer
	for _, w := range words {
		if w == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("，")
		}
		b.WriteString(w)
	}
	return b.String()
}

// keepRendition notes the readable text of a message. Of one of ours its bytes are here;
// of one of theirs they are fetched.
func keepRendition(ctx context.Context, q *dbsqlc.Queries, peer ids.Entry, e *federation.Envelope, ours bool, agency ids.Agency, body []byte, now time.Time) error {
	if e.Rendition == nil || !e.Rendition.Shown() {
		return nil
	}
	p := dbsqlc.InsertRenditionParams{
		EnvelopeID: ids.Entry(e.ID), PeerID: peer, AgencyID: agency, Media: e.Rendition.Media, Sha256: e.Rendition.SHA256[:], Size: e.Rendition.Bytes, Outgoing: ours, NextAt: now,
	}
	if body != nil {
		p.HeldAt = &now
	}
	if err := q.InsertRendition(ctx, p); err != nil || body == nil {
		return err
	}
	return q.InsertRenditionBytes(ctx, ids.Entry(e.ID), agency, body)
}

// renditionFor opens the readable text of one of our messages for the partner it went to.
func (o *Office) renditionFor(ctx context.Context, p Peer, digest federation.Hash, named federation.Message) (io.ReadSeekCloser, error) {
	var row dbsqlc.ReadRenditionRow
	if err := o.read(ctx, nobody, func(q *dbsqlc.Queries) (err error) {
		row, err = q.ReadRendition(ctx, ids.Entry(named))
		return orMissing(err)
	}); err != nil {
		return nil, err
	}
	if !row.Outgoing || row.PeerID != p.ID || !bytes.Equal(row.Sha256, digest[:]) {
		return nil, missing()
	}
	body, err := o.renditionBytes(ctx, row.AgencyID, row.EnvelopeID)
	return readable{bytes.NewReader(body)}, err
}

func (o *Office) renditionBytes(ctx context.Context, agency ids.Agency, id ids.Entry) (body []byte, err error) {
	err = o.read(ctx, Actor{Agency: agency}, func(q *dbsqlc.Queries) error {
		body, err = q.ReadRenditionBytes(ctx, id)
		return orMissing(err)
	})
	return body, err
}

// readable is a reader with nothing to close.
type readable struct{ *bytes.Reader }

// Close does nothing.
func (readable) Close() error { return nil }

// WantedRendition is a readable text that a message names and that is not here yet.
type WantedRendition struct {
	Message federation.Message
	federation.Rendition
	Attempts int
}

// WantedRenditions lists what is to be fetched from a partner. It needs the rights of a worker.
func (o *Office) WantedRenditions(ctx context.Context, p Peer) (list []WantedRendition, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		rows, err := q.WantedRenditions(ctx, p.ID, o.Now(), OutboxPage)
		for _, r := range rows {
			list = append(list, WantedRendition{
				federation.Message(r.EnvelopeID), federation.Rendition{Media: r.Media, Bytes: r.Size, SHA256: federation.Hash(r.Sha256)}, int(r.Attempts),
			})
		}
		return err
	})
	return list, err
}

// KeepRendition takes the readable text of a partner's message, whichever way it came. Other
// bytes than the signed message names are an Invalid and never shown to anybody.
func (o *Office) KeepRendition(ctx context.Context, p Peer, message federation.Message, body []byte) error {
	now := o.Now()
	var row dbsqlc.ReadRenditionRow
	if err := o.read(ctx, nobody, func(q *dbsqlc.Queries) (err error) {
		row, err = q.ReadRendition(ctx, ids.Entry(message))
		return orMissing(err)
	}); err != nil {
		return err
	}
	if row.Outgoing || row.PeerID != p.ID {
		return missing()
	}
	named := federation.Rendition{Media: row.Media, Bytes: row.Size, SHA256: federation.Hash(row.Sha256)}
	if err := named.Accept(body); err != nil {
		return err
	}
	return o.write(ctx, Actor{Agency: row.AgencyID}, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		n, err := q.RenditionHeld(ctx, now, row.EnvelopeID)
		if err != nil || n == 0 {
			return err
		}
		return q.InsertRenditionBytes(ctx, row.EnvelopeID, row.AgencyID, body)
	})
}

// RenditionMissed notes that a readable text did not come, or came as other bytes: the
// operators learn the latter.
func (o *Office) RenditionMissed(ctx context.Context, p Peer, w WantedRendition, why error) error {
	now := o.Now()
	wait, _ := federation.Wait(w.Attempts+1, 0)
	bad, spoiled := IsInvalid(why)
	return o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		text := clip(why.Error())
		if spoiled {
			text = errSpoiled.Error()
		}
		if err := q.RenditionFailed(ctx, now.Add(wait), text, ids.Entry(w.Message)); err != nil || !spoiled {
			return err
		}
		return o.alarm(ctx, tx, q, p, digestAlarm, bad.Reason.Words(), digestAlarm+":rendition:"+w.Message.String(), now)
	})
}
