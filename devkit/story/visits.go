package story

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Visited is what the visits of the story left behind.
type Visited struct {
	Plan      string `json:"plan"`
	Drawn     int    `json:"drawn"`
	Planned   int    `json:"planned"`
	Visits    int    `json:"visits"`
	Found     int    `json:"found"`
	Handed    int    `json:"handed_over"`
	Published int    `json:"published"` // results that the public page shows without a login
	Voucher   string `json:"-"`
}

// visitsDone is how many of the scheduled enterprises the story visits.
const visitsDone = 3

// siteCheck is what the story reads of a visit.
type siteCheck struct {
	ID, Number, Lead, Mine, Voucher string
	Agencies                        []struct {
		ID      string
		Edition int
	}
	Items    []struct{ ID, Agency, Title string }
	Officers []struct{ ID, Agency, Name string }
	Findings []struct{ ID, Agency string }
}

// visiting are the people who visit, and the clock they go by.
type visiting struct {
	hub                     string
	now                     func() time.Time
	lead, market, emergency *Person
	heads                   [3]*Person
}

// signIn lets everybody log in, again when time went on.
func (t *visiting) signIn(ctx context.Context) error {
	for _, x := range []struct {
		issuer, who string
		to          **Person
	}{
		{Environment, "env-handler", &t.lead}, {Environment, "env-head", &t.heads[0]}, {Market, "market-head", &t.heads[1]}, {Emergency, "emergency-head", &t.heads[2]}, {Market, "market-handler", &t.market}, {Emergency, "emergency-handler", &t.emergency},
	} {
		var err error
		if *x.to, err = SignIn(ctx, t.hub, x.issuer, x.who); err != nil {
			return err
		}
	}
	return nil
}

// visit carries a drawn plan on: visits are arranged and approved, carried out once it is
// their day, what was found is handed over, the results stand on the public page. Without
// dayComes they are of today and of one half day: each is done before the next is arranged.
func (t *visiting) visit(ctx context.Context, plan string, visits []plannedVisit, dayComes func(), report func(string)) (*Visited, error) {
	if err := t.signIn(ctx); err != nil {
		return nil, err
	}
	out := &Visited{Plan: plan}
	var arranged []siteCheck
	for _, v := range visits {
		c, err := t.arrange(ctx, plan, v)
		if err != nil {
			return nil, err
		}
		out.Voucher = c.Voucher
		if dayComes == nil {
			if err := t.carryOut(ctx, c, len(arranged) == 0); err != nil {
				return nil, err
			}
		}
		arranged = append(arranged, c)
	}
	report("已安排检查，部门负责人已审批，查验凭证已签发")
	if dayComes != nil {
		dayComes()
		if err := t.signIn(ctx); err != nil {
			return nil, err
		}
		for i, c := range arranged {
			if err := t.carryOut(ctx, c, i == 0); err != nil {
				return nil, err
			}
		}
	}
	report("部分企业已完成检查并公布结果")
	if err := t.handOver(ctx, plan, out); err != nil {
		return nil, err
	}
	report("发现的问题已移交")
	var r struct{ Drawn, Planned, Visits, Found int }
	if err := t.lead.Get(ctx, "/v1/inspection/plans/"+plan+"/report", &r); err != nil {
		return nil, err
	}
	out.Drawn, out.Planned, out.Visits, out.Found = r.Drawn, r.Planned, r.Visits, r.Found
	var public struct{ Items []struct{ Number string } }
	if err := t.lead.Get(ctx, "/v1/public/results?plan="+plan, &public); err != nil {
		return nil, err
	}
	out.Published = len(public.Items)
	return out, nil
}

// arrange makes a visit for its half day and lets every head approve it.
func (t *visiting) arrange(ctx context.Context, plan string, v plannedVisit) (c siteCheck, err error) {
	if err := t.lead.Post(ctx, "/v1/inspection/checks", body{"plan": plan, "code": v.Code, "day": v.Day, "half": v.Half, "purpose": "部门联合抽查（演示虚构）", "announced": false}, 0, "", &c); err != nil {
		return c, fmt.Errorf("arrange a visit: %w", err)
	}
	for _, head := range t.heads {
		if err := head.Post(ctx, "/v1/inspection/checks/"+c.ID+"/approve", body{}, 0, "", &c); err != nil {
			return c, fmt.Errorf("approve a visit: %w", err)
		}
	}
	return c, nil
}

// carryOut does a visit from the door to the public page.
func (t *visiting) carryOut(ctx context.Context, c siteCheck, found bool) error {
	at := "/v1/inspection/checks/" + c.ID
	if err := t.lead.Post(ctx, at+"/begin", body{"shown": true}, 0, "", nil); err != nil {
		return fmt.Errorf("begin a visit: %w", err)
	}
	photo := base64.StdEncoding.EncodeToString([]byte("现场照片（演示虚构）" + c.Number))
	if err := t.lead.Post(ctx, at+"/files", body{"name": "现场照片.jpg", "file": photo}, 0, "", nil); err != nil {
		return fmt.Errorf("keep a photo: %w", err)
	}
	for _, p := range []*Person{t.lead, t.market, t.emergency} {
		var seen siteCheck
		if err := p.Get(ctx, at, &seen); err != nil {
			return err
		}
		if err := p.Post(ctx, at+"/record", t.record(seen, found), 0, "", nil); err != nil {
			return fmt.Errorf("record a visit: %w", err)
		}
	}
	conclusion := "clean"
	if found {
		conclusion = "problems"
	}
	if err := t.lead.Post(ctx, at+"/finish", body{"conclusion": conclusion, "summary": "演示虚构"}, 0, "", nil); err != nil {
		return fmt.Errorf("finish a visit: %w", err)
	}
	return t.heads[0].Post(ctx, at+"/publish", body{}, 0, "", nil)
}

func (t *visiting) record(c siteCheck, found bool) body {
	items, findings := []body{}, []body{}
	for _, x := range c.Items {
		if x.Agency != c.Mine {
			continue
		}
		result := "ok"
		if found {
			result = "problem"
			findings = append(findings, body{"item": x.ID, "text": x.Title + "不规范（演示虚构）", "owner": "企业负责人", "due": civil.DateOf(t.now()).AddDays(15).String()})
		}
		items = append(items, body{"item": x.ID, "result": result})
	}
	signatures := []body{{"party": "enterprise", "name": "企业现场负责人", "drawn": "M10 10 L60 40 L110 12"}}
	for _, x := range c.Officers {
		if x.Agency == c.Mine {
			signatures = append(signatures, body{"party": "officer", "officer": x.ID, "name": x.Name, "drawn": "M12 30 L50 8 L70 44 L120 20"})
		}
	}
	return body{"seen": 0, "items": items, "findings": findings, "signatures": signatures}
}

// handOver sends what environment found to market supervision, in one request.
func (t *visiting) handOver(ctx context.Context, plan string, out *Visited) error {
	organs, err := t.lead.Agencies(ctx)
	if err != nil {
		return err
	}
	var me struct{ Agency struct{ ID string } }
	if err := t.lead.Get(ctx, "/v1/me", &me); err != nil {
		return err
	}
	var r struct {
		Findings []struct{ ID, Agency string }
	}
	if err := t.lead.Get(ctx, "/v1/inspection/plans/"+plan+"/report", &r); err != nil {
		return err
	}
	lines := []body{}
	for _, f := range r.Findings {
		if f.Agency == me.Agency.ID {
			lines = append(lines, body{"finding": f.ID, "kind": "findings", "receiver": organs[Market]})
		}
	}
	var done struct{ Items []struct{ Number string } }
	if err := t.lead.Post(ctx, "/v1/inspection/handovers", body{"lines": lines}, 0, "", &done); err != nil {
		return err
	}
	for _, x := range done.Items {
		if x.Number != "" {
			out.Handed++
		}
	}
	return nil
}
