package story

import (
	"context"
	"fmt"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// shareDesk has somebody of the city bureau's window sign for what is sent to its
// branch (共用窗口), by a document that is invented (演示虚构).
func (c *Cast) shareDesk(ctx context.Context, hub string) error {
	admin, err := SignIn(ctx, hub, Environment, "env-admin")
	if err != nil {
		return err
	}
	path := "/v1/admin/agencies/" + c.organs[Environment] + "/desks"
	var choices struct {
		Items []struct{ Desk, User, Name string }
	}
	if err := admin.Get(ctx, path+"/choices", &choices); err != nil {
		return err
	}
	today := civil.DateOf(c.now())
	for _, at := range choices.Items {
		if at.Desk == c.organs[City] && at.User != "" {
			return admin.Post(ctx, path, body{
				"desk": at.Desk, "user": at.User, "document": fmt.Sprintf("益环赫委〔%d〕1号", today.Year), "from": today.String(), "to": today.AddDays(364).String(),
			}, 0, "", nil)
		}
	}
	return fmt.Errorf("nobody of the city bureau receives")
}
