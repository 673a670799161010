// Package identity checks what people type to say who or what is meant:
// credit codes (统一社会信用代码), citizen identity numbers (公民身份号码), and
// texts that hide characters or carry a secrecy mark (密级标志).
//
// Numbers are warned about, never refused: real codes of early pilots fail
// their own check digit, and a referral must not stop over one.
package identity
