package federation_test

import (
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

func TestMetadataIsTrustedByItsFingerprint(t *testing.T) {
	t.Parallel()
	m, print := sichuan.metadata(noon)
	raw, err := federation.SealMetadata(m, sichuan.root)
	if err != nil {
		t.Fatal(err)
	}
	typed, err := federation.ParseFingerprint(print.String())
	if err != nil || typed != print {
		t.Fatalf("the fingerprint %s is read as %s, %v", print, typed, err)
	}
	got, _, err := federation.OpenMetadata(raw, typed)
	if err != nil || got.Hub != m.Hub || len(got.Keys) != 2 {
		t.Fatalf("got %+v, %v", got, err)
	}
	if _, ok := got.Agency(sichuan.agency); !ok || !got.Understands("referral.offer", federation.Version{Major: 1, Minor: 7}) || got.Understands("referral.offer", federation.Version{Major: 2}) {
		t.Error("agencies or versions are lost")
	}
	_, other := yuzhong.metadata(noon)
	if _, _, err := federation.OpenMetadata(raw, other); reasonOf(t, err) != federation.ReasonRoot {
		t.Errorf("under another fingerprint: %v", err)
	}
	if _, err := federation.ParseFingerprint("12 34"); err == nil {
		t.Error("half a fingerprint is one")
	}
}

func TestMetadataThatIsRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*federation.Metadata){
		"valid too long":           func(m *federation.Metadata) { m.ValidUntil = m.IssuedAt.Add(federation.MaxMetadataAge + time.Second) },
		"no key":                   func(m *federation.Metadata) { m.Keys = nil },
		"a key twice":              func(m *federation.Metadata) { m.Keys = append(m.Keys, m.Keys[0]) },
		"a key under another name": func(m *federation.Metadata) { m.Keys[0].ID = m.Keys[1].ID },
		"a key of nobody":          func(m *federation.Metadata) { m.Keys[1].Agency = ids.New[ids.Agency](noon) },
		"an agency twice":          func(m *federation.Metadata) { m.Agencies = append(m.Agencies, m.Agencies[0]) },
		"an address with a query":  func(m *federation.Metadata) { m.Endpoints = []string{"https://a.example/?x=1"} },
		"an address of a file":     func(m *federation.Metadata) { m.Endpoints = []string{"file:///etc/passwd"} },
		"a hub of capital letters": func(m *federation.Metadata) { m.Hub = "Hub" },
	} {
		m, _ := sichuan.metadata(noon)
		change(&m)
		if _, err := federation.SealMetadata(m, sichuan.root); reasonOf(t, err) != federation.ReasonField {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMetadataFailsStatic(t *testing.T) {
	t.Parallel()
	m, _ := sichuan.metadata(noon)
	m.ValidUntil = noon.AddDate(0, 0, 100)
	for _, c := range []struct {
		days            int
		want            federation.Standing
		exchange, learn bool
	}{
		{0, federation.Fresh, true, true},
		{39, federation.Fresh, true, true},
		{40, federation.Expiring, true, true},
		{99, federation.Expiring, true, true},
		{100, federation.Lapsed, true, false},
		{129, federation.Lapsed, true, false},
		{130, federation.Expired, false, false},
	} {
		got := m.Standing(noon.AddDate(0, 0, c.days))
		if got != c.want || got.MayExchange() != c.exchange || got.MayLearn() != c.learn {
			t.Errorf("after %d days: %d", c.days, got)
		}
	}
}

func TestWarningsAndRotation(t *testing.T) {
	t.Parallel()
	m, _ := sichuan.metadata(noon)
	m.Keys[0].Until = noon.AddDate(0, 0, 100)
	levels := func(at time.Time) (found []int) {
		for _, w := range m.Warnings(at) {
			if w.What == federation.EndsKey {
				found = append(found, w.Days)
			}
		}
		return found
	}
	for days, want := range map[int]int{39: -1, 40: 60, 70: 30, 93: 7, 100: 0} {
		got := levels(noon.AddDate(0, 0, days))
		if want < 0 && len(got) > 0 || want >= 0 && (len(got) != 1 || got[0] != want) {
			t.Errorf("after %d days: %v, want %d", days, got, want)
		}
	}
	next := sichuan.entry(federation.Signer{Private: sichuan.ed25519("next"), Role: federation.RoleHub}, noon.AddDate(0, 0, 90), noon.AddDate(1, 0, 0))
	m.Keys = append(m.Keys, next)
	if got := levels(noon.AddDate(0, 0, 99)); got != nil {
		t.Errorf("a key with a successor: %v", got)
	}
	m.Keys[2].From = noon.AddDate(0, 0, 10)
	found := m.Warnings(noon)
	if len(found) != 1 || found[0].What != federation.ShortNotice {
		t.Errorf("ten days ahead: %+v", found)
	}
}

func TestAdopt(t *testing.T) {
	t.Parallel()
	old, _ := sichuan.metadata(noon)
	old.Serial = 5
	one, two := federation.HashOf([]byte("1")), federation.HashOf([]byte("2"))
	for name, c := range map[string]struct {
		change func(*federation.Metadata)
		known  bool
		days   int
		want   federation.Reason
	}{
		"a new partner":              {func(*federation.Metadata) {}, false, 0, ""},
		"a new partner, lapsed":      {func(*federation.Metadata) {}, false, 400, federation.ReasonExpired},
		"the next edition":           {func(m *federation.Metadata) { m.Serial++ }, true, 1, ""},
		"the next edition, lapsed":   {func(m *federation.Metadata) { m.Serial++ }, true, 370, federation.ReasonExpired},
		"an older one":               {func(m *federation.Metadata) { m.Serial-- }, true, 1, federation.ReasonRollback},
		"another of the same serial": {func(*federation.Metadata) {}, true, 1, federation.ReasonEquivocation},
		"of another hub":             {func(m *federation.Metadata) { m.Hub = "x.example"; m.Serial++ }, true, 1, federation.ReasonForeignSender},
		"from the future":            {func(m *federation.Metadata) { m.Serial++ }, true, -1, federation.ReasonClock},
	} {
		next := old
		c.change(&next)
		known := &old
		if !c.known {
			known = nil
		}
		if err := federation.Adopt(known, &next, one, two, noon.AddDate(0, 0, c.days)); reasonOf(t, err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestKeysNeverChangeHands(t *testing.T) {
	t.Parallel()
	keys := federation.Keys{}
	m, _ := sichuan.metadata(noon)
	keys.Learn(&m)
	theft, _ := yuzhong.metadata(noon)
	theft.Keys = append(theft.Keys, m.Keys[0])
	keys.Learn(&theft)
	if k, _ := keys.Find(m.Keys[0].ID); k.Hub != sichuan.name {
		t.Errorf("the key of %s is %s's now", sichuan.name, k.Hub)
	}
	m.Keys = m.Keys[:1]
	keys.Learn(&m)
	if len(keys) != 4 {
		t.Errorf("%d keys: what an edition leaves out is kept", len(keys))
	}
}
