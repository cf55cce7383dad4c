import { render } from 'preact';
import { readPageConfig } from '#page/frame';
import { App } from './app.tsx';
import { applyLanguage } from './language.ts';
import { startRouter } from './router.ts';

const root = document.getElementById('app');
if (!root) throw new TypeError('Cannot start the shop: the page has no element "app"');
applyLanguage();
startRouter();
render(<App config={readPageConfig()} />, root);
