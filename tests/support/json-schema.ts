/** A JSON Schema of the words that ours use; an unknown word throws, so that no check is passed over in silence. */
type Schema = Readonly<Record<string, unknown>>;

const NOTES = new Set(['$schema', '$id', '$defs', 'title', 'description']);

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** Checks by word: each gives what is wrong, '' where nothing is. */
const CHECKS: Readonly<Record<string, (wanted: unknown, value: unknown, at: string, root: Schema) => readonly string[]>> = {
  type: (wanted, value, at) => (typeOf(value) === wanted || (wanted === 'number' && typeof value === 'number') ? [] : [`${at}: ${typeOf(value)}, wanted ${String(wanted)}`]),
  const: (wanted, value, at) => (value === wanted ? [] : [`${at}: wanted ${JSON.stringify(wanted)}`]),
  enum: (wanted, value, at) => ((wanted as unknown[]).includes(value) ? [] : [`${at}: ${JSON.stringify(value)} is none of the list`]),
  pattern: (wanted, value, at) => (typeof value !== 'string' || new RegExp(String(wanted), 'u').test(value) ? [] : [`${at}: does not match ${String(wanted)}`]),
  minimum: (wanted, value, at) => (typeof value !== 'number' || value >= Number(wanted) ? [] : [`${at}: below ${String(wanted)}`]),
  exclusiveMinimum: (wanted, value, at) => (typeof value !== 'number' || value > Number(wanted) ? [] : [`${at}: not above ${String(wanted)}`]),
  maximum: (wanted, value, at) => (typeof value !== 'number' || value <= Number(wanted) ? [] : [`${at}: above ${String(wanted)}`]),
  minLength: (wanted, value, at) => (typeof value !== 'string' || value.length >= Number(wanted) ? [] : [`${at}: too short`]),
  maxLength: (wanted, value, at) => (typeof value !== 'string' || value.length <= Number(wanted) ? [] : [`${at}: too long`]),
  required: (wanted, value, at) => (wanted as string[]).filter((key) => !Object.hasOwn(Object(value), key)).map((key) => `${at}: lacks ${key}`),
  items: (wanted, value, at, root) => (Array.isArray(value) ? value.flatMap((each, i) => faults(wanted as Schema, each, `${at}[${i}]`, root)) : []),
  properties: (wanted, value, at, root) => Object.entries(wanted as Record<string, Schema>).flatMap(([key, schema]) => (Object.hasOwn(Object(value), key) ? faults(schema, (value as Record<string, unknown>)[key], `${at}.${key}`, root) : [])),
  anyOf: (wanted, value, at, root) => ((wanted as Schema[]).some((schema) => faults(schema, value, at, root).length === 0) ? [] : [`${at}: fits none of its forms`]),
  $ref: (wanted, value, at, root) => faults((root['$defs'] as Record<string, Schema>)[String(wanted).replace('#/$defs/', '')] ?? {}, value, at, root),
};

function others(schema: Schema, value: unknown, at: string, root: Schema): readonly string[] {
  const wanted = schema['additionalProperties'];
  if (wanted === undefined || typeof value !== 'object' || value === null) return [];
  const more = Object.entries(value).filter(([key]) => !Object.hasOwn(Object(schema['properties']), key));
  return wanted === false ? more.map(([key]) => `${at}: has ${key} besides`) : more.flatMap(([key, each]) => faults(wanted as Schema, each, `${at}.${key}`, root));
}

function faults(schema: Schema, value: unknown, at: string, root: Schema): readonly string[] {
  return [...others(schema, value, at, root), ...Object.entries(schema).flatMap(([word, wanted]) => {
    if (NOTES.has(word) || word === 'additionalProperties') return [];
    const check = CHECKS[word];
    if (!check) throw new RangeError(`Cannot check the word "${word}" at ${at}`);
    return check(wanted, value, at, root);
  })];
}

/** What of `value` is not as `schema` has it, a line each. */
export function schemaFaults(schema: Schema, value: unknown): readonly string[] {
  return faults(schema, value, '$', schema);
}
