import { fail, ok, type Fault, type Result } from '#core/units';

/** Bytes, text or values that are no such thing. `message` names the field. */
export type FieldFault = Fault<'malformed'>;

/** Reads one decoded object (JSON or CBOR) field by field; each refusal names the field's path. */
export interface Fields {
  /** A string of 0 to `maxLength` UTF-16 units without control characters. */
  text(name: string, maxLength: number): string;
  /** A string that `pattern` matches whole. */
  pattern(name: string, pattern: RegExp): string;
  integer(name: string, min: number, max: number): number;
  /** A finite number. */
  number(name: string, min: number, max: number): number;
  flag(name: string): boolean;
  /** Whether there is such a field at all: what to ask before reading an optional one. */
  has(name: string): boolean;
  bytes(name: string, length: number): Uint8Array;
  oneOf<const Choice extends string | number>(name: string, choices: readonly Choice[]): Choice;
  object<Value>(name: string, read: (fields: Fields) => Value): Value;
  /** An object that may be absent. */
  optional<Value>(name: string, read: (fields: Fields) => Value): Value | undefined;
  list<Value>(name: string, maxLength: number, read: (fields: Fields) => Value): Value[];
  /** A list of strings, each of which `pattern` matches whole. */
  patterns(name: string, maxLength: number, pattern: RegExp): string[];
  /** A list of strings as {@link Fields.text} reads one. */
  texts(name: string, maxLength: number, maxTextLength: number): string[];
  /** A list of finite numbers. */
  numbers(name: string, maxLength: number, min: number, max: number): number[];
  /** Every field of an object whose names are data. */
  entries<Value>(name: string, maxLength: number, read: (fields: Fields, key: string) => Value): Record<string, Value>;
}

/** Hostile values inside one decoder; never leaves this room. */
class FieldError extends Error {}

/** Reads `value` as one object with exactly the fields `read` asks for; anything else is a fault that names the field. */
export function readFields<Value>(what: string, value: unknown, read: (fields: Fields) => Value): Result<Value, FieldFault> {
  try {
    return ok(objectAt(what, value, read));
  } catch (error) {
    if (error instanceof FieldError) return fail('malformed', `Cannot read ${error.message}`);
    throw error;
  }
}

/** Printable, one line: what a name, a URL or a shop may hold. */
const CONTROL_FREE = /^[^\u0000-\u001f\u007f]*$/;

function objectAt<Value>(path: string, value: unknown, read: (fields: Fields) => Value): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) throw new FieldError(`${path}: wanted an object`);
  const source = value as Record<string, unknown>;
  const asked = new Set<string>();
  const result = read(fieldsOf(path, source, asked));
  for (const name of Object.keys(source)) if (!asked.has(name)) throw new FieldError(`${path}.${CONTROL_FREE.test(name) ? name.slice(0, 40) : '?'}: there is no such field`);
  return result;
}

function fieldsOf(path: string, source: Record<string, unknown>, asked: Set<string>): Fields {
  const take = (name: string): unknown => {
    asked.add(name);
    return Object.hasOwn(source, name) ? source[name] : undefined;
  };
  const refuse = (name: string, wanted: string): never => {
    throw new FieldError(`${path}.${name}: wanted ${wanted}`);
  };
  const number = (name: string, min: number, max: number): number => {
    const value = take(name);
    return typeof value === 'number' && value >= min && value <= max ? value : refuse(name, `a number from ${min} to ${max}`);
  };
  return {
    text(name, maxLength) {
      const value = take(name);
      return typeof value === 'string' && value.length <= maxLength && CONTROL_FREE.test(value) ? value : refuse(name, `text of at most ${maxLength} characters on one line`);
    },
    pattern(name, pattern) {
      const value = take(name);
      return typeof value === 'string' && pattern.test(value) ? value : refuse(name, `text like ${pattern.source}`);
    },
    integer(name, min, max) {
      const value = number(name, min, max);
      return Number.isSafeInteger(value) ? value : refuse(name, 'an integer');
    },
    number,
    flag(name) {
      const value = take(name);
      return typeof value === 'boolean' ? value : refuse(name, 'true or false');
    },
    has: (name) => Object.hasOwn(source, name),
    bytes(name, length) {
      const value = take(name);
      return value instanceof Uint8Array && value.length === length ? value : refuse(name, `${length} bytes`);
    },
    oneOf(name, choices) {
      const value = take(name);
      return choices.find((choice) => choice === value) ?? refuse(name, `one of ${choices.join(', ')}`);
    },
    object: (name, read) => objectAt(`${path}.${name}`, take(name), read),
    optional: (name, read) => (Object.hasOwn(source, name) ? objectAt(`${path}.${name}`, take(name), read) : undefined),
    list(name, maxLength, read) {
      const value = take(name);
      if (!Array.isArray(value) || value.length > maxLength) return refuse(name, `a list of at most ${maxLength}`);
      return value.map((entry, i) => objectAt(`${path}.${name}[${i}]`, entry, read));
    },
    patterns(name, maxLength, pattern) {
      const value = take(name);
      const isFit = Array.isArray(value) && value.length <= maxLength && value.every((entry) => typeof entry === 'string' && pattern.test(entry));
      return isFit ? (value as string[]) : refuse(name, `a list of at most ${maxLength} like ${pattern.source}`);
    },
    texts(name, maxLength, maxTextLength) {
      const value = take(name);
      const isFit = Array.isArray(value) && value.length <= maxLength && value.every((entry) => typeof entry === 'string' && entry.length <= maxTextLength && CONTROL_FREE.test(entry));
      return isFit ? (value as string[]) : refuse(name, `a list of at most ${maxLength} texts of at most ${maxTextLength} characters on one line`);
    },
    numbers(name, maxLength, min, max) {
      const value = take(name);
      const isFit = Array.isArray(value) && value.length <= maxLength && value.every((entry) => typeof entry === 'number' && entry >= min && entry <= max);
      return isFit ? (value as number[]) : refuse(name, `a list of at most ${maxLength} numbers from ${min} to ${max}`);
    },
    entries(name, maxLength, read) {
      return objectAt(`${path}.${name}`, take(name), (fields) => {
        const keys = Object.keys(source[name] as object);
        if (keys.length > maxLength) refuse(name, `at most ${maxLength} fields`);
        if (!keys.every((key) => CONTROL_FREE.test(key))) refuse(name, 'names on one line');
        return Object.fromEntries(keys.map((key) => [key, read(fields, key)]));
      });
    },
  };
}
