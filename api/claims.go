package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
)

// ClaimView is the money of a claim for ecological damage, in fen (分), and how far it came.
type ClaimView struct {
	DamageFen    int64            `json:"damage_fen"`
	AppraisalFen int64            `json:"appraisal_fen"`
	EmergencyFen int64            `json:"emergency_fen"`
	AssessedFen  int64            `json:"assessed_fen" doc:"Their sum"`
	Method       string           `json:"method,omitempty" enum:"appraisal,experts,comprehensive"`
	SimpleMaxFen int64            `json:"simple_max_fen" doc:"Damage up to which the simple track is open today; 0: no rule says"`
	AgreedFen    int64            `json:"agreed_fen" doc:"0 before the agreement, then what was assessed"`
	PaidFen      int64            `json:"paid_fen"`
	OpenFen      int64            `json:"open_fen"`
	ArrearsFen   int64            `json:"arrears_fen" doc:"Of the instalments that are due by now, what was not performed"`
	AgreedOn     string           `json:"agreed_on,omitempty" format:"date"`
	Shares       []ShareView      `json:"shares" doc:"None: all who owe are liable jointly"`
	Plan         []InstalmentBody `json:"plan" doc:"None: all at once"`
	Payments     []PaymentView    `json:"payments"`
	Meetings     int              `json:"meetings"`
	Confirmed    bool             `json:"confirmed" doc:"A court has confirmed the agreement (已司法确认)"`
	Failed       bool             `json:"failed" doc:"Consultation was found to have failed (磋商不成)"`
	Told         bool             `json:"told" doc:"The procuratorate was told of the start"`
	Signed       bool             `json:"signed" doc:"It has signed for the notice"`
	Assessment   string           `json:"assessment,omitempty"`
	Minutes      string           `json:"minutes,omitempty"`
	Agreement    string           `json:"agreement,omitempty"`
	Present      []AttendantBody  `json:"present"`
	ClaimProgress
}

// ShareView is the part of one who owes.
type ShareView struct {
	Party   string `json:"party" format:"uuid"`
	Fen     int64  `json:"fen"`
	OpenFen int64  `json:"open_fen"`
}

// PaymentView is one act of performance.
type PaymentView struct {
	On     string `json:"on" format:"date"`
	Party  string `json:"party" format:"uuid"`
	Fen    int64  `json:"fen"`
	Manner string `json:"manner" enum:"treasury,restoration,reimbursed"`
	Number string `json:"number,omitempty"`
}

// ClaimGroundView is a ground on which a claim is not started or is ended.
type ClaimGroundView struct {
	ID         string               `json:"id" example:"slight"`
	Says       Words                `json:"says"`
	Basis      []BasisView          `json:"basis"`
	Confidence string               `json:"confidence" enum:"high,flagged,low,internal"`
	Exceptions []ClaimExceptionView `json:"exceptions" doc:"Where one applies the claim starts all the same"`
}

// ClaimExceptionView is an exception to a ground.
type ClaimExceptionView struct {
	ID   string `json:"id" example:"red_line"`
	Says Words  `json:"says"`
}

// ClaimGroundList lists grounds.
type ClaimGroundList struct {
	Items    []ClaimGroundView `json:"items"`
	Failures []ClaimGroundView `json:"failures" doc:"Why consultation is found to have failed (磋商不成的情形)"`
}

type claimGroundsOutput struct{ Body ClaimGroundList }

func (s *Server) registerClaims(api huma.API) {
	register(api, huma.Operation{
		OperationID: "listClaimGrounds", Method: http.MethodGet, Path: "/v1/claim-grounds", Tags: []string{"Rules"}, Summary: "Grounds on which a claim for ecological damage is not started or is ended, and on which consultation fails", Errors: []int{401},
	}, s.listClaimGrounds)
}

func (s *Server) listClaimGrounds(context.Context, *struct{}) (*claimGroundsOutput, error) {
	return &claimGroundsOutput{ClaimGroundList{Items: groundViews(s.Office.ClaimGrounds()), Failures: groundViews(s.Office.ClaimFailures())}}, nil
}

func groundViews(list []casework.ClaimGround) []ClaimGroundView {
	out := []ClaimGroundView{}
	for _, g := range list {
		v := ClaimGroundView{ID: g.ID, Says: words(g.Says), Basis: []BasisView{}, Confidence: string(g.Confidence), Exceptions: []ClaimExceptionView{}}
		for i := range g.Basis {
			v.Basis = append(v.Basis, *basisView(&g.Basis[i]))
		}
		for _, x := range g.Exceptions {
			v.Exceptions = append(v.Exceptions, ClaimExceptionView{ID: x.ID, Says: words(x.Says)})
		}
		out = append(out, v)
	}
	return out
}

func claimView(d casework.Detail) *ClaimView {
	c := d.Snapshot.Flags.Claim
	v := &ClaimView{
		DamageFen: c.Costs.DamageFen, AppraisalFen: c.Costs.AppraisalFen, EmergencyFen: c.Costs.EmergencyFen, AssessedFen: c.Costs.Sum(), Method: string(c.Method), SimpleMaxFen: d.SimpleMax,
		AgreedFen: c.AgreedFen(), PaidFen: c.PaidFen(), OpenFen: c.OpenFen(), ArrearsFen: c.Arrears(civil.DateOf(d.Now).AddDays(-1)), AgreedOn: c.AgreedOn.String(),
		Meetings: c.Meetings, Confirmed: c.Confirmed, Failed: c.Failed, Told: c.Told, Signed: c.Signed,
		Shares: []ShareView{}, Plan: []InstalmentBody{}, Payments: []PaymentView{}, Present: []AttendantBody{},
	}
	for _, x := range c.Terms.Shares {
		v.Shares = append(v.Shares, ShareView{Party: x.Party.String(), Fen: x.Fen, OpenFen: c.OpenOf(x.Party)})
	}
	for _, x := range c.Terms.Plan {
		in := InstalmentBody{On: x.On.String(), Fen: x.Fen}
		if !x.Party.IsZero() {
			in.Party = x.Party.String()
		}
		v.Plan = append(v.Plan, in)
	}
	for _, x := range c.Payments {
		v.Payments = append(v.Payments, PaymentView{On: x.On.String(), Party: x.Party.String(), Fen: x.Fen, Manner: string(x.Manner), Number: x.Number})
	}
	content := d.Snapshot.Content
	v.Assessment, v.Minutes, v.Agreement = content.Assessment, content.Minutes, content.Agreement
	for _, a := range content.Present {
		v.Present = append(v.Present, AttendantBody(a))
	}
	v.ClaimProgress = claimProgress(d)
	return v
}
