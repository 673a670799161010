package api_test

import "testing"

// TestFolderSaysWhoItIsAbout: names of an exported folder give party, code and number for a
// person to confirm; a string of eighteen that is no credit code is none.
func TestFolderSaysWhoItIsAbout(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	got := h.want(t, 200, "", envHandler, post("/v1/material-guesses", map[string]any{"names": []string{
		"演示化工有限公司案/营业执照91350100m000100y43.jpg", "演示化工有限公司案/IMG 920260302093015123.jpg", "演示化工有限公司案/行政处罚决定书演环罚[2026]3号.pdf",
	}}))
	folder, _ := got.body["folder"].(map[string]any)
	codes, _ := folder["credit_codes"].([]any)
	names, _ := folder["enterprises"].([]any)
	if len(codes) != 1 || codes[0] != "91350100M000100Y43" || len(names) != 1 || names[0] != "演示化工有限公司" || folder["decision_no"] != "演环罚〔2026〕3号" {
		t.Errorf("the folder says %v", folder)
	}
}
