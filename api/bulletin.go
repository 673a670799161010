package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
)

// BulletinView is a bulletin of joint work over a period (联席会议简报).
type BulletinView struct {
	From    string       `json:"from" format:"date"`
	To      string       `json:"to" format:"date"`
	Figures []FigureView `json:"figures"`
}

// FigureView is one number with the rows behind it.
type FigureView struct {
	ID    string      `json:"id" enum:"sent,closed,in_time,late,overdue,meetings,resolved,kept,kept_late,unkept"`
	Title Words       `json:"title"`
	N     int         `json:"n" doc:"How many rows"`
	Rows  []FigureRow `json:"rows" doc:"Each is open to my organ"`
}

// FigureRow is a case, a duty in a case, a meeting, or a resolution of one.
type FigureRow struct {
	Case    string `json:"case,omitempty" format:"uuid"`
	Meeting string `json:"meeting,omitempty" format:"uuid"`
	Number  string `json:"number"`
	What    Words  `json:"what"`
	Organ   string `json:"organ,omitempty" doc:"Short name of whose turn it was"`
	On      string `json:"on" format:"date"`
	Days    int    `json:"days,omitempty" doc:"Late by"`
}

type bulletinInput struct {
	From string `query:"from" format:"date" required:"true" doc:"First day"`
	To   string `query:"to" format:"date" required:"true" doc:"Last day, not after today; a year at most"`
}

func (s *Server) registerBulletin(api huma.API) {
	huma.Register(api, meetingOp(http.MethodGet, "/meeting-bulletin", "getMeetingBulletin", "Figures of joint work over a period, each with the rows behind it", 422), s.getBulletin)
	day := func(name, what string) *huma.Param {
		return &huma.Param{Name: name, In: "query", Required: true, Description: what, Schema: &huma.Schema{Type: "string", Format: "date"}}
	}
	format := &huma.Param{Name: "format", In: "query", Description: "docx is a working copy for WPS and Word (可编辑副本)", Schema: &huma.Schema{Type: "string", Enum: []any{"pdf", "docx"}, Default: "pdf"}}
	paper := meetingOp(http.MethodGet, "/meeting-bulletin/content", "draftMeetingBulletin", "The bulletin in words, to go on from", 422)
	paper.Parameters = []*huma.Param{day("from", "First day"), day("to", "Last day, not after today; a year at most"), format}
	document(api, paper, "application/pdf", casework.DOCX.MediaType())
}

func (s *Server) getBulletin(ctx context.Context, in *bulletinInput) (*adminList[BulletinView], error) {
	var bad fields
	from, to := date(&bad, "query.from", in.From), date(&bad, "query.to", in.To)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	b, err := s.Office.Bulletin(ctx, actorOf(ctx), from, to)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := BulletinView{From: from.String(), To: to.String(), Figures: make([]FigureView, len(b.Figures))}
	for i, f := range b.Figures {
		v := FigureView{ID: f.ID, Title: words(f.Title), N: len(f.Rows), Rows: make([]FigureRow, len(f.Rows))}
		for j, r := range f.Rows {
			row := FigureRow{Number: r.Number, What: words(r.What), Organ: b.Agencies[r.Organ].ShortName, On: r.On.String(), Days: r.Days}
			if !r.Case.IsZero() {
				row.Case = r.Case.String()
			}
			if !r.Meeting.IsZero() {
				row.Meeting = r.Meeting.String()
			}
			v.Rows[j] = row
		}
		out.Figures[i] = v
	}
	return &adminList[BulletinView]{out}, nil
}

func (s *Server) bulletinContent(w http.ResponseWriter, r *http.Request) error {
	from, to, err := periodOf(r)
	if err != nil {
		return err
	}
	format, err := paperFormat(r)
	if err != nil {
		return err
	}
	p, err := s.Office.BulletinPaper(r.Context(), actorOf(r.Context()), from, to, format)
	return servePaper(w, r, p, err)
}
