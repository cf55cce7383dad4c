import { aPage, bundle, serveFixture, type FixtureFile, type FixtureSite } from './fixture-site.ts';

/** The page around our elements, as a shop's own style sheet would make it. */
const STYLE = `
:root { color-scheme: light dark; background: light-dark(#fff, #101413); color: light-dark(#16211c, #edf2ef); font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; } main { max-width: 74rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
`;
/** What docs/shops/placements.md gives to shops, so that nothing moves when the tag arrives. */
const RESERVED = `
homebird-shelf { display: block; container-type: inline-size; }
homebird-shelf:not(:defined)::before { content: ''; display: block; height: calc(13.7rem + clamp(9.5rem, 44cqw, 13.25rem)); }
`;
const PICTURE_COLOURS = ['#d7e6dd', '#e9dccd', '#d9dfee', '#eadbe4', '#e6e3cc'];

function picture(number: number): FixtureFile {
  const [ground, ink] = [PICTURE_COLOURS[number % PICTURE_COLOURS.length] ?? '#ddd', '#3b4a43'];
  return { type: 'image/svg+xml', body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><rect width="200" height="200" fill="${ground}"/><rect x="${50 + number * 2}" y="60" width="${90 - number * 3}" height="90" rx="18" fill="${ink}" opacity=".75"/></svg>` };
}

/** Serves pages with our elements over a make-believe shopper, under a strict content security policy. */
export async function serveElements(): Promise<FixtureSite> {
  const head = '<link rel="stylesheet" href="/page.css"><script type="module" src="/elements.js"></script>';
  const pictures = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`/pictures/p${i}.svg`, picture(i)]));
  return serveFixture({
    files: {
      ...(await bundle({ entries: { elements: 'tests/browser/fixtures/elements.ts' } })), ...pictures,
      '/page.css': { type: 'text/css', body: STYLE + RESERVED }, '/favicon.ico': { type: 'image/x-icon', body: '' },
      '/shelf': aPage(head, '<main><h1>A shop</h1><homebird-shelf placement="home" count="8"></homebird-shelf><p>After the shelf</p></main>'),
      '/two': aPage(head, '<main><h1>A shop</h1><homebird-shelf placement="home" count="4"></homebird-shelf><homebird-shelf placement="category" category="Shop" count="4"></homebird-shelf></main>'),
      '/search': aPage(head, '<header><homebird-search><form action="/results"><input name="q" aria-label="Search"><button>Go</button></form></homebird-search></header><main><h1>A shop</h1><p>What the shop shows.</p></main>'),
      '/results': aPage('', '<main><h1>Results</h1></main>'),
      '/banner': aPage(head, '<main><h1>A shop</h1><p>What the shop shows.</p></main><homebird-consent></homebird-consent>'),
      '/panel': aPage(head, '<main><h1>Account</h1><homebird-privacy></homebird-privacy></main>'),
      '/p/p0': aPage('', '<main><h1>Product</h1></main>'),
    },
  });
}
