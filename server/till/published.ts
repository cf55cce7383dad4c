import { decodeOfferSet, decodePriceFile, type PublishedOffers } from '#core/offers';
import { decodeManifest } from '#core/protocol';
import { openNote, parseKeyLine } from '#core/tlog';
import { contentHash, fail, ok, utf8Decode, type ContentHash, type Fault, type Result } from '#core/units';
import { ed25519 } from '#page/crypto';
import { call } from '#server/http';

/** Longest wait for one published file, ms: a shopper stands at the till. */
const LOAD_TIMEOUT_MS = 5_000;
/** Largest file of offers or prices, bytes. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** Reads what a leader publishes now; undefined where it never published offers. @param logKey - of its log, as the policy names it */
export function publishedFrom(leaderUrl: string, logKey: string): () => Promise<Result<PublishedOffers | undefined, Fault>> {
  const load = (path: string): Promise<Result<Uint8Array, Fault>> => call(`${leaderUrl}${path}`, { timeoutMs: LOAD_TIMEOUT_MS, maxBytes: MAX_FILE_BYTES });
  const fileOf = async (type: 'offers' | 'prices', hash: ContentHash): Promise<Result<Uint8Array, Fault>> => {
    const bytes = await load(`/v1/${type}/${hash}`);
    return !bytes.ok || contentHash(bytes.value) === hash ? bytes : fail('changed', `The file of ${type} holds other bytes than the manifest names`);
  };
  return async () => {
    const note = await load('/v1/manifest');
    if (!note.ok) return note;
    const key = parseKeyLine(logKey);
    if (!key.ok) return key;
    const text = await openNote(utf8Decode(note.value), key.value, ed25519);
    if (!text.ok) return text;
    const manifest = decodeManifest(text.value);
    if (!manifest.ok) return manifest;
    const { offers, prices } = manifest.value;
    if (!offers) return ok(undefined);
    const setBytes = await fileOf('offers', offers.hash);
    if (!setBytes.ok) return setBytes;
    const set = decodeOfferSet(setBytes.value);
    if (!set.ok) return set;
    if (!prices) return ok({ set: set.value });
    const priceBytes = await fileOf('prices', prices.hash);
    if (!priceBytes.ok) return priceBytes;
    const file = decodePriceFile(priceBytes.value);
    return file.ok ? ok({ set: set.value, prices: file.value }) : file;
  };
}
