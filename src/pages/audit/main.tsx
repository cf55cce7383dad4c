import { render } from 'preact';
import { App } from './app.tsx';
import { readPageConfig } from '#page/frame';

const root = document.getElementById('app');
if (!root) throw new TypeError('Cannot start the audit: the page has no element "app"');
render(<App config={readPageConfig()} />, root);
