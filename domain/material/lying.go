package material

import "strings"

// Lying reports whether what a file contains contradicts the extension of its name. claimedExt is with or
// without its dot, detected the media type read from the first bytes. An extension or content that
// is not known contradicts nothing. A lying file is shown as such and never refused.
func Lying(claimedExt, detected string) bool {
	ext := strings.ToLower(strings.TrimPrefix(normalize(claimedExt), "."))
	honest, known := contents[ext]
	media, _, _ := strings.Cut(detected, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	if !known || media == "" || media == unknownContent && !magic[ext] {
		return false
	}
	return !honest[media]
}

// unknownContent is what a detector says when it recognizes nothing.
const unknownContent = "application/octet-stream"

// contents says which media types an extension may honestly have. Office formats are containers,
// and detectors differ in how far they look into them.
var contents = map[string]map[string]bool{
	"pdf":  set("application/pdf"),
	"ofd":  set("application/ofd application/zip"),
	"doc":  set("application/msword application/x-ole-storage"),
	"xls":  set("application/vnd.ms-excel application/x-ole-storage"),
	"ppt":  set("application/vnd.ms-powerpoint application/x-ole-storage"),
	"wps":  set("application/msword application/x-ole-storage application/vnd.ms-works"),
	"et":   set("application/vnd.ms-excel application/x-ole-storage"),
	"docx": set("application/vnd.openxmlformats-officedocument.wordprocessingml.document application/zip"),
	"xlsx": set("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet application/zip"),
	"pptx": set("application/vnd.openxmlformats-officedocument.presentationml.presentation application/zip"),
	"rtf":  set("text/rtf"),
	"txt":  set("text/plain text/csv text/tab-separated-values application/json"),
	"csv":  set("text/csv text/plain text/tab-separated-values"),
	"jpg":  set("image/jpeg"),
	"jpeg": set("image/jpeg"),
	"png":  set("image/png image/vnd.mozilla.apng"),
	"gif":  set("image/gif"),
	"bmp":  set("image/bmp"),
	"tif":  set("image/tiff"),
	"tiff": set("image/tiff"),
	"webp": set("image/webp"),
	"heic": set("image/heic image/heic-sequence image/heif image/heif-sequence"),
	"mp4":  set("video/mp4 audio/mp4 video/x-m4v video/quicktime"),
	"m4v":  set("video/mp4 video/x-m4v"),
	"mov":  set("video/quicktime video/mp4"),
	"avi":  set("video/x-msvideo"),
	"mkv":  set("video/x-matroska"),
	"wmv":  set("video/x-ms-asf video/x-ms-wmv"),
	"flv":  set("video/x-flv"),
	"3gp":  set("video/3gpp video/3gpp2"),
	"mp3":  set("audio/mpeg"),
	"wav":  set("audio/wav"),
	"m4a":  set("audio/x-m4a audio/mp4 video/mp4"),
	"amr":  set("audio/amr"),
	"zip":  set("application/zip"),
	"rar":  set("application/x-rar-compressed"),
	"7z":   set("application/x-7z-compressed"),
}

// magic are the extensions whose contents always begin with a known mark, so that even
// unrecognized bytes contradict them.
var magic = set("pdf ofd docx xlsx pptx jpg jpeg png gif zip rar 7z")

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
