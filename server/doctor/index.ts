/**
 * **Knows** whether Homebird is installed well on a shop's page, from outside: drives a browser with a clean profile against it,
 * and judges what it found.
 * **Not here** the same in the page itself (`#page/debug`), the command line (`#server/commands`).
 * **Life of an examination** a browser opens the page → settled, looked at, nothing clicked → with leave, a yes is said and product
 * pages are opened → the catalogue is read by itself → each fact becomes a verdict with its place and how to mend it.
 * **Trust** the page is a stranger's: its scripts run in a profile of their own and in the browser's sandbox, without it only where
 * the browser refuses to start with it (root, many containers), which is said before the page is opened. What they say is told as
 * text, and nothing of the visit is kept. Only `local` is said yes to, in that profile: nothing is reported.
 */
export { findBrowser } from './browser.ts';
export { examine, type DoctorOptions } from './examine.ts';
export { hasFindings, judge, verdictText } from './judge.ts';
