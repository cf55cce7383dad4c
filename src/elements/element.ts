import { sheet } from './sheet.ts';

/** How an element of ours is drawn. */
export interface Drawing {
  readonly styles: readonly (() => CSSStyleSheet)[];
  draw(root: ShadowRoot, element: HTMLElement): void;
  clear(root: ShadowRoot): void;
}

/** What a custom element of ours is made of. */
export interface ElementShape {
  /** Attributes whose change draws again. */
  readonly attributes: readonly string[];
  /** Rules that hold its place until it is drawn: a style sheet of the shadow root. */
  waiting(element: HTMLElement): string;
  /** Its drawing, whose code comes with the first such element on a page; one that does not come is asked for again. */
  load(): Promise<Drawing>;
}

/** A shape and its drawing, once it was asked for. */
interface Standing {
  readonly shape: ElementShape;
  /** undefined before the first such element, a promise while its code is on its way. */
  drawing: Promise<Drawing> | Drawing | undefined;
}

/** What each of our names stands for now: the registry of the browser can neither change nor forget one. */
const standing = new Map<string, Standing>();
/** Our elements that stand in the page. */
const connected = new Set<{ redraw(): void }>();

function drawingOf(of: Standing): Promise<Drawing> | Drawing {
  if (of.drawing) return of.drawing;
  const take = async (): Promise<Drawing> => {
    try {
      const drawing = await of.shape.load();
      of.drawing = drawing;
      return drawing;
    } catch (error) {
      of.drawing = undefined; // the next one asks again
      throw error;
    }
  };
  of.drawing = take();
  return of.drawing;
}

/**
 * Defines `name` unless another tag of the page already did. The element draws into an open shadow root, so that the
 * shop's developer can inspect it; drawing problems stay inside it.
 */
export function defineElement(name: `homebird-${string}`, shape: ElementShape): void {
  const isOurs = standing.has(name);
  if (!isOurs && customElements.get(name)) return;
  standing.set(name, { shape, drawing: undefined });
  if (isOurs) for (const element of connected) element.redraw();
  else customElements.define(name, elementClass(name, shape));
}

/** Empties every element of ours; they draw again when they are defined again. */
export function clearElements(): void {
  for (const [name, { shape }] of standing) standing.set(name, { shape: { ...shape, load: () => Promise.reject(new Error('Homebird was stopped')) }, drawing: undefined });
  for (const element of connected) element.redraw();
}

function elementClass(name: string, { attributes, waiting }: ElementShape): CustomElementConstructor {
  return class extends HTMLElement {
    static readonly observedAttributes = attributes;
    #root: ShadowRoot | undefined;
    #drawn: Drawing | undefined;
    // A single-page shop may change its language while we stand in it.
    #language = new MutationObserver(() => this.redraw());

    connectedCallback(): void {
      if (!this.#root) {
        this.#root = this.attachShadow({ mode: 'open' });
        this.#wait(this.#root);
      }
      this.#language.observe(document.documentElement, { attributeFilter: ['lang'] });
      connected.add(this);
      this.redraw();
    }

    disconnectedCallback(): void {
      // A move inside the page disconnects and connects at once: let go only if it stayed away.
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.#language.disconnect();
        connected.delete(this);
        this.#clear();
      });
    }

    attributeChangedCallback(): void {
      if (this.isConnected) this.redraw();
    }

    redraw(): void {
      const now = standing.get(name);
      if (!now) return;
      const drawing = drawingOf(now);
      if (drawing instanceof Promise) this.#drawLater(drawing, now).catch(() => this.#clear());
      else this.#draw(drawing); // at once, so that it has its size before the browser paints
    }

    async #drawLater(coming: Promise<Drawing>, now: Standing): Promise<void> {
      const drawing = await coming;
      if (this.isConnected && standing.get(name) === now) this.#draw(drawing);
    }

    #draw(drawing: Drawing): void {
      if (!this.#root) return;
      if (this.#drawn !== drawing) {
        this.#clear();
        this.#root.replaceChildren();
        this.#root.adoptedStyleSheets = drawing.styles.map((style) => style());
      }
      this.#drawn = drawing;
      drawing.draw(this.#root, this);
    }

    /** Holds the place; what the shop put inside shows. */
    #wait(root: ShadowRoot): void {
      root.adoptedStyleSheets = [sheet(waiting(this))()];
      root.replaceChildren(document.createElement('slot'));
    }

    #clear(): void {
      if (this.#root && this.#drawn) {
        this.#drawn.clear(this.#root);
        this.#wait(this.#root);
      }
      this.#drawn = undefined;
    }
  };
}
