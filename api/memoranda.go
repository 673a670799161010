package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// LevelBody is a service level that a memorandum sets (内部时限), never a period of the law.
type LevelBody struct {
	Text string `json:"text" minLength:"2" maxLength:"200"`
	N    int    `json:"n" minimum:"1" maximum:"3650"`
	Unit string `json:"unit" enum:"hours,days,working_days"`
}

// MemorandumBody enters a memorandum (工作备忘录).
type MemorandumBody struct {
	Number   string      `json:"number,omitempty" maxLength:"60"`
	Title    string      `json:"title" minLength:"2" maxLength:"120"`
	SignedOn string      `json:"signed_on" format:"date"`
	From     string      `json:"from,omitempty" format:"date" doc:"Absent: the day it was signed"`
	To       string      `json:"to,omitempty" format:"date" doc:"Absent: until it is replaced"`
	Parties  []string    `json:"parties" minItems:"1" maxItems:"30" doc:"Besides my agency"`
	Levels   []LevelBody `json:"levels,omitempty" maxItems:"30"`
}

// EndBody ends a memorandum.
type EndBody struct {
	On     string `json:"on" format:"date"`
	Reason string `json:"reason" minLength:"2" maxLength:"300"`
}

// MemorandumView is an entry of the register.
type MemorandumView struct {
	ID        string      `json:"id" format:"uuid"`
	Keeper    string      `json:"keeper" format:"uuid" doc:"Agency that keeps the entry"`
	Number    string      `json:"number"`
	Title     string      `json:"title"`
	SignedOn  string      `json:"signed_on" format:"date"`
	From      string      `json:"from" format:"date"`
	To        string      `json:"to,omitempty" format:"date"`
	EndedOn   string      `json:"ended_on,omitempty" format:"date"`
	EndReason string      `json:"end_reason,omitempty"`
	InForce   bool        `json:"in_force"`
	Parties   []string    `json:"parties"`
	Levels    []LevelBody `json:"levels"`
	Mine      bool        `json:"mine" doc:"My agency keeps it and may end it"`
}

// MemorandumList lists memoranda.
type MemorandumList struct {
	Items []MemorandumView `json:"items"`
}

type memorandumInput struct{ Body MemorandumBody }

func (s *Server) registerMemoranda(api huma.API) {
	register(api, meetingOp(http.MethodGet, "/memoranda", "listMemoranda", "Memoranda that my agency is a party to"), s.listMemoranda)
	enter := meetingOp(http.MethodPost, "/memoranda", "enterMemorandum", "Enter a memorandum", 422)
	enter.DefaultStatus = http.StatusCreated
	register(api, enter, s.enterMemorandum)
	end := meetingOp(http.MethodPost, "/memoranda/{id}/end", "endMemorandum", "End a memorandum", 404, 409, 422)
	end.DefaultStatus = http.StatusNoContent
	register(api, end, s.endMemorandum)
}

func (s *Server) listMemoranda(ctx context.Context, _ *struct{}) (*adminList[MemorandumList], error) {
	rows, err := s.Office.Memoranda(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := MemorandumList{Items: make([]MemorandumView, len(rows))}
	for i, r := range rows {
		v := MemorandumView{
			ID: r.ID.String(), Keeper: r.AgencyID.String(), Number: r.Number, Title: r.Title, SignedOn: r.SignedOn.String(), From: r.FromOn.String(), To: r.ToOn.String(),
			EndedOn: r.EndedOn.String(), EndReason: r.EndReason, InForce: r.InForce, Mine: r.Mine, Parties: []string{}, Levels: []LevelBody{},
		}
		for _, p := range r.Parties {
			v.Parties = append(v.Parties, p.String())
		}
		for _, l := range r.Levels {
			v.Levels = append(v.Levels, LevelBody(l))
		}
		out.Items[i] = v
	}
	return &adminList[MemorandumList]{out}, nil
}

func (s *Server) enterMemorandum(ctx context.Context, in *memorandumInput) (*adminList[NewSeriesView], error) {
	var bad fields
	b := in.Body
	n := casework.NewMemorandum{
		Number: b.Number, Title: b.Title, SignedOn: date(&bad, "body.signed_on", b.SignedOn), FromOn: date(&bad, "body.from", b.From), ToOn: date(&bad, "body.to", b.To),
		Parties: idList[ids.Agency](&bad, "body.parties", b.Parties),
	}
	for _, l := range b.Levels {
		n.Levels = append(n.Levels, casework.ServiceLevel(l))
	}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	m, err := s.Office.EnterMemorandum(ctx, actorOf(ctx), n)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &adminList[NewSeriesView]{NewSeriesView{ID: m.String()}}, nil
}

func (s *Server) endMemorandum(ctx context.Context, in *MeetingWith[EndBody]) (*struct{}, error) {
	var bad fields
	m, on := id[ids.Entry](&bad, "path.id", in.ID), date(&bad, "body.on", in.Body.On)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	return done(ctx, s.Office.EndMemorandum(ctx, actorOf(ctx), m, on, in.Body.Reason))
}
