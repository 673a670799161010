package api

import (
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// What came from another hub is not shown as taken down from paper, though its entry here was
// made by the organ that it came to.
func TestArrivalIsNotFromPaper(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 9, 30, 9, 0, 0, 0, time.UTC)
	far, near, own := ids.New[ids.Agency](at), ids.New[ids.Agency](at), ids.New[ids.Agency](at)
	line := casework.Timeline{Agencies: map[ids.Agency]dbsqlc.ReadAgenciesRow{
		far: {ID: far, ShortName: "大足生态环境", Peer: "chongqing"}, near: {ID: near, ShortName: "自贡公安"}, own: {ID: own, ShortName: "自贡生态环境"},
	}}
	for author, paper := range map[ids.Agency]bool{far: false, near: true, own: false} {
		e := casework.TimelineEvent{Event: dbsqlc.Event{AgencyID: author, RecorderID: own, OccurredAt: at, RecordedAt: at}}
		if v := eventView(line, e); v.FromPaper != paper {
			t.Errorf("%s, recorded by our organ: from paper %v", v.Agency.ShortName, v.FromPaper)
		}
	}
}
