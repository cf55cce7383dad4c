import { render, type VNode } from 'preact';
import { baseStyle } from './base-style.ts';

/** What a custom element of ours is made of. */
export interface ElementShape {
  /** Attributes whose change draws again. */
  readonly attributes: readonly string[];
  readonly styles: readonly (() => CSSStyleSheet)[];
  /** `key` changes whenever an attribute did. */
  view(element: HTMLElement): VNode;
}

/**
 * Defines `name` unless another tag of the page already did. The element draws into an open shadow root, so that the
 * shop's developer can inspect it; drawing problems stay inside it.
 */
export function defineElement(name: `homebird-${string}`, { attributes, styles, view }: ElementShape): void {
  if (customElements.get(name)) return;
  customElements.define(name, class extends HTMLElement {
    static readonly observedAttributes = attributes;
    #root: ShadowRoot | undefined;

    connectedCallback(): void {
      this.#root ??= this.attachShadow({ mode: 'open' });
      this.#root.adoptedStyleSheets = [baseStyle(), ...styles.map((style) => style())];
      this.#draw();
    }

    disconnectedCallback(): void {
      // A move inside the page disconnects and connects at once: let go only if it stayed away.
      queueMicrotask(() => {
        if (!this.isConnected && this.#root) render(null, this.#root);
      });
    }

    attributeChangedCallback(): void {
      if (this.isConnected) this.#draw();
    }

    #draw(): void {
      if (this.#root) render(view(this), this.#root);
    }
  });
}
