package officetest_test

import (
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

func TestStages(t *testing.T) {
	t.Parallel()
	h := officetest.New(t, storetest.DB(t))
	for _, c := range []struct {
		want referral.State
		make func(testing.TB) ids.Case
	}{
		{referral.Draft, h.Opened}, {referral.Reported, h.Reported}, {referral.Approved, h.Approved}, {referral.Sent, h.Sent}, {referral.Received, h.Received},
	} {
		got, err := h.Get(t.Context(), h.Env.Handler, c.make(t))
		if err != nil {
			t.Fatal(err)
		}
		if got.Snapshot.State != c.want {
			t.Errorf("state %s, want %s", got.Snapshot.State, c.want)
		}
	}
}

func TestClockMovesTheOffice(t *testing.T) {
	t.Parallel()
	h := officetest.New(t, storetest.DB(t))
	h.Clock.Advance(time.Hour)
	got, err := h.Get(t.Context(), h.Env.Handler, h.Opened(t))
	if err != nil {
		t.Fatal(err)
	}
	if want := officetest.Opening.Add(time.Hour); !got.Case.CreatedAt.Equal(want) {
		t.Errorf("opened at %s, want %s", got.Case.CreatedAt, want)
	}
}
