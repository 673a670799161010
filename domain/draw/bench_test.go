package draw_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// aProvince has so many enterprises in four tiers, two hundred officers of four
// agencies, and draws one in twenty.
func aProvince(enterprises int) (draw.Terms, draw.Objects, draw.Officers) {
	c := newChance(42)
	t := draw.Terms{
		Hub: "hub.example", Plan: anID[ids.Entry](c), Title: "年度抽查", From: date("2026-01-01"), To: date("2026-12-31"), Round: anID[ids.Entry](c),
		Number: 1, Mode: draw.Open, FrozenAt: noon, PerAgency: 2,
	}
	var officers draw.Officers
	for i := range 4 {
		a := anID[ids.Agency](c)
		t.Agencies = append(t.Agencies, draw.Agency{ID: a, Name: fmt.Sprint("部门", i)})
		t.Items = append(t.Items, draw.Item{Agency: a, Code: "1", Version: 1, Title: "事项", Competence: "水"})
		t.Strata = append(t.Strata, draw.Stratum{Name: string(rune('A' + i)), Numerator: 1, Denominator: 20})
		for range 50 {
			officers.List = append(officers.List, draw.Officer{ID: anID[ids.Entry](c), Agency: a, Competences: []string{"大气", "水"}})
		}
	}
	t.Initiator = t.Agencies[0].ID
	objects := draw.Objects{List: make([]draw.Object, enterprises)}
	for i := range objects.List {
		objects.List[i] = draw.Object{ID: fmt.Sprintf("91000000%010d", i*7919%1_000_000_000), Name: fmt.Sprintf("演示企业%07d有限公司（演示虚构）", i), Stratum: t.Strata[i%4].Name}
	}
	return t, objects, officers
}

// BenchmarkMillion measures freeze, draw and verification of a million objects.
func BenchmarkMillion(b *testing.B) {
	terms, objects, officers := aProvince(1_000_000)
	c := newChance(1)
	frozen, err := draw.Freeze(terms, objects, officers, c)
	if err != nil {
		b.Fatal(err)
	}
	var nonces []draw.Nonce
	for _, a := range frozen.Terms.Agencies {
		n, err := draw.NewNonce(frozen.TermsHash, a.ID, c)
		if err != nil {
			b.Fatal(err)
		}
		nonces = append(nonces, n)
	}
	var file []byte
	b.Run("freeze", func(b *testing.B) {
		for b.Loop() {
			if _, err := draw.Freeze(terms, objects, officers, c); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("draw", func(b *testing.B) {
		for b.Loop() {
			d, core, err := frozen.Draw(nonces, "", noon.Add(time.Minute))
			if err != nil {
				b.Fatal(err)
			}
			if file, err = frozen.File(core, draw.Seal{Hub: "hub.example", SealedAt: noon}, hubKey); err != nil || len(d.Result) != 50_000 {
				b.Fatal(len(d.Result), err)
			}
		}
		b.ReportMetric(float64(len(file))/1e6, "MB")
	})
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			if _, err := draw.Verify(file); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkGrowth is the growth curve of docs/benchmarks.md: draw, file and verification
// of a pool of so many enterprises.
func BenchmarkGrowth(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			terms, objects, officers := aProvince(n)
			c := newChance(1)
			frozen, err := draw.Freeze(terms, objects, officers, c)
			if err != nil {
				b.Fatal(err)
			}
			var nonces []draw.Nonce
			for _, a := range frozen.Terms.Agencies {
				x, err := draw.NewNonce(frozen.TermsHash, a.ID, c)
				if err != nil {
					b.Fatal(err)
				}
				nonces = append(nonces, x)
			}
			var size int
			for b.Loop() {
				_, core, err := frozen.Draw(nonces, "", noon.Add(time.Minute))
				if err != nil {
					b.Fatal(err)
				}
				file, err := frozen.File(core, draw.Seal{Hub: "hub.example", SealedAt: noon}, hubKey)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := draw.Verify(file); err != nil {
					b.Fatal(err)
				}
				size = len(file)
			}
			b.ReportMetric(float64(size)/1e6, "MB")
		})
	}
}
