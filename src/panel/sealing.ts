import { headerBytes, MAX_ENVELOPE_BYTES, PASSPHRASE_ROUNDS, readEnvelope, sealedFile, shopTag, TAG_BYTES, type EnvelopeFault } from '#core/transfer';
import { fail, ok, utf8Decode, utf8Encode, type Fault, type Randomness, type Result } from '#core/units';
import { canSeal, deflate, inflate, passphraseOpen, passphraseSeal } from '#page/crypto';

/** As `webRandomness`, which few parts share: here it would come as a file of its own. */
const browserRandomness: Randomness = { fill: (out) => void out.set(crypto.getRandomValues(new Uint8Array(out.length))) };

function drawn(bytes: number, randomness: Randomness): Uint8Array {
  const out = new Uint8Array(bytes);
  randomness.fill(out);
  return out;
}

/** Letters of a passphrase that we make: no two that look alike on paper (Crockford's base 32, in small letters). */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** A passphrase of 80 bits, to be written down: four groups of four. */
export function madePassphrase(randomness: Randomness = browserRandomness): string {
  const letters = [...drawn(16, randomness)].map((byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
  return letters.replace(/(....)(?=.)/g, '$1-');
}

/** `text` sealed under `passphrase`, as the file that another device opens. */
export async function seal(text: string, passphrase: string, { shop, nowMs, randomness = browserRandomness }: { readonly shop: string; readonly nowMs: number; readonly randomness?: Randomness }): Promise<Result<Uint8Array, Fault<'no-crypto'>>> {
  if (!canSeal()) return fail('no-crypto', 'Cannot seal: this page is not served by https');
  const plain = utf8Encode(text);
  const packed = await deflate(plain);
  const how = { passphrase, rounds: PASSPHRASE_ROUNDS, salt: drawn(16, randomness), nonce: drawn(12, randomness) };
  const body = packed ?? plain;
  const header = headerBytes({ ...how, isCompressed: packed !== undefined, shop: shopTag(shop), packedAtMs: nowMs }, body.length + TAG_BYTES);
  return ok(sealedFile(header, await passphraseSeal(how, header, body)));
}

/** Opens what {@link seal} made. */
export async function open(file: Uint8Array, passphrase: string, shop: string): Promise<Result<string, EnvelopeFault | Fault<'wrong-passphrase' | 'no-crypto'>>> {
  const envelope = readEnvelope(file, shop);
  if (!envelope.ok) return envelope;
  if (!canSeal()) return fail('no-crypto', 'Cannot open: this page is not served by https');
  const { header, ciphertext, isCompressed } = envelope.value;
  const body = await passphraseOpen({ ...envelope.value, passphrase }, header, ciphertext);
  if (!body) return fail('wrong-passphrase', 'Cannot open this file with that passphrase');
  const plain = isCompressed ? await inflate(body, MAX_ENVELOPE_BYTES) : body;
  return plain ? ok(utf8Decode(plain)) : fail('damaged', 'Cannot read this file: it does not unpack');
}
