package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ical"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// invitations are the topics of mails that a calendar takes something from.
var invitations = []string{"meeting.call", "meeting.move", "meeting.cancel"}

// invite puts the invitation into a mail, as the meeting stands now: what was
// moved or cancelled while the mail waited is not announced at its old time. It
// holds number, time and link; title, place and agenda stay in the hub. A calendar
// program has nobody to reply to but the link, so it is not asked to.
func (o *Office) invite(ctx context.Context, q *dbsqlc.Queries, l *Letter, row dbsqlc.ClaimDeliveryRow, now time.Time) error {
	if l.Channel == "email" && slices.Contains(visitInvitations, row.Topic) {
		return o.inviteToVisit(ctx, q, l, row, now)
	}
	if l.Channel != "email" || !slices.Contains(invitations, row.Topic) {
		return nil
	}
	var p NoticeParams
	if err := json.Unmarshal(row.Params, &p); err != nil {
		return fmt.Errorf("read a notice: %w", err)
	}
	m, err := q.InviteOf(ctx, p.Meeting, row.AgencyID)
	if noRows(err) {
		return nil
	}
	if err != nil {
		return err
	}
	e := ical.Event{
		Method: ical.Request, UID: m.ID.String() + "@" + o.Hub, Sequence: int(m.Sequence), Stamp: now, Start: m.StartsAt, End: m.EndsAt,
		Summary: "联席会议 " + m.Number, Text: "请打开链接查看议题并答复。Open the link for the agenda, and to reply.\n" + p.Link, Link: p.Link,
		OrganizerName: m.ShortName, Organizer: m.Email, AttendeeName: "", Attendee: l.To,
	}
	if m.State == string(meeting.Cancelled) {
		e.Method = ical.Cancel
	}
	l.Calendar, l.Method = ical.Write(e), string(e.Method)
	return nil
}
