/**
 * **Knows** feed, catalogue and knowledge files on disk, and the commands that make them.
 * **Not here** what feeds mean (`#core/feed`), what catalogues hold (`#core/catalogue`), serving them (`server/site`).
 * **Trust** reads the file it is told to and no other: nothing in a feed is included or run, and its pictures are fetched only where `--fetch-pictures` asks for it. A zip bomb ends at 512 MiB.
 */
export { CATALOGUE_HELP, runCatalogueCommand } from './command.ts';
export { isRemote } from './fetch-pictures.ts';
export { knowledgeOf } from './knowledge.ts';
export { knowledgeIssueLines, runKnowledgeCommand } from './knowledge-command.ts';
export { readFeed } from './read-feed.ts';
export { adPictures, thumbnailer } from './thumbnail.ts';
export { writeCatalogue } from './write-catalogue.ts';
export { readTexts, writeKnowledge } from './write-knowledge.ts';
