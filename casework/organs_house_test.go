package casework_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// organsHouse is an office whose environment bureau has an administrator, and
// which an operator of the hub sets up.
type organsHouse struct {
	*officetest.House
	admin, operator, foreign casework.Actor // of the environment bureau, of the market bureau, the market bureau's administrator
}

func newOrgans(t *testing.T) *organsHouse {
	t.Helper()
	h := &organsHouse{House: officetest.New(t, storetest.DB(t))}
	h.admin = h.someone(t, h.Env, "管理员甲", "admin")
	h.operator = h.someone(t, h.Market, "运维人员甲", "operator")
	h.foreign = h.someone(t, h.Market, "管理员乙", "admin")
	return h
}

// someone adds a person to an organ, as a login would.
func (h *organsHouse) someone(t *testing.T, organ officetest.Organ, name string, functions ...string) casework.Actor {
	t.Helper()
	now := h.Clock.Now()
	var id ids.User
	err := store.Write(t.Context(), h.DB.App, ids.Agency{}, func(tx pgx.Tx) error {
		row, err := dbsqlc.New(tx).UpsertUser(t.Context(), dbsqlc.UpsertUserParams{
			ID: ids.New[ids.User](now), AgencyID: organ.ID, IssuerID: organ.Issuer, Subject: name, Name: name, Functions: functions, LastSeenAt: &now,
		})
		id = row.ID
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return casework.Actor{User: id, Agency: organ.ID, Name: name, Functions: functions}
}

// history gives the kinds of an organ's recorded changes, oldest first.
func (h *organsHouse) history(t *testing.T, a casework.Actor, organ ids.Agency) (kinds []string) {
	t.Helper()
	list, err := h.OrganHistory(t.Context(), a, organ, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		kinds = append([]string{e.Kind}, kinds...)
	}
	return kinds
}

// wants fails the test unless err is a fault with this code.
func wants(t *testing.T, err error, kind fault.Kind, code string) *fault.Error {
	t.Helper()
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind != kind || f.Code != code {
		t.Fatalf("got %v, want %s (%s)", err, code, kind)
	}
	if strings.TrimSpace(f.Detail.ZH) == "" || strings.TrimSpace(f.Detail.EN) == "" {
		t.Errorf("%s lacks a language", code)
	}
	return f
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func ptr[T any](v T) *T { return &v }
