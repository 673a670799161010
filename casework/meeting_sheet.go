package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// MeetingSheets prints one page for each case on the agenda (会前消化单): facts, clocks,
// what each agency thinks, the question to be decided. item names one; zero means all
// that are not settled. It says no more than the reader may read in the case itself:
// an agency that takes no part in it gets number, question and positions.
func (o *Office) MeetingSheets(ctx context.Context, a Actor, id, item ids.Entry, format PaperFormat) (p Paper, err error) {
	now := o.Now()
	var m Meeting
	var read []*seen
	v := documents.Case{Paper: documents.Paper{Date: civil.DateOf(now)}}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if m, err = o.meetingIn(ctx, q, a, id); err != nil {
			return err
		}
		if !item.IsZero() && !slices.ContainsFunc(m.Agenda, func(x AgendaItem) bool { return x.ID == item }) {
			return missing()
		}
		for _, x := range m.Agenda {
			if item.IsZero() && (x.CaseID.IsZero() || x.State == "agreed") || !item.IsZero() && x.ID != item {
				continue
			}
			sheet, s, err := o.sheetOf(ctx, q, a, &m, x, now)
			if err != nil {
				return err
			}
			if s != nil {
				read = append(read, s)
				v.Synthetic = v.Synthetic || s.Case.Synthetic
			}
			v.Meeting.Sheets = append(v.Meeting.Sheets, sheet)
		}
		return nil
	})
	if err != nil {
		return p, err
	}
	v.Number, v.Link, v.Meeting.Title, v.Meeting.From = m.Number, o.meetingLink(m.ID), m.Title, m.StartsAt
	p = Paper{Name: "会前消化单 " + m.Number + "." + string(format), Format: format}
	if format == DOCX {
		p.Content, err = o.Documents.DOCX(documents.MeetingSheet, v, documents.Copy{Version: fmt.Sprintf("会议第%d版", m.Version)})
	} else {
		p.Content, err = o.Documents.Render(documents.MeetingSheet, v)
	}
	for _, s := range read { // each case that was printed is one that was read
		if err == nil {
			err = o.noteRead(ctx, s, "preview:"+string(documents.MeetingSheet), "", now)
		}
	}
	return p, err
}

// stanceWords are the words of a position on paper.
var stanceWords = map[string]string{"agree": "同意", "disagree": "不同意", "discuss": "须讨论"}

func (o *Office) sheetOf(ctx context.Context, q *dbsqlc.Queries, a Actor, m *Meeting, x AgendaItem, now time.Time) (documents.Sheet, *seen, error) {
	sheet := documents.Sheet{Number: x.Number, Question: x.Title, Withheld: true}
	if x.State == "agreed" {
		sheet.Settled = x.Outcome
	}
	for _, p := range m.Positions {
		if p.ItemID == x.ID {
			sheet.Stances = append(sheet.Stances, documents.Stance{Organ: m.named(p.AgencyID), Word: stanceWords[p.Stance], Text: p.Text, On: civil.DateOf(p.TakenAt)})
		}
	}
	for _, g := range m.Awaited[x.ID] {
		sheet.Silent = append(sheet.Silent, m.named(g))
	}
	if !m.Opened[x.CaseID] {
		return sheet, nil, nil
	}
	s, err := o.open(ctx, q, a, x.CaseID)
	if fault.KindOf(err) == fault.Missing {
		return sheet, nil, nil // the organ takes part, this person may not read cases
	}
	if err != nil {
		return sheet, nil, err
	}
	marks, err := q.ListCaseMarks(ctx, x.CaseID)
	if err != nil {
		return sheet, nil, err
	}
	for _, k := range marks {
		if k.OffAt == nil || k.MeetingID == m.ID {
			sheet.Reasons = append(sheet.Reasons, s.Agencies[k.AgencyID].ShortName+"："+k.Reason)
		}
	}
	o.fillSheet(&sheet, s, now)
	return sheet, s, nil
}

// fillSheet writes what the reader may read of the case.
func (o *Office) fillSheet(sheet *documents.Sheet, s *seen, now time.Time) {
	sheet.Withheld, sheet.FactsKept = false, !s.may("case.content")
	sheet.Title, sheet.Sender, sheet.Receiver = s.Case.Title, s.organOf(s.Case.SenderID).Name, s.organOf(s.Case.ReceiverID).Name
	if !sheet.FactsKept {
		sheet.Facts = s.Snapshot.Content.Facts
	}
	for _, k := range s.Clocks {
		if k.State != "running" || k.OptionRight {
			continue
		}
		rule, ok := o.Rules.Edition(k.RuleID, k.Edition)
		if !ok {
			continue
		}
		d := dutyOf(rule, k, now)
		d.By = s.organOf(k.OwesID).Short
		if k.DueAt != nil && now.After(*k.DueAt) {
			if n := civil.DateOf(*k.DueAt).DaysUntil(civil.DateOf(now)); n > 0 && !k.Internal {
				d.Result = fmt.Sprintf("逾期%d日", n)
			}
		}
		if k.Internal {
			d.Result += "（内部时限）"
		}
		sheet.Duties = append(sheet.Duties, d)
	}
}
