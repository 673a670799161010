package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// SiteRecord is what one agency writes down of a visit (现场检查记录). It replaces what
// the agency wrote before, as a whole: a telephone keeps it without a network and sends
// it when there is one again. Seen is the edition that it was written on.
type SiteRecord struct {
	Seen       int
	Summary    string
	Items      []SiteAnswer
	Findings   []NewFinding
	Signatures []NewSignature
}

// SiteAnswer is the result of one item of the list: ok, problem, or skipped with a note.
type SiteAnswer struct {
	Item   ids.Entry `json:"item"`
	Result string    `json:"result"`
	Note   string    `json:"note"`
}

// NewFinding is a problem that was found (检查发现的问题), with who puts it right until when.
type NewFinding struct {
	Item  ids.Entry // of the list; may be zero
	Text  string
	Owner string
	Due   civil.Date
}

// NewSignature is drawn on the screen, or only named; a refusal says why. One of an officer
// (检查人员签名) is drawn and names whose of the team it is.
type NewSignature struct {
	Party    string     `json:"party"` // officer, enterprise, witness
	Name     string     `json:"name"`  // of an officer it is that of the team
	Officer  *ids.Entry `json:"officer"`
	Position int        `json:"position"`
	Drawn    string     `json:"drawn"` // an SVG path of moves and lines
	Refusal  string     `json:"refusal"`
}

// Bounds of one record.
const (
	mostSiteFindings   = 100
	mostSiteSignatures = 20
	longestDrawn       = 20_000
)

// strokes is a signature: moves and lines in whole numbers, nothing that could be anything else.
var strokes = regexp.MustCompile(`^(M\d{1,4} \d{1,4}( L\d{1,4} \d{1,4})*)( M\d{1,4} \d{1,4}( L\d{1,4} \d{1,4})*)*$`)

// RecordSiteCheck keeps what one's own agency wrote down.
func (o *Office) RecordSiteCheck(ctx context.Context, a Actor, id ids.Entry, r SiteRecord) (SiteCheck, error) {
	wrong := r.check()
	return o.changeSite(ctx, a, id, "record", "site.record", func(q *dbsqlc.Queries, c *SiteCheck, now time.Time) error {
		if wrong != nil {
			return wrong
		}
		if err := r.fits(c, a); err != nil {
			return err
		}
		n, err := q.RecordSitePart(ctx, dbsqlc.RecordSitePartParams{CheckID: id, AgencyID: a.Agency, Summary: r.Summary, Seen: int32(r.Seen)})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Clash, "site.recorded_elsewhere", fault.T("本部门已有人从另一台设备提交了记录：请先看过再提交，您的草稿还在", "Somebody of your agency has sent a record from another device: look at it before you send yours; your draft is kept"))
		}
		if err := r.keep(ctx, q, c, a, now); err != nil {
			return err
		}
		return o.enterSite(ctx, q, a, id, "site.record", map[string]any{"edition": r.Seen + 1, "items": len(r.Items), "findings": len(r.Findings), "signatures": len(r.Signatures)})
	})
}

func (r *SiteRecord) check() error {
	var bad complaints
	bad.text("body.summary", &r.Summary, 0, 500)
	for i := range r.Items {
		x, at := &r.Items[i], fmt.Sprintf("body.items[%d]", i)
		bad.oneOf(at+".result", x.Result, []string{"", "ok", "problem", "skipped"})
		bad.text(at+".note", &x.Note, 0, 300)
		if x.Result == "skipped" && x.Note == "" {
			bad.add(at+".note", "没有检查的事项请写明理由", "Say why an item was skipped")
		}
	}
	if len(r.Findings) > mostSiteFindings || len(r.Signatures) > mostSiteSignatures || len(r.Items) > 500 {
		bad.add("body", "内容过多", "Too much")
		return bad.err()
	}
	for i := range r.Findings {
		x, at := &r.Findings[i], fmt.Sprintf("body.findings[%d]", i)
		bad.text(at+".text", &x.Text, 2, 200)
		bad.text(at+".owner", &x.Owner, 2, 120)
		if x.Due.IsZero() {
			bad.add(at+".due", "请填写整改期限", "Give a deadline")
		}
	}
	for i := range r.Signatures {
		x, at := &r.Signatures[i], fmt.Sprintf("body.signatures[%d]", i)
		x.Position = i + 1
		bad.oneOf(at+".party", x.Party, []string{"officer", "enterprise", "witness"})
		bad.text(at+".name", &x.Name, 1, 60)
		bad.text(at+".refusal", &x.Refusal, 0, 300)
		if len(x.Drawn) > longestDrawn || x.Drawn != "" && !strokes.MatchString(x.Drawn) {
			bad.add(at+".drawn", "签名图形不能识别，请重新签名", "The drawn signature cannot be read; sign again")
		}
		if x.Drawn != "" && x.Refusal != "" {
			bad.add(at+".refusal", "已签名的不再填写拒绝理由", "Who signed has not refused")
		}
		x.checkOfficer(&bad, at)
	}
	return bad.err()
}

// checkOfficer: an officer signs by hand, as himself; nobody else is one.
func (s *NewSignature) checkOfficer(bad *complaints, at string) {
	switch {
	case s.Party != "officer" && s.Officer != nil:
		bad.add(at+".officer", "只有检查人员的签名指明是检查组的哪一位", "Only the signature of an officer names one of the team")
	case s.Party == "officer" && s.Officer == nil:
		bad.add(at+".officer", "请选择是检查组的哪一位签名", "Choose who of the team signs")
	case s.Party == "officer" && s.Drawn == "":
		bad.add(at+".drawn", "检查人员须手写签名", "An officer signs by hand")
	}
}

// fits looks at what the record names of the visit.
func (r *SiteRecord) fits(c *SiteCheck, a Actor) error {
	var bad complaints
	mine := func(item ids.Entry) bool {
		return slices.ContainsFunc(c.Items, func(x SiteItem) bool { return x.ItemID == item && x.AgencyID == a.Agency })
	}
	for i, x := range r.Items {
		if !mine(x.Item) {
			bad.add(fmt.Sprintf("body.items[%d].item", i), "不是本部门在这次检查中的事项", "Is no item of your agency in this visit")
		}
	}
	for i, x := range r.Findings {
		if !x.Item.IsZero() && !mine(x.Item) {
			bad.add(fmt.Sprintf("body.findings[%d].item", i), "不是本部门在这次检查中的事项", "Is no item of your agency in this visit")
		}
		if x.Due.Before(c.Day) || c.Day.DaysUntil(x.Due) > longestAhead {
			bad.add(fmt.Sprintf("body.findings[%d].due", i), "整改期限应在检查日之后", "The deadline lies after the visit")
		}
	}
	signed := map[ids.Entry]bool{}
	for i := range r.Signatures {
		x := &r.Signatures[i]
		if x.Officer == nil {
			continue
		}
		at := slices.IndexFunc(c.Officers, func(o SiteOfficer) bool { return o.InspectorID == *x.Officer && o.AgencyID == a.Agency })
		if at < 0 || signed[*x.Officer] {
			bad.add(fmt.Sprintf("body.signatures[%d].officer", i), "不是本部门在这次检查中的人员，或者已经签过", "Is no officer of your agency in this visit, or has signed already")
			continue
		}
		x.Name, signed[*x.Officer] = c.Officers[at].Name, true
	}
	return bad.err()
}

// keep replaces what the agency recorded.
func (r *SiteRecord) keep(ctx context.Context, q *dbsqlc.Queries, c *SiteCheck, a Actor, now time.Time) error {
	type finding struct {
		ID     ids.Entry  `json:"id"`
		Number int        `json:"number"`
		Item   *ids.Entry `json:"item"`
		Text   string     `json:"text"`
		Owner  string     `json:"owner"`
		Due    civil.Date `json:"due"`
	}
	found := []finding{}
	for i, x := range r.Findings {
		f := finding{ID: ids.New[ids.Entry](now), Number: i + 1, Text: x.Text, Owner: x.Owner, Due: x.Due}
		if !x.Item.IsZero() {
			f.Item = &x.Item
		}
		found = append(found, f)
	}
	if err := q.ClearSiteRecord(ctx, c.ID, a.Agency); err != nil {
		return err
	}
	for _, part := range []struct {
		rows any
		save func(context.Context, ids.Entry, ids.Agency, json.RawMessage) error
	}{
		{append([]SiteAnswer{}, r.Items...), q.RecordSiteItems}, {found, q.InsertSiteFindings}, {append([]NewSignature{}, r.Signatures...), q.InsertSiteSignatures}, // never nil: the database wants lists
	} {
		raw, err := json.Marshal(part.rows)
		if err != nil {
			return fmt.Errorf("write a record of a visit: %w", err)
		}
		if err := part.save(ctx, c.ID, a.Agency, raw); err != nil {
			return err
		}
	}
	return nil
}
