/**
 * Storage that is gone, full or forbidden: an expected failure. It is thrown because the log's promise has no room for a
 * fault; whoever composes the stores catches it and answers with a fault of kind `storage`.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly kind = 'storage';
}

/** `cause` as a {@link StorageError} that says what was tried. */
export function storageError(action: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new StorageError(`Cannot ${action}: ${why}`, { cause });
}
