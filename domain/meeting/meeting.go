// Package meeting is the procedure of a joint meeting (联席会议) as a table: which
// step is possible in which state, whose it is and where it leads. It is pure; who
// of an agency may take a step stands in policies/access.
//
// That the organs meet regularly and minute what they agreed is asked for by
// 环环监〔2017〕17号第二十三条 (rule fwd_joint_meeting). How they call, minute and
// countersign is their own custom: nothing here is a period of the law.
package meeting

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// State of a meeting.
type State string

// The states of a meeting.
const (
	Draft         State = "draft"         // 筹备中: nobody else sees it
	Called        State = "called"        // 已通知
	Held          State = "held"          // 已召开，纪要起草中
	Minuted       State = "minuted"       // 纪要会签中
	Countersigned State = "countersigned" // 已会签
	Closed        State = "closed"        // 已归档
	Cancelled     State = "cancelled"     // 已取消
)

// Step is something that can be done with a meeting.
type Step string

// The steps of a meeting.
const (
	Arrange     Step = "arrange"     // 安排议题: add, remove, order, settle before the meeting
	Poll        Step = "poll"        // 征询时间
	Answer      Step = "answer"      // 答复可用时间
	Call        Step = "call"        // 发出通知
	Move        Step = "move"        // 改期、改地点
	Cancel      Step = "cancel"      // 取消
	Reply       Step = "reply"       // 答复参会
	Position    Step = "position"    // 会前表态
	Attach      Step = "attach"      // 提交会议材料
	SignIn      Step = "sign_in"     // 扫码签到
	Hold        Step = "hold"        // 召开、登记到会
	RecordLate  Step = "record_late" // 补记已召开的会议
	Write       Step = "write"       // 起草纪要
	Resolve     Step = "resolve"     // 记议定事项
	Minute      Step = "minute"      // 送各单位会签
	Object      Step = "object"      // 对纪要提出意见，退回修改
	Countersign Step = "countersign" // 会签
	Close       Step = "close"       // 归档
	Notice      Step = "notice"      // 制发会议通知
	Print       Step = "print"       // 制发会议纪要
	Urge        Step = "urge"        // 制发督办函
	Seal        Step = "seal"        // 附上盖章件
)

// By says whose step it is.
type By int

// Whose step it is.
const (
	Convener    By = iota // 召集机关
	Participant           // 其他参会单位
	Everybody             // 召集机关和参会单位
)

// Row is a line of the table. An empty To leaves the state as it is.
type Row struct {
	Step  Step
	By    By
	From  []State
	To    State
	Title fault.Text
}

// Table is the whole procedure.
var Table = []Row{
	{Arrange, Convener, []State{Draft, Called, Held}, "", fault.T("安排议题", "Arrange the agenda")},
	{Poll, Convener, []State{Draft}, "", fault.T("征询各单位时间", "Ask the agencies for a time")},
	{Answer, Everybody, []State{Draft}, "", fault.T("答复可用时间", "Answer with the times that suit")},
	{Call, Convener, []State{Draft}, Called, fault.T("发出通知", "Send the invitations")},
	{Move, Convener, []State{Called}, "", fault.T("改期或者改地点", "Move the meeting")},
	{Cancel, Convener, []State{Draft, Called}, Cancelled, fault.T("取消会议", "Cancel the meeting")},
	{Reply, Participant, []State{Called}, "", fault.T("答复参会", "Reply to the invitation")},
	{Position, Everybody, []State{Called}, "", fault.T("会前表态", "Take a position before the meeting")},
	{Attach, Everybody, []State{Draft, Called, Held}, "", fault.T("提交会议材料", "Attach a paper")},
	{SignIn, Everybody, []State{Called, Held}, "", fault.T("扫码签到", "Sign in")},
	{Hold, Convener, []State{Called}, Held, fault.T("召开并登记到会", "Hold it and record who is there")},
	{RecordLate, Convener, []State{Draft}, Held, fault.T("补记已召开的会议", "Record a meeting that took place")},
	{Write, Convener, []State{Held}, "", fault.T("起草纪要", "Write the minutes")},
	{Resolve, Convener, []State{Held}, "", fault.T("记议定事项", "Note a resolution")},
	{Minute, Convener, []State{Held}, Minuted, fault.T("送各单位会签", "Send the minutes for countersignature")},
	{Object, Participant, []State{Minuted}, Held, fault.T("对纪要提出意见", "Object to the minutes")},
	{Countersign, Everybody, []State{Minuted}, "", fault.T("会签纪要", "Countersign the minutes")},
	{Close, Convener, []State{Countersigned}, Closed, fault.T("归档", "Close")},
	{Notice, Convener, []State{Called}, "", fault.T("制发会议通知", "Issue the notice of meeting")},
	{Print, Convener, []State{Countersigned, Closed}, "", fault.T("制发会议纪要", "Issue the minutes")},
	{Urge, Convener, []State{Minuted, Countersigned, Closed}, "", fault.T("制发督办函", "Issue a letter urging a resolution")},
	{Seal, Convener, []State{Called, Held, Minuted, Countersigned, Closed, Cancelled}, "", fault.T("附上文书的盖章件", "Attach the sealed version of a paper")},
}

// RowOf gives the line of a step; ok is false for one that does not exist.
func RowOf(s Step) (row Row, ok bool) {
	i := slices.IndexFunc(Table, func(r Row) bool { return r.Step == s })
	if i < 0 {
		return Row{}, false
	}
	return Table[i], true
}

// Fits reports whether the convener, or another agency, takes the step.
func (r Row) Fits(convener bool) bool {
	return r.By == Everybody || (r.By == Convener) == convener
}

// Possible lists the steps that a state leaves to the convener, or to another agency.
func Possible(s State, convener bool) []Step {
	var list []Step
	for _, r := range Table {
		if r.Fits(convener) && slices.Contains(r.From, s) {
			list = append(list, r.Step)
		}
	}
	return list
}

// Decide says where a step leads, or refuses it with what is possible instead.
func Decide(s State, step Step, convener bool) (State, error) {
	row, ok := RowOf(step)
	if ok && row.Fits(convener) && slices.Contains(row.From, s) {
		if row.To == "" {
			return s, nil
		}
		return row.To, nil
	}
	err := fault.New(fault.Rule, "meeting.not_now", refusal(s, step, row, convener))
	for _, x := range Possible(s, convener) {
		err.Allowed = append(err.Allowed, string(x))
	}
	return s, err
}

func refusal(s State, step Step, row Row, convener bool) fault.Text {
	switch {
	case s == Cancelled && (step == Reply || step == Position):
		return fault.T("会议已经取消，不需要再答复", "The meeting was cancelled; no reply is needed")
	case s == Cancelled:
		return fault.T("会议已经取消；需要再开会的，请另行召集", "The meeting was cancelled; call another one if it is needed")
	case !row.Fits(convener) && convener:
		return fault.T("这一步骤由其他参会单位办理", "This step is taken by the other agencies")
	case !row.Fits(convener):
		return fault.T("这一步骤由召集机关办理", "This step is taken by the agency that calls the meeting")
	}
	return fault.T("会议现在的状态不能“"+row.Title.ZH+"”", "The meeting does not allow this now: "+row.Title.EN)
}
