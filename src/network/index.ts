/**
 * **Knows** the only two ways out of a browser: `load` (public files, the same for everyone; `probe` asks for one without its body)
 * and `send` (a sealed report).
 * **Not here** what is sent and whether the budget allows it (`#worker/federation`); who may say yes (`#page/consent`).
 * **Life of a report** grant checked → ledger says `sent` → grant checked again → one POST → the answer as a value.
 * **Trust** an attacker who controls a server can delay, refuse or send wrong bytes, which callers verify; it gets no
 * cookie, referrer or query, and cannot make this room send anything twice by itself.
 */
export { load } from './load.ts';
export { probe } from './probe.ts';
export { loadNetwork } from './load-network.ts';
export { browserNetwork } from './network.ts';
