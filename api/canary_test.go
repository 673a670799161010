package api_test

import (
	"bytes"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
)

// canaries are words that stand in every text of one case, and in its files. What
// others are answered, what is sent about the case, and every log are searched for
// them (promises P3 and P12).
const (
	canary       = "金丝雀啼"
	canaryCode   = "91000000MA00CANRY4" // as a credit code, whose check digit is only warned about
	canaryNumber = "13855501234"
)

// journal is all that the tests of this package log.
type journal struct {
	sync.Mutex
	bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.Lock()
	defer j.Unlock()
	return j.Buffer.Write(p)
}

var logged journal

// TestMain keeps what is logged while hubs are walked, fired at and led through
// cases, and fails if any of it was sent in or belongs to a case.
func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.NewTextHandler(io.MultiWriter(os.Stderr, &logged), &slog.HandlerOptions{Level: slog.LevelDebug})))
	code := m.Run()
	for _, word := range []string{echo, canary, canaryCode, canaryNumber} {
		if bytes.Contains(logged.Bytes(), []byte(word)) {
			_, _ = os.Stderr.WriteString("FAIL: a log holds " + word + ", which came in a request or stands in a case\n")
			code = 1
		}
	}
	os.Exit(code)
}

// canaryDraft is a draft that sings wherever it can.
func canaryDraft() casework.DraftInput {
	d := officetest.Draft()
	d.Title = canary + "公司涉嫌污染环境"
	c := &d.Content
	for _, field := range []*string{&c.Facts, &c.Source, &c.Basis, &c.Threshold, &c.Disposal, &c.Officer, &c.PenaltyCase, &c.Place} {
		*field = canary + "的内容"
	}
	c.OfficerPhone = canaryNumber
	d.Parties[0].Person = referral.Person{Kind: "enterprise", Name: canary + "公司", CreditCode: canaryCode, Note: canary}
	return d
}

// TestCanaries: nobody outside a case meets a word of it, whatever they ask for and
// with whichever ids, and what the hub sends about it holds number, kind and link only.
func TestCanaries(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.SentWith(t, canaryDraft())
	h.Do(t, h.Police.Handler, id, "sign_for", referral.Input{Officer: canary})
	file := h.want(t, 201, "", policeMan, post(at(id, "/evidence"), []byte(canary)).with("X-File-Name", "%E9%87%91%E4%B8%9D%E9%9B%80%E5%95%BC.txt").with("Content-Type", "application/octet-stream"))
	h.want(t, 201, "", policeMan, post(at(id, "/remarks"), map[string]any{"kind": "reminder", "to": h.Env.ID.String(), "text": canary}))
	if own := h.want(t, 200, "", policeMan, get(at(id, ""))); strings.Count(own.text, canary) < 8 || !strings.Contains(own.text, canaryCode) {
		t.Fatalf("the canaries do not sing for those of the case: %s", own.text)
	}
	if found := h.want(t, 200, "", policeMan, get("/v1/referrals?q="+canary)); !strings.Contains(found.text, id.String()) {
		t.Fatal("the search does not find them for those of the case")
	}

	children := map[string]string{"{evidence}": file.str("id"), "{document}": h.first(t, "documents", id), "{event}": h.first(t, "events", id), "{material}": h.first(t, "materials", id), "{delivery}": h.first(t, "deliveries", id), "{party}": h.first(t, "parties", id)}
	number := h.want(t, 200, "", policeMan, get(at(id, ""))).str("number")
	answers := 0
	search := func(who string, got answer, of string) {
		answers++
		for _, word := range []string{canary, canaryCode, canaryNumber} {
			if strings.Contains(got.text, word) {
				t.Errorf("%s reads %s by %s: %.300s", who, word, of, got.text)
			}
		}
		for name, values := range got.header {
			if strings.Contains(strings.Join(values, " "), canary) {
				t.Errorf("%s reads it in %s by %s", who, name, of)
			}
		}
	}
	for _, who := range []string{nobody, outsider, marketMan, operator, auditor, "heshan-police police-admin", partnerToken + "ziyang-env"} {
		for _, op := range operations(described(t)) {
			if strings.Contains(op.path, "/stream") || strings.Contains(op.path, "session") {
				continue
			}
			a := h.sampleOf(op, id, 1)
			a.path = op.path
			for hole, to := range children {
				a.path = strings.ReplaceAll(a.path, hole, to)
			}
			a.path = hole.ReplaceAllString(a.path, id.String())
			search(who, h.send(t, who, a), op.OperationID)
		}
		for _, query := range []string{canary, canary + "公司", canaryCode, number, canary[:6]} {
			got := h.send(t, who, get("/v1/referrals?q="+query))
			search(who, got, "a search")
			if got.status == 200 && who != "heshan-police police-admin" && strings.Contains(got.text, id.String()) {
				t.Errorf("%s finds the case by %s", who, query)
			}
		}
	}
	if answers < 1000 {
		t.Errorf("only %d answers were searched", answers)
	}

	// What left the hub, or will: in the pages, by mail, to endpoints.
	for _, place := range []string{"deliveries where params::text", store.RiverSchema + ".river_job where args::text"} {
		if n := h.rows(t, place+" like '%' || $1 || '%'", canary); n != 0 {
			t.Errorf("%d rows of %s hold it", n, place)
		}
	}
	t.Logf("%d answers searched", answers)
}

// first gives the id of a row of a case.
func (h *hub) first(t *testing.T, table string, id ids.Case) (row string) {
	t.Helper()
	check(t, h.DB.Owner.QueryRow(t.Context(), "select coalesce((select id::text from "+table+" where case_id = $1 order by id limit 1), $1::text)", id).Scan(&row))
	return row
}
