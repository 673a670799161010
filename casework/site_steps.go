package casework

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/domain/voucher"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// ApproveSiteCheck approves the visit for one's own agency (检查前审批). After the last
// approval the voucher is signed. An urgent visit may be approved after it has begun.
// One above the yearly cap needs a reason, of whoever arranged it or of a head; one outside
// the own area its letter.
func (o *Office) ApproveSiteCheck(ctx context.Context, a Actor, id ids.Entry, in SiteApproval) (SiteCheck, error) {
	wrong := in.check(o)
	return o.changeSite(ctx, a, id, "approve", "site.approve", func(q *dbsqlc.Queries, c *SiteCheck, now time.Time) error {
		if wrong != nil {
			return wrong
		}
		if err := o.approvable(ctx, q, a, c, in); err != nil {
			return err
		}
		if err := q.ApproveSitePart(ctx, dbsqlc.ApproveSitePartParams{CheckID: id, AgencyID: a.Agency, ApprovedBy: a.User, ApprovedAt: now}); err != nil {
			return err
		}
		for i := range c.Parts {
			if c.Parts[i].AgencyID == a.Agency {
				c.Parts[i].ApprovedAt = &now
			}
		}
		if c.approved() && c.Voucher == "" {
			if err := o.signVoucher(c); err != nil {
				return err
			}
			if err := saveSite(ctx, q, c); err != nil {
				return err
			}
		}
		return o.enterSite(ctx, q, a, id, "site.approve", map[string]any{"afterwards": c.State != "planned", "over_cap": c.OverCap, "letter": in.Letter != nil || c.Mine.LetterNumber != ""})
	})
}

// signVoucher makes the voucher (查验凭证) out of what the visit says.
func (o *Office) signVoucher(c *SiteCheck) (err error) {
	v := voucher.Voucher{Hub: o.Hub, Number: c.Number, Object: c.ObjectName, Code: c.ObjectCode, Day: c.Day, Purpose: c.Purpose}
	for _, p := range c.Parts {
		agency := voucher.Agency{Name: p.Name}
		for _, x := range c.Officers {
			if x.AgencyID == p.AgencyID && x.Certificate != "" {
				agency.Certificates = append(agency.Certificates, x.Certificate)
			}
		}
		v.Agencies = append(v.Agencies, agency)
	}
	c.Voucher, err = voucher.Sign(v, o.HubKey.Private)
	return err
}

// BeginSiteCheck begins the visit at the door: certificates are shown (行政处罚法第五十五条),
// and an official inspection code (检查码), where the region has one, is kept. Who may go is
// asked again.
func (o *Office) BeginSiteCheck(ctx context.Context, a Actor, id ids.Entry, shown bool, code string) (SiteCheck, error) {
	var bad complaints
	bad.text("body.official_code", &code, 0, 120)
	wrong := bad.err()
	return o.changeSite(ctx, a, id, "begin", "site.record", func(q *dbsqlc.Queries, c *SiteCheck, now time.Time) error {
		if wrong != nil {
			return wrong
		}
		if !shown {
			rule, _ := o.Rules.Pick("insp_show_certificate", civil.DateOf(now), "", "")
			return under(fault.New(fault.Rule, "site.certificate_not_shown", fault.T("先出示执法证件再开始检查；不出示的，当事人有权拒绝", "Show the certificates first; without them the party may refuse")), rule)
		}
		if err := o.stillStands(ctx, q, c); err != nil {
			return err
		}
		if c.Voucher == "" { // urgent: nobody has approved it yet
			if err := o.signVoucher(c); err != nil {
				return err
			}
		}
		c.State, c.BegunAt, c.OfficialCode = "begun", &now, code
		if err := saveSite(ctx, q, c); err != nil {
			return err
		}
		return o.enterSite(ctx, q, a, id, "site.begin", map[string]any{"certificates_shown": true, "official_code": code, "approved": c.approved()})
	})
}

// AttachToSite keeps a photo or file under its digest. A file that is there already
// stays once, so that a telephone may send again what it does not know to have arrived.
func (o *Office) AttachToSite(ctx context.Context, a Actor, id ids.Entry, name string, content []byte) (SiteCheck, error) {
	var bad complaints
	bad.text("body.name", &name, 1, 120)
	if len(content) == 0 || len(content) > mostPaperBytes {
		bad.add("body.file", "文件不能为空，也不能超过3 MB", "The file is neither empty nor larger than 3 MB")
	}
	if strings.ContainsAny(name, `/\`) {
		bad.add("body.name", "文件名不能含有斜杠", "A file name holds no slash")
	}
	wrong := bad.err()
	return o.changeSite(ctx, a, id, "attach", "site.record", func(q *dbsqlc.Queries, c *SiteCheck, now time.Time) error {
		if wrong != nil {
			return wrong
		}
		if len(c.Files) >= mostSiteFiles {
			return fault.New(fault.Rule, "site.files", fault.T(fmt.Sprintf("一次检查最多%d个文件", mostSiteFiles), fmt.Sprintf("A visit has %d files at most", mostSiteFiles)))
		}
		blob, err := o.Blobs.Put(ctx, bytes.NewReader(content), mostPaperBytes+1)
		if err != nil {
			return err
		}
		if err := refuseDestroyed(ctx, q, blob.SHA256); err != nil {
			return err
		}
		if err := q.UpsertBlob(ctx, dbsqlc.UpsertBlobParams{Sha256: blob.SHA256[:], Sm3: blob.SM3[:], Size: blob.Size, Detected: blob.Detected, FirstAt: now}); err != nil {
			return err
		}
		sum := [32]byte(blob.SHA256)
		file := ids.New[ids.Entry](now)
		n, err := q.InsertSiteFile(ctx, dbsqlc.InsertSiteFileParams{ID: file, CheckID: id, AgencyID: a.Agency, Name: name, Sha256: sum[:], Size: int64(len(content)), CreatedBy: a.User, CreatedAt: now})
		if err != nil || n == 0 {
			return err
		}
		return o.enterSite(ctx, q, a, id, "site.file", map[string]any{"file": file.String(), "sha256": hexDigest(sum)})
	})
}

// mostSiteFiles bounds what is attached to a visit.
const mostSiteFiles = 200

// OpenSiteFile gives a file of a visit as it was attached.
func (o *Office) OpenSiteFile(ctx context.Context, a Actor, id, file ids.Entry) (p Paper, err error) {
	c, err := o.SiteCheck(ctx, a, id)
	if err != nil {
		return p, err
	}
	i := slices.IndexFunc(c.Files, func(x SiteFile) bool { return x.ID == file })
	if i < 0 {
		return p, missing()
	}
	p.Name = c.Files[i].Name
	p.Content, err = o.blob(c.Files[i].Sha256)
	return p, err
}

// FinishSiteCheck ends the visit (完成检查): every agency has answered every item and signed
// its record by as many officers as inspect at least (行政处罚法第四十二条), the enterprise has
// signed or refused with a reason, and the conclusion is what was found.
func (o *Office) FinishSiteCheck(ctx context.Context, a Actor, id ids.Entry, conclusion, summary string) (SiteCheck, error) {
	var bad complaints
	bad.oneOf("body.conclusion", conclusion, []string{"clean", "corrected", "problems"})
	bad.text("body.summary", &summary, 0, 500)
	wrong := bad.err()
	return o.changeSite(ctx, a, id, "finish", "site.record", func(q *dbsqlc.Queries, c *SiteCheck, now time.Time) error {
		if wrong != nil {
			return wrong
		}
		if err := c.complete(conclusion); err != nil {
			return err
		}
		if err := o.signedByOfficers(c); err != nil {
			return err
		}
		due, err := o.publishBy(now)
		if err != nil {
			return err
		}
		c.State, c.DoneAt, c.Conclusion, c.Summary, c.PublishBy = "done", &now, conclusion, summary, due
		if err := saveSite(ctx, q, c); err != nil {
			return err
		}
		c.joint = []jointStep{{action: "joint_action.found", visit: referral.JointVisit{Number: c.Number, Name: c.ObjectName, Code: c.ObjectCode, Problems: len(c.Findings)}, text: summary}}
		return o.enterSite(ctx, q, a, id, "site.finish", map[string]any{"conclusion": conclusion, "findings": len(c.Findings), "files": len(c.Files), "publish_by": due.String()})
	})
}

// complete says what is missing before a visit can end.
func (c *SiteCheck) complete(conclusion string) error {
	refuse := func(code, zh, en string) error { return fault.New(fault.Rule, code, fault.T(zh, en)) }
	for _, p := range c.Parts {
		if slices.ContainsFunc(c.Items, func(x SiteItem) bool { return x.AgencyID == p.AgencyID && x.Result == "" }) {
			return refuse("site.items_open", p.ShortName+"的检查表还没有填完", p.ShortName+" has not answered every item")
		}
	}
	if !slices.ContainsFunc(c.Signatures, func(s SiteSignature) bool { return s.Party == "enterprise" }) {
		return refuse("site.unsigned", "还缺被检查单位的签名，或者其拒绝签名的理由", "The enterprise has not signed, nor is there a reason why it refused")
	}
	for _, x := range c.Items {
		written := slices.ContainsFunc(c.Findings, func(f SiteFinding) bool {
			return f.AgencyID == x.AgencyID && (f.ItemID == x.ItemID || f.ItemID.IsZero())
		})
		if x.Result == "problem" && !written {
			return refuse("site.finding_missing", "事项“"+x.Title+"”记为有问题，但没有写明是什么问题、由谁整改、何时改完", "The item “"+x.Title+"” has a problem, and nobody wrote down which, who mends it and until when")
		}
	}
	problem := len(c.Findings) > 0 || slices.ContainsFunc(c.Items, func(x SiteItem) bool { return x.Result == "problem" })
	if problem == (conclusion == "clean") {
		return refuse("site.conclusion", "检查结果与记录的问题不一致", "The conclusion does not fit what was found")
	}
	return nil
}

// signedByOfficers refuses an end for which too few officers of an agency have signed its
// record (检查人员签名). Those who inspect are who was there, so as many sign as inspect.
func (o *Office) signedByOfficers(c *SiteCheck) error {
	least, rule := o.minOfficers(c.Day)
	for _, p := range c.Parts {
		n := 0
		for _, s := range c.Signatures {
			if s.AgencyID == p.AgencyID && !s.InspectorID.IsZero() && s.Drawn != "" {
				n++
			}
		}
		if n < least {
			return under(fault.New(fault.Rule, "site.officers_unsigned", fault.T(
				fmt.Sprintf("%s的检查记录须有至少%d名检查人员签名，现有%d名", p.ShortName, least, n), fmt.Sprintf("%d officers at least sign the record of %s; %d have", least, p.ShortName, n))), rule)
		}
	}
	return nil
}

// publishBy is the last day on which a result is published (insp_result_publish).
func (o *Office) publishBy(done time.Time) (civil.Date, error) {
	rule, err := o.Rules.Pick("insp_result_publish", civil.DateOf(done), "", "")
	if err != nil {
		return civil.Date{}, err
	}
	res, err := deadline.Compute(rule, startOf(rule, done), o.Rules.Calendar(), nil, nil)
	if err != nil {
		return civil.Date{}, fmt.Errorf("compute %s: %w", rule.ID, err)
	}
	return res.DueDay, nil
}

// CancelSiteCheck calls a visit off before it has begun, with a reason.
func (o *Office) CancelSiteCheck(ctx context.Context, a Actor, id ids.Entry, reason string) (SiteCheck, error) {
	return o.endSite(ctx, a, id, "cancel", "site.record", reason, func(c *SiteCheck, _ time.Time, reason string) {
		c.State, c.WithdrawnReason = "cancelled", reason
	})
}

// PublishSiteCheck puts the result on the public page (公布检查结果).
func (o *Office) PublishSiteCheck(ctx context.Context, a Actor, id ids.Entry) (SiteCheck, error) {
	return o.endSite(ctx, a, id, "publish", "site.publish", "-", func(c *SiteCheck, now time.Time, _ string) { c.State, c.PublishedAt = "published", &now })
}

// WithdrawSiteCheck takes a result off the public page; the reason stays there.
func (o *Office) WithdrawSiteCheck(ctx context.Context, a Actor, id ids.Entry, reason string) (SiteCheck, error) {
	return o.endSite(ctx, a, id, "withdraw", "site.publish", reason, func(c *SiteCheck, now time.Time, reason string) {
		c.State, c.WithdrawnAt, c.WithdrawnReason = "withdrawn", &now, reason
	})
}

func (o *Office) endSite(ctx context.Context, a Actor, id ids.Entry, name, action, reason string, change func(*SiteCheck, time.Time, string)) (SiteCheck, error) {
	var bad complaints
	bad.text("body.reason", &reason, 1, 300)
	wrong := bad.err()
	return o.changeSite(ctx, a, id, name, action, func(q *dbsqlc.Queries, c *SiteCheck, now time.Time) error {
		if wrong != nil {
			return wrong
		}
		change(c, now, reason)
		told, err := o.endedNotices(ctx, q, c, name)
		if err != nil {
			return err
		}
		c.told = told
		if name == "cancel" {
			c.joint = []jointStep{{action: "joint_action.call_off", visit: referral.JointVisit{Number: c.Number}, reason: reason}}
		}
		if err := saveSite(ctx, q, c); err != nil {
			return err
		}
		return o.enterSite(ctx, q, a, id, "site."+name, map[string]any{"reason": reason})
	})
}

// VoucherCode is the voucher as a QR code in SVG, of an address that opens the public
// page and carries the voucher behind '#', where no server sees it.
func (o *Office) VoucherCode(ctx context.Context, a Actor, id ids.Entry) ([]byte, error) {
	c, err := o.SiteCheck(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if c.Voucher == "" {
		return nil, fault.New(fault.Rule, "site.no_voucher", fault.T("还没有查验凭证：每个部门批准以后自动签发", "There is no voucher yet: it is signed once every agency has approved"))
	}
	return documents.CodeSVG(o.PublicURL + "/public/verify#" + c.Voucher)
}
