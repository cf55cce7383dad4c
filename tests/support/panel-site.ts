import { aPage, bundle, serveFixture, type FixtureSite } from './fixture-site.ts';

/** Serves the panel over a worker of its own in the page, which keeps what it keeps in the browser's IndexedDB. */
export async function servePanel(): Promise<FixtureSite> {
  return serveFixture({
    files: {
      ...(await bundle({ entries: { panel: 'tests/browser/fixtures/panel.ts' } })), '/favicon.ico': { type: 'image/x-icon', body: '' },
      '/page.css': { type: 'text/css', body: ':root{color-scheme:light dark;background:light-dark(#fff,#101413);color:light-dark(#16211c,#edf2ef);font:16px/1.5 system-ui,sans-serif}body{margin:0}main{max-width:74rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}' },
      '/': aPage('<link rel="stylesheet" href="/page.css"><script type="module" src="/panel.js"></script>', '<main><h1>Account</h1><homebird-privacy></homebird-privacy></main>'),
    },
  });
}
