package api

import (
	"time"

	"github.com/xianjie-hub/xianjie/casework"
)

// SiteCheckSummary is a visit without what was written down.
type SiteCheckSummary struct {
	ID           string     `json:"id" format:"uuid"`
	Number       string     `json:"number" doc:"查验编号"`
	Plan         string     `json:"plan,omitempty" format:"uuid"`
	Lead         string     `json:"lead" format:"uuid"`
	Sealed       bool       `json:"sealed" doc:"Before its day: no name, no code"`
	Code         string     `json:"code"`
	Name         string     `json:"name"`
	Place        string     `json:"place"`
	Day          string     `json:"day" format:"date"`
	Half         string     `json:"half" enum:"am,pm"`
	Purpose      string     `json:"purpose"`
	CheckType    string     `json:"check_type" enum:"daily,special,case"`
	Announced    bool       `json:"announced"`
	Urgent       string     `json:"urgent,omitempty"`
	State        string     `json:"state" enum:"planned,begun,done,published,withdrawn,cancelled"`
	BegunAt      *time.Time `json:"begun_at,omitempty"`
	DoneAt       *time.Time `json:"done_at,omitempty"`
	Conclusion   string     `json:"conclusion,omitempty" enum:"clean,corrected,problems"`
	Summary      string     `json:"summary,omitempty"`
	PublishBy    string     `json:"publish_by,omitempty" format:"date" doc:"Last day for the result (insp_result_publish)"`
	PublishedAt  *time.Time `json:"published_at,omitempty"`
	OfficialCode string     `json:"official_code,omitempty"`
	District     string     `json:"district,omitempty"`
	OverCap      string     `json:"over_cap,omitempty" doc:"Why it is made above the yearly cap"`
}

// SiteCheckList lists visits, latest day first.
type SiteCheckList struct {
	Items   []SiteCheckLine `json:"items"`
	Waiting int             `json:"waiting" doc:"That wait for the approval of my agency, whatever is shown"`
	Next    string          `json:"next,omitempty" doc:"Absent: the last page"`
}

// SiteCheckLine is a visit in a list, with what the reader has to do with it.
type SiteCheckLine struct {
	SiteCheckSummary
	Own   bool `json:"own" doc:"I arranged it or, by name, am of its team"`
	Waits bool `json:"waits" doc:"For the approval of my agency"`

	Agencies []string          `json:"agencies" doc:"That go together, the one that leads among them"`
	Officers []SiteOfficerView `json:"officers"`
}

// SiteCheckView is a visit (现场检查).
type SiteCheckView struct {
	SiteCheckSummary
	Mine       string              `json:"mine" format:"uuid" doc:"My agency"`
	Voucher    string              `json:"voucher,omitempty" doc:"查验凭证, as its QR code holds it"`
	Agencies   []SitePartView      `json:"agencies"`
	Officers   []SiteOfficerView   `json:"officers"`
	Items      []SiteItemView      `json:"items"`
	Files      []SiteFileView      `json:"files"`
	Findings   []SiteFindingView   `json:"findings"`
	Signatures []SiteSignatureView `json:"signatures"`
	Frequency  *FrequencyView      `json:"frequency,omitempty" doc:"Against the yearly caps, this visit left out; absent: it does not count, or is sealed"`
	Joint      *JointSiteView      `json:"joint,omitempty" doc:"With whom of another hub it is made"`
	Least      int                 `json:"officers_min" doc:"How many officers of each agency sign its record by hand before the visit ends"`
	Outside    bool                `json:"outside" doc:"It lies outside my agency's area: a letter of assistance is needed"`
	Actions    []string            `json:"actions" doc:"Of approve, begin, record, attach, finish, cancel, publish and withdraw, what I may do now"`
}

// SitePartView is an agency of the visit.
type SitePartView struct {
	ID         string          `json:"id" format:"uuid"`
	Name       string          `json:"name"`
	ShortName  string          `json:"short_name"`
	ApprovedAt *time.Time      `json:"approved_at,omitempty"`
	Edition    int             `json:"edition" doc:"Of its record"`
	Summary    string          `json:"summary"`
	Letter     *AreaLetterView `json:"letter,omitempty" doc:"Of the organ that assists outside its area"`
}

// AreaLetterView is a letter of assistance as it was entered.
type AreaLetterView struct {
	AreaLetterBody
	CaseNumber string `json:"case_number,omitempty"`
}

// SiteOfficerView is an officer of the team.
type SiteOfficerView struct {
	ID          string `json:"id" format:"uuid"`
	Agency      string `json:"agency" format:"uuid"`
	Name        string `json:"name"`
	Certificate string `json:"certificate"`
	Reply       string `json:"reply,omitempty" enum:"yes,no" doc:"To the invitation; absent: none yet"`
	ReplyNote   string `json:"reply_note,omitempty"`
	Reached     string `json:"reached,omitempty" enum:"mail,hub,none" doc:"Where he is told of the visit: by mail and in the pages, in the pages alone, or nowhere, for nobody knows his account; absent in a list"`
}

// SiteItemView is an item of the list, in the version that was planned.
type SiteItemView struct {
	ID      string `json:"id" format:"uuid"`
	Agency  string `json:"agency" format:"uuid"`
	Code    string `json:"code"`
	Version int    `json:"version"`
	Title   string `json:"title"`
	Basis   string `json:"basis"`
	Result  string `json:"result" enum:"ok,problem,skipped,"`
	Note    string `json:"note"`
}

// SiteFileView is a photo or file with its digest.
type SiteFileView struct {
	ID        string    `json:"id" format:"uuid"`
	Agency    string    `json:"agency" format:"uuid"`
	Name      string    `json:"name"`
	SHA256    string    `json:"sha256"`
	Size      int64     `json:"size"`
	CreatedAt time.Time `json:"created_at"`
}

// SiteFindingView is a problem that was found.
type SiteFindingView struct {
	ID          string `json:"id" format:"uuid"`
	Check       string `json:"check" format:"uuid"`
	CheckNumber string `json:"check_number"`
	Object      string `json:"object"`
	Agency      string `json:"agency" format:"uuid"`
	Number      int    `json:"number"`
	Item        string `json:"item,omitempty" format:"uuid"`
	ItemTitle   string `json:"item_title"`
	Text        string `json:"text"`
	Owner       string `json:"owner"`
	Due         string `json:"due" format:"date"`
	State       string `json:"state" enum:"open,rectified,confirmed" doc:"Of one that was handed over its referral decides"`
	RectifiedOn string `json:"rectified_on,omitempty" format:"date"`
	Rectified   string `json:"rectified"`
	LookedOn    string `json:"looked_on,omitempty" format:"date"`
	Looked      string `json:"looked"`
	Case        string `json:"case,omitempty" format:"uuid" doc:"Referral that hands it over"`
	CaseNumber  string `json:"case_number,omitempty"`
}

// SiteSignatureView is a signature.
type SiteSignatureView struct {
	Agency  string `json:"agency" format:"uuid" doc:"Whose record is signed"`
	Party   string `json:"party" enum:"officer,enterprise,witness"`
	Name    string `json:"name"`
	Officer string `json:"officer,omitempty" format:"uuid" doc:"Who of the team"`
	Drawn   string `json:"drawn"`
	Refusal string `json:"refusal"`
}

// DrawnEnterprise is an enterprise that was drawn.
type DrawnEnterprise struct {
	Code    string `json:"code"`
	Name    string `json:"name"`
	Stratum string `json:"stratum"`
}

func siteSummary(c casework.SiteCheck) SiteCheckSummary {
	return SiteCheckSummary{
		ID: c.ID.String(), Number: c.Number, Plan: textOf(c.PlanID), Lead: c.AgencyID.String(), Sealed: c.Sealed, Code: c.ObjectCode, Name: c.ObjectName, Place: c.Place, Day: c.Day.String(), Half: c.Half,
		Purpose: c.Purpose, CheckType: c.CheckType, Announced: c.Announced, Urgent: c.Urgent, State: c.State, BegunAt: c.BegunAt, DoneAt: c.DoneAt, Conclusion: c.Conclusion, Summary: c.Summary,
		PublishBy: c.PublishBy.String(), PublishedAt: c.PublishedAt, OfficialCode: c.OfficialCode, District: c.District, OverCap: c.OverCap,
	}
}

func siteLine(c casework.SiteCheck) SiteCheckLine {
	l := SiteCheckLine{SiteCheckSummary: siteSummary(c), Own: c.Own, Waits: c.Waits, Agencies: make([]string, len(c.Parts)), Officers: make([]SiteOfficerView, len(c.Officers))}
	for i, p := range c.Parts {
		l.Agencies[i] = p.AgencyID.String()
	}
	for i, x := range c.Officers {
		l.Officers[i] = SiteOfficerView{ID: x.InspectorID.String(), Agency: x.AgencyID.String(), Name: x.Name, Certificate: x.Certificate}
	}
	return l
}

func siteView(c casework.SiteCheck) SiteCheckView {
	v := SiteCheckView{
		SiteCheckSummary: siteSummary(c), Mine: c.Mine.AgencyID.String(), Voucher: c.Voucher, Agencies: make([]SitePartView, len(c.Parts)), Officers: make([]SiteOfficerView, len(c.Officers)), Items: make([]SiteItemView, len(c.Items)),
		Files: make([]SiteFileView, len(c.Files)), Findings: make([]SiteFindingView, len(c.Findings)), Signatures: make([]SiteSignatureView, len(c.Signatures)), Actions: list(c.Actions), Frequency: frequencyView(c.Frequency), Least: c.Least, Outside: c.NeedsLetter, Joint: jointSiteView(c),
	}
	for i, p := range c.Parts {
		v.Agencies[i] = SitePartView{ID: p.AgencyID.String(), Name: p.Name, ShortName: p.ShortName, ApprovedAt: p.ApprovedAt, Edition: int(p.Edition), Summary: p.Summary}
		if p.LetterNumber != "" {
			v.Agencies[i].Letter = &AreaLetterView{AreaLetterBody{Organ: p.LetterOrgan, Number: p.LetterNumber, On: p.LetterOn.String(), Case: textOf(p.LetterCase)}, p.LetterCaseNumber}
		}
	}
	for i, x := range c.Officers {
		v.Officers[i] = SiteOfficerView{ID: x.InspectorID.String(), Agency: x.AgencyID.String(), Name: x.Name, Certificate: x.Certificate}
		for _, r := range c.Reached {
			if r.InspectorID == x.InspectorID {
				v.Officers[i].Reached = map[bool]string{true: "none", false: map[bool]string{true: "mail", false: "hub"}[r.Mail]}[r.UserID.IsZero()]
			}
		}
		for _, r := range c.Replies {
			if r.InspectorID == x.InspectorID {
				v.Officers[i].Reply, v.Officers[i].ReplyNote = map[bool]string{true: "yes", false: "no"}[r.Comes], r.Note
			}
		}
	}
	for i, x := range c.Items {
		v.Items[i] = SiteItemView{ID: x.ItemID.String(), Agency: x.AgencyID.String(), Code: x.Code, Version: int(x.Version), Title: x.Title, Basis: x.Basis, Result: x.Result, Note: x.Note}
	}
	for i, f := range c.Files {
		v.Files[i] = fileView(f)
	}
	for i, f := range c.Findings {
		v.Findings[i] = findingView(f)
	}
	for i, x := range c.Signatures {
		v.Signatures[i] = SiteSignatureView{Agency: x.AgencyID.String(), Party: x.Party, Name: x.Name, Officer: textOf(x.InspectorID), Drawn: x.Drawn, Refusal: x.Refusal}
	}
	return v
}

func findingView(f casework.SiteFinding) SiteFindingView {
	return SiteFindingView{
		ID: f.ID.String(), Check: f.CheckID.String(), CheckNumber: f.CheckNumber, Object: f.ObjectName, Agency: f.AgencyID.String(), Number: int(f.Number), Item: textOf(f.ItemID), ItemTitle: f.Item, Text: f.Text, Owner: f.Owner,
		Due: f.DueOn.String(), State: string(casework.FindingState(f)), RectifiedOn: f.RectifiedOn.String(), Rectified: f.Rectified, LookedOn: f.LookedOn.String(), Looked: f.Looked, Case: textOf(f.CaseID), CaseNumber: f.CaseNumber,
	}
}
