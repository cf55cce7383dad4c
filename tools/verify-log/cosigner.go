package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Algorithm byte of cosignatures (C2SP tlog-cosignature), which the checksum database does not have.
const cosignatureV1 = 4

// A cosigner is a note.Verifier of Ed25519 cosignatures.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
	at   time.Time // of the last signature that held
}

func newCosigner(vkey string) (*cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("wanted name+hash+base64")
	}
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != cosignatureV1 {
		return nil, errors.New("wanted an Ed25519 cosignature key (type 4)")
	}
	return &cosigner{name: parts[0], hash: uint32(hash), key: key[1:]}, nil
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }

func (c *cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(sig)
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, msg)
	if !ed25519.Verify(c.key, []byte(signed), sig[8:]) {
		return false
	}
	c.at = time.Unix(int64(seconds), 0).UTC()
	return true
}
