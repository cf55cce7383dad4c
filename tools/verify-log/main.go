// Command verify-log checks a C2SP tiled transparency log with the Go checksum database's own code
// (golang.org/x/mod/sumdb/note and tlog), which knows nothing of Homebird. It opens the checkpoint with the log's key,
// rebuilds the tree hash from the tiles, and proves one entry to be in the tree and an older tree to be a prefix of it.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run ./tools/verify-log -log URL/log -key VKEY [-cosigner VKEY]... [-leaf N]
//
// With Debian's golang-go and golang-golang-x-mod-dev; see docs/PROTOCOL.md, "A stock verifier".
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// parseCheckpoint reads the text of a checkpoint; tlog.ParseTree wants the checksum database's own first line.
func parseCheckpoint(text string) (origin string, tree tlog.Tree, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 {
		return "", tree, errors.New("a checkpoint has three lines")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return "", tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return lines[0], tree, err
}

type keys []string

func (k *keys) String() string         { return strings.Join(*k, " ") }
func (k *keys) Set(value string) error { *k = append(*k, value); return nil }

func verify(url, logKey string, cosignerKeys []string, leaf int64) error {
	reader := logReader{strings.TrimSuffix(url, "/"), map[tlog.Tile][]byte{}}
	logVerifier, err := note.NewVerifier(logKey)
	if err != nil {
		return fmt.Errorf("the log's key: %w", err)
	}
	verifiers := []note.Verifier{logVerifier}
	for _, key := range cosignerKeys {
		known, err := newCosigner(key)
		if err != nil {
			return fmt.Errorf("the cosigner's key: %w", err)
		}
		verifiers = append(verifiers, known)
	}
	signed, err := reader.get("checkpoint")
	if err != nil {
		return err
	}
	opened, err := note.Open(signed, note.VerifierList(verifiers...))
	if err != nil {
		return fmt.Errorf("the checkpoint: %w", err)
	}
	holds := map[string]bool{}
	for _, sig := range opened.Sigs {
		holds[fmt.Sprintf("%s %d", sig.Name, sig.Hash)] = true
	}
	for _, verifier := range verifiers {
		if !holds[fmt.Sprintf("%s %d", verifier.Name(), verifier.KeyHash())] {
			return fmt.Errorf("the checkpoint is not signed by %s", verifier.Name())
		}
		if known, ok := verifier.(*cosigner); ok {
			fmt.Printf("cosigned by %s at %s\n", known.name, known.at.Format(time.RFC3339))
		} else {
			fmt.Printf("signed by %s\n", verifier.Name())
		}
	}
	origin, tree, err := parseCheckpoint(opened.Text)
	if err != nil {
		return fmt.Errorf("the checkpoint: %w", err)
	}
	if origin != logVerifier.Name() {
		return fmt.Errorf("the checkpoint is of %q", origin)
	}
	return verifyTree(reader, tree, leaf)
}

func verifyTree(reader logReader, tree tlog.Tree, leaf int64) error {
	fmt.Printf("checkpoint: %d entries, root %s\n", tree.N, tree.Hash)
	if tree.N == 0 {
		return nil
	}
	hashes := tlog.TileHashReader(tree, reader) // which checks every tile against the root before it uses it
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return fmt.Errorf("the tree: %w", err)
	}
	if root != tree.Hash {
		return fmt.Errorf("the tiles give root %s", root)
	}
	fmt.Println("tree hash from tiles: the signed one")
	entries, err := reader.entries(tree.N)
	if err != nil {
		return err
	}
	if err := verifyEntries(entries, hashes); err != nil {
		return err
	}
	fmt.Printf("entries: all %d hash to the leaves of the tree\n", len(entries))
	if leaf < 0 {
		leaf = tree.N - 1
	}
	if leaf >= tree.N {
		return fmt.Errorf("there is no entry %d", leaf)
	}
	proof, err := tlog.ProveRecord(tree.N, leaf, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, leaf, tlog.RecordHash(entries[leaf])); err != nil {
		return fmt.Errorf("entry %d: %w", leaf, err)
	}
	fmt.Printf("inclusion: entry %d by %d hashes: %.60s\n", leaf, len(proof), entries[leaf])
	return verifyGrowth(tree, hashes)
}

// verifyEntries compares entries with leaves of the tree, a tile at a time.
func verifyEntries(entries [][]byte, hashes tlog.HashReader) error {
	for from := 0; from < len(entries); from += 1 << tileHeight {
		var indexes []int64
		for i := from; i < len(entries) && i < from+1<<tileHeight; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, int64(i)))
		}
		stored, err := hashes.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i, hash := range stored {
			if hash != tlog.RecordHash(entries[from+i]) {
				return fmt.Errorf("entry %d is not the one whose hash the tree holds", from+i)
			}
		}
	}
	return nil
}

func verifyGrowth(tree tlog.Tree, hashes tlog.HashReader) error {
	older := (tree.N + 1) / 2
	oldRoot, err := tlog.TreeHash(older, hashes)
	if err != nil {
		return err
	}
	proof, err := tlog.ProveTree(tree.N, older, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, older, oldRoot); err != nil {
		return fmt.Errorf("the tree of %d: %w", older, err)
	}
	fmt.Printf("consistency: the tree of %d is a prefix, by %d hashes\n", older, len(proof))
	return nil
}

func main() {
	var cosigners keys
	url := flag.String("log", "", "address of the log, such as http://127.0.0.1:7413/log")
	key := flag.String("key", "", "verifier key of the log")
	leaf := flag.Int64("leaf", -1, "entry whose inclusion is proven (default the last)")
	flag.Var(&cosigners, "cosigner", "verifier key of a cosigner that must have signed; again for each")
	flag.Parse()
	if *url == "" || *key == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := verify(*url, *key, cosigners, *leaf); err != nil {
		fmt.Fprintf(os.Stderr, "WRONG: %v\n", err)
		os.Exit(1)
	}
	fmt.Println("verified")
}
