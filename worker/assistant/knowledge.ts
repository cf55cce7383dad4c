import { createAssistant, type Assistant } from '#core/assistant';
import type { WorkerFault } from '#core/contract';
import { decodeKnowledge, decodeKnowledgeManifest, KNOWLEDGE_FILE } from '#core/knowledge';
import type { Network } from '#core/protocol';
import { fail, ok, type ContentHash, type Result } from '#core/units';

/** Where the knowledge of a shop comes from: public files, the same for everyone. */
export interface KnowledgeSource {
  /** Address of the catalogue's folder, with its slash. */
  readonly folder: string;
  readonly load: Network['load'];
  readonly hash: (bytes: Uint8Array) => Promise<ContentHash>;
}

/** Loads `knowledge.json` and the file that it names. A shop that has none is a fault of kind `not-started`. */
export async function loadAssistant({ folder, load, hash }: KnowledgeSource): Promise<Result<Assistant, WorkerFault>> {
  const manifestBytes = await load(folder + KNOWLEDGE_FILE);
  if (!manifestBytes.ok) return fail('not-started', `The assistant has nothing to answer from: ${manifestBytes.fault.message}`);
  const manifest = decodeKnowledgeManifest(manifestBytes.value);
  if (!manifest.ok) return fail('catalogue', manifest.fault.message);
  const name = `${manifest.value.knowledge}.json`;
  const bytes = await load(folder + name);
  if (!bytes.ok) return fail('offline', bytes.fault.message);
  if ((await hash(bytes.value)) !== manifest.value.knowledge) return fail('catalogue', `Cannot use ${name}: its bytes do not hash to its name`);
  const knowledge = decodeKnowledge(bytes.value);
  if (!knowledge.ok) return fail('catalogue', knowledge.fault.message);
  const assistant = createAssistant(knowledge.value);
  return assistant.ok ? ok(assistant.value) : fail('catalogue', assistant.fault.message);
}
