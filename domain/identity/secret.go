package identity

import (
	"regexp"
	"strings"
)

// The ways in which a paper or the name of a file shows a secrecy level
// (保守国家秘密法第二十二条 asks for a mark on every carrier; its usual form is
// level, star, period). A level in running text is no mark: 商业秘密,
// 不涉及国家秘密, 秘密排放; nor is one that only meets another word: 计算机密级.
var (
	starred   = regexp.MustCompile(`(绝密|机密|秘密)[★☆⭐✭✮\*＊]`)
	declared  = regexp.MustCompile(`(?:密级|保密等级|涉密等级)(?:为|是)?[:：]?[【\[（(]?(绝密|机密|秘密)`)
	bracketed = regexp.MustCompile(`[【\[（(〔［<＜](绝密|机密|秘密)(?:级|件|文件|资料|材料)?[】\]）)〕］>＞]`)
	graded    = regexp.MustCompile(`(绝密|机密|秘密)(?:级|件|文件|材料|资料)`)
	alone     = regexp.MustCompile(`^(绝密|机密|秘密)(?:级|件)?(?:[·.]?(?:长期|\d{1,2}年))?$`)
	denied    = regexp.MustCompile(`(?:不|非|未|无|没有|免|解除|商业|工作|技术|企业|个人)[^，。；,;]{0,8}$|[算微随]$`)
	parts     = regexp.MustCompile(`[._\-—+/\\&\n\r，。；、]+`)
	variants  = strings.NewReplacer("絕密", "绝密", "機密", "机密", "祕密", "秘密", "絶密", "绝密")
	blanks    = regexp.MustCompile(`[ \t\x{3000}\x{00a0}]+`)
)

// SecretMark finds a secrecy mark (绝密, 机密, 秘密) in the name of a file or in
// a text. mark is the level. The hub is not a classified system: what carries
// such a mark is refused (保守国家秘密法第三十条: 涉密信息系统分级保护).
func SecretMark(s string) (mark string, found bool) {
	clean, _ := CleanText(s)
	clean = variants.Replace(blanks.ReplaceAllString(clean, ""))
	for _, form := range []*regexp.Regexp{starred, declared, bracketed} {
		if m := form.FindStringSubmatch(clean); m != nil {
			return m[1], true
		}
	}
	for _, m := range graded.FindAllStringSubmatchIndex(clean, -1) {
		if !denied.MatchString(clean[:m[0]]) {
			return clean[m[2]:m[3]], true
		}
	}
	for _, part := range parts.Split(clean, -1) {
		if m := alone.FindStringSubmatch(part); m != nil {
			return m[1], true
		}
	}
	return "", false
}
