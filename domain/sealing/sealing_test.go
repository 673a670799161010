package sealing_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/sealing"
)

func ring(t *testing.T) *sealing.Ring {
	t.Helper()
	r, err := sealing.NewRing(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSealedOpensInItsPlaceOnly(t *testing.T) {
	t.Parallel()
	r := ring(t)
	text, err := r.Seal("issuer a", "s3cret")
	if err != nil || strings.Contains(text, "s3cret") || !r.Current(text) {
		t.Fatalf("%q, %v", text, err)
	}
	if got, err := r.Open("issuer a", text); err != nil || got != "s3cret" {
		t.Errorf("%q, %v", got, err)
	}
	if again, _ := r.Seal("issuer a", "s3cret"); again == text {
		t.Error("two seals of one secret are alike")
	}
	for name, c := range map[string][2]string{
		"another place": {"issuer b", text}, "changed": {"issuer a", text[:len(text)-2] + "AA"}, "cut off": {"issuer a", text[:30]}, "no base64": {"issuer a", text + "!"},
	} {
		if got, err := r.Open(c[0], c[1]); err == nil {
			t.Errorf("%s opens as %q", name, got)
		}
	}
	if _, err := ring(t).Open("issuer a", text); !errors.Is(err, sealing.ErrUnknownKey) {
		t.Errorf("another ring: %v", err)
	}
	if got, err := r.Open("issuer a", "plain"); err != nil || got != "plain" || r.Current("plain") {
		t.Errorf("what was kept before there was sealing: %q, %v", got, err)
	}
	if got, err := r.Seal("issuer a", ""); err != nil || got != "" || !r.Current("") {
		t.Errorf("nothing became %q, %v", got, err)
	}
}

func TestRotatedRingOpensBoth(t *testing.T) {
	t.Parallel()
	old := ring(t)
	text, err := old.Seal("p", "s")
	if err != nil {
		t.Fatal(err)
	}
	next, err := old.Rotated(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	read, err := sealing.Parse(next.Text())
	if err != nil || read.KeyID() == old.KeyID() || read.Current(text) {
		t.Fatalf("%v", err)
	}
	if got, err := read.Open("p", text); err != nil || got != "s" {
		t.Errorf("%q, %v", got, err)
	}
	for _, bad := range []string{"", "xx\n", strings.Repeat("a", 62)} {
		if _, err := sealing.Parse(bad); err == nil {
			t.Errorf("%q is a ring", bad)
		}
	}
}
