package casework

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// The read log (查阅记录): who opened which case, document or file, when, in what
// function, and outside one's own tasks also why. ADR 0013 says who may see it.

// Look is one entry of the read log.
type Look struct {
	dbsqlc.ListReadsRow
	Title fault.Text // of the document or file, as far as the asking organ may know it
}

// Looks is a page of the read log, newest first.
type Looks struct {
	Rows     []Look
	Agencies map[ids.Agency]Agency
	Audits   bool // the asking person is auditor: discreet looks of others are in it too
	Next     *LookCursor
}

// LookCursor is where a page of the read log ends.
type LookCursor struct {
	At time.Time
	ID ids.Entry
}

// LookFilter narrows the read log. What is empty narrows nothing.
type LookFilter struct {
	Reader       ids.Agency // whose people looked
	Number       string     // of the case
	Person       string     // full name of who looked
	What         string     // case, document, preview, evidence, volume, platform_sheet, archive, supervision_leads
	Outside      bool       // only outside the reader's own tasks
	Unexplained  bool       // only those for which a reason was asked and none given
	Since, Until time.Time  // Until is not part of it
}

// noteRead writes the read log. A partner system is not noted: its calls are.
func (o *Office) noteRead(ctx context.Context, s *seen, what, reason string, now time.Time) error {
	a := s.actor
	if a.Machine {
		return nil
	}
	r := o.Access.Reading
	p := dbsqlc.InsertReadParams{
		ID: ids.New[ids.Entry](now), CaseID: s.Case.ID, AgencyID: a.Agency, UserID: a.User, What: what, At: now, Number: s.Case.Number, Function: a.function(),
		Relation: s.resource.Relation, Reason: reason, Outside: s.outside(), Discreet: s.discreet(),
		ReasonSince: now.Add(-r.ReasonHolds), SittingSince: now.Add(-r.Sitting),
	}
	if g := s.glass; g != nil && !g.OpenedAt.After(p.ReasonSince) { // its reason holds as long as the look
		p.ReasonSince = g.OpenedAt.Add(-time.Second)
	}
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error { return q.InsertRead(ctx, p) })
}

// outside reports whether the case lies outside the actor's own tasks: the organ
// takes part only by a copy, by supervision or by a grant, and nothing in it
// waits for the organ.
func (s *seen) outside() bool {
	switch s.resource.Relation {
	case access.BreakGlass:
		return true
	case "procuratorate", "superior", "granted":
	default:
		return false
	}
	waits := slices.ContainsFunc(s.Parts, func(p dbsqlc.Participation) bool { return p.AgencyID == s.actor.Agency && p.Turn }) ||
		slices.ContainsFunc(s.Snapshot.Clocks, func(c referral.RunningClock) bool {
			return c.Owes == s.actor.Agency && !c.Option && !referral.Background(c.Rule)
		}) ||
		slices.ContainsFunc(s.Waiting, func(c dbsqlc.Confirmation) bool { return c.ByID == s.actor.Agency && c.State == "waiting" })
	return !waits
}

// discreet reports whether a look is told to nobody but the actor's own organ and
// the auditor: one by a procuratorate, by supervision, or by audit. Who is
// supervised is not told when it is looked at. Of a break-glass look everybody is told.
func (s *seen) discreet() bool {
	if s.glass != nil {
		return false
	}
	return s.actor.Sector == string(referral.Procuratorates) || s.resource.Relation == "superior" || s.actor.function() == "auditor"
}

// asksReason says whether the actor still has to say why it looks.
func (o *Office) asksReason(ctx context.Context, q *dbsqlc.Queries, s *seen, now time.Time) (bool, error) {
	if s.actor.Machine || s.glass != nil || !s.outside() { // a look came with its reason
		return false, nil
	}
	given, err := q.ReasonGiven(ctx, s.Case.ID, s.actor.User, now.Add(-o.Access.Reading.ReasonHolds))
	return !given, err
}

// GiveReason keeps why the actor looks at a case outside its own tasks. The reason
// goes with what is looked at afterwards, for as long as reading.yaml says. Who
// looks within its own tasks is asked for none: that is a rule refusal.
func (o *Office) GiveReason(ctx context.Context, a Actor, id ids.Case, reason string) error {
	if err := cleanText("body.reason", &reason); err != nil {
		return err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return invalid("body.reason", "请写明查阅理由", "Say why you look at the case")
	}
	var s *seen
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		s, err = o.open(ctx, q, a, id)
		return err
	})
	if err != nil {
		return err
	}
	if a.Machine || !s.outside() {
		return fault.New(fault.Rule, "reads.no_reason_asked", fault.T("本案属于本机关办理的事项，查阅不需要说明理由", "The case is among your organ's own tasks; no reason is asked"))
	}
	return o.noteRead(ctx, s, "case", reason, o.Now())
}

// CaseReads lists who looked at a case, for an organ that takes part in it: its own
// looks, and those of others since it takes part. Discreet ones of others only its
// auditor sees.
func (o *Office) CaseReads(ctx context.Context, a Actor, id ids.Case, after *LookCursor, size int) (page Looks, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		if !s.may("reads.list") {
			return denied("reads.list")
		}
		p := dbsqlc.ListCaseReadsParams{CaseID: id, AgencyID: a.Agency, Audits: s.may("reads.discreet"), PageSize: pageSize(size)}
		for _, part := range s.Parts {
			if part.AgencyID == a.Agency {
				p.Since = part.Since
			}
		}
		if s.resource.Relation == string(referral.Sender) {
			p.Since = s.Case.CreatedAt
		}
		if after != nil {
			p.BeforeAt, p.BeforeID = &after.At, after.ID
		}
		rows, err := q.ListCaseReads(ctx, p)
		if err != nil {
			return err
		}
		titles, err := s.titles(ctx, q)
		if err != nil {
			return err
		}
		list := make([]Look, len(rows))
		for i, r := range rows {
			list[i] = Look{ListReadsRow: dbsqlc.ListReadsRow(r), Title: titles[r.What]}
		}
		page, err = looks(ctx, q, list, p.PageSize)
		page.Audits = p.Audits
		return err
	})
	return page, err
}

// titles names what can be looked at in a case; without the right to read content
// nothing has a name.
func (s *seen) titles(ctx context.Context, q *dbsqlc.Queries) (map[string]fault.Text, error) {
	out := map[string]fault.Text{}
	if !s.may("case.content") {
		return out, nil
	}
	for _, d := range s.Documents {
		if info, ok := documents.InfoOf(documents.Kind(d.Kind)); ok {
			out["document:"+d.ID.String()] = fault.T(info.ZH, info.EN)
		}
	}
	for _, info := range documents.Kinds() {
		out["preview:"+string(info.Kind)] = fault.T(info.ZH, info.EN)
	}
	files, err := q.ListEvidence(ctx, s.Case.ID)
	for _, f := range files {
		out["evidence:"+f.ID.String()] = fault.T(f.Name, f.Name)
	}
	return out, err
}

// Reads lists what the people of the actor's organ looked at; an auditor also
// sees who looked at the cases of its organ, and the auditor of the organ that runs
// the hub (审计员) all looks, with the number of the case and nothing else of it.
// Nobody else is let in.
func (o *Office) Reads(ctx context.Context, a Actor, f LookFilter, after *LookCursor, size int) (page Looks, err error) {
	own := ownOrgan(a)
	if !o.Access.AllowsOrgan(a.principal(), "reads.own", own) {
		return page, denied("reads.own")
	}
	p := dbsqlc.ListReadsParams{
		AgencyID: a.Agency, Audits: o.Access.AllowsOrgan(a.principal(), "reads.audit", own), Reader: ids.Entry(f.Reader), Number: f.Number, Person: f.Person, What: f.What,
		Outside: f.Outside, Unexplained: f.Unexplained, HoldsSeconds: o.Access.Reading.ReasonHolds.Seconds(), PageSize: pageSize(size),
	}
	if !f.Since.IsZero() {
		p.Since = &f.Since
	}
	if !f.Until.IsZero() {
		p.Until = &f.Until
	}
	if after != nil {
		p.BeforeAt, p.BeforeID = &after.At, after.ID
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if p.Audits {
			var err error
			if p.Hub, err = q.RunsHub(ctx, a.Agency); err != nil {
				return err
			}
		}
		rows, err := q.ListReads(ctx, p)
		if err != nil {
			return err
		}
		list := make([]Look, len(rows))
		for i, r := range rows {
			list[i] = Look{ListReadsRow: r}
		}
		page, err = looks(ctx, q, list, p.PageSize)
		page.Audits = p.Audits
		return err
	})
	return page, err
}

func pageSize(size int) int32 { return int32(min(max(size, 1), MaxPage)) }

// looks completes a page with the organs named in it and where it goes on.
func looks(ctx context.Context, q *dbsqlc.Queries, list []Look, size int32) (Looks, error) {
	page := Looks{Rows: list}
	var named []ids.Entry
	for _, r := range list {
		if id := ids.Entry(r.AgencyID); !slices.Contains(named, id) {
			named = append(named, id)
		}
	}
	var err error
	page.Agencies, err = namedOrgans(ctx, q, named)
	if n := len(list); n > 0 && n == int(size) {
		page.Next = &LookCursor{At: list[n-1].At, ID: list[n-1].ID}
	}
	return page, err
}
