package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/policies/disclosure"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Giving is a decision to show what a message withheld (后续披露).
type Giving struct {
	Group             string // 字段组
	Reason            string
	Document, Article string // beside the articles of the policy; empty: those alone
}

// GiveFields shows the organ of the other hub a group of fields that our last message
// withheld: a decision of the head, for a reason, after a fresh login. The fields verify
// against the message that was signed then. Where the policy says so they are sealed to the
// organ, and if that has published no key nothing is sent.
func (o *Office) GiveFields(ctx context.Context, a Actor, id ids.Case, in Giving) error {
	if err := in.check(); err != nil {
		return err
	}
	book, err := disclosure.Load()
	if err != nil {
		return err
	}
	group, known := book.Group(in.Group)
	if !known {
		return invalid("body.group", "没有这一字段组", "There is no such group of fields")
	}
	return o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "disclosure.give", AnyVersion)
		if err != nil {
			return err
		}
		if a.Machine {
			a.StepUpAt = time.Time{} // a partner system never logged in as a person
		}
		now := o.Now()
		if err := o.recentLogin(a, now); err != nil {
			return err
		}
		g := giving{Office: o, q: q, in: in, s: s, group: group, now: now}
		if err := g.find(ctx, a, book); err != nil {
			return err
		}
		return g.send(ctx, tx, a)
	})
}

func (in *Giving) check() error {
	for path, s := range map[string]*string{"body.reason": &in.Reason, "body.document": &in.Document, "body.article": &in.Article} {
		if err := cleanText(path, s); err != nil {
			return err
		}
		*s = strings.TrimSpace(*s)
	}
	if in.Reason == "" {
		return invalid("body.reason", "请写明理由", "Give the reason")
	}
	if (in.Document == "") != (in.Article == "") {
		return invalid("body.article", "依据请同时写明文件和条款", "Name the document and its article, or neither")
	}
	return nil
}

// giving is such a decision under way.
type giving struct {
	*Office
	q     *dbsqlc.Queries
	in    Giving
	s     *seen
	group disclosure.Group
	now   time.Time

	ch         channel
	rows       []dbsqlc.WithheldFieldsRow
	withheldBy dbsqlc.Envelope
	to         ids.Agency
	rule       disclosure.Rule
}

// find looks for what there is to show, and asks the policies whether it may be shown now.
func (g *giving) find(ctx context.Context, a Actor, book *disclosure.Book) (err error) {
	if g.ch, err = g.sharedChannel(ctx, g.q, g.s.Case.ID, federation.Give, g.now); err != nil {
		return err
	}
	if g.rows, err = g.q.WithheldFields(ctx, g.s.Case.ID, a.Agency, g.group.ID); err != nil {
		return err
	}
	if len(g.rows) == 0 {
		return fault.New(fault.Rule, "disclosure.none", fault.T("本机关发往对方的函件没有未提供的“"+g.group.Title.ZH+"”，或者已经提供", "Our messages withhold nothing of that group, or it was shown already"))
	}
	if g.withheldBy, err = g.q.ReadEnvelope(ctx, g.rows[0].EnvelopeID); err != nil {
		return err
	}
	g.to = ids.Agency(g.rows[0].OtherID)
	g.rule = book.Rule(g.group.ID, aboutDisclosure(g.s.Snapshot, g.s.Organ(g.to), g.now))
	if g.rule.Give == disclosure.Never {
		err := fault.New(fault.Rule, "disclosure.never", g.rule.Says)
		if len(g.rule.Basis) > 0 {
			err.Basis = &g.rule.Basis[0]
		}
		return err
	}
	return nil
}

func (g *giving) send(ctx context.Context, tx pgx.Tx, a Actor) error {
	basis := basisAsOf(g.rule.Basis, aboutDisclosure(g.s.Snapshot, nil, g.now).On)
	if g.in.Document != "" {
		basis = append(basis, federation.LegalBasis{Document: g.in.Document, Article: g.in.Article})
	}
	handling, err := handlingOf(g.s.Snapshot, g.s.Organ(g.to), g.now)
	if err != nil {
		return err
	}
	var list []federation.Disclosure
	var paths []string
	for _, r := range g.rows {
		list, paths = append(list, federation.Disclosure(r.Disclosure)), append(paths, r.Path)
	}
	said := federation.Given{Message: federation.Message(g.withheldBy.ID), EnvelopeHash: federation.Hash(g.withheldBy.Hash), Group: g.group.ID, Reason: g.in.Reason}
	state := fieldShown
	message, err := g.sendBeside(ctx, tx, g.q, g.s, a, beside{
		ch: g.ch, to: g.to, act: federation.Give, purpose: "提供" + g.group.Title.ZH, reason: g.in.Reason, basis: basis,
		handling: handling, fields: map[string]any{"group": g.group.ID, "fields": paths, "sealed": g.rule.Sealed}, now: g.now,
		content: func(id federation.Message) (_ any, err error) {
			if !g.rule.Sealed {
				said.Disclosures = list
				return said, nil
			}
			state = fieldSealed
			said.Sealed, err = g.seal(list, id)
			return said, err
		},
		page: g.page(),
	})
	if err != nil {
		return err
	}
	cited, err := json.Marshal(basis)
	if err != nil {
		return fmt.Errorf("write the basis of a field: %w", err)
	}
	for _, r := range g.rows {
		if err := g.q.FieldShown(ctx, dbsqlc.FieldShownParams{ID: r.ID, State: state, Basis: cited, ShownIn: ids.Entry(message), Reason: g.in.Reason, At: g.now}); err != nil {
			return err
		}
	}
	return nil
}

// seal seals disclosures to the organ that they are for.
func (g *giving) seal(list []federation.Disclosure, message federation.Message) (string, error) {
	key, ok := g.ch.peer.Metadata.EncryptionKeyOf(g.to, g.now)
	if !ok {
		return "", fault.New(fault.Rule, "disclosure.no_key", fault.T(
			"接收机关没有公布有效的加密公钥，这些信息只能密封提供，没有发送。请“"+g.ch.peer.Name+"”升级并重新签署元数据，或者改为当面递送",
			"The receiving organ has published no valid key, and this may only be given sealed; nothing was sent. Have "+g.ch.peer.Name+" upgraded and its metadata signed anew, or hand it over in person"))
	}
	return federation.SealPart(list, key, message)
}

// page says in the readable text which fields are shown, and none of their values.
func (g *giving) page() []documents.RenditionSection {
	var rows []documents.RenditionRow
	for _, f := range g.rows {
		rows = append(rows, documents.RenditionRow{Label: f.Title, Value: "见函件内容"})
	}
	if g.rule.Sealed {
		rows = append(rows, documents.RenditionRow{Value: "以上内容已密封给接收机关，只有持有该机关私钥的一方能够打开。"})
	}
	return []documents.RenditionSection{{Title: "提供的字段", Rows: rows}, {Title: "原函件", Rows: []documents.RenditionRow{{Label: "编号", Value: ids.Entry(g.withheldBy.ID).String()}}}}
}

// DisclosedField is one line of the ledger of a case (字段披露台账).
type DisclosedField struct {
	Group, Title string
	Outgoing     bool   // our organ gives
	Other, Hub   string // the organ of the other hub, and its hub
	State        string // given, withheld, shown, sealed
	Known        bool   // which field it is; the other side does not say of what it withholds
	Basis        []federation.LegalBasis
	Reason       string
	At           time.Time
	ShownAt      *time.Time
	ShownIn      federation.Message
}

// Disclosures are what an organ gave to, withheld from and was given by organs of another hub
// in a case, and the groups that it may still show.
type Disclosures struct {
	Fields []DisclosedField
	Open   []OpenGroup
}

// OpenGroup is a group of fields that our messages withhold and that may be decided on.
type OpenGroup struct {
	Group  string
	Title  fault.Text
	Says   fault.Text
	Basis  []fault.Basis
	Sealed bool
	May    bool // the actor may decide it now
}

// CaseDisclosures gives the ledger of the actor's organ for a case.
func (o *Office) CaseDisclosures(ctx context.Context, a Actor, id ids.Case) (out Disclosures, err error) {
	book, err := disclosure.Load()
	if err != nil {
		return out, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		if !s.may("case.content") {
			return denied("case.content")
		}
		rows, err := q.CaseFields(ctx, id, a.Agency)
		if err != nil {
			return err
		}
		for _, r := range rows {
			f := DisclosedField{
				Group: r.Grp, Title: r.Title, Outgoing: r.Outgoing, Other: r.OtherName, Hub: r.HubName, State: r.State, Known: r.Path != "", Reason: r.Reason, At: r.At,
				ShownAt: r.ShownAt, ShownIn: federation.Message(r.ShownIn),
			}
			if err := json.Unmarshal(r.Basis, &f.Basis); err != nil {
				return fmt.Errorf("read the basis of a field: %w", err)
			}
			out.Fields = append(out.Fields, f)
		}
		for _, g := range book.Groups {
			waiting, err := q.WithheldFields(ctx, id, a.Agency, g.ID)
			if err != nil {
				return err
			}
			if len(waiting) == 0 {
				continue
			}
			r := book.Rule(g.ID, aboutDisclosure(s.Snapshot, s.Organ(ids.Agency(waiting[0].OtherID)), o.Now()))
			out.Open = append(out.Open, OpenGroup{g.ID, g.Title, r.Says, r.Basis, r.Sealed, r.Give != disclosure.Never && s.may("disclosure.give")})
		}
		return nil
	})
	return out, err
}
