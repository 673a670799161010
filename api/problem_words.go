package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// tooMuch says how much a request may carry.
func tooMuch(limit int64) fault.Text {
	mb := strconv.FormatInt(limit>>20, 10)
	return fault.T("请求内容不能超过 "+mb+" MB；文件请用上传接口", "A request may carry at most "+mb+" MB; files are uploaded")
}

// limitIn reads the bound out of Huma's message about a body that is too large.
func limitIn(msg string) int64 {
	_, digits, _ := strings.Cut(strings.TrimSuffix(msg, " bytes"), "limit=")
	if limit, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return limit
	}
	return maxBody
}

// validatorWords are the validator's messages by how they begin, and what they are in
// Chinese. The first that fits counts, so what begins alike stands from the longest
// to the shortest; the rest of a message (a bound, the choices of the contract) is
// put where the mark stands.
var validatorWords = []struct{ begins, zh string }{
	{"unexpected property", "不认识的字段"}, {"unknown query parameter", "不认识的查询参数"},
	{"expected string to be RFC 3339 date-time", "应为时刻，例如 2026-09-30T17:00:00+08:00"}, {"expected string to be RFC 3339 date", "应为日期，例如 2026-09-30"},
	{"expected string to be RFC 3339 time", "应为时间，例如 17:00:00"}, {"expected string to be RFC 4122 uuid", "编号格式不对，应为 UUID"},
	{"expected string to be RFC 5322 email", "应为电子邮箱地址"}, {"expected string to be RFC 3986", "应为网址"},
	{"expected string to", "格式不对"}, {"expected string", "应为文字"}, {"expected integer", "应为整数"}, {"expected boolean", "应为是或否（true 或者 false）"},
	{"expected number >= ", "不能小于 %"}, {"expected number <= ", "不能大于 %"}, {"expected number > ", "应大于 %"}, {"expected number < ", "应小于 %"}, {"expected number", "应为数字"},
	{"expected array length >= ", "至少 % 项"}, {"expected array length <= ", "至多 % 项"}, {"expected array items to be unique", "不能重复"}, {"expected array", "应为列表"},
	{"expected object", "应为对象"}, {"expected value to be one of ", "只能是 %"}, {"expected length >= ", "至少 % 个字"}, {"expected length <= ", "至多 % 个字"},
	{"request body is required", "缺少请求内容"}, {"required", "缺少必填项"},
}

// missingProperty begins the message about a field that was not sent; its name follows.
const missingProperty = "expected required property "

// refusedField is one finding of the validator in the reader's language, at the field
// that it means.
func refusedField(d *huma.ErrorDetail, status int, lang string) ProblemField {
	if name, ok := strings.CutPrefix(d.Message, missingProperty); ok {
		name, _, _ = strings.Cut(name, " ")
		return ProblemField{Location: strings.TrimPrefix(d.Location+"."+name, "."), Message: pick(fault.T("缺少必填项", "required"), lang)}
	}
	if status == http.StatusBadRequest && d.Location == "body" && !strings.HasPrefix(d.Message, "request body") {
		return ProblemField{Location: d.Location, Message: pick(fault.T("不是有效的 JSON", "not valid JSON"), lang)}
	}
	return ProblemField{Location: d.Location, Message: translate(d.Message, lang)}
}

func translate(msg, lang string) string {
	if lang == "en" {
		return msg
	}
	for _, w := range validatorWords {
		if rest, ok := strings.CutPrefix(msg, w.begins); ok {
			return strings.Replace(w.zh, "%", rest, 1)
		}
	}
	return "格式不对"
}
