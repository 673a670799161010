package meeting

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// longest is how long one meeting may last; it catches a wrong day, not a long talk.
const longest = 3 * 24 * time.Hour

// Span refuses a time that no meeting has.
func Span(from, to time.Time) error {
	if !to.After(from) || to.Sub(from) > longest {
		return fault.New(fault.Invalid, "meeting.span", fault.T("会议的结束时间应在开始之后、三天以内", "A meeting ends after it begins, within three days"))
	}
	return nil
}

// MayCall refuses to invite to what has begun already.
func MayCall(now, from time.Time) error {
	if from.After(now) {
		return nil
	}
	err := fault.New(fault.Rule, "meeting.past", fault.T("会议时间已经过去，不能发出通知；请改时间，已经开过的会议请用“补记”", "The time of the meeting has passed: choose another one, or record a meeting that took place"))
	err.Allowed = []string{string(RecordLate)}
	return err
}

// MayHold refuses to hold a meeting before it begins.
func MayHold(now, from time.Time) error {
	if !now.Before(from) {
		return nil
	}
	return fault.New(fault.Rule, "meeting.not_begun", fault.T("会议还没有到开始时间；提前召开的，请先改期", "The meeting has not begun; move it first if it is held earlier"))
}

// MayRecordLate refuses to record as held what has not ended.
func MayRecordLate(now, to time.Time) error {
	if !to.After(now) {
		return nil
	}
	return fault.New(fault.Rule, "meeting.not_over", fault.T("只能补记已经开过的会议；会议还没有结束", "Only a meeting that took place can be recorded afterwards; this one has not ended"))
}

// MayReply refuses a reply to what is over.
func MayReply(now, to time.Time) error {
	if to.After(now) {
		return nil
	}
	return fault.New(fault.Rule, "meeting.over", fault.T("会议时间已经过去，不能再答复；到会情况由召集机关登记", "The meeting is over; who came is recorded by the agency that called it"))
}

// Warnings says what is odd about a time, without refusing it: a rest day, a year
// whose holidays are not known, an hour outside the office's.
func Warnings(cal *deadline.Calendar, from time.Time) []fault.Text {
	var list []fault.Text
	day := civil.DateOf(from)
	kind, name := cal.Day(day)
	switch {
	case kind == deadline.PublicHoliday:
		list = append(list, fault.T("会议日期是法定节假日（"+name.ZH+"）", "The day is a public holiday ("+name.EN+")"))
	case kind == deadline.Weekend:
		list = append(list, fault.T("会议日期是休息日", "The day is a rest day"))
	}
	if !cal.Loaded(day.Year) {
		list = append(list, fault.T("这一年的放假安排还没有载入，请留意调休", "The holidays of that year are not loaded yet"))
	}
	if h := from.In(civil.Office).Hour(); h < officeOpens || h >= officeCloses {
		list = append(list, fault.T("会议时间在通常的办公时间以外", "The time lies outside usual office hours"))
	}
	return list
}

// Usual office hours; a courtesy, no legal number.
const (
	officeOpens  = 8
	officeCloses = 18
)
