package casework

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/reviews"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Precheck is the file of a case laid beside the review sheets of its kind
// (移送前预审). It refuses nothing: the steps do, under the rules that lines name.
type Precheck struct {
	Sheets    []PrecheckSheet
	MayAnswer bool // the actor may answer what a person has to judge
}

// PrecheckSheet is one sheet with what was found.
type PrecheckSheet struct {
	Sheet reviews.Sheet
	Lines []PrecheckLine
}

// PrecheckLine is one line: what the hub saw, what a person said, what holds.
type PrecheckLine struct {
	Line   reviews.Line
	Found  reviews.Finding
	Answer *PrecheckAnswer
	State  reviews.State
}

// PrecheckAnswer is what a person said of a line. The verdict counts only where
// the hub cannot tell; the remark is always shown.
type PrecheckAnswer struct {
	Verdict reviews.State // empty: a remark alone
	Remark  string
	By      string
	At      time.Time
}

// precheckFile is what a precheck is made from. Files are opened only after the
// transaction has ended.
type precheckFile struct {
	seen     *seen
	sheets   []reviews.Sheet
	answers  []dbsqlc.ListPrecheckAnswersRow
	evidence []dbsqlc.ListEvidenceRow
	doubt    *fault.Text // whether the sender is competent for the item
	draft    *reviews.Agreement
}

// Precheck lays the file of a case beside its review sheets.
func (o *Office) Precheck(ctx context.Context, a Actor, id ids.Case) (Precheck, error) {
	now := o.Now()
	var f precheckFile
	err := o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		f, err = o.precheckFile(ctx, q, s, now)
		return err
	})
	if err != nil {
		return Precheck{}, err
	}
	p, err := o.precheck(f)
	if err != nil {
		return p, err
	}
	return p, o.noteRead(ctx, f.seen, "case", "", now)
}

func (o *Office) precheckFile(ctx context.Context, q *dbsqlc.Queries, s *seen, now time.Time) (f precheckFile, err error) {
	if !s.may("case.content") {
		return f, missing()
	}
	f = precheckFile{seen: s, sheets: o.Reviews.For(s.Snapshot.Kind, s.Snapshot.Sender.Sector, civil.DateOf(now)), draft: heldAgreement(s.Snapshot)}
	if f.answers, err = q.ListPrecheckAnswers(ctx, s.Case.ID); err == nil {
		f.evidence, err = q.ListEvidence(ctx, s.Case.ID)
	}
	if err == nil {
		f.doubt, err = s.senderDoubt(ctx, q, civil.DateOf(now))
	}
	return f, err
}

// precheck answers every line.
func (o *Office) precheck(f precheckFile) (Precheck, error) {
	s := f.seen
	p := Precheck{MayAnswer: s.mayPrecheck() == nil}
	file := reviews.File{Case: s.Snapshot, Papers: map[string]bool{}, Names: map[ids.Evidence]string{}, Arrived: s.Case.SentAt != nil, Doubt: f.doubt, Draft: f.draft}
	for _, d := range s.Documents {
		if d.State != "void" && d.AgencyID == s.Case.SenderID {
			file.Papers[d.Kind] = file.Papers[d.Kind] || d.State == "sealed"
		}
	}
	for _, e := range f.evidence {
		file.Names[e.ID] = e.Name
	}
	if slices.ContainsFunc(f.sheets, func(s reviews.Sheet) bool { return s.Asks(reviews.Files) }) {
		scans, err := o.countPages(s.Snapshot.Materials, f.evidence)
		if err != nil {
			return p, err
		}
		file.Scans = scans
	}
	for _, sheet := range f.sheets {
		out := PrecheckSheet{Sheet: sheet}
		for _, l := range sheet.Lines {
			line := PrecheckLine{Line: l, Found: l.Look(file), Answer: f.answerTo(sheet.ID, l.ID)}
			line.State = line.Found.State
			if line.State == reviews.Judge && line.Answer != nil && line.Answer.Verdict != "" {
				line.State = line.Answer.Verdict
			}
			out.Lines = append(out.Lines, line)
		}
		p.Sheets = append(p.Sheets, out)
	}
	return p, nil
}

func (f precheckFile) answerTo(sheet, line string) *PrecheckAnswer {
	for _, a := range f.answers {
		if a.Sheet == sheet && a.Line == line && a.Verdict+a.Remark != "" {
			return &PrecheckAnswer{Verdict: reviews.State(a.Verdict), Remark: a.Remark, By: a.MadeName, At: a.MadeAt}
		}
	}
	return nil
}

// mayPrecheck: the sheet is the sender's, until the file is sent; the receiver
// reads it as it was then.
func (s *seen) mayPrecheck() error {
	if s.resource.Relation != string(referral.Sender) || !s.may("case.edit") {
		return denied("precheck.answer")
	}
	if s.Snapshot.Kind == referral.Compensation {
		return s.mayCheckAgreement()
	}
	switch s.Snapshot.State {
	case referral.Draft, referral.Reported, referral.Refused, referral.Approved, referral.Returned, referral.Reviewing, referral.Suspended:
		return nil
	}
	return fault.New(fault.Rule, "precheck.sent", fault.T("案件已经移送，预审结论不再修改；材料不全的按补正办理", "The case was sent: the pre-check stays as it was; what is missing comes as a supplement"))
}

// AnswerPrecheck notes what a person says of a line: a verdict where the hub
// cannot tell, a remark anywhere. Both empty take back what was said.
func (o *Office) AnswerPrecheck(ctx context.Context, a Actor, id ids.Case, sheet, line string, verdict reviews.State, remark string) (Precheck, error) {
	now := o.Now()
	textErr := cleanText("body.remark", &remark)
	var f precheckFile
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lockUnchecked(ctx, q, a, id)
		if err != nil {
			return err
		}
		if f, err = o.precheckFile(ctx, q, s, now); err != nil {
			return err
		}
		l, ok := sheetLine(f.sheets, sheet, line)
		if !ok {
			return missing()
		}
		if err := s.mayPrecheck(); err != nil {
			return err
		}
		if textErr != nil {
			return textErr
		}
		if err := o.judges(f, l, verdict); err != nil {
			return err
		}
		batch := &store.Batch{}
		b := batch.Queries()
		if err := b.SavePrecheckAnswer(ctx, dbsqlc.SavePrecheckAnswerParams{
			CaseID: id, Sheet: sheet, Line: line, Verdict: string(verdict), Remark: remark, AgencyID: a.Agency, MadeBy: a.User, MadeAt: now,
		}); err != nil {
			return err
		}
		if _, err := o.enter(ctx, q, b, entry{
			Case: id, Kind: "precheck.answer", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
			Fields: map[string]any{"sheet": sheet, "line": line, "verdict": verdict, "remark": remark},
		}); err != nil {
			return err
		}
		if err := batch.Send(ctx, tx); err != nil {
			return err
		}
		f.answers, err = q.ListPrecheckAnswers(ctx, id)
		return err
	})
	if err != nil {
		return Precheck{}, err
	}
	return o.precheck(f)
}

// judges refuses a verdict on what the file shows by itself: whoever disagrees
// corrects the file, or leaves a remark.
func (o *Office) judges(f precheckFile, l reviews.Line, verdict reviews.State) error {
	if verdict == "" || l.Check == reviews.Person {
		return nil
	}
	f.sheets, f.answers = []reviews.Sheet{{Lines: []reviews.Line{l}}}, nil
	p, err := o.precheck(f)
	if err != nil || p.Sheets[0].Lines[0].State == reviews.Judge {
		return err
	}
	return fault.New(fault.Rule, "precheck.answered_by_file", fault.T("这一项由系统按案卷判断；请补正案卷，或者只写说明", "The file itself answers this line: correct the file, or leave a remark alone"))
}

func sheetLine(sheets []reviews.Sheet, sheet, line string) (l reviews.Line, ok bool) {
	i := slices.IndexFunc(sheets, func(s reviews.Sheet) bool { return s.ID == sheet })
	if i < 0 {
		return l, false
	}
	return sheets[i].Line(line)
}
