/** Pages of help, by path and title; the demo shop has each in Chinese too, under `zh/`. */
export const HELP_PAGES = [['delivery', 'Delivery'], ['orders', 'Your order'], ['returns', 'Returns and refunds'], ['payment', 'Payment'], ['sizes', 'Sizes'], ['products', 'Products and warranty'], ['contact', 'Contact']] as const;
