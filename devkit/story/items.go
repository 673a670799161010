package story

import (
	"context"
	"fmt"
	"strings"
)

// list is what the county published of its own (演示虚构): who is competent for an item
// that the code leaves to the local government, and what its township took over.
const list = `事项编码,事项名称,类别,依据,条款,行政区划,主管领域,主管层级,生效日期,依据核实,检索词,赋权乡镇街道,赋权文件,赋权文号,赋权生效,赋权失效
air-straw,露天焚烧秸秆、落叶等,行政处罚,中华人民共和国生态环境法典,第一千一百三十一条第一款,430903,生态环境,县级、市级,2026-08-15,已核实,秸秆、落叶、烧荒,,,,,
air-straw,,,,,,,,,,,{township},赋予乡镇行使部分行政处罚权的决定（演示虚构）,演示〔2026〕1号,2026-09-01,2027-08-31
air-barbecue,,,,,,,,,,,{township},赋予乡镇行使部分行政处罚权的决定（演示虚构）,演示〔2026〕1号,2026-09-01,
waste-dump-household,,,,,,,,,,,{township},赋予乡镇行使部分行政处罚权的决定（演示虚构）,演示〔2026〕1号,2026-09-01,
`

// publish puts the list into force as every hub does it: one operator proposes,
// another looks and activates.
func publish(ctx context.Context, hub string) error {
	one, err := SignIn(ctx, hub, Operator, "operator")
	if err != nil {
		return err
	}
	two, err := SignIn(ctx, hub, Operator, "operator-2")
	if err != nil {
		return err
	}
	var change struct{ ID string }
	file := body{"file": "赫山区执法事项清单（演示虚构）.csv", "text": strings.ReplaceAll(list, "{township}", Township)}
	if err := one.Post(ctx, "/v1/enforcement-items/changes", file, 0, "", &change); err != nil {
		return fmt.Errorf("propose a list of items: %w", err)
	}
	if err := two.StepUp(ctx); err != nil {
		return err
	}
	return two.Post(ctx, "/v1/enforcement-items/changes/"+change.ID+"/activate", nil, 0, "", nil)
}
