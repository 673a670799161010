package documents

import "github.com/xianjie-hub/xianjie/domain/civil"

// Bulletin is what a periodic bulletin of joint work says (联席会议简报). Numbers are
// named as the figures of the interface are.
type Bulletin struct {
	N       map[string]int
	Organs  []BulletinOrgan
	Overdue []BulletinRow // 逾期未办的法定事项
	Unkept  []BulletinRow // 逾期未办结的议定事项
}

// BulletinOrgan counts what was one organ's turn.
type BulletinOrgan struct {
	Name string
	N    map[string]int
}

// BulletinRow is one thing that has not been done.
type BulletinRow struct {
	Number, What, Organ string
	On                  civil.Date
	Days                int
}
