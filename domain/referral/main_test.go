package referral_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain sets how many courses a property test tries for each kind and sector:
// 150, which is more than 10,000 over all tables, or 1,500 with HUB_TEST_SCALE=soak.
func TestMain(m *testing.M) {
	checks := "150"
	if os.Getenv("HUB_TEST_SCALE") == "soak" {
		checks = "1500"
	}
	if err := flag.Set("rapid.checks", checks); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
