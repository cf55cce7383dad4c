/**
 * **Knows** how a shopper takes what is hers: an export to read (one JSON document, or tables as CSV), and a package that
 * moves her to another device, as a sealed file or as codes for a camera; and how two devices' histories become one.
 * **Not here** keys, ciphers and compression (`#page/crypto`), reading and writing stores (`#worker/session`), the panel.
 * **Life of a move** package as text → compressed and sealed under her passphrase, its header as associated data → a file, or
 * frames → gathered, opened, parsed field by field → merged by laws: nothing twice, nothing erased comes back, ρ never less.
 * **Trust** a sealed file may come from a stranger: its header is bounded before a key is made, and after opening every field
 * is checked as if a page had sent it. She who forges a package can mislead one shelf and stop one device from reporting.
 */
export { csvOf } from './csv.ts';
export { EXPORT_FORMAT, EXPORT_VERSION, type ExportDocument } from './export-document.ts';
export { exportTable } from './export-tables.ts';
export {
  headerBytes, MAX_ENVELOPE_BYTES, PASSPHRASE_ROUNDS, readEnvelope, sealedFile, shopTag, TAG_BYTES, type EnvelopeFault,
} from './envelope.ts';
export { framesOf, gatherer, MAX_FRAMES } from './frames.ts';
export { mergedAdSecret, mergedEvents, mergedLedger, mergedPause, mergedWishes, movedEntries, type Wished } from './merge.ts';
export { packageText, parsePackage, type MovePackage } from './package.ts';
