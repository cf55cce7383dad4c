import type { Result } from '#core/units';

/** The value of a result that must have gone well. @throws Error with its fault */
export function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.fault.kind}: ${result.fault.message}`);
  return result.value;
}
