package federation

import "time"

// Tell is who learns that a message has no receipt yet.
type Tell string

// Who is told, in this order.
const (
	TellDuty     Tell = "duty_officer" // 值班人员
	TellSuperior Tell = "superior"     // 负责人
	TellCourier  Tell = "courier"      // 建议改用光盘、U盘送达: a bundle is proposed
)

// Alarm is one level.
type Alarm struct {
	Tell Tell
	Part int64 // of the period that runs: it is told after 1/Part of it
}

// Alarms follow the clock of the law, not the queue (告警随法定期限): of a duty of 24
// hours, after 30 minutes, 2 hours and 8 hours without a receipt of kind received. The
// period itself is a rule of the rule book; these shares are the protocol's.
var Alarms = []Alarm{{TellDuty, 48}, {TellSuperior, 12}, {TellCourier, 3}}

// NoPeriod is what counts where no period of the law runs: the first day of the ladder.
const NoPeriod = hourlyFor

// After is when a level is reached, counted from the first attempt, for a message
// whose duty had `left` to run at that moment. Nothing left: at once.
func (a Alarm) After(left time.Duration) time.Duration {
	return max(left, 0) / time.Duration(a.Part)
}

// Reached gives the levels that are reached after `waited` without a receipt.
func Reached(left, waited time.Duration) []Tell {
	var told []Tell
	for _, a := range Alarms {
		if waited >= a.After(left) {
			told = append(told, a.Tell)
		}
	}
	return told
}
