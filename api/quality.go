package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// QualityView is how organs worked together over a period (协作质量).
type QualityView struct {
	From   string             `json:"from" format:"date"`
	To     string             `json:"to" format:"date"`
	Mine   string             `json:"mine" format:"uuid" doc:"My agency: it may explain its own figures"`
	Organs []OrganQualityView `json:"organs" doc:"Each from cases that it and my agency take part in"`
}

// OrganQualityView is what stands to one organ.
type OrganQualityView struct {
	Agency     string                 `json:"agency" format:"uuid"`
	Name       string                 `json:"name"`
	Indicators []QualityIndicatorView `json:"indicators"`
}

// QualityIndicatorView is one number with the rows behind it.
type QualityIndicatorView struct {
	ID    string           `json:"id" enum:"in_time,late,overdue,supplements,hops"`
	Title Words            `json:"title"`
	N     int              `json:"n" doc:"How many rows"`
	Rows  []QualityRowView `json:"rows"`
}

// QualityRowView is a duty, a request to supplement or a hop of a case.
type QualityRowView struct {
	Case    string     `json:"case" format:"uuid"`
	Number  string     `json:"number"`
	What    Words      `json:"what"`
	On      string     `json:"on" format:"date"`
	Days    int        `json:"days,omitempty" doc:"Late by"`
	Note    string     `json:"note,omitempty" doc:"What the organ itself says to it"`
	NotedAt *time.Time `json:"noted_at,omitempty"`
}

// QualityNoteBody is what an organ says to its own figure (情况说明).
type QualityNoteBody struct {
	Indicator string `json:"indicator" enum:"in_time,late,overdue,supplements,hops"`
	Text      string `json:"text" minLength:"2" maxLength:"500"`
}

type qualityNoteInput struct {
	ID   string `path:"id" format:"uuid"`
	Body QualityNoteBody
}

func (s *Server) registerQuality(api huma.API) {
	huma.Register(api, meetingOp(http.MethodGet, "/meeting-quality", "getQuality", "How organs worked together over a period: in time, late, overdue, asked to supplement, sent back or passed on", 422), s.getQuality)
	note := meetingOp(http.MethodPost, "/referrals/{id}/quality-notes", "noteQuality", "Say something to a figure of my own agency in a case", 404, 409, 422)
	note.DefaultStatus = http.StatusNoContent
	register(api, note, s.noteQuality)
}

func (s *Server) getQuality(ctx context.Context, in *bulletinInput) (*adminList[QualityView], error) {
	var bad fields
	from, to := date(&bad, "query.from", in.From), date(&bad, "query.to", in.To)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	a := actorOf(ctx)
	got, err := s.Office.Quality(ctx, a, from, to)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := QualityView{From: from.String(), To: to.String(), Mine: a.Agency.String(), Organs: make([]OrganQualityView, len(got.Organs))}
	for i, organ := range got.Organs {
		v := OrganQualityView{Agency: organ.Agency.String(), Name: got.Agencies[organ.Agency].ShortName, Indicators: make([]QualityIndicatorView, len(organ.Figures))}
		for j, f := range organ.Figures {
			v.Indicators[j] = QualityIndicatorView{ID: f.ID, Title: words(f.Title), N: len(f.Rows), Rows: qualityRows(f.Rows)}
		}
		out.Organs[i] = v
	}
	return &adminList[QualityView]{out}, nil
}

func qualityRows(rows []casework.QualityRow) []QualityRowView {
	out := make([]QualityRowView, len(rows))
	for i, r := range rows {
		out[i] = QualityRowView{Case: r.Case.String(), Number: r.Number, What: words(r.What), On: r.On.String(), Days: r.Days, Note: r.Note}
		if !r.NotedAt.IsZero() {
			out[i].NotedAt = &r.NotedAt
		}
	}
	return out
}

func (s *Server) noteQuality(ctx context.Context, in *qualityNoteInput) (*struct{}, error) {
	var bad fields
	referral := id[ids.Case](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	if err := s.Office.NoteQuality(ctx, actorOf(ctx), referral, in.Body.Indicator, in.Body.Text); err != nil {
		return nil, problem(ctx, err)
	}
	return nil, nil
}
