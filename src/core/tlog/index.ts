/**
 * **Knows** the Merkle log: RFC 6962 hashing and proofs, C2SP tiles, checkpoints, signed notes and cosignatures.
 * **Not here** what an entry says (`#core/protocol`), where files lie (`#server/log`), Ed25519 itself (`#page/crypto`).
 * **Trust** whoever serves a log can withhold it; it cannot change an entry or forget one without a proof failing.
 */
export { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint.ts';
export {
  consistencyFrom, consistencyProof, inclusionFrom, inclusionProof, leafHash, nodeHash, rootFrom, sortedRoot, treeRoot, verifyConsistency,
  verifyInclusion, type SubtreeHash, type TreeHead,
} from './merkle.ts';
export {
  COSIGNATURE_V1, cosignedAt, cosignNote, keyLine, openNote, parseKeyLine, signaturesBy, signNote, unverifiedText, type Ed25519, type Ed25519Verifier,
  type NoteKey, type NoteSigner,
} from './note.ts';
export {
  decodeEntries, decodeTile, encodeEntries, encodeTile, parseTilePath, TILE_HEIGHT, TILE_WIDTH, tilePath, tilesOf, withTiles, type Tile,
  type TileFault,
} from './tiles.ts';
export {
  acceptCheckpoint, helperCosigned, openCheckpoint, trustOf, witnessesCosigned, type CosignedWithin, type LogPins, type LogTrust,
} from './trust.ts';
