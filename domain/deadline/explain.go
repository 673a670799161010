package deadline

import (
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

var weekdaysZH = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// span writes a day or a run of days with its weekday.
func span(s Step) fault.Text {
	if s.From == s.To {
		return day(s.From)
	}
	a, b := day(s.From), day(s.To)
	return fault.T(a.ZH+"至"+b.ZH, a.EN+" to "+b.EN)
}

func day(d civil.Date) fault.Text {
	return fault.T(
		fmt.Sprintf("%s（%s）", d, weekdaysZH[d.Weekday()]),
		fmt.Sprintf("%s (%s)", d, d.Weekday().String()[:3]))
}

func named(t fault.Text, name fault.Text) fault.Text {
	if name == (fault.Text{}) {
		return t
	}
	return fault.T(t.ZH+"，"+name.ZH, t.EN+", "+name.EN)
}

func numbers(s Step) fault.Text {
	if s.First == s.Last {
		return fault.T(fmt.Sprintf("第%d日", s.First), fmt.Sprintf("day %d", s.First))
	}
	return fault.T(fmt.Sprintf("第%d日至第%d日", s.First, s.Last), fmt.Sprintf("days %d to %d", s.First, s.Last))
}

// said turns the runs of a walk into sentences in both languages.
func (w *walk) said(l Length) []Step {
	out := make([]Step, 0, len(w.runs)+1)
	for _, s := range w.runs {
		d, name := span(s), s.Text
		switch s.Kind {
		case StepStart:
			if l.Unit == ByDate {
				s.Text = fault.T(d.ZH+"：所在年度", d.EN+": its year")
			} else if l.Before {
				s.Text = fault.T(d.ZH+"：向前推算，当日不计入", d.EN+": counted backwards, this day left out")
			} else {
				s.Text = fault.T(d.ZH+"：起算日，不计入", d.EN+": the day it starts is not counted")
			}
		case StepCount:
			n := numbers(s)
			d = named(d, name)
			s.Text = fault.T(n.ZH+"："+d.ZH, n.EN+": "+d.EN)
		case StepSkip:
			s.Text = fault.T(d.ZH+"："+name.ZH+"，不是工作日，不计入", d.EN+": "+name.EN+", no working day, left out")
		case StepPause:
			why := named(fault.Text{}, name)
			if w.openPause(s.From) {
				s.Text = fault.T(d.ZH+"起：期限中止"+why.ZH+"，恢复后再计算期满日", "from "+d.EN+": paused"+why.EN+"; the end is known once counting goes on")
			} else {
				s.Text = fault.T(d.ZH+"：期限中止"+why.ZH+"，不计入", d.EN+": paused"+why.EN+", left out")
			}
		case StepExtend:
			s.Text = fault.T("自"+d.ZH+"之后延长，由"+name.ZH+"批准", "extended after "+d.EN+" by "+name.EN)
		case StepMonth:
			s.Text = fault.T("对应日（没有对应日的为月末日）："+d.ZH, "corresponding day, or the month's last: "+d.EN)
		case StepRoll:
			s.Text = fault.T(d.ZH+"：最后一日遇"+name.ZH+"，顺延", d.EN+": last day falls on "+name.EN+", moved on")
			if l.Before {
				s.Text = fault.T(d.ZH+"：最后一日遇"+name.ZH+"，提前", d.EN+": last day falls on "+name.EN+", moved back")
			}
		case StepHeld:
			s.Text = fault.T(d.ZH+"："+name.ZH+"；在押期间不得因节假日延长", d.EN+": "+name.EN+"; no extension while somebody is in custody")
		case StepDue:
			s.Text = fault.T("期满："+d.ZH+" 24:00", "due: "+d.EN+", end of the day")
		}
		out = append(out, s)
	}
	for _, y := range w.missing {
		out = append(out, Step{Kind: StepWarn, Text: fault.T(
			fmt.Sprintf("%d年放假安排未载入：暂按周一至周五和固定节日推算", y),
			fmt.Sprintf("no holiday table of %d: provisional, Monday to Friday and fixed holidays only", y))})
	}
	return out
}

func (w *walk) openPause(d civil.Date) bool {
	p, ok := w.paused(d)
	return ok && p.To.IsZero()
}

func hourSteps(l Length, at, from, due time.Time) []Step {
	stamp := func(t time.Time) string { return t.In(civil.Office).Format("2006-01-02 15:04:05") }
	start := fault.T(stamp(at)+"：起算时刻", stamp(at)+": the instant it starts")
	if !from.Equal(at) {
		start = fault.T(stamp(at)+"：起算之时不计入，自"+stamp(from)+"起算",
			stamp(at)+": the hour it starts is not counted; runs from "+stamp(from))
	}
	return []Step{
		{Kind: StepStart, From: civil.DateOf(at), To: civil.DateOf(at), Text: start},
		{Kind: StepDue, From: civil.DateOf(due), To: civil.DateOf(due), Text: fault.T(
			fmt.Sprintf("加%d小时，期满：%s；节假日不顺延", l.N, stamp(due)),
			fmt.Sprintf("plus %d hours, due: %s; no holiday moves it", l.N, stamp(due)))},
	}
}

func noNumber(r Rule) Step {
	t := map[Unit]fault.Text{
		Prompt:   fault.T("法律只要求及时（立即），没有数字：记录用时，不设法定倒计时", "the law asks for promptness and names no number: elapsed time is recorded, no statutory countdown"),
		Periodic: fault.T("法律要求定期，没有固定频次", "the law asks for regularity and fixes no frequency"),
		Gate:     fault.T("这是前置条件，不是期限", "this is a precondition, not a period"),
	}[r.Unit]
	return Step{Kind: StepNoNumber, Text: t}
}
