import { fail, ok, type Fault, type Result } from '#core/units';
import { load } from '#page/network';

/** Why a public file could not be shown. */
export type LoadFault = Fault<'offline' | 'malformed'>;

/** Loads one public file: the same for everyone, no credentials, nothing about the visitor in its address. */
export async function loadBytes(url: string): Promise<Result<Uint8Array, LoadFault>> {
  const loaded = await load(new URL(url, location.href).href);
  return loaded.ok ? loaded : fail('offline', loaded.fault.message);
}

/** Loads one public JSON file and checks it with `parse`, which gives undefined for what it does not know. */
export async function loadJson<Value>(url: string, parse: (json: unknown) => Value | undefined): Promise<Result<Value, LoadFault>> {
  const bytes = await loadBytes(url);
  if (!bytes.ok) return bytes;
  let value: Value | undefined;
  try {
    value = parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value)));
  } catch {
    // Not UTF-8 or not JSON: told to the caller as malformed, like JSON of another shape.
  }
  return value === undefined ? fail('malformed', `Cannot read ${url}: it holds something else than expected`) : ok(value);
}
