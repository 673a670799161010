package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/policies/disclosure"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// What goes to another hub is what its organ needs (字段披露): the policies say which groups
// of fields go along, and the rest stands in the message as salted digests.

// wireReporter is who reported the matter. It travels as digests alone unless a policy says
// otherwise.
type wireReporter struct {
	Name       string `json:"name,omitempty"`
	Phone      string `json:"phone,omitempty"`
	IdentityNo string `json:"identity_no,omitempty"`
	Account    string `json:"account,omitempty"`
	Note       string `json:"note,omitempty"`
}

// wireDisclosure says of a group of fields whether the message gives it, in the words and
// under the articles of the sender's policy.
type wireDisclosure struct {
	Group string                  `json:"group"`
	Title string                  `json:"title"`
	Give  disclosure.Give         `json:"give"`
	Says  string                  `json:"says"`
	Basis []federation.LegalBasis `json:"basis,omitempty"`
}

// fieldRow is one line of the ledger (字段披露台账) that a message makes.
type fieldRow struct {
	id         ids.Entry
	group      string
	title      string
	path       string
	state      string
	basis      []federation.LegalBasis
	disclosure federation.Disclosure // of what is withheld
}

// States of a field in the ledger.
const (
	fieldGiven    = "given"    // 随函提供
	fieldWithheld = "withheld" // 未提供，函内留有加盐摘要
	fieldShown    = "shown"    // 后续披露
	fieldSealed   = "sealed"   // 后续披露，密封给接收机关
)

// withhold writes the content of an act for an organ of another hub. What the policies do
// not give to it is taken out before anything is signed or rendered.
func (o *Office) withhold(ctx context.Context, q *dbsqlc.Queries, s *seen, w wireAct, e federation.Envelope, to *referral.Organ) (json.RawMessage, []fieldRow, error) {
	if w.Base == nil {
		raw, err := content(w)
		return raw, nil, err
	}
	book, err := disclosure.Load()
	if err != nil {
		return nil, nil, err
	}
	if w.Reporter, err = reporterToGive(ctx, q, s.Case.ID, e.From.Agency); err != nil {
		return nil, nil, err
	}
	about := aboutDisclosure(s.Snapshot, to, w.OccurredAt)
	about.Stage = disclosure.Offer
	for _, g := range book.Groups {
		r := book.Rule(g.ID, about)
		if r.Give == disclosure.Never { // what may be decided once the receiver has signed for it is told now
			later := about
			later.Stage = disclosure.Accepted
			r = book.Rule(g.ID, later)
		}
		w.Disclosure = append(w.Disclosure, wireDisclosure{g.ID, g.Title.ZH, r.Give, r.Says.ZH, basisAsOf(r.Basis, about.On)})
	}
	raw, err := content(w)
	if err != nil {
		return nil, nil, err
	}
	var paths []string
	var rows []fieldRow
	pad := map[string]int{}
	for i, g := range book.Groups {
		said := w.Disclosure[i]
		for _, f := range g.Fields {
			for _, path := range federation.Matching(raw, f.Path) {
				row := fieldRow{ids.New[ids.Entry](e.IssuedAt), g.ID, f.Title.ZH, path, fieldGiven, said.Basis, ""}
				if said.Give != disclosure.Given {
					row.state = fieldWithheld
					paths = append(paths, path)
				}
				rows = append(rows, row)
			}
		}
		if said.Give == disclosure.Given {
			continue
		}
		for _, p := range g.Pads {
			objects := []string{p.Path}
			if strings.Contains(p.Path, "*") {
				objects = federation.Matching(raw, p.Path)
			}
			for _, object := range objects {
				pad[object] = p.Digests
			}
		}
	}
	out, hidden, err := federation.Withhold(raw, paths, pad, o.rand())
	if err != nil {
		return nil, nil, err
	}
	for i := range rows {
		for _, h := range hidden {
			if h.Path == rows[i].path {
				rows[i].disclosure = h.Disclosure
			}
		}
	}
	return out, rows, nil
}

// unsigned are the states in which no receiver has signed for the case.
var unsigned = []referral.State{
	referral.Draft, referral.Reported, referral.Refused, referral.Approved, referral.Sent, referral.Returned, referral.Withdrawn, referral.Void,
}

// aboutDisclosure is what the policies are asked about.
func aboutDisclosure(s referral.Snapshot, to *referral.Organ, at time.Time) disclosure.Case {
	about := disclosure.Case{Kind: string(s.Kind), Stage: disclosure.Offer, On: civil.DateOf(at)}
	if to != nil {
		about.Sector = string(to.Sector)
	}
	if !slices.Contains(unsigned, s.State) {
		about.Stage = disclosure.Accepted
	}
	return about
}

func basisAsOf(list []fault.Basis, on civil.Date) (out []federation.LegalBasis) {
	for _, b := range list {
		out = append(out, federation.LegalBasis{Document: b.Document + b.Number, Article: b.Article, AsOf: on})
	}
	return out
}

// reporterToGive is what the sending organ holds of a reporter; nil where it holds nothing.
func reporterToGive(ctx context.Context, q *dbsqlc.Queries, id ids.Case, holds ids.Agency) (*wireReporter, error) {
	row, err := q.ReadReporter(ctx, id, holds)
	if noRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &wireReporter{row.Name, row.Phone, row.IdentityNo, row.Account, row.Note}, nil
}

// keepFields enters what a message gives and withholds into the ledger.
func keepFields(ctx context.Context, b *dbsqlc.Queries, rows []fieldRow, base dbsqlc.InsertFieldParams) error {
	for _, r := range rows {
		p := base
		var err error
		if p.Basis, err = json.Marshal(r.basis); err != nil {
			return fmt.Errorf("write the basis of a field: %w", err)
		}
		p.ID, p.Grp, p.Title, p.Path, p.State = r.id, r.group, r.title, r.path, r.state
		if err := b.InsertField(ctx, p); err != nil {
			return err
		}
		if r.disclosure == "" {
			continue
		}
		if err := b.InsertFieldSecret(ctx, r.id, p.AgencyID, string(r.disclosure)); err != nil {
			return err
		}
	}
	return nil
}

// fieldsArrive enters what an arriving message gives, and which groups it withholds: it does
// not say which fields they have. A reporter that it gives is sealed for our organ.
func (a *applying) fieldsArrive(ctx context.Context) error {
	if a.act.Base == nil {
		return nil
	}
	base := dbsqlc.InsertFieldParams{
		CaseID: a.row.CaseID, AgencyID: a.row.AgencyID, PeerID: a.peer.ID, OtherID: ids.Entry(a.envelope.From.Agency), EnvelopeID: a.row.ID, At: a.now,
	}
	book, err := disclosure.Load()
	if err != nil {
		return err
	}
	var rows []fieldRow
	for _, d := range a.act.Disclosure {
		if d.Give != disclosure.Given {
			rows = append(rows, fieldRow{ids.New[ids.Entry](a.now), d.Group, d.Title, "", fieldWithheld, d.Basis, ""})
			continue
		}
		g, _ := book.Group(d.Group) // a group of a newer hub has fields that are not known here
		for _, f := range g.Fields {
			for _, path := range federation.Matching(a.envelope.Content, f.Path) {
				rows = append(rows, fieldRow{ids.New[ids.Entry](a.now), d.Group, f.Title.ZH, path, fieldGiven, d.Basis, ""})
			}
		}
	}
	if err := keepFields(ctx, a.q, rows, base); err != nil {
		return err
	}
	if r := a.act.Reporter; r != nil && *r != (wireReporter{}) {
		return a.reporterArrives(ctx, *r)
	}
	return nil
}

func (a *applying) reporterArrives(ctx context.Context, r wireReporter) error {
	_, err := a.q.ReporterArrives(ctx, dbsqlc.ReporterArrivesParams{
		CaseID: a.row.CaseID, AgencyID: a.row.AgencyID, Name: r.Name, Phone: r.Phone, IdentityNo: r.IdentityNo, Account: r.Account, Note: r.Note, SealedAt: a.now,
	})
	return err
}
