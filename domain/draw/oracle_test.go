package draw_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"sort"
	"strings"
	"testing"
)

// The oracle checks a file from the specification alone, with a general JSON reader,
// big integers and no line of the package.

type oracleFile struct {
	Format                               string
	Terms, Objects, Officers, Draw, Seal json.RawMessage
	Core, Digest                         string
	Signatures                           []string
}

type oracleTerms struct {
	Agencies []struct{ ID string }
	Items    []struct{ Agency, Competence string }
	Strata   []struct {
		Name                            string
		Numerator, Denominator, Minimum int64
	}
	PerAgency    int    `json:"per_agency"`
	ObjectsHash  string `json:"objects_hash"`
	OfficersHash string `json:"officers_hash"`
}

type oracleOfficers struct {
	List []struct {
		ID, Agency  string
		Competences []string
	}
	Recusals []struct{ Officer, Object string }
}

type oracleDraw struct {
	Nonces []struct{ Agency, Commitment, Nonce string }
	Room   string
	Seed   string
	Result []oracleVisit
}

type oracleVisit struct {
	Object, Stratum string
	Team            []string
}

func oracleHash(tag string, parts ...string) string {
	h := sha256.Sum256([]byte("xianjie/draw/" + tag + "\x00\x01" + strings.Join(parts, "")))
	return string(h[:])
}

func unhex(s string) string {
	b, err := hex.DecodeString(strings.ReplaceAll(s, "-", ""))
	if err != nil {
		panic(err)
	}
	return string(b)
}

// oracleNumbers is a stream of the specification.
type oracleNumbers struct {
	prefix string
	bytes  string
	next   uint64
}

func (n *oracleNumbers) below(m int) int {
	whole := new(big.Int).Lsh(big.NewInt(1), 64)
	limit := new(big.Int).Div(whole, big.NewInt(int64(m)))
	limit.Mul(limit, big.NewInt(int64(m)))
	for {
		if n.bytes == "" {
			n.bytes = oracleHash("stream", n.prefix, big64(n.next))
			n.next++
		}
		x := new(big.Int).SetBytes([]byte(n.bytes[:8]))
		n.bytes = n.bytes[8:]
		if x.Cmp(limit) < 0 {
			return int(x.Mod(x, big.NewInt(int64(m))).Int64())
		}
	}
}

func big64(n uint64) string { return string(new(big.Int).SetUint64(n).FillBytes(make([]byte, 8))) }

func oracleResult(t oracleTerms, objects []struct{ ID, Stratum string }, o oracleOfficers, seed string) (result []oracleVisit) {
	for s, stratum := range t.Strata {
		var all []string
		for _, x := range objects {
			if x.Stratum == stratum.Name {
				all = append(all, x.ID)
			}
		}
		share := new(big.Rat).SetFrac64(int64(len(all))*stratum.Numerator, stratum.Denominator)
		k := stratum.Minimum
		for share.Cmp(new(big.Rat).SetInt64(k)) > 0 {
			k++
		}
		numbers := &oracleNumbers{prefix: seed + "\x01" + big64(uint64(s))[4:]}
		for i := 0; i < int(k) && i < len(all); i++ {
			j := i + numbers.below(len(all)-i)
			all[i], all[j] = all[j], all[i]
			result = append(result, oracleVisit{Object: all[i], Stratum: stratum.Name})
		}
	}
	numbers := &oracleNumbers{prefix: seed + "\x02\x00\x00\x00\x00"}
	visits := map[string]int{}
	for v := range result {
		away := map[string]bool{}
		for _, r := range o.Recusals {
			away[r.Officer] = away[r.Officer] || r.Object == result[v].Object
		}
		for _, agency := range t.Agencies {
			set := map[string]bool{"": false}
			for _, i := range t.Items {
				if i.Agency == agency.ID && i.Competence != "" {
					set[i.Competence] = true
				}
			}
			delete(set, "")
			var wanted []string
			for w := range set {
				wanted = append(wanted, w)
			}
			sort.Strings(wanted)
			var team []string
			held := map[string]bool{}
			choose := func(need string) {
				type one struct {
					id  string
					has []string
				}
				var best []one
				for _, x := range o.List {
					fits := need == ""
					for _, h := range x.Competences {
						fits = fits || h == need
					}
					for _, had := range team {
						fits = fits && had != x.ID
					}
					if x.Agency != agency.ID || away[x.ID] || !fits {
						continue
					}
					if len(best) > 0 && visits[x.ID] < visits[best[0].id] {
						best = nil
					}
					if len(best) == 0 || visits[x.ID] == visits[best[0].id] {
						best = append(best, one{x.ID, x.Competences})
					}
				}
				got := best[numbers.below(len(best))]
				visits[got.id]++
				team = append(team, got.id)
				for _, h := range got.has {
					held[h] = true
				}
			}
			for _, w := range wanted {
				if !held[w] {
					choose(w)
				}
			}
			for len(team) < t.PerAgency {
				choose("")
			}
			result[v].Team = append(result[v].Team, team...)
		}
	}
	return result
}

func oracleVerify(file []byte) error {
	var f oracleFile
	var t oracleTerms
	var o oracleOfficers
	var d oracleDraw
	var objects struct {
		List []struct{ ID, Stratum string }
	}
	var seal struct{ Signers []struct{ Key string } }
	for _, x := range []struct {
		from []byte
		to   any
	}{{file, &f}, {nil, &t}, {nil, &objects}, {nil, &o}, {nil, &d}, {nil, &seal}} {
		from := x.from
		switch x.to {
		case &t:
			from = f.Terms
		case &objects:
			from = f.Objects
		case &o:
			from = f.Officers
		case &d:
			from = f.Draw
		case &seal:
			from = f.Seal
		}
		if err := json.Unmarshal(from, x.to); err != nil {
			return err
		}
	}
	terms := oracleHash("terms", string(f.Terms))
	seeds := []string{terms}
	for _, n := range d.Nonces {
		if oracleHash("nonce", terms, unhex(n.Agency), unhex(n.Nonce)) != unhex(n.Commitment) {
			return errors.New("commitment")
		}
		seeds = append(seeds, unhex(n.Nonce))
	}
	seed := oracleHash("seed", append(seeds, d.Room)...)
	core := oracleHash("core", terms, oracleHash("result", string(f.Draw)))
	digest := oracleHash("digest", core, oracleHash("seal", string(f.Seal)))
	switch {
	case oracleHash("objects", string(f.Objects)) != unhex(t.ObjectsHash) || oracleHash("officers", string(f.Officers)) != unhex(t.OfficersHash):
		return errors.New("lists")
	case seed != unhex(d.Seed) || core != unhex(f.Core) || digest != unhex(f.Digest):
		return errors.New("hashes")
	case fmt.Sprint(oracleResult(t, objects.List, o, seed)) != fmt.Sprint(d.Result):
		return errors.New("result")
	}
	for i, s := range seal.Signers {
		if !ed25519.Verify([]byte(unhex(s.Key)), []byte(oracleHash("signature", string(rune(i)), digest)), []byte(unhex(f.Signatures[i]))) {
			return errors.New("signature")
		}
	}
	return nil
}

// Two implementations that share no line draw the same, ten thousand times.
func TestOracleAgrees(t *testing.T) {
	t.Parallel()
	for n := range uint64(10_000) {
		c := newChance(n)
		terms, objects, officers := staffed(c)
		_, file := drawn(t, c, terms, objects, officers)
		if err := oracleVerify(file); err != nil {
			t.Fatalf("world %d: %v", n, err)
		}
		if n%200 == 0 { // and the oracle can disagree
			if err := oracleVerify(bytes.Replace(file, []byte(`"room":"`), []byte(`"room":"x`), 1)); err == nil {
				t.Fatalf("world %d: the oracle accepts another seed", n)
			}
		}
	}
}
