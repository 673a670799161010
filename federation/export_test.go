package federation

// SealAnyhow signs a payload whatever it says, for the fuzzers: a partner whose keys
// are known and whose program is wrong.
func SealAnyhow(payload []byte, typ string, signers ...Signer) ([]byte, error) {
	return sealFrame(payload, typ, MaxEnvelope, signers)
}

// Reasons counts those that have words.
func Reasons() int { return len(reasonWords) }
