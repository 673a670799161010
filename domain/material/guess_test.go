package material_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/domain/material"
)

func TestGuess(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		code string
		sure material.Confidence
	}{
		// the document's own name, as enforcement systems export it
		{"案件移送书.pdf", material.TransferLetter, material.Sure},
		{"01-某环移〔2026〕3号移送书.docx", material.TransferLetter, material.Sure},
		{"移送函.pdf", material.TransferLetter, material.Likely},
		{"移送材料清单.xlsx", material.MaterialsList, material.Sure},
		{"材 料 清 单.doc", material.MaterialsList, material.Sure},
		{"案件调查报告.pdf", material.InvestigationReport, material.Sure},
		{"调查终结报告(定稿).docx", material.InvestigationReport, material.Sure},
		{"突发环境事件调查报告.pdf", material.MonitoringOpinion, material.Sure},
		{"现场检查（勘察）笔录.pdf", material.SiteRecords, material.Sure},
		{"现场检查(勘察)笔录.pdf", material.SiteRecords, material.Sure},
		{"03_询问笔录_李某.pdf", material.SiteRecords, material.Sure},
		{"现场勘验图.jpg", material.SiteRecords, material.Sure},
		{"采样记录单.pdf", material.SiteRecords, material.Sure},
		{"涉案物品清单.pdf", material.ItemsList, material.Sure},
		{"查封(扣押)清单.pdf", material.ItemsList, material.Sure},
		{"查封（扣押）决定书.pdf", material.ItemsList, material.Likely},
		{"现场照片.zip", material.PhotosAndAV, material.Sure},
		{"视听资料清单.docx", material.PhotosAndAV, material.Sure},
		{"执法录像.mp4", material.PhotosAndAV, material.Sure},
		{"监测报告(废水).pdf", material.MonitoringOpinion, material.Sure},
		{"检验报告.ofd", material.MonitoringOpinion, material.Sure},
		{"危险废物认定意见.pdf", material.MonitoringOpinion, material.Sure},
		{"行政处罚决定书.pdf", material.PenaltyDecision, material.Sure},
		{"涉嫌环境犯罪案件移送审批表.pdf", material.ApprovalForm, material.Sure},
		{"审批表.pdf", material.ApprovalForm, material.Likely},

		// words of the checklist in names of something else
		{"立案审批表.pdf", material.Other, material.Sure},
		{"行政处罚决定书送达回证.pdf", material.Other, material.Likely},
		{"移送书回执.pdf", material.Other, material.Sure},
		{"不予行政处罚决定书.pdf", material.Other, material.Sure},
		{"责令改正违法行为决定书.pdf", material.Other, material.Likely},
		{"关于移送书的情况说明.docx", material.Other, material.Likely},
		{"营业执照复印件.jpg", material.Other, material.Sure},

		// two kinds in one name: the head noun decides, less surely
		{"现场检查笔录照片.jpg", material.PhotosAndAV, material.Likely},
		{"移送书及材料清单.pdf", material.MaterialsList, material.Likely},

		// folders: the file's own name first, then the nearest folder, then the kind of file
		{"某公司案/05询问笔录/第1页.jpg", material.SiteRecords, material.Sure},
		{`某公司案\现场照片\IMG_0001.JPG`, material.PhotosAndAV, material.Sure},
		{"监测报告/现场照片/1.jpg", material.PhotosAndAV, material.Sure},
		{"照片/现场检查笔录.pdf", material.SiteRecords, material.Sure},
		{"某公司案/DJI_0042.MP4", material.PhotosAndAV, material.Likely},
		{"附件一(现场照片).zip", material.PhotosAndAV, material.Sure},

		// forms of writing
		{"【监测报告】.pdf", material.MonitoringOpinion, material.Sure},
		{"监\u200b测报告.pdf", material.MonitoringOpinion, material.Sure},
		{"a/IMG_1.JPEG", material.PhotosAndAV, material.Likely},

		// nothing known
		{"扫描件20260930.pdf", material.Other, material.Unsure},
		{"", material.Other, material.Unsure},
		{"///", material.Other, material.Unsure},
		{".pdf", material.Other, material.Unsure},
	} {
		code, sure := material.Guess(c.name)
		if code != c.code || sure != c.sure {
			t.Errorf("Guess(%q) = %s, %v; want %s, %v", c.name, code, sure, c.code, c.sure)
		}
	}
}

func TestLying(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ext, detected string
		lying         bool
	}{
		{".pdf", "application/pdf", false},
		{"PDF", "application/pdf", false},
		{".pdf", "application/zip", true},
		{".pdf", "text/plain; charset=utf-8", true},
		{".pdf", "application/octet-stream", true},
		{".jpg", "image/png", true},
		{".jpeg", "image/jpeg", false},
		{".jpg", "text/html; charset=utf-8", true},
		{".docx", "application/zip", false},
		{".doc", "application/x-ole-storage", false},
		{".doc", "text/html; charset=utf-8", true},
		{".ofd", "application/ofd", false},
		{".txt", "text/plain; charset=gb18030", false},
		{".txt", "text/csv; charset=utf-8", false},
		{".txt", "text/html; charset=utf-8", true},
		{".mp4", "video/quicktime", false},
		{".mp4", "application/x-msdownload", true},
		{".mp3", "application/octet-stream", false}, // without a tag nothing marks it
		{".dat", "image/png", false},                // nothing is claimed
		{"", "application/pdf", false},
		{".pdf", "", false},
	} {
		if got := material.Lying(c.ext, c.detected); got != c.lying {
			t.Errorf("Lying(%q, %q) = %v", c.ext, c.detected, got)
		}
	}
}
