package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Height of a tile (C2SP tlog-tiles); the checksum database says it in every path, tlog-tiles in none.
const tileHeight = 8

// Largest file of a log: a bundle of 256 entries of 65,535 bytes, each behind its length.
const maxFileBytes = 256 * (2 + 65535)

// A logReader reads tiles over HTTP, those that were verified once.
type logReader struct {
	url   string
	known map[tlog.Tile][]byte
}

func (r logReader) get(path string) ([]byte, error) {
	client := http.Client{Timeout: 30 * time.Second}
	answer, err := client.Get(r.url + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(io.LimitReader(answer.Body, maxFileBytes+1))
}

// tilesPath is the path of a tile as tlog-tiles spells it: the checksum database's own is tile/H/L/N and this is tile/L/N.
func tilesPath(t tlog.Tile) string {
	return strings.Replace(t.Path(), fmt.Sprintf("tile/%d/", t.H), "tile/", 1)
}

func (r logReader) Height() int { return tileHeight }

func (r logReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, t := range tiles {
		if tile, ok := r.known[t]; ok {
			data[i] = tile
			continue
		}
		tile, err := r.get(tilesPath(t))
		if err != nil {
			return nil, err
		}
		data[i] = tile
	}
	return data, nil
}

// SaveTiles is called with tiles that were checked against the root.
func (r logReader) SaveTiles(tiles []tlog.Tile, data [][]byte) {
	for i, t := range tiles {
		r.known[t] = data[i]
	}
}

// entries gives all entries of a log of n, from its bundles.
func (r logReader) entries(n int64) ([][]byte, error) {
	var all [][]byte
	for index := int64(0); index<<tileHeight < n; index++ {
		width := n - index<<tileHeight
		if width > 1<<tileHeight {
			width = 1 << tileHeight
		}
		t := tlog.Tile{H: tileHeight, L: -1, N: index, W: int(width)}
		data, err := r.get(strings.Replace(tilesPath(t), "tile/data/", "tile/entries/", 1))
		if err != nil {
			return nil, err
		}
		for len(data) >= 2 {
			length := int(binary.BigEndian.Uint16(data))
			if len(data) < 2+length {
				return nil, fmt.Errorf("bundle %d is cut short", index)
			}
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
		if len(data) != 0 {
			return nil, fmt.Errorf("bundle %d has a byte too many", index)
		}
	}
	if int64(len(all)) != n {
		return nil, fmt.Errorf("the bundles hold %d entries, the checkpoint says %d", len(all), n)
	}
	return all, nil
}
