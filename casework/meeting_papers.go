package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Bounds of what is attached to a meeting.
const (
	mostPaperBytes = 3 << 20
	mostPapers     = 40
)

// AttachPaper attaches a file to a meeting (会议材料), read by all its agencies.
func (o *Office) AttachPaper(ctx context.Context, a Actor, id ids.Entry, name string, content []byte) (Meeting, error) {
	var bad complaints
	bad.text("body.name", &name, 1, 120)
	if len(content) == 0 || len(content) > mostPaperBytes {
		bad.add("body.file", "文件不能为空，也不能超过3 MB", "The file is neither empty nor larger than 3 MB")
	}
	if strings.ContainsAny(name, `/\`) {
		bad.add("body.name", "文件名不能含有斜杠", "A file name holds no slash")
	}
	wrong := bad.err()
	return o.changeMeeting(ctx, a, id, meeting.Attach, func(c *meetingChange) error {
		if wrong != nil {
			return wrong
		}
		if len(c.Papers) >= mostPapers {
			return fault.New(fault.Rule, "meeting.papers", fault.T("会议材料已满四十份", "The meeting has forty papers already"))
		}
		if _, err := o.Blobs.Put(ctx, bytes.NewReader(content), mostPaperBytes+1); err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		p := ids.New[ids.Entry](c.now)
		if err := c.q.InsertMeetingPaper(ctx, dbsqlc.InsertMeetingPaperParams{ID: p, MeetingID: id, AgencyID: a.Agency, Name: name, Sha256: sum[:], Size: int64(len(content)), CreatedAt: c.now}); err != nil {
			return err
		}
		if _, err := o.enterMeeting(ctx, c, "meeting.paper", map[string]any{"paper": p.String(), "sha256": hexDigest(sum)}); err != nil {
			return err
		}
		return o.sendAcross(ctx, c, name, sum[:])
	})
}

// OpenMeetingPaper gives a file of a meeting as it was attached.
func (o *Office) OpenMeetingPaper(ctx context.Context, a Actor, id, paper ids.Entry) (p Paper, err error) {
	m, err := o.Meeting(ctx, a, id)
	if err != nil {
		return p, err
	}
	i := slices.IndexFunc(m.Papers, func(x MeetingPaper) bool { return x.ID == paper })
	if i < 0 {
		return p, missing()
	}
	p.Name = m.Papers[i].Name
	p.Content, err = o.blob(m.Papers[i].Sha256)
	return p, err
}

func (o *Office) blob(sum []byte) ([]byte, error) {
	f, err := o.Blobs.Get(blobs.Digest(sum))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("read a paper of a meeting: %w", err)
	}
	return content, nil
}

// meetingKinds are the papers of a meeting, with the step that issues each and the
// word of its series of numbers.
var meetingKinds = map[documents.Kind]struct {
	step meeting.Step
	word string
}{
	documents.MeetingNotice: {meeting.Notice, "会"}, documents.MeetingMinutes: {meeting.Print, "纪"}, documents.MeetingUrging: {meeting.Urge, "督"},
}

func meetingStep(kind documents.Kind) (meeting.Step, error) {
	k, ok := meetingKinds[kind]
	if !ok {
		return "", invalid("body.kind", "没有这种会议文书", "A meeting has no such paper")
	}
	return k.step, nil
}

// IssueMeetingPaper draws the number, renders the paper and keeps it, as
// IssueDocument does in a case. An empty number is drawn by the hub. resolution is
// what a 督办函 urges.
func (o *Office) IssueMeetingPaper(ctx context.Context, a Actor, id ids.Entry, kind documents.Kind, resolution ids.Entry, number string) (Meeting, error) {
	step, wrong := meetingStep(kind)
	if wrong != nil {
		step = meeting.Notice
	}
	return o.changeMeeting(ctx, a, id, step, func(c *meetingChange) error {
		if wrong != nil {
			return wrong
		}
		view, err := o.meetingPaper(ctx, c.q, c.actor, c.Meeting, kind, resolution, c.now)
		if err != nil {
			return err
		}
		if view.Paper.Number, err = drawMeetingNumber(ctx, c, kind, number); err != nil {
			return err
		}
		pdf, err := o.Documents.Render(kind, view)
		if err != nil {
			return err
		}
		if _, err := o.Blobs.Put(ctx, bytes.NewReader(pdf), int64(len(pdf))+1); err != nil {
			return err
		}
		form, err := o.Documents.Form(kind)
		if err != nil {
			return err
		}
		input, err := json.Marshal(view)
		if err != nil {
			return fmt.Errorf("keep the input of a document: %w", err)
		}
		sum := sha256.Sum256(pdf)
		if err := c.q.InsertMeetingDocument(ctx, dbsqlc.InsertMeetingDocumentParams{
			ID: ids.New[ids.Entry](c.now), MeetingID: id, ResolutionID: resolution, AgencyID: a.Agency, Kind: string(kind), Number: view.Paper.Number,
			Template: form.Edition.String() + " " + form.Digest[:12], Input: input, Sha256: sum[:], IssuedBy: a.User, IssuedAt: c.now,
		}); err != nil {
			return fmt.Errorf("issue a paper of a meeting: %w", err)
		}
		ev, err := o.enterMeeting(ctx, c, "meeting.document", map[string]any{"kind": kind, "number": view.Paper.Number, "sha256": hexDigest(sum)})
		if err != nil {
			return err
		}
		info, _ := documents.InfoOf(kind)
		told := c.others()
		if kind == documents.MeetingUrging {
			told = slices.DeleteFunc(told, func(x ids.Agency) bool { return c.named(x) != view.Meeting.Urged.Owner })
		}
		if err := o.sendAcross(ctx, c, info.ZH+" "+view.Paper.Number+".pdf", sum[:], told...); err != nil {
			return err
		}
		return o.tellMeeting(ctx, c, ev, "meeting.document", LevelInfo, fault.T("联席会议文书已制发", "A paper of a joint meeting was issued"), told)
	})
}

// drawMeetingNumber gives the next number of the agency's series, or checks one that
// was entered by hand. The meeting's own papers and those of cases share the numbers.
func drawMeetingNumber(ctx context.Context, c *meetingChange, kind documents.Kind, number string) (string, error) {
	free := func(n string) (bool, error) {
		taken, err := c.q.NumberTaken(ctx, n)
		if err != nil || taken {
			return false, err
		}
		taken, err = c.q.MeetingNumberTaken(ctx, n)
		return !taken, err
	}
	if number != "" {
		n, err := documents.ParseNumber(number)
		if err != nil {
			return "", err
		}
		if ok, err := free(n.String()); err != nil || !ok {
			if err == nil {
				err = numberTaken(nil)
			}
			return "", err
		}
		return n.String(), nil
	}
	organ, err := c.q.ReadAgency(ctx, c.actor.Agency)
	if err != nil {
		return "", err
	}
	if organ.DocPrefix == "" {
		return "", invalid("body.number", "本机关尚未登记机关代字，请手工填写文号，或者在“机关与人员”登记代字", "Your organ has no number prefix yet: give the number, or register the prefix")
	}
	year := civil.DateOf(c.now).Year
	for {
		last, err := c.q.DrawNumber(ctx, c.actor.Agency, string(kind), int32(year))
		if err != nil {
			return "", err
		}
		n := documents.Number{Prefix: organ.DocPrefix + meetingKinds[kind].word, Year: year, Seq: int(last)}.String()
		if ok, err := free(n); err != nil || ok {
			return n, err
		}
	}
}

// PreviewMeetingPaper renders the paper that would be issued, marked as a draft.
func (o *Office) PreviewMeetingPaper(ctx context.Context, a Actor, id ids.Entry, kind documents.Kind, resolution ids.Entry, format PaperFormat) (p Paper, err error) {
	if _, err := meetingStep(kind); err != nil {
		return p, missing()
	}
	now := o.Now()
	var view documents.Case
	var m Meeting
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if m, err = o.meetingIn(ctx, q, a, id); err != nil {
			return err
		}
		if !o.mayMeet(a, "meeting.hold", m.relation(a)) {
			return meetingDenied()
		}
		view, err = o.meetingPaper(ctx, q, a, &m, kind, resolution, now)
		return err
	})
	if err != nil {
		return p, err
	}
	view.Paper.Draft = true
	info, _ := documents.InfoOf(kind)
	p = Paper{Name: info.ZH + "（草稿）." + string(format), Format: format}
	if format == DOCX {
		p.Content, err = o.Documents.DOCX(kind, view, documents.Copy{Version: fmt.Sprintf("会议第%d版", m.Version)})
	} else {
		p.Content, err = o.Documents.Render(kind, view)
	}
	return p, err
}

// OpenMeetingDocument gives an issued paper as it was issued, or a working copy.
func (o *Office) OpenMeetingDocument(ctx context.Context, a Actor, id, doc ids.Entry, format PaperFormat) (p Paper, err error) {
	var row dbsqlc.ReadMeetingDocumentRow
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if _, err := o.meetingIn(ctx, q, a, id); err != nil {
			return err
		}
		row, err = q.ReadMeetingDocument(ctx, doc, id)
		return orMissing(err)
	})
	if err != nil {
		return p, err
	}
	info, _ := documents.InfoOf(documents.Kind(row.Kind))
	p = Paper{Name: info.ZH + " " + row.Number + "." + string(format), Format: format}
	if format != DOCX {
		p.Content, err = o.blob(row.Sha256)
		return p, err
	}
	var view documents.Case
	if err := json.Unmarshal(row.Input, &view); err != nil {
		return p, fmt.Errorf("read the input of a document: %w", err)
	}
	p.Content, err = o.Documents.DOCX(documents.Kind(row.Kind), view, documents.Copy{Issued: true, Version: hexDigest([32]byte(row.Sha256)), Template: row.Template})
	return p, err
}

// meetingPaper is what a paper of the meeting says.
func (o *Office) meetingPaper(ctx context.Context, q *dbsqlc.Queries, a Actor, m *Meeting, kind documents.Kind, resolution ids.Entry, now time.Time) (documents.Case, error) {
	organ, err := q.ReadAgency(ctx, a.Agency)
	if err != nil {
		return documents.Case{}, err
	}
	v := documents.Case{Synthetic: organ.Synthetic, Number: m.Number, Title: m.Title, Link: o.meetingLink(m.ID)}
	v.Paper = documents.Paper{Date: civil.DateOf(now), Issuer: documents.Organ{Name: organ.Name, Short: organ.ShortName, Phone: organ.Phone}}
	x := documents.Meeting{Series: m.Series, Title: m.Title, Place: m.Place, From: m.StartsAt, To: m.EndsAt}
	if m.HeldAt != nil {
		x.HeldOn = civil.DateOf(*m.HeldAt)
	}
	for _, g := range m.Agencies {
		if g.AgencyID != a.Agency {
			x.Agencies = append(x.Agencies, documents.Organ{Name: g.Name, Short: g.ShortName})
		}
		switch {
		case g.Present && g.Attendees != "":
			x.Present = append(x.Present, g.ShortName+"（"+g.Attendees+"）")
		case g.Present:
			x.Present = append(x.Present, g.ShortName)
		default:
			x.Absent = append(x.Absent, g.ShortName)
		}
		if g.SignedAt != nil {
			x.Signed = append(x.Signed, documents.Signature{Organ: g.ShortName, On: civil.DateOf(*g.SignedAt)})
		}
	}
	for _, r := range m.Carried {
		x.Items = append(x.Items, fmt.Sprintf("%s议定、由%s负责的“%s”尚未办结", r.MeetingNumber, m.named(r.OwnerID), r.Text))
	}
	for _, i := range m.Agenda {
		if i.State != "agreed" {
			x.Items = append(x.Items, i.Title)
		}
	}
	if m.Minutes != nil {
		x.Text = m.Minutes.Text
	}
	for _, r := range m.Resolutions {
		p := documents.Promise{Number: int(r.Number), Text: r.Text, Owner: m.named(r.OwnerID), Due: r.DueOn}
		x.Resolutions = append(x.Resolutions, p)
		if r.ID == resolution {
			x.Urged = p
			x.LateBy = max(0, r.DueOn.DaysUntil(civil.DateOf(now)))
		}
	}
	if kind == documents.MeetingUrging {
		if err := urgeable(m, resolution, civil.DateOf(now)); err != nil {
			return v, err
		}
		for _, g := range m.Agencies {
			if g.ShortName == x.Urged.Owner {
				v.Paper.To = documents.Organ{Name: g.Name, Short: g.ShortName}
			}
		}
	}
	v.Meeting = x
	return v, nil
}

// urgeable refuses a letter about what is not overdue.
func urgeable(m *Meeting, resolution ids.Entry, today civil.Date) error {
	i := slices.IndexFunc(m.Resolutions, func(r Resolution) bool { return r.ID == resolution })
	if i < 0 {
		return invalid("body.resolution", "请选择本次会议的议定事项", "Choose a resolution of this meeting")
	}
	if r := m.Resolutions[i]; meeting.Light(meeting.Promise(r.State), r.DueOn, today) != "red" {
		return fault.New(fault.Rule, "resolution.not_late", fault.T("该议定事项没有逾期，不需要督办", "The resolution is not overdue"))
	}
	return nil
}
