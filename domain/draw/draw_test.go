package draw_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

func code(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Code
	}
	return fmt.Sprint(err)
}

func TestVerify(t *testing.T) {
	t.Parallel()
	for n := range uint64(300) {
		c := newChance(1e6 + n)
		terms, objects, officers := staffed(c)
		d, file := drawn(t, c, terms, objects, officers)
		b, err := draw.Verify(file)
		if err != nil {
			t.Fatalf("world %d: %v\n%s", n, err, file)
		}
		if len(b.Draw.Result) != len(d.Result) || len(d.Result) == 0 {
			t.Fatalf("world %d: %d visits, want %d", n, len(b.Draw.Result), len(d.Result))
		}
	}
}

// Every byte of a file is changed in two ways; not one changed file is accepted.
func TestAnyByteChangedIsRefused(t *testing.T) {
	t.Parallel()
	c := newChance(7)
	terms, objects, officers := staffed(c)
	_, file := drawn(t, c, terms, objects, officers)
	for i := range file {
		for _, flip := range []byte{1, 0x20} {
			changed := bytes.Clone(file)
			changed[i] ^= flip
			if _, err := draw.Verify(changed); err == nil {
				t.Fatalf("byte %d of %d changed from %q to %q is accepted", i, len(file), file[i], changed[i])
			}
		}
	}
	for name, changed := range map[string][]byte{
		"cut": file[:len(file)-1], "longer": append(bytes.Clone(file), '\n'), "blank": bytes.Replace(file, []byte(`{"format"`), []byte(`{ "format"`), 1), "empty": nil,
		"repeated member": bytes.Replace(file, []byte(`"room":`), []byte(`"room":"","room":`), 1),
	} {
		if _, err := draw.Verify(changed); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// Whoever changes the result and makes every hash and signature anew is still found.
func TestForgedResultIsRefused(t *testing.T) {
	t.Parallel()
	c := newChance(11)
	terms, objects, officers := staffed(c)
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
	if _, _, err := f.Draw(nonces[1:], "", noon); code(err) != "draw.nonce_missing" {
		t.Errorf("without a nonce: %v", err)
	}
	other := nonces[0]
	nonces[0].Value[0] ^= 1
	if _, _, err := f.Draw(nonces, "", noon); code(err) != "draw.commitment" {
		t.Errorf("another nonce: %v", err)
	}
	nonces[0] = other
	d, _, err := f.Draw(nonces, "", noon.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	was := []byte(`"object":"` + d.Result[0].Object + `","stratum":"` + d.Result[0].Stratum + `","team"`)
	var left string
	for _, o := range f.Objects.List {
		if o.Stratum == d.Result[0].Stratum && o.ID != d.Result[0].Object {
			left = o.ID
		}
	}
	if left == "" {
		t.Fatal("this world leaves nobody out: take another")
	}
	f.Sections.Draw = bytes.Replace(f.Sections.Draw, was, []byte(`"object":"`+left+`","stratum":"`+d.Result[0].Stratum+`","team"`), 1)
	file, err := f.File(draw.CoreOf(f.TermsHash, f.Sections.Draw), draw.Seal{SealedAt: noon}, hubKey)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := draw.Verify(file); code(err) != "draw.result" {
		t.Errorf("a forged result: %v", err)
	}
}

func TestFreezeRefuses(t *testing.T) {
	t.Parallel()
	for want, break_ := range map[string]func(*draw.Terms, *draw.Objects, *draw.Officers){
		"draw.stratum_empty": func(t *draw.Terms, _ *draw.Objects, _ *draw.Officers) {
			t.Strata = append(t.Strata, draw.Stratum{Name: "Z", Numerator: 1, Denominator: 2})
		},
		"draw.officers_short": func(t *draw.Terms, _ *draw.Objects, _ *draw.Officers) { t.PerAgency = 50 },
		"draw.ratio":          func(t *draw.Terms, _ *draw.Objects, _ *draw.Officers) { t.Strata[0].Denominator = 0 },
		"draw.objects":        func(_ *draw.Terms, o *draw.Objects, _ *draw.Officers) { o.List = append(o.List, o.List[0]) },
		"draw.officers":       func(_ *draw.Terms, _ *draw.Objects, o *draw.Officers) { o.List[0].Agency = ids.Agency{} },
		"draw.agencies":       func(t *draw.Terms, _ *draw.Objects, _ *draw.Officers) { t.Initiator = ids.Agency{} },
		"draw.period":         func(t *draw.Terms, _ *draw.Objects, _ *draw.Officers) { t.To = t.From.AddDays(-1) },
		"draw.unwritable":     func(_ *draw.Terms, o *draw.Objects, _ *draw.Officers) { o.List[0].Name = "a\nb" },
		"draw.items":          func(t *draw.Terms, _ *draw.Objects, _ *draw.Officers) { t.Items = nil },
		"draw.reason": func(_ *draw.Terms, o *draw.Objects, _ *draw.Officers) {
			o.Excluded = []draw.ExcludedObject{{Object: draw.Object{ID: "y"}, Reason: "cousin"}}
		},
		"draw.competence_short": func(t *draw.Terms, _ *draw.Objects, _ *draw.Officers) { t.Items[0].Competence = "辐射" },
	} {
		c := newChance(3)
		terms, objects, officers := staffed(c)
		break_(&terms, &objects, &officers)
		if _, err := draw.Freeze(terms, objects, officers, c); code(err) != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// An object for which too many officers must withdraw is left out before the seed.
func TestNoTeam(t *testing.T) {
	t.Parallel()
	c := newChance(5)
	terms, objects, officers := staffed(c)
	officers.Recusals = nil
	terms.Items = []draw.Item{{Agency: terms.Initiator, Code: "S", Version: 1, Title: "事项"}}
	left := objects.List[0]
	objects.List = append(objects.List, draw.Object{ID: "a", Stratum: left.Stratum})
	kept := 0
	for _, o := range officers.List {
		if o.Agency == terms.Initiator {
			if kept++; kept > 1 { // one of them may go: not two
				officers.Recusals = append(officers.Recusals, draw.Recusal{Officer: o.ID, Object: left.ID})
			}
		}
	}
	f, err := draw.Freeze(terms, objects, officers, c)
	if err != nil {
		t.Fatal(err)
	}
	last := f.Objects.Excluded[len(f.Objects.Excluded)-1]
	for _, x := range f.Objects.Excluded {
		if x.ID == left.ID {
			last = x
		}
	}
	if last.ID != left.ID || last.Reason != draw.NoTeam || len(f.Officers.Recusals) != 0 {
		t.Errorf("excluded %+v, recusals %+v", f.Objects.Excluded, f.Officers.Recusals)
	}
}

func TestStaff(t *testing.T) {
	t.Parallel()
	c := newChance(9)
	agency := anID[ids.Agency](c)
	terms := draw.Terms{From: date("2026-10-08"), To: date("2026-10-31"), Items: []draw.Item{{Agency: agency, Competence: "水"}}}
	good := draw.Candidate{ID: anID[ids.Entry](c), Agency: agency, Certified: true, Until: date("2026-10-31"), Competences: []string{"水", "大气", "水"}}
	for want, change := range map[draw.Reason]func(*draw.Candidate){
		"":                      func(*draw.Candidate) {},
		draw.CertificateMissing: func(x *draw.Candidate) { x.Certified = false },
		draw.CertificateExpired: func(x *draw.Candidate) { x.Until = date("2026-10-30") },
		draw.Recused:            func(x *draw.Candidate) { x.Recused = true },
		draw.OnLeave:            func(x *draw.Candidate) { x.Leaves = []draw.Leave{{From: date("2026-10-31"), To: date("2026-11-02")}} },
		draw.Competence:         func(x *draw.Candidate) { x.Competences = []string{"大气"} },
		draw.Load:               func(x *draw.Candidate) { x.Visits = 8 },
	} {
		x := good
		change(&x)
		got := terms.Staff([]draw.Candidate{x}, 8)
		if want == "" && (len(got.List) != 1 || len(got.List[0].Competences) != 2) || want != "" && (len(got.Excluded) != 1 || got.Excluded[0].Reason != want) {
			t.Errorf("%s: %+v", want, got)
		}
	}
	x := good
	x.Leaves = []draw.Leave{{From: date("2026-10-01"), To: date("2026-10-07")}}
	if got := terms.Staff([]draw.Candidate{x}, 0); len(got.List) != 1 {
		t.Error("a leave that ends before the visits excludes")
	}
}

// What every team must be: enough of every agency, every competence, nobody twice,
// nobody who must withdraw, and nobody much busier than colleagues.
func TestTeams(t *testing.T) {
	t.Parallel()
	for n := range uint64(500) {
		c := newChance(2e6 + n)
		terms, objects, officers := staffed(c)
		_, file := drawn(t, c, terms, objects, officers)
		b, err := draw.Verify(file)
		if err != nil {
			t.Fatal(err)
		}
		of := map[ids.Entry]draw.Officer{}
		for _, o := range b.Officers.List {
			of[o.ID] = o
		}
		recused := map[draw.Recusal]bool{}
		for _, r := range b.Officers.Recusals {
			recused[r] = true
		}
		for _, v := range b.Draw.Result {
			count, held, seen := map[ids.Agency]int64{}, map[string]bool{}, map[ids.Entry]bool{}
			for _, id := range v.Team {
				o := of[id]
				count[o.Agency]++
				if seen[id] || recused[draw.Recusal{Officer: id, Object: v.Object}] {
					t.Fatalf("world %d: %s goes twice or must withdraw", n, id)
				}
				seen[id] = true
				for _, x := range o.Competences {
					held[o.Agency.String()+x] = true
				}
			}
			for _, a := range terms.Agencies {
				if count[a.ID] < 2 {
					t.Fatalf("world %d: %d officers of an agency", n, count[a.ID])
				}
			}
			for _, i := range terms.Items {
				if i.Competence != "" && !held[i.Agency.String()+i.Competence] {
					t.Fatalf("world %d: nobody holds %s", n, i.Competence)
				}
			}
		}
	}
}

// chiSquare measures how far counts are from even, as standard deviations of the
// statistic: below 5 for an even draw, whatever the number of cells.
func chiSquare(counts []int) float64 {
	total := 0
	for _, n := range counts {
		total += n
	}
	expected, sum := float64(total)/float64(len(counts)), 0.0
	for _, n := range counts {
		sum += (float64(n) - expected) * (float64(n) - expected) / expected
	}
	free := float64(len(counts) - 1)
	return (sum - free) / math.Sqrt(2*free)
}

// Every object of a stratum is drawn as often as another; so is every place in the
// order. The same measure sees a draw whose remainders were not thrown away.
func TestNoBias(t *testing.T) {
	t.Parallel()
	const objects, draws = 48, 30_000
	first, any := make([]int, objects), make([]int, objects)
	for n := range draws {
		for place, i := range draw.Picked(draw.Hash{byte(n), byte(n >> 8), byte(n >> 16)}, objects, 12) {
			any[i]++
			if place == 0 {
				first[i]++
			}
		}
	}
	// Drawing without repetition makes the counts of 'any' more even than chance, never less.
	for name, counts := range map[string][]int{"first": first, "any": any} {
		if x := chiSquare(counts); x > 5 {
			t.Errorf("%s: %f deviations from even: %v", name, x, counts)
		}
	}
	biased, seeds := make([]int, objects), newChance(1)
	for range draws {
		biased[seeds.IntN(256)%objects]++ // a byte by remainder: 0 … 15 are likelier
	}
	if x := chiSquare(biased); x < 5 {
		t.Errorf("the measure does not see a biased draw: %f", x)
	}
}

// A number beyond the last whole multiple is thrown away: for this m every fourth is.
func TestRemaindersAreThrownAway(t *testing.T) {
	t.Parallel()
	const m = 1<<62 + 1
	seed := draw.Hash{1, 2, 3}
	numbers := &oracleNumbers{prefix: string(seed[:]) + "\x02\x00\x00\x00\x00"}
	for i, got := range draw.Below(seed, m, 1000) {
		if want := numbers.below(m); got != want {
			t.Fatalf("number %d is %d, want %d", i, got, want)
		}
	}
	if numbers.next < 300 { // 1000 numbers without a loss fill 250 blocks
		t.Errorf("%d blocks: nothing was thrown away", numbers.next)
	}
}
