import { StorageError } from '#core/protocol';

/** `cause` as a {@link StorageError} that says what was tried. */
export function storageError(action: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new StorageError(`Cannot ${action}: ${why}`, { cause });
}
