/**
 * **Knows** canonical JSON, and how an object from strangers is read field by field.
 * **Not here** what any file or message holds: its codec lives with the concept that owns it.
 * **Trust** hostile values are refused with a fault that names the field's path; nothing is thrown but for a value of ours that no JSON can hold.
 */
export { readFields, type Fields, type FieldFault } from './fields.ts';
export { canonicalJson, decodeJson, encodeJson } from './json.ts';
