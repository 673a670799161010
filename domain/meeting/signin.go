package meeting

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// SignInLasts is how long a code on the screen of the room can be used: long enough for
// a queue of phones, too short to be passed on to who stayed at home. The hub's own
// number, no legal one.
const SignInLasts = 10 * time.Minute

// signInOpens is how long before the beginning people sign in.
const signInOpens = 2 * time.Hour

const signInMark = "XJS1"

var signInCoding = base64.RawURLEncoding.Strict()

// SignInCode is what the code on the screen holds (签到码): until when it is good, under
// the hub's signature. It names no person and is kept nowhere.
func SignInCode(key ed25519.PrivateKey, meeting string, now time.Time) string {
	until := strconv.FormatInt(now.Add(SignInLasts).Unix(), 36)
	return strings.Join([]string{signInMark, until, signInCoding.EncodeToString(ed25519.Sign(key, signInText(meeting, until)))}, ".")
}

// CheckSignIn refuses a code that the hub did not make for the meeting, or that is used up.
func CheckSignIn(key ed25519.PublicKey, meeting, code string, now time.Time) error {
	wrong := fault.New(fault.Rule, "meeting.sign_code", fault.T("这不是本次会议的签到码，请扫会场屏幕上的二维码", "This is no code of this meeting: scan the one on the screen of the room"))
	parts := strings.Split(code, ".")
	if len(parts) != 3 || parts[0] != signInMark {
		return wrong
	}
	signature, err := signInCoding.DecodeString(parts[2])
	if err != nil || !ed25519.Verify(key, signInText(meeting, parts[1]), signature) {
		return wrong
	}
	until, err := strconv.ParseInt(parts[1], 36, 64)
	if err != nil || now.Unix() > until {
		return fault.New(fault.Rule, "meeting.sign_code_old", fault.T("签到码已经过期，请重新扫会场屏幕上的二维码", "The code is used up: scan the one that is on the screen now"))
	}
	return nil
}

// MaySignIn refuses to sign in long before a meeting or after its day.
func MaySignIn(now, from, to time.Time) error {
	if now.Before(from.Add(-signInOpens)) {
		return fault.New(fault.Rule, "meeting.sign_early", fault.T(fmt.Sprintf("会前%d小时开始签到", int(signInOpens.Hours())), fmt.Sprintf("People sign in from %d hours before", int(signInOpens.Hours()))))
	}
	if now.After(to.Add(signInOpens)) {
		return fault.New(fault.Rule, "meeting.sign_late", fault.T("会议已经结束，到会情况由召集机关登记", "The meeting is over; who came is recorded by the agency that called it"))
	}
	return nil
}

func signInText(meeting, until string) []byte {
	return []byte("xianjie/meeting/sign-in\x00\x01" + meeting + "\x00" + until)
}
