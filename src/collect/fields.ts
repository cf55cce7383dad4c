/** What a page's script says, by name; nothing of it is trusted. */
export type Fields = Readonly<Record<string, unknown>>;

/** `value` where it has named fields, as no list has. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
