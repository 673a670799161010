package story

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Across is what the story across a province border left behind.
type Across struct {
	Hubs           [2]string  `json:"hubs"`
	Over           *Shared    `json:"over_the_line"` // the case that went over the line
	Courier        *Shared    `json:"by_courier"`    // the same case, finished by courier bundles
	Lost           int        `json:"lost"`          // messages or files that one hub sent and the other has not
	Doubled        int        `json:"doubled"`       // messages, acts or cases that are there twice
	SplitCustody   int        `json:"split_custody"` // looks at which both hubs let an organ of theirs go on as holder
	Looks          int        `json:"looks"`
	Converged      bool       `json:"converged"` // both cases show the same digest and state on both hubs
	Joint          *Counted   `json:"joint"`     // a joint action of both, and how they count it
	Crossing       string     `json:"crossing"`  // what became of a withdrawal that crossed the signing
	OutsiderStatus int        `json:"outsider_status"`
	Clocks         []Clock    `json:"clocks"`
	Bundles        []Carriage `json:"-"`
}

// Shared is one case on both hubs.
type Shared struct {
	Case     string   `json:"case"`
	Number   string   `json:"number"`
	State    string   `json:"state"`
	Acts     []Act    `json:"acts"`
	Messages int      `json:"messages"`
	Files    int      `json:"files"`
	Receipts int      `json:"receipts"` // of every kind, for the messages of both
	Ladder   []string `json:"ladder"`   // receipts of the request, in order
	Digest   string   `json:"digest"`
}

// Carriage is a bundle that a courier carried.
type Carriage struct {
	From, To string
	Bundle   []byte
}

// Line is what lies between the hubs of a story.
type Line interface {
	Cut()
	Join()
}

// border is everybody of the story across a border.
type border struct {
	west, east       *Person // who handles the case in Zigong and in Dazu
	desk             *Person // who takes in what arrives in Dazu
	outsider         *Person // of the second hub, and no party
	receiver         string  // id of the bureau in Dazu
	line             Line
	out              *Across
	report           func(string)
	westHub, eastHub string
}

const (
	photoName  = "废铅蓄电池现场照片.jpg"
	answerName = "询问笔录.txt"
)

// batteries is the request for help; what was not published is invented.
func batteries(title string) body {
	return body{
		"title": title,
		"content": body{
			"facts":   "省界查获正在转移的废铅蓄电池14吨，已予扣押。出售方为自贡某摩托车维修店；收购方为重庆废品收购人员，返回重庆后不予配合。请协助查找收购方并询问。",
			"purpose": "joint_investigation", "basis": "行政处罚法第二十六条；川渝两地生态环境、公安、检察机关协作机制（2021年12月7日）", "place": "川渝省界", "officer": "执法人员甲",
		},
	}
}

func assembleBorder(ctx context.Context, west, east string, line Line, report func(string)) (*border, error) {
	b := &border{line: line, report: report, out: &Across{Hubs: [2]string{Sichuan.Hub, Chongqing.Hub}}, westHub: west, eastHub: east}
	for _, who := range []struct {
		to               **Person
		hub, issuer, sub string
	}{{&b.west, west, Zigong, "env-handler"}, {&b.east, east, Dazu, "env-handler"}, {&b.desk, east, Dazu, "env-desk"}, {&b.outsider, east, Yubei, "env-handler"}} {
		p, err := SignIn(ctx, who.hub, who.issuer, who.sub)
		if err != nil {
			return nil, err
		}
		*who.to = p
	}
	var organs struct{ Items []struct{ ID, Name string } }
	if err := b.west.Get(ctx, "/v1/agencies", &organs); err != nil {
		return nil, err
	}
	for _, o := range organs.Items {
		if o.Name == DazuName {
			b.receiver = o.ID
		}
	}
	if b.receiver == "" {
		return nil, fmt.Errorf("the hub of Sichuan does not know %s", DazuName)
	}
	return b, nil
}

// request asks Dazu for help, with a photograph.
func (b *border) request(ctx context.Context, name, title string) (*file, error) {
	f := &file{name: name}
	if err := b.west.Post(ctx, "/v1/referrals/assistance", batteries(title), 0, name+"-create", &f.Case); err != nil {
		return nil, err
	}
	if _, err := b.west.Upload(ctx, f.ID, photoName, []byte("\xff\xd8\xff\xe0 "+name+" 现场照片（演示）")); err != nil {
		return nil, err
	}
	return f, f.act(ctx, b.west, "assistance.request", "assistance/request", body{"to": b.receiver, "no_state_secret": true})
}

// find is what Dazu does: it takes the case on, finds the buyer, and hands over what
// it found.
func (b *border) find(ctx context.Context, f *file) error {
	if err := f.act(ctx, b.east, "assistance.agree", "assistance/agree", body{"officer": "执法人员甲"}); err != nil {
		return err
	}
	if _, err := b.east.Upload(ctx, f.ID, answerName, []byte(f.name+" 询问笔录（演示虚构）：收购方在大足区被找到。")); err != nil {
		return err
	}
	return f.act(ctx, b.east, "assistance.deliver", "assistance/deliver", body{"text": "经渝北、大足、双桥两日一夜查找，收购方已在大足找到并询问，询问笔录随附。"})
}

// Cross plays the case over the line, with a cut in the middle at which both go on, and
// then the same case by courier.
func Cross(ctx context.Context, west, east string, line Line, report func(string)) (*Across, error) {
	b, err := assembleBorder(ctx, west, east, line, report)
	if err != nil {
		return nil, err
	}
	over, err := b.overTheLine(ctx)
	if err != nil {
		return nil, fmt.Errorf("over the line: %w", err)
	}
	carried, err := b.byCourier(ctx)
	if err != nil {
		return nil, fmt.Errorf("by courier: %w", err)
	}
	if b.out.Joint, err = b.jointly(ctx); err != nil {
		return nil, fmt.Errorf("joint action: %w", err)
	}
	if b.out.Over, err = b.sum(ctx, over); err != nil {
		return nil, err
	}
	if b.out.Courier, err = b.sum(ctx, carried); err != nil {
		return nil, err
	}
	b.out.Converged = b.out.Over.Digest != "" && b.out.Courier.Digest != ""
	if err := b.twice(ctx); err != nil {
		return nil, err
	}
	a, err := b.outsider.Call(ctx, http.MethodGet, "/v1/referrals/"+over.ID, nil, 0, "")
	b.out.OutsiderStatus = a.Status
	return b.out, err
}

func (b *border) overTheLine(ctx context.Context) (*file, error) {
	f, err := b.request(ctx, "border", "跨省转移废铅蓄电池协助调查")
	if err != nil {
		return nil, err
	}
	if err := b.together(ctx, f.ID, 1); err != nil {
		return nil, err
	}
	b.report("自贡请求大足协助，函件和照片到达")
	b.line.Cut()
	b.report("线路断开，两边照常办理：自贡撤回，大足签收")
	if err := f.act(ctx, b.west, "withdraw", "withdraw", body{"reason": "收购方已自行到案（演示虚构）"}); err != nil {
		return nil, err
	}
	if err := b.look(ctx, f.ID); err != nil {
		return nil, err
	}
	if err := f.act(ctx, b.desk, "sign_for", "sign-for", body{"officer": "收发人员"}); err != nil {
		return nil, err
	}
	if err := b.look(ctx, f.ID); err != nil {
		return nil, err
	}
	b.line.Join()
	if err := b.together(ctx, f.ID, 3); err != nil {
		return nil, err
	}
	if b.out.Crossing, err = b.crossing(ctx, f.ID); err != nil {
		return nil, err
	}
	b.report("线路接通：签收在先，撤回转为撤回请求（" + b.out.Crossing + "）")
	if err := f.act(ctx, b.east, "refuse_withdrawal", "refuse-withdrawal", body{"reason": "已开始查找，继续协助"}); err != nil {
		return nil, err
	}
	if err := b.find(ctx, f); err != nil {
		return nil, err
	}
	if err := b.together(ctx, f.ID, 6); err != nil {
		return nil, err
	}
	b.report("大足找到收购方，询问笔录按摘要送达自贡")
	if err := f.act(ctx, b.west, "close", "close", nil); err != nil {
		return nil, err
	}
	return f, b.together(ctx, f.ID, 7)
}

// byCourier plays the same case while the line is down for good: every message, receipt
// and file goes by bundle.
func (b *border) byCourier(ctx context.Context) (*file, error) {
	b.line.Cut()
	defer b.line.Join()
	f, err := b.request(ctx, "courier", "跨省转移废铅蓄电池协助调查（光盘递送）")
	if err != nil {
		return nil, err
	}
	if err := b.carry(ctx, f.ID, b.west, b.desk); err != nil {
		return nil, err
	}
	if err := b.arrived(ctx, b.east, f.ID, 1); err != nil {
		return nil, err
	}
	if err := f.act(ctx, b.desk, "sign_for", "sign-for", body{"officer": "收发人员"}); err != nil {
		return nil, err
	}
	if err := b.find(ctx, f); err != nil {
		return nil, err
	}
	if err := b.carry(ctx, f.ID, b.east, b.west); err != nil {
		return nil, err
	}
	if err := b.arrived(ctx, b.west, f.ID, 4); err != nil {
		return nil, err
	}
	if err := f.act(ctx, b.west, "close", "close", nil); err != nil {
		return nil, err
	}
	if err := b.carry(ctx, f.ID, b.west, b.desk); err != nil {
		return nil, err
	}
	if err := b.arrived(ctx, b.east, f.ID, 5); err != nil {
		return nil, err
	}
	if err := b.carry(ctx, f.ID, b.east, b.west); err != nil { // its receipts
		return nil, err
	}
	if err := b.together(ctx, f.ID, 5); err != nil {
		return nil, err
	}
	b.report(fmt.Sprintf("同一案件以%d个交换包办结，回执相同", len(b.out.Bundles)))
	return f, nil
}

// carry takes a bundle from one bureau to the other, twice: the second time changes nothing.
func (b *border) carry(ctx context.Context, id string, from, to *Person) error {
	bundle, err := from.Download(ctx, "/v1/referrals/"+id+"/exchange/bundle.zip")
	if err != nil {
		return err
	}
	for range 2 {
		if err := to.TakeBundle(ctx, bundle); err != nil {
			return err
		}
	}
	b.out.Bundles = append(b.out.Bundles, Carriage{from.hub, to.hub, bundle})
	return b.look(ctx, id)
}

// waitEvery is how often a story looks whether something has arrived.
const waitEvery = 50 * time.Millisecond

func wait(ctx context.Context, what string, there func() (bool, error)) error {
	tick := time.NewTicker(waitEvery)
	defer tick.Stop()
	for {
		ok, err := there()
		if err != nil || ok {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", what, ctx.Err())
		}
	}
}

// TellAcross leaves two cases between the hubs: one that came through, one that waits for
// Dazu to sign for it. Hubs that hold cases are left alone.
func TellAcross(ctx context.Context, west, east string) error {
	b, err := assembleBorder(ctx, west, east, nil, nil)
	if err != nil {
		return err
	}
	var page struct{ Items []struct{ ID string } }
	if err := b.west.Get(ctx, "/v1/referrals?box=sent&limit=1", &page); err != nil || len(page.Items) > 0 {
		return err
	}
	done, err := b.request(ctx, "told", "省界查获废铅蓄电池协助调查")
	if err != nil {
		return err
	}
	if err := b.together(ctx, done.ID, 1); err != nil {
		return err
	}
	if err := done.act(ctx, b.desk, "sign_for", "sign-for", body{"officer": "收发人员"}); err != nil {
		return err
	}
	if err := b.find(ctx, done); err != nil {
		return err
	}
	open, err := b.request(ctx, "waits", "跨省转移废机油协助调查")
	if err != nil {
		return err
	}
	return errors.Join(b.together(ctx, done.ID, 4), b.together(ctx, open.ID, 1))
}

// AskAcross sends one more request, which waits where the line is cut.
func AskAcross(ctx context.Context, west, east string) error {
	b, err := assembleBorder(ctx, west, east, nil, nil)
	if err != nil {
		return err
	}
	_, err = b.request(ctx, "more", "跨省转移废酸协助调查")
	return err
}
