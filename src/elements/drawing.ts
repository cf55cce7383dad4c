import { render, type VNode } from 'preact';
import { baseStyle } from './base-style.ts';
import type { Drawing } from './element.ts';

/** A drawing by Preact. @param styles - sheets besides the one that all our elements wear */
export function drawing(styles: readonly (() => CSSStyleSheet)[], view: (element: HTMLElement) => VNode): Drawing {
  return {
    styles: [baseStyle, ...styles],
    draw: (root, element) => render(view(element), root),
    clear: (root) => render(null, root),
  };
}
