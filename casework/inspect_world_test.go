package casework_test

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// inspection is an office in which two agencies have lists.
type inspection struct {
	*officetest.House
	env, envHead, market casework.Actor
}

func newInspection(t *testing.T) inspection {
	t.Helper()
	h := officetest.New(t, storetest.DB(t))
	w := inspection{House: h, env: h.Env.Handler, envHead: h.Env.Head, market: h.Market.Handler}
	for _, a := range []casework.Actor{w.env, w.market} {
		w.load(t, a, casework.Items, "事项编码,版本,事项名称,依据,专业,公布日期\nS-1,1,污染物排放检查,法典,水,2026-01-05\nS-2,1,未公布事项,法典,,\n")
		people := "编号,姓名,执法证号,有效期至,专业,请假\n"
		for i := range 5 {
			people += fmt.Sprintf("J-%d,执法人员,DEMO-%d,2027-12-31,水;大气,\n", i, i)
		}
		people += "J-8,执法人员,DEMO-8,2026-02-01,水,\nJ-9,辅助人员,,,,\n"
		w.load(t, a, casework.Inspecting, people)
	}
	objects := "统一社会信用代码,名称,风险等级,状态,正面清单自,正面清单至,正面清单理由,区划\n"
	for i := range 40 {
		objects += fmt.Sprintf("91000000%08dX%c,企业%d（演示虚构）,%s,存续,,,,000003\n", i, 'A'+i%8, i, []string{"A", "C"}[i%2])
	}
	objects += "910000009999999901,正面清单企业（演示虚构）,A,存续,2026-01-01,2026-12-31,守法记录良好,000003\n910000009999999902,注销企业（演示虚构）,A,注销,,,,000003\n"
	w.load(t, w.env, casework.Objects, objects)
	return w
}

// load imports a list, after looking at it.
func (w inspection) load(t *testing.T, a casework.Actor, lib casework.Library, csv string) {
	t.Helper()
	seen, err := w.ImportList(t.Context(), a, lib, []byte(csv), "")
	ok(t, err)
	if seen.RefusedN > 0 || seen.Applied {
		t.Fatalf("the look says %+v", seen)
	}
	done, err := w.ImportList(t.Context(), a, lib, []byte(csv), seen.Digest)
	ok(t, err)
	if !done.Applied || done.Added != seen.Added {
		t.Fatalf("applied as %+v", done)
	}
}

// item is the published item of an agency.
func (w inspection) item(t *testing.T, a casework.Actor, code string) ids.Entry {
	t.Helper()
	list, err := w.CheckItems(t.Context(), a, false)
	ok(t, err)
	for _, i := range list {
		if i.Code == code {
			return i.ID
		}
	}
	t.Fatalf("no item %s", code)
	return ids.Entry{}
}

func (w inspection) newPlan(t *testing.T) casework.NewPlan {
	t.Helper()
	from := civil.DateOf(w.Clock.Now()).AddDays(7)
	return casework.NewPlan{
		Title: "部门联合抽查", CheckType: "daily", From: from, To: from.AddDays(30), PerAgency: 2, Agencies: []ids.Agency{w.market.Agency}, Items: []ids.Entry{w.item(t, w.env, "S-1")},
		Strata: []casework.Stratum{{Name: "A", Numerator: 1, Denominator: 10, Minimum: 1}, {Name: "C", Numerator: 1, Denominator: 4}},
	}
}

// joint is a plan that both agencies take part in.
func (w inspection) joint(t *testing.T) casework.Plan {
	t.Helper()
	p, err := w.MakePlan(t.Context(), w.env, w.newPlan(t))
	ok(t, err)
	p, err = w.JoinPlan(t.Context(), w.market, p.ID, []ids.Entry{w.item(t, w.market, "S-1")})
	ok(t, err)
	return p
}

// after moves the clock to the morning after the period of a plan.
func (w inspection) after(p casework.Plan) {
	d := p.ToOn.AddDays(1)
	w.Clock.Set(time.Date(d.Year, d.Month, d.Day, 9, 0, 0, 0, w.Clock.Now().Location()))
}

// late moves the clock past the time that agencies have to reveal.
func (w inspection) late() { w.Clock.Set(w.Clock.Now().Add(casework.RevealWithin)) }

// nonce makes one as an agency would, with the commitment to it.
func nonce(t *testing.T, p casework.Plan, a casework.Actor) (value, commitment string) {
	t.Helper()
	terms, err := hex.DecodeString(p.Rounds[len(p.Rounds)-1].TermsHash)
	ok(t, err)
	n, err := draw.NewNonce(draw.Hash(terms), a.Agency, rand.Reader)
	ok(t, err)
	return hex.EncodeToString(n.Value[:]), n.Commitment.String()
}

// shows reports whether anything an agency can read of a plan names an object.
func shows(p casework.Plan, d casework.Drawn) bool {
	text := fmt.Sprintf("%+v", p)
	for _, v := range d.Visits {
		if strings.Contains(text, v.Code) || strings.Contains(text, v.Name) {
			return true
		}
	}
	return false
}

// commitOf commits to a nonce that is there already.
func commitOf(t *testing.T, p casework.Plan, a casework.Actor, value string) string {
	t.Helper()
	terms, err := hex.DecodeString(p.Rounds[len(p.Rounds)-1].TermsHash)
	ok(t, err)
	raw, err := hex.DecodeString(value)
	ok(t, err)
	return draw.Commit(draw.Hash(terms), a.Agency, [32]byte(raw)).String()
}
