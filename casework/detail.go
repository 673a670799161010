package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Detail is a case as one organ may see it now.
type Detail struct {
	Case      dbsqlc.Case
	Procedure *referral.Procedure
	Snapshot  referral.Snapshot
	Relation  string
	Level     string // flow: facts and files are left out
	Agencies  map[ids.Agency]dbsqlc.ReadAgenciesRow
	Checklist []ChecklistLine
	Evidence  []dbsqlc.ListEvidenceRow
	Documents []dbsqlc.ListDocumentsRow
	Handoffs  []dbsqlc.Handoff
	Clocks    []ClockView
	Inside    *InsideTime // nil: not the actor's to know, or no report to a head
	Actions   []ActionView
	Next      *NextAct
	Papers    []PaperOption
	Waiting   []dbsqlc.Confirmation
	Watched   bool
	Officer   Colleague // who handles it for the actor's organ (承办人); zero: nobody was named
	Glass     *Glass    // the break-glass look through which it is seen
	AskReason bool      // outside the actor's own tasks, and no reason given lately
	SimpleMax int64     // damage up to which the simple track of a claim is open, in fen; 0: no rule says
	Rivals    []Rival   // other claims against one who owes, while this one can still be stopped
	Replayed  bool      // the answer to a repeated idempotency key
	Now       time.Time
}

// PaperOption is a kind of document that this organ can make here, or why not.
type PaperOption struct {
	Info   documents.Info
	Issue  bool // may be issued by this organ; otherwise only looked at
	Reason fault.Text
}

// papers lists what this organ can issue or look at.
func (s *seen) papers() []PaperOption {
	if !s.may("case.content") || s.glass != nil { // a look makes no papers
		return nil
	}
	var out []PaperOption
	for _, info := range documents.Kinds() {
		if !info.Suits(s.Case.Kind) {
			continue
		}
		o := PaperOption{Info: info, Issue: true}
		if err := s.mayIssue(info); err != nil {
			o.Issue = false
			if info.Group != documents.Desk {
				continue // the counterpart's paper: recorded, not made
			}
		} else if !s.may("document.issue") {
			o.Issue, o.Reason = false, fault.T("需由经办人员制作", "A handler issues it")
		}
		out = append(out, o)
	}
	return out
}

// ChecklistLine is one kind of material with what is there.
type ChecklistLine struct {
	Entry     referral.ChecklistEntry
	Mandatory bool
	State     string // missing, present, asked, supplemented
	Materials []referral.Material
}

// ClockView is a clock as a page shows it.
type ClockView struct {
	Row   dbsqlc.Clock
	Rule  deadline.Rule
	Light string // green, amber, red, met, late, paused, cancelled, lapsed, past, none
}

// ActionView is an action with the reason why not, if so.
type ActionView struct {
	Step    *referral.Step
	Allowed bool
	Reason  fault.Text
	Blocked string // why not: state, charges, condition or function; empty when allowed
	Basis   *fault.Basis
	Primary bool
	Starts  []WouldStart // clocks that the act would start now
	Paper   bool         // to be recorded from the counterpart's paper
}

// WouldStart is a clock that an act would start: before approving, the head sees
// when the transmission would be due.
type WouldStart struct {
	Rule  string
	Title fault.Text
	DueAt time.Time
	Party referral.Party
}

// NextAct is the next-act bar: who has to do what, by when, under which article.
type NextAct struct {
	Agency ids.Agency
	Title  fault.Text
	Clock  *ClockView
}

// Get shows one case and notes that it was opened.
func (o *Office) Get(ctx context.Context, a Actor, id ids.Case) (Detail, error) {
	now := o.Now()
	var d Detail
	var s *seen
	err := store.Read(ctx, o.Pool, a.Agency, func(tx pgx.Tx) (err error) {
		b := &store.Batch{}
		opening, look := store.OpenCase(ctx, b, id, false), askOutlook(ctx, b, a, id)
		if err := b.Send(ctx, tx); err != nil {
			return err
		}
		q := dbsqlc.New(tx)
		if s, err = o.opened(a, opening); fault.KindOf(err) == fault.Missing {
			if s, err = o.throughGlass(ctx, q, a, id); err == nil {
				look = askOutlook(ctx, store.AtOnce(q), a, id)
			}
		}
		if err != nil {
			return err
		}
		if d, err = o.describe(ctx, q, s, look, now); err == nil {
			d.AskReason, err = o.asksReason(ctx, q, s, now)
		}
		return err
	})
	if err != nil {
		return d, err
	}
	return d, o.noteRead(ctx, s, "case", "", now)
}

// outlook is what a detail shows beside the case itself.
type outlook struct {
	evidence *store.Answer[[]dbsqlc.ListEvidenceRow]
	watched  *store.Answer[bool]
	officer  *store.Answer[dbsqlc.ReadOfficerRow]
}

func askOutlook(ctx context.Context, b *store.Batch, a Actor, id ids.Case) outlook {
	return outlook{
		evidence: store.Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.ListEvidenceRow, error) { return q.ListEvidence(ctx, id) }),
		watched:  store.Ask(b, func(q *dbsqlc.Queries) (bool, error) { return q.IsWatched(ctx, id, a.User) }),
		officer:  store.Ask(b, func(q *dbsqlc.Queries) (dbsqlc.ReadOfficerRow, error) { return q.ReadOfficer(ctx, id, a.Agency) }),
	}
}

// detail reads a case inside a verb that changed it.
func (o *Office) detail(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Case, now time.Time) (Detail, error) {
	s, err := o.open(ctx, q, a, id)
	if err != nil {
		return Detail{}, err
	}
	return o.describe(ctx, q, s, askOutlook(ctx, store.AtOnce(q), a, id), now)
}

// describe shows a case to the actor that sees it.
func (o *Office) describe(ctx context.Context, q *dbsqlc.Queries, s *seen, look outlook, now time.Time) (Detail, error) {
	if noRows(look.officer.Err) {
		look.officer.Err = nil
	}
	if err := errors.Join(look.evidence.Err, look.watched.Err, look.officer.Err); err != nil {
		return Detail{}, err
	}
	d := Detail{
		Case: s.Case, Snapshot: s.Snapshot, Relation: s.resource.Relation, Level: s.resource.Level, Agencies: s.Agencies,
		Documents: s.Documents, Handoffs: s.Handoffs, Waiting: s.Waiting, Now: now,
		Evidence: look.evidence.Value, Watched: look.watched.Value, Glass: s.glass,
		Officer: Colleague{ID: look.officer.Value.ID, Name: look.officer.Value.Name, Title: look.officer.Value.Title},
	}
	asked, err := askedFor(ctx, q, s)
	if err != nil {
		return d, err
	}
	d.Checklist = s.lines(asked)
	d.Inside = insideTime(s.Case, s.resource.Relation, s.Clocks, now)
	for _, row := range s.Clocks {
		rule, _ := o.Rules.Edition(row.RuleID, row.Edition)
		d.Clocks = append(d.Clocks, ClockView{Row: row, Rule: rule, Light: light(row, now)})
	}
	proc, err := referral.For(s.Snapshot.Kind)
	if err != nil {
		return d, err
	}
	d.Procedure = proc
	if proc.Kind == referral.Compensation {
		d.SimpleMax = o.simpleTrack(s, civil.DateOf(now))
		if beforeTheHead(s.Snapshot.State) && s.resource.Relation == string(referral.Sender) && s.may("case.content") {
			if d.Rivals, err = rivals(ctx, q, s); err != nil {
				return d, err
			}
		}
	}
	d.Actions = o.actions(proc, s, now)
	d.Next = next(proc, d)
	d.Papers = s.papers()
	if !s.may("case.content") {
		d.hideContent(s.actor.Agency)
	}
	return d, nil
}

// hideContent leaves what an organ sees that only follows the flow: the copied
// procuratorate gets the letter, states and clocks (17号第六条), and keeps its own papers.
func (d *Detail) hideContent(own ids.Agency) {
	c := &d.Snapshot.Content
	*c = referral.Content{ActOn: c.ActOn, FoundOn: c.FoundOn, Basis: c.Basis}
	d.Evidence = slices.DeleteFunc(d.Evidence, func(e dbsqlc.ListEvidenceRow) bool { return !d.sealsLetter(e.ID) })
	d.Snapshot.Items = nil
	for i := range d.Snapshot.Parties {
		p := &d.Snapshot.Parties[i]
		p.IDNumber, p.Note = "", ""
	}
	d.Documents = slices.DeleteFunc(d.Documents, func(x dbsqlc.ListDocumentsRow) bool { return x.Kind != "transfer_letter" && x.AgencyID != own })
}

func (d *Detail) sealsLetter(e ids.Evidence) bool {
	return slices.ContainsFunc(d.Documents, func(x dbsqlc.ListDocumentsRow) bool { return x.Kind == "transfer_letter" && x.SealedID == e })
}

// checklist is what the kind of the case asks for.
func (s *seen) checklist() []referral.ChecklistEntry {
	if proc, err := referral.For(s.Snapshot.Kind); err == nil {
		return proc.Checklist
	}
	return nil
}

func (s *seen) lines(asked []string) []ChecklistLine {
	var out []ChecklistLine
	for _, e := range s.checklist() {
		line := ChecklistLine{Entry: e, Mandatory: e.Mandatory(s.Snapshot), State: "missing"}
		for _, m := range s.Snapshot.Materials {
			if m.Code == e.Code {
				line.Materials = append(line.Materials, m)
				line.State = "present"
				if m.Round > 0 {
					line.State = "supplemented"
				}
			}
		}
		if e.Generated && slices.ContainsFunc(s.Documents, func(d dbsqlc.ListDocumentsRow) bool { return fills(e.Code, d.Kind) && d.State != "void" }) {
			line.State = "present"
		}
		if slices.Contains(asked, e.Code) && line.State != "supplemented" {
			line.State = "asked"
		}
		if line.State == "missing" && !line.Mandatory {
			line.State = "optional"
		}
		out = append(out, line)
	}
	return append(out, s.strange()...)
}

// strange are the materials under a code that no list of this hub has: another hub of
// another edition sent them. They are shown, each code on a line of its own, and a person
// says what they are.
func (s *seen) strange() (out []ChecklistLine) {
	for _, m := range s.Snapshot.Materials {
		if slices.ContainsFunc(s.checklist(), func(e referral.ChecklistEntry) bool { return e.Code == m.Code }) {
			continue
		}
		i := slices.IndexFunc(out, func(l ChecklistLine) bool { return l.Entry.Code == m.Code })
		if i < 0 {
			i = len(out)
			out = append(out, ChecklistLine{State: "present", Entry: referral.ChecklistEntry{
				Code: m.Code, Title: fault.T("材料代码“"+m.Code+"”不在本枢纽的清单中，请按内容判断是哪一类材料", "The code "+m.Code+" is on no list of this hub: judge by the content what it is"),
			}})
		}
		out[i].Materials = append(out[i].Materials, m)
	}
	return out
}

// askedFor is what the open supplement notice names.
func askedFor(ctx context.Context, q *dbsqlc.Queries, s *seen) ([]string, error) {
	if !s.Snapshot.Flags.SupplementAsked {
		return nil, nil
	}
	raw, err := q.LastValue(ctx, s.Case.ID, "ask_supplement", "missing")
	if noRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if raw == nil { // destroyed: what was asked for is known no more
		return nil, nil
	}
	var codes []string
	if err := json.Unmarshal(raw, &codes); err != nil {
		return nil, fmt.Errorf("read what was asked for: %w", err)
	}
	return codes, nil
}

// generatedBy says which of our documents fills a line of the checklist; the
// letter carries its list of materials.
var generatedBy = map[string]string{
	"doc_transfer_letter": "transfer_letter", "doc_materials_list": "transfer_letter", "doc_approval_form": "approval_form",
}

// fills reports whether a paper of a kind fills a line of the checklist.
func fills(code, paper string) bool {
	switch paper {
	case "detention_letter":
		paper = "transfer_letter"
	case "matter_approval":
		paper = "approval_form"
	}
	return generatedBy[code] == paper
}

// light says how a clock stands.
func light(c dbsqlc.Clock, now time.Time) string {
	switch {
	case c.State == "cancelled":
		return "cancelled"
	case c.State == "met" && c.DueAt != nil && c.EndedAt != nil && c.EndedAt.After(*c.DueAt) && !c.Internal:
		return "late"
	case c.State == "met":
		return "met"
	case c.State == "paused":
		return "paused"
	case c.DueAt == nil:
		return "none"
	case now.After(*c.DueAt) && c.OptionRight:
		return "lapsed"
	case now.After(*c.DueAt) && c.Internal: // what organs agreed among themselves is never overdue
		return "past"
	case now.After(*c.DueAt):
		return "red"
	case c.AmberAt != nil && !now.Before(*c.AmberAt):
		return "amber"
	}
	return "green"
}

// stateTitles say what a state waits for, unless the table of the kind says otherwise.
var stateTitles = map[referral.State]fault.Text{
	referral.Draft: fault.T("拟稿", "Draft"), referral.Reported: fault.T("负责人审批", "Decision of the head"), referral.Refused: fault.T("不批准移送", "Refused by the head"),
	referral.Approved: fault.T("移送", "Transmission"), referral.Sent: fault.T("签收", "Sign for it"), referral.Received: fault.T("审查决定", "Decision"),
	referral.Handling: fault.T("办理", "Handle it"), referral.Reviewing: fault.T("审查", "Review"), referral.Suspended: fault.T("中止审查", "Review suspended"),
	referral.Disputed: fault.T("解决管辖争议", "Settle the jurisdiction"), referral.Answered: fault.T("确认并办结", "Look at the answer and close"),
	referral.Decided: fault.T("后续办理", "What follows"), referral.Returned: fault.T("退回后处理", "After the return"), referral.Withdrawn: fault.T("撤回后处理", "After the withdrawal"),
}
