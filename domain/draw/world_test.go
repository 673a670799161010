package draw_test

import (
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

var noon = time.Date(2026, 9, 30, 4, 0, 0, 0, time.UTC)

// chance makes worlds that can be made again from their seed.
type chance struct{ *rand.Rand }

func newChance(seed uint64) chance { return chance{rand.New(rand.NewPCG(seed, 20))} }

func (c chance) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(c.Uint32())
	}
	return len(b), nil
}

func anID[T ~[16]byte](c chance) (id T) {
	for i := range id {
		id[i] = byte(c.Uint32())
	}
	return id
}

func date(s string) civil.Date {
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

var competences = []string{"危险废物", "水", "大气", `a"b\c`}

// aWorld is a small plan with everything in it: recusals, competences, exclusions.
func aWorld(c chance) (draw.Terms, draw.Objects, draw.Officers) {
	t := draw.Terms{
		Hub: "hub.example", Plan: anID[ids.Entry](c), Title: `“双随机”联合检查 "甲"\乙`, From: date("2026-10-08"), To: date("2026-12-31"), Round: anID[ids.Entry](c),
		Number: 1 + int64(c.IntN(3)), Mode: draw.Manual, FrozenAt: noon, PerAgency: 2,
	}
	var officers draw.Officers
	for i := range 1 + c.IntN(3) {
		agency := anID[ids.Agency](c)
		t.Agencies = append(t.Agencies, draw.Agency{ID: agency, Name: fmt.Sprint("部门", i)})
		for j := range 1 + c.IntN(3) {
			t.Items = append(t.Items, draw.Item{Agency: agency, Code: fmt.Sprint("S", j), Version: 1, Title: "事项", Competence: append(competences, "")[c.IntN(5)]})
		}
		for range 4 + c.IntN(4) {
			has := make([]string, 0, 4)
			for _, x := range competences {
				if c.IntN(3) > 0 {
					has = append(has, x)
				}
			}
			officers.List = append(officers.List, draw.Officer{ID: anID[ids.Entry](c), Agency: agency, Competences: has})
		}
	}
	t.Initiator = t.Agencies[0].ID
	var objects draw.Objects
	for s := range 1 + c.IntN(4) {
		name := string(rune('A' + s))
		t.Strata = append(t.Strata, draw.Stratum{Name: name, Numerator: int64(c.IntN(4)), Denominator: 1 + int64(c.IntN(20)), Minimum: 1 + int64(c.IntN(3))})
		for range 1 + c.IntN(12) {
			objects.List = append(objects.List, draw.Object{ID: fmt.Sprintf("%018d", c.Uint64N(1e18)), Name: "企业（演示虚构）", Stratum: name})
		}
	}
	for _, o := range objects.List {
		if c.IntN(3) == 0 {
			officers.Recusals = append(officers.Recusals, draw.Recusal{Officer: officers.List[c.IntN(len(officers.List))].ID, Object: o.ID})
		}
	}
	if c.IntN(2) == 0 {
		t.Earlier = []draw.Earlier{{Round: anID[ids.Entry](c), Number: 1, Outcome: "void", Agencies: []ids.Agency{t.Initiator}, Reason: "未揭示"}}
		objects.Excluded = append(objects.Excluded, draw.ExcludedObject{Object: draw.Object{ID: "x", Name: "已注销", Stratum: "A"}, Reason: draw.Closed})
		officers.Excluded = append(officers.Excluded, draw.ExcludedOfficer{ID: anID[ids.Entry](c), Agency: t.Initiator, Reason: draw.OnLeave})
	}
	return t, objects, officers
}

var hubKey = ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", 32)))

// drawn freezes, draws and seals.
func drawn(t *testing.T, c chance, terms draw.Terms, objects draw.Objects, officers draw.Officers) (*draw.Draw, []byte) {
	t.Helper()
	f, err := draw.Freeze(terms, objects, officers, c)
	if err != nil {
		t.Fatal(err)
	}
	var nonces []draw.Nonce
	for _, a := range f.Terms.Agencies {
		n, err := draw.NewNonce(f.TermsHash, a.ID, c)
		if err != nil {
			t.Fatal(err)
		}
		nonces = append(nonces, n)
	}
	d, core, err := f.Draw(nonces, "现场数 42", noon.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	file, err := f.File(core, draw.Seal{Hub: terms.Hub, SealedAt: noon.Add(time.Hour)}, hubKey)
	if err != nil {
		t.Fatal(err)
	}
	return d, file
}

// staffed gives worlds until one can be staffed: random competences may leave none.
func staffed(c chance) (draw.Terms, draw.Objects, draw.Officers) {
	for {
		t, objects, officers := aWorld(c)
		if _, err := draw.Freeze(t, objects, officers, c); err == nil {
			return t, objects, officers
		}
	}
}
