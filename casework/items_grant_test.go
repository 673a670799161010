package casework_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
)

// TestGrantIsNamedInWords: who has to put a proposed grant into force reads item and township
// in words, in the notice, in the list and where it is opened, and not the codes alone.
func TestGrantIsNamedInWords(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := keeper(t, d, "运维甲"), keeper(t, d, "运维乙")
	township(t, d, one, "yan-town", "演示镇人民政府")
	c, err := d.GrantItem(t.Context(), one, casework.NewGrant{Item: "air-straw", Township: "yan-town", Document: "演示省政府赋权决定", From: civil.DateOf(d.Clock.Now())})
	check(t, err)
	list, err := d.ItemChanges(t.Context(), two)
	check(t, err)
	opened, _, err := d.ItemChangeOf(t.Context(), two, c.ID)
	check(t, err)
	for where, x := range map[string]casework.ItemChange{"proposed": c, "list": list[0], "opened": opened} {
		if !strings.Contains(x.Title.ZH, "秸秆") || !strings.Contains(x.Title.ZH, "演示镇人民政府") || strings.Contains(x.Title.ZH, "air-straw") {
			t.Errorf("%s: %q", where, x.Title.ZH)
		}
		if !strings.Contains(x.Title.EN, "straw") || strings.Contains(x.Title.EN, "air-straw") {
			t.Errorf("%s in English: %q", where, x.Title.EN)
		}
	}
	if list[0].Text != "" {
		t.Error("the list carries the text of a change")
	}
	told := func(who casework.Actor) (found string) {
		got, err := d.Notices(t.Context(), who, false, nil, 20)
		check(t, err)
		for _, n := range got {
			if n.Topic == "items.proposed" {
				found += string(n.Params)
			}
		}
		return found
	}
	if s := told(two); !strings.Contains(s, opened.Title.ZH) {
		t.Errorf("who may put it into force is told %q", s)
	}
	if s := told(one); s != "" {
		t.Errorf("the proposer is told %q", s)
	}
	if c, err = d.ActivateItems(t.Context(), two, c.ID); err != nil || c.Title != opened.Title {
		t.Errorf("in force as %+v, %v", c.Title, err)
	}
}

// TestSecondOperatorIsTold: a pack that waits is told to the other operators, and to nobody
// who could not put it into force.
func TestSecondOperatorIsTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := keeper(t, d, "运维甲"), keeper(t, d, "运维乙")
	propose(t, d, one, "地方.yaml", "name: place\nrules: []\n")
	for who, want := range map[*casework.Actor]int{&one: 0, &two: 1, &d.Env.Handler: 0} {
		got, err := d.Notices(t.Context(), *who, false, nil, 20)
		check(t, err)
		n := 0
		for _, x := range got {
			if x.Topic == "packs.proposed" {
				n++
			}
		}
		if n != want {
			t.Errorf("%s is told %d times, want %d", who.Name, n, want)
		}
	}
}
