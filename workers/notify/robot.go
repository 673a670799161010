package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// The group robots of 企业微信 and 钉钉. Both take Markdown by POST, and both
// answer 200 also when they did not take it: errcode says what happened.

// maxRobotText is how much one message may hold, in bytes: WeCom's limit of 4096
// is the lower one.
const maxRobotText = 4000

type robotBody struct {
	Type     string   `json:"msgtype"`
	Markdown markdown `json:"markdown"`
}

type markdown struct {
	Content string `json:"content,omitempty"` // WeCom
	Title   string `json:"title,omitempty"`   // DingTalk
	Text    string `json:"text,omitempty"`
}

func robotCall(t Target, m Hook, now time.Time) (outgoing, error) {
	if len(t.Keys) == 0 || len(m.Text) > maxRobotText {
		return outgoing{}, errors.New("a robot without a key, or a message that is too long")
	}
	u, err := url.Parse(t.URL)
	if err != nil {
		return outgoing{}, errors.New("the robot's address cannot be read")
	}
	query := url.Values{}
	body := robotBody{Type: "markdown"}
	switch t.Kind {
	case KindWeCom:
		query.Set("key", t.Keys[0])
		body.Markdown.Content = m.Text
	case KindDingTalk:
		query.Set("access_token", t.Keys[0])
		if t.Sign != "" {
			at := strconv.FormatInt(now.UnixMilli(), 10)
			query.Set("timestamp", at)
			query.Set("sign", dingTalkSignature(t.Sign, at))
		}
		body.Markdown.Title, body.Markdown.Text = m.Title, m.Text
	default:
		return outgoing{}, fmt.Errorf("no kind of endpoint %q", t.Kind)
	}
	u.RawQuery = query.Encode()
	raw, err := json.Marshal(body)
	return outgoing{url: u.String(), header: http.Header{}, body: raw}, err
}

// dingTalkSignature signs the time (in milliseconds) with the robot's secret.
func dingTalkSignature(secret, at string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(at + "\n" + secret))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// robotError reads errcode. An answer that cannot be read proves nothing.
func robotError(raw []byte) error {
	var answer struct {
		Code *int   `json:"errcode"`
		Text string `json:"errmsg"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil || answer.Code == nil {
		return errors.New("the robot's answer has no errcode")
	}
	if *answer.Code != 0 {
		return fmt.Errorf("errcode %d: %s", *answer.Code, shown(answer.Text))
	}
	return nil
}
