import type { JSX } from 'preact';
import { Icon, type PageConfig } from '#page/frame';
import { documentedParts } from './documentation.ts';
import { SHOP_NAME, Wordmark } from './header.tsx';
import { applyLanguage, language, LANGUAGES, type Language } from './language.ts';
import { HELP_PAGES } from './help-pages.ts';
import { categoryHref, type Range } from './range.ts';
import { place, replaceQuery } from './router.ts';

/** Departments named at the foot of the page. */
const MAX_FOOTER = 6;

const PROMISES = [
  { icon: 'truck', title: 'Free delivery from €60', text: 'Two to four working days in Germany.' },
  { icon: 'back', title: '60 days to return', text: 'Changed your mind? Send it back.' },
  { icon: 'store', title: 'Collect nearby', text: 'At 1,200 parcel shops and lockers.' },
  { icon: 'shield', title: 'Your history is yours', text: 'It is kept on your device, and only if you agree.' },
] as const;

/** Four things the shop promises. */
export function Promises(): JSX.Element {
  return (
    <ul class="promises">
      {PROMISES.map(({ icon, title, text }) => (
        <li key={title}><Icon name={icon} size={26} /><div><strong>{title}</strong><p class="small soft">{text}</p></div></li>
      ))}
    </ul>
  );
}

/** In a tab of its own: the documentation is for whoever builds shops, and her basket stays where it is. */
function DocumentLink({ title, href }: { title: string; href: string }): JSX.Element {
  return <li><a href={href} target="_blank" rel="noopener">{title} <Icon name="out" size={14} /></a></li>;
}

/** Says what it changes: the shop's own words are not translated, Homebird's are. */
function LanguageMenu(): JSX.Element {
  const change = (wished: string): void => {
    language.value = wished as Language;
    applyLanguage();
    replaceQuery(new URLSearchParams(location.search));
  };
  return (
    <label class="language">
      <span class="small soft">Language of the recommendations</span>
      <select class="input" value={language.value} onChange={(event) => change(event.currentTarget.value)}>
        {Object.entries(LANGUAGES).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
      </select>
    </label>
  );
}

/** Foot of every page. */
export function Footer({ range, config }: { range: Range | null; config: PageConfig }): JSX.Element {
  return (
    <footer class="site-footer">
      <div class="page footer-columns">
        <div class="footer-about">
          <Wordmark />
          <p class="soft">{SHOP_NAME} is a demonstration shop. Nothing is sold and no card is charged. Its recommendations are made by Homebird, inside your browser.</p>
          <LanguageMenu />
        </div>
        <nav aria-label="Departments, at the foot of the page">
          <h2 class="footer-title">Departments</h2>
          <ul class="footer-list">
            {range?.departments.slice(0, MAX_FOOTER).map((node) => <li key={node.path}><a href={categoryHref(node)}>{node.label}</a></li>)}
            <li><a href="/departments">All departments</a></li>
          </ul>
        </nav>
        <nav aria-label="Help">
          <h2 class="footer-title">Help</h2>
          <ul class="footer-list">{HELP_PAGES.map(([path, title]) => <li key={path}><a href={`/help/${path}`}>{title}</a></li>)}</ul>
        </nav>
        <nav aria-label="Privacy and audit">
          <h2 class="footer-title">How we treat you</h2>
          <ul class="footer-list">
            <li><a href="/privacy">Your data in this shop</a></li>
            {config.auditUrl && <li><a href={config.auditUrl}>Check our promises <Icon name="out" size={14} /></a></li>}
            {config.consoleUrl && <li><a href={config.consoleUrl}>Merchant console <Icon name="out" size={14} /></a></li>}
          </ul>
        </nav>
        <nav aria-label="How this page is made">
          <h2 class="footer-title">How this page is made</h2>
          <ul class="footer-list">
            {documentedParts(place.value.segments).map(({ title, href }) => <DocumentLink key={title} title={title} href={href} />)}
            <DocumentLink title="Quick start" href="/docs/shops/quick-start" />
            <DocumentLink title="All documentation" href="/docs/shops/" />
          </ul>
        </nav>
      </div>
    </footer>
  );
}
