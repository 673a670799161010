package api_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/devkit/story"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// TestRandomCoursesOverHTTP: random people take random steps of random kinds
// through the whole hub. What the answer offers the hub then accepts, what it
// does not offer the hub refuses without a trace, and at the end everything that
// was written fits together.
func TestRandomCoursesOverHTTP(t *testing.T) {
	t.Parallel()
	hubs := 1
	if os.Getenv("HUB_TEST_SCALE") == "soak" {
		hubs = 10
	}
	check(t, flag.Set("rapid.checks", "50"))
	kinds := make([]referral.Kind, 0, len(referral.Procedures))
	for kind := range referral.Procedures {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	taken := map[string]int{}
	for range hubs { // a hub of its own keeps each clock within the years that are loaded
		h := newHub(t)
		rapid.Check(t, func(rt *rapid.T) {
			c := &course{T: rt, test: t, hub: h, steps: stepOperations(t), taken: taken}
			c.values = values{Rand: rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "values"), 1)), schemas: described(t).Components.Schemas, seen: map[string][]string{}}
			c.ids = func(string) string { return h.Police.ID.String() }
			c.begin(rapid.SampledFrom(kinds).Draw(rt, "kind"))
			for range 25 {
				c.step()
			}
			h.Verify(t, c.id)
			c.verifyDeliveries()
		})
	}
	t.Logf("steps that were taken: %v", taken)
	if len(taken) < 20 {
		t.Errorf("only %d different steps were ever taken", len(taken))
	}
}

// course is one case on its way.
type course struct {
	*rapid.T
	values
	hub   *hub
	test  *testing.T
	steps map[string]operation // by action
	taken map[string]int
	done  []string // steps of this course
	id    ids.Case
}

// walkers are whoever may have a part in a case.
var walkers = []string{
	envHandler, envLegal, envHead, policeDesk, policeMan, story.Police + " police-head", procurator, story.Procuratorate + " proc-desk", marketMan, story.Market + " market-head", story.OtherPolice + " police-desk", outsider,
}

func stepOperations(t *testing.T) map[string]operation {
	t.Helper()
	out := map[string]operation{}
	for _, op := range operations(described(t)) {
		if action, ok := op.Extensions["x-action"].(string); ok {
			out[action] = op
		}
	}
	return out
}

// begin opens a case of a kind at the first organ that may begin one.
func (c *course) begin(kind referral.Kind) {
	h := c.hub
	d := officetest.Draft()
	day := civil.DateOf(h.Clock.Now())
	x := &d.Content // what the forms of all kinds ask for
	x.PenaltyFiledOn, x.ActOn, x.FoundOn, x.DecidedOn = day, day, day, day
	x.Basis, x.Disposal, x.DecisionNo, x.Ground = "依据", "建议处罚", "演环罚〔2026〕1号", "not_prosecuted"
	x.Manner, x.Purpose, x.Major, x.JointAction, x.Pollutant, x.Outlet = "written", referral.ItemCustody, []string{"grave"}, "联合检查", "化学需氧量", "总排口"
	d.Items = []referral.Item{{Name: "设备"}}
	d.Parties[0].Charges = append(d.Parties[0].Charges, casework.ChargeInput{Offence: "非法经营罪"})
	var refusals []error
	for _, who := range []casework.Actor{h.Env.Handler, h.Market.Handler, h.Police.Handler, h.Procuratorate.Procurator} {
		got, err := h.OpenReferral(c.test.Context(), who, officetest.NewKey("open"), kind, d, nil)
		if err == nil {
			c.id = got.Case.ID
			return
		}
		refusals = append(refusals, err)
	}
	c.Fatalf("nobody may begin a %s: %v", kind, refusals)
}

// step lets a random person look, and do one thing.
func (c *course) step() {
	who := rapid.SampledFrom(c.concerned()).Draw(c.T, "who")
	seen, ok := c.look(who)
	switch what := rapid.IntRange(0, 9).Draw(c.T, "what"); {
	case !ok:
	case what == 0: // time passes, and every login with it
		c.hub.Clock.Advance(time.Duration(rapid.IntRange(1, 72).Draw(c.T, "hours")) * time.Hour)
		clear(c.hub.people)
	case what < 3:
		c.paperwork(who, seen)
	default:
		if options := c.choices(seen, what > 3); len(options) > 0 {
			c.try(who, seen, rapid.SampledFrom(options).Draw(c.T, "step"))
		}
	}
}

// concerned are the people of the organs that have a part, and one outsider.
func (c *course) concerned() []string {
	var codes []string
	check(c.test, c.hub.DB.Owner.QueryRow(c.test.Context(), "select array_agg(a.code) from participations p join agencies a on a.id = p.agency_id where p.case_id = $1", c.id).Scan(&codes))
	return slices.DeleteFunc(slices.Clone(walkers), func(who string) bool {
		code, _, _ := strings.Cut(who, " ")
		return who != outsider && !slices.Contains(codes, code)
	})
}

// choices are the steps to choose from: of the possible ones those that this
// course has not seen, and mostly none that ends it, so that it gets far.
func (c *course) choices(seen api.Referral, allowed bool) []api.ActionOption {
	ends := rapid.IntRange(0, 9).Draw(c.T, "end it") == 0
	proc := referral.Procedures[referral.Kind(seen.Kind)]
	return slices.DeleteFunc(slices.Clone(seen.Actions), func(o api.ActionOption) bool {
		step, _ := proc.Step(referral.Action(o.Action))
		return o.Allowed != allowed || allowed && slices.Contains(c.done, o.Action) || allowed && !ends && step.To != "" && !step.To.Open()
	})
}

// look reads the case as somebody; false if it is hidden from them.
func (c *course) look(who string) (seen api.Referral, ok bool) {
	got := c.hub.send(c.test, who, get(at(c.id, "")))
	if got.status == http.StatusNotFound {
		return seen, false
	}
	if err := json.Unmarshal([]byte(got.text), &seen); err != nil || got.status != http.StatusOK {
		c.Fatalf("%s reads: %d %s %v", who, got.status, got.text, err)
	}
	return seen, true
}

// try takes a step. One that is offered has to be accepted for some charge and
// some organ; one that is not has to be refused for the reason that was shown.
func (c *course) try(who string, seen api.Referral, o api.ActionOption) {
	if o.StepUp {
		c.hub.stepUp(c.test, who, c.id)
	}
	var refusals []string
	for _, body := range c.bodies(seen, o) {
		got := c.hub.send(c.test, who, post(at(c.id, "/"+o.Path), body).on(seen.Version))
		if got.status == http.StatusOK {
			if !o.Allowed {
				c.Fatalf("%s is not offered to %s in %s (%s), and done", o.Action, who, seen.State, o.Reason.EN)
			}
			c.taken[o.Action]++
			c.done = append(c.done, o.Action)
			c.sameOffers(who, got)
			return
		}
		refusals = append(refusals, fmt.Sprintf("%d %s %s %v", got.status, got.str("code"), got.str("detail"), got.body["errors"]))
		want := []int{http.StatusConflict, http.StatusForbidden}
		if o.Blocked == "function" {
			want = []int{http.StatusForbidden}
		}
		if !o.Allowed && !slices.Contains(want, got.status) {
			c.Fatalf("%s is not offered to %s in %s (%s: %s), and refused with %s", o.Action, who, seen.State, o.Blocked, o.Reason.EN, refusals[len(refusals)-1])
		}
	}
	if o.Allowed {
		c.Fatalf("%s is offered to %s in %s and refused, whatever it names:\n%s", o.Action, who, seen.State, strings.Join(refusals, "\n"))
	}
	if now := c.hub.version(c.test, c.id); now != seen.Version {
		c.Fatalf("%s was refused, and the version is %d after %d", o.Action, now, seen.Version)
	}
}

// sameOffers: what the answer to an act offers is what the next look offers.
func (c *course) sameOffers(who string, got answer) {
	var said api.Referral
	if err := json.Unmarshal([]byte(got.text), &said); err != nil {
		c.Fatal(err)
	}
	seen, ok := c.look(who)
	if !ok {
		c.Fatalf("%s acted and sees the case no more", who)
	}
	offers := func(r api.Referral) (out []string) {
		for _, o := range r.Actions {
			if o.Allowed {
				out = append(out, o.Action)
			}
		}
		return out
	}
	if a, b := offers(said), offers(seen); !slices.Equal(a, b) || said.Version != seen.Version || said.State != seen.State {
		c.Fatalf("the answer in %s offers %v, the next look in %s offers %v", said.State, a, seen.State, b)
	}
}

// bodies are the requests that a step may mean: one per charge and organ.
func (c *course) bodies(seen api.Referral, o api.ActionOption) (out []map[string]any) {
	op, ok := c.steps[o.Action]
	if !ok {
		c.Fatalf("%s is shown and is no operation", o.Action)
	}
	schema := c.resolve(op.RequestBody.Content["application/json"].Schema)
	charges, organs := []string{""}, []string{""}
	if schema.Properties["charges"] != nil && len(o.Charges) > 0 {
		charges = o.Charges
	}
	if schema.Properties["to"] != nil {
		organs = c.organs()
	}
	for _, charge := range charges {
		for _, organ := range organs {
			out = append(out, c.body(schema.Properties, schema.Required, seen, o, charge, organ))
		}
	}
	return out
}

func (c *course) organs() (out []string) {
	rows, err := c.hub.DB.Owner.Query(c.test.Context(), "select id::text from agencies order by code")
	check(c.test, err)
	defer rows.Close()
	for rows.Next() {
		var id string
		check(c.test, rows.Scan(&id))
		out = append(out, id)
	}
	return out
}

// verifyDeliveries: whoever is told of a case has a part in it, and is told of
// an entry of its record.
func (c *course) verifyDeliveries() {
	for wrong, from := range map[string]string{
		"are to organs without a part": "deliveries d where d.case_id = $1 and not exists (select 1 from participations p where p.case_id = d.case_id and p.agency_id = d.agency_id)",
		"are of no entry":              "deliveries d where d.case_id = $1 and d.event_id is not null and not exists (select 1 from events e where e.id = d.event_id and e.case_id = d.case_id)",
	} {
		if n := c.hub.rows(c.test, from, c.id); n != 0 {
			c.Fatalf("%d deliveries %s", n, wrong)
		}
	}
}
