import { render } from 'preact';
import { readPageConfig } from '#page/frame';

const root = document.getElementById('app');
if (!root) throw new TypeError('Cannot start the console: the page has no element "app"');
const config = readPageConfig();
const segments = location.pathname.split('/').filter(Boolean).map(decodeURIComponent);

/** Figures are open to everybody; the rest loads its own code. */
async function start(at: Element): Promise<void> {
  if (['campaigns', 'experiments', 'offers', 'people', 'results', 'rules', 'sign-in'].includes(segments[0] ?? '')) {
    const { Manage } = await import('./manage.tsx');
    render(<Manage config={config} segments={segments} />, at);
  } else {
    const { App } = await import('./app.tsx');
    render(<App config={config} />, at);
  }
}
void start(root);
