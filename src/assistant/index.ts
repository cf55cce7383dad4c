/**
 * **Knows** what the shopper sees of the assistant, `<homebird-assistant>`: a button, a dialog of questions and answers with their
 * sources, products, and how a person is reached; every word of it.
 * **Not here** the answers (asked of an `AssistantHost`), the pieces all elements share (`#page/elements`).
 * **Life of a question** typed → looked at for what should not be typed there → answered by the worker → drawn with its source →
 * forgotten with the page, or handed to the shop together with a question for a person, where she ticks that.
 * **Trust** answers and titles are drawn as text, addresses followed only where the host resolved them. A page script can read
 * what is typed, as it can in any field of its page; nothing here stores it, records it as an event or sends it.
 */
export { defineAssistant } from './define.ts';
export type { AssistantHost } from './host.ts';
