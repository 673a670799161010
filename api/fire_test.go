package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// firePower is how many hubs are fired at, and how often at each operation.
func firePower() (seeds, rounds int) {
	if os.Getenv("HUB_TEST_SCALE") == "soak" {
		return 200, 100
	}
	return 2, 10
}

// TestContractUnderFire fires made-up requests at every operation of the
// contract, as everybody. Whatever comes: the status stands in the contract, the
// answer fits its schema, nothing breaks, no refusal repeats what was sent or
// leaves anything behind, and it speaks the reader's language. An operation that
// is added to the contract is fired at by itself.
func TestContractUnderFire(t *testing.T) {
	t.Parallel()
	seeds, rounds := firePower()
	for seed := range seeds {
		t.Run("seed "+strconv.Itoa(seed), func(t *testing.T) {
			t.Parallel()
			c := newCampaign(t, uint64(seed))
			for range rounds {
				for _, i := range c.Perm(len(c.operations)) {
					c.fire(t, c.request(c.operations[i]))
					c.advance(t)
				}
			}
			c.summarise(t)
		})
	}
}

// campaign is one run of the fuzzer against a hub of its own.
type campaign struct {
	values
	hub        *hub
	operations []operation
	people     []string
	heard      map[string]string // operation → who was heard last
	state      string            // fingerprint of the database after the last request
	tables     []string
	versioned  map[string]bool
	mine       map[string]string // column that names the organ, by table
	ofCases    map[string]bool   // tables whose rows belong to a case
	within     string            // the case that the request being made is about
	kind       string            // of the case that its address asks for; empty: any
	fired      map[int]int       // answers by status
	tried      map[string]int
	taken      map[any]int         // steps that were offered and tried
	organs     map[string]string   // id by code
	home       string              // organ of whoever asks
	hints      map[string][]string // ids that fit the request being made
	issuers    string              // how everybody logs in, as JSON rows
}

func newCampaign(t *testing.T, seed uint64) *campaign {
	t.Helper()
	doc := described(t)
	c := &campaign{
		hub: newHub(t), operations: operations(doc), heard: map[string]string{}, versioned: map[string]bool{}, mine: map[string]string{"agencies": "id"}, ofCases: map[string]bool{}, organs: map[string]string{}, taken: map[any]int{}, tried: map[string]int{}, fired: map[int]int{},
		values: values{Rand: rand.New(rand.NewPCG(seed, 20260302)), schemas: doc.Components.Schemas, seen: map[string][]string{}},
		people: []string{
			envHandler, envHandler, envLegal, envHead, policeDesk, policeMan, procurator, marketMan, outsider, operator, auditor, nobody, envAdmin,
			"heshan-police police-admin", partnerToken + "heshan-police", partnerToken + "heshan-env",
		},
	}
	c.ids = c.identifier
	for _, make := range []func(testing.TB) ids.Case{c.hub.Opened, c.hub.Reported, c.hub.Approved, c.hub.Sent, c.hub.Sent, c.hub.Received, c.hub.Received, c.hub.Received} {
		make(t)
	}
	for _, who := range c.people {
		c.hub.as(t, who)
		if issuer, sub, person := strings.Cut(who, " "); person && !strings.HasPrefix(who, partnerToken) {
			check(t, idp.StepUp(t.Context(), c.hub.as(t, who), c.hub.url, issuer, sub))
		}
	}
	rows, err := c.hub.DB.Owner.Query(t.Context(), `select c.table_name, bool_or(c.column_name = 'id'), bool_or(c.column_name = 'version'), bool_or(c.column_name = 'agency_id'), bool_or(c.column_name = 'case_id')
		from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
		where c.table_schema = 'public' and t.table_type = 'BASE TABLE' group by 1 order by 1`)
	check(t, err)
	defer rows.Close()
	for rows.Next() {
		var table string
		var id, version, mine, ofCase bool
		check(t, rows.Scan(&table, &id, &version, &mine, &ofCase))
		c.tables = append(c.tables, table)
		c.versioned[table] = id && version
		if id && mine {
			c.mine[table] = "agency_id"
		}
		c.ofCases[table] = id && ofCase
	}
	check(t, rows.Err())
	organs, err := c.hub.DB.Owner.Query(t.Context(), "select code, id::text from agencies")
	check(t, err)
	defer organs.Close()
	for organs.Next() {
		var code, id string
		check(t, organs.Scan(&code, &id))
		c.organs[code] = id
	}
	check(t, organs.Err())
	check(t, c.hub.DB.Owner.QueryRow(t.Context(), "select jsonb_agg(i)::text from issuers i").Scan(&c.issuers))
	c.state = c.fingerprint(t)
	return c
}

// letIn opens the ways to log in that acts of the campaign closed (an
// administrator may switch an issuer off), so that everybody goes on asking.
func (c *campaign) letIn(t *testing.T) {
	t.Helper()
	_, err := c.hub.DB.Owner.Exec(t.Context(), `update issuers i set url = o.url, client_id = o.client_id, client_secret = o.client_secret,
		role_claim = o.role_claim, role_map = o.role_map, min_acr = o.min_acr, enabled = o.enabled
		from jsonb_populate_recordset(null::issuers, $1) o where o.id = i.id`, c.issuers)
	check(t, err)
	c.state = c.fingerprint(t)
}

// kept are tables that a refused request may touch: that somebody asked.
var kept = []string{"sessions", "logout_tokens", "reads", "glass_tries", "goose_db_version"}

// fingerprint changes with every row that is written.
func (c *campaign) fingerprint(t *testing.T) (sum string) {
	t.Helper()
	var parts []string
	for _, table := range c.tables {
		if !slices.Contains(kept, table) {
			parts = append(parts, fmt.Sprintf("select '%[1]s ' || count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) s from %[1]s", table))
		}
	}
	check(t, c.hub.DB.Owner.QueryRow(t.Context(), "select string_agg(s, E'\n' order by s) from ("+strings.Join(parts, " union all ")+") x").Scan(&sum))
	return sum
}

// tableOf are the words of addresses and bodies that name rows of a table with
// another name.
var tableOf = map[string]string{"referrals": "cases", "people": "users", "user": "users", "deputy": "users", "shifts": "duty_shifts", "agency": "agencies", "to": "agencies", "copy_to": "agencies", "sender": "agencies", "superior": "agencies"}

// identifier gives an id of the hub: of the table that the name means, of any
// other, or of none.
func (c *campaign) identifier(name string) string {
	if fitting := c.hints[name]; len(fitting) > 0 {
		return fitting[c.IntN(len(fitting))]
	}
	table := name
	if renamed, ok := tableOf[name]; ok {
		table = renamed
	} else if slices.Contains(c.tables, name+"s") {
		table = name + "s"
	}
	switch n := c.IntN(20); {
	case n == 0:
		return ids.New[ids.Entry](c.hub.Clock.Now()).String()
	case n == 1 || !slices.Contains(c.tables, table):
		table = pick(&c.values, "cases", "agencies", "users", "charges", "evidence", "events", "clocks", "documents")
	}
	if table == "cases" && c.chance(75) { // one in which the asking organ has a part
		const mine = "select case_id::text from participations where agency_id::text = $1"
		for _, query := range []string{mine + " and case_kind = '" + c.kind + "'", mine} {
			if id := c.one(query, c.home); id != "" {
				return id
			}
		}
	}
	if c.within != "" && c.ofCases[table] && c.chance(75) { // of the case that is asked about
		if id := c.one("select id::text from "+table+" where case_id::text = $1", c.within); id != "" {
			return id
		}
	}
	var id string
	if mine := c.mine[table]; mine != "" && c.chance(75) { // of the asking organ
		if c.hub.DB.Owner.QueryRow(context.Background(), "select id::text from "+table+" where "+mine+"::text = $1 order by xmin::text::bigint, ctid offset $2::int % (select count(*) from "+table+" where "+mine+"::text = $1) limit 1", c.home, c.IntN(1000)).Scan(&id) == nil {
			return id
		}
	}
	err := c.hub.DB.Owner.QueryRow(context.Background(), "select id::text from "+table+" order by xmin::text::bigint, ctid offset (floor($1::float8 * (select count(*) from "+table+")))::bigint limit 1", c.Float64()).Scan(&id)
	if err != nil { // empty, or keyed otherwise
		return ids.New[ids.Entry](c.hub.Clock.Now()).String()
	}
	return id
}

// one gives a row of those that a query finds for an argument, in the order in which
// they were written: ids are random, and a seed has to lead to the same campaign.
func (c *campaign) one(query, argument string) (id string) {
	n := c.IntN(1000)
	_ = c.hub.DB.Owner.QueryRow(context.Background(), "with found as ("+strings.Replace(query, "select ", "select row_number() over (order by xmin::text::bigint, ctid) - 1 as n, ", 1)+
		") select f.* from (select * from found) f(n, id) where f.n = $2::int % (select count(*) from found)", argument, n).Scan(new(int), &id)
	return id
}

// version is the version of the last row that an address names.
func (c *campaign) version(path string) string {
	path, _, _ = strings.Cut(path, "?")
	for _, part := range slices.Backward(strings.Split(path, "/")) {
		if len(part) != 36 {
			continue
		}
		for _, table := range c.tables {
			var v int64
			if c.versioned[table] && c.hub.DB.Owner.QueryRow(context.Background(), "select version from "+table+" where id::text = $1", part).Scan(&v) == nil {
				return `"` + strconv.FormatInt(v, 10) + `"`
			}
		}
	}
	return `"1"`
}

// fire sends a request and judges the answer.
func (c *campaign) fire(t *testing.T, s shot) answer {
	t.Helper()
	got, err := c.send(t, s)
	if err != nil {
		t.Errorf("%s: no answer: %v", s, err)
		return answer{}
	}
	c.fired[got.status]++
	for _, wrong := range c.judge(got, s) {
		t.Errorf("%s\n\tanswers %d %.600s\n\t%s", s, got.status, got.text, wrong)
	}
	if now := c.fingerprint(t); now != c.state {
		if got.status >= 400 {
			t.Errorf("%s\n\tis refused with %d and leaves something behind:\n%s", s, got.status, differing(c.state, now))
		}
		c.state = now
	}
	if got.status < 300 {
		c.heard[s.op.OperationID] = s.who
		c.learn(got.body)
	}
	if got.status == http.StatusUnauthorized && s.who != nobody { // an act of this campaign ended the login
		delete(c.hub.people, s.who)
		c.letIn(t)
	}
	return got
}

func differing(a, b string) string {
	var out []string
	old := strings.Split(a, "\n")
	for line := range strings.SplitSeq(b, "\n") {
		if !slices.Contains(old, line) {
			out = append(out, "\t"+line)
		}
	}
	return strings.Join(out, "\n")
}

func (s shot) String() string {
	body, _ := s.body.([]byte)
	return fmt.Sprintf("%s as %q: %s %.300q %.200q %.800q", s.op.OperationID, s.who, s.method, s.path, s.header, body)
}

func (c *campaign) send(t *testing.T, s shot) (answer, error) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	res, err := c.hub.as(t, s.who).Do(c.hub.request(t, s.ask).WithContext(ctx))
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	out := answer{status: res.StatusCode, header: res.Header}
	body := io.Reader(res.Body)
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		body = io.LimitReader(body, 10) // it has no end
	}
	text, err := io.ReadAll(body)
	out.text = string(text)
	if strings.Contains(res.Header.Get("Content-Type"), "json") && err == nil {
		err = json.NewDecoder(bytes.NewReader(text)).Decode(&out.body)
	}
	return out, err
}

// judge says what is wrong with an answer.
func (c *campaign) judge(got answer, s shot) (wrong []string) {
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	kind := got.header.Get("Content-Type")
	if got.status >= 500 {
		say("it broke")
	}
	if s.wild && (got.status < 400 || got.status == 404 || got.status == 405) {
		return wrong // the address leads elsewhere; what counts is that nothing broke
	}
	media, ok := documentedAs(s.op, strconv.Itoa(got.status), kind)
	switch {
	case s.op.Responses[strconv.Itoa(got.status)] == nil:
		say("this status does not stand in the contract")
	case !ok:
		say("the contract does not say that it comes as %q", kind)
	case media != nil && strings.Contains(kind, "json"):
		res := &huma.ValidateResult{}
		huma.Validate(c.schemas, media.Schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, map[string]any(got.body), res)
		if len(res.Errors) > 0 {
			say("it does not fit its schema: %v", errors.Join(res.Errors...))
		}
	}
	if got.status < 400 {
		events, _ := got.body["events"].([]any)
		for _, e := range events {
			entry, _ := e.(map[string]any)
			if title, _ := entry["title"].(map[string]any); title["zh"] == entry["kind"] {
				say("the entry %s has no title", entry["kind"])
			}
		}
		return wrong
	}
	// Only a rule pack is refused with words of its own: by line, for who wrote it.
	if strings.Contains(got.text, echo) && got.body["code"] != "pack.unsound" {
		say("it repeats what was sent")
	}
	if len(got.text) > 64<<10 {
		say("a refusal of %d bytes", len(got.text))
	}
	return append(wrong, tongue(got, strings.HasPrefix(strings.ToLower(s.header["Accept-Language"]), "en"))...)
}

// quoted is Chinese that English texts have to show: how a document number looks.
var quoted = strings.NewReplacer("某环〔2026〕1号", "", "号", "")

// tongue holds the words of a refusal to the reader's language.
func tongue(got answer, english bool) (wrong []string) {
	texts := map[string]string{"title": got.str("title"), "detail": got.str("detail")}
	list, _ := got.body["errors"].([]any)
	for _, e := range list {
		field, _ := e.(map[string]any)
		message, _ := field["message"].(string)
		location, _ := field["location"].(string)
		texts[location] = message
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		han := strings.ContainsFunc(quoted.Replace(texts[name]), func(r rune) bool { return unicode.Is(unicode.Han, r) })
		if texts[name] != "" && han == english {
			wrong = append(wrong, fmt.Sprintf("%s is in the wrong language: %s", name, texts[name]))
		}
	}
	return wrong
}

// summarise holds the campaign to having reached what lies behind the doors.
func (c *campaign) summarise(t *testing.T) {
	t.Helper()
	t.Logf("answers by status: %v; %d of %d operations were carried out", c.fired, len(c.heard), len(c.operations))
	for _, op := range c.operations {
		if c.heard[op.OperationID] == "" {
			t.Logf("never carried out: %s", op.OperationID)
		}
	}
	if len(c.heard) < len(c.operations)/4 {
		t.Errorf("only %d operations of %d were ever carried out", len(c.heard), len(c.operations))
	}
}
