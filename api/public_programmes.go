package api

import "net/http"

// PublicProgrammeView is a published programme of inspections (检查计划). Of a withdrawn
// one name, period, day and reason stay.
type PublicProgrammeView struct {
	ID          string `json:"id" format:"uuid"`
	Agency      string `json:"agency"`
	Kind        string `json:"kind" enum:"annual,monthly,special"`
	Title       string `json:"title"`
	From        string `json:"from" format:"date"`
	To          string `json:"to" format:"date"`
	Subjects    string `json:"subjects" doc:"检查主体"`
	Scope       string `json:"scope" doc:"对象范围"`
	Manner      string `json:"manner" doc:"检查方式"`
	CheckItems  string `json:"items" doc:"检查项目"`
	Share       string `json:"share" doc:"检查比例"`
	Households  int    `json:"households" doc:"Enterprises that are to be visited; 0: not said"`
	Authority   string `json:"authority,omitempty" doc:"That approved a special one"`
	Document    string `json:"document,omitempty"`
	PublishedOn string `json:"published_on" format:"date"`
	WithdrawnOn string `json:"withdrawn_on,omitempty" format:"date"`
	Reason      string `json:"reason,omitempty" doc:"Of the withdrawal"`
}

// PublicProgrammeList lists programmes, latest period first.
type PublicProgrammeList struct {
	Items []PublicProgrammeView `json:"items"`
}

func (s *Server) publicProgrammes(r *http.Request) (page, error) {
	year, err := yearOf(r)
	if err != nil {
		return page{}, err
	}
	rows, err := s.Office.PublicProgrammes(r.Context(), year)
	if err != nil {
		return page{}, err
	}
	out := PublicProgrammeList{Items: make([]PublicProgrammeView, len(rows))}
	for i, p := range rows {
		out.Items[i] = PublicProgrammeView{
			ID: p.ID.String(), Agency: p.Agency, Kind: p.Kind, Title: p.Title, From: p.FromOn.String(), To: p.ToOn.String(), Subjects: p.Subjects, Scope: p.Scope, Manner: p.Manner,
			CheckItems: p.Items, Share: p.Share, Households: int(p.Households), Authority: p.Authority, Document: p.Document, PublishedOn: p.PublishedOn.String(),
			WithdrawnOn: p.WithdrawnOn.String(), Reason: p.WithdrawnReason,
		}
	}
	return asJSON(out)
}

func (s *Server) publicProgrammesCSV(r *http.Request) (page, error) {
	year, err := yearOf(r)
	if err != nil {
		return page{}, err
	}
	content, err := s.Office.PublicProgrammesCSV(r.Context(), year)
	return page{content, csvType, "检查计划.csv"}, err
}
