package api

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// Scopes of partner systems (接口客户端的权限范围).
const (
	ScopeRead      = "referrals.read"
	ScopeWrite     = "referrals.write"
	ScopeEndpoints = "endpoints.write"
)

// offer is an operation that a partner system may call.
type offer struct {
	scope string
	id    string
	title string // 名称; of a step it stands in the procedure's table
	once  again  // how a repeated idempotency key is answered; nil: the verb knows keys itself, or repeating is harmless
}

// offers are the operations for partner systems beside the steps of the
// procedures. What stands in neither is for people: settings, break-glass looks,
// destruction, archives, the secrets of a reporter.
var offers = []offer{
	{ScopeRead, "getMe", "当前身份", nil}, {ScopeRead, "listAgencies", "机关名录", nil}, {ScopeRead, "listColleagues", "本机关承办人员", nil},
	{ScopeRead, "listProcedures", "移送种类、表单和步骤", nil}, {ScopeRead, "listDocumentKinds", "文书种类", nil}, {ScopeRead, "getRouting", "主管机关查询", nil},
	{ScopeRead, "listEnforcementItems", "执法事项检索", nil}, {ScopeRead, "listDetentionGrounds", "行政拘留事由", nil}, {ScopeRead, "listClaimGrounds", "不启动索赔的情形", nil},
	{ScopeRead, "listRules", "期限规则", nil}, {ScopeRead, "explainRule", "期限推算", nil}, {ScopeRead, "explainClock", "案件期限说明", nil},

	{ScopeRead, "listReferrals", "收件箱与检索", nil}, {ScopeRead, "countReferrals", "各栏件数", nil}, {ScopeRead, "getReferral", "案件详情", nil},
	{ScopeRead, "getTimeline", "办理过程与回执", nil}, {ScopeRead, "getFamily", "关联案件", nil}, {ScopeRead, "findSimilar", "疑似重复线索", nil}, {ScopeRead, "getSilence", "对方逾期情况", nil},
	{ScopeRead, "getPrecheck", "移送前预审", nil}, {ScopeRead, "downloadEvidence", "下载材料", nil}, {ScopeRead, "getUpload", "续传进度", nil},
	{ScopeRead, "getDocument", "下载文书", nil}, {ScopeRead, "previewDocument", "文书预览", nil}, {ScopeRead, "printDocuments", "文书合并打印", nil}, {ScopeRead, "getVolume", "全案一卷", nil},
	{ScopeRead, "getPlatformSheet", "两法衔接录入单", nil}, {ScopeRead, "getPlatformWorkbook", "两法衔接录入单（XLSX）", nil},
	{ScopeRead, "listSupervisionLeads", "监督线索表", nil}, {ScopeRead, "getSupervisionLeadsWorkbook", "监督线索表（XLSX）", nil}, {ScopeRead, "getReporterSeal", "有无密封的举报人信息", nil},

	{ScopeRead, "listEvents", "通知流", nil}, {ScopeRead, "listNotices", "通知", nil}, {ScopeRead, "streamChanges", "变动推送", nil}, {ScopeRead, "listCaseDeliveries", "案件通知的送达", nil},
	{ScopeRead, "listEndpoints", "接收端点", nil}, {ScopeRead, "listEndpointDeliveries", "端点的投递记录", nil},

	{ScopeWrite, "editDraft", "修改草稿", nil}, {ScopeWrite, "openByOpinion", "提出检察意见", nil}, {ScopeWrite, "deriveReferral", "由本案发起移送", nil},
	{ScopeWrite, "beginCaseSeries", "发起系列案", nil}, {ScopeWrite, "actTogether", "一并办理", nil}, {ScopeWrite, "linkReferrals", "关联案件", familyAgain},
	{ScopeWrite, "addEvidence", "上传材料", evidenceAgain}, {ScopeWrite, "beginUpload", "开始分段上传", uploadAgain}, {ScopeWrite, "appendUpload", "续传", nil}, {ScopeWrite, "finishUpload", "完成上传", evidenceAgain},
	{ScopeWrite, "addMaterial", "添加材料清单", detailAgain}, {ScopeWrite, "editMaterial", "修改材料清单", nil}, {ScopeWrite, "removeMaterial", "移除材料清单", nil}, {ScopeWrite, "sortFiles", "材料归类", nil},
	{ScopeWrite, "issueDocument", "出具文书", detailAgain}, {ScopeWrite, "sealDocument", "上传盖章件", detailAgain}, {ScopeWrite, "voidDocument", "作废文书", detailAgain},
	{ScopeWrite, "addRemark", "电话记录与提醒", timelineAgain}, {ScopeWrite, "answerRecord", "确认或者异议代录", timelineAgain}, {ScopeWrite, "setOfficer", "指定承办人", nil},
	{ScopeWrite, "sealReporter", "密封举报人信息", nil}, {ScopeWrite, "scanLead", "线索文本检查", nil}, {ScopeWrite, "markNoticesRead", "标为已读", nil},

	{ScopeEndpoints, "addEndpoint", "登记接收端点", endpointAgain}, {ScopeEndpoints, "editEndpoint", "修改接收端点", nil}, {ScopeEndpoints, "removeEndpoint", "移除接收端点", nil},
	{ScopeEndpoints, "rotateEndpointSecret", "更换端点密钥", endpointAgain}, {ScopeEndpoints, "testEndpoint", "测试端点", nil}, {ScopeEndpoints, "replayEndpoint", "补发通知", nil},
}

// offered says how an operation is offered to partner systems, if it is.
func offered(op *huma.Operation) (offer, bool) {
	if i := slices.IndexFunc(offers, func(o offer) bool { return o.id == op.OperationID }); i >= 0 {
		return offers[i], true
	}
	if action, is := op.Extensions["x-action"].(string); is {
		may, err := casework.PartnerMayEver(referral.Action(action))
		if err != nil {
			panic("api: " + err.Error()) // the policies are built in and tested
		}
		step, _ := procedures(referral.Action(action))[0].Step(referral.Action(action))
		return offer{scope: ScopeWrite, id: op.OperationID, title: step.Title.ZH}, may
	}
	if proc, begins := op.Metadata["begins"].(*referral.Procedure); begins {
		return offer{scope: ScopeWrite, id: op.OperationID, title: "发起：" + proc.Title.ZH}, true
	}
	return offer{}, false
}

// OfferedByName lists the ids of the operations that are offered one by one.
func OfferedByName() (ids []string) {
	for _, o := range offers {
		ids = append(ids, o.id)
	}
	return ids
}

// eachOperation visits the operations of a contract.
func eachOperation(doc *huma.OpenAPI, visit func(method, path string, op *huma.Operation)) {
	for path, item := range doc.Paths {
		for method, op := range map[string]*huma.Operation{
			http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put, http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
		} {
			if op != nil {
				visit(method, path, op)
			}
		}
	}
}

// documentOffers writes into the contract which operations take a token, with
// which scope, and what else a partner system meets there.
func documentOffers(api huma.API) {
	eachOperation(api.OpenAPI(), func(_, _ string, op *huma.Operation) {
		if needsNoLogin(op) {
			return
		}
		o, ok := offered(op)
		if !ok {
			op.Security = []map[string][]string{{"session": {}}}
			return
		}
		op.Security = []map[string][]string{{"session": {}}, {"token": {o.scope}}}
		if op.Extensions == nil {
			op.Extensions = map[string]any{}
		}
		op.Extensions["x-title-zh"] = o.title
		op.Responses["429"] = tooOften()
		if o.once != nil {
			longest := maxKey
			op.Parameters = append(op.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header", Description: "Chosen by the caller; the same key again changes nothing", Schema: &huma.Schema{Type: "string", MaxLength: &longest}})
			if op.Responses["409"] == nil {
				op.Responses["409"] = refusal()
			}
		}
	})
}

// ForPartners leaves of a contract what takes a token: what clients of partner systems are
// generated from. The contract itself is not to be served afterwards.
func ForPartners(doc *huma.OpenAPI) {
	for path, item := range doc.Paths {
		left := 0
		for _, op := range []**huma.Operation{&item.Get, &item.Post, &item.Put, &item.Patch, &item.Delete} {
			switch {
			case *op == nil:
			case slices.ContainsFunc((*op).Security, func(s map[string][]string) bool { return s["token"] != nil }):
				left++
			default:
				*op = nil
			}
		}
		if left == 0 {
			delete(doc.Paths, path)
		}
	}
}

// refusal is how the contract describes a problem.
func refusal() *huma.Response {
	return &huma.Response{Description: "Problem (RFC 9457)", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}}}}
}

// admitted holds a partner system to what is offered and to its scopes. People
// have neither: what they may do, the policies say.
func (s *Server) admitted(a casework.Actor, op *operationAt) error {
	if !a.Machine {
		return nil
	}
	if op == nil || op.offer.scope == "" {
		said := fault.T("这个接口不对接口客户端开放；可调用的接口见 /docs", "This operation is for people; /docs lists those for partner systems")
		if op != nil && strings.Contains(op.path, "{") {
			return fault.New(fault.Missing, "not_offered", said) // below a case nothing but 404 may be told
		}
		return fault.New(fault.Denied, "not_offered", said)
	}
	if slices.Contains(a.Scopes, op.offer.scope) {
		return nil
	}
	return fault.New(fault.Denied, "scope_missing", fault.T("访问令牌没有所需的权限范围："+op.offer.scope, "The access token lacks the scope "+op.offer.scope))
}

// operationAt is an operation and where it lies.
type operationAt struct {
	path   string
	id     string
	status int // of an answer that is no refusal
	offer  offer
}

// index finds operations by the pattern that a mux matched.
func index(doc *huma.OpenAPI) map[string]*operationAt {
	out := map[string]*operationAt{}
	eachOperation(doc, func(method, path string, op *huma.Operation) {
		o, ok := offered(op)
		if !ok {
			o = offer{}
		}
		out[method+" "+path] = &operationAt{path: path, id: op.OperationID, status: cmp.Or(op.DefaultStatus, http.StatusOK), offer: o}
	})
	return out
}

// operationOf finds the operation that a request asks for; nil: none.
func (s *Server) operationOf(r *http.Request) *operationAt {
	pattern := r.Pattern
	if pattern == contractRoot {
		_, pattern = s.contract.Handler(r)
	}
	return s.operations[pattern]
}
