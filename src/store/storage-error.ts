import { StorageError } from '#core/protocol';

/** An error as browsers throw theirs: told apart by its name. */
export function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** `cause` as a {@link StorageError} that says what was tried. */
export function storageError(action: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new StorageError(`Cannot ${action}: ${why}`, { cause });
}
