package workers

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/devkit/mailsink"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/workers/notify"
)

// canaries stand in every field of a case that a notice must not carry.
var canaries = []string{"CANARY", "金丝雀", "经办人", "演示区"}

func canaryDraft() casework.DraftInput {
	d := officetest.Draft()
	d.Title = "金丝雀化工公司 CANARY-TITLE"
	d.Content.Facts, d.Content.Source, d.Content.Officer = "CANARY-FACTS", "CANARY-SOURCE", "金丝雀主办人"
	d.Parties[0].Name, d.Parties[0].CreditCode = "金丝雀化工公司", "CANARY-CODE"
	d.Parties[0].Charges[0].Offence = "CANARY-OFFENCE"
	return d
}

func TestNoticesAreMailedWithoutContent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start(t, nil)
	id := w.SentWith(t, canaryDraft())
	w.Do(t, w.Police.Handler, id, "sign_for", referral.Input{Officer: "金丝雀民警"})
	w.Do(t, w.Police.Handler, id, "criminal.decline", referral.Input{Reason: "CANARY-REASON", DocumentNo: "CANARY〔2026〕1号"})
	w.idle(t)
	for _, r := range w.rows(t) {
		if r.State != "sent" || !strings.HasPrefix(r.Proof, "SMTP ") || r.Attempts != 1 {
			t.Errorf("%s to %s is %s after %d attempts: %s %s", r.Topic, r.Channel, r.State, r.Attempts, r.Proof, r.Err)
		}
	}
	got, err := w.Get(t.Context(), w.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	mails := w.sink.Mails()
	if len(mails) < 5 {
		t.Fatalf("%d mails", len(mails))
	}
	for _, m := range mails {
		all := string(m.Raw) + m.Subject() + m.Text() + m.Header("To") + m.Header("From")
		for _, c := range canaries {
			if strings.Contains(all, c) {
				t.Errorf("a mail carries %q:\n%s\n%s", c, m.Subject(), m.Text())
			}
		}
		for _, outcome := range []string{"立案", "不予", "declin", "file"} { // which step was taken is content
			if strings.Contains(m.Subject()+m.Text(), outcome) {
				t.Errorf("a mail says what was decided: %s", m.Text())
			}
		}
		if strings.Contains(m.Text(), "/supervision-leads") { // a table and no case
			if strings.Contains(m.Text(), got.Case.Number) || !strings.Contains(m.Text(), "监督线索表") || !strings.Contains(m.Text(), "Table of supervision leads") {
				t.Errorf("the mail about leads says %s", m.Text())
			}
			continue
		}
		for _, want := range []string{got.Case.Number, "移送涉嫌犯罪案件", "Criminal referral", officetest.PublicURL + "/referrals/" + id.String()} {
			if !strings.Contains(m.Text(), want) {
				t.Errorf("a desk's mail lacks %q:\n%s", want, m.Text())
			}
		}
		if zh, en := strings.Index(m.Text(), "移送涉嫌犯罪案件"), strings.Index(m.Text(), "Criminal referral"); zh > en {
			t.Error("Chinese does not come first")
		}
	}
}

func TestPersonReadsOneLanguage(t *testing.T) {
	t.Parallel()
	texts, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	due := time.Date(2026, time.March, 5, 23, 59, 59, 0, civil.Office)
	for _, c := range []struct {
		name string
		l    casework.Letter
		want notify.Message
	}{
		{"mail, Chinese", casework.Letter{Channel: "email", Lang: "zh-CN", Lines: []casework.LetterLine{{Topic: "clock.soon", Number: "XJ-1", CaseKind: "criminal", Link: "https://h/1", DueAt: &due}}},
			notify.Message{Subject: "【衔接】XJ-1 期限即将届满", Text: "移送涉嫌犯罪案件 XJ-1：期限即将届满（2026-03-05 23:59 届满）\nhttps://h/1\n\n本邮件由系统自动发送，请勿回复。案件内容不在邮件中。\n"}},
		{"mail, English", casework.Letter{Channel: "email", Lang: "en", Lines: []casework.LetterLine{{Topic: "criminal.file", Number: "XJ-1", CaseKind: "criminal", Link: "https://h/1"}}},
			notify.Message{Subject: "[Xianjie] XJ-1 something new to attend to", Text: "Criminal referral XJ-1: something new to attend to\nhttps://h/1\n\nSent automatically, please do not reply. The contents of cases are never mailed.\n"}},
		{"text message", casework.Letter{Channel: "sms", Lang: "zh-CN", Lines: []casework.LetterLine{{Topic: "clock.expired", Number: "XJ-1", CaseKind: "criminal", Link: "https://h/1", DueAt: &due}}},
			notify.Message{Text: "【衔接】移送涉嫌犯罪案件 XJ-1：期限已届满（2026-03-05 23:59 届满） 请登录查看：https://h/1"}},
		{"text message to a desk", casework.Letter{Channel: "sms", Lines: []casework.LetterLine{{Topic: "greeting", Number: "XJ-1", CaseKind: "of tomorrow", Link: "https://h/1"}}},
			notify.Message{Text: "【衔接】of tomorrow XJ-1：有新的办理事项 请登录查看：https://h/1"}},
	} {
		got, err := texts.message(&c.l)
		got.ID = ""
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v\ngot  %q\nwant %q", c.name, err, got, c.want)
		}
	}
}

func TestPlainNoticesWaitForTheMorning(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Clock.Set(time.Date(2026, time.March, 6, 19, 0, 0, 0, civil.Office)) // Friday evening
	first, second := w.SentWith(t, canaryDraft()), w.SentWith(t, canaryDraft())
	w.exec(t, "update deliveries set state = 'digest', level = 'info', next_at = $1 where channel = 'email'", time.Date(2026, time.March, 9, 8, 30, 0, 0, civil.Office))
	// The period that ends on Monday would be told by itself as soon as the clocks are swept.
	w.exec(t, "update clocks set state = 'met', ended_at = $1", w.Clock.Now())
	w.start(t, nil)
	w.sweep(t)
	if n := len(w.sink.Mails()); n != 0 {
		t.Fatalf("%d mails left on Friday night", n)
	}
	w.Clock.Set(time.Date(2026, time.March, 9, 8, 30, 0, 0, civil.Office))
	w.sweep(t)
	w.sweep(t)
	var desks []string
	for _, m := range w.sink.Mails() {
		desks = append(desks, m.To[0])
		if m.To[0] != w.Police.Email {
			continue
		}
		text := m.Text()
		for _, id := range []ids.Case{first, second} {
			if strings.Count(text, id.String()) < 2 { // once per language
				t.Errorf("the digest lacks a case:\n%s", text)
			}
		}
		if !strings.HasPrefix(m.Subject(), "【衔接】2 件") {
			t.Errorf("subject %q", m.Subject())
		}
		for _, c := range canaries {
			if strings.Contains(string(m.Raw)+m.Subject()+text, c) {
				t.Errorf("the digest carries %q", c)
			}
		}
	}
	slices.Sort(desks)
	if len(slices.Compact(slices.Clone(desks))) != len(desks) {
		t.Errorf("somebody got two digests: %v", desks)
	}
	for _, r := range w.rows(t) {
		if r.State != "sent" || !strings.HasPrefix(r.Proof, "SMTP ") {
			t.Errorf("%s is %s with proof %q", r.Topic, r.State, r.Proof)
		}
	}
}

func TestUndeliverableDigestIsWorkOnePerNotice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Sent(t)
	w.exec(t, "update deliveries set state = 'digest' where channel = 'email'")
	w.exec(t, "update deliveries set state = 'read' where channel = 'email' and agency_id <> $1", w.Police.ID)
	w.server(func(context.Context, mailsink.Mail) error { return errors.New("no") })
	w.start(t, func(o *Options) { o.Ladder = Ladder{} })
	w.sweep(t)
	stuck, err := w.Undeliverable(t.Context(), w.Police.Desk)
	if err != nil || len(stuck) != 1 || stuck[0].Topic == "digest" || stuck[0].CaseID.IsZero() {
		t.Fatalf("stuck: %+v, %v", stuck, err)
	}
	w.server(nil)
	if err := w.Retry(t.Context(), w.Police.Desk, stuck[0].ID); err != nil {
		t.Fatal(err)
	}
	w.sweep(t)
	if len(w.sink.Mails()) != 1 {
		t.Fatal("the retried notice did not go out by itself")
	}
}

// TestCallProvesANotice: what no channel took is settled by a phone record, by the organ it
// was for alone, and stands in the record of the case.
func TestCallProvesANotice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.Sent(t)
	w.exec(t, "update deliveries set state = 'read' where channel = 'email' and agency_id <> $1", w.Police.ID)
	w.server(func(context.Context, mailsink.Mail) error { return errors.New("no") })
	w.start(t, func(o *Options) { o.Ladder = Ladder{} })
	w.sweep(t)
	stuck, err := w.Undeliverable(t.Context(), w.Police.Desk)
	if err != nil || len(stuck) != 1 {
		t.Fatalf("stuck: %+v, %v", stuck, err)
	}
	if err := w.ProveByCall(t.Context(), w.Police.Desk, stuck[0].ID, ""); fault.KindOf(err) != fault.Invalid {
		t.Errorf("without a word: %v", err)
	}
	if err := w.ProveByCall(t.Context(), w.Env.Handler, stuck[0].ID, "已告知"); fault.KindOf(err) != fault.Missing {
		t.Errorf("by the other organ: %v", err)
	}
	if err := w.ProveByCall(t.Context(), w.Police.Desk, stuck[0].ID, "九时三十分电话告知值班民警"); err != nil {
		t.Fatal(err)
	}
	if err := w.ProveByCall(t.Context(), w.Police.Desk, stuck[0].ID, "再记一次"); fault.KindOf(err) != fault.Missing {
		t.Errorf("a second time: %v", err)
	}
	if stuck, err = w.Undeliverable(t.Context(), w.Police.Desk); err != nil || len(stuck) != 0 {
		t.Errorf("still work: %+v, %v", stuck, err)
	}
	line, err := w.ReadTimeline(t.Context(), w.Police.Desk, id)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(line.Events, func(e casework.TimelineEvent) bool {
		return e.Event.Kind == "notice.called" && strings.Contains(string(e.Values["text"]), "九时三十分")
	}) {
		t.Error("the call stands in no record")
	}
}

func TestRefusedNoticeClimbsTheLadderAndBecomesWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	refuse := func(context.Context, mailsink.Mail) error { return &smtp.SMTPError{Code: 451, Message: "later"} }
	w.server(refuse)
	w.start(t, func(o *Options) { o.Ladder = Ladder{time.Minute, time.Hour} })
	w.Sent(t)
	w.exec(t, "update deliveries set state = 'read' where channel = 'email' and agency_id <> $1", w.Police.ID)
	w.sweep(t)
	for attempt, wait := range []time.Duration{time.Minute, time.Hour} {
		r := w.rows(t)
		i := slices.IndexFunc(r, func(r row) bool { return r.Agency == w.Police.ID })
		if r[i].State != "pending" || r[i].Attempts != attempt+1 || !strings.Contains(r[i].Err, "451") {
			t.Fatalf("after attempt %d: %+v", attempt+1, r[i])
		}
		if pause := r[i].NextAt.Sub(w.Clock.Now()); pause < wait || pause > wait+wait/5 {
			t.Errorf("attempt %d is followed after %s", attempt+1, pause)
		}
		w.Clock.Advance(wait - time.Second)
		w.sweep(t)
		if r := w.rows(t); r[i].Attempts != attempt+1 {
			t.Fatalf("tried again before its time")
		}
		w.Clock.Advance(wait/5 + time.Second)
		w.sweep(t)
	}
	stuck, err := w.Undeliverable(t.Context(), w.Police.Desk)
	if err != nil || len(stuck) != 1 || stuck[0].Attempts != 3 {
		t.Fatalf("stuck: %+v, %v", stuck, err)
	}
	for _, a := range []casework.Actor{w.Env.Handler, w.Police.Desk} {
		if topics := w.inApp(t, a); !slices.Contains(topics, "delivery.undeliverable") {
			t.Errorf("%s reads only %v", a.Sector, topics)
		}
	}
	if topics := w.inApp(t, w.Procuratorate.Desk); slices.Contains(topics, "delivery.undeliverable") {
		t.Error("an organ that is not concerned was told")
	}
	w.server(nil)
	if err := w.Retry(t.Context(), w.Police.Desk, stuck[0].ID); err != nil {
		t.Fatal(err)
	}
	w.sweep(t)
	if got := len(w.sink.Mails()); got != 1 {
		t.Errorf("%d mails after the retry", got)
	}
}

func TestUnknownRecipientIsWorkAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(t, "update agencies set email = 'not an address' where id = $1", w.Police.ID)
	w.start(t, nil)
	w.Sent(t)
	w.idle(t)
	stuck, err := w.Undeliverable(t.Context(), w.Police.Desk)
	if err != nil || len(stuck) != 1 || stuck[0].Attempts != 1 || strings.Contains(stuck[0].LastError, "not an address") {
		t.Fatalf("stuck: %+v, %v", stuck, err)
	}
}

func TestUrgentNoticeThatFailsIsToldEarly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.Sent(t)
	w.exec(t, "update deliveries set state = 'read' where channel = 'email'")
	w.exec(t, "update deliveries set state = 'pending', level = 'urgent', attempts = 2 where channel = 'email' and agency_id = $1 and case_id = $2", w.Police.ID, id)
	w.server(func(context.Context, mailsink.Mail) error { return errors.New("no") })
	w.start(t, nil)
	w.sweep(t)
	if topics := w.inApp(t, w.Env.Handler); !slices.Contains(topics, "delivery.failing") {
		t.Errorf("the sender reads only %v", topics)
	}
}

func TestDeadWorkersClaimIsTakenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Sent(t)
	w.exec(t, "update deliveries set state = 'read' where channel = 'email' and agency_id <> $1", w.Police.ID)
	id := w.rows(t)[slices.IndexFunc(w.rows(t), func(r row) bool { return r.State == "pending" })].ID
	dead, err := w.worker.ClaimDelivery(t.Context(), id, w.Clock.Now().Add(-staleAfter))
	if err != nil || dead == nil {
		t.Fatalf("claimed %v, %v", dead, err)
	}
	if second, err := w.worker.ClaimDelivery(t.Context(), id, w.Clock.Now().Add(-staleAfter)); err != nil || second != nil {
		t.Fatalf("claimed twice: %v, %v", second, err)
	}
	w.start(t, nil)
	w.Clock.Advance(staleAfter - time.Second)
	w.sweep(t)
	if len(w.sink.Mails()) != 0 {
		t.Fatal("taken over while its worker may still be sending")
	}
	w.Clock.Advance(2 * time.Second)
	w.sweep(t)
	if len(w.sink.Mails()) != 1 {
		t.Fatalf("%d mails", len(w.sink.Mails()))
	}
	if err := w.worker.FinishDelivery(t.Context(), dead, casework.Outcome{Err: "woke up late"}); err != nil {
		t.Fatal(err)
	}
	if got := w.rows(t); !slices.ContainsFunc(got, func(r row) bool { return r.ID == id && r.State == "sent" }) {
		t.Error("a worker that woke up late changed what the next one did")
	}
}

func TestLostJobIsMadeGoodByTheSweep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Sent(t)
	n, _, err := w.worker.EnqueueDeliveries(t.Context(), leaseTime, w.Clock.Now().Add(-staleAfter))
	if err != nil || n == 0 {
		t.Fatalf("enqueued %d, %v", n, err)
	}
	again, _, err := w.worker.EnqueueDeliveries(t.Context(), leaseTime, w.Clock.Now().Add(-staleAfter))
	if err != nil || again != 0 {
		t.Fatalf("enqueued %d twice, %v", again, err)
	}
	w.exec(t, "delete from river.river_job")
	w.start(t, nil)
	w.Clock.Advance(leaseTime + time.Second)
	w.sweep(t)
	if got := w.states(t); strings.Contains(got, "pending") {
		t.Errorf("deliveries: %s", got)
	}
}

func TestOneWakeUpPerTransaction(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	count := func() (n int) {
		if err := w.DB.Owner.QueryRow(t.Context(), "select count(*) from river.river_job").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	id := w.Sent(t)
	before := count()
	w.Do(t, w.Police.Handler, id, "sign_for", referral.Input{Officer: "民警甲"})
	if got := count() - before; got != 1 {
		t.Errorf("%d jobs of one act", got)
	}
}

func TestChannelThatIsNotSetUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start(t, func(o *Options) { o.Mail.Addr = "" })
	w.Sent(t)
	w.idle(t)
	for _, r := range w.rows(t) {
		if r.State != "failed" || r.Err != "this channel is not set up" {
			t.Errorf("%s is %s: %s", r.Topic, r.State, r.Err)
		}
	}
	stuck, err := w.Undeliverable(t.Context(), w.Police.Desk)
	if err != nil || len(stuck) != 0 {
		t.Errorf("work was made of it: %+v, %v", stuck, err)
	}
}

func TestOrganWithoutPartInTheCaseIsNotTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.Sent(t)
	w.exec(t, "delete from participations where case_id = $1 and agency_id = $2", id, w.Police.ID)
	w.start(t, nil)
	w.sweep(t)
	for _, m := range w.sink.Mails() {
		if m.To[0] == w.Police.Email {
			t.Error("a mail left to an organ that may not see the case any more")
		}
	}
}

func TestDutyRosterGetsTextMessages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	type asked struct{ key, body string }
	heard := make(chan asked, 10)
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		heard <- asked{r.Header.Get("Idempotency-Key"), string(raw)}
		rw.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(srv.Close)
	now := w.Clock.Now()
	w.exec(t, "insert into duty_shifts (id, agency_id, user_id, from_at, to_at, phone, created_at) values ($1, $2, $3, $4, $5, '13911112222', $4)",
		ids.New[ids.Entry](now), w.Police.ID, w.Police.Desk.User, now, now.Add(30*24*time.Hour))
	w.start(t, func(o *Options) {
		o.SMS = notify.SMSConfig{URL: srv.URL, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	})
	w.SentWith(t, canaryDraft())
	w.Clock.Advance(5 * 24 * time.Hour)
	if _, err := w.worker.SweepClocks(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.sweep(t)
	if len(heard) == 0 {
		t.Fatalf("no text message left: %s", w.states(t))
	}
	got := <-heard
	if !strings.Contains(got.body, `"to":"13911112222"`) || !strings.Contains(got.body, got.key) || !strings.Contains(got.body, "期限") {
		t.Errorf("sent %+v", got)
	}
	for _, c := range canaries {
		if strings.Contains(got.body, c) {
			t.Errorf("a text message carries %q", c)
		}
	}
}

// brokenChannel is what a library may do when it meets an answer it did not expect.
type brokenChannel struct{}

func (brokenChannel) Send(context.Context, notify.Message) (string, error) {
	panic("index out of range")
}

func TestChannelThatPanicsClimbsTheLadder(t *testing.T) {
	t.Parallel()
	if _, err := sendSafely(t.Context(), brokenChannel{}, notify.Message{}); err == nil || notify.Permanent(err) {
		t.Fatalf("a panic gave %v", err)
	}
}

func TestLadderLastsFourDays(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		dice := rand.New(rand.NewPCG(seed, 1))
		var total time.Duration
		last := 0
		for attempt := 1; ; attempt++ {
			wait, again := Retries.After(attempt, dice)
			if !again {
				break
			}
			if base := Retries[attempt-1]; wait < base || wait > base+base/5 {
				t.Fatalf("attempt %d waits %s", attempt, wait)
			}
			total, last = total+wait, attempt
		}
		if total < 96*time.Hour || last != len(Retries) {
			t.Fatalf("seed %d: the ladder ends after %s and %d attempts", seed, total, last)
		}
	}
	if _, again := Retries.After(0, rand.New(rand.NewPCG(1, 1))); again {
		t.Error("an attempt that never was is repeated")
	}
}
