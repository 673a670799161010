package casework

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
)

// wireAct is the content of every envelope between hubs: one act of a procedure
// (办理步骤). The names are for ever; what another hub adds is ignored and kept.
type wireAct struct {
	Action     referral.Action `json:"action"`
	As         referral.Party  `json:"as"`
	OccurredAt time.Time       `json:"occurred_at"`
	Function   string          `json:"function,omitempty"` // in which the officer acted; never a name
	Input      wireInput       `json:"input"`
	State      referral.State  `json:"state"` // of the case afterwards, as the sender sees it
	Base       *wireBase       `json:"base,omitempty"`
	Materials  []wireMaterial  `json:"materials,omitempty"` // the list, where the act changes it
	Files      []wireFile      `json:"files,omitempty"`     // evidence behind the attachments
	Issued     []wirePaper     `json:"issued,omitempty"`    // papers of the sender behind the attachments
	Note       *wireNote       `json:"note,omitempty"`      // of what is said beside the procedure: no step of a table

	Reporter   *wireReporter    `json:"reporter,omitempty"`   // 举报人信息, as far as it is given
	Disclosure []wireDisclosure `json:"disclosure,omitempty"` // which groups of fields the message gives

	beside bool // a message that the tables know nothing of
}

// wireOrgan is an organ as the rules need to know it.
type wireOrgan struct {
	ID     ids.Agency      `json:"id"`
	Hub    string          `json:"hub"`
	Name   string          `json:"name"`
	Sector referral.Sector `json:"sector"`
	Level  string          `json:"level"`
	Region string          `json:"region"`
}

// organ as this hub sees it: its own carry no hub.
func (w *wireOrgan) organ(own string) *referral.Organ {
	if w == nil {
		return nil
	}
	o := referral.Organ{ID: w.ID, Hub: w.Hub, Sector: w.Sector, Level: w.Level, Region: w.Region}
	if o.Hub == own {
		o.Hub = ""
	}
	return &o
}

// wireInput is referral.Input without what only one hub knows.
type wireInput struct {
	Ground     string            `json:"ground,omitempty"`
	Text       string            `json:"text,omitempty"`
	Reason     string            `json:"reason,omitempty"`
	DocumentNo string            `json:"document_no,omitempty"`
	Officer    string            `json:"officer,omitempty"`
	ApprovedOn civil.Date        `json:"approved_on,omitzero"`
	Charges    []ids.Charge      `json:"charges,omitempty"`
	Missing    []string          `json:"missing,omitempty"`
	Track      referral.Track    `json:"track,omitempty"`
	Outcome    string            `json:"outcome,omitempty"`
	Unit       string            `json:"unit,omitempty"`
	Grant      bool              `json:"grant,omitempty"`
	Unable     bool              `json:"unable,omitempty"`
	NoSecret   bool              `json:"no_secret,omitempty"`
	Pages      int               `json:"pages,omitempty"`
	Target     *wireOrgan        `json:"target,omitempty"`
	Copy       *wireOrgan        `json:"copy,omitempty"`
	Items      []referral.Item   `json:"items,omitempty"`
	Materials  int               `json:"materials,omitempty"`
	Result     string            `json:"result,omitempty"`
	Days       int               `json:"days,omitempty"`
	Until      civil.Date        `json:"until,omitzero"`
	Claimed    *referral.Claimed `json:"claimed,omitempty"`

	Joint *referral.JointInput `json:"joint,omitempty"`
	Line  int                  `json:"line,omitempty"`
}

func (w wireAct) input(own string) referral.Input {
	i := w.Input
	return referral.Input{
		OccurredAt: w.OccurredAt, Ground: i.Ground, Text: i.Text, Reason: i.Reason, DocumentNo: i.DocumentNo, Officer: i.Officer, ApprovedOn: i.ApprovedOn,
		Charges: i.Charges, Missing: i.Missing, Track: i.Track, Outcome: i.Outcome, Unit: i.Unit, Grant: i.Grant, Unable: i.Unable, NoSecret: i.NoSecret,
		Pages: i.Pages, Target: i.Target.organ(own), Copy: i.Copy.organ(own), Items: i.Items, Materials: i.Materials, Result: i.Result, Days: i.Days, Until: i.Until, Claimed: i.Claimed,
		Joint: i.Joint, Line: i.Line,
	}
}

// wireBase is the draft that an act sends, as it stood before.
type wireBase struct {
	Kind      referral.Kind    `json:"kind"`
	Number    string           `json:"number"`
	Title     string           `json:"title"`
	State     referral.State   `json:"state"`
	Flags     referral.Flags   `json:"flags"`
	Content   referral.Content `json:"content"`
	Custody   ids.Agency       `json:"custody"`
	Epoch     int              `json:"epoch"`
	Sender    wireOrgan        `json:"sender"`
	Receiver  *wireOrgan       `json:"receiver,omitempty"`
	Copied    *wireOrgan       `json:"copied,omitempty"`
	Past      *wireOrgan       `json:"past,omitempty"`
	Third     *wireOrgan       `json:"third,omitempty"`
	Parties   []wireParty      `json:"parties,omitempty"`
	Materials []wireMaterial   `json:"materials,omitempty"`
	Items     []wireItem       `json:"items,omitempty"`
	Papers    wirePapers       `json:"papers,omitzero"`
	Synthetic bool             `json:"synthetic,omitempty"` // 演示数据
}

// wirePapers are the papers that only their issuer holds and the table asks for.
type wirePapers struct {
	Letter bool `json:"letter,omitempty"`
	Sealed bool `json:"sealed,omitempty"`
	Form   bool `json:"form,omitempty"`
}

type wireParty struct {
	ID         ids.Party    `json:"id"`
	Kind       string       `json:"kind"`
	Name       string       `json:"name"`
	CreditCode string       `json:"credit_code,omitempty"`
	IDNumber   string       `json:"id_number,omitempty"`
	Note       string       `json:"note,omitempty"`
	Charges    []wireCharge `json:"charges,omitempty"`
}

type wireCharge struct {
	ID       ids.Charge           `json:"id"`
	Position int                  `json:"position"` // among all charges of the case
	Offence  string               `json:"offence"`
	Article  string               `json:"article,omitempty"`
	State    referral.ChargeState `json:"state,omitempty"`
}

type wireMaterial struct {
	ID         ids.Material `json:"id"`
	Code       string       `json:"code"`
	Title      string       `json:"title"`
	Form       string       `json:"form"`
	Pages      int          `json:"pages,omitempty"`
	OriginalAt string       `json:"original_at,omitempty"`
	Evidence   ids.Evidence `json:"evidence,omitzero"`
	Round      int          `json:"round,omitempty"`
}

type wireItem struct {
	ID       ids.Item   `json:"id"`
	Name     string     `json:"name"`
	Quantity string     `json:"quantity,omitempty"`
	Feature  string     `json:"feature,omitempty"`
	Place    string     `json:"place,omitempty"`
	SeizedOn civil.Date `json:"seized_on,omitzero"`
}

// wireFile ties an attachment to the evidence that it is.
type wireFile struct {
	Evidence ids.Evidence    `json:"evidence"`
	SHA256   federation.Hash `json:"sha256"`
	SealedTo string          `json:"sealed_to,omitempty"` // the key of the receiving organ that it is sealed to (密封附件)
}

// snapshot gives the draft as the tables look at it.
func (w *wireBase) snapshot(own string) referral.Snapshot {
	s := referral.Snapshot{
		Kind: w.Kind, State: w.State, Flags: w.Flags, Content: w.Content, Sender: *w.Sender.organ(own), Receiver: w.Receiver.organ(own), Copied: w.Copied.organ(own),
		Past: w.Past.organ(own), Third: w.Third.organ(own), Custody: w.Custody, Epoch: w.Epoch,
		LetterMade: w.Papers.Letter, LetterSeal: w.Papers.Sealed, FormMade: w.Papers.Form,
	}
	for _, p := range w.Parties {
		s.Parties = append(s.Parties, referral.Person{ID: p.ID, Kind: p.Kind, Name: p.Name, CreditCode: p.CreditCode, IDNumber: p.IDNumber, Note: p.Note})
		for _, c := range p.Charges {
			s.Charges = append(s.Charges, referral.Charge{ID: c.ID, Party: p.ID, Offence: c.Offence, Article: c.Article, State: c.State})
		}
	}
	for _, m := range w.Materials {
		s.Materials = append(s.Materials, referral.Material{ID: m.ID, Code: m.Code, Title: m.Title, Form: m.Form, Pages: m.Pages, OriginalAt: m.OriginalAt, Evidence: m.Evidence, Round: m.Round})
	}
	for _, i := range w.Items {
		s.Items = append(s.Items, referral.Item{ID: i.ID, Name: i.Name, Quantity: i.Quantity, Feature: i.Feature, Place: i.Place, SeizedOn: i.SeizedOn})
	}
	return s
}

// organs lists every organ that a message names.
func (w wireAct) organs() []*wireOrgan {
	list := []*wireOrgan{w.Input.Target, w.Input.Copy}
	if b := w.Base; b != nil {
		list = append(list, &b.Sender, b.Receiver, b.Copied, b.Past, b.Third)
	}
	out := list[:0:0]
	for _, o := range list {
		if o != nil {
			out = append(out, o)
		}
	}
	return out
}

// readAct reads the content of an envelope. What is no act of ours, of another type or
// a later version, is no ground to refuse it: it gives an act that is not known, which
// arrives in its order and is left to people.
func readAct(e *federation.Envelope) *wireAct {
	unknown := &wireAct{OccurredAt: e.IssuedAt}
	if besideTables(e) {
		unknown.Action, unknown.beside = referral.Action(e.Type), true
		return unknown
	}
	var w wireAct
	if !slices.Contains(spoken, federation.Act(e.Type)) || e.TypeVersion.Major != firstVersion.Major {
		return unknown // what it says may mean something else there, even where it can be read
	}
	if json.Unmarshal(e.Content, &w) != nil {
		return unknown
	}
	if w.Base != nil {
		if _, err := referral.For(w.Base.Kind); err != nil {
			return unknown
		}
	}
	if w.Action == "" || w.As == "" || w.OccurredAt.IsZero() {
		return unknown
	}
	return &w
}

// known says whether the act is one that our tables may know.
func (w *wireAct) known() bool { return w.Action != "" && !w.beside }

// besideTables says whether a message is carried out and yet no step of a procedure.
func besideTables(e *federation.Envelope) bool {
	return e.TypeVersion.Major == firstVersion.Major && slices.Contains(besides, federation.Act(e.Type))
}

// spoken are the types of messages that this hub writes and carries out: those that actOf
// gives. Another major version of one is another language.
var spoken = []federation.Act{
	federation.Offer, federation.Supply, federation.Withdraw, federation.Accept, federation.Refuse, federation.Reroute, federation.AskSupplement, federation.Withdrawn,
	federation.Report, federation.Note,
}

// besides are the types of messages that stand beside the procedures: no table runs them.
var besides = []federation.Act{federation.Recall, federation.Recalled, federation.Give, federation.AskOnward, federation.Members}

// accepted is what the hub's metadata say of them.
func accepted() []federation.TypeRange {
	var out []federation.TypeRange
	for _, act := range slices.Concat(spoken, besides) {
		out = append(out, federation.TypeRange{Type: string(act), Min: firstVersion, Max: firstVersion})
	}
	return out
}

// earlierType stood in the metadata of hubs for every act, before each was named.
const earlierType = "referral.act"

// understood says whether a partner carries out a type of message that we write. One that
// lists nothing has said nothing about it.
func (p Peer) understood(act federation.Act) bool {
	m := &p.Metadata
	return len(m.Accepts) == 0 || m.Understands(string(act), firstVersion) || m.Understands(earlierType, firstVersion)
}

// actOf says which act of the protocol a step of a table is.
func actOf(step *referral.Step) federation.Act {
	switch step.Handoff {
	case referral.HandoffOpens:
		return federation.Offer
	case referral.HandoffForwards, referral.HandoffMoves:
		return federation.Reroute
	case referral.HandoffSigned:
		return federation.Accept
	case referral.HandoffReturns:
		return federation.Refuse
	case referral.HandoffEnds:
		if step.Action == "withdraw" {
			return federation.Withdraw
		}
		return federation.Withdrawn
	case referral.HandoffStays:
	}
	switch {
	case step.Action == "ask_supplement":
		return federation.AskSupplement
	case step.Action == "supplement":
		return federation.Supply
	case step.Custody == referral.CustodyToReceiver:
		return federation.Accept
	case step.Receipt == "decided":
		return federation.Report
	}
	return federation.Note
}
