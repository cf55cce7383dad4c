import type { Translation } from '#page/words';
import type { POLISH_ENGLISH } from './polish-words.ts';

export const POLISH: Translation<typeof POLISH_ENGLISH> = { label: 'صاغه نموذج متصفحك' };
