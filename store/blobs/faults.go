package blobs

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// broken sorts an error of a copy: ours to report (disk), already a fault, or the reader's.
func broken(doing string, err error) error {
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	if _, ok := errors.AsType[*os.PathError](err); ok || full(err) {
		return unavailable(doing, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

func unavailable(doing string, err error) error {
	detail := fault.T("证据存储暂时不可用，请稍后再试。", "The evidence store is not available; try again later.")
	if full(err) {
		detail = fault.T("证据存储空间已满，请联系运维人员。", "The evidence store is full; tell the operator.")
	}
	return fault.Wrap(fault.Unavailable, "evidence.store", detail, fmt.Errorf("%s: %w", doing, err))
}

func missing(err error) error {
	return fault.Wrap(fault.Missing, "evidence.missing",
		fault.T("没有这份材料的内容。", "There is no such content."), err)
}

func inUse(at int64) error {
	return fault.Wrap(fault.Clash, "evidence.upload_busy", fault.T(
		fmt.Sprintf("这份材料正在由另一个请求上传，已到第 %d 字节；请稍候，再从那时的位置继续。", at),
		fmt.Sprintf("Another request is uploading this file and has come to byte %d; wait, then go on from where it stands.", at)), &OffsetError{at})
}

func differs() error {
	return fault.New(fault.Invalid, "evidence.digest_differs", fault.T(
		"收到的内容与所报摘要不符，已作废，请重新上传。", "What arrived does not have the digest announced; it was dropped. Upload it again."))
}
