package search

import (
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Key stands for one term in the index of one organ and one month. It is a hash:
// two terms may share a key, so whoever looks one up compares the text as well.
// A key depends on the organ, so that no organ can meet the entry of another.
type Key = int32

// Month is when a case was opened, counted from year 0: the index is read month
// by month, newest first, and a word that stands in every case costs one month.
type Month int

// MonthOf gives the month of an instant, in UTC: it sorts as case ids do.
func MonthOf(at time.Time) Month {
	at = at.UTC()
	return Month(at.Year()*12 + int(at.Month()) - 1)
}

// Of gives the keys of everything that the texts can be found by: their pairs of
// characters, and each of the exact values as a whole.
func Of(agency ids.Agency, month Month, texts, exact []string) []Key {
	seed := seedOf(agency, month)
	var keys []Key
	for _, t := range texts {
		keys = seed.pairs(keys, fold(t).runes)
	}
	for _, t := range exact {
		f := fold(t).runes
		if len(f) == 0 {
			continue
		}
		keys = append(seed.pairs(keys, f), seed.whole(f))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Needles gives the keys that a text with all the words has in every case.
func Needles(agency ids.Agency, month Month, words []string) []Key {
	return Of(agency, month, words, nil)
}

// Exact gives the key of a whole value, as one number is looked for.
func Exact(agency ids.Agency, month Month, value string) Key {
	return seedOf(agency, month).whole(fold(value).runes)
}

// seed is FNV-1a, 64 bits, over organ and month.
type seed uint64

const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

func seedOf(agency ids.Agency, month Month) seed {
	h := uint64(offset64)
	for _, b := range agency {
		h = (h ^ uint64(b)) * prime64
	}
	return seed((h ^ uint64(month)) * prime64)
}

func (s seed) pairs(keys []Key, runes []rune) []Key {
	for i := 0; i+1 < len(runes); i++ {
		keys = append(keys, s.key(runes[i:i+2], 0))
	}
	return keys
}

func (s seed) whole(runes []rune) Key { return s.key(runes, 1) }

// key hashes characters; the mark tells a whole value from a pair.
func (s seed) key(runes []rune, mark uint64) Key {
	h := uint64(s)
	for _, r := range runes {
		h = (h ^ uint64(r)) * prime64
	}
	h = (h ^ mark) * prime64
	return Key(uint32(h>>32) ^ uint32(h))
}
