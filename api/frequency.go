package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/frequency"
)

// TallyView is how often an enterprise is visited in a year, and how often it may be.
type TallyView struct {
	Done   int   `json:"done" doc:"已查"`
	Exempt int   `json:"exempt" doc:"不计入, of those done: case-driven, or ordered from above"`
	Cap    int   `json:"cap" doc:"上限; 0: none was published here"`
	Full   bool  `json:"full" doc:"One more would lie above the cap; all that is said of planned visits, which are sealed"`
	Says   Words `json:"says"`
}

// AgencyTally is the tally of one agency, with the rule behind its cap.
type AgencyTally struct {
	TallyView
	Agency     string      `json:"agency" format:"uuid"`
	Name       string      `json:"name"`
	Rule       string      `json:"rule"`
	Title      Words       `json:"title"`
	Counting   Words       `json:"counting" doc:"What the rule says of counting"`
	Basis      []BasisView `json:"basis"`
	Confidence string      `json:"confidence" doc:"high: a visit above the cap is refused; else it needs a reason and an approver"`
}

// FrequencyView is the standing of an enterprise to the yearly caps (检查频次).
type FrequencyView struct {
	Year     int           `json:"year"`
	Full     bool          `json:"full" doc:"One more visit of these agencies would lie above a cap"`
	Agencies []AgencyTally `json:"agencies"`
	Total    TallyView     `json:"total" doc:"At the door: a joint visit once"`
}

type frequencyInput struct {
	Code string `query:"code" required:"true" minLength:"1" maxLength:"60" doc:"Of the enterprise"`
	Year int    `query:"year" minimum:"2000" maximum:"2999" doc:"Absent: this year"`
}

func (s *Server) registerFrequency(api huma.API) {
	huma.Register(api, inspectionOp(http.MethodGet, "/frequency", "getFrequency", "How often an enterprise was visited in a year, and how often it may be", 422), func(ctx context.Context, in *frequencyInput) (*adminList[FrequencyView], error) {
		f, err := s.Office.EnterpriseFrequency(ctx, actorOf(ctx), in.Code, in.Year)
		if err != nil {
			return nil, problem(ctx, err)
		}
		return &adminList[FrequencyView]{*frequencyView(&f)}, nil
	})
}

func tallyView(t frequency.Tally) TallyView {
	return TallyView{Done: t.Done, Exempt: t.Exempt, Cap: t.Cap, Full: t.Full(), Says: words(casework.Says(t))}
}

func frequencyView(f *casework.Frequency) *FrequencyView {
	if f == nil {
		return nil
	}
	v := &FrequencyView{Year: f.Year, Full: f.Full(), Agencies: make([]AgencyTally, len(f.Each)), Total: tallyView(f.Total)}
	for i, x := range f.Each {
		v.Agencies[i] = AgencyTally{tallyView(x.Tally), x.Agency.String(), x.Name, x.Rule.ID, words(x.Rule.Title), words(x.Rule.Says), basisViews(x.Rule.Basis), string(x.Rule.Confidence)}
	}
	return v
}
