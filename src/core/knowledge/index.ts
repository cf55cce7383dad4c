/**
 * **Knows** what a shop says on its pages, cut into passages that can be cited: out of Markdown, HTML and schema.org's FAQPage,
 * and the one public file that carries them.
 * **Not here** finding an answer in them (`#core/assistant`), reading files (`#server/catalogue`), loading one (`#worker/assistant`).
 * **Life of a page** its address and language → a section a heading, with its anchor → pieces short enough to show → the file.
 * **Trust** pages and files are hostile text: what cannot be read is an issue that names file and line, the rest is loaded;
 * markup becomes plain text. Whoever controls `knowledge.json` controls what the assistant says, as the shop does anyway.
 */
export { decodeKnowledge, decodeKnowledgeManifest, encodeKnowledge, encodeKnowledgeManifest, joined, cutFile, KNOWLEDGE_FILE, MAX_SYNONYMS, type Knowledge } from './knowledge.ts';
export type { KnowledgeIssue, Passage, Synonym } from './passage.ts';
