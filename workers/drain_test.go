package workers

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// subscriber is an endpoint on this machine that answers as it is told.
type subscriber struct {
	*httptest.Server
	casework.Endpoint

	mu     sync.Mutex
	heard  []heard
	answer http.HandlerFunc
}

type heard struct{ id, body string }

func (s *subscriber) say(answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

func (s *subscriber) all() []heard {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.heard)
}

func (w *world) admin() casework.Actor {
	return casework.Actor{Agency: w.Police.ID, Name: "管理员甲", Functions: []string{"admin"}}
}

// subscribe registers an endpoint of the police.
func (w *world) subscribe(t *testing.T, kind string, topics ...string) *subscriber {
	t.Helper()
	s := &subscriber{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.heard = append(s.heard, heard{r.Header.Get("webhook-id"), string(body)})
		answer := s.answer
		s.mu.Unlock()
		if answer != nil {
			answer(rw, r)
		} else if kind != casework.KindWebhook {
			_, _ = io.WriteString(rw, `{"errcode":0,"errmsg":"ok"}`)
		}
	}))
	t.Cleanup(s.Close)
	w.Loopback = true
	in := casework.NewEndpoint{Kind: kind, Scheme: "v1", EndpointSettings: casework.EndpointSettings{
		Name: "端点", URL: s.URL + "/in?key=robot-key&access_token=robot-key", Topics: topics, Allow: []string{"127.0.0.0/8"}, Active: true,
	}}
	e, _, settled, err := w.AddEndpoint(t.Context(), w.admin(), in)
	if err != nil || settled.Pending || e.State != casework.EndpointActive {
		t.Fatalf("%s is %s: %v", kind, e.State, err)
	}
	s.Endpoint = e
	return s
}

// posts reads the deliveries to an endpoint.
func (w *world) posts(t testing.TB, id ids.Endpoint) []casework.EndpointDelivery {
	t.Helper()
	list, err := w.EndpointDeliveries(t.Context(), w.admin(), id)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func (w *world) endpoint(t testing.TB, id ids.Endpoint) casework.Endpoint {
	t.Helper()
	e, err := w.Endpoint(t.Context(), w.admin(), id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestWebhookCarriesNumberKindAndLinkOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hook, robot := w.subscribe(t, casework.KindWebhook), w.subscribe(t, casework.KindWeCom)
	deaf := w.subscribe(t, casework.KindWebhook, "remark")
	w.start(t, nil)
	id := w.SentWith(t, canaryDraft())
	w.Do(t, w.Police.Handler, id, "sign_for", referral.Input{Officer: "金丝雀民警"})
	w.sweep(t)
	got := hook.all()
	if len(got) == 0 || len(robot.all()) == 0 || len(deaf.all()) != 0 {
		t.Fatalf("webhook %d, robot %d, other topic %d", len(got), len(robot.all()), len(deaf.all()))
	}
	for _, h := range append(got, robot.all()...) {
		for _, c := range append(canaries, "criminal.", "sign_for") { // which step was taken is content
			if strings.Contains(h.body, c) {
				t.Errorf("an endpoint learns %q: %s", c, h.body)
			}
		}
		if !strings.Contains(h.body, id.String()) {
			t.Errorf("no link: %s", h.body)
		}
	}
	var body struct {
		Type string
		Data map[string]any
	}
	if err := json.Unmarshal([]byte(got[0].body), &body); err != nil {
		t.Fatal(err)
	}
	if body.Type != "act" || body.Data["id"] != got[0].id || body.Data["kind"] != "criminal" || body.Data["case"] != id.String() {
		t.Errorf("said %+v under %s", body, got[0].id)
	}
}

func TestEndpointThatFailsIsTriedAgainUnderTheSameID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hook := w.subscribe(t, casework.KindWebhook)
	hook.say(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(500) })
	w.Sent(t)
	w.Sent(t)
	w.start(t, nil)
	w.sweep(t)
	w.sweep(t)
	if n := len(hook.all()); n != 1 { // it is left alone, with what waits behind
		t.Fatalf("called %d times at once", n)
	}
	w.Clock.Advance(time.Minute)
	hook.say(nil)
	w.sweep(t)
	got := hook.all()
	if len(got) != 3 || !slices.Contains(got[1:], got[0]) {
		t.Fatalf("heard %v", got)
	}
	for _, p := range w.posts(t, hook.ID) {
		tried := 1
		if p.Notice.String() == got[0].id {
			tried = 2
		}
		if p.State != "sent" || len(p.History) != tried || tried == 2 && p.History[0].Status != 500 {
			t.Errorf("kept %+v", p)
		}
	}
	if e := w.endpoint(t, hook.ID); e.FailingSince != nil || e.HeldUntil != nil {
		t.Errorf("it still counts as failing: %+v", e)
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hook := w.subscribe(t, casework.KindWebhook)
	hook.say(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", strconv.Itoa(3*3600))
		rw.WriteHeader(503)
	})
	w.start(t, nil)
	w.Sent(t)
	w.sweep(t)
	w.Clock.Advance(3*time.Hour - time.Minute)
	w.sweep(t)
	if n := len(hook.all()); n != 1 {
		t.Fatalf("called %d times before its time", n)
	}
	w.Clock.Advance(time.Minute)
	w.sweep(t)
	if n := len(hook.all()); n != 2 {
		t.Fatalf("called %d times after it", n)
	}
}

func TestEndpointThatIsGoneIsPausedAndNothingIsLost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hook := w.subscribe(t, casework.KindWebhook)
	hook.say(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(410) })
	w.start(t, nil)
	w.Sent(t)
	w.Sent(t)
	w.sweep(t)
	e := w.endpoint(t, hook.ID)
	if e.State != casework.EndpointPaused || e.Why != casework.PausedGone {
		t.Fatalf("it is %s because of %q", e.State, e.Why)
	}
	for _, p := range w.posts(t, hook.ID) {
		if p.State != "undeliverable" {
			t.Errorf("%s is %s: work nobody sees", p.ID, p.State)
		}
	}
	if topics := w.inApp(t, w.Police.Desk); !slices.Contains(topics, "endpoint.paused") {
		t.Errorf("the organ reads only %v", topics)
	}
	hook.say(nil)
	e.Active = true
	if _, _, err := w.EditEndpoint(t.Context(), w.admin(), hook.ID, e.Version, e.EndpointSettings); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(2 * time.Minute) // what is younger does not stand in the feed yet
	r, err := w.Replay(t.Context(), w.admin(), hook.ID, casework.NoticeCursor{})
	if err != nil || r.Queued < 2 {
		t.Fatalf("replayed %+v: %v", r, err)
	}
	first := hook.all()[0].id
	w.sweep(t)
	var after []string
	for _, h := range hook.all()[1:] {
		after = append(after, h.id)
	}
	if len(after) != r.Queued || !slices.Contains(after, first) {
		t.Errorf("%d queued; %s again among %v?", r.Queued, first, after)
	}
	feed, err := w.Feed(t.Context(), w.Police.Desk, casework.NoticeCursor{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range feed {
		if !slices.Contains(after, n.ID.String()) {
			t.Errorf("the feed has %s and the replay has not", n.ID)
		}
	}
}

func TestEndpointThatFailsForTheWholeLadderIsPaused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hook := w.subscribe(t, casework.KindWebhook)
	hook.say(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(500) })
	w.start(t, func(o *Options) { o.Ladder = Ladder{time.Minute, time.Minute} })
	w.Sent(t)
	for range 4 {
		w.sweep(t)
		w.Clock.Advance(2 * time.Minute)
	}
	if e := w.endpoint(t, hook.ID); e.State != casework.EndpointPaused || e.Why != casework.PausedFailing {
		t.Errorf("it is %s because of %q after %d calls", e.State, e.Why, len(hook.all()))
	}
}

func TestEndpointOfAnOrganWithoutPartIsNotTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hook := w.subscribe(t, casework.KindWebhook)
	w.Sent(t)
	w.exec(t, "delete from participations where agency_id = $1", w.Police.ID)
	w.start(t, nil)
	w.sweep(t)
	if n := len(hook.all()); n != 0 {
		t.Fatalf("told %d times", n)
	}
	for _, p := range w.posts(t, hook.ID) {
		if p.State != "failed" {
			t.Errorf("%s is %s", p.ID, p.State)
		}
	}
}

func TestHangingEndpointsHoldUpNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	release := make(chan struct{})
	for range 10 {
		w.subscribe(t, casework.KindWebhook).say(func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-release:
			case <-r.Context().Done():
			}
		})
	}
	well := w.subscribe(t, casework.KindWebhook)
	told := make(chan struct{}, 1)
	well.say(func(http.ResponseWriter, *http.Request) {
		select {
		case told <- struct{}{}:
		default:
		}
	})
	w.start(t, func(o *Options) { o.EndpointTimeout = 10 * time.Minute }) // longer than the test
	t.Cleanup(func() { close(release) })
	w.Sent(t)
	select {
	case <-told: // while the ten hang
	case <-time.After(20 * time.Second):
		t.Fatal("a healthy endpoint waits for hanging ones")
	}
}

func TestWorkerThatDiedLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hook := w.subscribe(t, casework.KindWebhook)
	w.Sent(t)
	now := w.Clock.Now()
	until := now.Add(staleAfter)
	if taken, err := w.worker.TakeEndpoint(t.Context(), hook.ID, until); err != nil || !taken {
		t.Fatal(taken, err)
	}
	p, err := w.worker.ClaimPost(t.Context(), hook.ID, until, now.Add(-staleAfter))
	if err != nil || p == nil {
		t.Fatal(p, err)
	}
	w.start(t, nil) // the one that took it is not heard of again
	w.sweep(t)
	if n := len(hook.all()); n != 0 {
		t.Fatal("two workers call one endpoint")
	}
	w.Clock.Advance(staleAfter + time.Second)
	w.sweep(t)
	got := hook.all()
	if len(got) != 1 || got[0].id != p.Notice.String() {
		t.Fatalf("heard %v, want the one that was claimed", got)
	}
}

func TestRobotIsAskedTwentyTimesAMinuteAtMost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	robot := w.subscribe(t, casework.KindDingTalk)
	id := w.Sent(t)
	w.exec(t, `insert into deliveries (id, notice_id, endpoint_id, case_id, agency_id, channel, topic, level, params, state, next_at, dedup, created_at)
		select gen_random_uuid(), gen_random_uuid(), $1, $2, $3, 'dingtalk', 'act', 'info', '{"number":"XJ-1","case_kind":"criminal","link":"https://h/1"}', 'pending', $4, 'test:' || n, $4
		from generate_series(1, 50) n`, robot.ID, id, w.Police.ID, w.Clock.Now())
	w.start(t, nil)
	for minute, want := range []int{20, 40} {
		w.sweep(t)
		if n := len(robot.all()); n != want {
			t.Fatalf("%d messages after %d minutes, want %d", n, minute, want)
		}
		w.Clock.Advance(time.Minute)
	}
}
