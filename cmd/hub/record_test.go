package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// archive is a hub's record with its keys and its checkpoint file.
type archive struct {
	*officetest.House
	keys, file string
	seq        *record.Sequencer
}

func newArchive(t *testing.T) *archive {
	t.Helper()
	a := &archive{House: officetest.New(t, storetest.DB(t)), keys: filepath.Join(t.TempDir(), "keys"), file: filepath.Join(t.TempDir(), "checkpoints")}
	ring, err := record.OpenKeyring(a.keys)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ring.LoadOrCreate(record.KeyLog)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := record.NoteSigner("hub", key.Private)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := record.NoteVerifier("hub", key.Public())
	if err != nil {
		t.Fatal(err)
	}
	file, err := record.OpenCheckpointFile(a.file, verifier)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	a.seq = &record.Sequencer{Log: store.NewLog(a.DB.Worker), Signer: signer, File: file, Clock: a.Clock.Now}
	return a
}

// anchor gives everything its place in the log.
func (a *archive) anchor(t *testing.T) {
	t.Helper()
	if _, err := a.seq.RunOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// command is the command an auditor types.
func (a *archive) command() recordVerifyCmd {
	return recordVerifyCmd{logKeyFlags: logKeyFlags{Keys: a.keys, Name: "hub"}, Checkpoint: a.file, DatabaseURL: a.DB.AuditURL, JSON: true, Lang: "en"}
}

type verdict struct {
	OK       bool `json:"ok"`
	Findings []struct {
		Code string `json:"code"`
	} `json:"findings"`
	FileGiven bool `json:"file_given"`
	Events    int  `json:"events"`
}

func (v verdict) has(code string) bool {
	for _, f := range v.Findings {
		if f.Code == code {
			return true
		}
	}
	return false
}

// verify runs the command and checks that its exit code fits what it printed.
func verify(t *testing.T, c recordVerifyCmd) verdict {
	t.Helper()
	var out bytes.Buffer
	c.out = &out
	err := c.Run()
	var v verdict
	if jsonErr := json.Unmarshal(out.Bytes(), &v); jsonErr != nil {
		t.Fatalf("printed %q: %v (%v)", out.String(), jsonErr, err)
	}
	exit, failed := errors.AsType[exitError](err)
	if v.OK != (err == nil) || failed && exit.code != 1 {
		t.Fatalf("ok is %v, but it ended with %v", v.OK, err)
	}
	return v
}

// tamper runs statements as the database's administrator, with no trigger or
// foreign key in the way.
func tamper(t *testing.T, address string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, sql := range append([]string{"set session_replication_role = replica"}, statements...) {
		tag, err := conn.Exec(t.Context(), sql)
		if err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		if strings.HasPrefix(sql, "update") || strings.HasPrefix(sql, "delete") {
			if tag.RowsAffected() == 0 {
				t.Fatalf("nothing to tamper with: %s", sql)
			}
		}
	}
}

func TestRecordHolds(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	a.Received(t)
	a.anchor(t)
	a.Sent(t)
	v := verify(t, a.command())
	if !v.OK || v.Events < 15 || !v.FileGiven {
		t.Fatalf("%+v", v)
	}
	var out bytes.Buffer
	c := a.command()
	c.JSON, c.out = false, &out
	if err := c.Run(); err != nil || out.Len() == 0 {
		t.Fatalf("%v: %s", err, out.String())
	}
}

func TestAdministratorIsFound(t *testing.T) {
	t.Parallel()
	first := "(select id from cases order by number limit 1)"
	deleteCase := func(subject string) []string {
		return []string{
			"delete from event_values where event_id in (select id from events where subject_id = " + subject + "::text)",
			"delete from log_leaves where event_id in (select id from events where subject_id = " + subject + "::text)",
			"delete from receipts where case_id = " + subject, "delete from clocks where case_id = " + subject,
			"delete from events where subject_id = " + subject + "::text", "delete from cases where id = " + subject,
		}
	}
	for name, c := range map[string]struct {
		sql  []string
		code record.Code
	}{
		"edits when an act was done": {[]string{"update events set occurred_at = occurred_at - interval '3 days' where kind = 'criminal.report'"}, record.Edited},
		"edits whose act it was":     {[]string{"update events set user_id = (select id from users where 'desk' = any(functions) limit 1) where kind = 'criminal.approve'"}, record.ValueEdited},
		"edits the organ":            {[]string{"update events set agency_id = (select id from agencies where code = 'market') where kind = 'criminal.approve'"}, record.Edited},
		"edits the kept header":      {[]string{"update events set encoded = set_byte(encoded, 9, get_byte(encoded, 9) # 1) where kind = 'criminal.approve'"}, record.Edited},
		"edits what was said":        {[]string{`update event_values set value = '"no crime here"' where name = 'text'`}, record.ValueEdited},
		"edits a salt":               {[]string{`update event_values set salt = salt || '\x00' where name = 'text'`}, record.ValueEdited},
		"blanks a value":             {[]string{"update event_values set value = null, salt = null where name = 'text'"}, record.Blanked},
		"deletes a value":            {[]string{"delete from event_values where name = 'text'"}, record.Blanked},
		"edits commitment and value": {[]string{`update events set commitments = '[]' where kind = 'criminal.report'`, "delete from event_values where event_id in (select id from events where kind = 'criminal.report')"}, record.Edited},
		"deletes an act in the middle": {[]string{
			"delete from event_values where event_id in (select id from events where kind = 'criminal.approve')",
			"delete from log_leaves where event_id in (select id from events where kind = 'criminal.approve')",
			"delete from events where kind = 'criminal.approve'"}, record.Missing},
		"deletes the last act": {[]string{
			"delete from event_values where event_id in (select id from events where kind = 'sign_for')",
			"delete from log_leaves where event_id in (select id from events where kind = 'sign_for')",
			"delete from events where kind = 'sign_for'"}, record.Deleted},
		"swaps two acts": {[]string{
			"update events set seq = -seq where kind in ('criminal.report', 'criminal.approve')",
			"update events e set seq = (select -o.seq from events o where o.case_id = e.case_id and o.kind = case e.kind when 'criminal.report' then 'criminal.approve' else 'criminal.report' end and o.seq < 0) where e.kind = 'criminal.report'",
			"update events e set seq = 1000 where e.kind = 'criminal.approve'",
			"update events e set seq = 1001 - 1 where e.seq = 1000"}, record.Edited},
		"swaps two leaves": {[]string{
			"update log_leaves set leaf = -1 where leaf = 3", "update log_leaves set leaf = 3 where leaf = 5", "update log_leaves set leaf = 5 where leaf = -1"}, record.Misplaced},
		"moves an act to another case": {[]string{
			"update events set subject_id = (select max(id::text) from cases), case_id = (select id from cases order by id::text desc limit 1), seq = 500 where kind = 'sign_for'"}, record.Edited},
		"takes an act out of the log": {[]string{"update log_leaves set leaf = null where leaf = 2"}, record.Unmarked},
		"deletes a whole case":        {deleteCase(first), record.Deleted},
		"deletes the checkpoints":     {[]string{"delete from checkpoints"}, record.Unsigned},
		"edits a hash of the log":     {[]string{`update log_hashes set hash = set_byte(hash, 0, get_byte(hash, 0) # 1) where idx = 0`}, record.LogDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newArchive(t)
			a.Received(t)
			a.Opened(t)
			a.anchor(t)
			tamper(t, a.DB.SuperURL, c.sql...)
			v := verify(t, a.command())
			if v.OK {
				t.Fatal("not found")
			}
			if !v.has(string(c.code)) {
				t.Errorf("found %+v, want %s", v.Findings, c.code)
			}
		})
	}
}

// restored is the address of a copy of the database as it is now: an old dump.
func (a *archive) restored(t *testing.T) string {
	t.Helper()
	u, err := url.Parse(a.DB.SuperURL)
	if err != nil {
		t.Fatal(err)
	}
	from := strings.TrimPrefix(u.Path, "/")
	old := from + "_old"
	a.DB.App.Reset()
	a.DB.Worker.Reset()
	a.DB.Owner.Reset()
	u.Path = "/postgres"
	admin, err := pgx.Connect(t.Context(), u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close(context.Background())
	for _, sql := range []string{
		"select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + from + "'",
		"create database " + old + " template " + from,
	} {
		if _, err := admin.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	dsn := u.String()
	t.Cleanup(func() {
		admin, err := pgx.Connect(context.Background(), dsn)
		if err == nil {
			_, err = admin.Exec(context.Background(), "drop database "+old+" with (force)")
			_ = admin.Close(context.Background())
		}
		if err != nil {
			t.Error(err)
		}
	})
	u.Path = "/" + old
	return u.String()
}

func TestRestoredDumpIsFound(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	a.Received(t)
	a.anchor(t)
	old := a.restored(t)
	a.Opened(t)
	a.anchor(t)
	c := a.command()
	if v := verify(t, c); !v.OK {
		t.Fatalf("the real record: %+v", v)
	}
	c.DatabaseURL = old
	if v := verify(t, c); v.OK || !v.has(string(record.RolledBack)) {
		t.Fatalf("the old dump: %+v", v)
	}
	c.Checkpoint = "" // and HUB_CHECKPOINT_FILE names none: consistent in itself
	if v := verify(t, c); !v.OK || v.FileGiven {
		t.Fatalf("without the file: %+v", v)
	}
}

func TestDeletedTailIsFound(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	id := a.Sent(t)
	a.anchor(t)
	a.Do(t, a.Police.Handler, id, "sign_for", referral.Input{Officer: "民警甲"})
	a.anchor(t)
	tail := "(select id from events where kind = 'sign_for')"
	tamper(t, a.DB.SuperURL,
		"delete from log_hashes where idx >= (select count(*) from log_hashes) - 2",
		"delete from checkpoints where size = (select max(size) from checkpoints)",
		"delete from log_leaves where event_id in "+tail, "delete from event_values where event_id in "+tail, "delete from receipts where event_id in "+tail,
		"delete from events where kind = 'sign_for'")
	if v := verify(t, a.command()); v.OK {
		t.Fatal("not found")
	}
}

// TestApplicationCannotChangeTheRecord: what the hub's own processes connect as
// may not edit or delete an event, whatever a bug or an intruder makes them say.
func TestApplicationCannotChangeTheRecord(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	a.Received(t)
	a.anchor(t)
	for role, address := range map[string]string{"hub_app": a.DB.AppURL, "hub_worker": a.DB.WorkerURL, "hub_audit": a.DB.AuditURL} {
		for _, sql := range []string{
			"update events set kind = 'x'", "delete from events", "update checkpoints set note = 'x'", "delete from checkpoints",
			"update log_hashes set idx = idx + 1", "delete from log_hashes", "delete from log_leaves", "update receipts set kind = 'x'", "delete from receipts",
			"delete from event_values", "truncate events", "alter table events disable row level security", "drop table events",
		} {
			conn, err := pgx.Connect(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := conn.Exec(t.Context(), sql); err == nil {
				t.Errorf("%s may: %s", role, sql)
			}
			_ = conn.Close(t.Context())
		}
	}
	if v := verify(t, a.command()); !v.OK {
		t.Fatalf("%+v", v)
	}
}

func TestVerifyElsewhereWithThePublicKey(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	a.Sent(t)
	a.anchor(t)
	var out bytes.Buffer
	if err := (recordKeyCmd{logKeyFlags: a.command().logKeyFlags, out: &out}).Run(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "log.pub")
	if err := os.WriteFile(file, append([]byte("\n"), out.Bytes()...), 0o600); err != nil {
		t.Fatal(err)
	}
	c := a.command()
	c.Keys, c.Name, c.LogKey = "", "", file
	if v := verify(t, c); !v.OK {
		t.Fatalf("%+v", v)
	}
	other := newArchive(t) // another hub's key signs nothing here
	if err := (recordKeyCmd{logKeyFlags: other.command().logKeyFlags, out: &out}).Run(); err != nil {
		t.Fatal(err)
	}
	c = a.command()
	c.Keys = other.keys
	if v := verify(t, c); v.OK || !v.has(string(record.BadCheckpoint)) {
		t.Fatalf("with another key: %+v", v)
	}
}

func TestVerifyThatCannotRun(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	empty := filepath.Join(t.TempDir(), "none")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*recordVerifyCmd){
		"no database":    func(c *recordVerifyCmd) { c.DatabaseURL = "postgres://localhost:1/none?connect_timeout=1" },
		"as application": func(c *recordVerifyCmd) { c.DatabaseURL = a.DB.AppURL },
		"no keys":        func(c *recordVerifyCmd) { c.Keys = filepath.Join(a.keys, "missing") },
		"no public key":  func(c *recordVerifyCmd) { c.LogKey = empty },
		"no file":        func(c *recordVerifyCmd) { c.Checkpoint = empty + "-missing" },
	} {
		c := a.command()
		change(&c)
		var out bytes.Buffer
		c.out = &out
		err := c.Run()
		if exit, ok := errors.AsType[exitError](err); !ok || exit.code != exitUnchecked || out.Len() > 0 {
			t.Errorf("%s: %v, printed %q", name, err, out.String())
		}
	}
	c := a.command()
	c.Checkpoint = empty
	if v := verify(t, c); v.OK || !v.has(string(record.NoCheckpoint)) {
		t.Errorf("an empty checkpoint file: %+v", v)
	}
}
