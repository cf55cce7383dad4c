/** Name of the record that lies beside the folders of builds. */
export const TAG_RECORD = 'homebird.json';

/** A build of the tag. */
export interface TagBuild {
  /** Name of its folder, 16 hex digits made of its content. */
  readonly build: string;
  /** Subresource Integrity of its `homebird.js`, which holds the hashes of all it loads. */
  readonly integrity: string;
}

/** Reads a record that was parsed as JSON; undefined where it is none. */
export function readTagBuild(json: unknown): TagBuild | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { build, integrity } = json as Partial<Record<keyof TagBuild, unknown>>;
  const isRecord = typeof build === 'string' && /^[0-9a-f]{16}$/.test(build) && typeof integrity === 'string' && /^sha384-[A-Za-z0-9+/]{64}$/.test(integrity);
  return isRecord ? { build, integrity } : undefined;
}
