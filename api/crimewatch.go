package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// CrossedView is a threshold of crime that a sentence of the case seems to cross.
type CrossedView struct {
	ID         string      `json:"id" example:"hazardous_waste"`
	Says       Words       `json:"says" doc:"What the article says"`
	Basis      []BasisView `json:"basis"`
	Confidence string      `json:"confidence" enum:"high,flagged,low"`
	Sentence   string      `json:"sentence" doc:"Of what was recorded"`
	Figure     string      `json:"figure,omitempty" doc:"As it stands there; absent where words are enough"`
}

// CrimeWatchView is advice against a penalty in place of a referral (以罚代刑).
type CrimeWatchView struct {
	Items     []CrossedView `json:"items" doc:"Empty: nothing to say"`
	Penalised bool          `json:"penalised" doc:"A penalty was decided already"`
	Referred  string        `json:"referred,omitempty" doc:"Number of the criminal referral beside the case, for which nothing is said"`
	Note      Words         `json:"note" doc:"What this advice is, and is not"`
}

func (s *Server) registerCrimeWatch(api huma.API) {
	register(api, huma.Operation{
		OperationID: "getCrimeWatch", Method: http.MethodGet, Path: "/v1/referrals/{id}/crime-watch", Tags: []string{"Referrals"}, Errors: []int{401, 404, 422},
		Summary:     "Whether what was recorded seems to cross a threshold of crime while no criminal referral stands beside the case",
		Description: "Advice alone: thresholds are data (法释〔2023〕7号第一条), compared by words and figures. No step is held up by it.",
	}, func(ctx context.Context, in *CasePath) (*adminList[CrimeWatchView], error) {
		var bad fields
		caseID := id[ids.Case](&bad, "path.id", in.ID)
		return adminGet(ctx, &bad, func() (CrimeWatchView, error) {
			w, err := s.Office.CrimeWatch(ctx, actorOf(ctx), caseID)
			out := CrimeWatchView{Items: make([]CrossedView, len(w.Crossed)), Penalised: w.Penalised, Referred: w.Referred, Note: words(casework.CrimeWatchNote)}
			for i, c := range w.Crossed {
				out.Items[i] = CrossedView{ID: c.ID, Says: words(c.Says), Basis: basisViews(c.Basis), Confidence: string(c.Confidence), Sentence: c.Sentence, Figure: c.Figure}
			}
			return out, err
		})
	})
}
