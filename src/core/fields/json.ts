import { fail, utf8Decode, utf8Encode, type Result } from '#core/units';
import { readFields, type FieldFault, type Fields } from './fields.ts';

/**
 * JSON with sorted names, no white space and JavaScript's shortest numbers (RFC 8785 for the values we use):
 * the one text of a value, so that hashing it names the value.
 *
 * @throws RangeError on NaN, Infinity, undefined or a function
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`Cannot write ${value} as JSON: it must be finite`);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new RangeError(`Cannot write a ${typeof value} as JSON`);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined); // an optional field left out
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
}

/** {@link canonicalJson} as UTF-8. */
export function encodeJson(value: unknown): Uint8Array<ArrayBuffer> {
  return utf8Encode(canonicalJson(value));
}

/** Reads canonical JSON bytes; text with another order, white space or unknown field is a fault, so one value has one hash. */
export function decodeJson<Value>(what: string, bytes: Uint8Array, read: (fields: Fields) => Value): Result<Value, FieldFault> {
  let text: string;
  let parsed: unknown;
  try {
    text = utf8Decode(bytes);
    parsed = JSON.parse(text);
  } catch (error) {
    return fail('malformed', `Cannot decode ${what} as JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}`);
  }
  const result = readFields(what, parsed, read);
  if (result.ok && canonicalJson(result.value) !== text) return fail('malformed', `Cannot accept ${what}: its JSON is not canonical`);
  return result;
}
