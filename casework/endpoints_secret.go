package casework

import (
	"context"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/webhook"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// NewKey is how a key is changed.
type NewKey struct {
	Overlap time.Duration // how long the old key of a webhook signs as well
	Key     string        // of a robot: the new one
	Sign    string        // of DingTalk
}

// maxOverlap bounds how long two keys are valid.
const maxOverlap = 7 * 24 * time.Hour

// RotateSecret changes the key of an endpoint. A webhook gets a new one, shown
// once, and is signed with both until the overlap is over; a robot's is given.
func (o *Office) RotateSecret(ctx context.Context, a Actor, id ids.Endpoint, in NewKey) (e Endpoint, secret string, err error) {
	err = o.changeOrgan(ctx, a, a.Agency, "endpoint.edit", func(c organChange) error {
		if e, err = endpointIn(ctx, c.q, a.Agency, id); err != nil {
			return err
		}
		if in.Overlap < 0 || in.Overlap > maxOverlap {
			return invalid("body.overlap_hours", "新旧密钥最多并用 7 天", "Two keys may be valid for 7 days at most")
		}
		old, err := o.endpointSecret(ctx, c.q, id)
		if err != nil {
			return err
		}
		next, public, until := dbsqlc.SaveEndpointSecretParams{EndpointID: id, Secret: in.Key, Sign: in.Sign}, "", c.now.Add(in.Overlap)
		if e.Kind == KindWebhook {
			next.Sign = ""
			if next.Secret, public, err = webhook.NewKeys(e.Scheme, o.rand()); err != nil {
				return err
			}
			if in.Overlap > 0 {
				next.OldSecret, next.OldUntil = old.Secret, &until
			}
		} else {
			var bad complaints
			checkRobotKey("body.key", &next.Secret, &next.Sign, &bad)
			if err := bad.err(); err != nil {
				return err
			}
		}
		kept := next
		if err := o.sealEndpoint(id, &kept.Secret, &kept.Sign, &kept.OldSecret); err != nil {
			return err
		}
		if err := c.q.SaveEndpointSecret(ctx, kept); err != nil {
			return err
		}
		if _, err := c.q.SaveEndpointKey(ctx, public, id); err != nil {
			return err
		}
		if _, err := c.enter(ctx, "endpoint.rotate", map[string]any{"endpoint": id.String(), "overlap_s": int(in.Overlap.Seconds())}); err != nil {
			return err
		}
		if e.Scheme == webhook.SchemeHMAC {
			secret = next.Secret
		}
		e, err = endpointIn(ctx, c.q, a.Agency, id)
		return err
	})
	return e, secret, err
}
