package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/story"
)

// metOut is what the demo of joint meetings claims.
type metOut struct {
	*story.Met
	Invitations    int  `json:"invitations"` // mails with a calendar that arrived
	RecordVerified bool `json:"record_verified"`
}

// invitations are two calls and one cancelled meeting, called and cancelled, to three agencies.
const invitations = 3 * (1 + 1 + 2)

// meet runs the joint meetings of the story.
func (d demoCmd) meet(ctx context.Context, h *devHub, w io.Writer) error {
	got, err := story.Meet(ctx, h.url, h.now, d.teller(w))
	if err != nil {
		return err
	}
	out := metOut{Met: got}
	if out.Invitations, err = h.invited(ctx); err != nil {
		return err
	}
	if out.RecordVerified, err = h.verifyRecord(ctx); err != nil {
		return err
	}
	err = d.show(w, out, "\n  %s：%d个单位，%d项议定事项；带日程的邮件 %d 封；无关机关查阅：%d；记录校验：%v\n  下次会议 %s 的首要议题：%s（逾期 %d 天）\n", out.Meeting, out.Agencies, out.Resolutions, out.Invitations, out.OutsiderStatus, out.RecordVerified, out.Next, out.HeadsNext, out.OverdueDays)
	if err != nil {
		return err
	}
	switch {
	case out.Agencies != 4 || out.Countersigned != 4 || out.Replies != 4:
		return errors.New("not every agency replied and countersigned")
	case !out.UnkeptHeads:
		return errors.New("the unkept resolution does not head the next agenda")
	case out.OutsiderStatus != http.StatusNotFound:
		return fmt.Errorf("an agency that is not invited got %d instead of 404", out.OutsiderStatus)
	case out.ReplyAfterCall != http.StatusConflict:
		return fmt.Errorf("a reply to a cancelled meeting got %d instead of 409", out.ReplyAfterCall)
	case !out.RecordVerified:
		return errors.New("the record does not verify")
	}
	return nil
}

// invited waits until every invitation has arrived in the sink, and counts them.
func (h *devHub) invited(ctx context.Context) (n int, err error) {
	if h.mails == nil {
		return 0, nil
	}
	for {
		n = 0
		for _, m := range h.mails.Mails() {
			if bytes.Contains(m.Raw, []byte("text/calendar")) {
				n++
			}
		}
		if n >= invitations {
			return n, nil
		}
		select {
		case <-ctx.Done():
			return n, fmt.Errorf("only %d of %d invitations arrived", n, invitations)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
