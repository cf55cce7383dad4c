/** An expected failure as plain data, so that it survives the trip between threads and processes. */
export interface Fault<Kind extends string = string> {
  readonly kind: Kind;
  /** One sentence for a developer: what was tried, on what, and what was wanted. Never holds personal data. */
  readonly message: string;
}

/** What an operation that may fail as expected gives back. */
export type Result<Value, F extends Fault = Fault> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: F };

/** Wraps a value as the successful side of a {@link Result}. */
export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** Wraps a kind and its message as the failed side of a {@link Result}. */
export function fail<Kind extends string>(kind: Kind, message: string): { readonly ok: false; readonly fault: Fault<Kind> } {
  return { ok: false, fault: { kind, message } };
}
