package workers

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/federation"
)

// fetchRenditions gets the readable text of messages. It comes before the files: where the
// message is not understood here, it is what people act on.
func (x *exchanger) fetchRenditions(ctx context.Context, p casework.Peer) error {
	wanted, err := x.office.WantedRenditions(ctx, p)
	if err != nil {
		return err
	}
	for _, w := range wanted {
		if err := x.fetchRendition(ctx, p, w); err != nil {
			if failed := x.office.RenditionMissed(ctx, p, w, err); failed != nil {
				return failed
			}
		}
	}
	return nil
}

func (x *exchanger) fetchRendition(ctx context.Context, p casework.Peer, w casework.WantedRendition) error {
	resp, err := x.request(ctx, p, federation.AttachmentPath(w.SHA256, w.Message), 0)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the answer is %d", resp.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, w.Bytes+1))
	if err != nil {
		return err
	}
	return x.office.KeepRendition(ctx, p, w.Message, body)
}
