import type { Fields } from '#core/fields';

/** Something a shop says on one of its pages, short enough to be shown whole: a section under a heading, or a question with its answer. */
export interface Passage {
  /** The heading, or the question. */
  readonly title: string;
  /** Headings above it, the page's own first. */
  readonly trail: readonly string[];
  /** Plain text, a paragraph, list entry or row each; at least one. */
  readonly lines: readonly string[];
  /** Page and place on it, absolute or relative to the shop: `/help/returns#how-long`. */
  readonly address: string;
  /** BCP 47, lower case: `en`, `zh-cn`. */
  readonly language: string;
  /** Other ways to ask for it, as the shop wrote them. */
  readonly also: readonly string[];
}

/** Something in a shop's file that was left out, and why. The rest is loaded. */
export interface KnowledgeIssue {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** A word of shoppers, and the shop's own that holds for it too: sofa, furniture; 耳机, headphones. */
export interface Synonym {
  readonly word: string;
  readonly means: string;
}

/** What a file gave. */
export interface CutFile {
  readonly passages: readonly Passage[];
  readonly synonyms?: readonly Synonym[];
  readonly issues: readonly KnowledgeIssue[];
}

/** Longest text of a passage, in UTF-16 units: two screens of a phone. A longer section becomes several under one heading. */
export const MAX_PASSAGE_CHARS = 1_500;
/** Most lines of one: what a file with nothing but line breaks could hold. */
const MAX_LINES = 200;
/** Longest title, deepest trail, and most ways to ask: what does not fit is no heading and no way to ask. */
export const MAX_TITLE_CHARS = 300;
const MAX_TRAIL = 8;
/** Longest word that stands for another, and longest that it stands for. */
export const MAX_WORD_CHARS = 60;
export const MAX_ALSO = 10;
/** A page of the web or of the shop itself; as long as every browser and server takes. */
const PAGE_ADDRESS = /^(?=.{1,2000}$)(?:https?:\/\/[^\s/]+\S*|\/(?!\/)\S*)$/i;
/** BCP 47 in lower case. */
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/;

/** Whether an address leads to a page: of the web, or of the shop itself. */
export function isPageAddress(address: string): boolean {
  return PAGE_ADDRESS.test(address);
}

/** `language` as passages write it; undefined where it is no BCP 47. */
export function languageTag(language: string): string | undefined {
  const tag = language.trim().toLowerCase();
  return LANGUAGE.test(tag) ? tag : undefined;
}

/** `text` on one line, without control characters. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\u0000-\u001f\u007f]+/gu, ' ').trim();
}

/** Lines of a section as those of its passages, each of at most {@link MAX_PASSAGE_CHARS} in all; a longer line is cut between sentences, or hard. */
export function inPieces(lines: readonly string[]): readonly (readonly string[])[] {
  const pieces: string[][] = [];
  let [piece, length]: [string[], number] = [[], 0];
  for (const part of lines.flatMap(shortLines)) {
    if (piece.length > 0 && (length + part.length > MAX_PASSAGE_CHARS || piece.length === MAX_LINES)) {
      pieces.push(piece);
      [piece, length] = [[], 0];
    }
    piece.push(part);
    length += part.length;
  }
  return piece.length > 0 ? [...pieces, piece] : pieces;
}

function shortLines(line: string): readonly string[] {
  const parts: string[] = [];
  let rest = oneLine(line);
  while (rest.length > MAX_PASSAGE_CHARS) {
    const head = rest.slice(0, MAX_PASSAGE_CHARS);
    const end = Math.max(...['. ', '。', '！', '？'].map((stop) => head.lastIndexOf(stop))) + 1;
    const at = end > MAX_PASSAGE_CHARS / 2 ? end : MAX_PASSAGE_CHARS;
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return rest === '' ? parts : [...parts, rest];
}

/** Reads a passage of a knowledge file. */
export function readPassage(fields: Fields): Passage {
  return {
    title: fields.text('title', MAX_TITLE_CHARS),
    trail: fields.texts('trail', MAX_TRAIL, MAX_TITLE_CHARS),
    lines: fields.texts('lines', MAX_LINES, MAX_PASSAGE_CHARS),
    address: fields.pattern('address', PAGE_ADDRESS),
    language: fields.pattern('language', LANGUAGE),
    also: fields.texts('also', MAX_ALSO, MAX_TITLE_CHARS),
  };
}
