package casework_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// spilled must be nowhere once it is destroyed.
const spilled = "某部一号库坐标金丝雀"

// dump gives every row of every table as a dump of the database would hold it, with
// bytes also as the text that they are.
func dump(t *testing.T, h *officetest.House) string {
	t.Helper()
	rows, err := h.DB.Owner.Query(t.Context(), `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`)
	check(t, err)
	var tables []string
	for rows.Next() {
		var name string
		check(t, rows.Scan(&name))
		tables = append(tables, name)
	}
	check(t, rows.Err())
	var all strings.Builder
	for _, name := range tables {
		var text *string
		check(t, h.DB.Owner.QueryRow(t.Context(), fmt.Sprintf(`select string_agg(x::text, E'\n') from %q x`, name)).Scan(&text))
		if text != nil {
			fmt.Fprintf(&all, "%s: %s\n", name, *text)
		}
	}
	return all.String()
}

// standsIn says in which tables a text stands, as text or as bytes.
func standsIn(dump, text string) (tables []string) {
	hex := fmt.Sprintf("%x", text)
	for _, line := range strings.Split(dump, "\n") {
		if strings.Contains(line, text) || strings.Contains(line, hex) {
			table, _, _ := strings.Cut(line, ":")
			tables = append(tables, table)
		}
	}
	return tables
}

// spill gives a case of the police's that holds the text nearly everywhere.
func spill(t *testing.T, h *officetest.House) (ids.Case, casework.Detail) {
	t.Helper()
	d := officetest.Draft()
	d.Content.Facts = "暗管通向" + spilled + "。"
	id := h.OpenedWith(t, d)
	d.Content.Facts = "经查，暗管通向" + spilled + "，已取样。" // an earlier wording stays in the record
	now, err := h.Get(t.Context(), h.Env.Handler, id)
	check(t, err)
	_, err = h.EditDraft(t.Context(), h.Env.Handler, id, now.Case.Version, d)
	check(t, err)
	file, err := h.AddEvidence(t.Context(), h.Env.Handler, id, spilled+".txt", strings.NewReader("坐标："+spilled), 1<<20)
	check(t, err)
	_, err = h.AddMaterial(t.Context(), h.Env.Handler, id, casework.MaterialInput{Code: "doc_other", Title: spilled + "位置图", Form: "copy", Evidence: file.ID})
	check(t, err)
	_, _, err = h.IssueDocument(t.Context(), h.Env.Handler, id, documents.TransferLetter, "")
	check(t, err)
	_, err = h.Remark(t.Context(), h.Env.Handler, id, casework.Call, ids.Agency{}, "电话中提到"+spilled)
	check(t, err)
	got, err := h.Get(t.Context(), h.Env.Handler, id)
	check(t, err)
	return id, got
}

// awake is an actor who logged in just now.
func awake(h *officetest.House, a casework.Actor) casework.Actor {
	a.StepUpAt = h.Clock.Now()
	return a
}

// auditor is an auditor of the environment bureau.
func auditor(h *officetest.House) casework.Actor {
	a := awake(h, h.Env.Legal)
	a.Functions = []string{"auditor"}
	return a
}

// TestSpillIsDestroyed: what one person orders and another carries out is gone from
// every row, every file and every search; digests and acts remain, the record says
// redacted and holds, and every organ of the case is told without content.
func TestSpillIsDestroyed(t *testing.T) {
	t.Parallel()
	h := house(t)
	h.Backups = []string{"每日备份", "异地备份"}
	id, before := spill(t, h)
	if in := standsIn(dump(t, h), spilled); len(in) < 5 {
		t.Fatalf("the canary stands only in %v: the test tests nothing", in)
	}
	places, err := h.FindPlaces(t.Context(), h.Env.Legal, id, spilled)
	check(t, err)
	kinds := map[string]int{}
	var asked []casework.Place
	for _, p := range places {
		kinds[p.Kind]++
		asked = append(asked, p.Place)
	}
	if kinds["text"] != 1 || kinds["evidence"] != 1 || kinds["document"] != 1 || kinds["event"] < 4 {
		t.Errorf("found %v", kinds)
	}

	order, err := h.OrderRedaction(t.Context(), awake(h, h.Env.Legal), id, "误传，应走机要渠道", asked)
	check(t, err)
	if order.State != "ordered" || order.Values < 5 || len(standsIn(dump(t, h), spilled)) < 5 {
		t.Errorf("ordered: %+v", order)
	}
	done, err := h.CarryOutRedaction(t.Context(), awake(h, h.Env.Head), id, order.ID)
	check(t, err)
	if done.State != "carried_out" || done.Answer == nil || done.Answer.Name != "负责人甲" || done.Answer.Left != 0 {
		t.Errorf("carried out: %+v", done)
	}

	if in := standsIn(dump(t, h), spilled); len(in) != 0 {
		t.Errorf("the content still stands in %v", in)
	}
	for _, digest := range [][]byte{before.Evidence[0].Sha256, before.Documents[0].Sha256} {
		if f, err := h.Blobs.Get(blobs.Digest(digest)); fault.KindOf(err) != fault.Missing {
			if f != nil {
				f.Close()
			}
			t.Errorf("the bytes are still there: %v", err)
		}
	}
	after, err := h.Get(t.Context(), h.Env.Handler, id)
	check(t, err)
	if string(after.Evidence[0].Sha256) != string(before.Evidence[0].Sha256) || after.Snapshot.Content.Facts != casework.Redacted || after.Case.Version == before.Case.Version {
		t.Errorf("after: %+v", after.Snapshot.Content)
	}
	_, err = h.OpenEvidence(t.Context(), h.Env.Handler, id, before.Evidence[0].ID)
	wants(t, err, fault.Rule, "redaction.destroyed")
	_, err = h.OpenDocument(t.Context(), h.Env.Handler, id, before.Documents[0].ID, casework.PDF)
	wants(t, err, fault.Rule, "redaction.destroyed")
	_, err = h.AddEvidence(t.Context(), h.Env.Handler, id, "又来.txt", strings.NewReader("坐标："+spilled), 1<<20)
	wants(t, err, fault.Rule, "redaction.destroyed")
	if _, err := h.Blobs.Get(blobs.Digest(before.Evidence[0].Sha256)); fault.KindOf(err) != fault.Missing {
		t.Error("refusing an upload left its bytes")
	}
	found, err := h.Search(t.Context(), h.Env.Handler, "金丝雀", casework.Filter{}, nil, 20)
	check(t, err)
	if len(found.Rows) != 0 {
		t.Error("a search still finds it")
	}
	if _, err := h.PreviewDocument(t.Context(), h.Env.Handler, id, documents.TransferLetter, casework.PDF); err != nil {
		t.Errorf("a new letter cannot be made: %v", err)
	}

	h.Verify(t, id)
	report := verifyAll(t, h)
	if !report.OK() || report.Redacted < int64(order.Values) || len(report.Redactions) != 1 || report.Redactions[0].Values != int64(order.Values) {
		t.Errorf("the record says: %s", report.Text("zh"))
	}
	line, err := h.ReadTimeline(t.Context(), h.Env.Handler, id)
	check(t, err)
	blank := 0
	for _, e := range line.Events {
		blank += len(e.Redacted)
	}
	if blank != order.Values {
		t.Errorf("the course shows %d destroyed values, want %d", blank, order.Values)
	}
}

// TestFileAloneIsDestroyed: a file goes without the papers that list it.
func TestFileAloneIsDestroyed(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Opened(t)
	file, err := h.AddEvidence(t.Context(), h.Env.Handler, id, "监测报告.txt", strings.NewReader(spilled), 1<<20)
	check(t, err)
	_, _, err = h.IssueDocument(t.Context(), h.Env.Handler, id, documents.TransferLetter, "")
	check(t, err)
	order, err := h.OrderRedaction(t.Context(), awake(h, h.Env.Legal), id, "误传", []casework.Place{{Kind: casework.PlaceEvidence, ID: file.ID.String()}})
	check(t, err)
	_, err = h.CarryOutRedaction(t.Context(), awake(h, h.Env.Head), id, order.ID)
	check(t, err)
	got, err := h.Get(t.Context(), h.Env.Handler, id)
	check(t, err)
	if got.Evidence[0].State != "destroyed" || got.Evidence[0].Name != casework.Redacted || got.Documents[0].DestroyedAt != nil {
		t.Errorf("after: %+v, %+v", got.Evidence[0], got.Documents[0])
	}
	_, err = h.OrderRedaction(t.Context(), awake(h, h.Env.Legal), id, "再次", []casework.Place{{Kind: casework.PlaceEvidence, ID: file.ID.String()}})
	wants(t, err, fault.Invalid, "invalid")
	h.Verify(t, id)
}

// TestCopiesAreTickedOff: what else holds the content is a list that people work off;
// what an organ holds, it confirms itself.
func TestCopiesAreTickedOff(t *testing.T) {
	t.Parallel()
	h := house(t)
	h.Backups = []string{"每日备份"}
	id := h.Received(t)
	order, err := h.OrderRedaction(t.Context(), awake(h, h.Police.Head), id, "误传", []casework.Place{{Kind: casework.PlaceText, Field: "facts"}})
	check(t, err)
	done, err := h.CarryOutRedaction(t.Context(), awake(h, h.Env.Head), id, order.ID) // another organ's head: two persons
	check(t, err)
	var kinds []string
	for _, c := range done.Copies {
		kinds = append(kinds, c.Kind)
	}
	if got := strings.Join(kinds, " "); got != "backup database organ organ" {
		t.Fatalf("copies: %s", got)
	}
	_, err = h.TickCopy(t.Context(), h.Env.Handler, id, order.ID, 1, "已覆盖")
	wants(t, err, fault.Denied, "not_allowed")
	_, err = h.TickCopy(t.Context(), h.Env.Head, id, order.ID, 9, "已覆盖")
	wants(t, err, fault.Missing, "not_found")
	done, err = h.TickCopy(t.Context(), h.Env.Head, id, order.ID, 1, "备份已覆盖，运维值班记录第3页")
	check(t, err)
	_, err = h.TickCopy(t.Context(), h.Env.Head, id, order.ID, 1, "再次")
	wants(t, err, fault.Rule, "redaction.ticked")
	for i, c := range done.Copies {
		if c.Agency == h.Police.ID {
			_, err = h.TickCopy(t.Context(), h.Env.Head, id, order.ID, i+1, "已收回")
			wants(t, err, fault.Rule, "redaction.not_your_copy")
			done, err = h.TickCopy(t.Context(), h.Police.Desk, id, order.ID, i+1, "打印件一份已粉碎")
			check(t, err)
			if got := done.Copies[i]; !got.Done || got.Note == "" || got.By == "" {
				t.Errorf("ticked: %+v", got)
			}
		}
	}
	told := map[string]int{}
	for _, a := range []casework.Actor{h.Env.Handler, h.Police.Handler, h.Procuratorate.Procurator} {
		rows, err := h.Notices(t.Context(), a, false, nil, 50)
		check(t, err)
		for _, r := range rows {
			if strings.Contains(r.Topic, "redact") {
				told[a.Agency.String()]++
				if strings.Contains(string(r.Params), "含铬") {
					t.Errorf("the notice holds content: %s", r.Params)
				}
			}
		}
	}
	if len(told) != 3 {
		t.Errorf("told %v", told)
	}
}

// TestRedactionNeedsTwo: nobody destroys alone, with an old login, in the wrong
// function, or more than was ordered.
func TestRedactionNeedsTwo(t *testing.T) {
	t.Parallel()
	h := house(t)
	id, _ := spill(t, h)
	facts := []casework.Place{{Kind: casework.PlaceText, Field: "facts"}}
	head, legal := awake(h, h.Env.Head), awake(h, h.Env.Legal)

	_, err := h.OrderRedaction(t.Context(), awake(h, h.Env.Handler), id, "误传", facts)
	wants(t, err, fault.Denied, "not_allowed")
	_, err = h.OrderRedaction(t.Context(), awake(h, h.Police.Head), id, "误传", facts)
	wants(t, err, fault.Missing, "not_found")
	tired := head
	tired.StepUpAt = h.Clock.Now().Add(-time.Hour)
	_, err = h.OrderRedaction(t.Context(), tired, id, "误传", facts)
	wants(t, err, fault.Denied, "step_up_required")
	_, err = h.OrderRedaction(t.Context(), head, id, "暗管通向"+spilled+"。这句话", facts)
	wants(t, err, fault.Invalid, "invalid")
	for _, p := range []casework.Place{{Kind: "text", Field: "legal_view"}, {Kind: "event", ID: "x", Field: "title"}, {Kind: "evidence", ID: id.String()}, {Kind: "document"}, {Kind: "all"}, {Kind: "text", Field: "facts", ID: "x"}} {
		_, err = h.OrderRedaction(t.Context(), head, id, "误传", []casework.Place{p})
		wants(t, err, fault.Invalid, "invalid")
	}

	order, err := h.OrderRedaction(t.Context(), head, id, "误传", facts)
	check(t, err)
	_, err = h.OrderRedaction(t.Context(), legal, id, "误传", facts)
	wants(t, err, fault.Rule, "redaction.waiting")
	_, err = h.CarryOutRedaction(t.Context(), head, id, order.ID)
	wants(t, err, fault.Rule, "two_person.same_person")
	_, err = h.CarryOutRedaction(t.Context(), legal, id, order.ID)
	wants(t, err, fault.Denied, "not_allowed")

	_, err = h.Remark(t.Context(), h.Env.Handler, id, casework.Call, ids.Agency{}, "又说：经查，暗管通向"+spilled+"，已取样。")
	check(t, err)
	presiding := head
	presiding.User, presiding.Name = h.Env.Desk.User, "主持工作的副职"
	_, err = h.CarryOutRedaction(t.Context(), presiding, id, order.ID)
	wants(t, err, fault.Rule, "redaction.grown")
	if in := standsIn(dump(t, h), spilled); len(in) == 0 {
		t.Error("a refused act destroyed something")
	}
	_, err = h.RefuseRedaction(t.Context(), legal, id, order.ID, "须重新下令")
	check(t, err)
	_, err = h.CarryOutRedaction(t.Context(), presiding, id, order.ID)
	wants(t, err, fault.Rule, "redaction.settled")
	h.Verify(t, id)
}

// TestOnlyTheActBlanks: the role that the hub connects as blanks nothing by itself,
// neither by hand nor through the function without the order of another person.
func TestOnlyTheActBlanks(t *testing.T) {
	t.Parallel()
	h := house(t)
	id, _ := spill(t, h)
	for role, pool := range map[string]*pgxpool.Pool{"app": h.DB.App, "worker": h.DB.Worker} {
		if _, err := pool.Exec(t.Context(), `update event_values set salt = null, value = null`); err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s blanks by hand: %v", role, err)
		}
	}
	order, err := h.OrderRedaction(t.Context(), awake(h, h.Env.Head), id, "误传", []casework.Place{{Kind: casework.PlaceText, Field: "facts"}})
	check(t, err)
	act := ids.New[ids.Event](h.Clock.Now())
	set := func(sql string, args ...any) {
		t.Helper()
		_, err := h.DB.Owner.Exec(t.Context(), sql, args...)
		check(t, err)
	}
	call := func(act ids.Event, as ids.Agency) error {
		return store.Write(t.Context(), h.DB.App, as, func(tx pgx.Tx) error {
			_, err := dbsqlc.New(tx).CarryOutRedaction(t.Context(), ids.Entry(act), []string{spilled})
			return err
		})
	}
	refused := func(why string, act ids.Event, as ids.Agency) {
		t.Helper()
		if err := call(act, as); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v", why, err)
		}
	}
	refused("no act", ids.New[ids.Event](h.Clock.Now()), h.Env.ID)
	refused("the order itself", order.ID, h.Env.ID)
	// An act as a careless program would write it: everything right but the person.
	set(`insert into events (id, subject_kind, subject_id, case_id, seq, kind, agency_id, recorder_id, user_id, function, occurred_at, recorded_at, prev, commitments, hash, encoded)
		select $1, subject_kind, subject_id, case_id, seq + 1, 'record.redacted', agency_id, recorder_id, user_id, function, occurred_at, recorded_at, prev, commitments, hash, encoded from events where id = $2`, act, order.ID)
	set(`insert into event_values (event_id, position, name, value) values ($1, 0, 'answers', $2)`, act, []byte(`"`+order.ID.String()+`"`))
	set(`insert into event_values (event_id, position, name, value) select $1, 1, 'redacts', value from event_values where event_id = $2 and name = 'targets'`, act, order.ID)
	refused("the same person", act, h.Env.ID)
	set(`update events set user_id = $2 where id = $1`, act, auditor(h).User)
	refused("an organ without a part in the case", act, h.Police.ID)
	set(`update event_values set value = value || '\x00' where event_id = $1 and name = 'redacts'`, act)
	refused("other targets than ordered", act, h.Env.ID)
	if n := count(t, h, "event_values where value is null"); n != 0 {
		t.Errorf("%d values were blanked", n)
	}
	set(`update event_values v set value = o.value from event_values o where v.event_id = $1 and v.name = 'redacts' and o.event_id = $2 and o.name = 'targets'`, act, order.ID)
	check(t, call(act, h.Env.ID))
	if n := count(t, h, "event_values where value is null and salt is null"); n != order.Values {
		t.Errorf("%d values were blanked, want %d", n, order.Values)
	}
	refused("twice", act, h.Police.ID)
}

// TestUnorderedBlankingIsFound: a value that somebody with the database's password
// blanks is a finding, beside one that was redacted.
func TestUnorderedBlankingIsFound(t *testing.T) {
	t.Parallel()
	h := house(t)
	id, _ := spill(t, h)
	order, err := h.OrderRedaction(t.Context(), awake(h, h.Env.Head), id, "误传", []casework.Place{{Kind: casework.PlaceText, Field: "facts"}})
	check(t, err)
	_, err = h.CarryOutRedaction(t.Context(), auditor(h), id, order.ID)
	check(t, err)
	if report := verifyAll(t, h); !report.OK() || report.Redacted != int64(order.Values) {
		t.Fatalf("the record says: %s", report.Text("zh"))
	}
	_, err = h.DB.Owner.Exec(t.Context(), `update event_values v set salt = null, value = null from events e where e.id = v.event_id and e.kind = 'document.issue' and v.name = 'number'`)
	check(t, err)
	if report := verifyAll(t, h); report.Total != 1 || !report.Has(record.Blanked) {
		t.Errorf("the record says: %s", report.Text("zh"))
	}
}

// verifyAll checks the whole record, as hub record verify does.
func verifyAll(t *testing.T, h *officetest.House) (report record.Report) {
	t.Helper()
	check(t, store.ReadRecord(t.Context(), h.DB.Worker, func(src record.Source) (err error) {
		report, err = record.Verify(t.Context(), src, record.Options{})
		return err
	}))
	return report
}
