import type { DefineComponent } from 'vue';
import type { ShelfAttributes } from './homebird.js';

export * from './homebird.js';

declare module 'vue' {
  interface GlobalComponents {
    HomebirdShelf: DefineComponent<ShelfAttributes>;
    HomebirdSearch: DefineComponent<{ count?: number | string; label?: string; query?: string }>;
    HomebirdPrivacy: DefineComponent;
    HomebirdConsent: DefineComponent;
  }
}
