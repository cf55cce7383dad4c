import { inPieces, MAX_TITLE_CHARS, oneLine, type KnowledgeIssue, type Passage } from './passage.ts';

/** Where the sections of a page lie. */
export interface PagePlace {
  /** Name of the file, for issues. */
  readonly file: string;
  /** Address of the page, without a fragment. */
  readonly address: string;
  readonly language: string;
}

/** Collects the sections of one page, heading by heading, as both Markdown and HTML give them. */
export interface Sections {
  /** @param level - 1 to 7; what stands under a heading of a lower number belongs to it */
  heading(level: number, title: string, id: string | undefined, line: number): void;
  text(line: string): void;
  /** A question with its answer, wherever it stands. */
  question(title: string, answer: readonly string[], at: { readonly address?: string; readonly also?: readonly string[]; readonly line: number }): void;
  end(): { readonly passages: readonly Passage[]; readonly issues: readonly KnowledgeIssue[] };
}

/** An anchor as GitHub and most generators make it of a heading: small letters and digits of any script, dashes for spaces. */
export function anchorOf(title: string): string {
  return title.trim().toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}\s_-]/gu, '').replaceAll(/\s/gu, '-');
}

/** Nothing yet. */
export function sectionsOf({ file, address, language }: PagePlace): Sections {
  const passages: Passage[] = [];
  const issues: KnowledgeIssue[] = [];
  const anchors = new Map<string, number>();
  let trail: { readonly level: number; readonly title: string }[] = [];
  let open: { readonly title: string; readonly anchor: string; readonly line: number } | undefined;
  let lines: string[] = [];
  const add = (title: string, trailTitles: readonly string[], own: readonly string[], at: string, also: readonly string[] = []): void => {
    for (const piece of inPieces(own)) passages.push({ title, trail: trailTitles, lines: piece, address: at, language, also });
  };
  const close = (): void => {
    if (open && lines.some((line) => oneLine(line) !== '')) add(open.title, trail.slice(0, -1).map(({ title }) => title).slice(-4), lines, address + (open.anchor && `#${open.anchor}`));
    else if (open === undefined && lines.some((line) => oneLine(line) !== '')) issues.push({ file, line: 1, reason: 'text before the first heading belongs to no section' });
    lines = [];
  };
  /** The second heading of a name gets a number, as generators give it. */
  const freshAnchor = (title: string): string => {
    const anchor = anchorOf(title);
    const before = anchors.get(anchor) ?? 0;
    anchors.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  };
  return {
    heading(level, given, id, line) {
      close();
      const title = oneLine(given).slice(0, MAX_TITLE_CHARS);
      if (title === '') {
        issues.push({ file, line, reason: 'a heading without words: what stands under it is left out' });
        open = undefined;
        return;
      }
      trail = [...trail.filter((above) => above.level < level), { level, title }];
      // The page's own heading is the page itself.
      open = { title, anchor: id ?? (trail.length === 1 && passages.length === 0 ? '' : freshAnchor(title)), line };
    },
    text(line) {
      lines.push(line);
    },
    question(given, answer, { address: at = '', also = [], line }) {
      const title = oneLine(given).slice(0, MAX_TITLE_CHARS);
      if (title === '') issues.push({ file, line, reason: 'a question without words' });
      else if (answer.every((text) => oneLine(text) === '')) issues.push({ file, line, reason: `"${title.slice(0, 60)}" has no answer` });
      else add(title, [], answer, at === '' ? address : at, also);
    },
    end() {
      close();
      return { passages, issues };
    },
  };
}
