import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Marked } from 'marked';
import type { Plugin } from 'vite';

const ROOT = dirname(fileURLToPath(import.meta.url));
/** The HTML file at the root that every page of the documentation is poured into. */
const TEMPLATE = 'docs.html';

/** Every Markdown file that belongs to the documentation, as paths from the root. */
function documentedPages(): readonly string[] {
  const below = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name.replaceAll('\\', '/')}`);
  const beside = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...['src', 'src/core', 'worker', 'server', 'bench'].map((folder) => `${folder}/README.md`)];
  return [...beside, ...below.filter((path) => path.endsWith('.md'))].sort();
}

/** Where a page of the repository is served: `docs/shops/embed.md` at `/docs/shops/embed`, a README at its folder. */
function addressOf(path: string): string {
  return `/docs/${path.replace(/^docs\//, '').replace(/\.md$/, '').replace(/(?:^|(?<=\/))README$/, '')}`;
}

function fileAt(address: string): string {
  return `${address.slice(1)}${address.endsWith('/') ? 'index' : ''}.html`;
}

/** A link of `page` as the served documentation has it; undefined for files that are not part of it. */
function servedLink(page: string, href: string): string | undefined {
  if (/^(?:[a-z][a-z\d+.-]*:|#)/i.test(href)) return href;
  const [target = '', anchor] = href.split('#', 2);
  const path = posix.normalize(posix.join(posix.dirname(page), target)).replace(/\/$/, '');
  const suffix = anchor === undefined ? '' : `#${anchor}`;
  if (path.endsWith('.md')) return addressOf(path) + suffix;
  if (/\.(?:svg|schema\.json)$/.test(path)) return `/${path}`;
  const isList = path.startsWith('docs/') && existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isDirectory();
  return isList ? `${addressOf(path)}/` : undefined;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Anchor of a heading, as GitHub makes it and as our pages link to it. */
function anchorOf(heading: string): string {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
}

/** Body of a page, its links turned to where things are served. */
function rendered(page: string, text: string): string {
  const marked = new Marked();
  let tables = 0;
  marked.use({
    renderer: {
      heading({ tokens, text: raw, depth }) {
        return `<h${depth} id="${escapeHtml(anchorOf(raw.replaceAll('`', '')))}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const inside = this.parser.parseInline(tokens);
        const served = servedLink(page, href);
        return served === undefined ? inside : `<a href="${escapeHtml(served)}">${inside}</a>`;
      },
      image({ href, text: alt }) {
        return `<img src="${escapeHtml(servedLink(page, href) ?? '')}" alt="${escapeHtml(alt)}">`;
      },
      code: ({ text: code }) => `<pre tabindex="0"><code>${escapeHtml(code)}</code></pre>\n`,
      table(token) {
        const row = (cells: typeof token.header, tag: string): string => `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`;
        tables += 1; // regions of one name could not be told apart
        return `<div class="table" role="region" aria-label="Table ${tables}" tabindex="0"><table><thead>${row(token.header, 'th')}</thead><tbody>${token.rows.map((cells) => row(cells, 'td')).join('')}</tbody></table></div>\n`;
      },
    },
  });
  return marked.parse(text, { async: false });
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function titleOf(text: string): string {
  return (/^# (.+)$/m.exec(text)?.[1] ?? 'Homebird').replaceAll('`', '');
}

/** Pages that `page` links to, in its order, each once. */
function pagesLinkedBy(page: string): readonly string[] {
  const targets = [...read(page).matchAll(/\]\(([^)\s#]+\.md)[^)]*\)/g)].map(([, target = '']) => posix.normalize(posix.join(posix.dirname(page), target)));
  return [...new Set(targets)].filter((target) => existsSync(join(ROOT, target)));
}

/** The side bar: what the README and the index for shops link to, in their order. */
function sideBar(current: string): string {
  const shops = pagesLinkedBy('docs/shops/README.md').filter((page) => page.startsWith('docs/shops/'));
  const reference = pagesLinkedBy('README.md').filter((page) => !page.startsWith('docs/shops/') && !page.endsWith('README.md'));
  const item = (page: string, name = titleOf(read(page))): string => `<li><a href="${addressOf(page)}"${page === current ? ' aria-current="page"' : ''}>${escapeHtml(name)}</a></li>`;
  const group = (title: string, pages: readonly string[]): string => `<h2>${title}</h2><ul class="links">${pages.map((page) => item(page)).join('')}</ul>`;
  return `<ul class="links">${item('README.md', 'Overview')}${item('docs/shops/README.md')}</ul>${group('For shops', shops)}${group('Reference', reference)}`;
}

/** A list of the pages of a folder that has no page of its own, for links to the folder. */
function listOf(folder: string, pages: readonly string[]): string {
  const items = pages.map((page) => `- [${titleOf(read(page))}](${posix.basename(page)})`);
  return `# ${folder.slice(0, 1).toUpperCase()}${folder.slice(1)}\n\n${items.join('\n')}\n`;
}

/** Pours every page of the documentation into `docs.html`, so that a running deployment shows the pages that belong to its build. */
export function documentation(): Plugin {
  return {
    name: 'homebird-documentation',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const template = bundle[TEMPLATE];
        if (template?.type !== 'asset') throw new Error(`Cannot build the documentation: ${TEMPLATE} is not in the build`);
        const shell = String(template.source);
        delete bundle[TEMPLATE];
        const emit = (page: string, text: string): void => {
          const filled = { TITLE: escapeHtml(titleOf(text)), NAV: sideBar(page), BODY: rendered(page, text) };
          const source = Object.entries(filled).reduce((html, [name, value]) => html.replaceAll(`%DOCS_${name}%`, () => value), shell);
          this.emitFile({ type: 'asset', fileName: fileAt(addressOf(page)), source });
        };
        const pages = documentedPages();
        for (const page of pages) emit(page, read(page));
        const decisions = pages.filter((page) => page.startsWith('docs/decisions/'));
        emit('docs/decisions/README.md', listOf('decisions', decisions));
        const files = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:svg|schema\.json)$/.test(file));
        for (const name of files) this.emitFile({ type: 'asset', fileName: `docs/${name}`, source: read(`docs/${name}`) });
      },
    },
  };
}
