package search_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/search"
)

var (
	march  = search.MonthOf(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))
	organ  = ids.Agency{1}
	organ2 = ids.Agency{2}
)

func TestBracketsAndWidths(t *testing.T) {
	t.Parallel()
	want := search.Fold("沪环移〔2026〕5号")
	for _, form := range []string{"沪环移[2026]5号", "沪环移(2026)5号", "沪环移（２０２６）５号", "沪环移【2026】 5 号", "沪环移［2026］5号", "沪环移﹝2026﹞5号"} {
		if got := search.Fold(form); got != want {
			t.Errorf("%s folds to %s, not to %s", form, got, want)
		}
	}
	if search.Fold("沪环移〔2026〕5号") == search.Fold("沪环移20265号") {
		t.Error("brackets vanish: number 5 of 2026 reads as number 20265")
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"排放": "排放", " 电镀  废水 ": "电镀|废水", "ＡＢ": "ab", "水": "", "": "", "电镀 水": "", "a b": "", "5 号": "5号", "第5 号": "第5号", "\u200b 电镀": "",
		"巡查，夜间": "巡查|夜间", "铬，镍": "铬,镍", "，": "", "电镀,废水；": "电镀|废水", "，电镀": "电镀", "一二，三四，五六，七八，九十，甲乙，丙丁，戊己，庚辛": "一二,三四,五六,七八,九十,甲乙,丙丁,戊己,庚辛", "1,200吨": "1,200吨"} {
		words, ok := search.Words(typed)
		if ok != (want != "") || strings.Join(words, "|") != want {
			t.Errorf("%q gives %q, %v", typed, words, ok)
		}
	}
	if _, ok := search.Words(strings.Repeat("排放 ", search.MaxWords+1)); ok {
		t.Error("a question of any length is asked")
	}
}

// TestEveryPartIsFound: any stretch of two characters or more of any text is
// found by the keys of that text, in its organ and month and in no other.
func TestEveryPartIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("排放电镀废水Ａb3〔〕（2026 号\n")), 2, 40, -1).Draw(t, "text")
		f := []rune(search.Fold(text))
		if len(f) < 2 {
			return
		}
		from := rapid.IntRange(0, len(f)-2).Draw(t, "from")
		word := string(f[from:rapid.IntRange(from+2, len(f)).Draw(t, "to")])
		keys := search.Of(organ, march, []string{text}, nil)
		for _, k := range search.Needles(organ, march, []string{word}) {
			if !slices.Contains(keys, k) {
				t.Fatalf("%q is not found in %q", word, text)
			}
		}
		if !search.Holds(text, word) {
			t.Fatalf("%q does not hold %q", text, word)
		}
		for _, k := range append(search.Needles(organ2, march, []string{word}), search.Needles(organ, march+1, []string{word})...) {
			if slices.Contains(keys, k) {
				t.Fatalf("another organ or month meets the key of %q", word)
			}
		}
	})
}

func TestExactIsNoPart(t *testing.T) {
	t.Parallel()
	keys := search.Of(organ, march, nil, []string{"XJ-2026-310101-00012"})
	if !slices.Contains(keys, search.Exact(organ, march, "ｘｊ-2026-310101-00012")) {
		t.Error("a number is not found as a whole")
	}
	if slices.Contains(keys, search.Exact(organ, march, "XJ-2026-310101-0001")) {
		t.Error("part of a number passes for the whole")
	}
}

func TestSnippet(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("前", 40) + "私设暗管排放 电镀废水，" + strings.Repeat("后", 80)
	var b strings.Builder
	for _, p := range search.Snippet(text, []string{"排放电镀", "废水"}) {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	got := b.String()
	if !strings.Contains(got, "私设暗管[排放 电镀废水]，后") || !strings.HasPrefix(got, "…前") || !strings.HasSuffix(got, "后…") {
		t.Errorf("the snippet reads %s", got)
	}
	if search.Snippet(text, []string{"危险"}) != nil {
		t.Error("a snippet of a text without a hit")
	}
}

func FuzzSnippet(f *testing.F) {
	f.Add("私设暗管排放废水", "排放 废水")
	f.Add("〔2026〕", "[2026]")
	f.Add("\xff\u200b甲乙", "甲乙")
	f.Fuzz(func(t *testing.T, text, typed string) {
		words, ok := search.Words(typed)
		if !ok {
			return
		}
		n := 0
		for _, p := range search.Snippet(text, words) {
			n += utf8.RuneCountInString(p.Text)
		}
		if n > utf8.RuneCountInString(text)+2 {
			t.Errorf("a snippet of %d characters out of %q", n, text)
		}
	})
}
