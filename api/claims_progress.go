package api

import (
	"encoding/hex"
	"slices"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
)

// ClaimProgress is how far a claim came beside its money.
type ClaimProgress struct {
	FreeFen     int64           `json:"free_fen" doc:"What can be paid now: what is open, without what open works are to perform"`
	Works       []WorkView      `json:"works" doc:"Works of restoration, in order (修复节点)"`
	WorksLate   int             `json:"works_late" doc:"Open works whose day is over"`
	Evaluation  string          `json:"evaluation,omitempty" enum:"reached,not_reached,exempt" doc:"Effect of the restoration (修复效果评估)"`
	Reconciled  bool            `json:"reconciled" doc:"Money, works and evaluation are what was owed: it can be found performed"`
	Commission  *CommissionView `json:"commission,omitempty"`
	Applied     bool            `json:"applied" doc:"A court was asked to confirm (已申请司法确认)"`
	Announced   bool            `json:"announced" doc:"The court has announced the agreement (法院已公告)"`
	Enforceable bool            `json:"enforceable" doc:"Default leads to enforcement: confirmed or adjudged; else to a suit"`
	Enforcing   bool            `json:"enforcing"`
	Sued        bool            `json:"sued" doc:"A suit is pending"`
	Judged      bool            `json:"judged" doc:"The amount is that of a judgment or court settlement"`
	Dismissed   bool            `json:"dismissed"`
	Ended       bool            `json:"ended" doc:"The head has ended the claim on a ground (终止索赔)"`
	Performed   bool            `json:"performed"`
	Major       string          `json:"major,omitempty" enum:"inspection,incident,destruction,province,other" doc:"Class of a major case (重大案件)"`
	MajorBy     string          `json:"major_by,omitempty" format:"date"`
	MajorTold   int             `json:"major_told" doc:"How often it was reported upward"`
	Inquiry     string          `json:"inquiry,omitempty" doc:"Investigation of the damage"`
	Effect      string          `json:"effect,omitempty" doc:"What was found of the restoration, or why it is exempt"`
	Failure     string          `json:"failure,omitempty" doc:"Why consultation failed or was impossible"`
	Check       *CheckView      `json:"check,omitempty" doc:"Preliminary check whether damage was done (初步核查)"`
	Rivals      []RivalView     `json:"rivals" doc:"Other claims against one who owes, as far as my organ may read them and while this one can still be stopped"`
}

// RivalView is another claim that may be about the same damage.
type RivalView struct {
	Case    string   `json:"case" format:"uuid"`
	Number  string   `json:"number"`
	Title   string   `json:"title"`
	State   string   `json:"state"`
	Reasons []string `json:"reasons" enum:"origin,place,act_on,found_on" doc:"What speaks for the same damage; none: only who owes is the same"`
}

// CheckView is a preliminary check that was begun or recorded.
type CheckView struct {
	From   string `json:"from,omitempty" format:"date" doc:"Begun on"`
	On     string `json:"on,omitempty" format:"date" doc:"Recorded as of"`
	Result string `json:"result,omitempty" enum:"damage,no_damage" doc:"Absent while it goes on"`
}

// CommissionView is an assessment that was commissioned.
type CommissionView struct {
	Method string `json:"method" enum:"appraisal,experts,comprehensive"`
	On     string `json:"on" format:"date"`
	Until  string `json:"until,omitempty" format:"date"`
	Joint  bool   `json:"joint"`
}

// WorkView is a work of restoration.
type WorkView struct {
	N        int            `json:"n" doc:"Its number, the first being 1"`
	Kind     string         `json:"kind" enum:"in_place,substitute"`
	What     string         `json:"what"`
	By       string         `json:"by" format:"date"`
	Party    string         `json:"party" format:"uuid"`
	Fen      int64          `json:"fen"`
	State    string         `json:"state" enum:"planned,reported,accepted,returned,waived"`
	On       string         `json:"on,omitempty" format:"date" doc:"Of its last move"`
	Rounds   int            `json:"rounds" doc:"How often it was reported done"`
	Late     bool           `json:"late"`
	Evidence []WorkEvidence `json:"evidence"`
}

// WorkEvidence is a file that shows that a work is done.
type WorkEvidence struct {
	ID     string `json:"id,omitempty" format:"uuid" doc:"Absent where the file is not shown to this organ"`
	Name   string `json:"name,omitempty"`
	SHA256 string `json:"sha256"`
}

func claimProgress(d casework.Detail) ClaimProgress {
	c, content, today := d.Snapshot.Flags.Claim, d.Snapshot.Content, civil.DateOf(d.Now)
	v := ClaimProgress{
		FreeFen: c.Free(), Works: []WorkView{}, WorksLate: c.WorksLate(today), Evaluation: string(c.Evaluation), Reconciled: c.Reconciled(), Applied: c.Applied, Announced: c.Announced,
		Enforceable: c.Enforceable(), Enforcing: c.Enforcing, Sued: c.Sued, Judged: c.Judged, Dismissed: c.Dismissed, Ended: c.Ended, Performed: c.Performed,
		Major: c.Major, MajorBy: c.MajorBy.String(), MajorTold: c.MajorTold, Inquiry: content.Inquiry, Effect: content.Effect, Failure: content.Failure,
	}
	v.Rivals = make([]RivalView, len(d.Rivals))
	for i, r := range d.Rivals {
		slices.Sort(r.Reasons)
		v.Rivals[i] = RivalView{Case: r.ID.String(), Number: r.Number, Title: r.Title, State: string(r.State), Reasons: append([]string{}, r.Reasons...)}
	}
	if c.Commission.Method != "" {
		v.Commission = &CommissionView{Method: string(c.Commission.Method), On: c.Commission.On.String(), Until: c.Commission.Until.String(), Joint: c.Commission.Joint}
	}
	if k := c.Check; !k.From.IsZero() || !k.On.IsZero() {
		v.Check = &CheckView{From: k.From.String(), On: k.On.String(), Result: k.Result}
	}
	for i, w := range c.Works {
		one := WorkView{N: i + 1, Kind: string(w.Kind), By: w.By.String(), Party: w.Party.String(), Fen: w.Fen, State: string(w.State), On: w.On.String(), Rounds: w.Rounds,
			Late: !w.Over() && w.By.Before(today), Evidence: shownBy(w, d)}
		if w.State == claim.WorkPlanned {
			one.State = "planned"
		}
		if i < len(content.Works) {
			one.What = content.Works[i]
		}
		v.Works = append(v.Works, one)
	}
	return v
}

func shownBy(w claim.Work, d casework.Detail) []WorkEvidence {
	out := []WorkEvidence{}
	for _, sum := range w.Evidence {
		e := WorkEvidence{SHA256: sum}
		for _, f := range d.Evidence {
			if hex.EncodeToString(f.Sha256) == sum {
				e.ID, e.Name = f.ID.String(), f.Name
				break
			}
		}
		out = append(out, e)
	}
	return out
}
