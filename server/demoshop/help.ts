import { GLOSSARY_CHINESE } from './glossary-zh.ts';
import { HELP_CHINESE } from './help-zh.ts';
import { HELP_ENGLISH } from './help-en.ts';

/** The demo shop's help pages and glossary: texts by file name, as `homebird knowledge` reads a shop's. */
export const DEMO_HELP: ReadonlyMap<string, string> = new Map([...Object.entries(HELP_ENGLISH), ...Object.entries(HELP_CHINESE), ['glossary.zh.json', GLOSSARY_CHINESE]]);
