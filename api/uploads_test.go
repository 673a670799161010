package api_test

import (
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/xianjie-hub/xianjie/devkit/story"
)

// colleague is a second person of the organ that uploads.
const colleague = story.Environment + " env-handler-2"

// piece is one part of a resumable upload at an offset.
func piece(path string, offset int, body any) ask {
	return ask{method: "PATCH", path: path, body: body}.with("Content-Type", "application/octet-stream").with("Upload-Offset", strconv.Itoa(offset))
}

// offsetOf reads where an answer says that the upload stands.
func offsetOf(t *testing.T, a answer) int {
	t.Helper()
	n, err := strconv.Atoi(a.header.Get("Upload-Offset"))
	if err != nil {
		t.Fatalf("%d %s names no offset: %v", a.status, a.text, err)
	}
	return n
}

// TestSecondSenderWaits: while one request sends, another of the same upload is told
// that it is, and where the upload stands; nothing of it is taken, and neither of them
// ends the upload of the other.
func TestSecondSenderWaits(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Opened(t)
	content := strings.Repeat("甲方证据", 10_000)
	begun := h.want(t, 201, "", envHandler, post(at(id, "/uploads"), map[string]any{"name": "大文件.txt", "size": len(content)}))
	path := "/v1/uploads/" + begun.str("id")
	half := len(content) / 2
	h.as(t, colleague)
	line, send := io.Pipe()
	first := make(chan answer)
	go func() { first <- h.send(t, envHandler, piece(path, 0, line)) }()
	if _, err := io.WriteString(send, content[:half]); err != nil {
		t.Fatal(err)
	}
	for came := 0; came == 0; { // until the hub has begun to take it
		came = int(h.want(t, 200, "", envHandler, get(path)).body["offset"].(float64))
	}
	for _, offset := range []int{0, half, len(content)} {
		busy := h.want(t, 409, "evidence.upload_busy", colleague, piece(path, offset, []byte(strings.Repeat("乙", 999))))
		if at := offsetOf(t, busy); at == 0 || at > half || !strings.Contains(busy.str("detail"), strconv.Itoa(at)) {
			t.Errorf("the second sender is told %d: %s", at, busy.text)
		}
	}
	if got := h.send(t, colleague, post(path+"/finish", map[string]any{"sha256": hexSum(content)})); got.status != 409 {
		t.Errorf("half an upload was ended: %d %s", got.status, got.text)
	}
	if _, err := io.WriteString(send, content[half:]); err != nil {
		t.Fatal(err)
	}
	if err := send.Close(); err != nil {
		t.Fatal(err)
	}
	if got := <-first; got.status != 200 || offsetOf(t, got) != len(content) {
		t.Fatalf("the first sender was disturbed: %d %s", got.status, got.text)
	}
	made := h.want(t, 201, "", colleague, post(path+"/finish", map[string]any{"sha256": hexSum(content)}))
	if got := h.want(t, 200, "", envHandler, get(at(id, "/evidence/"+made.str("id")+"/content"))); got.text != content {
		t.Error("the two senders were mixed")
	}
}

// TestSendersOfOneUpload: several clients of two people send parts of one upload
// without knowing of each other, some of them stale, and all end it. It becomes one
// file with the bytes that were sent; every answer is a success or says how to go on.
func TestSendersOfOneUpload(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Opened(t)
	raw := make([]byte, 400_000)
	random := rand.New(rand.NewPCG(2, 11))
	for i := range raw {
		raw[i] = byte(random.Uint32())
	}
	content := string(raw)
	begun := h.want(t, 201, "", envHandler, post(at(id, "/uploads"), map[string]any{"name": "大文件.bin", "size": len(content)}))
	path := "/v1/uploads/" + begun.str("id")
	h.as(t, colleague) // logged in before the senders share the browsers
	var senders sync.WaitGroup
	ended := make(chan answer, 6)
	for n := range 6 {
		senders.Go(func() {
			who, mine := envHandler, rand.New(rand.NewPCG(uint64(n), 11))
			if n%2 == 1 {
				who = colleague
			}
			for offset := 0; offset < len(content); {
				end := min(offset+1+mine.IntN(30_000), len(content))
				got := h.send(t, who, piece(path, offset, raw[offset:end]))
				switch code := got.str("code"); {
				case got.status == 404: // another one has ended it
					ended <- got
					return
				case got.status != 200 && code != "evidence.offset" && code != "evidence.upload_busy":
					t.Errorf("a part is answered with %d %s", got.status, got.text)
					return
				}
				offset = offsetOf(t, got)
			}
			got := h.send(t, who, post(path+"/finish", map[string]any{"sha256": hexSum(content)}))
			for got.str("code") == "evidence.upload_busy" { // another one is ending it
				got = h.send(t, who, post(path+"/finish", map[string]any{"sha256": hexSum(content)}))
			}
			ended <- got
		})
	}
	senders.Wait()
	close(ended)
	var made string
	for got := range ended {
		switch got.status {
		case 201:
			if made != "" {
				t.Errorf("it was ended twice: %s", got.text)
			}
			made = got.str("id")
		case 404:
		default:
			t.Errorf("the end is answered with %d %s", got.status, got.text)
		}
	}
	if n := h.rows(t, "evidence where case_id = $1", id); n != 1 {
		t.Errorf("%d files were made of one upload", n)
	}
	if got := h.want(t, 200, "", envHandler, get(at(id, "/evidence/"+made+"/content"))); got.text != content {
		t.Error("the file is not what was sent")
	}
}
